//! Setting up the machine on a case.
use std::rc::Rc;

use super::Case;
use ouroscope::bytecode::CodeObject;
use ouroscope::compiler::{check_runnable, compile, literals};
use ouroscope::diagnostic::Diagnostic;
use ouroscope::lexer;
use ouroscope::parser::{self, Mode};
use ouroscope::source::Source;
use ouroscope::timeline::{History, Setup};
use ouroscope::vm::{Options, Vm};

/// More steps than any case takes; a program that gets here does not end.
pub const STEP_LIMIT: u64 = 3_000_000;

/// The case's code object, by our own compiler, where the machine can run it.
///
/// # Errors
/// The diagnostic's report.
pub fn compiled(case: &Case) -> Result<Rc<CodeObject>, String> {
    let source = Source::new(&case.name, &case.source);
    let refused = |error: Diagnostic| format!("refused\n{}", error.report(&source));
    let tree = parser::parse(&source, &lexer::scan(&source), Mode::Module).map_err(refused)?;
    let code = compile(&source, &tree).map_err(refused)?;
    check_runnable(&tree).map_err(refused)?;
    Ok(code)
}

fn options(case: &Case) -> Options {
    let source = Source::new(&case.name, &case.source);
    let tree = parser::parse(&source, &lexer::scan(&source), Mode::Module).ok();
    Options {
        literals: tree.as_ref().map(literals),
        filename: case.name.as_str().into(),
        source: case.source.as_str().into(),
        argv: vec![case.name.as_str().into()],
        input_ends: true,
        ..Options::default()
    }
}

fn inputs(case: &Case) -> Vec<Rc<str>> {
    case.stdin().lines().map(Rc::from).collect()
}

/// A machine about to run the code, with the case's input.
pub fn machine(case: &Case, code: &Rc<CodeObject>) -> Vm {
    let mut vm = Vm::new(options(case));
    vm.inputs = Rc::new(inputs(case));
    vm.start(code);
    vm
}

/// The whole run of the code with its history.
pub fn history(case: &Case, code: &Rc<CodeObject>) -> History {
    let setup = Setup { inputs: inputs(case), ..Setup::default() };
    let mut history = History::new(code, options(case), setup);
    history.run(STEP_LIMIT);
    history
}

/// `count` steps below `total`, spread without order (a linear congruential generator, so that failures repeat).
pub fn some_steps(total: u64, count: usize) -> Vec<u64> {
    let mut state = total;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % total.max(1)
    };
    (0..count).map(|_| next()).collect()
}
