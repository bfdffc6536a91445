//! Operators of `int`, `bool` and `float` (`Objects/longobject.c`, `floatobject.c`, `boolobject.c`).

use super::fault::Fault;
use super::{float_math, int_math};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::operators::BinaryOp;
use crate::vm::{R, Then, Vm};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use std::rc::Rc;

/// A number taken out of its object.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Int(i64),
    Big(Rc<BigInt>),
    Float(f64),
}

impl Number {
    fn big(&self) -> BigInt {
        match self {
            Number::Int(value) => BigInt::from(*value),
            Number::Big(value) => (**value).clone(),
            Number::Float(_) => BigInt::zero(),
        }
    }

    /// `PyNumber_Float` of an int or float.
    pub(crate) fn to_f64(&self) -> Result<f64, Fault> {
        match self {
            Number::Int(value) if value.unsigned_abs() <= 1 << 53 => Ok(*value as f64),
            Number::Float(value) => Ok(*value),
            other => int_math::to_f64(&other.big()),
        }
    }
}

enum Outcome {
    Int(i64),
    Big(BigInt),
    Float(f64),
    Bool(bool),
    NoAnswer,
}

impl Vm {
    /// The number an int, bool or float object holds.
    pub(crate) fn number(&self, obj: Obj) -> Option<Number> {
        Some(match self.heap.get(obj) {
            Payload::Int(value) => Number::Int(*value),
            Payload::BigInt(value) => Number::Big(value.clone()),
            Payload::Float(value) => Number::Float(*value),
            _ => return None,
        })
    }
}

/// `left op right`; `None` where one side is no number.
pub(super) fn binary(vm: &mut Vm, op: BinaryOp, left: Obj, right: Obj) -> Option<R<Then>> {
    let (a, b) = (vm.number(left)?, vm.number(right)?);
    let bools = vm.heap.ty(left) == types::BOOL && vm.heap.ty(right) == types::BOOL;
    let outcome = match (&a, &b) {
        (Number::Int(x), Number::Int(y)) => ints(op, *x, *y, bools),
        (Number::Float(_), _) | (_, Number::Float(_)) => {
            a.to_f64().and_then(|a| b.to_f64().map(|b| (a, b))).and_then(|(a, b)| floats(op, a, b))
        }
        _ => bigs(op, &a.big(), &b.big()),
    };
    Some(vm.check(outcome).map(|outcome| Then::Return(object(vm, outcome))))
}

fn object(vm: &mut Vm, outcome: Outcome) -> Obj {
    match outcome {
        Outcome::Int(value) => vm.int(value),
        Outcome::Big(value) => vm.bigint(value),
        Outcome::Float(value) => vm.float(value),
        Outcome::Bool(value) => known::bool_obj(value),
        Outcome::NoAnswer => known::NOT_IMPLEMENTED,
    }
}

/// Two machine ints: the machine's arithmetic where it does not overflow.
fn ints(op: BinaryOp, a: i64, b: i64, bools: bool) -> Result<Outcome, Fault> {
    let quick = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Subtract => a.checked_sub(b),
        BinaryOp::Multiply => a.checked_mul(b),
        BinaryOp::FloorDivide => int_math::floor_divide_i64(a, b),
        BinaryOp::Remainder => int_math::modulo_i64(a, b),
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => {
            let value = match op {
                BinaryOp::And => a & b,
                BinaryOp::Or => a | b,
                _ => a ^ b,
            };
            return Ok(if bools { Outcome::Bool(value != 0) } else { Outcome::Int(value) });
        }
        BinaryOp::LShift if (0..63).contains(&b) && a.unsigned_abs().leading_zeros() > b as u32 + 1 => {
            Some(a << b)
        }
        BinaryOp::RShift if b >= 0 => Some(a >> b.min(63)),
        BinaryOp::TrueDivide if b != 0 && a.unsigned_abs() <= 1 << 53 && b.unsigned_abs() <= 1 << 53 => {
            return Ok(Outcome::Float(a as f64 / b as f64));
        }
        BinaryOp::Power if b >= 0 => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
        _ => None,
    };
    match quick {
        Some(value) => Ok(Outcome::Int(value)),
        None => bigs(op, &BigInt::from(a), &BigInt::from(b)),
    }
}

fn bigs(op: BinaryOp, a: &BigInt, b: &BigInt) -> Result<Outcome, Fault> {
    Ok(Outcome::Big(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => int_math::multiply(a, b)?,
        BinaryOp::FloorDivide => int_math::floor_divide(a, b)?,
        BinaryOp::Remainder => int_math::modulo(a, b)?,
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::LShift => int_math::shift_left(a, b)?,
        BinaryOp::RShift => int_math::shift_right(a, b)?,
        BinaryOp::TrueDivide => return int_math::true_divide(a, b).map(Outcome::Float),
        BinaryOp::Power if b.is_negative() => {
            let (a, b) = (int_math::to_f64(a)?, int_math::to_f64(b)?);
            return float_math::power(a, b).map(Outcome::Float);
        }
        BinaryOp::Power => int_math::power(a, b)?,
        BinaryOp::MatrixMultiply => return Ok(Outcome::NoAnswer),
    }))
}

fn floats(op: BinaryOp, a: f64, b: f64) -> Result<Outcome, Fault> {
    Ok(Outcome::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::TrueDivide => float_math::divide(a, b)?,
        BinaryOp::FloorDivide => float_math::floor_divide(a, b)?,
        BinaryOp::Remainder => float_math::modulo(a, b)?,
        BinaryOp::Power => float_math::power(a, b)?,
        _ => return Ok(Outcome::NoAnswer),
    }))
}

/// `divmod(a, b)`; `None` where one side is no number.
pub(super) fn divide_modulo(vm: &mut Vm, left: Obj, right: Obj) -> Option<R<Then>> {
    let (a, b) = (vm.number(left)?, vm.number(right)?);
    let parts = match (&a, &b) {
        (Number::Float(_), _) | (_, Number::Float(_)) => a
            .to_f64()
            .and_then(|a| b.to_f64().map(|b| (a, b)))
            .and_then(|(a, b)| float_math::divide_modulo(a, b))
            .map(|(quotient, remainder)| (Outcome::Float(quotient), Outcome::Float(remainder))),
        _ => int_math::divide_modulo(&a.big(), &b.big())
            .map(|(quotient, remainder)| (Outcome::Big(quotient), Outcome::Big(remainder))),
    };
    Some(vm.check(parts).map(|(quotient, remainder)| {
        let items = vec![object(vm, quotient), object(vm, remainder)];
        Then::Return(vm.new_tuple(items))
    }))
}

/// `-x`.
pub(super) fn negative(vm: &mut Vm, number: &Number) -> Obj {
    match number {
        Number::Int(value) => match value.checked_neg() {
            Some(value) => vm.int(value),
            None => vm.bigint(-BigInt::from(*value)),
        },
        Number::Big(value) => vm.bigint(-(**value).clone()),
        Number::Float(value) => vm.float(-value),
    }
}

/// `abs(x)`.
pub(super) fn absolute(vm: &mut Vm, number: &Number) -> Obj {
    match number {
        Number::Int(value) => match value.checked_abs() {
            Some(value) => vm.int(value),
            None => vm.bigint(BigInt::from(*value).abs()),
        },
        Number::Big(value) => vm.bigint(value.abs()),
        Number::Float(value) => vm.float(value.abs()),
    }
}

/// `~x`; `None` for floats.
pub(super) fn inverted(vm: &mut Vm, number: &Number) -> Option<Obj> {
    Some(match number {
        Number::Int(value) => vm.int(!value),
        Number::Big(value) => vm.bigint(-(**value).clone() - 1),
        Number::Float(_) => return None,
    })
}
