//! Copies small exit blocks, and blocks without line numbers, to the jumps that lead there
//! (`inline_small_or_no_lineno_blocks`).

use super::graph::{BlockId, Graph};
use crate::bytecode::Opcode;

/// Longest exit block that is copied, in instructions.
const MAX_COPY_SIZE: usize = 4;

pub fn inline_blocks(graph: &mut Graph) {
    let order = graph.order();
    // Counts copied instructions. Jumps without a line that form a ring, which no Python program compiles to, would be
    // copied for ever.
    let mut budget = 10_000 + 64 * order.len();
    loop {
        let before = budget;
        for &id in &order {
            inline_into(graph, id, &mut budget);
        }
        if budget == before {
            return;
        }
    }
}

fn inline_into(graph: &mut Graph, id: BlockId, budget: &mut usize) {
    let Some(last) = graph[id].last().filter(|i| i.opcode.is_unconditional_jump()) else { return };
    let (jump, Some(target_id)) = (last.opcode, last.target) else { return };
    let target = &graph[target_id];
    let small_exit = target.exits_scope() && target.instructions.len() <= MAX_COPY_SIZE;
    let lineless = target.has_no_line() && !target.has_fallthrough();
    if !small_exit && !lineless {
        return;
    }
    let Some(left) = budget.checked_sub(target.instructions.len()) else { return };
    *budget = left;
    let copied = target.instructions.clone();
    let block = &mut graph[id];
    if let Some(last) = block.instructions.last_mut() {
        last.set_nop();
    }
    let end = block.instructions.len();
    block.splice(end..end, copied);
    if lineless
        && jump == Opcode::JUMP
        && let Some(last) = block.instructions.last_mut().filter(|i| i.opcode.is_unconditional_jump())
    {
        // The check of the eval breaker must not get lost.
        last.opcode = Opcode::JUMP;
    }
    graph[target_id].predecessors = graph[target_id].predecessors.wrapping_sub(1);
}
