//! `invalid_fstring_replacement_field` and its t-string twin.
use super::context::{Context, Level};
use crate::diagnostic::Diagnostic;
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

/// What is wrong with a replacement field.
pub(super) fn field(context: &Context<'_>, level: Level) -> Option<Diagnostic> {
    let letter = context.string_letter();
    let first = level.start;
    let say = |message: String, token: usize| Some(context.error(message, context.span_at(token)));
    if let kind @ (Kind::Equal | Kind::Exclamation | Kind::Colon | Kind::Rbrace) = context.kind(first) {
        return say(format!("{letter}-string: valid expression required before '{}'", kind.text()), first);
    }
    let value = context.parse(Rule::yield_expr, first).or_else(|| context.parse(Rule::star_exprs, first));
    let Some(mut at) = value else {
        return say(format!("{letter}-string: expecting a valid expression after '{{'"), first);
    };
    let debug = context.kind(at) == Kind::Equal;
    at += usize::from(debug);
    let ends = |kind| matches!(kind, Kind::Exclamation | Kind::Colon | Kind::Rbrace);
    if !ends(context.kind(at)) {
        let expected = if debug { "'!', or ':', or '}'" } else { "'=', or '!', or ':', or '}'" };
        return say(format!("{letter}-string: expecting {expected}"), at);
    }
    if context.kind(at) == Kind::Exclamation {
        at += 1;
        match context.kind(at) {
            Kind::Colon | Kind::Rbrace => {
                return say(format!("{letter}-string: missing conversion character"), at);
            }
            kind if !kind.is_name() => {
                return say(format!("{letter}-string: invalid conversion character"), at);
            }
            _ => at += 1,
        }
        if !matches!(context.kind(at), Kind::Colon | Kind::Rbrace) {
            return say(format!("{letter}-string: expecting ':' or '}}'"), at);
        }
    }
    None
}

/// A format specifier that does not end.
pub(super) fn spec(context: &Context<'_>) -> Option<Diagnostic> {
    let letter = context.string_letter();
    let message = format!("{letter}-string: expecting '}}', or format specs");
    Some(context.error(message, context.span_at(context.furthest)))
}
