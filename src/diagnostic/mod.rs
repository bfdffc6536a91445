//! Errors found before a program runs, worded and placed as CPython does.

mod typos;

use crate::source::{Source, Span};
use std::fmt::Write as _;

/// The exception class CPython would raise for a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagnosticKind {
    SyntaxError,
    IndentationError,
    TabError,
    /// Not an error: CPython prints it and goes on.
    SyntaxWarning,
    /// Python that CPython accepts and Ouroscope does not support yet; the message names it.
    Unsupported,
    /// `MemoryError`/`RecursionError`: too deeply nested.
    TooComplex,
}

impl DiagnosticKind {
    /// The name of the exception class; `Unsupported` for what CPython would have accepted.
    pub const fn class_name(self) -> &'static str {
        match self {
            Self::SyntaxError => "SyntaxError",
            Self::IndentationError => "IndentationError",
            Self::TabError => "TabError",
            Self::SyntaxWarning => "SyntaxWarning",
            Self::Unsupported => "Unsupported",
            Self::TooComplex => "MemoryError",
        }
    }
}

/// One error of the front end or compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub kind: DiagnosticKind,
    pub message: String,
    pub span: Span,
    /// Whether the place is known to the column; an error at the end of the text may only have a line.
    pub has_column: bool,
}

impl Diagnostic {
    pub fn new(kind: DiagnosticKind, message: impl Into<String>, span: Span) -> Self {
        Self { kind, message: message.into(), span, has_column: true }
    }

    pub fn unsupported(what: impl AsRef<str>, span: Span) -> Self {
        Self::new(
            DiagnosticKind::Unsupported,
            format!("Ouroscope does not support {} yet", what.as_ref()),
            span,
        )
    }

    /// What CPython prints for it, the final newline included (`TracebackException._format_syntax_error` in
    /// `Lib/traceback.py`): the place, the line with carets below the span, the message.
    pub fn report(&self, source: &Source) -> String {
        let mut report = String::new();
        if self.kind == DiagnosticKind::SyntaxWarning {
            let line = source.lines().line_of(self.span.start);
            let (file, text) = (source.filename(), source.line_text(line).trim());
            let _ = writeln!(report, "{file}:{line}: SyntaxWarning: {}\n  {text}", self.message);
            return report;
        }
        if let Some((span, keyword)) = typos::keyword_typo(source, self) {
            let message = format!("invalid syntax. Did you mean '{keyword}'?");
            return Self::new(self.kind, message, span).report(source);
        }
        if self.kind != DiagnosticKind::TooComplex {
            self.report_place(source, &mut report);
        }
        let _ = writeln!(report, "{}: {}", self.kind.class_name(), self.message);
        report
    }

    fn report_place(&self, source: &Source, report: &mut String) {
        let start = source.char_position(self.span.start);
        let end = source.char_position(self.span.end);
        let line = shown_part(source.line_text(start.line));
        let _ = writeln!(report, "  File \"{}\", line {}", source.filename(), start.line);
        let text = line.trim_start_matches([' ', '\n', '\x0c']);
        let _ = writeln!(report, "    {text}");
        if !self.has_column {
            return;
        }
        let length = line.chars().count();
        let stripped = length - text.chars().count();
        let start_column =
            if line.len() == MAX_SHOWN { length.min(start.column as usize) } else { start.column as usize };
        let Some(column) = start_column.checked_sub(stripped) else { return };
        let end_column = if start.line == end.line { length.min(end.column as usize) } else { length };
        let carets = end_column.saturating_sub(start_column).max(1);
        // White space is kept as it is, so that tabs keep the carets below their characters.
        let blank = |char: char| if char.is_whitespace() { char } else { ' ' };
        let indent: String = text.chars().take(column).map(blank).collect();
        let _ = writeln!(report, "    {indent}{}", "^".repeat(carets));
    }
}

/// How many bytes of a file's line CPython shows (`PyErr_ProgramTextObject`, `Python/errors.c`).
const MAX_SHOWN: usize = 999;

fn shown_part(line: &str) -> &str {
    &line[..line.floor_char_boundary(MAX_SHOWN)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_below_the_span() {
        let source = Source::new("t.py", "if x:\n\t  é = = 5\n");
        let at = source.text().find("= 5").expect("it is there") as u32;
        let error = Diagnostic::new(DiagnosticKind::SyntaxError, "invalid syntax", Span::new(at, at + 1));
        let expected =
            "  File \"t.py\", line 2\n    \t  é = = 5\n    \t      ^\nSyntaxError: invalid syntax\n";
        assert_eq!(error.report(&source), expected);
    }
}
