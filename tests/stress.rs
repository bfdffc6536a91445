//! Programs that nest as deep or go on as long as no sane one does: every stage takes them or refuses them, as CPython does,
//! and none of them ends the process.
mod harness;

use harness::stress::{Program, expected, programs};
use ouroscope::ast::{self, Ast, DumpOptions};
use ouroscope::bytecode::{dis, marshal};
use ouroscope::diagnostic::{Diagnostic, DiagnosticKind};
use ouroscope::parser::{self, Mode};
use ouroscope::source::Source;
use ouroscope::stages::Stages;
use ouroscope::timeline::Session;
use ouroscope::view::{CompileView, SessionOptions};
use ouroscope::{compiler, lexer, symtable};
use std::time::{Duration, Instant};

/// Frames of an unoptimised build are several times as large as those of a release build.
const STACK_BYTES: usize = 16 << 20;

/// What takes longer is worth a look.
const SLOW: Duration = Duration::from_secs(2);

/// CPython accepts these; ours nest no deeper than `symtable::MAX_DEPTH`.
const TOO_DEEP: [&str; 2] = ["lambda x 1000 whole", "lambda with parameter x 1000 whole"];

/// What CPython's parser says when its own stack is full. It counts grammar rules; ours counts what its stack holds.
const PARSER_STACK: &str = "MemoryError";

#[test]
fn stress_programs_are_accepted_or_refused_as_by_cpython() {
    let run = || {
        let mut wrong = Vec::new();
        let mut count = 0;
        for (program, (name, outcome)) in programs().zip(expected()) {
            assert_eq!(program.name, name, "expected.txt is of other cases: cargo xtask goldens");
            count += 1;
            let started = Instant::now();
            let ours = all_stages(&program);
            if started.elapsed() > SLOW {
                eprintln!("{name} takes {:?}", started.elapsed());
            }
            let accepted = outcome == "accepted";
            let free = outcome.starts_with(PARSER_STACK) || TOO_DEEP.contains(&&*name);
            if ours.is_ok() != accepted && !free {
                wrong.push(format!("{name}: CPython {outcome}, ours {ours:?}"));
            }
        }
        assert_eq!(count, expected().len());
        wrong
    };
    let thread =
        std::thread::Builder::new().stack_size(STACK_BYTES).spawn(run).expect("a thread can be started");
    let wrong = thread.join().expect("no stage panics");
    assert!(wrong.is_empty(), "{} differ from CPython:\n{}", wrong.len(), wrong.join("\n"));
}

/// Runs everything that takes a source, in every mode, and what shows its results.
fn all_stages(program: &Program) -> Result<(), String> {
    let source = Source::new("stress.py", &program.source);
    let tokens = lexer::scan(&source);
    lexer::print(&source, &tokens, true);
    for mode in [Mode::Interactive, Mode::Expression] {
        if let Ok(tree) = parser::parse(&source, &tokens, mode) {
            show_tree(&tree, &source);
        }
    }
    // What the page gets; the machine is made ready, too.
    let stages = Stages::of(Source::new("stress.py", &program.source), |_| {});
    CompileView::of(&stages);
    Session::new(&stages, &SessionOptions::default());
    compile(&source, &tokens).map_err(|error| format!("{}: {}", error.kind.class_name(), error.message))
}

fn compile(source: &Source, tokens: &lexer::Tokens) -> Result<(), Diagnostic> {
    let parsed = parser::parse(source, tokens, Mode::Module);
    let result = parsed.and_then(|tree| {
        show_tree(&tree, source);
        symtable::dump(&symtable::build(&tree)?, source.filename());
        let code = compiler::compile(source, &tree)?;
        dis::disassemble(&code, dis::Options::default());
        marshal::write_pyc(&code);
        Ok(())
    });
    if let Err(error) = &result {
        error.report(source);
        assert_ne!(error.kind, DiagnosticKind::Unsupported, "{}", error.message);
    }
    result
}

fn show_tree(tree: &Ast, source: &Source) {
    ast::dump(tree, source, DumpOptions { attributes: true, ..DumpOptions::default() });
    ast::unparse(tree, tree.root());
}
