//! The value stack, and owned against borrowed references.

use super::Vm;
use super::stackref::StackRef;
use crate::heap::{Obj, Payload};
use std::rc::Rc;

impl Vm {
    #[inline(always)]
    pub(super) fn push_ref(&mut self, value: StackRef) {
        self.ctx.stack.push(value);
    }

    /// Pushes an owned reference.
    #[inline(always)]
    pub(super) fn push(&mut self, obj: Obj) {
        self.ctx.stack.push(StackRef::owned(obj));
    }

    /// Pushes a new reference to an object somebody else owns.
    #[inline(always)]
    pub(super) fn push_new(&mut self, obj: Obj) {
        self.heap.incref(obj);
        self.ctx.stack.push(StackRef::owned(obj));
    }

    #[inline(always)]
    pub(super) fn pop_ref(&mut self) -> StackRef {
        self.ctx.stack.pop().unwrap_or_default()
    }

    /// The reference `depth` slots below the top (0 = top).
    #[inline(always)]
    pub(super) fn peek_ref(&self, depth: usize) -> StackRef {
        let stack = &self.ctx.stack;
        stack.get(stack.len().wrapping_sub(depth + 1)).copied().unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn peek(&self, depth: usize) -> Obj {
        self.peek_ref(depth).obj()
    }

    /// Pops an owned reference, taking one where the slot only borrowed (`PyStackRef_AsPyObjectSteal`).
    #[inline(always)]
    pub(super) fn pop(&mut self) -> Obj {
        let value = self.pop_ref();
        self.steal(value)
    }

    #[inline(always)]
    pub(super) fn steal(&mut self, value: StackRef) -> Obj {
        if value.is_borrowed() {
            self.heap.incref(value.obj());
        }
        value.obj()
    }

    /// The same reference, owned (`PyStackRef_MakeHeapSafe`).
    #[inline(always)]
    pub(super) fn make_owned(&mut self, value: StackRef) -> StackRef {
        if value.is_borrowed() {
            self.heap.incref(value.obj());
            StackRef::owned(value.obj())
        } else {
            value
        }
    }

    /// `PyStackRef_XCLOSE`.
    #[inline(always)]
    pub(super) fn close(&mut self, value: StackRef) {
        if !value.is_borrowed() && !value.is_null() {
            self.decref(value.obj());
        }
    }

    /// Pops and closes.
    #[inline(always)]
    pub(super) fn drop_top(&mut self) {
        let value = self.pop_ref();
        self.close(value);
    }

    /// Closes all slots down to `length`, the topmost first.
    pub(super) fn truncate(&mut self, length: usize) {
        while self.ctx.stack.len() > length {
            self.drop_top();
        }
    }

    #[inline(always)]
    pub(super) fn local(&self, index: u32) -> StackRef {
        self.ctx.stack.get(self.ctx.base + index as usize).copied().unwrap_or_default()
    }

    /// Stores into `localsplus`, then closes what was there.
    #[inline(always)]
    pub(super) fn set_local(&mut self, index: u32, value: StackRef) {
        let at = self.ctx.base + index as usize;
        if let Some(slot) = self.ctx.stack.get_mut(at) {
            let old = std::mem::replace(slot, value);
            self.close(old);
        }
    }

    /// `Py_INCREF` that hands the object on.
    #[inline]
    pub fn new_ref(&mut self, obj: Obj) -> Obj {
        self.heap.incref(obj);
        obj
    }

    /// `Py_DECREF`: deallocates at zero.
    #[inline]
    pub fn decref(&mut self, obj: Obj) {
        if self.heap.decref_is_zero(obj) {
            self.dealloc(obj);
        }
    }

    /// `Py_XDECREF`.
    #[inline]
    pub fn xdecref(&mut self, obj: Obj) {
        if !obj.is_null() {
            self.decref(obj);
        }
    }

    /// Items of a tuple object; empty for anything else.
    #[inline]
    pub fn tuple_items(&self, tuple: Obj) -> Rc<Vec<Obj>> {
        match self.heap.get(tuple) {
            Payload::Tuple(items) => items.clone(),
            _ => Rc::default(),
        }
    }

    /// The text of a `str` object; empty for anything else.
    pub fn text_of(&self, obj: Obj) -> &str {
        match self.heap.get(obj) {
            Payload::Str(s) => &s.text,
            _ => "",
        }
    }

    /// The text of a `str` object.
    pub fn as_str(&self, obj: Obj) -> Option<&str> {
        match self.heap.get(obj) {
            Payload::Str(s) => Some(&s.text),
            _ => None,
        }
    }
}
