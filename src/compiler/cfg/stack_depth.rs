//! The depth of the value stack at the start of each block, and the deepest anywhere (`calculate_stackdepth`).

use super::graph::{BlockId, Blocks, Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// Returns `co_stacksize`. Errors if a block is entered at two depths or the stack would underflow.
pub fn calculate_stack_depth(graph: &mut Graph) -> Result<u32, Diagnostic> {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        graph[id].start_depth = None;
    }
    let mut deepest = 0;
    let mut todo = graph.traversal_stack();
    let entry = graph.entry;
    enter(graph.blocks_mut(), entry, 0, &mut todo)?;
    while let Some(id) = todo.pop() {
        let mut depth = graph[id].start_depth.unwrap_or(0);
        let (block, blocks) = graph.split(id);
        for &mut Instruction { opcode, arg, target, .. } in block {
            deepest = deepest.max(depth);
            if let Some(target) = target.filter(|_| opcode != Opcode::END_ASYNC_FOR) {
                enter(blocks, target, depth + opcode.stack_effect(arg, true), &mut todo)?;
            }
            depth += opcode.stack_effect(arg, false);
            if depth < 0 {
                return Err(malformed("stack underflow"));
            }
        }
        if let Some(next) = graph.fallthrough(id) {
            enter(graph.blocks_mut(), next, depth, &mut todo)?;
        }
    }
    graph.keep_stack(todo);
    Ok(deepest.unsigned_abs())
}

fn enter(blocks: &mut Blocks, id: BlockId, depth: i32, todo: &mut Vec<BlockId>) -> Result<(), Diagnostic> {
    match blocks[id].start_depth {
        Some(known) if known == depth => Ok(()),
        Some(_) => Err(malformed("inconsistent stack depth")),
        None if depth < 0 => Err(malformed("stack underflow")),
        None => {
            blocks[id].start_depth = Some(depth);
            todo.push(id);
            Ok(())
        }
    }
}
