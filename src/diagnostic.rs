//! Errors found before a program runs, worded and placed as CPython does.

use crate::source::Span;

/// The exception class CPython would raise for a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagnosticKind {
    SyntaxError,
    IndentationError,
    TabError,
    /// Python that CPython accepts and Ouroscope does not support yet; the message names it.
    Unsupported,
    /// `MemoryError`/`RecursionError`: too deeply nested.
    TooComplex,
}

/// One error of the front end or compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub kind: DiagnosticKind,
    pub message: String,
    pub span: Span,
}

impl Diagnostic {
    pub fn new(kind: DiagnosticKind, message: impl Into<String>, span: Span) -> Self {
        Self { kind, message: message.into(), span }
    }

    pub fn unsupported(what: impl AsRef<str>, span: Span) -> Self {
        Self::new(
            DiagnosticKind::Unsupported,
            format!("Ouroscope does not support {} yet", what.as_ref()),
            span,
        )
    }
}
