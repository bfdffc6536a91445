//! The patterns of `match`.
use super::Writer;
use super::level::{ATOM, EXPR, Level, TEST};
use crate::ast::{NodeId, NodeKind};

impl Writer<'_> {
    pub(super) fn pattern(&mut self, node: NodeId, level: Level) {
        let ast = self.ast;
        match ast.kind(node) {
            NodeKind::MatchValue { value } => self.child(*value),
            NodeKind::MatchSingleton { value } => self.constant(value),
            NodeKind::MatchSequence { patterns } => {
                self.text("[");
                self.list(*patterns);
                self.text("]");
            }
            NodeKind::MatchStar { name } => {
                self.text("*");
                self.text(name.as_deref().unwrap_or("_"));
            }
            NodeKind::MatchMapping { keys, patterns, rest } => {
                self.text("{");
                for (index, (&key, &value)) in ast.list(*keys).iter().zip(ast.list(*patterns)).enumerate() {
                    if index > 0 {
                        self.text(", ");
                    }
                    self.child(key);
                    self.text(": ");
                    self.child(value);
                }
                if let Some(rest) = rest {
                    self.text(if keys.is_empty() { "**" } else { ", **" });
                    self.text(rest);
                }
                self.text("}");
            }
            NodeKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.at_level(*cls, ATOM);
                self.text("(");
                self.list(*patterns);
                for (index, (attr, &value)) in kwd_attrs.iter().zip(ast.list(*kwd_patterns)).enumerate() {
                    if index > 0 || !patterns.is_empty() {
                        self.text(", ");
                    }
                    self.text(attr);
                    self.text("=");
                    self.child(value);
                }
                self.text(")");
            }
            NodeKind::MatchAs { name: None, .. } => self.text("_"),
            NodeKind::MatchAs { pattern: None, name: Some(name) } => self.text(name),
            NodeKind::MatchAs { pattern: Some(pattern), name: Some(name) } => {
                self.parenthesized_if(level > TEST, |this| {
                    this.at_level(*pattern, EXPR);
                    this.text(" as ");
                    this.text(name);
                });
            }
            NodeKind::MatchOr { patterns } => {
                self.parenthesized_if(level > EXPR, |this| this.separated(" | ", *patterns, EXPR.tighter()));
            }
            _ => {}
        }
    }
}
