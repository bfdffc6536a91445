//! `grammar.peg` read into a program for `machine.rs`.
//!
//! The program backtracks explicitly, as LPeg's virtual machine does ("A Text Pattern-Matching Tool based on Parsing
//! Expression Grammars", Ierusalimschy 2009), so that a deep source takes no stack of ours.
use crate::lexer::Kind;
use ouroscope_grammar::tokens;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The grammar, read once.
pub(super) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::read(include_str!("grammar.peg")));

/// One step of the program. Each item of a sequence leaves one value on the stack of values.
#[derive(Clone, Copy, Debug)]
pub(super) enum Op {
    /// Takes a token whose kind's code is in the range.
    Token(u8, u8),
    /// Takes a name with this text.
    Soft(&'static str),
    /// Takes any soft keyword.
    AnySoft,
    /// As [`Op::Token`], but anything else is an error.
    Forced(Kind),
    Call(u16),
    /// A call of an `invalid_` rule that is an alternative of its own: it fails where no mistakes are looked for.
    CallInvalid(u16),
    Return,
    /// On failure, go on there.
    Choice(u32),
    Jump(u32),
    /// Forgets the last choice and goes on there.
    Commit(u32),
    /// As [`Op::Commit`], back at the choice's token and values: the end of a look ahead.
    BackCommit(u32),
    /// Forgets the last choice and fails: what must not follow did.
    FailTwice,
    Fail,
    /// The alternative's other choices are void: its rule fails if it does.
    Cut,
    /// Leaves the value of nothing.
    Nothing,
    /// Drops a separator's value.
    Drop,
    /// Opens a sequence of values, which `Close` makes one.
    Open,
    Close,
    /// Makes one value of the last so many.
    Reduce(u8, u16),
}

/// Which part of an item's value an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    First,
    Last,
}

/// An item of the alternative, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ItemRef {
    pub item: u8,
    pub part: Part,
}

/// Where an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Range(ItemRef, ItemRef),
    /// From an item to where the tokenizer is.
    From(ItemRef),
    /// The last token read.
    LastToken,
    /// The token after the alternative.
    NextToken,
}

/// Actions that are more than a place and a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    Compound,
    Infix,
    Trailers,
    Real,
    Imaginary,
    Conversion,
    Text,
    Joined,
    String,
    Strings,
    GeneratorArgument,
    ArgumentOrder,
    Legacy,
    TypeParameter,
    Comma,
    Assign,
    Delete,
    ForTarget,
    MissingValue,
    Unequal,
}

const SPECIALS: [(&str, Special); 20] = [
    ("compound", Special::Compound),
    ("infix", Special::Infix),
    ("trailers", Special::Trailers),
    ("real", Special::Real),
    ("imaginary", Special::Imaginary),
    ("conversion", Special::Conversion),
    ("text", Special::Text),
    ("joined", Special::Joined),
    ("string", Special::String),
    ("strings", Special::Strings),
    ("generator_argument", Special::GeneratorArgument),
    ("argument_order", Special::ArgumentOrder),
    ("legacy", Special::Legacy),
    ("type_parameter", Special::TypeParameter),
    ("comma", Special::Comma),
    ("assign", Special::Assign),
    ("delete", Special::Delete),
    ("for_target", Special::ForTarget),
    ("missing_value", Special::MissingValue),
    ("unequal", Special::Unequal),
];

/// What an alternative that matched does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// A node over all items, with this name in messages; without one it is only a group of values.
    Node(&'static str),
    /// The value of an item.
    Pass(u8),
    Error(Place, &'static str),
    Indentation(&'static str),
    Special(Special, u8, u8),
}

/// An alternative's labels and the action that uses them.
#[derive(Clone, Debug)]
pub(super) struct Reduction {
    pub action: Action,
    /// The label's letter and the item's index.
    pub labels: Vec<(&'static str, u8)>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RuleInfo {
    pub start: u32,
    pub name: &'static str,
    pub memo: bool,
    /// No `invalid_` rule is tried inside.
    pub plain: bool,
}

#[derive(Debug, Default)]
pub(super) struct Grammar {
    pub ops: Vec<Op>,
    pub rules: Vec<RuleInfo>,
    pub reductions: Vec<Reduction>,
    by_name: HashMap<&'static str, u16>,
    /// What is wrong with the text of the grammar (nothing, as a test checks).
    pub problems: Vec<String>,
}

#[derive(Debug)]
enum Expr {
    Token(u8, u8),
    Soft(&'static str),
    AnySoft,
    Forced(Kind),
    Rule(u16),
    Alternatives(Vec<Sequence>),
    Optional(Box<Expr>),
    /// With whether one is needed.
    Many(Box<Expr>, bool),
    Separated(Box<Expr>, Box<Expr>),
    Ahead(Box<Expr>),
    Not(Box<Expr>),
    Cut,
}

#[derive(Debug)]
struct Sequence {
    items: Vec<Expr>,
    reduction: Option<Reduction>,
}

impl Grammar {
    pub fn rule(&self, name: &str) -> u16 {
        self.by_name.get(name).copied().unwrap_or_default()
    }

    fn read(text: &'static str) -> Self {
        // `~` makes its choice go on at the first step.
        let mut grammar = Self { ops: vec![Op::Fail], ..Self::default() };
        let mut reader = Reader { rest: text, grammar: &mut grammar };
        while reader.skip_to_rule() {
            reader.rule();
        }
        for rule in &grammar.rules {
            if rule.start == u32::MAX {
                grammar.problems.push(format!("no rule {}", rule.name));
            }
        }
        grammar
    }

    fn named(&mut self, name: &'static str) -> u16 {
        if let Some(&index) = self.by_name.get(name) {
            return index;
        }
        let index = self.rules.len() as u16;
        self.rules.push(RuleInfo { start: u32::MAX, name, ..RuleInfo::default() });
        self.by_name.insert(name, index);
        index
    }

    fn emit(&mut self, op: Op) -> usize {
        self.ops.push(op);
        self.ops.len() - 1
    }

    fn here(&self) -> u32 {
        self.ops.len() as u32
    }

    fn alternatives(&mut self, alternatives: Vec<Sequence>) {
        let mut ends = Vec::new();
        for sequence in alternatives {
            let choice = self.emit(Op::Choice(0));
            self.sequence(sequence);
            ends.push(self.emit(Op::Commit(0)));
            self.ops[choice] = Op::Choice(self.here());
        }
        self.emit(Op::Fail);
        let end = self.here();
        for commit in ends {
            self.ops[commit] = Op::Commit(end);
        }
    }

    fn sequence(&mut self, sequence: Sequence) {
        let count = sequence.items.len();
        if let [Expr::Rule(rule)] = sequence.items[..]
            && self.rules[usize::from(rule)].name.starts_with("invalid_")
        {
            self.emit(Op::CallInvalid(rule));
            return;
        }
        for item in sequence.items {
            self.expr(item);
        }
        let reduction = match sequence.reduction {
            None if count == 1 => return,
            None => Reduction { action: Action::Node(""), labels: Vec::new() },
            Some(reduction) => reduction,
        };
        let index = self.reductions.len() as u16;
        self.reductions.push(reduction);
        self.emit(Op::Reduce(count as u8, index));
    }

    fn expr(&mut self, expr: Expr) {
        match expr {
            Expr::Token(low, high) => {
                self.emit(Op::Token(low, high));
            }
            Expr::Soft(text) => {
                self.emit(Op::Soft(text));
            }
            Expr::AnySoft => {
                self.emit(Op::AnySoft);
            }
            Expr::Forced(kind) => {
                self.emit(Op::Forced(kind));
            }
            Expr::Rule(rule) => {
                self.emit(Op::Call(rule));
            }
            Expr::Cut => {
                self.emit(Op::Cut);
                self.emit(Op::Nothing);
            }
            Expr::Alternatives(alternatives) => self.alternatives(alternatives),
            Expr::Optional(inner) => {
                let choice = self.emit(Op::Choice(0));
                self.expr(*inner);
                let commit = self.emit(Op::Commit(0));
                self.ops[choice] = Op::Choice(self.here());
                self.emit(Op::Nothing);
                self.ops[commit] = Op::Commit(self.here());
            }
            Expr::Many(inner, at_least_one) => self.many(None, *inner, at_least_one),
            Expr::Separated(separator, inner) => self.many(Some(*separator), *inner, true),
            Expr::Ahead(inner) => {
                let choice = self.emit(Op::Choice(0));
                self.expr(*inner);
                let commit = self.emit(Op::BackCommit(0));
                self.ops[choice] = Op::Choice(self.here());
                self.emit(Op::Fail);
                self.ops[commit] = Op::BackCommit(self.here());
                self.emit(Op::Nothing);
            }
            Expr::Not(inner) => {
                let choice = self.emit(Op::Choice(0));
                self.expr(*inner);
                self.emit(Op::FailTwice);
                self.ops[choice] = Op::Choice(self.here());
                self.emit(Op::Nothing);
            }
        }
    }

    fn many(&mut self, separator: Option<Expr>, inner: Expr, at_least_one: bool) {
        self.emit(Op::Open);
        // The first is emitted twice if one is needed: as itself, and in the loop.
        let body = Emitted::new(self, inner);
        if at_least_one {
            body.repeat(self);
        }
        let again = self.here();
        let choice = self.emit(Op::Choice(0));
        if let Some(separator) = separator {
            self.expr(separator);
            self.emit(Op::Drop);
        }
        body.repeat(self);
        self.emit(Op::Commit(again));
        self.ops[choice] = Op::Choice(self.here());
        self.emit(Op::Close);
    }
}

/// The code of a loop's body: in line if it is one step, otherwise a rule of its own.
enum Emitted {
    Step(Op),
    Rule(u16),
}

impl Emitted {
    fn new(grammar: &mut Grammar, expr: Expr) -> Self {
        match expr {
            Expr::Token(low, high) => Self::Step(Op::Token(low, high)),
            Expr::Rule(rule) => Self::Rule(rule),
            other => {
                let index = grammar.rules.len() as u16;
                let jump = grammar.emit(Op::Jump(0));
                grammar.rules.push(RuleInfo { start: grammar.here(), ..RuleInfo::default() });
                grammar.expr(other);
                grammar.emit(Op::Return);
                grammar.ops[jump] = Op::Jump(grammar.here());
                Self::Rule(index)
            }
        }
    }

    fn repeat(&self, grammar: &mut Grammar) {
        match *self {
            Self::Step(op) => grammar.emit(op),
            Self::Rule(rule) => grammar.emit(Op::Call(rule)),
        };
    }
}

/// Reads the notation.
struct Reader<'g> {
    rest: &'static str,
    grammar: &'g mut Grammar,
}

impl Reader<'_> {
    /// To the next line that starts a rule; false at the end.
    fn skip_to_rule(&mut self) -> bool {
        while self.rest.starts_with(['\n', '#']) {
            let line = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
            self.rest = &self.rest[line..];
        }
        !self.rest.is_empty()
    }

    /// `name memo: alternatives`.
    fn rule(&mut self) {
        let Some((head, rest)) = self.rest.split_once(':') else {
            self.grammar.problems.push(format!("no rule at {:.20}", self.rest));
            self.rest = "";
            return;
        };
        self.rest = rest;
        let (name, option) = head.split_once(' ').unwrap_or((head, ""));
        let rule = usize::from(self.grammar.named(name));
        let alternatives = self.alternatives(true);
        let info = &mut self.grammar.rules[rule];
        (info.memo, info.plain, info.start) =
            (option == "memo", option == "plain", self.grammar.ops.len() as u32);
        self.grammar.alternatives(alternatives);
        self.grammar.emit(Op::Return);
    }

    /// Past blanks; in a rule also past a line's end if the rule goes on after it.
    fn blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches(' ');
            if !self.rest.starts_with("\n ") {
                return;
            }
            self.rest = &self.rest[1..];
        }
    }

    fn takes(&mut self, text: &str) -> bool {
        self.blanks();
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &'static str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn alternatives(&mut self, whole_rule: bool) -> Vec<Sequence> {
        self.takes("|");
        let mut alternatives = Vec::new();
        loop {
            alternatives.push(self.sequence(whole_rule));
            if !self.takes("|") {
                return alternatives;
            }
        }
    }

    fn sequence(&mut self, whole_rule: bool) -> Sequence {
        let mut items = Vec::new();
        let mut labels = Vec::new();
        loop {
            if self.takes("->") {
                let action = self.action(whole_rule, &labels);
                return Sequence { items, reduction: Some(Reduction { action, labels }) };
            }
            if self.rest.is_empty() || self.rest.starts_with(['\n', '|', ')', ']']) {
                return Sequence { items, reduction: None };
            }
            let bytes = self.rest.as_bytes();
            if bytes.get(1) == Some(&b'=') && bytes[0].is_ascii_lowercase() {
                labels.push((&self.rest[..1], items.len() as u8));
                self.rest = &self.rest[2..];
            }
            items.push(self.item());
        }
    }

    fn item(&mut self) -> Expr {
        if self.takes("~") {
            return Expr::Cut;
        }
        if self.takes("&&") {
            return match self.atom() {
                Expr::Token(code, _) => Expr::Forced(Kind::from_code(code).unwrap_or(Kind::ErrorToken)),
                other => other,
            };
        }
        if self.takes("&") {
            return Expr::Ahead(Box::new(self.item()));
        }
        if self.takes("!") {
            return Expr::Not(Box::new(self.item()));
        }
        let atom = self.atom();
        match self.rest.bytes().next() {
            Some(b'?') => self.postfix(Expr::Optional(Box::new(atom))),
            Some(b'*') => self.postfix(Expr::Many(Box::new(atom), false)),
            Some(b'+') => self.postfix(Expr::Many(Box::new(atom), true)),
            Some(b'.') => {
                self.rest = &self.rest[1..];
                let item = self.atom();
                self.postfix(Expr::Separated(Box::new(atom), Box::new(item)))
            }
            _ => atom,
        }
    }

    fn postfix(&mut self, expr: Expr) -> Expr {
        self.rest = self.rest.get(1..).unwrap_or_default();
        expr
    }

    fn atom(&mut self) -> Expr {
        if self.takes("(") {
            let alternatives = self.alternatives(false);
            self.takes(")");
            return Expr::Alternatives(alternatives);
        }
        if self.takes("[") {
            let alternatives = self.alternatives(false);
            self.takes("]");
            return Expr::Optional(Box::new(Expr::Alternatives(alternatives)));
        }
        for quote in ['\'', '"'] {
            if let Some(rest) = self.rest.strip_prefix(quote)
                && let Some((text, rest)) = rest.split_once(quote)
            {
                self.rest = rest;
                return self.literal(text, quote);
            }
        }
        let word = self.word();
        if word.starts_with(|c: char| c.is_ascii_uppercase()) {
            return self.token(word);
        }
        if word.is_empty() {
            self.grammar.problems.push(format!("no item at {:.20}", self.rest));
            self.rest = "";
        }
        Expr::Rule(self.grammar.named(word))
    }

    fn literal(&mut self, text: &'static str, quote: char) -> Expr {
        if quote == '"' {
            return Expr::Soft(text);
        }
        let kind = match tokens::operator(text) {
            Some(kind) => kind,
            None => tokens::keyword(text),
        };
        if kind == Kind::Name {
            self.grammar.problems.push(format!("no token {text}"));
        }
        Expr::Token(kind.code(), kind.code())
    }

    fn token(&mut self, name: &str) -> Expr {
        let kind = match name {
            "NAME" => return Expr::Token(Kind::Name.code(), Kind::Type.code()),
            "SOFT_KEYWORD" => return Expr::AnySoft,
            // Type comments are only read when asked for, which is never: no token has this code.
            "TYPE_COMMENT" => return Expr::Token(u8::MAX, u8::MAX),
            name => Kind::ALL.iter().find(|kind| kind.is_significant() && kind.exact_name() == name),
        };
        match kind {
            Some(kind) => Expr::Token(kind.code(), kind.code()),
            None => {
                self.grammar.problems.push(format!("no token {name}"));
                Expr::Token(u8::MAX, u8::MAX)
            }
        }
    }

    fn action(&mut self, whole_rule: bool, labels: &[(&'static str, u8)]) -> Action {
        self.blanks();
        if let Some(rest) = self.rest.strip_prefix("= ") {
            self.rest = rest;
            let label = self.word();
            return Action::Pass(self.label(label, labels));
        }
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        if !whole_rule {
            self.grammar.problems.push(format!("only = in a group: {:.20}", self.rest));
        }
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        if let Some(message) = text.strip_prefix("indentation: ") {
            return Action::Indentation(message);
        }
        if let Some(text) = text.strip_prefix("error ")
            && let Some((place, message)) = text.split_once(": ")
        {
            return Action::Error(self.place(place, labels), message);
        }
        if let Some(text) = text.strip_prefix("do ") {
            return self.special(text, labels);
        }
        Action::Node(text)
    }

    fn special(&mut self, text: &'static str, labels: &[(&'static str, u8)]) -> Action {
        let mut words = text.split(' ');
        let name = words.next().unwrap_or_default();
        let mut item = || words.next().map_or(0, |label| self.label(label, labels));
        let (a, b) = (item(), item());
        match SPECIALS.iter().find(|(known, _)| *known == name) {
            Some(&(_, special)) => Action::Special(special, a, b),
            None => {
                self.grammar.problems.push(format!("do {name}"));
                Action::Node("")
            }
        }
    }

    fn place(&mut self, text: &'static str, labels: &[(&'static str, u8)]) -> Place {
        match text {
            "last" => return Place::LastToken,
            "next" => return Place::NextToken,
            _ => {}
        }
        if let Some(text) = text.strip_prefix("from ") {
            return Place::From(self.item_ref(text, labels));
        }
        let (first, last) = text.split_once(" to ").unwrap_or((text, text));
        Place::Range(self.item_ref(first, labels), self.item_ref(last, labels))
    }

    fn item_ref(&mut self, text: &'static str, labels: &[(&'static str, u8)]) -> ItemRef {
        let (part, label) = match text.split_once(" of ") {
            Some(("first", label)) => (Part::First, label),
            Some((_, label)) => (Part::Last, label),
            None => (Part::Whole, text),
        };
        ItemRef { item: self.label(label, labels), part }
    }

    fn label(&mut self, label: &str, labels: &[(&'static str, u8)]) -> u8 {
        match labels.iter().find(|(known, _)| *known == label) {
            Some(&(_, item)) => item,
            None => {
                self.grammar.problems.push(format!("no label {label}"));
                0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_well_formed() {
        assert_eq!(GRAMMAR.problems, [""; 0]);
        for name in ["file", "statement", "interactive", "eval", "block"] {
            assert_eq!(GRAMMAR.rules[usize::from(GRAMMAR.rule(name))].name, name);
        }
    }
}
