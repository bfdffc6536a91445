//! Tokens to AST: `python.pest` over one byte per token, then a builder that does not recurse.
use crate::ast::Ast;
use crate::diagnostic::Diagnostic;
use crate::lexer::Tokens;
use crate::source::Source;

/// What a source is to be parsed as (`mode` of Python's `compile`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A module: `exec`.
    Module,
    /// One interactive statement: `single`.
    Interactive,
    /// One expression: `eval`.
    Expression,
}

/// Parses `tokens` of `source`.
///
/// # Errors
/// The `SyntaxError` that CPython would raise, whether the parser or the tokenizer finds it.
pub fn parse(source: &Source, tokens: &Tokens, mode: Mode) -> Result<Ast, Diagnostic> {
    let _ = (source, tokens, mode);
    Err(Diagnostic::unsupported("parsing", crate::source::Span::default()))
}
