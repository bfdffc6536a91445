//! The `ouroscope` command line: a stage of the library per command.

mod trace;

use ouroscope::ast;
use ouroscope::bytecode::help;
use ouroscope::compiler::{self, passes};
use ouroscope::diagnostic::Diagnostic;
use ouroscope::lexer;
use ouroscope::parser::{self, Mode};
use ouroscope::printed::{self, Printed};
use ouroscope::source::Source;
use ouroscope::stages::Stages;
use ouroscope::unicode::built_in;
use ouroscope::vm::{self, Stop, Stream, Vm};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::rc::Rc;

const USAGE: &str = "\
usage: ouroscope COMMAND FILE       (FILE may be -, the standard input)

  tokens [-e] FILE          the tokens, as `python3.14 -m tokenize FILE` prints them (-e: exact types)
  ast [--mode M] FILE       the tree, as `ast.dump(ast.parse(source, mode=M), include_attributes=True)` prints it
                            (M is exec, eval, single or func_type)
  unparse [--mode M] FILE   the source again, as `ast.unparse(ast.parse(source, mode=M))` writes it
  symtable FILE             the symbol tables, as `python3.14 -m symtable FILE` prints them
  dis FILE                  the bytecode, as `python3.14 -m dis FILE` prints it (addresses aside)
  passes FILE               what each pass of the compiler does to the bytecode
  compile FILE -o OUT.pyc   the bytecode as a file that CPython 3.14 loads and runs
                            (both: -O without asserts, -OO without docstrings too)
  run FILE [ARGS]           runs the program: CPython's output, errors and exit status
  trace FILE                what each step of a run did, a JSON object a line
  opcodes                   the opcode table and the passes explained, as JSON
";

/// Why a command did not do what it was asked.
enum Failure {
    /// The command line makes no sense: status 2.
    Usage(String),
    /// Something is wrong with the input or the output: status 1. The text is complete lines.
    Report(String),
}

type Outcome = Result<ExitCode, Failure>;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(Failure::Usage(problem)) => {
            complain(&format!("ouroscope: {problem}\n{USAGE}"));
            ExitCode::from(2)
        }
        Err(Failure::Report(report)) => {
            complain(&report);
            ExitCode::from(1)
        }
    }
}

fn dispatch(words: &[OsString]) -> Outcome {
    let Some((command, rest)) = words.split_first() else { return Err(usage("which command?")) };
    match command.to_str() {
        Some("tokens") => tokens(rest),
        Some("ast") => tree(rest, |mode| Printed::Ast { mode }),
        Some("unparse") => tree(rest, |mode| Printed::Unparse { mode }),
        Some("symtable") => print_stage(Printed::Symtable, rest),
        Some("dis") => print_stage(Printed::Dis, rest),
        Some("passes") => show_passes(rest),
        Some("opcodes") => print(&help::json()),
        Some("compile") => write_pyc(rest),
        Some("run") => run(rest),
        Some("trace") => trace_steps(rest),
        Some("-h" | "--help" | "help") => print(USAGE),
        _ => Err(usage(&format!("no command named {}", command.to_string_lossy()))),
    }
}

fn tokens(words: &[OsString]) -> Outcome {
    let (options, files): (Vec<_>, Vec<_>) = words.iter().cloned().partition(|word| word == "-e");
    let file = only_file(&files)?;
    let what = Printed::Tokens { exact: !options.is_empty() };
    let name = shown_name(file);
    let source = printed::read(what, &name, &read_bytes(file, &name)?).map_err(Failure::Report)?;
    // `tokenize` gets text from the standard input, whose encoding it does not know.
    let source = if file == "-" { source.without_encoding() } else { source };
    print(&printed::print(what, &source, compiler::Options::default(), built_in()).map_err(Failure::Report)?)
}

fn tree(words: &[OsString], what: fn(Mode) -> Printed) -> Outcome {
    let (mode, files) = mode(words)?;
    let source = read_source(only_file(&files)?)?;
    if mode == Mode::Module {
        complain(&printed::warnings(&source, false, built_in()));
    }
    let text = printed::print(what(mode), &source, compiler::Options::default(), built_in());
    print(&(text.map_err(Failure::Report)? + "\n"))
}

/// The value of `--mode`, and the other words.
fn mode(words: &[OsString]) -> Result<(Mode, Vec<OsString>), Failure> {
    let Some(at) = words.iter().position(|word| word == "--mode") else {
        return Ok((Mode::Module, words.to_vec()));
    };
    let name = words.get(at + 1).and_then(|word| word.to_str()).unwrap_or_default();
    let mode = Mode::named(name).ok_or_else(|| usage("--mode needs exec, eval, single or func_type"))?;
    Ok((mode, [&words[..at], &words[at + 2..]].concat()))
}

fn print_stage(what: Printed, words: &[OsString]) -> Outcome {
    let (options, files) = optimization(words);
    let source = read_source(only_file(&files)?)?;
    match what {
        Printed::Tokens { .. } => {}
        _ => complain(&printed::warnings(&source, what == Printed::Dis, built_in())),
    }
    print(&printed::print(what, &source, options, built_in()).map_err(Failure::Report)?)
}

fn show_passes(words: &[OsString]) -> Outcome {
    let source = read_source(only_file(words)?)?;
    let tree = parse(&source)?;
    let code = compiler::compile(&source, &tree).map_err(|error| report(&error, &source))?;
    for index in 0..ouroscope::view::in_order(&code).len() {
        let separator = if index == 0 { "" } else { "\n" };
        let text = match passes::record(&source, &tree, index) {
            Ok(passes) => passes::dump(&passes, &tree),
            Err(error) => format!("{}\n", error.message),
        };
        write_out(&format!("{separator}{text}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_pyc(words: &[OsString]) -> Outcome {
    let Some(at) = words.iter().position(|word| word == "-o") else {
        return Err(usage("compile needs -o OUT.pyc"));
    };
    let Some(out) = words.get(at + 1) else { return Err(usage("-o needs a file name")) };
    let (options, files) = optimization(&[&words[..at], &words[at + 2..]].concat());
    let source = read_source(only_file(&files)?)?;
    complain(&printed::warnings(&source, true, built_in()));
    let pyc = printed::pyc(&source, options, built_in()).map_err(Failure::Report)?;
    let cannot =
        |error| Failure::Report(format!("ouroscope: cannot write {}: {error}\n", out.to_string_lossy()));
    std::fs::write(out, pyc).map_err(cannot)?;
    Ok(ExitCode::SUCCESS)
}

/// Takes `-O` and `-OO` out of the words.
fn optimization(words: &[OsString]) -> (compiler::Options, Vec<OsString>) {
    let mut options = compiler::Options::default();
    let mut rest = Vec::new();
    for word in words {
        match word.to_str() {
            Some("-O") => options.optimize = 1,
            Some("-OO") => options.optimize = 2,
            _ => rest.push(word.clone()),
        }
    }
    (options, rest)
}

/// Steps between two looks at what the program has written.
const SLICE: u64 = 1_000_000;

fn run(words: &[OsString]) -> Outcome {
    let Some(file) = words.first() else { return Err(usage("which file?")) };
    let source = read_source_as(file, &main_filename(file))?;
    let stages = Stages::of(source, |_| {});
    let source = &stages.source;
    for (_, warning) in stages.warnings() {
        complain(&warning.report(source));
    }
    if let Some((_, error)) = &stages.failure {
        return Err(report(error, source));
    }
    let (Some(tree), Some(code)) = (&stages.ast, &stages.code) else {
        return Err(Failure::Report("ouroscope: nothing was compiled\n".to_owned()));
    };
    let mut vm = Vm::new(vm::Options {
        argv: words.iter().map(|word| word.to_string_lossy().into()).collect(),
        filename: source.filename().clone(),
        source: source.text().into(),
        literals: Some(compiler::literals(tree)),
        ..vm::Options::default()
    });
    vm.start(code);
    loop {
        let stop = vm.run(vm.steps + SLICE);
        write_output(&mut vm)?;
        match stop {
            Stop::Budget => {}
            Stop::WaitsForInput => read_line(&mut vm)?,
            Stop::Finished => return Ok(ExitCode::from(vm.exit.unwrap_or_default().status as u8)),
            Stop::Deadlock => {
                return Err(Failure::Report("ouroscope: deadlock: every thread waits\n".to_owned()));
            }
        }
    }
}

/// What CPython calls a main program: its path made absolute, nothing else about it changed.
fn main_filename(file: &OsString) -> String {
    if file == "-" {
        return "<stdin>".to_owned();
    }
    let directory = std::env::current_dir().unwrap_or_default();
    directory.join(file).to_string_lossy().into_owned()
}

fn write_output(vm: &mut Vm) -> Result<(), Failure> {
    for ouroscope::vm::Output { stream, text, .. } in vm.take_output() {
        match stream {
            Stream::Stdout => write_out(&text)?,
            Stream::Stderr => complain(&text),
            // The terminal has echoed it already, and a file or a pipe shows no echo.
            Stream::Stdin => {}
        }
    }
    Ok(())
}

/// Hands the machine the next line of our standard input, or its end.
fn read_line(vm: &mut Vm) -> Result<(), Failure> {
    match read_input_line()? {
        Some(line) => Rc::make_mut(&mut vm.inputs).push(line.into()),
        None => vm.options.input_ends = true,
    }
    Ok(())
}

/// The next line of our standard input without its end; nothing at its end.
fn read_input_line() -> Result<Option<String>, Failure> {
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    let read = read
        .map_err(|error| Failure::Report(format!("ouroscope: cannot read the standard input: {error}\n")))?;
    Ok((read > 0).then(|| line.strip_suffix('\n').unwrap_or(&line).to_owned()))
}

fn trace_steps(words: &[OsString]) -> Outcome {
    let file = only_file(words)?;
    let stages = Stages::of(read_source_as(file, &main_filename(file))?, |_| {});
    match &stages.failure {
        Some((_, error)) => Err(report(error, &stages.source)),
        None => trace::trace(&stages),
    }
}

fn parse(source: &Source) -> Result<ast::Ast, Failure> {
    parser::parse(source, &lexer::scan(source), Mode::Module).map_err(|error| report(&error, source))
}

/// The one word that is left: a file name.
fn only_file(words: &[OsString]) -> Result<&OsString, Failure> {
    match words {
        [file] => Ok(file),
        [] => Err(usage("which file?")),
        [_, extra, ..] => Err(usage(&format!("what is {}?", extra.to_string_lossy()))),
    }
}

/// What a file is called in errors.
fn shown_name(file: &OsString) -> String {
    if file == "-" { "<stdin>".to_owned() } else { file.to_string_lossy().into_owned() }
}

/// The source in `file`, or on the standard input where that is `-`.
fn read_source(file: &OsString) -> Result<Source, Failure> {
    read_source_as(file, &shown_name(file))
}

/// The source in `file` under another name.
fn read_source_as(file: &OsString, name: &str) -> Result<Source, Failure> {
    printed::decode(name, &read_bytes(file, name)?).map_err(Failure::Report)
}

fn read_bytes(file: &OsString, name: &str) -> Result<Vec<u8>, Failure> {
    let bytes = if file == "-" { read_standard_input() } else { std::fs::read(file) };
    bytes.map_err(|error| Failure::Report(format!("ouroscope: cannot read {name}: {error}\n")))
}

fn read_standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a command's whole output.
fn print(text: &str) -> Outcome {
    write_out(text).map(|()| ExitCode::SUCCESS)
}

fn write_out(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // The reader has seen enough (`ouroscope dis x.py | head`): no fault of ours, and nothing left to do.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Failure::Report(format!("ouroscope: cannot write: {error}\n"))),
        Ok(()) => Ok(()),
    }
}

/// Writes to the standard error; where that is closed there is nobody to tell.
fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn report(error: &Diagnostic, source: &Source) -> Failure {
    Failure::Report(error.report(source))
}

fn usage(problem: &str) -> Failure {
    Failure::Usage(problem.to_owned())
}
