//! Walking the children of a node.
use super::{Ast, FieldRef, NodeId};

/// Children of one node.
pub type Children = Vec<NodeId>;

impl Ast {
    /// The child nodes of `id` in field order (ASDL's order, which is mostly but not always source order).
    pub fn children(&self, id: NodeId) -> Children {
        let mut children = Vec::new();
        self.kind(id).for_each_field(&mut |_, field| match field {
            FieldRef::Node(child) => children.push(child),
            FieldRef::OptNode(child) => children.extend(child),
            FieldRef::List(list) => children.extend_from_slice(self.list(list)),
            FieldRef::OptList(list) => children.extend(self.opt_list(list).iter().flatten()),
            _ => {}
        });
        children
    }
}
