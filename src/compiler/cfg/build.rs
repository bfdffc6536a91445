//! Basic blocks from an instruction sequence (`_PyCfg_FromInstructionSequence`, `translate_jump_labels_to_targets`).

use super::graph::{BlockId, Graph, Instruction, Origin};
use super::malformed;
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;
use crate::compiler::instruction_sequence::{InstructionSequence, SequenceInstruction};
use crate::diagnostic::Diagnostic;

/// Splits the sequence into blocks, which start at jump targets and after jumps and exits, and resolves its labels. What the
/// graph held before is gone.
pub fn build(graph: &mut Graph, sequence: &InstructionSequence) -> Result<(), Diagnostic> {
    let instructions = sequence.instructions();
    graph.start(instructions.len());
    let entry = graph.entry;
    let mut block_at = vec![None; instructions.len()];
    if sequence.has_labels() {
        for instruction in instructions.iter().filter(|i| i.opcode.has_target()) {
            let index = target_index(sequence, instruction)?;
            *block_at.get_mut(index).ok_or_else(|| malformed("a label at the end"))? = Some(entry);
        }
    }
    let mut builder = Builder { current: entry, graph, ended: false, added: 0 };
    for (instruction, block) in instructions.iter().zip(&mut block_at) {
        if instruction.opcode == Opcode::ANNOTATIONS_PLACEHOLDER {
            *block = None;
            builder.add_annotations(sequence)?;
            continue;
        }
        if let Some(block) = block {
            *block = builder.place_label();
        }
        builder.add(instruction);
    }
    builder.graph.end_built(builder.current, 0);
    link(graph, sequence, &block_at)
}

/// Puts the block in place of the label in every jump and block push.
fn link(
    graph: &mut Graph,
    sequence: &InstructionSequence,
    block_at: &[Option<BlockId>],
) -> Result<(), Diagnostic> {
    if graph.traits & traits::TARGET == 0 {
        return Ok(());
    }
    for instruction in graph.built_mut().iter_mut().filter(|i| i.opcode.has_target()) {
        let place = sequence.label_index(instruction.arg);
        let block = place.and_then(|index| block_at.get(index as usize).copied().flatten());
        instruction.target = Some(block.ok_or_else(|| malformed("a label without a block"))?);
    }
    Ok(())
}

fn target_index(
    sequence: &InstructionSequence,
    instruction: &SequenceInstruction,
) -> Result<usize, Diagnostic> {
    sequence
        .label_index(instruction.arg)
        .map(|i| i as usize)
        .ok_or_else(|| malformed("a label that is not placed"))
}

struct Builder<'g> {
    graph: &'g mut Graph,
    current: BlockId,
    /// The current block has its last instruction.
    ended: bool,
    /// Instructions so far.
    added: usize,
}

impl Builder<'_> {
    #[inline(never)]
    fn start_block(&mut self) {
        // What `convert_pseudo_conditional_jumps` and `normalize_jumps` will append.
        let spare = match self.graph.last_built() {
            Some(Opcode::JUMP_IF_FALSE | Opcode::JUMP_IF_TRUE) => 3,
            Some(opcode) if opcode.is_conditional_jump() => 1,
            _ => 0,
        };
        self.graph.end_built(self.current, spare);
        self.current = self.graph.insert_after(self.current);
        self.ended = false;
    }

    fn add_annotations(&mut self, sequence: &InstructionSequence) -> Result<(), Diagnostic> {
        let annotations = sequence.annotations.as_deref();
        for inner in annotations.map_or(&[][..], InstructionSequence::instructions) {
            if inner.opcode.has_target() {
                return Err(malformed("a jump among annotations"));
            }
            self.add(inner);
        }
        Ok(())
    }

    /// The block that begins here because something jumps here.
    fn place_label(&mut self) -> BlockId {
        if !self.graph.is_fresh(self.current) {
            self.start_block();
        }
        self.graph[self.current].has_label = true;
        self.current
    }

    #[inline(always)]
    fn add(&mut self, from: &SequenceInstruction) {
        if self.ended {
            self.start_block();
        }
        let mut instruction = Instruction::new(from.opcode, from.arg, from.location);
        instruction.origin = Origin::from_index(self.added);
        self.added += 1;
        self.ended = self.graph.push_built(instruction) & (traits::JUMP | traits::EXIT) != 0;
    }
}
