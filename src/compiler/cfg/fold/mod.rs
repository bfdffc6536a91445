//! Constant folding over instructions; since 3.14 it happens here and not on the AST.

mod arithmetic;
mod complex;
mod subscript;

use super::graph::Instruction;
use super::load_const::{constant_of, loads_const, make_load};
use crate::bytecode::constant::ConstantTable;
use crate::bytecode::frozen_set::distinct;
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;

pub const INTRINSIC_UNARY_POSITIVE: u32 = 5;
pub const INTRINSIC_LIST_TO_TUPLE: u32 = 6;

/// Longest display that is folded as a whole (`_PY_STACK_USE_GUIDELINE`); longer ones are built piecewise anyway.
const MAX_DISPLAY: usize = 30;
/// Shortest constant list or set that is built from one constant.
const MIN_DISPLAY: usize = 3;

/// Indexes of the `count` instructions before `end` that load constants, if nothing but `NOP`s stands between.
fn const_loads(block: &[Instruction], end: usize, count: usize) -> Option<Vec<usize>> {
    let mut loads = Vec::new();
    for index in (0..end).rev() {
        if loads.len() == count {
            break;
        }
        match block[index].opcode {
            Opcode::NOP => {}
            opcode if loads_const(opcode) => loads.push(index),
            _ => return None,
        }
    }
    loads.reverse();
    (loads.len() == count).then_some(loads)
}

fn constants(block: &[Instruction], loads: &[usize], consts: &ConstantTable) -> Option<Vec<Constant>> {
    loads.iter().map(|&at| constant_of(block[at].opcode, block[at].arg, consts)).collect()
}

/// Empties instructions for good: without a line, nothing keeps the `NOP`s.
fn nop_out(block: &mut [Instruction], indexes: &[usize]) {
    for &index in indexes {
        block[index].set_nop();
        block[index].location = Location::NONE;
    }
}

/// `BUILD_TUPLE` of constants.
pub fn fold_tuple(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    let size = block[index].arg as usize;
    if size > MAX_DISPLAY {
        return;
    }
    let Some(loads) = const_loads(block, index, size) else { return };
    let Some(items) = constants(block, &loads, consts) else { return };
    nop_out(block, &loads);
    make_load(&mut block[index], Constant::Tuple(items.into()), consts);
}

/// `BUILD_LIST` or `BUILD_SET` of constants, and any list that is only iterated over or searched.
pub fn fold_list_or_set(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    let Instruction { opcode, arg, location, .. } = block[index];
    let size = arg as usize;
    let next = block.get(index + 1).map(|i| i.opcode);
    let read_only = matches!(next, Some(Opcode::GET_ITER | Opcode::CONTAINS_OP));
    if size > MAX_DISPLAY || size < MIN_DISPLAY && !read_only {
        return;
    }
    let Some(loads) = const_loads(block, index, size) else {
        if read_only && opcode == Opcode::BUILD_LIST {
            block[index].opcode = Opcode::BUILD_TUPLE;
        }
        return;
    };
    let Some(items) = constants(block, &loads, consts) else { return };
    let constant = match opcode {
        Opcode::BUILD_SET => Constant::FrozenSet(distinct(items, arithmetic::python_equal).into()),
        _ => Constant::Tuple(items.into()),
    };
    let constant = consts.add(constant);
    nop_out(block, &loads);
    if read_only {
        block[index].set(Opcode::LOAD_CONST, constant);
        return;
    }
    let extend = if opcode == Opcode::BUILD_LIST { Opcode::LIST_EXTEND } else { Opcode::SET_UPDATE };
    block[index - 2].location = location;
    block[index - 2].set(opcode, 0);
    block[index - 1].set(Opcode::LOAD_CONST, constant);
    block[index].set(extend, 1);
}

/// `BUILD_LIST 0; (LOAD_CONST; LIST_APPEND 1)*; CALL_INTRINSIC_1 LIST_TO_TUPLE` becomes one constant: a long tuple.
pub fn fold_list_to_tuple(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    if let Some((items, used)) = pieces(block, index, Opcode::BUILD_LIST, Opcode::LIST_APPEND, consts) {
        nop_out(block, &used);
        make_load(&mut block[index], Constant::Tuple(items.into()), consts);
    }
}

/// A long list or set display that is only iterated over or searched: `index` is the last `LIST_APPEND` or `SET_ADD`. The
/// constant takes that instruction's place but, as in CPython, not its location.
pub fn fold_long_display(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    let add = block[index].opcode;
    let build = if add == Opcode::SET_ADD { Opcode::BUILD_SET } else { Opcode::BUILD_LIST };
    let Some((items, used)) = pieces(block, index + 1, build, add, consts) else { return };
    nop_out(block, &used);
    let constant = match build {
        Opcode::BUILD_SET => Constant::FrozenSet(distinct(items, arithmetic::python_equal).into()),
        _ => Constant::Tuple(items.into()),
    };
    make_load(&mut block[index], constant, consts);
}

/// The constants added one by one to an empty list or set just before `end`, and the instructions that do it.
fn pieces(
    block: &[Instruction],
    end: usize,
    build: Opcode,
    add: Opcode,
    consts: &ConstantTable,
) -> Option<(Vec<Constant>, Vec<usize>)> {
    let mut items = Vec::new();
    let mut used = Vec::new();
    let mut expect_add = true;
    for at in (0..end).rev() {
        let Instruction { opcode, arg, .. } = block[at];
        if opcode == Opcode::NOP {
            continue;
        }
        used.push(at);
        if opcode == build && arg == 0 {
            items.reverse();
            return expect_add.then_some((items, used));
        }
        if !expect_add {
            items.push(constant_of(opcode, arg, consts)?);
        } else if opcode != add || arg != 1 {
            return None;
        }
        expect_add = !expect_add;
    }
    None
}

/// `BINARY_OP` of two constants, where it cannot fail and the result is not too large.
pub fn fold_binary(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    let Some(loads) = const_loads(block, index, 2) else { return };
    let Some(operands) = constants(block, &loads, consts) else { return };
    let Some(result) = arithmetic::binary(block[index].arg, &operands[0], &operands[1]) else { return };
    nop_out(block, &loads);
    make_load(&mut block[index], result, consts);
}

/// `-`, `~`, `not` and `+` of a constant.
pub fn fold_unary(block: &mut [Instruction], index: usize, consts: &mut ConstantTable) {
    let Some(loads) = const_loads(block, index, 1) else { return };
    let Some(operands) = constants(block, &loads, consts) else { return };
    let Some(result) = arithmetic::unary(block[index].opcode, &operands[0]) else { return };
    nop_out(block, &loads);
    make_load(&mut block[index], result, consts);
}
