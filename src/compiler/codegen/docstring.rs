//! Docstrings lose their common indentation when compiled (`_PyCompile_CleanDoc`).
use crate::bytecode::Constant;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::borrow::Cow;

/// As `inspect.cleandoc`, but blank lines at the start and end stay.
///
/// # Errors
/// Lone surrogates in the docstring at `span`: CPython has a `UnicodeEncodeError` for them.
pub(super) fn clean(doc: &Constant, span: Span) -> Result<Constant, Diagnostic> {
    match doc {
        Constant::Str(text) => Ok(Constant::Str(clean_text(text).into())),
        _ => {
            Err(Diagnostic::unsupported("lone surrogates in docstrings, nor does CPython compile them", span))
        }
    }
}

fn clean_text(text: &str) -> String {
    let expanded = expand_tabs(text);
    let mut lines = expanded.split('\n');
    let first = lines.next().unwrap_or("");
    let indent = |line: &str| line.bytes().take_while(|&byte| byte == b' ').count();
    let margin = lines.clone().filter(|line| indent(line) < line.len()).map(indent).min().unwrap_or(0);
    let mut out = String::with_capacity(expanded.len());
    out.push_str(first.trim_start_matches(' '));
    for line in lines {
        out.push('\n');
        out.push_str(&line[margin.min(indent(line))..]);
    }
    out
}

/// `str.expandtabs()`
fn expand_tabs(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
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
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::clean_text;

    #[test]
    fn common_margin_is_removed_and_blank_lines_stay() {
        assert_eq!(clean_text("  a\n    b\n\n      c\n   "), "a\nb\n\n  c\n");
        assert_eq!(clean_text("a\tb"), "a       b");
    }
}
