//! `from __future__ import barry_as_FLUFL` (PEP 401): behind it, `<>` is the operator and `!=` an error
//! (`_PyPegen_checked_future_import` and `_PyPegen_check_barry_as_flufl`, `Parser/action_helpers.c`).

use super::{Kind, Token, Tokens};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Source;
use std::borrow::Cow;

const FEATURE: &str = "barry_as_FLUFL";

/// The tokens as the parser is to see them, and the error of the first `!=`, should the parser get there.
pub fn with_flufl<'a>(source: &Source, tokens: &'a Tokens) -> (Cow<'a, Tokens>, Option<Diagnostic>) {
    let import = source.text().contains(FEATURE).then(|| end_of_import(source, tokens)).flatten();
    let Some(end) = import else { return (Cow::Borrowed(tokens), None) };
    let unequal = tokens.all[end..].iter().find(|token| token.kind == Kind::NotEqual).map(|token| {
        let message = "with Barry as BDFL, use '<>' instead of '!='";
        Diagnostic::new(DiagnosticKind::SyntaxError, message, token.span)
    });
    (Cow::Owned(rewrite(tokens, end)), unequal)
}

/// Where the first statement ends that imports the feature: an index of [`Tokens::all`].
fn end_of_import(source: &Source, tokens: &Tokens) -> Option<usize> {
    let all = tokens.significant.iter().map(|&index| tokens.all[index as usize]).collect::<Vec<_>>();
    let is_import = |window: &[Token]| {
        let kinds = [window[0].kind, window[1].kind, window[2].kind];
        kinds == [Kind::From, Kind::Name, Kind::Import] && source.slice(window[1].span) == "__future__"
    };
    let ends = |token: &Token| matches!(token.kind, Kind::Newline | Kind::Semi);
    for start in (0..all.len().saturating_sub(2)).filter(|&start| is_import(&all[start..start + 3])) {
        let length = all[start..].iter().position(ends).unwrap_or(all.len() - start);
        let names = all[start + 2..start + length].windows(2);
        let imports = |pair: &[Token]| pair[0].kind != Kind::As && source.slice(pair[1].span) == FEATURE;
        if names.clone().any(imports) {
            return tokens.significant.get(start + length).map(|&index| index as usize);
        }
    }
    None
}

/// Makes one token of each `<>` behind an index.
fn rewrite(tokens: &Tokens, end: usize) -> Tokens {
    let mut rewritten = Tokens {
        error: tokens.error.clone(),
        in_fstring: tokens.in_fstring,
        open_brackets: tokens.open_brackets.clone(),
        ..Tokens::default()
    };
    let mut rest = tokens.all.iter().enumerate().peekable();
    while let Some((index, token)) = rest.next() {
        let mut token = *token;
        let follows = |next: &Token| next.kind == Kind::Greater && next.span.start == token.span.end;
        if index > end
            && token.kind == Kind::Less
            && let Some((_, greater)) = rest.next_if(|(_, next)| follows(next))
        {
            token = Token { kind: Kind::NotEqual, span: token.span.to(greater.span) };
        }
        rewritten.push(token.kind, token.span.start as usize, token.span.end as usize);
    }
    rewritten
}

#[cfg(test)]
mod tests {
    use crate::parser::{Mode, parse};
    use crate::source::Source;

    fn error(rest: &str) -> Option<String> {
        let source = Source::new("x.py", &format!("from __future__ import barry_as_FLUFL\n{rest}"));
        parse(&source, &crate::lexer::scan(&source), Mode::Module).err().map(|error| error.message)
    }

    #[test]
    fn the_operator_changes_behind_the_import() {
        let unequal = Some("with Barry as BDFL, use '<>' instead of '!='".to_owned());
        assert_eq!(error("x <> 2 <> f'{1 <> 2!r}'\n"), None);
        assert_eq!(error("x < > 2\n"), Some("invalid syntax".to_owned()));
        assert_eq!(error("x != 2\n"), unequal);
        assert_eq!(error("x = (1 != \n"), unequal);
        assert_eq!(error("x = = 1 != 2\n"), Some("invalid syntax".to_owned()));
        assert_eq!(error("x = != 2\n"), Some("invalid syntax".to_owned()));
    }
}
