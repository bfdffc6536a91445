//! The cyclic garbage collector (`Python/gc.c` of 3.14.5 and later: the generational one of 3.13).
//!
//! | file | concept |
//! | --- | --- |
//! | `lists.rs` | the circular lists of the generations |
//! | `reachability.rs` | `deduce_unreachable`: counting references from inside against the counts |
//! | `collect.rs` | a collection as a resumable native: finalizers, resurrection, `delete_garbage` |
//! | `clear.rs` | `tp_clear` of each type |

mod clear;
mod collect;
mod lists;
mod reachability;

pub use collect::Collecting;

use super::Obj;
use std::rc::Rc;

/// `gc.get_stats()` of one generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenerationStats {
    pub collections: u64,
    pub collected: u64,
    pub uncollectable: u64,
}

/// Where an object of the collected set ended up, for the GC panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Referenced from outside the set, or reachable from such an object.
    Reachable,
    /// Unreachable until its or another's finalizer made it reachable again.
    Resurrected,
    /// Torn down by `delete_garbage`.
    Unreachable,
}

/// What the collector found out about one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Examined {
    pub obj: Obj,
    pub refcount: u32,
    /// `gc_refs`: the count less the references from inside the set.
    pub gc_refs: u32,
    pub verdict: Verdict,
}

/// The record of one collection.
#[derive(Clone, Default)]
pub struct Collection {
    pub generation: usize,
    pub collected: usize,
    /// Size of the examined set.
    pub examined: usize,
    /// Found unreachable before any finalizer ran.
    pub unreachable: usize,
    /// Finalizers called.
    pub finalizers: usize,
    /// Made reachable again by finalizers.
    pub resurrected: usize,
    /// The first objects of the set, at most [`EXAMINED_KEPT`]; all of them only while the machine records events, so this is no
    /// part of the machine's state.
    pub objects: Vec<Examined>,
    /// Asked for by `gc.collect()`, not by a threshold.
    pub manual: bool,
}

/// Without [`Collection::objects`]: they are kept for display only, and a state's fingerprint is made of what this prints.
impl std::fmt::Debug for Collection {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            generation,
            collected,
            examined,
            unreachable,
            finalizers,
            resurrected,
            objects: _,
            manual,
        } = self;
        out.debug_tuple("Collection")
            .field(&(generation, collected, examined, unreachable, finalizers, resurrected, manual))
            .finish()
    }
}

impl Collection {
    /// What it did, in one sentence.
    pub fn sentence(&self) -> String {
        let why = if self.manual { "A collection that was asked for" } else { "An automatic collection" };
        let mut text = format!("{why} examined {} objects of generation {}", self.examined, self.generation);
        text += &match self.unreachable {
            0 => ": all of them are reachable".to_owned(),
            1 => ", found 1 that cannot be reached from outside".to_owned(),
            n => format!(", found {n} that cannot be reached from outside"),
        };
        if self.finalizers > 0 {
            text += &format!(
                ", called {} finalizer{}",
                self.finalizers,
                if self.finalizers == 1 { "" } else { "s" }
            );
        }
        if self.resurrected > 0 {
            text += &format!(", of which {} came back to life", self.resurrected);
        }
        if self.unreachable > 0 {
            text += &format!(", and freed {}", self.collected);
        }
        text + "."
    }
}

/// Examined objects kept in a record.
pub const EXAMINED_KEPT: usize = 256;

/// Settings and counters (`struct _gc_runtime_state`). The young generation's count is [`super::Heap::young_count`].
#[derive(Clone, Debug)]
pub struct Collector {
    pub enabled: bool,
    pub thresholds: [u32; 3],
    /// Collections of the next younger generation since the last of this one; index 0 is unused.
    pub counts: [i32; 3],
    pub long_lived_total: u64,
    pub long_lived_pending: u64,
    pub stats: [GenerationStats; 3],
    /// The list `gc.garbage` (owned), or `NULL` before `gc` is imported.
    pub garbage: Obj,
    /// A collection is in progress.
    pub collecting: bool,
    pub last: Option<Rc<Collection>>,
    /// The eval breaker starts a collection when `heap.young_count` exceeds this: the threshold, or `i32::MAX` while disabled or
    /// collecting. Comparing there is the same as CPython's scheduling at the allocation.
    pub young_limit: i32,
}

impl Default for Collector {
    fn default() -> Self {
        Collector {
            enabled: true,
            thresholds: [2000, 10, 10],
            counts: [0; 3],
            long_lived_total: 0,
            long_lived_pending: 0,
            stats: [GenerationStats::default(); 3],
            garbage: Obj::NULL,
            collecting: false,
            last: None,
            young_limit: 2000,
        }
    }
}

impl Collector {
    /// Recomputes [`Collector::young_limit`] after a setting changed.
    pub fn update_limit(&mut self) {
        let due = self.enabled && !self.collecting && self.thresholds[0] != 0;
        self.young_limit = if due { i32::try_from(self.thresholds[0]).unwrap_or(i32::MAX) } else { i32::MAX };
    }
}

impl super::Heap {
    /// Is the object of a type whose instances the collector can track (`_PyObject_IS_GC`)?
    pub fn is_gc(&self, obj: Obj) -> bool {
        use super::Payload::*;
        match self.get(obj) {
            Free(_) | Atom | Int(_) | BigInt(_) | Float(_) | Str(_) | Bytes(_) | Range(_) | RangeIter(_)
            | Code(_) | Stream(_) => self.is_heap_type(self.ty(obj)),
            Type(ty) => ty.heap_type,
            _ => true,
        }
    }

    /// Was the type made by a `class` statement?
    pub fn is_heap_type(&self, ty: Obj) -> bool {
        matches!(self.get(ty), super::Payload::Type(ty) if ty.heap_type)
    }
}
