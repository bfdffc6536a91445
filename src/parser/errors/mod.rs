//! Syntax errors: which one CPython would raise, and where.
//!
//! CPython parses a source that fails a second time, with `invalid_` rules that recognise common mistakes. Here the
//! furthest token the grammar reached tells where it failed; the open brackets and the line around it tell which of
//! those rules could have matched, innermost bracket first, as CPython meets them. A rule's parts ("an expression, then
//! another") are parsed with the same `python.pest`, so there is no second grammar.
mod blocks;
mod calls;
mod context;
mod expressions;
mod fields;
mod statements;
mod typos;

pub use typos::keyword_typo;

use super::builder::Builder;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};
use context::Context;
use ouroscope_grammar::pest::{self, Parser as _};
use ouroscope_grammar::python::{Python, Rule};
use std::sync::{Mutex, PoisonError};

/// Nested lambdas that the recursive grammar takes without leaving wasm's stack; CPython gives up at a like depth.
const MAX_LAMBDAS: usize = 1000;

/// pest's error detail is a switch of the whole process.
static DETAIL: Mutex<()> = Mutex::new(());

/// Refuses what would take the recursive grammar too deep: brackets and blocks are the tokenizer's to limit.
pub(super) fn check_depth(tokens: &Tokens) -> Result<(), Diagnostic> {
    // Nested lambdas, parameter lists still open among them, and both counts where the open brackets began.
    let (mut lambdas, mut parameters) = (0_usize, 0_usize);
    let mut outer: Vec<(usize, usize)> = Vec::new();
    for (index, &code) in tokens.codes().as_bytes().iter().enumerate() {
        match Kind::from_code(code) {
            Some(Kind::Lambda) => (lambdas, parameters) = (lambdas + 1, parameters + 1),
            Some(Kind::Colon) => parameters = parameters.saturating_sub(1),
            // A comma outside of parameters ends the lambdas of its bracket.
            Some(Kind::Comma) if parameters == 0 => lambdas = outer.last().map_or(0, |&(lambdas, _)| lambdas),
            Some(Kind::Newline) => (lambdas, parameters) = (0, 0),
            Some(Kind::Lpar | Kind::Lsqb | Kind::Lbrace) => {
                outer.push((lambdas, parameters));
                parameters = 0;
            }
            Some(Kind::Rpar | Kind::Rsqb | Kind::Rbrace) => {
                (lambdas, parameters) = outer.pop().unwrap_or_default();
            }
            _ => {}
        }
        if lambdas > MAX_LAMBDAS {
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
    let context = Context::new(source, tokens, furthest);
    let unexpected_indent = context.kind(furthest) == Kind::Indent;
    if let Some(error) = &tokens.error
        && (furthest >= tokens.significant_len() || outranks(error) && !unexpected_indent)
    {
        return error.clone();
    }
    if let Some(error) = earlier_error(source, tokens, &context, rule) {
        return error;
    }
    if furthest >= tokens.significant_len() {
        return tokens
            .open_brackets
            .last()
            .map_or_else(|| generic(&context), |open| never_closed(open.kind, open.span));
    }
    let specific = if unexpected_indent { None } else { specific(&context) };
    // CPython has read one token past what it complains about.
    let last_read = specific.as_ref().map_or(furthest, |error| {
        let after = |token: &usize| tokens.significant(*token).span.start >= error.span.end;
        (furthest..tokens.significant_len()).find(after).unwrap_or(furthest)
    });
    // A bracket that is open on an earlier line is the better explanation.
    if let Some(bracket) = tokens.open_brackets.last()
        && source.lines().line_of(tokens.significant(last_read).span.start)
            > source.lines().line_of(bracket.span.start)
    {
        return never_closed(bracket.kind, bracket.span);
    }
    specific.unwrap_or_else(|| generic(&context))
}

/// The error of the assignment at token `first`, one of whose targets is none.
pub(super) fn explain_assignment(source: &Source, tokens: &Tokens, first: usize) -> Option<Diagnostic> {
    statements::chain(&Context::new(source, tokens, first), first)
}

/// CPython tokenizes the rest of a source that does not parse, and prefers an error it finds there, if the tokenizer
/// words it itself and is not inside an f-string.
fn outranks(error: &Diagnostic) -> bool {
    let quiet = ["f-string", "t-string", "line continuation", "unexpected EOF"];
    error.kind == DiagnosticKind::SyntaxError && !quiet.iter().any(|part| error.message.contains(part))
}

/// The rules in CPython's order: the innermost construct that fails speaks first.
fn specific(context: &Context<'_>) -> Option<Diagnostic> {
    blocks::missing_block(context)
        .or_else(|| (0..context.levels.len()).rev().find_map(|level| expressions::level(context, level)))
        .or_else(|| blocks::explain(context))
        .or_else(|| statements::explain(context))
}

/// What the builder finds wrong with the statements before the one that does not parse.
fn earlier_error(source: &Source, tokens: &Tokens, context: &Context<'_>, rule: Rule) -> Option<Diagnostic> {
    if rule != Rule::file || context.block_start == 0 {
        return None;
    }
    let mut codes = tokens.codes()[..context.block_start].to_owned();
    codes.push(char::from(Kind::EndMarker.code()));
    let pairs = Python::parse(rule, &codes).ok()?;
    Builder::new(source, tokens).build(pairs).err().filter(|error| error.kind != DiagnosticKind::Unsupported)
}

fn never_closed(kind: Kind, span: Span) -> Diagnostic {
    Diagnostic::new(DiagnosticKind::SyntaxError, format!("'{}' was never closed", kind.text()), span)
}

fn generic(context: &Context<'_>) -> Diagnostic {
    let mut at = context.furthest;
    // The grammar reads a `:` after any expression, CPython's only after a target.
    if at > 0 && context.kind(at - 1) == Kind::Colon && statements::is_no_annotation(context, at - 1) {
        at -= 1;
    }
    let span = context.span_at(at);
    match context.kind(at) {
        Kind::Greater if context.is_unequal(at) => context
            .error("invalid syntax.  Maybe you meant '!=' instead of '<>'?", context.span(at - 1, at + 1)),
        Kind::Indent => {
            // CPython points at the last column of the indentation.
            let span = Span::new(span.end - 1, span.end);
            Diagnostic::new(DiagnosticKind::IndentationError, "unexpected indent", span)
        }
        Kind::Dedent => Diagnostic::new(DiagnosticKind::IndentationError, "unexpected unindent", span),
        _ => context.error("invalid syntax", span),
    }
}

/// The furthest token at which the grammar failed.
fn furthest_token(tokens: &Tokens, rule: Rule) -> usize {
    furthest_code(tokens.codes(), rule).unwrap_or(tokens.significant_len())
}

/// Where in `codes` the grammar failed at the furthest; nowhere if they start with a whole `rule`.
fn furthest_code(codes: &str, rule: Rule) -> Option<usize> {
    let _guard = DETAIL.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = Python::parse(rule, codes);
    pest::set_error_detail(false);
    let error = result.err()?;
    Some(match error.parse_attempts() {
        Some(attempts) => attempts.max_position,
        None => match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        },
    })
}
