//! `from __future__ import ..` (`Python/future.c`).
use crate::ast::{Ast, NodeId, NodeKind};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Span;

/// The future features a source asks for that still change something in 3.14.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FutureFeatures {
    /// PEP 563: annotations are kept as source text.
    pub annotations: bool,
    /// PEP 401: the parser has replaced `!=` by `<>`.
    pub barry_as_flufl: bool,
    /// The last `from __future__` statement of the leading ones.
    pub last: Span,
}

const MANDATORY: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// Reads the leading `from __future__` imports of a module.
///
/// # Errors
/// `SyntaxError` for an unknown feature.
pub fn future_features(ast: &Ast) -> Result<FutureFeatures, Diagnostic> {
    let mut features = FutureFeatures::default();
    let body = match ast.kind(ast.root()) {
        NodeKind::Module { body, .. } | NodeKind::Interactive { body } => ast.list(*body),
        _ => return Ok(features),
    };
    let docstring = usize::from(super::collect::docstring(ast, body).is_some());
    for &stmt in &body[docstring..] {
        let NodeKind::ImportFrom { module: Some(module), names, level: 0 } = ast.kind(stmt) else { break };
        if &**module != "__future__" {
            break;
        }
        for &alias in ast.list(*names) {
            read_feature(ast, alias, &mut features)?;
        }
        features.last = ast.span(stmt);
    }
    Ok(features)
}

fn read_feature(ast: &Ast, alias: NodeId, features: &mut FutureFeatures) -> Result<(), Diagnostic> {
    let NodeKind::Alias { name, .. } = ast.kind(alias) else { return Ok(()) };
    let span = ast.span(alias);
    match &**name {
        "annotations" => features.annotations = true,
        "barry_as_FLUFL" => features.barry_as_flufl = true,
        "braces" => return Err(Diagnostic::new(DiagnosticKind::SyntaxError, "not a chance", span)),
        known if MANDATORY.contains(&known) => {}
        unknown => {
            let message = format!("future feature {unknown} is not defined");
            return Err(Diagnostic::new(DiagnosticKind::SyntaxError, message, span));
        }
    }
    Ok(())
}
