//! The stress programs: `tests/stress/cases.json` says which piece of source is repeated how often. The same expansion is in
//! `tests/tools/stress.py` and `benches/stress.mjs`.
use super::root;
use serde::Deserialize;
use std::fs;

#[derive(Deserialize)]
struct Case {
    name: String,
    counts: Vec<usize>,
    before: String,
    open: String,
    middle: String,
    close: String,
    after: String,
}

/// One program.
pub struct Program {
    /// Case, count and variant, as `expected.txt` has them.
    pub name: String,
    pub source: String,
}

/// Every program that `cases.json` describes, whole and broken.
pub fn programs() -> impl Iterator<Item = Program> {
    let text = fs::read_to_string(root().join("stress/cases.json")).expect("the stress cases are there");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("they are JSON");
    cases.into_iter().flat_map(|case| {
        let expanded: Vec<Program> = case.counts.iter().flat_map(|&count| expand(&case, count)).collect();
        expanded
    })
}

/// What CPython says of each program, in their order: its name, and `accepted` or the error.
pub fn expected() -> Vec<(String, String)> {
    let text =
        fs::read_to_string(root().join("stress/expected.txt")).expect("the expected outcomes are there");
    text.lines()
        .map(|line| line.split_once(" | ").expect("a name and an outcome"))
        .map(|(name, outcome)| (name.to_owned(), outcome.to_owned()))
        .collect()
}

fn piece(text: &str, level: usize) -> String {
    text.replace("{indent}", &" ".repeat(level)).replace("{i}", &level.to_string())
}

fn expand(case: &Case, count: usize) -> [Program; 4] {
    let (before, after) = (&case.before, &case.after);
    let middle = piece(&case.middle, count);
    let opening: String = (0..count).map(|level| piece(&case.open, level)).collect();
    let closing: String = (0..count).rev().map(|level| piece(&case.close, level)).collect();
    let juxtaposed = match middle.strip_suffix('\n') {
        Some(line) => format!("{line} 1 1\n"),
        None => format!("{middle} 1 1"),
    };
    let unmatched = piece(&case.close, 0).trim().to_owned() + ")";
    let program = |variant, source| Program { name: format!("{} x {count} {variant}", case.name), source };
    [
        program("whole", format!("{before}{opening}{middle}{closing}{after}")),
        program("cut", format!("{before}{opening}")),
        program("juxtaposed", format!("{before}{opening}{juxtaposed}{closing}{after}")),
        program("unmatched", format!("{before}{opening}{middle}{closing}{unmatched}{after}")),
    ]
}
