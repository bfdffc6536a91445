//! Setting up the machine on a case, and fingerprints of its state.
use std::collections::hash_map::DefaultHasher;
use std::fmt::{self, Write as _};
use std::hash::Hasher as _;
use std::rc::Rc;

use super::Case;
use ouroscope::bytecode::CodeObject;
use ouroscope::compiler::{check_runnable, compile};
use ouroscope::diagnostic::Diagnostic;
use ouroscope::lexer;
use ouroscope::parser::{self, Mode};
use ouroscope::source::Source;
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

/// A machine about to run the code, with the case's input.
pub fn machine(case: &Case, code: &Rc<CodeObject>) -> Vm {
    let mut vm = Vm::new(Options {
        filename: case.name.as_str().into(),
        source: case.source.as_str().into(),
        argv: vec![case.name.as_str().into()],
        input_ends: true,
        ..Options::default()
    });
    vm.inputs = Rc::new(case.stdin().lines().map(Rc::from).collect());
    vm.start(code);
    vm
}

/// Feeds what is formatted into a hash, without keeping the text.
struct HashWriter(DefaultHasher);

impl fmt::Write for HashWriter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

/// A fingerprint of every object (type, count, payload), of the threads with their frames and stacks, and of the clock.
pub fn digest(vm: &Vm) -> u64 {
    let mut out = HashWriter(DefaultHasher::new());
    let _ = write!(out, "{} {:?} {:?} {:?}", vm.steps, vm.ctx, vm.sched, vm.phase);
    for object in vm.heap.objects() {
        let (ty, count) = (vm.heap.ty(object), vm.heap.refcnt(object));
        let _ = write!(out, "{object:?} {ty:?} {count} {:?}", vm.heap.get(object));
    }
    out.0.finish()
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
