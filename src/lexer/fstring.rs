//! The modes of f-strings and t-strings: literal text, replacement fields, format specifiers (PEP 701,
//! `tok_get_fstring_mode` of `Parser/lexer/lexer.c`).
use super::Kind;

/// An f-string or t-string the scanner is inside of.
#[derive(Clone, Debug)]
pub(super) struct FString {
    /// Where its prefix starts.
    pub start: usize,
    pub quote: u8,
    /// 1 or 3.
    pub quote_size: usize,
    pub raw: bool,
    pub template: bool,
    /// Reading literal text (or a format specifier), not an expression.
    pub in_text: bool,
    pub in_format_spec: bool,
    /// Open brackets of any kind inside this f-string.
    pub depth: i32,
    /// One less than the depth inside the innermost replacement field; -1 outside of any.
    pub field_depth: i32,
}

/// What follows a piece of literal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// More text, after skipping the second brace of a doubled one.
    DoubledBrace,
    /// A replacement field's `{`.
    Field,
    /// The `}` that ends a format specifier, or a stray one.
    Brace,
    /// The closing quote, or the rest of the text after `\N{...}`.
    Text,
    /// A line's end inside the format specifier of a single-quoted f-string.
    NewlineInSpec,
    /// The end of the line or text: not terminated.
    Unterminated,
}

impl FString {
    /// `prefix` is the text up to and with the opening quote.
    pub fn new(start: usize, prefix: &str) -> Self {
        let letters = prefix.trim_end_matches(['"', '\'']);
        Self {
            start,
            quote: prefix.as_bytes()[prefix.len() - 1],
            quote_size: prefix.len() - letters.len(),
            raw: letters.contains(['r', 'R']),
            template: letters.contains(['t', 'T']),
            in_text: true,
            in_format_spec: false,
            depth: 0,
            field_depth: -1,
        }
    }

    pub fn middle_kind(&self) -> Kind {
        if self.template { Kind::TStringMiddle } else { Kind::FStringMiddle }
    }

    pub fn end_kind(&self) -> Kind {
        if self.template { Kind::TStringEnd } else { Kind::FStringEnd }
    }

    /// `f` or `t`, as messages name it.
    pub fn letter(&self) -> char {
        if self.template { 't' } else { 'f' }
    }

    /// Whether an expression's innermost open bracket is its replacement field's own brace.
    pub fn at_field_level(&self) -> bool {
        self.depth - 1 == self.field_depth
    }

    pub fn closes(&self, rest: &[u8]) -> bool {
        rest.len() >= self.quote_size && rest[..self.quote_size].iter().all(|&byte| byte == self.quote)
    }

    /// Length of the literal text at the start of `rest`, and what stopped it.
    pub fn text(&self, rest: &[u8]) -> (usize, After) {
        let in_spec = self.in_format_spec && self.field_depth >= 0;
        let mut named_escape = false;
        let mut at = 0;
        loop {
            let next = rest.get(at + 1).copied();
            match rest.get(at).copied() {
                None => return (at, After::Unterminated),
                Some(b'\n') if self.quote_size == 1 => {
                    return (at, if in_spec { After::NewlineInSpec } else { After::Unterminated });
                }
                Some(byte) if byte == self.quote && self.closes(&rest[at..]) => return (at, After::Text),
                Some(b'{') if next == Some(b'{') && !in_spec => return (at + 1, After::DoubledBrace),
                Some(b'{') => return (at, After::Field),
                Some(b'}') if named_escape => return (at + 1, After::Text),
                Some(b'}') if next == Some(b'}') && !in_spec && self.depth == 0 => {
                    return (at + 1, After::DoubledBrace);
                }
                Some(b'}') => return (at, After::Brace),
                // A brace after a backslash keeps its meaning.
                Some(b'\\') if matches!(next, Some(b'{' | b'}')) => at += 1,
                Some(b'\\') if !self.raw && next == Some(b'N') && rest.get(at + 2) == Some(&b'{') => {
                    named_escape = true;
                    at += 3;
                }
                Some(b'\\') if rest[at + 1..].starts_with(b"\r\n") => at += 3,
                Some(b'\\') if next.is_some() => at += 2,
                Some(_) => at += 1,
            }
        }
    }
}
