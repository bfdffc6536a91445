//! Times the stages before the machine, natively: `front.mjs` runs it for `cargo xtask bench`.
//!
//! Arguments: a file of file names, one a line; `all` stages or only `code`. The first line of output has the number of
//! code objects of each file (-1: refused). Then each line on the standard input asks for one round over all files, and is
//! answered by one line: for each file the nanoseconds of each stage from the source on, joined by commas.
use ouroscope_front::bytecode::{CodeObject, Constant};
use ouroscope_front::diagnostic::{Diagnostic, DiagnosticKind};
use ouroscope_front::parser::{self, Mode};
use ouroscope_front::source::{Source, Span};
use ouroscope_front::{ast, compiler, lexer, symtable};
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::rc::Rc;
use std::time::Instant;

type Outcome<T> = Result<T, Diagnostic>;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [list, stages] = &words[..] else {
        return Err(io::Error::other("usage: front LIST all|code"));
    };
    let names = std::fs::read_to_string(list)?;
    let files = names.lines().map(|name| Ok((name, std::fs::read(name)?))).collect::<io::Result<Vec<_>>>()?;
    let counts: Vec<String> =
        files.iter().map(|(name, bytes)| code_objects(name, bytes).to_string()).collect();
    answer(&counts)?;
    for line in io::stdin().lock().lines() {
        line?;
        let times: Vec<String> = files.iter().map(|(name, bytes)| measure(name, bytes, stages)).collect();
        answer(&times)?;
    }
    Ok(())
}

fn answer(words: &[String]) -> io::Result<()> {
    println!("{}", words.join(" "));
    io::stdout().flush()
}

fn measure(name: &str, bytes: &[u8], stages: &str) -> String {
    let code = nanoseconds(|| code(name, bytes));
    if stages != "all" {
        return code.to_string();
    }
    let tokens = nanoseconds(|| source(name, bytes).map(|source| lexer::scan(&source)));
    let tree = nanoseconds(|| parse(&source(name, bytes)?));
    let symbols = nanoseconds(|| symtable::build(&parse(&source(name, bytes)?)?));
    format!("{tokens},{tree},{symbols},{code}")
}

/// The time of one call; what it made is dropped afterwards. To be refused takes its time too.
fn nanoseconds<T>(work: impl FnOnce() -> Outcome<T>) -> u128 {
    let started = Instant::now();
    let made = black_box(work());
    let time = started.elapsed();
    drop(made);
    time.as_nanos()
}

fn source(name: &str, bytes: &[u8]) -> Outcome<Source> {
    let refused = |report| Diagnostic::new(DiagnosticKind::SyntaxError, report, Span::default());
    Source::decode(name, bytes).map_err(refused)
}

fn parse(source: &Source) -> Outcome<ast::Ast> {
    parser::parse(source, &lexer::scan(source), Mode::Module)
}

fn code(name: &str, bytes: &[u8]) -> Outcome<Rc<CodeObject>> {
    let source = source(name, bytes)?;
    compiler::compile(&source, &parse(&source)?)
}

/// How many code objects a file has; -1 if it is refused.
fn code_objects(name: &str, bytes: &[u8]) -> i64 {
    let Ok(module) = code(name, bytes) else { return -1 };
    let mut todo = vec![module];
    let mut count = 0;
    while let Some(code) = todo.pop() {
        count += 1;
        todo.extend(code.consts.iter().filter_map(|constant| match constant {
            Constant::Code(inner) => Some(Rc::clone(inner)),
            _ => None,
        }));
    }
    count
}
