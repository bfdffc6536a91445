//! The machine: frames, `step()`, calls, unwinding, instructions by family, and natives that call Python.
//!
//! A [`Vm`] is plain data: cloning it is a checkpoint. The frame stack of the running thread ([`Context`]) is the whole
//! control state; no Rust frame outlives one step.

pub mod attributes;
pub mod bootstrap;
pub mod calls;
mod carets;
pub mod construct;
pub mod dealloc;
mod dispatch;
mod errors;
pub mod frame;
mod functions;
pub mod generator;
pub mod import;
mod instructions;
pub mod iteration;
pub mod load;
mod lookup;
mod names;
pub mod native;
pub mod operators;
mod run;
pub mod slots;
mod specialize;
mod stack;
pub mod stackref;
mod traceback;
mod unwind;

pub use frame::Context;
pub use native::{Args, Next, R, Raised, State, Task, Then};
pub use run::{Options, Stop};

use crate::heap::{Heap, Obj};
use crate::threads::Scheduler;
use load::{Instr, LoadedCode};
use std::collections::HashMap;
use std::rc::Rc;

/// Which stream a piece of output went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
    /// Echo of a line read by `input()`.
    Stdin,
}

/// Entries of the type attribute cache (`struct type_cache`, smaller than CPython's 4096: it is part of every checkpoint).
const TYPE_CACHE_SIZE: usize = 512;

/// An entry of the type attribute cache: version of the type, name, and the attribute found (borrowed) or `NULL`.
#[derive(Clone, Copy, Debug, Default)]
struct TypeCacheEntry {
    version: u32,
    name: Obj,
    value: Obj,
}

/// The whole state of a simulated interpreter.
#[derive(Clone, Debug)]
pub struct Vm {
    pub heap: Heap,
    /// The running thread.
    pub ctx: Context,
    /// Every thread, the GIL, the clock.
    pub sched: Scheduler,
    /// Steps done since the start: bytecode instructions and resumptions of natives.
    pub steps: u64,
    /// The inner loop leaves when `steps` reaches this; 0 asks for attention at the next instruction boundary.
    stop_at: u64,
    /// The eval breaker has work when `steps` reaches this; 0 means now.
    pub break_at: u64,
    /// All instructions of all code objects; a `pc` is an index here.
    pub text: Vec<Instr>,
    pub codes: Rc<Vec<Rc<LoadedCode>>>,
    interned: Rc<HashMap<Box<str>, Obj>>,
    /// `builtins.__dict__`.
    pub builtins: Obj,
    /// `sys.modules` (owned dict).
    pub modules: Obj,
    /// `__main__` (borrowed from `modules` while it runs).
    pub main: Obj,
    /// Constants the parser made, kept by the AST's arena while the main module runs (`Python/pythonrun.c`, `pyrun_file`).
    pub arena: Rc<Vec<Obj>>,
    next_type_version: u32,
    type_cache: Box<[TypeCacheEntry]>,
    /// Objects whose deallocation has begun: see [`dealloc`].
    dying: Vec<dealloc::Dying>,
    draining: bool,
    /// The exception in flight was raised again: its traceback has the top frame already.
    reraising: bool,
    /// A thread gave the processor up during the last step: what the scheduler found.
    switch_outcome: Option<crate::threads::Switched>,
    /// Output of the steps since it was last taken.
    outbox: Vec<Output>,
    pub inputs: Rc<Vec<Rc<str>>>,
    /// Lines of `inputs` already read.
    pub inputs_read: usize,
    /// What happened, while someone looks: see [`Vm::record`].
    events: Option<Vec<Event>>,
    /// The collector's settings and counters.
    pub gc: crate::heap::gc::Collector,
    pub exit: Option<run::Exit>,
    pub phase: run::Phase,
    pub options: Options,
}

/// A piece of output and the step that wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// [`Vm::steps`] when it was written: the number of the step that wrote it, from 1.
    pub step: u64,
    pub stream: Stream,
    pub text: Rc<str>,
}

/// What a step did beyond the heap's own events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Heap(crate::heap::HeapEvent),
    /// A Python frame was pushed for this code (index) or popped.
    Call(u32),
    Return(u32),
    NativeCall(&'static str),
    Raise(Obj),
    /// A handler at this pc caught the exception.
    Catch(Obj),
    Output(Stream, Rc<str>),
    Switch {
        from: u32,
        to: u32,
    },
    Collect {
        generation: usize,
        collected: usize,
    },
    Specialize(crate::bytecode::Opcode),
}

impl Vm {
    /// Starts or stops recording events (effects) of steps.
    pub fn record(&mut self, on: bool) {
        self.heap.record(on);
        self.events = on.then(Vec::new);
    }

    /// The events since the last call, in order.
    pub fn take_events(&mut self) -> Vec<Event> {
        self.sync_heap_events();
        self.events.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Moves what the heap recorded behind the events so far, so that one list keeps the order.
    fn sync_heap_events(&mut self) {
        if let Some(events) = &mut self.events {
            events.extend(self.heap.take_events().into_iter().map(Event::Heap));
        }
    }

    #[inline]
    pub fn event(&mut self, event: impl FnOnce() -> Event) {
        if self.events.is_some() {
            self.sync_heap_events();
            if let Some(events) = &mut self.events {
                events.push(event());
            }
        }
    }

    /// Writes to a stream of the simulated process.
    pub fn write(&mut self, stream: Stream, text: &str) {
        if text.is_empty() {
            return;
        }
        let text: Rc<str> = text.into();
        self.event(|| Event::Output(stream, text.clone()));
        let step = self.steps;
        match self.outbox.last_mut() {
            Some(last) if last.stream == stream && last.step == step && last.text.len() < 4096 => {
                last.text = format!("{}{text}", last.text).into();
            }
            _ => self.outbox.push(Output { step, stream, text }),
        }
    }

    /// The output since the last call.
    pub fn take_output(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outbox)
    }

    /// The interned (immortal) string object of `text`.
    pub fn intern(&mut self, text: &str) -> Obj {
        if let Some(&obj) = self.interned.get(text) {
            self.heap.make_immortal(obj);
            return obj;
        }
        let obj = match single_latin1(text) {
            Some(code) => crate::heap::known::latin1(code),
            None if text.is_empty() => crate::heap::known::EMPTY_STR,
            None => {
                let obj = self.heap.alloc(
                    crate::heap::known::types::STR,
                    crate::heap::Payload::Str(Rc::new(crate::heap::Str::new(text))),
                );
                self.heap.make_immortal(obj);
                obj
            }
        };
        Rc::make_mut(&mut self.interned).insert(text.into(), obj);
        obj
    }

    /// The interned string object of `text` as a constant has it: it dies with its last reference unless it is a name
    /// somewhere, too (`intern_constants`, `Objects/codeobject.c`). Owned.
    pub(crate) fn intern_mortal(&mut self, text: &str) -> Obj {
        if text.is_empty() || single_latin1(text).is_some() {
            return self.intern(text);
        }
        if let Some(&obj) = self.interned.get(text) {
            return self.new_ref(obj);
        }
        let mut interned = crate::heap::Str::new(text);
        interned.interned = true;
        let obj =
            self.heap.alloc(crate::heap::known::types::STR, crate::heap::Payload::Str(Rc::new(interned)));
        Rc::make_mut(&mut self.interned).insert(text.into(), obj);
        obj
    }

    /// The interned object equal to this string, if there is one: attribute and variable names are compared by identity.
    pub fn interned(&self, text: &str) -> Option<Obj> {
        self.interned.get(text).copied()
    }
}

/// The code of a one-character Latin-1 string.
pub fn single_latin1(text: &str) -> Option<u8> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => u8::try_from(u32::from(c)).ok(),
        _ => None,
    }
}
