//! The builder: pest's events in, nodes out, with a stack of its own.
use crate::ast::{Ast, ExprContext, NodeId, NodeKind, NodeList};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::fast_hash::FastMap;
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};
use crate::unicode::{self, UnicodeFacts};
use ouroscope_grammar::pest::Token as Event;
use ouroscope_grammar::pest::iterators::Pairs;
use ouroscope_grammar::python::Rule;
use std::rc::Rc;

/// What a pair became.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    /// Its parent reads the tokens itself.
    Tokens,
    Node(NodeId),
    List(NodeList),
    Call {
        args: NodeList,
        keywords: NodeList,
    },
}

/// A pair that is built, and the tokens it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub rule: Rule,
    /// Its first token.
    pub first: usize,
    /// The token after its last.
    pub end: usize,
    pub value: Value,
}

/// A pair being built: its tokens, and where its children start on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub rule: Rule,
    pub first: usize,
    pub end: usize,
    pub children: usize,
}

/// An f-string, t-string or format specifier that is open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenText {
    pub template: bool,
    pub raw: bool,
    pub spec: bool,
}

pub(super) type Build<T = Value> = Result<T, Diagnostic>;

pub(super) struct Builder<'a> {
    pub source: &'a Source,
    pub facts: &'a dyn UnicodeFacts,
    pub tokens: &'a Tokens,
    pub ast: Ast,
    /// Built pairs whose parent is still open.
    pub items: Vec<Item>,
    names: FastMap<&'a str, Rc<str>>,
    open_texts: Vec<OpenText>,
    pub operators: super::expressions::Operators,
}

impl<'a> Builder<'a> {
    pub fn with(source: &'a Source, tokens: &'a Tokens, facts: &'a dyn UnicodeFacts) -> Self {
        Self {
            source,
            facts,
            tokens,
            ast: Ast::default(),
            items: Vec::new(),
            names: FastMap::default(),
            open_texts: Vec::new(),
            operators: super::expressions::Operators::default(),
        }
    }

    pub fn build(mut self, pairs: Pairs<'_, Rule>) -> Build<Ast> {
        self.normalize_identifiers()?;
        if let Some(root) = self.build_part(pairs, 0)? {
            self.ast.set_root(root);
        }
        Ok(self.ast)
    }

    /// Builds what the grammar read from token `base` on.
    fn build_part(&mut self, pairs: Pairs<'_, Rule>, base: usize) -> Build<Option<NodeId>> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        for event in pairs.tokens() {
            match event {
                Event::Start { rule, pos } => {
                    self.open_text(rule, base + pos.pos());
                    open.push((base + pos.pos(), self.items.len()));
                }
                Event::End { rule: Rule::EOI, .. } => {
                    open.pop();
                }
                Event::End { rule, pos } => {
                    let (first, children) = open.pop().unwrap_or_default();
                    let pair = Pair { rule, first, end: base + pos.pos(), children };
                    let value = self.pair(pair)?;
                    if is_text(rule) {
                        self.open_texts.pop();
                    }
                    self.items.truncate(children);
                    self.items.push(Item { rule, first, end: pair.end, value });
                }
            }
        }
        Ok(match self.items.pop() {
            Some(Item { value: Value::Node(node), .. }) => Some(node),
            _ => None,
        })
    }

    fn open_text(&mut self, rule: Rule, token: usize) {
        if rule == Rule::format_spec {
            self.open_texts.push(OpenText { spec: true, ..self.text_around() });
        } else if is_text(rule) {
            let raw = self.text(token).contains(['r', 'R']);
            self.open_texts.push(OpenText { template: rule == Rule::tstring, raw, spec: false });
        }
    }

    /// The innermost open f-string, t-string or format specifier.
    pub fn text_around(&self) -> OpenText {
        self.open_texts.last().copied().unwrap_or_default()
    }

    fn pair(&mut self, pair: Pair) -> Build {
        match pair.rule {
            Rule::file | Rule::interactive | Rule::eval | Rule::func_type | Rule::block => {
                self.block_or_root(pair)
            }
            Rule::expr_stmt | Rule::keyword_stmt | Rule::type_alias => self.simple_statement(pair),
            Rule::dotted_as | Rule::import_star | Rule::as_name => self.imported_name(pair),
            Rule::if_stmt
            | Rule::elif
            | Rule::while_stmt
            | Rule::for_stmt
            | Rule::with_stmt
            | Rule::with_item
            | Rule::try_stmt
            | Rule::except_block
            | Rule::else_block
            | Rule::finally_block
            | Rule::match_stmt
            | Rule::case_block => self.compound(pair),
            Rule::decorated
            | Rule::function_def
            | Rule::class_def
            | Rule::params
            | Rule::param
            | Rule::lambda_params
            | Rule::lambda_param
            | Rule::type_params
            | Rule::type_param
            | Rule::lambda => self.function(pair),
            Rule::patterns
            | Rule::pattern
            | Rule::star_pattern
            | Rule::literal_pattern
            | Rule::name_pattern
            | Rule::class_args
            | Rule::keyword_pattern
            | Rule::group_pattern
            | Rule::list_pattern
            | Rule::mapping_pattern
            | Rule::mapping_item
            | Rule::key_name => self.pattern(pair),
            Rule::paren | Rule::list | Rule::brace | Rule::comp_for => self.display(pair),
            Rule::call
            | Rule::keyword
            | Rule::star_argument
            | Rule::double_star_argument
            | Rule::subscript
            | Rule::index => self.argument(pair),
            Rule::strings | Rule::fstring | Rule::tstring | Rule::field | Rule::format_spec => {
                self.string(pair)
            }
            Rule::lone | Rule::leaf => self.lone_atom(pair),
            // A wrapper of one child.
            Rule::annotation | Rule::star_annotation | Rule::returns | Rule::guard | Rule::decorator => {
                Ok(self.items[pair.children].value)
            }
            _ => self.expression(pair),
        }
    }

    // Reading the pair's children and tokens.

    pub fn count(&self, pair: Pair) -> usize {
        self.items.len() - pair.children
    }

    pub fn child(&self, pair: Pair, index: usize) -> Option<Item> {
        self.items.get(pair.children + index).copied()
    }

    /// The children's nodes, in order; a child that is a list or plain tokens is left out.
    pub fn nodes(&self, pair: Pair) -> impl Iterator<Item = NodeId> + '_ {
        self.items[pair.children..].iter().filter_map(|item| match item.value {
            Value::Node(id) => Some(id),
            _ => None,
        })
    }

    /// The node of child `index`.
    pub fn node(&self, pair: Pair, index: usize) -> Build<NodeId> {
        match self.child(pair, index) {
            Some(Item { value: Value::Node(id), .. }) => Ok(id),
            _ => Err(self.broken(pair)),
        }
    }

    /// The first child made by `rule`.
    pub fn find(&self, pair: Pair, rule: Rule) -> Option<Item> {
        self.items[pair.children..].iter().find(|item| item.rule == rule).copied()
    }

    pub fn find_node(&self, pair: Pair, rule: Rule) -> Option<NodeId> {
        match self.find(pair, rule)?.value {
            Value::Node(id) => Some(id),
            _ => None,
        }
    }

    pub fn find_list(&self, pair: Pair, rule: Rule) -> NodeList {
        match self.find(pair, rule) {
            Some(Item { value: Value::List(list), .. }) => list,
            _ => NodeList::default(),
        }
    }

    pub fn kind(&self, token: usize) -> Kind {
        self.tokens
            .codes()
            .as_bytes()
            .get(token)
            .and_then(|&code| Kind::from_code(code))
            .unwrap_or(Kind::EndMarker)
    }

    pub fn token_span(&self, token: usize) -> Span {
        self.tokens.significant(token).span
    }

    pub fn text(&self, token: usize) -> &'a str {
        self.source.slice(self.token_span(token))
    }

    /// The source text of tokens `first..end`.
    pub fn span(&self, first: usize, end: usize) -> Span {
        self.token_span(first).to(self.token_span(end - 1))
    }

    /// As [`Self::span`], up to the last token that is not layout: where CPython ends a statement.
    pub fn statement_span(&self, first: usize, end: usize) -> Span {
        let is_layout = |kind| matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent | Kind::EndMarker);
        let last = (first + 1..end).rev().find(|&token| !is_layout(self.kind(token))).unwrap_or(first);
        self.span(first, last + 1)
    }

    /// The identifier at `token`, as [`Self::normalize_identifiers`] left it.
    pub fn ident(&mut self, token: usize) -> Rc<str> {
        let text = self.text(token);
        Rc::clone(self.names.entry(text).or_insert_with(|| text.into()))
    }

    /// Looks up the NFKC form of the identifiers that are not in it (PEP 3131).
    fn normalize_identifiers(&mut self) -> Build<()> {
        if self.source.text().is_ascii() {
            return Ok(());
        }
        for token in 0..self.tokens.significant_len() {
            let text = self.text(token);
            if self.kind(token) == Kind::Name && text.chars().any(unicode::may_normalize) {
                let Some(normal) = self.facts.nfkc(text) else {
                    let what = "identifiers that Unicode normalisation (NFKC) changes";
                    return Err(Diagnostic::unsupported(what, self.token_span(token)));
                };
                self.names.insert(text, normal.into());
            }
        }
        Ok(())
    }

    pub fn name(&mut self, token: usize, ctx: ExprContext) -> NodeId {
        let id = self.ident(token);
        self.ast.add(NodeKind::Name { id, ctx }, self.token_span(token))
    }

    pub fn error(&self, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(DiagnosticKind::SyntaxError, message, span)
    }

    /// The grammar gave a pair that its builder does not expect: a fault of ours, reported rather than a panic.
    pub fn broken(&self, pair: Pair) -> Diagnostic {
        let span = self.statement_span(pair.first, pair.end.max(pair.first + 1));
        Diagnostic::unsupported(format!("this form of {:?}", pair.rule), span)
    }
}

fn is_text(rule: Rule) -> bool {
    matches!(rule, Rule::fstring | Rule::tstring | Rule::format_spec)
}
