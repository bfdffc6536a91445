//! What code generation writes: instructions with pseudo-opcodes and labels, as `Python/instruction_sequence.c` has them.

use crate::ast::NodeId;
use crate::bytecode::Opcode;

/// Where an instruction comes from: one-based lines, zero-based columns in UTF-8 bytes of their line; -1 is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    pub line: i32,
    pub end_line: i32,
    pub col: i32,
    pub end_col: i32,
}

impl Location {
    /// No location: the instruction belongs to no line.
    pub const NONE: Self = Self::new(-1, -1, -1, -1);
    /// The location of the instruction that follows.
    pub const NEXT: Self = Self::new(-2, -2, -2, -2);

    pub const fn new(line: i32, end_line: i32, col: i32, end_col: i32) -> Self {
        Self { line, end_line, col, end_col }
    }
}

/// A jump target, placed once by [`InstructionSequence::use_label`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(pub u32);

/// One instruction before assembly. For opcodes with a target (`has_target`), `arg` is the label's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SequenceInstruction {
    pub opcode: Opcode,
    pub arg: u32,
    pub location: Location,
    /// The node it was written for.
    pub node: Option<NodeId>,
}

/// Instructions of one code unit in source order.
///
/// Protected regions are written as in CPython: `SETUP_FINALLY`/`SETUP_CLEANUP`/`SETUP_WITH` name the handler's label,
/// `POP_BLOCK` ends the region. Arguments of local-variable opcodes index [`super::Unit::varnames`]; those of cell opcodes
/// (`LOAD_DEREF`, `STORE_DEREF`, `DELETE_DEREF`, `LOAD_FROM_DICT_OR_DEREF`, `LOAD_CLOSURE`, `MAKE_CELL`) index cell variables
/// followed by free variables. The low bits of `LOAD_ATTR`, `LOAD_GLOBAL`, `LOAD_SUPER_ATTR` and `COMPARE_OP` are packed by
/// code generation as in `codegen.c`.
#[derive(Clone, Debug, Default)]
pub struct InstructionSequence {
    instructions: Vec<SequenceInstruction>,
    /// For each label, the index of the instruction it stands before.
    labels: Vec<Option<u32>>,
    /// The node that is being written.
    pub node: Option<NodeId>,
    /// What replaces `ANNOTATIONS_PLACEHOLDER`; it has no labels.
    pub annotations: Option<Box<InstructionSequence>>,
}

impl InstructionSequence {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn instructions(&self) -> &[SequenceInstruction] {
        &self.instructions
    }

    pub fn len(&self) -> usize {
        self.instructions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.instructions.is_empty()
    }

    pub fn new_label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() as u32 - 1)
    }

    pub fn has_labels(&self) -> bool {
        !self.labels.is_empty()
    }

    /// Places the label before the next instruction to be emitted.
    pub fn use_label(&mut self, label: Label) {
        let here = self.instructions.len() as u32;
        if let Some(place) = self.labels.get_mut(label.0 as usize) {
            *place = Some(here);
        }
    }

    /// Index of the instruction the label stands before, once it is placed.
    pub fn label_index(&self, label: u32) -> Option<u32> {
        self.labels.get(label as usize).copied().flatten()
    }

    /// Appends an instruction without a target; `arg` is 0 for opcodes without one.
    pub fn emit(&mut self, opcode: Opcode, arg: u32, location: Location) {
        self.instructions.push(SequenceInstruction { opcode, arg, location, node: self.node });
    }

    /// Appends a jump or block push.
    pub fn emit_jump(&mut self, opcode: Opcode, target: Label, location: Location) {
        self.emit(opcode, target.0, location);
    }

    /// Inserts before the instruction at `index`; labels placed at or after it move along.
    pub fn insert(&mut self, index: usize, opcode: Opcode, arg: u32, location: Location) {
        let index = index.min(self.instructions.len());
        self.instructions.insert(index, SequenceInstruction { opcode, arg, location, node: self.node });
        for place in self.labels.iter_mut().flatten() {
            if *place as usize >= index {
                *place += 1;
            }
        }
    }

    /// The last instruction emitted.
    pub fn last(&self) -> Option<&SequenceInstruction> {
        self.instructions.last()
    }
}
