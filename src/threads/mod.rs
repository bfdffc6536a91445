//! Simulated threads, the GIL, locks and the virtual clock.
//!
//! One simulated thread executes at a time: the one whose [`Context`](crate::vm::Context) sits in the machine. The others are
//! parked in the [`Scheduler`]. Time is virtual: a step costs [`clock::STEP_NS`], and when no thread can run the clock jumps
//! to the next wake-up.
//!
//! | file | concept |
//! | --- | --- |
//! | `clock.rs` | virtual nanoseconds from step counts |
//! | `gil.rs` | the GIL of 3.2 and later: waiters, switch interval, drop request, forced switch |
//! | `scheduler.rs` | the table of threads, what each waits for, the lanes of the Threads panel |
//! | `switch.rs` | the machine's side: blocking, the eval breaker, starting and ending threads |
//! | `input.rs` | lines for `input()` and when they arrive |
//! | `lock.rs` | `Lock` and `RLock` |

pub mod clock;
pub mod gil;
mod input;
mod lock;
mod scheduler;
mod switch;

pub use gil::Gil;
pub use lock::{LockKind, LockState};
pub use scheduler::{Activity, Blocked, Lane, Scheduler, Segment, SimThread, ThreadId};
pub use switch::Switched;

use crate::heap::{Label, Obj};

/// Payload of a `threading.Thread` object. Every object field is an owned reference or `NULL`.
#[derive(Clone, Debug, Default)]
pub struct ThreadState {
    pub target: Obj,
    pub args: Obj,
    pub kwargs: Obj,
    pub name: Obj,
    pub daemon: bool,
    /// `Thread.__init__` ran.
    pub initialized: bool,
    /// The scheduler's thread, once started.
    pub id: Option<ThreadId>,
    pub finished: bool,
}

impl ThreadState {
    pub fn references(&self, visit: &mut dyn FnMut(Label, Obj)) {
        let fields =
            [("_target", self.target), ("_args", self.args), ("_kwargs", self.kwargs), ("_name", self.name)];
        for (name, obj) in fields {
            if !obj.is_null() {
                visit(Label::Field(name), obj);
            }
        }
    }
}
