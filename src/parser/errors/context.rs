//! Where the grammar failed: the statement, the open brackets, and parsing of parts.
use super::super::builder::Builder;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{Kind, Tokens};
use crate::source::{Source, Span};
use ouroscope_grammar::pest::Parser as _;
use ouroscope_grammar::python::{Python, Rule};

/// What is open around the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LevelKind {
    /// The statement itself.
    Statement,
    Group,
    Call,
    List,
    Subscript,
    Brace,
    /// A replacement field of an f-string or t-string.
    Field,
    /// The format specifier of a field.
    Spec,
}

/// One open bracket, and where its contents start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub kind: LevelKind,
    /// The first token inside.
    pub start: usize,
}

/// The failure and what is around it.
pub(super) struct Context<'a> {
    pub source: &'a Source,
    pub tokens: &'a Tokens,
    /// The furthest token the grammar looked at.
    pub furthest: usize,
    /// The first token of the statement on the line that fails.
    pub statement: usize,
    /// The first token of the outermost statement that fails.
    pub block_start: usize,
    /// The statement, then the brackets open at the failure.
    pub levels: Vec<Level>,
}

impl<'a> Context<'a> {
    pub fn new(source: &'a Source, tokens: &'a Tokens, furthest: usize) -> Self {
        let mut context = Self { source, tokens, furthest, statement: 0, block_start: 0, levels: Vec::new() };
        context.statement = context.statement_start();
        context.block_start = context.outermost_start();
        context.levels = context.open_levels();
        context
    }

    pub fn kind(&self, token: usize) -> Kind {
        self.tokens
            .codes()
            .as_bytes()
            .get(token)
            .and_then(|&code| Kind::from_code(code))
            .unwrap_or(Kind::EndMarker)
    }

    pub fn text(&self, token: usize) -> &'a str {
        if token < self.tokens.significant_len() {
            self.source.slice(self.tokens.significant(token).span)
        } else {
            ""
        }
    }

    /// Where a token stands; layout at the end of the text counts as the end of its last line.
    pub fn span_at(&self, token: usize) -> Span {
        let end = self.source.text().len() as u32;
        let at_end = if self.source.text().ends_with('\n') { end - 1 } else { end };
        if token >= self.tokens.significant_len() {
            return Span::new(at_end, at_end);
        }
        let span = self.tokens.significant(token).span;
        if span.start == end { Span::new(at_end, at_end) } else { span }
    }

    /// The source of tokens `first..end`.
    pub fn span(&self, first: usize, end: usize) -> Span {
        self.span_at(first).to(self.span_at(end.max(first + 1) - 1))
    }

    pub fn error(&self, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(DiagnosticKind::SyntaxError, message, span)
    }

    /// Where `rule` ends when it starts at `first`, if it matches there.
    pub fn parse(&self, rule: Rule, first: usize) -> Option<usize> {
        let codes = self.tokens.codes().get(first..)?;
        let pair = Python::parse(rule, codes).ok()?.next()?;
        Some(first + pair.as_span().end())
    }

    /// The error of a bracket that is open where the text ends, if `rule` reads from `first` up to there.
    pub fn runs_out(&self, rule: Rule, first: usize) -> Option<Diagnostic> {
        let open = self.tokens.open_brackets.last()?;
        let codes = self.tokens.codes().get(first..)?;
        let end =
            self.parse(rule, first).map(|end| end - first).or_else(|| super::furthest_code(codes, rule))?;
        (end >= codes.len()).then(|| super::never_closed(open.kind, open.span))
    }

    /// CPython's `bitwise_or`.
    pub fn arithmetic(&self, first: usize) -> Option<usize> {
        if self.kind(first) == Kind::Star { None } else { self.parse(Rule::target, first) }
    }

    pub fn disjunction(&self, first: usize) -> Option<usize> {
        self.parse(Rule::plain_disjunction, first)
    }

    pub fn expression(&self, first: usize) -> Option<usize> {
        self.parse(Rule::expr, first)
    }

    /// What messages call the expression that `rule` matches at `first`, and its own span (without parentheses).
    pub fn name_of(&self, rule: Rule, first: usize) -> Option<(&'static str, Span)> {
        let codes = self.tokens.codes().get(first..)?;
        let pairs = Python::parse(rule, codes).ok()?;
        Builder::new(self.source, self.tokens).name_of_part(pairs, first)
    }

    /// The error of the first part of the expression that is no target.
    pub fn target_error(&self, rule: Rule, first: usize, delete: bool) -> Option<Diagnostic> {
        let codes = self.tokens.codes().get(first..)?;
        let pairs = Python::parse(rule, codes).ok()?;
        Builder::new(self.source, self.tokens).target_error_of_part(pairs, first, delete)
    }

    /// The first token after the layout before the failure; a `;` or a header's `:` starts a statement too.
    fn statement_start(&self) -> usize {
        let mut depth = 0_u32;
        let mut token = self.furthest.min(self.tokens.significant_len());
        while token > 0 {
            match self.kind(token - 1) {
                Kind::Newline | Kind::Indent | Kind::Dedent => break,
                Kind::Semi if depth == 0 => break,
                Kind::Rpar | Kind::Rsqb | Kind::Rbrace => depth += 1,
                Kind::Lpar | Kind::Lsqb | Kind::Lbrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            token -= 1;
        }
        token
    }

    /// The last line that starts at the outermost level at or before the failure.
    fn outermost_start(&self) -> usize {
        let (mut depth, mut start) = (0_u32, 0);
        let mut at_start = true;
        for token in 0..(self.furthest + 1).min(self.tokens.significant_len()) {
            match self.kind(token) {
                Kind::Indent => depth += 1,
                Kind::Dedent => depth = depth.saturating_sub(1),
                kind => {
                    // `else` and its like go on with the statement before them.
                    let goes_on = matches!(kind, Kind::Else | Kind::Elif | Kind::Except | Kind::Finally);
                    let decorated = token > 0 && self.follows_decorator(token);
                    if at_start && depth == 0 && !goes_on && !decorated {
                        start = token;
                    }
                    at_start = kind == Kind::Newline;
                }
            }
        }
        start
    }

    fn follows_decorator(&self, token: usize) -> bool {
        let mut at = token - 1;
        while at > 0 && !matches!(self.kind(at - 1), Kind::Newline | Kind::Indent | Kind::Dedent) {
            at -= 1;
        }
        self.kind(at) == Kind::At
    }

    fn open_levels(&self) -> Vec<Level> {
        let mut levels = vec![Level { kind: LevelKind::Statement, start: self.statement }];
        let mut texts = Vec::new();
        for token in self.statement..self.furthest.min(self.tokens.significant_len()) {
            let depth = levels.len();
            // Directly inside an f-string's text or a format specifier, a brace opens a field.
            let in_text = texts.last() == Some(&depth)
                || levels.last().is_some_and(|level| level.kind == LevelKind::Spec);
            let top = levels.last().map_or(LevelKind::Statement, |level| level.kind);
            let kind = match self.kind(token) {
                Kind::FStringStart | Kind::TStringStart => {
                    texts.push(depth);
                    continue;
                }
                Kind::FStringEnd | Kind::TStringEnd => {
                    texts.pop();
                    continue;
                }
                Kind::Rbrace if top == LevelKind::Spec => {
                    levels.truncate(depth.saturating_sub(2).max(1));
                    continue;
                }
                Kind::Rpar | Kind::Rsqb | Kind::Rbrace => {
                    levels.truncate((depth - 1).max(1));
                    continue;
                }
                Kind::Colon if top == LevelKind::Field => LevelKind::Spec,
                Kind::Lbrace if in_text => LevelKind::Field,
                Kind::Lbrace => LevelKind::Brace,
                Kind::Lpar if self.ends_operand(token) => LevelKind::Call,
                Kind::Lpar => LevelKind::Group,
                Kind::Lsqb if self.ends_operand(token) => LevelKind::Subscript,
                Kind::Lsqb => LevelKind::List,
                _ => continue,
            };
            levels.push(Level { kind, start: token + 1 });
        }
        levels
    }

    /// Whether `>` at `token` ends a `<>`.
    pub fn is_unequal(&self, token: usize) -> bool {
        token > 0
            && self.kind(token - 1) == Kind::Less
            && self.span_at(token - 1).end == self.span_at(token).start
    }

    /// Whether the token before `token` ends an operand, so that a bracket after it is a call or a subscript.
    pub fn ends_operand(&self, token: usize) -> bool {
        if token == self.statement {
            return false;
        }
        let before = self.kind(token - 1);
        before <= Kind::String && !matches!(before, Kind::FStringStart)
            || matches!(before, Kind::Rpar | Kind::Rsqb | Kind::Rbrace | Kind::FStringEnd | Kind::TStringEnd)
    }

    /// The letter that messages put before `-string`, for the f-string or t-string around the failure.
    pub fn string_letter(&self) -> char {
        let mut depth = 0_u32;
        for token in (0..self.furthest.min(self.tokens.significant_len())).rev() {
            match self.kind(token) {
                Kind::FStringEnd | Kind::TStringEnd => depth += 1,
                Kind::FStringStart | Kind::TStringStart if depth > 0 => depth -= 1,
                Kind::TStringStart => return 't',
                Kind::FStringStart => return 'f',
                _ => {}
            }
        }
        'f'
    }

    /// The tokens of a level, from `start` to the failure, that no deeper bracket holds.
    pub fn shallow(&self, start: usize) -> Vec<usize> {
        let mut depth = 0_u32;
        let mut out = Vec::new();
        for token in start..self.furthest.min(self.tokens.significant_len()) {
            match self.kind(token) {
                Kind::Rpar | Kind::Rsqb | Kind::Rbrace => depth = depth.saturating_sub(1),
                Kind::FStringEnd | Kind::TStringEnd => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                out.push(token);
            }
            match self.kind(token) {
                Kind::Lpar | Kind::Lsqb | Kind::Lbrace | Kind::FStringStart | Kind::TStringStart => {
                    depth += 1
                }
                _ => {}
            }
        }
        out
    }
}
