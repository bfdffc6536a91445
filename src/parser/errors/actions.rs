//! What alternatives of `grammar.peg` do: errors, and the checks of CPython's actions (`Parser/action_helpers.c`).
use super::super::builder::Builder;
use super::machine::{Machine, Run, Stop, Value};
use super::rules::{Action, ItemRef, Part, Place, Reduction, Special};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::Kind;
use crate::source::Span;

/// `sys.int_info.default_max_str_digits`: a number of more digits may be refused.
const MAX_DIGITS: usize = 4300;

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Assigned,
    Deleted,
    LoopedOver,
}

impl Machine<'_> {
    /// The alternative's value; `None` if it fails after all. Its items are the values from `at` on.
    pub(super) fn act(&mut self, at: usize, reduction: &Reduction) -> Run<Option<Value>> {
        match reduction.action {
            Action::Error(place, message) => {
                let message = self.fill_in(message, at, reduction);
                Err(self.error_at(at, place, message)?)
            }
            Action::Indentation(message) => {
                let message = self.fill_in(message, at, reduction);
                let token = self.last_token();
                Err(Stop::Error(self.at_token(DiagnosticKind::IndentationError, message, token)))
            }
            Action::Special(special, a, b) => {
                self.special(special, at, at + usize::from(a), at + usize::from(b))
            }
            Action::Node(_) | Action::Pass(_) => Ok(None),
        }
    }

    fn special(&mut self, special: Special, at: usize, a: usize, b: usize) -> Run<Option<Value>> {
        let (a, b) = (self.value(a), self.value(b));
        match special {
            Special::Compound => {
                let line = self.line(a);
                self.last_compound = self.last_compound.max(line);
                Ok(Some(a))
            }
            Special::Infix => {
                let (first, more) = (self.value(at), self.value(at + 1));
                let value =
                    if self.children(more).is_empty() { first } else { self.node_of(at, "expression") };
                Ok(Some(value))
            }
            Special::Trailers => {
                let (first, more) = (self.value(at), self.value(at + 1));
                let Some(&last) = self.children(more).last() else { return Ok(Some(first)) };
                let name = self.name(last);
                Ok(Some(self.node_of(at, name)))
            }
            Special::Real => self.number_kind(a, false, "real number required in complex literal"),
            Special::Imaginary => self.number_kind(a, true, "imaginary number required in complex literal"),
            Special::Conversion => self.conversion(a, b),
            Special::Text => self.check_text(a, false).map(|()| Some(a)),
            Special::Joined => self.joined(at, a),
            Special::String => self.check_string(a).map(|()| Some(a)),
            Special::Strings => self.strings(at, a),
            Special::GeneratorArgument => self.generator_argument(a, b),
            Special::ArgumentOrder => self.argument_order(a),
            Special::Legacy => self.legacy(a, b),
            Special::TypeParameter => self.type_parameter(at, a, b),
            Special::Comma => self.comma(a, b),
            Special::Assign => self.check_target(a, Target::Assigned),
            Special::Delete => self.check_target(a, Target::Deleted),
            Special::ForTarget => self.check_target(a, Target::LoopedOver),
            Special::MissingValue => Err(self.missing_value(a)),
            Special::Unequal => self.unequal(a, b),
        }
    }

    // Places and messages.

    fn error_at(&mut self, at: usize, place: Place, message: String) -> Run<Stop> {
        let token = match place {
            Place::Range(first, last) => {
                let (first, last) = (self.part(at, first), self.part(at, last));
                return Ok(self.error(message, self.span(first).to(self.span(last))));
            }
            Place::From(first) => {
                let start = self.span(self.part(at, first)).start;
                return Ok(self.error(message, Span::new(start, self.tokenizer_position(start))));
            }
            Place::LastToken => self.last_token(),
            Place::NextToken => {
                self.look_at_next()?;
                self.mark
            }
        };
        Ok(Stop::Error(self.at_token(DiagnosticKind::SyntaxError, message, token)))
    }

    /// Where an error that ends at the tokenizer's position ends: CPython gives the column from 0 for one from 1, so
    /// it ends before the last character read.
    fn tokenizer_position(&self, start: u32) -> u32 {
        let last = self.last_token();
        let read = self.token_span(last).end;
        // A line's end that the text lacks was read, too.
        if self.kind(last) == Kind::Newline && !self.source.text()[..read as usize].ends_with('\n') {
            return read.max(start);
        }
        let text = self.source.text();
        let before = text[..read as usize].chars().next_back().map_or(0, char::len_utf8) as u32;
        (read - before).max(start)
    }

    fn part(&self, at: usize, item: ItemRef) -> Value {
        let value = self.value(at + usize::from(item.item));
        match item.part {
            Part::Whole => value,
            Part::First => self.named_parts(value).first().copied().unwrap_or(value),
            Part::Last => self.last_named(value),
        }
    }

    /// The parts of a value that have names, groups opened.
    fn named_parts(&self, value: Value) -> Vec<Value> {
        let mut parts = Vec::new();
        let mut work: Vec<Value> = self.children(value).iter().rev().copied().collect();
        while let Some(value) = work.pop() {
            if self.name(value).is_empty() {
                work.extend(self.children(value).iter().rev());
            } else {
                parts.push(value);
            }
        }
        parts
    }

    fn last_named(&self, value: Value) -> Value {
        let mut value = value;
        while self.name(value).is_empty() {
            let filled =
                |child: &&Value| !self.name(**child).is_empty() || !self.children(**child).is_empty();
            match self.children(value).iter().rev().find(filled) {
                Some(&child) => value = child,
                None => break,
            }
        }
        value
    }

    /// The message with its placeholders replaced.
    fn fill_in(&self, message: &str, at: usize, reduction: &Reduction) -> String {
        let mut out = String::with_capacity(message.len());
        let mut rest = message;
        while let Some((before, after)) = rest.split_once('<') {
            let (placeholder, after) = after.split_once('>').unwrap_or((after, ""));
            let (what, label) = placeholder.split_once(' ').unwrap_or(("", placeholder));
            let item = reduction.labels.iter().find(|(known, _)| *known == label).map_or(0, |label| label.1);
            let value = self.value(at + usize::from(item));
            out.push_str(before);
            match what {
                "line" => out.push_str(&self.line(value).to_string()),
                "text" => out.push_str(self.text(self.range(value).0)),
                _ => out.push_str(self.name(value)),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn line(&self, value: Value) -> u32 {
        self.source.lines().line_of(self.token_span(self.range(value).0).start)
    }

    // Strings and numbers.

    fn builder(&self) -> Builder<'_> {
        Builder::with(self.source, self.tokens, self.facts)
    }

    /// An error in a literal; the codecs' have no place of their own and get that of the last token read.
    fn literal_error(&self, mut error: Diagnostic) -> Run<()> {
        if error.kind == DiagnosticKind::Unsupported {
            return Ok(());
        }
        if error.message.starts_with('(') {
            error.span = self.token_span(self.last_token());
        }
        // A number too long has no column.
        error.has_column = !error.message.starts_with("Exceeds");
        Err(Stop::Error(error))
    }

    pub(super) fn check_number(&self) -> Run<()> {
        if self.text(self.mark).len() <= MAX_DIGITS {
            return Ok(());
        }
        self.builder().number(self.mark).map_or_else(|error| self.literal_error(error), |_| Ok(()))
    }

    fn check_string(&self, value: Value) -> Run<()> {
        let Some(token) = value.as_token() else { return Ok(()) };
        self.builder().plain_string(token).map_or_else(|error| self.literal_error(error), |_| Ok(()))
    }

    fn check_text(&self, value: Value, raw: bool) -> Run<()> {
        let Some(token) = value.as_token() else { return Ok(()) };
        if raw || !self.text(token).contains('\\') {
            return Ok(());
        }
        self.builder().middle(token, raw).map_or_else(|error| self.literal_error(error), |_| Ok(()))
    }

    fn joined(&mut self, at: usize, parts: Value) -> Run<Option<Value>> {
        let start = self.range(self.value(at)).0;
        let raw = self.text(start).contains(['r', 'R']);
        for &part in self.children(parts) {
            self.check_text(part, raw)?;
        }
        let template = self.kind(start) == Kind::TStringStart;
        Ok(Some(self.node_of(at, if template { "t-string expression" } else { "f-string expression" })))
    }

    fn strings(&mut self, at: usize, parts: Value) -> Run<Option<Value>> {
        let is_bytes = |&part: &Value| {
            let text = part.as_token().map_or("", |token| self.text(token));
            text.bytes().take_while(u8::is_ascii_alphabetic).any(|byte| matches!(byte, b'b' | b'B'))
        };
        let parts = self.children(parts);
        let bytes = parts.iter().filter(|part| is_bytes(part)).count();
        if bytes > 0 && bytes < parts.len() {
            let span = self.token_span(self.last_token());
            return Err(self.error("cannot mix bytes and nonbytes literals", span));
        }
        let joined = parts.iter().any(|part| part.as_token().is_none());
        Ok(Some(self.node_of(at, if joined { "f-string expression" } else { "literal" })))
    }

    fn number_kind(&self, value: Value, imaginary: bool, message: &str) -> Run<Option<Value>> {
        let text = self.text(self.range(value).0);
        let is_imaginary = !text.starts_with("0x") && !text.starts_with("0X") && text.ends_with(['j', 'J']);
        if is_imaginary == imaginary { Ok(Some(value)) } else { Err(self.error(message, self.span(value))) }
    }

    fn conversion(&mut self, mark: Value, letter: Value) -> Run<Option<Value>> {
        let template = self.string_letter();
        let (mark, letter) = (self.span(mark), self.span(letter));
        if mark.end != letter.start {
            let message =
                format!("{template}-string: conversion type must come right after the exclamation mark");
            return Err(self.error(message, mark.to(letter)));
        }
        let text = self.source.slice(letter);
        if !matches!(text, "s" | "r" | "a") {
            let message = format!(
                "{template}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'"
            );
            return Err(self.error(message, letter));
        }
        Ok(Some(Value::NOTHING))
    }

    /// The letter of the string around the mark, for messages.
    fn string_letter(&self) -> char {
        let mut depth = 0_u32;
        for token in (0..self.mark).rev() {
            match self.kind(token) {
                Kind::FStringEnd | Kind::TStringEnd => depth += 1,
                Kind::FStringStart | Kind::TStringStart if depth > 0 => depth -= 1,
                Kind::TStringStart => return 't',
                Kind::FStringStart => return 'f',
                _ => {}
            }
        }
        'f'
    }

    // Calls.

    fn is_keyword(&self, value: Value) -> bool {
        matches!(self.name(value), "keyword" | "keyword unpacking")
    }

    /// `f(a, x for x in y)`.
    fn generator_argument(&self, arguments: Value, clauses: Value) -> Run<Option<Value>> {
        let mut positional = self.named_parts(arguments);
        positional.retain(|&value| !self.is_keyword(value));
        match positional[..] {
            [_, .., last] => {
                let span = self.span(last).to(self.span(self.last_named(clauses)));
                Err(self.error("Generator expression must be parenthesized", span))
            }
            _ => Ok(None),
        }
    }

    fn argument_order(&self, arguments: Value) -> Run<Option<Value>> {
        let unpacks = self.named_parts(arguments).iter().any(|&part| self.name(part) == "keyword unpacking");
        let message = if unpacks {
            "positional argument follows keyword argument unpacking"
        } else {
            "positional argument follows keyword argument"
        };
        Err(self.error(message, self.token_span(self.last_token())))
    }

    // Expressions.

    fn is_legacy(&self, value: Value) -> bool {
        let text = value.as_token().map_or("", |token| self.text(token));
        matches!(text, "print" | "exec")
    }

    fn legacy(&self, name: Value, arguments: Value) -> Run<Option<Value>> {
        if !self.is_legacy(name) {
            return Ok(None);
        }
        let text = self.source.slice(self.span(name));
        let message = format!("Missing parentheses in call to '{text}'. Did you mean {text}(...)?");
        Err(self.error(message, self.span(name).to(self.span(arguments))))
    }

    fn comma(&self, first: Value, second: Value) -> Run<Option<Value>> {
        if self.is_legacy(first) || self.level_after(self.mark - 1) == 0 {
            return Ok(None);
        }
        let span = self.span(first).to(self.span(second));
        Err(self.error("invalid syntax. Perhaps you forgot a comma?", span))
    }

    /// How many brackets are open after a token.
    fn level_after(&self, token: usize) -> u32 {
        let count = || {
            let mut level = 0_u32;
            let after = |&code: &u8| {
                match Kind::from_code(code) {
                    Some(Kind::Lpar | Kind::Lsqb | Kind::Lbrace) => level += 1,
                    Some(Kind::Rpar | Kind::Rsqb | Kind::Rbrace) => level = level.saturating_sub(1),
                    _ => {}
                }
                level
            };
            self.tokens.codes().as_bytes().iter().map(after).collect()
        };
        self.levels.get_or_init(count).get(token).copied().unwrap_or_default()
    }

    fn type_parameter(&self, at: usize, colon: Value, bound: Value) -> Run<Option<Value>> {
        let what =
            if self.kind(self.range(self.value(at)).0) == Kind::Star { "TypeVarTuple" } else { "ParamSpec" };
        let how = if self.name(bound) == "tuple" { "constraints" } else { "bound" };
        let start = self.span(colon).start;
        let span = Span::new(start, self.tokenizer_position(start));
        Err(self.error(format!("cannot use {how} with {what}"), span))
    }

    fn unequal(&self, less: Value, greater: Value) -> Run<Option<Value>> {
        let (less, greater) = (self.span(less), self.span(greater));
        if less.end != greater.start {
            return Ok(None);
        }
        Err(self.error("invalid syntax.  Maybe you meant '!=' instead of '<>'?", less.to(greater)))
    }

    /// `{1: 2, 3}`.
    fn missing_value(&self, key: Value) -> Stop {
        let span = self.span(key);
        let lines = self.source.lines();
        let start = lines.line_start(lines.line_of(span.start));
        let column = span.end - lines.line_start(lines.line_of(span.end));
        // CPython counts back one byte, which may be inside a character.
        let at = self.source.text().floor_char_boundary((start + column).saturating_sub(1) as usize) as u32;
        self.error("':' expected after dictionary key", Span::new(at, at))
    }

    // Targets.

    fn check_target(&self, value: Value, target: Target) -> Run<Option<Value>> {
        let Some(invalid) = self.invalid_target(value, target) else { return Ok(None) };
        let verb = if target == Target::Deleted { "delete" } else { "assign to" };
        Err(self.error(format!("cannot {verb} {}", self.name(invalid)), self.span(invalid)))
    }

    /// The first part that is no target (`_PyPegen_get_invalid_target`).
    fn invalid_target(&self, value: Value, target: Target) -> Option<Value> {
        let mut work = vec![value];
        while let Some(value) = work.pop() {
            match self.name(value) {
                "list" | "tuple" => work.extend(self.named_parts(value).iter().rev()),
                "starred" if target != Target::Deleted => work.extend(self.named_parts(value)),
                "comparison" if target == Target::LoopedOver => {
                    let pairs = self.children(value).get(1).copied().unwrap_or(Value::NOTHING);
                    let operator = self.children(pairs).first().map(|&pair| self.range(pair).0);
                    if operator.is_some_and(|token| self.kind(token) == Kind::In) {
                        work.extend(self.children(value).first());
                    }
                }
                "name" | "subscript" | "attribute" => {}
                _ => return Some(value),
            }
        }
        None
    }
}
