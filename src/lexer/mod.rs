//! Text to tokens: `lexer.pest` for the single tokens, a layout layer for indentation, brackets and f-string modes.
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// The tokens of one source.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// The first error the tokenizer met; the tokens before it are kept, as the parser may find an earlier one.
    pub error: Option<Diagnostic>,
}

/// Tokenizes as far as possible; the first error is in [`Tokens::error`].
pub fn scan(source: &Source) -> Tokens {
    let _ = source;
    Tokens { error: Some(Diagnostic::unsupported("tokenizing", Span::default())) }
}

/// Tokenizes all of `source`.
///
/// # Errors
/// The first error the tokenizer met. To parse, use [`scan`]: the parser may find an earlier error.
pub fn tokenize(source: &Source) -> Result<Tokens, Diagnostic> {
    let mut tokens = scan(source);
    tokens.error.take().map_or(Ok(tokens), Err)
}
