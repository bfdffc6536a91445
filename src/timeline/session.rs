//! One program and its run, in the words of the page (`www/src/rpc/protocol.js`).

use super::history::{History, Setup, Shown};
use super::lines::Wanted;
use crate::bytecode::CodeObject;
use crate::compiler::literals;
use crate::stages::Stages;
use crate::threads::ThreadId;
use crate::view::convert::referrers::referrers_view;
use crate::view::convert::step::{Context, step_view};
use crate::view::timeline::TimelineColumns;
use crate::view::{ProgressView, ReferrersView, SessionOptions, SpecialisedView, StepView};
use crate::vm::Options;

use std::rc::Rc;

/// A program's run and the step on screen. A program with an error has no run, and one step: 0.
pub struct Session {
    run: Option<Run>,
}

struct Run {
    history: History,
    context: Context,
    shown: Option<Shown>,
    breakpoints: Vec<u32>,
}

impl Session {
    /// A session over what the stages made of a source.
    pub fn new(stages: &Stages, options: &SessionOptions) -> Self {
        let run = stages.code.as_ref().filter(|_| stages.failure.is_none()).map(|code| {
            let setup = Setup {
                inputs_end: options.inputs_end,
                inputs: options.inputs.iter().map(|line| line.as_str().into()).collect(),
                switch_interval_ns: u64::from(options.switch_interval_us) * 1000,
            };
            Run::new(stages, code, setup)
        });
        Session { run }
    }

    /// Runs at most `budget` further steps behind the last known one.
    pub fn run(&mut self, budget: u32) -> ProgressView {
        let Some(run) = &mut self.run else { return ProgressView::never_ran() };
        run.history.run(u64::from(budget));
        ProgressView {
            total: narrow(run.history.total()),
            status: run.history.status(),
            clock_ns: run.history.end().now().min(crate::view::LATEST_NS),
            limit: run.history.limit().map(str::to_owned),
        }
    }

    /// The state after `step` steps (cut to the known ones); it becomes the step on screen.
    pub fn seek(&mut self, step: u32) -> StepView {
        let Some(run) = &mut self.run else { return StepView::never_ran() };
        let from = run.shown.take();
        let shown = run.history.show(u64::from(step), from);
        let view = step_view(&run.context, &run.history, &shown);
        run.shown = Some(shown);
        view
    }

    /// First known step behind `from` that begins a source line in the thread that runs at `from`.
    pub fn next_line(&self, from: u32) -> Option<u32> {
        let run = self.run.as_ref()?;
        let wanted = Wanted::Thread(run.thread_at(from));
        run.history.next_line(u64::from(from), &wanted).map(narrow)
    }

    /// Last step before `from` that begins a source line in that thread.
    pub fn previous_line(&self, from: u32) -> Option<u32> {
        let run = self.run.as_ref()?;
        let wanted = Wanted::Thread(run.thread_at(from));
        run.history.previous_line(u64::from(from), &wanted).map(narrow)
    }

    /// First known step behind `from` at which `line` (from 1) begins.
    pub fn next_execution_of(&self, line: u32, from: u32) -> Option<u32> {
        let run = self.run.as_ref()?;
        run.history.next_line(u64::from(from), &Wanted::Lines([line].into())).map(narrow)
    }

    pub fn previous_execution_of(&self, line: u32, from: u32) -> Option<u32> {
        let run = self.run.as_ref()?;
        run.history.previous_line(u64::from(from), &Wanted::Lines([line].into())).map(narrow)
    }

    pub fn set_breakpoints(&mut self, lines: &[u32]) {
        if let Some(run) = &mut self.run {
            run.breakpoints = lines.to_vec();
        }
    }

    /// First known step behind `from` at which a line with a breakpoint begins.
    pub fn next_breakpoint(&self, from: u32) -> Option<u32> {
        let run = self.run.as_ref().filter(|run| !run.breakpoints.is_empty())?;
        run.history.next_line(u64::from(from), &Wanted::Lines(run.breakpoints.clone())).map(narrow)
    }

    pub fn previous_breakpoint(&self, from: u32) -> Option<u32> {
        let run = self.run.as_ref().filter(|run| !run.breakpoints.is_empty())?;
        run.history.previous_line(u64::from(from), &Wanted::Lines(run.breakpoints.clone())).map(narrow)
    }

    /// Answers the `input()` that the end of the known history waits for.
    pub fn provide_input(&mut self, line: &str) {
        if let Some(run) = &mut self.run {
            run.history.provide_input(line);
        }
    }

    /// The step index over `from..=to` in at most `buckets` buckets.
    pub fn timeline(&self, from: u32, to: u32, buckets: u32) -> TimelineColumns {
        match &self.run {
            Some(run) => {
                run.history.timeline(u64::from(from), u64::from(to), buckets.clamp(1, 1 << 16) as usize)
            }
            None => TimelineColumns::default(),
        }
    }

    /// Every reference that makes up an object's count at the step on screen.
    pub fn referrers(&self, object: u32) -> ReferrersView {
        match self.run.as_ref().and_then(|run| run.shown.as_ref()) {
            Some(shown) => referrers_view(&shown.vm, object),
            None => ReferrersView { object, refcount: 0, immortal: false, referrers: Vec::new(), hidden: 0 },
        }
    }

    /// The instructions of a code object that the machine has replaced by faster forms, at the step on screen.
    pub fn specialised(&self, code: &Rc<CodeObject>, index: u32) -> SpecialisedView {
        let shown = self.run.as_ref().and_then(|run| run.shown.as_ref());
        shown.map(|shown| SpecialisedView::of(&shown.vm, code, index)).unwrap_or_default()
    }

    /// The run, for tests.
    pub fn history(&self) -> Option<&History> {
        self.run.as_ref().map(|run| &run.history)
    }
}

impl Run {
    fn new(stages: &Stages, code: &Rc<CodeObject>, setup: Setup) -> Self {
        let source = &stages.source;
        let machine = Options {
            argv: vec![source.filename().clone()],
            filename: source.filename().clone(),
            source: source.text().into(),
            literals: stages.ast.as_ref().map(literals),
            ..Options::default()
        };
        Run {
            history: History::new(code, machine, setup),
            context: Context::new(source, code),
            shown: None,
            breakpoints: Vec::new(),
        }
    }

    fn thread_at(&self, step: u32) -> ThreadId {
        match &self.shown {
            Some(shown) if shown.vm.steps == u64::from(step) => shown.vm.sched.current,
            _ => self.history.state(u64::from(step)).sched.current,
        }
    }
}

/// A step number for the page; histories are shorter than `u32::MAX`.
fn narrow(step: u64) -> u32 {
    step.min(u64::from(u32::MAX)) as u32
}
