//! Text to tokens: `lexer.pest` for the single tokens, a layout layer for indentation, brackets and f-string modes.
mod flufl;
mod fstring;
mod literals;
mod print;
mod scanner;
mod tokenize;

pub use flufl::with_flufl;
pub use ouroscope_grammar::tokens::Kind;
pub use print::{print, shown_range};
pub use tokenize::{TokenizeError, tokenize};

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// One token of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// The tokens of one source.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Every token that `tokenize` shows, except `ENCODING`; with an error, those before it.
    all: Vec<Token>,
    /// Indexes into `all` of the tokens that the parser sees.
    significant: Vec<u32>,
    /// One byte per token that the parser sees ([`Kind::code`]).
    codes: String,
    /// The first error the tokenizer met; the tokens before it are kept, as the parser may find an earlier one.
    pub error: Option<Diagnostic>,
    /// Whether the tokens end inside an f-string or t-string.
    pub in_fstring: bool,
    /// Brackets still open where the tokens end, outermost first.
    pub open_brackets: Vec<Token>,
}

impl Tokens {
    /// Every token, comments and blank lines too.
    pub fn all(&self) -> &[Token] {
        &self.all
    }

    /// The parser's input: the byte at index `i` stands for the `i`th token that matters to it.
    pub fn codes(&self) -> &str {
        &self.codes
    }

    /// How many tokens the parser sees.
    pub fn significant_len(&self) -> usize {
        self.significant.len()
    }

    /// The `index`th token that the parser sees.
    pub fn significant(&self, index: usize) -> Token {
        self.all[self.significant[index] as usize]
    }

    /// The comment right before the `index`th token that the parser sees.
    pub fn comment_before(&self, index: usize) -> Option<Span> {
        let before = (*self.significant.get(index)? as usize).checked_sub(1)?;
        let token = self.all.get(before)?;
        (token.kind == Kind::Comment).then_some(token.span)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        if kind.is_significant() {
            self.significant.push(self.all.len() as u32);
            self.codes.push(char::from(kind.code()));
        }
        self.all.push(Token { kind, span: Span::new(start as u32, end as u32) });
    }
}

/// Tokenizes as far as possible; the first error is in [`Tokens::error`].
pub fn scan(source: &Source) -> Tokens {
    scanner::Scanner::new(source).scan()
}
