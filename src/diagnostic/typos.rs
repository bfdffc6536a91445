//! "Did you mean 'for'?": a misspelt keyword behind a generic error (`_find_keyword_typos` of `Lib/traceback.py`).
//!
//! CPython looks for it when it prints the error, not when it raises it, so [`Diagnostic::message`] does not hold it.
use super::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, scan};
use crate::order;
use crate::parser::{self, Mode};
use crate::source::{Source, Span};
use crate::{compiler, symtable};

/// The longest text CPython looks at, in characters.
const MAX_TEXT: usize = 1024;
/// How many names of the line it tries, and how many keywords for each.
const MAX_NAMES: usize = 10;
const MAX_MATCHES: usize = 3;

/// Keywords in `keyword.kwlist`'s order.
const KEYWORDS: [Kind; 35] = [
    Kind::False,
    Kind::None,
    Kind::True,
    Kind::And,
    Kind::As,
    Kind::Assert,
    Kind::Async,
    Kind::Await,
    Kind::Break,
    Kind::Class,
    Kind::Continue,
    Kind::Def,
    Kind::Del,
    Kind::Elif,
    Kind::Else,
    Kind::Except,
    Kind::Finally,
    Kind::For,
    Kind::From,
    Kind::Global,
    Kind::If,
    Kind::Import,
    Kind::In,
    Kind::Is,
    Kind::Lambda,
    Kind::Nonlocal,
    Kind::Not,
    Kind::Or,
    Kind::Pass,
    Kind::Raise,
    Kind::Return,
    Kind::Try,
    Kind::While,
    Kind::With,
    Kind::Yield,
];

/// The word that should have been a keyword, and the keyword that makes the text parse.
pub(super) fn keyword_typo(source: &Source, error: &Diagnostic) -> Option<(Span, &'static str)> {
    let generic = error.message == "invalid syntax" || error.message.contains("Perhaps you forgot a comma");
    if !generic || error.kind != DiagnosticKind::SyntaxError {
        return None;
    }
    let tokens = scan(source);
    let last_line = source.lines().line_of(error.span.start);
    let reach = parser::reach(source, &tokens);
    let first_line = reach.last_compound.clamp(1, last_line);
    let lines: Vec<&str> = (first_line..=last_line).map(|line| source.line_text(line)).collect();
    let indent = common_indent(&lines);
    let text: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect();
    let text = text.join("\n");
    if text.chars().count() > MAX_TEXT {
        return None;
    }
    let snippet = Source::new("<input>", &text);
    let line_start = source.lines().line_start(last_line) + indent as u32;
    let names = scan(&snippet);
    let last_start = snippet.lines().line_start((last_line + 1).saturating_sub(first_line));
    let candidates =
        names.all().iter().filter(|token| token.kind.is_name() && token.span.start >= last_start);
    for token in candidates.take(MAX_NAMES) {
        for keyword in matches(snippet.slice(token.span)) {
            let (before, after) = (&text[..token.span.start as usize], &text[token.span.end as usize..]);
            if is_start_of_program(&format!("{before}{keyword}{after}\n")) {
                let start = line_start + token.span.start - last_start;
                return Some((Span::new(start, start + (token.span.end - token.span.start)), keyword));
            }
        }
    }
    None
}

/// Leading blanks that all lines with text have (`textwrap.dedent`).
fn common_indent(lines: &[&str]) -> usize {
    let mut indents = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| {
        let text = line.trim_start_matches([' ', '\t']);
        &line[..line.len() - text.len()]
    });
    let first = indents.next().unwrap_or_default();
    indents.fold(first.len(), |common, indent| {
        first.bytes().zip(indent.bytes()).take(common).take_while(|(a, b)| a == b).count()
    })
}

/// Whether the text compiles, or fails only because it ends too early (`codeop.compile_command`).
fn is_start_of_program(text: &str) -> bool {
    let source = Source::new("<input>", text);
    let tokens = scan(&source);
    match parser::parse(&source, &tokens, Mode::Module) {
        Ok(ast) => {
            let symbols = symtable::build(&ast).map(|_| ());
            let error = symbols.and_then(|()| compiler::compile(&source, &ast).map(|_| ())).err();
            error.is_none_or(|error| error.kind == DiagnosticKind::Unsupported)
        }
        Err(_) => parser::reach(&source, &tokens).at_end,
    }
}

/// Keywords like `word`, the likeliest first.
fn matches(word: &str) -> Vec<&'static str> {
    let word: Vec<char> = word.chars().collect();
    let mut found: Vec<&'static str> = closest(&word).into_iter().collect();
    let mut close: Vec<(f64, &'static str)> = KEYWORDS
        .iter()
        .map(|keyword| (ratio(&keyword.text().chars().collect::<Vec<_>>(), &word), keyword.text()))
        .filter(|(ratio, _)| *ratio >= 0.5)
        .collect();
    order::sort_by(&mut close, |a, b| b.0.total_cmp(&a.0).then(b.1.cmp(a.1)));
    found.extend(close.into_iter().take(MAX_MATCHES).map(|(_, keyword)| keyword));
    found.truncate(MAX_MATCHES);
    found
}

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// The keyword at the least edit distance (`_Py_CalculateSuggestions`, `Python/suggestions.c`).
fn closest(word: &[char]) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    for keyword in KEYWORDS {
        let text: Vec<char> = keyword.text().chars().collect();
        let limit = (word.len() + text.len() + 3) * MOVE_COST / 6;
        let limit = best.map_or(limit, |(distance, _)| limit.min(distance.saturating_sub(1)));
        let distance = edit_distance(word, &text);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, keyword.text()));
        }
    }
    best.map(|(_, keyword)| keyword)
}

/// Levenshtein distance where a change of case costs less.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).map(|column| column * MOVE_COST).collect();
    for (index, &from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (index + 1) * MOVE_COST;
        for (column, &to) in b.iter().enumerate() {
            let substituted = diagonal + substitution(from, to);
            diagonal = row[column + 1];
            row[column + 1] = substituted.min(row[column] + MOVE_COST).min(diagonal + MOVE_COST);
        }
    }
    row[b.len()]
}

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// `difflib.SequenceMatcher(None, a, b).ratio()`: twice the matching characters over all characters.
fn ratio(a: &[char], b: &[char]) -> f64 {
    let mut matching = 0;
    let mut work = vec![(a, b)];
    while let Some((a, b)) = work.pop() {
        let (start_a, start_b, length) = longest_match(a, b);
        if length > 0 {
            matching += length;
            work.push((&a[..start_a], &b[..start_b]));
            work.push((&a[start_a + length..], &b[start_b + length..]));
        }
    }
    2.0 * matching as f64 / (a.len() + b.len()).max(1) as f64
}

/// The longest common run; of equals, the first in `a`, then in `b`.
fn longest_match(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    for start_a in 0..a.len() {
        for start_b in 0..b.len() {
            let length = a[start_a..].iter().zip(&b[start_b..]).take_while(|(x, y)| x == y).count();
            if length > best.2 {
                best = (start_a, start_b, length);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(text: &str) -> Option<&'static str> {
        let source = Source::new("t.py", text);
        let error = parser::parse(&source, &scan(&source), Mode::Module).err()?;
        keyword_typo(&source, &error).map(|(_, keyword)| keyword)
    }

    #[test]
    fn misspelt_keywords_are_recognised() {
        assert_eq!(suggestion("fro i in x:\n    pass\n"), Some("for"));
        assert_eq!(suggestion("a = 1\nwhille True:\n    pass\n"), Some("while"));
        assert_eq!(suggestion("def f():\n    retrun 1\n"), Some("return"));
        assert_eq!(suggestion("foo bar baz\n"), None);
    }

    #[test]
    fn distances_and_ratios_are_pythons() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(edit_distance(&chars("fro"), &chars("for")), 4);
        assert_eq!(edit_distance(&chars("For"), &chars("for")), 1);
        assert!((ratio(&chars("while"), &chars("whille")) - 10.0 / 11.0).abs() < 1e-12);
    }
}
