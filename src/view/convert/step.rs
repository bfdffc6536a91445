//! A step of the run: the machine before and after it.

use super::{effects, explain, frames, objects, process};
use crate::bytecode::CodeObject;
use crate::source::Source;
use crate::threads::Activity;
use crate::timeline::{History, Shown};
use crate::view::utf16::Utf16;
use crate::view::{
    ConsolePieceView, ConsoleStream, ErrorView, InstructionRefView, RunStatus, SpanView, StepView,
};
use crate::vm::frame::{Frame, PyFrame};
use crate::vm::load::LoadedCode;
use crate::vm::{Event, Stream, Vm};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Characters of output shown.
const CONSOLE_CHARACTERS: usize = 100_000;

/// What views need of the program: its text and its code objects.
pub struct Context {
    source: Source,
    utf16: Utf16,
    /// Index in [`CompileView::codes`](crate::view::CompileView::codes) by the address of the code object.
    codes: BTreeMap<usize, u32>,
}

/// The instruction a step executed, as the machine stood before it.
pub struct Executed<'a> {
    pub frame: &'a PyFrame,
    pub code: &'a Rc<LoadedCode>,
    pub pc: usize,
}

impl Context {
    pub fn new(source: &Source, module: &Rc<CodeObject>) -> Self {
        let in_order = super::in_order(module);
        let codes =
            in_order.iter().zip(0..).map(|((code, _), index)| (Rc::as_ptr(code) as usize, index)).collect();
        Context { source: source.clone(), utf16: Utf16::new(source.text()), codes }
    }

    /// The code object's index for the page; `None` for code the page does not know.
    pub fn code(&self, code: &LoadedCode) -> Option<u32> {
        self.codes.get(&(Rc::as_ptr(&code.code) as usize)).copied()
    }

    pub fn line(&self, code: &LoadedCode, pc: usize) -> Option<u32> {
        code.position(pc).line
    }

    pub fn span(&self, code: &LoadedCode, pc: usize) -> Option<SpanView> {
        super::code::span(code.position(pc), &self.source, &self.utf16)
    }
}

/// The instruction that runs next in the current thread; `None` when a native is on top.
pub fn next_instruction(vm: &Vm) -> Option<Executed<'_>> {
    let running =
        vm.sched.thread(vm.sched.current).is_some_and(|thread| thread.activity == Activity::Running);
    match vm.ctx.frames.last() {
        Some(Frame::Python(frame)) if running => {
            Some(Executed { frame, code: vm.codes.get(frame.code as usize)?, pc: vm.ctx.pc })
        }
        _ => None,
    }
}

pub fn step_view(context: &Context, history: &History, shown: &Shown) -> StepView {
    let vm = &shown.vm;
    let at_end = vm.steps >= history.total();
    let status = if at_end { history.status() } else { RunStatus::Running };
    let executed = shown.before.as_ref().and_then(next_instruction);
    let tail = history.console.tail(vm.steps, CONSOLE_CHARACTERS);
    let (frames, frames_hidden) = frames::frames(context, shown);
    let objects = objects::objects(shown);
    StepView {
        step: vm.steps.min(u64::from(u32::MAX)) as u32,
        total: history.total().min(u64::from(u32::MAX)) as u32,
        status,
        thread: vm.sched.current.0,
        threads: process::threads(vm),
        gil: process::gil(vm),
        frames,
        frames_hidden,
        objects: objects.views,
        objects_hidden: objects.hidden,
        gc: process::collector(vm),
        console: tail
            .pieces
            .into_iter()
            .map(|(stream, text)| ConsolePieceView { stream: stream_view(stream), text })
            .collect(),
        console_hidden: tail.hidden.min(u32::MAX as usize) as u32,
        effects: effects::effects(shown),
        explanation: explain::explanation(shown, status),
        executed: executed.and_then(|executed| instruction(context, &executed)),
        error: if status == RunStatus::Raised { error(history) } else { None },
    }
}

fn stream_view(stream: Stream) -> ConsoleStream {
    match stream {
        Stream::Stdout => ConsoleStream::Stdout,
        Stream::Stderr => ConsoleStream::Stderr,
        Stream::Stdin => ConsoleStream::Stdin,
    }
}

fn instruction(context: &Context, executed: &Executed<'_>) -> Option<InstructionRefView> {
    let &Executed { code, pc, .. } = executed;
    Some(InstructionRefView {
        code: context.code(code)?,
        offset: code.offset(pc)?,
        line: context.line(code, pc),
        span: context.span(code, pc),
    })
}

/// The uncaught exception, from the traceback that the process printed last.
fn error(history: &History) -> Option<ErrorView> {
    let printed = history.console.tail(history.total(), CONSOLE_CHARACTERS);
    let text =
        printed.pieces.iter().rev().find(|(stream, _)| *stream == Stream::Stderr).map(|(_, text)| text)?;
    let start = text.rfind("Traceback (most recent call last):\n")?;
    let traceback = text[start..].to_owned();
    let last = traceback.lines().rev().find(|line| !line.starts_with(' ') && !line.is_empty())?;
    let (class_name, message) = last.split_once(": ").unwrap_or((last, ""));
    Some(ErrorView {
        class_name: class_name.to_owned(),
        message: message.to_owned(),
        traceback: traceback.clone(),
    })
}

/// Did the step's events include the collector's work?
pub fn collected(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Collect { .. }))
}
