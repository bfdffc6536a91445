//! Syntax errors: which one CPython would raise, and where.
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};
use ouroscope_grammar::pest::{self, Parser as _};
use ouroscope_grammar::python::{Python, Rule};
use std::sync::{Mutex, PoisonError};

/// Nested lambdas that the recursive grammar takes without leaving wasm's stack; CPython gives up at a like depth.
const MAX_LAMBDAS: usize = 1000;

/// pest's error detail is a switch of the whole process.
static DETAIL: Mutex<()> = Mutex::new(());

/// Refuses what would take the recursive grammar too deep: brackets and blocks are the tokenizer's to limit.
pub(super) fn check_depth(tokens: &Tokens) -> Result<(), Diagnostic> {
    let lambda = Kind::Lambda.code();
    let mut run = 0;
    for (index, &code) in tokens.codes().as_bytes().iter().enumerate() {
        if code == lambda {
            run += 1;
        } else if code == Kind::Newline.code() {
            run = 0;
        }
        if run > MAX_LAMBDAS {
            let span = tokens.significant(index).span;
            let message = "Parser stack overflowed - Python source too complex to parse";
            return Err(Diagnostic::new(DiagnosticKind::TooComplex, message, span));
        }
    }
    Ok(())
}

/// The error of a source that does not tokenize or parse.
pub(super) fn explain(source: &Source, tokens: &Tokens, rule: Rule) -> Diagnostic {
    let furthest = furthest_token(tokens, rule);
    if furthest >= tokens.significant_len()
        && let Some(error) = &tokens.error
    {
        return error.clone();
    }
    if let Some(error) = &tokens.error {
        return error.clone();
    }
    generic(source, tokens, furthest)
}

fn generic(source: &Source, tokens: &Tokens, furthest: usize) -> Diagnostic {
    let end = source.text().len() as u32;
    if furthest >= tokens.significant_len() {
        return Diagnostic::new(DiagnosticKind::SyntaxError, "invalid syntax", Span::new(end, end));
    }
    let token = tokens.significant(furthest);
    match token.kind {
        Kind::Indent => Diagnostic::new(DiagnosticKind::IndentationError, "unexpected indent", token.span),
        Kind::Dedent => Diagnostic::new(DiagnosticKind::IndentationError, "unexpected unindent", token.span),
        _ => Diagnostic::new(DiagnosticKind::SyntaxError, "invalid syntax", token.span),
    }
}

/// The furthest token at which the grammar failed.
fn furthest_token(tokens: &Tokens, rule: Rule) -> usize {
    let _guard = DETAIL.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = Python::parse(rule, tokens.codes());
    pest::set_error_detail(false);
    match result {
        Ok(_) => tokens.significant_len(),
        Err(error) => match error.parse_attempts() {
            Some(attempts) => attempts.max_position,
            None => match error.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            },
        },
    }
}
