//! The one table of token kinds: their names, their texts, and the byte that stands for each in `python.pest`'s input.
//!
//! The order is part of the grammar: what may start or join an expression forms runs, so that a FIRST set is one
//! comparison (`tokens.pest`, written from this table, holds the runs).

macro_rules! tokens {
    ($($kind:ident $name:literal $text:literal)*) => {
        /// The kind of a token. Keywords have kinds of their own; `tokenize` shows them as `NAME`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind { $($kind,)* }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Self::$kind,)*];

            /// The name in CPython's `token` module, which is also what `tokenize -e` prints.
            pub const fn exact_name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// The text of a keyword, operator or delimiter; empty for a kind of many texts.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$kind => $text,)* }
            }

            /// The rule's name in `tokens.pest`.
            pub const fn rule_name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind),)* }
            }
        }
    };
}

tokens! {
    // Names: a soft keyword is a name except where a statement or a pattern starts. From Name to Lsqb, what starts nothing
    // but an expression statement.
    Match "NAME" "match"
    Type "NAME" "type"
    Case "NAME" "case"
    Name "NAME" ""
    // The other atoms of one token.
    Number "NUMBER" ""
    None "NAME" "None"
    True "NAME" "True"
    False "NAME" "False"
    Ellipsis "ELLIPSIS" "..."
    // What opens the other atoms; a string first, which may be one by itself.
    String "STRING" ""
    FStringStart "FSTRING_START" ""
    TStringStart "TSTRING_START" ""
    Lbrace "LBRACE" "{"
    Await "NAME" "await"
    Tilde "TILDE" "~"
    // What may go on after an operand: to If. Trailers: to Dot.
    Lpar "LPAR" "("
    Lsqb "LSQB" "["
    Dot "DOT" "."
    // Unary operators, besides Tilde: to Minus. Binary operators: from Plus to Vbar.
    Plus "PLUS" "+"
    Minus "MINUS" "-"
    Star "STAR" "*"
    DoubleStar "DOUBLESTAR" "**"
    Slash "SLASH" "/"
    DoubleSlash "DOUBLESLASH" "//"
    Percent "PERCENT" "%"
    At "AT" "@"
    LeftShift "LEFTSHIFT" "<<"
    RightShift "RIGHTSHIFT" ">>"
    Amper "AMPER" "&"
    Circumflex "CIRCUMFLEX" "^"
    Vbar "VBAR" "|"
    // Comparisons of one token: to In.
    Less "LESS" "<"
    Greater "GREATER" ">"
    EqEqual "EQEQUAL" "=="
    NotEqual "NOTEQUAL" "!="
    LessEqual "LESSEQUAL" "<="
    GreaterEqual "GREATEREQUAL" ">="
    In "NAME" "in"
    Is "NAME" "is"
    Not "NAME" "not"
    And "NAME" "and"
    Or "NAME" "or"
    // What starts a compound statement (besides At and the soft keyword Match): to Async.
    If "NAME" "if"
    While "NAME" "while"
    For "NAME" "for"
    Try "NAME" "try"
    With "NAME" "with"
    Def "NAME" "def"
    Class "NAME" "class"
    Async "NAME" "async"
    Lambda "NAME" "lambda"
    Else "NAME" "else"
    // Augmented assignments.
    PlusEqual "PLUSEQUAL" "+="
    MinEqual "MINEQUAL" "-="
    StarEqual "STAREQUAL" "*="
    SlashEqual "SLASHEQUAL" "/="
    PercentEqual "PERCENTEQUAL" "%="
    AmperEqual "AMPEREQUAL" "&="
    VbarEqual "VBAREQUAL" "|="
    CircumflexEqual "CIRCUMFLEXEQUAL" "^="
    LeftShiftEqual "LEFTSHIFTEQUAL" "<<="
    RightShiftEqual "RIGHTSHIFTEQUAL" ">>="
    DoubleStarEqual "DOUBLESTAREQUAL" "**="
    DoubleSlashEqual "DOUBLESLASHEQUAL" "//="
    AtEqual "ATEQUAL" "@="
    // Delimiters. After an expression by itself: Equal and Newline. After one of several: from Newline to Rbrace.
    Equal "EQUAL" "="
    Newline "NEWLINE" ""
    Colon "COLON" ":"
    Comma "COMMA" ","
    Rpar "RPAR" ")"
    Rsqb "RSQB" "]"
    Rbrace "RBRACE" "}"
    Semi "SEMI" ";"
    ColonEqual "COLONEQUAL" ":="
    RArrow "RARROW" "->"
    Exclamation "EXCLAMATION" "!"
    FStringMiddle "FSTRING_MIDDLE" ""
    FStringEnd "FSTRING_END" ""
    TStringMiddle "TSTRING_MIDDLE" ""
    TStringEnd "TSTRING_END" ""
    As "NAME" "as"
    // What starts a simple statement. By themselves: from Pass to Continue.
    Return "NAME" "return"
    Raise "NAME" "raise"
    Pass "NAME" "pass"
    Break "NAME" "break"
    Continue "NAME" "continue"
    Del "NAME" "del"
    Assert "NAME" "assert"
    Global "NAME" "global"
    Nonlocal "NAME" "nonlocal"
    Import "NAME" "import"
    From "NAME" "from"
    Yield "NAME" "yield"
    Elif "NAME" "elif"
    Except "NAME" "except"
    Finally "NAME" "finally"
    // Layout.
    Indent "INDENT" ""
    Dedent "DEDENT" ""
    EndMarker "ENDMARKER" ""
    // A character that no token starts with: the grammar has no place for it.
    ErrorToken "ERRORTOKEN" ""
    // Only for `tokenize`: the parser does not see these.
    Comment "COMMENT" ""
    Nl "NL" ""
    Encoding "ENCODING" ""
}

/// Keywords and soft keywords by length.
const KEYWORDS: [&[Kind]; 9] = [
    &[],
    &[],
    &[Kind::If, Kind::In, Kind::Is, Kind::Or, Kind::As],
    &[Kind::Def, Kind::Not, Kind::For, Kind::And, Kind::Try, Kind::Del],
    &[
        Kind::None,
        Kind::Else,
        Kind::True,
        Kind::From,
        Kind::With,
        Kind::Elif,
        Kind::Pass,
        Kind::Case,
        Kind::Type,
    ],
    &[
        Kind::False,
        Kind::Class,
        Kind::Raise,
        Kind::While,
        Kind::Yield,
        Kind::Break,
        Kind::Async,
        Kind::Await,
        Kind::Match,
    ],
    &[Kind::Return, Kind::Import, Kind::Except, Kind::Assert, Kind::Lambda, Kind::Global],
    &[Kind::Finally],
    &[Kind::Continue, Kind::Nonlocal],
];

/// The kind of a word: a keyword's, or `Name`.
pub fn keyword(text: &str) -> Kind {
    let same_length = KEYWORDS.get(text.len()).copied().unwrap_or_default();
    find(same_length, text).unwrap_or(Kind::Name)
}

/// The kind with this text; most texts differ in their first byte.
fn find(kinds: &[Kind], text: &str) -> Option<Kind> {
    let first = text.as_bytes().first();
    let is_same = |kind: &&Kind| {
        let candidate = kind.text();
        candidate.as_bytes().first() == first && candidate == text
    };
    kinds.iter().find(is_same).copied()
}

/// Operators and delimiters of one character, by that character.
const ONE_CHARACTER: [Option<Kind>; 128] = {
    let mut table = [None; 128];
    let mut index = 0;
    while index < Kind::ALL.len() {
        let text = Kind::ALL[index].text().as_bytes();
        if text.len() == 1 {
            table[text[0] as usize] = Some(Kind::ALL[index]);
        }
        index += 1;
    }
    table
};

/// Operators and delimiters of more than one character, the common ones first.
const LONGER_OPERATORS: [Kind; 24] = [
    Kind::EqEqual,
    Kind::NotEqual,
    Kind::PlusEqual,
    Kind::RArrow,
    Kind::DoubleStar,
    Kind::LessEqual,
    Kind::GreaterEqual,
    Kind::ColonEqual,
    Kind::DoubleSlash,
    Kind::Ellipsis,
    Kind::MinEqual,
    Kind::StarEqual,
    Kind::VbarEqual,
    Kind::LeftShift,
    Kind::RightShift,
    Kind::SlashEqual,
    Kind::PercentEqual,
    Kind::AmperEqual,
    Kind::CircumflexEqual,
    Kind::AtEqual,
    Kind::LeftShiftEqual,
    Kind::RightShiftEqual,
    Kind::DoubleStarEqual,
    Kind::DoubleSlashEqual,
];

/// The kind of an operator or delimiter.
pub fn operator(text: &str) -> Option<Kind> {
    match text.as_bytes() {
        [byte] => ONE_CHARACTER.get(usize::from(*byte)).copied().flatten(),
        _ => find(&LONGER_OPERATORS, text),
    }
}

/// Runs of kinds that the grammar tests with one comparison.
const RUNS: &[(&str, Kind, Kind)] = &[
    ("NAMES", Kind::Match, Kind::Name),
    ("SIMPLE_ATOM", Kind::Match, Kind::Ellipsis),
    ("LONE_ATOM", Kind::Match, Kind::String),
    ("PLAIN", Kind::Name, Kind::Lsqb),
    ("TEXT", Kind::String, Kind::TStringStart),
    ("CALCULATES", Kind::Lpar, Kind::Vbar),
    ("GOES_ON", Kind::Lpar, Kind::If),
    ("SIGN", Kind::Plus, Kind::Minus),
    ("BINARY", Kind::Plus, Kind::Vbar),
    ("INFIX", Kind::Plus, Kind::In),
    ("ENDS", Kind::Equal, Kind::Newline),
    ("CLOSES", Kind::Newline, Kind::Rbrace),
    ("BOOLEAN", Kind::And, Kind::Or),
    ("AUGMENTED", Kind::PlusEqual, Kind::AtEqual),
    ("SIMPLE", Kind::Return, Kind::From),
    ("BARE", Kind::Pass, Kind::Continue),
];

impl Kind {
    /// The byte for this kind in the parser's input, from 1; the parser's offsets are token indexes.
    pub const fn code(self) -> u8 {
        self as u8 + 1
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code).checked_sub(1)?).copied()
    }

    /// The type that `tokenize` without `-e` prints: every operator and delimiter is `OP`.
    pub fn name(self) -> &'static str {
        if self.is_operator() { "OP" } else { self.exact_name() }
    }

    /// Whether the text is punctuation.
    pub fn is_operator(self) -> bool {
        self.text().bytes().next().is_some_and(|byte| byte.is_ascii_punctuation())
    }

    /// Whether the text is a word with a meaning of its own everywhere (not a soft keyword).
    pub fn is_keyword(self) -> bool {
        self.text().bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) && !self.is_name()
    }

    /// Whether the token may be an identifier.
    pub fn is_name(self) -> bool {
        self <= Kind::Name
    }

    /// Whether the parser sees the token.
    pub fn is_significant(self) -> bool {
        self <= Kind::ErrorToken
    }
}

/// The text of `tokens.pest`.
pub fn grammar() -> String {
    let mut out =
        String::from("// Written from the table in src/tokens.rs (a test compares them); do not edit.\n");
    for kind in Kind::ALL.iter().filter(|kind| kind.is_significant()) {
        let name = kind.rule_name().to_uppercase();
        out += &format!("{name} = _{{ \"\\x{:02x}\" }}\n", kind.code());
    }
    for (name, first, last) in RUNS {
        out += &format!("{name} = _{{ '\\x{:02x}'..'\\x{:02x}' }}\n", first.code(), last.code());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_pest_is_written_from_the_table() {
        assert_eq!(include_str!("tokens.pest"), grammar());
    }

    #[test]
    fn every_keyword_is_found() {
        let words =
            Kind::ALL.iter().filter(|kind| kind.text().starts_with(|c: char| c.is_ascii_alphabetic()));
        for &kind in words {
            assert_eq!(keyword(kind.text()), kind);
        }
        assert_eq!(keyword("iff"), Kind::Name);
    }

    #[test]
    fn every_operator_is_found() {
        for &kind in Kind::ALL.iter().filter(|kind| kind.is_operator()) {
            assert_eq!(operator(kind.text()), Some(kind));
        }
    }
}
