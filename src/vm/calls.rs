//! Calls: from `CALL` to a new frame, a native function, or a class (`Python/ceval.c`, `Objects/call.c`).

use super::Vm;
use super::frame::{Answer, Frame, NativeFrame, OnReturn, PyFrame};
use super::native::{Args, NativeDef, R, Raised, Task, Then};
use super::operators::{Truth, TruthOf};
use super::slots::Slot;
use super::stackref::StackRef;
use crate::bytecode::code::flags;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};

impl Vm {
    /// Calls `callee` with borrowed arguments; the answer goes where `on_return` says, at once or later.
    pub fn call(&mut self, callee: Obj, args: &[Obj], on_return: OnReturn) -> R<()> {
        self.push_new(callee);
        self.push_ref(StackRef::NULL);
        for &arg in args {
            self.push_new(arg);
        }
        self.call_on_stack(args.len(), Obj::NULL, on_return)
    }

    /// The stack holds `callee, self_or_null, args...`; takes them over. `count` arguments, the last of them named by
    /// `kwnames` (borrowed, or `NULL`).
    pub(super) fn call_on_stack(&mut self, count: usize, kwnames: Obj, on_return: OnReturn) -> R<()> {
        let at = self.ctx.stack.len() - count - 2;
        let mut first = at + 2;
        let mut callee = self.ctx.stack[at].obj();
        if !self.ctx.stack[at + 1].is_null() {
            first = at + 1;
        }
        // a chain of bound methods and callable instances ends: each turn makes the callee more primitive
        for _ in 0..64 {
            match self.heap.get(callee) {
                Payload::Function(_) => return self.enter_function(at, first, kwnames, on_return),
                &Payload::Builtin { def, this } => {
                    if !this.is_null() {
                        self.insert_receiver(at, &mut first, this);
                    }
                    return self.call_native(def, Obj::NULL, at, first, kwnames, on_return);
                }
                &Payload::MethodDescriptor { def, owner } => {
                    self.check_receiver(def, owner, first)?;
                    return self.call_native(def, Obj::NULL, at, first, kwnames, on_return);
                }
                &Payload::Method { func, this } => {
                    self.rebind(at, &mut first, func, this);
                    callee = func;
                }
                Payload::Type(_) => return self.call_type(callee, at, first, kwnames, on_return),
                &Payload::StaticMethod(func) => {
                    self.heap.incref(func);
                    self.replace_callee(at, func);
                    callee = func;
                }
                _ => match self.special_method(callee, Slot::Call) {
                    Some((func, args)) if args.is_empty() => {
                        self.heap.incref(func);
                        self.replace_callee(at, func);
                        callee = func;
                    }
                    Some((func, _)) => {
                        let this = callee;
                        self.rebind(at, &mut first, func, this);
                        callee = func;
                    }
                    None => {
                        let message = format!("'{}' object is not callable", self.type_name(callee));
                        self.truncate(at);
                        return Err(self.type_error(&message));
                    }
                },
            }
        }
        self.truncate(at);
        Err(self.raise(types::RECURSION_ERROR, "maximum recursion depth exceeded"))
    }

    fn replace_callee(&mut self, at: usize, callee: Obj) {
        let old = std::mem::replace(&mut self.ctx.stack[at], StackRef::owned(callee));
        self.close(old);
    }

    /// Turns a bound method on the stack into its function with `this` as the first argument.
    fn rebind(&mut self, at: usize, first: &mut usize, func: Obj, this: Obj) {
        self.heap.incref(func);
        self.insert_receiver(at, first, this);
        self.replace_callee(at, func);
    }

    /// Puts `this` in front of the arguments.
    fn insert_receiver(&mut self, at: usize, first: &mut usize, this: Obj) {
        self.heap.incref(this);
        if *first == at + 2 {
            self.ctx.stack[at + 1] = StackRef::owned(this);
            *first = at + 1;
        } else {
            self.ctx.stack.insert(at + 1, StackRef::owned(this));
        }
    }

    /// A method of a built-in type wants an instance of that type as its first argument.
    fn check_receiver(&mut self, def: &'static NativeDef, owner: Obj, first: usize) -> R<()> {
        let receiver = self.ctx.stack.get(first).map_or(Obj::NULL, |r| r.obj());
        if !receiver.is_null() && self.is_instance(receiver, owner) {
            return Ok(());
        }
        let message = if receiver.is_null() {
            format!("unbound method {}.{}() needs an argument", self.name_of_type(owner), def.name)
        } else {
            format!(
                "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                def.name,
                self.name_of_type(owner),
                self.type_name(receiver)
            )
        };
        Err(self.type_error(&message))
    }

    fn call_native(
        &mut self,
        def: &'static NativeDef,
        this: Obj,
        at: usize,
        first: usize,
        kwnames: Obj,
        on_return: OnReturn,
    ) -> R<()> {
        let named = self.tuple_len(kwnames);
        let positional = self.ctx.stack.len() - first - named;
        let args = Args { base: first, positional, kwnames, this };
        let result = match self.check_arity(def, args, named) {
            Ok(()) => (def.func)(self, args),
            Err(raised) => Err(raised),
        };
        self.finish_native(result, at, on_return)
    }

    /// Does what a native answered; its callee and arguments lie on the stack from `at` up.
    pub(super) fn finish_native(&mut self, result: R<Then>, at: usize, on_return: OnReturn) -> R<()> {
        match result {
            Ok(Then::Return(value)) => {
                self.truncate(at);
                self.deliver(value, on_return)
            }
            Ok(Then::Start(task)) => {
                self.push_native_at(*task, on_return, at);
                Ok(())
            }
            Ok(Then::Tail { callee, args }) => {
                // the arguments may live only in the stack slots about to go
                let old: Vec<StackRef> = self.ctx.stack.drain(at..).collect();
                let result = self.call(callee, &args, on_return);
                for value in old.into_iter().rev() {
                    self.close(value);
                }
                result
            }
            Ok(Then::Resume { generator, value }) => {
                self.heap.incref(generator);
                self.truncate(at);
                let result = self.resume_generator(generator, value, on_return);
                self.decref(generator);
                result
            }
            Err(raised) => {
                self.truncate(at);
                Err(raised)
            }
        }
    }

    /// `_PyArg_CheckPositional` and the like.
    fn check_arity(&mut self, def: &'static NativeDef, args: Args, named: usize) -> R<()> {
        if def.keywords {
            return Ok(());
        }
        if named > 0 {
            let message = format!("{}() takes no keyword arguments", self.native_name(def, args));
            return Err(self.type_error(&message));
        }
        let given = args.positional;
        if given >= def.min as usize && (def.max == u8::MAX || given <= def.max as usize) {
            return Ok(());
        }
        let message = self.arity_message(def, args);
        Err(self.type_error(&message))
    }

    fn native_name(&self, def: &'static NativeDef, args: Args) -> String {
        let owner = self.method_owner(args, def);
        match owner {
            Some(owner) => format!("{}.{}", self.name_of_type(owner), def.name),
            None => def.name.to_owned(),
        }
    }

    /// The type a native method belongs to, by its receiver; `None` for functions.
    fn method_owner(&self, args: Args, def: &'static NativeDef) -> Option<Obj> {
        let receiver =
            args.this.some().or_else(|| (args.positional > 0).then(|| self.ctx.stack[args.base].obj()))?;
        let mro = self.type_data(self.heap.ty(receiver))?.mro;
        let name = self.interned(def.name)?;
        self.tuple_items(mro).iter().copied().find(|&class| {
            self.type_dict(class).and_then(|d| self.namespace_get(d, name)).is_some_and(|found| {
                matches!(self.heap.get(found), Payload::MethodDescriptor { def: other, .. } if std::ptr::eq(*other, def))
            })
        })
    }

    fn arity_message(&self, def: &'static NativeDef, args: Args) -> String {
        let owner = self.method_owner(args, def);
        // counts that CPython shows leave `self` out
        let receiver = usize::from(owner.is_some() && args.this.is_null());
        let given = args.positional - receiver.min(args.positional);
        let (min, max) = (def.min as usize - receiver.min(def.min as usize), def.max);
        let max = if max == u8::MAX { usize::MAX } else { max as usize - receiver.min(max as usize) };
        let name = match owner {
            Some(owner) if max == 0 || (min == 1 && max == 1) => {
                format!("{}.{}()", self.name_of_type(owner), def.name)
            }
            Some(_) => def.name.to_owned(),
            None if max == 0 || (min == 1 && max == 1) => format!("{}()", def.name),
            None => def.name.to_owned(),
        };
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        match (min, max) {
            (0, 0) => format!("{name} takes no arguments ({given} given)"),
            (1, 1) => format!("{name} takes exactly one argument ({given} given)"),
            _ if min == max => format!("{name} expected {min} argument{}, got {given}", plural(min)),
            _ if given < min => {
                format!("{name} expected at least {min} argument{}, got {given}", plural(min))
            }
            _ => format!("{name} expected at most {max} argument{}, got {given}", plural(max)),
        }
    }

    pub(super) fn tuple_len(&self, tuple: Obj) -> usize {
        match self.heap.get(tuple) {
            Payload::Tuple(items) if !tuple.is_null() => items.len(),
            _ => 0,
        }
    }

    /// Hands a value (owned) to the frame on top, as its callee's `on_return` says.
    #[inline]
    pub(super) fn deliver(&mut self, value: Obj, on_return: OnReturn) -> R<()> {
        match on_return {
            OnReturn::Push | OnReturn::ForIter | OnReturn::Send => {
                self.push(value);
                Ok(())
            }
            OnReturn::PushNull => {
                self.push(value);
                self.push_ref(StackRef::NULL);
                Ok(())
            }
            OnReturn::ToBool => {
                self.push(value);
                self.op_to_bool()
            }
            OnReturn::Unpack => {
                self.spread(value);
                Ok(())
            }
            OnReturn::Discard => {
                self.decref(value);
                Ok(())
            }
            OnReturn::Native | OnReturn::NativeIter => {
                if let Some(Frame::Native(frame)) = self.ctx.frames.last_mut() {
                    frame.answer = Answer::Value(value);
                }
                Ok(())
            }
            OnReturn::Init(instance) => self.finish_init(value, instance),
            OnReturn::Truth { negate, of } => self.deliver_truth(value, negate, of),
            OnReturn::Iter => {
                if self.is_iterator(value) {
                    self.push(value);
                    return Ok(());
                }
                let message = format!("iter() returned non-iterator of type '{}'", self.type_name(value));
                self.decref(value);
                Err(self.type_error(&message))
            }
            OnReturn::Thread => {
                self.decref(value);
                self.thread_finished();
                Ok(())
            }
        }
    }

    /// Pushes the truth of an answer (owned).
    fn deliver_truth(&mut self, value: Obj, negate: bool, of: TruthOf) -> R<()> {
        let truth = match of {
            TruthOf::Any => match self.truth(value) {
                Truth::Known(truth) => Ok(truth),
                Truth::Call { callee, args, of } => {
                    let result = self.call(callee, &args, OnReturn::Truth { negate, of });
                    self.decref(value);
                    return result;
                }
            },
            of => self.truth_of_answer(value, of),
        };
        self.decref(value);
        let truth = truth?;
        self.push(known::bool_obj(truth != negate));
        Ok(())
    }

    fn finish_init(&mut self, value: Obj, instance: Obj) -> R<()> {
        if value == known::NONE {
            self.push(instance);
            return Ok(());
        }
        let message = format!("__init__() should return None, not '{}'", self.type_name(value));
        self.decref(value);
        self.decref(instance);
        Err(self.type_error(&message))
    }

    /// Puts a native at work on the frame stack; nothing of it lies on the data stack.
    pub(super) fn push_native(&mut self, task: Task, on_return: OnReturn) {
        let base = self.ctx.stack.len();
        self.push_native_at(task, on_return, base);
    }

    fn push_native_at(&mut self, task: Task, on_return: OnReturn, base: usize) {
        self.save_pc();
        let name = task.name;
        self.event(|| super::Event::NativeCall(name));
        self.ctx.frames.push(Frame::Native(Box::new(NativeFrame {
            task,
            on_return,
            base: base as u32,
            answer: Answer::Start,
        })));
        self.request_attention();
    }

    /// Writes the registers back into the top Python frame.
    #[inline(always)]
    pub(super) fn save_pc(&mut self) {
        let pc = self.ctx.pc as u32;
        if let Some(Frame::Python(frame)) = self.ctx.frames.last_mut() {
            frame.pc = pc;
        }
    }

    /// Loads the registers from the top frame.
    #[inline(always)]
    pub(super) fn load_registers(&mut self) {
        match self.ctx.frames.last() {
            Some(Frame::Python(frame)) => {
                self.ctx.pc = frame.pc as usize;
                self.ctx.base = frame.base as usize;
                self.ctx.globals = frame.globals;
            }
            _ => self.request_attention(),
        }
    }

    /// Makes a Python function's frame of the arguments on the stack.
    #[inline]
    fn enter_function(&mut self, at: usize, first: usize, kwnames: Obj, on_return: OnReturn) -> R<()> {
        let callee = self.ctx.stack[at].obj();
        let Payload::Function(function) = self.heap.get(callee) else { return Ok(()) };
        let function = function.clone();
        let loaded = &self.codes[function.code_index as usize];
        let code = &loaded.code;
        let locals = loaded.local_names.len();
        let start = loaded.start;
        let simple = kwnames.is_null()
            && code.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0
            && code.kwonly_arg_count == 0
            && self.ctx.stack.len() - first == code.arg_count as usize;
        if let Err(raised) = self.check_recursion() {
            self.truncate(at);
            return Err(raised);
        }
        if !simple && let Err(raised) = self.bind_function_arguments(&function, first, kwnames) {
            self.truncate(at);
            return Err(raised);
        }
        self.ctx.stack.resize(first + locals, StackRef::NULL);
        // the frame owns the function now: its slot below the locals is given up
        let func = std::mem::replace(&mut self.ctx.stack[at], StackRef::NULL);
        let func = self.steal(func);
        self.push_python_frame(PyFrame {
            code: function.code_index,
            pc: start,
            base: first as u32,
            bottom: at as u32,
            func,
            globals: function.globals,
            locals: Obj::NULL,
            on_return,
            generator: Obj::NULL,
        });
        Ok(())
    }

    #[inline]
    pub(super) fn push_python_frame(&mut self, frame: PyFrame) {
        self.save_pc();
        self.ctx.pc = frame.pc as usize;
        self.ctx.base = frame.base as usize;
        self.ctx.globals = frame.globals;
        let code = frame.code;
        self.ctx.frames.push(Frame::Python(frame));
        self.event(|| super::Event::Call(code));
    }

    /// Raises the error for an argument that a Python function cannot take.
    pub(super) fn call_error(&mut self, message: String) -> Raised {
        self.type_error(&message)
    }
}
