//! Loads of locals that need not count a reference (`optimize_load_fast`).
//!
//! A block is run on a stack of *origins*: which instruction pushed a value and from which local. A load may borrow if its
//! value leaves the stack within the block, while the local still holds it, and is not stored into a local.

use super::graph::{BlockId, Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;
use crate::diagnostic::Diagnostic;

/// Where a value on the stack comes from.
#[derive(Clone, Copy)]
struct Origin {
    /// Index in the block, or [`NONE`] for values that were there on entry.
    instruction: u32,
    /// Or [`NONE`].
    local: u32,
}

/// No index is as large.
const NONE: u32 = u32::MAX;

/// Few stacks grow higher.
const USUAL_DEPTH: usize = 16;

/// State while one block is run.
struct Run {
    stack: Vec<Origin>,
    /// Per instruction of the block: what it pushed must be counted.
    counted: Vec<bool>,
}

pub fn borrow_loads(graph: &mut Graph) -> Result<(), Diagnostic> {
    if graph.traits & traits::FAST_LOAD == 0 {
        return Ok(());
    }
    let mut todo = graph.traversal_stack();
    let mut run = Run { stack: Vec::with_capacity(USUAL_DEPTH), counted: Vec::new() };
    let entry = graph.entry;
    graph[entry].start_depth = Some(0);
    graph.visit(entry);
    todo.push(entry);
    while let Some(id) = todo.pop() {
        let depth = graph[id].start_depth.filter(|depth| *depth >= 0);
        let depth = depth.ok_or_else(|| malformed("a block of unknown depth"))?;
        run.block(graph.code(id), depth.unsigned_abs() as usize)
            .ok_or_else(|| malformed("stack underflow"))?;
        // CPython does not look past an empty block here, so what only follows one keeps its counted loads.
        let fallthrough = graph.fallthrough(id).filter(|_| !graph[id].is_empty());
        for successor in [jump_target(graph, id), fallthrough].into_iter().flatten() {
            if graph.visit(successor) {
                todo.push(successor);
            }
        }
        rewrite(graph.code_mut(id), &run.counted);
    }
    graph.keep_stack(todo);
    Ok(())
}

/// Of the jump that ends the block, behind which `NOT_TAKEN` may stand.
fn jump_target(graph: &Graph, id: BlockId) -> Option<BlockId> {
    let jump = graph.code(id).iter().rev().find(|i| i.opcode != Opcode::NOT_TAKEN)?;
    jump.target.filter(|_| jump.opcode.has_jump())
}

fn rewrite(block: &mut [Instruction], counted: &[bool]) {
    for (instruction, counted) in block.iter_mut().zip(counted) {
        if *counted {
            continue;
        }
        match instruction.opcode {
            Opcode::LOAD_FAST => instruction.opcode = Opcode::LOAD_FAST_BORROW,
            Opcode::LOAD_FAST_LOAD_FAST => instruction.opcode = Opcode::LOAD_FAST_BORROW_LOAD_FAST_BORROW,
            _ => {}
        }
    }
}

impl Run {
    /// Runs a block that is entered with `depth` values on the stack. `None` if the stack underflows.
    fn block(&mut self, block: &[Instruction], depth: usize) -> Option<()> {
        self.stack.clear();
        self.stack.resize(depth, Origin { instruction: NONE, local: NONE });
        self.counted.clear();
        self.counted.resize(block.len(), false);
        for (index, instruction) in (0..).zip(block) {
            self.step(index, instruction)?;
        }
        for index in 0..self.stack.len() {
            self.count(self.stack[index]);
        }
        Some(())
    }

    fn push(&mut self, instruction: u32, local: u32) {
        self.stack.push(Origin { instruction, local });
    }

    fn push_results(&mut self, instruction: u32, count: i32) {
        for _ in 0..count {
            self.push(instruction, NONE);
        }
    }

    fn pop(&mut self, count: i32) -> Option<()> {
        let left = self.stack.len().checked_sub(usize::try_from(count).ok()?)?;
        self.stack.truncate(left);
        Some(())
    }

    fn count(&mut self, origin: Origin) {
        if let Some(counted) = self.counted.get_mut(origin.instruction as usize) {
            *counted = true;
        }
    }

    /// Values of this local that are on the stack outlive the local's own reference.
    fn kill(&mut self, local: u32) {
        for index in 0..self.stack.len() {
            if self.stack[index].local == local {
                self.count(self.stack[index]);
            }
        }
    }

    fn store(&mut self, local: u32) -> Option<()> {
        let stored = self.stack.pop()?;
        self.kill(local);
        self.count(stored);
        Some(())
    }

    /// `None` if the stack underflows.
    fn step(&mut self, index: u32, instruction: &Instruction) -> Option<()> {
        use Opcode::*;
        let Instruction { opcode, arg, .. } = *instruction;
        match opcode {
            LOAD_FAST => self.push(index, arg),
            LOAD_FAST_AND_CLEAR => {
                self.kill(arg);
                self.push(index, arg);
            }
            LOAD_FAST_LOAD_FAST => {
                self.push(index, arg >> 4);
                self.push(index, arg & 15);
            }
            DELETE_FAST => self.kill(arg),
            STORE_FAST => self.store(arg)?,
            STORE_FAST_LOAD_FAST => {
                self.store(arg >> 4)?;
                self.push(index, arg & 15);
            }
            STORE_FAST_STORE_FAST => {
                self.store(arg >> 4)?;
                self.store(arg & 15)?;
            }
            COPY => {
                let from = self.stack.len().checked_sub(arg as usize)?;
                self.stack.push(*self.stack.get(from)?);
            }
            SWAP => {
                let top = self.stack.len().checked_sub(1)?;
                let other = self.stack.len().checked_sub(arg as usize)?;
                self.stack.swap(top, other.min(top));
            }
            // These leave what they look at. CPython books their results on the block's first instructions (a loop variable
            // shadows the instruction's index), and so do we: it decides which loads borrow.
            FORMAT_SIMPLE | GET_ANEXT | GET_LEN | GET_YIELD_FROM_ITER | IMPORT_FROM | MATCH_KEYS
            | MATCH_MAPPING | MATCH_SEQUENCE | WITH_EXCEPT_START => {
                for booked in 0..opcode.stack_effect(arg, false) {
                    self.push(booked.unsigned_abs(), NONE);
                }
            }
            DICT_MERGE | DICT_UPDATE | LIST_APPEND | LIST_EXTEND | MAP_ADD | RERAISE | SET_ADD
            | SET_UPDATE => {
                self.pop(-opcode.stack_effect(arg, false))?;
            }
            CHECK_EXC_MATCH => {
                self.pop(1)?;
                self.push(index, NONE);
            }
            FOR_ITER => self.push(index, NONE),
            LOAD_ATTR | LOAD_SUPER_ATTR => {
                let object = self.stack.pop()?;
                self.pop(if opcode == LOAD_SUPER_ATTR { 2 } else { 0 })?;
                self.push(index, NONE);
                if arg & 1 != 0 {
                    // A method call keeps the object as self.
                    self.stack.push(object);
                }
            }
            LOAD_SPECIAL => {
                let object = self.stack.pop()?;
                self.push(index, NONE);
                self.stack.push(object);
            }
            SEND => {
                self.pop(1)?;
                self.push(index, NONE);
            }
            _ => {
                self.pop(opcode.pops(arg))?;
                self.push_results(index, opcode.pushes(arg));
            }
        }
        Some(())
    }
}
