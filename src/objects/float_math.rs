//! Arithmetic of floats where Python's rules differ from the hardware's (`Objects/floatobject.c`).

use super::fault::Fault;
use num_bigint::BigInt;

fn division_by_zero() -> Fault {
    Fault::zero_division("division by zero")
}

/// `a / b`.
pub fn divide(a: f64, b: f64) -> Result<f64, Fault> {
    if b == 0.0 { Err(division_by_zero()) } else { Ok(a / b) }
}

/// `a // b`.
pub fn floor_divide(a: f64, b: f64) -> Result<f64, Fault> {
    divide_modulo(a, b).map(|(quotient, _)| quotient)
}

/// `a % b`: the sign of `b`, also on zero.
pub fn modulo(a: f64, b: f64) -> Result<f64, Fault> {
    if b == 0.0 {
        return Err(division_by_zero());
    }
    let remainder = a % b;
    Ok(if remainder == 0.0 {
        0.0_f64.copysign(b)
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder + b
    } else {
        remainder
    })
}

/// `divmod(a, b)`.
pub fn divide_modulo(a: f64, b: f64) -> Result<(f64, f64), Fault> {
    if b == 0.0 {
        return Err(division_by_zero());
    }
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder == 0.0 {
        remainder = 0.0_f64.copysign(b);
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Ok((0.0_f64.copysign(a / b), remainder));
    }
    let floor = quotient.floor();
    Ok((if quotient - floor > 0.5 { floor + 1.0 } else { floor }, remainder))
}

/// `base ** exponent`. Raises ZeroDivisionError, OverflowError, and `Unsupported` where CPython answers a complex
/// number.
pub fn power(base: f64, exponent: f64) -> Result<f64, Fault> {
    if exponent == 0.0 {
        return Ok(1.0);
    }
    if base.is_nan() {
        return Ok(base);
    }
    if exponent.is_nan() {
        return Ok(if base == 1.0 { 1.0 } else { exponent });
    }
    let odd = (exponent % 2.0).abs() == 1.0;
    if exponent.is_infinite() {
        let magnitude = base.abs();
        return Ok(if magnitude == 1.0 {
            1.0
        } else if (exponent > 0.0) == (magnitude > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    if base.is_infinite() {
        return Ok(match (exponent > 0.0, odd) {
            (true, true) => base,
            (true, false) => f64::INFINITY,
            (false, true) => 0.0_f64.copysign(base),
            (false, false) => 0.0,
        });
    }
    if base == 0.0 {
        return match (exponent < 0.0, odd) {
            (true, _) => Err(Fault::zero_division("zero to a negative power")),
            (false, true) => Ok(base),
            (false, false) => Ok(0.0),
        };
    }
    if base < 0.0 && exponent != exponent.floor() {
        return Err(Fault::unsupported("complex numbers (a negative number to a fractional power)"));
    }
    let magnitude = base.abs().powf(exponent);
    if magnitude.is_infinite() {
        return Err(Fault::overflow_error("(34, 'Numerical result out of range')"));
    }
    Ok(if base < 0.0 && odd { -magnitude } else { magnitude })
}

/// `int(x)`: truncates. Raises for infinities and NaN.
pub fn to_int(value: f64) -> Result<BigInt, Fault> {
    if value.is_nan() {
        return Err(Fault::value_error("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(Fault::overflow_error("cannot convert float infinity to integer"));
    }
    let whole = value.abs().trunc();
    if whole < 9.0e15 {
        return Ok(BigInt::from(value.trunc() as i64));
    }
    let bits = whole.to_bits();
    let exponent = (bits >> 52) as i64 - 1075;
    let mantissa = BigInt::from((bits & ((1 << 52) - 1)) | (1 << 52));
    let magnitude = if exponent >= 0 { mantissa << exponent } else { mantissa >> -exponent };
    Ok(if value < 0.0 { -magnitude } else { magnitude })
}

/// `round(x)`: to the nearest int, half to even.
pub fn round_to_int(value: f64) -> Result<BigInt, Fault> {
    to_int(if value.is_finite() { value.round_ties_even() } else { value })
}

/// `round(x, digits)`: to decimals, correctly rounded from the exact value. Raises OverflowError.
pub fn round(value: f64, digits: i64) -> Result<f64, Fault> {
    if !value.is_finite() || digits > 323 {
        return Ok(value);
    }
    if digits < -308 {
        return Ok(0.0 * value);
    }
    let rounded = if digits >= 0 {
        format!("{value:.*}", digits as usize).parse().unwrap_or(value)
    } else {
        round_to_tens(value.abs(), digits.unsigned_abs() as i32).copysign(value)
    };
    if rounded.is_infinite() {
        return Err(Fault::overflow_error("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// Rounds a non-negative float to a multiple of `10**zeros`, `zeros` from 1 to 308.
fn round_to_tens(value: f64, zeros: i32) -> f64 {
    let text = format!("{value:e}");
    let exponent: i32 = text.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let kept = exponent - zeros;
    if kept >= 0 {
        return format!("{value:.*e}", kept as usize).parse().unwrap_or(value);
    }
    // Below one unit: up when above half of it; half itself goes to zero, which is even.
    let half: f64 = format!("5e{}", zeros - 1).parse().unwrap_or(f64::INFINITY);
    if value > half { format!("1e{zeros}").parse().unwrap_or(value) } else { 0.0 }
}

#[cfg(test)]
#[path = "float_math_tests.rs"]
mod tests;
