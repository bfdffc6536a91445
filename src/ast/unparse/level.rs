//! How tightly an expression binds; one in a place that asks for more gets parentheses.
use crate::ast::{Operator, UnaryOp};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Level(u8);

pub(super) const NAMED: Level = Level(1);
pub(super) const TUPLE: Level = Level(2);
pub(super) const YIELD: Level = Level(3);
pub(super) const TEST: Level = Level(4);
pub(super) const OR: Level = Level(5);
pub(super) const AND: Level = Level(6);
pub(super) const NOT: Level = Level(7);
pub(super) const CMP: Level = Level(8);
pub(super) const EXPR: Level = Level(9);
pub(super) const FACTOR: Level = Level(15);
pub(super) const AWAIT: Level = Level(17);
pub(super) const ATOM: Level = Level(18);

impl Level {
    /// The next tighter level; nothing is tighter than an atom.
    pub fn tighter(self) -> Self {
        Self(self.0 + 1).min(ATOM)
    }
}

pub(super) fn of_binary(op: Operator) -> Level {
    Level(match op {
        Operator::BitOr => EXPR.0,
        Operator::BitXor => 10,
        Operator::BitAnd => 11,
        Operator::LShift | Operator::RShift => 12,
        Operator::Add | Operator::Sub => 13,
        Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => 14,
        Operator::Pow => 16,
    })
}

pub(super) fn of_unary(op: UnaryOp) -> Level {
    if op == UnaryOp::Not { NOT } else { FACTOR }
}
