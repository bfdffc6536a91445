//! `if`, `while`, `for`, `with`, `try` and `match`.
use super::builder::{Build, Builder, Item, Pair, Value};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

impl Builder<'_> {
    pub(super) fn compound(&mut self, pair: Pair) -> Build {
        let kind = match pair.rule {
            Rule::if_stmt => return self.if_statement(pair),
            // Built by the `if` it belongs to, which knows where it ends.
            Rule::elif => {
                let test = self.node(pair, 0)?;
                let body = self.find_list(pair, Rule::block);
                NodeKind::If { test, body, orelse: NodeList::default() }
            }
            Rule::else_block | Rule::finally_block => {
                return Ok(Value::List(self.find_list(pair, Rule::block)));
            }
            Rule::while_stmt => NodeKind::While {
                test: self.node(pair, 0)?,
                body: self.find_list(pair, Rule::block),
                orelse: self.find_list(pair, Rule::else_block),
            },
            Rule::for_stmt => self.for_statement(pair)?,
            Rule::with_stmt => self.with_statement(pair),
            Rule::with_item => self.with_item(pair)?,
            Rule::try_stmt => self.try_statement(pair)?,
            Rule::except_block => self.except_handler(pair)?,
            Rule::match_stmt => {
                let subject = self.node(pair, 0)?;
                let cases: Vec<NodeId> = self.nodes(pair).skip(1).collect();
                NodeKind::Match { subject, cases: self.ast.add_list(cases) }
            }
            _ => NodeKind::MatchCase {
                pattern: self.node(pair, 0)?,
                guard: self.find_node(pair, Rule::guard),
                body: self.find_list(pair, Rule::block),
            },
        };
        Ok(Value::Node(self.ast.add(kind, self.statement_span(pair.first, pair.end))))
    }

    /// `elif` is an `if` alone in the `else` of the one before it; each of them ends where the statement ends.
    fn if_statement(&mut self, pair: Pair) -> Build {
        let end = self.statement_span(pair.first, pair.end).end;
        let mut orelse = self.find_list(pair, Rule::else_block);
        let elifs: Vec<Item> =
            self.items[pair.children..].iter().filter(|item| item.rule == Rule::elif).copied().collect();
        for item in elifs.into_iter().rev() {
            let Value::Node(id) = item.value else { return Err(self.broken(pair)) };
            let node = self.ast.node_mut(id);
            node.span.end = end;
            if let NodeKind::If { orelse: inner, .. } = &mut node.kind {
                *inner = orelse;
            }
            orelse = self.ast.add_list([id]);
        }
        let kind =
            NodeKind::If { test: self.node(pair, 0)?, body: self.find_list(pair, Rule::block), orelse };
        Ok(Value::Node(self.ast.add(kind, self.statement_span(pair.first, pair.end))))
    }

    fn for_statement(&mut self, pair: Pair) -> Build<NodeKind> {
        let (target, iter) = (self.node(pair, 0)?, self.node(pair, 1)?);
        let body = self.find_list(pair, Rule::block);
        let orelse = self.find_list(pair, Rule::else_block);
        let type_comment = None;
        Ok(if self.kind(pair.first) == Kind::Async {
            NodeKind::AsyncFor { target, iter, body, orelse, type_comment }
        } else {
            NodeKind::For { target, iter, body, orelse, type_comment }
        })
    }

    fn with_statement(&mut self, pair: Pair) -> NodeKind {
        let items: Vec<NodeId> = self.nodes(pair).collect();
        let items = self.ast.add_list(items);
        let body = self.find_list(pair, Rule::block);
        if self.kind(pair.first) == Kind::Async {
            NodeKind::AsyncWith { items, body, type_comment: None }
        } else {
            NodeKind::With { items, body, type_comment: None }
        }
    }

    fn with_item(&mut self, pair: Pair) -> Build<NodeKind> {
        let context_expr = self.node(pair, 0)?;
        let optional_vars = self.node(pair, 1).ok();
        if let Some(target) = optional_vars {
            self.set_target(target, ExprContext::Store)?;
        }
        Ok(NodeKind::WithItem { context_expr, optional_vars })
    }

    fn try_statement(&mut self, pair: Pair) -> Build<NodeKind> {
        let handlers: Vec<Item> = self.items[pair.children..]
            .iter()
            .filter(|item| item.rule == Rule::except_block)
            .copied()
            .collect();
        let stars = handlers.iter().filter(|item| self.kind(item.first + 1) == Kind::Star).count();
        if stars != 0 && stars != handlers.len() {
            let first_is_star = self.kind(handlers[0].first + 1) == Kind::Star;
            let odd = handlers.iter().find(|item| (self.kind(item.first + 1) == Kind::Star) != first_is_star);
            let first = odd.map_or(pair.first, |item| item.first);
            let span = self.span(first, first + if first_is_star { 1 } else { 2 });
            return Err(self.error("cannot have both 'except' and 'except*' on the same 'try'", span));
        }
        let nodes: Vec<NodeId> = self.nodes(pair).collect();
        let handlers = self.ast.add_list(nodes);
        let body = self.find_list(pair, Rule::block);
        let orelse = self.find_list(pair, Rule::else_block);
        let finalbody = self.find_list(pair, Rule::finally_block);
        Ok(if stars > 0 {
            NodeKind::TryStar { body, handlers, orelse, finalbody }
        } else {
            NodeKind::Try { body, handlers, orelse, finalbody }
        })
    }

    fn except_handler(&mut self, pair: Pair) -> Build<NodeKind> {
        let types: Vec<Item> =
            self.items[pair.children..].iter().filter(|item| item.rule == Rule::expr).copied().collect();
        let body = self.find_list(pair, Rule::block);
        let Some((first, last)) = types.first().zip(types.last()) else {
            if self.kind(pair.first + 1) == Kind::Star {
                let span = self.token_span(pair.first + 2);
                return Err(self.error("expected one or more exception types", span));
            }
            return Ok(NodeKind::ExceptHandler { type_: None, name: None, body });
        };
        let name = (self.kind(last.end) == Kind::As).then(|| self.ident(last.end + 1));
        let comma = self.kind(last.end) == Kind::Comma;
        let type_ = if types.len() > 1 || comma {
            let nodes: Vec<NodeId> = self.nodes(pair).collect();
            let elts = self.ast.add_list(nodes);
            let span = self.span(first.first, last.end + usize::from(comma));
            self.ast.add(NodeKind::Tuple { elts, ctx: ExprContext::Load }, span)
        } else {
            self.node(pair, 0)?
        };
        Ok(NodeKind::ExceptHandler { type_: Some(type_), name, body })
    }
}
