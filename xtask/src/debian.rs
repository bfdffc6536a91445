//! Debian's packages: what to do on a machine that reaches Debian's archive and little else.

use crate::shell::{cargo, find_program, output, run, say, target};
use crate::wasm_target::{self, TARGET};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian's `rustc-web` puts its compiler; rustup's shadows it on the path.
const RUSTC: &str = "/usr/bin/rustc";

/// Debian's compiler with a standard library for wasm, which it builds once from Debian's own sources: Debian's
/// packaged one (`libstd-rust-web-dev-wasm32`) exists for no release we can count on.
pub fn rustc_for_wasm() -> Result<PathBuf> {
    let rustc = PathBuf::from(RUSTC);
    let source = Path::new("/usr/lib/rustlib/src/rust/library/std");
    if !rustc.is_file() || !source.is_dir() {
        install(&["rustc-web", "rust-web-src"])?;
    }
    if !wasm_target::installed(&rustc)? {
        build_standard_library(&rustc)?;
    }
    Ok(rustc)
}

/// Installs Debian packages; needs root, as nothing else may.
pub fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if find_program("apt-get").is_none() {
        bail!("cannot install {names}: this is no Debian system (no apt-get)");
    }
    if output(Command::new("id").arg("-u"))? != "0" {
        bail!("cannot install {names}: not root; run `apt-get install {names}` yourself");
    }
    say(format!("apt-get install {names}"));
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    run(apt_get().arg("update"))?;
    run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// Compiles `std` and `panic_abort` for wasm with `rustc` and copies them to where it looks for them.
fn build_standard_library(rustc: &Path) -> Result<()> {
    say("building Debian's standard library for wasm, once (about 40 s)");
    let project = target().join("wasm-std");
    fs::create_dir_all(project.join("src"))?;
    // The empty workspace table keeps cargo from taking the project for a stray member of ours.
    let manifest = "[package]\nname = \"wasm-std\"\nedition = \"2024\"\n[workspace]\n[profile.release]\npanic = \"abort\"\n";
    fs::write(project.join("Cargo.toml"), manifest)?;
    fs::write(project.join("src/lib.rs"), "")?;
    let target_dir = project.join("target");
    run(cargo()
        .current_dir(&project)
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTUP_TOOLCHAIN")
        .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET, "--target-dir"])
        .arg(&target_dir))?;
    let sysroot = output(Command::new(rustc).args(["--print", "sysroot"]))?;
    let libraries = Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib");
    copy_libraries(&target_dir.join(TARGET).join("release/deps"), &libraries)
}

fn copy_libraries(from: &Path, to: &Path) -> Result<()> {
    let cannot = || format!("cannot put the standard library into {} (not root?)", to.display());
    fs::create_dir_all(to).with_context(cannot)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libwasm_std") {
            fs::copy(&path, to.join(&name)).with_context(cannot)?;
        }
    }
    Ok(())
}
