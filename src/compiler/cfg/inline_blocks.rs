//! Copies small exit blocks, and blocks without line numbers, to the jumps that lead there
//! (`inline_small_or_no_lineno_blocks`).

use super::graph::{BlockId, Graph};
use crate::bytecode::Opcode;

/// Longest exit block that is copied, in instructions.
const MAX_COPY_SIZE: usize = 4;

pub fn inline_blocks(graph: &mut Graph) {
    // Counts copied instructions. Jumps without a line that form a ring, which no Python program compiles to, would be
    // copied for ever.
    let mut budget = 10_000 + 64 * graph.block_count();
    loop {
        let before = budget;
        let mut walk = graph.walk();
        while let Some(id) = walk.next(graph) {
            inline_into(graph, id, &mut budget);
        }
        if budget == before {
            return;
        }
    }
}

fn inline_into(graph: &mut Graph, id: BlockId, budget: &mut usize) {
    let Some(last) = graph.last(id).filter(|i| i.opcode.is_unconditional_jump()) else { return };
    let (jump, Some(target)) = (last.opcode, last.target) else { return };
    let size = graph[target].len();
    let small_exit = size <= MAX_COPY_SIZE && graph.exits_scope(target);
    let lineless = graph.has_no_line(target) && !graph.has_fallthrough(target);
    if !small_exit && !lineless {
        return;
    }
    let Some(left) = budget.checked_sub(size) else { return };
    *budget = left;
    let at = graph[id].len() - 1;
    graph.push_copy(id, target);
    graph.code_mut(id)[at].set_nop();
    if lineless
        && jump == Opcode::JUMP
        && let Some(last) = graph.last_mut(id).filter(|i| i.opcode.is_unconditional_jump())
    {
        // The check of the eval breaker must not get lost.
        last.opcode = Opcode::JUMP;
    }
    graph[target].predecessors = graph[target].predecessors.wrapping_sub(1);
}
