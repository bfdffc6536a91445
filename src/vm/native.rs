//! The border between bytecode and native functions.
//!
//! A native that never calls Python is a plain function. One that may (a sort key, `__str__` from `print`, `__eq__` in a
//! dict probe ...) returns a [`Task`]: plain data that sits in a native frame on the frame stack and is resumed with the
//! answer of each call it asks for. Nothing here recurses.

use super::Vm;
use crate::heap::Obj;

/// An exception has been raised; it is in [`super::Context::raised`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

pub type R<T> = Result<T, Raised>;

/// The arguments of a native call, still on the data stack: positional ones first, then the values of `kwnames`.
#[derive(Clone, Copy, Debug)]
pub struct Args {
    /// Index of the first argument in the data stack.
    pub base: usize,
    /// Number of positional arguments (with `self` of a method).
    pub positional: usize,
    /// Tuple of keyword names, or `NULL` (borrowed).
    pub kwnames: Obj,
    /// `__self__` of a bound built-in, or `NULL`; methods of types find `self` as argument 0 instead.
    pub this: Obj,
}

/// What a native function answers at once.
pub enum Then {
    /// The result, an owned reference.
    Return(Obj),
    /// It has to call Python: put this task into a native frame.
    Start(Box<Task>),
    /// Its result is the result of calling this (all borrowed).
    Tail { callee: Obj, args: Vec<Obj> },
    /// Its result is the next value of this generator, which is sent `value` (owned).
    Resume { generator: Obj, value: Obj },
}

/// What a task asks for next.
pub enum Next {
    /// Finished; an owned reference.
    Return(Obj),
    /// Call this and resume with the answer. All borrowed: the machine takes its own references.
    Call { callee: Obj, args: Vec<Obj> },
    /// Take the next value of this iterator; the answer is `NULL` once it is exhausted.
    Iterate(Obj),
    /// Run this task and resume with its answer.
    Start(Box<Task>),
    /// Resume this generator, sending `value` (owned).
    Resume { generator: Obj, value: Obj },
    /// Like [`Next::Call`], with the values of these keyword names (a tuple, borrowed) at the end of `args`.
    CallKeywords { callee: Obj, args: Vec<Obj>, kwnames: Obj },
    /// Resume this generator with `exception` (owned) raised at its `yield`.
    Throw { generator: Obj, exception: Obj },
    /// Run a class body's function in this namespace.
    Body { func: Obj, locals: Obj },
    /// Resume at the next step with `None`: finalizers that became due run first.
    Again,
    /// The thread cannot go on; the scheduler resumes the task with `None` once it can.
    Block(crate::threads::Blocked),
}

pub type NativeFn = fn(&mut Vm, Args) -> R<Then>;
pub type Getter = fn(&mut Vm, Obj) -> R<Obj>;
pub type Setter = fn(&mut Vm, Obj, Option<Obj>) -> R<()>;

/// A native function or method. Argument counts include `self` for methods of types.
#[derive(Debug)]
pub struct NativeDef {
    pub name: &'static str,
    pub func: NativeFn,
    /// Smallest and largest number of positional arguments; `u8::MAX` for "any".
    pub min: u8,
    pub max: u8,
    /// May keywords be given? Then the function itself sorts them out with [`Vm::bind_arguments`].
    pub keywords: bool,
}

impl NativeDef {
    /// A function of exactly or from `min` to `max` positional arguments.
    pub const fn positional(name: &'static str, func: NativeFn, min: u8, max: u8) -> Self {
        NativeDef { name, func, min, max, keywords: false }
    }

    /// A function that takes keywords and checks its own arguments.
    pub const fn keywords(name: &'static str, func: NativeFn) -> Self {
        NativeDef { name, func, min: 0, max: u8::MAX, keywords: true }
    }
}

/// A computed attribute of a built-in type.
#[derive(Debug)]
pub struct GetSetDef {
    pub name: &'static str,
    pub get: Getter,
    /// `None`: read-only. Called with `None` to delete.
    pub set: Option<Setter>,
}

/// A native at work: a resumable state machine and the objects it keeps alive.
#[derive(Clone, Debug)]
pub struct Task {
    /// The function's name, for the frame's label.
    pub name: &'static str,
    pub state: State,
    /// Owned references, released when the task ends; the state's own ids are borrowed from these.
    pub held: Vec<Obj>,
}

impl Task {
    pub fn new(name: &'static str, state: State) -> Box<Task> {
        Box::new(Task { name, state, held: Vec::new() })
    }

    /// `BINARY_OP` releases its left operand first, other instructions the topmost slot.
    pub(super) fn closes_left_first(&self) -> bool {
        matches!(self.state, State::Operator(super::operators::Pending::Binary { .. }))
    }

    /// What stands in a frame while its task works.
    pub(super) fn idle(name: &'static str) -> Task {
        Task { name, state: State::Idle, held: Vec::new() }
    }

    /// The same, keeping these objects alive (increfs them).
    pub fn holding(vm: &mut Vm, name: &'static str, state: State, objects: &[Obj]) -> Box<Task> {
        for &obj in objects {
            if !obj.is_null() {
                vm.heap.incref(obj);
            }
        }
        let held = objects.iter().copied().filter(|o| !o.is_null()).collect();
        Box::new(Task { name, state, held })
    }
}

/// The states of all natives that call Python, a variant per family; each family's `resume` lives beside its natives.
#[derive(Clone, Debug)]
pub enum State {
    /// The task is at work outside its frame.
    Idle,
    Operator(super::operators::Pending),
    Attribute(super::attributes::Pending),
    Construct(super::construct::Pending),
    Finalize(super::dealloc::Pending),
    Traceback(super::traceback::Pending),
    Generator(crate::objects::core::Pending),
    Builtin(crate::objects::Pending),
    Module(crate::modules::Pending),
}

impl Vm {
    /// Resumes `task` with the answer of its last call (owned), or `None` at its start.
    pub(super) fn resume_task(&mut self, task: &mut Task, answer: R<Obj>) -> R<Next> {
        let Task { state, held, .. } = task;
        match state {
            State::Idle => answer.map(Next::Return),
            State::Operator(state) => state.resume(self, held, answer),
            State::Attribute(state) => state.resume(self, held, answer),
            State::Construct(state) => state.resume(self, held, answer),
            State::Generator(state) => state.resume(self, held, answer),
            State::Traceback(state) => state.resume(self, held, answer),
            State::Finalize(state) => state.resume(self, held, answer),
            State::Builtin(state) => state.resume(self, held, answer),
            State::Module(state) => state.resume(self, held, answer),
        }
    }

    /// The positional argument `index` (borrowed).
    #[inline]
    pub fn arg(&self, args: Args, index: usize) -> Obj {
        self.ctx.stack[args.base + index].obj()
    }

    /// The positional argument `index` (borrowed), if given.
    #[inline]
    pub fn optional_arg(&self, args: Args, index: usize) -> Option<Obj> {
        (index < args.positional).then(|| self.arg(args, index))
    }

    /// All positional arguments (borrowed).
    pub fn positional_args(&self, args: Args) -> Vec<Obj> {
        self.ctx.stack[args.base..args.base + args.positional].iter().map(|r| r.obj()).collect()
    }

    /// The keyword arguments: name and value (borrowed).
    pub fn keyword_args(&self, args: Args) -> Vec<(Obj, Obj)> {
        if args.kwnames.is_null() {
            return Vec::new();
        }
        let names = self.tuple_items(args.kwnames);
        let first = args.base + args.positional;
        names.iter().enumerate().map(|(i, &name)| (name, self.ctx.stack[first + i].obj())).collect()
    }
}
