//! Chrome or Chromium: found, or installed.

use crate::debian;
use crate::page;
use crate::shell::{find_program, node, output, say};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const ELSEWHERE: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/// A browser to test the page in; the page's npm dependencies (Playwright) must be installed.
pub fn ensure() -> Result<PathBuf> {
    if let Some(asked) = env::var_os("OUROSCOPE_BROWSER").map(PathBuf::from) {
        if !asked.is_file() {
            bail!("OUROSCOPE_BROWSER={}: there is no such file", asked.display());
        }
        return Ok(asked);
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    say("no Chrome or Chromium found: installing one");
    download().or_else(|download| {
        debian::install(&["chromium"]).with_context(|| {
            format!(
                "no browser to be had; install Chrome or Chromium, or set OUROSCOPE_BROWSER ({download:#})"
            )
        })?;
        installed().context("Debian's chromium package has no /usr/bin/chromium")
    })
}

fn installed() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| find_program(name));
    let elsewhere = || ELSEWHERE.iter().map(PathBuf::from).find(|path| path.is_file());
    on_path.or_else(elsewhere).or_else(playwrights_own)
}

/// The browser that Playwright downloaded for itself, now or earlier.
fn playwrights_own() -> Option<PathBuf> {
    let script = "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))";
    let path = PathBuf::from(output(node(page::www()).args(["-e", script])).ok()?);
    path.is_file().then_some(path)
}

fn download() -> Result<PathBuf> {
    // Its complaints are long and say nothing that the error below does not.
    output(node(page::www()).args(["node_modules/playwright-core/cli.js", "install", "chromium"]))
        .map_err(|_| anyhow::anyhow!("Playwright could not download Chromium"))?;
    playwrights_own().context("Playwright downloaded no Chromium")
}

/// Opens `address` in the user's own browser; a machine without one is no error.
pub fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = match env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let quiet = || Stdio::null();
    let started = Command::new(program).args(arguments).arg(address).stdout(quiet()).stderr(quiet()).spawn();
    if started.is_err() {
        println!("(no way to open a browser here: {program} cannot be started)");
    }
}
