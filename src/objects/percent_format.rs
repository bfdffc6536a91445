//! `%` formatting of str (`unicode_format` in `Objects/unicodeobject.c`): reading directives and applying them to
//! values that are already text or numbers. Fetching arguments, `str()` and `repr()` are the machine's part.

use super::fault::{Fault, check_size};
use super::float_text::{self, Conversion, Options};
use super::int_text;
use num_bigint::BigInt;
use num_traits::Signed;

/// A width or precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    Absent,
    Number(usize),
    /// `*`: the next argument, an int.
    Argument,
}

/// One `%...c` directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The key of `%(key)s`.
    pub key: Option<String>,
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    pub width: Amount,
    pub precision: Amount,
    pub conversion: char,
    /// Index of the conversion character, in code points.
    pub index: usize,
}

/// A part of a format string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Literal(String),
    Directive(Directive),
}

/// Reads a format string piece by piece, so that errors come when CPython reaches them.
#[derive(Clone, Debug)]
pub struct Pieces {
    chars: std::rc::Rc<[char]>,
    at: usize,
}

fn incomplete() -> Fault {
    Fault::value_error("incomplete format")
}

impl Pieces {
    pub fn new(text: &str) -> Pieces {
        Pieces { chars: text.chars().collect(), at: 0 }
    }

    /// The next piece, `None` at the end. Raises ValueError for malformed directives.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, Fault> {
        let Some(first) = self.peek() else { return Ok(None) };
        if first != '%' {
            let start = self.at;
            while self.peek().is_some_and(|c| c != '%') {
                self.at += 1;
            }
            return Ok(Some(Piece::Literal(self.chars[start..self.at].iter().collect())));
        }
        self.at += 1;
        if self.peek() == Some('%') {
            self.at += 1;
            return Ok(Some(Piece::Literal("%".to_owned())));
        }
        self.directive().map(|directive| Some(Piece::Directive(directive)))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn directive(&mut self) -> Result<Directive, Fault> {
        let mut directive = Directive {
            key: self.key()?,
            left: false,
            plus: false,
            space: false,
            alternate: false,
            zero: false,
            width: Amount::Absent,
            precision: Amount::Absent,
            conversion: '\0',
            index: 0,
        };
        while let Some(c) = self.peek() {
            match c {
                '-' => directive.left = true,
                '+' => directive.plus = true,
                ' ' => directive.space = true,
                '#' => directive.alternate = true,
                '0' => directive.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        directive.width = self.amount("width too big", i64::MAX as u64)?;
        if self.peek() == Some('.') {
            self.at += 1;
            directive.precision = match self.amount("precision too big", i32::MAX as u64)? {
                Amount::Absent => Amount::Number(0),
                amount => amount,
            };
        }
        if matches!(self.peek(), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        directive.conversion = self.peek().ok_or_else(incomplete)?;
        directive.index = self.at;
        self.at += 1;
        Ok(directive)
    }

    /// A parenthesised key; parentheses may nest.
    fn key(&mut self) -> Result<Option<String>, Fault> {
        if self.peek() != Some('(') {
            return Ok(None);
        }
        self.at += 1;
        let start = self.at;
        let mut depth = 1;
        while depth > 0 {
            match self.peek() {
                Some(')') => depth -= 1,
                Some('(') => depth += 1,
                Some(_) => {}
                None => return Err(Fault::value_error("incomplete format key")),
            }
            self.at += 1;
        }
        Ok(Some(self.chars[start..self.at - 1].iter().collect()))
    }

    fn amount(&mut self, too_big: &str, limit: u64) -> Result<Amount, Fault> {
        if self.peek() == Some('*') {
            self.at += 1;
            return Ok(Amount::Argument);
        }
        let mut number: Option<u64> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let next = number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit));
            if next > limit {
                return Err(Fault::value_error(too_big));
            }
            number = Some(next);
            self.at += 1;
        }
        Ok(number.map_or(Amount::Absent, |number| Amount::Number(number as usize)))
    }
}

impl Directive {
    /// The ValueError of a conversion character that does not exist.
    pub fn unsupported(&self) -> Fault {
        let code = u32::from(self.conversion);
        let shown = if (31..=126).contains(&code) { self.conversion } else { '?' };
        let index = self.index;
        Fault::value_error(format!("unsupported format character '{shown}' (0x{code:x}) at index {index}"))
    }

    /// Sets a width given as `*`: a negative one means `-`.
    pub fn set_width(&mut self, width: i64) {
        self.left |= width < 0;
        self.width = Amount::Number(width.unsigned_abs() as usize);
    }

    /// Sets a precision given as `*`: a negative one counts as 0.
    pub fn set_precision(&mut self, precision: i64) {
        self.precision = Amount::Number(precision.max(0) as usize);
    }

    fn precision(&self) -> Option<usize> {
        match self.precision {
            Amount::Number(number) => Some(number),
            _ => None,
        }
    }

    /// `%s`, `%r`, `%a`: the text cut to the precision and padded.
    pub fn text(&self, text: &str) -> Result<String, Fault> {
        match self.precision() {
            Some(precision) => self.pad("", &text.chars().take(precision).collect::<String>(), false),
            None => self.pad("", text, false),
        }
    }

    /// `%c` of a character, which no precision cuts.
    pub fn character(&self, character: char) -> Result<String, Fault> {
        self.pad("", &character.to_string(), false)
    }

    /// `%d`, `%i`, `%u`, `%o`, `%x`, `%X`.
    pub fn integer(&self, value: &BigInt) -> Result<String, Fault> {
        let (base, prefix) = match self.conversion {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let mut digits = int_text::digits(value, base)?;
        if self.conversion == 'X' {
            digits.make_ascii_uppercase();
        }
        if let Some(precision) = self.precision() {
            let missing = check_size(precision)?.saturating_sub(digits.len());
            digits.insert_str(0, &"0".repeat(missing));
        }
        let prefix = if self.alternate { prefix } else { "" };
        self.pad(&format!("{}{prefix}", self.sign(value.is_negative())), &digits, self.zero)
    }

    /// `%e`, `%f`, `%g` and their upper-case forms.
    pub fn float(&self, value: f64) -> Result<String, Fault> {
        let conversion = match self.conversion {
            'e' | 'E' => Conversion::Exponent,
            'f' | 'F' => Conversion::Fixed,
            _ => Conversion::General,
        };
        let options = Options { alternate: self.alternate, add_dot_zero: false };
        let precision = check_size(self.precision().unwrap_or(6))?;
        let mut text = float_text::magnitude(value, conversion, precision, options);
        if self.conversion.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        self.pad(self.sign(value.is_sign_negative() && !value.is_nan()), &text, self.zero)
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, _, _) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }

    fn pad(&self, head: &str, body: &str, zeros: bool) -> Result<String, Fault> {
        let width = match self.width {
            Amount::Number(width) => check_size(width)?,
            _ => 0,
        };
        let missing = width.saturating_sub(head.len() + body.chars().count());
        if self.left {
            return Ok(format!("{head}{body}{}", " ".repeat(missing)));
        }
        Ok(if zeros {
            format!("{head}{}{body}", "0".repeat(missing))
        } else {
            format!("{}{head}{body}", " ".repeat(missing))
        })
    }
}

#[cfg(test)]
#[path = "percent_format_tests.rs"]
mod tests;
