//! `cargo xtask bench`: how fast, how big, how soon ready.

use crate::npm;
use crate::shell::{cargo, node, root, run, say, target};
use crate::wasm_target::Profile;
use crate::{package, page};
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The package beside Pyodide, in one Node process; the stages before the machine natively beside `python`, too; then
/// seek times, download size and start-up time.
pub fn beside_pyodide(
    only: &[String],
    save: Option<&Path>,
    python: Option<&Path>,
    quick: bool,
) -> Result<()> {
    if only.is_empty() {
        page::build(Profile::Release)?;
    } else {
        package::build(Profile::Release)?;
    }
    npm::install(&benches())?;
    let mut command = node(benches());
    command.arg("bench.mjs").args(only.iter().map(|name| format!("--only={name}")));
    command.args(quick.then_some("--quick"));
    if let Some(python) = python.filter(|_| only.is_empty() || only.iter().any(|name| name == "front")) {
        run(cargo().args(["build", "--release", "--package", "ouroscope-front", "--example", "front"]))?;
        command.arg(format!("--native={}", target().join("release/examples/front").display()));
        command.arg(format!("--python={}", python.display()));
    }
    if let Some(path) = save {
        command.arg(format!("--save={}", std::path::absolute(path)?.display()));
    }
    run(&mut command)
}

/// The benchmark programs under the native command line: a quick look, and something to profile.
pub fn native(only: &[String]) -> Result<()> {
    say("the native command line");
    run(cargo().args(["build", "--release", "--bin", "ouroscope"]))?;
    for program in programs(only)? {
        let started = Instant::now();
        let status = Command::new(target().join("release/ouroscope"))
            .arg("run")
            .arg(&program)
            .stdout(Stdio::null())
            .status()?;
        let seconds = started.elapsed().as_secs_f64();
        let name = program.file_stem().unwrap_or_default().to_string_lossy();
        println!("{name:16} {seconds:7.3} s{}", if status.success() { "" } else { "  FAILED" });
    }
    Ok(())
}

fn programs(only: &[String]) -> Result<Vec<PathBuf>> {
    let mut programs = Vec::new();
    for entry in fs::read_dir(benches().join("programs"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "py")
            && (only.is_empty() || only.contains(&name))
        {
            programs.push(path);
        }
    }
    if programs.is_empty() {
        bail!("no such benchmark program");
    }
    programs.sort();
    Ok(programs)
}

fn benches() -> PathBuf {
    root().join("benches")
}
