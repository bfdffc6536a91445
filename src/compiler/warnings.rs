//! `SyntaxWarning`s of the compiler: leaving a `finally` block (PEP 765, `Python/ast_preprocess.c`), and what can only be
//! a mistake (`Python/codegen.c`).
use crate::ast::{Ast, CmpOp, ExprContext, NodeId, NodeKind};
use crate::bytecode::Constant;
use crate::diagnostic::{Diagnostic, DiagnosticKind};

fn warning(ast: &Ast, message: impl Into<String>, node: NodeId) -> Diagnostic {
    Diagnostic::new(DiagnosticKind::SyntaxWarning, message, ast.span(node))
}

/// What is around a statement.
#[derive(Clone, Copy, Default)]
struct Around {
    finally: bool,
    /// A function inside the `finally` block.
    function: bool,
    /// A loop inside the `finally` block.
    in_loop: bool,
}

/// `return`, `break` and `continue` that leave a `finally` block.
pub fn control_flow_in_finally(ast: &Ast) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut work = vec![(ast.root(), Around::default())];
    while let Some((node, around)) = work.pop() {
        let mut push = |list, around| work.extend(ast.list(list).iter().rev().map(|&child| (child, around)));
        let in_loop = Around { in_loop: true, ..around };
        let leaves = around.finally && !around.function;
        match ast.kind(node) {
            NodeKind::Return { .. } if leaves => {
                found.push(warning(ast, "'return' in a 'finally' block", node))
            }
            NodeKind::Break {} if leaves && !around.in_loop => {
                found.push(warning(ast, "'break' in a 'finally' block", node));
            }
            NodeKind::Continue {} if leaves && !around.in_loop => {
                found.push(warning(ast, "'continue' in a 'finally' block", node));
            }
            NodeKind::FunctionDef { body, .. } | NodeKind::AsyncFunctionDef { body, .. } => {
                push(*body, Around { function: true, ..around });
            }
            NodeKind::For { body, orelse, .. }
            | NodeKind::AsyncFor { body, orelse, .. }
            | NodeKind::While { body, orelse, .. } => {
                push(*orelse, around);
                push(*body, in_loop);
            }
            NodeKind::If { body, orelse, .. } => {
                push(*orelse, around);
                push(*body, around);
            }
            NodeKind::Try { body, handlers, orelse, finalbody }
            | NodeKind::TryStar { body, handlers, orelse, finalbody } => {
                push(*finalbody, Around { finally: true, function: false, in_loop: false });
                push(*orelse, around);
                push(*handlers, around);
                push(*body, around);
            }
            NodeKind::Match { cases, .. } => push(*cases, around),
            NodeKind::Module { body, .. }
            | NodeKind::Interactive { body }
            | NodeKind::ClassDef { body, .. }
            | NodeKind::With { body, .. }
            | NodeKind::AsyncWith { body, .. }
            | NodeKind::ExceptHandler { body, .. }
            | NodeKind::MatchCase { body, .. } => push(*body, around),
            _ => {}
        }
    }
    found
}

/// Comparisons, calls, subscripts and assertions that cannot be meant, in the order of code generation.
pub fn mistakes(ast: &Ast) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut work = vec![ast.root()];
    // Annotations of variables are compiled after everything else in their scope.
    let mut deferred = Vec::new();
    loop {
        let Some(node) = work.pop() else {
            if deferred.is_empty() {
                return found;
            }
            work.extend(deferred.drain(..).rev());
            continue;
        };
        found.extend(mistake(ast, node).map(|(message, at)| warning(ast, message, at)));
        let mut children = in_code_order(ast, node);
        if let NodeKind::AnnAssign { annotation, .. } = ast.kind(node) {
            deferred.push(*annotation);
            children.retain(|child| child != annotation);
        }
        work.extend(children.iter().rev());
    }
}

/// A node's children in the order in which their code is generated, where that is not ASDL's order.
fn in_code_order(ast: &Ast, node: NodeId) -> Vec<NodeId> {
    let list = |list| ast.list(list).to_vec();
    match ast.kind(node) {
        NodeKind::Assign { targets, value, .. } => [vec![*value], list(*targets)].concat(),
        NodeKind::AnnAssign { target, value, .. } => value.iter().copied().chain([*target]).collect(),
        NodeKind::NamedExpr { target, value } => vec![*value, *target],
        NodeKind::For { target, iter, body, orelse, .. }
        | NodeKind::AsyncFor { target, iter, body, orelse, .. } => {
            [vec![*iter, *target], list(*body), list(*orelse)].concat()
        }
        NodeKind::Try { body, handlers, orelse, finalbody } => {
            [list(*body), list(*orelse), list(*handlers), list(*finalbody)].concat()
        }
        NodeKind::ListComp { elt, generators }
        | NodeKind::SetComp { elt, generators }
        | NodeKind::GeneratorExp { elt, generators } => [list(*generators), vec![*elt]].concat(),
        NodeKind::DictComp { key, value, generators } => [list(*generators), vec![*key, *value]].concat(),
        NodeKind::Comprehension { target, iter, ifs, .. } => [vec![*iter, *target], list(*ifs)].concat(),
        NodeKind::ClassDef { bases, keywords, body, decorator_list, type_params, .. } => {
            [list(*decorator_list), list(*type_params), list(*body), list(*bases), list(*keywords)].concat()
        }
        NodeKind::FunctionDef { args, body, decorator_list, returns, type_params, .. }
        | NodeKind::AsyncFunctionDef { args, body, decorator_list, returns, type_params, .. } => {
            let returns = returns.iter().copied().collect();
            [
                list(*decorator_list),
                defaults(ast, *args),
                list(*type_params),
                parameters(ast, *args),
                returns,
                list(*body),
            ]
            .concat()
        }
        NodeKind::Lambda { args, body } => {
            [defaults(ast, *args), parameters(ast, *args), vec![*body]].concat()
        }
        _ => ast.children(node),
    }
}

fn defaults(ast: &Ast, arguments: NodeId) -> Vec<NodeId> {
    let NodeKind::Arguments { kw_defaults, defaults, .. } = ast.kind(arguments) else { return Vec::new() };
    ast.list(*defaults).iter().chain(ast.opt_list(*kw_defaults).iter().flatten()).copied().collect()
}

/// The parameters themselves, which may have annotations.
fn parameters(ast: &Ast, arguments: NodeId) -> Vec<NodeId> {
    let mut parts = ast.children(arguments);
    parts.retain(|&part| matches!(ast.kind(part), NodeKind::Arg { .. }));
    parts
}

fn mistake(ast: &Ast, node: NodeId) -> Option<(String, NodeId)> {
    let missed_comma = |what: String| Some((format!("{what}; perhaps you missed a comma?"), node));
    match ast.kind(node) {
        NodeKind::Compare { left, ops, comparators } => {
            compared(ast, *left, ops, ast.list(*comparators)).map(|message| (message, node))
        }
        NodeKind::Call { func, .. } if is_no_function(ast, *func) => {
            missed_comma(format!("'{}' object is not callable", type_name(ast, *func)?))
        }
        NodeKind::Subscript { value, slice, ctx: ExprContext::Load } => {
            if is_no_container(ast, *value) {
                return missed_comma(format!("'{}' object is not subscriptable", type_name(ast, *value)?));
            }
            let (container, index) = (sequence_name(ast, *value)?, wrong_index(ast, *slice)?);
            missed_comma(format!("{container} indices must be integers or slices, not {index}"))
        }
        NodeKind::Assert { test, .. } => {
            let always_true = match ast.kind(*test) {
                NodeKind::Tuple { elts, .. } => !elts.is_empty(),
                _ => false,
            };
            always_true.then(|| ("assertion is always true, perhaps remove parentheses?".to_owned(), node))
        }
        _ => None,
    }
}

/// `x is 1`: the first `is` beside a constant that is no singleton.
fn compared(ast: &Ast, left: NodeId, ops: &[CmpOp], comparators: &[NodeId]) -> Option<String> {
    let mut before = left;
    for (op, &after) in ops.iter().zip(comparators) {
        if matches!(op, CmpOp::Is | CmpOp::IsNot)
            && let Some(literal) = literal_name(ast, before).or_else(|| literal_name(ast, after))
        {
            let (is, equal) = if matches!(op, CmpOp::Is) { ("is", "==") } else { ("is not", "!=") };
            return Some(format!("\"{is}\" with '{literal}' literal. Did you mean \"{equal}\"?"));
        }
        before = after;
    }
    None
}

/// The type of a literal whose identity means nothing; tuples of constants are constants.
fn literal_name(ast: &Ast, node: NodeId) -> Option<&'static str> {
    match ast.kind(node) {
        NodeKind::Constant { value, .. } => match value {
            Constant::None | Constant::Bool(_) | Constant::Ellipsis => None,
            value => Some(constant_type(value)),
        },
        NodeKind::Tuple { elts, .. } => {
            let is_constant = |&part: &NodeId| matches!(ast.kind(part), NodeKind::Constant { .. });
            ast.list(*elts).iter().all(is_constant).then_some("tuple")
        }
        _ => None,
    }
}

fn is_no_function(ast: &Ast, node: NodeId) -> bool {
    matches!(
        ast.kind(node),
        NodeKind::Constant { .. }
            | NodeKind::Tuple { .. }
            | NodeKind::List { .. }
            | NodeKind::ListComp { .. }
            | NodeKind::Dict { .. }
            | NodeKind::DictComp { .. }
            | NodeKind::Set { .. }
            | NodeKind::SetComp { .. }
            | NodeKind::GeneratorExp { .. }
            | NodeKind::JoinedStr { .. }
            | NodeKind::TemplateStr { .. }
            | NodeKind::FormattedValue { .. }
            | NodeKind::Interpolation { .. }
    )
}

fn is_no_container(ast: &Ast, node: NodeId) -> bool {
    match ast.kind(node) {
        NodeKind::Constant { value, .. } => !matches!(value, Constant::Str(_) | Constant::Bytes(_)),
        NodeKind::Set { .. }
        | NodeKind::SetComp { .. }
        | NodeKind::GeneratorExp { .. }
        | NodeKind::TemplateStr { .. }
        | NodeKind::Interpolation { .. }
        | NodeKind::Lambda { .. } => true,
        _ => false,
    }
}

/// The type of a container that only integers and slices index.
fn sequence_name(ast: &Ast, node: NodeId) -> Option<&'static str> {
    match ast.kind(node) {
        NodeKind::Tuple { .. }
        | NodeKind::List { .. }
        | NodeKind::ListComp { .. }
        | NodeKind::JoinedStr { .. }
        | NodeKind::FormattedValue { .. }
        | NodeKind::Constant { .. } => type_name(ast, node),
        _ => None,
    }
}

/// The type of an index that is no integer.
fn wrong_index(ast: &Ast, node: NodeId) -> Option<&'static str> {
    match ast.kind(node) {
        NodeKind::Constant { value: Constant::Int(_) | Constant::Bool(_), .. } => None,
        _ => type_name(ast, node),
    }
}

/// The type that an expression evaluates to whatever happens (`infer_type`).
fn type_name(ast: &Ast, node: NodeId) -> Option<&'static str> {
    Some(match ast.kind(node) {
        NodeKind::Tuple { .. } => "tuple",
        NodeKind::List { .. } | NodeKind::ListComp { .. } => "list",
        NodeKind::Dict { .. } | NodeKind::DictComp { .. } => "dict",
        NodeKind::Set { .. } | NodeKind::SetComp { .. } => "set",
        NodeKind::GeneratorExp { .. } => "generator",
        NodeKind::Lambda { .. } => "function",
        NodeKind::JoinedStr { .. } | NodeKind::FormattedValue { .. } => "str",
        NodeKind::TemplateStr { .. } => "string.templatelib.Template",
        NodeKind::Interpolation { .. } => "string.templatelib.Interpolation",
        NodeKind::Constant { value, .. } => constant_type(value),
        _ => return None,
    })
}

fn constant_type(value: &Constant) -> &'static str {
    match value {
        Constant::None => "NoneType",
        Constant::Bool(_) => "bool",
        Constant::Ellipsis => "ellipsis",
        Constant::Int(_) => "int",
        Constant::Float(_) => "float",
        Constant::Complex { .. } => "complex",
        Constant::Bytes(_) => "bytes",
        Constant::Tuple(_) => "tuple",
        _ => "str",
    }
}
