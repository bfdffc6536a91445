//! The substitutions that keep the expected files small; `tests/tools/goldens.py` applies the same ones.

const STATEMENTS: [&str; 28] = [
    "FunctionDef",
    "AsyncFunctionDef",
    "ClassDef",
    "Return",
    "Delete",
    "Assign",
    "TypeAlias",
    "AugAssign",
    "AnnAssign",
    "For",
    "AsyncFor",
    "While",
    "If",
    "With",
    "AsyncWith",
    "Match",
    "Raise",
    "Try",
    "TryStar",
    "Assert",
    "Import",
    "ImportFrom",
    "Global",
    "Nonlocal",
    "Expr",
    "Pass",
    "Break",
    "Continue",
];
const POSITION_FIELDS: [(&str, &str); 4] =
    [("lineno=", "@"), (", col_offset=", ":"), (", end_lineno=", "-"), (", end_col_offset=", ":")];

/// Shortens `lineno=1, col_offset=2, end_lineno=1, end_col_offset=3)` to `@1:2-1:3)` and starts a line at each statement.
pub fn fold_ast(dump: &str) -> String {
    let mut folded = String::with_capacity(dump.len());
    let mut rest = dump;
    while !rest.is_empty() {
        if let Some((position, length)) =
            after_separator(&folded, &["(", ", "]).then(|| position(rest)).flatten()
        {
            folded.push_str(&position);
            rest = &rest[length..];
            continue;
        }
        if after_separator(&folded, &["[", ", "]) && starts_statement(rest) {
            folded.push('\n');
        }
        let next = rest.chars().next().map_or(0, char::len_utf8);
        folded.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    folded
}

fn after_separator(before: &str, separators: &[&str]) -> bool {
    separators.iter().any(|separator| before.ends_with(separator))
}

fn starts_statement(text: &str) -> bool {
    STATEMENTS.iter().any(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')))
}

/// The short form of the position at the start of the text (its `)` included), and the length of the long one.
fn position(text: &str) -> Option<(String, usize)> {
    let mut short = String::new();
    let mut rest = text;
    for (long, mark) in POSITION_FIELDS {
        rest = rest.strip_prefix(long)?;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        short.push_str(mark);
        short.push_str(&rest[..digits]);
        rest = &rest[digits..];
    }
    rest = rest.strip_prefix(')')?;
    short.push(')');
    Some((short, text.len() - rest.len()))
}

/// Addresses removed: ` at 0x7f…` becomes ` at 0x`.
pub fn mask_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        masked.push_str(" at 0x");
        masked.push_str(part.trim_start_matches(|c: char| matches!(c, '0'..='9' | 'a'..='f')));
    }
    masked
}

/// Lines of `python -m tokenize` without their padding: place, type, text. (A type of 15 letters or more fills its column.)
pub fn unpad_tokens(text: &str) -> String {
    let unpad = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap_or((line, ""));
        let text = rest.trim().trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '_');
        let kind = rest.trim().strip_suffix(text).unwrap_or_default();
        format!("{place}: {kind} {}\n", text.trim_start())
    };
    text.lines().map(unpad).collect()
}
