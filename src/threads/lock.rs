//! `_thread.lock` and `_thread.RLock`. Who waits for a lock is the scheduler's business.

use super::ThreadId;
use crate::heap::{Label, Obj};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockKind {
    Lock,
    RLock,
    /// `threading.Event`: locked = set.
    Event,
}

/// Payload of a lock object.
#[derive(Clone, Debug)]
pub struct LockState {
    pub kind: LockKind,
    /// The thread that acquired it. A plain lock may be released by any thread.
    pub owner: Option<ThreadId>,
    /// Acquisitions not yet released: 0 = unlocked, at most 1 for a plain lock.
    pub count: u32,
}

impl LockState {
    pub fn new(kind: LockKind) -> Self {
        LockState { kind, owner: None, count: 0 }
    }

    pub fn is_locked(&self) -> bool {
        self.count > 0
    }

    /// Takes the lock for `thread` if it is free for it.
    pub fn try_acquire(&mut self, thread: ThreadId) -> bool {
        let free = self.count == 0 || (self.kind == LockKind::RLock && self.owner == Some(thread));
        if free {
            self.owner = Some(thread);
            self.count += 1;
        }
        free
    }

    /// Gives one acquisition back.
    pub fn release(&mut self) {
        self.count = self.count.saturating_sub(1);
        if self.count == 0 {
            self.owner = None;
        }
    }

    /// Locks own no objects.
    pub fn references(&self, _visit: &mut dyn FnMut(Label, Obj)) {}
}
