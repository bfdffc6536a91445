//! A collection as a resumable native (`gc_collect_main`): finalizers are Python code, so it may span many steps.

use super::{Collection, Examined, Verdict};
use crate::heap::{GC_HEADS, GC_SEEN, GC_UNREACHABLE, Heap, Obj, Payload, known};
use crate::modules::Pending;
use crate::order::Marks;
use crate::vm::{Event, Next, R, State, Task, Vm};
use std::rc::Rc;

/// How far a collection got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Start,
    /// `finalize_garbage`; the object whose finalizer runs (owned), or `NULL`.
    Finalize(Obj),
    Recheck,
    /// `delete_garbage`; the object being cleared (owned), or `NULL`.
    Clear(Obj),
}

/// A collection in progress.
#[derive(Clone, Debug)]
pub struct Collecting {
    generation: usize,
    phase: Phase,
    record: Collection,
}

impl Vm {
    /// Does the eval breaker have to start a collection?
    #[inline(always)]
    pub fn gc_due(&self) -> bool {
        self.heap.young_count > self.gc.young_limit
    }

    /// The native frame's task of an automatic collection (`_Py_RunGC`), or `None` when no generation needs one.
    pub fn automatic_collection(&mut self) -> Option<Box<Task>> {
        if self.gc.collecting || !self.gc.enabled {
            return None;
        }
        let generation = self.select_generation()?;
        Some(Task::new("gc", State::Module(Pending::Collect(self.begin_collection(generation, false)))))
    }

    /// The task of `gc.collect(generation)`; `None` while a collection is in progress (CPython then returns 0).
    pub fn manual_collection(&mut self, generation: usize) -> Option<Box<Task>> {
        if self.gc.collecting {
            return None;
        }
        Some(Task::new("collect", State::Module(Pending::Collect(self.begin_collection(generation, true)))))
    }

    fn begin_collection(&mut self, generation: usize, manual: bool) -> Collecting {
        self.gc.collecting = true;
        self.gc.update_limit();
        Collecting {
            generation,
            phase: Phase::Start,
            record: Collection { generation, manual, ..Collection::default() },
        }
    }

    /// `gc_select_generation`: the oldest generation over its threshold; a full collection only once a quarter of the
    /// long-lived objects is new.
    fn select_generation(&self) -> Option<usize> {
        let counts = [self.heap.young_count, self.gc.counts[1], self.gc.counts[2]];
        (0..3).rev().find(|&i| {
            i64::from(counts[i]) > i64::from(self.gc.thresholds[i])
                && !(i == 2 && self.gc.long_lived_pending < self.gc.long_lived_total / 4)
        })
    }
}

impl Collecting {
    pub(crate) fn resume(&mut self, vm: &mut Vm, answer: R<Obj>) -> R<Next> {
        match self.phase {
            Phase::Start => {
                self.start(vm);
                if vm.heap.gc_first(GC_UNREACHABLE).is_none() {
                    return Ok(self.finish(vm));
                }
                self.phase = Phase::Finalize(Obj::NULL);
                Ok(Next::Again)
            }
            Phase::Finalize(current) => {
                if !current.is_null() {
                    finalizer_done(vm, current, answer);
                    self.phase = Phase::Finalize(Obj::NULL);
                    if vm.has_dying() {
                        return Ok(Next::Again);
                    }
                }
                self.finalize_next(vm)
            }
            Phase::Recheck => {
                self.recheck(vm);
                self.phase = Phase::Clear(Obj::NULL);
                self.clear_garbage(vm)
            }
            Phase::Clear(current) => {
                if !current.is_null() && !self.cleared(vm, current) {
                    return Ok(Next::Again);
                }
                self.clear_garbage(vm)
            }
        }
    }

    /// Counts the collection, merges the younger generations and separates the unreachable objects.
    fn start(&mut self, vm: &mut Vm) {
        let generation = self.generation;
        if generation < 2 {
            vm.gc.counts[generation + 1] += 1;
        }
        vm.heap.young_count = 0;
        for count in &mut vm.gc.counts[..=generation] {
            *count = 0;
        }
        let young = GC_HEADS[generation];
        for &younger in &GC_HEADS[..generation] {
            vm.heap.gc_merge(younger, young);
        }
        let record = vm.heap.is_recording();
        let (examined, objects) = vm.heap.deduce_unreachable(young, GC_UNREACHABLE, record);
        self.record.examined = examined;
        self.record.objects = objects;
        self.record.unreachable = vm.heap.gc_list(GC_UNREACHABLE).count();
        vm.heap.untrack_tuples(young);
        self.promote(vm, young);
    }

    /// Survivors move to the next older generation.
    fn promote(&self, vm: &mut Vm, young: Obj) {
        match self.generation {
            2 => {
                vm.gc.long_lived_pending = 0;
                vm.gc.long_lived_total = vm.heap.gc_list(young).count() as u64;
            }
            generation => {
                if generation == 1 {
                    vm.gc.long_lived_pending += vm.heap.gc_list(young).count() as u64;
                }
                vm.heap.gc_merge(young, self.old());
            }
        }
    }

    /// Where survivors go.
    fn old(&self) -> Obj {
        GC_HEADS[(self.generation + 1).min(2)]
    }

    /// `finalize_garbage`: calls the next finalizer that has not run yet. Always takes the first object of the list, since
    /// finalizers may free any others.
    fn finalize_next(&mut self, vm: &mut Vm) -> R<Next> {
        while let Some(obj) = vm.heap.gc_first(GC_UNREACHABLE) {
            vm.heap.gc_move(obj, GC_SEEN);
            if !vm.needs_finalizer(obj) {
                continue;
            }
            vm.heap.set_finalized(obj);
            vm.heap.incref(obj);
            self.record.finalizers += 1;
            self.phase = Phase::Finalize(obj);
            match vm.finalizer_call(obj) {
                Ok(Next::Return(value)) => finalizer_done(vm, obj, Ok(value)),
                Ok(next) => return Ok(next),
                Err(raised) => finalizer_done(vm, obj, Err(raised)),
            }
            self.phase = Phase::Finalize(Obj::NULL);
            if vm.has_dying() {
                return Ok(Next::Again);
            }
        }
        vm.heap.gc_merge(GC_SEEN, GC_UNREACHABLE);
        self.phase = Phase::Recheck;
        Ok(Next::Again)
    }

    /// `handle_resurrected_objects`: looks again at the unreachable objects; those that finalizers made reachable survive.
    fn recheck(&mut self, vm: &mut Vm) {
        if self.record.finalizers == 0 {
            // nothing ran since the first look
            self.record.collected = vm.heap.gc_list(GC_UNREACHABLE).count();
            return;
        }
        let before: Vec<Obj> = vm.heap.gc_list(GC_UNREACHABLE).collect();
        vm.heap.gc_merge(GC_UNREACHABLE, GC_SEEN);
        vm.heap.deduce_unreachable(GC_SEEN, GC_UNREACHABLE, false);
        self.record.collected = vm.heap.gc_list(GC_UNREACHABLE).count();
        self.record.resurrected = before.len() - self.record.collected;
        if !self.record.objects.is_empty() {
            let saved: Marks = vm.heap.gc_list(GC_SEEN).map(Obj::index).collect();
            let resurrected = |e: &&mut Examined| saved.contains(e.obj.index());
            self.record.objects.iter_mut().filter(resurrected).for_each(|e| e.verdict = Verdict::Resurrected);
        }
        vm.heap.gc_merge(GC_SEEN, self.old());
    }

    /// `delete_garbage`: clears one object after the other until a finalizer of something else has to run.
    fn clear_garbage(&mut self, vm: &mut Vm) -> R<Next> {
        while let Some(obj) = vm.heap.gc_first(GC_UNREACHABLE) {
            vm.heap.incref(obj);
            self.phase = Phase::Clear(obj);
            let released = vm.heap.clear(obj);
            vm.release_all(released);
            if vm.has_dying() || !self.cleared(vm, obj) {
                return Ok(Next::Again);
            }
        }
        Ok(self.finish(vm))
    }

    /// The rest of an iteration of `delete_garbage`, once everything `tp_clear` released is gone. Says whether the next
    /// object's turn has come.
    fn cleared(&mut self, vm: &mut Vm, obj: Obj) -> bool {
        self.phase = Phase::Clear(Obj::NULL);
        vm.decref(obj);
        if vm.heap.gc_first(GC_UNREACHABLE) == Some(obj) {
            // still alive: it may die later
            vm.heap.gc_move(obj, self.old());
        }
        !vm.has_dying()
    }

    fn finish(&mut self, vm: &mut Vm) -> Next {
        if self.generation == 2 {
            vm.heap.clear_free_lists();
        }
        let stats = &mut vm.gc.stats[self.generation];
        stats.collections += 1;
        stats.collected += self.record.collected as u64;
        vm.gc.collecting = false;
        vm.gc.update_limit();
        let (generation, collected) = (self.generation, self.record.collected);
        vm.gc.last = Some(Rc::new(std::mem::take(&mut self.record)));
        vm.event(|| Event::Collect { generation, collected });
        Next::Return(vm.int(collected as i64))
    }

    /// What the collection found so far.
    pub fn record(&self) -> &Collection {
        &self.record
    }

    /// References the state owns, for the auditor.
    pub fn references(&self, visit: &mut dyn FnMut(Obj)) {
        if let Phase::Finalize(obj) | Phase::Clear(obj) = self.phase
            && !obj.is_null()
        {
            visit(obj);
        }
    }
}

/// A finalizer returned: its result or error is dropped, and the reference that kept the object alive.
fn finalizer_done(vm: &mut Vm, obj: Obj, answer: R<Obj>) {
    match answer {
        Ok(value) => vm.xdecref(value),
        Err(_) => vm.write_unraisable(obj),
    }
    vm.decref(obj);
}

impl Heap {
    /// `untrack_tuples`: a tuple of objects that can be in no cycle cannot be in one either.
    fn untrack_tuples(&mut self, head: Obj) {
        let mut at = self.gc_first(head);
        while let Some(obj) = at {
            let next = Obj(self.gc_next[obj.index()]);
            at = (next != head).then_some(next);
            if self.ty(obj) == known::types::TUPLE
                && let Payload::Tuple(items) = self.get(obj)
                && !items.iter().any(|&item| self.may_be_tracked(item))
            {
                self.untrack(obj);
            }
        }
    }

    /// `_PyObject_GC_MAY_BE_TRACKED`.
    pub fn may_be_tracked(&self, obj: Obj) -> bool {
        self.is_gc(obj) && (self.ty(obj) != known::types::TUPLE || self.is_tracked(obj))
    }
}

impl Collecting {
    /// Is this collection in the phase in which unreachable objects are known and not yet torn down?
    pub fn phase_name(&self) -> &'static str {
        match self.phase {
            Phase::Start => "about to look for unreachable objects",
            Phase::Finalize(_) => "calling finalizers of unreachable objects",
            Phase::Recheck => "looking again: finalizers may have made objects reachable",
            Phase::Clear(_) => "clearing the unreachable objects",
        }
    }
}
