//! The control-flow graph: basic blocks in an arena, linked in the order in which they will be laid out.

use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::Location;

/// Index of a basic block in its [`Graph`]; `Option<BlockId>` is as small as a `BlockId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(NonZeroU32);

impl BlockId {
    const ENTRY: Self = Self(NonZeroU32::MIN);

    fn from_index(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.expect("a unit has less than 4 billion blocks"))
    }

    /// In the order in which the blocks were made, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Where an instruction stood in the instruction sequence: its identity from pass to pass. A copy has the original's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(NonZeroU32);

impl Origin {
    /// Nothing if the number does not fit.
    pub fn from_index(index: usize) -> Option<Self> {
        u32::try_from(index + 1).ok().and_then(NonZeroU32::new).map(Self)
    }

    /// In the instruction sequence, annotations in place of their placeholder, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// One instruction of a basic block.
#[derive(Clone, Copy, Debug)]
pub struct Instruction {
    pub opcode: Opcode,
    pub arg: u32,
    pub location: Location,
    /// Where a jump goes, or the handler that a block push names.
    pub target: Option<BlockId>,
    /// The handler that runs if this instruction raises.
    pub except: Option<BlockId>,
    /// None for an instruction that a pass made.
    pub origin: Option<Origin>,
}

impl Instruction {
    pub fn new(opcode: Opcode, arg: u32, location: Location) -> Self {
        Self { opcode, arg, location, target: None, except: None, origin: None }
    }

    /// Replaces opcode and argument; location and handler stay.
    pub fn set(&mut self, opcode: Opcode, arg: u32) {
        self.opcode = opcode;
        self.arg = arg;
    }

    pub fn set_nop(&mut self) {
        self.set(Opcode::NOP, 0);
        self.target = None;
    }

    pub fn line(&self) -> i32 {
        self.location.line
    }
}

/// Instructions that are entered only at the first and left only at the last.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub instructions: Vec<Instruction>,
    /// The block laid out after this one.
    pub next: Option<BlockId>,
    /// Set if something jumps here.
    pub label: Option<u32>,
    /// Value-stack depth on entry, once it is known.
    pub start_depth: Option<i32>,
    /// An exception handler that finds the failing instruction's offset below the exception.
    pub preserve_lasti: bool,
    pub except_handler: bool,
    pub cold: bool,
    pub warm: bool,
    pub predecessors: u32,
    pub(super) visited: bool,
    /// Bit i: local i (of the first 64) may be unbound on entry.
    pub(super) unsafe_locals: u64,
    /// Handlers left in the array slots behind the last instruction, next slot last.
    ///
    /// CPython keeps a block's instructions in an array that only grows, and an instruction appended by the compiler itself
    /// keeps the handler of whatever stood in its slot before. Exception tables show it, so it is reproduced here.
    pub(super) spare: Vec<Option<BlockId>>,
}

impl Block {
    /// Forgets all instructions but the first `kept`; their slots keep their handlers.
    pub(super) fn truncate(&mut self, kept: usize) {
        let dropped = self.instructions.drain(kept.min(self.instructions.len())..);
        self.spare.extend(dropped.rev().map(|i| i.except));
    }

    /// Appends an instruction as `basicblock_addop` does: its handler is what its slot held.
    pub(super) fn append(&mut self, mut instruction: Instruction) {
        instruction.except = self.spare.pop().flatten();
        self.instructions.push(instruction);
    }

    /// Replaces the instructions in a range by others, handlers and all.
    pub(super) fn splice(&mut self, at: std::ops::Range<usize>, with: impl IntoIterator<Item = Instruction>) {
        let before = self.instructions.len();
        self.instructions.splice(at, with);
        let grown = self.instructions.len().saturating_sub(before);
        self.spare.truncate(self.spare.len().saturating_sub(grown));
    }

    pub fn last(&self) -> Option<&Instruction> {
        self.instructions.last()
    }

    /// Control can run over the end of this block into the next one.
    pub fn has_fallthrough(&self) -> bool {
        !self.last().is_some_and(|i| i.opcode.is_scope_exit() || i.opcode.is_unconditional_jump())
    }

    pub fn exits_scope(&self) -> bool {
        self.last().is_some_and(|i| i.opcode.is_scope_exit())
    }

    pub fn has_eval_break(&self) -> bool {
        self.instructions.iter().any(|i| i.opcode.has_eval_break())
    }

    pub fn has_no_line(&self) -> bool {
        self.instructions.iter().all(|i| i.line() < 0)
    }

    /// The opcode of the instruction at `index`, if the block has one there.
    pub fn opcode_at(&self, index: usize) -> Option<Opcode> {
        self.instructions.get(index).map(|i| i.opcode)
    }
}

/// All blocks of one code unit.
#[derive(Clone, Debug)]
pub struct Graph {
    blocks: Vec<Block>,
    pub entry: BlockId,
}

impl Default for Graph {
    fn default() -> Self {
        Self { blocks: vec![Block::default()], entry: BlockId::ENTRY }
    }
}

impl Index<BlockId> for Graph {
    type Output = Block;

    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }
}

impl IndexMut<BlockId> for Graph {
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.index()]
    }
}

impl Graph {
    /// Adds a block that is not yet laid out.
    pub fn add(&mut self, block: Block) -> BlockId {
        self.blocks.push(block);
        BlockId::from_index(self.blocks.len() - 1)
    }

    /// Lays a new block out directly after another.
    pub fn insert_after(&mut self, id: BlockId, mut block: Block) -> BlockId {
        block.next = self[id].next;
        let new = self.add(block);
        self[id].next = Some(new);
        new
    }

    /// Blocks ever made, laid out or not.
    pub fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// The blocks in layout order.
    pub fn order(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut at = Some(self.entry);
        while let Some(id) = at {
            order.push(id);
            at = self[id].next;
        }
        order
    }

    /// The first block from here on, in layout order, that has instructions.
    pub fn next_nonempty(&self, from: Option<BlockId>) -> Option<BlockId> {
        let mut at = from;
        while let Some(id) = at {
            if !self[id].instructions.is_empty() {
                return at;
            }
            at = self[id].next;
        }
        None
    }

    /// One more than the highest label in use.
    pub fn next_label(&self) -> u32 {
        self.blocks.iter().filter_map(|b| b.label).max().map_or(0, |label| label + 1)
    }

    pub(super) fn clear_visited(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
    }

    /// Marks the block visited; true if it was not before.
    pub(super) fn visit(&mut self, id: BlockId) -> bool {
        !std::mem::replace(&mut self[id].visited, true)
    }

    /// Targets of the jump that ends the block (`jumps`) and of its block pushes (`pushes`).
    pub(super) fn targets(&self, id: BlockId, jumps: bool, pushes: bool) -> Vec<BlockId> {
        let wanted = |i: &&Instruction| jumps && i.opcode.has_jump() || pushes && i.opcode.is_block_push();
        self[id].instructions.iter().filter(wanted).filter_map(|i| i.target).collect()
    }

    /// The block that control falls into at the end of this one.
    pub fn fallthrough(&self, id: BlockId) -> Option<BlockId> {
        self[id].next.filter(|_| self[id].has_fallthrough())
    }
}
