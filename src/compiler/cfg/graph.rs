//! The control-flow graph: basic blocks, linked in the order in which they will be laid out, and one arena for all their
//! instructions.
//!
//! A block owns a run of the arena's slots. CPython keeps a block's instructions in an array that only grows, and an
//! instruction appended by the compiler itself keeps the handler of whatever stood in its slot before. Exception tables show
//! it, so slots behind a block's last instruction keep what they held here too.

use std::num::NonZeroU32;
use std::ops::{Index, IndexMut, Range};

use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;
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
    /// What a slot holds that never held an instruction.
    const VACANT: Self = Self::new(Opcode::NOP, 0, Location::NONE);

    pub const fn new(opcode: Opcode, arg: u32, location: Location) -> Self {
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

/// Instructions that are entered only at the first and left only at the last; [`Graph::code`] has them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Block {
    /// The first of its slots.
    start: u32,
    /// Instructions.
    len: u32,
    /// Slots; those behind the instructions are spare.
    slots: u32,
    /// The block laid out after this one.
    pub next: Option<BlockId>,
    /// Value-stack depth on entry, once it is known.
    pub start_depth: Option<i32>,
    /// An exception handler that finds the failing instruction's offset below the exception.
    pub preserve_lasti: bool,
    /// Something jumps here.
    pub has_label: bool,
    pub except_handler: bool,
    pub cold: bool,
    pub warm: bool,
    visited: bool,
    pub predecessors: u32,
    /// Bit i: local i (of the first 64) may be unbound on entry.
    pub(super) unsafe_locals: u64,
}

impl Block {
    pub fn len(&self) -> usize {
        self.len as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Once the graph is laid out, the index of its first instruction there.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    fn range(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.len as usize
    }
}

/// The blocks of a graph, by the order in which they were made.
#[derive(Clone, Debug)]
pub struct Blocks(Vec<Block>);

impl Index<BlockId> for Blocks {
    type Output = Block;

    fn index(&self, id: BlockId) -> &Block {
        &self.0[id.index()]
    }
}

impl IndexMut<BlockId> for Blocks {
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.0[id.index()]
    }
}

impl Blocks {
    /// Marks the block visited; true if it was not before.
    pub(super) fn visit(&mut self, id: BlockId) -> bool {
        !std::mem::replace(&mut self[id].visited, true)
    }
}

/// All blocks of one code unit. A graph is emptied and used again for the next unit, so that its memory is.
#[derive(Clone, Debug)]
pub struct Graph {
    blocks: Blocks,
    slots: Vec<Instruction>,
    pub entry: BlockId,
    /// The [`traits`] of all instructions as they were built, joined: passes with nothing to
    /// do see it here. No pass makes an instruction of a group that was not there, but for jumps.
    pub(super) traits: u16,
    /// Room for [`Graph::traversal_stack`].
    stack: Vec<BlockId>,
    /// Room for [`Graph::lay_out`].
    other_slots: Vec<Instruction>,
}

impl Default for Graph {
    fn default() -> Self {
        Self {
            blocks: Blocks(vec![Block::default()]),
            slots: Vec::new(),
            entry: BlockId::ENTRY,
            traits: 0,
            stack: Vec::new(),
            other_slots: Vec::new(),
        }
    }
}

impl Index<BlockId> for Graph {
    type Output = Block;

    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id]
    }
}

impl IndexMut<BlockId> for Graph {
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id]
    }
}

/// A loop over the blocks in layout order, which may lay out others behind the one it is at.
#[derive(Default)]
pub struct Walk(Option<BlockId>);

impl Walk {
    pub fn next(&mut self, graph: &Graph) -> Option<BlockId> {
        self.0 = match self.0 {
            None => Some(graph.entry),
            Some(id) => graph[id].next,
        };
        self.0
    }
}

/// Slots that a block gets beyond those it needs when it has to move, at least.
const MIN_SPARE: usize = 4;

impl Graph {
    /// Forgets everything but one empty block, and makes room for this many instructions.
    pub(super) fn start(&mut self, instructions: usize) {
        self.blocks.0.clear();
        self.blocks.0.push(Block::default());
        self.slots.clear();
        self.slots.reserve(instructions);
        self.traits = 0;
    }

    /// Appends an instruction to the block that is being built, the last of the arena; returns its traits.
    pub(super) fn push_built(&mut self, instruction: Instruction) -> u16 {
        self.slots.push(instruction);
        let traits = instruction.opcode.traits();
        self.traits |= traits;
        traits
    }

    /// The block that is being built has no instruction yet.
    pub(super) fn is_fresh(&self, id: BlockId) -> bool {
        self.slots.len() == self[id].start as usize
    }

    /// The last instruction built.
    pub(super) fn last_built(&self) -> Option<Opcode> {
        self.slots.last().map(|i| i.opcode)
    }

    /// Ends the block that is being built; passes may append `spare` instructions before it has to move.
    pub(super) fn end_built(&mut self, id: BlockId, spare: u32) {
        let len = self.slots.len() as u32 - self[id].start;
        self.slots.resize(self.slots.len() + spare as usize, Instruction::VACANT);
        self[id].len = len;
        self[id].slots = len + spare;
    }

    /// All instructions, with vacant slots between them.
    pub(super) fn built_mut(&mut self) -> &mut [Instruction] {
        &mut self.slots
    }

    /// A block's instructions.
    pub fn code(&self, id: BlockId) -> &[Instruction] {
        &self.slots[self[id].range()]
    }

    pub fn code_mut(&mut self, id: BlockId) -> &mut [Instruction] {
        let range = self[id].range();
        &mut self.slots[range]
    }

    /// Lays a new, empty block out directly after another.
    pub fn insert_after(&mut self, id: BlockId) -> BlockId {
        let new = BlockId::from_index(self.block_count());
        let next = self[id].next;
        self.blocks.0.push(Block { start: self.slots.len() as u32, next, ..Block::default() });
        self[id].next = Some(new);
        new
    }

    pub(super) fn blocks_mut(&mut self) -> &mut Blocks {
        &mut self.blocks
    }

    /// A block's instructions and all blocks, for loops over the ones that change the others.
    pub(super) fn split(&mut self, id: BlockId) -> (&mut [Instruction], &mut Blocks) {
        let range = self[id].range();
        (&mut self.slots[range], &mut self.blocks)
    }

    /// Puts an instruction, handler and all, behind a block's last.
    pub(super) fn push(&mut self, id: BlockId, instruction: Instruction) {
        let slot = self.free_slot(id);
        self.slots[slot] = instruction;
        self[id].len += 1;
    }

    /// Appends an instruction as `basicblock_addop` does: its handler is what its slot held.
    pub(super) fn append(&mut self, id: BlockId, mut instruction: Instruction) {
        let slot = self.free_slot(id);
        instruction.except = self.slots[slot].except;
        self.slots[slot] = instruction;
        self[id].len += 1;
    }

    /// Puts copies of one block's instructions behind another's.
    pub(super) fn push_copy(&mut self, id: BlockId, of: BlockId) {
        for index in 0..self[of].len() {
            let copied = self.code(of)[index];
            self.push(id, copied);
        }
    }

    /// The slot behind a block's last instruction. A block without spare slots that does not end the arena moves there.
    fn free_slot(&mut self, id: BlockId) -> usize {
        let Block { start, len, slots, .. } = self[id];
        if len < slots {
            return (start + len) as usize;
        }
        if (start + slots) as usize == self.slots.len() {
            self.slots.push(Instruction::VACANT);
            self[id].slots += 1;
            return (start + len) as usize;
        }
        let moved = self.slots.len();
        self.slots.extend_from_within(self[id].range());
        let spare = MIN_SPARE.max(len as usize / 2);
        self.slots.resize(self.slots.len() + spare, Instruction::VACANT);
        let block = &mut self[id];
        block.start = moved as u32;
        block.slots = len + spare as u32;
        moved + len as usize
    }

    /// Forgets all instructions but the first `kept`; their slots keep their handlers.
    pub(super) fn truncate(&mut self, id: BlockId, kept: usize) {
        let block = &mut self[id];
        block.len = block.len.min(kept as u32);
    }

    /// The instruction that ends a block.
    pub fn last(&self, id: BlockId) -> Option<&Instruction> {
        let Block { start, len, .. } = self[id];
        len.checked_sub(1).map(|last| &self.slots[start as usize + last as usize])
    }

    pub fn last_mut(&mut self, id: BlockId) -> Option<&mut Instruction> {
        let Block { start, len, .. } = self[id];
        len.checked_sub(1).map(|last| &mut self.slots[start as usize + last as usize])
    }

    /// The [`traits`] of the instruction that ends a block.
    fn last_traits(&self, id: BlockId) -> u16 {
        self.last(id).map_or(0, |i| i.opcode.traits())
    }

    /// Control can run over the end of the block into the next one.
    pub fn has_fallthrough(&self, id: BlockId) -> bool {
        self.last_traits(id) & (traits::EXIT | traits::UNCONDITIONAL) == 0
    }

    /// The block that control falls into at the end of this one.
    pub fn fallthrough(&self, id: BlockId) -> Option<BlockId> {
        self[id].next.filter(|_| self.has_fallthrough(id))
    }

    /// Where the jump goes that ends the block, if one does; `normalize_jumps` puts `NOT_TAKEN` behind some.
    pub(super) fn jump_target(&self, id: BlockId) -> Option<BlockId> {
        self.last(id).filter(|i| i.opcode.has_jump()).and_then(|i| i.target)
    }

    /// Where control goes from a block without an exception.
    pub(super) fn successors(&self, id: BlockId) -> impl Iterator<Item = BlockId> + use<> {
        [self.fallthrough(id), self.jump_target(id)].into_iter().flatten()
    }

    pub fn exits_scope(&self, id: BlockId) -> bool {
        self.last_traits(id) & traits::EXIT != 0
    }

    pub fn has_eval_break(&self, id: BlockId) -> bool {
        self.code(id).iter().any(|i| i.opcode.has_eval_break())
    }

    pub fn has_no_line(&self, id: BlockId) -> bool {
        self.code(id).iter().all(|i| i.line() < 0)
    }

    /// Blocks ever made, all of them laid out.
    pub fn block_count(&self) -> usize {
        self.blocks.0.len()
    }

    /// A loop over the blocks in layout order.
    pub fn walk(&self) -> Walk {
        Walk::default()
    }

    /// The blocks in layout order.
    pub fn order(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.block_count());
        let mut walk = self.walk();
        while let Some(id) = walk.next(self) {
            order.push(id);
        }
        order
    }

    /// The first block from here on, in layout order, that has instructions.
    pub fn next_nonempty(&self, from: Option<BlockId>) -> Option<BlockId> {
        let mut at = from;
        while let Some(id) = at {
            if !self[id].is_empty() {
                return at;
            }
            at = self[id].next;
        }
        None
    }

    pub(super) fn clear_visited(&mut self) {
        for block in &mut self.blocks.0 {
            block.visited = false;
        }
    }

    /// Marks the block visited; true if it was not before.
    pub(super) fn visit(&mut self, id: BlockId) -> bool {
        self.blocks.visit(id)
    }

    pub(super) fn is_visited(&self, id: BlockId) -> bool {
        self[id].visited
    }

    /// Lets the block be visited again.
    pub(super) fn unvisit(&mut self, id: BlockId) {
        self[id].visited = false;
    }

    /// Starts a traversal: no block is visited, and the stack of blocks to do is empty (`make_cfg_traversal_stack`). Whoever
    /// is done with the stack should [give it back](Self::keep_stack).
    pub(super) fn traversal_stack(&mut self) -> Vec<BlockId> {
        self.clear_visited();
        std::mem::take(&mut self.stack)
    }

    /// Keeps the memory of an empty stack for the next traversal.
    pub(super) fn keep_stack(&mut self, stack: Vec<BlockId>) {
        self.stack = stack;
        self.stack.clear();
    }

    /// Puts the instructions of all blocks in layout order, without gaps; [`Block::start`] says where each block begins.
    /// False if blocks are left that do not follow one another.
    pub(in crate::compiler) fn lay_out(&mut self) -> bool {
        self.other_slots.clear();
        self.other_slots.reserve(self.slots.len());
        let mut walk = self.walk();
        let mut left = self.block_count();
        while let Some(id) = walk.next(self) {
            left -= 1;
            let range = self[id].range();
            self[id].start = self.other_slots.len() as u32;
            self[id].slots = self[id].len;
            self.other_slots.extend_from_slice(&self.slots[range]);
        }
        std::mem::swap(&mut self.slots, &mut self.other_slots);
        left == 0
    }

    /// All instructions of a graph that is laid out.
    pub(in crate::compiler) fn laid_out(&self) -> &[Instruction] {
        &self.slots
    }

    pub(in crate::compiler) fn laid_out_mut(&mut self) -> &mut [Instruction] {
        &mut self.slots
    }
}
