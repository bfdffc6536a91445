//! `invalid_expression`, `invalid_named_expression` and their kin: what goes wrong inside one pair of brackets.
use super::context::{Context, Level, LevelKind};
use super::{calls, fields, statements};
use crate::diagnostic::Diagnostic;
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

const LEGACY: [&str; 2] = ["print", "exec"];

/// What is wrong at one level: its last item, up to the failure.
pub(super) fn level(context: &Context<'_>, index: usize) -> Option<Diagnostic> {
    let level = context.levels[index];
    match level.kind {
        LevelKind::Statement => return statement_level(context, level),
        LevelKind::Spec => {
            let lambda = last_item(context, context.levels[index - 1]);
            return expression(context, lambda, true).or_else(|| fields::spec(context));
        }
        _ => {}
    }
    let item = last_item(context, level);
    if context.kind(context.statement) == Kind::From {
        return None;
    }
    let is_parameters = statements::is_parameters(context, index);
    item_errors(context, level, item, is_parameters).or_else(|| match level.kind {
        LevelKind::Call => calls::explain(context, level, item),
        LevelKind::Field => fields::field(context, level),
        LevelKind::Brace => brace(context, level, item),
        LevelKind::Group => double_starred(context, level),
        LevelKind::List => comprehension_target(context, level, item),
        _ => None,
    })
}

/// The first token of the last item: after the last comma of the level.
fn last_item(context: &Context<'_>, level: Level) -> usize {
    let shallow = context.shallow(level.start);
    let comma = shallow.iter().rev().find(|&&token| context.kind(token) == Kind::Comma);
    comma.map_or(level.start, |&token| token + 1)
}

/// Where an expression may start within an item: the item itself, after its stars, after `:` and after `name =`.
fn expression_starts(context: &Context<'_>, level: Level, item: usize) -> Vec<usize> {
    let stars = usize::from(matches!(context.kind(item), Kind::Star | Kind::DoubleStar));
    let mut starts = vec![item + stars];
    for token in context.shallow(item) {
        let opens = match context.kind(token) {
            Kind::Colon => level.kind != LevelKind::Group || is_lambda(context, item),
            Kind::Equal => level.kind == LevelKind::Call,
            Kind::Else | Kind::ColonEqual | Kind::Yield => true,
            _ => false,
        };
        if opens {
            starts.push(token + 1);
        }
    }
    starts
}

fn is_lambda(context: &Context<'_>, item: usize) -> bool {
    context.shallow(item).iter().any(|&token| context.kind(token) == Kind::Lambda)
}

fn item_errors(context: &Context<'_>, level: Level, item: usize, is_parameters: bool) -> Option<Diagnostic> {
    let starts = expression_starts(context, level, item);
    // A parameter starts with a name, not with an expression.
    let skipped = usize::from(is_parameters);
    let found = starts.iter().skip(skipped).find_map(|&start| expression(context, start, true));
    found.or_else(|| {
        let named = !matches!(level.kind, LevelKind::Call | LevelKind::Field);
        named.then(|| named_expression(context, item)).flatten()
    })
}

/// `invalid_expression` and `invalid_legacy_expression` at `first`.
pub(super) fn expression(context: &Context<'_>, first: usize, bracketed: bool) -> Option<Diagnostic> {
    if context.kind(first) == Kind::Lambda {
        return lambda_in_field(context, first);
    }
    string_parts(context, first)
        .or_else(|| missing_comma(context, first, bracketed))
        .or_else(|| conditional(context, first))
        .or_else(|| statement_before_if(context, first))
        .or_else(|| legacy_call(context, first))
}

/// `"a" b "c"`.
fn string_parts(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    if context.kind(first) != Kind::String {
        return None;
    }
    let start = first + 1;
    let mut at = start;
    while context.kind(at) != Kind::String {
        at = context.expression(at)?;
    }
    (at > start).then(|| {
        let message = "invalid syntax. Is this intended to be part of the string?";
        context.error(message, context.span(start, at))
    })
}

fn missing_comma(context: &Context<'_>, first: usize, bracketed: bool) -> Option<Diagnostic> {
    let kind = context.kind(first);
    let prefixed_string = kind.is_name() && context.kind(first + 1) == Kind::String;
    let soft_keyword = matches!(kind, Kind::Match | Kind::Case | Kind::Type) || context.text(first) == "_";
    if prefixed_string || soft_keyword {
        return None;
    }
    let end = context.disjunction(first)?;
    if let Some(error) = context.runs_out(Rule::expr, end).filter(|_| starts_expression(context.kind(end))) {
        return Some(error);
    }
    let next = context.expression(end).filter(|_| bracketed && !LEGACY.contains(&context.text(first)))?;
    Some(context.error("invalid syntax. Perhaps you forgot a comma?", context.span(first, next)))
}

/// `a if b` without `else`, or with nothing after it.
fn conditional(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let body = context.disjunction(first)?;
    if context.kind(body) != Kind::If {
        return None;
    }
    let test = context.disjunction(body + 1)?;
    match context.kind(test) {
        Kind::Colon => None,
        Kind::Else => context.expression(test + 1).is_none().then(|| {
            let message = "expected expression after 'else', but statement is given";
            context.error(message, context.span_at(test + 1))
        }),
        _ => Some(context.error("expected 'else' after 'if' expression", context.span(first, test))),
    }
}

/// `pass if x else y`.
fn statement_before_if(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    if !matches!(context.kind(first), Kind::Pass | Kind::Break | Kind::Continue)
        || context.kind(first + 1) != Kind::If
    {
        return None;
    }
    let test = context.disjunction(first + 2)?;
    let message = "expected expression before 'if', but statement is given";
    (context.kind(test) == Kind::Else).then(|| context.error(message, context.span_at(first)))
}

/// `print x`.
fn legacy_call(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let name = context.text(first);
    if !context.kind(first).is_name() || context.kind(first + 1) == Kind::Lpar {
        return None;
    }
    if !LEGACY.contains(&name) {
        return string_parts(context, first + 1);
    }
    let end = context.parse(Rule::star_exprs, first + 1)?;
    let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
    Some(context.error(message, context.span(first, end)))
}

/// A lambda's `:` in a field starts its format specifier.
fn lambda_in_field(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let params = context.parse(Rule::lambda_params, first + 1).unwrap_or(first + 1);
    if context.kind(params) != Kind::Colon
        || !matches!(context.kind(params + 1), Kind::FStringMiddle | Kind::TStringMiddle)
    {
        return None;
    }
    let letter = context.string_letter();
    let message = format!("{letter}-string: lambda expressions are not allowed without parentheses");
    Some(context.error(message, context.span(first, params + 1)))
}

/// `invalid_named_expression` at `first`.
pub(super) fn named_expression(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let end = context.expression(first)?;
    let is_name = context.kind(first).is_name() && end == first + 1;
    if is_name && context.kind(end) == Kind::ColonEqual {
        return None;
    }
    if context.kind(end) == Kind::ColonEqual && context.expression(end + 1).is_some() {
        let (name, span) = context.name_of(Rule::expr, first)?;
        return Some(context.error(format!("cannot use assignment expressions with {name}"), span));
    }
    let target = context.arithmetic(first)?;
    if context.kind(target) != Kind::Equal {
        return None;
    }
    if let Some(error) = context.runs_out(Rule::target, target + 1) {
        return Some(error);
    }
    let value = context.arithmetic(target + 1)?;
    if matches!(context.kind(value), Kind::Equal | Kind::ColonEqual) {
        return None;
    }
    if context.kind(first).is_name() && target == first + 1 {
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        return Some(context.error(message, context.span(first, value)));
    }
    let (name, span) = context.name_of(Rule::target, first)?;
    let excluded = matches!(context.kind(first), Kind::True | Kind::False | Kind::None)
        || starts_display(context, first);
    (!excluded).then(|| {
        context.error(format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?"), span)
    })
}

/// `(**a)`.
fn double_starred(context: &Context<'_>, level: Level) -> Option<Diagnostic> {
    if context.kind(level.start) != Kind::DoubleStar {
        return None;
    }
    let end = context.expression(level.start + 1)?;
    let message = "cannot use double starred expression here";
    (context.kind(end) == Kind::Rpar).then(|| context.error(message, context.span_at(level.start)))
}

/// Whether a list, a tuple or a generator expression starts at `first`.
fn starts_display(context: &Context<'_>, first: usize) -> bool {
    let name = match context.kind(first) {
        Kind::Lsqb => context.name_of(Rule::list, first),
        Kind::Lpar => context.name_of(Rule::paren, first),
        _ => None,
    };
    matches!(name, Some(("list" | "tuple" | "generator expression", _)))
}

/// `[x, y for x in z]`.
fn comprehension_target(context: &Context<'_>, level: Level, item: usize) -> Option<Diagnostic> {
    let is_for = |token| matches!(context.kind(token), Kind::For | Kind::Async);
    if item == level.start || !is_for(context.furthest) {
        return None;
    }
    context.parse(Rule::comp_for, context.furthest)?;
    let message = "did you forget parentheses around the comprehension target?";
    Some(context.error(message, context.span(level.start, context.furthest)))
}

/// Items of a dict or set.
fn brace(context: &Context<'_>, level: Level, item: usize) -> Option<Diagnostic> {
    if let Some(error) = comprehension_target(context, level, item) {
        return Some(error);
    }
    let key_end = context.expression(item)?;
    if context.kind(key_end) != Kind::Colon {
        return is_dict(context, level, item).then(|| {
            let end = context.span_at(key_end - 1).end;
            context.error("':' expected after dictionary key", crate::source::Span::new(end - 1, end))
        });
    }
    match context.kind(key_end + 1) {
        Kind::Rbrace | Kind::Comma => {
            let message = "expression expected after dictionary key and ':'";
            Some(context.error(message, context.span_at(key_end)))
        }
        Kind::Star => {
            context.arithmetic(key_end + 2)?;
            let end = context.furthest.max(key_end + 3);
            let message = "cannot use a starred expression in a dictionary value";
            Some(context.error(message, context.span(key_end + 1, end)))
        }
        _ => None,
    }
}

/// Whether an item before `item` has a key.
fn is_dict(context: &Context<'_>, level: Level, item: usize) -> bool {
    context.shallow(level.start).iter().any(|&token| token < item && context.kind(token) == Kind::Colon)
}

/// Expressions of the statement itself, outside of brackets.
fn statement_level(context: &Context<'_>, level: Level) -> Option<Diagnostic> {
    let mut starts = vec![];
    let keyword = context.kind(level.start);
    let is_header = matches!(keyword, Kind::If | Kind::Elif | Kind::While | Kind::At);
    if matches!(keyword, Kind::Def | Kind::Class | Kind::Import | Kind::From | Kind::Global | Kind::Nonlocal)
    {
        // A name, not an expression, comes next.
    } else if keyword.is_keyword() && !starts_expression(keyword) {
        starts.push(level.start + 1);
    } else {
        starts.push(level.start);
    }
    for token in context.shallow(level.start) {
        let kind = context.kind(token);
        let opens =
            matches!(kind, Kind::Comma | Kind::Equal | Kind::Else | Kind::In | Kind::From | Kind::Colon)
                || kind.text().ends_with('=')
                    && kind.text().len() > 1
                    && !kind.text().starts_with(['=', '!', '<', '>'])
                || matches!(kind, Kind::Yield | Kind::Return | Kind::As);
        if opens {
            starts.push(token + 1);
        }
    }
    starts.dedup();
    let found = starts.iter().find_map(|&start| expression(context, start, false));
    found.or_else(|| is_header.then(|| named_expression(context, level.start + 1)).flatten())
}

/// Whether an expression may start with such a token.
fn starts_expression(kind: Kind) -> bool {
    kind <= Kind::Minus
        || matches!(kind, Kind::Not | Kind::Lambda | Kind::Pass | Kind::Break | Kind::Continue)
}
