//! Python's `repr` of the constants a program can spell.
use crate::bytecode::Constant;
use crate::unicode;
use std::fmt::Write as _;

/// `repr(value)` of a constant (`1`, `'a'`, `(1, None)`).
pub fn repr_constant(value: &Constant) -> String {
    match value {
        Constant::None => "None".to_owned(),
        Constant::Bool(true) => "True".to_owned(),
        Constant::Bool(false) => "False".to_owned(),
        Constant::Ellipsis => "Ellipsis".to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::Float(value) => repr_float(*value),
        Constant::Complex { real, imag } => repr_complex(*real, *imag),
        Constant::Str(value) => repr_str(value),
        Constant::Surrogates(value) => repr_utf8(value),
        Constant::Bytes(value) => repr_bytes(value),
        other => format!("{other:?}"),
    }
}

/// `repr(value)` of a float: the shortest digits that read back equal, in scientific form outside 1e-4 <= x < 1e16
/// (`float_repr_style` `short`, `Python/pystrtod.c`).
pub fn repr_float(value: f64) -> String {
    let text = repr_float_part(value);
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') { text + ".0" } else { text }
}

/// As `repr_float`, without the `.0` of a whole number (as in the parts of a complex).
fn repr_float_part(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = shortest_float(value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return positional(mantissa, exponent);
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// `1.25` times ten to the third power, say, as `1250`.
fn positional(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole = exponent as usize + 1;
    match digits.split_at_checked(whole) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, decimals)) => format!("{sign}{whole}.{decimals}"),
        None => format!("{sign}{digits:0<whole$}"),
    }
}

/// The shortest digits of a finite float that read back equal, in scientific form (`1.5e0`). Of two that are equally near,
/// CPython takes the even one (`Python/dtoa.c`) and Rust the greater.
pub fn shortest_float(value: f64) -> String {
    /// With fewer there are not two.
    const FEWEST_DIGITS: usize = 16;
    let shortest = format!("{value:e}");
    let digits = shortest.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
    if digits < FEWEST_DIGITS {
        return shortest;
    }
    let nearest = format!("{value:.*e}", digits - 1);
    if nearest.parse() == Ok(value) { nearest } else { shortest }
}

fn repr_complex(real: f64, imag: f64) -> String {
    let imag_text = repr_float_part(imag);
    if real == 0.0 && real.is_sign_positive() {
        return format!("{imag_text}j");
    }
    let sign = if imag_text.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{imag_text}j)", repr_float_part(real))
}

/// `repr(value)` of a string: single quotes unless only double quotes avoid an escape; what is not printable is escaped.
pub fn repr_str(value: &str) -> String {
    let quote = if value.contains('\'') && !value.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(value.len() + 2);
    out.push(quote);
    for character in value.chars() {
        push_escaped(&mut out, character, quote);
    }
    out.push(quote);
    out
}

/// As [`repr_str`], for UTF-8 with surrogates passed.
pub fn repr_utf8(value: &[u8]) -> String {
    let quote = if value.contains(&b'\'') && !value.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(value.len() + 2);
    out.push(quote);
    for point in unicode::code_points(value) {
        match char::from_u32(point) {
            Some(character) => push_escaped(&mut out, character, quote),
            None => push_unprintable(&mut out, point),
        }
    }
    out.push(quote);
    out
}

fn push_escaped(out: &mut String, character: char, quote: char) {
    if character == quote {
        out.push('\\');
        out.push(quote);
    } else if character != '\\' && unicode::is_printable(character) {
        out.push(character);
    } else {
        push_unprintable(out, character.into());
    }
}

/// The escape of a backslash or of a code point that is not printable.
pub(super) fn push_unprintable(out: &mut String, point: u32) {
    let _ = match point {
        0x5c => write!(out, "\\\\"),
        0x0a => write!(out, "\\n"),
        0x0d => write!(out, "\\r"),
        0x09 => write!(out, "\\t"),
        0..=0xff => write!(out, "\\x{point:02x}"),
        0x100..=0xffff => write!(out, "\\u{point:04x}"),
        _ => write!(out, "\\U{point:08x}"),
    };
}

/// `repr(value)` of a bytes object.
pub fn repr_bytes(value: &[u8]) -> String {
    let quote = if value.contains(&b'\'') && !value.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(value.len() + 3);
    out.push('b');
    out.push(quote);
    for &byte in value {
        match byte {
            0x20..=0x7e | b'\n' | b'\r' | b'\t' => push_escaped(&mut out, char::from(byte), quote),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_python() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (123456789.125, "123456789.125"),
            (f64::INFINITY, "inf"),
            (5e-324, "5e-324"),
            // Two texts of as many digits are equally near.
            (1_125_899_906_842_624.0 + 0.25, "1125899906842624.2"),
            (1_125_899_906_842_624.0 + 0.75, "1125899906842624.8"),
            (-(0.5f64.powi(25)), "-2.9802322387695312e-08"),
        ];
        for (value, text) in cases {
            assert_eq!(repr_float(value), text);
        }
    }

    #[test]
    fn strings_are_quoted_and_escaped_as_in_python() {
        assert_eq!(repr_str("it's"), "\"it's\"");
        assert_eq!(repr_str("'\""), "'\\'\"'");
        assert_eq!(repr_str("\u{200b}é\u{7f}\n\u{e0001}"), "'\\u200bé\\x7f\\n\\U000e0001'");
        assert_eq!(repr_bytes(b"\x00'\n\xff"), "b\"\\x00'\\n\\xff\"");
    }

    #[test]
    fn complexes_print_as_in_python() {
        assert_eq!(repr_complex(0.0, 2.0), "2j");
        assert_eq!(repr_complex(0.0, 1.5e300), "1.5e+300j");
        assert_eq!(repr_complex(1.0, -0.0), "(1-0j)");
    }
}
