//! Small integers, and tests of constants (`optimize_load_const`).

use num_traits::ToPrimitive;

use super::graph::{Graph, Instruction};
use crate::bytecode::constant::ConstantTable;
use crate::bytecode::{Constant, Opcode};

/// Integers below this that are not negative fit the argument of `LOAD_SMALL_INT`.
const SMALL_INT_LIMIT: u32 = 256;

pub fn optimize_load_const(graph: &mut Graph, consts: &mut ConstantTable) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        optimize_block(graph.code_mut(id), consts);
    }
}

/// The constant that an instruction pushes, if it pushes one.
pub(super) fn constant_of(opcode: Opcode, arg: u32, consts: &ConstantTable) -> Option<Constant> {
    match opcode {
        Opcode::LOAD_CONST => consts.get(arg).cloned(),
        Opcode::LOAD_SMALL_INT => Some(Constant::Int(arg.into())),
        _ => None,
    }
}

pub(super) fn loads_const(opcode: Opcode) -> bool {
    matches!(opcode, Opcode::LOAD_CONST | Opcode::LOAD_SMALL_INT)
}

fn small_int(constant: &Constant) -> Option<u32> {
    let Constant::Int(value) = constant else { return None };
    value.to_u32().filter(|&value| value < SMALL_INT_LIMIT)
}

/// Makes the instruction push the constant.
pub(super) fn make_load(instruction: &mut Instruction, constant: Constant, consts: &mut ConstantTable) {
    match small_int(&constant) {
        Some(value) => instruction.set(Opcode::LOAD_SMALL_INT, value),
        None => instruction.set(Opcode::LOAD_CONST, consts.add(constant)),
    }
}

fn optimize_block(block: &mut [Instruction], consts: &mut ConstantTable) {
    let mut loaded = (Opcode::NOP, 0);
    for index in 0..block.len() {
        let Instruction { opcode, arg, .. } = block[index];
        if opcode == Opcode::LOAD_CONST
            && let Some(value) = consts.get(arg).and_then(small_int)
        {
            block[index].set(Opcode::LOAD_SMALL_INT, value);
        }
        let copies_const = loaded.0 == Opcode::LOAD_CONST && opcode == Opcode::COPY && arg == 1;
        if !copies_const {
            loaded = (block[index].opcode, block[index].arg);
        }
        if loads_const(loaded.0) {
            fold_test(&mut block[index..], loaded, consts);
        }
    }
}

/// Decides at compile time what the instruction after a constant would decide; `code[0]` pushes the constant that the
/// opcode and argument in `loaded` say.
fn fold_test(code: &mut [Instruction], loaded: (Opcode, u32), consts: &mut ConstantTable) {
    use Opcode::*;
    let Some(test) = code.get(1).map(|i| i.opcode) else { return };
    if !matches!(test, POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | JUMP_IF_FALSE | JUMP_IF_TRUE | IS_OP | TO_BOOL)
    {
        return;
    }
    let Some(constant) = constant_of(loaded.0, loaded.1, consts) else { return };
    match test {
        IS_OP => {
            if matches!(constant, Constant::None) {
                fold_is_none(code);
            }
        }
        TO_BOOL => {
            let index = consts.add(Constant::Bool(constant.is_true()));
            code[0].set_nop();
            code[1].set(LOAD_CONST, index);
        }
        _ => {
            if test.is_conditional_jump() {
                code[0].set_nop();
            }
            if constant.is_true() == matches!(test, POP_JUMP_IF_TRUE | JUMP_IF_TRUE) {
                code[1].opcode = JUMP;
            } else {
                code[1].set_nop();
            }
        }
    }
}

/// `LOAD_CONST None; IS_OP; [TO_BOOL;] POP_JUMP_IF_x` becomes one jump.
fn fold_is_none(code: &mut [Instruction]) {
    let mut jump = 2;
    if code.get(jump).is_some_and(|i| i.opcode == Opcode::TO_BOOL) {
        code[jump].set_nop();
        jump += 1;
    }
    let inverted = code[1].arg != 0;
    let not_none = match code.get(jump).map(|i| i.opcode) {
        Some(Opcode::POP_JUMP_IF_FALSE) => !inverted,
        Some(Opcode::POP_JUMP_IF_TRUE) => inverted,
        _ => return,
    };
    code[0].set_nop();
    code[1].set_nop();
    code[jump].opcode = if not_none { Opcode::POP_JUMP_IF_NOT_NONE } else { Opcode::POP_JUMP_IF_NONE };
}
