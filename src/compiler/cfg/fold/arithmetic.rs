//! Python's operators on constants. `None` means "leave it to run time": an error, a warning or too large a result.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::complex;
use super::subscript::subscript;
use crate::bytecode::{Constant, Opcode};
use crate::unicode;

/// Limits of `Python/flowgraph.c`: bits of an int, items of a tuple, characters of a string, items with nested tuples.
const MAX_INT_BITS: u64 = 128;
const MAX_ITEMS: u64 = 256;
const MAX_CHARACTERS: u64 = 4096;
const MAX_TOTAL_ITEMS: u64 = 1024;

/// A number on its way through the coercions `bool -> int -> float -> complex`.
enum Number {
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
}

fn number(constant: &Constant) -> Option<Number> {
    Some(match constant {
        Constant::Bool(value) => Number::Int(BigInt::from(u8::from(*value))),
        Constant::Int(value) => Number::Int(value.clone()),
        Constant::Float(value) => Number::Float(*value),
        Constant::Complex { real, imag } => Number::Complex(*real, *imag),
        _ => return None,
    })
}

/// `float(int)`: rounds half to even, fails beyond the range.
fn to_float(value: &BigInt) -> Option<f64> {
    true_divide(value, &BigInt::from(1))
}

impl Number {
    fn real(&self) -> Option<f64> {
        match self {
            Self::Int(value) => to_float(value),
            Self::Float(value) => Some(*value),
            Self::Complex(..) => None,
        }
    }

    fn complex(&self) -> Option<complex::Operand> {
        match self {
            Self::Complex(real, imag) => Some(complex::Operand::Complex(*real, *imag)),
            other => other.real().map(complex::Operand::Real),
        }
    }
}

/// The operator numbered as `BINARY_OP`'s argument (`NB_*` in `Include/opcode.h`) applied to two constants.
pub fn binary(operator: u32, left: &Constant, right: &Constant) -> Option<Constant> {
    match operator {
        0 => concatenate(left, right).or_else(|| arithmetic(operator, left, right)),
        1 | 7 | 12 => bitwise(operator, left, right),
        2 | 10 | 11 => arithmetic(operator, left, right),
        3 => shift_left(left, right),
        5 => repeat(left, right).unwrap_or_else(|| multiply(left, right)),
        6 => arithmetic(operator, left, right),
        8 => power(left, right),
        9 => shift_right(left, right),
        26 => subscript(left, right),
        _ => None,
    }
}

/// `-`, `~`, `not`, and unary `+` (`CALL_INTRINSIC_1`).
pub fn unary(opcode: Opcode, operand: &Constant) -> Option<Constant> {
    if opcode == Opcode::UNARY_NOT {
        return Some(Constant::Bool(!operand.is_true()));
    }
    let value = number(operand)?;
    match (opcode, value) {
        // ~True warns at run time.
        (Opcode::UNARY_INVERT, Number::Int(value)) => {
            (!matches!(operand, Constant::Bool(_))).then(|| Constant::Int(!value))
        }
        (Opcode::UNARY_NEGATIVE, Number::Int(value)) => Some(Constant::Int(-value)),
        (Opcode::UNARY_NEGATIVE, Number::Float(value)) => Some(Constant::Float(-value)),
        (Opcode::UNARY_NEGATIVE, Number::Complex(real, imag)) => {
            Some(Constant::Complex { real: -real, imag: -imag })
        }
        (Opcode::CALL_INTRINSIC_1, Number::Int(value)) => Some(Constant::Int(value)),
        (Opcode::CALL_INTRINSIC_1, Number::Float(value)) => Some(Constant::Float(value)),
        (Opcode::CALL_INTRINSIC_1, Number::Complex(real, imag)) => Some(Constant::Complex { real, imag }),
        _ => None,
    }
}

fn concatenate(left: &Constant, right: &Constant) -> Option<Constant> {
    if let (Some(a), Some(b)) = (left.utf8(), right.utf8()) {
        return Some(Constant::from_utf8([a, b].concat()));
    }
    Some(match (left, right) {
        (Constant::Bytes(a), Constant::Bytes(b)) => Constant::Bytes([&**a, &**b].concat().into()),
        (Constant::Tuple(a), Constant::Tuple(b)) => Constant::Tuple([&**a, &**b].concat().into()),
        _ => return None,
    })
}

fn arithmetic(operator: u32, left: &Constant, right: &Constant) -> Option<Constant> {
    let (left, right) = (number(left)?, number(right)?);
    match (&left, &right) {
        (Number::Int(a), Number::Int(b)) => integers(operator, a, b),
        (Number::Complex(..), _) | (_, Number::Complex(..)) => {
            complex::binary(operator, left.complex()?, right.complex()?)
        }
        _ => floats(operator, left.real()?, right.real()?),
    }
}

fn integers(operator: u32, a: &BigInt, b: &BigInt) -> Option<Constant> {
    let divisible = || (!b.is_zero()).then_some(());
    Some(match operator {
        0 => Constant::Int(a + b),
        2 => {
            divisible()?;
            Constant::Int(a.div_floor(b))
        }
        5 => Constant::Int(a * b),
        6 => {
            divisible()?;
            Constant::Int(a.mod_floor(b))
        }
        10 => Constant::Int(a - b),
        11 => {
            divisible()?;
            Constant::Float(true_divide(a, b)?)
        }
        _ => return None,
    })
}

fn floats(operator: u32, a: f64, b: f64) -> Option<Constant> {
    let divisible = || (b != 0.0).then_some(());
    Some(Constant::Float(match operator {
        0 => a + b,
        2 => {
            divisible()?;
            floor_divide(a, b).0
        }
        5 => a * b,
        6 => {
            divisible()?;
            floor_divide(a, b).1
        }
        10 => a - b,
        11 => {
            divisible()?;
            a / b
        }
        _ => return None,
    }))
}

/// `divmod` of floats (`_float_div_mod`): the remainder has the sign of the divisor.
fn floor_divide(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder == 0.0 {
        remainder = 0f64.copysign(b);
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0f64.copysign(a / b), remainder);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, remainder)
}

/// Correctly rounded `a / b` for `b != 0`; `None` beyond the range of `float`.
fn true_divide(a: &BigInt, b: &BigInt) -> Option<f64> {
    let negative = a.is_negative() != b.is_negative();
    let (a, b) = (a.magnitude(), b.magnitude());
    if a.is_zero() {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    // Enough quotient bits for the 53 of a double, one to round and a sticky one, but none below the smallest subnormal.
    let exponent = (a.bits() as i64 - b.bits() as i64 - 56).max(-1076);
    let (mut quotient, remainder) = if exponent <= 0 {
        (a << exponent.unsigned_abs()).div_rem(b)
    } else {
        a.div_rem(&(b << exponent.unsigned_abs()))
    };
    if !remainder.is_zero() {
        quotient |= num_bigint::BigUint::from(1u8);
    }
    let magnitude = scale(quotient.to_u64()?, exponent as i32);
    magnitude.is_finite().then_some(if negative { -magnitude } else { magnitude })
}

/// `mantissa * 2**exponent`, rounded once, half to even; the mantissa's lowest bit is sticky.
fn scale(mantissa: u64, exponent: i32) -> f64 {
    let bits = 64 - mantissa.leading_zeros() as i32;
    let drop = (bits - 53).max(-1074 - exponent).clamp(0, 63);
    let kept = mantissa >> drop;
    let rest = mantissa & ((1u64 << drop) - 1);
    let half = if drop == 0 { 0 } else { 1u64 << (drop - 1) };
    let round_up = drop > 0 && (rest > half || rest == half && kept & 1 == 1);
    let rounded = (kept + u64::from(round_up)) as f64;
    let power = exponent + drop;
    // Two exact steps: neither factor leaves the range of double.
    let first = power.clamp(-1000, 1000);
    rounded * 2f64.powi(first) * 2f64.powi(power - first)
}

fn bitwise(operator: u32, left: &Constant, right: &Constant) -> Option<Constant> {
    let (Number::Int(a), Number::Int(b)) = (number(left)?, number(right)?) else { return None };
    let result = match operator {
        1 => a & b,
        7 => a | b,
        _ => a ^ b,
    };
    let both_bool = matches!((left, right), (Constant::Bool(_), Constant::Bool(_)));
    Some(if both_bool { Constant::Bool(!result.is_zero()) } else { Constant::Int(result) })
}

fn multiply(left: &Constant, right: &Constant) -> Option<Constant> {
    if let (Some(Number::Int(a)), Some(Number::Int(b))) = (number(left), number(right))
        && !a.is_zero()
        && !b.is_zero()
        && a.bits() + b.bits() > MAX_INT_BITS
    {
        return None;
    }
    arithmetic(5, left, right)
}

/// `sequence * int` in either order; the outer `None` if neither operand is a sequence.
fn repeat(left: &Constant, right: &Constant) -> Option<Option<Constant>> {
    let is_sequence =
        |c: &Constant| c.utf8().is_some() || matches!(c, Constant::Bytes(_) | Constant::Tuple(_));
    match (is_sequence(left), is_sequence(right)) {
        (true, false) => Some(repeat_sequence(left, right)),
        (false, true) => Some(repeat_sequence(right, left)),
        (true, true) => Some(None),
        (false, false) => None,
    }
}

fn repeat_sequence(sequence: &Constant, count: &Constant) -> Option<Constant> {
    let Number::Int(count) = number(count)? else { return None };
    let size = match sequence {
        Constant::Str(text) => text.chars().count() as u64,
        Constant::Surrogates(text) => unicode::code_points(text).count() as u64,
        Constant::Bytes(bytes) => bytes.len() as u64,
        Constant::Tuple(items) => items.len() as u64,
        _ => return None,
    };
    if size == 0 {
        return count.to_i64().map(|_| sequence.clone());
    }
    let limit = if matches!(sequence, Constant::Tuple(_)) { MAX_ITEMS } else { MAX_CHARACTERS };
    let count = count.to_u64().filter(|&count| count <= limit / size)? as usize;
    Some(match sequence {
        Constant::Str(text) => Constant::Str(text.repeat(count).into()),
        Constant::Surrogates(text) => Constant::from_utf8(text.repeat(count)),
        Constant::Bytes(bytes) => Constant::Bytes(bytes.repeat(count).into()),
        Constant::Tuple(items) => {
            if count > 0 && !fits(sequence, MAX_TOTAL_ITEMS / count as u64) {
                return None;
            }
            Constant::Tuple(std::iter::repeat_n(&items[..], count).flatten().cloned().collect())
        }
        _ => return None,
    })
}

/// Whether the tuple and the tuples inside it have at most `limit` items in all.
fn fits(constant: &Constant, limit: u64) -> bool {
    let mut left = limit;
    let mut todo = vec![constant];
    while let Some(constant) = todo.pop() {
        if let Constant::Tuple(items) = constant {
            let Some(rest) = left.checked_sub(items.len() as u64) else { return false };
            left = rest;
            todo.extend(items.iter());
        }
    }
    true
}

fn shift_left(left: &Constant, right: &Constant) -> Option<Constant> {
    let (Number::Int(a), Number::Int(b)) = (number(left)?, number(right)?) else { return None };
    let distance = match b.sign() {
        Sign::Minus => return None,
        _ if a.is_zero() => return Some(Constant::Int(a)),
        _ => b.to_u64()?,
    };
    if distance > MAX_INT_BITS || distance > 0 && a.bits() > MAX_INT_BITS - distance {
        return None;
    }
    Some(Constant::Int(a << distance))
}

fn shift_right(left: &Constant, right: &Constant) -> Option<Constant> {
    let (Number::Int(a), Number::Int(b)) = (number(left)?, number(right)?) else { return None };
    if b.is_negative() {
        return None;
    }
    let distance = b.to_u64().unwrap_or(u64::MAX).min(a.bits() + 1);
    Some(Constant::Int(a >> distance))
}

fn power(left: &Constant, right: &Constant) -> Option<Constant> {
    let (base, exponent) = (number(left)?, number(right)?);
    match (&base, &exponent) {
        (Number::Int(a), Number::Int(b)) if !b.is_negative() => integer_power(a, b),
        (Number::Complex(..), _) | (_, Number::Complex(..)) => {
            complex::power(base.complex()?, exponent.complex()?)
        }
        _ => float_power(base.real()?, exponent.real()?),
    }
}

fn integer_power(a: &BigInt, b: &BigInt) -> Option<Constant> {
    if b.is_zero() {
        return Some(Constant::Int(1.into()));
    }
    if a.is_zero() {
        return Some(Constant::Int(0.into()));
    }
    let exponent = b.to_u64()?;
    if a.bits() > MAX_INT_BITS / exponent {
        return None;
    }
    Some(Constant::Int(a.pow(u32::try_from(exponent).ok()?)))
}

/// `float_pow`: errors for a zero base and on overflow, a complex result for a root of a negative number.
fn float_power(a: f64, b: f64) -> Option<Constant> {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return None;
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return complex::power(complex::Operand::Real(a), complex::Operand::Real(b));
    }
    let result = a.powf(b);
    let overflowed = result.is_infinite() && a.is_finite() && b.is_finite();
    (!overflowed).then_some(Constant::Float(result))
}

/// `left == right` for members of a constant set.
pub fn python_equal(left: &Constant, right: &Constant) -> bool {
    let mut todo = vec![(left, right)];
    while let Some((left, right)) = todo.pop() {
        let equal = match (left, right) {
            (Constant::Tuple(a), Constant::Tuple(b)) => {
                todo.extend(a.iter().zip(b.iter()));
                a.len() == b.len()
            }
            _ => match (number(left), number(right)) {
                (Some(a), Some(b)) => numbers_equal(&a, &b),
                _ => left == right,
            },
        };
        if !equal {
            return false;
        }
    }
    true
}

fn numbers_equal(left: &Number, right: &Number) -> bool {
    match (left, right) {
        (Number::Int(a), Number::Int(b)) => a == b,
        (Number::Int(int), Number::Float(float)) | (Number::Float(float), Number::Int(int)) => {
            num_traits::FromPrimitive::from_f64(*float)
                .is_some_and(|whole: BigInt| whole == *int && *float == float.trunc())
        }
        (Number::Float(a), Number::Float(b)) => a == b,
        (Number::Complex(a, b), Number::Complex(c, d)) => a == c && b == d,
        (Number::Complex(real, imag), other) | (other, Number::Complex(real, imag)) => {
            *imag == 0.0 && numbers_equal(&Number::Float(*real), other)
        }
    }
}
