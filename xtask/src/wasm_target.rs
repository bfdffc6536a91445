//! The `wasm32-unknown-unknown` target: from rustup where it can be had, else built from Debian's sources.

use crate::debian;
use crate::shell::{cargo, output, run, say, target};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name of the target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A profile of `Cargo.toml` that the wasm module is built with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What is published: small and fast, minutes to build.
    Release,
    /// For work on the page: large and slow, seconds to build.
    Quick,
}

impl Profile {
    /// Its name in `Cargo.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "wasm",
            Self::Quick => "wasm-quick",
        }
    }
}

/// A compiler that can make wasm.
pub struct Toolchain {
    /// The compiler to use instead of cargo's own, and its linker.
    other: Option<(PathBuf, PathBuf)>,
    target_dir: PathBuf,
}

impl Toolchain {
    /// A `cargo build` of the libraries for wasm.
    pub fn build(&self, profile: Profile) -> Command {
        let mut command = cargo();
        command
            .args(["build", "--profile", profile.name(), "--lib", "--target", TARGET])
            .args(["--package", "ouroscope", "--package", "ouroscope-unicode-names", "--target-dir"])
            .arg(&self.target_dir);
        if let Some((rustc, linker)) = &self.other {
            command.env("RUSTC", rustc).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
        command
    }

    /// Whether this is a compiler other than cargo's own.
    pub fn is_other_compiler(&self) -> bool {
        self.other.is_some()
    }

    /// The wasm module that [`Toolchain::build`] makes of a library.
    pub fn module(&self, library: &str, profile: Profile) -> PathBuf {
        self.target_dir.join(TARGET).join(profile.name()).join(format!("{library}.wasm"))
    }
}

/// Finds the target or installs it, as `OUROSCOPE_WASM_TARGET` says.
pub fn ensure() -> Result<Toolchain> {
    match env::var("OUROSCOPE_WASM_TARGET").as_deref() {
        Ok("rustup") => from_rustup(),
        Ok("debian") => from_debian(),
        Ok(other) => bail!("OUROSCOPE_WASM_TARGET={other}: it can be rustup or debian"),
        Err(_) => from_rustup().or_else(|rustup| {
            say(format!("{rustup:#}; trying Debian's compiler"));
            from_debian().with_context(|| format!("no {TARGET} target to be had: {rustup:#}"))
        }),
    }
}

fn from_rustup() -> Result<Toolchain> {
    if !installed(Path::new("rustc"))? {
        say(format!("rustup target add {TARGET}"));
        run(Command::new("rustup").args(["target", "add", TARGET]))?;
    }
    Ok(Toolchain { other: None, target_dir: target() })
}

fn from_debian() -> Result<Toolchain> {
    let rustc = debian::rustc_for_wasm()?;
    // A target directory of its own: two compilers in one make each other's work stale.
    Ok(Toolchain { other: Some((rustc, linker()?)), target_dir: target().join("debian-rustc") })
}

/// Whether `rustc` has a standard library for wasm.
pub fn installed(rustc: &Path) -> Result<bool> {
    let libraries = output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    let Ok(entries) = std::fs::read_dir(libraries) else { return Ok(false) };
    Ok(entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

/// The linker that comes with rustup's own toolchain; it needs nothing of the target.
pub fn linker() -> Result<PathBuf> {
    let sysroot = PathBuf::from(output(Command::new("rustc").args(["--print", "sysroot"]))?);
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let linker = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    if !linker.is_file() {
        bail!("{} is missing", linker.display());
    }
    Ok(linker)
}
