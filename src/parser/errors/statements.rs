//! Simple statements and headers that are almost right: assignments, imports, `raise`, `except ... as`, parameters.
use super::context::{Context, Level, LevelKind};
use super::expressions::named_expression;
use crate::diagnostic::Diagnostic;
use crate::lexer::Kind;
use crate::source::Span;
use ouroscope_grammar::python::Rule;

/// What is wrong with the statement that fails.
pub(super) fn explain(context: &Context<'_>) -> Option<Diagnostic> {
    let first = context.statement;
    parameters(context)
        .or_else(|| type_parameters(context))
        .or_else(|| match context.kind(first) {
            Kind::Import | Kind::From => import(context, first),
            Kind::Except => except(context, first),
            Kind::With => with_target(context),
            Kind::Case => case_target(context, first),
            Kind::Del => context.target_error(Rule::star_exprs, first + 1, true),
            Kind::For => None,
            _ => assignment(context, first),
        })
        .or_else(|| comprehension_in(context))
        .or_else(|| not_after_operator(context))
}

/// `invalid_assignment`.
fn assignment(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let header =
        context.shallow(first).iter().rev().find(|&&token| context.kind(token) == Kind::Colon).copied();
    let after_header = header.filter(|_| context.kind(first).is_keyword()).map(|token| token + 1);
    let first = after_header.unwrap_or(first);
    let end = context.parse(Rule::star_exprs, first).or_else(|| context.parse(Rule::yield_expr, first))?;
    match context.kind(end) {
        Kind::Colon => annotation(context, first, end),
        Kind::Equal => chain(context, first),
        kind if kind >= Kind::PlusEqual && kind <= Kind::AtEqual => {
            context.parse(Rule::star_exprs, end + 1)?;
            let (name, span) = context.name_of(Rule::star_exprs, first)?;
            (!matches!(name, "name" | "attribute" | "subscript")).then(|| {
                context.error(format!("'{name}' is an illegal expression for augmented assignment"), span)
            })
        }
        _ => items(context, first),
    }
}

/// `a, b c = d`: CPython tries the items of a tuple that is annotated, each as a named expression.
fn items(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    if context.kind(first).is_keyword() && context.kind(first) != Kind::Await || context.levels.len() > 1 {
        return None;
    }
    let mut item = first;
    loop {
        if let Some(error) = named_expression(context, item) {
            return Some(error);
        }
        let end = [Rule::starred, Rule::walrus, Rule::expr]
            .into_iter()
            .find_map(|rule| context.parse(rule, item))?;
        // Only the first item needs a comma after it.
        let comma = context.kind(end) == Kind::Comma;
        if item == first && !comma {
            return None;
        }
        item = end + usize::from(comma);
    }
}

fn annotation(context: &Context<'_>, first: usize, colon: usize) -> Option<Diagnostic> {
    context.expression(colon + 1)?;
    let (name, span) = context.name_of(Rule::star_exprs, first)?;
    match name {
        "name" | "attribute" | "subscript" => None,
        "list" | "tuple" => {
            Some(context.error(format!("only single target (not {name}) can be annotated"), span))
        }
        _ => Some(context.error("illegal target for annotation", span)),
    }
}

/// `a = b = c`: the first side that is no target.
pub(super) fn chain(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let invalid = invalid_side(context, first);
    let stops_at_equal = context.levels.len() == 1 && context.kind(context.furthest) == Kind::Equal;
    if invalid.is_none() && !stops_at_equal {
        return None;
    }
    items(context, first).or(invalid)
}

fn invalid_side(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let mut side = first;
    loop {
        if let Some(end) = context.parse(Rule::yield_expr, side) {
            let message = "assignment to yield expression not possible";
            return (context.kind(end) == Kind::Equal)
                .then(|| context.error(message, context.span(side, end)));
        }
        let end = context.parse(Rule::star_exprs, side)?;
        if context.kind(end) != Kind::Equal {
            return None;
        }
        if let Some(error) = context.target_error(Rule::star_exprs, side, false) {
            return Some(error);
        }
        side = end + 1;
    }
}

/// Whether the `:` at `colon` follows an expression statement that is no target.
pub(super) fn is_no_annotation(context: &Context<'_>, colon: usize) -> bool {
    let first = context.statement;
    if context.levels.len() > 1 || context.parse(Rule::star_exprs, first) != Some(colon) {
        return false;
    }
    let name = context.name_of(Rule::star_exprs, first).map(|(name, _)| name);
    !matches!(name, Some("name" | "attribute" | "subscript"))
}

fn import(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let at = context.furthest;
    let before = context.kind(at.saturating_sub(1));
    let at_line_end = context.kind(at) == Kind::Newline;
    let newline = Span::new(context.span_at(at).start, context.span_at(at).start);
    if before == Kind::Import && at_line_end {
        return Some(context.error("Expected one or more names after 'import'", newline));
    }
    if context.kind(first) == Kind::Import && context.kind(at) == Kind::From && before.is_name() {
        let end = at + 1;
        let message = "Did you mean to use 'from ... import ...' instead?";
        return context.kind(end).is_name().then(|| context.error(message, context.span(first, end + 1)));
    }
    if before == Kind::Comma && at_line_end && context.kind(first) == Kind::From {
        let message = "trailing comma not allowed without surrounding parentheses";
        return Some(context.error(message, context.span_at(at)));
    }
    import_target(context)
}

/// `import a as b.c`.
fn import_target(context: &Context<'_>) -> Option<Diagnostic> {
    let target = last_as(context)? + 1;
    let ends = matches!(context.kind(target + 1), Kind::Comma | Kind::Rpar | Kind::Semi | Kind::Newline);
    if context.kind(target).is_name() && ends {
        return None;
    }
    let (name, span) = context.name_of(Rule::expr, target)?;
    Some(context.error(format!("cannot use {name} as import target"), span))
}

/// `as` followed by more than a name.
fn not_a_name(context: &Context<'_>, what: &str, verb: &str, rule: Rule) -> Option<Diagnostic> {
    let as_token =
        context.shallow(context.statement).into_iter().rev().find(|&token| context.kind(token) == Kind::As);
    let as_token = as_token.or_else(|| last_as(context))?;
    let (name, span) = context.name_of(rule, as_token + 1)?;
    (name != "name").then(|| context.error(format!("{verb} {name} as {what}"), span))
}

fn last_as(context: &Context<'_>) -> Option<usize> {
    let level = context.levels.last()?;
    context.shallow(level.start).into_iter().rev().find(|&token| context.kind(token) == Kind::As)
}

fn except(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let star = usize::from(context.kind(first + 1) == Kind::Star);
    let at = context.furthest;
    if star == 1 && at == first + 2 && matches!(context.kind(at), Kind::Colon | Kind::Newline) {
        return Some(context.error("expected one or more exception types", context.span_at(at)));
    }
    let types = first + 1 + star;
    let end = context.expression(types)?;
    if context.kind(end) == Kind::Comma && context.kind(at) == Kind::As {
        let message = "multiple exception types must be parenthesized when using 'as'";
        let name = at + 1;
        let whole = context.kind(name).is_name() && context.kind(name + 1) == Kind::Colon;
        return whole.then(|| context.error(message, context.span(types, name + 1)));
    }
    if context.kind(end) != Kind::As {
        return None;
    }
    let (name, span) = context.name_of(Rule::expr, end + 1)?;
    let statement = if star == 1 { "except* statement" } else { "except statement" };
    (name != "name").then(|| context.error(format!("cannot use {statement} with {name}"), span))
}

/// `with x as 1`.
fn with_target(context: &Context<'_>) -> Option<Diagnostic> {
    let shallow = context.shallow(context.statement);
    let at = shallow
        .iter()
        .rev()
        .find(|&&token| context.kind(token) == Kind::As)
        .copied()
        .or_else(|| last_as(context));
    if let Some(at) = at
        && let Some(error) = context.target_error(Rule::expr, at + 1, false)
    {
        return Some(error);
    }
    let comma = context.furthest.checked_sub(1)?;
    (context.kind(comma) == Kind::Comma && context.kind(context.furthest) == Kind::Colon)
        .then(|| context.error("the last 'with' item has a trailing comma", context.span_at(comma)))
}

fn case_target(context: &Context<'_>, first: usize) -> Option<Diagnostic> {
    let error = not_a_name(context, "pattern target", "cannot use", Rule::expr);
    error.filter(|error| !error.message.contains("expression")).or_else(|| assignment(context, first))
}

/// `def f(a, (b, c))` and defaults without a value.
fn parameters(context: &Context<'_>) -> Option<Diagnostic> {
    let at = context.furthest;
    let level = context.levels.iter().rev().find(|level| level.kind != LevelKind::Field)?;
    let in_def = context.levels.len() == 2 && is_parameters(context, 1);
    let lambda =
        context.shallow(level.start).into_iter().rev().find(|&token| context.kind(token) == Kind::Lambda);
    let in_lambda = lambda.is_some_and(|lambda| {
        !context.shallow(lambda).iter().any(|&token| context.kind(token) == Kind::Colon)
    });
    if !in_def && !in_lambda {
        return None;
    }
    let before = context.kind(at - 1);
    if before == Kind::Equal && matches!(context.kind(at), Kind::Rpar | Kind::Comma | Kind::Colon) {
        return (context.kind(at) != Kind::Colon)
            .then(|| context.error("expected default value expression", context.span_at(at - 1)));
    }
    if context.kind(at) == Kind::Lpar && matches!(before, Kind::Comma | Kind::Lpar | Kind::Lambda) {
        return parenthesized(context, at, in_lambda);
    }
    if context.kind(at) == Kind::Equal && context.kind(at - 1).is_name() {
        let what = match context.kind(at - 2) {
            Kind::Star => "var-positional",
            Kind::DoubleStar => "var-keyword",
            _ => return None,
        };
        return Some(
            context.error(format!("{what} argument cannot have default value"), context.span_at(at)),
        );
    }
    if before == Kind::Slash && context.kind(at) == Kind::Star {
        return Some(context.error("expected comma between / and *", context.span_at(at)));
    }
    None
}

/// Whether the bracket of level `index` holds the parameters of a `def`.
pub(super) fn is_parameters(context: &Context<'_>, index: usize) -> bool {
    let first = context.statement;
    let keyword = first + usize::from(context.kind(first) == Kind::Async);
    let opener = |level: &Level| context.kind(level.start - 1) == Kind::Lpar;
    index == 1
        && context.kind(keyword) == Kind::Def
        && context.levels.get(index).is_some_and(opener)
        && !context.shallow(keyword).iter().any(|&token| context.kind(token) == Kind::RArrow)
}

fn parenthesized(context: &Context<'_>, open: usize, in_lambda: bool) -> Option<Diagnostic> {
    let mut token = open + 1;
    loop {
        if !context.kind(token).is_name() {
            return None;
        }
        token += 1;
        if context.kind(token) == Kind::Comma {
            token += 1;
        }
        if context.kind(token) == Kind::Rpar {
            break;
        }
    }
    let what = if in_lambda { "Lambda expression parameters" } else { "Function parameters" };
    Some(context.error(format!("{what} cannot be parenthesized"), context.span(open, token + 1)))
}

/// `class C[*T: int]` and `class C[]`.
fn type_parameters(context: &Context<'_>) -> Option<Diagnostic> {
    let first = context.statement;
    let keyword = first + usize::from(context.kind(first) == Kind::Async);
    let names_parameters = context.levels.len() == 2 && context.levels[1].start == keyword + 3;
    if !matches!(context.kind(keyword), Kind::Def | Kind::Class | Kind::Type) || !names_parameters {
        return None;
    }
    let at = context.furthest;
    if context.kind(at) == Kind::Rsqb && context.levels[1].start == at {
        return Some(context.error("Type parameter list cannot be empty", context.span_at(at)));
    }
    let what = match context.kind(at.checked_sub(2)?) {
        Kind::Star => "TypeVarTuple",
        Kind::DoubleStar => "ParamSpec",
        _ => return None,
    };
    if context.kind(at) != Kind::Colon {
        return None;
    }
    let end = context.expression(at + 1)?;
    let (name, _) = context.name_of(Rule::expr, at + 1)?;
    let how = if name == "tuple" { "constraints" } else { "bound" };
    Some(context.error(format!("cannot use {how} with {what}"), context.span(at, end)))
}

/// `[x for x y]`.
fn comprehension_in(context: &Context<'_>) -> Option<Diagnostic> {
    let level = context.levels.last().filter(|_| context.levels.len() > 1)?;
    let for_token =
        context.shallow(level.start).into_iter().rev().find(|&token| context.kind(token) == Kind::For)?;
    let end = context.parse(Rule::targets, for_token + 1)?;
    (end == context.furthest && context.kind(end) != Kind::In)
        .then(|| context.error("'in' expected after for-loop variables", context.span_at(end)))
}

/// `1 + not x`.
fn not_after_operator(context: &Context<'_>) -> Option<Diagnostic> {
    let at = context.furthest;
    let before = context.kind(at.checked_sub(1)?);
    let operator = before >= Kind::Tilde && before <= Kind::At && before != Kind::DoubleStar;
    if context.kind(at) != Kind::Not || !operator {
        return None;
    }
    let end = context.disjunction(at + 1)?;
    let message = "'not' after an operator must be parenthesized";
    Some(context.error(message, context.span(at, end)))
}
