//! The AST in pre-order, a node in detail, and the whole tree as text.

use crate::ast::{
    Ast, DumpOptions, FieldRef, NodeId, NodeKind, dump_within, repr_constant, repr_str, unparse,
};
use crate::stages::Stages;
use crate::view::utf16::Utf16;
use crate::view::{AstNodeView, NodeDetailView, ScalarView};

/// The longest dump that is made, in bytes: the indentation of a deep tree grows with the square of its depth.
const LONGEST_DUMP: usize = 8 << 20;

/// A node and its place in its parent.
struct Placed {
    id: NodeId,
    parent: Option<u32>,
    field: &'static str,
    index: Option<u32>,
}

pub fn nodes(ast: &Ast, utf16: &Utf16) -> Vec<AstNodeView> {
    in_order(ast).iter().map(|place| node(ast, utf16, place)).collect()
}

/// What the page shows of the node with this index in [`CompileView::ast`](crate::view::CompileView::ast).
pub fn node_detail(stages: &Stages, index: u32) -> Option<NodeDetailView> {
    let ast = stages.ast.as_ref()?;
    let id = in_order(ast).get(index as usize)?.id;
    let kind = ast.kind(id);
    let attributes = if kind.asdl_type().has_attributes() {
        let [start, end] = [ast.span(id).start, ast.span(id).end].map(|at| stages.source.byte_position(at));
        vec![start.line, start.column, end.line, end.column]
    } else {
        Vec::new()
    };
    Some(NodeDetailView {
        signature: kind.signature(),
        base: kind.asdl_type().name().to_owned(),
        attributes,
        unparsed: unparse(ast, id).unwrap_or_else(|| "# longer than 16 MiB".to_owned()),
    })
}

/// `ast.dump(tree, indent=2)`, with `include_attributes` if asked; `None` without a tree and for a text of more than
/// 8 MiB.
pub fn tree_text(stages: &Stages, attributes: bool) -> Option<String> {
    let options = DumpOptions { attributes, indent: Some(2) };
    dump_within(stages.ast.as_ref()?, &stages.source, options, LONGEST_DUMP)
}

fn in_order(ast: &Ast) -> Vec<Placed> {
    let mut places = Vec::with_capacity(ast.nodes().len());
    let mut pending = vec![Placed { id: ast.root(), parent: None, field: "", index: None }];
    while let Some(place) = pending.pop() {
        let index = places.len() as u32;
        let first = pending.len();
        children(ast, place.id, index, &mut pending);
        pending[first..].reverse();
        places.push(place);
    }
    places
}

fn node(ast: &Ast, utf16: &Utf16, place: &Placed) -> AstNodeView {
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

fn children(ast: &Ast, id: NodeId, parent: u32, pending: &mut Vec<Placed>) {
    ast.kind(id).for_each_field(&mut |field, value| {
        let mut child = |id, index| pending.push(Placed { id, parent: Some(parent), field, index });
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
    kind.for_each_field(&mut |name, value| {
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
