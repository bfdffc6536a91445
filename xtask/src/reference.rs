//! The interpreter whose answers are the truth.

use crate::shell::output;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// DESIGN.md, section 1.
const REFERENCE: &str = "Python 3.14.8";

/// The interpreter given with `--python`, if it is the reference.
pub fn checked(python: Option<&Path>) -> Result<&Path> {
    let python = python.context("which interpreter? --python PATH")?;
    let version = output(Command::new(python).arg("--version"))?;
    if version != REFERENCE {
        bail!("{} is {version}; the reference is {REFERENCE}", python.display());
    }
    Ok(python)
}
