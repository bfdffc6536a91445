//! `try` with `except*` (PEP 654).
use super::fblock::BlockType;
use super::oparg::intrinsic_2;
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::{Label, Location};

impl Codegen<'_> {
    pub(super) fn try_star(&mut self, stmt: NodeId) -> Gen {
        let NodeKind::TryStar { body, handlers, orelse, finalbody } = self.ast.kind(stmt) else {
            return Ok(());
        };
        let (body, handlers, orelse) = (*body, *handlers, *orelse);
        if finalbody.is_empty() {
            return self.try_star_except(stmt, body, handlers, orelse);
        }
        self.try_finally(stmt, *finalbody, |this| this.try_star_except(stmt, body, handlers, orelse))
    }

    fn try_star_except(&mut self, stmt: NodeId, body: NodeList, handlers: NodeList, orelse: NodeList) -> Gen {
        let ast = self.ast;
        let loc = self.loc(stmt);
        let except = self.new_label();
        let orelse_label = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        let reraise_star = self.new_label();
        self.jump(Opcode::SETUP_FINALLY, except, loc);
        self.push_block(BlockType::TryExcept, loc, stmt)?;
        self.visit_stmts(body)?;
        self.pop_block();
        self.op(Opcode::POP_BLOCK, Location::NONE);
        self.jump(Opcode::JUMP_NO_INTERRUPT, orelse_label, Location::NONE);

        self.use_label(except);
        self.jump(Opcode::SETUP_CLEANUP, cleanup, Location::NONE);
        self.op(Opcode::PUSH_EXC_INFO, Location::NONE);
        self.push_block(BlockType::ExceptionGroupHandler, loc, stmt)?;
        let handlers = ast.list(handlers);
        for (index, &handler) in handlers.iter().enumerate() {
            if index == 0 {
                // A list for what the handlers raise, and the exceptions not yet handled.
                let loc = self.loc(handler);
                self.op_i(Opcode::BUILD_LIST, 0, loc);
                self.op_i(Opcode::COPY, 2, loc);
            }
            let last = index + 1 == handlers.len();
            let next = last.then_some(reraise_star);
            self.within(handler, |codegen| codegen.star_handler(handler, next))?;
        }
        self.pop_block();
        self.finish_star_handlers(reraise_star, end);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.use_label(orelse_label);
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn star_handler(&mut self, handler: NodeId, reraise_star: Option<Label>) -> Gen {
        let NodeKind::ExceptHandler { type_, name, body } = self.ast.kind(handler) else { return Ok(()) };
        let loc = self.loc(handler);
        let none = Location::NONE;
        let next = self.new_label();
        let next_with_error = self.new_label();
        let no_match = self.new_label();
        if let Some(type_) = type_ {
            self.visit_expr(*type_)?;
            self.op(Opcode::CHECK_EG_MATCH, loc);
            self.op_i(Opcode::COPY, 1, loc);
            self.jump(Opcode::POP_JUMP_IF_NONE, no_match, loc);
        }
        match name {
            Some(name) => self.name_op(name, ExprContext::Store, loc)?,
            None => self.op(Opcode::POP_TOP, loc),
        }
        let cleanup = self.new_label();
        self.jump(Opcode::SETUP_CLEANUP, cleanup, loc);
        self.push_block(BlockType::HandlerCleanup(name.clone()), loc, handler)?;
        self.visit_stmts(*body)?;
        self.pop_block();
        self.op(Opcode::POP_BLOCK, none);
        if let Some(name) = name {
            self.unbind_exception(name, none)?;
        }
        self.jump(Opcode::JUMP_NO_INTERRUPT, next, none);
        self.use_label(cleanup);
        if let Some(name) = name {
            self.unbind_exception(name, none)?;
        }
        self.op_i(Opcode::LIST_APPEND, 3, none);
        self.op(Opcode::POP_TOP, none);
        self.jump(Opcode::JUMP_NO_INTERRUPT, next_with_error, none);
        self.use_label(next);
        self.op(Opcode::NOP, none);
        self.jump(Opcode::JUMP_NO_INTERRUPT, next_with_error, none);
        self.use_label(no_match);
        self.op(Opcode::POP_TOP, loc);
        self.use_label(next_with_error);
        if let Some(reraise_star) = reraise_star {
            self.op_i(Opcode::LIST_APPEND, 1, none);
            self.jump(Opcode::JUMP_NO_INTERRUPT, reraise_star, none);
        }
        Ok(())
    }

    /// Raises what is left of the group, if anything.
    fn finish_star_handlers(&mut self, reraise_star: Label, end: Label) {
        let none = Location::NONE;
        let reraise = self.new_label();
        self.use_label(reraise_star);
        self.op_i(Opcode::CALL_INTRINSIC_2, intrinsic_2::PREP_RERAISE_STAR, none);
        self.op_i(Opcode::COPY, 1, none);
        self.jump(Opcode::POP_JUMP_IF_NOT_NONE, reraise, none);
        self.op(Opcode::POP_TOP, none);
        self.op(Opcode::POP_BLOCK, none);
        self.op(Opcode::POP_EXCEPT, none);
        self.jump(Opcode::JUMP_NO_INTERRUPT, end, none);
        self.use_label(reraise);
        self.op(Opcode::POP_BLOCK, none);
        self.op_i(Opcode::SWAP, 2, none);
        self.op(Opcode::POP_EXCEPT, none);
        self.op_i(Opcode::RERAISE, 0, none);
    }
}
