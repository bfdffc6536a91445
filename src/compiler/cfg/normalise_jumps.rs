//! Conditional jumps go forward only (`normalize_jumps`): one that would go back is inverted and skips a backward jump.

use super::graph::{Block, BlockId, Graph, Instruction};
use crate::bytecode::Opcode;

pub fn normalise_jumps(graph: &mut Graph) {
    graph.clear_visited();
    let mut at = Some(graph.entry);
    while let Some(id) = at {
        graph.visit(id);
        normalise_block(graph, id);
        at = graph[id].next;
    }
}

fn normalise_block(graph: &mut Graph, id: BlockId) {
    let Some(last) = graph[id].last().copied().filter(|i| i.opcode.is_conditional_jump()) else { return };
    let Some(target) = last.target else { return };
    let not_taken =
        Instruction { origin: last.origin, ..Instruction::new(Opcode::NOT_TAKEN, 0, last.location) };
    if !graph[target].visited {
        graph[id].append(not_taken);
        return;
    }
    let jump = Instruction { opcode: Opcode::JUMP, target: Some(target), ..not_taken };
    let block = Block {
        instructions: vec![not_taken, jump],
        start_depth: graph[target].start_depth,
        cold: graph[id].cold,
        ..Block::default()
    };
    let beyond = graph[id].next;
    if let Some(last) = graph[id].instructions.last_mut() {
        last.opcode = inverted(last.opcode);
        last.target = beyond;
    }
    graph.insert_after(id, block);
}

fn inverted(opcode: Opcode) -> Opcode {
    match opcode {
        Opcode::POP_JUMP_IF_NOT_NONE => Opcode::POP_JUMP_IF_NONE,
        Opcode::POP_JUMP_IF_NONE => Opcode::POP_JUMP_IF_NOT_NONE,
        Opcode::POP_JUMP_IF_FALSE => Opcode::POP_JUMP_IF_TRUE,
        Opcode::POP_JUMP_IF_TRUE => Opcode::POP_JUMP_IF_FALSE,
        other => other,
    }
}
