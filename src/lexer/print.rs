//! The text of `python -m tokenize`.
use super::{Kind, Token, Tokens};
use crate::ast::repr_str;
use crate::source::{Position, Source};
use std::fmt::Write as _;

/// One line per token as `python -m tokenize FILE` prints them; `exact` names each operator's own type (`-e`).
pub fn print(source: &Source, tokens: &Tokens, exact: bool) -> String {
    let mut out = String::new();
    if let Some(encoding) = source.encoding() {
        let start = [Position { line: 0, column: 0 }; 2];
        push_line(&mut out, start, Kind::Encoding.exact_name(), &repr_str(encoding));
    }
    for token in tokens.all() {
        let name = match token.kind {
            Kind::ErrorToken => "OP",
            kind if exact => kind.exact_name(),
            kind => kind.name(),
        };
        let range = shown_range(source, *token);
        push_line(&mut out, range, name, &repr_str(shown_text(source, *token)));
    }
    out
}

/// A line's end that is not in the file has no text, or only that of a carriage return.
fn shown_text(source: &Source, token: Token) -> &str {
    let text = source.slice(token.span);
    if !source.ends_in_added_newline() || token.span.end as usize != source.text().len() {
        return text;
    }
    match token.kind {
        Kind::Newline => text.strip_suffix('\n').unwrap_or(text),
        Kind::Nl => "",
        _ => text,
    }
}

/// Where `tokenize` says that a token starts and ends, columns in code points.
pub fn shown_range(source: &Source, token: Token) -> [Position; 2] {
    let [start, end] = [source.char_position(token.span.start), source.char_position(token.span.end)];
    match token.kind {
        // A line's end counts as at least one column, even where the text ends without it.
        Kind::Newline | Kind::Nl => {
            let width = (token.span.end - token.span.start).max(1);
            [start, Position { line: start.line, column: start.column + width }]
        }
        // What closes the text stands on a line of its own.
        Kind::EndMarker | Kind::Dedent if token.span.start as usize == source.text().len() => {
            [Position { line: start.line + u32::from(start.column > 0), column: 0 }; 2]
        }
        _ => [start, end],
    }
}

fn push_line(out: &mut String, [start, end]: [Position; 2], name: &str, text: &str) {
    let range = format!("{},{}-{},{}:", start.line, start.column, end.line, end.column);
    let _ = writeln!(out, "{range:<20}{name:<15}{text:<15}");
}
