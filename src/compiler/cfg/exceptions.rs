//! Which handler protects each instruction (`mark_except_handlers`, `label_exception_targets`).

use std::rc::Rc;

use super::graph::{BlockId, Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;
use crate::diagnostic::Diagnostic;

/// `RESUME` argument 0: at the start of a function; 1, 2, 3: after yield, yield from, await.
const RESUME_AT_FUNC_START: u32 = 0;
/// Set in the argument of a `RESUME` whose yield is protected by exactly one handler (the generator's own).
const RESUME_DEPTH1: u32 = 4;

/// The handlers in force at some point, innermost first; branches share their tails.
type Handlers = Option<Rc<Handler>>;

struct Handler {
    block: BlockId,
    depth: u32,
    outer: Handlers,
}

/// Marks the blocks that block pushes name.
pub fn mark_handlers(graph: &mut Graph) {
    if graph.traits & traits::BLOCK_PUSH == 0 {
        return;
    }
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let (block, blocks) = graph.split(id);
        for instruction in block.iter().filter(|i| i.opcode.is_block_push()) {
            if let Some(handler) = instruction.target {
                blocks[handler].except_handler = true;
            }
        }
    }
}

/// Gives every reachable instruction its handler and turns `POP_BLOCK` into `NOP`.
pub fn label_targets(graph: &mut Graph) -> Result<(), Diagnostic> {
    if graph.traits & traits::PROTECTION == 0 {
        return Ok(());
    }
    graph.clear_visited();
    graph.visit(graph.entry);
    let mut todo: Vec<(BlockId, Handlers)> = vec![(graph.entry, None)];
    while let Some((id, handlers)) = todo.pop() {
        let handlers = label_block(graph, id, handlers, &mut todo)?;
        if let Some(next) = graph.fallthrough(id)
            && graph.visit(next)
        {
            todo.push((next, handlers));
        }
    }
    Ok(())
}

/// Returns the handlers in force at the block's end.
fn label_block(
    graph: &mut Graph,
    id: BlockId,
    mut handlers: Handlers,
    todo: &mut Vec<(BlockId, Handlers)>,
) -> Result<Handlers, Diagnostic> {
    let mut yield_depth = 0;
    let (block, blocks) = graph.split(id);
    for instruction in block {
        let Instruction { opcode, target, .. } = *instruction;
        if opcode.is_block_push() {
            let target = target.ok_or_else(|| malformed("a block push without a handler"))?;
            if blocks.visit(target) {
                todo.push((target, handlers.clone()));
            }
            if opcode != Opcode::SETUP_FINALLY {
                blocks[target].preserve_lasti = true;
            }
            let depth = depth(&handlers) + 1;
            handlers = Some(Rc::new(Handler { block: target, depth, outer: handlers }));
            continue;
        }
        if opcode == Opcode::POP_BLOCK {
            let innermost = handlers.ok_or_else(|| malformed("POP_BLOCK outside a block"))?;
            handlers = innermost.outer.clone();
            instruction.set_nop();
            continue;
        }
        instruction.except = handlers.as_ref().map(|handler| handler.block);
        if opcode.has_jump() {
            let target = target.ok_or_else(|| malformed("a jump without a target"))?;
            if blocks.visit(target) {
                todo.push((target, handlers.clone()));
            }
        } else if opcode == Opcode::YIELD_VALUE {
            yield_depth = depth(&handlers);
        } else if opcode == Opcode::RESUME && instruction.arg != RESUME_AT_FUNC_START {
            if yield_depth == 1 {
                instruction.arg |= RESUME_DEPTH1;
            }
            yield_depth = 0;
        }
    }
    Ok(handlers)
}

fn depth(handlers: &Handlers) -> u32 {
    handlers.as_ref().map_or(0, |handler| handler.depth)
}
