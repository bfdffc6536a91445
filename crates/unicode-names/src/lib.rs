//! The character of a name in `\N{...}`, as CPython 3.14 (Unicode 16.0) looks it up: names, aliases, syllables and
//! ideographs in any case, but spelled exactly; no named sequences.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// `NAME;CODE POINT` of each formal alias, sorted by name (Unicode's `NameAliases.txt`).
const ALIASES: &str = include_str!("aliases.txt");

/// Ideographs named after their code points that `unicode_names2` leaves out.
const TANGUT: [std::ops::RangeInclusive<u32>; 2] = [0x17000..=0x187f7, 0x18d00..=0x18d08];

/// The character called `name`.
pub fn character(name: &str) -> Option<char> {
    if !name.is_ascii() {
        return None;
    }
    let name = name.to_ascii_uppercase();
    alias(&name).or_else(|| tangut(&name)).or_else(|| {
        // It matches loosely, without regard to spaces and hyphens.
        unicode_names2::character(&name)
            .filter(|&found| unicode_names2::name(found).is_some_and(|exact| exact.to_string() == name))
    })
}

/// [`character`] for JavaScript: a code point.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(js_name = character)]
pub fn character_for_js(name: &str) -> Option<u32> {
    character(name).map(u32::from)
}

fn alias(name: &str) -> Option<char> {
    let code = ALIASES.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(';'))?;
    code_point(code)
}

fn tangut(name: &str) -> Option<char> {
    let found = code_point(name.strip_prefix("TANGUT IDEOGRAPH-")?)?;
    let written_so = name.ends_with(&format!("-{:X}", u32::from(found)));
    (written_so && TANGUT.iter().any(|range| range.contains(&u32::from(found)))).then_some(found)
}

fn code_point(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn names_as_cpython_finds_them() {
        let cases = [
            ("SNOWMAN", Some('\u{2603}')),
            ("snowman", Some('\u{2603}')),
            ("LATIN SMALL LETTER GHA", Some('\u{1a3}')),
            ("LINE FEED", Some('\n')),
            ("nbsp", Some('\u{a0}')),
            ("Hangul Syllable Gag", Some('\u{ac01}')),
            ("CJK UNIFIED IDEOGRAPH-4e00", Some('\u{4e00}')),
            ("TANGUT IDEOGRAPH-17000", Some('\u{17000}')),
            ("TANGUT IDEOGRAPH-187F8", None),
            ("TANGUT IDEOGRAPH-017000", None),
            ("CJK UNIFIED IDEOGRAPH-04E00", None),
            ("SNOW MAN", None),
            (" SNOWMAN", None),
            ("NULL;", None),
            ("KEYCAP DIGIT ONE", None),
            ("é", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(character(name), expected, "{name}");
        }
    }
}
