//! Frame blocks: what `break`, `continue` and `return` must unwind on their way out.
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::{Label, Location};
use crate::diagnostic::Diagnostic;
use std::rc::Rc;

/// Most blocks that may nest in one unit (`CO_MAXBLOCKS`).
const MAX_BLOCKS: usize = 21;

#[derive(Clone, Debug)]
pub(super) enum BlockType {
    WhileLoop,
    ForLoop,
    TryExcept,
    /// The body of a `try` with this `finally`.
    FinallyTry(NodeList),
    FinallyEnd,
    With,
    AsyncWith,
    /// The body of an `except`, with the name it binds.
    HandlerCleanup(Option<Rc<str>>),
    /// A return value waits on the stack.
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehensionGenerator,
    /// Nothing leaves it halfway, but it counts.
    InlinedComprehension,
    StopIteration,
}

#[derive(Clone, Debug)]
pub(super) struct FrameBlock {
    pub block_type: BlockType,
    /// Where `continue` jumps.
    pub start: Option<Label>,
    /// Where `break` jumps.
    pub exit: Option<Label>,
    pub loc: Location,
}

impl FrameBlock {
    fn is_loop(&self) -> bool {
        matches!(self.block_type, BlockType::WhileLoop | BlockType::ForLoop)
    }
}

impl Codegen<'_> {
    pub(super) fn push_block(&mut self, block_type: BlockType, loc: Location, node: NodeId) -> Gen {
        self.push_labelled_block(block_type, None, None, loc, node)
    }

    pub(super) fn push_labelled_block(
        &mut self,
        block_type: BlockType,
        start: Option<Label>,
        exit: Option<Label>,
        loc: Location,
        node: NodeId,
    ) -> Gen {
        if self.unit().frame_blocks.len() >= MAX_BLOCKS {
            return Err(self.error("too many statically nested blocks", node));
        }
        self.unit_mut().frame_blocks.push(FrameBlock { block_type, start, exit, loc });
        Ok(())
    }

    pub(super) fn pop_block(&mut self) {
        self.unit_mut().frame_blocks.pop();
    }

    /// Emits what leaving one block takes. With `preserve_tos` the value on top survives. `loc` becomes artificial where
    /// the rest of the way out belongs to no line.
    pub(super) fn unwind_block(
        &mut self,
        block: &FrameBlock,
        loc: &mut Location,
        preserve_tos: bool,
        node: NodeId,
    ) -> Gen {
        match &block.block_type {
            BlockType::WhileLoop
            | BlockType::ExceptionHandler
            | BlockType::ExceptionGroupHandler
            | BlockType::AsyncComprehensionGenerator
            | BlockType::InlinedComprehension
            | BlockType::StopIteration => {}
            BlockType::ForLoop | BlockType::PopValue => self.pop_below(*loc, preserve_tos),
            BlockType::TryExcept => self.op(Opcode::POP_BLOCK, *loc),
            BlockType::FinallyTry(body) => {
                self.op(Opcode::POP_BLOCK, *loc);
                if preserve_tos {
                    self.push_block(BlockType::PopValue, *loc, node)?;
                }
                self.visit_stmts(*body)?;
                if preserve_tos {
                    self.pop_block();
                }
                *loc = Location::NONE;
            }
            BlockType::FinallyEnd => {
                self.pop_below(*loc, preserve_tos);
                self.leave_handler(*loc, preserve_tos);
            }
            BlockType::With | BlockType::AsyncWith => {
                *loc = block.loc;
                self.op(Opcode::POP_BLOCK, *loc);
                if preserve_tos {
                    self.op_i(Opcode::SWAP, 3, *loc);
                    self.op_i(Opcode::SWAP, 2, *loc);
                }
                self.call_exit_with_nones(*loc);
                if matches!(block.block_type, BlockType::AsyncWith) {
                    self.await_value(2, *loc);
                }
                self.op(Opcode::POP_TOP, *loc);
                *loc = Location::NONE;
            }
            BlockType::HandlerCleanup(name) => {
                if name.is_some() {
                    self.op(Opcode::POP_BLOCK, *loc);
                }
                self.leave_handler(*loc, preserve_tos);
                if let Some(name) = name {
                    self.unbind_exception(name, *loc)?;
                }
            }
        }
        Ok(())
    }

    /// Pops the value on top, or the one below it.
    fn pop_below(&mut self, loc: Location, preserve_tos: bool) {
        if preserve_tos {
            self.op_i(Opcode::SWAP, 2, loc);
        }
        self.op(Opcode::POP_TOP, loc);
    }

    fn leave_handler(&mut self, loc: Location, preserve_tos: bool) {
        if preserve_tos {
            self.op_i(Opcode::SWAP, 2, loc);
        }
        self.op(Opcode::POP_BLOCK, loc);
        self.op(Opcode::POP_EXCEPT, loc);
    }

    /// `name = None; del name` at the end of an `except .. as name`.
    pub(super) fn unbind_exception(&mut self, name: &Rc<str>, loc: Location) -> Gen {
        self.load_const(Constant::None, loc);
        self.name_op(name, ExprContext::Store, loc)?;
        self.name_op(name, ExprContext::Del, loc)
    }

    pub(super) fn call_exit_with_nones(&mut self, loc: Location) {
        for _ in 0..3 {
            self.load_const(Constant::None, loc);
        }
        self.op_i(Opcode::CALL, 3, loc);
    }

    /// Unwinds all blocks, or those inside the innermost loop, which is returned. Each block is out of the way while its
    /// own `finally` is emitted.
    pub(super) fn unwind_blocks(
        &mut self,
        loc: &mut Location,
        preserve_tos: bool,
        stop_at_loop: bool,
        node: NodeId,
    ) -> Result<Option<FrameBlock>, Diagnostic> {
        let mut unwound = Vec::new();
        let mut found = None;
        while let Some(top) = self.unit().frame_blocks.last() {
            if matches!(top.block_type, BlockType::ExceptionGroupHandler) {
                let message = "'break', 'continue' and 'return' cannot appear in an except* block";
                return Err(self.error(message, node));
            }
            if stop_at_loop && top.is_loop() {
                found = Some(top.clone());
                break;
            }
            let Some(block) = self.unit_mut().frame_blocks.pop() else { break };
            self.unwind_block(&block, loc, preserve_tos, node)?;
            unwound.push(block);
        }
        self.unit_mut().frame_blocks.extend(unwound.into_iter().rev());
        Ok(found)
    }
}
