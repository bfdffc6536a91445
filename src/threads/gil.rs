//! The GIL of CPython 3.2 and later (`Python/ceval_gil.c`).
//!
//! A waiter sleeps for the switch interval; when it times out and no switch happened meanwhile it sets
//! `gil_drop_request`, and the holder drops the GIL at its next eval-breaker check. The switch is forced: the dropper cannot
//! take the GIL again before somebody else had it. Which waiter the operating system wakes is not CPython's choice; here
//! it is the one that has waited longest.

use super::ThreadId;

/// `DEFAULT_INTERVAL` (5000 microseconds) in nanoseconds.
pub const DEFAULT_INTERVAL_NS: u64 = 5_000_000;

/// A thread in `take_gil`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiter {
    pub thread: ThreadId,
    /// When its timed wait ends.
    pub deadline: u64,
    /// `switch_number` when the timed wait began.
    pub saved_switches: u32,
}

#[derive(Clone, Debug)]
pub struct Gil {
    pub holder: Option<ThreadId>,
    pub last_holder: Option<ThreadId>,
    /// `gil_drop_request`.
    pub drop_request: bool,
    /// `switch_number`: how often the GIL passed to another thread than its last holder.
    pub switches: u32,
    pub interval_ns: u64,
    /// In the order in which they began to wait.
    pub waiters: Vec<Waiter>,
}

impl Default for Gil {
    fn default() -> Self {
        Gil {
            holder: None,
            last_holder: None,
            drop_request: false,
            switches: 0,
            interval_ns: DEFAULT_INTERVAL_NS,
            waiters: Vec::new(),
        }
    }
}

impl Gil {
    /// `thread` starts to wait at `now`.
    pub fn wait(&mut self, thread: ThreadId, now: u64) {
        let deadline = now.saturating_add(self.interval_ns);
        self.waiters.push(Waiter { thread, deadline, saved_switches: self.switches });
    }

    /// Lets every timed wait that ended by `now` time out. Returns whether the drop request is set.
    pub fn time_out(&mut self, now: u64) -> bool {
        for waiter in &mut self.waiters {
            while waiter.deadline <= now {
                if waiter.saved_switches == self.switches && self.holder.is_some() {
                    self.drop_request = true;
                }
                waiter.saved_switches = self.switches;
                waiter.deadline = waiter.deadline.saturating_add(self.interval_ns.max(1));
            }
        }
        self.drop_request
    }

    /// The next time a waiter may set the drop request.
    pub fn next_timeout(&self) -> Option<u64> {
        self.waiters.iter().map(|w| w.deadline).min()
    }

    /// The holder lets go (`drop_gil`).
    pub fn release(&mut self) {
        self.last_holder = self.holder.take();
    }

    /// `thread` gets it (`take_gil`); says whether this was a switch.
    pub fn take(&mut self, thread: ThreadId) -> bool {
        self.waiters.retain(|w| w.thread != thread);
        self.holder = Some(thread);
        self.drop_request = false;
        let switched = self.last_holder != Some(thread);
        if switched {
            self.switches += 1;
        }
        self.last_holder = Some(thread);
        switched
    }

    /// Who gets a free GIL.
    pub fn next_waiter(&self) -> Option<ThreadId> {
        self.waiters.first().map(|w| w.thread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: ThreadId = ThreadId::MAIN;
    const OTHER: ThreadId = ThreadId(1);
    const THIRD: ThreadId = ThreadId(2);

    fn held_by_main() -> Gil {
        let mut gil = Gil::default();
        gil.take(MAIN);
        gil
    }

    #[test]
    fn a_waiter_asks_for_the_gil_after_the_interval() {
        let mut gil = held_by_main();
        gil.wait(OTHER, 100);
        assert!(!gil.time_out(DEFAULT_INTERVAL_NS + 99));
        assert!(gil.time_out(DEFAULT_INTERVAL_NS + 100));
        gil.release();
        assert!(gil.take(OTHER) && !gil.drop_request && gil.waiters.is_empty());
    }

    #[test]
    fn a_switch_meanwhile_gives_the_new_holder_a_whole_interval() {
        let mut gil = held_by_main();
        gil.wait(OTHER, 0);
        gil.wait(THIRD, 1);
        gil.release();
        gil.take(OTHER);
        // the third one's first wait ends, but the GIL has passed since it began
        assert!(!gil.time_out(DEFAULT_INTERVAL_NS + 1));
        assert!(gil.time_out(2 * DEFAULT_INTERVAL_NS + 1));
    }

    #[test]
    fn taking_it_back_is_no_switch() {
        let mut gil = held_by_main();
        let before = gil.switches;
        gil.release();
        assert!(!gil.take(MAIN));
        assert_eq!(gil.switches, before);
    }
}
