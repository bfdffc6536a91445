//! Skipping what is up to date: a stamp file holds the fingerprint of the inputs that made an output.

use anyhow::{Context, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Directories that are never anybody's input.
const NOT_INPUT: [&str; 5] = ["node_modules", "dist", "target", ".git", "test-results"];

/// A fingerprint of the names and contents of `inputs`; directories are read recursively, what is missing counts as empty.
pub fn of(inputs: &[PathBuf]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(input, &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Runs `make` unless `stamp` holds `fingerprint` and all `outputs` exist. Says whether it ran.
pub fn unless_fresh(
    stamp: &Path,
    fingerprint: &str,
    outputs: &[PathBuf],
    make: impl FnOnce() -> Result<()>,
) -> Result<bool> {
    let fresh = fs::read_to_string(stamp).is_ok_and(|old| old == fingerprint);
    if fresh && outputs.iter().all(|output| output.exists()) {
        return Ok(false);
    }
    // A stamp must never outlive the output it speaks of, should `make` fail half way.
    let _ = fs::remove_file(stamp);
    make()?;
    if let Some(parent) = stamp.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(true)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    if !path.is_dir() || path.file_name().is_some_and(|name| NOT_INPUT.iter().any(|skip| name == *skip)) {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
