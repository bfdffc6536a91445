//! `deduce_unreachable`: which objects of a list only each other keep alive.
//!
//! As in CPython the columns of the list double as scratch: during the search `_gc_prev` holds the flag COLLECTING and
//! `gc_refs`, and bit 31 of `_gc_next` says that an object is, for now, on the unreachable list. Both are plain links
//! again on return.

use super::{EXAMINED_KEPT, Examined, Verdict};
use crate::heap::{Heap, Obj};
use crate::order::Marks;

const FLAG: u32 = 1 << 31;
const LINK: u32 = FLAG - 1;
/// In `_gc_prev`: the object belongs to the set being examined and its `gc_refs` is in the other bits.
const COLLECTING: u32 = FLAG;
/// In `_gc_next`: tentatively unreachable.
const UNREACHABLE: u32 = FLAG;

/// The link columns, taken out of the heap while objects are traversed.
struct Links {
    next: Vec<u32>,
    prev: Vec<u32>,
}

impl Heap {
    /// Moves the objects of `base` that cannot be reached from outside of it to `unreachable` (an empty list). Returns the
    /// number of objects examined and, with `record`, what was found out about the first ones.
    pub(super) fn deduce_unreachable(
        &mut self,
        base: Obj,
        unreachable: Obj,
        record: bool,
    ) -> (usize, Vec<Examined>) {
        let mut links =
            Links { next: std::mem::take(&mut self.gc_next), prev: std::mem::take(&mut self.gc_prev) };
        let examined = links.update_refs(self, base);
        links.subtract_refs(self, base);
        let mut found = if record { links.examined(self, base) } else { Vec::new() };
        links.move_unreachable(self, base, unreachable);
        links.clear_unreachable_mask(unreachable);
        (self.gc_next, self.gc_prev) = (links.next, links.prev);
        if record {
            self.mark_unreachable(unreachable, &mut found);
        }
        (examined, found)
    }

    fn mark_unreachable(&self, unreachable: Obj, found: &mut [Examined]) {
        let trash: Marks = self.gc_list(unreachable).map(Obj::index).collect();
        for object in found.iter_mut().filter(|e| trash.contains(e.obj.index())) {
            object.verdict = Verdict::Unreachable;
        }
    }
}

impl Links {
    /// `update_refs`: copies each count to `gc_refs`.
    fn update_refs(&mut self, heap: &Heap, base: Obj) -> usize {
        let (mut size, mut at) = (0, self.next[base.index()]);
        while at != base.0 {
            self.prev[at as usize] = COLLECTING | heap.refcnt(Obj(at)).min(LINK);
            at = self.next[at as usize];
            size += 1;
        }
        size
    }

    /// `subtract_refs`: takes one from `gc_refs` for each reference from inside.
    fn subtract_refs(&mut self, heap: &Heap, base: Obj) {
        let mut at = self.next[base.index()];
        while at != base.0 {
            let prev = &mut self.prev;
            heap.references(Obj(at), &mut |_, target| {
                let refs = &mut prev[target.index()];
                if *refs > COLLECTING {
                    *refs -= 1;
                }
            });
            at = self.next[at as usize];
        }
    }

    fn examined(&self, heap: &Heap, base: Obj) -> Vec<Examined> {
        let (mut found, mut at) = (Vec::new(), self.next[base.index()]);
        while at != base.0 && found.len() < EXAMINED_KEPT {
            let obj = Obj(at);
            let gc_refs = self.prev[obj.index()] & LINK;
            found.push(Examined { obj, refcount: heap.refcnt(obj), gc_refs, verdict: Verdict::Reachable });
            at = self.next[obj.index()];
        }
        found
    }

    /// `move_unreachable`: scans `young`, moving objects without outside references to `unreachable`, and back whatever an
    /// object found reachable refers to.
    fn move_unreachable(&mut self, heap: &Heap, young: Obj, unreachable: Obj) {
        let mut prev = young.0;
        let mut at = self.next[young.index()];
        while at != young.0 {
            if self.prev[at as usize] & LINK != 0 {
                heap.references(Obj(at), &mut |_, target| self.visit_reachable(target.0, young.0));
                self.prev[at as usize] = prev;
                prev = at;
            } else {
                self.next[prev as usize] = self.next[at as usize];
                let last = self.prev[unreachable.index()];
                self.next[last as usize] = UNREACHABLE | at;
                self.prev[at as usize] = COLLECTING | last;
                self.next[at as usize] = UNREACHABLE | unreachable.0;
                self.prev[unreachable.index()] = at;
            }
            at = self.next[prev as usize];
        }
        self.prev[young.index()] = prev;
        self.next[unreachable.index()] &= LINK;
    }

    /// `visit_reachable`: something reachable refers to `target`.
    fn visit_reachable(&mut self, target: u32, young: u32) {
        let at = target as usize;
        if self.prev[at] & COLLECTING == 0 {
            return;
        }
        if self.next[at] & UNREACHABLE != 0 {
            // it had no references left when the scan came by: back behind the end of the scanned list
            let (before, behind) = (self.prev[at] & LINK, self.next[at]);
            self.next[before as usize] = behind;
            let behind = &mut self.prev[(behind & LINK) as usize];
            *behind = *behind & COLLECTING | before;
            let last = self.prev[young as usize];
            self.next[last as usize] = target;
            self.next[at] = young;
            self.prev[young as usize] = target;
            self.prev[at] = COLLECTING | 1;
        } else if self.prev[at] & LINK == 0 {
            self.prev[at] = COLLECTING | 1;
        }
    }

    /// Makes the unreachable list an ordinary one.
    fn clear_unreachable_mask(&mut self, unreachable: Obj) {
        let mut at = self.next[unreachable.index()];
        while at != unreachable.0 {
            self.next[at as usize] &= LINK;
            self.prev[at as usize] &= LINK;
            at = self.next[at as usize];
        }
    }
}
