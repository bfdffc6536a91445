//! `ast.dump` of Python 3.14 (`Lib/ast.py`): one line, empty lists and absent optional fields left out.
use super::{Ast, FieldRef, NodeId, NodeList, repr_constant, repr_str};
use crate::source::Source;
use std::fmt::Write as _;

#[derive(Clone, Copy, Debug)]
pub struct DumpOptions {
    /// Print `lineno`, `col_offset`, `end_lineno` and `end_col_offset`.
    pub attributes: bool,
}

/// The text of `ast.dump(tree, include_attributes=options.attributes)`. Uses a work list: depth is no matter.
pub fn dump(ast: &Ast, source: &Source, options: DumpOptions) -> String {
    let mut dumper = Dumper { ast, source, options, out: String::new(), work: vec![Work::Node(ast.root())] };
    while let Some(work) = dumper.work.pop() {
        match work {
            Work::Node(id) => dumper.node(id),
            Work::Text(text) => dumper.out.push_str(&text),
            Work::Static(text) => dumper.out.push_str(text),
        }
    }
    dumper.out
}

enum Work {
    Node(NodeId),
    Text(String),
    Static(&'static str),
}

struct Dumper<'a> {
    ast: &'a Ast,
    source: &'a Source,
    options: DumpOptions,
    out: String,
    work: Vec<Work>,
}

impl Dumper<'_> {
    fn node(&mut self, id: NodeId) {
        let kind = self.ast.kind(id);
        let _ = write!(self.out, "{}(", kind.name());
        let mut later = Vec::new();
        kind.for_each_field(|name, field| self.field(name, field, &mut later));
        if self.options.attributes && kind.asdl_type().has_attributes() {
            later.push(Work::Text(self.attributes(id)));
            later.push(Work::Static(", "));
        }
        if matches!(later.last(), Some(Work::Static(", "))) {
            later.pop();
        }
        self.work.push(Work::Static(")"));
        self.work.extend(later.into_iter().rev());
    }

    /// Appends `name=value, ` to `later`, or nothing for a value that `ast.dump` leaves out.
    fn field(&self, name: &'static str, field: FieldRef<'_>, later: &mut Vec<Work>) {
        let start = later.len();
        later.push(Work::Static(name));
        later.push(Work::Static("="));
        match field {
            FieldRef::Node(id) | FieldRef::OptNode(Some(id)) => later.push(Work::Node(id)),
            FieldRef::List(list) if !list.is_empty() => self.list(list, later),
            FieldRef::OptList(list) if !list.is_empty() => {
                let items = self.ast.opt_list(list).iter();
                bracketed(items.map(|item| item.map_or(Work::Static("None"), Work::Node)), later);
            }
            FieldRef::Ident(name) | FieldRef::OptIdent(Some(name)) => later.push(Work::Text(repr_str(name))),
            FieldRef::Idents(names) if !names.is_empty() => {
                bracketed(names.iter().map(|name| Work::Text(repr_str(name))), later);
            }
            FieldRef::Constant(value) => later.push(Work::Text(repr_constant(value))),
            FieldRef::Int(value) => later.push(Work::Text(value.to_string())),
            FieldRef::Singleton(name) => later.push(Work::Text(format!("{name}()"))),
            FieldRef::CmpOps(ops) => {
                bracketed(ops.iter().map(|op| Work::Text(format!("{}()", op.name()))), later);
            }
            FieldRef::OptNode(None)
            | FieldRef::OptIdent(None)
            | FieldRef::List(_)
            | FieldRef::OptList(_)
            | FieldRef::Idents(_) => {
                later.truncate(start);
                return;
            }
        }
        later.push(Work::Static(", "));
    }

    fn list(&self, list: NodeList, later: &mut Vec<Work>) {
        bracketed(self.ast.list(list).iter().map(|&id| Work::Node(id)), later);
    }

    fn attributes(&self, id: NodeId) -> String {
        let span = self.ast.span(id);
        let start = self.source.byte_position(span.start);
        let end = self.source.byte_position(span.end);
        format!(
            "lineno={}, col_offset={}, end_lineno={}, end_col_offset={}",
            start.line, start.column, end.line, end.column
        )
    }
}

fn bracketed(items: impl Iterator<Item = Work>, later: &mut Vec<Work>) {
    later.push(Work::Static("["));
    for (index, item) in items.enumerate() {
        if index > 0 {
            later.push(Work::Static(", "));
        }
        later.push(item);
    }
    later.push(Work::Static("]"));
}
