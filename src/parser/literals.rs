//! Numbers, and the escapes of strings and bytes.
use super::builder::{Build, Builder};
use crate::bytecode::Constant;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
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
    /// Offset into the literal's body of the escape, its length, and the codec's reason.
    Malformed(usize, usize, &'static str),
    Unsupported(&'static str),
}

impl EscapeError {
    pub fn diagnostic(&self, span: Span, bytes: bool) -> Diagnostic {
        match *self {
            Self::Unsupported(what) => Diagnostic::unsupported(what, span),
            Self::Malformed(at, _, reason) if bytes => Diagnostic::new(
                crate::diagnostic::DiagnosticKind::SyntaxError,
                format!("(value error) {reason} at position {at}"),
                span,
            ),
            Self::Malformed(at, length, reason) => Diagnostic::new(
                crate::diagnostic::DiagnosticKind::SyntaxError,
                format!(
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position {at}-{}: {reason}",
                    at + length - 1
                ),
                span,
            ),
        }
    }
}

/// The string that the body of a literal stands for.
pub(super) fn decode_str(body: &str) -> Result<String, EscapeError> {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let offset = body.len() - rest.len() + at;
        let escape = &rest[at + 1..];
        let used = simple_escape(escape, &mut |code| out.push(char::from(code)));
        let used = match used {
            Some(used) => used,
            None => str_escape(escape, offset, &mut out)?,
        };
        rest = &escape[used..];
    }
    out.push_str(rest);
    Ok(out)
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
            None => bytes_escape(escape, offset, &mut out)?,
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

fn str_escape(escape: &str, offset: usize, out: &mut String) -> Result<usize, EscapeError> {
    let (digits, reason) = match escape.bytes().next() {
        Some(b'x') => (2, "truncated \\xXX escape"),
        Some(b'u') => (4, "truncated \\uXXXX escape"),
        Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
        Some(b'N') => return Err(named_escape(escape, offset)),
        _ => {
            return Ok(match octal(escape) {
                Some((value, used)) => {
                    out.extend(char::from_u32(value));
                    used
                }
                // Not an escape: the backslash stays.
                None => {
                    out.push('\\');
                    0
                }
            });
        }
    };
    let code = hexadecimal(&escape[1..], digits)
        .map_err(|found| EscapeError::Malformed(offset, found + 2, reason))?;
    match char::from_u32(code) {
        Some(character) => out.push(character),
        None if code > 0x10_ffff => {
            return Err(EscapeError::Malformed(offset, digits + 2, "illegal Unicode character"));
        }
        None => return Err(EscapeError::Unsupported("lone surrogates in strings")),
    }
    Ok(1 + digits)
}

fn named_escape(escape: &str, offset: usize) -> EscapeError {
    let malformed = |length| EscapeError::Malformed(offset, length, "malformed \\N character escape");
    match (escape[1..].starts_with('{'), escape.find('}')) {
        (true, Some(end)) if end > 2 => EscapeError::Unsupported("\\N{...} escapes"),
        (true, Some(end)) => malformed(2 + end),
        (true, None) => malformed(1 + escape.len()),
        (false, _) => malformed(2),
    }
}

fn bytes_escape(escape: &str, offset: usize, out: &mut Vec<u8>) -> Result<usize, EscapeError> {
    if let Some((value, used)) = octal(escape) {
        out.push(value as u8);
        return Ok(used);
    }
    if !escape.starts_with('x') {
        out.push(b'\\');
        return Ok(0);
    }
    let value =
        hexadecimal(&escape[1..], 2).map_err(|_| EscapeError::Malformed(offset, 0, "invalid \\x escape"))?;
    out.push(value as u8);
    Ok(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_decode_as_in_python() {
        let decode = |body| decode_str(body).ok();
        assert_eq!(
            decode(
                r"a\n\x41\u00e9\101\q\
b"
            )
            .as_deref(),
            Some("a\nA\u{e9}A\\qb")
        );
        assert_eq!(decode(r"\x4"), None);
        assert_eq!(decode(r"\ud800"), None);
        assert_eq!(decode_bytes(r"\x00\377\u1\'").ok().as_deref(), Some(&b"\x00\xff\\u1'"[..]));
    }
}
