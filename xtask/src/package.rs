//! The npm package: wasm module -> wasm-bindgen -> wasm-opt -> `pkg/`.

use crate::fingerprint::{self, unless_fresh};
use crate::npm;
use crate::shell::{node, root, run, say, target};
use crate::split;
use crate::wasm_target::{self, Profile};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
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

/// LLVM has already inlined what is worth it; what is left for wasm-opt is to make it smaller.
const OPTIMISE: &str = "-Oz";

/// Builds the package unless it is up to date. Only the release is worth wasm-opt, which takes long.
pub fn build(profile: Profile) -> Result<()> {
    let optimise = profile == Profile::Release;
    let toolchain = wasm_target::ensure()?;
    say("the wasm module");
    run(&mut toolchain.build(profile))?;
    let mut inputs = vec![tools().join("package-lock.json"), tools().join(VISIT), rest_glue()];
    inputs
        .extend(["xtask/src/package.rs", "xtask/src/split.rs", FIRST_PROGRAM].map(|file| root().join(file)));
    inputs.extend(MODULES.map(|module| toolchain.module(module.library, profile)));
    let fingerprint = format!("{} {}", fingerprint::of(&inputs)?, profile.name());
    let made = unless_fresh(&target().join("xtask/pkg.stamp"), &fingerprint, &outputs(), || {
        say("pkg/: wasm-bindgen");
        let bound = target().join("xtask/bindgen");
        for module in MODULES {
            bindgen(&toolchain.module(module.library, profile), module.name, &bound)?;
            if optimise {
                say(format!("pkg/: wasm-opt of {}", module.name));
                wasm_opt(&bound.join(format!("{}_bg.wasm", module.name)))?;
            }
        }
        divide(&bound, optimise)?;
        for output in outputs() {
            let name = output.file_name().unwrap_or_default();
            fs::copy(bound.join(name), &output)
                .with_context(|| format!("cannot write {}", output.display()))?;
        }
        Ok(())
    })?;
    if !made {
        println!("pkg/ is up to date");
    }
    Ok(())
}

/// A wasm module of the package.
struct Module {
    /// The library it is compiled from.
    library: &'static str,
    /// What its generated files are called.
    name: &'static str,
}

/// The main module, and what is loaded beside it only when a program needs it.
const MODULES: [Module; 2] = [
    Module { library: "ouroscope", name: "ouroscope" },
    Module { library: "ouroscope_unicode_names", name: "unicode_names" },
];

/// The generated files of the package.
pub fn outputs() -> Vec<PathBuf> {
    let files = |module: Module| {
        [".js", ".d.ts", "_bg.wasm"].map(|end| root().join("pkg").join(format!("{}{end}", module.name)))
    };
    MODULES.into_iter().flat_map(files).chain([root().join("pkg").join(REST)]).collect()
}

/// The second part of the main module.
const REST: &str = "ouroscope_rest.wasm";
/// What finds out which functions the first part needs, and the program that the page opens with.
const VISIT: &str = "visit.mjs";
const FIRST_PROGRAM: &str = "www/src/lessons/programs/names.py";

/// What JavaScript loads the second part with; it is no generated file.
pub fn rest_glue() -> PathBuf {
    root().join("pkg/rest.js")
}

/// Divides the main module in `dir` in two; where there is no time for that, the second part is empty.
fn divide(dir: &Path, optimise: bool) -> Result<()> {
    let module = dir.join("ouroscope_bg.wasm");
    if !optimise {
        return fs::write(dir.join(REST), EMPTY_MODULE).context("cannot write an empty module");
    }
    say("pkg/: a visit of the page, to divide the module");
    let whole = fs::read(&module)?;
    let used = visit(dir, &whole)?;
    let parts = split::split(&whole, &used)?;
    println!(
        "{} bytes: {} in the first part, {} in the rest",
        whole.len(),
        parts.first.len(),
        parts.rest.len()
    );
    fs::write(module, parts.first)?;
    fs::write(dir.join(REST), parts.rest).with_context(|| format!("cannot write {REST}"))
}

/// The header of every module, and nothing behind it.
const EMPTY_MODULE: &[u8] = b"\0asm\x01\0\0\0";

/// The numbers of the functions that a visit calls.
fn visit(dir: &Path, whole: &[u8]) -> Result<BTreeSet<usize>> {
    let (told, numbers) = (dir.join("visited.wasm"), dir.join("visited.txt"));
    fs::write(&told, split::instrumented(whole)?)?;
    fs::write(dir.join("package.json"), r#"{ "type": "module" }"#)?;
    fs::copy(rest_glue(), dir.join("rest.js"))?;
    let program = root().join(FIRST_PROGRAM);
    run(node(tools()).arg(VISIT).arg(dir.join("ouroscope.js")).args([&told, &program, &numbers]))?;
    let numbers = fs::read_to_string(numbers)?;
    numbers.lines().map(|line| line.parse().with_context(|| format!("{line} is no number"))).collect()
}

fn bindgen(module: &Path, name: &str, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .typescript(true)
        .web(true)?
        .generate(out)
        .context("wasm-bindgen cannot process the module")
}

/// Optimises `module` in place.
fn wasm_opt(module: &Path) -> Result<()> {
    npm::install(&tools())?;
    let before = fs::metadata(module)?.len();
    let started = Instant::now();
    let wasm_opt = tools().join("node_modules/binaryen/bin/wasm-opt");
    run(node(tools()).arg(wasm_opt).args(WASM_FEATURES).arg(OPTIMISE).arg(module).arg("-o").arg(module))?;
    let after = fs::metadata(module)?.len();
    println!("{}: {before} -> {after} bytes in {:.0} s", module.display(), started.elapsed().as_secs_f64());
    Ok(())
}

/// The npm packages that xtask itself uses.
fn tools() -> PathBuf {
    root().join("xtask/tools")
}
