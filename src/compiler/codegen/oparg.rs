//! Numbers that instruction arguments stand for (`Include/internal/pycore_opcode_utils.h`, `pycore_intrinsics.h`,
//! `Include/opcode.h`).
use crate::ast::{CmpOp, Operator};

/// More operands than this are gathered in a container instead of on the stack (`_PY_STACK_USE_GUIDELINE`).
pub(super) const STACK_USE_GUIDELINE: usize = 30;

pub(super) mod resume {
    pub const AT_FUNC_START: u32 = 0;
    pub const AFTER_YIELD: u32 = 1;
    pub const AFTER_YIELD_FROM: u32 = 2;
    pub const AFTER_AWAIT: u32 = 3;
}

pub(super) mod intrinsic_1 {
    pub const PRINT: u32 = 1;
    pub const IMPORT_STAR: u32 = 2;
    pub const STOPITERATION_ERROR: u32 = 3;
    pub const ASYNC_GEN_WRAP: u32 = 4;
    pub const UNARY_POSITIVE: u32 = 5;
    pub const LIST_TO_TUPLE: u32 = 6;
    pub const TYPEVAR: u32 = 7;
    pub const PARAMSPEC: u32 = 8;
    pub const TYPEVARTUPLE: u32 = 9;
    pub const SUBSCRIPT_GENERIC: u32 = 10;
    pub const TYPEALIAS: u32 = 11;
}

pub(super) mod intrinsic_2 {
    pub const PREP_RERAISE_STAR: u32 = 1;
    pub const TYPEVAR_WITH_BOUND: u32 = 2;
    pub const TYPEVAR_WITH_CONSTRAINTS: u32 = 3;
    pub const SET_FUNCTION_TYPE_PARAMS: u32 = 4;
    pub const SET_TYPEPARAM_DEFAULT: u32 = 5;
}

pub(super) mod common_constant {
    pub const ASSERTION_ERROR: u32 = 0;
    pub const NOT_IMPLEMENTED_ERROR: u32 = 1;
    pub const TUPLE: u32 = 2;
    pub const ALL: u32 = 3;
    pub const ANY: u32 = 4;
}

pub(super) mod special {
    pub const ENTER: u32 = 0;
    pub const EXIT: u32 = 1;
    pub const AENTER: u32 = 2;
    pub const AEXIT: u32 = 3;
}

/// Arguments of `SET_FUNCTION_ATTRIBUTE`, and flags of what a function is made with.
pub(super) mod make_function {
    pub const DEFAULTS: u32 = 1;
    pub const KWDEFAULTS: u32 = 2;
    pub const CLOSURE: u32 = 8;
    pub const ANNOTATE: u32 = 16;
}

/// `NB_SUBSCR` of `BINARY_OP`.
pub(super) const SUBSCR: u32 = 26;

/// Distance from `NB_ADD` to `NB_INPLACE_ADD`.
const INPLACE: u32 = 13;

/// The argument of `BINARY_OP`.
pub(super) const fn binary(op: Operator, inplace: bool) -> u32 {
    let number = match op {
        Operator::Add => 0,
        Operator::BitAnd => 1,
        Operator::FloorDiv => 2,
        Operator::LShift => 3,
        Operator::MatMult => 4,
        Operator::Mult => 5,
        Operator::Mod => 6,
        Operator::BitOr => 7,
        Operator::Pow => 8,
        Operator::RShift => 9,
        Operator::Sub => 10,
        Operator::Div => 11,
        Operator::BitXor => 12,
    };
    if inplace { number + INPLACE } else { number }
}

/// The argument of `COMPARE_OP`: the comparison in bits 5 and up, and in the low four bits the outcomes that satisfy it
/// (1 unordered, 2 less, 4 greater, 8 equal). Absent for `is` and `in`, which have opcodes of their own.
pub(super) const fn compare(op: CmpOp) -> Option<u32> {
    let (number, mask) = match op {
        CmpOp::Lt => (0, 2),
        CmpOp::LtE => (1, 2 | 8),
        CmpOp::Eq => (2, 8),
        CmpOp::NotEq => (3, 1 | 2 | 4),
        CmpOp::Gt => (4, 4),
        CmpOp::GtE => (5, 4 | 8),
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    };
    Some(number << 5 | mask)
}

/// The argument of `CONVERT_VALUE` for the conversion character of a replacement field.
pub(super) const fn conversion(character: i32) -> Option<u32> {
    match character as u8 {
        b's' => Some(1),
        b'r' => Some(2),
        b'a' => Some(3),
        _ => None,
    }
}
