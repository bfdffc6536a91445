//! Object slots, reference counts, allocation and addresses.
//!
//! An object is an index ([`Obj`]) into parallel columns: the reference count, the type, the payload and the two links of
//! the collector's list. The counts are a dense column of their own, so an incref touches one word and a checkpoint copies
//! the column as memory; payloads larger than a word are shared copy-on-write through `Rc`, whose own counts no program
//! can observe.

pub mod audit;
mod exception;
mod free_lists;
pub mod gc;
pub mod known;
mod payload;
mod references;
pub mod roots;
mod text;

pub use exception::{Exception, Traceback};
pub use payload::*;
pub use references::Label;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// An object of the simulated heap; [`Obj::NULL`] is C's `NULL`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Default)]
pub struct Obj(pub u32);

impl Obj {
    pub const NULL: Obj = Obj(0);

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The object, or `None` for `NULL`.
    #[inline]
    pub fn some(self) -> Option<Obj> {
        if self.is_null() { None } else { Some(self) }
    }
}

/// `_Py_IMMORTAL_INITIAL_REFCNT` of a 64-bit build (`Include/refcount.h`): the count an immortal object shows.
pub const IMMORTAL_REFCNT: u32 = 3 << 30;
/// A count from here up belongs to an immortal object and never changes (`_Py_IsImmortal`: the sign bit of 32 bits).
pub const IMMORTAL_MINIMUM: u32 = 1 << 31;

/// What happened to an object during one step; recorded only while someone looks ([`Heap::record`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeapEvent {
    Alloc(Obj),
    Incref(Obj),
    Decref(Obj),
    Free(Obj),
}

/// Heads of the collector's circular lists live in reserved slots of the columns, as `gc_generation.head` does.
pub const GC_HEADS: [Obj; 6] = [Obj(1), Obj(2), Obj(3), Obj(4), Obj(5), Obj(6)];
pub const PERMANENT_GENERATION: usize = 3;
/// Temporary lists of a collection: the unreachable objects, and those whose finalizer was called.
pub(crate) const GC_UNREACHABLE: Obj = GC_HEADS[4];
pub(crate) const GC_SEEN: Obj = GC_HEADS[5];

#[derive(Clone, Debug)]
pub struct Heap {
    refcnt: Vec<u32>,
    types: Vec<Obj>,
    payload: Vec<Payload>,
    /// `_gc_next`/`_gc_prev`: 0 while the object is not tracked.
    pub(crate) gc_next: Vec<u32>,
    pub(crate) gc_prev: Vec<u32>,
    free_head: u32,
    live: u32,
    /// Attributes of instances whose payload is a built-in's (a subclass of `list`, say); plain instances hold their own.
    extra: Rc<BTreeMap<Obj, Attributes>>,
    /// Objects whose finalizer has run (`_PyGC_PREV_MASK_FINALIZED`).
    finalized: Rc<BTreeSet<Obj>>,
    /// Tracked allocations minus deallocations since the last young collection (`generations[0].count`).
    pub young_count: i32,
    free_lists: free_lists::FreeLists,
    /// What happened to objects, while somebody looks.
    recording: bool,
    events: Vec<HeapEvent>,
}

impl Default for Heap {
    fn default() -> Self {
        Self::new()
    }
}

impl Heap {
    pub fn new() -> Self {
        let reserved = 1 + GC_HEADS.len();
        let mut heap = Heap {
            refcnt: vec![0; reserved],
            types: vec![Obj::NULL; reserved],
            payload: vec![Payload::Free(0); reserved],
            gc_next: vec![0; reserved],
            gc_prev: vec![0; reserved],
            free_head: 0,
            live: 0,
            extra: Rc::default(),
            finalized: Rc::default(),
            young_count: 0,
            free_lists: Default::default(),
            recording: false,
            events: Vec::new(),
        };
        for head in GC_HEADS {
            heap.gc_next[head.index()] = head.0;
            heap.gc_prev[head.index()] = head.0;
        }
        heap
    }

    /// Number of live objects.
    pub fn live(&self) -> u32 {
        self.live
    }

    /// One past the largest slot index ever used.
    pub fn len(&self) -> usize {
        self.refcnt.len()
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Allocates an object with a count of 1 that the collector does not track. The caller owns the reference.
    #[inline]
    pub fn alloc(&mut self, ty: Obj, payload: Payload) -> Obj {
        self.live += 1;
        let obj = if self.free_head != 0 {
            let index = self.free_head as usize;
            if let Payload::Free(next) = self.payload[index] {
                self.free_head = next;
            }
            self.refcnt[index] = 1;
            self.types[index] = ty;
            self.payload[index] = payload;
            Obj(index as u32)
        } else {
            let index = self.refcnt.len() as u32;
            self.refcnt.push(1);
            self.types.push(ty);
            self.payload.push(payload);
            self.gc_next.push(0);
            self.gc_prev.push(0);
            Obj(index)
        };
        if self.recording {
            self.note(HeapEvent::Alloc(obj));
        }
        obj
    }

    /// Allocates a container and puts it at the end of the young generation (`_PyObject_GC_Link` + `_PyObject_GC_TRACK`).
    #[inline]
    pub fn alloc_tracked(&mut self, ty: Obj, payload: Payload) -> Obj {
        let obj = self.alloc(ty, payload);
        self.count_allocation(obj);
        self.track(obj);
        obj
    }

    #[inline]
    pub fn is_tracked(&self, obj: Obj) -> bool {
        self.gc_next[obj.index()] != 0
    }

    #[inline]
    pub fn track(&mut self, obj: Obj) {
        self.gc_append(GC_HEADS[0], obj);
    }

    #[inline]
    pub fn gc_append(&mut self, head: Obj, obj: Obj) {
        let last = self.gc_prev[head.index()];
        self.gc_next[last as usize] = obj.0;
        self.gc_prev[obj.index()] = last;
        self.gc_next[obj.index()] = head.0;
        self.gc_prev[head.index()] = obj.0;
    }

    #[inline]
    pub fn untrack(&mut self, obj: Obj) {
        let (next, prev) = (self.gc_next[obj.index()], self.gc_prev[obj.index()]);
        if next == 0 {
            return;
        }
        self.gc_next[prev as usize] = next;
        self.gc_prev[next as usize] = prev;
        self.gc_next[obj.index()] = 0;
        self.gc_prev[obj.index()] = 0;
    }

    /// Gives the slot back. The count must be 0 and the payload's references already released.
    #[inline]
    pub fn release_slot(&mut self, obj: Obj) {
        if self.is_tracked(obj) {
            self.untrack(obj);
        }
        self.payload[obj.index()] = Payload::Free(self.free_head);
        self.types[obj.index()] = Obj::NULL;
        if self.is_finalized(obj) {
            Rc::make_mut(&mut self.finalized).remove(&obj);
        }
        self.free_head = obj.0;
        self.live -= 1;
        if self.recording {
            self.note(HeapEvent::Free(obj));
        }
    }

    /// `Py_INCREF`.
    #[inline]
    pub fn incref(&mut self, obj: Obj) {
        let count = &mut self.refcnt[obj.index()];
        if *count < IMMORTAL_MINIMUM {
            *count += 1;
            if self.recording {
                self.note(HeapEvent::Incref(obj));
            }
        }
    }

    /// Takes one from the count and says whether it reached zero; the machine then deallocates.
    #[inline]
    #[must_use]
    pub fn decref_is_zero(&mut self, obj: Obj) -> bool {
        let count = &mut self.refcnt[obj.index()];
        if *count >= IMMORTAL_MINIMUM {
            return false;
        }
        *count -= 1;
        let zero = *count == 0;
        if self.recording {
            self.note(HeapEvent::Decref(obj));
        }
        zero
    }

    #[inline]
    pub fn refcnt(&self, obj: Obj) -> u32 {
        self.refcnt[obj.index()]
    }

    pub fn is_immortal(&self, obj: Obj) -> bool {
        self.refcnt[obj.index()] >= IMMORTAL_MINIMUM
    }

    pub fn make_immortal(&mut self, obj: Obj) {
        self.refcnt[obj.index()] = IMMORTAL_REFCNT;
    }

    /// Is this a slot that holds an object?
    pub fn is_live(&self, obj: Obj) -> bool {
        obj.index() < self.payload.len() && !matches!(self.payload[obj.index()], Payload::Free(_))
    }

    #[inline(always)]
    pub fn ty(&self, obj: Obj) -> Obj {
        self.types[obj.index()]
    }

    pub fn set_type(&mut self, obj: Obj, ty: Obj) {
        self.types[obj.index()] = ty;
    }

    #[inline(always)]
    pub fn get(&self, obj: Obj) -> &Payload {
        &self.payload[obj.index()]
    }

    #[inline(always)]
    pub fn get_mut(&mut self, obj: Obj) -> &mut Payload {
        &mut self.payload[obj.index()]
    }

    /// Two payloads at once, for the operators.
    #[inline(always)]
    pub fn pair(&self, a: Obj, b: Obj) -> (&Payload, &Payload) {
        (&self.payload[a.index()], &self.payload[b.index()])
    }

    /// All live objects in slot order.
    pub fn objects(&self) -> impl Iterator<Item = Obj> + '_ {
        (0..self.payload.len() as u32).map(Obj).filter(|&o| self.is_live(o))
    }

    /// The simulated address `id()` shows: 64-byte slots from where a 64-bit Linux process maps its heap.
    pub fn address(&self, obj: Obj) -> u64 {
        0x7f10_0000_0000 + (u64::from(obj.0) << 6)
    }

    pub fn is_finalized(&self, obj: Obj) -> bool {
        !self.finalized.is_empty() && self.finalized.contains(&obj)
    }

    pub fn set_finalized(&mut self, obj: Obj) {
        Rc::make_mut(&mut self.finalized).insert(obj);
    }

    pub fn extra_attributes(&self, obj: Obj) -> Option<&Attributes> {
        self.extra.get(&obj)
    }

    pub fn extra_attributes_mut(&mut self, obj: Obj) -> &mut Attributes {
        Rc::make_mut(&mut self.extra).entry(obj).or_default()
    }

    pub fn take_extra_attributes(&mut self, obj: Obj) -> Option<Attributes> {
        if self.extra.contains_key(&obj) { Rc::make_mut(&mut self.extra).remove(&obj) } else { None }
    }

    /// Starts (or stops) recording what happens to objects.
    pub fn record(&mut self, on: bool) {
        self.recording = on;
        self.events.clear();
    }

    /// Out of line: the paths that count references stay small.
    #[cold]
    #[inline(never)]
    fn note(&mut self, event: HeapEvent) {
        self.events.push(event);
    }

    #[inline]
    pub fn is_recording(&self) -> bool {
        self.recording
    }

    pub fn take_events(&mut self) -> Vec<HeapEvent> {
        std::mem::take(&mut self.events)
    }
}
