//! `SyntaxWarning`s of the tokenizer and of string literals: a number run into a keyword, escapes that are none.
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};

/// What CPython warns of while it parses the first `parsed` tokens, in its order.
pub fn warnings(source: &Source, tokens: &Tokens, parsed: usize) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // The texts of the open f-strings: their escapes are decoded where the string ends, a format specifier's at once.
    let mut open: Vec<OpenString> = Vec::new();
    for index in 0..parsed.min(tokens.significant_len()) {
        let token = tokens.significant(index);
        let text = source.slice(token.span);
        match token.kind {
            Kind::Number => found.extend(number(source, token.span)),
            Kind::String => {
                let quote = text.find(['"', '\'']).unwrap_or(0);
                let prefix = &text[..quote];
                if !prefix.contains(['r', 'R']) {
                    let bytes = prefix.contains(['b', 'B']);
                    found.extend(escape(text, quote, bytes, token.span).map(|escape| escape.warning()));
                }
            }
            Kind::FStringStart | Kind::TStringStart => {
                open.push(OpenString { raw: text.contains(['r', 'R']), ..OpenString::default() });
            }
            Kind::FStringMiddle | Kind::TStringMiddle => {
                let Some(string) = open.last_mut() else { continue };
                found.extend(string.braces(text, token.span));
                // Specifiers of raw strings are decoded, too.
                let escape =
                    (!string.raw || string.in_spec()).then(|| escape(text, 0, false, token.span)).flatten();
                let decoded =
                    escape.filter(|escape| !matches!(escape.text, "{" | "}")).map(|escape| escape.warning());
                if string.in_spec() { found.extend(decoded) } else { string.pending.extend(decoded) }
            }
            Kind::FStringEnd | Kind::TStringEnd => found.extend(open.pop().unwrap_or_default().pending),
            Kind::Lbrace | Kind::Lpar | Kind::Lsqb => {
                if let Some(string) = open.last_mut() {
                    string.brackets.push(false);
                }
            }
            Kind::Rbrace | Kind::Rpar | Kind::Rsqb => {
                if let Some(string) = open.last_mut() {
                    string.brackets.pop();
                }
            }
            Kind::Colon => {
                let bracket = open.last_mut().and_then(|string| string.brackets.last_mut());
                if let Some(in_spec) = bracket {
                    *in_spec = true;
                }
            }
            _ => {}
        }
    }
    found
}

/// An f-string or t-string that is open.
#[derive(Default)]
struct OpenString {
    raw: bool,
    /// For each open bracket, whether a `:` has come at its level: in a field, the format specifier.
    brackets: Vec<bool>,
    pending: Vec<Diagnostic>,
}

impl OpenString {
    fn in_spec(&self) -> bool {
        self.brackets.last().copied().unwrap_or(false)
    }

    /// The tokenizer warns of a backslash before a brace itself.
    fn braces(&self, text: &str, span: Span) -> Vec<Diagnostic> {
        if self.raw {
            return Vec::new();
        }
        let mut found = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match (bytes[at], bytes.get(at + 1)) {
                (b'\\', Some(b'{' | b'}')) => {
                    found.push(
                        Escape { text: &text[at + 1..at + 2], octal: false, at: span.start + at as u32 }
                            .warning(),
                    );
                    at += 2;
                }
                // The brace of a field is the next token.
                (b'\\', None) => {
                    found.push(Escape { text: "{", octal: false, at: span.start + at as u32 }.warning());
                    at += 1;
                }
                (b'\\', Some(_)) => at += 2,
                _ => at += 1,
            }
        }
        found
    }
}

/// A backslash that starts no escape.
struct Escape<'a> {
    /// What follows the backslash.
    text: &'a str,
    octal: bool,
    at: u32,
}

impl Escape<'_> {
    fn warning(&self) -> Diagnostic {
        let Self { text, octal, at } = self;
        let kind = if *octal { "octal escape" } else { "escape" };
        let message = format!(
            "\"\\{text}\" is an invalid {kind} sequence. Such sequences will not work in the future. Did you mean \
             \"\\\\{text}\"? A raw string is also an option."
        );
        let span = Span::new(*at, at + 1 + text.len() as u32);
        Diagnostic::new(DiagnosticKind::SyntaxWarning, message, span)
    }
}

/// The first backslash in `text` from `start` on that starts no escape.
fn escape(text: &str, start: usize, bytes: bool, span: Span) -> Option<Escape<'_>> {
    let mut at = start;
    while let Some(length) = text[at..].find('\\') {
        at += length;
        let after = at + 1;
        let next = text[after..].chars().next()?;
        let found =
            Escape { text: &text[after..after + next.len_utf8()], octal: false, at: span.start + at as u32 };
        match next {
            '0'..='7' => {
                let digits =
                    text[after..].bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let octal = &text[after..after + digits];
                if digits == 3 && octal.starts_with(['4', '5', '6', '7']) {
                    return Some(Escape { text: octal, octal: true, ..found });
                }
                at = after + digits;
                continue;
            }
            '\n' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' => {}
            'u' | 'U' | 'N' if !bytes => {}
            // The backslash is escaped itself before a character that is not ASCII.
            _ if !next.is_ascii() => {}
            _ => return Some(found),
        }
        at = after + next.len_utf8();
    }
    None
}

/// A number right before a keyword (`verify_end_of_number`, `Parser/lexer/lexer.c`).
fn number(source: &Source, span: Span) -> Option<Diagnostic> {
    let rest = &source.text()[span.end as usize..];
    if !rest.starts_with(|next: char| next.is_ascii_alphabetic()) {
        return None;
    }
    let text = source.slice(span);
    let kind = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => "hexadecimal",
        [b'0', b'o' | b'O', ..] => "octal",
        [b'0', b'b' | b'B', ..] => "binary",
        [.., b'j' | b'J'] => "imaginary",
        _ => "decimal",
    };
    Some(Diagnostic::new(DiagnosticKind::SyntaxWarning, format!("invalid {kind} literal"), span))
}
