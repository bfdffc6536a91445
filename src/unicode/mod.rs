//! The Unicode properties that Python's text depends on, as Unicode 16.0 (CPython 3.14's) has them.
mod tables;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_some_characters() {
        assert!(is_printable('é') && !is_printable('\u{a0}') && !is_printable('\u{200b}'));
        assert!(is_identifier_start('ａ') && !is_identifier_start('·') && is_identifier_continue('·'));
        assert!(!is_identifier_continue('€'));
        assert!(may_normalize('ｗ') && may_normalize('µ') && may_normalize('\u{301}') && !may_normalize('é'));
    }
}
