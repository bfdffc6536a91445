//! `cargo xtask dev`: Vite serves the page and reloads it; we rebuild the package whenever Rust is saved.

use crate::npm::{self, npm};
use crate::shell::{root, say};
use crate::wasm_target::Profile;
use crate::{fingerprint, package, page};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Child;
use std::thread;
use std::time::Duration;

/// How often the sources are looked at.
const PERIOD: Duration = Duration::from_millis(400);

pub fn dev(port: Option<u16>, open: bool) -> Result<()> {
    package::build(Profile::Quick)?;
    npm::install(&page::www())?;
    let mut vite = Vite(start_vite(port, open)?);
    let mut built = fingerprint::of(&sources())?;
    loop {
        thread::sleep(PERIOD);
        if let Some(status) = vite.0.try_wait()? {
            bail!("Vite stopped: {status}");
        }
        // A file may vanish between listing and reading while an editor saves; the next look sees it.
        let Ok(now) = fingerprint::of(&sources()) else { continue };
        if now == built {
            continue;
        }
        built = now;
        match package::build(Profile::Quick) {
            Ok(()) => say("rebuilt; the page reloads"),
            Err(error) => eprintln!("xtask: {error:#}\n(waiting for the next save)"),
        }
    }
}

/// Ends with us, also when we end with an error.
struct Vite(Child);

impl Drop for Vite {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start_vite(port: Option<u16>, open: bool) -> Result<Child> {
    let mut command = npm(&page::www());
    command.args(["exec", "--", "vite"]);
    if let Some(port) = port {
        command.args(["--strictPort", "--port", &port.to_string()]);
    }
    if open {
        command.arg("--open");
    }
    command.spawn().context("cannot start Vite")
}

/// What the package is made of.
fn sources() -> [PathBuf; 4] {
    ["src", "crates", "Cargo.toml", "Cargo.lock"].map(|name| root().join(name))
}
