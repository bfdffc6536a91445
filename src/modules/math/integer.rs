//! Functions of ints, and those that make ints of floats.

use super::super::arguments::{double, integer, long};
use crate::heap::{Obj, Payload};
use crate::objects::float_math;
use crate::vm::slots::Slot;
use crate::vm::{Args, R, Then, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

fn int(vm: &mut Vm, value: BigInt) -> R<Then> {
    Ok(Then::Return(vm.bigint(value)))
}

/// `floor` and `ceil`: a float's, an int itself.
pub fn rounded(vm: &mut Vm, args: Args, function: fn(f64) -> f64) -> R<Then> {
    let obj = vm.arg(args, 0);
    if matches!(vm.heap.get(obj), Payload::Int(_) | Payload::BigInt(_)) {
        let value = integer(vm, obj)?;
        return int(vm, value);
    }
    let x = double(vm, obj)?;
    let value = float_math::to_int(function(x)).map_err(|fault| vm.raise_fault(fault))?;
    int(vm, value)
}

pub fn trunc(vm: &mut Vm, args: Args) -> R<Then> {
    let obj = vm.arg(args, 0);
    if matches!(vm.heap.get(obj), Payload::Float(_) | Payload::Int(_) | Payload::BigInt(_)) {
        return rounded(vm, args, f64::trunc);
    }
    match vm.special_method(obj, Slot::Trunc) {
        Some((callee, args)) => Ok(Then::Tail { callee, args }),
        None => {
            let message = format!("type {} doesn't define __trunc__ method", vm.type_name(obj));
            Err(vm.type_error(&message))
        }
    }
}

/// The largest argument of `factorial`, and of `perm` and `comb` the number of factors: beyond it the result would take the
/// machine minutes.
const MAX_FACTORS: i64 = 100_000;

pub fn factorial(vm: &mut Vm, args: Args) -> R<Then> {
    let n = long(vm, vm.arg(args, 0))?;
    if n < 0 {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    if n > MAX_FACTORS {
        return Err(vm.unsupported("math.factorial of more than 100000"));
    }
    int(vm, product(1, n as u64))
}

/// The product of `from..=to`, halved so that factors stay of similar size.
fn product(from: u64, to: u64) -> BigInt {
    // depth is the logarithm of at most MAX_FACTORS
    match to.checked_sub(from) {
        None => BigInt::one(),
        Some(0..=8) => (from..=to).map(BigInt::from).product(),
        Some(span) => product(from, from + span / 2) * product(from + span / 2 + 1, to),
    }
}

fn fold(vm: &mut Vm, args: Args, start: i64, function: fn(&BigInt, &BigInt) -> BigInt) -> R<Then> {
    let mut result = BigInt::from(start);
    for obj in vm.positional_args(args) {
        let value = integer(vm, obj)?;
        result = function(&result, &value);
    }
    int(vm, result.abs())
}

pub fn gcd(vm: &mut Vm, args: Args) -> R<Then> {
    fold(vm, args, 0, |a, b| a.gcd(b))
}

pub fn lcm(vm: &mut Vm, args: Args) -> R<Then> {
    fold(vm, args, 1, |a, b| if b.is_zero() { BigInt::zero() } else { a.lcm(b) })
}

pub fn isqrt(vm: &mut Vm, args: Args) -> R<Then> {
    let n = integer(vm, vm.arg(args, 0))?;
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    int(vm, n.sqrt())
}

/// `n` and `k` of `comb` and `perm`.
fn n_and_k(vm: &mut Vm, n: Obj, k: Obj) -> R<(BigInt, BigInt)> {
    let (n, k) = (integer(vm, n)?, integer(vm, k)?);
    for (name, value) in [("n", &n), ("k", &k)] {
        if value.is_negative() {
            let message = format!("{name} must be a non-negative integer");
            return Err(vm.value_error(&message));
        }
    }
    Ok((n, k))
}

fn factors(vm: &mut Vm, k: &BigInt) -> R<u64> {
    match k.to_i64().filter(|&k| k <= MAX_FACTORS) {
        Some(k) => Ok(k as u64),
        None => Err(vm.unsupported("math.comb or math.perm with more than 100000 factors")),
    }
}

pub fn comb(vm: &mut Vm, args: Args) -> R<Then> {
    let (n, k) = n_and_k(vm, vm.arg(args, 0), vm.arg(args, 1))?;
    if k > n {
        return int(vm, BigInt::zero());
    }
    let other = &n - &k;
    let k = factors(vm, if other < k { &other } else { &k })?;
    let mut result = BigInt::one();
    for i in 0..k {
        result = result * (&n - i) / (i + 1);
    }
    int(vm, result)
}

pub fn perm(vm: &mut Vm, args: Args) -> R<Then> {
    let n = vm.arg(args, 0);
    let k = vm.optional_arg(args, 1).filter(|&k| k != crate::heap::known::NONE).unwrap_or(n);
    let (n, k) = n_and_k(vm, n, k)?;
    if k > n {
        return int(vm, BigInt::zero());
    }
    let k = factors(vm, &k)?;
    let mut result = BigInt::one();
    for i in 0..k {
        result *= &n - i;
    }
    int(vm, result)
}
