//! Statements: the dispatch and the simple ones.
use super::oparg::{common_constant, intrinsic_1};
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;

impl Codegen<'_> {
    pub(super) fn visit_stmts(&mut self, list: NodeList) -> Gen {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|&stmt| self.visit_stmt(stmt))
    }

    /// The statements of a module or class, with its docstring and annotations.
    pub(super) fn body(&mut self, stmts: &[NodeId], loc: Location, interactive: bool) -> Gen {
        let ast = self.ast;
        if self.table.future.annotations && self.block().annotations_used {
            self.op(Opcode::SETUP_ANNOTATIONS, loc);
        }
        if stmts.is_empty() {
            return Ok(());
        }
        let mut stmts = stmts;
        if !interactive
            && self.block().has_docstring
            && let Some(text) = crate::symtable::docstring(ast, stmts)
            && let NodeKind::Expr { value } = ast.kind(stmts[0])
        {
            let doc = super::docstring::clean(text, ast.span(*value))?;
            self.load_const(doc, self.loc(*value));
            self.name_op(&"__doc__".into(), ExprContext::Store, Location::NONE)?;
            stmts = &stmts[1..];
        }
        stmts.iter().try_for_each(|&stmt| self.visit_stmt(stmt))?;
        if self.table.future.annotations { Ok(()) } else { self.deferred_annotations(loc) }
    }

    pub(super) fn visit_stmt(&mut self, stmt: NodeId) -> Gen {
        self.check_size()?;
        self.within(stmt, |codegen| codegen.stmt(stmt))
    }

    fn stmt(&mut self, stmt: NodeId) -> Gen {
        let loc = self.loc(stmt);
        match self.ast.kind(stmt) {
            NodeKind::FunctionDef { .. } | NodeKind::AsyncFunctionDef { .. } => self.function(stmt),
            NodeKind::ClassDef { .. } => self.class(stmt),
            NodeKind::TypeAlias { .. } => self.type_alias(stmt),
            NodeKind::Return { value } => self.return_stmt(stmt, *value),
            NodeKind::Delete { targets } => self.visit_exprs(*targets),
            NodeKind::Assign { targets, value, .. } => self.assign(*targets, *value, loc),
            NodeKind::AugAssign { target, op, value } => self.aug_assign(*target, *op, *value, loc),
            NodeKind::AnnAssign { .. } => self.ann_assign(stmt),
            NodeKind::Raise { exc, cause } => {
                let mut count = 0;
                for part in [exc, cause].into_iter().flatten() {
                    self.visit_expr(*part)?;
                    count += 1;
                }
                self.op_i(Opcode::RAISE_VARARGS, count, loc);
                Ok(())
            }
            NodeKind::Assert { test, msg } => self.assert(*test, *msg, loc),
            NodeKind::Import { names } => self.import(*names, loc),
            NodeKind::ImportFrom { module, names, level } => {
                self.import_from(module.as_ref(), *names, *level, loc)
            }
            NodeKind::Expr { value } => self.expr_stmt(*value, loc),
            NodeKind::Pass {} => {
                self.op(Opcode::NOP, loc);
                Ok(())
            }
            NodeKind::Break {} => self.break_stmt(stmt),
            NodeKind::Continue {} => self.continue_stmt(stmt),
            NodeKind::Global { .. } | NodeKind::Nonlocal { .. } => Ok(()),
            _ => {
                self.unit_mut().in_conditional_block += 1;
                // After an error the innermost unit may be a nested one, and nothing counts any more.
                self.compound_stmt(stmt)?;
                self.unit_mut().in_conditional_block -= 1;
                Ok(())
            }
        }
    }

    /// Statements whose bodies may not run.
    fn compound_stmt(&mut self, stmt: NodeId) -> Gen {
        match self.ast.kind(stmt) {
            NodeKind::If { .. } => self.if_stmt(stmt),
            NodeKind::For { .. } => self.for_stmt(stmt),
            NodeKind::AsyncFor { .. } => self.async_for(stmt),
            NodeKind::While { .. } => self.while_stmt(stmt),
            NodeKind::Try { .. } => self.try_stmt(stmt),
            NodeKind::TryStar { .. } => self.try_star(stmt),
            NodeKind::With { items, body, .. } => {
                let ast = self.ast;
                self.with_items(ast.list(*items), *body, false)
            }
            NodeKind::AsyncWith { items, body, .. } => {
                let ast = self.ast;
                self.with_items(ast.list(*items), *body, true)
            }
            NodeKind::Match { subject, cases } => self.match_stmt(*subject, *cases),
            other => {
                let what = format!("{} as a statement", other.name());
                Err(crate::diagnostic::Diagnostic::unsupported(what, self.ast.span(stmt)))
            }
        }
    }

    fn return_stmt(&mut self, stmt: NodeId, value: Option<NodeId>) -> Gen {
        let block = self.block();
        if !block.is_function_like() {
            return Err(self.error("'return' outside function", stmt));
        }
        if value.is_some() && block.coroutine && block.generator {
            return Err(self.error("'return' with value in async generator", stmt));
        }
        let mut loc = self.loc(stmt);
        let constant = match value.map(|value| self.ast.kind(value)) {
            None => Some(Constant::None),
            Some(NodeKind::Constant { value, .. }) => Some(value.clone()),
            Some(_) => None,
        };
        let stmt_line = loc.line;
        let mut value_line = None;
        if let Some(value) = value {
            let value_loc = self.loc(value);
            value_line = Some(value_loc.line);
            if constant.is_some() {
                loc = value_loc;
                self.op(Opcode::NOP, loc);
            } else {
                self.visit_expr(value)?;
            }
        }
        if value_line != Some(stmt_line) {
            loc = self.loc(stmt);
            self.op(Opcode::NOP, loc);
        }
        // An error points at what `loc` stands for.
        let place = value.filter(|_| constant.is_some() && value_line == Some(stmt_line)).unwrap_or(stmt);
        self.unwind_blocks(&mut loc, constant.is_none(), false, place)?;
        if let Some(constant) = constant {
            self.load_const(constant, loc);
        }
        self.op(Opcode::RETURN_VALUE, loc);
        Ok(())
    }

    fn assert(&mut self, test: NodeId, msg: Option<NodeId>, loc: Location) -> Gen {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.new_label();
        self.jump_if(test, end, true)?;
        self.op_i(Opcode::LOAD_COMMON_CONSTANT, common_constant::ASSERTION_ERROR, loc);
        if let Some(msg) = msg {
            self.visit_expr(msg)?;
            self.op_i(Opcode::CALL, 0, loc);
        }
        self.op_i(Opcode::RAISE_VARARGS, 1, self.loc(test));
        self.use_label(end);
        Ok(())
    }

    fn expr_stmt(&mut self, value: NodeId, loc: Location) -> Gen {
        if self.interactive && self.units.len() == 1 {
            self.visit_expr(value)?;
            self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::PRINT, loc);
        } else if matches!(self.ast.kind(value), NodeKind::Constant { .. }) {
            self.op(Opcode::NOP, loc);
            return Ok(());
        } else {
            self.visit_expr(value)?;
        }
        self.op(Opcode::POP_TOP, Location::NONE);
        Ok(())
    }
}
