//! Moves blocks that only exception handlers reach behind the others (`push_cold_blocks_to_end`).

use super::graph::{BlockId, Graph, Instruction};
use super::redundancy::remove_nops_and_jumps;
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::Diagnostic;

pub fn push_cold_blocks_to_end(graph: &mut Graph) -> Result<(), Diagnostic> {
    if graph[graph.entry].next.is_none() || graph.traits & traits::BLOCK_PUSH == 0 {
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
    let mut stack = graph.traversal_stack();
    graph.visit(graph.entry);
    stack.push(graph.entry);
    while let Some(id) = stack.pop() {
        graph[id].warm = true;
        for next in graph.successors(id) {
            if graph.visit(next) {
                stack.push(next);
            }
        }
    }
    graph.keep_stack(stack);
}

/// Cold: reached from an exception handler and not warm.
fn mark_cold(graph: &mut Graph) {
    let mut stack = graph.traversal_stack();
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        if graph[id].except_handler && graph.visit(id) {
            stack.push(id);
        }
    }
    while let Some(id) = stack.pop() {
        graph[id].cold = true;
        for next in graph.successors(id) {
            if !graph[next].warm && graph.visit(next) {
                stack.push(next);
            }
        }
    }
    graph.keep_stack(stack);
}

/// A cold block that runs on into a warm one gets a jump, because they will be apart.
fn make_fallthrough_explicit(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let Some(next) = graph.fallthrough(id).filter(|&next| graph[id].cold && graph[next].warm) else {
            continue;
        };
        graph[next].has_label = true;
        let mut jump = Instruction::new(Opcode::JUMP_NO_INTERRUPT, 0, Location::NONE);
        jump.target = Some(next);
        let between = graph.insert_after(id);
        graph[between].cold = true;
        graph[between].predecessors = 1;
        graph.push(between, jump);
    }
}
