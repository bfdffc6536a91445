//! Ints as text: `str(n)` with the digit limit, digits in a base, and parsing as `int()` does
//! (`Objects/longobject.c`).

use super::fault::Fault;
use super::str_text;
use num_bigint::BigInt;
use num_traits::{Num, Signed};

/// `sys.get_int_max_str_digits()` by default: the most decimal digits converted from or to text.
pub const MAX_STR_DIGITS: usize = 4300;

/// An int below this many bits has fewer decimal digits than the limit.
const SAFE_BITS: u64 = 14_200;

/// `str(n)`. Raises ValueError beyond [`MAX_STR_DIGITS`] digits.
pub fn to_decimal(value: &BigInt) -> Result<String, Fault> {
    let too_long = || {
        Fault::value_error(format!(
            "Exceeds the limit ({MAX_STR_DIGITS} digits) for integer string conversion; use \
             sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    let bits = value.bits();
    if bits > SAFE_BITS + 200 {
        return Err(too_long());
    }
    let text = value.to_string();
    if bits > SAFE_BITS && text.trim_start_matches('-').len() > MAX_STR_DIGITS {
        return Err(too_long());
    }
    Ok(text)
}

/// The magnitude's digits in base 2, 8, 10 or 16, lower case, without prefix.
pub fn digits(value: &BigInt, base: u32) -> Result<String, Fault> {
    if base == 10 { to_decimal(&value.abs()) } else { Ok(value.abs().to_str_radix(base)) }
}

/// `bin`, `oct` and `hex`: sign, prefix (`0x`) and digits.
pub fn prefixed(value: &BigInt, base: u32) -> String {
    let sign = if value.is_negative() { "-" } else { "" };
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    format!("{sign}{prefix}{}", value.abs().to_str_radix(base))
}

/// `int(text, base)`; base 0 reads the base from the literal's prefix. Raises ValueError with CPython's message.
pub fn parse(text: &str, base: i64) -> Result<BigInt, Fault> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Fault::value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    match parse_trimmed(text, base as u32) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(invalid_literal(base, &str_text::repr(text))),
        Err(fault) => Err(fault),
    }
}

/// The ValueError of a text that is no int; `shown` is the repr of the argument (CPython shows 200 characters).
pub fn invalid_literal(base: i64, shown: &str) -> Fault {
    let shown: String = shown.chars().take(200).collect();
    Fault::value_error(format!("invalid literal for int() with base {base}: {shown}"))
}

fn parse_trimmed(text: &str, base: u32) -> Result<Option<BigInt>, Fault> {
    let plain = str_text::decimals_to_ascii(text.trim_matches(str_text::is_space));
    let (negative, unsigned) = match plain.as_bytes().first() {
        Some(b'-') => (true, &plain[1..]),
        Some(b'+') => (false, &plain[1..]),
        _ => (false, &plain[..]),
    };
    let Some((base, body)) = split_prefix(unsigned, base) else { return Ok(None) };
    let Some(digits) = plain_digits(body, base) else { return Ok(None) };
    if !base.is_power_of_two() && digits.len() > MAX_STR_DIGITS {
        return Err(Fault::value_error(format!(
            "Exceeds the limit ({MAX_STR_DIGITS} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        )));
    }
    let value = BigInt::from_str_radix(&digits, base).ok();
    Ok(value.map(|value| if negative { -value } else { value }))
}

/// Resolves base 0 and strips a prefix that fits the base; an underscore may follow the prefix.
fn split_prefix(text: &str, base: u32) -> Option<(u32, &str)> {
    let lower = text.get(..2).map(str::to_ascii_lowercase);
    let named = match lower.as_deref() {
        Some("0x") => Some(16),
        Some("0o") => Some(8),
        Some("0b") => Some(2),
        _ => None,
    };
    if let Some(named) = named
        && (base == 0 || base == named)
    {
        let body = &text[2..];
        return Some((named, body.strip_prefix('_').unwrap_or(body)));
    }
    if base != 0 {
        return Some((base, text));
    }
    // "017" is no literal, "0" and "0_0" are.
    let old_octal = text.starts_with('0') && text.bytes().any(|byte| byte != b'0' && byte != b'_');
    (!old_octal).then_some((10, text))
}

/// The digits without single underscores between them; `None` when something else is in the text.
fn plain_digits(text: &str, base: u32) -> Option<String> {
    let mut digits = String::with_capacity(text.len());
    let mut after_digit = false;
    for c in text.chars() {
        if c == '_' && after_digit {
            after_digit = false;
        } else if c.is_digit(base) {
            digits.push(c);
            after_digit = true;
        } else {
            return None;
        }
    }
    after_digit.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_parsed_as_int_does() {
        for (text, base, value) in [
            (" 12 ", 10, 12),
            ("1_000", 10, 1000),
            ("0x1f", 16, 31),
            ("1f", 16, 31),
            ("0x1f", 0, 31),
            ("0b101", 0, 5),
            ("0O17", 0, 15),
            ("00", 0, 0),
            ("0_0", 0, 0),
            ("0x_1f", 0, 31),
            ("z", 36, 35),
            ("+5", 10, 5),
            ("-5", 10, -5),
            ("١٢", 10, 12),
            ("\n5\u{2003}", 10, 5),
            ("0b1", 2, 1),
            ("0b1", 16, 177),
        ] {
            assert_eq!(parse(text, base), Ok(BigInt::from(value)), "{text}");
        }
        for (text, base) in [
            ("", 10),
            ("x", 10),
            ("1__0", 10),
            ("_1", 10),
            ("1_", 10),
            ("0x1f", 10),
            ("017", 0),
            ("0x", 0),
            ("9", 8),
            ("--5", 10),
            ("+ 5", 10),
            ("1\0", 10),
            ("é", 10),
            ("1e5", 10),
        ] {
            let shown = str_text::repr(text);
            let message = format!("invalid literal for int() with base {base}: {shown}");
            assert_eq!(parse(text, base), Err(Fault::value_error(message)));
        }
        let fault = parse(&"1".repeat(4301), 10).unwrap_err();
        assert!(
            fault
                .message
                .starts_with("Exceeds the limit (4300 digits) for integer string conversion: value has 4301")
        );
        assert_eq!(parse("1", 37).unwrap_err().message, "int() base must be >= 2 and <= 36, or 0");
    }

    #[test]
    fn the_digit_limit_is_exact() {
        let ten = BigInt::from(10);
        assert_eq!(to_decimal(&(ten.pow(4300) - 1)).map(|text| text.len()), Ok(4300));
        assert!(to_decimal(&ten.pow(4300)).is_err());
        assert_eq!(to_decimal(&(1 - ten.pow(4300))).map(|text| text.len()), Ok(4301));
        assert_eq!(prefixed(&BigInt::from(-255), 16), "-0xff");
    }
}
