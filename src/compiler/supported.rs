//! What compiles, but the machine cannot run yet.
use crate::ast::{Ast, Node, NodeKind};
use crate::bytecode::Constant;
use crate::diagnostic::Diagnostic;

/// Refuses a program with a construct that the machine does not run, before it runs a part of it.
///
/// # Errors
/// Unsupported, naming the first such construct of the source.
pub fn check_runnable(ast: &Ast) -> Result<(), Diagnostic> {
    let found = ast.nodes().iter().filter_map(|node| Some((unsupported(node)?, node.span)));
    match found.min_by_key(|(_, span)| span.start) {
        Some((what, span)) => Err(Diagnostic::unsupported(what, span)),
        None => Ok(()),
    }
}

fn unsupported(node: &Node) -> Option<&'static str> {
    let generic = |params: &crate::ast::NodeList| (!params.is_empty()).then_some("type parameters");
    match &node.kind {
        NodeKind::AsyncFunctionDef { .. } => Some("async functions"),
        NodeKind::AsyncFor { .. } => Some("async for"),
        NodeKind::AsyncWith { .. } => Some("async with"),
        NodeKind::Await { .. } => Some("await"),
        NodeKind::Comprehension { is_async, .. } if *is_async != 0 => Some("async comprehensions"),
        NodeKind::Match { .. } => Some("match statements"),
        NodeKind::TryStar { .. } => Some("except*"),
        NodeKind::TemplateStr { .. } => Some("t-strings"),
        NodeKind::Constant { value: Constant::Complex { .. }, .. } => Some("complex numbers"),
        NodeKind::Constant { value: Constant::Surrogates(_), .. } => Some("lone surrogates in strings"),
        NodeKind::TypeAlias { .. } => Some("type aliases"),
        NodeKind::FunctionDef { type_params, .. } | NodeKind::ClassDef { type_params, .. } => {
            generic(type_params)
        }
        _ => None,
    }
}
