//! `import` and `from ... import`.
use super::builder::{Build, Builder, Pair, Value};
use crate::ast::{NodeId, NodeKind};
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;
use std::rc::Rc;

impl Builder<'_> {
    pub(super) fn import(&mut self, pair: Pair) -> NodeKind {
        let names: Vec<NodeId> = self.nodes(pair).collect();
        NodeKind::Import { names: self.ast.add_list(names) }
    }

    /// A name that is imported, with what it is called.
    pub(super) fn imported_name(&mut self, pair: Pair) -> Build {
        let kind = match pair.rule {
            Rule::import_star => NodeKind::Alias { name: "*".into(), asname: None },
            _ => self.alias(pair),
        };
        Ok(Value::Node(self.ast.add(kind, self.span(pair.first, pair.end))))
    }

    /// `a.b as c`: the name before `as` may be dotted.
    fn alias(&mut self, pair: Pair) -> NodeKind {
        let has_as = pair.end - pair.first > 2 && self.kind(pair.end - 2) == Kind::As;
        let asname = has_as.then(|| self.ident(pair.end - 1));
        let name_end = if has_as { pair.end - 2 } else { pair.end };
        NodeKind::Alias { name: self.dotted(pair.first, name_end), asname }
    }

    /// The text of the dotted name in tokens `first..end`, without spaces.
    fn dotted(&mut self, first: usize, end: usize) -> Rc<str> {
        if end - first == 1 {
            return self.ident(first);
        }
        let parts: Vec<Rc<str>> = (first..end).step_by(2).map(|token| self.ident(token)).collect();
        parts.join(".").into()
    }

    pub(super) fn import_from(&mut self, pair: Pair) -> NodeKind {
        let mut token = pair.first + 1;
        let mut level = 0;
        loop {
            match self.kind(token) {
                Kind::Dot => level += 1,
                Kind::Ellipsis => level += 3,
                _ => break,
            }
            token += 1;
        }
        let import = (token..pair.end).find(|&token| self.kind(token) == Kind::Import).unwrap_or(token);
        let module = (import > token).then(|| self.dotted(token, import));
        let names: Vec<NodeId> = self.nodes(pair).collect();
        NodeKind::ImportFrom { module, names: self.ast.add_list(names), level }
    }
}
