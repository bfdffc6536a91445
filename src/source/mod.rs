//! Source text and the positions in it.
mod codecs;
mod encoding;

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
    encoding: Option<Rc<str>>,
    added_newline: bool,
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
        Self { text, filename: filename.into(), lines, encoding: Some("utf-8".into()), added_newline: false }
    }

    /// Decodes a file's bytes as CPython's compiler does, by their byte order mark or encoding declaration (PEP 263);
    /// without one they are UTF-8.
    ///
    /// # Errors
    /// What CPython prints for bytes that are not in their encoding, for an unknown encoding, and for a declaration that
    /// contradicts the byte order mark; that an encoding is not supported.
    pub fn decode(filename: &str, bytes: &[u8]) -> Result<Self, String> {
        encoding::decode(filename, bytes)
    }

    /// Decodes a file's bytes as the module `tokenize` does: carriage returns stay, and a line end is added where the
    /// last line has none.
    ///
    /// # Errors
    /// As `tokenize` words what is wrong with the encoding.
    pub fn for_tokenize(filename: &str, bytes: &[u8]) -> Result<Self, String> {
        let (encoding, mut text) = encoding::decode_for_tokenize(filename, bytes)?;
        let added_newline = !text.is_empty() && !text.ends_with('\n');
        text.extend(added_newline.then_some('\n'));
        let lines = LineIndex::new(&text);
        let encoding = Some(encoding.into());
        Ok(Self { text: text.into(), filename: filename.into(), lines, encoding, added_newline })
    }

    /// The same text as if it came without an encoding, as from standard input.
    #[must_use]
    pub fn without_encoding(self) -> Self {
        Self { encoding: None, ..self }
    }

    /// The name of the encoding that `tokenize` shows.
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// Whether the last line's end is not in the file.
    pub fn ends_in_added_newline(&self) -> bool {
        self.added_newline
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

    /// As [`Self::byte_position`], where `hint` holds the line asked for last: the next one mostly is the same or follows.
    pub fn byte_position_near(&self, offset: u32, hint: &Cell<LineHint>) -> Position {
        let mut place = hint.get();
        if !place.holds(offset) {
            place = self.lines.place(place.line + 1);
            if !place.holds(offset) {
                place = self.lines.place(self.lines.line_of(offset));
            }
            hint.set(place);
        }
        Position { line: place.line, column: offset - place.start }
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

/// A line (from 1) and the byte offsets where it and the next one start; at first no line at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineHint {
    line: u32,
    start: u32,
    end: u32,
}

impl LineHint {
    const fn holds(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }
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

    fn place(&self, line: u32) -> LineHint {
        LineHint { line, start: self.line_start(line), end: self.line_start(line + 1) }
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
