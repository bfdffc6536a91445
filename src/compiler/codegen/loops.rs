//! Loops.
use super::fblock::BlockType;
use super::{Codegen, Gen};
use crate::ast::{NodeId, NodeKind};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;

impl Codegen<'_> {
    pub(super) fn for_stmt(&mut self, stmt: NodeId) -> Gen {
        let NodeKind::For { target, iter, body, orelse, .. } = self.ast.kind(stmt) else { return Ok(()) };
        let start = self.new_label();
        let cleanup = self.new_label();
        let end = self.new_label();
        self.push_labelled_block(BlockType::ForLoop, Some(start), Some(end), self.loc(stmt), stmt)?;
        self.visit_expr(*iter)?;
        let loc = self.loc(*iter);
        self.op(Opcode::GET_ITER, loc);
        self.use_label(start);
        self.jump(Opcode::FOR_ITER, cleanup, loc);
        // Gives a target on another line an event of its own when tracing.
        self.op(Opcode::NOP, self.loc(*target));
        self.visit_expr(*target)?;
        self.visit_stmts(*body)?;
        self.jump(Opcode::JUMP, start, Location::NONE);
        self.use_label(cleanup);
        self.op(Opcode::END_FOR, Location::NONE);
        self.op(Opcode::POP_ITER, Location::NONE);
        self.pop_block();
        self.visit_stmts(*orelse)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn async_for(&mut self, stmt: NodeId) -> Gen {
        let NodeKind::AsyncFor { target, iter, body, orelse, .. } = self.ast.kind(stmt) else {
            return Ok(());
        };
        let loc = self.loc(stmt);
        let iter_loc = self.loc(*iter);
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        self.visit_expr(*iter)?;
        self.op(Opcode::GET_AITER, iter_loc);
        self.use_label(start);
        self.push_labelled_block(BlockType::ForLoop, Some(start), Some(end), loc, stmt)?;
        self.jump(Opcode::SETUP_FINALLY, except, loc);
        self.op(Opcode::GET_ANEXT, loc);
        self.load_const(Constant::None, loc);
        self.use_label(send);
        self.yield_from(loc, true);
        self.op(Opcode::POP_BLOCK, loc);
        self.op(Opcode::NOT_TAKEN, loc);
        self.visit_expr(*target)?;
        self.visit_stmts(*body)?;
        self.jump(Opcode::JUMP, start, Location::NONE);
        self.pop_block();
        self.use_label(except);
        self.jump(Opcode::END_ASYNC_FOR, send, iter_loc);
        self.visit_stmts(*orelse)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn while_stmt(&mut self, stmt: NodeId) -> Gen {
        let NodeKind::While { test, body, orelse } = self.ast.kind(stmt) else { return Ok(()) };
        let start = self.new_label();
        let end = self.new_label();
        let anchor = self.new_label();
        self.use_label(start);
        self.push_labelled_block(BlockType::WhileLoop, Some(start), Some(end), self.loc(stmt), stmt)?;
        self.jump_if(*test, anchor, false)?;
        self.visit_stmts(*body)?;
        self.jump(Opcode::JUMP, start, Location::NONE);
        self.pop_block();
        self.use_label(anchor);
        self.visit_stmts(*orelse)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn break_stmt(&mut self, stmt: NodeId) -> Gen {
        let mut loc = self.loc(stmt);
        self.op(Opcode::NOP, loc);
        let Some(found) = self.unwind_blocks(&mut loc, false, true, stmt)? else {
            return Err(self.error("'break' outside loop", stmt));
        };
        self.unwind_block(&found, &mut loc, false, stmt)?;
        if let Some(exit) = found.exit {
            self.jump(Opcode::JUMP, exit, loc);
        }
        Ok(())
    }

    pub(super) fn continue_stmt(&mut self, stmt: NodeId) -> Gen {
        let mut loc = self.loc(stmt);
        self.op(Opcode::NOP, loc);
        let Some(found) = self.unwind_blocks(&mut loc, false, true, stmt)? else {
            return Err(self.error("'continue' not properly in loop", stmt));
        };
        if let Some(start) = found.start {
            self.jump(Opcode::JUMP, start, loc);
        }
        Ok(())
    }
}
