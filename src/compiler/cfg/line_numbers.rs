//! Line numbers for instructions that have none (`resolve_line_numbers`): PEP 626 wants every frame to be left, and every
//! check of the eval breaker to happen, on a known line.

use super::graph::{BlockId, Graph};
use crate::compiler::instruction_sequence::Location;

pub fn resolve_line_numbers(graph: &mut Graph) {
    duplicate_exits_without_line(graph);
    name_fallthrough_exits(graph);
    propagate(graph);
}

fn needs_line(graph: &Graph, id: BlockId) -> bool {
    graph.has_no_line(id) && (graph.exits_scope(id) || graph.has_eval_break(id))
}

/// An exit without a line that several jumps lead to is copied for each, so that each copy takes its jump's line.
fn duplicate_exits_without_line(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        if let Some(target) = graph.jump_target(id)
            && let Some(target) = graph.next_nonempty(Some(target))
            && graph[target].predecessors > 1
            && needs_line(graph, target)
        {
            let copy = graph.insert_after(target);
            graph[copy].has_label = true;
            graph[copy].predecessors = 1;
            graph.push_copy(copy, target);
            graph[target].predecessors -= 1;
            let Some(jump) = graph.last_mut(id) else { continue };
            jump.target = Some(copy);
            let location = jump.location;
            graph.code_mut(copy)[0].location = location;
        }
    }
}

/// What is left can be reached only by falling through, so it has one predecessor.
fn name_fallthrough_exits(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let Some(next) = graph.fallthrough(id) else { continue };
        let Some(location) = graph.last(id).map(|i| i.location) else { continue };
        if needs_line(graph, next)
            && let Some(first) = graph.code_mut(next).first_mut()
        {
            first.location = location;
        }
    }
}

/// Copies locations forward within blocks and into blocks with one predecessor.
fn propagate(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let block = graph.code_mut(id);
        for index in 0..block.len() {
            if block[index].line() == Location::NONE.line {
                let previous = index.checked_sub(1).map(|before| block[before].location);
                block[index].location = previous.unwrap_or(Location::NONE);
            }
        }
        let Some(previous) = block.last().map(|i| i.location) else { continue };
        for successor in graph.successors(id) {
            if graph[successor].predecessors != 1 {
                continue;
            }
            if let Some(first) = graph.code_mut(successor).first_mut()
                && first.location.line == Location::NONE.line
            {
                first.location = previous;
            }
        }
    }
}
