//! Conditional jumps go forward only (`normalize_jumps`): one that would go back is inverted and skips a backward jump.

use super::graph::{BlockId, Graph, Instruction};
use crate::bytecode::Opcode;

pub fn normalise_jumps(graph: &mut Graph) {
    graph.clear_visited();
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        graph.visit(id);
        normalise_block(graph, id);
    }
}

fn normalise_block(graph: &mut Graph, id: BlockId) {
    let Some(last) = graph.last(id).filter(|i| i.opcode.is_conditional_jump()) else { return };
    let Some(target) = last.target else { return };
    let not_taken =
        Instruction { origin: last.origin, ..Instruction::new(Opcode::NOT_TAKEN, 0, last.location) };
    if !graph.is_visited(target) {
        graph.append(id, not_taken);
        return;
    }
    let beyond = graph[id].next;
    if let Some(last) = graph.last_mut(id) {
        last.opcode = inverted(last.opcode);
        last.target = beyond;
    }
    let back = graph.insert_after(id);
    graph[back].start_depth = graph[target].start_depth;
    graph[back].cold = graph[id].cold;
    graph.push(back, not_taken);
    graph.push(back, Instruction { opcode: Opcode::JUMP, target: Some(target), ..not_taken });
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
