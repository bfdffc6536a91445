//! Operations that wait for a Python `__index__`.

use super::answers::{Got, launch};
use super::{Pending, binary, store_subscript, subscript};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::operators::BinaryOp;
use crate::vm::{Next, R, Then, Vm};
use std::rc::Rc;

/// What an int from a Python `__index__` is for.
#[derive(Clone, Debug)]
pub(crate) enum IndexUse {
    /// `container[index]`, or with a value `container[index] = value`.
    Subscript { container: Obj, value: Obj },
    /// The same with a slice, whose parts are made ints.
    Slice { container: Obj, value: Obj },
    /// `sequence * index`.
    Repeat { sequence: Obj },
    /// `bin`, `oct`, `hex`.
    Based(u32),
    /// `class(*args)` with all arguments made ints.
    Construct { class: Obj, args: Vec<Obj>, next: usize },
}

/// An operation that waits for `__index__`.
#[derive(Clone, Debug)]
pub struct Indexing {
    purpose: IndexUse,
    object: Obj,
    stage: u8,
    /// Parts of a slice, and whether one is asked for.
    parts: [Obj; 3],
    waiting: bool,
}

impl Indexing {
    fn pending(purpose: IndexUse, object: Obj) -> Pending {
        Pending::Index(Box::new(Indexing {
            purpose,
            object,
            stage: 0,
            parts: [Obj::NULL; 3],
            waiting: false,
        }))
    }
}

/// Does something with `object.__index__()`.
pub(crate) fn index_then(vm: &mut Vm, object: Obj, purpose: IndexUse) -> R<Then> {
    let mut held = vec![object];
    if let IndexUse::Subscript { container, value } | IndexUse::Slice { container, value } = purpose {
        held.extend([container, value]);
    }
    if let IndexUse::Repeat { sequence } = purpose {
        held.push(sequence);
    }
    launch(vm, "__index__", Indexing::pending(purpose, object), &held)
}

/// `class(*args)` where some argument has a Python `__index__`.
pub(crate) fn index_args_then(vm: &mut Vm, class: Obj, args: &[Obj]) -> R<Then> {
    let purpose = IndexUse::Construct { class, args: args.to_vec(), next: 0 };
    launch(vm, "__index__", Indexing::pending(purpose, Obj::NULL), args)
}

impl Indexing {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        if let IndexUse::Construct { class, args, next } = &mut self.purpose {
            if self.stage == 2 {
                return Ok(Next::Return(answer));
            }
            if self.stage == 1 {
                held.push(answer);
                args[*next] = answer;
                *next += 1;
            }
            while let Some(&arg) = args.get(*next) {
                if vm.is_int(arg) {
                    *next += 1;
                    continue;
                }
                let Some(task) = vm.index_task(arg) else { return Err(vm.not_an_integer(arg)) };
                self.stage = 1;
                return Ok(Next::Start(task));
            }
            self.stage = 2;
            return Ok(Next::Call { callee: *class, args: args.clone() });
        }
        if let IndexUse::Slice { container, value } = self.purpose {
            return self.resume_slice(vm, held, container, value, answer);
        }
        match self.stage {
            0 => {
                self.stage = 1;
                match vm.index_task(self.object) {
                    Some(task) => Ok(Next::Start(task)),
                    None => Err(vm.not_an_integer(self.object)),
                }
            }
            1 => {
                self.stage = 2;
                held.push(answer);
                let then = match self.purpose {
                    IndexUse::Subscript { container, value } if value.is_null() => {
                        subscript(vm, container, answer)
                    }
                    IndexUse::Subscript { container, value } => store_subscript(vm, container, answer, value),
                    IndexUse::Repeat { sequence } => binary(vm, BinaryOp::Multiply, false, sequence, answer),
                    IndexUse::Based(base) => {
                        let value = vm.as_bigint(answer).unwrap_or_default();
                        vm.text(super::int_text::prefixed(&value, base)).map(Then::Return)
                    }
                    IndexUse::Construct { .. } | IndexUse::Slice { .. } => Ok(Then::Return(known::NONE)),
                };
                Ok(match then?.into() {
                    Got::Value(value) => Next::Return(value),
                    Got::Wait(next) => next,
                })
            }
            _ => Ok(Next::Return(answer)),
        }
    }
}

impl Indexing {
    /// Stages 0 to 2 look at the parts of the slice (a new one is held last), 3 subscripts, 4 answers.
    fn resume_slice(
        &mut self,
        vm: &mut Vm,
        held: &mut Vec<Obj>,
        container: Obj,
        value: Obj,
        answer: Obj,
    ) -> R<Next> {
        if self.stage == 4 {
            return Ok(Next::Return(answer));
        }
        let waited = std::mem::take(&mut self.waiting);
        if waited {
            held.push(answer);
            self.parts[usize::from(self.stage)] = answer;
            self.stage += 1;
        } else if let Payload::Slice(parts) = vm.heap.get(self.object) {
            self.parts = **parts;
        }
        while self.stage < 3 {
            let part = self.parts[usize::from(self.stage)];
            if !vm.is_int(part)
                && let Some(task) = vm.index_task(part)
            {
                self.waiting = true;
                return Ok(Next::Start(task));
            }
            self.stage += 1;
        }
        self.stage = 4;
        let parts = self.parts;
        vm.new_refs(&parts);
        let slice = vm.heap.alloc_tracked(types::SLICE, Payload::Slice(Rc::new(parts)));
        held.push(slice);
        let then = if value.is_null() {
            subscript(vm, container, slice)
        } else {
            store_subscript(vm, container, slice, value)
        };
        Ok(match then?.into() {
            Got::Value(value) => Next::Return(value),
            Got::Wait(next) => next,
        })
    }
}
