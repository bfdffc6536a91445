//! `cargo xtask fuzz` runs this: every stage on mutants of real programs. A mutant is a function of the files, the seed and its
//! number, so a crash needs no more than its number.
//!
//! ```text
//! fuzz LIST SEED run FIRST SECONDS PROGRESS   all stages on mutants from FIRST on; PROGRESS holds the number of the present one
//! fuzz LIST SEED show NUMBER                  the mutant's bytes
//! fuzz LIST SEED sample COUNT                 a line for each: bytes in hex, and what became of them
//! ```
mod mutate;
mod random;

use mutate::Corpus;
use ouroscope_front::ast::{self, DumpOptions};
use ouroscope_front::bytecode::{dis, marshal};
use ouroscope_front::diagnostic::{Diagnostic, DiagnosticKind};
use ouroscope_front::parser::{self, Mode};
use ouroscope_front::source::{Source, Span};
use ouroscope_front::stages::Stages;
use ouroscope_front::{compiler, lexer, symtable};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

/// What the main thread of a process has; the recursive grammar of a debug build needs more.
const STACK_BYTES: usize = 8 << 20;

fn main() -> io::Result<()> {
    let work = || {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            [list, seed, "run", first, seconds, progress] => {
                run(&Corpus::read(list, number(seed)?)?, number(first)?, number(seconds)?, progress)
            }
            [list, seed, "show", index] => {
                io::stdout().write_all(&Corpus::read(list, number(seed)?)?.mutant(number(index)?))
            }
            [list, seed, "sample", count] => sample(&Corpus::read(list, number(seed)?)?, number(count)?),
            _ => Err(io::Error::other(
                "usage: fuzz LIST SEED run FIRST SECONDS PROGRESS|show NUMBER|sample COUNT",
            )),
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work)?;
    thread.join().map_err(|_| io::Error::other("a stage panicked"))?
}

fn number(word: &str) -> io::Result<u64> {
    word.parse().map_err(|_| io::Error::other(format!("{word} is no number")))
}

fn run(corpus: &Corpus, first: u64, seconds: u64, progress: &str) -> io::Result<()> {
    let file = std::fs::File::create(progress)?;
    let started = Instant::now();
    let mut index = first;
    while started.elapsed() < Duration::from_secs(seconds) {
        file.write_all_at(format!("{index:20}").as_bytes(), 0)?;
        every_stage(&corpus.mutant(index));
        index += 1;
    }
    println!("{index}");
    Ok(())
}

/// All that can be made of a source, in every mode, and all that shows it.
fn every_stage(bytes: &[u8]) {
    if let Ok(source) = Source::for_tokenize("fuzz.py", bytes) {
        drop(lexer::tokenize(&source).map(|tokens| lexer::print(&source, &tokens, true)));
    }
    let Ok(source) = Source::decode("fuzz.py", bytes) else { return };
    let tokens = lexer::scan(&source);
    lexer::print(&source, &tokens, true);
    for mode in [Mode::Module, Mode::Interactive, Mode::Expression, Mode::FunctionType] {
        match parser::parse(&source, &tokens, mode) {
            Ok(tree) => after_the_parser(&source, &tree),
            Err(error) => drop(error.report(&source)),
        }
    }
    Stages::of(source, |_| {});
}

fn after_the_parser(source: &Source, tree: &ast::Ast) {
    ast::dump(tree, source, DumpOptions { attributes: true, ..DumpOptions::default() });
    for id in tree.node_ids() {
        ast::unparse(tree, id);
    }
    match symtable::build(tree) {
        Ok(table) => drop(symtable::dump(&table, source.filename())),
        Err(error) => drop(error.report(source)),
    }
    match compiler::compile(source, tree) {
        Ok(code) => {
            dis::disassemble(&code, dis::Options::default());
            marshal::write_pyc(&code);
        }
        Err(error) => drop(error.report(source)),
    }
}

/// One line for each mutant: the bytes, then nothing or class, message, line and column of the error, separated by tabs;
/// bytes and message in hexadecimal.
fn sample(corpus: &Corpus, count: u64) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for index in 0..count {
        let bytes = corpus.mutant(index);
        write!(out, "{}", hex(&bytes))?;
        if let Err(refused) = verdict(&bytes) {
            let (error, source) = *refused;
            let place = source.char_position(error.span.start);
            let class = error.kind.class_name();
            let message = hex(error.message.as_bytes());
            write!(out, "\t{class}\t{message}\t{}\t{}", place.line, place.column + 1)?;
        }
        writeln!(out)?;
    }
    out.flush()
}

fn verdict(bytes: &[u8]) -> Result<(), Box<(Diagnostic, Source)>> {
    let undecodable = |report: String| {
        let message = report.trim_end().rsplit("SyntaxError: ").next().unwrap_or_default();
        let error = Diagnostic::new(DiagnosticKind::SyntaxError, message, Span::default());
        Box::new((error, Source::new("fuzz.py", "")))
    };
    let source = Source::decode("fuzz.py", bytes).map_err(undecodable)?;
    let compiled = parser::parse(&source, &lexer::scan(&source), Mode::Module)
        .and_then(|tree| compiler::compile(&source, &tree));
    compiled.map(drop).map_err(|error| Box::new((error, source)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
