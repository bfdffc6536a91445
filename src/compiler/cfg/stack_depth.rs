//! The depth of the value stack at the start of each block, and the deepest anywhere (`calculate_stackdepth`).

use super::graph::{BlockId, Graph};
use super::malformed;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// Returns `co_stacksize`. Errors if a block is entered at two depths or the stack would underflow.
pub fn calculate_stack_depth(graph: &mut Graph) -> Result<u32, Diagnostic> {
    for id in graph.order() {
        graph[id].start_depth = None;
    }
    let mut deepest = 0;
    let mut todo = Vec::new();
    let entry = graph.entry;
    enter(graph, entry, 0, &mut todo)?;
    while let Some(id) = todo.pop() {
        let mut depth = graph[id].start_depth.unwrap_or(0);
        for index in 0..graph[id].instructions.len() {
            let instruction = graph[id].instructions[index];
            deepest = deepest.max(depth);
            if let Some(target) = instruction.target.filter(|_| instruction.opcode != Opcode::END_ASYNC_FOR) {
                let there = depth + instruction.opcode.stack_effect(instruction.arg, true);
                enter(graph, target, there, &mut todo)?;
            }
            depth += instruction.opcode.stack_effect(instruction.arg, false);
            if depth < 0 {
                return Err(malformed("stack underflow"));
            }
        }
        if let Some(next) = graph.fallthrough(id) {
            enter(graph, next, depth, &mut todo)?;
        }
    }
    Ok(deepest.unsigned_abs())
}

fn enter(graph: &mut Graph, id: BlockId, depth: i32, todo: &mut Vec<BlockId>) -> Result<(), Diagnostic> {
    match graph[id].start_depth {
        Some(known) if known == depth => Ok(()),
        Some(_) => Err(malformed("inconsistent stack depth")),
        None if depth < 0 => Err(malformed("stack underflow")),
        None => {
            graph[id].start_depth = Some(depth);
            todo.push(id);
            Ok(())
        }
    }
}
