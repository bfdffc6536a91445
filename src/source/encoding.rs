//! Which encoding a file is in (PEP 263), and what CPython says where it is not (`Parser/tokenizer/file_tokenizer.c`,
//! `Parser/tokenizer/helpers.c`, `detect_encoding` of `Lib/tokenize.py`).
use super::codecs::{self, Codec};
use super::{Source, Span};
use crate::diagnostic::{Diagnostic, DiagnosticKind};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes without a byte order mark, and whether there was one.
fn without_mark(bytes: &[u8]) -> (bool, &[u8]) {
    bytes.strip_prefix(BYTE_ORDER_MARK).map_or((false, bytes), |rest| (true, rest))
}

/// What a line is to the search for a declaration.
enum Line<'a> {
    Declares(&'a str),
    /// Nothing after it can declare anything.
    Code,
    /// Blank, or another comment.
    Other,
}

impl<'a> Line<'a> {
    fn new(line: &'a [u8]) -> Self {
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c')).count();
        match line.get(blank) {
            None | Some(b'\n' | b'\r') => Self::Other,
            Some(b'#') => declared_in(&line[blank..]).map_or(Self::Other, Self::Declares),
            Some(_) => Self::Code,
        }
    }
}

/// The name after the first `coding:` or `coding=` that has one.
fn declared_in(comment: &[u8]) -> Option<&str> {
    let mut rest = comment;
    while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
        rest = &rest[at + 6..];
        let Some((b':' | b'=', after)) = rest.split_first() else { continue };
        let blank = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let name = &after[blank..];
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let length = name.iter().take_while(is_part).count();
        if length > 0 {
            return std::str::from_utf8(&name[..length]).ok();
        }
    }
    None
}

/// `get_normal_name` (`Parser/tokenizer/helpers.c`).
fn normal_name(name: &str) -> &str {
    let start: String = name.chars().take(12).collect::<String>().to_ascii_lowercase().replace('_', "-");
    let is =
        |known: &str| start.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if is("utf-8") {
        "utf-8"
    } else if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(is) {
        "iso-8859-1"
    } else {
        name
    }
}

fn unsupported(name: &str) -> String {
    Diagnostic::unsupported(format!("source encoding {name}"), Span::default()).message
}

/// The declared encoding as CPython calls it, and where the line that declares it ends.
fn declaration(bytes: &[u8]) -> Option<(&str, usize)> {
    let mut start = 0;
    for _ in 0..2 {
        let rest = bytes.get(start..)?;
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        match Line::new(&rest[..length]) {
            Line::Declares(name) => return Some((normal_name(name), start + length)),
            Line::Code => return None,
            Line::Other => start += length + if rest[length..].starts_with(b"\r\n") { 2 } else { 1 },
        }
    }
    None
}

/// The source in a file's bytes, or what CPython prints instead.
pub(super) fn decode(filename: &str, bytes: &[u8]) -> Result<Source, String> {
    let (has_mark, rest) = without_mark(bytes);
    let declared = declaration(rest);
    let without_line = |message: &str| format!("  File \"{filename}\", line 0\nSyntaxError: {message}\n");
    match declared {
        Some((name, _)) if has_mark && name != "utf-8" => {
            let line = shown_line(rest, 1);
            let message = format!("encoding problem: {name} with BOM");
            Err(format!("  File \"{filename}\", line 1\n    {line}\nSyntaxError: {message}\n"))
        }
        Some((name, line_end)) if name != "utf-8" => {
            let codec = codecs::find(name).map_err(|known| match known {
                true => format!("Unsupported: {}\n", unsupported(name)),
                false => without_line(&format!("unknown encoding: {name}")),
            })?;
            // The codec reads from the end of the line that names it.
            let text = codecs::decode(codec, rest);
            let text = text.map_err(|error| without_line(&error.message(line_end)))?;
            Ok(Source::new(filename, &text))
        }
        _ => match std::str::from_utf8(rest) {
            Ok(text) => Ok(Source::new(filename, text)),
            Err(error) => {
                let is_declared = has_mark || declared.is_some();
                Err(not_utf8(filename, rest, error.valid_up_to(), is_declared))
            }
        },
    }
}

/// What CPython prints for the byte at `at`, which is not UTF-8; `declared` if a mark or a comment says that it is.
fn not_utf8(filename: &str, bytes: &[u8], at: usize, declared: bool) -> String {
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    if declared {
        let length = bytes[start..].iter().position(|&byte| byte == b'\n');
        let whole_line = length.map_or(&bytes[start..], |length| &bytes[start..=start + length]);
        let reason = codecs::decode(Codec::Utf8, whole_line).err();
        let reason = reason.map_or_else(String::new, |error| error.message(0));
        let text = shown_line(bytes, line);
        return format!(
            "  File \"{filename}\", line {line}\n    {text}\nSyntaxError: (unicode error) {reason}\n"
        );
    }
    // The first two lines are read at once, before lines are counted.
    let (shown, line) = if line == 2 { (&bytes[start..], 1) } else { (bytes, line) };
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding declared; see \
         https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    let place = (at + shown.len() - bytes.len()) as u32;
    let span = Span::new(place, place + '\u{fffd}'.len_utf8() as u32);
    let error = Diagnostic::new(DiagnosticKind::SyntaxError, message, span);
    error.report(&Source::new(filename, &String::from_utf8_lossy(shown)))
}

/// A line as an error shows it.
fn shown_line(bytes: &[u8], line: usize) -> String {
    let text = bytes.split(|&byte| byte == b'\n').nth(line - 1).unwrap_or_default();
    String::from_utf8_lossy(text).trim_matches([' ', '\t', '\x0c', '\r']).to_owned()
}

/// The encoding that `tokenize` shows, and the text: what cannot be decoded is U+FFFD, except in the lines that were read
/// to find the encoding.
pub(super) fn decode_for_tokenize(filename: &str, bytes: &[u8]) -> Result<(String, String), String> {
    let (has_mark, rest) = without_mark(bytes);
    let line_ends = rest.iter().enumerate().filter(|&(_, &byte)| byte == b'\n').map(|(at, _)| at + 1);
    let mut line_ends = line_ends.chain([rest.len()]);
    let first_end = line_ends.next().unwrap_or(0);
    let second_end = line_ends.next().unwrap_or(first_end);
    let (declared, read) = match Line::new(&rest[..first_end]) {
        Line::Declares(name) => (Some(name), first_end),
        Line::Code => (None, first_end),
        Line::Other => match Line::new(&rest[first_end..second_end]) {
            Line::Declares(name) => (Some(name), second_end),
            _ => (None, second_end),
        },
    };
    let name = declared.map_or("utf-8", normal_name);
    let codec = codecs::find(name).map_err(|known| match known {
        true => unsupported(name),
        false => format!("unknown encoding for '{filename}': {name}"),
    })?;
    if has_mark && name != "utf-8" {
        return Err(format!("encoding problem for '{filename}': utf-8"));
    }
    if rest[..read].contains(&0) {
        return Err("source code cannot contain null bytes".to_owned());
    }
    if codecs::decode(codec, &rest[..read]).is_err() {
        return Err(format!("invalid or missing encoding declaration for '{filename}'"));
    }
    Ok((name.to_owned(), codecs::decode_with_replacements(codec, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded_by_their_declaration() {
        let cases: [(&[u8], &str); 7] = [
            (b"\xef\xbb\xbfx = '\xc3\xa9'\n", "x = 'é'\n"),
            (b"#!a\n# -*- coding: Latin-1 -*-\n'\xe9'", "#!a\n# -*- coding: Latin-1 -*-\n'é'"),
            (b"# vim: set fileencoding=koi8-r :\n'\xc1'", "# vim: set fileencoding=koi8-r :\n'а'"),
            (b"x = 1 # coding: koi8-r\n", "x = 1 # coding: koi8-r\n"),
            (b"\n\n# coding: koi8-r\n", "\n\n# coding: koi8-r\n"),
            (b"# coding coding=ascii\r\n", "# coding coding=ascii\n"),
            (b"\n# coding: utf-8-unix\n'\xc3\xa9'", "\n# coding: utf-8-unix\n'é'"),
        ];
        for (bytes, expected) in cases {
            let text = decode("t.py", bytes).map(|source| source.text().to_owned());
            assert_eq!(text.as_deref(), Ok(expected));
        }
    }

    /// As `python3.14 t.py` prints them.
    #[test]
    fn errors_are_worded_as_in_cpython() {
        let no_encoding = "but no encoding declared; see https://peps.python.org/pep-0263/ for details\n";
        let cases: [(&[u8], String); 7] = [
            (b"# coding: foo\nx\n", "  File \"t.py\", line 0\nSyntaxError: unknown encoding: foo\n".into()),
            (
                b"\xef\xbb\xbf# coding: latin-1\nx\n",
                "  File \"t.py\", line 1\n    # coding: latin-1\nSyntaxError: encoding problem: iso-8859-1 with BOM\n"
                    .into(),
            ),
            (
                b"# coding: ascii\nx\n\n\n'\xe9'\n",
                "  File \"t.py\", line 0\nSyntaxError: 'ascii' codec can't decode byte 0xe9 in position 6: ordinal not \
                 in range(128)\n"
                    .into(),
            ),
            (
                b"# coding: utf-8\n1\n'\xe9'\n",
                "  File \"t.py\", line 3\n    '\u{fffd}'\nSyntaxError: (unicode error) 'utf-8' codec can't decode byte \
                 0xe9 in position 1: invalid continuation byte\n"
                    .into(),
            ),
            (
                b"(\n1\n  \xff)\n",
                format!(
                    "  File \"t.py\", line 3\n    \u{fffd})\n    ^\nSyntaxError: Non-UTF-8 code starting with '\\xff' \
                     in file t.py on line 3, {no_encoding}"
                ),
            ),
            (
                b"x=1\n'\xe9'\n",
                format!(
                    "  File \"t.py\", line 1\n    '\u{fffd}'\n     ^\nSyntaxError: Non-UTF-8 code starting with \
                     '\\xe9' in file t.py on line 1, {no_encoding}"
                ),
            ),
            (
                b"# coding: shift_jis\n",
                "Unsupported: Ouroscope does not support source encoding shift_jis yet\n".into(),
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode("t.py", bytes).err(), Some(expected));
        }
    }
}
