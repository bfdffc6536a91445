//! The first pass: what each block does with each name.
use super::block::{Block, BlockId, BlockKey, BlockKind, Occurrence};
use super::flags::Flags;
use super::future::FutureFeatures;
use super::{MAX_DEPTH, SymbolTable};
use crate::ast::{Ast, ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::Constant;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Span;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) type Visit = Result<(), Diagnostic>;

/// The docstring of a body: its first statement, if that is a string literal.
pub fn docstring<'a>(ast: &'a Ast, body: &[NodeId]) -> Option<&'a Constant> {
    let NodeKind::Expr { value } = ast.kind(*body.first()?) else { return None };
    match ast.kind(*value) {
        NodeKind::Constant { value, .. } => value.utf8().map(|_| value),
        _ => None,
    }
}

pub(super) fn collect(ast: &Ast, future: FutureFeatures) -> Result<SymbolTable, Diagnostic> {
    let table = SymbolTable { blocks: Vec::new(), by_key: BTreeMap::new(), mangled_sets: Vec::new(), future };
    let mut collector =
        Collector { ast, table, stack: Vec::new(), private: None, depth: 0, links: Vec::new() };
    collector.enter_new("top".into(), BlockKind::Module, BlockKey::Node(ast.root()), Span::default())?;
    match ast.kind(ast.root()) {
        NodeKind::Module { body, .. } => {
            collector.current_mut().has_docstring = docstring(ast, ast.list(*body)).is_some();
            collector.visit_stmts(*body)?;
        }
        NodeKind::Interactive { body } => collector.visit_stmts(*body)?,
        NodeKind::Expression { body } => collector.visit_expr(*body)?,
        _ => {}
    }
    collector.exit();
    Ok(collector.table)
}

pub(super) struct Collector<'a> {
    pub(super) ast: &'a Ast,
    pub(super) table: SymbolTable,
    pub(super) stack: Vec<BlockId>,
    /// The class whose private names are mangled here.
    pub(super) private: Option<Rc<str>>,
    depth: u32,
    /// Links of the chains that are being visited, outer chains first.
    pub(super) links: Vec<NodeId>,
}

pub(super) fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(DiagnosticKind::SyntaxError, message, span)
}

impl Collector<'_> {
    pub(super) fn current_id(&self) -> BlockId {
        *self.stack.last().expect("the module's block is entered before any node is visited")
    }

    pub(super) fn current(&self) -> &Block {
        &self.table.blocks[self.current_id().index()]
    }

    pub(super) fn current_mut(&mut self) -> &mut Block {
        let id = self.current_id();
        self.block_mut(id)
    }

    pub(super) fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.table.blocks[id.index()]
    }

    /// Runs `visit` one nesting level deeper.
    pub(super) fn deeper(&mut self, span: Span, visit: impl FnOnce(&mut Self) -> Visit) -> Visit {
        if self.depth == MAX_DEPTH {
            let message = "maximum recursion depth exceeded during compilation";
            return Err(Diagnostic::new(DiagnosticKind::TooComplex, message, span));
        }
        self.depth += 1;
        let result = visit(self);
        self.depth -= 1;
        result
    }

    /// Makes a block without entering it (`ste_new`).
    pub(super) fn new_block(&mut self, name: Rc<str>, kind: BlockKind, key: BlockKey, span: Span) -> BlockId {
        let mut block = Block::new(name, kind, key, span);
        if !self.stack.is_empty() {
            let outer = self.current();
            block.nested = outer.nested || outer.is_function_like();
            block.method = outer.kind == BlockKind::Class && kind == BlockKind::Function;
        }
        let id = BlockId(self.table.blocks.len() as u32);
        self.table.blocks.push(block);
        self.table.by_key.insert(key, id);
        id
    }

    /// Enters a block that exists (`symtable_enter_existing_block`).
    pub(super) fn enter(&mut self, id: BlockId) {
        if let Some(&outer) = self.stack.last() {
            let (iter_expr, mangled) = {
                let outer = self.table.block(outer);
                (outer.comp_iter_expr, outer.mangled_names)
            };
            let block = self.block_mut(id);
            block.comp_iter_expr = iter_expr;
            // The block of the variables' annotations is entered once for each of them.
            let first_time = block.parent.replace(outer).is_none();
            if mangled.is_some() && block.kind != BlockKind::Class {
                block.mangled_names = mangled;
            }
            // Under PEP 563 annotations are text and leave no trace in the tables.
            let hidden = self.table.future.annotations && self.table.block(id).kind == BlockKind::Annotation;
            if first_time && !hidden {
                self.block_mut(outer).children.push(id);
            }
        }
        self.stack.push(id);
    }

    /// Makes and enters a block (`symtable_enter_block`).
    pub(super) fn enter_new(
        &mut self,
        name: Rc<str>,
        kind: BlockKind,
        key: BlockKey,
        span: Span,
    ) -> Result<BlockId, Diagnostic> {
        let id = self.new_block(name, kind, key, span);
        self.enter(id);
        if matches!(kind, BlockKind::Annotation | BlockKind::TypeVariable | BlockKind::TypeAlias) {
            // The code of these blocks begins by reading its one parameter.
            let format = ".format".into();
            self.add_def(&format, Flags::PARAM, span)?;
            self.add_def(&format, Flags::USE, span)?;
        }
        Ok(id)
    }

    pub(super) fn exit(&mut self) {
        self.stack.pop();
    }

    pub(super) fn mangled(&self, name: &Rc<str>) -> Rc<str> {
        self.table.maybe_mangle(self.private.as_deref(), self.current_id(), name)
    }

    /// What is known so far of a name in the current block.
    pub(super) fn lookup(&self, name: &Rc<str>) -> Flags {
        self.current().flags(&self.mangled(name))
    }

    pub(super) fn add_def(&mut self, name: &Rc<str>, flags: Flags, span: Span) -> Visit {
        let ctx = if flags == Flags::USE { ExprContext::Load } else { ExprContext::Store };
        self.add_def_ctx(name, flags, span, ctx)
    }

    pub(super) fn add_def_ctx(
        &mut self,
        name: &Rc<str>,
        flags: Flags,
        span: Span,
        ctx: ExprContext,
    ) -> Visit {
        if flags.has(Flags::PARAM | Flags::LOCAL | Flags::IMPORT) {
            check_name(name, span, ctx)?;
        }
        if flags.has(Flags::TYPE_PARAM)
            && let Some(set) = self.current().mangled_names
        {
            self.table.mangled_sets[set].insert(name.clone());
        }
        self.add_def_in(self.current_id(), name, flags, span)
    }

    /// Notes a fact about a name in block `id` (`symtable_add_def_helper`).
    pub(super) fn add_def_in(&mut self, id: BlockId, name: &Rc<str>, flags: Flags, span: Span) -> Visit {
        let mangled = self.mangled(name);
        let block = self.block_mut(id);
        let comp_iter_target = block.comp_iter_target;
        let symbol = block.entry(&mangled);
        let known = symbol.flags;
        if flags.has(Flags::PARAM) && known.has(Flags::PARAM) {
            return Err(error(format!("duplicate argument '{name}' in function definition"), span));
        }
        if flags.has(Flags::TYPE_PARAM) && known.has(Flags::TYPE_PARAM) {
            return Err(error(format!("duplicate type parameter '{name}'"), span));
        }
        let mut added = flags;
        if comp_iter_target {
            if (known | flags).has(Flags::GLOBAL | Flags::NONLOCAL) {
                let message =
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return Err(error(message, span));
            }
            added |= Flags::COMP_ITER;
        }
        symbol.flags |= added;
        symbol.occurrences.push(Occurrence { span, flags });
        if flags.has(Flags::PARAM) {
            block.varnames.push(mangled);
        } else if flags.has(Flags::GLOBAL) && id != SymbolTable::TOP {
            self.block_mut(SymbolTable::TOP).entry(&mangled).flags |= flags;
        }
        Ok(())
    }

    pub(super) fn record_directive(&mut self, name: &Rc<str>, span: Span) {
        let mangled = self.mangled(name);
        self.current_mut().directives.push((mangled, span));
    }

    pub(super) fn visit_stmts(&mut self, list: NodeList) -> Visit {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|&stmt| self.visit_stmt(stmt))
    }

    pub(super) fn visit_exprs(&mut self, list: NodeList) -> Visit {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|&expr| self.visit_expr(expr))
    }

    pub(super) fn visit_opt(&mut self, expr: Option<NodeId>) -> Visit {
        expr.map_or(Ok(()), |expr| self.visit_expr(expr))
    }

    /// Visits `body` as code that may not run.
    pub(super) fn conditionally(&mut self, visit: impl FnOnce(&mut Self) -> Visit) -> Visit {
        let outer = std::mem::replace(&mut self.current_mut().in_conditional_block, true);
        let result = visit(self);
        self.current_mut().in_conditional_block = outer;
        result
    }
}

/// Forbids binding `__debug__`.
pub(super) fn check_name(name: &str, span: Span, ctx: ExprContext) -> Visit {
    match ctx {
        ExprContext::Store if name == "__debug__" => Err(error("cannot assign to __debug__", span)),
        ExprContext::Del if name == "__debug__" => Err(error("cannot delete __debug__", span)),
        _ => Ok(()),
    }
}
