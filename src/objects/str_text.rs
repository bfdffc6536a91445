//! Text helpers of `str`: `repr` and `ascii`, whitespace, decimal digits (`Objects/unicodeobject.c`).

use crate::unicode::is_printable;

/// `repr(s)`: single quotes unless the text has some and no double quote.
pub fn repr(text: &str) -> String {
    quoted(text, is_printable)
}

/// `ascii(s)`: as [`repr`], with everything beyond ASCII escaped.
pub fn ascii(text: &str) -> String {
    quoted(text, |c| matches!(c, ' '..='~'))
}

fn quoted(text: &str, shown: impl Fn(char) -> bool) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => out.extend(['\\', c]),
            _ if shown(c) => out.push(c),
            _ => out.push_str(&escape(c)),
        }
    }
    out.push(quote);
    out
}

fn escape(c: char) -> String {
    match u32::from(c) {
        code @ 0..0x100 => format!("\\x{code:02x}"),
        code @ 0x100..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// `repr(b)` of bytes.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if byte == quote => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(char::from(quote));
    out
}

/// `str.isspace()` of one character: Unicode white space plus the four ASCII separators (`_PyUnicode_IsWhitespace`).
pub fn is_space(c: char) -> bool {
    matches!(c, '\u{1c}'..='\u{1f}') || (c.is_whitespace() && c != '\u{200b}')
}

/// Whether `str.splitlines` ends a line at this character.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces decimal digits of any script by ASCII ones and any white space by a space, as `int()` and `float()` do
/// before they parse (`_PyUnicode_TransformDecimalAndSpaceToASCII`).
pub fn decimals_to_ascii(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match decimal_value(c) {
            Some(value) => char::from(b'0' + value),
            None if is_space(c) => ' ',
            None => c,
        })
        .collect()
}

/// The first of each run of ten decimal digits beyond ASCII (general category Nd of Unicode 16.0).
#[rustfmt::skip]
const DECIMAL_ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
    0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130, 0x16a60,
    0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0,
    0x1e5f1, 0x1e950, 0x1fbf0,
];

/// The value of a decimal digit of any script (`unicodedata.decimal`).
pub fn decimal_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).map(|digit| digit as u8);
    }
    let code = u32::from(c);
    let after = DECIMAL_ZEROS.partition_point(|&zero| zero <= code);
    let zero = *DECIMAL_ZEROS.get(after.checked_sub(1)?)?;
    (code < zero + 10).then(|| (code - zero) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_quotes_and_escapes() {
        for (text, shown) in [
            ("abc", "'abc'"),
            ("it's", "\"it's\""),
            ("'\"", "'\\'\"'"),
            ("a\n\t\r\\\0\x7f", "'a\\n\\t\\r\\\\\\x00\\x7f'"),
            ("é€😀", "'é€😀'"),
            ("\u{a0}\u{200b}\u{e000}\u{10ffff}", "'\\xa0\\u200b\\ue000\\U0010ffff'"),
        ] {
            assert_eq!(repr(text), shown);
        }
        assert_eq!(ascii("é€😀'"), "\"\\xe9\\u20ac\\U0001f600'\"");
        assert_eq!(repr_bytes(b"a'\x00\xff\n"), "b\"a'\\x00\\xff\\n\"");
    }

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(decimal_value('٣'), Some(3));
        assert_eq!(decimal_value('９'), Some(9));
        assert_eq!(decimal_value('²'), None);
        assert_eq!(decimal_value('\u{1fbf9}'), Some(9));
        assert!(is_space('\u{1f}') && is_space('\u{2003}') && !is_space('\u{200b}'));
    }
}
