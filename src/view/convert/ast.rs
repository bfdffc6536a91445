//! The AST in pre-order.

use crate::ast::{Ast, FieldRef, NodeId, NodeKind, repr_constant, repr_str};
use crate::view::utf16::Utf16;
use crate::view::{AstNodeView, ScalarView};

/// A node still to be visited, and its place in its parent.
struct Pending {
    id: NodeId,
    parent: Option<u32>,
    field: &'static str,
    index: Option<u32>,
}

pub fn nodes(ast: &Ast, utf16: &Utf16) -> Vec<AstNodeView> {
    let mut views = Vec::with_capacity(ast.nodes().len());
    let mut pending = vec![Pending { id: ast.root(), parent: None, field: "", index: None }];
    while let Some(place) = pending.pop() {
        let view = views.len() as u32;
        views.push(node(ast, utf16, &place));
        let first = pending.len();
        children(ast, place.id, view, &mut pending);
        pending[first..].reverse();
    }
    views
}

fn node(ast: &Ast, utf16: &Utf16, place: &Pending) -> AstNodeView {
    let kind = ast.kind(place.id);
    AstNodeView {
        parent: place.parent,
        field: place.field.to_owned(),
        index: place.index,
        kind: kind.name().to_owned(),
        span: kind.asdl_type().has_attributes().then(|| utf16.span(ast.span(place.id))),
        scalars: scalars(kind),
    }
}

fn children(ast: &Ast, id: NodeId, parent: u32, pending: &mut Vec<Pending>) {
    ast.kind(id).for_each_field(|field, value| {
        let mut child = |id, index| pending.push(Pending { id, parent: Some(parent), field, index });
        match value {
            FieldRef::Node(id) | FieldRef::OptNode(Some(id)) => child(id, None),
            FieldRef::List(list) => {
                ast.list(list).iter().zip(0..).for_each(|(&id, index)| child(id, Some(index)));
            }
            FieldRef::OptList(list) => {
                let items = ast.opt_list(list).iter().zip(0..);
                items.for_each(|(id, index)| id.iter().for_each(|&id| child(id, Some(index))));
            }
            _ => {}
        }
    });
}

fn scalars(kind: &NodeKind) -> Vec<ScalarView> {
    let mut scalars = Vec::new();
    kind.for_each_field(|name, value| {
        if let Some(value) = scalar(value) {
            scalars.push(ScalarView { name: name.to_owned(), value });
        }
    });
    scalars
}

/// A field's value as `ast.dump` prints it; nothing for child nodes and what is left out there.
fn scalar(value: FieldRef<'_>) -> Option<String> {
    match value {
        FieldRef::Ident(name) | FieldRef::OptIdent(Some(name)) => Some(repr_str(name)),
        FieldRef::Idents(names) => Some(list(names.iter().map(|name| repr_str(name)))),
        FieldRef::Constant(value) => Some(repr_constant(value)),
        FieldRef::Int(value) => Some(value.to_string()),
        FieldRef::Singleton(name) => Some(format!("{name}()")),
        FieldRef::CmpOps(ops) => Some(list(ops.iter().map(|op| format!("{}()", op.name())))),
        FieldRef::OptIdent(None)
        | FieldRef::Node(_)
        | FieldRef::OptNode(_)
        | FieldRef::List(_)
        | FieldRef::OptList(_) => None,
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
