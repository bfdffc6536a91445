//! Syntax errors: which one CPython would raise, and where.
//!
//! A source that does not parse is parsed again as CPython does it (`_PyPegen_run_parser`, `Parser/pegen.c`): once to
//! see how far its grammar gets, once with the rules that recognise common mistakes. `grammar.peg` is that grammar,
//! in CPython's order; `machine.rs` runs it. Sources that parse never come here.
mod actions;
mod machine;
mod reader;
mod rules;

use super::Mode;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};
use crate::unicode::{self, UnicodeFacts};
use machine::{Machine, Run, Stop};

/// Nested lambdas that the recursive grammar takes without leaving wasm's stack; CPython gives up at a like depth.
const MAX_LAMBDAS: usize = 1000;

/// Refuses what would take the recursive grammar too deep: brackets and blocks are the tokenizer's to limit.
pub(super) fn check_depth(tokens: &Tokens) -> Result<(), Diagnostic> {
    // Nested lambdas, parameter lists still open among them, and both counts where the open brackets began.
    let (mut lambdas, mut parameters) = (0_usize, 0_usize);
    let mut outer: Vec<(usize, usize)> = Vec::new();
    for (index, &code) in tokens.codes().as_bytes().iter().enumerate() {
        match Kind::from_code(code) {
            Some(Kind::Lambda) => (lambdas, parameters) = (lambdas + 1, parameters + 1),
            Some(Kind::Colon) => parameters = parameters.saturating_sub(1),
            // A comma outside of parameters ends the lambdas of its bracket.
            Some(Kind::Comma) if parameters == 0 => lambdas = outer.last().map_or(0, |&(lambdas, _)| lambdas),
            Some(Kind::Newline) => (lambdas, parameters) = (0, 0),
            Some(Kind::Lpar | Kind::Lsqb | Kind::Lbrace) => {
                outer.push((lambdas, parameters));
                parameters = 0;
            }
            Some(Kind::Rpar | Kind::Rsqb | Kind::Rbrace) => {
                (lambdas, parameters) = outer.pop().unwrap_or_default();
            }
            _ => {}
        }
        if lambdas > MAX_LAMBDAS {
            let span = tokens.significant(index).span;
            let message = "Parser stack overflowed - Python source too complex to parse";
            return Err(Diagnostic::new(DiagnosticKind::TooComplex, message, span));
        }
    }
    Ok(())
}

/// The error of a source that does not tokenize or parse; `None` if nothing is wrong with it.
pub(super) fn explain(
    source: &Source,
    tokens: &Tokens,
    mode: Mode,
    facts: &dyn UnicodeFacts,
) -> Option<Diagnostic> {
    let mut machine = Machine::new(source, tokens, facts);
    passes(&mut machine, mode).0
}

/// How far the parser gets in a module that does not parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The line of the last compound statement that parsed; 0 for none.
    pub last_compound: u32,
    /// It fails where the text ends.
    pub at_end: bool,
    /// How many tokens the first pass looks at.
    pub tokens: usize,
}

/// Parses a module for [`Reach`] alone.
pub fn reach(source: &Source, tokens: &Tokens) -> Reach {
    let mut machine = Machine::new(source, tokens, unicode::built_in());
    let (error, at_end, furthest) = passes(&mut machine, Mode::Module);
    Reach { last_compound: machine.last_compound, at_end: at_end && error.is_some(), tokens: furthest + 1 }
}

/// The error, whether the first pass failed where the text ends, and the last token it looked at.
fn passes(machine: &mut Machine<'_>, mode: Mode) -> (Option<Diagnostic>, bool, usize) {
    let first = program(machine, mode);
    let furthest = machine.last_token();
    let at_end = match &first {
        Ok(_) => {
            matches!(machine.kind(furthest), Kind::Dedent | Kind::EndMarker)
                && machine.is_layout_from(furthest)
        }
        Err(Stop::NoToken) => machine.tokens.error.as_ref().is_none_or(is_end_of_text),
        Err(Stop::Error(_)) => false,
    };
    let error = match first {
        Ok(true) => None,
        Ok(false) => {
            machine.begin_second_pass();
            Some(match program(machine, mode) {
                Ok(_) => generic(machine, furthest),
                Err(stop) => stopped(machine, stop),
            })
        }
        Err(stop) => Some(stopped(machine, stop)),
    };
    (error, at_end, furthest)
}

/// Whether the tokenizer met the end of the text (`E_EOF`, `E_EOFS` in `tok->done`).
fn is_end_of_text(error: &Diagnostic) -> bool {
    error.message.starts_with("unterminated triple-quoted") || error.message.starts_with("unexpected EOF")
}

/// Whether the tokens are a program: its statements are parsed one after the other, since none is tried again.
fn program(machine: &mut Machine<'_>, mode: Mode) -> Run<bool> {
    let rule = match mode {
        Mode::Module => "statement",
        Mode::Interactive => return Ok(machine.run("interactive", 0)?.is_some()),
        Mode::Expression => return Ok(machine.run("eval", 0)?.is_some()),
        Mode::FunctionType => return Ok(machine.run("func_type", 0)?.is_some()),
    };
    let mut at = 0;
    while let Some(end) = machine.run(rule, at)? {
        at = end;
    }
    Ok(machine.kind(at) == Kind::EndMarker)
}

/// The error that ended a pass; the rest of the text may hold a better one.
fn stopped(machine: &Machine<'_>, stop: Stop) -> Diagnostic {
    match stop {
        Stop::Error(error) => in_rest(machine).unwrap_or(error),
        Stop::NoToken => match (&machine.tokens.error, machine.tokens.open_brackets.last()) {
            (Some(error), Some(open)) if error.message.starts_with("unexpected EOF") => {
                never_closed(open.kind, open.span)
            }
            (Some(error), _) => error.clone(),
            (None, Some(open)) => never_closed(open.kind, open.span),
            (None, None) => generic(machine, machine.last_token()),
        },
    }
}

/// Neither pass has words for it: an error at the last token of the first.
fn generic(machine: &Machine<'_>, furthest: usize) -> Diagnostic {
    let message = match machine.kind(furthest) {
        Kind::Indent => "unexpected indent",
        Kind::Dedent => "unexpected unindent",
        _ => {
            let error = || machine.at_token(DiagnosticKind::SyntaxError, "invalid syntax", furthest);
            return in_rest(machine).unwrap_or_else(error);
        }
    };
    machine.at_token(DiagnosticKind::IndentationError, message, furthest)
}

/// CPython tokenizes the rest of a source that does not parse, and prefers an error it finds there
/// (`_PyPegen_tokenize_full_source_to_check_for_errors`, `Parser/pegen_errors.c`), or a bracket that an earlier line
/// leaves open.
fn in_rest(machine: &Machine<'_>) -> Option<Diagnostic> {
    if machine.tokens.in_fstring {
        return None;
    }
    if let Some(error) = machine.tokens.error.as_ref().filter(|error| is_loud(error)) {
        return Some(error.clone());
    }
    let open = machine.tokens.open_brackets.last()?;
    let lines = machine.source.lines();
    let read = lines.line_of(machine.token_span(machine.last_token()).start);
    (read > lines.line_of(open.span.start)).then(|| never_closed(open.kind, open.span))
}

/// Whether the tokenizer words an error itself, rather than leaving that to the parser that asks for the token.
fn is_loud(error: &Diagnostic) -> bool {
    let quiet = ["unexpected character after line continuation", "unexpected EOF"];
    error.kind == DiagnosticKind::SyntaxError && !quiet.iter().any(|part| error.message.starts_with(part))
}

fn never_closed(kind: Kind, span: Span) -> Diagnostic {
    Diagnostic::new(DiagnosticKind::SyntaxError, format!("'{}' was never closed", kind.text()), span)
}
