//! `cargo xtask conformance`: every stage equals CPython's over CPython's whole library and test suite.

use crate::reference;
use crate::shell::{cargo, root, run, say, target};
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The stage that runs the test programs from our `.pyc` files; the others compare what is made of CPython's library.
const PROGRAMS: &str = "pyc";

/// Compares the native release library with the interpreter; `quick` takes the library as `cargo build` makes it.
pub fn conformance(python: Option<&Path>, quick: bool, stages: &[String], only: &[String]) -> Result<()> {
    let python = reference::checked(python)?;
    say("the library");
    let mut build = cargo();
    build.args(["build", "--package", "ouroscope-front", "--example", "batch"]);
    if !quick {
        build.arg("--release");
    }
    run(&mut build)?;
    let worker = target().join(if quick { "debug" } else { "release" }).join("examples/batch");
    let cache = target().join("xtask/conformance.json");
    fs::create_dir_all(target().join("xtask"))?;
    say("beside CPython");
    let script = |name: &str| {
        let mut script = Command::new(python);
        script.current_dir(root()).env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
        script.arg(name).arg(&worker).args(only.iter().flat_map(|text| ["--only", text.as_str()]));
        script
    };
    let (programs, texts): (Vec<_>, Vec<_>) = stages.iter().partition(|stage| *stage == PROGRAMS);
    let mut compare = script("tests/tools/conformance.py");
    compare.arg("--cache").arg(cache).args(texts.iter().flat_map(|stage| ["--stage", stage.as_str()]));
    let compared = if programs.is_empty() || !texts.is_empty() { run(&mut compare) } else { Ok(()) };
    let ran = if !programs.is_empty() || texts.is_empty() {
        run(&mut script("tests/tools/pyc.py"))
    } else {
        Ok(())
    };
    compared.and(ran)
}
