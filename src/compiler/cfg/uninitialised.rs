//! `LOAD_FAST_CHECK` where a local may be unbound (`add_checks_for_loads_of_uninitialized_variables`).

use super::graph::{BlockId, Blocks, Graph, Instruction};
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;

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
    let unbound = (params..locals.min(TRACKED)).fold(0u64, |mask, local| mask | 1 << local);
    if unbound == 0 && graph.traits & traits::UNBINDS == 0 {
        return;
    }
    let mut todo = graph.traversal_stack();
    let entry = graph.entry;
    spread(graph.blocks_mut(), entry, unbound, &mut todo);
    // A local may also be unbound by `del`, so each block is scanned at least once.
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        scan(graph, id, &mut todo);
    }
    while let Some(id) = todo.pop() {
        graph.unvisit(id);
        scan(graph, id, &mut todo);
    }
    graph.keep_stack(todo);
}

/// Adds what is unbound on entry to a block, and queues the block if that is news.
fn spread(blocks: &mut Blocks, id: BlockId, unbound: u64, todo: &mut Vec<BlockId>) {
    let block = &mut blocks[id];
    let both = block.unsafe_locals | unbound;
    if both != block.unsafe_locals {
        block.unsafe_locals = both;
        if blocks.visit(id) {
            todo.push(id);
        }
    }
}

fn scan(graph: &mut Graph, id: BlockId, todo: &mut Vec<BlockId>) {
    use Opcode::*;
    let mut unbound = graph[id].unsafe_locals;
    let (block, blocks) = graph.split(id);
    for instruction in block {
        let Instruction { opcode, arg, except, .. } = *instruction;
        if let Some(handler) = except {
            spread(blocks, handler, unbound, todo);
        }
        if !opcode.has_local() {
            continue;
        }
        let bit = if arg < TRACKED { 1u64 << arg } else { 0 };
        match opcode {
            DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL => unbound |= bit,
            STORE_FAST | LOAD_FAST_CHECK => unbound &= !bit,
            LOAD_FAST => {
                if unbound & bit != 0 {
                    instruction.opcode = LOAD_FAST_CHECK;
                }
                // Past a load that did not raise, the local is bound.
                unbound &= !bit;
            }
            _ => {}
        }
    }
    for successor in graph.successors(id) {
        spread(graph.blocks_mut(), successor, unbound, todo);
    }
}

/// The locals beyond the tracked ones count as bound only after a store or load in the same block.
fn check_untracked(graph: &mut Graph, locals: u32) {
    use Opcode::*;
    let mut bound_in = vec![0u32; (locals - TRACKED) as usize];
    let mut walk = graph.walk();
    let mut number = 0;
    while let Some(id) = walk.next(graph) {
        number += 1;
        for instruction in graph.code_mut(id) {
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
