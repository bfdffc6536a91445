//! Source text and the positions in it.
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use std::cell::Cell;
use std::rc::Rc;

/// A half-open range of byte offsets (UTF-8) into the decoded source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the start of `self` to the end of `last`.
    pub const fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end }
    }
}

/// A place as a line and a column; the unit of the column is the business of the method that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 0.
    pub column: u32,
}

/// A decoded program: its text, its name, and where its lines begin.
#[derive(Clone, Debug)]
pub struct Source {
    text: Rc<str>,
    filename: Rc<str>,
    lines: LineIndex,
}

impl Source {
    /// Decodes `text` as CPython's compiler does: a byte order mark is dropped, and each `\r\n` and lone `\r` becomes `\n`.
    pub fn new(filename: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text: Rc<str> = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n").into()
        } else {
            text.into()
        };
        let lines = LineIndex::new(&text);
        Self { text, filename: filename.into(), lines }
    }

    /// Decodes a file's bytes by their byte order mark or encoding declaration (PEP 263); without one they are UTF-8.
    ///
    /// # Errors
    /// Bytes that are not in the declared encoding, an encoding other than UTF-8, ASCII and Latin-1; with the source as
    /// far as it can be read, to show the error in.
    pub fn decode(filename: &str, bytes: &[u8]) -> Result<Self, Box<(Self, Diagnostic)>> {
        let (has_mark, rest) =
            bytes.strip_prefix(b"\xef\xbb\xbf").map_or((false, bytes), |rest| (true, rest));
        let declared = declared_encoding(rest);
        let fail = |kind, message: String, at: u32| {
            let source = Self::new(filename, &String::from_utf8_lossy(rest));
            Err(Box::new((source, Diagnostic::new(kind, message, Span::new(at, at + 1)))))
        };
        match declared.as_deref() {
            Some("latin-1") if !has_mark => {
                let text: String = rest.iter().map(|&byte| char::from(byte)).collect();
                Ok(Self::new(filename, &text))
            }
            Some("utf-8" | "ascii") | None if !has_mark || declared.as_deref() != Some("ascii") => {
                match std::str::from_utf8(rest) {
                    Ok(text) => Ok(Self::new(filename, text)),
                    Err(error) => {
                        let at = error.valid_up_to();
                        let line = rest[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
                        let message = format!(
                            "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding \
                             declared; see https://peps.python.org/pep-0263/ for details",
                            rest[at]
                        );
                        fail(DiagnosticKind::SyntaxError, message, at as u32)
                    }
                }
            }
            Some(name) if has_mark => {
                fail(DiagnosticKind::SyntaxError, format!("encoding problem: {name} with BOM"), 0)
            }
            other => {
                let message = Diagnostic::unsupported(
                    format!("source encoding {}", other.unwrap_or_default()),
                    Span::default(),
                );
                fail(message.kind, message.message, 0)
            }
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn filename(&self) -> &Rc<str> {
        &self.filename
    }

    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// Line and column of a byte offset, the column in UTF-8 bytes: what the AST and code objects hold.
    pub fn byte_position(&self, offset: u32) -> Position {
        let line = self.lines.line_of(offset);
        Position { line, column: offset - self.lines.line_start(line) }
    }

    /// As [`Self::byte_position`], where `hint` holds the line asked for last, which is mostly the line asked for next.
    pub fn byte_position_near(&self, offset: u32, hint: &Cell<u32>) -> Position {
        let mut line = hint.get();
        let is_within = self.lines.line_start(line) <= offset && offset < self.lines.line_start(line + 1);
        if line == 0 || !is_within {
            line = self.lines.line_of(offset);
            hint.set(line);
        }
        Position { line, column: offset - self.lines.line_start(line) }
    }

    /// Line and column of a byte offset, the column in code points: what `tokenize` and `SyntaxError` show.
    pub fn char_position(&self, offset: u32) -> Position {
        let (line, before) = self.line_before(offset);
        Position { line, column: before.chars().count() as u32 }
    }

    /// Line and column of a byte offset, the column in UTF-16 code units: what JavaScript counts.
    pub fn utf16_position(&self, offset: u32) -> Position {
        let (line, before) = self.line_before(offset);
        Position { line, column: before.encode_utf16().count() as u32 }
    }

    /// The text of line `line` (from 1) without its newline; empty past the end.
    pub fn line_text(&self, line: u32) -> &str {
        let start = self.lines.line_start(line) as usize;
        let end = self.lines.line_start(line + 1) as usize;
        let text = &self.text[start..end];
        text.strip_suffix('\n').unwrap_or(text)
    }

    fn line_before(&self, offset: u32) -> (u32, &str) {
        let line = self.lines.line_of(offset);
        (line, &self.text[self.lines.line_start(line) as usize..offset as usize])
    }
}

/// The encoding that a comment in the first two lines declares, under one name for all its spellings.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|&byte| byte == b'\n').take(2) {
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c' | b'\r')).count();
        let comment = match line.get(blank) {
            None => continue,
            Some(b'#') => String::from_utf8_lossy(&line[blank..]),
            Some(_) => return None,
        };
        let declared = comment.split("coding").skip(1).find_map(|rest| rest.strip_prefix([':', '=']));
        let Some(rest) = declared else { continue };
        let is_part = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
        let name: String = rest.trim_start_matches([' ', '\t']).chars().take_while(|&c| is_part(c)).collect();
        return Some(match name.to_ascii_lowercase().replace('_', "-").as_str() {
            "utf-8" | "utf8" | "u8" => "utf-8".to_owned(),
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "iso-latin-1" => "latin-1".to_owned(),
            "ascii" | "us-ascii" => "ascii".to_owned(),
            _ => name,
        });
    }
    None
}

/// Where each line starts.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset of the start of each line; the first is 0.
    starts: Vec<u32>,
    end: u32,
}

impl LineIndex {
    fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        Self { starts, end: text.len() as u32 }
    }

    /// The line (from 1) that holds a byte offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// Byte offset of the start of `line` (from 1); the end of the text for a line past the last.
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(self.end)
    }

    /// How many lines there are; text that ends in a newline has an empty last one.
    pub fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    pub fn is_empty(&self) -> bool {
        self.end == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded_by_their_declaration() {
        let text = |bytes: &[u8]| Source::decode("t.py", bytes).map(|source| source.text().to_owned());
        assert_eq!(text(b"\xef\xbb\xbfx = '\xc3\xa9'\n").ok().as_deref(), Some("x = 'é'\n"));
        assert_eq!(
            text(b"#!a\n# -*- coding: Latin-1 -*-\n'\xe9'").ok().as_deref(),
            Some("#!a\n# -*- coding: Latin-1 -*-\n'é'")
        );
        let message = |bytes: &[u8]| text(bytes).err().map(|error| error.1.message);
        assert!(
            message(b"x = '\xff'\n")
                .is_some_and(|message| message.starts_with("Non-UTF-8 code starting with '\\xff'"))
        );
        assert!(
            message(b"# coding: koi8-r\n").is_some_and(|message| message.contains("source encoding koi8-r"))
        );
        assert_eq!(text(b"x = 1 # coding: koi8-r\n").ok().as_deref(), Some("x = 1 # coding: koi8-r\n"));
    }

    #[test]
    fn positions_count_bytes_code_points_and_utf16_units() {
        let source = Source::new("t.py", "a\r\nb = '\u{1f600}é' + 1\n");
        let plus = source.text().find('+').expect("there is a plus") as u32;
        assert_eq!(source.byte_position(plus), Position { line: 2, column: 13 });
        assert_eq!(source.char_position(plus), Position { line: 2, column: 9 });
        assert_eq!(source.utf16_position(plus), Position { line: 2, column: 10 });
        assert_eq!(source.line_text(2), "b = '\u{1f600}é' + 1");
        assert_eq!(source.line_text(3), "");
        assert_eq!(source.line_text(9), "");
    }
}
