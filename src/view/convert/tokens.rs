//! The tokens, as `tokenize` shows them.

use crate::lexer::{Token, Tokens, shown_range};
use crate::source::Source;
use crate::view::TokenView;
use crate::view::utf16::Utf16;

pub fn tokens(tokens: &Tokens, source: &Source, utf16: &Utf16) -> Vec<TokenView> {
    tokens.all().iter().map(|token| view(*token, source, utf16)).collect()
}

fn view(token: Token, source: &Source, utf16: &Utf16) -> TokenView {
    let [start, end] = shown_range(source, token);
    TokenView {
        kind: token.kind.name().to_owned(),
        exact: token.kind.exact_name().to_owned(),
        text: source.slice(token.span).to_owned(),
        span: utf16.span(token.span),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
