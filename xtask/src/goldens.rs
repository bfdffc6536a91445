//! `cargo xtask goldens`: the expected files of the cases, written by the reference interpreter.

use crate::shell::{output, root, run};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// The version whose output is the truth (DESIGN.md, section 1).
const REFERENCE: &str = "Python 3.14.8";

pub fn rewrite(python: Option<&Path>) -> Result<()> {
    let python = python.context("which interpreter? cargo xtask goldens --python PATH")?;
    let version = output(Command::new(python).arg("--version"))?;
    if version != REFERENCE {
        bail!("{} is {version}; expected files come from {REFERENCE}", python.display());
    }
    for script in ["tests/tools/goldens.py", "tests/tools/reference.py"] {
        run(Command::new(python)
            .current_dir(root())
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(script))?;
    }
    Ok(())
}
