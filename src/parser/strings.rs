//! String literals and their concatenation (`_PyPegen_concatenate_strings`, `Parser/action_helpers.c`).
use super::builder::{Build, Builder, Pair, Value};
use super::literals::{decode_bytes, decode_str};
use crate::ast::{NodeId, NodeKind};
use crate::bytecode::Constant;
use crate::source::Span;
use ouroscope_grammar::python::Rule;
use std::rc::Rc;

/// A literal's prefix and body.
struct Literal<'a> {
    bytes: bool,
    raw: bool,
    unicode: bool,
    body: &'a str,
}

impl<'a> Literal<'a> {
    fn new(text: &'a str) -> Self {
        let quote_at = text.find(['"', '\'']).unwrap_or(0);
        let (prefix, quoted) = text.split_at(quote_at);
        let quote = if quoted.len() >= 6 && (quoted.starts_with("\"\"\"") || quoted.starts_with("'''")) {
            3
        } else {
            1
        };
        Self {
            bytes: prefix.contains(['b', 'B']),
            raw: prefix.contains(['r', 'R']),
            unicode: prefix == "u",
            body: quoted.get(quote..quoted.len() - quote).unwrap_or_default(),
        }
    }
}

impl Builder<'_> {
    pub(super) fn string(&mut self, pair: Pair) -> Build {
        match pair.rule {
            Rule::strings => self.strings(pair).map(Value::Node),
            Rule::field => self.field(pair).map(Value::Node),
            Rule::format_spec => self.format_spec(pair).map(Value::Node),
            // The parts of an f-string; `strings` joins them with what stands beside it.
            _ => self.fstring_parts(pair).map(Value::List),
        }
    }

    fn strings(&mut self, pair: Pair) -> Build<NodeId> {
        let span = self.span(pair.first, pair.end);
        let mixed = self.count(pair) > 0;
        self.check_mix(pair)?;
        if !mixed {
            return self.plain_strings(pair, span);
        }
        let is_template = self.items[pair.children..].iter().any(|item| item.rule == Rule::tstring);
        let mut parts: Vec<NodeId> = Vec::new();
        let (mut token, mut child) = (pair.first, 0);
        while token < pair.end {
            if let Some(item) = self.child(pair, child).filter(|item| item.first == token) {
                if let Value::List(list) = item.value {
                    parts.extend_from_slice(self.ast.list(list));
                }
                child += 1;
                token = item.end;
            } else {
                parts.push(self.plain_string(token)?);
                token += 1;
            }
        }
        let values = self.merge_constants(parts);
        let values = self.ast.add_list(values);
        let kind =
            if is_template { NodeKind::TemplateStr { values } } else { NodeKind::JoinedStr { values } };
        Ok(self.ast.add(kind, span))
    }

    /// Bytes do not mix with text, nor t-strings with anything else.
    fn check_mix(&self, pair: Pair) -> Build<()> {
        let span = self.span(pair.first, pair.end);
        let (mut bytes, mut text, mut templates) = (0, 0, 0);
        let mut token = pair.first;
        let mut child = 0;
        while token < pair.end {
            if let Some(item) = self.child(pair, child).filter(|item| item.first == token) {
                *(if item.rule == Rule::tstring { &mut templates } else { &mut text }) += 1;
                child += 1;
                token = item.end;
            } else {
                *(if Literal::new(self.text(token)).bytes { &mut bytes } else { &mut text }) += 1;
                token += 1;
            }
        }
        if templates > 0 && bytes + text > 0 {
            return Err(self.error("cannot mix t-string literals with string or bytes literals", span));
        }
        if bytes > 0 && text > 0 {
            return Err(self.error("cannot mix bytes and nonbytes literals", self.token_span(pair.end)));
        }
        Ok(())
    }

    fn plain_strings(&mut self, pair: Pair, span: Span) -> Build<NodeId> {
        if pair.end - pair.first == 1 {
            return self.plain_string(pair.first);
        }
        let first = Literal::new(self.text(pair.first));
        let mut bytes = Vec::new();
        for token in pair.first..pair.end {
            match self.literal(token)? {
                Constant::Bytes(part) => bytes.extend_from_slice(&part),
                part => bytes.extend_from_slice(part.utf8().unwrap_or_default()),
            }
        }
        let value = if first.bytes { Constant::Bytes(bytes.into()) } else { Constant::from_utf8(bytes) };
        let kind = first.unicode.then(|| Rc::from("u"));
        Ok(self.ast.add(NodeKind::Constant { value, kind }, span))
    }

    pub(super) fn plain_string(&mut self, token: usize) -> Build<NodeId> {
        let value = self.literal(token)?;
        let kind = self.text(token).starts_with('u').then(|| Rc::from("u"));
        Ok(self.ast.add(NodeKind::Constant { value, kind }, self.token_span(token)))
    }

    /// The value of the string or bytes literal at `token`.
    fn literal(&self, token: usize) -> Build<Constant> {
        let literal = Literal::new(self.text(token));
        let span = self.token_span(token);
        if !literal.bytes {
            return self.decode(literal.body, literal.raw, span);
        }
        if !literal.body.is_ascii() {
            return Err(self.error("bytes can only contain ASCII literal characters", span));
        }
        if literal.raw {
            return Ok(Constant::Bytes(literal.body.as_bytes().into()));
        }
        let bytes = decode_bytes(literal.body).map_err(|error| error.diagnostic(span, true))?;
        Ok(Constant::Bytes(bytes.into()))
    }

    /// The string that a piece of text stands for.
    fn decode(&self, body: &str, raw: bool, span: Span) -> Build<Constant> {
        if raw || !body.contains('\\') {
            return Ok(Constant::Str(body.into()));
        }
        let bytes = decode_str(body, self.facts).map_err(|error| error.diagnostic(span, false))?;
        Ok(Constant::from_utf8(bytes))
    }

    /// The literal text at `token` of an f-string.
    pub(super) fn middle(&mut self, token: usize, raw: bool) -> Build<NodeId> {
        let mut span = self.token_span(token);
        let text = self.text(token);
        // The token stops after the first of two braces, the node after the second.
        let named_escape = !raw && text.rfind('{').is_some_and(|at| text[..at].ends_with("\\N"));
        span.end += u32::from(text.ends_with('{') || text.ends_with('}') && !named_escape);
        let value = self.decode(text, raw, self.token_span(token + 1))?;
        Ok(self.ast.add(NodeKind::Constant { value, kind: None }, span))
    }

    /// Joins neighbouring constants and drops empty ones.
    pub(super) fn merge_constants(&mut self, parts: Vec<NodeId>) -> Vec<NodeId> {
        let mut merged: Vec<NodeId> = Vec::with_capacity(parts.len());
        let mut run: Vec<NodeId> = Vec::new();
        for part in parts {
            if matches!(self.ast.kind(part), NodeKind::Constant { .. }) {
                run.push(part);
            } else {
                self.end_run(&mut run, &mut merged);
                merged.push(part);
            }
        }
        self.end_run(&mut run, &mut merged);
        merged
    }

    fn end_run(&mut self, run: &mut Vec<NodeId>, merged: &mut Vec<NodeId>) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
        let texts: Vec<&[u8]> = run.iter().map(|&id| self.constant_text(id)).collect();
        if texts.iter().any(|text| !text.is_empty()) {
            let node = if run.len() == 1 {
                first
            } else {
                let kind = match self.ast.kind(first) {
                    NodeKind::Constant { kind, .. } => kind.clone(),
                    _ => None,
                };
                let span = self.ast.span(first).to(self.ast.span(last));
                let value = Constant::from_utf8(texts.concat());
                self.ast.add(NodeKind::Constant { value, kind }, span)
            };
            merged.push(node);
        }
        run.clear();
    }

    fn constant_text(&self, id: NodeId) -> &[u8] {
        match self.ast.kind(id) {
            NodeKind::Constant { value, .. } => value.utf8().unwrap_or_default(),
            _ => b"",
        }
    }
}
