//! Functions of floats. Error messages are 3.14's.

use super::super::arguments::double;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::objects::float_text;
use crate::vm::{Args, R, Raised, Then, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

fn number(vm: &mut Vm, value: f64) -> R<Then> {
    Ok(Then::Return(vm.float(value)))
}

/// A function that is defined everywhere.
pub fn plain(vm: &mut Vm, args: Args, function: fn(f64) -> f64) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    number(vm, function(x))
}

pub fn two(vm: &mut Vm, args: Args, function: fn(f64, f64) -> f64) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let y = double(vm, vm.arg(args, 1))?;
    number(vm, function(x, y))
}

pub fn test(vm: &mut Vm, args: Args, function: fn(f64) -> bool) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    Ok(Then::Return(known::bool_obj(function(x))))
}

fn range_error(vm: &mut Vm) -> Raised {
    vm.raise(types::OVERFLOW_ERROR, "math range error")
}

fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

fn expected(vm: &mut Vm, what: &str, got: f64) -> Raised {
    let message = format!("expected {what}, got {}", float_text::repr(got));
    vm.value_error(&message)
}

/// A function that may leave the range of floats.
pub fn overflowing(vm: &mut Vm, args: Args, function: fn(f64) -> f64) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let y = function(x);
    if y.is_infinite() && x.is_finite() {
        return Err(range_error(vm));
    }
    number(vm, y)
}

pub fn finite_only(vm: &mut Vm, args: Args, function: fn(f64) -> f64) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    if x.is_infinite() {
        return Err(expected(vm, "a finite input", x));
    }
    number(vm, function(x))
}

pub fn unit_range(vm: &mut Vm, args: Args, function: fn(f64) -> f64) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    if x.abs() > 1.0 {
        return Err(expected(vm, "a number in range from -1 up to 1", x));
    }
    number(vm, function(x))
}

pub fn sqrt(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    if x < 0.0 {
        return Err(expected(vm, "a nonnegative input", x));
    }
    number(vm, x.sqrt())
}

pub fn acosh(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    if x < 1.0 {
        return Err(expected(vm, "argument value not less than 1", x));
    }
    number(vm, x.acosh())
}

pub fn atanh(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    if x.abs() >= 1.0 {
        return Err(expected(vm, "a number between -1 and 1", x));
    }
    number(vm, x.atanh())
}

pub fn log1p(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    if x <= -1.0 {
        return Err(expected(vm, "argument value > -1", x));
    }
    number(vm, x.ln_1p())
}

/// A logarithm of a float or of an int of any size (`loghelper`).
fn logarithm(vm: &mut Vm, obj: Obj, function: fn(f64) -> f64) -> R<f64> {
    if let Payload::BigInt(value) = vm.heap.get(obj) {
        let value = value.clone();
        if value.sign() != num_bigint::Sign::Plus {
            return Err(vm.value_error("expected a positive input"));
        }
        return Ok(big_logarithm(&value, function));
    }
    let x = double(vm, obj)?;
    if x <= 0.0 {
        return Err(vm.value_error("expected a positive input"));
    }
    Ok(function(x))
}

/// The value is `mantissa * 2**exponent` with a mantissa of 64 bits.
fn big_logarithm(value: &BigInt, function: fn(f64) -> f64) -> f64 {
    match value.to_f64().filter(|x| x.is_finite()) {
        Some(x) => function(x),
        None => {
            let exponent = value.bits().saturating_sub(64);
            let mantissa = (value >> exponent).to_f64().unwrap_or(1.0);
            function(mantissa) + function(2.0) * exponent as f64
        }
    }
}

pub fn log(vm: &mut Vm, args: Args) -> R<Then> {
    let numerator = logarithm(vm, vm.arg(args, 0), f64::ln)?;
    let Some(base) = vm.optional_arg(args, 1) else { return number(vm, numerator) };
    let denominator = logarithm(vm, base, f64::ln)?;
    if denominator == 0.0 {
        return Err(vm.raise(types::ZERO_DIVISION_ERROR, "division by zero"));
    }
    number(vm, numerator / denominator)
}

pub fn log2(vm: &mut Vm, args: Args) -> R<Then> {
    let x = logarithm(vm, vm.arg(args, 0), f64::log2)?;
    number(vm, x)
}

pub fn log10(vm: &mut Vm, args: Args) -> R<Then> {
    let x = logarithm(vm, vm.arg(args, 0), f64::log10)?;
    number(vm, x)
}

pub fn pow(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let y = double(vm, vm.arg(args, 1))?;
    let result = x.powf(y);
    let finite = x.is_finite() && y.is_finite();
    if finite && (result.is_nan() || (result.is_infinite() && x == 0.0)) {
        return Err(domain_error(vm));
    }
    if finite && result.is_infinite() {
        return Err(range_error(vm));
    }
    number(vm, result)
}

pub fn fmod(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let y = double(vm, vm.arg(args, 1))?;
    if y.is_infinite() && x.is_finite() {
        return number(vm, x);
    }
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(vm));
    }
    number(vm, result)
}

fn pair(vm: &mut Vm, first: Obj, second: Obj) -> R<Then> {
    Ok(Then::Return(vm.new_tuple(vec![first, second])))
}

pub fn modf(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let (fraction, whole) =
        if x.is_infinite() { (0.0_f64.copysign(x), x) } else { (x.fract().copysign(x), x.trunc()) };
    let (fraction, whole) = (vm.float(fraction), vm.float(whole));
    pair(vm, fraction, whole)
}

/// Mantissa in 0.5..1 and exponent.
fn split(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (scaled, shift) = if x.abs() < f64::MIN_POSITIVE { (x * 2f64.powi(64), 64) } else { (x, 0) };
    let bits = scaled.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1022;
    let mantissa = f64::from_bits(bits & !(0x7ff << 52) | (1022 << 52));
    (mantissa, exponent - shift)
}

pub fn frexp(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let (mantissa, exponent) = split(x);
    let (mantissa, exponent) = (vm.float(mantissa), vm.int(i64::from(exponent)));
    pair(vm, mantissa, exponent)
}

pub fn ldexp(vm: &mut Vm, args: Args) -> R<Then> {
    let x = double(vm, vm.arg(args, 0))?;
    let exponent = vm.arg(args, 1);
    let exponent = match vm.heap.get(exponent) {
        Payload::Int(value) => *value,
        Payload::BigInt(value) if value.sign() == num_bigint::Sign::Minus => i64::MIN,
        Payload::BigInt(_) => i64::MAX,
        _ => return Err(vm.type_error("Expected an int as second argument to ldexp.")),
    };
    let result = scale(x, exponent);
    if result.is_infinite() && x.is_finite() {
        return Err(range_error(vm));
    }
    number(vm, result)
}

/// `x * 2**exponent` in steps that round at most once at the end.
fn scale(x: f64, exponent: i64) -> f64 {
    let mut left = exponent.clamp(-2200, 2200) as i32;
    let (mut value, base) = split(x);
    left += base;
    if value == 0.0 || !value.is_finite() {
        return x;
    }
    while left > 1000 {
        value *= 2f64.powi(1000);
        left -= 1000;
    }
    while left < -1000 {
        if left > -1080 {
            break;
        }
        value *= 2f64.powi(-900);
        left += 900;
        if value == 0.0 {
            return value;
        }
    }
    if left < -1000 {
        value * 2f64.powi(left / 2) * 2f64.powi(left - left / 2)
    } else {
        value * 2f64.powi(left)
    }
}

pub fn hypot(vm: &mut Vm, args: Args) -> R<Then> {
    let mut coordinates = Vec::new();
    for obj in vm.positional_args(args) {
        coordinates.push(double(vm, obj)?);
    }
    let result = match coordinates.as_slice() {
        [] => 0.0,
        [x] => x.abs(),
        [x, y] => x.hypot(*y),
        many => many.iter().fold(0.0, |sum: f64, &x| sum.hypot(x)),
    };
    number(vm, result)
}

pub fn isclose(vm: &mut Vm, args: Args) -> R<Then> {
    let [a, b, relative, absolute] =
        vm.bind_arguments(args, "isclose", ["a", "b", "rel_tol", "abs_tol"], 2, 2)?;
    let optional = |vm: &mut Vm, value: Option<Obj>, default: f64| match value {
        Some(value) => double(vm, value),
        None => Ok(default),
    };
    let (a, b) = (optional(vm, a, 0.0)?, optional(vm, b, 0.0)?);
    let (relative, absolute) = (optional(vm, relative, 1e-9)?, optional(vm, absolute, 0.0)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    let difference = (b - a).abs();
    let close = a == b
        || (a.is_finite()
            && b.is_finite()
            && (difference <= (relative * b).abs()
                || difference <= (relative * a).abs()
                || difference <= absolute));
    Ok(Then::Return(known::bool_obj(close)))
}
