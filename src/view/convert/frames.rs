//! Frames: locals and value stacks.

use super::step::Context;
use crate::bytecode::code::kinds;
use crate::heap::{Obj, Payload};
use crate::threads::{Activity, SimThread};
use crate::timeline::Shown;
use crate::view::{FrameView, LocalView, StackSlotView};
use crate::vm::Vm;
use crate::vm::frame::{self, Frame, NativeFrame, PyFrame};
use crate::vm::load::LoadedCode;

/// Frames shown of a thread, the newest.
pub const FRAMES: usize = 64;
/// Entries of a namespace shown.
const NAMES: usize = 200;

/// The frames of all threads, and how many were left off.
pub fn frames(context: &Context, shown: &Shown) -> (Vec<FrameView>, u32) {
    let mut views = Vec::new();
    let mut hidden = 0;
    for thread in &shown.vm.sched.threads {
        if thread.activity == Activity::Finished {
            continue;
        }
        let stack = Stacks::of(shown, thread);
        let count = stack.now.frames.len();
        let skip = count.saturating_sub(FRAMES);
        hidden += skip as u32;
        views.extend((skip..count).map(|depth| view(context, shown, &stack, depth)));
    }
    (views, hidden)
}

/// A thread's frames and data stack after and before the step.
struct Stacks<'a> {
    thread: u32,
    now: &'a frame::Context,
    before: Option<&'a frame::Context>,
}

impl<'a> Stacks<'a> {
    fn of(shown: &'a Shown, thread: &'a SimThread) -> Self {
        let before = shown.before.as_ref();
        Stacks {
            thread: thread.id.0,
            now: shown.vm.context_of(thread),
            before: before.and_then(|vm| Some(vm.context_of(vm.sched.thread(thread.id)?))),
        }
    }

    /// The slots of a frame's value stack: absolute indexes.
    fn extent(&self, vm: &Vm, depth: usize) -> (usize, usize) {
        let (_, base, locals) = vm.frame_extent(&self.now.frames[depth]);
        let end = match self.now.frames.get(depth + 1) {
            Some(above) => vm.frame_extent(above).0,
            None => self.now.stack.len(),
        };
        (base + locals, end.max(base + locals).min(self.now.stack.len()))
    }
}

fn view(context: &Context, shown: &Shown, stacks: &Stacks<'_>, depth: usize) -> FrameView {
    let vm = &shown.vm;
    let stack = stack(vm, stacks, depth);
    let top = depth + 1 == stacks.now.frames.len();
    match &stacks.now.frames[depth] {
        Frame::Native(frame) => native(stacks.thread, depth, frame, stack),
        Frame::Python(frame) => {
            let pc = if top { stacks.now.pc } else { (frame.pc as usize).saturating_sub(1) };
            python(context, shown, stacks, depth, frame, pc, stack)
        }
    }
}

fn native(thread: u32, depth: usize, frame: &NativeFrame, stack: Vec<StackSlotView>) -> FrameView {
    FrameView {
        thread,
        depth: depth as u32,
        native: true,
        name: format!("{}()", frame.task.name),
        code: None,
        line: None,
        span: None,
        instruction: None,
        locals: Vec::new(),
        stack,
        generator: None,
    }
}

fn python(
    context: &Context,
    shown: &Shown,
    stacks: &Stacks<'_>,
    depth: usize,
    frame: &PyFrame,
    pc: usize,
    stack: Vec<StackSlotView>,
) -> FrameView {
    let vm = &shown.vm;
    let code = vm.codes.get(frame.code as usize);
    FrameView {
        thread: stacks.thread,
        depth: depth as u32,
        native: false,
        name: code.map_or_else(String::new, |code| code.code.qualname.to_string()),
        code: code.and_then(|code| context.code(code)),
        line: code.and_then(|code| context.line(code, pc)),
        span: code.and_then(|code| context.span(code, pc)),
        instruction: code.and_then(|code| code.offset(pc)),
        locals: code.map_or_else(Vec::new, |code| locals(shown, stacks, depth, frame, code)),
        stack,
        generator: frame.generator.some().map(|generator| generator.0),
    }
}

fn stack(vm: &Vm, stacks: &Stacks<'_>, depth: usize) -> Vec<StackSlotView> {
    let (first, end) = stacks.extent(vm, depth);
    (first..end)
        .map(|index| {
            let slot = stacks.now.stack[index];
            let same = stacks.before.is_some_and(|before| before.stack.get(index) == Some(&slot));
            StackSlotView {
                object: slot.obj().some().map(|obj| obj.0),
                borrowed: slot.is_borrowed(),
                pushed: stacks.before.is_some() && !same,
            }
        })
        .collect()
}

fn locals(
    shown: &Shown,
    stacks: &Stacks<'_>,
    depth: usize,
    frame: &PyFrame,
    code: &LoadedCode,
) -> Vec<LocalView> {
    let vm = &shown.vm;
    let before = stacks.before.filter(|before| {
        matches!(before.frames.get(depth), Some(Frame::Python(old)) if old.code == frame.code && old.base == frame.base)
    });
    let fast = code.local_names.iter().enumerate().map(|(index, &name)| {
        let at = frame.base as usize + index;
        let object = stacks.now.stack.get(at).map_or(Obj::NULL, |slot| slot.obj());
        let changed =
            before.is_some_and(|before| before.stack.get(at).is_some_and(|slot| slot.obj() != object));
        let kind = local_kind(code.local_kinds.get(index).copied().unwrap_or(0));
        LocalView {
            name: vm.text_of(name).to_owned(),
            kind: kind.to_owned(),
            object: object.some().map(|o| o.0),
            changed,
        }
    });
    let mut views = Vec::new();
    if frame.locals.is_null() {
        views.extend(fast);
    } else {
        // comprehension variables of a module or class body are fast locals that exist only while it runs
        views.extend(fast.filter(|local| local.object.is_some()));
        views.extend(namespace(shown, frame.locals));
    }
    views
}

fn local_kind(kind: u8) -> &'static str {
    match () {
        () if kind & kinds::FREE != 0 => "free",
        () if kind & kinds::CELL != 0 => "cell",
        () => "local",
    }
}

/// The entries of a module's or class body's namespace.
fn namespace(shown: &Shown, dict: Obj) -> Vec<LocalView> {
    let vm = &shown.vm;
    let Payload::Dict(table) = vm.heap.get(dict) else { return Vec::new() };
    let before = shown.before.as_ref().filter(|vm| vm.heap.is_live(dict));
    table
        .iter()
        .filter(|entry| !is_dunder(vm.text_of(entry.key)))
        .take(NAMES)
        .map(|entry| {
            let old = before.map(|vm| vm.namespace_get(dict, entry.key));
            LocalView {
                name: vm.text_of(entry.key).to_owned(),
                kind: "name".to_owned(),
                object: Some(entry.value.0),
                changed: old.is_some_and(|old| old != Some(entry.value)),
            }
        })
        .collect()
}

fn is_dunder(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}
