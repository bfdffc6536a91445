//! The format specification mini-language of `format()` and f-strings, for str, int and float
//! (`Python/formatter_unicode.c`), with CPython's error messages.

use super::fault::{Fault, MAX_SEQUENCE, check_size};
use super::float_text::{self, Conversion, Options};
use super::int_math;
use super::int_text;
use super::str_text;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// A parsed specification, defaults filled in.
#[derive(Clone, Debug)]
struct FormatSpec {
    fill: char,
    align: char,
    alternate: bool,
    no_negative_zero: bool,
    sign: Option<char>,
    width: usize,
    thousands: Option<char>,
    precision: Option<usize>,
    fraction_thousands: Option<char>,
    /// The presentation type, `\0` for a float's default.
    kind: char,
}

/// The parts of a formatted number, before padding.
struct Number {
    negative: bool,
    prefix: &'static str,
    /// Digits before the decimal point, or `inf`/`nan`.
    whole: String,
    /// The decimal point and what follows it.
    rest: String,
    group: usize,
}

/// `format(text, spec)` of a str.
pub fn format_str(text: &str, spec: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = FormatSpec::parse(spec, 's', '<', "str")?;
    if spec.kind != 's' {
        return Err(unknown_code(spec.kind, "str"));
    }
    let refuse =
        |what: &str| Err(Fault::value_error(format!("{what} not allowed in string format specifier")));
    match spec.sign {
        Some(' ') => return refuse("Space"),
        Some(_) => return refuse("Sign"),
        None => {}
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z)");
    }
    if spec.alternate {
        return refuse("Alternate form (#)");
    }
    if spec.align == '=' {
        return refuse("'=' alignment");
    }
    match spec.precision {
        Some(precision) => spec.pad(&text.chars().take(precision).collect::<String>()),
        None => spec.pad(text),
    }
}

/// `format(value, spec)` of an int; for a bool the caller handles the empty specification.
pub fn format_int(value: &BigInt, spec: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return int_text::to_decimal(value);
    }
    let spec = FormatSpec::parse(spec, 'd', '>', "int")?;
    match spec.kind {
        'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => spec.integer(value),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => spec.float(int_math::to_f64(value)?),
        kind => Err(unknown_code(kind, "int")),
    }
}

/// `format(value, spec)` of a float.
pub fn format_float(value: f64, spec: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return Ok(float_text::repr(value));
    }
    let spec = FormatSpec::parse(spec, '\0', '>', "float")?;
    match spec.kind {
        '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%' => spec.float(value),
        kind => Err(unknown_code(kind, "float")),
    }
}

fn unknown_code(kind: char, type_name: &str) -> Fault {
    let shown = match kind {
        '!'..='\x7f' => kind.to_string(),
        _ => format!("\\x{:x}", u32::from(kind)),
    };
    Fault::value_error(format!("Unknown format code '{shown}' for object of type '{type_name}'"))
}

/// A cursor over the specification's characters.
struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Reads decimal digits of any script; `None` when there are none.
    fn number(&mut self) -> Result<Option<usize>, Fault> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(str_text::decimal_value) {
            let next = number.unwrap_or(0_i64).checked_mul(10).and_then(|n| n.checked_add(i64::from(digit)));
            let Some(next) = next else {
                return Err(Fault::value_error("Too many decimal digits in format string"));
            };
            number = Some(next);
            self.at += 1;
        }
        Ok(number.map(|number| number as usize))
    }

    /// Reads `,` or `_`.
    fn separator(&mut self) -> Result<Option<char>, Fault> {
        let both = || Fault::value_error("Cannot specify both ',' and '_'.");
        let comma = self.take(',');
        let underscore = self.take('_');
        if underscore && (comma || self.peek() == Some(',')) {
            return Err(both());
        }
        Ok(if comma { Some(',') } else { underscore.then_some('_') })
    }
}

fn is_align(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '^')
}

impl FormatSpec {
    fn parse(text: &str, kind: char, align: char, type_name: &str) -> Result<FormatSpec, Fault> {
        let mut reader = Reader { chars: text.chars().collect(), at: 0 };
        let mut spec = FormatSpec {
            fill: ' ',
            align,
            alternate: false,
            no_negative_zero: false,
            sign: None,
            width: 0,
            thousands: None,
            precision: None,
            fraction_thousands: None,
            kind,
        };
        let (mut has_fill, mut has_align) = (false, false);
        if reader.chars.get(1).copied().is_some_and(is_align) {
            (spec.fill, spec.align) = (reader.chars[0], reader.chars[1]);
            (has_fill, has_align) = (true, true);
            reader.at = 2;
        } else if let Some(c) = reader.peek().filter(|&c| is_align(c)) {
            (spec.align, has_align) = (c, true);
            reader.at = 1;
        }
        if let Some(c @ (' ' | '+' | '-')) = reader.peek() {
            spec.sign = Some(c);
            reader.at += 1;
        }
        spec.no_negative_zero = reader.take('z');
        spec.alternate = reader.take('#');
        if !has_fill && reader.take('0') {
            spec.fill = '0';
            if !has_align && align == '>' {
                spec.align = '=';
            }
        }
        spec.width = reader.number()?.unwrap_or(0);
        spec.thousands = reader.separator()?;
        if reader.take('.') {
            spec.precision = reader.number()?;
            spec.fraction_thousands = reader.separator()?;
            if spec.precision.is_none() && spec.fraction_thousands.is_none() {
                return Err(Fault::value_error("Format specifier missing precision"));
            }
        }
        match reader.chars.len() - reader.at {
            0 => {}
            1 => spec.kind = reader.chars[reader.at],
            _ => {
                let message = format!("Invalid format specifier '{text}' for object of type '{type_name}'");
                return Err(Fault::value_error(message));
            }
        }
        spec.check_separators()?;
        Ok(spec)
    }

    fn check_separators(&self) -> Result<(), Fault> {
        let refuse = |separator: char| {
            let shown = match self.kind {
                '!'..='\x7f' => self.kind.to_string(),
                _ => format!("\\x{:x}", u32::from(self.kind)),
            };
            Err(Fault::value_error(format!("Cannot specify '{separator}' with '{shown}'.")))
        };
        match (self.thousands, self.kind) {
            (Some('_'), 'b' | 'o' | 'x' | 'X')
            | (_, 'd' | 'e' | 'f' | 'g' | 'E' | 'G' | 'F' | '%' | '\0')
            | (None, _) => {}
            (Some(separator), _) => return refuse(separator),
        }
        match self.fraction_thousands {
            Some(separator) if self.kind == 'n' => refuse(separator),
            _ => Ok(()),
        }
    }

    /// Pads to the width, in code points.
    fn pad(&self, text: &str) -> Result<String, Fault> {
        let missing = check_size(self.width)?.saturating_sub(text.chars().count());
        let before = match self.align {
            '>' | '=' => missing,
            '^' => missing / 2,
            _ => 0,
        };
        let fill = |count: usize| std::iter::repeat_n(self.fill, count);
        Ok(fill(before).chain(text.chars()).chain(fill(missing - before)).collect())
    }

    fn integer(&self, value: &BigInt) -> Result<String, Fault> {
        if self.precision.is_some() {
            return Err(Fault::value_error("Precision not allowed in integer format specifier"));
        }
        if self.no_negative_zero {
            let message = "Negative zero coercion (z) not allowed in integer format specifier";
            return Err(Fault::value_error(message));
        }
        if self.kind == 'c' {
            return self.character(value);
        }
        let (base, prefix, group) = match self.kind {
            'b' => (2, "0b", 4),
            'o' => (8, "0o", 4),
            'x' => (16, "0x", 4),
            'X' => (16, "0X", 4),
            _ => (10, "", 3),
        };
        let mut whole = int_text::digits(value, base)?;
        if self.kind == 'X' {
            whole.make_ascii_uppercase();
        }
        let prefix = if self.alternate { prefix } else { "" };
        self.number(Number { negative: value.is_negative(), prefix, whole, rest: String::new(), group })
    }

    fn character(&self, value: &BigInt) -> Result<String, Fault> {
        let refuse = |what: &str| {
            Err(Fault::value_error(format!("{what} not allowed with integer format specifier 'c'")))
        };
        if self.sign.is_some() {
            return refuse("Sign");
        }
        if self.alternate {
            return refuse("Alternate form (#)");
        }
        let Some(code) = value.to_i64() else {
            return Err(Fault::overflow_error("Python int too large to convert to C long"));
        };
        let character = u32::try_from(code).ok().and_then(char::from_u32);
        match character {
            Some(character) => self.pad(&character.to_string()),
            None => Err(Fault::overflow_error("%c arg not in range(0x110000)")),
        }
    }

    fn float(&self, value: f64) -> Result<String, Fault> {
        if self.precision.is_some_and(|precision| precision > i32::MAX as usize) {
            return Err(Fault::value_error("precision too big"));
        }
        let percent = self.kind == '%';
        let value = if percent { value * 100.0 } else { value };
        let (conversion, default) = match self.kind {
            '\0' if self.precision.is_none() => (Conversion::Repr, 0),
            '\0' | 'g' | 'G' | 'n' => (Conversion::General, 6),
            'e' | 'E' => (Conversion::Exponent, 6),
            _ => (Conversion::Fixed, 6),
        };
        let precision = check_size(self.precision.unwrap_or(default))?;
        let options = Options { alternate: self.alternate, add_dot_zero: self.kind == '\0' };
        let mut text = float_text::magnitude(value, conversion, precision, options);
        if self.kind.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        let is_zero = !text
            .bytes()
            .take_while(|byte| !matches!(byte, b'e' | b'E'))
            .any(|b| b.is_ascii_digit() && b != b'0');
        let is_zero = is_zero && value.is_finite();
        let negative = value.is_sign_negative() && !value.is_nan() && !(self.no_negative_zero && is_zero);
        let split = if value.is_finite() {
            text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
        } else {
            text.len()
        };
        let mut rest = self.group_fraction(&text[split..]);
        if percent {
            rest.push('%');
        }
        text.truncate(split);
        self.number(Number { negative, prefix: "", whole: text, rest, group: 3 })
    }

    /// Puts separators between the digits after the decimal point, in threes from the point on.
    fn group_fraction(&self, rest: &str) -> String {
        let Some(separator) = self.fraction_thousands else { return rest.to_owned() };
        let Some(fraction) = rest.strip_prefix('.') else { return rest.to_owned() };
        let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let mut out = String::from(".");
        for (index, digit) in fraction[..end].chars().enumerate() {
            if index > 0 && index % 3 == 0 {
                out.push(separator);
            }
            out.push(digit);
        }
        out + &fraction[end..]
    }

    /// Adds sign, grouping and padding.
    fn number(&self, number: Number) -> Result<String, Fault> {
        let sign = match (number.negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let width = check_size(self.width)?;
        let fixed = sign.len() + number.prefix.len() + number.rest.len();
        let zero_padded = self.fill == '0' && self.align == '=';
        let minimum = if zero_padded { width.saturating_sub(fixed) } else { 0 };
        let finite = number.whole.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !matches!(number.whole.as_str(), "inf" | "nan" | "INF" | "NAN");
        let whole = match self.thousands {
            Some(separator) if finite => grouped(&number.whole, separator, number.group, minimum),
            _ => format!("{}{}", "0".repeat(minimum.saturating_sub(number.whole.len())), number.whole),
        };
        let body = format!("{whole}{}", number.rest);
        let head = format!("{sign}{}", number.prefix);
        if self.align != '=' {
            return self.pad(&(head + &body));
        }
        let missing = width.saturating_sub(head.len() + body.len());
        let padding: String = std::iter::repeat_n(self.fill, missing).collect();
        Ok(head + &padding + &body)
    }
}

/// Inserts separators every `group` digits and zeros up to a minimum width, which separators count towards; the
/// text never starts with a separator (`_PyUnicode_InsertThousandsGrouping`).
fn grouped(digits: &str, separator: char, group: usize, minimum: usize) -> String {
    let mut reversed: Vec<char> = Vec::with_capacity(digits.len().max(minimum).min(MAX_SEQUENCE) + 1);
    let mut remaining = digits.chars().rev().peekable();
    let mut in_group = 0;
    while remaining.peek().is_some() || reversed.len() < minimum {
        if in_group == group {
            reversed.push(separator);
            in_group = 0;
        }
        reversed.push(remaining.next().unwrap_or('0'));
        in_group += 1;
    }
    reversed.into_iter().rev().collect()
}

#[cfg(test)]
#[path = "format_spec_tests.rs"]
mod tests;
