//! The outer loop: instruction boundaries, native frames, threads, and how a run ends.

use super::Vm;
use super::frame::{Answer, Frame, OnReturn, PyFrame};
use super::native::{Next, R, Raised};
use super::stackref::StackRef;
use crate::bytecode::{CodeObject, Constant};
use crate::heap::known::{self, types};
use crate::heap::{Module, Obj, Payload};
use crate::threads::{Switched, ThreadId};
use std::rc::Rc;

/// How a run is set up. Same source + options + inputs => same run.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sys.getrecursionlimit()`.
    pub recursion_limit: u32,
    /// `sys.argv`.
    pub argv: Vec<Rc<str>>,
    /// The program's name in tracebacks (`co_filename`).
    pub filename: Rc<str>,
    /// The program's text, for the lines a traceback shows.
    pub source: Rc<str>,
    /// The constants written in the source ([`crate::compiler::literals`]): while the main module runs, its syntax tree refers to
    /// them too. `None`: not known, all constants count as written.
    pub literals: Option<Rc<[Constant]>>,
    /// Standard input ends behind `inputs`: reading on raises EOFError instead of waiting.
    pub input_ends: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            recursion_limit: 1000,
            argv: Vec::new(),
            filename: "<string>".into(),
            source: "".into(),
            literals: None,
            input_ends: false,
        }
    }
}

/// Why [`Vm::run`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The asked number of steps is done.
    Budget,
    /// The program and the interpreter's finalization are over.
    Finished,
    WaitsForInput,
    Deadlock,
}

/// How the process ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    pub status: i32,
    /// An exception ended the main thread.
    pub raised: bool,
}

/// Where the process is in its life (`Py_FinalizeEx`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Running,
    /// The main module is over: waiting for the other threads.
    Joining,
    /// `finalize_modules`: modules go, then what only cycles keep alive.
    Modules,
    Collecting,
    Remains,
    Done,
}

impl Vm {
    /// Loads the main module and gets ready to run it.
    pub fn start(&mut self, code: &Rc<CodeObject>) {
        let code_object = self.load_code(code);
        self.hold_arena(code_object);
        let module = self.new_main_module();
        let Payload::Module(data) = self.heap.get(module) else { return };
        let globals = data.dict;
        let Payload::Code(data) = self.heap.get(code_object) else { return };
        let index = data.index;
        let loaded = self.codes[index as usize].clone();
        self.heap.incref(globals);
        self.ctx.handled.push(Obj::NULL);
        self.ctx.stack.resize(loaded.local_names.len(), StackRef::NULL);
        self.push_python_frame(PyFrame {
            code: index,
            pc: loaded.start,
            base: 0,
            bottom: 0,
            func: code_object,
            globals,
            locals: globals,
            on_return: OnReturn::Thread,
            generator: Obj::NULL,
        });
    }

    fn new_main_module(&mut self) -> Obj {
        let module = self.new_module("__main__");
        let Payload::Module(data) = self.heap.get(module) else { return module };
        let dict = data.dict;
        let builtins = self.import_module("builtins").unwrap_or(known::NONE);
        for (name, value) in [("__annotations__", None), ("__builtins__", Some(builtins)), ("__file__", None)]
        {
            let key = self.intern(name);
            let value = match (name, value) {
                (_, Some(value)) => value,
                ("__file__", _) => {
                    let filename = self.options.filename.clone();
                    self.new_str(&filename)
                }
                _ => continue,
            };
            self.namespace_set(dict, key, value);
        }
        let key = self.intern("__cached__");
        self.namespace_set(dict, key, known::NONE);
        let key = self.intern("__main__");
        self.namespace_set(self.modules, key, module);
        self.main = module;
        module
    }

    /// A module with the names every module has; owned.
    pub fn new_module(&mut self, name: &str) -> Obj {
        let dict = self.new_dict();
        let name = self.intern(name);
        for key in ["__name__", "__doc__", "__package__", "__loader__", "__spec__"] {
            let value = if key == "__name__" { name } else { known::NONE };
            let key = self.intern(key);
            self.namespace_set(dict, key, value);
        }
        self.heap.alloc_tracked(types::MODULE, Payload::Module(Rc::new(Module { dict })))
    }

    /// Asks the inner loop to come back at the next instruction boundary.
    #[inline(always)]
    pub(super) fn request_attention(&mut self) {
        self.stop_at = 0;
    }

    /// Runs until `steps` reaches `until`, or something ends the run.
    pub fn run(&mut self, until: u64) -> Stop {
        if self.sched.gil.holder.is_none() {
            match self.resume_waiting() {
                Switched::Running => self.load_registers(),
                Switched::WaitsForInput => return Stop::WaitsForInput,
                Switched::Deadlock => return Stop::Deadlock,
            }
        }
        loop {
            if self.has_dying() && !self.draining {
                self.start_finalizer();
                continue;
            }
            if self.steps >= until {
                return if self.phase == Phase::Done { Stop::Finished } else { Stop::Budget };
            }
            match self.ctx.frames.last() {
                Some(Frame::Python(_)) => {
                    self.stop_at = until;
                    self.run_instructions();
                }
                Some(Frame::Native(_)) => match self.resume_native() {
                    None => {}
                    Some(stop) => return stop,
                },
                None => match self.advance() {
                    None => {}
                    Some(stop) => return stop,
                },
            }
            if let Some(switched) = self.switch_outcome.take() {
                match switched {
                    Switched::Running => self.load_registers(),
                    Switched::WaitsForInput => return Stop::WaitsForInput,
                    Switched::Deadlock => return Stop::Deadlock,
                }
            }
        }
    }

    /// One step: an instruction, or a resumption of a native.
    pub fn step(&mut self) -> Stop {
        self.run(self.steps + 1)
    }

    /// The inner loop.
    fn run_instructions(&mut self) {
        while self.steps < self.stop_at {
            self.steps += 1;
            let pc = self.ctx.pc;
            let instr = self.text[pc];
            self.ctx.pc = pc + 1;
            if let Err(Raised) = self.execute(instr) {
                self.unwind();
            }
        }
    }

    /// One resumption of the native frame on top.
    fn resume_native(&mut self) -> Option<Stop> {
        let Some(Frame::Native(frame)) = self.ctx.frames.last_mut() else { return None };
        let answer = match std::mem::replace(&mut frame.answer, Answer::Waiting) {
            Answer::Start => Ok(known::NONE),
            Answer::Value(value) => Ok(value),
            Answer::Raised => Err(Raised),
            // nothing runs above it, so its answer was lost: never silently hang
            Answer::Waiting => Err(self.raise(types::SYSTEM_ERROR, "a native frame waits for nothing")),
        };
        let depth = self.ctx.frames.len();
        let Some(Frame::Native(frame)) = self.ctx.frames.last_mut() else { return None };
        // the task leaves its frame while it works, so that it can use the machine
        let idle = super::Task::idle(frame.task.name);
        let mut task = std::mem::replace(&mut frame.task, idle);
        self.steps += 1;
        let next = self.resume_task(&mut task, answer);
        if let Some(Frame::Native(frame)) = self.ctx.frames.get_mut(depth - 1) {
            frame.task = task;
        }
        match next.map(|next| self.follow(next)) {
            Ok(Ok(stop)) => return stop,
            // what it asked for failed before it got a frame: the task is told
            Ok(Err(Raised)) if self.ctx.frames.len() == depth => self.set_answer(Answer::Raised),
            Ok(Err(Raised)) | Err(Raised) => self.unwind(),
        }
        None
    }

    /// Does what a task asked for.
    fn follow(&mut self, next: Next) -> R<Option<Stop>> {
        match next {
            Next::Return(value) => {
                let Some(on_return) = self.pop_native_frame() else { return Ok(None) };
                if let Err(Raised) = self.deliver(value, on_return) {
                    self.unwind();
                }
            }
            Next::Call { callee, args } => self.call(callee, &args, OnReturn::Native)?,
            Next::CallKeywords { callee, args, kwnames } => {
                self.push_new(callee);
                self.push_ref(StackRef::NULL);
                for &arg in &args {
                    self.push_new(arg);
                }
                let named = self.tuple_len(kwnames);
                let kwnames = if named == 0 { Obj::NULL } else { kwnames };
                self.call_on_stack(args.len(), kwnames, OnReturn::Native)?;
            }
            Next::Body { func, locals } => self.run_class_body(func, locals)?,
            Next::Iterate(iterator) => match self.iter_step(iterator) {
                Ok(step) => self.start_iter_step(step, OnReturn::NativeIter)?,
                Err(raised) if self.raised_is(types::STOP_ITERATION) => {
                    let _ = raised;
                    self.clear_raised();
                    self.deliver(Obj::NULL, OnReturn::NativeIter)?;
                }
                Err(raised) => return Err(raised),
            },
            Next::Start(task) => self.push_native(*task, OnReturn::Native),
            Next::Resume { generator, value } => self.resume_generator(generator, value, OnReturn::Native)?,
            Next::Throw { generator, exception } => {
                self.throw_into_generator(generator, exception, OnReturn::Native)?;
            }
            Next::Again => self.set_answer(Answer::Value(known::NONE)),
            Next::Block(blocked) => return Ok(self.block_native(blocked)),
        }
        Ok(None)
    }

    fn set_answer(&mut self, answer: Answer) {
        if let Some(Frame::Native(frame)) = self.ctx.frames.last_mut() {
            frame.answer = answer;
        }
    }

    fn block_native(&mut self, blocked: crate::threads::Blocked) -> Option<Stop> {
        self.set_answer(Answer::Value(known::NONE));
        if blocked == crate::threads::Blocked::Input {
            // waiting is no step: a replay that finds the line there takes the same number of steps
            self.steps -= 1;
        }
        let switched = self.block(blocked);
        self.switch_outcome = Some(switched);
        None
    }

    /// Runs a class body: `func` with `locals` as its namespace.
    fn run_class_body(&mut self, func: Obj, locals: Obj) -> R<()> {
        self.check_recursion()?;
        let Payload::Function(function) = self.heap.get(func) else {
            return Err(self.type_error("__build_class__: func must be a function"));
        };
        let function = function.clone();
        let loaded = self.codes[function.code_index as usize].clone();
        let base = self.ctx.stack.len();
        self.ctx.stack.resize(base + loaded.local_names.len(), StackRef::NULL);
        self.heap.incref(func);
        self.heap.incref(locals);
        self.push_python_frame(PyFrame {
            code: function.code_index,
            pc: loaded.start,
            base: base as u32,
            bottom: base as u32,
            func,
            globals: function.globals,
            locals,
            on_return: OnReturn::Native,
            generator: Obj::NULL,
        });
        Ok(())
    }

    /// The eval breaker (`_Py_HandlePending`): the collector first, then the GIL.
    #[cold]
    pub(super) fn handle_pending(&mut self) {
        if self.gc_due()
            && let Some(task) = self.automatic_collection()
        {
            self.push_native(*task, OnReturn::Discard);
        }
        if self.steps >= self.break_at {
            let before = self.sched.current;
            self.save_pc();
            let switched = self.check_gil();
            if self.sched.current != before || switched != Switched::Running {
                self.switch_outcome = Some(switched);
            }
            self.request_attention();
        }
    }

    /// The running thread's bottom frame returned.
    pub(super) fn thread_finished(&mut self) {
        self.request_attention();
    }

    /// The running thread ended with an exception nobody caught.
    pub(super) fn thread_raised(&mut self) {
        self.request_attention();
        let exception = std::mem::take(&mut self.ctx.raised);
        if self.sched.current != ThreadId::MAIN {
            crate::modules::print_thread_exception(self, exception);
            self.xdecref(exception);
            return;
        }
        self.exit = Some(self.exit_of(exception));
        self.xdecref(exception);
    }

    /// Prints an uncaught exception of the main thread and says how the process ends (`handle_system_exit`).
    fn exit_of(&mut self, exception: Obj) -> Exit {
        if !self.is_instance(exception, types::SYSTEM_EXIT) {
            let task = self.print_exception_task(exception, "");
            self.push_native(*task, OnReturn::Discard);
            return Exit { status: 1, raised: true };
        }
        let code = self.exception(exception).map_or(Obj::NULL, |e| e.value);
        match self.heap.get(code) {
            _ if code.is_null() || code == known::NONE => Exit::default(),
            Payload::Int(status) => Exit { status: (*status & 0xff) as i32, raised: false },
            _ => {
                let text = format!("{}\n", self.safe_str(code));
                self.write(super::Stream::Stderr, &text);
                Exit { status: 1, raised: true }
            }
        }
    }

    /// The running thread has no frames: it has ended, or the process goes on with its finalization.
    fn advance(&mut self) -> Option<Stop> {
        if self.sched.current != ThreadId::MAIN {
            let switched = self.finish_thread();
            self.switch_outcome = Some(switched);
            return None;
        }
        self.drop_handled();
        match self.phase {
            Phase::Running => {
                self.steps += 1;
                self.exit = self.exit.or(Some(Exit::default()));
                let arena = std::mem::take(&mut self.arena);
                for &constant in arena.iter() {
                    self.decref(constant);
                }
                self.phase = Phase::Joining;
            }
            Phase::Joining => match self.join_remaining() {
                Some(task) => self.push_native(*task, OnReturn::Discard),
                None => {
                    // Py_FinalizeEx collects once while everything is still there: that orders the collector's lists
                    self.phase = Phase::Modules;
                    if let Some(task) = self.manual_collection(2) {
                        self.push_native(*task, OnReturn::Discard);
                    }
                }
            },
            Phase::Modules => {
                self.steps += 1;
                self.phase = Phase::Collecting;
                self.clear_modules();
            }
            Phase::Collecting => {
                self.phase = Phase::Remains;
                if let Some(task) = self.manual_collection(2) {
                    self.push_native(*task, OnReturn::Discard);
                }
            }
            Phase::Remains => {
                self.phase = Phase::Done;
            }
            Phase::Done => return Some(Stop::Finished),
        }
        None
    }

    fn drop_handled(&mut self) {
        for handled in std::mem::take(&mut self.ctx.handled) {
            self.xdecref(handled);
        }
    }

    /// `finalize_remove_modules` and `finalize_clear_modules_dict`.
    fn clear_modules(&mut self) {
        self.main = Obj::NULL;
        let Some(table) = self.dict_mut(self.modules) else { return };
        for entry in table.clear() {
            self.decref(entry.key);
            self.decref(entry.value);
        }
    }
}
