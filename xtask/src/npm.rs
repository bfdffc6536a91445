//! npm packages, installed from their lock files when missing or changed.

use crate::fingerprint;
use crate::shell::{find_program, run, say};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// The npm client, in `dir`.
pub fn npm(dir: &Path) -> Command {
    // On Windows npm is a script, which only its full name starts.
    let mut command = Command::new(find_program("npm").unwrap_or_else(|| "npm".into()));
    command.current_dir(dir);
    command
}

/// Makes `dir/node_modules` hold what `dir/package-lock.json` says.
pub fn install(dir: &Path) -> Result<()> {
    let modules = dir.join("node_modules");
    let wanted = fingerprint::of(&[dir.join("package-lock.json")])?;
    fingerprint::unless_fresh(&modules.join(".xtask-stamp"), &wanted, &[], || {
        say(format!("npm dependencies of {}", dir.display()));
        run(npm(dir).args(["ci", "--no-audit", "--no-fund"]))
            .with_context(|| format!("cannot install the npm dependencies of {}", dir.display()))
    })?;
    Ok(())
}
