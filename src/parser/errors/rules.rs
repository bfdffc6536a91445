//! `grammar.peg` read into a program for `machine.rs`.
//!
//! The program backtracks explicitly, as LPeg's virtual machine does ("A Text Pattern-Matching Tool based on Parsing
//! Expression Grammars", Ierusalimschy 2009), so that a deep source takes no stack of ours.
use super::reader::Reader;
use crate::lexer::Kind;
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

pub(super) const SPECIALS: [(&str, Special); 20] = [
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
pub(super) enum Expr {
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
pub(super) struct Sequence {
    pub items: Vec<Expr>,
    pub reduction: Option<Reduction>,
}

impl Grammar {
    pub fn rule(&self, name: &str) -> u16 {
        self.by_name.get(name).copied().unwrap_or_default()
    }

    fn read(text: &'static str) -> Self {
        // `~` makes its choice go on at the first step.
        let mut grammar = Self { ops: vec![Op::Fail], ..Self::default() };
        let mut reader = Reader::new(text, &mut grammar);
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

    pub fn named(&mut self, name: &'static str) -> u16 {
        if let Some(&index) = self.by_name.get(name) {
            return index;
        }
        let index = self.rules.len() as u16;
        self.rules.push(RuleInfo { start: u32::MAX, name, ..RuleInfo::default() });
        self.by_name.insert(name, index);
        index
    }

    pub fn emit(&mut self, op: Op) -> usize {
        self.ops.push(op);
        self.ops.len() - 1
    }

    fn here(&self) -> u32 {
        self.ops.len() as u32
    }

    pub fn alternatives(&mut self, alternatives: Vec<Sequence>) {
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
