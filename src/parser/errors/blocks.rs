//! Headers and blocks: a missing `:`, a missing block, a `try` without its handlers.
use super::context::Context;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::Kind;

/// What is wrong where a header, a block or a clause should go on.
pub(super) fn explain(context: &Context<'_>) -> Option<Diagnostic> {
    missing_handler(context).or_else(|| missing_colon(context))
}

/// The first token of the line that ends with the `NEWLINE` at `newline`.
fn line_start(context: &Context<'_>, newline: usize) -> usize {
    let mut token = newline;
    while token > 0 && !matches!(context.kind(token - 1), Kind::Newline | Kind::Indent | Kind::Dedent) {
        token -= 1;
    }
    token
}

fn header_name(context: &Context<'_>, first: usize) -> Option<(String, usize)> {
    let keyword = first + usize::from(context.kind(first) == Kind::Async);
    let kind = context.kind(keyword);
    let name = match kind {
        Kind::Def => "function definition".to_owned(),
        Kind::Class => "class definition".to_owned(),
        Kind::Except if context.kind(keyword + 1) == Kind::Star => "'except*' statement".to_owned(),
        Kind::If
        | Kind::Elif
        | Kind::Else
        | Kind::For
        | Kind::While
        | Kind::With
        | Kind::Try
        | Kind::Except
        | Kind::Finally
        | Kind::Match
        | Kind::Case => format!("'{}' statement", kind.text()),
        _ => return None,
    };
    Some((name, keyword))
}

/// A header's line that is followed by no deeper one.
pub(super) fn missing_block(context: &Context<'_>) -> Option<Diagnostic> {
    let at = context.furthest;
    if at < 2 || context.kind(at - 1) != Kind::Newline || context.kind(at - 2) != Kind::Colon {
        return None;
    }
    let (name, keyword) = header_name(context, line_start(context, at - 1))?;
    let line = context.source.lines().line_of(context.span_at(keyword).start);
    let message = format!("expected an indented block after {name} on line {line}");
    Some(Diagnostic::new(DiagnosticKind::IndentationError, message, context.span_at(at)))
}

/// After a `try`'s block.
fn missing_handler(context: &Context<'_>) -> Option<Diagnostic> {
    let at = context.furthest;
    let header = block_header(context, at)?;
    match context.kind(header) {
        Kind::Try if !matches!(context.kind(at), Kind::Except | Kind::Finally) => {
            Some(context.error("expected 'except' or 'finally' block", context.span_at(at)))
        }
        Kind::Else if context.kind(at) == Kind::Elif => {
            Some(context.error("'elif' block follows an 'else' block", context.span_at(at)))
        }
        _ => None,
    }
}

/// The header of the block that ends right before `at`.
fn block_header(context: &Context<'_>, at: usize) -> Option<usize> {
    let mut token = at.checked_sub(1)?;
    if context.kind(token) != Kind::Dedent {
        // A block on the header's own line.
        let is_line = context.kind(token) == Kind::Newline;
        return is_line.then(|| line_start(context, token));
    }
    let mut depth = 0_u32;
    loop {
        match context.kind(token) {
            Kind::Dedent => depth += 1,
            Kind::Indent => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(line_start(context, token.checked_sub(1)?));
        }
        token = token.checked_sub(1)?;
    }
}

/// The first token of the last statement that was whole before the one at `at`, be it a compound one.
pub(super) fn previous_statement(context: &Context<'_>, mut at: usize) -> Option<usize> {
    loop {
        match context.kind(at.checked_sub(1)?) {
            // The first statement of a block: what comes before its header.
            Kind::Indent => at = line_start(context, at - 2),
            Kind::Newline | Kind::Dedent => break,
            _ => at -= 1,
        }
    }
    let mut first = block_header(context, at)?;
    while matches!(context.kind(first), Kind::Else | Kind::Elif | Kind::Except | Kind::Finally) {
        first = block_header(context, first)?;
    }
    Some(first)
}

/// A header without its `:`; some headers miss it only at the end of the line, others wherever they stop.
fn missing_colon(context: &Context<'_>) -> Option<Diagnostic> {
    if context.levels.len() > 1 {
        return None;
    }
    let at = context.furthest;
    let first = context.statement;
    let keyword = first + usize::from(context.kind(first) == Kind::Async);
    let at_line_end = context.kind(at) == Kind::Newline;
    let header_is_whole = context.kind(at.saturating_sub(1)) != Kind::Colon;
    let expects = match context.kind(keyword) {
        Kind::Else | Kind::Try | Kind::Finally => at == keyword + 1,
        Kind::Def => return missing_in_def(context, keyword, at),
        Kind::If | Kind::Elif | Kind::While | Kind::For | Kind::With | Kind::Class | Kind::Except => {
            at_line_end && header_is_whole && header_is_complete(context, keyword, at)
        }
        Kind::Match | Kind::Case => at_line_end && header_is_whole && at > keyword + 1,
        _ => false,
    };
    expects.then(|| context.error("expected ':'", context.span_at(at)))
}

/// Whether the header would be whole with a `:` at `at`.
fn header_is_complete(context: &Context<'_>, keyword: usize, at: usize) -> bool {
    let last = context.kind(at - 1);
    let ends_operand = last <= Kind::String
        || matches!(last, Kind::Rpar | Kind::Rsqb | Kind::Rbrace | Kind::FStringEnd | Kind::TStringEnd);
    let has_in = || context.shallow(keyword).iter().any(|&token| context.kind(token) == Kind::In);
    match context.kind(keyword) {
        Kind::For => ends_operand && has_in(),
        Kind::Except => at == keyword + 1 || ends_operand,
        _ => ends_operand && at > keyword + 1,
    }
}

/// `def` forces its `(` and its `:`.
fn missing_in_def(context: &Context<'_>, keyword: usize, at: usize) -> Option<Diagnostic> {
    if !context.kind(keyword + 1).is_name() || at <= keyword {
        return None;
    }
    let has_parameters = context.shallow(keyword).iter().any(|&token| context.kind(token) == Kind::Lpar);
    let last = context.kind(at - 1);
    if !has_parameters {
        return (at == keyword + 2 || last == Kind::Rsqb)
            .then(|| context.error("expected '('", context.span_at(at)));
    }
    let close = context.shallow(keyword).into_iter().find(|&token| context.kind(token) == Kind::Rpar)?;
    if context.shallow(close).iter().any(|&token| context.kind(token) == Kind::Colon) {
        return None;
    }
    if last == Kind::RArrow {
        return Some(context.error("expected ':'", context.span_at(at - 1)));
    }
    let ends_header = last != Kind::Colon;
    (ends_header && context.kind(at) != Kind::Colon)
        .then(|| context.error("expected ':'", context.span_at(at)))
}
