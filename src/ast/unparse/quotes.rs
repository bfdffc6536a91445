//! The choice of quotes that needs the fewest escapes (`_str_literal_helper` and `_ftstring_helper` of
//! `Lib/_ast_unparse.py`).
use crate::ast::repr::{push_unprintable, repr_utf8};
use crate::unicode;

const ALL: [&str; 4] = ["'", "\"", "\"\"\"", "'''"];
const TRIPLE: [&str; 2] = ["\"\"\"", "'''"];

/// Quotes that may be used, the preferred first.
#[derive(Clone, PartialEq)]
pub(super) struct Quotes(Vec<&'static str>);

impl Quotes {
    pub fn for_docstring() -> Self {
        Self(TRIPLE.to_vec())
    }

    /// The text in these quotes, white space as it is.
    pub fn around(&self, text: &[u8]) -> String {
        let (body, quotes) = self.escape(text, false);
        let quote = quotes.first();
        format!("{quote}{body}{quote}")
    }

    fn first(&self) -> &'static str {
        self.0.first().copied().unwrap_or("'")
    }

    /// Those that `keep` keeps; all of them if it keeps none.
    fn narrowed(&self, keep: impl Fn(&str) -> bool) -> Option<Self> {
        let kept: Vec<&str> = self.0.iter().copied().filter(|&quote| keep(quote)).collect();
        (!kept.is_empty()).then_some(Self(kept))
    }

    /// The body of a literal for `text`, and the quotes that fit around it. Newlines and tabs stay as they are unless
    /// `all_white_space` is to be escaped.
    fn escape(&self, text: &[u8], all_white_space: bool) -> (String, Self) {
        let mut escaped = String::with_capacity(text.len());
        for point in unicode::code_points(text) {
            match char::from_u32(point) {
                Some(character @ ('\n' | '\t')) if !all_white_space => escaped.push(character),
                Some(character) if character != '\\' && unicode::is_printable(character) => {
                    escaped.push(character);
                }
                _ => push_unprintable(&mut escaped, point),
            }
        }
        let possible =
            self.narrowed(|quote| (quote.len() == 3 || !escaped.contains('\n')) && !escaped.contains(quote));
        let Some(Self(mut possible)) = possible else { return self.by_repr(text) };
        if let Some(last) = escaped.chars().next_back() {
            // `'''"'''` rather than `"""\""""`.
            possible.sort_by_key(|quote| quote.starts_with(last));
            if possible.first().is_some_and(|quote| quote.starts_with(last)) {
                escaped.insert(escaped.len() - last.len_utf8(), '\\');
            }
        }
        (escaped, Self(possible))
    }

    /// As `repr` escapes it, in one of these quotes if that may be.
    fn by_repr(&self, text: &[u8]) -> (String, Self) {
        let repr = repr_utf8(text);
        let own = if repr.starts_with('"') { "\"" } else { "'" };
        let quote = self.0.iter().copied().find(|quote| quote.contains(own)).unwrap_or(own);
        (repr[1..repr.len() - 1].to_owned(), Self(vec![quote]))
    }
}

/// The parts of an f-string in quotes; each with whether it is literal text.
pub(super) fn around_parts(parts: &[(Vec<u8>, bool)]) -> Vec<u8> {
    let (quote, body) = fitting(parts).unwrap_or_else(|| ("'''", by_repr(parts)));
    [quote.as_bytes(), &body, quote.as_bytes()].concat()
}

/// Quotes that fit all parts, and the body.
fn fitting(parts: &[(Vec<u8>, bool)]) -> Option<(&'static str, Vec<u8>)> {
    let mut quotes = Quotes(ALL.to_vec());
    let mut body = Vec::new();
    for (text, literal) in parts {
        if *literal {
            let (escaped, fitting) = quotes.escape(text, true);
            if !fitting.0.iter().any(|quote| quotes.0.contains(quote)) {
                return None;
            }
            quotes = fitting;
            body.extend_from_slice(escaped.as_bytes());
            continue;
        }
        if text.contains(&b'\n') {
            // Where no triple quotes are left, CPython has an AssertionError.
            quotes = quotes.narrowed(|quote| quote.len() == 3)?;
        }
        let holds = |quote: &str| text.windows(quote.len()).any(|part| part == quote.as_bytes());
        quotes = quotes.narrowed(|quote| !holds(quote)).unwrap_or(quotes);
        body.extend_from_slice(text);
    }
    Some((quotes.first(), body))
}

/// Literal text as `repr` escapes it in single quotes.
fn by_repr(parts: &[(Vec<u8>, bool)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (text, literal) in parts {
        if *literal {
            // A double quote in front makes `repr` choose single quotes.
            let repr = repr_utf8(&[b"\"", &text[..]].concat());
            body.extend_from_slice(&repr.as_bytes()[2..repr.len() - 1]);
        } else {
            body.extend_from_slice(text);
        }
    }
    body
}
