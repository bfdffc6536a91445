//! The text of `python -m tokenize`.
use super::{Kind, Token, Tokens};
use crate::ast::repr_str;
use crate::source::{Position, Source};
use std::fmt::Write as _;

/// One line per token as `python -m tokenize FILE` prints them; `exact` names each operator's own type (`-e`).
pub fn print(source: &Source, tokens: &Tokens, exact: bool) -> String {
    let mut out = String::new();
    push_line(&mut out, [Position { line: 0, column: 0 }; 2], Kind::Encoding.exact_name(), "'utf-8'");
    for token in tokens.all() {
        let name = if exact { token.kind.exact_name() } else { token.kind.name() };
        let text = source.slice(token.span);
        let range = shown_range(source, *token);
        push_line(&mut out, range, name, &repr_str(text));
    }
    out
}

/// Where `tokenize` says that a token starts and ends, columns in code points.
pub fn shown_range(source: &Source, token: Token) -> [Position; 2] {
    let [start, end] = [source.char_position(token.span.start), source.char_position(token.span.end)];
    match token.kind {
        // A line's end counts as one column, even where the text ends without it.
        Kind::Newline | Kind::Nl => [start, Position { line: start.line, column: start.column + 1 }],
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
