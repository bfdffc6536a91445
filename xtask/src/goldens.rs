//! `cargo xtask goldens`: the expected files of the cases, written by the reference interpreter.

use crate::reference;
use crate::shell::{root, run};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

pub fn rewrite(python: Option<&Path>) -> Result<()> {
    let python = reference::checked(python)?;
    for script in [
        "tests/tools/goldens.py",
        "tests/tools/front.py",
        "tests/tools/reference.py",
        "tests/tools/stress.py",
    ] {
        run(Command::new(python)
            .current_dir(root())
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(script))?;
    }
    Ok(())
}
