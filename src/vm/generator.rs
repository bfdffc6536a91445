//! Generators: frames that leave the frame stack at each `yield` (`Objects/genobject.c`).

use super::Vm;
use super::frame::{Frame, OnReturn, PyFrame};
use super::native::{Next, R};
use super::stackref::StackRef;
use crate::heap::known::{self, types};
use crate::heap::{Label, Obj, Payload};
use std::rc::Rc;

/// `gi_frame_state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorState {
    Created,
    Suspended,
    Executing,
    Finished,
}

/// A generator object with its frame while that is off the frame stack.
#[derive(Clone, Debug)]
pub struct Generator {
    pub state: GeneratorState,
    /// `localsplus` and value stack of the suspended frame; all owned.
    pub slots: Vec<StackRef>,
    /// Index into the machine's loaded code.
    pub code: u32,
    /// Where it goes on.
    pub pc: u32,
    /// The function (owned); `NULL` while it runs (the frame has it) and when finished.
    pub func: Obj,
    /// Borrowed from the function.
    pub globals: Obj,
    pub name: Obj,
    pub qualname: Obj,
    /// `gi_exc_state`: the exception its suspended frame is handling (owned), or `NULL`.
    pub handled: Obj,
}

impl Generator {
    pub(crate) fn references(&self, visit: &mut dyn FnMut(Label, Obj)) {
        for (index, slot) in self.slots.iter().enumerate().rev() {
            if !slot.is_null() && !slot.is_borrowed() {
                visit(Label::Local(index as u32), slot.obj());
            }
        }
        visit(Label::Field("gi_frame.f_funcobj"), self.func);
        visit(Label::Field("__name__"), self.name);
        visit(Label::Field("__qualname__"), self.qualname);
        visit(Label::Field("gi_exc_state"), self.handled);
    }

    /// Has it to be closed before it dies? Only if it is suspended where a handler would see GeneratorExit
    /// (`_PyGen_Finalize`, `gen_close`).
    pub(super) fn needs_close(&self, vm: &Vm) -> bool {
        if self.state != GeneratorState::Suspended {
            return false;
        }
        let at = self.pc.saturating_sub(1);
        vm.codes.get(self.code as usize).is_some_and(|code| {
            code.handlers
                .iter()
                .any(|h| h.start <= at && at < h.end && !vm.is_stop_iteration_handler(h.target))
        })
    }
}

impl Vm {
    /// The handler every generator has around its body, which turns StopIteration into RuntimeError, does not count.
    fn is_stop_iteration_handler(&self, target: u32) -> bool {
        self.text
            .get(target as usize)
            .is_some_and(|instr| instr.op == crate::bytecode::Opcode::CALL_INTRINSIC_1 && instr.arg == 3)
    }

    pub fn generator(&self, obj: Obj) -> Option<&Generator> {
        match self.heap.get(obj) {
            Payload::Generator(generator) => Some(generator),
            _ => None,
        }
    }

    fn generator_mut(&mut self, obj: Obj) -> Option<&mut Generator> {
        match self.heap.get_mut(obj) {
            Payload::Generator(generator) => Some(Rc::make_mut(generator)),
            _ => None,
        }
    }

    /// `RETURN_GENERATOR`: the frame moves into a new generator, which is returned to the caller.
    pub(super) fn return_generator(&mut self) -> R<()> {
        let Some(Frame::Python(frame)) = self.ctx.frames.pop() else { return Ok(()) };
        let slots = self.take_slots(frame.base as usize);
        self.truncate(frame.bottom as usize);
        let loaded = self.codes[frame.code as usize].clone();
        let (name, qualname) = match self.heap.get(frame.func) {
            Payload::Function(function) => (function.name, function.qualname),
            _ => (loaded.name, loaded.qualname),
        };
        self.heap.incref(name);
        self.heap.incref(qualname);
        let generator = Generator {
            state: GeneratorState::Created,
            slots,
            code: frame.code,
            pc: self.ctx.pc as u32,
            func: frame.func,
            globals: frame.globals,
            name,
            qualname,
            handled: Obj::NULL,
        };
        let generator = self.heap.alloc_tracked(types::GENERATOR, Payload::Generator(Rc::new(generator)));
        self.load_registers();
        self.deliver(generator, frame.on_return)
    }

    /// Takes all slots from `base` up, each owned: a suspended frame outlives whatever it borrowed from.
    fn take_slots(&mut self, base: usize) -> Vec<StackRef> {
        let slots = self.ctx.stack.split_off(base.min(self.ctx.stack.len()));
        slots.into_iter().map(|slot| self.make_owned(slot)).collect()
    }

    /// `gen_send_ex`: runs the generator until its next `yield`. `value` is owned and becomes the value of the `yield`
    /// expression it is suspended at.
    pub fn resume_generator(&mut self, generator: Obj, value: Obj, on_return: OnReturn) -> R<()> {
        match self.generator(generator).map(|g| g.state) {
            Some(GeneratorState::Executing) => {
                self.decref(value);
                return Err(self.value_error("generator already executing"));
            }
            Some(GeneratorState::Created) if value != known::NONE => {
                self.decref(value);
                return Err(self.type_error("can't send non-None value to a just-started generator"));
            }
            Some(GeneratorState::Created | GeneratorState::Suspended) => {}
            _ => {
                self.decref(value);
                return self.exhausted_generator(on_return);
            }
        }
        if let Err(raised) = self.check_recursion() {
            self.decref(value);
            return Err(raised);
        }
        self.enter_generator(generator, on_return);
        self.push(value);
        Ok(())
    }

    /// `gen.throw(exception)`: resumes it with the exception (owned) raised at its `yield`. The caller unwinds.
    pub fn throw_into_generator(&mut self, generator: Obj, exception: Obj, on_return: OnReturn) -> R<()> {
        match self.generator(generator).map(|g| g.state) {
            Some(GeneratorState::Executing) => {
                self.decref(exception);
                return Err(self.value_error("generator already executing"));
            }
            Some(GeneratorState::Created | GeneratorState::Suspended) => {}
            _ => return Err(self.raise_object(exception)),
        }
        self.enter_generator(generator, on_return);
        let raised = self.raise_object(exception);
        Err(raised)
    }

    /// Puts the generator's frame on the frame stack.
    fn enter_generator(&mut self, generator: Obj, on_return: OnReturn) {
        let bottom = self.ctx.stack.len();
        let Some(data) = self.generator_mut(generator) else { return };
        data.state = GeneratorState::Executing;
        let slots = std::mem::take(&mut data.slots);
        let handled = std::mem::take(&mut data.handled);
        let func = std::mem::take(&mut data.func);
        let (code, pc, globals) = (data.code, data.pc, data.globals);
        self.ctx.stack.extend(slots);
        if self.ctx.handled.is_empty() {
            self.ctx.handled.push(Obj::NULL);
        }
        self.ctx.handled.push(handled);
        self.heap.incref(generator);
        self.push_python_frame(PyFrame {
            code,
            pc,
            base: bottom as u32,
            bottom: bottom as u32,
            func,
            globals,
            locals: Obj::NULL,
            on_return,
            generator,
        });
    }

    fn exhausted_generator(&mut self, on_return: OnReturn) -> R<()> {
        match on_return {
            OnReturn::ForIter => {
                self.end_for();
                Ok(())
            }
            OnReturn::Send => {
                self.end_send(known::NONE);
                Ok(())
            }
            OnReturn::NativeIter => self.deliver(Obj::NULL, OnReturn::NativeIter),
            _ => Err(self.raise_with_args(types::STOP_ITERATION, known::EMPTY_TUPLE)),
        }
    }

    /// `YIELD_VALUE`: suspends the frame on top and hands the value to its resumer.
    pub(super) fn yield_value(&mut self) -> R<()> {
        let value = self.pop();
        let pc = self.ctx.pc as u32;
        let Some(Frame::Python(frame)) = self.ctx.frames.pop() else { return Ok(()) };
        let slots = self.take_slots(frame.base as usize);
        let handled = self.ctx.handled.pop().unwrap_or(Obj::NULL);
        if let Some(data) = self.generator_mut(frame.generator) {
            data.state = GeneratorState::Suspended;
            data.slots = slots;
            data.pc = pc;
            data.func = frame.func;
            data.handled = handled;
        }
        self.load_registers();
        let result = self.deliver(value, frame.on_return);
        self.decref(frame.generator);
        result
    }

    /// Its frame has gone.
    pub(super) fn finish_generator(&mut self, generator: Obj) {
        if let Some(data) = self.generator_mut(generator) {
            data.state = GeneratorState::Finished;
        }
    }

    /// Closes a generator that never started: its frame goes without running.
    pub fn abandon_generator(&mut self, generator: Obj) {
        let Some(data) = self.generator_mut(generator) else { return };
        data.state = GeneratorState::Finished;
        let slots = std::mem::take(&mut data.slots);
        let func = std::mem::take(&mut data.func);
        for slot in slots.into_iter().rev() {
            self.close(slot);
        }
        self.xdecref(func);
    }

    /// The finalizer of a suspended generator: throws GeneratorExit in (`gen_close`).
    pub(super) fn close_for_finalizer(&mut self, generator: Obj) -> R<Next> {
        let close = self.intern("close");
        match self.type_lookup(types::GENERATOR, close) {
            Some(callee) => Ok(Next::Call { callee, args: vec![generator] }),
            None => Ok(Next::Return(known::NONE)),
        }
    }
}
