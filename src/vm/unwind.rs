//! Returning from frames, and unwinding them when an exception propagates (InternalDocs/exception_handling.md).

use super::Vm;
use super::frame::{Answer, Frame, OnReturn, PyFrame};
use super::native::R;
use super::stackref::StackRef;
use crate::heap::Obj;
use crate::heap::known::{self, types};

impl Vm {
    /// Pops the top Python frame: its locals are released from the last to the first (`_PyFrame_ClearLocals`), then
    /// `f_locals`, then the function.
    pub(super) fn pop_python_frame(&mut self) -> Option<PyFrame> {
        let Some(Frame::Python(frame)) = self.ctx.frames.pop() else { return None };
        self.truncate(frame.bottom as usize);
        if !frame.generator.is_null() {
            if let Some(handled) = self.ctx.handled.pop() {
                self.xdecref(handled);
            }
            self.finish_generator(frame.generator);
        }
        self.xdecref(frame.locals);
        self.xdecref(frame.func);
        self.xdecref(frame.generator);
        self.event(|| super::Event::Return(frame.code));
        self.load_registers();
        Some(frame)
    }

    /// `RETURN_VALUE`: `value` is owned.
    #[inline]
    pub(super) fn return_value(&mut self, value: Obj) -> R<()> {
        let Some(frame) = self.pop_python_frame() else { return Ok(()) };
        if frame.generator.is_null() {
            return self.deliver(value, frame.on_return);
        }
        self.generator_returned(value, frame.on_return)
    }

    /// A generator's frame returned `value`: its caller sees the end of the iteration.
    fn generator_returned(&mut self, value: Obj, on_return: OnReturn) -> R<()> {
        match on_return {
            OnReturn::ForIter => {
                self.decref(value);
                self.end_for();
                Ok(())
            }
            OnReturn::Send => {
                self.end_send(value);
                Ok(())
            }
            OnReturn::NativeIter => {
                self.decref(value);
                self.deliver(Obj::NULL, OnReturn::NativeIter)
            }
            _ => {
                // _PyGen_SetStopIterationValue
                let args =
                    if value == known::NONE { known::EMPTY_TUPLE } else { self.new_tuple(vec![value]) };
                let carried = if value == known::NONE { known::NONE } else { self.new_ref(value) };
                let raised = self.raise_with_args(types::STOP_ITERATION, args);
                let exception = self.ctx.raised;
                if let Some(data) = self.exception_mut(exception) {
                    data.value = carried;
                }
                Err(raised)
            }
        }
    }

    /// Tells a native frame that its call raised.
    fn raise_into(&mut self, on_return: OnReturn) {
        if matches!(on_return, OnReturn::Native | OnReturn::NativeIter)
            && let Some(Frame::Native(frame)) = self.ctx.frames.last_mut()
        {
            frame.answer = Answer::Raised;
        }
    }

    /// `FOR_ITER` found its iterator exhausted: the pc is behind it, the jump goes past `END_FOR`.
    pub(super) fn end_for(&mut self) {
        let instr = self.text[self.ctx.pc - 1];
        self.ctx.pc = instr.a as usize + 1;
    }

    /// `SEND` found its iterator finished with `value` (owned): pushes it and jumps.
    pub(super) fn end_send(&mut self, value: Obj) {
        let instr = self.text[self.ctx.pc - 1];
        self.ctx.pc = instr.a as usize;
        self.push(value);
    }

    /// An exception is in flight: finds the handler, popping frames on the way.
    pub(super) fn unwind(&mut self) {
        loop {
            match self.ctx.frames.last() {
                Some(Frame::Python(frame)) => {
                    let (code, base) = (frame.code, frame.base as usize);
                    let pc = self.ctx.pc.saturating_sub(1);
                    self.trace_here(code, pc);
                    if self.enter_handler(code, base, pc) {
                        return;
                    }
                    self.keep_locals(code, base);
                    let Some(frame) = self.pop_python_frame() else { return };
                    if self.leave_with_exception(frame.on_return, !frame.generator.is_null()) {
                        return;
                    }
                }
                Some(Frame::Native(frame)) => {
                    let on_return = frame.on_return;
                    self.pop_native_frame();
                    if self.leave_with_exception(on_return, false) {
                        return;
                    }
                }
                None => {
                    self.thread_raised();
                    return;
                }
            }
        }
    }

    /// Adds the frame to the traceback. A re-raise goes past `PyTraceBack_Here`: its traceback has this frame already
    /// (`exception_unwind`, `Python/bytecodes.c`).
    fn trace_here(&mut self, code: u32, pc: usize) {
        if !std::mem::take(&mut self.reraising) {
            self.add_traceback(code, pc);
        }
    }

    /// Moves the locals of the frame that is about to go into its traceback entry (`take_ownership`, `Python/frame.c`).
    fn keep_locals(&mut self, code: u32, base: usize) {
        let traceback = self.exception(self.ctx.raised).map_or(Obj::NULL, |e| e.traceback);
        let count = self.codes[code as usize].local_names.len();
        self.truncate(base + count);
        let Some(slots) = self.ctx.stack.get_mut(base..base + count) else { return };
        let slots: Vec<StackRef> = slots.iter_mut().map(std::mem::take).collect();
        let locals: Vec<Obj> = slots.into_iter().map(|slot| self.steal(slot)).collect();
        match self.heap.get_mut(traceback) {
            crate::heap::Payload::Traceback(tb) if !traceback.is_null() => {
                std::rc::Rc::make_mut(tb).locals = locals
            }
            _ => locals.into_iter().rev().for_each(|local| self.xdecref(local)),
        }
    }

    /// Jumps to the handler that covers `pc`, if there is one.
    fn enter_handler(&mut self, code: u32, base: usize, pc: usize) -> bool {
        let loaded = self.codes[code as usize].clone();
        let at = pc as u32;
        let Some(handler) = loaded.handlers.iter().find(|h| h.start <= at && at < h.end) else {
            return false;
        };
        self.truncate(base + loaded.local_names.len() + handler.depth as usize);
        if handler.lasti {
            let lasti = self.int(i64::from(loaded.offset(pc).unwrap_or(0) / 2));
            self.push(lasti);
        }
        let exception = std::mem::take(&mut self.ctx.raised);
        self.event(|| super::Event::Catch(exception));
        self.push(exception);
        self.ctx.pc = handler.target as usize;
        true
    }

    /// The frame above has gone with an exception; says whether its caller takes it without unwinding further.
    fn leave_with_exception(&mut self, on_return: OnReturn, generator: bool) -> bool {
        match on_return {
            OnReturn::Native => {
                self.raise_into(on_return);
                self.request_attention();
                true
            }
            OnReturn::NativeIter => {
                if !generator && self.raised_is(types::STOP_ITERATION) {
                    self.clear_raised();
                    let _ = self.deliver(Obj::NULL, OnReturn::NativeIter);
                } else {
                    self.raise_into(on_return);
                }
                self.request_attention();
                true
            }
            OnReturn::ForIter if !generator && self.raised_is(types::STOP_ITERATION) => {
                self.clear_raised();
                self.end_for();
                true
            }
            OnReturn::Send if !generator && self.raised_is(types::STOP_ITERATION) => {
                let value = self.exception(self.ctx.raised).map_or(Obj::NULL, |e| e.value);
                let value = if value.is_null() { known::NONE } else { self.new_ref(value) };
                self.clear_raised();
                self.end_send(value);
                true
            }
            OnReturn::Init(instance) => {
                self.decref(instance);
                false
            }
            _ => false,
        }
    }

    /// Pops the native frame on top and releases what it holds.
    pub(super) fn pop_native_frame(&mut self) -> Option<OnReturn> {
        let Some(Frame::Native(frame)) = self.ctx.frames.pop() else { return None };
        let frame = *frame;
        if let Answer::Value(value) = frame.answer {
            self.xdecref(value);
        }
        for &held in frame.task.held.iter().rev() {
            self.decref(held);
        }
        if frame.task.closes_left_first() {
            let operands: Vec<StackRef> = self.ctx.stack.drain(frame.base as usize..).collect();
            operands.into_iter().for_each(|operand| self.close(operand));
        }
        self.truncate(frame.base as usize);
        self.load_registers();
        Some(frame.on_return)
    }

    /// `PUSH_EXC_INFO`: the exception on top becomes the handled one; the previous one goes below it.
    pub(super) fn push_exc_info(&mut self) {
        let exception = self.pop_ref();
        let slot = self.handled_slot();
        let previous = std::mem::replace(slot, Obj::NULL);
        let below = if previous.is_null() { known::NONE } else { previous };
        self.push(below);
        let owned = self.make_owned(exception);
        self.push_ref(owned);
        let exception = self.new_ref(owned.obj());
        *self.handled_slot() = exception;
    }

    /// `POP_EXCEPT`: the previous handled exception is restored from the top of the stack.
    pub(super) fn pop_except(&mut self) {
        let previous = self.pop();
        let restored = if previous == known::NONE { Obj::NULL } else { previous };
        let old = std::mem::replace(self.handled_slot(), restored);
        self.xdecref(old);
    }

    fn handled_slot(&mut self) -> &mut Obj {
        if self.ctx.handled.is_empty() {
            self.ctx.handled.push(Obj::NULL);
        }
        let last = self.ctx.handled.len() - 1;
        &mut self.ctx.handled[last]
    }

    /// `RAISE_VARARGS`.
    pub(super) fn raise_varargs(&mut self, count: u32) -> R<()> {
        let cause = if count == 2 { Some(self.pop()) } else { None };
        if count == 0 {
            let handled = self.handled();
            if handled.is_null() {
                return Err(self.raise(types::RUNTIME_ERROR, "No active exception to reraise"));
            }
            self.heap.incref(handled);
            let old = std::mem::replace(&mut self.ctx.raised, handled);
            self.xdecref(old);
            // a bare `raise` skips `PyTraceBack_Here` as `RERAISE` does
            self.reraising = true;
            return Err(super::Raised);
        }
        let exception = self.pop();
        self.begin_raise(exception, cause)
    }

    /// `raise exception from cause`, both owned. A class is called first.
    fn begin_raise(&mut self, exception: Obj, cause: Option<Obj>) -> R<()> {
        if self.is_exception_class(exception) || cause.is_some_and(|cause| self.is_exception_class(cause)) {
            let cause = cause.unwrap_or(Obj::NULL);
            let pending = super::construct::Pending::Raise { exception, cause, stage: 0 };
            self.push_native(*super::Task::new("raise", super::State::Construct(pending)), OnReturn::Discard);
            return Ok(());
        }
        self.do_raise(exception, cause)
    }

    pub fn is_exception_class(&self, obj: Obj) -> bool {
        self.type_data(obj).is_some() && self.is_subtype(obj, types::BASE_EXCEPTION)
    }

    /// `do_raise` with an instance (owned) and its cause (owned).
    pub fn do_raise(&mut self, exception: Obj, cause: Option<Obj>) -> R<()> {
        if self.exception(exception).is_none() {
            self.decref(exception);
            cause.into_iter().for_each(|cause| self.decref(cause));
            return Err(self.type_error("exceptions must derive from BaseException"));
        }
        if let Some(cause) = cause {
            let cause_value = if cause == known::NONE { Obj::NULL } else { cause };
            if !cause_value.is_null() && self.exception(cause_value).is_none() {
                self.decref(exception);
                self.decref(cause);
                return Err(self.type_error("exception causes must derive from BaseException"));
            }
            if let Some(data) = self.exception_mut(exception) {
                data.suppress_context = true;
                let old = std::mem::replace(&mut data.cause, cause_value);
                self.xdecref(old);
            }
        }
        Err(self.raise_object(exception))
    }

    /// `RERAISE`: the exception on top is raised again. CPython uses the argument (where the stored instruction lies on the
    /// stack) only for `f_lasti`, which nothing here reads.
    pub(super) fn reraise(&mut self) -> R<()> {
        let exception = self.pop();
        self.reraising = true;
        let old = std::mem::replace(&mut self.ctx.raised, exception);
        self.xdecref(old);
        Err(super::Raised)
    }

    /// `CHECK_EXC_MATCH`: replaces the class on top by whether the exception below matches it.
    pub(super) fn check_exc_match(&mut self) -> R<()> {
        let class = self.pop_ref();
        let exception = self.peek(0);
        let matched = self.exception_matches(exception, class.obj());
        self.close(class);
        let matched = matched?;
        self.push_ref(StackRef::owned(known::bool_obj(matched)));
        Ok(())
    }

    fn exception_matches(&mut self, exception: Obj, class: Obj) -> R<bool> {
        let ty = self.heap.ty(exception);
        let mut pending = vec![class];
        let mut matched = false;
        while let Some(class) = pending.pop() {
            if self.is_exception_class(class) {
                matched |= self.is_subtype(ty, class);
                continue;
            }
            // one level: CPython does not look into nested tuples
            if let crate::heap::Payload::Tuple(items) = self.heap.get(class)
                && pending.is_empty()
                && !matched
            {
                let items = items.clone();
                if items.iter().all(|&item| self.is_exception_class(item)) {
                    return Ok(items.iter().any(|&item| self.is_subtype(ty, item)));
                }
            }
            return Err(
                self.type_error("catching classes that do not inherit from BaseException is not allowed")
            );
        }
        Ok(matched)
    }
}
