//! Basic blocks from an instruction sequence (`_PyCfg_FromInstructionSequence`, `translate_jump_labels_to_targets`).

use super::graph::{BlockId, Graph, Instruction, Origin};
use super::malformed;
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::{InstructionSequence, SequenceInstruction};
use crate::diagnostic::Diagnostic;

/// Splits the sequence into blocks, which start at jump targets and after jumps and exits, and resolves its labels.
pub fn build(sequence: &InstructionSequence) -> Result<Graph, Diagnostic> {
    let instructions = sequence.instructions();
    let mut starts = vec![false; instructions.len()];
    for instruction in instructions.iter().filter(|i| i.opcode.has_target()) {
        let index = target_index(sequence, instruction)?;
        *starts.get_mut(index).ok_or_else(|| malformed("a label at the end"))? = true;
    }
    let graph = Graph::default();
    let mut builder =
        Builder { current: graph.entry, graph, block_at: vec![None; instructions.len()], added: 0 };
    for (index, instruction) in instructions.iter().enumerate() {
        if instruction.opcode == Opcode::ANNOTATIONS_PLACEHOLDER {
            let annotations = sequence.annotations.as_deref();
            for inner in annotations.map_or(&[][..], InstructionSequence::instructions) {
                if inner.opcode.has_target() {
                    return Err(malformed("a jump among annotations"));
                }
                builder.add(*inner);
            }
            continue;
        }
        if starts[index] {
            builder.place_label(index);
        }
        builder.add(*instruction);
    }
    builder.link(sequence)
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

struct Builder {
    graph: Graph,
    current: BlockId,
    /// For each labelled instruction index, the block that starts there.
    block_at: Vec<Option<BlockId>>,
    /// Instructions so far.
    added: usize,
}

impl Builder {
    fn start_block(&mut self) {
        let current = self.current;
        self.current = self.graph.insert_after(current, Default::default());
    }

    fn place_label(&mut self, index: usize) {
        let block = &self.graph[self.current];
        if !block.instructions.is_empty() || block.label.is_some() {
            self.start_block();
        }
        self.graph[self.current].label = Some(index as u32);
        self.block_at[index] = Some(self.current);
    }

    fn add(&mut self, from: SequenceInstruction) {
        if self.graph[self.current].last().is_some_and(|i| i.opcode.is_terminator()) {
            self.start_block();
        }
        let mut instruction = Instruction::new(from.opcode, from.arg, from.location);
        instruction.origin = Origin::from_index(self.added);
        self.added += 1;
        self.graph[self.current].instructions.push(instruction);
    }

    fn link(mut self, sequence: &InstructionSequence) -> Result<Graph, Diagnostic> {
        for id in self.graph.order() {
            for instruction in &mut self.graph[id].instructions {
                if instruction.opcode.has_target() {
                    let place = sequence.label_index(instruction.arg);
                    let block = place.and_then(|index| self.block_at.get(index as usize).copied().flatten());
                    instruction.target = Some(block.ok_or_else(|| malformed("a label without a block"))?);
                }
            }
        }
        Ok(self.graph)
    }
}
