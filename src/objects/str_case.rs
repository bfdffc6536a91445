//! Case and character classes of `str`, as Unicode 16.0 has them in CPython 3.14 (`Objects/unicodectype.c`).
//!
//! Rust's own tables give lower and upper case; only what they lack is listed here.

use super::str_text::{decimal_value, is_space};
use crate::unicode::{is_identifier_start, is_printable};

/// Whether a code is in sorted, inclusive ranges.
fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= u32::from(c));
    after > 0 && u32::from(c) <= ranges[after - 1].1
}

/// Identifier starts that are no letters: letter numbers (Nl) and a few symbols.
#[rustfmt::skip]
const NOT_LETTERS: &[(u32, u32)] = &[
    (0x16ee, 0x16f0), (0x1885, 0x1886), (0x2118, 0x2118), (0x212e, 0x212e), (0x2160, 0x2182), (0x2185, 0x2188),
    (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303a), (0xa6e6, 0xa6ef), (0x10140, 0x10174), (0x10341, 0x10341),
    (0x1034a, 0x1034a), (0x103d1, 0x103d5), (0x12400, 0x1246e),
];

/// Letters that no identifier starts with.
#[rustfmt::skip]
const OTHER_LETTERS: &[(u32, u32)] = &[
    (0x37a, 0x37a), (0xe33, 0xe33), (0xeb3, 0xeb3), (0x2e2f, 0x2e2f), (0xfc5e, 0xfc63), (0xfdfa, 0xfdfb),
    (0xfe70, 0xfe70), (0xfe72, 0xfe72), (0xfe74, 0xfe74), (0xfe76, 0xfe76), (0xfe78, 0xfe78), (0xfe7a, 0xfe7a),
    (0xfe7c, 0xfe7c), (0xfe7e, 0xfe7e), (0xff9e, 0xff9f),
];

/// Digits that are not decimal (superscripts, circled digits ...).
#[rustfmt::skip]
const DIGITS: &[(u32, u32)] = &[
    (0xb2, 0xb3), (0xb9, 0xb9), (0x1369, 0x1371), (0x19da, 0x19da), (0x2070, 0x2070), (0x2074, 0x2079),
    (0x2080, 0x2089), (0x2460, 0x2468), (0x2474, 0x247c), (0x2488, 0x2490), (0x24ea, 0x24ea), (0x24f5, 0x24fd),
    (0x24ff, 0x24ff), (0x2776, 0x277e), (0x2780, 0x2788), (0x278a, 0x2792), (0x10a40, 0x10a43), (0x10e60, 0x10e68),
    (0x11052, 0x1105a), (0x1f100, 0x1f10a),
];

/// Numeric characters outside the number categories (CJK numerals).
#[rustfmt::skip]
const NUMERALS: &[(u32, u32)] = &[
    (0x3405, 0x3405), (0x3483, 0x3483), (0x382a, 0x382a), (0x3b4d, 0x3b4d), (0x4e00, 0x4e00), (0x4e03, 0x4e03),
    (0x4e07, 0x4e07), (0x4e09, 0x4e09), (0x4e24, 0x4e24), (0x4e5d, 0x4e5d), (0x4e8c, 0x4e8c), (0x4e94, 0x4e94),
    (0x4e96, 0x4e96), (0x4eac, 0x4eac), (0x4ebf, 0x4ec0), (0x4edf, 0x4edf), (0x4ee8, 0x4ee8), (0x4f0d, 0x4f0d),
    (0x4f70, 0x4f70), (0x4fe9, 0x4fe9), (0x5006, 0x5006), (0x5104, 0x5104), (0x5146, 0x5146), (0x5169, 0x5169),
    (0x516b, 0x516b), (0x516d, 0x516d), (0x5341, 0x5341), (0x5343, 0x5345), (0x534c, 0x534c), (0x53c1, 0x53c4),
    (0x56db, 0x56db), (0x58f1, 0x58f1), (0x58f9, 0x58f9), (0x5e7a, 0x5e7a), (0x5efe, 0x5eff), (0x5f0c, 0x5f0e),
    (0x5f10, 0x5f10), (0x62d0, 0x62d0), (0x62fe, 0x62fe), (0x634c, 0x634c), (0x67d2, 0x67d2), (0x6d1e, 0x6d1e),
    (0x6f06, 0x6f06), (0x7396, 0x7396), (0x767e, 0x767e), (0x7695, 0x7695), (0x79ed, 0x79ed), (0x8086, 0x8086),
    (0x842c, 0x842c), (0x8cae, 0x8cae), (0x8cb3, 0x8cb3), (0x8d30, 0x8d30), (0x920e, 0x920e), (0x94a9, 0x94a9),
    (0x9621, 0x9621), (0x9646, 0x9646), (0x964c, 0x964c), (0x9678, 0x9678), (0x96f6, 0x96f6), (0xf96b, 0xf96b),
    (0xf973, 0xf973), (0xf978, 0xf978), (0xf9b2, 0xf9b2), (0xf9d1, 0xf9d1), (0xf9d3, 0xf9d3), (0xf9fd, 0xf9fd),
    (0x20001, 0x20001), (0x20064, 0x20064), (0x200e2, 0x200e2), (0x20121, 0x20121), (0x2092a, 0x2092a), (0x20983, 0x20983),
    (0x2098c, 0x2098c), (0x2099c, 0x2099c), (0x20aea, 0x20aea), (0x20afd, 0x20afd), (0x20b19, 0x20b19), (0x22390, 0x22390),
    (0x22998, 0x22998), (0x23b1b, 0x23b1b), (0x2626d, 0x2626d), (0x2f890, 0x2f890),
];

/// Characters whose case folding is not their lower case but their upper case lowered.
#[rustfmt::skip]
const FOLDED_THROUGH_UPPER: &[(u32, u32)] = &[
    (0xb5, 0xb5), (0xdf, 0xdf), (0x149, 0x149), (0x17f, 0x17f), (0x1f0, 0x1f0), (0x345, 0x345),
    (0x390, 0x390), (0x3b0, 0x3b0), (0x3c2, 0x3c2), (0x3d0, 0x3d1), (0x3d5, 0x3d6), (0x3f0, 0x3f1),
    (0x3f5, 0x3f5), (0x587, 0x587), (0x1c80, 0x1c88), (0x1e96, 0x1e9b), (0x1f50, 0x1f50), (0x1f52, 0x1f52),
    (0x1f54, 0x1f54), (0x1f56, 0x1f56), (0x1f80, 0x1faf), (0x1fb2, 0x1fb4), (0x1fb6, 0x1fb7), (0x1fbc, 0x1fbc),
    (0x1fbe, 0x1fbe), (0x1fc2, 0x1fc4), (0x1fc6, 0x1fc7), (0x1fcc, 0x1fcc), (0x1fd2, 0x1fd3), (0x1fd6, 0x1fd7),
    (0x1fe2, 0x1fe4), (0x1fe6, 0x1fe7), (0x1ff2, 0x1ff4), (0x1ff6, 0x1ff7), (0x1ffc, 0x1ffc), (0xfb00, 0xfb06),
    (0xfb13, 0xfb17),
];

/// Title-case letters (Lt).
#[rustfmt::skip]
const TITLE_LETTERS: &[(u32, u32)] = &[
    (0x1c5, 0x1c5), (0x1c8, 0x1c8), (0x1cb, 0x1cb), (0x1f2, 0x1f2), (0x1f88, 0x1f8f), (0x1f98, 0x1f9f),
    (0x1fa8, 0x1faf), (0x1fbc, 0x1fbc), (0x1fcc, 0x1fcc), (0x1ffc, 0x1ffc),
];

/// Title case of Greek letters with iota subscript and accent.
#[rustfmt::skip]
const TITLE_SPECIAL: &[(char, &str)] = &[
    ('\u{1fb2}', "\u{1fba}\u{345}"),
    ('\u{1fb4}', "\u{386}\u{345}"),
    ('\u{1fb7}', "\u{391}\u{342}\u{345}"),
    ('\u{1fc2}', "\u{1fca}\u{345}"),
    ('\u{1fc4}', "\u{389}\u{345}"),
    ('\u{1fc7}', "\u{397}\u{342}\u{345}"),
    ('\u{1ff2}', "\u{1ffa}\u{345}"),
    ('\u{1ff4}', "\u{38f}\u{345}"),
    ('\u{1ff7}', "\u{3a9}\u{342}\u{345}"),
];

/// `c.isalpha()`.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    within(OTHER_LETTERS, c) || (is_identifier_start(c) && !within(NOT_LETTERS, c))
}

/// `c.isdigit()`.
pub fn is_digit(c: char) -> bool {
    decimal_value(c).is_some() || within(DIGITS, c)
}

/// `c.isnumeric()`.
pub fn is_numeric(c: char) -> bool {
    c.is_numeric() || within(NUMERALS, c)
}

/// `c.isalnum()`.
pub fn is_alnum(c: char) -> bool {
    is_alpha(c) || decimal_value(c).is_some() || is_digit(c) || is_numeric(c)
}

/// Lower case by Unicode 16.0; Rust's later tables dropped U+0295.
fn is_lowercase(c: char) -> bool {
    c.is_lowercase() || c == '\u{295}'
}

/// Upper case by Unicode 16.0; Rust's later tables gave two letters an upper case.
fn upper_char(c: char) -> impl Iterator<Item = char> + Clone {
    let kept = matches!(c, '\u{a7d3}' | '\u{a7d5}').then_some(c);
    let mapped = kept.is_none().then(|| c.to_uppercase());
    kept.into_iter().chain(mapped.into_iter().flatten())
}

/// `text.upper()`.
pub fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.chars().flat_map(upper_char).collect() }
}

/// `c.istitle()` beyond upper case: a title-case letter.
fn is_title(c: char) -> bool {
    within(TITLE_LETTERS, c)
}

fn is_cased(c: char) -> bool {
    is_lowercase(c) || c.is_uppercase() || is_title(c)
}

/// The predicates `str.isalpha` and its kin, true for non-empty texts of such characters only.
pub fn all(text: &str, test: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(test)
}

/// `text.isspace()`.
pub fn is_all_space(text: &str) -> bool {
    all(text, is_space)
}

/// `text.isprintable()`.
pub fn is_all_printable(text: &str) -> bool {
    text.chars().all(is_printable)
}

/// `text.islower()`.
pub fn is_lower(text: &str) -> bool {
    text.chars().any(is_lowercase) && !text.chars().any(|c| c.is_uppercase() || is_title(c))
}

/// `text.isupper()`.
pub fn is_upper(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(|c| is_lowercase(c) || is_title(c))
}

/// `text.istitle()`: upper case starts each run of cased characters, and only there.
pub fn is_title_text(text: &str) -> bool {
    let (mut cased, mut in_word) = (false, false);
    for c in text.chars() {
        if c.is_uppercase() || is_title(c) {
            if in_word {
                return false;
            }
            (in_word, cased) = (true, true);
        } else if is_lowercase(c) {
            if !in_word {
                return false;
            }
            cased = true;
        } else {
            in_word = false;
        }
    }
    cased
}

/// The title case of one character.
pub fn title_char(c: char) -> String {
    let code = u32::from(c);
    let single = match code {
        0x1c4..=0x1c6 => Some(0x1c5),
        0x1c7..=0x1c9 => Some(0x1c8),
        0x1ca..=0x1cc => Some(0x1cb),
        0x1f1..=0x1f3 => Some(0x1f2),
        0x10d0..=0x10ff => Some(code),
        0x1f80..=0x1faf => Some(code | 8),
        0x1fb3 | 0x1fbc => Some(0x1fbc),
        0x1fc3 | 0x1fcc => Some(0x1fcc),
        0x1ff3 | 0x1ffc => Some(0x1ffc),
        _ => None,
    };
    if let Some(single) = single.and_then(char::from_u32) {
        return single.to_string();
    }
    if let Some((_, text)) = TITLE_SPECIAL.iter().find(|&&(special, _)| special == c) {
        return (*text).to_owned();
    }
    let mut upper = upper_char(c);
    // A ligature's title case is its first letter in upper case, the rest in lower case; U+0149 is the exception.
    match upper.next() {
        Some(first) if code != 0x149 => {
            std::iter::once(first).chain(upper.flat_map(char::to_lowercase)).collect()
        }
        _ => upper_char(c).collect(),
    }
}

/// The lower case of each character; a final capital sigma becomes `ς`.
fn lowered(text: &str) -> Vec<String> {
    let whole = if text.contains('Σ') { text.to_lowercase() } else { String::new() };
    let mut final_forms = whole.chars();
    text.chars()
        .map(|c| {
            let lower: String = c.to_lowercase().collect();
            if whole.is_empty() { lower } else { final_forms.by_ref().take(lower.chars().count()).collect() }
        })
        .collect()
}

/// `text.capitalize()`.
pub fn capitalize(text: &str) -> String {
    let Some(first) = text.chars().next() else { return String::new() };
    let rest = lowered(text);
    title_char(first) + &rest[1..].concat()
}

/// `text.title()`.
pub fn title(text: &str) -> String {
    let mut in_word = false;
    let mut out = String::with_capacity(text.len());
    for (c, lower) in text.chars().zip(lowered(text)) {
        if in_word {
            out.push_str(&lower);
        } else {
            out.push_str(&title_char(c));
        }
        in_word = is_cased(c);
    }
    out
}

/// `text.swapcase()`.
pub fn swapcase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (c, lower) in text.chars().zip(lowered(text)) {
        if c.is_uppercase() {
            out.push_str(&lower);
        } else if is_lowercase(c) {
            out.extend(upper_char(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// `text.casefold()`.
pub fn casefold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c) {
            0x1e9e => out.push_str("ss"),
            // Cherokee folds to upper case.
            0x13a0..=0x13fd | 0xab70..=0xabbf => out.extend(upper_char(c)),
            _ if within(FOLDED_THROUGH_UPPER, c) => {
                out.extend(upper_char(c).flat_map(char::to_lowercase));
            }
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a over the characters of a property, from CPython 3.14.8 over all of Unicode 16.0's assigned
    /// characters.
    fn fingerprint(property: impl Fn(char) -> String) -> u64 {
        let mut hash = 14695981039346656037_u64;
        for code in (0..0x11_0000).filter_map(char::from_u32) {
            // Rust's tables are of a later Unicode: characters that 16.0 does not print are left out.
            if !is_printable(code) {
                continue;
            }
            for c in property(code).chars() {
                hash = (hash ^ u64::from(c)).wrapping_mul(1099511628211);
            }
        }
        hash
    }

    fn flag(value: bool) -> String {
        if value { "1" } else { "0" }.to_owned()
    }

    #[test]
    fn properties_of_all_characters() {
        assert_eq!(fingerprint(|c| flag(is_alpha(c))), 9861975902935296619, "|c| flag(is_alpha(c))");
        assert_eq!(fingerprint(|c| flag(is_digit(c))), 11582020814256546813, "|c| flag(is_digit(c))");
        assert_eq!(fingerprint(|c| flag(is_numeric(c))), 3046581033446115281, "|c| flag(is_numeric(c))");
        assert_eq!(fingerprint(|c| flag(is_alnum(c))), 18041860252772008898, "|c| flag(is_alnum(c))");
        assert_eq!(
            fingerprint(|c| flag(is_lower(&c.to_string()))),
            15131675840248022176,
            "|c| flag(is_lower(&c.to_"
        );
        assert_eq!(
            fingerprint(|c| flag(is_upper(&c.to_string()))),
            7167854057711893519,
            "|c| flag(is_upper(&c.to_"
        );
        assert_eq!(
            fingerprint(|c| flag(is_title_text(&c.to_string()))),
            4718985815528099734,
            "|c| flag(is_title_text(&"
        );
        assert_eq!(fingerprint(title_char), 665782010053710345, "title_char");
        assert_eq!(
            fingerprint(|c| casefold(&c.to_string())),
            9466984608921865344,
            "|c| casefold(&c.to_strin"
        );
        assert_eq!(
            fingerprint(|c| swapcase(&c.to_string())),
            6511552219008107212,
            "|c| swapcase(&c.to_strin"
        );
        assert_eq!(fingerprint(|c| upper(&c.to_string())), 3546118224948151051, "|c| upper_char(c).col");
        assert_eq!(
            fingerprint(|c| c.to_string().to_lowercase()),
            9925159096284785187,
            "|c| c.to_lowercase().col"
        );
    }

    #[test]
    fn texts() {
        assert_eq!(capitalize("hello world"), "Hello world");
        assert_eq!(title("hello world"), "Hello World");
        assert_eq!(swapcase("hello world"), "HELLO WORLD");
        assert_eq!(casefold("hello world"), "hello world");
        assert_eq!(
            (false, true, false),
            (is_title_text("hello world"), is_lower("hello world"), is_upper("hello world"))
        );
        assert_eq!(capitalize("HELLO wORLD it's"), "Hello world it's");
        assert_eq!(title("HELLO wORLD it's"), "Hello World It'S");
        assert_eq!(swapcase("HELLO wORLD it's"), "hello World IT'S");
        assert_eq!(casefold("HELLO wORLD it's"), "hello world it's");
        assert_eq!(
            (false, false, false),
            (is_title_text("HELLO wORLD it's"), is_lower("HELLO wORLD it's"), is_upper("HELLO wORLD it's"))
        );
        assert_eq!(capitalize("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"), "Ὀδυσσεύς σας σ");
        assert_eq!(title("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"), "Ὀδυσσεύς Σας Σ");
        assert_eq!(swapcase("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"), "ὀδυσσεύς σας σ");
        assert_eq!(casefold("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"), "ὀδυσσεύσ σασ σ");
        assert_eq!(
            (false, false, true),
            (is_title_text("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"), is_lower("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"), is_upper("ὈΔΥΣΣΕΎΣ ΣΑΣ Σ"))
        );
        assert_eq!(capitalize("straße ŉx ǆ"), "Straße ŉx ǆ");
        assert_eq!(title("straße ŉx ǆ"), "Straße ʼNx ǅ");
        assert_eq!(swapcase("straße ŉx ǆ"), "STRASSE ʼNX Ǆ");
        assert_eq!(casefold("straße ŉx ǆ"), "strasse ʼnx ǆ");
        assert_eq!(
            (false, true, false),
            (is_title_text("straße ŉx ǆ"), is_lower("straße ŉx ǆ"), is_upper("straße ŉx ǆ"))
        );
        assert_eq!(capitalize("ﬁne ﬂow"), "Fine ﬂow");
        assert_eq!(title("ﬁne ﬂow"), "Fine Flow");
        assert_eq!(swapcase("ﬁne ﬂow"), "FINE FLOW");
        assert_eq!(casefold("ﬁne ﬂow"), "fine flow");
        assert_eq!(
            (false, true, false),
            (is_title_text("ﬁne ﬂow"), is_lower("ﬁne ﬂow"), is_upper("ﬁne ﬂow"))
        );
        assert_eq!(capitalize("a1b2 c3"), "A1b2 c3");
        assert_eq!(title("a1b2 c3"), "A1B2 C3");
        assert_eq!(swapcase("a1b2 c3"), "A1B2 C3");
        assert_eq!(casefold("a1b2 c3"), "a1b2 c3");
        assert_eq!(
            (false, true, false),
            (is_title_text("a1b2 c3"), is_lower("a1b2 c3"), is_upper("a1b2 c3"))
        );
        assert_eq!(capitalize(""), "");
        assert_eq!(title(""), "");
        assert_eq!(swapcase(""), "");
        assert_eq!(casefold(""), "");
        assert_eq!((false, false, false), (is_title_text(""), is_lower(""), is_upper("")));
        assert_eq!(capitalize("they're bill's"), "They're bill's");
        assert_eq!(title("they're bill's"), "They'Re Bill'S");
        assert_eq!(swapcase("they're bill's"), "THEY'RE BILL'S");
        assert_eq!(casefold("they're bill's"), "they're bill's");
        assert_eq!(
            (false, true, false),
            (is_title_text("they're bill's"), is_lower("they're bill's"), is_upper("they're bill's"))
        );
        assert_eq!(capitalize("ΑΣ."), "Ας.");
        assert_eq!(title("ΑΣ."), "Ας.");
        assert_eq!(swapcase("ΑΣ."), "ας.");
        assert_eq!(casefold("ΑΣ."), "ασ.");
        assert_eq!((false, false, true), (is_title_text("ΑΣ."), is_lower("ΑΣ."), is_upper("ΑΣ.")));
        assert_eq!(capitalize("ß"), "Ss");
        assert_eq!(title("ß"), "Ss");
        assert_eq!(swapcase("ß"), "SS");
        assert_eq!(casefold("ß"), "ss");
        assert_eq!((false, true, false), (is_title_text("ß"), is_lower("ß"), is_upper("ß")));
    }
}
