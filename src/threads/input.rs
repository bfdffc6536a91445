//! Lines typed for `input()`, and when they arrived.
//!
//! A line that arrives while the program waits carries the virtual time of that moment, so that a replay, which has the line from
//! the start, lets the reading thread wait (and the others run) exactly as long.

use crate::vm::Vm;
use std::rc::Rc;

impl Vm {
    /// A line typed now, without its line end.
    pub fn add_input(&mut self, line: &str) {
        let (index, now) = (self.inputs.len(), self.now());
        Rc::make_mut(&mut self.inputs).push(line.into());
        let times = Rc::make_mut(&mut self.sched.input_times);
        // lines given at the start have been there from time 0
        times.resize(index, 0);
        times.push(now);
    }

    /// Takes the lines over that a later state of the same run knows.
    pub fn adopt_inputs(&mut self, later: &Vm) {
        self.inputs = later.inputs.clone();
        self.sched.input_times = later.sched.input_times.clone();
        self.plan_break();
    }

    /// When the next unread line arrives; `None` while nobody has typed it.
    pub fn next_input_time(&self) -> Option<u64> {
        let index = self.inputs_read;
        (index < self.inputs.len()).then(|| self.sched.input_times.get(index).copied().unwrap_or(0))
    }

    /// Reads the next line if it has arrived.
    pub fn read_input(&mut self) -> Option<Rc<str>> {
        let time = self.next_input_time()?;
        if time > self.now() {
            return None;
        }
        let line = self.inputs.get(self.inputs_read)?.clone();
        self.inputs_read += 1;
        Some(line)
    }
}
