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
    let boxed = |x: f64| (if x.is_infinite() { 1f64 } else { 0.0 }).copysign(x);
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
    match right {
        Operand::Real(0.0) => None,
        Operand::Real(divisor) => {
            let (a, b) = left.pair();
            Some((a / divisor, b / divisor))
        }
        Operand::Complex(c, d) => quotient(left.pair(), (c, d)),
    }
}

/// `_Py_c_quot`: Smith's method, scaled by the larger part of the divisor.
fn quotient((a, b): Pair, (c, d): Pair) -> Option<Pair> {
    if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        Some(((a + b * ratio) / denominator, (b - a * ratio) / denominator))
    } else {
        let ratio = c / d;
        let denominator = c * ratio + d;
        Some(((a * ratio + b) / denominator, (b * ratio - a) / denominator))
    }
}

/// `complex_pow`: repeated multiplication for small whole exponents, else through polar form. `None` on overflow.
pub fn power(left: Operand, right: Operand) -> Option<Constant> {
    let (base, exponent) = (left.pair(), right.pair());
    let small_whole = exponent.1 == 0.0 && exponent.0 == exponent.0.floor() && exponent.0.abs() <= 100.0;
    let (real, imag) =
        if small_whole { whole_power(base, exponent.0 as i32)? } else { polar_power(base, exponent)? };
    let finite = [base.0, base.1, exponent.0, exponent.1].into_iter().all(f64::is_finite);
    if finite && (real.is_infinite() || imag.is_infinite()) {
        return None;
    }
    Some(Constant::Complex { real, imag })
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
    Some((length * phase.cos(), length * phase.sin()))
}
