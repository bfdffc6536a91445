//! Peephole rules within one block, and jump threading (`optimize_basic_block`).

use super::fold;
use super::graph::{BlockId, Graph, Instruction};
use super::swaps::optimize_swaps;
use crate::bytecode::Opcode;
use crate::bytecode::constant::ConstantTable;

/// Flag in the argument of `COMPARE_OP`: convert the result to `bool`.
const COMPARE_TO_BOOL: u32 = 16;

pub fn optimize_blocks(graph: &mut Graph, consts: &mut ConstantTable) {
    for id in graph.order() {
        optimize_block(graph, id, consts);
    }
}

fn optimize_block(graph: &mut Graph, id: BlockId, consts: &mut ConstantTable) {
    let mut index = 0;
    // A path of jumps is no longer than the graph, unless it is a ring, which no Python program compiles to.
    let mut threads_left = graph.block_count();
    while index < graph[id].instructions.len() {
        // After threading a jump, the instruction that took its place is looked at again.
        if threads_left > 0 && thread_jump(graph, id, index) {
            threads_left -= 1;
        } else {
            rewrite(&mut graph[id].instructions, index, consts);
            index += 1;
        }
    }
    optimize_swaps(&mut graph[id].instructions);
}

/// Lets a jump to a jump go to the final target at once. Returns whether something changed.
fn thread_jump(graph: &mut Graph, id: BlockId, index: usize) -> bool {
    use Opcode::*;
    let jump = graph[id].instructions[index];
    let Some(target_id) = jump.target.filter(|_| jump.opcode.has_jump()) else { return false };
    let Some(target) = graph[target_id].instructions.first().copied() else { return false };
    match (jump.opcode, target.opcode) {
        (POP_JUMP_IF_NOT_NONE | POP_JUMP_IF_NONE | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE, JUMP)
        | (JUMP_IF_FALSE, JUMP | JUMP_IF_FALSE)
        | (JUMP_IF_TRUE, JUMP | JUMP_IF_TRUE)
        | (JUMP | JUMP_NO_INTERRUPT, JUMP_NO_INTERRUPT) => {
            replace_jump(graph, id, index, jump.opcode, &target)
        }
        (JUMP | JUMP_NO_INTERRUPT, JUMP) => replace_jump(graph, id, index, JUMP, &target),
        (JUMP_IF_FALSE, JUMP_IF_TRUE) | (JUMP_IF_TRUE, JUMP_IF_FALSE) => {
            let beyond = graph[target_id].next;
            graph[id].instructions[index].target = beyond;
            beyond.is_some()
        }
        _ => false,
    }
}

/// The old jump becomes a `NOP`, which keeps its line; the new one takes the line of the jump it replaces.
fn replace_jump(graph: &mut Graph, id: BlockId, index: usize, opcode: Opcode, target: &Instruction) -> bool {
    let block = &mut graph[id];
    if block.instructions[index].target == target.target {
        return false;
    }
    let mut jump = Instruction::new(opcode, target.arg, target.location);
    jump.target = target.target;
    jump.origin = block.instructions[index].origin;
    block.instructions[index].set_nop();
    block.append(jump);
    true
}

fn rewrite(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    use Opcode::*;
    let Instruction { opcode, arg, .. } = block[index];
    let next = block.get(index + 1).map(|i| i.opcode);
    let next_arg = block.get(index + 1).map_or(0, |i| i.arg);
    let same_line = block.get(index + 1).is_some_and(|i| i.line() == block[index].line());
    match (opcode, next) {
        (BUILD_TUPLE, Some(UNPACK_SEQUENCE)) if arg == next_arg && arg == 1 => {
            block[index].set_nop();
            block[index + 1].set_nop();
        }
        (BUILD_TUPLE, Some(UNPACK_SEQUENCE)) if arg == next_arg && (arg == 2 || arg == 3) => {
            block[index].set_nop();
            block[index + 1].opcode = SWAP;
        }
        (BUILD_TUPLE, _) => fold::fold_tuple(block, index, consts),
        (BUILD_LIST | BUILD_SET, _) => fold::fold_list_or_set(block, index, consts),
        (STORE_FAST, Some(STORE_FAST)) if arg == next_arg && same_line => block[index].set(POP_TOP, 0),
        (SWAP, _) if arg == 1 => block[index].set_nop(),
        (LOAD_GLOBAL, Some(PUSH_NULL)) if arg & 1 == 0 => {
            block[index].set(LOAD_GLOBAL, arg | 1);
            block[index + 1].set_nop();
        }
        (COMPARE_OP, Some(TO_BOOL)) => slide(block, index, COMPARE_OP, arg | COMPARE_TO_BOOL),
        (CONTAINS_OP | IS_OP, Some(TO_BOOL)) => slide(block, index, opcode, arg),
        (CONTAINS_OP | IS_OP, Some(UNARY_NOT)) => slide(block, index, opcode, arg ^ 1),
        (TO_BOOL, Some(TO_BOOL)) => block[index].set_nop(),
        (UNARY_NOT, Some(TO_BOOL)) => slide(block, index, UNARY_NOT, 0),
        (UNARY_NOT, Some(UNARY_NOT)) => {
            block[index].set_nop();
            block[index + 1].set_nop();
        }
        (UNARY_NOT | UNARY_INVERT | UNARY_NEGATIVE, _) => fold::fold_unary(block, index, consts),
        (LIST_APPEND | SET_ADD, Some(GET_ITER | CONTAINS_OP)) if arg == 1 => {
            fold::fold_long_display(block, index, consts);
        }
        (CALL_INTRINSIC_1, _) if arg == fold::INTRINSIC_LIST_TO_TUPLE => {
            fold::fold_list_to_tuple(block, index, consts);
            if next == Some(GET_ITER) && block[index].opcode == CALL_INTRINSIC_1 {
                block[index].set_nop();
            }
        }
        (CALL_INTRINSIC_1, _) if arg == fold::INTRINSIC_UNARY_POSITIVE => {
            fold::fold_unary(block, index, consts)
        }
        (BINARY_OP, _) => fold::fold_binary(block, index, consts),
        _ => {}
    }
}

/// Replaces two instructions by one that stands at the second one's place.
fn slide(block: &mut [Instruction], index: usize, opcode: Opcode, arg: u32) {
    block[index].set_nop();
    block[index + 1].set(opcode, arg);
}
