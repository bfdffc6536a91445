//! Expressions, comprehensions and keyword arguments.
use super::level::{self, AND, ATOM, AWAIT, CMP, EXPR, Level, NAMED, OR, TEST, TUPLE, YIELD};
use super::{Style, Work, Writer};
use crate::ast::{BoolOp, NodeId, NodeKind, NodeList, Operator, UnaryOp, repr_constant};
use crate::bytecode::Constant;

impl<'a> Writer<'a> {
    pub(super) fn expression(&mut self, node: NodeId, level: Level) {
        match self.ast.kind(node) {
            NodeKind::BoolOp { op, values } => self.bool_op(*op, *values, level),
            NodeKind::BinOp { left, op, right } => {
                let own = level::of_binary(*op);
                let (left_level, right_level) =
                    if *op == Operator::Pow { (own.tighter(), own) } else { (own, own.tighter()) };
                self.parenthesized_if(level > own, |this| {
                    this.at_level(*left, left_level);
                    this.operator(op.symbol());
                    this.at_level(*right, right_level);
                });
            }
            NodeKind::UnaryOp { op, operand } => {
                let own = level::of_unary(*op);
                self.parenthesized_if(level > own, |this| {
                    this.text(if *op == UnaryOp::Not { "not " } else { op.symbol() });
                    this.at_level(*operand, own);
                });
            }
            NodeKind::Lambda { args, body } => {
                self.parenthesized_if(level > TEST, |this| this.lambda(*args, *body));
            }
            NodeKind::IfExp { test, body, orelse } => self.parenthesized_if(level > TEST, |this| {
                this.at_level(*body, TEST.tighter());
                this.text(" if ");
                this.at_level(*test, TEST.tighter());
                this.text(" else ");
                this.child(*orelse);
            }),
            NodeKind::NamedExpr { target, value } => {
                let own = if self.style == Style::Source { NAMED } else { TUPLE };
                self.parenthesized_if(level > own, |this| {
                    this.at_level(*target, ATOM);
                    this.text(" := ");
                    this.at_level(*value, ATOM);
                });
            }
            NodeKind::Compare { left, ops, comparators } => {
                self.parenthesized_if(level > CMP, |this| {
                    this.at_level(*left, CMP.tighter());
                    for (op, &comparator) in ops.iter().zip(this.ast.list(*comparators)) {
                        this.operator(op.symbol());
                        this.at_level(comparator, CMP.tighter());
                    }
                });
            }
            NodeKind::Await { value } => self.parenthesized_if(level > AWAIT, |this| {
                this.text("await ");
                this.at_level(*value, ATOM);
            }),
            NodeKind::Yield { value } => self.yielded("yield", *value, level),
            NodeKind::YieldFrom { value } => self.yielded("yield from", Some(*value), level),
            _ => self.primary(node, level),
        }
    }

    /// What has brackets of its own or is an atom.
    fn primary(&mut self, node: NodeId, level: Level) {
        match self.ast.kind(node) {
            NodeKind::Dict { .. } => self.dict(node),
            NodeKind::Set { elts } if elts.is_empty() => self.text("{*()}"),
            NodeKind::Set { elts } => self.enclosed("{", *elts, "}"),
            NodeKind::List { elts, .. } => self.enclosed("[", *elts, "]"),
            NodeKind::Tuple { elts, .. } => {
                self.parenthesized_if(elts.is_empty() || level > TUPLE, |this| this.items(*elts));
            }
            NodeKind::GeneratorExp { elt, generators } => self.comprehension("(", *elt, *generators, ")"),
            NodeKind::ListComp { elt, generators } => self.comprehension("[", *elt, *generators, "]"),
            NodeKind::SetComp { elt, generators } => self.comprehension("{", *elt, *generators, "}"),
            NodeKind::DictComp { key, value, generators } => {
                self.text("{");
                self.child(*key);
                self.text(": ");
                self.comprehension("", *value, *generators, "}");
            }
            NodeKind::Comprehension { .. } => self.generator(node),
            NodeKind::Call { func, args, keywords } => self.call(*func, *args, *keywords),
            NodeKind::Keyword { arg, value } => {
                match arg {
                    Some(arg) => {
                        self.text(arg);
                        self.text("=");
                    }
                    None => self.text("**"),
                }
                self.child(*value);
            }
            NodeKind::Constant { value, kind } => {
                if kind.is_some() {
                    self.text("u");
                }
                self.constant(value);
            }
            NodeKind::Attribute { value, attr, .. } => {
                self.at_level(*value, ATOM);
                // `1 .real`, because `1.` is a float.
                self.text(if self.is_int(*value) { " ." } else { "." });
                self.text(attr);
            }
            NodeKind::Subscript { value, slice, .. } => self.subscript(*value, *slice),
            NodeKind::Slice { lower, upper, step } => {
                self.optional("", *lower);
                self.text(":");
                self.optional("", *upper);
                self.optional(":", *step);
            }
            NodeKind::Starred { value, .. } => {
                self.text("*");
                self.at_level(*value, EXPR);
            }
            NodeKind::Name { id, .. } => self.text(id),
            _ => self.string(node),
        }
    }

    fn operator(&mut self, symbol: &'a str) {
        self.text(" ");
        self.text(symbol);
        self.text(" ");
    }

    /// `ast.unparse` asks for a tighter level from one operand to the next.
    fn bool_op(&mut self, op: BoolOp, values: NodeList, level: Level) {
        let own = if op == BoolOp::And { AND } else { OR };
        self.parenthesized_if(level > own, |this| {
            let mut operand_level = own.tighter();
            for (index, &value) in this.ast.list(values).iter().enumerate() {
                if index > 0 {
                    this.operator(op.symbol());
                }
                this.at_level(value, operand_level);
                if this.style == Style::Source {
                    operand_level = operand_level.tighter();
                }
            }
        });
    }

    fn yielded(&mut self, keyword: &'a str, value: Option<NodeId>, level: Level) {
        let (parenthesized, value_level) = match self.style {
            Style::Source => (level > YIELD, ATOM),
            Style::Annotation => (true, TEST),
        };
        self.parenthesized_if(parenthesized, |this| {
            this.text(keyword);
            if let Some(value) = value {
                this.text(" ");
                this.at_level(value, value_level);
            }
        });
    }

    /// Items with commas, one after a single item too.
    fn items(&mut self, elts: NodeList) {
        self.list(elts);
        if elts.len() == 1 {
            self.text(",");
        }
    }

    fn enclosed(&mut self, open: &'a str, items: NodeList, close: &'a str) {
        self.text(open);
        self.list(items);
        self.text(close);
    }

    fn dict(&mut self, node: NodeId) {
        let NodeKind::Dict { keys, values } = self.ast.kind(node) else { return };
        self.text("{");
        for (index, (key, &value)) in self.ast.opt_list(*keys).iter().zip(self.ast.list(*values)).enumerate()
        {
            if index > 0 {
                self.text(", ");
            }
            match *key {
                Some(key) => {
                    self.child(key);
                    self.text(": ");
                    self.child(value);
                }
                None => {
                    self.text("**");
                    self.at_level(value, EXPR);
                }
            }
        }
        self.text("}");
    }

    fn is_int(&self, node: NodeId) -> bool {
        let NodeKind::Constant { value, .. } = self.ast.kind(node) else { return false };
        match value {
            Constant::Int(_) => true,
            // A bool is an int, but not exactly one.
            Constant::Bool(_) => self.style == Style::Source,
            _ => false,
        }
    }

    fn subscript(&mut self, value: NodeId, slice: NodeId) {
        self.at_level(value, ATOM);
        self.text("[");
        match self.ast.kind(slice) {
            NodeKind::Tuple { elts, .. } if !elts.is_empty() => self.items(*elts),
            _ if self.style == Style::Annotation => self.at_level(slice, TUPLE),
            _ => self.child(slice),
        }
        self.text("]");
    }

    pub(super) fn constant(&mut self, value: &Constant) {
        let text = repr_constant(value);
        let text = match value {
            Constant::Ellipsis => "...".to_owned(),
            // Infinity has no literal, but a float that overflows does.
            Constant::Float(_) | Constant::Complex { .. } => text.replace("inf", "1e309"),
            _ => text,
        };
        self.next.push(Work::Owned(text));
    }

    fn comprehension(&mut self, open: &'a str, elt: NodeId, generators: NodeList, close: &'a str) {
        self.text(open);
        self.child(elt);
        for &generator in self.ast.list(generators) {
            self.generator(generator);
        }
        self.text(close);
    }

    fn generator(&mut self, node: NodeId) {
        let NodeKind::Comprehension { target, iter, ifs, is_async } = self.ast.kind(node) else { return };
        self.text(if *is_async != 0 { " async for " } else { " for " });
        self.at_level(*target, TUPLE);
        self.text(" in ");
        self.at_level(*iter, TEST.tighter());
        for &condition in self.ast.list(*ifs) {
            self.text(" if ");
            self.at_level(condition, TEST.tighter());
        }
    }

    fn call(&mut self, func: NodeId, args: NodeList, keywords: NodeList) {
        self.at_level(func, ATOM);
        if self.style == Style::Annotation
            && let ([only], true) = (self.ast.list(args), keywords.is_empty())
            && matches!(self.ast.kind(*only), NodeKind::GeneratorExp { .. })
        {
            // Its own parentheses are those of the call.
            return self.child(*only);
        }
        self.text("(");
        self.arguments_of_call(args, keywords);
        self.text(")");
    }

    /// Positional arguments or bases, then keywords.
    pub(super) fn arguments_of_call(&mut self, args: NodeList, keywords: NodeList) {
        self.list(args);
        if !args.is_empty() && !keywords.is_empty() {
            self.text(", ");
        }
        self.list(keywords);
    }
}
