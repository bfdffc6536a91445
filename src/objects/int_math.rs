//! Arithmetic of ints of any size, where Python's rules differ from the library's (`Objects/longobject.c`).

use super::fault::Fault;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// The largest int the machine computes, in bits (some 630,000 decimal digits). Beyond it a result raises
/// `MemoryError`, so that no single instruction runs for seconds.
pub const MAX_BITS: u64 = 1 << 21;

fn division_by_zero() -> Fault {
    Fault::zero_division("division by zero")
}

fn check_bits(bits: u64) -> Result<(), Fault> {
    if bits > MAX_BITS { Err(Fault::memory_error()) } else { Ok(()) }
}

/// `a * b`.
pub fn multiply(a: &BigInt, b: &BigInt) -> Result<BigInt, Fault> {
    check_bits(a.bits() + b.bits())?;
    Ok(a * b)
}

/// `a // b`.
pub fn floor_divide(a: &BigInt, b: &BigInt) -> Result<BigInt, Fault> {
    if b.is_zero() { Err(division_by_zero()) } else { Ok(a.div_floor(b)) }
}

/// `a % b`: the sign of `b`.
pub fn modulo(a: &BigInt, b: &BigInt) -> Result<BigInt, Fault> {
    if b.is_zero() { Err(division_by_zero()) } else { Ok(a.mod_floor(b)) }
}

/// `divmod(a, b)`.
pub fn divide_modulo(a: &BigInt, b: &BigInt) -> Result<(BigInt, BigInt), Fault> {
    if b.is_zero() { Err(division_by_zero()) } else { Ok(a.div_mod_floor(b)) }
}

/// `a // b` of machine ints; `None` on overflow (`-2**63 // -1`) or a zero divisor.
pub fn floor_divide_i64(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
}

/// `a % b` of machine ints; `None` on overflow or a zero divisor.
pub fn modulo_i64(a: i64, b: i64) -> Option<i64> {
    let remainder = a.checked_rem(b)?;
    Some(if remainder != 0 && (remainder < 0) != (b < 0) { remainder + b } else { remainder })
}

/// `a / b`, correctly rounded.
pub fn true_divide(a: &BigInt, b: &BigInt) -> Result<f64, Fault> {
    if b.is_zero() {
        return Err(division_by_zero());
    }
    // Scale so that the quotient has 62 or 63 bits: enough for one rounding, with a sticky last bit.
    let shift = a.bits() as i64 - b.bits() as i64 - 62;
    let too_large = || Fault::overflow_error("integer division result too large for a float");
    if shift > 1100 {
        return Err(too_large());
    }
    let negative = a.is_negative() != b.is_negative();
    if a.is_zero() || shift < -1300 {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    let (numerator, denominator) = if shift < 0 {
        (a.abs() << shift.unsigned_abs(), b.abs())
    } else {
        (a.abs(), b.abs() << shift.unsigned_abs())
    };
    let (quotient, remainder) = numerator.div_rem(&denominator);
    let sticky = u64::from(!remainder.is_zero());
    let magnitude = scale(quotient.to_u64().unwrap_or(u64::MAX) | sticky, shift as i32);
    if magnitude.is_infinite() {
        return Err(too_large());
    }
    Ok(if negative { -magnitude } else { magnitude })
}

/// `float(n)`, rounded half to even. Raises OverflowError when too large.
pub fn to_f64(value: &BigInt) -> Result<f64, Fault> {
    let shift = value.bits().saturating_sub(63);
    let magnitude = value.abs();
    let top: BigInt = &magnitude >> shift;
    let sticky = u64::from(shift > 0 && magnitude.trailing_zeros().unwrap_or(0) < shift);
    let float = scale(top.to_u64().unwrap_or(u64::MAX) | sticky, shift.min(2000) as i32);
    if float.is_infinite() {
        return Err(Fault::overflow_error("int too large to convert to float"));
    }
    Ok(if value.is_negative() { -float } else { float })
}

/// `mantissa * 2**exponent`, rounded half to even once; infinite when too large.
fn scale(mantissa: u64, exponent: i32) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let leading = exponent + 63 - mantissa.leading_zeros() as i32;
    if leading > 1023 {
        return f64::INFINITY;
    }
    let lowest = (leading - 52).max(-1074);
    let dropped = lowest - exponent;
    if dropped <= 0 {
        return mantissa as f64 * power_of_two(exponent);
    }
    if dropped > 64 {
        return 0.0;
    }
    let wide = u128::from(mantissa);
    let (kept, rest, half) = ((wide >> dropped) as u64, wide & ((1 << dropped) - 1), 1_u128 << (dropped - 1));
    let up = rest > half || (rest == half && kept & 1 == 1);
    (kept + u64::from(up)) as f64 * power_of_two(lowest)
}

/// `2.0**exponent` for exponents from -1074 to 1023.
fn power_of_two(exponent: i32) -> f64 {
    if exponent >= -1022 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074))
    }
}

/// `base ** exponent` for a non-negative exponent (a negative one makes a float: the caller's case).
pub fn power(base: &BigInt, exponent: &BigInt) -> Result<BigInt, Fault> {
    if exponent.is_zero() || base.is_one() {
        return Ok(BigInt::one());
    }
    if base.is_zero() {
        return Ok(BigInt::zero());
    }
    if base.magnitude().is_one() {
        return Ok(if exponent.is_even() { BigInt::one() } else { base.clone() });
    }
    let count = exponent.to_u32().ok_or_else(Fault::memory_error)?;
    check_bits((base.bits() - 1).saturating_mul(u64::from(count)))?;
    Ok(base.pow(count))
}

/// `pow(base, exponent, modulus)`.
pub fn power_modulo(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Result<BigInt, Fault> {
    if modulus.is_zero() {
        return Err(Fault::value_error("pow() 3rd argument cannot be 0"));
    }
    // Time grows with exponent bits times the square of modulus bits.
    if exponent.bits().saturating_mul(modulus.bits()).saturating_mul(modulus.bits()) > 1 << 36 {
        return Err(Fault::memory_error());
    }
    if !exponent.is_negative() {
        return Ok(base.modpow(exponent, modulus));
    }
    let inverse = base
        .modinv(modulus)
        .ok_or_else(|| Fault::value_error("base is not invertible for the given modulus"))?;
    Ok(inverse.modpow(&-exponent, modulus))
}

fn negative_shift() -> Fault {
    Fault::value_error("negative shift count")
}

/// `value << count`.
pub fn shift_left(value: &BigInt, count: &BigInt) -> Result<BigInt, Fault> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    if value.is_zero() {
        return Ok(BigInt::zero());
    }
    match count.to_u64() {
        Some(count) if count <= i64::MAX as u64 => {
            check_bits(value.bits().saturating_add(count))?;
            Ok(value << count)
        }
        _ => Err(Fault::overflow_error("too many digits in integer")),
    }
}

/// `value >> count`, rounding down.
pub fn shift_right(value: &BigInt, count: &BigInt) -> Result<BigInt, Fault> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    let all_gone = || if value.is_negative() { BigInt::from(-1) } else { BigInt::zero() };
    match count.to_u64() {
        Some(count) if count < value.bits() => Ok(value >> count),
        _ => Ok(all_gone()),
    }
}

/// `round(value, digits)` for negative `digits`: to a multiple of `10**-digits`, half to even.
pub fn round(value: &BigInt, digits: &BigInt) -> Result<BigInt, Fault> {
    if !digits.is_negative() {
        return Ok(value.clone());
    }
    let zeros = match (-digits).to_u32() {
        // A number has fewer decimal digits than a third of its bits.
        Some(zeros) if u64::from(zeros) <= value.bits() / 3 + 2 => zeros,
        _ => return Ok(BigInt::zero()),
    };
    let unit = BigInt::from(10).pow(zeros);
    let (quotient, remainder) = value.div_mod_floor(&unit);
    let up = match (&remainder * 2_u32).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => quotient.is_odd(),
    };
    Ok((quotient + u32::from(up)) * unit)
}

/// Compares an int with a float exactly; `None` for NaN.
pub fn compare_with_f64(int: &BigInt, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = super::float_math::to_int(float.floor()).ok()?;
    Some(int.cmp(&whole).then(if float.floor() < float { Ordering::Less } else { Ordering::Equal }))
}

#[cfg(test)]
#[path = "int_math_tests.rs"]
mod tests;
