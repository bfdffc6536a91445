//! Every stage on request, for the conformance tests (`tests/tools/conformance.py` drives it).
//!
//! A request on the standard input is the line `STAGE LENGTH FILENAME`, then the source's LENGTH bytes. The answer on the
//! standard output is the line `ok LENGTH` or `error LENGTH`, then that many bytes: what the stage makes of the source, or
//! the error as CPython prints it. Stages are those of [`Printed::named`], and `pyc`, `pyc-O` and `pyc-OO`.

use ouroscope_front::compiler::Options;
use ouroscope_front::printed::{self, Printed};
use ouroscope_front::unicode::built_in;
use std::io::{self, BufRead, Write};
use std::thread;

/// The main thread's stack in a release; without optimisation the recursive grammar takes far larger frames.
const STACK_BYTES: usize = if cfg!(debug_assertions) { 256 << 20 } else { 8 << 20 };

fn main() -> io::Result<()> {
    let serve = || serve(io::stdin().lock(), io::stdout().lock());
    thread::Builder::new().stack_size(STACK_BYTES).spawn(serve)?.join().expect("it does not panic")
}

fn serve(mut requests: impl BufRead, mut answers: impl Write) -> io::Result<()> {
    let mut header = String::new();
    while requests.read_line(&mut header)? > 0 {
        let mut words = header.trim_end_matches('\n').splitn(3, ' ');
        let (Some(stage), Some(Ok(length)), Some(filename)) =
            (words.next(), words.next().map(str::parse), words.next())
        else {
            return Err(io::Error::other(format!("no request: {header}")));
        };
        let mut bytes = vec![0; length];
        requests.read_exact(&mut bytes)?;
        let (word, answer) = match answer(stage, filename, &bytes) {
            Ok(answer) => ("ok", answer),
            Err(report) => ("error", report.into_bytes()),
        };
        writeln!(answers, "{word} {}", answer.len())?;
        answers.write_all(&answer)?;
        answers.flush()?;
        header.clear();
    }
    Ok(())
}

/// What a stage makes of a source.
///
/// # Errors
/// The complete lines that the command line would print.
fn answer(stage: &str, filename: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    if let Some(what) = Printed::named(stage) {
        let source = printed::read(what, filename, bytes)?;
        return printed::print(what, &source, Options::default(), built_in()).map(String::into_bytes);
    }
    let optimize = match stage {
        "pyc" => 0,
        "pyc-O" => 1,
        "pyc-OO" => 2,
        _ => return Err(format!("no stage named {stage}\n")),
    };
    printed::pyc(&printed::decode(filename, bytes)?, Options { optimize }, built_in())
}
