//! Nodes back to source text, in two styles of CPython: that of `ast.unparse` (`Lib/_ast_unparse.py`), and that in which
//! `from __future__ import annotations` stores annotations (`Python/ast_unparse.c`).
//!
//! What is still to be written is a work list, so depth is no matter: where CPython has a `RecursionError`, there is text.
mod expressions;
mod functions;
mod level;
mod patterns;
mod quotes;
mod statements;
mod strings;

use super::{AsdlType, Ast, NodeId, NodeKind, NodeList};
use level::{Level, TEST};

/// The longest text that is written. f-strings in f-strings double their backslashes at each level.
const LONGEST: usize = 16 << 20;

/// `ast.unparse(node)`, for a node of any kind; `None` if the text is longer than 16 MiB.
pub fn unparse(ast: &Ast, node: NodeId) -> Option<String> {
    Writer::new(ast, Style::Source).write(node)
}

/// The text that `from __future__ import annotations` stores for an expression; `None` if it is longer than 16 MiB.
pub fn unparse_annotation(ast: &Ast, expr: NodeId) -> Option<String> {
    Writer::new(ast, Style::Annotation).write(expr)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Source,
    Annotation,
}

/// Something still to be written.
enum Work<'a> {
    Text(&'a str),
    Owned(String),
    Node(NodeId, Level),
    /// An `except` block, or an `except*` block.
    Handler(NodeId, bool),
    /// A docstring on a line of its own.
    Docstring(NodeId),
    /// Starts a statement that may stand after a semicolon.
    Line,
    /// Starts a line.
    WholeLine,
    /// An empty line before a definition, unless it is the first thing written.
    Gap,
    Indent,
    Dedent,
    /// A part of an f-string or t-string; true inside a format specifier.
    Part(NodeId, bool),
    /// What follows is collected, up to the closing item.
    Open,
    /// Ends the expression of a replacement field.
    CloseField,
    /// Ends one part of a string; whether that is literal text.
    ClosePart(bool),
    /// Quotes the last parts.
    Quote(usize),
    /// Ends the whole body of a string and quotes it as `repr` does.
    CloseRepr,
}

struct Writer<'a> {
    ast: &'a Ast,
    style: Style,
    /// UTF-8, surrogates passed: the body of an f-string may hold some.
    out: Vec<u8>,
    /// Outputs that wait for the collected one to close.
    waiting: Vec<Vec<u8>>,
    /// Closed parts of the open f-strings, and whether each is literal text.
    parts: Vec<(Vec<u8>, bool)>,
    indent: usize,
    /// Inside `Interactive`, whose simple statements are joined by semicolons.
    interactive: bool,
    todo: Vec<Work<'a>>,
    /// What the item at hand asks for, in order; goes on top of `todo`.
    next: Vec<Work<'a>>,
}

impl<'a> Writer<'a> {
    fn new(ast: &'a Ast, style: Style) -> Self {
        Self {
            ast,
            style,
            out: Vec::new(),
            waiting: Vec::new(),
            parts: Vec::new(),
            indent: 0,
            interactive: false,
            todo: Vec::new(),
            next: Vec::new(),
        }
    }

    fn write(mut self, node: NodeId) -> Option<String> {
        self.todo.push(Work::Node(node, TEST));
        while let Some(work) = self.todo.pop() {
            self.perform(work);
            if self.out.len() > LONGEST {
                return None;
            }
            self.todo.extend(self.next.drain(..).rev());
        }
        // Surrogates are escaped by the quotes around them.
        Some(String::from_utf8(self.out).unwrap_or_default())
    }

    fn perform(&mut self, work: Work<'a>) {
        match work {
            Work::Text(text) => self.out.extend_from_slice(text.as_bytes()),
            Work::Owned(text) => self.out.extend_from_slice(text.as_bytes()),
            Work::Node(node, level) => self.node(node, level),
            Work::Handler(handler, star) => self.handler(handler, star),
            Work::Docstring(constant) => self.docstring(constant),
            Work::Line if self.interactive && self.indent == 0 => self.separate("; "),
            Work::Line | Work::WholeLine => {
                self.separate("\n");
                self.out.extend(std::iter::repeat_n(b' ', 4 * self.indent));
            }
            Work::Gap => self.separate("\n"),
            Work::Indent => self.indent += 1,
            Work::Dedent => self.indent = self.indent.saturating_sub(1),
            Work::Part(node, in_spec) => self.part(node, in_spec),
            Work::Open => self.waiting.push(std::mem::take(&mut self.out)),
            Work::CloseField => self.close_field(),
            Work::ClosePart(literal) => {
                let text = self.close();
                self.parts.push((text, literal));
            }
            Work::Quote(count) => self.quote(count),
            Work::CloseRepr => self.close_repr(),
        }
    }

    /// What was collected since the last [`Work::Open`].
    fn close(&mut self) -> Vec<u8> {
        let outer = self.waiting.pop().unwrap_or_default();
        std::mem::replace(&mut self.out, outer)
    }

    fn separate(&mut self, separator: &str) {
        if !self.out.is_empty() {
            self.out.extend_from_slice(separator.as_bytes());
        }
    }

    fn node(&mut self, node: NodeId, level: Level) {
        match self.ast.kind(node).asdl_type() {
            AsdlType::Mod => self.module(node),
            AsdlType::Stmt => self.statement(node),
            AsdlType::Expr | AsdlType::Comprehension | AsdlType::Keyword => self.expression(node, level),
            AsdlType::Pattern => self.pattern(node, level),
            AsdlType::ExceptHandler => self.handler(node, false),
            AsdlType::Arguments | AsdlType::Arg | AsdlType::TypeParam => self.parameter(node),
            AsdlType::Alias | AsdlType::WithItem | AsdlType::MatchCase => self.part_of_statement(node),
        }
    }

    // What a node asks for.

    fn text(&mut self, text: &'a str) {
        self.next.push(Work::Text(text));
    }

    /// A node in a place that asks for nothing special.
    fn child(&mut self, node: NodeId) {
        self.at_level(node, TEST);
    }

    fn at_level(&mut self, node: NodeId, level: Level) {
        self.next.push(Work::Node(node, level));
    }

    fn optional(&mut self, before: &'a str, node: Option<NodeId>) {
        if let Some(node) = node {
            self.text(before);
            self.child(node);
        }
    }

    fn parenthesized_if(&mut self, needed: bool, write: impl FnOnce(&mut Self)) {
        if needed {
            self.text("(");
        }
        write(self);
        if needed {
            self.text(")");
        }
    }

    fn list(&mut self, items: NodeList) {
        self.separated(", ", items, TEST);
    }

    fn separated(&mut self, separator: &'a str, items: NodeList, level: Level) {
        for (index, &item) in self.ast.list(items).iter().enumerate() {
            if index > 0 {
                self.text(separator);
            }
            self.at_level(item, level);
        }
    }

    fn names(&mut self, names: &'a [std::rc::Rc<str>]) {
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.text(name);
        }
    }

    fn module(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::Module { body, .. } => self.body_with_docstring(*body),
            NodeKind::Interactive { body } => {
                self.interactive = true;
                self.next.extend(self.ast.list(*body).iter().map(|&stmt| Work::Node(stmt, TEST)));
            }
            NodeKind::Expression { body } => self.child(*body),
            NodeKind::FunctionType { argtypes, returns } => {
                self.text("(");
                self.list(*argtypes);
                self.text(") -> ");
                self.child(*returns);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
