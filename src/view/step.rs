//! The machine at one step.

use serde::Serialize;

use super::{GcView, GilView, ObjectView, SpanView, ThreadView};

/// The machine after `step` steps. Step 0 is the state before the first instruction.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StepView {
    pub step: u32,
    /// Steps known so far; the program may go on behind them.
    pub total: u32,
    /// The state at this step; `Running` for every step that has a successor.
    pub status: RunStatus,
    /// The thread that runs next.
    pub thread: u32,
    pub threads: Vec<ThreadView>,
    pub gil: GilView,
    /// The frames of every thread: thread by thread, newest last. At most 64 newest of each thread.
    pub frames: Vec<FrameView>,
    /// Frames left off.
    pub frames_hidden: u32,
    /// Objects reachable from the frames shown, and those this step changed or freed; in order of first discovery, at most 400.
    pub objects: Vec<ObjectView>,
    pub objects_hidden: u32,
    pub gc: GcView,
    /// All output up to this step, neighbouring pieces of one stream joined; at most the last 100,000 characters.
    pub console: Vec<ConsolePieceView>,
    /// Characters of output left off at the front.
    pub console_hidden: u32,
    /// What the step just executed did, in order.
    pub effects: Vec<EffectView>,
    /// What happened and why counts changed, in plain sentences; the first says it all.
    pub explanation: Vec<String>,
    /// The instruction just executed: its code object and offset; `None` at step 0 and after a native resumption.
    pub executed: Option<InstructionRefView>,
    /// Set when [`RunStatus::Raised`]: the uncaught exception.
    pub error: Option<ErrorView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum RunStatus {
    Running,
    Finished,
    /// Ended with an uncaught exception or `SystemExit` with a status.
    Raised,
    WaitingForInput,
    Deadlock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct InstructionRefView {
    /// Index in [`super::CompileView::codes`].
    pub code: u32,
    pub offset: u32,
    pub line: Option<u32>,
    pub span: Option<SpanView>,
}

/// One frame of a thread's frame stack.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FrameView {
    pub thread: u32,
    /// From 0, the oldest.
    pub depth: u32,
    /// A native frame (a built-in that calls back into Python) has a label and no code.
    pub native: bool,
    /// `co_qualname`, or what the native is doing: `sorted(): key of item 2 of 5`.
    pub name: String,
    /// Index in [`super::CompileView::codes`]; `None` for native frames.
    pub code: Option<u32>,
    /// The line about to run in the newest frame; the line of the running call in the others.
    pub line: Option<u32>,
    /// The sub-expression about to be evaluated.
    pub span: Option<SpanView>,
    /// Byte offset of the next instruction in the newest frame, of the call that runs in the others.
    pub instruction: Option<u32>,
    /// `localsplus` in order; for module and class bodies the entries of their namespace (dunder names left off).
    pub locals: Vec<LocalView>,
    /// Bottom first.
    pub stack: Vec<StackSlotView>,
    /// The object of a suspended or running generator that owns the frame.
    pub generator: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LocalView {
    pub name: String,
    /// `local`, `cell`, `free`, `name` (an entry of a namespace dict).
    pub kind: String,
    /// Object id; `None` = unbound.
    pub object: Option<u32>,
    /// The step just executed stored or deleted it.
    pub changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StackSlotView {
    /// Object id; `None` = `NULL` (as below the arguments of a call without `self`).
    pub object: Option<u32>,
    /// A borrowed reference is not counted in `ob_refcnt`.
    pub borrowed: bool,
    /// The step just executed pushed it.
    pub pushed: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ConsolePieceView {
    pub stream: ConsoleStream,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum ConsoleStream {
    Stdout,
    Stderr,
    /// Echo of what `input()` read.
    Stdin,
}

/// One thing a step did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct EffectView {
    /// `push`, `pop`, `store`, `incref`, `decref`, `alloc`, `free`, `call`, `return`, `raise`, `jump`, `switch`, `output`, `collect`, ...
    pub kind: String,
    pub object: Option<u32>,
    /// In words, e.g. `x = 0x7f..`, `1 -> 2`.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ErrorView {
    pub class_name: String,
    pub message: String,
    /// As CPython prints it.
    pub traceback: String,
}
