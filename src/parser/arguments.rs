//! Call arguments and subscripts.
use super::builder::{Build, Builder, Item, Pair, Value};
use crate::ast::{ExprContext, NodeId, NodeKind};
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

impl Builder<'_> {
    pub(super) fn argument(&mut self, pair: Pair) -> Build {
        let span = self.span(pair.first, pair.end);
        let kind = match pair.rule {
            Rule::call => return self.call(pair),
            Rule::subscript => return self.subscript(pair),
            Rule::index => return self.index(pair),
            Rule::keyword => {
                let arg = Some(self.ident(pair.first));
                NodeKind::Keyword { arg, value: self.node(pair, 0)? }
            }
            Rule::double_star_argument => NodeKind::Keyword { arg: None, value: self.node(pair, 0)? },
            _ => NodeKind::Starred { value: self.node(pair, 0)?, ctx: ExprContext::Load },
        };
        Ok(Value::Node(self.ast.add(kind, span)))
    }

    fn call(&mut self, pair: Pair) -> Build {
        let (mut args, mut keywords) = (Vec::new(), Vec::new());
        let (mut saw_keyword, mut saw_mapping) = (false, false);
        let mut index = 0;
        while let Some(item) = self.child(pair, index) {
            let node = self.node(pair, index)?;
            index += 1;
            match item.rule {
                Rule::keyword => {
                    saw_keyword = true;
                    keywords.push(node);
                }
                Rule::double_star_argument => {
                    saw_mapping = true;
                    keywords.push(node);
                }
                Rule::star_argument if saw_mapping => {
                    let message = "iterable argument unpacking follows keyword argument unpacking";
                    return Err(self.error(message, self.unpacking_span(pair, item)));
                }
                Rule::star_argument => args.push(node),
                _ => {
                    let clauses = self.clauses_from(pair, index);
                    index += clauses.len();
                    if clauses.is_empty() && (saw_mapping || saw_keyword) {
                        let what =
                            if saw_mapping { "keyword argument unpacking" } else { "keyword argument" };
                        let message = format!("positional argument follows {what}");
                        return Err(self.error(message, self.token_span(pair.end - 1)));
                    }
                    args.push(if clauses.is_empty() {
                        node
                    } else {
                        self.bare_generator(pair, item, node, &clauses)?
                    });
                }
            }
        }
        Ok(Value::Call { args: self.ast.add_list(args), keywords: self.ast.add_list(keywords) })
    }

    fn unpacking_span(&self, pair: Pair, item: Item) -> crate::source::Span {
        let comma = item.first.max(pair.first + 1) - 1;
        self.span(comma, item.end)
    }

    fn clauses_from(&self, pair: Pair, start: usize) -> Vec<NodeId> {
        self.items[pair.children + start..]
            .iter()
            .take_while(|item| item.rule == Rule::comp_for)
            .filter_map(|item| match item.value {
                Value::Node(id) => Some(id),
                _ => None,
            })
            .collect()
    }

    /// `f(x for x in y)`: the generator expression owns the call's parentheses, so it must be alone.
    fn bare_generator(&mut self, pair: Pair, item: Item, elt: NodeId, clauses: &[NodeId]) -> Build<NodeId> {
        let last = self
            .items
            .iter()
            .rev()
            .find(|item| item.rule == Rule::comp_for)
            .map_or(pair.end, |item| item.end);
        let alone = self.count(pair) == 1 + clauses.len() && self.kind(last) == Kind::Rpar;
        if !alone {
            let end = self.clause_end(pair, item);
            return Err(self.error("Generator expression must be parenthesized", self.span(item.first, end)));
        }
        let generators = self.ast.add_list(clauses.iter().copied());
        Ok(self.ast.add(NodeKind::GeneratorExp { elt, generators }, self.span(pair.first, pair.end)))
    }

    fn clause_end(&self, pair: Pair, item: Item) -> usize {
        let after = self.items[pair.children..].iter().skip_while(|other| other.first <= item.first);
        after.take_while(|other| other.rule == Rule::comp_for).last().map_or(item.end, |clause| clause.end)
    }

    fn subscript(&mut self, pair: Pair) -> Build {
        let first = self.child(pair, 0).ok_or_else(|| self.broken(pair))?;
        let node = self.node(pair, 0)?;
        let starred = matches!(self.ast.kind(node), NodeKind::Starred { .. });
        if first.end + 1 == pair.end && !starred {
            return Ok(Value::Node(node));
        }
        let elts: Vec<NodeId> = self.nodes(pair).collect();
        let elts = self.ast.add_list(elts);
        let span = self.span(pair.first + 1, pair.end - 1);
        Ok(Value::Node(self.ast.add(NodeKind::Tuple { elts, ctx: ExprContext::Load }, span)))
    }

    /// An index or a slice: the colons tell which bounds are there.
    fn index(&mut self, pair: Pair) -> Build {
        let mut bounds: [Option<NodeId>; 3] = [None; 3];
        let mut colons = 0;
        let mut token = pair.first;
        let mut child = 0;
        while token < pair.end {
            match self.child(pair, child).filter(|item| item.first == token) {
                Some(item) => {
                    if item.rule == Rule::walrus && item.end < pair.end {
                        return Err(self.error("invalid syntax", self.token_span(item.end)));
                    }
                    bounds[colons.min(2)] = Some(self.node(pair, child)?);
                    child += 1;
                    token = item.end;
                }
                None => {
                    colons += 1;
                    token += 1;
                }
            }
        }
        let [lower, upper, step] = bounds;
        match lower {
            Some(index) if colons == 0 => Ok(Value::Node(index)),
            _ => {
                let span = self.span(pair.first, pair.end);
                Ok(Value::Node(self.ast.add(NodeKind::Slice { lower, upper, step }, span)))
            }
        }
    }
}
