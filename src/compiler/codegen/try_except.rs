//! `try` with `except`, `else` and `finally`.
use super::fblock::BlockType;
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::{Label, Location};
use std::rc::Rc;

impl Codegen<'_> {
    pub(super) fn try_stmt(&mut self, stmt: NodeId) -> Gen {
        let NodeKind::Try { body, handlers, orelse, finalbody } = self.ast.kind(stmt) else { return Ok(()) };
        let (body, handlers, orelse) = (*body, *handlers, *orelse);
        if finalbody.is_empty() {
            return self.try_except(stmt, body, handlers, orelse);
        }
        self.try_finally(stmt, *finalbody, |this| {
            if handlers.is_empty() {
                this.visit_stmts(body)
            } else {
                this.try_except(stmt, body, handlers, orelse)
            }
        })
    }

    /// The `finally` body is emitted twice: for the normal way out and for an exception.
    pub(super) fn try_finally(
        &mut self,
        stmt: NodeId,
        finalbody: NodeList,
        protected: impl FnOnce(&mut Self) -> Gen,
    ) -> Gen {
        let loc = self.loc(stmt);
        let end = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.jump(Opcode::SETUP_FINALLY, end, loc);
        self.push_block(BlockType::FinallyTry(finalbody), loc, stmt)?;
        protected(self)?;
        self.op(Opcode::POP_BLOCK, Location::NONE);
        self.pop_block();
        self.visit_stmts(finalbody)?;
        self.jump(Opcode::JUMP_NO_INTERRUPT, exit, Location::NONE);

        self.use_label(end);
        self.jump(Opcode::SETUP_CLEANUP, cleanup, Location::NONE);
        self.op(Opcode::PUSH_EXC_INFO, Location::NONE);
        self.push_block(BlockType::FinallyEnd, Location::NONE, stmt)?;
        self.visit_stmts(finalbody)?;
        self.pop_block();
        self.op_i(Opcode::RERAISE, 0, Location::NONE);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.use_label(exit);
        Ok(())
    }

    fn try_except(&mut self, stmt: NodeId, body: NodeList, handlers: NodeList, orelse: NodeList) -> Gen {
        let ast = self.ast;
        let loc = self.loc(stmt);
        let except = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        self.jump(Opcode::SETUP_FINALLY, except, loc);
        self.push_block(BlockType::TryExcept, loc, stmt)?;
        self.visit_stmts(body)?;
        self.pop_block();
        self.op(Opcode::POP_BLOCK, Location::NONE);
        self.visit_stmts(orelse)?;
        self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);

        self.use_label(except);
        self.jump(Opcode::SETUP_CLEANUP, cleanup, Location::NONE);
        self.op(Opcode::PUSH_EXC_INFO, Location::NONE);
        self.push_block(BlockType::ExceptionHandler, loc, stmt)?;
        let handlers = ast.list(handlers);
        for (index, &handler) in handlers.iter().enumerate() {
            let is_bare = matches!(ast.kind(handler), NodeKind::ExceptHandler { type_: None, .. });
            if is_bare && index + 1 < handlers.len() {
                return Err(self.error("default 'except:' must be last", handler));
            }
            self.within(handler, |codegen| codegen.handler(handler, end))?;
        }
        self.pop_block();
        self.op_i(Opcode::RERAISE, 0, Location::NONE);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.use_label(end);
        Ok(())
    }

    fn handler(&mut self, handler: NodeId, end: Label) -> Gen {
        let NodeKind::ExceptHandler { type_, name, body } = self.ast.kind(handler) else { return Ok(()) };
        let loc = self.loc(handler);
        let next = self.new_label();
        if let Some(type_) = type_ {
            self.visit_expr(*type_)?;
            self.op(Opcode::CHECK_EXC_MATCH, loc);
            self.jump(Opcode::POP_JUMP_IF_FALSE, next, loc);
        }
        match name {
            Some(name) => self.named_handler_body(handler, name, *body, end)?,
            None => {
                self.op(Opcode::POP_TOP, loc);
                self.push_block(BlockType::HandlerCleanup(None), loc, handler)?;
                self.visit_stmts(*body)?;
                self.pop_block();
                self.op(Opcode::POP_BLOCK, Location::NONE);
                self.op(Opcode::POP_EXCEPT, Location::NONE);
                self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
            }
        }
        self.use_label(next);
        Ok(())
    }

    /// `except E as name`: however the body ends, the name is unbound.
    fn named_handler_body(&mut self, handler: NodeId, name: &Rc<str>, body: NodeList, end: Label) -> Gen {
        let loc = self.loc(handler);
        let cleanup = self.new_label();
        self.name_op(name, ExprContext::Store, loc)?;
        self.jump(Opcode::SETUP_CLEANUP, cleanup, loc);
        self.push_block(BlockType::HandlerCleanup(Some(name.clone())), loc, handler)?;
        self.visit_stmts(body)?;
        self.pop_block();
        self.op(Opcode::POP_BLOCK, Location::NONE);
        self.op(Opcode::POP_BLOCK, Location::NONE);
        self.op(Opcode::POP_EXCEPT, Location::NONE);
        self.unbind_exception(name, Location::NONE)?;
        self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
        self.use_label(cleanup);
        self.unbind_exception(name, Location::NONE)?;
        self.op_i(Opcode::RERAISE, 1, Location::NONE);
        Ok(())
    }
}
