//! Deallocation: what happens when a count reaches zero.
//!
//! CPython's deallocators recurse, and call `__del__` from inside. Here the rest of the work is data: a stack of
//! [`Dying`] entries in exactly the recursion's order. When an object with a finalizer comes up, the rest of the stack moves into a
//! native frame that calls it, at the next instruction boundary.

use super::Vm;
use super::frame::OnReturn;
use super::native::{Next, R, State, Task};
use super::slots::Slot;
use crate::heap::{Obj, Payload, known};

/// One entry of the work list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dying {
    /// An object whose count is zero.
    Object(Obj),
    /// A reference still to be released.
    Reference(Obj),
    /// A slot whose contents are gone.
    Slot(Obj),
}

/// A finalizer call in progress, and the deallocations that wait for it.
#[derive(Clone, Debug)]
pub struct Pending {
    obj: Obj,
    rest: Vec<Dying>,
}

impl Vm {
    /// `_Py_Dealloc`. The count is zero.
    #[inline]
    pub(super) fn dealloc(&mut self, obj: Obj) {
        match self.heap.get(obj) {
            Payload::Str(text) if text.interned && known::is_static_type(self.heap.ty(obj)) => {
                self.dealloc_interned(obj);
            }
            Payload::Int(_) | Payload::Float(_) | Payload::Str(_)
                if known::is_static_type(self.heap.ty(obj)) =>
            {
                self.heap.release_slot(obj);
            }
            _ => self.dealloc_container(obj),
        }
    }

    /// A mortal interned string leaves the table of interned strings as it dies (`unicode_dealloc`).
    #[cold]
    fn dealloc_interned(&mut self, obj: Obj) {
        if let Payload::Str(text) = self.heap.get(obj) {
            // another string may share the text of the interned one
            let text = text.clone();
            if self.interned(&text.text) == Some(obj) {
                std::rc::Rc::make_mut(&mut self.interned).remove(&text.text);
            }
        }
        self.heap.release_slot(obj);
    }

    fn dealloc_container(&mut self, obj: Obj) {
        if self.draining || self.dying.is_empty() {
            self.dying.push(Dying::Object(obj));
        } else {
            // a finalizer waits for the instruction boundary: what dies after it in this instruction waits behind it
            self.dying.insert(0, Dying::Object(obj));
        }
        if !self.draining {
            self.drain();
        }
    }

    /// Works the list off until it is empty or a finalizer has to run.
    fn drain(&mut self) {
        self.draining = true;
        while let Some(&entry) = self.dying.last() {
            if let Dying::Object(obj) = entry
                && self.needs_finalizer(obj)
            {
                self.request_attention();
                break;
            }
            self.dying.pop();
            match entry {
                Dying::Object(obj) => self.take_apart(obj),
                Dying::Reference(obj) => {
                    if self.heap.decref_is_zero(obj) {
                        self.dying.push(Dying::Object(obj));
                    }
                }
                Dying::Slot(obj) => self.heap.release_slot(obj),
            }
        }
        self.draining = false;
    }

    fn take_apart(&mut self, obj: Obj) {
        self.heap.untrack(obj);
        self.heap.count_deallocation(obj);
        let owned = self.heap.owned(obj);
        if let Payload::Type(ty) = self.heap.get(obj) {
            let base = ty.base;
            self.forget_subclass(base, obj);
        }
        self.heap.take_extra_attributes(obj);
        *self.heap.get_mut(obj) = Payload::Atom;
        // its reference to a heap type is among those still to be released
        self.heap.set_type(obj, known::types::OBJECT);
        self.dying.push(Dying::Slot(obj));
        self.dying.extend(owned.into_iter().rev().map(Dying::Reference));
    }

    /// Does the object have a finalizer that has not run yet (PEP 442)?
    pub fn needs_finalizer(&self, obj: Obj) -> bool {
        if self.heap.is_finalized(obj) {
            return false;
        }
        match self.heap.get(obj) {
            Payload::Generator(generator) => generator.needs_close(self),
            _ => self.has_slot(self.heap.ty(obj), Slot::Del),
        }
    }

    /// The call of the object's finalizer (`tp_finalize`).
    pub(crate) fn finalizer_call(&mut self, obj: Obj) -> R<Next> {
        if matches!(self.heap.get(obj), Payload::Generator(_)) {
            return self.close_for_finalizer(obj);
        }
        match self.special_method(obj, Slot::Del) {
            Some((callee, args)) => Ok(Next::Call { callee, args }),
            None => Ok(Next::Return(crate::heap::known::NONE)),
        }
    }

    /// Releases references in this order, each with all it brings down before the next.
    pub(crate) fn release_all(&mut self, references: Vec<Obj>) {
        self.resume_dying(references.into_iter().rev().map(Dying::Reference).collect());
    }

    /// Objects that wait for their finalizer at the instruction boundary?
    pub(crate) fn has_dying(&self) -> bool {
        !self.dying.is_empty()
    }

    /// Puts the pending finalizer into a native frame.
    pub(super) fn start_finalizer(&mut self) {
        let Some(&Dying::Object(obj)) = self.dying.last() else {
            self.drain();
            return;
        };
        self.dying.pop();
        // PyObject_CallFinalizerFromDealloc: the object is resurrected for the call
        self.heap.incref(obj);
        let rest = std::mem::take(&mut self.dying);
        let name = if matches!(self.heap.get(obj), Payload::Generator(_)) { "close" } else { "__del__" };
        let task = Task::new(name, State::Finalize(Pending { obj, rest }));
        self.push_native(*task, OnReturn::Discard);
    }

    /// Continues deallocations that waited for a finalizer.
    pub(super) fn resume_dying(&mut self, rest: Vec<Dying>) {
        let mut rest = rest;
        rest.append(&mut self.dying);
        self.dying = rest;
        if !self.draining {
            self.drain();
        }
    }

    /// Every object the work list still owns a reference to, for the auditor.
    pub(crate) fn dying_references(&self, visit: &mut dyn FnMut(Obj)) {
        references(&self.dying, visit);
    }
}

fn references(entries: &[Dying], visit: &mut dyn FnMut(Obj)) {
    for entry in entries {
        if let Dying::Reference(obj) = entry {
            visit(*obj);
        }
    }
}

impl Pending {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        if !vm.heap.is_finalized(self.obj) {
            vm.heap.set_finalized(self.obj);
            return vm.finalizer_call(self.obj);
        }
        match answer {
            Ok(value) => vm.decref(value),
            Err(_) => vm.write_unraisable(self.obj),
        }
        let rest = std::mem::take(&mut self.rest);
        let obj = std::mem::take(&mut self.obj);
        // the call's reference goes; unless someone resurrected the object it dies now
        let mut rest = rest;
        if vm.heap.decref_is_zero(obj) {
            rest.push(Dying::Object(obj));
        }
        vm.resume_dying(rest);
        Ok(Next::Return(known::NONE))
    }

    /// References this state owns, for the auditor.
    pub fn references(&self, visit: &mut dyn FnMut(Obj)) {
        if !self.obj.is_null() {
            visit(self.obj);
        }
        references(&self.rest, visit);
    }
}
