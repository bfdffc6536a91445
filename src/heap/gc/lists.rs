//! The circular doubly linked lists of tracked objects (`gc_list_*`).

use crate::heap::{GC_HEADS, Heap, Obj};

impl Heap {
    /// The first object of a list, or `None`.
    pub(super) fn gc_first(&self, head: Obj) -> Option<Obj> {
        let first = Obj(self.gc_next[head.index()]);
        (first != head).then_some(first)
    }

    /// The objects of a list in order. The head may be that of any list.
    pub fn gc_list(&self, head: Obj) -> impl Iterator<Item = Obj> + '_ {
        let mut at = head;
        std::iter::from_fn(move || {
            at = Obj(self.gc_next[at.index()]);
            (at != head && !at.is_null()).then_some(at)
        })
    }

    /// The tracked objects of a generation (0 = youngest), oldest first.
    pub fn generation(&self, generation: usize) -> impl Iterator<Item = Obj> + '_ {
        self.gc_list(GC_HEADS[generation.min(2)])
    }

    /// Moves a tracked object to the end of a list.
    pub(super) fn gc_move(&mut self, obj: Obj, head: Obj) {
        self.untrack(obj);
        self.gc_append(head, obj);
    }

    /// Moves all objects of a list to the end of another.
    pub(super) fn gc_merge(&mut self, from: Obj, to: Obj) {
        let Some(first) = self.gc_first(from) else { return };
        let last = self.gc_prev[from.index()];
        let tail = self.gc_prev[to.index()];
        self.gc_next[tail as usize] = first.0;
        self.gc_prev[first.index()] = tail;
        self.gc_next[last as usize] = to.0;
        self.gc_prev[to.index()] = last;
        self.gc_next[from.index()] = from.0;
        self.gc_prev[from.index()] = from.0;
    }
}
