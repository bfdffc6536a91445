//! Every stage before the machine equals CPython's on every program of `tests/cases`.
mod harness;

use harness::{Case, cases, check, code_dump, code_read, fold, programs, programs_by_folder, run_all};
use ouroscope::ast::{self, DumpOptions};
use ouroscope::bytecode::CodeObject;
use ouroscope::bytecode::dis::{Options, disassemble};
use ouroscope::compiler::compile;
use ouroscope::diagnostic::{Diagnostic, DiagnosticKind};
use ouroscope::lexer::{self, TokenizeError};
use ouroscope::parser::{self, Mode};
use ouroscope::source::{Source, Span};
use ouroscope::stages::Stages;
use ouroscope::symtable;

fn source(case: &Case) -> Source {
    Source::new(&case.name, &case.source)
}

fn parse(source: &Source) -> Result<ast::Ast, Diagnostic> {
    parser::parse(source, &lexer::scan(source), Mode::Module)
}

fn no_tokens(error: TokenizeError) -> Diagnostic {
    Diagnostic::new(DiagnosticKind::SyntaxError, error.to_string(), Span::default())
}

/// Compares a stage's text with the case's expected one, where that was kept.
fn compare(
    case: &Case,
    stage: &str,
    text: impl FnOnce(&Source) -> Result<String, Diagnostic>,
) -> Result<(), String> {
    let Some(expected) = case.expected(stage) else { return Ok(()) };
    let source = source(case);
    let actual = text(&source).map_err(|error| format!("refused\n{}", error.report(&source)))?;
    check(stage, &actual, &expected)
}

#[test]
fn tokens() {
    run_all("tokens", cases(), |case| {
        compare(case, "tokens", |source| {
            let printed = lexer::print(source, &lexer::tokenize(source).map_err(no_tokens)?, true);
            Ok(fold::unpad_tokens(&printed))
        })
    });
}

#[test]
fn asts() {
    run_all("ast", cases(), |case| {
        compare(case, "ast", |source| {
            let dump = ast::dump(&parse(source)?, source, DumpOptions { attributes: true, indent: None });
            Ok(fold::fold_ast(&dump) + "\n")
        })
    });
}

#[test]
fn symbol_tables() {
    run_all("symtable", cases(), |case| {
        compare(case, "symtable", |source| {
            Ok(symtable::dump(&symtable::build(&parse(source)?)?, source.filename()))
        })
    });
}

/// Compares what is made of a case's code object with its expected text.
fn compare_code(stage: &'static str, text: impl Fn(&CodeObject) -> String + Send + 'static) {
    run_all(stage, cases(), move |case| {
        compare(case, stage, |source| Ok(text(&*compile(source, &parse(source)?)?)))
    });
}

#[test]
fn code_objects() {
    compare_code("code", code_dump::dump);
}

#[test]
fn disassembly() {
    compare_code("dis", |code| fold::mask_addresses(&disassemble(code, Options::default())));
}

/// The disassembler by itself: on CPython's own code objects, which the dump must also give back unchanged.
#[test]
fn disassembly_of_reference_code() {
    run_all("dis of CPython's code", cases(), |case| {
        let text = case.expected("code").ok_or("it has expected code")?;
        let code = code_read::read(&text);
        check("code read back", &code_dump::dump(&code), &text)?;
        let Some(expected) = case.expected("dis") else { return Ok(()) };
        check("dis", &fold::mask_addresses(&disassemble(&code, Options::default())), &expected)
    });
}

/// What CPython says of a program it refuses: `Type line:column-line:column message`, then its stderr.
struct ExpectedError {
    class: String,
    /// Line and column, both from 1, in characters; a column of 0 or less is none.
    start: (i64, i64),
    end: (i64, i64),
    message: String,
    stderr: String,
}

fn expected_error(case: &Case) -> ExpectedError {
    let text = std::fs::read_to_string(case.path.with_extension("err")).expect("it has an expected error");
    let (header, stderr) = text.split_once('\n').expect("the error comes first");
    let mut words = header.splitn(3, ' ');
    let mut word = || words.next().expect("class, place and message").to_owned();
    let (class, places, message) = (word(), word(), word());
    let place = |text: &str| {
        let (line, column) = text.split_once(':').expect("line and column");
        (line.parse().expect("a line"), column.parse().expect("a column"))
    };
    let (start, end) = places.split_once('-').expect("two places");
    ExpectedError { class, start: place(start), end: place(end), message, stderr: stderr.to_owned() }
}

fn place(source: &Source, offset: u32) -> (i64, i64) {
    let position = source.char_position(offset);
    (position.line.into(), i64::from(position.column) + 1)
}

/// The error's place. The end of the text and layout have no column in a file, so none is compared.
fn check_place(source: &Source, error: &Diagnostic, expected: &ExpectedError) -> Result<(), String> {
    let start = place(source, error.span.start);
    if !error.has_column || expected.start.1 <= 0 {
        return check("line", &start.0.to_string(), &expected.start.0.to_string());
    }
    check("start", &format!("{start:?}"), &format!("{:?}", expected.start))?;
    if expected.end <= expected.start {
        return Ok(());
    }
    // The place after the last character: a line's end is part of its line.
    let text = &source.text()[..error.span.end as usize];
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at as u32);
    let (line, column) = place(source, last);
    check("end", &format!("{:?}", (line, column + 1)), &format!("{:?}", expected.end))
}

#[test]
fn syntax_errors() {
    run_all("syntax error", programs_by_folder("bad"), |case| {
        let expected = expected_error(case);
        let source = source(case);
        let Err(error) = front_end(&source) else {
            return Err(format!("accepted, expected {}", expected.message));
        };
        check("class", error.kind.class_name(), &expected.class)?;
        check("message", &error.message, &expected.message)?;
        check_place(&source, &error, &expected)?;
        check("report", &error.report(&source), &expected.stderr)
    });
}

/// `bad/messages.txt` lists every message that CPython has for a source it refuses: `*` stands for any text, `%` for a
/// star itself.
#[test]
fn every_message_has_a_program() {
    let messages: Vec<String> =
        programs_by_folder("bad").iter().map(|case| expected_error(case).message).collect();
    let templates =
        std::fs::read_to_string(harness::root().join("bad/messages.txt")).expect("the list exists");
    let missing: Vec<&str> =
        templates.lines().filter(|line| !messages.iter().any(|text| fits(line, text))).collect();
    assert_eq!(missing, [""; 0], "messages without a program");
    let unlisted: Vec<&String> =
        messages.iter().filter(|text| !templates.lines().any(|line| fits(line, text))).collect();
    assert!(unlisted.is_empty(), "messages that are not listed: {unlisted:?}");
}

fn fits(template: &str, message: &str) -> bool {
    let template = template.replace('*', "\0").replace('%', "*");
    let mut parts = template.split('\0');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = message.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn warnings() {
    run_all("warnings", programs("warned"), |case| {
        let stages = Stages::of(source(case), |_| {});
        let reports =
            stages.warnings().iter().map(|(_, warning)| warning.report(&stages.source)).collect::<String>();
        let expected =
            std::fs::read_to_string(case.path.with_extension("err")).expect("it has expected warnings");
        check("warnings", &reports, &expected)
    });
}

/// All stages that can refuse a program.
fn front_end(source: &Source) -> Result<(), Diagnostic> {
    compile(source, &parse(source)?).map(|_| ())
}

#[test]
fn fold_matches_the_goldens_script() {
    let dump = "Module(body=[Expr(value=Name(id='x', ctx=Load(), lineno=1, col_offset=0, end_lineno=1, \
                end_col_offset=1), lineno=1, col_offset=0, end_lineno=2, end_col_offset=13), Pass(lineno=3, \
                col_offset=0, end_lineno=3, end_col_offset=4)])";
    let folded =
        "Module(body=[\nExpr(value=Name(id='x', ctx=Load(), @1:0-1:1), @1:0-2:13), \nPass(@3:0-3:4)])";
    assert_eq!(fold::fold_ast(dump), folded);
    assert_eq!(fold::mask_addresses("<f at 0x7f3a> and <g at 0x1>"), "<f at 0x> and <g at 0x>");
    assert_eq!(
        fold::unpad_tokens("1,0-1,1:            NAME           'a  b'         \n"),
        "1,0-1,1: NAME 'a  b'\n"
    );
}
