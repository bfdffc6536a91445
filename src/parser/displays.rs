//! What stands in brackets: groups, tuples, lists, sets, dicts and comprehensions.
use super::builder::{Build, Builder, Item, Pair, Value};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

impl Builder<'_> {
    pub(super) fn display(&mut self, pair: Pair) -> Build {
        let kind = match pair.rule {
            Rule::comp_for => self.comprehension(pair)?,
            Rule::brace => self.brace(pair)?,
            _ => {
                let is_list = pair.rule == Rule::list;
                if let Some(generators) = self.generators(pair) {
                    let elt = self.node(pair, 0)?;
                    self.no_unpacking(elt)?;
                    match is_list {
                        true => NodeKind::ListComp { elt, generators },
                        false => NodeKind::GeneratorExp { elt, generators },
                    }
                } else if !is_list && self.is_group(pair) {
                    let node = self.node(pair, 0)?;
                    if matches!(self.ast.kind(node), NodeKind::Starred { .. }) {
                        return Err(self.error("cannot use starred expression here", self.ast.span(node)));
                    }
                    return Ok(Value::Node(node));
                } else {
                    let elts: Vec<NodeId> = self.nodes(pair).collect();
                    let (elts, ctx) = (self.ast.add_list(elts), ExprContext::Load);
                    if is_list { NodeKind::List { elts, ctx } } else { NodeKind::Tuple { elts, ctx } }
                }
            }
        };
        Ok(Value::Node(self.ast.add(kind, self.span(pair.first, pair.end))))
    }

    /// Whether the parentheses hold one item and no comma.
    fn is_group(&self, pair: Pair) -> bool {
        self.child(pair, 0).is_some_and(|item| item.end + 1 == pair.end)
    }

    /// The `for` clauses of a comprehension.
    pub(super) fn generators(&mut self, pair: Pair) -> Option<NodeList> {
        let clauses: Vec<NodeId> = self.items[pair.children..]
            .iter()
            .filter_map(|item| match item.value {
                Value::Node(id) if item.rule == Rule::comp_for => Some(id),
                _ => None,
            })
            .collect();
        (!clauses.is_empty()).then(|| self.ast.add_list(clauses))
    }

    fn no_unpacking(&self, elt: NodeId) -> Build<()> {
        if matches!(self.ast.kind(elt), NodeKind::Starred { .. }) {
            let span = self.ast.span(elt);
            return Err(self.error("iterable unpacking cannot be used in comprehension", span));
        }
        Ok(())
    }

    fn comprehension(&mut self, pair: Pair) -> Build<NodeKind> {
        let (target, iter) = (self.node(pair, 0)?, self.node(pair, 1)?);
        let ifs: Vec<NodeId> = self.nodes(pair).skip(2).collect();
        let is_async = i32::from(self.kind(pair.first) == Kind::Async);
        Ok(NodeKind::Comprehension { target, iter, ifs: self.ast.add_list(ifs), is_async })
    }

    fn brace(&mut self, pair: Pair) -> Build<NodeKind> {
        let Some(first) = self.child(pair, 0) else {
            return Ok(NodeKind::Dict { keys: Default::default(), values: Default::default() });
        };
        let is_dict = first.rule == Rule::double_starred || self.kind(first.end) == Kind::Colon;
        match self.generators(pair) {
            Some(generators) => self.brace_comprehension(pair, first, is_dict, generators),
            None if is_dict => self.dict(pair),
            None => self.set(pair),
        }
    }

    fn brace_comprehension(
        &mut self,
        pair: Pair,
        first: Item,
        is_dict: bool,
        generators: NodeList,
    ) -> Build<NodeKind> {
        let elt = self.node(pair, 0)?;
        if first.rule == Rule::double_starred {
            let span = self.token_span(first.first);
            return Err(self.error("dict unpacking cannot be used in dict comprehension", span));
        }
        if is_dict {
            return Ok(NodeKind::DictComp { key: elt, value: self.node(pair, 1)?, generators });
        }
        self.no_unpacking(elt)?;
        Ok(NodeKind::SetComp { elt, generators })
    }

    fn set(&mut self, pair: Pair) -> Build<NodeKind> {
        for index in 0..self.count(pair) {
            let Some(item) = self.child(pair, index) else { continue };
            if self.kind(item.end) == Kind::Colon || item.rule == Rule::double_starred {
                let token = if item.rule == Rule::double_starred { item.first } else { item.end };
                return Err(self.error("invalid syntax", self.token_span(token)));
            }
        }
        let elts: Vec<NodeId> = self.nodes(pair).collect();
        Ok(NodeKind::Set { elts: self.ast.add_list(elts) })
    }

    fn dict(&mut self, pair: Pair) -> Build<NodeKind> {
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        let mut index = 0;
        while let Some(item) = self.child(pair, index) {
            if item.rule == Rule::double_starred {
                keys.push(None);
                values.push(self.node(pair, index)?);
                index += 1;
                continue;
            }
            if self.kind(item.end) != Kind::Colon {
                let last = self.token_span(item.end - 1);
                return Err(self.error("':' expected after dictionary key", last));
            }
            if item.rule == Rule::walrus {
                return Err(self.error("invalid syntax", self.token_span(item.first + 1)));
            }
            keys.push(Some(self.node(pair, index)?));
            values.push(self.node(pair, index + 1)?);
            index += 2;
        }
        Ok(NodeKind::Dict { keys: self.ast.add_opt_list(keys), values: self.ast.add_list(values) })
    }
}
