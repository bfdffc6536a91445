//! Time travel: whatever step is asked for, it is the one the run went through.

use super::{History, Session, Setup};
use crate::source::Source;
use crate::stages::Stages;
use crate::view::{ObjectChange, RunStatus, SessionOptions};
use crate::vm::{Options, Vm};

fn stages(text: &str) -> Stages {
    let stages = Stages::of(Source::new("main.py", text), |_| {});
    assert!(stages.failure.is_none(), "{:?}", stages.failure);
    stages
}

fn history(text: &str) -> History {
    let stages = stages(text);
    let code = stages.code.as_ref().expect("compiled");
    let options = Options { filename: "main.py".into(), source: text.into(), ..Options::default() };
    History::new(code, options, Setup::default())
}

fn finished(text: &str) -> History {
    let mut history = history(text);
    history.run(5_000_000);
    assert_ne!(history.status(), RunStatus::Running);
    history
}

fn output(history: &History) -> String {
    history.console.tail(history.total(), usize::MAX).pieces.into_iter().map(|(_, text)| text).collect()
}

/// Runs step by step, auditing every count after every step.
fn audited(text: &str) -> Vm {
    let stages = stages(text);
    let code = stages.code.as_ref().expect("compiled");
    let mut vm = Vm::new(Options { filename: "main.py".into(), source: text.into(), ..Options::default() });
    vm.start(code);
    let mut before = u64::MAX;
    while vm.steps != before && vm.steps < 200_000 {
        before = vm.steps;
        vm.step();
        let wrong = vm.audit();
        assert!(wrong.is_empty(), "after step {} of {text}: {wrong:#?}", vm.steps);
    }
    vm
}

const CYCLES: &str = "
import gc, sys
w = sys.stdout.write
class Node:
    def __init__(self, name):
        self.name = name
        self.me = self
    def __del__(self):
        w('del ')
        w(self.name)
        w('\\n')
def make():
    a = Node('a')
    b = Node('b')
    a.other = b
    b.other = a
make()
n = gc.collect()
if n == 2: w('two\\n')
class Phoenix:
    def __del__(self):
        global saved
        w('burning\\n')
        saved = self
def burn():
    p = Phoenix()
    p.me = p
burn()
if gc.collect() == 0: w('resurrected\\n')
del saved
if gc.collect() == 1: w('gone\\n')
";

#[test]
fn collector_calls_each_finalizer_once_in_list_order() {
    let history = finished(CYCLES);
    assert_eq!(output(&history), "del a\ndel b\ntwo\nburning\nresurrected\ngone\n");
    assert!(history.end().audit().is_empty());
}

const THREADS: &str = "
import sys, threading, time
w = sys.stdout.write
lock = threading.Lock()
def sleeper(name, pause):
    time.sleep(pause)
    with lock:
        w(name)
        time.sleep(0.01)
a = threading.Thread(target=sleeper, args=('a', 0.002))
b = threading.Thread(target=sleeper, args=('b', 0.001))
a.start()
b.start()
a.join()
b.join()
w('.')
";

#[test]
fn sleepers_wake_in_the_order_of_the_clock() {
    let history = finished(THREADS);
    assert_eq!(output(&history), "ba.");
    assert!(history.end().now() >= 21_000_000);
}

const COUNTERS: &str = "
import threading
stop = 200000
def count():
    i = 0
    while i < stop:
        i = i + 1
a = threading.Thread(target=count)
b = threading.Thread(target=count)
a.start()
b.start()
a.join()
b.join()
";

#[test]
fn the_gil_switches_every_interval_between_two_that_count() {
    let history = finished(COUNTERS);
    let vm = history.end();
    let interval = vm.sched.gil.interval_ns;
    let turns = vm.now() / interval;
    assert!(turns > 4, "the run is too short to tell: {turns}");
    let switches = u64::from(vm.sched.gil.switches);
    assert!(switches.abs_diff(turns) <= 6, "{switches} switches in {turns} intervals");
    for thread in &vm.sched.threads[1..] {
        for pair in thread.lane.iter().zip(thread.lane.iter().skip(1)) {
            assert_eq!(pair.0.to, pair.1.from, "lanes have no gaps");
        }
    }
}

#[test]
fn a_deadlock_is_found_and_explained() {
    let text = "
import threading, time
one = threading.Lock()
two = threading.Lock()
def f(first, second):
    with first:
        time.sleep(0.001)
        with second:
            pass
threading.Thread(target=f, args=(one, two)).start()
threading.Thread(target=f, args=(two, one)).start()
";
    let stages = stages(text);
    let mut session = Session::new(&stages, &SessionOptions::default());
    assert_eq!(session.run(1_000_000).status, RunStatus::Deadlock);
    let view = session.seek(u32::MAX);
    let told = view.explanation.join(" ");
    assert!(told.contains("Deadlock") && told.contains("held by Thread-1 (f)"), "{told}");
}

#[test]
fn seeking_equals_going_forward() {
    for text in [CYCLES, THREADS, "x = 1000\ny = x\ndel x\ny = None\n"] {
        let history = finished(text);
        let total = history.total();
        let mut forward = history.state(0);
        let mut prints = vec![forward.fingerprint()];
        while forward.steps < total {
            forward.run(forward.steps + 1);
            prints.push(forward.fingerprint());
        }
        // a fixed walk that goes back and forth
        let mut step = 7u64;
        for _ in 0..60 {
            step = (step * 7919 + 13) % total;
            assert_eq!(history.state(step).fingerprint(), prints[step as usize], "step {step} of {text}");
            assert_eq!(
                history.show(step, None).vm.fingerprint(),
                prints[step as usize],
                "shown {step} of {text}"
            );
        }
    }
}

#[test]
fn every_count_is_right_after_every_step() {
    for text in [CYCLES, THREADS, "x = 1000\ny = x\ndel x\ny = None\n"] {
        let vm = audited(text);
        assert_eq!(vm.leaked(), Vec::new(), "leaked by {text}");
    }
}

#[test]
fn a_count_goes_up_and_down_and_the_object_is_freed() {
    let stages = stages("x = [1]\ny = x\ndel x\ny = 0\n");
    let mut session = Session::new(&stages, &SessionOptions::default());
    let total = session.run(1000).total;
    let mut counts = Vec::new();
    let mut freed = 0;
    for step in 0..=total {
        let view = session.seek(step);
        let list = view.objects.iter().find(|object| object.type_name == "list" && object.value == "[1]");
        if let Some(list) = list {
            counts.push(list.refcount);
            freed += u32::from(list.change == ObjectChange::Freed);
        }
    }
    counts.dedup();
    assert_eq!(counts, [1, 2, 1, 0]);
    assert_eq!(freed, 1);
}

#[test]
fn lines_are_found_in_both_directions() {
    let stages = stages("i = 0\nwhile i < 3:\n    i = i + 1\nj = i\n");
    let mut session = Session::new(&stages, &SessionOptions::default());
    session.run(1000);
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(next) = session.next_line(at) {
        let line = session.seek(next).frames.last().and_then(|frame| frame.line);
        lines.push(line.unwrap_or(0));
        at = next;
    }
    assert_eq!(lines, [1, 2, 3, 2, 3, 2, 3, 2, 4]);
    let mut back = Vec::new();
    while let Some(previous) = session.previous_line(at) {
        back.push(session.seek(previous).frames.last().and_then(|frame| frame.line).unwrap_or(0));
        at = previous;
    }
    back.reverse();
    assert_eq!(back, lines[..lines.len() - 1]);
    let third = session.next_execution_of(3, 0).and_then(|step| session.next_execution_of(3, step));
    assert!(third.is_some());
}

#[test]
fn a_program_with_an_error_has_one_step() {
    let stages = Stages::of(Source::new("main.py", "x = ("), |_| {});
    let mut session = Session::new(&stages, &SessionOptions::default());
    assert_eq!(session.run(10).total, 0);
    assert_eq!(session.seek(5).step, 0);
}

#[test]
fn every_step_is_told_in_a_sentence() {
    let stages = stages("x = [1]\ny = x\ndel x\ny = 0\ndef f(a):\n    return a + 1000\nprint(f(5))\n");
    let mut session = Session::new(&stages, &SessionOptions::default());
    let total = session.run(1000).total;
    let told: Vec<String> = (0..=total).map(|step| session.seek(step).explanation.join(" ")).collect();
    assert!(told.iter().all(|sentences| !sentences.is_empty()), "{told:#?}");
    let says =
        |part: &str| assert!(told.iter().any(|sentences| sentences.contains(part)), "{part}: {told:#?}");
    says("STORE_NAME: the name x in the module's namespace now refers to [1].");
    says("The count of the list [1] goes from 1 to 2.");
    says("The last reference to the list [1] went away: its count reached 0 and it was freed.");
    says("CALL: calls f with 5.");
    says("BINARY_OP: 5 + 1000 makes 1005.");
    says("RETURN_VALUE: f returns 1005.");
    says("The program has finished.");
}
