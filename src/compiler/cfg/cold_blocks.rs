//! Moves blocks that only exception handlers reach behind the others (`push_cold_blocks_to_end`).

use super::graph::{Block, BlockId, Graph, Instruction};
use super::redundancy::remove_nops_and_jumps;
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::Diagnostic;

pub fn push_cold_blocks_to_end(graph: &mut Graph) -> Result<(), Diagnostic> {
    if graph[graph.entry].next.is_none() {
        return Ok(());
    }
    mark_warm(graph);
    mark_cold(graph);
    make_fallthrough_explicit(graph);
    let (cold, warm): (Vec<_>, Vec<_>) = graph.order().into_iter().partition(|&id| graph[id].cold);
    if cold.is_empty() {
        return Ok(());
    }
    let order: Vec<BlockId> = warm.into_iter().chain(cold).collect();
    for pair in order.windows(2) {
        graph[pair[0]].next = Some(pair[1]);
    }
    if let Some(&last) = order.last() {
        graph[last].next = None;
    }
    remove_nops_and_jumps(graph)
}

/// Warm: reached from the entry without an exception.
fn mark_warm(graph: &mut Graph) {
    graph.clear_visited();
    graph.visit(graph.entry);
    let mut todo = vec![graph.entry];
    while let Some(id) = todo.pop() {
        graph[id].warm = true;
        let successors = graph.fallthrough(id).into_iter().chain(graph.targets(id, true, false));
        todo.extend(successors.collect::<Vec<_>>().into_iter().filter(|&next| graph.visit(next)));
    }
}

/// Cold: reached from an exception handler and not warm.
fn mark_cold(graph: &mut Graph) {
    graph.clear_visited();
    let mut todo: Vec<BlockId> = graph.order().into_iter().filter(|&id| graph[id].except_handler).collect();
    for &id in &todo {
        graph.visit(id);
    }
    while let Some(id) = todo.pop() {
        graph[id].cold = true;
        let successors = graph.fallthrough(id).into_iter().chain(graph.targets(id, true, false));
        for next in successors.collect::<Vec<_>>() {
            if !graph[next].warm && graph.visit(next) {
                todo.push(next);
            }
        }
    }
}

/// A cold block that runs on into a warm one gets a jump, because they will be apart.
fn make_fallthrough_explicit(graph: &mut Graph) {
    let mut next_label = graph.next_label();
    for id in graph.order() {
        let Some(next) = graph.fallthrough(id).filter(|&next| graph[id].cold && graph[next].warm) else {
            continue;
        };
        let label = *graph[next].label.get_or_insert_with(|| {
            next_label += 1;
            next_label - 1
        });
        let mut jump = Instruction::new(Opcode::JUMP_NO_INTERRUPT, label, Location::NONE);
        jump.target = Some(next);
        let block = Block { instructions: vec![jump], cold: true, predecessors: 1, ..Block::default() };
        graph.insert_after(id, block);
    }
}
