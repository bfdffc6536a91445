//! `ast.dump` of Python 3.14 (`Lib/ast.py`): empty lists and absent optional fields left out, on one line or indented.
use super::{Ast, FieldRef, NodeId, NodeList, OptNodeList, repr_constant, repr_str};
use crate::source::Source;

#[derive(Clone, Copy, Debug, Default)]
pub struct DumpOptions {
    /// Print `lineno`, `col_offset`, `end_lineno` and `end_col_offset`.
    pub attributes: bool,
    /// Spaces a level; all on one line without.
    pub indent: Option<u32>,
}

/// The text of `ast.dump(tree, include_attributes=options.attributes, indent=options.indent)`. Uses a work list: depth
/// is no matter.
pub fn dump(ast: &Ast, source: &Source, options: DumpOptions) -> String {
    let mut dumper = Dumper::new(ast, source, options);
    while dumper.step() {}
    dumper.out
}

/// The same, `None` when it is longer than `limit` bytes: the indentation of a deep tree grows with the square of its
/// depth.
pub fn dump_within(ast: &Ast, source: &Source, options: DumpOptions, limit: usize) -> Option<String> {
    let mut dumper = Dumper::new(ast, source, options);
    while dumper.step() {
        if dumper.out.len() > limit {
            return None;
        }
    }
    Some(dumper.out)
}

enum Work {
    /// A node, and the level its own line stands at.
    Node(NodeId, u32),
    Text(String),
    Static(&'static str),
    /// Where an indented dump starts a line.
    Break(u32),
}

struct Dumper<'a> {
    ast: &'a Ast,
    source: &'a Source,
    options: DumpOptions,
    out: String,
    work: Vec<Work>,
}

/// What decides whether a node stays on one line.
#[derive(Default)]
struct Shape {
    /// Fields and attributes that are printed.
    arguments: usize,
    /// One of them is a list, or a node that has arguments itself.
    is_nested: bool,
}

impl<'a> Dumper<'a> {
    fn new(ast: &'a Ast, source: &'a Source, options: DumpOptions) -> Self {
        Self { ast, source, options, out: String::new(), work: vec![Work::Node(ast.root(), 0)] }
    }

    /// Prints the next piece; false at the end.
    fn step(&mut self) -> bool {
        let Some(work) = self.work.pop() else { return false };
        match work {
            Work::Node(id, level) => self.node(id, level),
            Work::Text(text) => self.out.push_str(&text),
            Work::Static(text) => self.out.push_str(text),
            Work::Break(level) => self.line(level),
        }
        true
    }

    fn node(&mut self, id: NodeId, level: u32) {
        let kind = self.ast.kind(id);
        self.out.push_str(kind.name());
        self.out.push('(');
        let level = level + 1;
        let shape = self.shape(id);
        let breaks = self.options.indent.is_some() && (shape.is_nested || shape.arguments > 3);
        let separate = |later: &mut Vec<Work>| match (later.is_empty(), breaks) {
            (true, true) => later.push(Work::Break(level)),
            (true, false) => {}
            (false, true) => later.extend([Work::Static(","), Work::Break(level)]),
            (false, false) => later.push(Work::Static(", ")),
        };
        let mut later = Vec::new();
        kind.for_each_field(&mut |name, field| {
            if is_shown(field) {
                separate(&mut later);
                later.extend([Work::Static(name), Work::Static("=")]);
                self.field(field, level, &mut later);
            }
        });
        if self.has_attributes(id) {
            for (name, value) in self.attributes(id) {
                separate(&mut later);
                later.push(Work::Text(format!("{name}={value}")));
            }
        }
        self.work.push(Work::Static(")"));
        self.work.extend(later.into_iter().rev());
    }

    fn shape(&self, id: NodeId) -> Shape {
        let mut shape = Shape::default();
        self.ast.kind(id).for_each_field(&mut |_, field| {
            shape.arguments += usize::from(is_shown(field));
            shape.is_nested |= match field {
                FieldRef::Node(child) | FieldRef::OptNode(Some(child)) => self.has_arguments(child),
                FieldRef::List(_) | FieldRef::OptList(_) | FieldRef::Idents(_) | FieldRef::CmpOps(_) => {
                    is_shown(field)
                }
                _ => false,
            };
        });
        shape.arguments += if self.has_attributes(id) { 4 } else { 0 };
        shape
    }

    fn has_arguments(&self, id: NodeId) -> bool {
        let mut has = self.has_attributes(id);
        self.ast.kind(id).for_each_field(&mut |_, field| has |= is_shown(field));
        has
    }

    fn has_attributes(&self, id: NodeId) -> bool {
        self.options.attributes && self.ast.kind(id).asdl_type().has_attributes()
    }

    fn field(&self, field: FieldRef<'_>, level: u32, later: &mut Vec<Work>) {
        match field {
            FieldRef::Node(id) | FieldRef::OptNode(Some(id)) => later.push(Work::Node(id, level)),
            FieldRef::List(list) => self.list(list, level, later),
            FieldRef::OptList(list) => self.opt_list(list, level, later),
            FieldRef::Ident(name) | FieldRef::OptIdent(Some(name)) => later.push(Work::Text(repr_str(name))),
            FieldRef::Idents(names) => {
                self.bracketed(names.iter().map(|name| Work::Text(repr_str(name))), level, later);
            }
            FieldRef::Constant(value) => later.push(Work::Text(repr_constant(value))),
            FieldRef::Int(value) => later.push(Work::Text(value.to_string())),
            FieldRef::Singleton(name) => later.push(Work::Text(format!("{name}()"))),
            FieldRef::CmpOps(ops) => {
                self.bracketed(ops.iter().map(|op| Work::Text(format!("{}()", op.name()))), level, later);
            }
            FieldRef::OptNode(None) | FieldRef::OptIdent(None) => {}
        }
    }

    fn list(&self, list: NodeList, level: u32, later: &mut Vec<Work>) {
        self.bracketed(self.ast.list(list).iter().map(|&id| Work::Node(id, level + 1)), level, later);
    }

    fn opt_list(&self, list: OptNodeList, level: u32, later: &mut Vec<Work>) {
        let items = self.ast.opt_list(list).iter();
        let item = |id: &Option<NodeId>| id.map_or(Work::Static("None"), |id| Work::Node(id, level + 1));
        self.bracketed(items.map(item), level, later);
    }

    fn bracketed(&self, items: impl Iterator<Item = Work>, level: u32, later: &mut Vec<Work>) {
        let breaks = self.options.indent.is_some();
        later.push(Work::Static("["));
        for (index, item) in items.enumerate() {
            if index > 0 {
                later.push(Work::Static(if breaks { "," } else { ", " }));
            }
            if breaks {
                later.push(Work::Break(level + 1));
            }
            later.push(item);
        }
        later.push(Work::Static("]"));
    }

    fn line(&mut self, level: u32) {
        let spaces = level as usize * self.options.indent.unwrap_or_default() as usize;
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', spaces));
    }

    fn attributes(&self, id: NodeId) -> [(&'static str, u32); 4] {
        let span = self.ast.span(id);
        let start = self.source.byte_position(span.start);
        let end = self.source.byte_position(span.end);
        [
            ("lineno", start.line),
            ("col_offset", start.column),
            ("end_lineno", end.line),
            ("end_col_offset", end.column),
        ]
    }
}

/// Whether `ast.dump` prints a field: absent ones and empty lists it leaves out.
fn is_shown(field: FieldRef<'_>) -> bool {
    match field {
        FieldRef::OptNode(None) | FieldRef::OptIdent(None) => false,
        FieldRef::List(list) => !list.is_empty(),
        FieldRef::OptList(list) => !list.is_empty(),
        FieldRef::Idents(names) => !names.is_empty(),
        _ => true,
    }
}
