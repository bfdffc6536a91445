//! The layout layer over `lexer.pest`: line ends, indentation, brackets, the f-string modes, and what is wrong where no
//! token starts (`tok_get_normal_mode` of `Parser/lexer/lexer.c`).
use super::fstring::{After, FString};
use super::literals::{Flaw, check_digits_of, check_identifier, check_number};
use super::{Kind, Token, Tokens};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::{Source, Span};
use ouroscope_grammar::lexer::{Lexer, Rule};
use ouroscope_grammar::pest::{Parser, Token as Event};
use ouroscope_grammar::tokens;

/// `MAXLEVEL`, `MAXINDENT` and `MAXFSTRINGLEVEL` of `Parser/lexer/state.h`.
const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
const MAX_FSTRINGS: usize = 150;
/// `MAX_EXPR_NESTING` of `Parser/lexer/lexer.c`: replacement fields within format specifiers.
const MAX_FIELD_NESTING: i32 = 3;
const TAB_SIZE: u32 = 8;

pub(super) type Scan<T = ()> = Result<T, Diagnostic>;

pub(super) struct Scanner<'s> {
    pub(super) source: &'s Source,
    pub(super) text: &'s str,
    pub(super) at: usize,
    pub(super) tokens: Tokens,
    pub(super) brackets: Vec<Token>,
    /// Columns of the open blocks, counting a tab as up to 8 columns and as 1.
    indents: Vec<(u32, u32)>,
    pub(super) fstrings: Vec<FString>,
    /// No token on this line yet.
    pub(super) at_line_start: bool,
    /// A token that is not a comment stands on the logical line.
    line_has_token: bool,
    /// Where the text of this line starts, its indentation included; the first line of a statement in f-strings and
    /// after continuations.
    pub(super) line_start: usize,
    /// Reading as `tokenize` does, which leaves much to the parser.
    pub(super) for_tokenize: bool,
    /// Where a carriage return stands that is to be part of the next token.
    pub(super) lone_return: Option<usize>,
}

pub(super) fn syntax_error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(DiagnosticKind::SyntaxError, message, span)
}

pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

impl<'s> Scanner<'s> {
    pub fn new(source: &'s Source) -> Self {
        let text = source.text();
        let guess = text.len() / 4;
        let tokens = Tokens {
            all: Vec::with_capacity(guess),
            significant: Vec::with_capacity(guess),
            codes: String::with_capacity(guess),
            ..Tokens::default()
        };
        Self {
            source,
            text,
            at: 0,
            tokens,
            brackets: Vec::new(),
            indents: vec![(0, 0)],
            fstrings: Vec::new(),
            at_line_start: true,
            line_has_token: false,
            line_start: 0,
            for_tokenize: false,
            lone_return: None,
        }
    }

    pub fn scan(mut self) -> Tokens {
        let result = self.scan_all();
        self.tokens.error = result.err();
        self.tokens.open_brackets = self.brackets;
        self.tokens.in_fstring = !self.fstrings.is_empty();
        self.tokens
    }

    pub(super) fn scan_all(&mut self) -> Scan {
        if let Some(at) = self.text.find('\0') {
            return Err(syntax_error("source code cannot contain null bytes", span(at, at)));
        }
        loop {
            let in_text = self.fstrings.last().is_some_and(|fstring| fstring.in_text);
            if in_text {
                self.fstring_text()?;
            } else if self.code()? {
                return self.end();
            }
        }
    }

    /// Takes one run of tokens; true at the end of the text.
    fn code(&mut self) -> Scan<bool> {
        let rule = if self.fstrings.is_empty() { Rule::code } else { Rule::field_code };
        let base = self.at;
        let Ok(pairs) = Lexer::parse(rule, &self.text[base..]) else {
            return self.stopped();
        };
        let mut start = base;
        let mut fstring_started = false;
        for event in pairs.tokens() {
            match event {
                Event::Start { pos, .. } => start = base + pos.pos(),
                Event::End { rule, pos } => {
                    let end = base + pos.pos();
                    self.at = end;
                    match rule {
                        Rule::token => self.token(start, end)?,
                        Rule::fstring_start => {
                            fstring_started = true;
                            let start = self.begin_token(start)?;
                            self.fstring_start(start, end)?;
                        }
                        _ => {}
                    }
                }
            }
        }
        if fstring_started { Ok(false) } else { self.stopped() }
    }

    /// Takes a token of one of `lexer.pest`'s kinds, which its first byte tells, and for some the byte at its end.
    fn token(&mut self, start: usize, end: usize) -> Scan {
        let token = &self.text[start..end];
        let first = token.as_bytes()[0];
        match first {
            b'\n' | b'\r' => {
                self.newline(start, end);
                return Ok(());
            }
            b'#' => {
                self.tokens.push(Kind::Comment, start, end);
                return Ok(());
            }
            _ => {}
        }
        let start = self.begin_token(start)?;
        match first {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. if !token.ends_with(['"', '\'']) => {
                self.name(start, end)
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'"' | b'\'' => {
                self.tokens.push(Kind::String, start, end);
                Ok(())
            }
            b'0'..=b'9' => self.number(start, end),
            b'.' if !matches!(token, "." | "...") => self.number(start, end),
            _ => {
                let kind = tokens::operator(&self.text[start..end]).unwrap_or(Kind::ErrorToken);
                self.bracket(kind, start)?;
                self.tokens.push(kind, start, end);
                Ok(())
            }
        }
    }

    fn name(&mut self, start: usize, end: usize) -> Scan {
        let text = &self.text[start..end];
        if !text.is_ascii() && !self.for_tokenize {
            check_identifier(text, start).map_err(|flaw| self.at_last_character(flaw))?;
        }
        if matches!(self.text.as_bytes().get(end), Some(b'"' | b'\''))
            && let Some([first, second]) = incompatible_prefixes(text)
        {
            let message = format!("'{first}' and '{second}' prefixes are incompatible");
            return Err(syntax_error(message, span(start, end)));
        }
        self.tokens.push(tokens::keyword(text), start, end);
        Ok(())
    }

    fn number(&mut self, start: usize, end: usize) -> Scan {
        let check = if self.for_tokenize { check_digits_of } else { check_number };
        check(self.text, start, end).map_err(|flaw| number_error(flaw, &self.text[start..end], start))?;
        self.tokens.push(Kind::Number, start, end);
        Ok(())
    }

    fn at_last_character(&self, (message, end): Flaw) -> Diagnostic {
        let width = self.text[..end].chars().next_back().map_or(0, char::len_utf8);
        syntax_error(message, span(end - width, end))
    }

    fn newline(&mut self, start: usize, end: usize) {
        if self.brackets.is_empty() && self.line_has_token {
            self.tokens.push(Kind::Newline, start, end);
        } else {
            self.tokens.push(Kind::Nl, start, end);
        }
        if self.brackets.is_empty() {
            self.line_has_token = false;
        }
        self.at_line_start = true;
        if self.fstrings.is_empty() {
            self.line_start = end;
        }
    }

    /// Before a token that is neither a comment nor a line's end; where the token starts, after all.
    fn begin_token(&mut self, start: usize) -> Scan<usize> {
        let start = self.lone_return.take().unwrap_or(start);
        if self.at_line_start {
            self.at_line_start = false;
            if self.brackets.is_empty() && !self.line_has_token {
                self.indentation(start)?;
            }
        }
        self.line_has_token = true;
        Ok(start)
    }

    fn indentation(&mut self, start: usize) -> Scan {
        let (column, alternate) = indent_columns(&self.text[self.line_start..start]);
        let (outer, outer_alternate) = *self.indents.last().unwrap_or(&(0, 0));
        let physical_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        if column == outer {
            return if alternate == outer_alternate { Ok(()) } else { Err(self.tab_error(start)) };
        }
        if column > outer {
            if self.indents.len() >= MAX_INDENTS {
                let here = span(physical_start, physical_start);
                return Err(Diagnostic::new(
                    DiagnosticKind::IndentationError,
                    "too many levels of indentation",
                    here,
                ));
            }
            if alternate <= outer_alternate {
                return Err(self.tab_error(start));
            }
            self.indents.push((column, alternate));
            self.tokens.push(Kind::Indent, physical_start, start);
            return Ok(());
        }
        self.dedent(column, alternate, start)
    }

    fn dedent(&mut self, column: u32, alternate: u32, start: usize) -> Scan {
        let levels = self.indents.iter().rev().take_while(|&&(level, _)| level > column).count();
        self.indents.truncate(self.indents.len() - levels);
        let (outer, outer_alternate) = *self.indents.last().unwrap_or(&(0, 0));
        if column != outer {
            let message = "unindent does not match any outer indentation level";
            let end = self.text[start..].find('\n').map_or(self.text.len(), |length| start + length);
            return Err(Diagnostic::new(DiagnosticKind::IndentationError, message, span(end, end)));
        }
        if alternate != outer_alternate {
            return Err(self.tab_error(start));
        }
        for _ in 0..levels {
            self.tokens.push(Kind::Dedent, start, start);
        }
        Ok(())
    }

    /// CPython points at the start of the line.
    fn tab_error(&self, start: usize) -> Diagnostic {
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let message = "inconsistent use of tabs and spaces in indentation";
        Diagnostic::new(DiagnosticKind::TabError, message, span(line, line))
    }

    /// Keeps track of the open brackets.
    fn bracket(&mut self, kind: Kind, start: usize) -> Scan {
        match kind {
            Kind::Lpar | Kind::Lsqb | Kind::Lbrace => {
                if self.brackets.len() >= MAX_BRACKETS {
                    return Err(syntax_error("too many nested parentheses", span(start, start + 1)));
                }
                self.brackets.push(Token { kind, span: span(start, start + 1) });
                if let Some(fstring) = self.fstrings.last_mut() {
                    fstring.depth += 1;
                }
                Ok(())
            }
            Kind::Rpar | Kind::Rsqb | Kind::Rbrace => self.close_bracket(kind, start),
            _ => Ok(()),
        }
    }

    fn close_bracket(&mut self, kind: Kind, start: usize) -> Scan {
        let here = span(start, start + 1);
        let closing = kind.text();
        if let Some(fstring) = self.fstrings.last()
            && fstring.depth == 0
            && kind == Kind::Rbrace
        {
            return Err(syntax_error(
                format!("{}-string: single '}}' is not allowed", fstring.letter()),
                here,
            ));
        }
        let open = self.brackets.pop();
        if self.for_tokenize {
            return self.close_in_fstring(kind, here);
        }
        let Some(open) = open else {
            return Err(syntax_error(format!("unmatched '{closing}'"), here));
        };
        if !matches!(
            (open.kind, kind),
            (Kind::Lpar, Kind::Rpar) | (Kind::Lsqb, Kind::Rsqb) | (Kind::Lbrace, Kind::Rbrace)
        ) {
            return Err(syntax_error(self.mismatch(open, closing, start), here));
        }
        self.close_in_fstring(kind, here)
    }

    /// What a closing bracket means to the f-string around it.
    fn close_in_fstring(&mut self, kind: Kind, here: Span) -> Scan {
        let Some(fstring) = self.fstrings.last_mut() else { return Ok(()) };
        fstring.depth -= 1;
        if fstring.depth < 0 {
            let message = format!("{}-string: unmatched '{}'", fstring.letter(), kind.text());
            return Err(syntax_error(message, here));
        }
        if kind == Kind::Rbrace && fstring.depth == fstring.field_depth {
            fstring.field_depth -= 1;
            fstring.in_text = true;
            fstring.in_format_spec = false;
        }
        Ok(())
    }

    fn mismatch(&self, open: Token, closing: &str, start: usize) -> String {
        if let Some(fstring) = self.fstrings.last()
            && open.kind == Kind::Lbrace
            && fstring.at_field_level()
        {
            return format!("{}-string: unmatched '{closing}'", fstring.letter());
        }
        let opening = open.kind.text();
        let line = self.source.lines().line_of(open.span.start);
        let on_line = if line == self.source.lines().line_of(start as u32) {
            String::new()
        } else {
            format!(" on line {line}")
        };
        format!("closing parenthesis '{closing}' does not match opening parenthesis '{opening}'{on_line}")
    }

    fn fstring_start(&mut self, start: usize, end: usize) -> Scan {
        let prefix = &self.text[start..end];
        let mut fstring = FString::new(start, prefix);
        // Two quotes are an empty string; the grammar took three for one opening.
        fstring.quote_size = if fstring.quote_size == 3 { 3 } else { 1 };
        if self.fstrings.len() + 1 >= MAX_FSTRINGS {
            return Err(syntax_error("too many nested f-strings or t-strings", span(end - 1, end)));
        }
        let kind = if fstring.template { Kind::TStringStart } else { Kind::FStringStart };
        self.tokens.push(kind, start, end);
        self.fstrings.push(fstring);
        Ok(())
    }

    /// Takes literal text of the innermost f-string, up to its end or the next field.
    fn fstring_text(&mut self) -> Scan {
        let Some(fstring) = self.fstrings.last_mut() else { return Ok(()) };
        let rest = &self.text.as_bytes()[self.at..];
        if rest.first() == Some(&b'{') && rest.get(1) != Some(&b'{') {
            return self.begin_field();
        }
        if fstring.closes(rest) {
            let (kind, end) = (fstring.end_kind(), self.at + fstring.quote_size);
            self.tokens.push(kind, self.at, end);
            self.fstrings.pop();
            self.at = end;
            return Ok(());
        }
        let (length, after) = fstring.text(rest);
        let (kind, end) = (fstring.middle_kind(), self.at + length);
        match after {
            After::Unterminated => return Err(self.unterminated_fstring(end)),
            After::NewlineInSpec => {
                let letter = fstring.letter();
                let message = format!(
                    "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                );
                return Err(syntax_error(message, span(end, end + 1)));
            }
            _ => {}
        }
        self.tokens.push(kind, self.at, end);
        self.at = end;
        match after {
            After::DoubledBrace => self.at += 1,
            After::Field => return self.begin_field(),
            After::Brace => {
                fstring.in_text = false;
                fstring.in_format_spec = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_field(&mut self) -> Scan {
        let Some(fstring) = self.fstrings.last_mut() else { return Ok(()) };
        fstring.field_depth += 1;
        fstring.in_text = false;
        fstring.in_format_spec = false;
        if fstring.field_depth >= MAX_FIELD_NESTING {
            let message = format!("{}-string: expressions nested too deeply", fstring.letter());
            return Err(syntax_error(message, span(self.at - 1, self.at)));
        }
        let start = self.at;
        self.at += 1;
        self.bracket(Kind::Lbrace, start)?;
        self.tokens.push(Kind::Lbrace, start, start + 1);
        Ok(())
    }

    /// Where a run of tokens ended; true at the end of the text.
    fn stopped(&mut self) -> Scan<bool> {
        let rest = &self.text[self.at..];
        let start = self.at;
        let Some(character) = rest.chars().next() else { return Ok(true) };
        if let Some(fstring) = self.fstrings.last_mut()
            && character == ':'
            && fstring.at_field_level()
        {
            self.at += 1;
            fstring.in_text = true;
            fstring.in_format_spec = true;
            self.tokens.push(Kind::Colon, start, self.at);
            return Ok(false);
        }
        let operator = [":=", ":", "}", "!"].into_iter().find(|operator| rest.starts_with(operator));
        if let Some(operator) = operator {
            self.at += operator.len();
            self.token(start, self.at)?;
            return Ok(false);
        }
        match character {
            '\r' if self.for_tokenize => self.take_lone_return(start),
            '\\' => Err(self.bad_continuation(start)),
            '$' | '?' | '`' => {
                self.begin_token(start)?;
                self.at += 1;
                self.tokens.push(Kind::ErrorToken, start, self.at);
                Ok(false)
            }
            '\0'..='\x1f' | '\x7f' => {
                let message = format!("invalid non-printable character U+{:04X}", u32::from(character));
                Err(syntax_error(message, span(start, start + 1)))
            }
            _ => {
                self.begin_token(start)?;
                Err(self.unterminated_string(start))
            }
        }
    }

    fn bad_continuation(&self, start: usize) -> Diagnostic {
        if matches!(&self.text[start + 1..], "" | "\n" | "\r\n") {
            return syntax_error("unexpected EOF while parsing", span(start + 1, start + 1));
        }
        let next = self.text[start + 1..].chars().next().map_or(0, char::len_utf8);
        syntax_error(
            "unexpected character after line continuation character",
            span(start + 1, start + 1 + next),
        )
    }

    fn unterminated_string(&self, start: usize) -> Diagnostic {
        let bytes = self.text.as_bytes();
        let Some(quote_at) = self.text[start..].find(['"', '\'']).map(|length| start + length) else {
            return syntax_error("invalid syntax", span(start, start + 1));
        };
        let quote = bytes[quote_at];
        let triple = bytes[quote_at..].starts_with(&[quote; 3]);
        // CPython points at the first character, be it a prefix.
        let here = span(start, start + 1);
        if let Some(fstring) = self.fstrings.last()
            && fstring.quote == quote
            && fstring.quote_size == if triple { 3 } else { 1 }
        {
            return syntax_error(format!("{}-string: expecting '}}'", fstring.letter()), here);
        }
        let (end, escaped_quote) = unterminated_end(bytes, quote_at, quote, triple);
        let line = self.detected_line(end);
        let triple = if triple { "triple-quoted " } else { "" };
        let hint =
            if escaped_quote && triple.is_empty() { "; perhaps you escaped the end quote?" } else { "" };
        syntax_error(format!("unterminated {triple}string literal (detected at line {line}){hint}"), here)
    }

    fn unterminated_fstring(&self, end: usize) -> Diagnostic {
        let Some(fstring) = self.fstrings.last() else {
            return syntax_error("invalid syntax", span(end, end));
        };
        let line = self.detected_line(end);
        let triple = if fstring.quote_size == 3 { "triple-quoted " } else { "" };
        let message =
            format!("unterminated {triple}{}-string literal (detected at line {line})", fstring.letter());
        syntax_error(message, span(fstring.start, fstring.start + 1))
    }

    /// The line where the tokenizer noticed that a string does not end: an empty last line does not count.
    fn detected_line(&self, end: usize) -> u32 {
        let line = self.source.lines().line_of(end as u32);
        line - u32::from(end == self.text.len() && self.text.ends_with('\n') && line > 1)
    }

    /// The tokens that close the text.
    fn end(&mut self) -> Scan {
        let end = self.text.len();
        if !self.brackets.is_empty() || !self.fstrings.is_empty() && !self.for_tokenize {
            return Ok(());
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            if self.line_has_token {
                self.tokens.push(Kind::Newline, end, end);
            } else if self.tokens.all.last().is_some_and(|token| token.kind == Kind::Comment) {
                self.tokens.push(Kind::Nl, end, end);
            }
        } else if self.line_has_token {
            self.tokens.push(Kind::Newline, end, end);
        }
        for _ in 1..self.indents.len() {
            self.tokens.push(Kind::Dedent, end, end);
        }
        self.tokens.push(Kind::EndMarker, end, end);
        Ok(())
    }
}

/// The first two letters of a string's prefix that exclude each other, if it is one (a letter may not stand twice).
fn incompatible_prefixes(word: &str) -> Option<[char; 2]> {
    let word = word.to_ascii_lowercase();
    let letters: Vec<char> = word.chars().collect();
    let is_prefix =
        letters.iter().all(|letter| "burft".contains(*letter) && word.matches(*letter).count() == 1);
    let pairs = [['u', 'b'], ['u', 'r'], ['u', 'f'], ['u', 't'], ['b', 'f'], ['b', 't'], ['f', 't']];
    pairs.into_iter().find(|pair| is_prefix && pair.iter().all(|letter| letters.contains(letter)))
}

/// Columns of an indentation with tabs to multiples of 8, and with tabs as 1. The first backslash fixes both.
fn indent_columns(indentation: &str) -> (u32, u32) {
    let (mut column, mut alternate, mut continued) = (0, 0, 0);
    for byte in indentation.bytes() {
        match byte {
            b' ' => (column, alternate) = (column + 1, alternate + 1),
            b'\t' => (column, alternate) = ((column / TAB_SIZE + 1) * TAB_SIZE, alternate + 1),
            b'\x0c' => (column, alternate) = (0, 0),
            b'\\' if continued == 0 => continued = column,
            _ => {}
        }
    }
    if continued > 0 { (continued, continued) } else { (column, alternate) }
}

/// Where an unterminated string stops being one, and whether an escaped quote stands in it.
fn unterminated_end(bytes: &[u8], quote_at: usize, quote: u8, triple: bool) -> (usize, bool) {
    let mut at = quote_at + if triple { 3 } else { 1 };
    let mut escaped_quote = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                escaped_quote |= bytes.get(at + 1) == Some(&quote);
                at += if bytes[at + 1..].starts_with(b"\r\n") { 3 } else { 2 };
            }
            b'\n' if !triple => break,
            _ => at += 1,
        }
    }
    (at.min(bytes.len()), escaped_quote)
}

fn number_error((message, end): Flaw, number: &str, start: usize) -> Diagnostic {
    if message.starts_with("leading zeros") {
        let zeros = number.bytes().take_while(|&byte| matches!(byte, b'0' | b'_')).count();
        return syntax_error(message, span(start, start + zeros));
    }
    syntax_error(message, span(end - 1, end))
}
