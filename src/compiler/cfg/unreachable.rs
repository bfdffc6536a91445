//! Empties blocks that control never reaches and counts the predecessors of the others (`remove_unreachable`).

use super::graph::{BlockId, Blocks, Graph};
use crate::bytecode::opcode::traits;

pub fn remove_unreachable(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        graph[id].predecessors = 0;
    }
    let mut stack = graph.traversal_stack();
    let entry = graph.entry;
    graph[entry].predecessors = 1;
    graph.visit(entry);
    stack.push(entry);
    while let Some(id) = stack.pop() {
        if let Some(next) = graph.fallthrough(id) {
            reach(graph.blocks_mut(), next, &mut stack);
        }
        reach_targets(graph, id, &mut stack);
    }
    graph.keep_stack(stack);
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        if graph[id].predecessors == 0 {
            graph.truncate(id, 0);
            graph[id].except_handler = false;
        }
    }
}

/// A jump ends its block; block pushes may stand anywhere.
fn reach_targets(graph: &mut Graph, id: BlockId, stack: &mut Vec<BlockId>) {
    if graph.traits & traits::BLOCK_PUSH == 0 {
        if let Some(target) = graph.last(id).and_then(|i| i.target) {
            reach(graph.blocks_mut(), target, stack);
        }
        return;
    }
    let (block, blocks) = graph.split(id);
    for target in block.iter().filter_map(|i| i.target) {
        reach(blocks, target, stack);
    }
}

fn reach(blocks: &mut Blocks, id: BlockId, stack: &mut Vec<BlockId>) {
    if blocks.visit(id) {
        stack.push(id);
    }
    blocks[id].predecessors += 1;
}
