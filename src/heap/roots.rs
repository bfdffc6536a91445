//! Every reference the machine itself holds: what no object's payload accounts for.

use super::{Label, Obj};
use crate::threads::{Activity, SimThread, ThreadId};
use crate::vm::Vm;
use crate::vm::frame::{Answer, Context, Frame, NativeFrame, OnReturn, PyFrame};
use crate::vm::native::{State, Task};

/// Where the machine holds a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// A fast local, cell or free variable: thread, frame depth, index in `localsplus`.
    Local { thread: ThreadId, depth: u32, index: u32 },
    /// A slot of the value stack, counted from its frame's bottom.
    Stack { thread: ThreadId, depth: u32, slot: u32 },
    /// A field of a frame.
    Frame { thread: ThreadId, depth: u32, field: &'static str },
    /// The exception in flight.
    Raised(ThreadId),
    /// An exception being handled.
    Handled(ThreadId),
    /// The `Thread` object of a thread that has not ended (`threading._active`).
    ThreadObject(ThreadId),
    /// A constant of the AST's arena while the main module runs.
    Arena,
    /// A named place of the process.
    Machine(&'static str),
    /// A reference about to be released by a deallocation in progress.
    Dying,
}

/// A root and what it refers to.
#[derive(Clone, Copy, Debug)]
pub struct RootRef {
    pub root: Root,
    pub target: Obj,
    /// A borrowed stack slot: not counted.
    pub borrowed: bool,
}

impl Vm {
    /// Calls `visit` for every reference held by the machine itself.
    pub fn roots(&self, visit: &mut dyn FnMut(RootRef)) {
        let mut see = |root: Root, target: Obj, borrowed: bool| {
            if !target.is_null() {
                visit(RootRef { root, target, borrowed });
            }
        };
        for thread in &self.sched.threads {
            let context = self.context_of(thread);
            self.context_roots(thread.id, context, &mut see);
            see(Root::ThreadObject(thread.id), thread.object, false);
        }
        for &constant in self.arena.iter() {
            see(Root::Arena, constant, false);
        }
        see(Root::Machine("builtins"), self.builtins, false);
        see(Root::Machine("sys.modules"), self.modules, false);
        see(Root::Machine("gc.garbage"), self.gc.garbage, false);
        self.dying_references(&mut |target| see(Root::Dying, target, false));
    }

    /// The context of a thread: in the machine while it runs.
    pub fn context_of<'a>(&'a self, thread: &'a SimThread) -> &'a Context {
        if thread.activity == Activity::Running { &self.ctx } else { &thread.context }
    }

    fn context_roots(&self, thread: ThreadId, context: &Context, see: &mut dyn FnMut(Root, Obj, bool)) {
        see(Root::Raised(thread), context.raised, false);
        for &handled in &context.handled {
            see(Root::Handled(thread), handled, false);
        }
        let mut end = context.stack.len();
        for (depth, frame) in context.frames.iter().enumerate().rev() {
            let depth = depth as u32;
            let (bottom, base, locals) = self.frame_extent(frame);
            for index in (bottom..end).rev() {
                let slot = context.stack[index];
                let root = match index.checked_sub(base).filter(|&local| local < locals) {
                    Some(local) => Root::Local { thread, depth, index: local as u32 },
                    None if index < base => Root::Frame { thread, depth, field: "callee" },
                    None => Root::Stack { thread, depth, slot: (index - base - locals) as u32 },
                };
                see(root, slot.obj(), slot.is_borrowed());
            }
            end = end.min(bottom);
            match frame {
                Frame::Python(frame) => python_frame_roots(thread, depth, frame, see),
                Frame::Native(frame) => native_frame_roots(thread, depth, frame, see),
            }
        }
        for index in 0..end {
            let slot = context.stack[index];
            see(Root::Stack { thread, depth: 0, slot: index as u32 }, slot.obj(), slot.is_borrowed());
        }
    }

    /// Bottom, first local and number of locals of a frame in its data stack.
    pub fn frame_extent(&self, frame: &Frame) -> (usize, usize, usize) {
        match frame {
            Frame::Python(frame) => {
                let locals = self.codes.get(frame.code as usize).map_or(0, |code| code.local_names.len());
                (frame.bottom as usize, frame.base as usize, locals)
            }
            Frame::Native(frame) => (frame.base as usize, frame.base as usize, 0),
        }
    }
}

fn python_frame_roots(thread: ThreadId, depth: u32, frame: &PyFrame, see: &mut dyn FnMut(Root, Obj, bool)) {
    let mut field = |field, obj| see(Root::Frame { thread, depth, field }, obj, false);
    field("f_funcobj", frame.func);
    field("f_locals", frame.locals);
    field("generator", frame.generator);
    on_return_roots(frame.on_return, &mut field);
}

fn native_frame_roots(
    thread: ThreadId,
    depth: u32,
    frame: &NativeFrame,
    see: &mut dyn FnMut(Root, Obj, bool),
) {
    let mut field = |field, obj| see(Root::Frame { thread, depth, field }, obj, false);
    frame.task.references(&mut |obj| field("held by the native", obj));
    if let Answer::Value(value) = frame.answer {
        field("answer", value);
    }
    on_return_roots(frame.on_return, &mut field);
}

fn on_return_roots(on_return: OnReturn, field: &mut dyn FnMut(&'static str, Obj)) {
    if let OnReturn::Init(instance) = on_return {
        field("instance being initialised", instance);
    }
}

impl Task {
    /// Every reference the task owns.
    pub fn references(&self, visit: &mut dyn FnMut(Obj)) {
        for &held in &self.held {
            visit(held);
        }
        match &self.state {
            State::Construct(state) => state.references(visit),
            State::Finalize(state) => state.references(visit),
            State::Builtin(state) => state.references(visit),
            State::Module(state) => state.references(visit),
            _ => {}
        }
    }
}

impl Root {
    /// In words, for the list behind a reference count.
    pub fn describe(&self, vm: &Vm) -> String {
        match *self {
            Root::Local { thread, depth, index } => {
                format!("local {} of {}", vm.local_name(thread, depth, index), vm.frame_name(thread, depth))
            }
            Root::Stack { thread, depth, slot } => {
                format!("value stack slot {slot} of {}", vm.frame_name(thread, depth))
            }
            Root::Frame { thread, depth, field } => {
                format!("{field} of the frame of {}", vm.frame_name(thread, depth))
            }
            Root::Raised(_) => "the exception in flight".to_owned(),
            Root::Handled(_) => "the exception being handled".to_owned(),
            Root::ThreadObject(_) => "the table of running threads".to_owned(),
            Root::Arena => "the parser's constants, kept while the main module runs".to_owned(),
            Root::Machine(name) => name.to_owned(),
            Root::Dying => "an object being deallocated".to_owned(),
        }
    }
}

impl Vm {
    fn frame_at(&self, thread: ThreadId, depth: u32) -> Option<&Frame> {
        self.context_of(self.sched.thread(thread)?).frames.get(depth as usize)
    }

    /// `co_qualname` of a Python frame, the function's name of a native one.
    pub fn frame_name(&self, thread: ThreadId, depth: u32) -> String {
        match self.frame_at(thread, depth) {
            Some(Frame::Python(frame)) => self
                .codes
                .get(frame.code as usize)
                .map_or_else(|| "?".to_owned(), |code| code.code.qualname.to_string()),
            Some(Frame::Native(frame)) => format!("{}()", frame.task.name),
            None => "?".to_owned(),
        }
    }

    fn local_name(&self, thread: ThreadId, depth: u32, index: u32) -> String {
        let name = match self.frame_at(thread, depth) {
            Some(Frame::Python(frame)) => self
                .codes
                .get(frame.code as usize)
                .and_then(|code| code.local_names.get(index as usize))
                .copied(),
            _ => None,
        };
        name.map_or_else(|| index.to_string(), |name| self.text_of(name).to_owned())
    }

    /// A label of an owned reference as the page shows it: `[0]`, `.attr`, `['key']`, `__func__`.
    pub fn label_text(&self, label: &Label) -> String {
        match label {
            Label::Field(name) => (*name).to_owned(),
            Label::Item(index) => format!("[{index}]"),
            Label::Attribute(name) => format!(".{}", self.text_of(*name)),
            Label::Key(index) => format!("key {index}"),
            Label::Value(key) => format!("[{}]", self.short_text(*key, 24)),
            Label::Local(index) => format!("local {index}"),
            Label::Stack(index) => format!("stack slot {index}"),
        }
    }
}
