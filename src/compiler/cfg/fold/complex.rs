//! Complex arithmetic as in `Objects/complexobject.c`: since 3.14 a real operand is not widened first.

use crate::bytecode::Constant;

/// One operand of a mixed operation.
#[derive(Clone, Copy)]
pub enum Operand {
    Real(f64),
    Complex(f64, f64),
}

type Pair = (f64, f64);

impl Operand {
    fn pair(self) -> Pair {
        match self {
            Self::Real(real) => (real, 0.0),
            Self::Complex(real, imag) => (real, imag),
        }
    }
}

/// `+`, `-`, `*`, `/` by their `BINARY_OP` numbers; `None` for a zero divisor and operators complex numbers lack.
pub fn binary(operator: u32, left: Operand, right: Operand) -> Option<Constant> {
    let (real, imag) = match operator {
        0 => add(left, right),
        5 => multiply(left, right),
        10 => subtract(left, right),
        11 => divide(left, right)?,
        _ => return None,
    };
    Some(Constant::Complex { real, imag })
}

fn add(left: Operand, right: Operand) -> Pair {
    match (left, right) {
        (Operand::Complex(a, b), Operand::Real(c)) | (Operand::Real(c), Operand::Complex(a, b)) => (a + c, b),
        _ => {
            let ((a, b), (c, d)) = (left.pair(), right.pair());
            (a + c, b + d)
        }
    }
}

fn subtract(left: Operand, right: Operand) -> Pair {
    match (left, right) {
        (Operand::Complex(a, b), Operand::Real(c)) => (a - c, b),
        (Operand::Real(a), Operand::Complex(c, d)) => (a - c, -d),
        _ => {
            let ((a, b), (c, d)) = (left.pair(), right.pair());
            (a - c, b - d)
        }
    }
}

fn multiply(left: Operand, right: Operand) -> Pair {
    match (left, right) {
        (Operand::Complex(a, b), Operand::Real(c)) | (Operand::Real(c), Operand::Complex(a, b)) => {
            (a * c, b * c)
        }
        _ => product(left.pair(), right.pair()),
    }
}

/// `_Py_c_prod`; infinities that the plain formula loses are recovered as C11 Annex G does.
fn product((a, b): Pair, (c, d): Pair) -> Pair {
    let plain = (a * c - b * d, a * d + b * c);
    if !(plain.0.is_nan() && plain.1.is_nan()) {
        return plain;
    }
    let denan = |x: f64| if x.is_nan() { 0f64.copysign(x) } else { x };
    let (mut a, mut b, mut c, mut d) = (a, b, c, d);
    let mut recalc = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b, c, d) = (boxed(a), boxed(b), denan(c), denan(d));
        recalc = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d, a, b) = (boxed(c), boxed(d), denan(a), denan(b));
        recalc = true;
    }
    if !recalc && [a * c, b * d, a * d, b * c].into_iter().any(f64::is_infinite) {
        (a, b, c, d) = (denan(a), denan(b), denan(c), denan(d));
        recalc = true;
    }
    if recalc { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { plain }
}

fn divide(left: Operand, right: Operand) -> Option<Pair> {
    match (left, right) {
        (_, Operand::Real(0.0)) => None,
        (_, Operand::Real(divisor)) => {
            let (a, b) = left.pair();
            Some((a / divisor, b / divisor))
        }
        (Operand::Real(a), Operand::Complex(c, d)) => real_quotient(a, (c, d)),
        (Operand::Complex(a, b), Operand::Complex(c, d)) => quotient((a, b), (c, d)),
    }
}

/// An infinite part becomes 1, another 0; the sign stays.
fn boxed(part: f64) -> f64 {
    (if part.is_infinite() { 1f64 } else { 0.0 }).copysign(part)
}

fn is_infinite((a, b): Pair) -> bool {
    a.is_infinite() || b.is_infinite()
}

fn is_finite((a, b): Pair) -> bool {
    a.is_finite() && b.is_finite()
}

/// `_Py_c_quot`: Smith's method, scaled by the larger part of the divisor; infinities as C11 Annex G recovers them.
fn quotient((a, b): Pair, (c, d): Pair) -> Option<Pair> {
    let result = if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if !(result.0.is_nan() && result.1.is_nan()) {
        return Some(result);
    }
    Some(if is_infinite((a, b)) && is_finite((c, d)) {
        let (x, y) = (boxed(a), boxed(b));
        (f64::INFINITY * (x * c + y * d), f64::INFINITY * (y * c - x * d))
    } else if is_infinite((c, d)) && is_finite((a, b)) {
        let (x, y) = (boxed(c), boxed(d));
        (0.0 * (a * x + b * y), 0.0 * (b * x - a * y))
    } else {
        result
    })
}

/// `_Py_rc_quot`
fn real_quotient(a: f64, (c, d): Pair) -> Option<Pair> {
    let result = if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        (a / denominator, (-a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio) / denominator, -a / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if result.0.is_nan() && result.1.is_nan() && a.is_finite() && is_infinite((c, d)) {
        return Some((0.0 * (a * boxed(c)), 0.0 * (-a * boxed(d))));
    }
    Some(result)
}

/// `complex_pow`: repeated multiplication for small whole exponents, else through polar form. `None` on overflow.
pub fn power(left: Operand, right: Operand) -> Option<Constant> {
    let (base, exponent) = (left.pair(), right.pair());
    let small_whole = exponent.1 == 0.0 && exponent.0 == exponent.0.floor() && exponent.0.abs() <= 100.0;
    let (real, imag) =
        if small_whole { whole_power(base, exponent.0 as i32)? } else { polar_power(base, exponent)? };
    (!is_infinite((real, imag))).then_some(Constant::Complex { real, imag })
}

fn whole_power(base: Pair, exponent: i32) -> Option<Pair> {
    let mut result = (1.0, 0.0);
    let mut square = base;
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        if left & 1 == 1 {
            result = product(result, square);
        }
        left >>= 1;
        square = product(square, square);
    }
    if exponent > 0 { Some(result) } else { quotient((1.0, 0.0), result) }
}

fn polar_power(base: Pair, exponent: Pair) -> Option<Pair> {
    if exponent == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if base == (0.0, 0.0) {
        return (exponent.1 == 0.0 && exponent.0 >= 0.0).then_some((0.0, 0.0));
    }
    let modulus = base.0.hypot(base.1);
    let mut length = modulus.powf(exponent.0);
    let angle = base.1.atan2(base.0);
    let mut phase = angle * exponent.0;
    if exponent.1 != 0.0 {
        length *= (-angle * exponent.1).exp();
        phase += exponent.1 * modulus.ln();
    }
    // The C library reports a domain error for the cosine of infinity.
    (!phase.is_infinite()).then(|| (length * phase.cos(), length * phase.sin()))
}
