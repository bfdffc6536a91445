//! The machine's side of threads: blocking, the eval breaker, starting and ending threads.

use super::scheduler::{Activity, Blocked, SimThread, ThreadId};
use crate::heap::{Obj, Payload};
use crate::order;
use crate::vm::{Context, Event, Vm};
use std::rc::Rc;

/// How giving the processor up ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switched {
    /// A thread (maybe the same) runs; its context is in the machine.
    Running,
    /// Nobody can run before a line of input arrives; call [`Vm::resume_waiting`] once there is one.
    WaitsForInput,
    /// Every thread waits for another: nobody will ever run.
    Deadlock,
}

impl Vm {
    /// The virtual clock: nanoseconds since the start.
    pub fn now(&self) -> u64 {
        self.sched.clock.now(self.steps)
    }

    /// Takes the running thread off the processor until `blocked` ends: it releases the GIL, and another thread takes it.
    ///
    /// The top frame of the blocked thread must be a native frame; it is resumed with `Ok(None)` afterwards and finds out
    /// itself whether it got what it waited for ([`SimThread::timed_out`] tells of the deadline).
    pub fn block(&mut self, blocked: Blocked) -> Switched {
        let (now, current) = (self.now(), self.sched.current);
        self.sched.set_activity(current, Activity::Blocked(blocked), now);
        self.park();
        self.sched.gil.release();
        self.schedule()
    }

    /// The eval breaker's thread work (`_Py_HandlePending`): lets waiters time out and drops the GIL on request. Always
    /// sets `break_at` to the step of the next thing that can happen.
    pub fn check_gil(&mut self) -> Switched {
        let now = self.now();
        self.wake_due(now);
        if !self.sched.gil.time_out(now) || self.sched.gil.waiters.is_empty() {
            self.plan_break();
            return Switched::Running;
        }
        let current = self.sched.current;
        self.sched.set_activity(current, Activity::WaitsForGil, now);
        self.park();
        self.sched.gil.release();
        let switched = self.schedule();
        // forced switch: the dropper begins to wait only once another thread has taken the GIL
        self.sched.gil.wait(current, now);
        self.plan_break();
        switched
    }

    /// A new thread with these frames, waiting for the GIL. `object` is its `threading.Thread` (a new reference is taken).
    pub fn spawn_thread(&mut self, object: Obj, name: Rc<str>, daemon: bool, context: Context) -> ThreadId {
        let (now, id) = (self.now(), ThreadId(self.sched.threads.len() as u32));
        let mut thread = SimThread::new(id, name, Activity::WaitsForGil, now);
        thread.object = object;
        thread.daemon = daemon;
        thread.context = context;
        if !object.is_null() {
            self.heap.incref(object);
        }
        self.sched.threads.push(thread);
        self.sched.gil.wait(id, now);
        self.plan_break();
        id
    }

    /// The running thread ended; its context must be empty. Wakes those that join it.
    pub fn finish_thread(&mut self) -> Switched {
        let (now, current) = (self.now(), self.sched.current);
        self.sched.set_activity(current, Activity::Finished, now);
        self.sched.gil.release();
        self.ctx = Context::default();
        let object = match self.sched.threads.get_mut(current.index()) {
            Some(thread) => std::mem::take(&mut thread.object),
            None => Obj::NULL,
        };
        if let Payload::Thread(state) = self.heap.get_mut(object)
            && !object.is_null()
        {
            Rc::make_mut(state).finished = true;
        }
        self.wake_where(now, |b| matches!(b, Blocked::Join { thread, .. } if *thread == current));
        let switched = self.schedule();
        self.xdecref(object);
        switched
    }

    /// Goes on after [`Switched::WaitsForInput`]: wakes the threads that wait for input if a line has arrived, or none ever will.
    /// Call it while nobody holds the GIL.
    pub fn resume_waiting(&mut self) -> Switched {
        if self.next_input_time().is_some() || self.options.input_ends {
            let now = self.now();
            self.wake_where(now, |b| *b == Blocked::Input);
        }
        self.schedule()
    }

    /// Wakes the first thread that waits for `lock`; it competes for the lock again once it has the GIL.
    pub fn wake_lock_waiter(&mut self, lock: Obj) {
        let now = self.now();
        let waiter = self
            .sched
            .threads
            .iter()
            .filter(|t| matches!(t.activity, Activity::Blocked(Blocked::Lock { lock: l, .. }) if l == lock))
            .min_by_key(|t| (t.since, t.id))
            .map(|t| t.id);
        if let Some(id) = waiter {
            self.wake(id, now, false);
        }
    }

    /// Wakes up to `limit` threads that wait to be notified on `on`, the longest waiting first; says how many.
    pub fn notify(&mut self, on: Obj, limit: usize) -> usize {
        let now = self.now();
        let mut waiting: Vec<_> = self
            .sched
            .threads
            .iter()
            .filter(|t| matches!(t.activity, Activity::Blocked(Blocked::Notify { on: o, .. }) if o == on))
            .map(|t| (t.since, t.id))
            .collect();
        order::sort(&mut waiting);
        waiting.truncate(limit);
        for &(_, id) in &waiting {
            self.wake(id, now, false);
        }
        waiting.len()
    }

    /// Gives the free GIL to the next thread, letting time pass if all of them sleep.
    fn schedule(&mut self) -> Switched {
        loop {
            let now = self.now();
            self.wake_due(now);
            if let Some(next) = self.sched.gil.next_waiter() {
                self.unpark(next, now);
                return Switched::Running;
            }
            let wake = self.sched.threads.iter().filter_map(|t| self.deadline(&t.blocked()?)).min();
            match wake {
                Some(time) => self.sched.clock.jump(self.steps, time),
                None if self.waits_for_input() => return Switched::WaitsForInput,
                None => return Switched::Deadlock,
            }
        }
    }

    /// When the wait ends by itself.
    fn deadline(&self, blocked: &Blocked) -> Option<u64> {
        if *blocked == Blocked::Input { self.next_input_time() } else { blocked.deadline() }
    }

    fn waits_for_input(&self) -> bool {
        self.sched.threads.iter().any(|t| t.blocked() == Some(Blocked::Input))
    }

    /// Moves the context of the thread that just ran out of the machine.
    fn park(&mut self) {
        let context = std::mem::take(&mut self.ctx);
        let current = self.sched.current;
        if let Some(thread) = self.sched.threads.get_mut(current.index()) {
            thread.context = context;
        }
    }

    fn unpark(&mut self, next: ThreadId, now: u64) {
        let from = self.sched.current;
        let switched = self.sched.gil.take(next);
        self.sched.set_activity(next, Activity::Running, now);
        self.sched.current = next;
        if let Some(thread) = self.sched.threads.get_mut(next.index()) {
            self.ctx = std::mem::take(&mut thread.context);
        }
        if switched {
            self.event(|| Event::Switch { from: from.0, to: next.0 });
        }
        self.plan_break();
    }

    /// Wakes every thread whose deadline has passed, in the order of the deadlines.
    fn wake_due(&mut self, now: u64) {
        let mut due: Vec<_> = self
            .sched
            .threads
            .iter()
            .filter_map(|t| Some((self.deadline(&t.blocked()?)?, t.id)))
            .filter(|&(time, _)| time <= now)
            .collect();
        order::sort(&mut due);
        for (time, id) in due {
            self.wake(id, time, true);
        }
    }

    fn wake_where(&mut self, now: u64, wanted: impl Fn(&Blocked) -> bool) {
        let ids: Vec<_> = self
            .sched
            .threads
            .iter()
            .filter(|t| t.blocked().is_some_and(|b| wanted(&b)))
            .map(|t| t.id)
            .collect();
        for id in ids {
            self.wake(id, now, false);
        }
    }

    fn wake(&mut self, id: ThreadId, time: u64, timed_out: bool) {
        // what it waited for may have been there before it began to wait
        let time = self.sched.thread(id).map_or(time, |thread| time.max(thread.since));
        self.sched.set_activity(id, Activity::WaitsForGil, time);
        if let Some(thread) = self.sched.threads.get_mut(id.index()) {
            thread.timed_out = timed_out;
        }
        self.sched.gil.wait(id, time);
        self.plan_break();
    }

    /// Sets the step at which the eval breaker next has thread work.
    pub(super) fn plan_break(&mut self) {
        if self.sched.gil.drop_request {
            self.break_at = 0;
            return;
        }
        let wake = self.sched.threads.iter().filter_map(|t| self.deadline(&t.blocked()?)).min();
        let next = self.sched.gil.next_timeout().into_iter().chain(wake).min();
        self.break_at = next.map_or(u64::MAX, |time| self.sched.clock.step_at(time));
    }
}
