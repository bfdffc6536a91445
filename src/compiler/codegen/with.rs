//! `with` and `async with`.
use super::fblock::BlockType;
use super::oparg::special;
use super::{Codegen, Gen};
use crate::ast::{NodeId, NodeKind, NodeList};
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::{Label, Location};

impl Codegen<'_> {
    /// Several items are nested statements of one item each.
    pub(super) fn with_items(&mut self, items: &[NodeId], body: NodeList, is_async: bool) -> Gen {
        let Some((&item, inner)) = items.split_first() else { return self.visit_stmts(body) };
        let NodeKind::WithItem { context_expr, optional_vars } = self.ast.kind(item) else { return Ok(()) };
        let final_label = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.visit_expr(*context_expr)?;
        let loc = self.loc(*context_expr);
        self.enter_context(loc, is_async);
        self.jump(Opcode::SETUP_WITH, final_label, loc);
        self.push_block(if is_async { BlockType::AsyncWith } else { BlockType::With }, loc, *context_expr)?;
        match optional_vars {
            Some(target) => self.visit_expr(*target)?,
            None => self.op(Opcode::POP_TOP, loc),
        }
        self.with_items(inner, body, is_async)?;
        self.pop_block();
        self.op(Opcode::POP_BLOCK, if is_async { loc } else { Location::NONE });
        self.call_exit_with_nones(loc);
        if is_async {
            self.await_value(2, loc);
        }
        self.op(Opcode::POP_TOP, loc);
        self.jump(Opcode::JUMP, exit, loc);

        self.use_label(final_label);
        self.jump(Opcode::SETUP_CLEANUP, cleanup, loc);
        self.op(Opcode::PUSH_EXC_INFO, loc);
        self.op(Opcode::WITH_EXCEPT_START, loc);
        if is_async {
            self.await_value(2, loc);
        }
        self.finish_with_except(cleanup);
        self.use_label(exit);
        Ok(())
    }

    /// Looks both special methods up before either is called.
    fn enter_context(&mut self, loc: Location, is_async: bool) {
        let (enter, exit) =
            if is_async { (special::AENTER, special::AEXIT) } else { (special::ENTER, special::EXIT) };
        self.op_i(Opcode::COPY, 1, loc);
        self.op_i(Opcode::LOAD_SPECIAL, exit, loc);
        self.op_i(Opcode::SWAP, 2, loc);
        self.op_i(Opcode::SWAP, 3, loc);
        self.op_i(Opcode::LOAD_SPECIAL, enter, loc);
        self.op_i(Opcode::CALL, 0, loc);
        if is_async {
            self.await_value(1, loc);
        }
    }

    /// The exception goes on unless `__exit__` returned something true.
    fn finish_with_except(&mut self, cleanup: Label) {
        let none = Location::NONE;
        let suppress = self.new_label();
        self.op(Opcode::TO_BOOL, none);
        self.jump(Opcode::POP_JUMP_IF_TRUE, suppress, none);
        self.op_i(Opcode::RERAISE, 2, none);
        self.use_label(suppress);
        self.op(Opcode::POP_TOP, none);
        self.op(Opcode::POP_BLOCK, none);
        self.op(Opcode::POP_EXCEPT, none);
        for _ in 0..3 {
            self.op(Opcode::POP_TOP, none);
        }
        let exit = self.new_label();
        self.jump(Opcode::JUMP_NO_INTERRUPT, exit, none);
        self.use_label(cleanup);
        self.pop_except_and_reraise(none);
        self.use_label(exit);
    }
}
