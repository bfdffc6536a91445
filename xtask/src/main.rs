//! `cargo xtask`: everything the project does besides compiling itself. Run it without a command for the list.

mod bench;
mod browser;
mod conformance;
mod debian;
mod dev;
mod fingerprint;
mod fuzz;
mod goldens;
mod npm;
mod package;
mod page;
mod reference;
mod serve;
mod server;
mod shell;
mod split;
mod test;
mod wasm_target;

use crate::wasm_target::Profile;
use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::path::PathBuf;

const USAGE: &str = "\
usage: cargo xtask COMMAND [OPTIONS]

  build                   the release npm package in pkg/ and the static page in www/dist
        --quick           a package that is built in seconds, large and slow (also of serve and test)
  serve                   build everything and serve the page at a local address
        --port PORT       (default 8314; the next free one if it is taken and --port is not given)
        --open            open it in the browser
  dev                     the page with rebuild and reload on save (same options as serve)
  test                    every test: formatting, clippy, native, the package under Node, the page in a browser
        --only STEP       one step of it: format, clippy, native, package or page (may be repeated)
  bench                   speed beside Pyodide, seek times, download size, start-up time
        --native          time the benchmark programs with the native command line instead
        --only NAME       one benchmark program, or `front`: the stages before the machine (may be repeated)
        --python PATH     also compare these stages natively with this CPython
        --quick           of `front` an eighth of the files
        --save FILE       also write the figures as JSON
  goldens --python PATH   rewrite the expected files of tests/cases from the reference interpreter
  conformance --python PATH
                          compare every stage with that interpreter over its whole library and test suite
        --stage STAGE     one stage: tokens, ast, symtable, code, code-O, code-OO, dis, unparse, pyc (may be repeated)
        --only TEXT       only files whose path contains the text (all of them, if repeated)
        --quick           the library as `cargo build` makes it
  fuzz --python PATH      mutants of CPython's library through every stage, and beside CPython
        --minutes N       how long to look for what ends the process or never comes back (default 10)
        --mutants N       how many to compare with CPython (default 10000)
        --seed N          other mutants (default 1)
        --quick           the library as `cargo build` makes it

environment:
  OUROSCOPE_WASM_TARGET   rustup or debian: how to get the wasm32-unknown-unknown target (default: rustup, then debian)
  OUROSCOPE_BROWSER       the Chrome or Chromium to test the page in";

fn main() {
    if let Err(error) = run() {
        eprintln!("xtask: {error:#}");
        std::process::exit(1);
    }
}

/// The options of all commands; each command takes those it knows.
#[derive(Default)]
struct Options {
    port: Option<u16>,
    open: bool,
    quick: bool,
    native: bool,
    only: Vec<String>,
    stages: Vec<String>,
    python: Option<PathBuf>,
    save: Option<PathBuf>,
    fuzz: fuzz::Options,
}

fn run() -> Result<()> {
    let mut parser = lexopt::Parser::from_env();
    let mut command = None;
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match (argument, command.as_deref()) {
            (Value(word), None) => command = Some(word.string()?),
            (Short('h') | Long("help"), _) => {
                println!("{USAGE}");
                return Ok(());
            }
            (Long("port"), Some("serve" | "dev")) => options.port = Some(parser.value()?.parse()?),
            (Long("open"), Some("serve" | "dev")) => options.open = true,
            (Long("quick"), Some("bench" | "build" | "serve" | "test" | "conformance" | "fuzz")) => {
                options.quick = true
            }
            (Long("native"), Some("bench")) => options.native = true,
            (Long("only"), Some("bench" | "test" | "conformance")) => {
                options.only.push(parser.value()?.string()?);
            }
            (Long("stage"), Some("conformance")) => options.stages.push(parser.value()?.string()?),
            (Long("minutes"), Some("fuzz")) => options.fuzz.minutes = parser.value()?.parse()?,
            (Long("mutants"), Some("fuzz")) => options.fuzz.mutants = parser.value()?.parse()?,
            (Long("seed"), Some("fuzz")) => options.fuzz.seed = parser.value()?.parse()?,
            (Long("save"), Some("bench")) => options.save = Some(parser.value()?.into()),
            (Long("python"), Some("bench" | "conformance" | "fuzz" | "goldens")) => {
                options.python = Some(parser.value()?.into())
            }
            (other, _) => return Err(other.unexpected().into()),
        }
    }
    let profile = if options.quick { Profile::Quick } else { Profile::Release };
    match command.as_deref() {
        Some("build") => page::build(profile),
        Some("serve") => serve::serve(profile, options.port, options.open),
        Some("dev") => dev::dev(options.port, options.open),
        Some("test") => test::test(profile, &options.only),
        Some("bench") if options.native => bench::native(&options.only),
        Some("bench") => {
            let python = options.python.as_deref();
            bench::beside_pyodide(&options.only, options.save.as_deref(), python, options.quick)
        }
        Some("goldens") => goldens::rewrite(options.python.as_deref()),
        Some("conformance") => {
            let python = options.python.as_deref();
            conformance::conformance(python, options.quick, &options.stages, &options.only)
        }
        Some("fuzz") => {
            options.fuzz.quick = options.quick;
            fuzz::fuzz(options.python.as_deref(), &options.fuzz)
        }
        Some(unknown) => bail!("no command named {unknown}\n{USAGE}"),
        None => bail!("which command?\n{USAGE}"),
    }
}
