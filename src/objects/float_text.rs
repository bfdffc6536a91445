//! Floats as text: `repr`, and the `e`, `f`, `g` conversions that `format` and `%` share (`Python/pystrtod.c`), and
//! parsing text as `float()` does (`Objects/floatobject.c`).

use super::fault::{Fault, MAX_SEQUENCE};
use super::str_text;

/// A double has at most 1074 decimals; any further digit is zero.
const MAX_DECIMALS: usize = 1100;

/// How to write a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// The shortest text that reads back as the same float.
    Repr,
    Exponent,
    Fixed,
    General,
}

/// Options of a conversion (`Py_DTSF_ALT`, `Py_DTSF_ADD_DOT_0`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// `#`: always a decimal point, and trailing zeros kept by `g`.
    pub alternate: bool,
    /// `.0` is appended to what looks like an int.
    pub add_dot_zero: bool,
}

/// `repr(x)`, which is also `str(x)`.
pub fn repr(value: f64) -> String {
    let options = Options { alternate: false, add_dot_zero: true };
    let text = magnitude(value, Conversion::Repr, 0, options);
    if value.is_sign_negative() && !value.is_nan() { format!("-{text}") } else { text }
}

/// The digits of a float's magnitude, without sign; `inf` and `nan` for those. `precision` must be below
/// [`MAX_SEQUENCE`].
pub fn magnitude(value: f64, conversion: Conversion, precision: usize, options: Options) -> String {
    let value = value.abs();
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return "inf".to_owned();
    }
    match conversion {
        Conversion::Repr => {
            let (digits, exponent) = scientific(&crate::ast::shortest_float(value));
            let use_exponent = !(-4..16).contains(&exponent);
            layout(&digits, exponent, use_exponent, options)
        }
        Conversion::Exponent => {
            let (mut digits, exponent) = scientific(&format!("{value:.*e}", precision.min(MAX_DECIMALS)));
            digits.extend(zeros(precision.saturating_sub(MAX_DECIMALS)));
            layout(&digits, exponent, true, options)
        }
        Conversion::Fixed => fixed(value, precision, options.alternate),
        Conversion::General => general(value, precision.max(1), options),
    }
}

fn fixed(value: f64, precision: usize, alternate: bool) -> String {
    let mut text = format!("{value:.*}", precision.min(MAX_DECIMALS));
    text.extend(zeros(precision.saturating_sub(MAX_DECIMALS)));
    if alternate && precision == 0 {
        text.push('.');
    }
    text
}

fn general(value: f64, precision: usize, options: Options) -> String {
    let (mut digits, exponent) = scientific(&format!("{value:.*e}", (precision - 1).min(MAX_DECIMALS)));
    if options.alternate {
        digits.extend(zeros((precision - 1).saturating_sub(MAX_DECIMALS)));
    } else {
        digits.truncate(digits.trim_end_matches('0').len().max(1));
    }
    let limit = precision as i64 - i64::from(options.add_dot_zero);
    layout(&digits, exponent, exponent < -4 || i64::from(exponent) >= limit, options)
}

fn zeros(count: usize) -> impl Iterator<Item = char> {
    std::iter::repeat_n('0', count.min(MAX_SEQUENCE))
}

/// Splits Rust's `d.ddde-x` into digits and exponent.
fn scientific(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// Places the decimal point among significant digits (the first is worth `10**exponent`).
fn layout(digits: &str, exponent: i32, use_exponent: bool, options: Options) -> String {
    let mut text = String::with_capacity(digits.len() + 8);
    if use_exponent {
        text.push_str(&digits[..1]);
        if digits.len() > 1 || options.alternate {
            text.push('.');
        }
        text.push_str(&digits[1..]);
        let sign = if exponent < 0 { '-' } else { '+' };
        text.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
        return text;
    }
    let point = exponent + 1;
    if point <= 0 {
        text.push_str("0.");
        text.extend(zeros(point.unsigned_abs() as usize));
        text.push_str(digits);
        return text;
    }
    let point = point as usize;
    let whole = &digits[..digits.len().min(point)];
    text.push_str(whole);
    text.extend(zeros(point - whole.len()));
    if digits.len() > point {
        text.push('.');
        text.push_str(&digits[point..]);
    } else if options.alternate {
        text.push('.');
    } else if options.add_dot_zero {
        text.push_str(".0");
    }
    text
}

/// `float(text)`. Raises ValueError with CPython's message.
pub fn parse(text: &str) -> Result<f64, Fault> {
    parse_trimmed(text).ok_or_else(|| {
        Fault::value_error(format!("could not convert string to float: {}", str_text::repr(text)))
    })
}

fn parse_trimmed(text: &str) -> Option<f64> {
    let plain = str_text::decimals_to_ascii(text.trim_matches(str_text::is_space));
    let number = without_underscores(&plain)?;
    let unsigned = number.strip_prefix(['+', '-']).unwrap_or(&number);
    let lower = unsigned.to_ascii_lowercase();
    let value = match lower.as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ if unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') => unsigned.parse().ok()?,
        _ => return None,
    };
    Some(if number.starts_with('-') { -value } else { value })
}

/// Drops underscores, which are allowed between digits only.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let misplaced =
        (0..bytes.len()).any(|at| bytes[at] == b'_' && !(at > 0 && digit(at - 1) && digit(at + 1)));
    (!misplaced).then(|| text.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_the_shortest_text() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (5e-324, "5e-324"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
            (2.675, "2.675"),
            (1e22, "1e+22"),
            (1e100, "1e+100"),
            (1_125_899_906_842_624.0 + 0.25, "1125899906842624.2"),
        ] {
            assert_eq!(repr(value), text);
        }
    }

    #[test]
    fn text_is_parsed_as_float_does() {
        for (text, value) in [
            ("1.5", 1.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("1e5", 1e5),
            ("1_0.5", 10.5),
            ("iNf", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
            ("1e-400", 0.0),
            (" 1\u{2003}", 1.0),
            ("١.٥", 1.5),
            ("1e1_0", 1e10),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
        for text in [
            "", "x", ".", "1e", "1e+", "1__0", "_1", "1_", "1_.5", "1._5", "infx", "1 2", "0x1", "1\0",
            "--1", "1e5_", "+", "e5", "é", "-.e1",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert_eq!(parse("x'").unwrap_err().message, "could not convert string to float: \"x'\"");
    }
}
