//! `invalid_arguments` and `invalid_kwarg`.
use super::context::{Context, Level};
use crate::diagnostic::Diagnostic;
use crate::lexer::Kind;

/// What is wrong with the argument that starts at `item`.
pub(super) fn explain(context: &Context<'_>, level: Level, item: usize) -> Option<Diagnostic> {
    if context.kind(level.start.wrapping_sub(2)) == Kind::Def || context.kind(context.statement) == Kind::Def
    {
        return None;
    }
    let at = context.furthest;
    if at == item + 1 && context.kind(item) == Kind::Star {
        return Some(context.error("Invalid star expression", context.span_at(at)));
    }
    let next = context.kind(item + 1);
    if next == Kind::Equal {
        if matches!(context.kind(item), Kind::True | Kind::False | Kind::None) {
            let message = format!("cannot assign to {}", context.text(item));
            return Some(context.error(message, context.span(item, item + 2)));
        }
        if context.kind(item).is_name() {
            return keyword(context, item);
        }
    }
    if context.kind(item) == Kind::DoubleStar {
        let end = context.expression(item + 1)?;
        let value = (context.kind(end) == Kind::Equal).then(|| context.expression(end + 1)).flatten()?;
        return Some(context.error("cannot assign to keyword argument unpacking", context.span(item, value)));
    }
    if context.kind(item) == Kind::Star {
        let end = context.expression(item + 1)?;
        let value = (context.kind(end) == Kind::Equal).then(|| context.expression(end + 1)).flatten()?;
        return Some(
            context.error("cannot assign to iterable argument unpacking", context.span(item, value)),
        );
    }
    let end = context.expression(item)?;
    if context.kind(end) == Kind::Equal {
        let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
        return Some(context.error(message, context.span(item, end + 1)));
    }
    let before = earlier_keyword(context, level, item)?;
    Some(context.error(format!("positional argument follows {before}"), context.span_at(at)))
}

/// What kind of keyword argument stands before `item`.
fn earlier_keyword(context: &Context<'_>, level: Level, item: usize) -> Option<&'static str> {
    let shallow = context.shallow(level.start);
    let starts_argument = |token: usize| token == level.start || context.kind(token - 1) == Kind::Comma;
    let mut arguments = shallow.into_iter().filter(|&token| token < item && starts_argument(token));
    let is_mapping = |token| context.kind(token) == Kind::DoubleStar;
    let is_keyword = |token| context.kind(token + 1) == Kind::Equal;
    let kinds: Vec<usize> =
        arguments.by_ref().filter(|&token| is_mapping(token) || is_keyword(token)).collect();
    let any_mapping = kinds.iter().any(|&token| is_mapping(token));
    (!kinds.is_empty()).then_some(if any_mapping { "keyword argument unpacking" } else { "keyword argument" })
}

/// `name=` at `item`.
fn keyword(context: &Context<'_>, item: usize) -> Option<Diagnostic> {
    if matches!(context.kind(item + 2), Kind::Comma | Kind::Rpar) {
        return Some(context.error("expected argument value expression", context.span(item, item + 2)));
    }
    let value = context.expression(item + 2)?;
    matches!(context.kind(value), Kind::For | Kind::Async).then(|| {
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        context.error(message, context.span(item, item + 2))
    })
}
