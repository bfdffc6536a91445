//! Expressions between brackets: operator precedence over the tokens and the pairs that stand among them.
use super::builder::{Build, Builder, Item, Pair, Value};
use crate::ast::{BoolOp, CmpOp, ExprContext, NodeId, NodeKind, Operator, UnaryOp};
use crate::bytecode::Constant;
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

/// A built operand and the tokens it covers, its parentheses included.
#[derive(Clone, Copy, Debug)]
struct Operand {
    node: NodeId,
    first: usize,
    end: usize,
}

/// An operator that still waits for its right operand.
#[derive(Clone, Copy, Debug)]
enum Pending {
    /// `a if b`, before `else`.
    If,
    /// `a if b else`.
    Else,
    /// How many operators of the same kind stand in a row.
    Bool(BoolOp, usize),
    Not(usize),
    /// How many comparisons are chained.
    Compare(usize),
    Binary(Operator, u8),
    Unary(UnaryOp, usize),
    Await(usize),
}

const CONDITIONAL: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const NOT: u8 = 4;
const COMPARISON: u8 = 5;
const POWER: u8 = 13;

impl Pending {
    /// How tightly it binds.
    fn precedence(self) -> u8 {
        match self {
            Self::If => 0,
            Self::Else => CONDITIONAL,
            Self::Bool(BoolOp::Or, _) => OR,
            Self::Bool(BoolOp::And, _) => AND,
            Self::Not(_) => NOT,
            Self::Compare(_) => COMPARISON,
            Self::Binary(_, precedence) => precedence,
            Self::Unary(..) => 12,
            Self::Await(_) => 14,
        }
    }
}

fn binary(kind: Kind) -> Option<(Operator, u8)> {
    Some(match kind {
        Kind::Vbar => (Operator::BitOr, 6),
        Kind::Circumflex => (Operator::BitXor, 7),
        Kind::Amper => (Operator::BitAnd, 8),
        Kind::LeftShift => (Operator::LShift, 9),
        Kind::RightShift => (Operator::RShift, 9),
        Kind::Plus => (Operator::Add, 10),
        Kind::Minus => (Operator::Sub, 10),
        Kind::Star => (Operator::Mult, 11),
        Kind::Slash => (Operator::Div, 11),
        Kind::DoubleSlash => (Operator::FloorDiv, 11),
        Kind::Percent => (Operator::Mod, 11),
        Kind::At => (Operator::MatMult, 11),
        Kind::DoubleStar => (Operator::Pow, POWER),
        _ => return None,
    })
}

fn comparison(kind: Kind) -> Option<CmpOp> {
    Some(match kind {
        Kind::EqEqual => CmpOp::Eq,
        Kind::NotEqual => CmpOp::NotEq,
        Kind::Less => CmpOp::Lt,
        Kind::LessEqual => CmpOp::LtE,
        Kind::Greater => CmpOp::Gt,
        Kind::GreaterEqual => CmpOp::GtE,
        Kind::In => CmpOp::In,
        Kind::Is => CmpOp::Is,
        Kind::Not => CmpOp::NotIn,
        _ => return None,
    })
}

/// The stacks of the expression being read; empty between expressions, kept for their memory.
#[derive(Default)]
pub(super) struct Operators {
    operands: Vec<Operand>,
    pending: Vec<Pending>,
    comparisons: Vec<CmpOp>,
}

impl Builder<'_> {
    pub(super) fn expression(&mut self, pair: Pair) -> Build {
        let node = match pair.rule {
            Rule::star_exprs | Rule::plain_exprs | Rule::subject => {
                self.tuple_or_single(pair, ExprContext::Load)?
            }
            Rule::targets => {
                let targets = self.tuple_or_single(pair, ExprContext::Load)?;
                self.set_target(targets, ExprContext::Store)?;
                targets
            }
            Rule::walrus => self.walrus(pair)?,
            Rule::yield_expr => self.yield_expression(pair),
            Rule::starred => self.starred(pair)?,
            Rule::target if self.kind(pair.first) == Kind::Star => self.starred(pair)?,
            Rule::double_starred => self.operators_from(pair, pair.first + 1)?,
            Rule::expr | Rule::plain_disjunction | Rule::target => self.operators_from(pair, pair.first)?,
            _ => return Err(self.broken(pair)),
        };
        Ok(Value::Node(node))
    }

    /// One item, or a tuple where a comma follows it.
    pub(super) fn tuple_or_single(&mut self, pair: Pair, ctx: ExprContext) -> Build<NodeId> {
        let first = self.child(pair, 0).ok_or_else(|| self.broken(pair))?;
        if first.end == pair.end {
            return self.node(pair, 0);
        }
        let elts: Vec<NodeId> = self.nodes(pair).collect();
        let elts = self.ast.add_list(elts);
        Ok(self.ast.add(NodeKind::Tuple { elts, ctx }, self.span(pair.first, pair.end)))
    }

    fn walrus(&mut self, pair: Pair) -> Build<NodeId> {
        let target = self.name(pair.first, ExprContext::Store);
        let value = self.node(pair, 0)?;
        Ok(self.ast.add(NodeKind::NamedExpr { target, value }, self.span(pair.first, pair.end)))
    }

    fn yield_expression(&mut self, pair: Pair) -> NodeId {
        let value = self.node(pair, 0).ok();
        let kind = match value {
            Some(value) if self.kind(pair.first + 1) == Kind::From => NodeKind::YieldFrom { value },
            _ => NodeKind::Yield { value },
        };
        self.ast.add(kind, self.span(pair.first, pair.end))
    }

    fn starred(&mut self, pair: Pair) -> Build<NodeId> {
        let value = self.operators_from(pair, pair.first + 1)?;
        Ok(self.ast.add(NodeKind::Starred { value, ctx: ExprContext::Load }, self.span(pair.first, pair.end)))
    }

    /// The expression in the tokens `first..pair.end`; the pair's children are its bracketed operands and its trailers.
    fn operators_from(&mut self, pair: Pair, first: usize) -> Build<NodeId> {
        let mut operators = std::mem::take(&mut self.operators);
        let result = self.operators(&mut operators, pair, first);
        operators.operands.clear();
        operators.pending.clear();
        operators.comparisons.clear();
        self.operators = operators;
        result
    }

    fn operators(&mut self, stacks: &mut Operators, pair: Pair, first: usize) -> Build<NodeId> {
        let mut token = first;
        let mut child = 0;
        let mut expects_operand = true;
        while token < pair.end {
            if let Some(item) = self.child(pair, child).filter(|item| item.first == token) {
                child += 1;
                token = item.end;
                if expects_operand {
                    let Value::Node(node) = item.value else { return Err(self.broken(pair)) };
                    stacks.operands.push(Operand { node, first: item.first, end: item.end });
                    expects_operand = false;
                } else {
                    self.trailer(stacks, item, pair)?;
                }
                continue;
            }
            let kind = self.kind(token);
            if expects_operand {
                expects_operand = self.prefix_or_atom(stacks, kind, token)?;
                token += 1;
            } else if kind == Kind::Dot {
                self.attribute(stacks, token + 1, pair)?;
                token += 2;
            } else {
                token += self.infix(stacks, kind, token, pair)?;
                expects_operand = true;
            }
        }
        self.reduce_while(stacks, pair, |_| true)?;
        stacks.operands.pop().map(|operand| operand.node).ok_or_else(|| self.broken(pair))
    }

    /// A token where an operand may start; true if it still may after it.
    fn prefix_or_atom(&mut self, stacks: &mut Operators, kind: Kind, token: usize) -> Build<bool> {
        let pending = match kind {
            Kind::Not => Pending::Not(token),
            Kind::Tilde => Pending::Unary(UnaryOp::Invert, token),
            Kind::Plus => Pending::Unary(UnaryOp::UAdd, token),
            Kind::Minus => Pending::Unary(UnaryOp::USub, token),
            Kind::Await => Pending::Await(token),
            _ => {
                let node = self.atom(kind, token)?;
                stacks.operands.push(Operand { node, first: token, end: token + 1 });
                return Ok(false);
            }
        };
        stacks.pending.push(pending);
        Ok(true)
    }

    /// An expression of one token.
    pub(super) fn lone_atom(&mut self, pair: Pair) -> Build {
        match self.kind(pair.first) {
            Kind::String => self.string(Pair { rule: Rule::strings, ..pair }),
            kind => self.atom(kind, pair.first).map(Value::Node),
        }
    }

    fn atom(&mut self, kind: Kind, token: usize) -> Build<NodeId> {
        let value = match kind {
            Kind::Number => self.number(token)?,
            Kind::None => Constant::None,
            Kind::True => Constant::Bool(true),
            Kind::False => Constant::Bool(false),
            Kind::Ellipsis => Constant::Ellipsis,
            _ => return Ok(self.name(token, ExprContext::Load)),
        };
        Ok(self.ast.add(NodeKind::Constant { value, kind: None }, self.token_span(token)))
    }

    /// An operator after an operand; how many tokens it has.
    fn infix(&mut self, stacks: &mut Operators, kind: Kind, token: usize, pair: Pair) -> Build<usize> {
        if let Some((operator, precedence)) = binary(kind) {
            let floor = if precedence == POWER { POWER + 1 } else { precedence };
            self.reduce_while(stacks, pair, |pending| pending.precedence() >= floor)?;
            stacks.pending.push(Pending::Binary(operator, precedence));
            return Ok(1);
        }
        match kind {
            Kind::And => self.boolean(stacks, BoolOp::And, pair).map(|()| 1),
            Kind::Or => self.boolean(stacks, BoolOp::Or, pair).map(|()| 1),
            Kind::If => {
                self.reduce_while(stacks, pair, |pending| pending.precedence() > CONDITIONAL)?;
                stacks.pending.push(Pending::If);
                Ok(1)
            }
            Kind::Else => {
                self.reduce_while(stacks, pair, |pending| !matches!(pending, Pending::If))?;
                stacks.pending.pop();
                stacks.pending.push(Pending::Else);
                Ok(1)
            }
            _ => {
                let operator = comparison(kind).ok_or_else(|| self.broken(pair))?;
                let is_not = kind == Kind::Is && self.kind(token + 1) == Kind::Not;
                self.reduce_while(stacks, pair, |pending| pending.precedence() > COMPARISON)?;
                match stacks.pending.last_mut() {
                    Some(Pending::Compare(count)) => *count += 1,
                    _ => stacks.pending.push(Pending::Compare(1)),
                }
                stacks.comparisons.push(if is_not { CmpOp::IsNot } else { operator });
                Ok(if is_not || kind == Kind::Not { 2 } else { 1 })
            }
        }
    }

    fn boolean(&mut self, stacks: &mut Operators, operator: BoolOp, pair: Pair) -> Build<()> {
        let precedence = Pending::Bool(operator, 0).precedence();
        self.reduce_while(stacks, pair, |pending| pending.precedence() > precedence)?;
        match stacks.pending.last_mut() {
            Some(Pending::Bool(last, count)) if *last == operator => *count += 1,
            _ => stacks.pending.push(Pending::Bool(operator, 1)),
        }
        Ok(())
    }

    fn trailer(&mut self, stacks: &mut Operators, item: Item, pair: Pair) -> Build<()> {
        let operand = stacks.operands.last_mut().ok_or_else(|| self.broken(pair))?;
        let kind = match item.value {
            Value::Call { args, keywords } => NodeKind::Call { func: operand.node, args, keywords },
            Value::Node(slice) => NodeKind::Subscript { value: operand.node, slice, ctx: ExprContext::Load },
            _ => return Err(self.broken(pair)),
        };
        operand.end = item.end;
        operand.node = self.ast.add(kind, self.span(operand.first, item.end));
        Ok(())
    }

    fn attribute(&mut self, stacks: &mut Operators, name: usize, pair: Pair) -> Build<()> {
        let attr = self.ident(name);
        let operand = stacks.operands.last_mut().ok_or_else(|| self.broken(pair))?;
        operand.end = name + 1;
        let kind = NodeKind::Attribute { value: operand.node, attr, ctx: ExprContext::Load };
        operand.node = self.ast.add(kind, self.span(operand.first, operand.end));
        Ok(())
    }

    /// Gives the pending operators on top their operands, as long as `binds` holds.
    fn reduce_while(
        &mut self,
        stacks: &mut Operators,
        pair: Pair,
        binds: impl Fn(Pending) -> bool,
    ) -> Build<()> {
        while let Some(&pending) = stacks.pending.last()
            && binds(pending)
        {
            stacks.pending.pop();
            self.reduce(stacks, pending).ok_or_else(|| self.broken(pair))?;
        }
        Ok(())
    }

    fn reduce(&mut self, stacks: &mut Operators, pending: Pending) -> Option<()> {
        let right = stacks.operands.pop()?;
        let (first, kind) = match pending {
            Pending::Unary(op, first) => (first, NodeKind::UnaryOp { op, operand: right.node }),
            Pending::Not(first) => (first, NodeKind::UnaryOp { op: UnaryOp::Not, operand: right.node }),
            Pending::Await(first) => (first, NodeKind::Await { value: right.node }),
            Pending::Binary(op, _) => {
                let left = stacks.operands.pop()?;
                (left.first, NodeKind::BinOp { left: left.node, op, right: right.node })
            }
            Pending::Else => {
                let test = stacks.operands.pop()?;
                let body = stacks.operands.pop()?;
                (body.first, NodeKind::IfExp { test: test.node, body: body.node, orelse: right.node })
            }
            Pending::Bool(op, count) => {
                stacks.operands.push(right);
                let start = stacks.operands.len().checked_sub(count + 1)?;
                let first = stacks.operands.get(start)?.first;
                let values = self.ast.add_list(stacks.operands.drain(start..).map(|operand| operand.node));
                (first, NodeKind::BoolOp { op, values })
            }
            Pending::Compare(count) => {
                stacks.operands.push(right);
                let start = stacks.operands.len().checked_sub(count)?;
                let comparators =
                    self.ast.add_list(stacks.operands.drain(start..).map(|operand| operand.node));
                let left = stacks.operands.pop()?;
                let ops = stacks.comparisons.split_off(stacks.comparisons.len() - count).into();
                (left.first, NodeKind::Compare { left: left.node, ops, comparators })
            }
            Pending::If => return None,
        };
        let node = self.ast.add(kind, self.span(first, right.end));
        stacks.operands.push(Operand { node, first, end: right.end });
        Some(())
    }
}
