//! Raising exceptions from the machine and its natives, and what the process prints of them.

use super::native::{R, Raised};
use super::traceback::SourceLines;
use super::{Stream, Vm};
use crate::heap::known::types;
use crate::heap::{Exception, Obj, Payload};
use std::rc::Rc;

impl Vm {
    /// Raises `ty(message)`.
    pub fn raise(&mut self, ty: Obj, message: &str) -> Raised {
        let text = self.new_str(message);
        let args = self.new_tuple(vec![text]);
        self.raise_with_args(ty, args)
    }

    /// Raises `ty(*args)`; `args` is an owned tuple.
    pub fn raise_with_args(&mut self, ty: Obj, args: Obj) -> Raised {
        let exception = Exception { args, ..Exception::default() };
        let exception = self.heap.alloc_tracked(ty, Payload::Exception(Rc::new(exception)));
        self.raise_object(exception)
    }

    /// Makes `exception` (owned) the one in flight, with the handled one as its `__context__`
    /// (`_PyErr_SetObject`, `Python/errors.c`).
    pub fn raise_object(&mut self, exception: Obj) -> Raised {
        let handled = self.handled();
        if !handled.is_null() && handled != exception {
            self.break_context_cycle(handled, exception);
            self.heap.incref(handled);
            if let Some(data) = self.exception_mut(exception) {
                let old = std::mem::replace(&mut data.context, handled);
                self.xdecref(old);
            }
        }
        let old = std::mem::replace(&mut self.ctx.raised, exception);
        self.xdecref(old);
        self.event(|| super::Event::Raise(exception));
        Raised
    }

    /// Cuts the chain of contexts of `handled` where it reaches `exception`, so that it stays a chain.
    fn break_context_cycle(&mut self, handled: Obj, exception: Obj) {
        let mut current = handled;
        let mut steps = 0u32;
        while let Some(context) = self.exception(current).map(|e| e.context).and_then(Obj::some) {
            steps += 1;
            if context == exception {
                if let Some(data) = self.exception_mut(current) {
                    data.context = Obj::NULL;
                }
                return self.decref(context);
            }
            if steps > self.heap.live() {
                return;
            }
            current = context;
        }
    }

    /// The exception being handled (`_PyErr_GetTopmostException`), borrowed, or `NULL`.
    pub fn handled(&self) -> Obj {
        self.ctx.handled.iter().rev().copied().find(|e| !e.is_null()).unwrap_or(Obj::NULL)
    }

    pub fn exception(&self, obj: Obj) -> Option<&Exception> {
        match self.heap.get(obj) {
            Payload::Exception(exception) => Some(exception),
            _ => None,
        }
    }

    pub fn exception_mut(&mut self, obj: Obj) -> Option<&mut Exception> {
        match self.heap.get_mut(obj) {
            Payload::Exception(exception) => Some(Rc::make_mut(exception)),
            _ => None,
        }
    }

    /// Is the exception in flight an instance of `ty`?
    pub fn raised_is(&self, ty: Obj) -> bool {
        !self.ctx.raised.is_null() && self.is_instance(self.ctx.raised, ty)
    }

    /// Drops the exception in flight.
    pub fn clear_raised(&mut self) {
        let raised = std::mem::take(&mut self.ctx.raised);
        self.xdecref(raised);
    }

    pub fn type_error(&mut self, message: &str) -> Raised {
        self.raise(types::TYPE_ERROR, message)
    }

    pub fn value_error(&mut self, message: &str) -> Raised {
        self.raise(types::VALUE_ERROR, message)
    }

    /// `KeyError(key)`; `key` is borrowed.
    pub fn key_error(&mut self, key: Obj) -> Raised {
        self.heap.incref(key);
        let args = self.new_tuple(vec![key]);
        self.raise_with_args(types::KEY_ERROR, args)
    }

    /// A Python feature CPython has and Ouroscope lacks, named.
    pub fn unsupported(&mut self, what: &str) -> Raised {
        self.raise(types::NOT_IMPLEMENTED_ERROR, &format!("Ouroscope does not support {what} yet"))
    }

    pub fn raise_attribute_error(&mut self, message: &str, obj: Obj, name: Obj) -> Raised {
        let raised = self.raise(types::ATTRIBUTE_ERROR, message);
        self.set_exception_name(name);
        self.heap.incref(obj);
        let exception = self.ctx.raised;
        if let Some(data) = self.exception_mut(exception) {
            data.value = obj;
        }
        raised
    }

    /// Sets `name` of the NameError or AttributeError in flight.
    pub(super) fn set_exception_name(&mut self, name: Obj) {
        self.heap.incref(name);
        let exception = self.ctx.raised;
        if let Some(data) = self.exception_mut(exception) {
            let old = std::mem::replace(&mut data.name, name);
            self.xdecref(old);
        }
    }

    /// Adds an entry for the top Python frame at `pc` to the traceback of the exception in flight
    /// (`PyTraceBack_Here`).
    pub(super) fn add_traceback(&mut self, code: u32, pc: usize) {
        let exception = self.ctx.raised;
        let Some(loaded) = self.codes.get(code as usize).cloned() else { return };
        let Some(next) = self.exception(exception).map(|e| e.traceback) else { return };
        let line = loaded.position(pc).line.unwrap_or(0);
        let lasti = loaded.offset(pc).unwrap_or(0);
        self.heap.incref(loaded.object);
        let entry = crate::heap::Traceback { next, code: loaded.object, lasti, line, locals: Vec::new() };
        let entry = self.heap.alloc_tracked(types::TRACEBACK, Payload::Traceback(Rc::new(entry)));
        if let Some(data) = self.exception_mut(exception) {
            data.traceback = entry;
        }
    }

    /// Prints the exception in flight as "Exception ignored" and drops it (`PyErr_WriteUnraisable`).
    pub(crate) fn write_unraisable(&mut self, obj: Obj) {
        let exception = self.ctx.raised;
        let what = match self.special_method(obj, super::slots::Slot::Del) {
            Some((function, _)) => self.scalar_repr(function).unwrap_or_default(),
            None => self.safe_repr(obj),
        };
        let lines =
            if self.phase == super::run::Phase::Running { SourceLines::Plain } else { SourceLines::Absent };
        let text = format!(
            "Exception ignored while calling deallocator {what}:\n{}",
            self.format_chain(exception, lines)
        );
        self.write(Stream::Stderr, &text);
        self.clear_raised();
    }

    /// Raises RecursionError when the frame stack has reached the limit.
    pub(super) fn check_recursion(&mut self) -> R<()> {
        if self.ctx.frames.len() < self.options.recursion_limit as usize {
            return Ok(());
        }
        Err(self.raise(types::RECURSION_ERROR, "maximum recursion depth exceeded"))
    }
}
