//! The table of simulated threads: what each is doing, what it waits for, and its lane over time.

use super::Gil;
use super::clock::Clock;
use crate::heap::Obj;
use crate::vm::Context;
use std::collections::VecDeque;
use std::rc::Rc;

/// Index in the scheduler's table, in start order; the main thread is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ThreadId(pub u32);

impl ThreadId {
    pub const MAIN: ThreadId = ThreadId(0);

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Why a thread cannot go on. The objects are borrowed: the blocked native keeps them alive. Times are absolute virtual
/// nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// `time.sleep` until then.
    Sleep { until: u64 },
    /// `acquire` of a held lock.
    Lock { lock: Obj, deadline: Option<u64> },
    /// `Thread.join` of an unfinished thread, or the wait for all non-daemon threads at exit.
    Join { thread: ThreadId, deadline: Option<u64> },
    /// `Event.wait` and `Condition.wait`: until notified.
    Notify { on: Obj, deadline: Option<u64> },
    /// `input()` without a line to read.
    Input,
}

impl Blocked {
    /// When the wait ends by itself, apart from the arrival of input.
    pub fn deadline(&self) -> Option<u64> {
        match *self {
            Blocked::Sleep { until } => Some(until),
            Blocked::Lock { deadline, .. }
            | Blocked::Join { deadline, .. }
            | Blocked::Notify { deadline, .. } => deadline,
            Blocked::Input => None,
        }
    }
}

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Holds the GIL; its context is in the machine.
    Running,
    WaitsForGil,
    Blocked(Blocked),
    Finished,
}

/// What a lane of the Threads panel shows for a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    HoldsGil,
    WaitsForGil,
    Lock,
    Sleep,
    Join,
    Input,
    Finished,
}

impl Activity {
    pub fn lane(&self) -> Lane {
        match self {
            Activity::Running => Lane::HoldsGil,
            Activity::WaitsForGil => Lane::WaitsForGil,
            Activity::Blocked(Blocked::Sleep { .. }) => Lane::Sleep,
            Activity::Blocked(Blocked::Lock { .. } | Blocked::Notify { .. }) => Lane::Lock,
            Activity::Blocked(Blocked::Join { .. }) => Lane::Join,
            Activity::Blocked(Blocked::Input) => Lane::Input,
            Activity::Finished => Lane::Finished,
        }
    }
}

/// A finished stretch of a lane, in virtual nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub lane: Lane,
    pub from: u64,
    pub to: u64,
}

/// Segments kept per lane.
const LANE_SEGMENTS: usize = 256;

/// One simulated operating-system thread with its interpreter state.
#[derive(Clone, Debug)]
pub struct SimThread {
    pub id: ThreadId,
    /// The `threading.Thread` object (owned until the thread ends, as `threading._active` owns it), or `NULL` for the main thread
    /// until `threading` is imported.
    pub object: Obj,
    pub name: Rc<str>,
    pub daemon: bool,
    pub activity: Activity,
    /// Since when, in virtual nanoseconds.
    pub since: u64,
    /// Finished segments, oldest first, at most [`LANE_SEGMENTS`].
    pub lane: VecDeque<Segment>,
    /// Frames and stacks while the thread does not run; empty while it does.
    pub context: Context,
    /// Whether the latest blocking call ended by its deadline.
    pub timed_out: bool,
}

/// Every thread, the GIL, the clock.
#[derive(Clone, Debug)]
pub struct Scheduler {
    pub threads: Vec<SimThread>,
    /// The thread whose context is in the machine.
    pub current: ThreadId,
    pub gil: Gil,
    pub clock: Clock,
    /// Number of the next `Thread-N`.
    pub next_name: u32,
    /// When each line of the machine's inputs arrived; 0 for those not listed.
    pub input_times: Rc<Vec<u64>>,
}

impl Default for Scheduler {
    fn default() -> Self {
        Self::new()
    }
}

impl Scheduler {
    /// The main thread, holding the GIL at time 0.
    pub fn new() -> Self {
        let mut gil = Gil::default();
        gil.take(ThreadId::MAIN);
        gil.switches = 0;
        let main = SimThread::new(ThreadId::MAIN, "MainThread".into(), Activity::Running, 0);
        Scheduler {
            threads: vec![main],
            current: ThreadId::MAIN,
            gil,
            clock: Clock::default(),
            next_name: 1,
            input_times: Rc::default(),
        }
    }

    pub fn thread(&self, id: ThreadId) -> Option<&SimThread> {
        self.threads.get(id.index())
    }

    /// Threads that have not ended.
    pub fn alive(&self) -> impl Iterator<Item = &SimThread> {
        self.threads.iter().filter(|t| t.activity != Activity::Finished)
    }

    /// Puts a thread into another activity at `now`, closing the segment of its lane.
    pub fn set_activity(&mut self, id: ThreadId, activity: Activity, now: u64) {
        if let Some(thread) = self.threads.get_mut(id.index()) {
            thread.set_activity(activity, now);
        }
    }
}

impl SimThread {
    pub fn new(id: ThreadId, name: Rc<str>, activity: Activity, now: u64) -> Self {
        SimThread {
            id,
            object: Obj::NULL,
            name,
            daemon: false,
            activity,
            since: now,
            lane: VecDeque::new(),
            context: Context::default(),
            timed_out: false,
        }
    }

    fn set_activity(&mut self, activity: Activity, now: u64) {
        let lane = self.activity.lane();
        if lane != activity.lane() || matches!(activity, Activity::Blocked(_)) {
            if now > self.since {
                self.push_segment(Segment { lane, from: self.since, to: now });
            }
            self.since = now;
        }
        self.activity = activity;
    }

    fn push_segment(&mut self, segment: Segment) {
        match self.lane.back_mut() {
            Some(last) if last.lane == segment.lane && last.to == segment.from => last.to = segment.to,
            _ => self.lane.push_back(segment),
        }
        if self.lane.len() > LANE_SEGMENTS {
            self.lane.pop_front();
        }
    }

    /// The blocking call the thread is in.
    pub fn blocked(&self) -> Option<Blocked> {
        match self.activity {
            Activity::Blocked(blocked) => Some(blocked),
            _ => None,
        }
    }
}
