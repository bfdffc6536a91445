//! The encodings of source files in which a byte is a character, and UTF-8.

/// An encoding, as Python's codec registry finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    Utf8,
    Ascii,
    Latin1,
    /// The characters from 0x80 on, as runs in [`CHARMAPS`].
    Charmap(&'static str),
}

/// Why some bytes cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// Offset of the first byte that cannot be.
    at: usize,
    codec: &'static str,
    bytes: Vec<u8>,
    reason: &'static str,
}

impl Undecodable {
    /// The message of the `UnicodeDecodeError`, its positions counted from `base`.
    pub fn message(&self, base: usize) -> String {
        let (codec, reason, position) = (self.codec, self.reason, self.at - base.min(self.at));
        match self.bytes[..] {
            [byte] => {
                format!("'{codec}' codec can't decode byte 0x{byte:02x} in position {position}: {reason}")
            }
            _ => {
                let last = position + self.bytes.len().max(1) - 1;
                format!("'{codec}' codec can't decode bytes in position {position}-{last}: {reason}")
            }
        }
    }
}

/// `name alias ..: run ..` of each; a run is a character, a range of them, or `-` for a byte that stands for none.
/// Written from the codecs of the reference interpreter. The page has no files to decode.
#[cfg(not(target_arch = "wasm32"))]
const CHARMAPS: &str = include_str!("charmaps.txt");
#[cfg(target_arch = "wasm32")]
const CHARMAPS: &str = "";

const UTF_8: &str = "utf_8 utf_8_sig u8 utf utf8 utf8_ucs2 utf8_ucs4 cp65001";
const ASCII: &str = "ascii us_ascii us 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us \
                     iso_646.irv_1991 iso_ir_6";
const LATIN_1: &str = "latin_1 latin1 latin l1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 \
                       iso_8859_1_1987 iso_ir_100";
/// Encodings that CPython has and Ouroscope has not.
const OTHERS: &str = "big5 big5hkscs cp037 cp1026 cp1140 cp273 cp424 cp500 cp864 cp875 cp932 cp949 cp950 euc_jis_2004 \
                      euc_jisx0213 euc_jp euc_kr gb18030 gb2312 gbk hz idna iso2022_jp iso2022_jp_1 iso2022_jp_2 \
                      iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr johab punycode raw_unicode_escape \
                      shift_jis shift_jis_2004 shift_jisx0213 sjis ujis unicode_escape utf_16 utf_16_be utf_16_le \
                      utf_32 utf_32_be utf_32_le utf_7 base64 bz2 hex quopri rot13 rot_13 uu zip zlib";

/// The codec of that name.
///
/// # Errors
/// Whether Python has it all the same.
pub(super) fn find(name: &str) -> Result<Codec, bool> {
    let name = normal(name);
    let without_dots = name.replace('.', "_");
    let is_in = |names: &str| names.split(' ').any(|known| known == name || known == without_dots);
    if is_in(UTF_8) {
        return Ok(Codec::Utf8);
    }
    if is_in(ASCII) {
        return Ok(Codec::Ascii);
    }
    if is_in(LATIN_1) {
        return Ok(Codec::Latin1);
    }
    let mut charmaps = CHARMAPS.lines().filter_map(|line| line.split_once(": "));
    let charmap = charmaps.find(|(names, _)| is_in(names));
    charmap.map(|(_, runs)| Codec::Charmap(runs)).ok_or_else(|| is_in(OTHERS))
}

/// `encodings.normalize_encoding`, in small letters.
fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            out.push(character.to_ascii_lowercase());
            gap = false;
        } else {
            gap = true;
        }
    }
    out
}

/// The text of `bytes`.
///
/// # Errors
/// The first bytes that cannot be decoded.
pub(super) fn decode(codec: Codec, bytes: &[u8]) -> Result<String, Undecodable> {
    match codec {
        Codec::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(not_utf8(bytes, &error)),
        },
        Codec::Latin1 => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Codec::Ascii => by_byte(bytes, &[], "ascii", "ordinal not in range(128)"),
        Codec::Charmap(runs) => by_byte(bytes, &charmap(runs), "charmap", "character maps to <undefined>"),
    }
}

/// As [`decode`], with U+FFFD for what cannot be decoded.
pub(super) fn decode_with_replacements(codec: Codec, bytes: &[u8]) -> String {
    let table = match codec {
        Codec::Utf8 => return String::from_utf8_lossy(bytes).into_owned(),
        Codec::Latin1 => return bytes.iter().map(|&byte| char::from(byte)).collect(),
        Codec::Ascii => Vec::new(),
        Codec::Charmap(runs) => charmap(runs),
    };
    bytes.iter().map(|&byte| character(byte, &table).unwrap_or('\u{fffd}')).collect()
}

/// The character of a byte; `high` has those from 0x80 on.
fn character(byte: u8, high: &[Option<char>]) -> Option<char> {
    match byte {
        0..=0x7f => Some(char::from(byte)),
        _ => high.get(usize::from(byte) - 0x80).copied().flatten(),
    }
}

fn by_byte(
    bytes: &[u8],
    high: &[Option<char>],
    codec: &'static str,
    reason: &'static str,
) -> Result<String, Undecodable> {
    let mut text = String::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let flaw = || Undecodable { at, codec, bytes: vec![byte], reason };
        text.push(character(byte, high).ok_or_else(flaw)?);
    }
    Ok(text)
}

fn charmap(runs: &str) -> Vec<Option<char>> {
    let code = |digits| u32::from_str_radix(digits, 16).unwrap_or(0);
    let mut table = Vec::with_capacity(128);
    for run in runs.split(' ') {
        match run.split_once("..") {
            _ if run == "-" => table.push(None),
            Some((first, last)) => table.extend((code(first)..=code(last)).map(char::from_u32)),
            None => table.push(char::from_u32(code(run))),
        }
    }
    table
}

/// The reasons of `unicode_decode_utf8` (`Objects/unicodeobject.c`).
fn not_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> Undecodable {
    let at = error.valid_up_to();
    let starts = matches!(bytes.get(at), Some(0xc2..=0xf4));
    let (length, reason) = match error.error_len() {
        None => (bytes.len() - at, "unexpected end of data"),
        Some(length) if starts => (length, "invalid continuation byte"),
        Some(length) => (length, "invalid start byte"),
    };
    Undecodable { at, codec: "utf-8", bytes: bytes[at..at + length].to_vec(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codecs_are_found_by_any_spelling() {
        for name in ["UTF-8", "utf8", "U8", "utf_8_sig"] {
            assert_eq!(find(name), Ok(Codec::Utf8), "{name}");
        }
        assert_eq!(find("ISO_8859-1"), Ok(Codec::Latin1));
        assert_eq!(find("US-ASCII"), Ok(Codec::Ascii));
        assert!(matches!(find("Windows-1252"), Ok(Codec::Charmap(_))));
        assert!(matches!(find("latin9"), Ok(Codec::Charmap(_))));
        assert_eq!(find("Shift_JIS"), Err(true));
        assert_eq!(find("uft-8"), Err(false));
    }

    #[test]
    fn every_charmap_has_128_characters() {
        for line in CHARMAPS.lines() {
            let runs = line.split_once(": ").map_or("", |(_, runs)| runs);
            assert_eq!(charmap(runs).len(), 128, "{line}");
        }
    }

    #[test]
    fn bytes_decode_as_in_python() {
        let text = |name: &str, bytes: &[u8]| {
            let codec = find(name).expect("it is a codec");
            decode(codec, bytes).map_err(|error| error.message(0))
        };
        assert_eq!(text("koi8-r", b"\xc1").as_deref(), Ok("а"));
        assert_eq!(text("iso-8859-15", b"\xa4").as_deref(), Ok("€"));
        assert_eq!(text("latin-1", b"\xa4").as_deref(), Ok("¤"));
        let error = |name: &str, bytes: &[u8]| text(name, bytes).expect_err("it cannot be decoded");
        assert_eq!(
            error("cp1252", b"a\x81"),
            "'charmap' codec can't decode byte 0x81 in position 1: character maps to <undefined>"
        );
        assert_eq!(
            error("utf-8", b"\xe2\x82"),
            "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"
        );
        assert_eq!(
            error("utf-8", b"\xf0\x9f\x98x"),
            "'utf-8' codec can't decode bytes in position 0-2: invalid continuation byte"
        );
    }
}
