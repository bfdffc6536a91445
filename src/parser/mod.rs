//! Tokens to AST: `python.pest` over one byte per token, then a builder that does not recurse.
//!
//! The builder reads pest's events in order and keeps what it built on a stack, so the depth of a program costs it no
//! stack. A file builds one family of constructs; `expressions.rs` holds the operator precedence.
mod arguments;
mod builder;
mod compound;
mod displays;
mod errors;
mod expressions;
mod fstrings;
mod functions;
mod imports;
mod literals;
mod patterns;
mod statements;
mod strings;
mod targets;
#[cfg(test)]
mod tests;
mod warnings;

pub use errors::{Reach, reach};
pub use warnings::warnings;

use crate::ast::Ast;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{self, Tokens};
use crate::source::Source;
use crate::unicode::{self, UnicodeFacts};
use ouroscope_grammar::pest::Parser as _;
use ouroscope_grammar::python::{Python, Rule};

/// What a source is to be parsed as (`mode` of Python's `compile`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A module: `exec`.
    Module,
    /// One interactive statement: `single`.
    Interactive,
    /// One expression: `eval`.
    Expression,
    /// The types of a function, as type comments wrote them (PEP 484): `func_type`. It can be parsed, not compiled.
    FunctionType,
}

impl Mode {
    /// By the name that `compile` and `ast.parse` know it by.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "exec" => Self::Module,
            "single" => Self::Interactive,
            "eval" => Self::Expression,
            "func_type" => Self::FunctionType,
            _ => return None,
        })
    }

    fn rule(self) -> Rule {
        match self {
            Self::Module => Rule::file,
            Self::Interactive => Rule::interactive,
            Self::Expression => Rule::eval,
            Self::FunctionType => Rule::func_type,
        }
    }
}

/// Parses `tokens` of `source`.
///
/// # Errors
/// The `SyntaxError` that CPython would raise, whether the parser or the tokenizer finds it.
pub fn parse(source: &Source, tokens: &Tokens, mode: Mode) -> Result<Ast, Diagnostic> {
    parse_with(source, tokens, mode, unicode::built_in())
}

/// As [`parse`], with the host's answers about Unicode.
///
/// # Errors
/// As [`parse`]; a program that needs an answer which the host does not have is not supported.
pub fn parse_with(
    source: &Source,
    tokens: &Tokens,
    mode: Mode,
    facts: &dyn UnicodeFacts,
) -> Result<Ast, Diagnostic> {
    let (tokens, unequal) = lexer::with_flufl(source, tokens);
    let parsed = parse_tokens(source, &tokens, mode, facts);
    match unequal {
        Some(unequal) => {
            Err(parsed.err().filter(|error| comes_before(error, &unequal, &tokens)).unwrap_or(unequal))
        }
        None => parsed,
    }
}

/// Whether an error is reported rather than that of a `!=` where `<>` is the operator: the parser did not get there, or
/// the tokenizer has an error too.
fn comes_before(error: &Diagnostic, unequal: &Diagnostic, tokens: &Tokens) -> bool {
    let at_end = error.message.ends_with("was never closed");
    tokens.error.as_ref() == Some(error) || (error.span.start <= unequal.span.start && !at_end)
}

fn parse_tokens(
    source: &Source,
    tokens: &Tokens,
    mode: Mode,
    facts: &dyn UnicodeFacts,
) -> Result<Ast, Diagnostic> {
    errors::check_depth(tokens)?;
    let built = if tokens.error.is_some() || !tokens.open_brackets.is_empty() {
        None
    } else {
        let pairs = Python::parse(mode.rule(), tokens.codes()).ok();
        pairs.map(|pairs| builder::Builder::with(source, tokens, facts).build(pairs))
    };
    match built {
        Some(Err(error)) if error.kind == DiagnosticKind::Unsupported => Err(error),
        // The builder only sees that something is wrong.
        Some(Err(error)) => Err(errors::explain(source, tokens, mode, facts).unwrap_or(error)),
        Some(Ok(ast)) => Ok(ast),
        None => Err(errors::explain(source, tokens, mode, facts).unwrap_or_else(|| not_parsed(tokens))),
    }
}

/// The two grammars disagree: a fault of ours, reported rather than a panic.
fn not_parsed(tokens: &Tokens) -> Diagnostic {
    let span = tokens.all().last().map(|token| token.span).unwrap_or_default();
    Diagnostic::new(DiagnosticKind::SyntaxError, "invalid syntax", span)
}
