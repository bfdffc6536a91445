//! `cargo xtask fuzz`: mutants of CPython's library through every stage, and what CPython says of them.

use crate::reference;
use crate::shell::{cargo, output, root, run, say, target};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A mutant that takes longer is a hang.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the library is that the mutants are made of; its tests are left out.
const LIST_LIBRARY: &str = "\
import os
for folder, folders, files in os.walk(os.path.dirname(os.__file__)):
    folders[:] = sorted(set(folders) - {'test', 'tests', 'site-packages', 'dist-packages', '__pycache__'})
    for name in sorted(files):
        if name.endswith('.py'):
            print(os.path.join(folder, name))";

pub struct Options {
    pub minutes: f64,
    pub mutants: u64,
    pub seed: u64,
    /// Take the library as `cargo build` makes it, which checks for overflow and is slow.
    pub quick: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { minutes: 10.0, mutants: 10_000, seed: 1, quick: false }
    }
}

pub fn fuzz(python: Option<&Path>, options: &Options) -> Result<()> {
    let python = reference::checked(python)?;
    say("the fuzzer");
    let mut build = cargo();
    build.args(["build", "--package", "ouroscope-front", "--example", "fuzz"]);
    if !options.quick {
        build.arg("--release");
    }
    run(&mut build)?;
    let fuzzer = Fuzzer::new(python, options)?;
    let failures = fuzzer.crashes()?;
    fuzzer.compare(python)?;
    if failures > 0 {
        bail!("{failures} mutants crash or hang: see {}", fuzzer.directory.display());
    }
    Ok(())
}

struct Fuzzer<'a> {
    program: PathBuf,
    list: PathBuf,
    /// For what is found.
    directory: PathBuf,
    options: &'a Options,
}

impl<'a> Fuzzer<'a> {
    fn new(python: &Path, options: &'a Options) -> Result<Self> {
        let directory = target().join("xtask/fuzz");
        fs::create_dir_all(&directory)?;
        let list = directory.join("list");
        fs::write(&list, output(Command::new(python).args(["-c", LIST_LIBRARY]))? + "\n")?;
        let profile = if options.quick { "debug" } else { "release" };
        let program = target().join(profile).join("examples/fuzz");
        Ok(Self { program, list, directory, options })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(&self.list).arg(self.options.seed.to_string());
        command
    }

    /// Runs the stages on mutants until the time is over; returns how many ended the process or never came back.
    fn crashes(&self) -> Result<u64> {
        say(format!("every stage, {} minutes, seed {}", self.options.minutes, self.options.seed));
        let started = Instant::now();
        let (mut next, mut failures) = (0, 0);
        loop {
            let left = self.options.minutes * 60.0 - started.elapsed().as_secs_f64();
            if left < 1.0 {
                break;
            }
            match self.run_from(next, left as u64)? {
                Stopped::OutOfTime(reached) => next = reached,
                Stopped::At(mutant, how) => {
                    let path = self.directory.join(format!("crash-{mutant}.py"));
                    let shown = File::create(&path)?;
                    run(self.command().args(["show", &mutant.to_string()]).stdout(shown))?;
                    println!("mutant {mutant} {how}: {}", path.display());
                    failures += 1;
                    next = mutant + 1;
                }
            }
        }
        println!("{next} mutants, {failures} crashes or hangs");
        Ok(failures)
    }

    fn run_from(&self, first: u64, seconds: u64) -> Result<Stopped> {
        let progress = self.directory.join("progress");
        fs::write(&progress, first.to_string())?;
        let mut child = self
            .command()
            .args(["run", &first.to_string(), &seconds.to_string()])
            .arg(&progress)
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the fuzzer")?;
        let (mut seen, mut since) = (first, Instant::now());
        loop {
            let status = child.try_wait()?;
            let reached = fs::read_to_string(&progress)?.trim().parse().unwrap_or(seen);
            match status {
                Some(status) if status.success() => return Ok(Stopped::OutOfTime(reached + 1)),
                Some(status) => return Ok(Stopped::At(reached, format!("ends the process: {status}"))),
                None if reached != seen => (seen, since) = (reached, Instant::now()),
                None if since.elapsed() > PATIENCE => {
                    child.kill()?;
                    child.wait()?;
                    return Ok(Stopped::At(reached, format!("takes longer than {PATIENCE:?}")));
                }
                None => thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    /// What CPython accepts, we accept, and what it refuses, we refuse.
    fn compare(&self, python: &Path) -> Result<()> {
        say(format!("{} mutants beside CPython", self.options.mutants));
        let sample = self.directory.join("sample");
        let written = File::create(&sample)?;
        run(self.command().args(["sample", &self.options.mutants.to_string()]).stdout(written))?;
        run(Command::new(python)
            .current_dir(root())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg("tests/tools/fuzz.py")
            .arg(sample)
            .arg(self.directory.join("differences")))
    }
}

enum Stopped {
    /// The number of the next mutant.
    OutOfTime(u64),
    /// The mutant at fault, and what it does.
    At(u64, String),
}
