//! The parts of f-strings and t-strings: literal text, replacement fields, format specifiers.
use super::builder::{Build, Builder, Pair, Value};
use crate::ast::{NodeId, NodeKind, NodeList};
use crate::bytecode::Constant;
use crate::lexer::Kind;
use crate::source::Span;
use ouroscope_grammar::python::Rule;

impl Builder<'_> {
    pub(super) fn fstring_parts(&mut self, pair: Pair) -> Build<NodeList> {
        let raw = self.text_around().raw;
        let parts = self.parts(pair, pair.first + 1, pair.end - 1, raw)?;
        let parts = self.merge_constants(parts);
        Ok(self.ast.add_list(parts))
    }

    /// Literal text and fields in the tokens `first..end`. A field with `=` is a list of its text and its value.
    fn parts(&mut self, pair: Pair, first: usize, end: usize, raw: bool) -> Build<Vec<NodeId>> {
        let mut parts = Vec::new();
        let (mut token, mut child) = (first, 0);
        while token < end {
            if let Some(item) = self.child(pair, child).filter(|item| item.first == token) {
                let Value::Node(field) = item.value else { return Err(self.broken(pair)) };
                match self.ast.kind(field) {
                    NodeKind::JoinedStr { values } => parts.extend_from_slice(self.ast.list(*values)),
                    _ => parts.push(field),
                }
                child += 1;
                token = item.end;
            } else {
                parts.push(self.middle(token, raw)?);
                token += 1;
            }
        }
        Ok(parts)
    }

    /// `{value = !r :spec}`.
    pub(super) fn field(&mut self, pair: Pair) -> Build<NodeId> {
        let (value, format_spec) = (self.node(pair, 0)?, self.find_node(pair, Rule::format_spec));
        let value_end = self.child(pair, 0).map_or(pair.end, |item| item.end);
        let debug = self.kind(value_end) == Kind::Equal;
        let after = value_end + usize::from(debug);
        let explicit = self.kind(after) == Kind::Exclamation;
        let conversion = if explicit { self.conversion(after)? } else { None };
        let conversion = match conversion {
            Some(letter) => letter,
            None if debug && format_spec.is_none() => i32::from(b'r'),
            None => -1,
        };
        let span = self.span(pair.first, pair.end);
        // The expression's text ends where `!`, `:` or `}` follows it.
        let text_span = Span::new(self.token_span(pair.first).end, self.token_span(after).start);
        let text = without_comments(self.source.slice(text_span));
        let around = self.text_around();
        let field = if around.template && !around.spec {
            // Up to the `=`, if there is one.
            let end = self.token_span(if debug { value_end } else { after }).start;
            let text = without_comments(self.source.slice(Span::new(text_span.start, end)));
            let str = Constant::Str(text.into());
            self.ast.add(NodeKind::Interpolation { value, str, conversion, format_spec }, span)
        } else {
            self.ast.add(NodeKind::FormattedValue { value, conversion, format_spec }, span)
        };
        if !debug {
            return Ok(field);
        }
        let value = Constant::Str(text.as_str().into());
        let text = self.ast.add(NodeKind::Constant { value, kind: None }, text_span);
        let values = self.ast.add_list([text, field]);
        Ok(self.ast.add(NodeKind::JoinedStr { values }, span))
    }

    /// The letter after the `!` at token `mark`.
    fn conversion(&self, mark: usize) -> Build<Option<i32>> {
        let (bang, letter) = (self.token_span(mark), self.token_span(mark + 1));
        let text = self.text(mark + 1);
        let prefix = if self.text_around().template { 't' } else { 'f' };
        if bang.end != letter.start {
            let message =
                format!("{prefix}-string: conversion type must come right after the exclamation mark");
            return Err(self.error(message, bang.to(letter)));
        }
        match text {
            "s" | "r" | "a" => Ok(Some(i32::from(text.as_bytes()[0]))),
            _ => {
                let message = format!(
                    "{prefix}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'"
                );
                Err(self.error(message, letter))
            }
        }
    }

    pub(super) fn format_spec(&mut self, pair: Pair) -> Build<NodeId> {
        let raw = self.text_around().raw;
        let parts = self.parts(pair, pair.first + 1, pair.end, raw)?;
        let parts = self.merge_constants(parts);
        let values = self.ast.add_list(parts);
        Ok(self.ast.add(NodeKind::JoinedStr { values }, self.span(pair.first, pair.end)))
    }
}

/// The text without its comments, as `set_ftstring_expr` (`Parser/lexer/lexer.c`) cuts them: a quote opens a string and the
/// next equal one closes it, also where three of them do.
fn without_comments(text: &str) -> String {
    if !text.contains('#') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                out.push(char);
                out.extend(chars.next());
                continue;
            }
            '#' if open.is_none() => {
                if chars.any(|skipped| skipped == '\n') {
                    out.push('\n');
                }
                continue;
            }
            '"' | '\'' if open == Some(char) => open = None,
            '"' | '\'' if open.is_none() => open = Some(char),
            _ => {}
        }
        out.push(char);
    }
    out
}
