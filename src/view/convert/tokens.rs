//! The tokens, as `tokenize` shows them.

use crate::lexer::{Kind, Token, Tokens, shown_range};
use crate::source::Source;
use crate::view::utf16::Utf16;
use crate::view::{SpanView, TokenView};

pub fn tokens(tokens: &Tokens, source: &Source, utf16: &Utf16) -> Vec<TokenView> {
    let views = tokens.all().iter().map(|token| view(*token, source, utf16));
    std::iter::once(encoding()).chain(views).collect()
}

/// What `tokenize` begins with. The page's text has been decoded already.
fn encoding() -> TokenView {
    TokenView {
        kind: Kind::Encoding.name().to_owned(),
        exact: Kind::Encoding.exact_name().to_owned(),
        text: "utf-8".to_owned(),
        span: SpanView { start: 0, end: 0 },
        line: 0,
        column: 0,
        end_line: 0,
        end_column: 0,
    }
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
