//! `cargo xtask conformance`: every stage equals CPython's over CPython's whole library and test suite.

use crate::reference;
use crate::shell::{cargo, root, run, say, target};
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

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
    let mut compare = Command::new(python);
    compare.current_dir(root()).env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
    compare.arg("tests/tools/conformance.py").arg(worker).arg("--cache").arg(cache);
    compare.args(stages.iter().flat_map(|stage| ["--stage", stage.as_str()]));
    compare.args(only.iter().flat_map(|text| ["--only", text.as_str()]));
    run(&mut compare)
}
