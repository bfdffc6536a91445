//! Frames: Python's (`_PyInterpreterFrame`) and those of natives that wait for Python.

use super::native::Task;
use super::stackref::StackRef;
use crate::heap::Obj;

/// What the frame below does with the value its callee returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnReturn {
    /// Push it: the ordinary call.
    Push,
    /// Push it with a `NULL` above: an attribute loaded as if it were a method.
    PushNull,
    /// A comparison whose truth is asked for: push it and make it a bool.
    ToBool,
    /// A tuple of unpacked items: spread it over the stack.
    Unpack,
    /// Drop it: `__setitem__`, `__delattr__`, `__set__` ...
    Discard,
    /// `__init__` returned; it must be `None`, and the instance (owned here) is pushed instead.
    Init(Obj),
    /// `__bool__` or `__len__` for `TO_BOOL` and its kin; checked, then `True`/`False` is pushed (negated on request).
    Truth { negate: bool, of: super::operators::TruthOf },
    /// `__next__` for `FOR_ITER`: `StopIteration` ends the loop instead of propagating.
    ForIter,
    /// The generator's value for `SEND`: its return value (in `StopIteration`) ends the delegation.
    Send,
    /// Hand it to the native frame below.
    Native,
    /// The same for the next value of an iterator: `StopIteration` becomes `NULL`.
    NativeIter,
    /// `__iter__` for `GET_ITER`: the result must be an iterator.
    Iter,
    /// The body of a thread or of the main module returned: the thread ends.
    Thread,
}

/// One activation of a code object.
#[derive(Clone, Debug)]
pub struct PyFrame {
    /// Index into [`super::Vm::codes`].
    pub code: u32,
    /// Index of the next instruction in the flat text; current only while the frame is not on top
    /// ([`super::Context::pc`] otherwise).
    pub pc: u32,
    /// Index of `localsplus[0]` in the thread's data stack.
    pub base: u32,
    /// Length the data stack returns to: the callee and a `self` slot may lie between it and `base`.
    pub bottom: u32,
    /// The function (owned), or `NULL` for the main module.
    pub func: Obj,
    /// Borrowed from the function or the module.
    pub globals: Obj,
    /// `f_locals` of module and class bodies (owned), else `NULL`.
    pub locals: Obj,
    pub on_return: OnReturn,
    /// The generator whose frame this is (owned while it runs), else `NULL`.
    pub generator: Obj,
}

/// A native function that waits for Python code it called.
#[derive(Clone, Debug)]
pub struct NativeFrame {
    pub task: Task,
    pub on_return: OnReturn,
    /// Length of the data stack to return to: the callee and its arguments lie above it.
    pub base: u32,
    /// The answer of the call it made, waiting to be handed over; `None` while the callee runs.
    pub answer: Answer,
}

/// The state of a native frame's outstanding call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The callee still runs.
    Waiting,
    /// Not started yet.
    Start,
    /// Owned.
    Value(Obj),
    /// An exception is in [`super::Context::raised`].
    Raised,
}

#[derive(Clone, Debug)]
pub enum Frame {
    Python(PyFrame),
    Native(Box<NativeFrame>),
}

impl Frame {
    pub fn on_return(&self) -> OnReturn {
        match self {
            Frame::Python(frame) => frame.on_return,
            Frame::Native(frame) => frame.on_return,
        }
    }

    pub fn python(&self) -> Option<&PyFrame> {
        match self {
            Frame::Python(frame) => Some(frame),
            Frame::Native(_) => None,
        }
    }
}

/// The part of a thread that the interpreter loop works on: its data stack, frames and registers.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// `localsplus` and value stacks of all frames, contiguous (the thread's data stack).
    pub stack: Vec<StackRef>,
    pub frames: Vec<Frame>,
    /// `instr_ptr` of the top Python frame: index of the next instruction.
    pub pc: usize,
    /// First slot of the top Python frame.
    pub base: usize,
    /// Globals of the top Python frame (borrowed).
    pub globals: Obj,
    /// The exception in flight (`tstate->current_exception`), owned or `NULL`.
    pub raised: Obj,
    /// `exc_info` chain: the exceptions being handled, one entry for the thread and one per running generator; owned or `NULL`.
    pub handled: Vec<Obj>,
}
