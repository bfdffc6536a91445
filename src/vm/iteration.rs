//! Iteration: `GET_ITER`, `FOR_ITER` and what natives need to walk iterables.

use super::Vm;
use super::frame::{Frame, OnReturn};
use super::native::{R, Task, Then};
use super::slots::Slot;
use crate::heap::known::{self, types};
use crate::heap::{Iter, Obj, Payload, RangeIter};
use std::rc::Rc;

/// One step of an iterator.
pub enum IterStep {
    /// An owned reference.
    Value(Obj),
    Exhausted,
    /// Python's `__next__`: borrowed.
    Call {
        callee: Obj,
        args: Vec<Obj>,
    },
    /// A generator.
    Resume(Obj),
    /// A native iterator that has to call Python first.
    Start(Box<Task>),
}

impl Vm {
    /// `PyObject_GetIter`; `iterable` is borrowed.
    pub fn get_iter(&mut self, iterable: Obj) -> R<Then> {
        if let Some((callee, args)) = self.special_method(iterable, Slot::Iter) {
            if callee == known::NONE {
                return Err(self.not_iterable(iterable));
            }
            return Ok(Then::Tail { callee, args });
        }
        match self.heap.get(iterable) {
            Payload::List(_) => Ok(Then::Return(self.sequence_iter(types::LIST_ITERATOR, iterable))),
            Payload::Tuple(_) => Ok(Then::Return(self.sequence_iter(types::TUPLE_ITERATOR, iterable))),
            Payload::Generator(_)
            | Payload::SequenceIter { .. }
            | Payload::RangeIter(_)
            | Payload::Iter(_) => Ok(Then::Return(self.new_ref(iterable))),
            Payload::Instance(_) if self.has_slot(self.heap.ty(iterable), Slot::Next) => {
                Err(self.not_iterable(iterable))
            }
            _ if self.has_slot(self.heap.ty(iterable), Slot::GetItem) => {
                self.heap.incref(iterable);
                let iter = Iter::GetItem { sequence: iterable, index: 0 };
                Ok(Then::Return(self.heap.alloc_tracked(types::ITERATOR, Payload::Iter(Rc::new(iter)))))
            }
            _ => match crate::objects::iterator_of(self, iterable)? {
                Some(iterator) => Ok(Then::Return(iterator)),
                None => Err(self.not_iterable(iterable)),
            },
        }
    }

    fn not_iterable(&mut self, obj: Obj) -> super::Raised {
        let message = format!("'{}' object is not iterable", self.type_name(obj));
        self.type_error(&message)
    }

    pub(crate) fn sequence_iter(&mut self, ty: Obj, sequence: Obj) -> Obj {
        self.heap.incref(sequence);
        self.heap.alloc_tracked(ty, Payload::SequenceIter { sequence, index: 0 })
    }

    /// `PyIter_Check`.
    pub fn is_iterator(&self, obj: Obj) -> bool {
        matches!(
            self.heap.get(obj),
            Payload::Generator(_) | Payload::SequenceIter { .. } | Payload::RangeIter(_) | Payload::Iter(_)
        ) || self.has_slot(self.heap.ty(obj), Slot::Next)
    }

    /// `tp_iternext`; the iterator is borrowed.
    #[inline]
    pub fn iter_step(&mut self, iterator: Obj) -> R<IterStep> {
        match self.heap.get(iterator) {
            Payload::RangeIter(_) => Ok(self.range_step(iterator)),
            &Payload::SequenceIter { sequence, index } => Ok(self.sequence_step(iterator, sequence, index)),
            Payload::Generator(_) => Ok(IterStep::Resume(iterator)),
            Payload::Iter(_) => crate::objects::iterator_step(self, iterator),
            _ => match self.special_method(iterator, Slot::Next) {
                Some((callee, args)) => Ok(IterStep::Call { callee, args }),
                None => {
                    let message = format!("'{}' object is not an iterator", self.type_name(iterator));
                    Err(self.type_error(&message))
                }
            },
        }
    }

    #[inline]
    fn range_step(&mut self, iterator: Obj) -> IterStep {
        let Payload::RangeIter(range) = self.heap.get_mut(iterator) else { return IterStep::Exhausted };
        if range.remaining == 0 {
            return IterStep::Exhausted;
        }
        let range: &mut RangeIter = Rc::make_mut(range);
        let value = range.next;
        range.next = value.wrapping_add(range.step);
        range.remaining -= 1;
        IterStep::Value(self.int(value))
    }

    #[inline]
    fn sequence_step(&mut self, iterator: Obj, sequence: Obj, index: u32) -> IterStep {
        let item = match self.heap.get(sequence) {
            Payload::List(items) | Payload::Tuple(items) => items.get(index as usize).copied(),
            _ => None,
        };
        match item {
            Some(item) => {
                if let Payload::SequenceIter { index, .. } = self.heap.get_mut(iterator) {
                    *index += 1;
                }
                IterStep::Value(self.new_ref(item))
            }
            None => {
                if !sequence.is_null() {
                    if let Payload::SequenceIter { sequence, .. } = self.heap.get_mut(iterator) {
                        *sequence = Obj::NULL;
                    }
                    self.decref(sequence);
                }
                IterStep::Exhausted
            }
        }
    }

    /// `FOR_ITER`: the iterator is on top of the stack.
    #[inline]
    pub(super) fn for_iter(&mut self) -> R<()> {
        let iterator = self.peek(0);
        match self.iter_step(iterator) {
            Ok(IterStep::Value(value)) => {
                self.push(value);
                Ok(())
            }
            Ok(IterStep::Exhausted) => {
                self.end_for();
                Ok(())
            }
            Ok(step) => self.start_iter_step(step, OnReturn::ForIter),
            Err(raised) => {
                if self.raised_is(types::STOP_ITERATION) {
                    self.clear_raised();
                    self.end_for();
                    return Ok(());
                }
                Err(raised)
            }
        }
    }

    /// Starts a step that needs Python.
    pub(super) fn start_iter_step(&mut self, step: IterStep, on_return: OnReturn) -> R<()> {
        match step {
            IterStep::Value(value) => self.deliver(value, on_return),
            IterStep::Exhausted => self.deliver(Obj::NULL, on_return),
            IterStep::Call { callee, args } => self.call(callee, &args, on_return),
            IterStep::Resume(generator) => self.resume_generator(generator, known::NONE, on_return),
            IterStep::Start(task) => {
                self.push_native(*task, on_return);
                Ok(())
            }
        }
    }

    /// `SEND`: `receiver, value` are on the stack; the value goes into the receiver.
    pub(super) fn send(&mut self) -> R<()> {
        let value = self.pop();
        let receiver = self.peek(0);
        if matches!(self.heap.get(receiver), Payload::Generator(_)) {
            return self.resume_generator(receiver, value, OnReturn::Send);
        }
        if value != known::NONE {
            let send = self.intern("send");
            let then = self.get_attribute(receiver, send)?;
            let Then::Return(method) = then else {
                self.decref(value);
                return Err(self.unsupported("send() that is not a plain method"));
            };
            let result = self.call(method, &[value], OnReturn::Send);
            self.decref(method);
            self.decref(value);
            return result;
        }
        match self.iter_step(receiver) {
            Ok(IterStep::Value(value)) => {
                self.push(value);
                Ok(())
            }
            Ok(IterStep::Exhausted) => {
                self.end_send(known::NONE);
                Ok(())
            }
            Ok(step) => self.start_iter_step(step, OnReturn::Send),
            Err(raised) => Err(raised),
        }
    }

    /// The top Python frame.
    pub fn top_python(&self) -> Option<&super::frame::PyFrame> {
        self.ctx.frames.iter().rev().find_map(Frame::python)
    }

    /// The code of the top Python frame.
    pub fn top_code(&self) -> Option<Rc<super::load::LoadedCode>> {
        let code = self.top_python()?.code;
        self.codes.get(code as usize).cloned()
    }
}
