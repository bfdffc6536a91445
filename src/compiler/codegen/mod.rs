//! Code generation: from the AST and its symbol tables to one instruction sequence per code unit.
//!
//! What is emitted, in which order and with which source positions follows `Python/codegen.c` of CPython 3.14; a file per
//! construct. Nested units are assembled as soon as they are complete, because their code objects are constants of the
//! unit around them.
//!
//! Recursion is as deep as the symbol table has let the source nest ([`crate::symtable::MAX_DEPTH`]); left-deep chains
//! (`a + b + c`, `a.b().c()`, `elif`) are loops.
mod annotations;
mod assignments;
mod calls;
mod classes;
mod comprehensions;
mod conditions;
mod displays;
mod docstring;
mod emit;
mod expressions;
mod fblock;
mod functions;
mod imports;
mod loops;
mod names;
mod oparg;
mod patterns;
mod statements;
mod strings;
mod subscripts;
mod super_calls;
mod try_except;
mod try_star;
mod type_params;
mod unit;
mod with;

use super::instruction_sequence::Location;
use super::{Options, Unit};
use crate::ast::{Ast, NodeId, NodeKind};
use crate::bytecode::CodeObject;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::{LineHint, Source, Span};
use crate::symtable::{BlockKey, SymbolTable};
use std::cell::Cell;
use std::rc::Rc;
use unit::{CodeUnit, ScopeKind};

type Gen = Result<(), Diagnostic>;

/// The span of nodes that preprocessing makes: they come from no place in the source.
pub const NOWHERE: Span = Span::new(u32::MAX, u32::MAX);

/// Most instructions of one unit. `finally` bodies are emitted twice, so nesting them grows the code exponentially.
const MAX_INSTRUCTIONS: usize = 1 << 22;

/// Turns the finished instruction sequence of a unit into its code object.
pub type Assemble<'a> = &'a mut dyn FnMut(Unit) -> Result<Rc<CodeObject>, Diagnostic>;

/// Generates the code of a whole source; `assemble` is called for each unit, inner ones first, the module last.
///
/// # Errors
/// The `SyntaxError`s of `Python/codegen.c` with CPython's message and place, what `assemble` returns, and unsupported
/// constructs by name.
pub fn generate(
    source: &Source,
    ast: &Ast,
    table: &SymbolTable,
    options: Options,
    assemble: Assemble,
) -> Result<Rc<CodeObject>, Diagnostic> {
    let mut codegen = Codegen {
        source,
        ast,
        table,
        options,
        assemble,
        units: Vec::new(),
        interactive: false,
        node: None,
        line_hint: Cell::default(),
        last_loc: Cell::default(),
        links: Vec::new(),
    };
    codegen.module()
}

struct Codegen<'a> {
    source: &'a Source,
    ast: &'a Ast,
    table: &'a SymbolTable,
    options: Options,
    assemble: Assemble<'a>,
    /// The line that a position was last asked for in.
    line_hint: Cell<LineHint>,
    /// The node whose place was last asked for: the functions that share in writing a node each ask for it.
    last_loc: Cell<Option<(NodeId, Location)>>,
    /// Links of the chains of expressions that are being written, outer chains first; whether their operands are written.
    links: Vec<(NodeId, bool)>,
    /// The unit being written, and those around it.
    units: Vec<CodeUnit>,
    interactive: bool,
    /// What the instructions that are emitted are for.
    node: Option<NodeId>,
}

impl<'a> Codegen<'a> {
    fn module(&mut self) -> Result<Rc<CodeObject>, Diagnostic> {
        let ast = self.ast;
        let root = ast.root();
        self.node = Some(root);
        self.enter_scope("<module>".into(), ScopeKind::Module, BlockKey::Node(root), 1, None)?;
        let return_none = !matches!(ast.kind(root), NodeKind::Expression { .. });
        match ast.kind(root) {
            NodeKind::Module { body, .. } => self.module_body(ast.list(*body), false)?,
            NodeKind::Interactive { body } => {
                self.interactive = true;
                self.module_body(ast.list(*body), true)?;
            }
            NodeKind::Expression { body } => self.visit_expr(*body)?,
            _ => return Err(Diagnostic::unsupported("this kind of source", Span::default())),
        }
        Ok(self.leave_scope(return_none)?.code)
    }

    fn module_body(&mut self, body: &[NodeId], interactive: bool) -> Gen {
        let loc = body.first().map_or(Location::new(1, 1, 0, 0), |&stmt| self.loc(stmt));
        if self.block().has_conditional_annotations {
            self.op_i(crate::bytecode::Opcode::BUILD_SET, 0, loc);
            let index = self.name_index(&"__conditional_annotations__".into());
            self.op_i(crate::bytecode::Opcode::STORE_NAME, index, loc);
        }
        self.body(body, loc, interactive)
    }

    /// Attributes to a node what `write` emits.
    fn within(&mut self, node: NodeId, write: impl FnOnce(&mut Self) -> Gen) -> Gen {
        let outer = self.node.replace(node);
        let result = write(self);
        self.node = outer;
        result
    }

    /// The source position of a node as code objects hold it.
    fn loc(&self, node: NodeId) -> Location {
        match self.last_loc.get() {
            Some((known, loc)) if known == node => loc,
            _ => {
                let loc = self.find_loc(node);
                self.last_loc.set(Some((node, loc)));
                loc
            }
        }
    }

    fn find_loc(&self, node: NodeId) -> Location {
        let span = self.ast.span(node);
        if span == NOWHERE {
            return Location::NONE;
        }
        let start = self.source.byte_position_near(span.start, &self.line_hint);
        if let NodeKind::Pass {} = self.ast.kind(node) {
            // It may stand for a docstring that is shorter than itself.
            let end = start.column + "pass".len() as u32;
            return Location::new(start.line as i32, start.line as i32, start.column as i32, end as i32);
        }
        // What comes next mostly begins near the start: in a header, or with the first operand.
        let end = self.source.byte_position_near(span.end, &Cell::new(self.line_hint.get()));
        Location::new(start.line as i32, end.line as i32, start.column as i32, end.column as i32)
    }

    fn line(&self, node: NodeId) -> i32 {
        self.loc(node).line
    }

    fn error(&self, message: impl Into<String>, node: NodeId) -> Diagnostic {
        Diagnostic::new(DiagnosticKind::SyntaxError, message, self.ast.span(node))
    }
}
