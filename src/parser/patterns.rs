//! Patterns of `case`.
use super::builder::{Build, Builder, Pair, Value};
use crate::ast::{ExprContext, NodeId, NodeKind, Operator, UnaryOp};
use crate::bytecode::Constant;
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;
use std::rc::Rc;

impl Builder<'_> {
    pub(super) fn pattern(&mut self, pair: Pair) -> Build {
        let node = match pair.rule {
            Rule::patterns => self.open_sequence(pair)?,
            Rule::pattern => self.as_pattern(pair)?,
            Rule::star_pattern => {
                let name = self.capture(pair.first + 1);
                self.add_pattern(pair, NodeKind::MatchStar { name })
            }
            Rule::literal_pattern => self.literal_pattern(pair)?,
            Rule::name_pattern => self.name_pattern(pair)?,
            // Read by the class pattern and the mapping pattern they belong to.
            Rule::class_args | Rule::mapping_item => return self.pattern_parts(pair),
            Rule::keyword_pattern => return Ok(self.items[pair.children].value),
            Rule::key_name => {
                if pair.end - pair.first == 1 {
                    return Err(self.error("invalid syntax", self.token_span(pair.end)));
                }
                self.dotted_name(pair.first, pair.end)
            }
            Rule::mapping_pattern => self.mapping_pattern(pair)?,
            Rule::group_pattern if self.is_group_pattern(pair) => {
                if self.child(pair, 0).is_some_and(|item| item.rule == Rule::star_pattern) {
                    return Err(self.error("invalid syntax", self.token_span(pair.end - 1)));
                }
                self.node(pair, 0)?
            }
            _ => {
                let patterns: Vec<NodeId> = self.nodes(pair).collect();
                let patterns = self.ast.add_list(patterns);
                self.add_pattern(pair, NodeKind::MatchSequence { patterns })
            }
        };
        Ok(Value::Node(node))
    }

    fn add_pattern(&mut self, pair: Pair, kind: NodeKind) -> NodeId {
        self.ast.add(kind, self.span(pair.first, pair.end))
    }

    /// The name a capture binds; none for `_`.
    fn capture(&mut self, token: usize) -> Option<Rc<str>> {
        (self.text(token) != "_").then(|| self.ident(token))
    }

    fn open_sequence(&mut self, pair: Pair) -> Build<NodeId> {
        let first = self.child(pair, 0).ok_or_else(|| self.broken(pair))?;
        if first.end == pair.end && first.rule == Rule::pattern {
            return self.node(pair, 0);
        }
        if first.end == pair.end {
            return Err(self.error("invalid syntax", self.token_span(pair.first)));
        }
        let patterns: Vec<NodeId> = self.nodes(pair).collect();
        let patterns = self.ast.add_list(patterns);
        Ok(self.add_pattern(pair, NodeKind::MatchSequence { patterns }))
    }

    fn is_group_pattern(&self, pair: Pair) -> bool {
        self.child(pair, 0).is_some_and(|item| item.end + 1 == pair.end)
    }

    /// `a | b as c`.
    fn as_pattern(&mut self, pair: Pair) -> Build<NodeId> {
        let last = self.items.last().copied().ok_or_else(|| self.broken(pair))?;
        let pattern = if self.count(pair) > 1 {
            let patterns: Vec<NodeId> = self.nodes(pair).collect();
            let patterns = self.ast.add_list(patterns);
            self.ast.add(NodeKind::MatchOr { patterns }, self.span(pair.first, last.end))
        } else {
            self.node(pair, 0)?
        };
        if last.end == pair.end {
            return Ok(pattern);
        }
        let Some(name) = self.capture(pair.end - 1) else {
            return Err(self.error("cannot use '_' as a target", self.token_span(pair.end - 1)));
        };
        Ok(self.add_pattern(pair, NodeKind::MatchAs { pattern: Some(pattern), name: Some(name) }))
    }

    fn literal_pattern(&mut self, pair: Pair) -> Build<NodeId> {
        let singleton = match self.kind(pair.first) {
            Kind::None => Some(Constant::None),
            Kind::True => Some(Constant::Bool(true)),
            Kind::False => Some(Constant::Bool(false)),
            _ => None,
        };
        if let Some(value) = singleton {
            return Ok(self.add_pattern(pair, NodeKind::MatchSingleton { value }));
        }
        let value = match self.child(pair, 0) {
            Some(_) => self.node(pair, 0)?,
            None => self.signed_number(pair)?,
        };
        Ok(self.add_pattern(pair, NodeKind::MatchValue { value }))
    }

    /// `-1` or `1 - 2j`.
    fn signed_number(&mut self, pair: Pair) -> Build<NodeId> {
        let negative = self.kind(pair.first) == Kind::Minus;
        let number = pair.first + usize::from(negative);
        let mut node = self.number_node(number)?;
        if negative {
            let kind = NodeKind::UnaryOp { op: UnaryOp::USub, operand: node };
            node = self.ast.add(kind, self.span(pair.first, number + 1));
        }
        if number + 1 == pair.end {
            return Ok(node);
        }
        if self.is_complex(number)? {
            return Err(self.error("real number required in complex literal", self.token_span(number)));
        }
        if !self.is_complex(pair.end - 1)? {
            return Err(
                self.error("imaginary number required in complex literal", self.token_span(pair.end - 1))
            );
        }
        let op = if self.kind(number + 1) == Kind::Plus { Operator::Add } else { Operator::Sub };
        let right = self.number_node(pair.end - 1)?;
        Ok(self.add_pattern(pair, NodeKind::BinOp { left: node, op, right }))
    }

    fn number_node(&mut self, token: usize) -> Build<NodeId> {
        let value = self.number(token)?;
        Ok(self.ast.add(NodeKind::Constant { value, kind: None }, self.token_span(token)))
    }

    fn is_complex(&self, token: usize) -> Build<bool> {
        Ok(matches!(self.number(token)?, Constant::Complex { .. }))
    }

    /// The `Name` or `Attribute` in the tokens `first..end`.
    fn dotted_name(&mut self, first: usize, end: usize) -> NodeId {
        let mut node = self.name(first, ExprContext::Load);
        for token in (first + 2..end).step_by(2) {
            let kind = NodeKind::Attribute { value: node, attr: self.ident(token), ctx: ExprContext::Load };
            node = self.ast.add(kind, self.span(first, token + 1));
        }
        node
    }

    /// A capture, the wildcard, a dotted value or a class.
    fn name_pattern(&mut self, pair: Pair) -> Build<NodeId> {
        if let Some(args) = self.child(pair, 0) {
            let cls = self.dotted_name(pair.first, args.first);
            let Value::List(list) = args.value else { return Err(self.broken(pair)) };
            return self.class_pattern(pair, cls, args.first, list);
        }
        if pair.end - pair.first == 1 {
            let name = self.capture(pair.first);
            return Ok(self.add_pattern(pair, NodeKind::MatchAs { pattern: None, name }));
        }
        let value = self.dotted_name(pair.first, pair.end);
        Ok(self.add_pattern(pair, NodeKind::MatchValue { value }))
    }

    /// `list` holds the argument patterns; a keyword stands in the tokens before its pattern.
    fn class_pattern(
        &mut self,
        pair: Pair,
        cls: NodeId,
        open: usize,
        list: crate::ast::NodeList,
    ) -> Build<NodeId> {
        let arguments = self.ast.list(list).to_vec();
        let (mut patterns, mut kwd_patterns, mut kwd_attrs) = (Vec::new(), Vec::new(), Vec::new());
        let mut token = open + 1;
        for argument in arguments {
            let is_keyword = self.kind(token).is_name() && self.kind(token + 1) == Kind::Equal;
            if is_keyword {
                kwd_attrs.push(self.ident(token));
                kwd_patterns.push(argument);
            } else if !kwd_attrs.is_empty() {
                let span = self.ast.span(argument);
                return Err(self.error("positional patterns follow keyword patterns", span));
            } else {
                patterns.push(argument);
            }
            token = self.after_comma(token, pair.end);
        }
        let patterns = self.ast.add_list(patterns);
        let kwd_patterns = self.ast.add_list(kwd_patterns);
        let kind = NodeKind::MatchClass { cls, patterns, kwd_attrs: kwd_attrs.into(), kwd_patterns };
        Ok(self.add_pattern(pair, kind))
    }

    /// The token after the next comma outside of brackets.
    fn after_comma(&self, from: usize, end: usize) -> usize {
        let mut depth = 0_u32;
        for token in from..end {
            match self.kind(token) {
                Kind::Lpar | Kind::Lsqb | Kind::Lbrace => depth += 1,
                Kind::Rpar | Kind::Rsqb | Kind::Rbrace => depth = depth.saturating_sub(1),
                Kind::Comma if depth == 0 => return token + 1,
                _ => {}
            }
        }
        end
    }

    fn pattern_parts(&mut self, pair: Pair) -> Build {
        let parts: Vec<NodeId> = self.nodes(pair).collect();
        Ok(Value::List(self.ast.add_list(parts)))
    }

    fn mapping_pattern(&mut self, pair: Pair) -> Build<NodeId> {
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        for index in 0..self.count(pair) {
            let Some(item) = self.child(pair, index) else { continue };
            let Value::List(list) = item.value else { return Err(self.broken(pair)) };
            if rest.is_some() {
                return Err(self.error("invalid syntax", self.token_span(item.first)));
            }
            match *self.ast.list(list) {
                [key, pattern] => {
                    keys.push(self.key_value(key));
                    patterns.push(pattern);
                }
                _ => rest = Some(item.first + 1),
            }
        }
        let rest = match rest {
            Some(token) if self.text(token) == "_" => {
                return Err(self.error("invalid syntax", self.token_span(token)));
            }
            rest => rest.map(|token| self.ident(token)),
        };
        let (keys, patterns) = (self.ast.add_list(keys), self.ast.add_list(patterns));
        Ok(self.add_pattern(pair, NodeKind::MatchMapping { keys, patterns, rest }))
    }

    /// The expression of a key that was read as a pattern.
    fn key_value(&mut self, key: NodeId) -> NodeId {
        let value = match self.ast.kind(key) {
            NodeKind::MatchValue { value } => return *value,
            NodeKind::MatchSingleton { value } => value.clone(),
            _ => return key,
        };
        self.ast.add(NodeKind::Constant { value, kind: None }, self.ast.span(key))
    }
}
