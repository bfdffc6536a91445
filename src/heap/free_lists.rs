//! How many dead objects each free list keeps (`struct _Py_freelists`).
//!
//! An object that comes from a free list, or goes to one, is no allocation or deallocation for the collector's count. Only the
//! numbers matter here: slots of the heap are reused anyway.

use super::known::types;
use super::{Obj, Payload};

/// Tuples up to this size have free lists.
const TUPLE_SIZES: usize = 20;

/// The lengths of the free lists of types that the collector tracks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeLists {
    lists: u16,
    dicts: u16,
    methods: u16,
    builtins: u16,
    list_iterators: u16,
    tuple_iterators: u16,
    slices: u16,
    /// By size, from 1.
    tuples: [u16; TUPLE_SIZES],
}

impl FreeLists {
    /// The free list of such an object and the most it keeps (`Include/internal/pycore_freelist_state.h`).
    #[inline]
    fn of(&mut self, ty: Obj, payload: &Payload) -> Option<(&mut u16, u16)> {
        match payload {
            Payload::List(_) if ty == types::LIST => Some((&mut self.lists, 80)),
            Payload::Dict(_) if ty == types::DICT => Some((&mut self.dicts, 80)),
            Payload::Tuple(items) if ty == types::TUPLE => {
                let list = self.tuples.get_mut(items.len().wrapping_sub(1))?;
                Some((list, 2000))
            }
            Payload::Method { .. } => Some((&mut self.methods, 20)),
            Payload::Builtin { .. } => Some((&mut self.builtins, 16)),
            Payload::SequenceIter { .. } if ty == types::LIST_ITERATOR => {
                Some((&mut self.list_iterators, 10))
            }
            Payload::SequenceIter { .. } => Some((&mut self.tuple_iterators, 10)),
            Payload::Slice(_) => Some((&mut self.slices, 1)),
            _ => None,
        }
    }

    /// Takes memory for the object from its free list; `false` if that is empty.
    #[inline]
    pub fn take(&mut self, ty: Obj, payload: &Payload) -> bool {
        match self.of(ty, payload) {
            Some((length, _)) if *length > 0 => {
                *length -= 1;
                true
            }
            _ => false,
        }
    }

    /// Keeps the dead object's memory; `false` if its free list is full.
    #[inline]
    pub fn put(&mut self, ty: Obj, payload: &Payload) -> bool {
        match self.of(ty, payload) {
            Some((length, most)) if *length < most => {
                *length += 1;
                true
            }
            _ => false,
        }
    }

    /// Empties all of them, as a full collection does; says how many objects they kept.
    pub fn clear(&mut self) -> i32 {
        let old = std::mem::take(self);
        let singles = [
            old.lists,
            old.dicts,
            old.methods,
            old.builtins,
            old.list_iterators,
            old.tuple_iterators,
            old.slices,
        ];
        singles.iter().chain(&old.tuples).map(|&length| i32::from(length)).sum()
    }
}

impl super::Heap {
    /// Counts a new object of a type the collector tracks.
    #[inline]
    pub fn count_allocation(&mut self, obj: Obj) {
        let index = obj.index();
        if !self.free_lists.take(self.types[index], &self.payload[index]) {
            self.young_count += 1;
        }
    }

    /// Counts the death of such an object; its payload is still there. The count does not go below zero
    /// (`PyObject_GC_Del`).
    #[inline]
    pub fn count_deallocation(&mut self, obj: Obj) {
        let index = obj.index();
        if self.is_gc(obj) && !self.free_lists.put(self.types[index], &self.payload[index]) {
            self.young_count = (self.young_count - 1).max(0);
        }
    }

    /// `_PyGC_ClearAllFreeLists`.
    pub(super) fn clear_free_lists(&mut self) {
        let kept = self.free_lists.clear();
        self.young_count = (self.young_count - kept).max(0);
    }
}
