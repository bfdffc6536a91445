//! Peephole rules within one block, and jump threading (`optimize_basic_block`).

use super::fold;
use super::graph::{BlockId, Graph, Instruction};
use super::swaps::optimize_swaps;
use crate::bytecode::Opcode;
use crate::bytecode::constant::ConstantTable;
use crate::bytecode::opcode::traits;

/// Flag in the argument of `COMPARE_OP`: convert the result to `bool`.
const COMPARE_TO_BOOL: u32 = 16;

pub fn optimize_blocks(graph: &mut Graph, consts: &mut ConstantTable) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        optimize_block(graph, id, consts);
    }
}

fn optimize_block(graph: &mut Graph, id: BlockId, consts: &mut ConstantTable) {
    let block = graph.code_mut(id);
    for index in 0..block.len() {
        if block[index].opcode.traits() & traits::PEEPHOLE != 0 {
            rewrite(block, index, consts);
        }
    }
    // A path of jumps is no longer than the graph, unless it is a ring, which no Python program compiles to.
    let mut threads_left = graph.block_count();
    while threads_left > 0 && thread_jump(graph, id) {
        threads_left -= 1;
    }
    optimize_swaps(graph.code_mut(id));
}

/// Lets a jump to a jump go to the final target at once. Returns whether something changed.
fn thread_jump(graph: &mut Graph, id: BlockId) -> bool {
    use Opcode::*;
    let Some(&Instruction { opcode, target: Some(target_id), .. }) = graph.last(id) else { return false };
    let Some(&target) = graph.code(target_id).first() else { return false };
    match (opcode, target.opcode) {
        (POP_JUMP_IF_NOT_NONE | POP_JUMP_IF_NONE | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE, JUMP)
        | (JUMP_IF_FALSE, JUMP | JUMP_IF_FALSE)
        | (JUMP_IF_TRUE, JUMP | JUMP_IF_TRUE)
        | (JUMP | JUMP_NO_INTERRUPT, JUMP_NO_INTERRUPT) => replace_jump(graph, id, opcode, &target),
        (JUMP | JUMP_NO_INTERRUPT, JUMP) => replace_jump(graph, id, JUMP, &target),
        (JUMP_IF_FALSE, JUMP_IF_TRUE) | (JUMP_IF_TRUE, JUMP_IF_FALSE) => {
            let beyond = graph[target_id].next;
            if let Some(jump) = graph.last_mut(id) {
                jump.target = beyond;
            }
            beyond.is_some()
        }
        _ => false,
    }
}

/// The old jump becomes a `NOP`, which keeps its line; the new one takes the line of the jump it replaces.
fn replace_jump(graph: &mut Graph, id: BlockId, opcode: Opcode, target: &Instruction) -> bool {
    let Some(old) = graph.last_mut(id) else { return false };
    if old.target == target.target {
        return false;
    }
    let mut jump = Instruction::new(opcode, target.arg, target.location);
    jump.target = target.target;
    jump.origin = old.origin;
    old.set_nop();
    graph.append(id, jump);
    true
}

/// Looks at the instruction at `index`, one of [`traits::PEEPHOLE`], and the one behind it.
fn rewrite(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    use Opcode::*;
    let Instruction { opcode, arg, .. } = block[index];
    let next = || block.get(index + 1).map(|i| i.opcode);
    let next_arg_is_same = || block.get(index + 1).is_some_and(|i| i.arg == arg);
    match opcode {
        BUILD_TUPLE if next() == Some(UNPACK_SEQUENCE) && next_arg_is_same() && (1..=3).contains(&arg) => {
            block[index].set_nop();
            match arg {
                1 => block[index + 1].set_nop(),
                _ => block[index + 1].opcode = SWAP,
            }
        }
        BUILD_TUPLE => fold::fold_tuple(block, index, consts),
        BUILD_LIST | BUILD_SET => fold::fold_list_or_set(block, index, consts),
        STORE_FAST
            if next() == Some(STORE_FAST)
                && next_arg_is_same()
                && block[index].line() == block[index + 1].line() =>
        {
            block[index].set(POP_TOP, 0)
        }
        SWAP if arg == 1 => block[index].set_nop(),
        LOAD_GLOBAL if arg & 1 == 0 && next() == Some(PUSH_NULL) => {
            block[index].set(LOAD_GLOBAL, arg | 1);
            block[index + 1].set_nop();
        }
        COMPARE_OP if next() == Some(TO_BOOL) => slide(block, index, COMPARE_OP, arg | COMPARE_TO_BOOL),
        CONTAINS_OP | IS_OP => match next() {
            Some(TO_BOOL) => slide(block, index, opcode, arg),
            Some(UNARY_NOT) => slide(block, index, opcode, arg ^ 1),
            _ => {}
        },
        TO_BOOL if next() == Some(TO_BOOL) => block[index].set_nop(),
        UNARY_NOT if next() == Some(TO_BOOL) => slide(block, index, UNARY_NOT, 0),
        UNARY_NOT if next() == Some(UNARY_NOT) => {
            block[index].set_nop();
            block[index + 1].set_nop();
        }
        UNARY_NOT | UNARY_INVERT | UNARY_NEGATIVE => fold::fold_unary(block, index, consts),
        LIST_APPEND | SET_ADD if arg == 1 && matches!(next(), Some(GET_ITER | CONTAINS_OP)) => {
            fold::fold_long_display(block, index, consts);
        }
        CALL_INTRINSIC_1 if arg == fold::INTRINSIC_LIST_TO_TUPLE => {
            let iterated = next() == Some(GET_ITER);
            fold::fold_list_to_tuple(block, index, consts);
            if iterated && block[index].opcode == CALL_INTRINSIC_1 {
                block[index].set_nop();
            }
        }
        CALL_INTRINSIC_1 if arg == fold::INTRINSIC_UNARY_POSITIVE => fold::fold_unary(block, index, consts),
        BINARY_OP => fold::fold_binary(block, index, consts),
        _ => {}
    }
}

/// Replaces two instructions by one that stands at the second one's place.
fn slide(block: &mut [Instruction], index: usize, opcode: Opcode, arg: u32) {
    block[index].set_nop();
    block[index + 1].set(opcode, arg);
}
