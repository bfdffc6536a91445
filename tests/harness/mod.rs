//! What the tests over files share: finding programs, comparing with the expected text, and reporting.
//!
//! `CASES=lists/ cargo test --test stages` runs only the programs whose path contains the text; `SHOWN=500` prints that
//! many differences in full.
#![allow(dead_code)]

pub mod code_dump;
pub mod code_read;
pub mod fold;
pub mod machine;
pub mod stress;

use std::fmt::Write as _;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// A recursive grammar takes large stack frames in a debug build; the release build stays far below this.
const STACK_BYTES: usize = 64 << 20;
/// Differences printed in full unless `SHOWN` says otherwise; the rest are named only.
const SHOWN: usize = 12;

/// One program and its expected text.
pub struct Case {
    /// Path of the program.
    pub path: PathBuf,
    /// Path relative to `tests/`: what CPython was given as the file name.
    pub name: String,
    pub source: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let source = fs::read_to_string(&path).expect("a test program is UTF-8 text");
        let name = path.strip_prefix(root()).expect("it lies below tests/").to_string_lossy().into_owned();
        Self { path, name, source }
    }

    /// The expected text of a stage; `None` where CPython's output was not kept.
    pub fn expected(&self, stage: &str) -> Option<String> {
        fs::read_to_string(self.path.with_extension("expected").join(stage)).ok()
    }

    /// What the program reads from standard input.
    pub fn stdin(&self) -> String {
        fs::read_to_string(self.path.with_extension("stdin")).unwrap_or_default()
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn programs_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of test programs exists");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    paths.into_iter().filter(|path| path.extension().is_some_and(|e| e == "py")).collect()
}

fn wanted(case: &Case) -> bool {
    std::env::var("CASES").map_or(true, |filter| case.name.contains(&filter))
}

/// The programs of `cases/<feature>/`.
pub fn cases() -> Vec<Case> {
    programs_by_folder("cases")
}

/// The programs of each folder in a folder of `tests/`.
pub fn programs_by_folder(folder: &str) -> Vec<Case> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .expect("the folder exists")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().flat_map(|folder| programs_in(folder)).map(Case::read).filter(wanted).collect()
}

/// The programs of one folder of `tests/`.
pub fn programs(folder: &str) -> Vec<Case> {
    programs_in(&root().join(folder)).into_iter().map(Case::read).filter(wanted).collect()
}

/// Whether a stage's text is the expected one.
///
/// # Errors
/// The first line that differs, with the lines around it.
pub fn check(stage: &str, actual: &str, expected: &str) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (actual.split('\n').collect(), expected.split('\n').collect());
    let same = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let mut report = format!("{stage} differs at line {}\n", same + 1);
    for line in &theirs[same.saturating_sub(3)..same] {
        let _ = writeln!(report, "          {}", clip(line, 0));
    }
    let column = first_difference(ours.get(same), theirs.get(same));
    for (label, lines) in [("expected", &theirs), ("ours    ", &ours)] {
        match lines.get(same) {
            Some(line) => {
                let _ = writeln!(report, "{label}: {}", clip(line, column));
            }
            None => {
                let _ = writeln!(report, "{label}: (ends here)");
            }
        }
    }
    Err(report)
}

fn first_difference(ours: Option<&&str>, theirs: Option<&&str>) -> usize {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return 0 };
    ours.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count()
}

/// At most 160 characters of a line, around a column.
fn clip(line: &str, column: usize) -> String {
    let start = column.saturating_sub(60);
    let text: String = line.chars().skip(start).take(160).collect();
    if start > 0 { format!("…{text}") } else { text }
}

/// Runs `test` on every case and fails with a report if any fails; a panic is a failure of its case only.
pub fn run_all(stage: &str, cases: Vec<Case>, test: impl Fn(&Case) -> Result<(), String> + Send + 'static) {
    let total = cases.len();
    let failures = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || -> Vec<(String, String)> {
            let verdict = |case: &Case| {
                panic::catch_unwind(AssertUnwindSafe(|| test(case)))
                    .unwrap_or_else(|cause| Err(format!("panicked: {}", panic_text(cause.as_ref()))))
            };
            cases.iter().filter_map(|case| verdict(case).err().map(|why| (case.name.clone(), why))).collect()
        })
        .expect("a thread can be started")
        .join()
        .expect("panics are caught per case");
    if failures.is_empty() {
        return;
    }
    let shown = std::env::var("SHOWN").ok().and_then(|number| number.parse().ok()).unwrap_or(SHOWN);
    let mut report = format!("{stage}: {} of {total} cases fail\n", failures.len());
    for (name, why) in failures.iter().take(shown) {
        let _ = writeln!(report, "--- {name}: {why}");
    }
    let rest: Vec<&str> = failures.iter().skip(shown).map(|(name, _)| name.as_str()).collect();
    if !rest.is_empty() {
        let _ = writeln!(report, "and {}", rest.join(" "));
    }
    panic!("{report}");
}

fn panic_text(cause: &(dyn std::any::Any + Send)) -> &str {
    let text = cause.downcast_ref::<&str>().copied();
    text.or_else(|| cause.downcast_ref::<String>().map(String::as_str)).unwrap_or("(no message)")
}
