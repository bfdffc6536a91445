//! What is shown of a program that cannot run: one step, at which nothing has happened.

use super::{GcView, GilView, ProgressView, RunStatus, StepView};

impl ProgressView {
    /// Where the run of a program with an error got.
    pub fn never_ran() -> Self {
        Self { total: 0, status: RunStatus::Finished, clock_ns: 0, limit: None }
    }
}

impl StepView {
    /// The only step of a program with an error.
    pub fn never_ran() -> Self {
        Self {
            step: 0,
            total: 0,
            status: RunStatus::Finished,
            thread: 0,
            threads: Vec::new(),
            gil: GilView {
                model: String::new(),
                holder: None,
                drop_request: false,
                waiters: Vec::new(),
                switch_interval_ns: 0,
                clock_ns: 0,
                switches: 0,
            },
            frames: Vec::new(),
            frames_hidden: 0,
            objects: Vec::new(),
            objects_hidden: 0,
            gc: GcView {
                enabled: false,
                generations: Vec::new(),
                last: None,
                live_objects: 0,
                scheduled: false,
            },
            console: Vec::new(),
            console_hidden: 0,
            effects: Vec::new(),
            explanation: vec!["The program has an error, so it cannot run.".to_owned()],
            executed: None,
            error: None,
        }
    }
}
