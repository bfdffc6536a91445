//! Line numbers for instructions that have none (`resolve_line_numbers`): PEP 626 wants every frame to be left, and every
//! check of the eval breaker to happen, on a known line.

use super::graph::{Block, BlockId, Graph};
use crate::compiler::instruction_sequence::Location;

pub fn resolve_line_numbers(graph: &mut Graph) {
    duplicate_exits_without_line(graph);
    name_fallthrough_exits(graph);
    propagate(graph);
}

fn needs_line(block: &Block) -> bool {
    (block.exits_scope() || block.has_eval_break()) && block.has_no_line()
}

/// An exit without a line that several jumps lead to is copied for each, so that each copy takes its jump's line.
fn duplicate_exits_without_line(graph: &mut Graph) {
    let mut next_label = graph.next_label();
    let mut at = Some(graph.entry);
    while let Some(id) = at {
        if let Some((jump, target)) = jump_of(graph, id)
            && let Some(target) = graph.next_nonempty(Some(target))
            && needs_line(&graph[target])
            && graph[target].predecessors > 1
        {
            let mut copy = Block {
                instructions: graph[target].instructions.clone(),
                label: Some(next_label),
                predecessors: 1,
                ..Block::default()
            };
            next_label += 1;
            copy.instructions[0].location = jump;
            let copy = graph.insert_after(target, copy);
            graph[target].predecessors -= 1;
            if let Some(last) = graph[id].instructions.last_mut() {
                last.target = Some(copy);
            }
        }
        at = graph[id].next;
    }
}

/// Location and target of the jump that ends the block.
fn jump_of(graph: &Graph, id: BlockId) -> Option<(Location, BlockId)> {
    let last = graph[id].last().filter(|i| i.opcode.has_jump())?;
    Some((last.location, last.target?))
}

/// What is left can be reached only by falling through, so it has one predecessor.
fn name_fallthrough_exits(graph: &mut Graph) {
    for id in graph.order() {
        let Some(next) = graph.fallthrough(id) else { continue };
        let Some(location) = graph[id].last().map(|i| i.location) else { continue };
        if needs_line(&graph[next])
            && let Some(first) = graph[next].instructions.first_mut()
        {
            first.location = location;
        }
    }
}

/// Copies locations forward within blocks and into blocks with one predecessor.
fn propagate(graph: &mut Graph) {
    for id in graph.order() {
        let mut previous = Location::NONE;
        for instruction in &mut graph[id].instructions {
            if instruction.location.line == Location::NONE.line {
                instruction.location = previous;
            } else {
                previous = instruction.location;
            }
        }
        if graph[id].instructions.is_empty() {
            continue;
        }
        let jump = jump_of(graph, id).map(|(_, target)| target);
        for successor in [graph.fallthrough(id), jump].into_iter().flatten() {
            if graph[successor].predecessors != 1 {
                continue;
            }
            if let Some(first) = graph[successor].instructions.first_mut()
                && first.location.line == Location::NONE.line
            {
                first.location = previous;
            }
        }
    }
}
