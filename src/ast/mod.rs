//! The abstract syntax tree: an arena of nodes whose kinds and fields are those of CPython 3.14's `Parser/Python.asdl`.
//!
//! Nodes refer to each other by [`NodeId`]; child lists are slices of one pool. Nothing here is recursive, so a tree ten
//! thousand levels deep is built, walked and dropped without using the stack.
//!
//! ```text
//! match ast.kind(id) {
//!     NodeKind::BinOp { left, op, right } => ..,
//!     NodeKind::If { test, body, orelse } => for &stmt in ast.list(*body) { .. },
//! }
//! ```
mod dump;
mod nodes;
mod repr;
mod unparse;
mod visit;

pub use dump::{DumpOptions, dump, dump_within};
pub use nodes::{AsdlType, BoolOp, CmpOp, ExprContext, FieldRef, NodeKind, Operator, UnaryOp};
pub use repr::{repr_bytes, repr_constant, repr_float, repr_str, repr_utf8, shortest_float};
pub use unparse::{unparse, unparse_annotation};
pub use visit::Children;

use crate::source::Span;
use std::num::NonZeroU32;

/// The index of a node in its [`Ast`]; `Option<NodeId>` is as small as a `NodeId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    fn from_index(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.expect("a source has less than 4 GiB, so fewer nodes than that"))
    }

    /// Position in [`Ast::nodes`], from 0.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A list of child nodes; read it with [`Ast::list`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NodeList {
    start: u32,
    len: u32,
}

impl NodeList {
    pub fn len(self) -> usize {
        self.len as usize
    }

    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The list without its first node; an empty list stays as it is.
    pub fn without_first(self) -> Self {
        let dropped = self.len.min(1);
        Self { start: self.start + dropped, len: self.len - dropped }
    }
}

/// A list of optional child nodes (ASDL's `expr?*`: `Dict.keys`, `arguments.kw_defaults`); read it with [`Ast::opt_list`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct OptNodeList {
    start: u32,
    len: u32,
}

impl OptNodeList {
    pub fn len(self) -> usize {
        self.len as usize
    }

    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

/// One parsed source. The root is a `Module`, `Interactive` or `Expression`.
#[derive(Clone, Debug, Default)]
pub struct Ast {
    nodes: Vec<Node>,
    lists: Vec<NodeId>,
    opt_lists: Vec<Option<NodeId>>,
    root: Option<NodeId>,
}

impl Ast {
    /// The `mod` node.
    ///
    /// # Panics
    /// On an `Ast` that [`crate::parser::parse`] did not make.
    pub fn root(&self) -> NodeId {
        self.root.expect("parse sets the root")
    }

    pub fn kind(&self, id: NodeId) -> &NodeKind {
        &self.nodes[id.index()].kind
    }

    /// Byte range of the node in the source (CPython's `lineno`, `col_offset`, `end_lineno`, `end_col_offset`).
    pub fn span(&self, id: NodeId) -> Span {
        self.nodes[id.index()].span
    }

    pub fn list(&self, list: NodeList) -> &[NodeId] {
        &self.lists[list.start as usize..][..list.len()]
    }

    pub fn opt_list(&self, list: OptNodeList) -> &[Option<NodeId>] {
        &self.opt_lists[list.start as usize..][..list.len()]
    }

    /// Every node, in creation order (children before parents). A node that error recovery or rewriting left behind may
    /// be unreachable from the root.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The ids of [`Ast::nodes`], in the same order.
    pub fn node_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::from_index)
    }

    pub fn add(&mut self, kind: NodeKind, span: Span) -> NodeId {
        let id = NodeId::from_index(self.nodes.len());
        self.nodes.push(Node { kind, span });
        id
    }

    pub fn add_list(&mut self, items: impl IntoIterator<Item = NodeId>) -> NodeList {
        let start = self.lists.len();
        self.lists.extend(items);
        NodeList { start: start as u32, len: (self.lists.len() - start) as u32 }
    }

    pub fn add_opt_list(&mut self, items: impl IntoIterator<Item = Option<NodeId>>) -> OptNodeList {
        let start = self.opt_lists.len();
        self.opt_lists.extend(items);
        OptNodeList { start: start as u32, len: (self.opt_lists.len() - start) as u32 }
    }

    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.index()]
    }

    pub fn set_root(&mut self, id: NodeId) {
        self.root = Some(id);
    }
}
