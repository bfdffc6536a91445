//! Byte offsets of the core to the UTF-16 offsets of JavaScript strings.

use super::SpanView;
use crate::source::Span;

/// Converts the offsets of one text.
pub struct Utf16 {
    /// UTF-16 offset by byte offset; `None` for ASCII text, where both are the same.
    offsets: Option<Vec<u32>>,
    end: u32,
}

impl Utf16 {
    pub fn new(text: &str) -> Self {
        let end = text.len() as u32;
        if text.is_ascii() {
            return Self { offsets: None, end };
        }
        let mut offsets = Vec::with_capacity(text.len() + 1);
        let mut offset = 0;
        for char in text.chars() {
            offsets.extend(std::iter::repeat_n(offset, char.len_utf8()));
            offset += char.len_utf16() as u32;
        }
        offsets.push(offset);
        Self { offsets: Some(offsets), end }
    }

    /// The UTF-16 offset of a byte offset; offsets past the end are cut to it.
    pub fn offset(&self, byte: u32) -> u32 {
        let byte = byte.min(self.end);
        self.offsets.as_ref().map_or(byte, |offsets| offsets[byte as usize])
    }

    pub fn span(&self, span: Span) -> SpanView {
        SpanView { start: self.offset(span.start), end: self.offset(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_units() {
        let text = "é\u{1f600}x";
        let utf16 = Utf16::new(text);
        assert_eq!(utf16.span(Span::new(0, 2)), SpanView { start: 0, end: 1 });
        assert_eq!(utf16.span(Span::new(2, 6)), SpanView { start: 1, end: 3 });
        assert_eq!(utf16.span(Span::new(6, 99)), SpanView { start: 3, end: 4 });
        assert_eq!(Utf16::new("ab").span(Span::new(1, 7)), SpanView { start: 1, end: 2 });
    }
}
