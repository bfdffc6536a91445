//! The notation of `grammar.peg`.
use super::rules::{Action, Expr, Grammar, ItemRef, Op, Part, Place, Reduction, SPECIALS, Sequence};
use crate::lexer::Kind;
use ouroscope_grammar::tokens;

/// Reads the notation, and has the grammar emit what it reads.
pub(super) struct Reader<'g> {
    rest: &'static str,
    grammar: &'g mut Grammar,
}

impl<'g> Reader<'g> {
    pub fn new(text: &'static str, grammar: &'g mut Grammar) -> Self {
        Self { rest: text, grammar }
    }

    /// To the next line that starts a rule; false at the end.
    pub fn skip_to_rule(&mut self) -> bool {
        while self.rest.starts_with(['\n', '#']) {
            let line = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
            self.rest = &self.rest[line..];
        }
        !self.rest.is_empty()
    }

    /// `name memo: alternatives`.
    pub fn rule(&mut self) {
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
            "NAME" => return Expr::Token(Kind::Match.code(), Kind::Name.code()),
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
