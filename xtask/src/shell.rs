//! Running other programs, and where things are.

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let xtask = manifest.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    xtask.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo's target directory for what xtask makes itself.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The cargo that runs us, in the root of the repository.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Node.js, in `dir`.
pub fn node(dir: impl AsRef<Path>) -> Command {
    let mut command = Command::new("node");
    command.current_dir(dir);
    command
}

/// A one-line announcement of what comes next.
pub fn say(what: impl AsRef<str>) {
    println!("\x1b[1m==> {}\x1b[0m", what.as_ref());
}

/// Runs `command` with our own standard streams; anything but success is an error that shows the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed: {status}", show(command));
    }
    Ok(())
}

/// What `command` prints, trimmed; its standard error is shown as part of the error if it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}\n{}", show(command), output.status, errors.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The path of `program` as a shell would find it.
pub fn find_program(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(&path)
        .flat_map(|dir| suffixes.iter().map(move |suffix| dir.join(format!("{program}{suffix}"))))
        .find(|candidate| candidate.is_file())
}

/// A command line as one would type it (quoting aside).
fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let hint = match program.as_ref() {
        "node" | "npm" => " (install Node.js 20 or later)",
        _ => "",
    };
    format!("cannot start `{program}`{hint}")
}
