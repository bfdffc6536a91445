//! What the module `tokenize` makes of a source: the scanner in a laxer mode, on lines as they are in the file, and errors
//! that it words and places in its own way (`Python/Python-tokenize.c`, `Lib/tokenize.py`).
use super::scanner::{Scan, Scanner, span, syntax_error};
use super::{Kind, Tokens};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Source;
use std::fmt;

const UNEXPECTED_END: &str = "unexpected EOF in multi-line statement";
const NULL_BYTES: &str = "source code cannot contain null bytes";

/// An error of `tokenize`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenizeError {
    pub message: String,
    /// Line and column as `tokenize` counts them; absent for an error of the whole file.
    pub place: Option<(u32, u32)>,
}

impl fmt::Display for TokenizeError {
    /// What `python -m tokenize` prints after the file's name.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(out, ":{line}:{column}: error: {}", self.message),
            None => write!(out, ": error: {}", self.message),
        }
    }
}

/// The tokens of a source that [`Source::for_tokenize`] made.
///
/// # Errors
/// The first error that `tokenize` meets. To parse, use [`super::scan`]: the parser may find an earlier error.
pub fn tokenize(source: &Source) -> Result<Tokens, TokenizeError> {
    let text = source.text();
    let Some(null) = text.find('\0') else { return tokenize_text(source, text) };
    // Lines are read one by one, so an error before that line comes first, unless it is that the text ends.
    let line_start = text[..null].rfind('\n').map_or(0, |at| at + 1);
    match tokenize_text(source, &text[..line_start]) {
        Err(error) if !is_about_the_end(&error.message) => Err(error),
        _ => {
            let line = source.lines().line_of(null as u32);
            Err(TokenizeError { message: NULL_BYTES.to_owned(), place: Some((line, 0)) })
        }
    }
}

fn is_about_the_end(message: &str) -> bool {
    message == UNEXPECTED_END
        || message.starts_with("EOF ")
        || message.starts_with("unterminated triple-quoted")
}

fn tokenize_text(source: &Source, text: &str) -> Result<Tokens, TokenizeError> {
    let mut scanner = Scanner::new(source);
    scanner.text = text;
    scanner.for_tokenize = true;
    match scanner.scan_all() {
        Err(error) => Err(scanner.explain(error)),
        Ok(()) if !scanner.brackets.is_empty() => Err(scanner.ends_too_early()),
        Ok(()) => Ok(scanner.tokens),
    }
}

impl Scanner<'_> {
    /// A carriage return that ends no line is part of the token after it.
    pub(super) fn take_lone_return(&mut self, start: usize) -> Scan<bool> {
        let rest = &self.text[start + 1..];
        let Some(next) = rest.chars().next() else { return Ok(true) };
        self.at = start + 1;
        match next {
            '\r' => {
                let message = "invalid non-printable character U+000D";
                return Err(syntax_error(message, span(start + 1, start + 2)));
            }
            '_' | ' ' | '\t' | '\x0c' | '#' => {}
            _ if next.is_alphabetic() || !next.is_ascii() => {}
            _ => {
                self.lone_return = Some(start);
                return Ok(false);
            }
        }
        self.at += next.len_utf8();
        self.tokens.push(Kind::ErrorToken, start, self.at);
        Ok(false)
    }

    /// The scanner's error as `tokenize` words and places it.
    fn explain(&self, error: Diagnostic) -> TokenizeError {
        let message = error.message.as_str();
        if message.starts_with("unexpected EOF") {
            // Right at the start of a line the tokenizer has already let go of the line before.
            let column = if self.has_let_go() { 0 } else { self.text.len() - self.line_start };
            return at(UNEXPECTED_END, self.last_line(), column);
        }
        if message.contains("unterminated triple-quoted string literal") {
            let place = self.source.char_position(error.span.start);
            return at("EOF in multi-line string", place.line, place.column as usize + 1);
        }
        let whole_line = matches!(error.kind, DiagnosticKind::IndentationError | DiagnosticKind::TabError)
            || message == "unexpected character after line continuation character";
        let place = self.source.char_position(error.span.start);
        let column = if whole_line {
            let at = error.span.start as usize;
            let physical_start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let start = if self.has_let_go() { physical_start } else { self.line_start.min(at) };
            let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length + 1);
            self.text[start..end].chars().count()
        } else {
            place.column as usize + 1
        };
        at(message, place.line, column)
    }

    /// Whether the tokenizer keeps no line before the present one: it does inside of tokens and f-strings.
    fn has_let_go(&self) -> bool {
        self.at_line_start && self.fstrings.is_empty()
    }

    fn ends_too_early(&self) -> TokenizeError {
        let column = if self.fstrings.is_empty() { 0 } else { self.text.len() - self.line_start };
        at(UNEXPECTED_END, self.last_line(), column)
    }

    fn last_line(&self) -> u32 {
        self.source.lines().line_of((self.text.len() as u32).saturating_sub(1))
    }
}

fn at(message: &str, line: u32, column: usize) -> TokenizeError {
    TokenizeError { message: message.to_owned(), place: Some((line, column as u32)) }
}
