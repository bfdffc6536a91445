//! Removal of instructions without effect: `NOP`s no line needs, pushes that are popped at once, jumps to the next block.

use super::graph::{BlockId, Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// Removes `NOP`s whose line is covered by a neighbour (`basicblock_remove_redundant_nops`); returns how many went.
pub fn remove_nops_in(graph: &mut Graph, id: BlockId) -> usize {
    let Some(first) = graph.code(id).iter().position(|i| i.opcode == Opcode::NOP) else { return 0 };
    let next_line = graph.next_nonempty(graph[id].next).map(|next| first_line(graph.code(next)));
    let instructions = graph.code_mut(id);
    let count = instructions.len();
    let mut kept = first;
    let mut previous_line = first.checked_sub(1).map_or(-1, |before| instructions[before].line());
    for index in first..count {
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
    graph.truncate(id, kept);
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
    let mut removed = 0;
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        removed += remove_nops_in(graph, id);
    }
    removed
}

/// `remove_redundant_nops`
pub fn remove_redundant_nops(graph: &mut Graph) {
    remove_nops(graph);
}

/// Also removes a constant or a copy that is popped at once (`remove_redundant_nops_and_pairs`).
pub fn remove_nops_and_pairs(graph: &mut Graph) {
    loop {
        let mut changed = false;
        // The instruction before the block, if control can come only from there.
        let mut before: Option<(BlockId, usize)> = None;
        let mut walk = graph.walk();
        while let Some(id) = walk.next(graph) {
            remove_nops_in(graph, id);
            if graph[id].has_label {
                before = None;
            }
            changed |= remove_pairs(graph, id, before);
            if let Some(last) = graph[id].len().checked_sub(1) {
                before = Some((id, last));
            }
            let jumps = before.is_some_and(|(block, at)| graph.code(block)[at].opcode.has_jump());
            if jumps || !graph.has_fallthrough(id) {
                before = None;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Empties each `POP_TOP` of the block, and what pushed the value if it did nothing else and stands just before.
fn remove_pairs(graph: &mut Graph, id: BlockId, before: Option<(BlockId, usize)>) -> bool {
    let mut changed = false;
    let mut from = 0;
    while let Some(index) = graph.code(id)[from..].iter().position(|i| i.opcode == Opcode::POP_TOP) {
        let index = from + index;
        from = index + 1;
        let previous = index.checked_sub(1).map(|at| (id, at)).or(before);
        if let Some((block, at)) = previous.filter(|&(block, at)| is_pure_push(&graph.code(block)[at])) {
            graph.code_mut(block)[at].set_nop();
            graph.code_mut(id)[index].set_nop();
            changed = true;
        }
    }
    changed
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
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let Some(last) = graph.last(id).filter(|i| i.opcode.is_unconditional_jump()) else { continue };
        let target = graph.next_nonempty(last.target).ok_or_else(|| malformed("a jump to nowhere"))?;
        if graph.next_nonempty(graph[id].next) == Some(target)
            && let Some(last) = graph.last_mut(id)
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
