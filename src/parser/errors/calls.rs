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
    (context.kind(end) == Kind::Equal).then(|| {
        let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
        context.error(message, context.span(item, end + 1))
    })
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
