//! Simple statements, blocks and the root.
use super::builder::{Build, Builder, Item, Pair, Value};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList, Operator};
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;
use std::rc::Rc;

impl Builder<'_> {
    pub(super) fn block_or_root(&mut self, pair: Pair) -> Build {
        let body: Vec<NodeId> = self.nodes(pair).collect();
        let whole = crate::source::Span::new(0, self.source.text().len() as u32);
        let root = match pair.rule {
            Rule::block => return Ok(Value::List(self.ast.add_list(body))),
            Rule::eval => NodeKind::Expression { body: self.node(pair, 0)? },
            Rule::func_type => {
                let Some((&returns, argtypes)) = body.split_last() else { return Err(self.broken(pair)) };
                NodeKind::FunctionType { argtypes: self.ast.add_list(argtypes.iter().copied()), returns }
            }
            Rule::interactive => {
                self.check_end_of_input(pair, &body)?;
                NodeKind::Interactive { body: self.ast.add_list(body) }
            }
            _ => NodeKind::Module { body: self.ast.add_list(body), type_ignores: NodeList::default() },
        };
        Ok(Value::Node(self.ast.add(root, whole)))
    }

    /// A compound statement by itself needs a line end after its last line. The end of the input stands for one only
    /// where it closes a block: `_PyPegen_fill_token` (`Parser/pegen.c`) makes a NEWLINE of an ENDMARKER once after each
    /// other token.
    fn check_end_of_input(&self, pair: Pair, body: &[NodeId]) -> Build<()> {
        let compound = body.first().is_some_and(|&stmt| self.ast.kind(stmt).is_compound());
        let end = pair.end - 1;
        let last = (pair.first..end).rev().find(|&token| self.kind(token) != Kind::Dedent);
        let (Some(newline), true) = (last, compound) else { return Ok(()) };
        let text = self.source.text();
        let at = self.token_span(newline);
        let closes_block = newline + 1 < end;
        let complete = if at.start == at.end { closes_block } else { !closes_block || text.ends_with('\n') };
        if complete { Ok(()) } else { Err(self.error("invalid syntax", self.token_span(end))) }
    }

    pub(super) fn simple_statement(&mut self, pair: Pair) -> Build {
        let kind = match pair.rule {
            Rule::expr_stmt => self.expression_statement(pair)?,
            Rule::type_alias => self.type_alias(pair)?,
            _ => self.keyword_statement(pair)?,
        };
        Ok(Value::Node(self.ast.add(kind, self.span(pair.first, pair.end))))
    }

    fn keyword_statement(&mut self, pair: Pair) -> Build<NodeKind> {
        Ok(match self.kind(pair.first) {
            Kind::Return => NodeKind::Return { value: self.node(pair, 0).ok() },
            Kind::Pass => NodeKind::Pass {},
            Kind::Break => NodeKind::Break {},
            Kind::Continue => NodeKind::Continue {},
            Kind::Raise => NodeKind::Raise { exc: self.node(pair, 0).ok(), cause: self.node(pair, 1).ok() },
            Kind::Import => self.import(pair),
            Kind::From => self.import_from(pair),
            Kind::Assert => NodeKind::Assert { test: self.node(pair, 0)?, msg: self.node(pair, 1).ok() },
            Kind::Del => self.delete(pair)?,
            Kind::Global => NodeKind::Global { names: self.names_in(pair) },
            Kind::Nonlocal => NodeKind::Nonlocal { names: self.names_in(pair) },
            _ => return Err(self.broken(pair)),
        })
    }

    /// The names of `global a, b`.
    fn names_in(&mut self, pair: Pair) -> Box<[Rc<str>]> {
        (pair.first + 1..pair.end).step_by(2).map(|token| self.ident(token)).collect()
    }

    fn delete(&mut self, pair: Pair) -> Build<NodeKind> {
        let targets: Vec<NodeId> = self.nodes(pair).collect();
        for &target in &targets {
            self.set_target(target, ExprContext::Del)?;
        }
        Ok(NodeKind::Delete { targets: self.ast.add_list(targets) })
    }

    fn type_alias(&mut self, pair: Pair) -> Build<NodeKind> {
        let name = self.name(pair.first + 1, ExprContext::Store);
        let type_params = self.find_list(pair, Rule::type_params);
        let value = self.find_node(pair, Rule::expr).ok_or_else(|| self.broken(pair))?;
        Ok(NodeKind::TypeAlias { name, type_params, value })
    }

    fn expression_statement(&mut self, pair: Pair) -> Build<NodeKind> {
        let value = self.node(pair, 0)?;
        let Some(first) = self.child(pair, 0) else { return Err(self.broken(pair)) };
        if first.end == pair.end {
            return Ok(NodeKind::Expr { value });
        }
        match self.kind(first.end) {
            Kind::Equal => self.assignment(pair),
            Kind::Colon => self.annotated_assignment(pair, first),
            kind => {
                let op = augmented_operator(kind).ok_or_else(|| self.broken(pair))?;
                self.set_augmented_target(first, value)?;
                Ok(NodeKind::AugAssign { target: value, op, value: self.node(pair, 1)? })
            }
        }
    }

    fn assignment(&mut self, pair: Pair) -> Build<NodeKind> {
        let mut targets: Vec<NodeId> = self.nodes(pair).collect();
        let value = targets.pop().ok_or_else(|| self.broken(pair))?;
        for &target in &targets {
            self.set_target(target, ExprContext::Store)?;
        }
        Ok(NodeKind::Assign { targets: self.ast.add_list(targets), value, type_comment: None })
    }

    fn annotated_assignment(&mut self, pair: Pair, first: Item) -> Build<NodeKind> {
        let target = self.node(pair, 0)?;
        let parenthesized = self.kind(first.first) == Kind::Lpar;
        self.set_annotated(first, target)?;
        let simple = i32::from(!parenthesized && matches!(self.ast.kind(target), NodeKind::Name { .. }));
        Ok(NodeKind::AnnAssign {
            target,
            annotation: self.node(pair, 1)?,
            value: self.node(pair, 2).ok(),
            simple,
        })
    }
}

fn augmented_operator(kind: Kind) -> Option<Operator> {
    Some(match kind {
        Kind::PlusEqual => Operator::Add,
        Kind::MinEqual => Operator::Sub,
        Kind::StarEqual => Operator::Mult,
        Kind::AtEqual => Operator::MatMult,
        Kind::SlashEqual => Operator::Div,
        Kind::PercentEqual => Operator::Mod,
        Kind::AmperEqual => Operator::BitAnd,
        Kind::VbarEqual => Operator::BitOr,
        Kind::CircumflexEqual => Operator::BitXor,
        Kind::LeftShiftEqual => Operator::LShift,
        Kind::RightShiftEqual => Operator::RShift,
        Kind::DoubleStarEqual => Operator::Pow,
        Kind::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}
