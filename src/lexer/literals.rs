//! What is wrong with a number or an identifier (`verify_end_of_number`, `verify_identifier` of `Parser/lexer/lexer.c`).
use crate::unicode;

/// A message and the offset just after the character it is about.
pub(super) type Flaw = (String, usize);

/// Words that may follow a number without a space.
const AFTER_NUMBER: [&str; 8] = ["and", "else", "for", "if", "in", "is", "or", "not"];

/// Checks the number token `text[start..end]` and what follows it.
pub(super) fn check_number(text: &str, start: usize, end: usize) -> Result<(), Flaw> {
    let number = &text[start..end];
    let bytes = text.as_bytes();
    let next = bytes.get(end).copied().unwrap_or(b' ');
    if !is_word_byte(next) {
        return check_leading_zeros(number, start);
    }
    let kind = number_kind(number);
    check_digits(bytes, kind, number, end)?;
    if next >= 0x80 || starts_allowed_word(&text[end..]) {
        return check_leading_zeros(number, start);
    }
    Err((format!("invalid {kind} literal"), end))
}

/// As [`check_number`] where `tokenize` asks: words right after a number and leading zeros are none of its business.
pub(super) fn check_digits_of(text: &str, start: usize, end: usize) -> Result<(), Flaw> {
    let number = &text[start..end];
    check_digits(text.as_bytes(), number_kind(number), number, end)
}

/// Checks that the digits of `number`, which ends at `end`, go on as they must.
fn check_digits(bytes: &[u8], kind: &str, number: &str, end: usize) -> Result<(), Flaw> {
    let next = bytes.get(end).copied().unwrap_or(b' ');
    match (kind, next) {
        ("octal" | "binary", b'0'..=b'9') => {
            return Err((format!("invalid digit '{}' in {kind} literal", char::from(next)), end + 1));
        }
        ("octal" | "binary", b'_') if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {
            return Err(prefix_flaw(bytes, kind, end));
        }
        // A `_` after a digit wants another.
        (_, b'_') if kind != "imaginary" && bytes[end - 1] != b'.' => {
            return Err((format!("invalid {kind} literal"), end + 1));
        }
        _ => {}
    }
    // `0x` and its like with no digit at all.
    if number == "0" {
        let kind = match next {
            b'x' | b'X' => Some("hexadecimal"),
            b'o' | b'O' => Some("octal"),
            b'b' | b'B' => Some("binary"),
            _ => None,
        };
        if let Some(kind) = kind {
            return Err(prefix_flaw(bytes, kind, end + 1));
        }
    }
    let may_have_exponent = kind == "decimal" && !number.contains(['e', 'E']);
    if may_have_exponent && matches!(next, b'e' | b'E') && matches!(bytes.get(end + 1), Some(b'+' | b'-')) {
        return Err((format!("invalid {kind} literal"), end + 2));
    }
    Ok(())
}

fn prefix_flaw(bytes: &[u8], kind: &str, mut at: usize) -> Flaw {
    if bytes.get(at) == Some(&b'_') {
        at += 1;
    }
    match bytes.get(at) {
        Some(&digit @ b'0'..=b'9') => {
            (format!("invalid digit '{}' in {kind} literal", char::from(digit)), at + 1)
        }
        _ => (format!("invalid {kind} literal"), at),
    }
}

fn check_leading_zeros(number: &str, start: usize) -> Result<(), Flaw> {
    let zeros = number.bytes().take_while(|&byte| matches!(byte, b'0' | b'_')).count();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    if plain && zeros > 0 && zeros < number.len() {
        let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
        return Err((message.to_owned(), start + 1));
    }
    Ok(())
}

fn number_kind(number: &str) -> &'static str {
    match number.as_bytes() {
        [b'0', b'x' | b'X', ..] => "hexadecimal",
        [b'0', b'o' | b'O', ..] => "octal",
        [b'0', b'b' | b'B', ..] => "binary",
        [.., b'j' | b'J'] => "imaginary",
        _ => "decimal",
    }
}

fn starts_allowed_word(rest: &str) -> bool {
    AFTER_NUMBER.iter().any(|word| {
        // `if`, `in` and `is` count even as the start of a longer word.
        let prefix_is_enough = word.starts_with('i');
        rest.strip_prefix(word)
            .is_some_and(|after| prefix_is_enough || !after.bytes().next().is_some_and(is_word_byte))
    })
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Checks an identifier that is not all ASCII.
pub(super) fn check_identifier(name: &str, start: usize) -> Result<(), Flaw> {
    for (at, character) in name.char_indices() {
        let fits = if at == 0 { unicode::is_identifier_start } else { unicode::is_identifier_continue };
        if !fits(character) {
            let code = u32::from(character);
            let message = if unicode::is_printable(character) {
                format!("invalid character '{character}' (U+{code:04X})")
            } else {
                format!("invalid non-printable character U+{code:04X}")
            };
            return Err((message, start + at + character.len_utf8()));
        }
    }
    Ok(())
}
