//! `LOAD_FAST_CHECK` where a local may be unbound (`add_checks_for_loads_of_uninitialized_variables`).

use super::graph::{BlockId, Graph};
use crate::bytecode::Opcode;

/// Locals tracked across blocks; later ones only within each block.
const TRACKED: u32 = 64;

/// `locals` counts all fast locals, `params` the parameters among them, which are bound on entry.
pub fn add_checks(graph: &mut Graph, locals: u32, params: u32) {
    if locals == 0 {
        return;
    }
    if locals > TRACKED {
        check_untracked(graph, locals);
    }
    graph.clear_visited();
    let mut todo = Vec::new();
    let unbound = (params..locals.min(TRACKED)).fold(0u64, |mask, local| mask | 1 << local);
    let entry = graph.entry;
    spread(graph, entry, unbound, &mut todo);
    // A local may also be unbound by `del`, so each block is scanned at least once.
    for id in graph.order() {
        scan(graph, id, &mut todo);
    }
    while let Some(id) = todo.pop() {
        graph[id].visited = false;
        scan(graph, id, &mut todo);
    }
}

/// Adds what is unbound on entry to a block, and queues the block if that is news.
fn spread(graph: &mut Graph, id: BlockId, unbound: u64, todo: &mut Vec<BlockId>) {
    let block = &mut graph[id];
    let both = block.unsafe_locals | unbound;
    if both != block.unsafe_locals {
        block.unsafe_locals = both;
        if graph.visit(id) {
            todo.push(id);
        }
    }
}

fn scan(graph: &mut Graph, id: BlockId, todo: &mut Vec<BlockId>) {
    use Opcode::*;
    let mut unbound = graph[id].unsafe_locals;
    for index in 0..graph[id].instructions.len() {
        let instruction = graph[id].instructions[index];
        if let Some(handler) = instruction.except {
            spread(graph, handler, unbound, todo);
        }
        if instruction.arg >= TRACKED {
            continue;
        }
        let bit = 1u64 << instruction.arg;
        match instruction.opcode {
            DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL => unbound |= bit,
            STORE_FAST | LOAD_FAST_CHECK => unbound &= !bit,
            LOAD_FAST => {
                if unbound & bit != 0 {
                    graph[id].instructions[index].opcode = LOAD_FAST_CHECK;
                }
                // Past a load that did not raise, the local is bound.
                unbound &= !bit;
            }
            _ => {}
        }
    }
    if let Some(next) = graph.fallthrough(id) {
        spread(graph, next, unbound, todo);
    }
    let jump = graph[id].last().filter(|i| i.opcode.has_jump()).and_then(|i| i.target);
    if let Some(target) = jump {
        spread(graph, target, unbound, todo);
    }
}

/// The locals beyond the tracked ones count as bound only after a store or load in the same block.
fn check_untracked(graph: &mut Graph, locals: u32) {
    use Opcode::*;
    let mut bound_in = vec![0u32; (locals - TRACKED) as usize];
    for (number, id) in (1..).zip(graph.order()) {
        for instruction in &mut graph[id].instructions {
            let Some(local) = instruction.arg.checked_sub(TRACKED) else { continue };
            let Some(bound) = bound_in.get_mut(local as usize) else { continue };
            match instruction.opcode {
                DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL => *bound = 0,
                STORE_FAST => *bound = number,
                LOAD_FAST => {
                    if *bound != number {
                        instruction.opcode = LOAD_FAST_CHECK;
                    }
                    *bound = number;
                }
                _ => {}
            }
        }
    }
}
