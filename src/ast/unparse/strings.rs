//! f-strings, t-strings and docstrings.
use super::level::TEST;
use super::quotes::{self, Quotes};
use super::{Style, Work, Writer};
use crate::ast::{NodeId, NodeKind, NodeList, repr_utf8};

impl Writer<'_> {
    pub(super) fn string(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::JoinedStr { values } => self.parts_in_quotes("f", *values),
            NodeKind::TemplateStr { values } => self.parts_in_quotes("t", *values),
            // A field by itself is no source text, but `ast.unparse` writes it so all the same.
            NodeKind::FormattedValue { .. } | NodeKind::Interpolation { .. } => {
                self.next.push(Work::Part(node, false));
            }
            _ => {}
        }
    }

    fn parts_in_quotes(&mut self, prefix: &'static str, values: NodeList) {
        let ast = self.ast;
        self.text(prefix);
        let parts = ast.list(values).iter();
        if self.style == Style::Annotation {
            self.next.push(Work::Open);
            self.next.extend(parts.map(|&part| Work::Part(part, false)));
            self.next.push(Work::CloseRepr);
            return;
        }
        for &part in parts {
            let literal = matches!(ast.kind(part), NodeKind::Constant { .. });
            self.next.extend([Work::Open, Work::Part(part, false), Work::ClosePart(literal)]);
        }
        self.next.push(Work::Quote(values.len()));
    }

    pub(super) fn part(&mut self, node: NodeId, in_spec: bool) {
        let ast = self.ast;
        match ast.kind(node) {
            NodeKind::JoinedStr { values } => {
                self.next.extend(ast.list(*values).iter().map(|&part| Work::Part(part, in_spec)));
            }
            NodeKind::Constant { value, .. } => {
                let escape_too = in_spec && self.style == Style::Source;
                self.literal_text(value.utf8().unwrap_or_default(), escape_too);
            }
            NodeKind::FormattedValue { value, conversion, format_spec } => {
                self.next.extend([Work::Open, Work::Node(*value, TEST.tighter()), Work::CloseField]);
                self.end_of_field(*conversion, *format_spec);
            }
            NodeKind::Interpolation { str, conversion, format_spec, .. } => {
                let text = str.utf8().and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
                self.next.extend([Work::Open, Work::Text(text), Work::CloseField]);
                self.end_of_field(*conversion, *format_spec);
            }
            _ => {}
        }
    }

    fn end_of_field(&mut self, conversion: i32, format_spec: Option<NodeId>) {
        let conversion = u8::try_from(conversion).ok();
        self.next.extend(conversion.map(|letter| Work::Owned(format!("!{}", char::from(letter)))));
        if let Some(spec) = format_spec {
            self.text(":");
            self.next.push(Work::Part(spec, true));
        }
        self.text("}");
    }

    pub(super) fn close_field(&mut self) {
        let expression = self.close();
        // Two opening braces would be one in the text.
        self.out.extend_from_slice(if expression.starts_with(b"{") { b"{ " } else { b"{" });
        self.out.extend_from_slice(&expression);
    }

    pub(super) fn close_repr(&mut self) {
        let body = self.close();
        self.out.extend_from_slice(repr_utf8(&body).as_bytes());
    }

    fn literal_text(&mut self, text: &[u8], escape_too: bool) {
        for &byte in text {
            match byte {
                b'{' | b'}' => self.out.extend([byte, byte]),
                b'\\' | b'\'' | b'"' if escape_too => self.out.extend([b'\\', byte]),
                b'\n' if escape_too => self.out.extend(b"\\n"),
                _ => self.out.push(byte),
            }
        }
    }

    pub(super) fn quote(&mut self, count: usize) {
        let parts = self.parts.split_off(self.parts.len().saturating_sub(count));
        let quoted = quotes::around_parts(&parts);
        self.out.extend_from_slice(&quoted);
    }

    pub(super) fn docstring(&mut self, node: NodeId) {
        let NodeKind::Constant { value, kind } = self.ast.kind(node) else { return };
        let quoted = Quotes::for_docstring().around(value.utf8().unwrap_or_default());
        self.next.push(Work::WholeLine);
        if kind.is_some() {
            self.text("u");
        }
        self.next.push(Work::Owned(quoted));
    }
}
