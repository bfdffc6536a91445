//! Runs the program of `rules.rs` over the tokens.
use super::rules::{Action, GRAMMAR, Grammar, Op};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};
use crate::unicode::UnicodeFacts;
use std::cell::OnceCell;

/// What an item of an alternative became: a token, a node, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value(u32);

/// The bit that tells a token from a node.
const TOKEN: u32 = 1 << 31;

impl Value {
    pub const NOTHING: Self = Self(TOKEN - 1);
    /// Where a sequence of values begins.
    const OPEN: Self = Self(TOKEN - 2);

    pub const fn token(index: usize) -> Self {
        Self(index as u32 | TOKEN)
    }

    pub fn as_token(self) -> Option<usize> {
        (self.0 & TOKEN != 0).then_some((self.0 & !TOKEN) as usize)
    }

    fn as_node(self) -> Option<usize> {
        (self.0 < Self::OPEN.0).then_some(self.0 as usize)
    }
}

/// Part of the tree, as much of it as the messages need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// What messages call it; empty for a group of values.
    pub name: &'static str,
    pub first: u32,
    /// The token after its last.
    pub end: u32,
    /// Its children's place in `Machine::children`.
    children: (u32, u32),
}

/// Why a run ended early.
#[derive(Debug)]
pub(super) enum Stop {
    Error(Diagnostic),
    /// It looked past the tokens that the tokenizer made before its error.
    NoToken,
}

pub(super) type Run<T> = Result<T, Stop>;

#[derive(Clone, Copy, Debug)]
enum Entry {
    Choice { step: u32, mark: u32, values: u32 },
    Call { back: u32, rule: u16, start: u32, plain: bool },
}

#[derive(Clone, Copy, Debug)]
struct Memo {
    rule: u16,
    /// The token after the match; `u32::MAX` if there was none.
    end: u32,
    value: Value,
    /// The next result at the same token, from 1; 0 for none.
    next: u32,
}

pub(super) struct Machine<'a> {
    pub source: &'a Source,
    pub tokens: &'a Tokens,
    pub facts: &'a dyn UnicodeFacts,
    grammar: &'static Grammar,
    /// Whether `invalid_` rules are tried.
    second_pass: bool,
    plain: bool,
    /// How many tokens were looked at.
    pub fill: usize,
    /// The line of the last compound statement that parsed (`last_stmt_location` of CPython's parser).
    pub last_compound: u32,
    pub mark: usize,
    nodes: Vec<Node>,
    children: Vec<Value>,
    values: Vec<Value>,
    stack: Vec<Entry>,
    memos: Vec<Memo>,
    /// The first of each token's memos, from 1.
    heads: Vec<u32>,
    /// The token that `heads` starts at.
    base: usize,
    /// How many brackets are open after each token, once that was asked.
    pub levels: OnceCell<Vec<u32>>,
}

impl<'a> Machine<'a> {
    pub fn new(source: &'a Source, tokens: &'a Tokens, facts: &'a dyn UnicodeFacts) -> Self {
        Self {
            source,
            tokens,
            facts,
            grammar: &GRAMMAR,
            second_pass: false,
            plain: false,
            fill: 0,
            last_compound: 0,
            mark: 0,
            nodes: Vec::new(),
            children: Vec::new(),
            values: Vec::new(),
            stack: Vec::new(),
            memos: Vec::new(),
            heads: Vec::new(),
            base: 0,
            levels: OnceCell::new(),
        }
    }

    pub fn begin_second_pass(&mut self) {
        self.second_pass = true;
    }

    pub fn kind(&self, token: usize) -> Kind {
        let code = self.tokens.codes().as_bytes().get(token);
        code.and_then(|&code| Kind::from_code(code)).unwrap_or(Kind::EndMarker)
    }

    pub fn text(&self, token: usize) -> &'a str {
        if token < self.tokens.significant_len() {
            self.source.slice(self.tokens.significant(token).span)
        } else {
            ""
        }
    }

    /// Where `rule` ends if it matches at token `start`. What was kept of the run before is forgotten.
    pub fn run(&mut self, rule: &str, start: usize) -> Run<Option<usize>> {
        self.nodes.clear();
        self.children.clear();
        self.values.clear();
        self.stack.clear();
        self.memos.clear();
        self.heads.clear();
        self.base = start;
        self.mark = start;
        let rule = self.grammar.rule(rule);
        self.stack.push(Entry::Call { back: 0, rule, start: start as u32, plain: false });
        self.touch()?;
        self.steps(self.grammar.rules[usize::from(rule)].start)
    }

    fn steps(&mut self, first: u32) -> Run<Option<usize>> {
        let mut step = first;
        loop {
            let next = self.step(step)?;
            step = match next {
                Some(next) => next,
                None => match self.fail() {
                    Some(next) => next,
                    None => return Ok(None),
                },
            };
            if self.stack.is_empty() {
                return Ok(Some(self.mark));
            }
        }
    }

    /// The next step; `None` on failure.
    fn step(&mut self, at: u32) -> Run<Option<u32>> {
        match self.grammar.ops[at as usize] {
            Op::Token(low, high) => {
                self.touch()?;
                let code =
                    self.tokens.codes().as_bytes().get(self.mark).copied().unwrap_or(Kind::EndMarker.code());
                if code < low || code > high {
                    return Ok(None);
                }
                if low == Kind::Number.code() {
                    self.check_number()?;
                }
                self.take_token();
            }
            Op::Soft(text) => {
                self.touch()?;
                if !self.kind(self.mark).is_name() || self.text(self.mark) != text {
                    return Ok(None);
                }
                self.take_token();
            }
            Op::AnySoft => {
                self.touch()?;
                let soft = matches!(self.kind(self.mark), Kind::Match | Kind::Case | Kind::Type);
                if !soft && self.text(self.mark) != "_" {
                    return Ok(None);
                }
                self.take_token();
            }
            Op::Forced(kind) => {
                self.touch()?;
                if self.kind(self.mark) != kind {
                    let message = format!("expected '{}'", kind.text());
                    return Err(Stop::Error(self.at_token(DiagnosticKind::SyntaxError, message, self.mark)));
                }
                self.take_token();
            }
            Op::CallInvalid(_) if !self.second_pass || self.plain => return Ok(None),
            Op::Call(rule) | Op::CallInvalid(rule) => return self.call(rule, at + 1),
            Op::Return => return Ok(Some(self.end_call())),
            Op::Choice(step) => {
                let (mark, values) = (self.mark as u32, self.values.len() as u32);
                self.stack.push(Entry::Choice { step, mark, values });
            }
            Op::Jump(step) => return Ok(Some(step)),
            Op::Commit(step) => {
                self.stack.pop();
                return Ok(Some(step));
            }
            Op::BackCommit(step) => {
                self.back_to_choice();
                return Ok(Some(step));
            }
            Op::FailTwice => {
                self.stack.pop();
                return Ok(None);
            }
            Op::Fail => return Ok(None),
            Op::Cut => {
                if let Some(Entry::Choice { step, .. }) = self.stack.last_mut() {
                    *step = 0;
                }
            }
            Op::Nothing => self.values.push(Value::NOTHING),
            Op::Drop => {
                self.values.pop();
            }
            Op::Open => self.values.push(Value::OPEN),
            Op::Close => self.close(),
            Op::Reduce(count, reduction) => {
                return Ok(self.reduce(usize::from(count), reduction)?.then_some(at + 1));
            }
        }
        Ok(Some(at + 1))
    }

    /// Looks at the token at the mark.
    fn touch(&mut self) -> Run<()> {
        if self.mark >= self.fill {
            if self.mark >= self.tokens.significant_len() && !self.at_end_marker() {
                return Err(Stop::NoToken);
            }
            self.fill = self.mark + 1;
        }
        Ok(())
    }

    /// Whether the tokens go on to the end of the text.
    fn at_end_marker(&self) -> bool {
        let last = self.tokens.significant_len().checked_sub(1);
        last.is_some_and(|last| self.kind(last) == Kind::EndMarker)
    }

    pub fn look_at_next(&mut self) -> Run<()> {
        self.touch()
    }

    fn take_token(&mut self) {
        self.values.push(Value::token(self.mark));
        self.mark += 1;
    }

    fn call(&mut self, rule: u16, back: u32) -> Run<Option<u32>> {
        let info = self.grammar.rules[usize::from(rule)];
        self.touch()?;
        if info.memo
            && let Some(memo) = self.remembered(rule)
        {
            if memo.end == u32::MAX {
                return Ok(None);
            }
            self.mark = memo.end as usize;
            self.values.push(memo.value);
            return Ok(Some(back));
        }
        self.stack.push(Entry::Call { back, rule, start: self.mark as u32, plain: self.plain });
        self.plain |= info.plain;
        Ok(Some(info.start))
    }

    fn end_call(&mut self) -> u32 {
        match self.stack.pop() {
            Some(Entry::Call { back, rule, start, plain }) => {
                self.plain = plain;
                let value = self.values.last().copied().unwrap_or(Value::NOTHING);
                self.remember(rule, start, self.mark as u32, value);
                back
            }
            _ => 0,
        }
    }

    /// Back to the last choice; `None` if there is none.
    fn fail(&mut self) -> Option<u32> {
        loop {
            match self.stack.pop()? {
                Entry::Choice { step, mark, values } => {
                    self.mark = mark as usize;
                    self.values.truncate(values as usize);
                    return Some(step);
                }
                Entry::Call { rule, start, plain, .. } => {
                    self.plain = plain;
                    self.remember(rule, start, u32::MAX, Value::NOTHING);
                }
            }
        }
    }

    fn back_to_choice(&mut self) {
        if let Some(Entry::Choice { mark, values, .. }) = self.stack.pop() {
            self.mark = mark as usize;
            self.values.truncate(values as usize);
        }
    }

    fn remembered(&self, rule: u16) -> Option<Memo> {
        let mut at = *self.heads.get(self.mark - self.base)?;
        while at > 0 {
            let memo = *self.memos.get(at as usize - 1)?;
            if memo.rule == rule {
                return Some(memo);
            }
            at = memo.next;
        }
        None
    }

    fn remember(&mut self, rule: u16, start: u32, end: u32, value: Value) {
        if !self.grammar.rules[usize::from(rule)].memo {
            return;
        }
        let token = start as usize - self.base;
        if token >= self.heads.len() {
            self.heads.resize(token + 1, 0);
        }
        self.memos.push(Memo { rule, end, value, next: self.heads[token] });
        self.heads[token] = self.memos.len() as u32;
    }

    fn close(&mut self) {
        let open = self.values.iter().rposition(|&value| value == Value::OPEN).unwrap_or(0);
        let first = self.children.len() as u32;
        self.children.extend(self.values.drain(open..).skip(1));
        let value = self.add("", first);
        self.values.push(value);
    }

    /// A node over the children from `first_child` on, from where its alternative began.
    fn add(&mut self, name: &'static str, first_child: u32) -> Value {
        let first = match self.stack.last() {
            Some(Entry::Choice { mark, .. }) => *mark,
            Some(Entry::Call { start, .. }) => *start,
            None => self.base as u32,
        };
        let children = (first_child, self.children.len() as u32);
        self.nodes.push(Node { name, first, end: self.mark as u32, children });
        Value(self.nodes.len() as u32 - 1)
    }

    /// False if the action makes the alternative fail.
    fn reduce(&mut self, count: usize, reduction: u16) -> Run<bool> {
        let at = self.values.len() - count;
        let reduction = &self.grammar.reductions[usize::from(reduction)];
        let value = match reduction.action {
            Action::Pass(item) => self.values[at + usize::from(item)],
            Action::Node(name) => self.node_of(at, name),
            _ => match self.act(at, reduction)? {
                Some(value) => value,
                None => return Ok(false),
            },
        };
        self.values.truncate(at);
        self.values.push(value);
        Ok(true)
    }

    /// A node over the values from `at` on.
    pub fn node_of(&mut self, at: usize, name: &'static str) -> Value {
        let first = self.children.len() as u32;
        self.children.extend_from_slice(&self.values[at..]);
        self.add(name, first)
    }

    // Reading values.

    pub fn value(&self, at: usize) -> Value {
        self.values.get(at).copied().unwrap_or(Value::NOTHING)
    }

    pub fn node(&self, value: Value) -> Option<Node> {
        self.nodes.get(value.as_node()?).copied()
    }

    pub fn children(&self, value: Value) -> &[Value] {
        self.node(value)
            .map_or(&[], |node| &self.children[node.children.0 as usize..node.children.1 as usize])
    }

    /// What messages call a value; empty for punctuation and groups.
    pub fn name(&self, value: Value) -> &'static str {
        if let Some(node) = self.node(value) {
            return node.name;
        }
        match value.as_token().map(|token| self.kind(token)) {
            Some(Kind::Name | Kind::Match | Kind::Case | Kind::Type) => "name",
            Some(Kind::Number | Kind::String) => "literal",
            Some(kind @ (Kind::True | Kind::False | Kind::None)) => kind.text(),
            _ => "",
        }
    }

    /// A value's first token and the token after its last.
    pub fn range(&self, value: Value) -> (usize, usize) {
        match (value.as_token(), self.node(value)) {
            (Some(token), _) => (token, token + 1),
            (None, Some(node)) => (node.first as usize, node.end as usize),
            _ => (self.mark, self.mark),
        }
    }

    pub fn span(&self, value: Value) -> Span {
        let (first, end) = self.range(value);
        self.token_span(first).to(self.token_span(end.max(first + 1) - 1))
    }

    /// Where a token stands; layout at the end of the text counts as the end of its last line.
    pub fn token_span(&self, token: usize) -> Span {
        let text = self.source.text();
        let end = text.len() as u32;
        let at_end = if text.ends_with('\n') { end - 1 } else { end };
        if token >= self.tokens.significant_len() {
            return Span::new(at_end, at_end);
        }
        let span = self.tokens.significant(token).span;
        if self.kind(token) == Kind::Newline {
            // With a comment before it, CPython's starts there.
            let comment = self.tokens.comment_before(token);
            return Span::new(comment.map_or(span.start.min(at_end), |comment| comment.start), span.end);
        }
        if span.start == end { Span::new(at_end, at_end) } else { span }
    }

    /// An error at a token. Layout has no column of its own: CPython takes the tokenizer's, counted from 0, for one
    /// counted from 1.
    pub fn at_token(&self, kind: DiagnosticKind, message: impl Into<String>, token: usize) -> Diagnostic {
        let span = self.token_span(token);
        let error = Diagnostic::new(kind, message, span);
        match self.kind(token) {
            Kind::EndMarker => Diagnostic { has_column: false, ..error },
            Kind::Indent | Kind::Dedent => {
                let at = self.tokens.significant(token).span.end;
                let line_start = self.source.lines().line_start(self.source.lines().line_of(span.start));
                let is_inside = at > line_start && at < self.source.text().len() as u32;
                let span = if is_inside { Span::new(at - 1, at) } else { span };
                Diagnostic { span, has_column: is_inside, ..error }
            }
            _ => error,
        }
    }

    /// Whether only layout is left from a token on.
    pub fn is_layout_from(&self, token: usize) -> bool {
        (token..self.tokens.significant_len())
            .all(|token| matches!(self.kind(token), Kind::Dedent | Kind::EndMarker))
    }

    /// The last token that was looked at.
    pub fn last_token(&self) -> usize {
        self.fill.saturating_sub(1)
    }

    pub fn error(&self, message: impl Into<String>, span: Span) -> Stop {
        Stop::Error(Diagnostic::new(DiagnosticKind::SyntaxError, message, span))
    }
}
