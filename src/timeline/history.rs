//! A run: its known end, and the way back to any of its steps.

use super::checkpoints::Checkpoints;
use super::console::Console;
use super::index::{self, Marks, Sample, StepIndex};
use crate::bytecode::CodeObject;
use crate::view::RunStatus;
use crate::view::timeline::{TimelineColumns, step_kind};
use crate::vm::{Event, Options, Stop, Vm};
use std::rc::Rc;

/// Steps of one history, at most: what the page's numbers hold.
const MAX_STEPS: u64 = 2_000_000_000;
/// Steps of a range that the timeline shows one by one, at most; they are replayed for it.
const DETAIL_STEPS: u64 = 1 << 14;

/// The step on screen: the machine before and after it, and what it did.
pub struct Shown {
    /// `None` at step 0.
    pub before: Option<Vm>,
    pub vm: Vm,
    pub events: Vec<Event>,
}

/// What a run starts with beside the program.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Lines already typed for `input()`, without line ends.
    pub inputs: Vec<Rc<str>>,
    /// No line comes after `inputs`.
    pub inputs_end: bool,
    /// The GIL's switch interval; 0 means CPython's 5 ms.
    pub switch_interval_ns: u64,
}

/// The run of one program.
pub struct History {
    /// The machine at the last known step.
    end: Vm,
    status: RunStatus,
    checkpoints: Checkpoints,
    index: StepIndex,
    marks: Marks,
    pub console: Console,
    limit: Option<String>,
}

impl History {
    /// A run that has not done anything yet, with these lines already typed.
    pub fn new(code: &Rc<CodeObject>, options: Options, setup: Setup) -> Self {
        let mut vm = Vm::new(options);
        vm.inputs = Rc::new(setup.inputs);
        vm.options.input_ends |= setup.inputs_end;
        if setup.switch_interval_ns > 0 {
            vm.sched.gil.interval_ns = setup.switch_interval_ns;
        }
        vm.start(code);
        let mut checkpoints = Checkpoints::default();
        checkpoints.add(&vm);
        let marks = Marks::of(&vm);
        let mut index = StepIndex::default();
        index.push(Sample::of(&vm, 0));
        History {
            end: vm,
            status: RunStatus::Running,
            checkpoints,
            index,
            marks,
            console: Console::default(),
            limit: None,
        }
    }

    /// Steps known so far.
    pub fn total(&self) -> u64 {
        self.end.steps
    }

    /// The state behind the last known step.
    pub fn status(&self) -> RunStatus {
        self.status
    }

    /// Why the run does not go on although the program could.
    pub fn limit(&self) -> Option<&str> {
        self.limit.as_deref()
    }

    /// The machine at the last known step.
    pub fn end(&self) -> &Vm {
        &self.end
    }

    /// Runs at most `budget` further steps.
    pub fn run(&mut self, budget: u64) {
        let goal = self.end.steps.saturating_add(budget).min(MAX_STEPS);
        while self.status == RunStatus::Running && self.limit.is_none() && self.end.steps < goal {
            self.run_slice(goal);
        }
        if self.status == RunStatus::Running && self.end.steps >= MAX_STEPS {
            self.limit = Some("The history is full: two thousand million steps are kept.".to_owned());
        }
    }

    /// Runs to the next sample, checkpoint, or `goal`.
    fn run_slice(&mut self, goal: u64) {
        let start = self.end.steps;
        let until = (start + self.index.stride()).min(self.checkpoints.next_due()).min(goal);
        let stop = self.end.run(until);
        self.note(start, stop);
        if self.end.steps >= self.checkpoints.next_due() {
            self.checkpoints.add(&self.end);
        }
    }

    /// Keeps what a slice left behind.
    fn note(&mut self, start: u64, stop: Stop) {
        let output = self.end.take_output();
        let marks = Marks::of(&self.end);
        let mut kind = self.marks.kinds(&marks);
        if !output.is_empty() {
            kind |= step_kind::OUTPUT;
            self.console.extend(output);
        }
        self.marks = marks;
        if self.end.steps > start {
            self.index.push(Sample::of(&self.end, kind));
        }
        if self.console.is_full() {
            self.limit = Some("The program has printed more than 32 MB; the run stops here.".to_owned());
        }
        self.status = match stop {
            Stop::Budget => RunStatus::Running,
            Stop::WaitsForInput => RunStatus::WaitingForInput,
            Stop::Deadlock => RunStatus::Deadlock,
            Stop::Finished => match self.end.exit {
                Some(exit) if exit.raised || exit.status != 0 => RunStatus::Raised,
                _ => RunStatus::Finished,
            },
        };
    }

    /// Answers the `input()` that the end of the known history waits for; ignored otherwise.
    pub fn provide_input(&mut self, line: &str) {
        if self.status != RunStatus::WaitingForInput {
            return;
        }
        self.end.add_input(line);
        self.status = RunStatus::Running;
    }

    /// The state at `step`, cut to the known ones.
    pub fn state(&self, step: u64) -> Vm {
        let step = step.min(self.end.steps);
        if step == self.end.steps {
            return self.end.clone();
        }
        let Some(checkpoint) = self.checkpoints.before(step) else { return self.end.clone() };
        let mut vm = checkpoint.clone();
        vm.adopt_inputs(&self.end);
        replay(&mut vm, step);
        vm
    }

    /// The step `step` (cut to the known ones) with the state before it and its effects.
    pub fn show(&self, step: u64, from: Option<Shown>) -> Shown {
        let step = step.min(self.end.steps);
        if step == 0 {
            return Shown { before: None, vm: self.state(0), events: Vec::new() };
        }
        // going forward a little from what is on screen beats a checkpoint
        let before = match from {
            Some(shown) if shown.vm.steps < step && self.is_nearer(shown.vm.steps, step) => {
                let mut vm = shown.vm;
                vm.adopt_inputs(&self.end);
                replay(&mut vm, step - 1);
                vm
            }
            _ => self.replayed(step - 1),
        };
        let mut vm = before.clone();
        vm.record(true);
        vm.run(step);
        let events = vm.take_events();
        vm.record(false);
        let _ = vm.take_output();
        if step == self.end.steps {
            // what the run found out behind the last step (a deadlock, a wait) is part of its state
            vm = self.end.clone();
        }
        Shown { before: Some(before), vm, events }
    }

    fn is_nearer(&self, shown: u64, step: u64) -> bool {
        self.checkpoints.before(step - 1).is_none_or(|checkpoint| checkpoint.steps <= shown)
    }

    /// The state at a step that is not the end, reached from a checkpoint.
    fn replayed(&self, step: u64) -> Vm {
        match self.checkpoints.before(step) {
            Some(checkpoint) => {
                let mut vm = checkpoint.clone();
                vm.adopt_inputs(&self.end);
                replay(&mut vm, step);
                vm
            }
            None => self.end.clone(),
        }
    }

    /// Calls `visit` for the states `from..=to`, one step after the other, until it says stop.
    pub fn walk(&self, from: u64, to: u64, visit: &mut dyn FnMut(&Vm) -> bool) {
        let to = to.min(self.end.steps);
        if from > to {
            return;
        }
        let mut vm = self.replayed(from);
        loop {
            if !visit(&vm) || vm.steps >= to {
                return;
            }
            let before = vm.steps;
            vm.run(before + 1);
            let _ = vm.take_output();
            if vm.steps == before {
                return;
            }
        }
    }

    /// The step index of a range in at most `buckets` buckets.
    pub fn timeline(&self, from: u64, to: u64, buckets: usize) -> TimelineColumns {
        let to = to.min(self.end.steps);
        let span = to.saturating_sub(from);
        if self.index.is_exact() || span > DETAIL_STEPS {
            return self.index.columns(from, to, buckets);
        }
        let mut samples = Vec::with_capacity(span as usize + 1);
        let mut marks: Option<Marks> = None;
        self.walk(from, to, &mut |vm| {
            let now = Marks::of(vm);
            let mut kind = marks.map_or(0, |before| before.kinds(&now));
            if self.console.wrote(vm.steps, vm.steps) {
                kind |= step_kind::OUTPUT;
            }
            marks = Some(now);
            samples.push(Sample::of(vm, kind));
            true
        });
        index::columns(&index::reduce(&samples, buckets))
    }
}

/// Runs to `step`; what it prints is known already.
fn replay(vm: &mut Vm, step: u64) {
    if vm.steps < step {
        vm.run(step);
    }
    let _ = vm.take_output();
}
