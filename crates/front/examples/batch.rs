//! Every stage on request, for the conformance tests (`tests/tools/conformance.py` drives it).
//!
//! A request on the standard input is the line `STAGE LENGTH FILENAME`, then the source's LENGTH bytes. The answer on the
//! standard output is the line `ok LENGTH` or `error LENGTH`, then that many bytes: what the stage makes of the source, or
//! the error as CPython prints it. Stages: those of [`answer`].

use ouroscope_front::ast;
use ouroscope_front::bytecode::{dis, marshal};
use ouroscope_front::compiler;
use ouroscope_front::diagnostic::Diagnostic;
use ouroscope_front::lexer;
use ouroscope_front::parser::{self, Mode};
use ouroscope_front::source::Source;
use ouroscope_front::symtable;
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
    let source = Source::decode(filename, bytes).map_err(|failure| failure.1.report(&failure.0))?;
    if stage == "tokens" {
        return tokens(&source).map(String::into_bytes);
    }
    let tree = parser::parse(&source, &lexer::scan(&source), Mode::Module);
    let answer = tree.and_then(|tree| after_parsing(stage, &source, &tree));
    answer.map_err(|error| error.report(&source))
}

fn tokens(source: &Source) -> Result<String, String> {
    match lexer::tokenize(source) {
        Ok(tokens) => Ok(lexer::print(source, &tokens, true)),
        Err(error) => {
            let place = source.char_position(error.span.start);
            Err(format!(
                "{}:{}:{}: error: {}\n",
                source.filename(),
                place.line,
                place.column + 1,
                error.message
            ))
        }
    }
}

fn after_parsing(stage: &str, source: &Source, tree: &ast::Ast) -> Result<Vec<u8>, Diagnostic> {
    let code = |optimize| compiler::compile_with(source, tree, compiler::Options { optimize });
    match stage {
        "ast" => {
            Ok(ast::dump(tree, source, ast::DumpOptions { attributes: true, indent: None }).into_bytes())
        }
        "symtable" => Ok(symtable::dump(&symtable::build(tree)?, source.filename()).into_bytes()),
        "code" => Ok(marshal::write_code(&*code(0)?)),
        "code-O" => Ok(marshal::write_code(&*code(1)?)),
        "code-OO" => Ok(marshal::write_code(&*code(2)?)),
        "dis" => Ok(dis::disassemble(&*code(0)?, dis::Options::default()).into_bytes()),
        "pyc" => Ok(marshal::write_pyc(&*code(0)?)),
        unknown => Err(Diagnostic::unsupported(format!("stage {unknown}"), Default::default())),
    }
}
