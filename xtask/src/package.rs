//! The npm package: wasm module -> wasm-bindgen -> wasm-opt -> `pkg/`.

use crate::fingerprint::{self, unless_fresh};
use crate::npm;
use crate::shell::{node, root, run, say, target};
use crate::wasm_target;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wasm_bindgen_cli_support::Bindgen;

/// The features of WebAssembly that rustc uses by default; wasm-bindgen drops the section that names them,
/// and without them wasm-opt refuses the module.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the release package unless it is up to date.
pub fn build() -> Result<()> {
    make(true)
}

/// Builds the package without wasm-opt, which takes longer than all the rest.
pub fn build_unoptimised() -> Result<()> {
    make(false)
}

fn make(optimise: bool) -> Result<()> {
    let toolchain = wasm_target::ensure()?;
    say("the wasm module");
    run(&mut toolchain.build())?;
    let module = toolchain.module();
    let inputs = [module.clone(), tools().join("package-lock.json"), root().join("xtask/src/package.rs")];
    let fingerprint = format!("{} optimise={optimise}", fingerprint::of(&inputs)?);
    let made = unless_fresh(&target().join("xtask/pkg.stamp"), &fingerprint, &outputs(), || {
        say("pkg/: wasm-bindgen");
        bindgen(&module)?;
        if optimise { wasm_opt() } else { Ok(()) }
    })?;
    if !made {
        println!("pkg/ is up to date");
    }
    Ok(())
}

/// The generated files of the package.
pub fn outputs() -> Vec<PathBuf> {
    ["ouroscope.js", "ouroscope.d.ts", "ouroscope_bg.wasm"]
        .iter()
        .map(|name| root().join("pkg").join(name))
        .collect()
}

fn bindgen(module: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name("ouroscope")
        .typescript(true)
        .web(true)?
        .generate(root().join("pkg"))
        .context("wasm-bindgen cannot process the module")
}

fn wasm_opt() -> Result<()> {
    npm::install(&tools())?;
    let module = root().join("pkg/ouroscope_bg.wasm");
    let before = fs::metadata(&module)?.len();
    let started = Instant::now();
    say("pkg/: wasm-opt");
    run(node(tools())
        .arg("node_modules/binaryen/bin/wasm-opt")
        .args(WASM_FEATURES)
        .arg("-O3")
        .arg(&module)
        .arg("-o")
        .arg(&module))?;
    let after = fs::metadata(&module)?.len();
    println!("ouroscope_bg.wasm: {before} -> {after} bytes in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// The npm packages that xtask itself uses.
fn tools() -> PathBuf {
    root().join("xtask/tools")
}
