//! The Unicode properties that Python's text depends on, as Unicode 16.0 (CPython 3.14's) has them.
mod facts;
mod tables;

pub use facts::{Named, UnicodeFacts, built_in};

/// Whether `ranges` (sorted, inclusive, apart) holds `code`.
fn contains(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after > 0 && code <= ranges[after - 1].1
}

/// `str.isprintable()`: whether `repr` shows the character as it is.
pub fn is_printable(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\0'..='\x7f' => false,
        _ => !contains(tables::NOT_PRINTABLE, u32::from(character)),
    }
}

/// Whether an identifier may start with the character (`_` or XID_Start).
pub fn is_identifier_start(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '_' => true,
        '\0'..='\x7f' => false,
        _ => contains(tables::IDENTIFIER_START, u32::from(character)),
    }
}

/// Whether an identifier may go on with the character (XID_Continue).
pub fn is_identifier_continue(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '_' | '0'..='9' => true,
        '\0'..='\x7f' => false,
        _ => contains(tables::IDENTIFIER_CONTINUE, u32::from(character)),
    }
}

/// Whether NFKC may change a text that holds the character: an identifier without such characters is its own NFKC form.
pub fn may_normalize(character: char) -> bool {
    character > '\u{a0}' && contains(tables::MAY_NORMALIZE, u32::from(character))
}

/// The code points of UTF-8 in which surrogates are encoded as if they were characters.
pub fn code_points(bytes: &[u8]) -> impl Iterator<Item = u32> + Clone + '_ {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (&first, after) = rest.split_first()?;
        // The first byte says how many follow, with six bits each.
        let (more, bits) = match first {
            0xf0.. => (3, 0x07),
            0xe0.. => (2, 0x0f),
            0xc0.. => (1, 0x1f),
            _ => (0, 0x7f),
        };
        let (tail, after) = after.split_at(more.min(after.len()));
        rest = after;
        let start = u32::from(first & bits);
        Some(tail.iter().fold(start, |point, &byte| point << 6 | u32::from(byte & 0x3f)))
    })
}

/// Appends a code point's UTF-8, a surrogate's too; nothing for a number above U+10FFFF.
pub fn push_code_point(out: &mut Vec<u8>, point: u32) {
    match char::from_u32(point) {
        Some(character) => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        None if point < 0x1_0000 => out.extend([
            0xe0 | (point >> 12) as u8,
            0x80 | (point >> 6 & 0x3f) as u8,
            0x80 | (point & 0x3f) as u8,
        ]),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_are_encoded_and_read_back() {
        let points = [0x61, 0xd800, 0xdfff, 0xe9, 0x20ac, 0x1f600];
        let mut bytes = Vec::new();
        points.iter().for_each(|&point| push_code_point(&mut bytes, point));
        assert_eq!(bytes[1..4], [0xed, 0xa0, 0x80]);
        assert_eq!(code_points(&bytes).collect::<Vec<_>>(), points);
    }

    #[test]
    fn properties_of_some_characters() {
        assert!(is_printable('é') && !is_printable('\u{a0}') && !is_printable('\u{200b}'));
        assert!(is_identifier_start('ａ') && !is_identifier_start('·') && is_identifier_continue('·'));
        assert!(!is_identifier_continue('€'));
        assert!(may_normalize('ｗ') && may_normalize('µ') && may_normalize('\u{301}') && !may_normalize('é'));
    }
}
