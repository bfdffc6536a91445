//! Removal of instructions without effect: `NOP`s no line needs, pushes that are popped at once, jumps to the next block.

use super::graph::{BlockId, Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// Removes `NOP`s whose line is covered by a neighbour (`basicblock_remove_redundant_nops`); returns how many went.
pub fn remove_nops_in(graph: &mut Graph, id: BlockId) -> usize {
    let next_line = graph.next_nonempty(graph[id].next).map(|next| first_line(&graph[next].instructions));
    let instructions = &mut graph[id].instructions;
    let count = instructions.len();
    let mut kept = 0;
    let mut previous_line = -1;
    for index in 0..count {
        let instruction = instructions[index];
        if instruction.opcode == Opcode::NOP
            && nop_is_redundant(instructions, index, previous_line, next_line)
        {
            continue;
        }
        instructions[kept] = instruction;
        kept += 1;
        previous_line = instruction.line();
    }
    graph[id].truncate(kept);
    count - kept
}

/// Line of the first instruction that will stay: `NOP`s without a line go anyway.
fn first_line(instructions: &[Instruction]) -> i32 {
    instructions.iter().find(|i| i.opcode != Opcode::NOP || i.line() >= 0).map_or(-1, Instruction::line)
}

fn nop_is_redundant(
    instructions: &mut [Instruction],
    index: usize,
    previous_line: i32,
    next_block_line: Option<i32>,
) -> bool {
    let location = instructions[index].location;
    if location.line < 0 || location.line == previous_line {
        return true;
    }
    let Some(following) = instructions.get_mut(index + 1) else {
        return next_block_line == Some(location.line);
    };
    if following.line() < 0 {
        following.location = location;
        return true;
    }
    following.line() == location.line
}

fn remove_nops(graph: &mut Graph) -> usize {
    graph.order().into_iter().map(|id| remove_nops_in(graph, id)).sum()
}

/// `remove_redundant_nops`
pub fn remove_redundant_nops(graph: &mut Graph) {
    remove_nops(graph);
}

/// Also removes a constant or a copy that is popped at once (`remove_redundant_nops_and_pairs`).
pub fn remove_nops_and_pairs(graph: &mut Graph) {
    let order = graph.order();
    loop {
        let mut changed = false;
        let mut previous: Option<(BlockId, usize)> = None;
        for &id in &order {
            remove_nops_in(graph, id);
            if graph[id].label.is_some() {
                previous = None;
            }
            for index in 0..graph[id].instructions.len() {
                let pushed = previous.map(|(block, at)| graph[block].instructions[at]);
                if graph[id].instructions[index].opcode == Opcode::POP_TOP
                    && let (Some(pushed), Some((block, at))) = (pushed, previous)
                    && is_pure_push(&pushed)
                {
                    graph[block].instructions[at].set_nop();
                    graph[id].instructions[index].set_nop();
                    changed = true;
                }
                previous = Some((id, index));
            }
            let jumps = previous.is_some_and(|(block, at)| graph[block].instructions[at].opcode.has_jump());
            if jumps || !graph[id].has_fallthrough() {
                previous = None;
            }
        }
        if !changed {
            return;
        }
    }
}

fn is_pure_push(instruction: &Instruction) -> bool {
    match instruction.opcode {
        Opcode::LOAD_CONST | Opcode::LOAD_SMALL_INT => true,
        Opcode::COPY => instruction.arg == 1,
        _ => false,
    }
}

/// Turns jumps to the block that follows anyway into `NOP`s (`remove_redundant_jumps`); returns how many.
fn remove_jumps(graph: &mut Graph) -> Result<usize, Diagnostic> {
    let mut changes = 0;
    for id in graph.order() {
        let Some(last) = graph[id].last().filter(|i| i.opcode.is_unconditional_jump()) else { continue };
        let target = graph.next_nonempty(last.target).ok_or_else(|| malformed("a jump to nowhere"))?;
        if graph.next_nonempty(graph[id].next) == Some(target)
            && let Some(last) = graph[id].instructions.last_mut()
        {
            last.set_nop();
            changes += 1;
        }
    }
    Ok(changes)
}

/// `remove_redundant_nops_and_jumps`
pub fn remove_nops_and_jumps(graph: &mut Graph) -> Result<(), Diagnostic> {
    while remove_nops(graph) + remove_jumps(graph)? > 0 {}
    Ok(())
}
