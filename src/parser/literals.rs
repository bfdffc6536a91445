//! Numbers, and the escapes of strings and bytes.
use super::builder::{Build, Builder};
use crate::bytecode::Constant;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Span;
use crate::unicode::{Named, UnicodeFacts, push_code_point};
use num_bigint::BigInt;

/// `sys.int_info.default_max_str_digits`.
const MAX_DECIMAL_DIGITS: usize = 4300;

impl Builder<'_> {
    /// The value of the number at `token`.
    pub(super) fn number(&self, token: usize) -> Build<Constant> {
        let span = self.token_span(token);
        let text = self.text(token).replace('_', "");
        let lower = text.to_ascii_lowercase();
        if let Some(value) = radix_integer(&lower) {
            return Ok(Constant::Int(value));
        }
        if let Some(imaginary) = lower.strip_suffix('j') {
            return Ok(Constant::Complex { real: 0.0, imag: parse_float(imaginary) });
        }
        if lower.contains(['.', 'e']) {
            return Ok(Constant::Float(parse_float(&lower)));
        }
        if let Ok(small) = lower.parse::<i64>() {
            return Ok(Constant::Int(small.into()));
        }
        if lower.len() > MAX_DECIMAL_DIGITS {
            return Err(self.error(too_many_digits(lower.len()), span));
        }
        BigInt::parse_bytes(lower.as_bytes(), 10)
            .map(Constant::Int)
            .ok_or_else(|| self.error("invalid decimal literal", span))
    }
}

fn too_many_digits(digits: usize) -> String {
    format!(
        "Exceeds the limit ({MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has {digits} digits; use \
         sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
         decimal conversion limits."
    )
}

fn parse_float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

fn radix_integer(text: &str) -> Option<BigInt> {
    let digits = text.strip_prefix('0')?;
    let (radix, digits) = [(16, 'x'), (8, 'o'), (2, 'b')]
        .into_iter()
        .find_map(|(radix, letter)| Some((radix, digits.strip_prefix(letter)?)))?;
    BigInt::parse_bytes(digits.as_bytes(), radix)
}

/// Why an escape could not be decoded.
pub(super) enum EscapeError {
    /// Where CPython's codec sees the escape and where its end, and the codec's reason.
    Malformed(usize, usize, &'static str),
    /// The names of characters are not at hand.
    NoNames,
}

impl EscapeError {
    pub fn diagnostic(&self, span: Span, bytes: bool) -> Diagnostic {
        let message = match *self {
            Self::NoNames => {
                return Diagnostic::unsupported(
                    "\\N{...} where the names of characters are not loaded",
                    span,
                );
            }
            Self::Malformed(at, _, reason) if bytes => format!("(value error) {reason} at position {at}"),
            Self::Malformed(at, end, reason) => format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {at}-{}: {reason}",
                end - 1
            ),
        };
        Diagnostic::new(DiagnosticKind::SyntaxError, message, span)
    }
}

/// The UTF-8 (surrogates passed) of the string that the body of a literal stands for.
pub(super) fn decode_str(body: &str, facts: &dyn UnicodeFacts) -> Result<Vec<u8>, EscapeError> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let used = match simple_escape(escape, &mut |code| out.push(code)) {
            Some(used) => used,
            None => str_escape(escape, facts, &mut out).map_err(|flaw| match flaw {
                Flaw::NoNames => EscapeError::NoNames,
                Flaw::Malformed(length, reason) => {
                    let offset = body.len() - escape.len() - 1;
                    let place = |end: usize| codec_length(&body[..end]);
                    EscapeError::Malformed(place(offset), place(offset + length), reason)
                }
            })?,
        };
        rest = &escape[used..];
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(out)
}

/// How long a part of a body is where CPython's codec sees it: characters beyond ASCII are written `\UXXXXXXXX`, and a
/// backslash before one `\u005c` (`decode_unicode_with_escapes`, `Parser/string_parser.c`).
fn codec_length(part: &str) -> usize {
    let mut escaped = false;
    let mut length = 0;
    for character in part.chars() {
        length += match character {
            '\0'..='\x7f' => 1,
            _ if escaped => 15,
            _ => 10,
        };
        escaped = character == '\\' && !escaped;
    }
    length
}

/// The bytes that the body of a bytes literal stands for.
pub(super) fn decode_bytes(body: &str) -> Result<Vec<u8>, EscapeError> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let offset = body.len() - rest.len() + at;
        let escape = &rest[at + 1..];
        let used = match simple_escape(escape, &mut |code| out.push(code)) {
            Some(used) => used,
            None => bytes_escape(escape, &mut out).ok_or(EscapeError::Malformed(
                offset,
                0,
                "invalid \\x escape",
            ))?,
        };
        rest = &escape[used..];
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(out)
}

/// Escapes that strings and bytes share and that fit a byte; the length used after the backslash.
fn simple_escape(escape: &str, push: &mut dyn FnMut(u8)) -> Option<usize> {
    let code = match escape.bytes().next()? {
        b'\n' => return Some(1),
        byte @ (b'\\' | b'\'' | b'"') => byte,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        _ => return None,
    };
    push(code);
    Some(1)
}

fn octal(escape: &str) -> Option<(u32, usize)> {
    let digits = escape.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    u32::from_str_radix(&escape[..digits], 8).ok().map(|value| (value, digits))
}

fn hexadecimal(escape: &str, digits: usize) -> Result<u32, usize> {
    let found = escape.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
    if found < digits {
        return Err(found);
    }
    u32::from_str_radix(&escape[..digits], 16).map_err(|_| found)
}

/// What is wrong with one escape.
enum Flaw {
    /// Its length, the backslash too, and the codec's reason.
    Malformed(usize, &'static str),
    NoNames,
}

/// Decodes an escape of text alone; the length used after the backslash.
fn str_escape(escape: &str, facts: &dyn UnicodeFacts, out: &mut Vec<u8>) -> Result<usize, Flaw> {
    let (digits, reason) = match escape.bytes().next() {
        Some(b'x') => (2, "truncated \\xXX escape"),
        Some(b'u') => (4, "truncated \\uXXXX escape"),
        Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
        Some(b'N') => return named_escape(escape, facts, out),
        _ => {
            return Ok(match octal(escape) {
                Some((value, used)) => {
                    push_code_point(out, value);
                    used
                }
                // Not an escape: the backslash stays.
                None => {
                    out.push(b'\\');
                    0
                }
            });
        }
    };
    let code = hexadecimal(&escape[1..], digits).map_err(|found| Flaw::Malformed(found + 2, reason))?;
    if code > 0x10_ffff {
        return Err(Flaw::Malformed(digits + 2, "illegal Unicode character"));
    }
    push_code_point(out, code);
    Ok(1 + digits)
}

/// `N{...}`
fn named_escape(escape: &str, facts: &dyn UnicodeFacts, out: &mut Vec<u8>) -> Result<usize, Flaw> {
    let malformed = |length| Flaw::Malformed(length, "malformed \\N character escape");
    let Some(rest) = escape.strip_prefix("N{") else { return Err(malformed(2)) };
    let Some(end) = rest.find('}') else { return Err(malformed(1 + escape.len())) };
    if end == 0 {
        return Err(malformed(3));
    }
    match facts.named(&rest[..end]) {
        Named::Character(character) => {
            push_code_point(out, character.into());
            Ok(end + 3)
        }
        Named::Unknown => Err(Flaw::Malformed(end + 4, "unknown Unicode character name")),
        Named::Unavailable => Err(Flaw::NoNames),
    }
}

/// Decodes an escape of bytes alone; nothing if it is malformed.
fn bytes_escape(escape: &str, out: &mut Vec<u8>) -> Option<usize> {
    if let Some((value, used)) = octal(escape) {
        out.push(value as u8);
        return Some(used);
    }
    if !escape.starts_with('x') {
        out.push(b'\\');
        return Some(0);
    }
    out.push(hexadecimal(&escape[1..], 2).ok()? as u8);
    Some(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unicode::built_in;

    #[test]
    fn escapes_decode_as_in_python() {
        let decode = |body| decode_str(body, built_in()).ok();
        assert_eq!(
            decode(
                r"a\n\x41\u00e9\101\q\
b"
            )
            .as_deref(),
            Some("a\nA\u{e9}A\\qb".as_bytes())
        );
        assert_eq!(decode(r"\x4"), None);
        assert_eq!(decode(r"\ud800").as_deref(), Some(&b"\xed\xa0\x80"[..]));
        assert_eq!(decode(r"\N{Snowman}!").as_deref(), Some("\u{2603}!".as_bytes()));
        assert_eq!(decode_bytes(r"\x00\377\u1\'").ok().as_deref(), Some(&b"\x00\xff\\u1'"[..]));
    }

    /// Places as CPython's codec counts them.
    #[test]
    fn malformed_escapes_are_placed_as_in_python() {
        let cases = [
            ("éé\\N{foo}", 20, 27),
            ("é\\é\\N{foo}", 26, 33),
            ("\\N{SNOWMAN", 0, 10),
            ("\\N{}", 0, 3),
            ("\\N foo", 0, 2),
            ("\\x4", 0, 3),
            ("\\U00110000", 0, 10),
        ];
        for (body, at, end) in cases {
            match decode_str(body, built_in()) {
                Err(EscapeError::Malformed(found, found_end, _)) => {
                    assert_eq!((found, found_end), (at, end), "{body}");
                }
                _ => panic!("{body} is malformed"),
            }
        }
    }
}
