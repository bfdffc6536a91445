//! Docstrings lose their common indentation when compiled (`_PyCompile_CleanDoc`).
use std::rc::Rc;

/// As `inspect.cleandoc`, but blank lines at the start and end stay.
pub(super) fn clean(text: &Rc<str>) -> Rc<str> {
    let expanded = expand_tabs(text);
    let mut lines = expanded.split('\n');
    let first = lines.next().unwrap_or("");
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let margin = lines.clone().filter(|line| indent(line) < line.len()).map(indent).min().unwrap_or(0);
    let mut out = String::with_capacity(expanded.len());
    out.push_str(first.trim_start_matches(' '));
    for line in lines {
        out.push('\n');
        out.push_str(&line[margin.min(indent(line))..]);
    }
    out.into()
}

/// `str.expandtabs()`
fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                let spaces = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\n' | '\r' => {
                out.push(character);
                column = 0;
            }
            _ => {
                out.push(character);
                column += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn common_margin_is_removed_and_blank_lines_stay() {
        assert_eq!(&*clean(&"  a\n    b\n\n      c\n   ".into()), "a\nb\n\n  c\n");
        assert_eq!(&*clean(&"a\tb".into()), "a       b");
    }
}
