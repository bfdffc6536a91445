//! `cargo xtask test`: every test there is. A failing step does not keep the later ones from running.

use crate::npm::{self, npm};
use crate::server::Server;
use crate::shell::{cargo, node, root, run, say};
use crate::wasm_target::{self, Profile, TARGET};
use crate::{browser, package, page};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

type Step = (&'static str, fn(Profile) -> Result<()>);

/// The steps, cheapest first.
const STEPS: [Step; 5] = [
    ("format", format),
    ("clippy", clippy),
    ("native", native),
    ("package", package_in_node),
    ("page", page_in_browser),
];

pub fn test(profile: Profile, only: &[String]) -> Result<()> {
    if let Some(unknown) = only.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name)) {
        bail!("no test step named {unknown}");
    }
    let chosen = STEPS.iter().filter(|(name, _)| only.is_empty() || only.iter().any(|wanted| wanted == name));
    let mut summary = Vec::new();
    let (mut passed, mut failed) = (0, 0);
    for (name, step) in chosen {
        say(format!("test: {name}"));
        let started = Instant::now();
        let verdict = match step(profile) {
            Ok(()) => {
                passed += 1;
                "ok".to_owned()
            }
            Err(error) => {
                failed += 1;
                eprintln!("xtask: {name}: {error:#}");
                format!("FAILED: {}", error.root_cause().to_string().lines().next().unwrap_or_default())
            }
        };
        summary.push(format!("{name:8} {:4.0} s  {verdict}", started.elapsed().as_secs_f64()));
    }
    println!("\n{}", summary.join("\n"));
    println!("steps: {passed} passed, {failed} failed");
    if failed > 0 { bail!("some tests failed") } else { Ok(()) }
}

fn format(_: Profile) -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(_: Profile) -> Result<()> {
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    // `src/wasm.rs` exists for wasm alone. Debian's compiler comes without clippy; the native run has seen the rest.
    let target = wasm_target::ensure()?;
    if target.is_other_compiler() {
        println!("(no clippy for {TARGET} with Debian's compiler: src/wasm.rs is only compiled)");
        return Ok(());
    }
    run(cargo().args(["clippy", "--lib", "--target", TARGET, "--", "-D", "warnings"]))
}

fn native(_: Profile) -> Result<()> {
    run(cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

fn package_in_node(profile: Profile) -> Result<()> {
    package::build(profile)?;
    npm::install(&root().join("tests/node"))?;
    let mut files = fs::read_dir(root().join("tests/node"))?
        .map(|entry| Ok(entry?.path()))
        .filter(|path| path.as_ref().is_ok_and(|path| path.to_string_lossy().ends_with(".test.mjs")))
        .collect::<Result<Vec<PathBuf>>>()?;
    files.sort();
    run(node(root()).arg("--test").args(files))
}

fn page_in_browser(profile: Profile) -> Result<()> {
    page::build(profile)?;
    npm::install(&page::www())?;
    let browser = browser::ensure()?;
    println!("in {}", browser.display());
    let server = Server::bind(0, page::dist()).context("cannot listen on any port")?;
    let address = server.address();
    thread::spawn(move || server.run());
    run(npm(&page::www())
        .args(["run", "--silent", "test"])
        .env("OUROSCOPE_BROWSER", browser)
        .env("OUROSCOPE_URL", address))
}
