//! What a step did, in plain sentences.

use super::process;
use super::step::{Executed, next_instruction};
use crate::bytecode::Opcode;
use crate::heap::{HeapEvent, Obj};
use crate::threads::{Activity, ThreadId};
use crate::timeline::Shown;
use crate::view::RunStatus;
use crate::vm::frame::{Context, Frame};
use crate::vm::load::name_index;
use crate::vm::native::State;
use crate::vm::{Event, Vm};
use std::collections::BTreeMap;

/// Characters of an object's text in a sentence.
const TEXT: usize = 40;
/// Count changes told in one step.
const CHANGES: usize = 6;

/// The first sentence says what happened; the others why counts changed, and what else there is to know.
pub fn explanation(shown: &Shown, status: RunStatus) -> Vec<String> {
    let mut sentences = Vec::new();
    match &shown.before {
        None => sentences.push("The program is loaded; nothing has run yet.".to_owned()),
        Some(before) => {
            sentences.push(action(shown, before));
            sentences.extend(outcomes(shown));
            sentences.extend(count_changes(shown, before));
        }
    }
    sentences.extend(ending(&shown.vm, status));
    sentences
}

fn action(shown: &Shown, before: &Vm) -> String {
    match next_instruction(before) {
        Some(executed) => instruction(&Step { shown, before, executed }),
        None => native(before),
    }
}

/// A resumption of a native, or a step of the interpreter's shutdown.
fn native(before: &Vm) -> String {
    // a thread that waited for input is still parked
    let top =
        before.sched.thread(before.sched.current).and_then(|thread| before.context_of(thread).frames.last());
    match top {
        Some(Frame::Native(frame)) => match &frame.task.state {
            State::Finalize(_) => {
                "A deallocation stops to call the object's finalizer, or goes on after it.".to_owned()
            }
            State::Module(crate::modules::Pending::Collect(collecting)) => {
                format!("The cyclic collector works: {}.", collecting.phase_name())
            }
            _ => format!("The built-in {}() goes on with its work.", frame.task.name),
        },
        _ => "The main module is over: the interpreter shuts down, names and modules go.".to_owned(),
    }
}

/// An instruction with the states around it.
struct Step<'a> {
    shown: &'a Shown,
    before: &'a Vm,
    executed: Executed<'a>,
}

impl Step<'_> {
    fn after(&self) -> &Vm {
        &self.shown.vm
    }

    /// The frames and the stack of the thread that executed the instruction, which another may have relieved since.
    fn context_after(&self) -> &Context {
        let vm = self.after();
        match vm.sched.thread(self.before.sched.current) {
            Some(thread) => vm.context_of(thread),
            None => &vm.ctx,
        }
    }

    /// The object `depth` slots below the top of the stack before the instruction.
    fn operand(&self, depth: usize) -> Obj {
        let stack = &self.before.ctx.stack;
        stack.len().checked_sub(depth + 1).map_or(Obj::NULL, |at| stack[at].obj())
    }

    fn operand_text(&self, depth: usize) -> String {
        text(self.before, self.operand(depth))
    }

    /// The object on top of the stack afterwards.
    fn result_text(&self) -> String {
        text(self.after(), self.context_after().stack.last().map_or(Obj::NULL, |slot| slot.obj()))
    }

    fn frame_name(&self) -> String {
        self.executed.code.code.qualname.to_string()
    }

    /// The name the instruction is about.
    fn name(&self, opcode: Opcode, arg: u32) -> String {
        let code = self.executed.code;
        match name_index(opcode, arg) {
            Some(index) => {
                code.names.get(index).map_or("?".to_owned(), |&name| self.before.text_of(name).to_owned())
            }
            None => self.local_name(arg as usize),
        }
    }

    fn local_name(&self, index: usize) -> String {
        let names = &self.executed.code.local_names;
        names.get(index).map_or("?".to_owned(), |&name| self.before.text_of(name).to_owned())
    }

    fn local_text(&self, index: usize) -> String {
        let at = self.executed.frame.base as usize + index;
        text(self.after(), self.context_after().stack.get(at).map_or(Obj::NULL, |slot| slot.obj()))
    }

    /// Where names of this frame live.
    fn namespace(&self) -> &'static str {
        match self.executed.code.code.name.as_ref() {
            "<module>" => "the module's namespace",
            _ => "the class's namespace",
        }
    }

    fn raised(&self) -> bool {
        self.shown.events.iter().any(|event| matches!(event, Event::Raise(_)))
    }

    fn jumped(&self) -> bool {
        self.context_after().pc != self.executed.pc + 1
    }
}

fn text(vm: &Vm, obj: Obj) -> String {
    if obj.is_null() { "nothing (NULL)".to_owned() } else { vm.short_text(obj, TEXT) }
}

fn instruction(step: &Step<'_>) -> String {
    let Some(instr) = step.before.text.get(step.executed.pc) else { return String::new() };
    let opcode = instr.op.base();
    let sentence = if step.raised() { None } else { told(step, opcode, instr.arg) };
    format!("{}: {}", opcode.name(), sentence.unwrap_or_else(|| opcode.info().explanation.to_owned()))
}

/// The sentence of an instruction that did what it is for; `None` leaves it to the opcode table.
fn told(step: &Step<'_>, opcode: Opcode, arg: u32) -> Option<String> {
    use Opcode::*;
    let name = || step.name(opcode, arg);
    Some(match opcode {
        RESUME => format!("{} starts to run.", step.frame_name()),
        LOAD_CONST | LOAD_SMALL_INT => format!("pushes the constant {}.", step.result_text()),
        LOAD_FAST | LOAD_FAST_CHECK => {
            format!(
                "pushes {}, which the local variable {} refers to; the stack now owns a reference too.",
                step.result_text(),
                name()
            )
        }
        LOAD_FAST_BORROW => format!(
            "pushes {}, which the local variable {} refers to; the reference is borrowed from the variable, so the count stays.",
            step.result_text(),
            name()
        ),
        LOAD_FAST_AND_CLEAR => format!("pushes what {} refers to and empties the variable.", name()),
        LOAD_FAST_LOAD_FAST | LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
            let (first, second) = (step.local_name(arg as usize >> 4), step.local_name(arg as usize & 15));
            let counted = if opcode == LOAD_FAST_LOAD_FAST { "owned" } else { "borrowed: their counts stay" };
            format!("pushes what the local variables {first} and {second} refer to ({counted}).")
        }
        STORE_FAST | STORE_FAST_MAYBE_NULL => {
            format!("the local variable {} now refers to {}.", name(), step.local_text(arg as usize))
        }
        DELETE_FAST => format!("the local variable {} no longer refers to anything.", name()),
        LOAD_NAME | LOAD_GLOBAL => {
            format!("looks up the name {}: it refers to {}.", name(), loaded(step, opcode, arg))
        }
        STORE_NAME => {
            format!("the name {} in {} now refers to {}.", name(), step.namespace(), step.operand_text(0))
        }
        STORE_GLOBAL => format!("the global name {} now refers to {}.", name(), step.operand_text(0)),
        DELETE_NAME | DELETE_GLOBAL => format!("the name {} is removed from {}.", name(), step.namespace()),
        LOAD_DEREF => format!("pushes {}, the content of the cell of {}.", step.result_text(), name()),
        STORE_DEREF => format!("the cell of {} now holds {}.", name(), step.operand_text(0)),
        LOAD_ATTR => format!("looks up the attribute {} of {}.", name(), step.operand_text(0)),
        STORE_ATTR => {
            format!(
                "the attribute {} of {} now refers to {}.",
                name(),
                step.operand_text(0),
                step.operand_text(1)
            )
        }
        DELETE_ATTR => format!("the attribute {} of {} is removed.", name(), step.operand_text(0)),
        STORE_SUBSCR => format!(
            "{}[{}] now refers to {}.",
            step.operand_text(1),
            step.operand_text(0),
            step.operand_text(2)
        ),
        DELETE_SUBSCR => format!("removes {}[{}].", step.operand_text(1), step.operand_text(0)),
        BINARY_OP => binary(step, arg),
        COMPARE_OP | IS_OP | CONTAINS_OP => {
            let (left, right) = (step.operand_text(1), step.operand_text(0));
            format!("compares {left} with {right}: {}.", step.result_text())
        }
        TO_BOOL => format!("the truth of {} is {}.", step.operand_text(0), step.result_text()),
        UNARY_NOT | UNARY_NEGATIVE | UNARY_INVERT => {
            format!("makes {} of {}.", step.result_text(), step.operand_text(0))
        }
        POP_TOP | POP_ITER | END_FOR | END_SEND => format!("drops {} from the stack.", step.operand_text(0)),
        COPY => format!("pushes {} once more.", step.result_text()),
        POP_JUMP_IF_TRUE | POP_JUMP_IF_FALSE | POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE => {
            let goes = if step.jumped() { "jumps" } else { "goes on with the next instruction" };
            format!("the condition is {}: {goes}.", step.operand_text(0))
        }
        JUMP_BACKWARD | JUMP_BACKWARD_NO_INTERRUPT => "jumps back to the start of the loop.".to_owned(),
        JUMP_FORWARD => "jumps forward.".to_owned(),
        GET_ITER => format!("makes an iterator over {}.", step.operand_text(0)),
        FOR_ITER if step.context_after().frames.len() > step.before.ctx.frames.len() => {
            "resumes the generator for the loop's next value.".to_owned()
        }
        FOR_ITER if step.context_after().stack.len() > step.before.ctx.stack.len() => {
            format!("the iterator's next value is {}.", step.result_text())
        }
        FOR_ITER => "the iterator is exhausted: the loop ends.".to_owned(),
        BUILD_LIST | BUILD_TUPLE | BUILD_SET | BUILD_MAP | BUILD_STRING | BUILD_SLICE => {
            format!("builds {} from the top of the stack.", step.result_text())
        }
        LIST_APPEND => format!("appends {} to the list being built.", step.operand_text(0)),
        UNPACK_SEQUENCE => format!("unpacks {} into {arg} values.", step.operand_text(0)),
        FORMAT_SIMPLE | FORMAT_WITH_SPEC | CONVERT_VALUE => {
            format!("formats a value: {}.", step.result_text())
        }
        MAKE_FUNCTION => format!("makes the function {}.", step.result_text()),
        MAKE_CELL => format!("wraps the variable {} in a cell, for the functions inside to share.", name()),
        CALL | CALL_KW => call(step, opcode, arg),
        RETURN_VALUE => format!("{} returns {}.", step.frame_name(), step.operand_text(0)),
        YIELD_VALUE => {
            format!("the generator {} yields {} and is suspended.", step.frame_name(), step.operand_text(0))
        }
        RETURN_GENERATOR => {
            format!("makes a generator of the call of {}; its body waits.", step.frame_name())
        }
        IMPORT_NAME => format!("imports the module {}.", name()),
        IMPORT_FROM => format!("takes {} from the module.", name()),
        PUSH_NULL => "pushes NULL, the place for self of the coming call.".to_owned(),
        NOP | NOT_TAKEN => "does nothing.".to_owned(),
        _ => return None,
    })
}

/// What a name look-up pushed; `LOAD_GLOBAL` may put a NULL above it.
fn loaded(step: &Step<'_>, opcode: Opcode, arg: u32) -> String {
    let stack = &step.context_after().stack;
    let below = usize::from(opcode == Opcode::LOAD_GLOBAL && arg & 1 != 0);
    let slot = stack.len().checked_sub(1 + below).map_or(Obj::NULL, |at| stack[at].obj());
    text(step.after(), slot)
}

fn binary(step: &Step<'_>, arg: u32) -> String {
    let (left, right) = (step.operand_text(1), step.operand_text(0));
    match crate::vm::operators::binary_row(arg) {
        Some((_, symbol, inplace)) => {
            let equals = if inplace { "=" } else { "" };
            format!("{left} {symbol}{equals} {right} makes {}.", step.result_text())
        }
        None => format!("{left}[{right}] is {}.", step.result_text()),
    }
}

fn call(step: &Step<'_>, opcode: Opcode, arg: u32) -> String {
    let count = arg as usize;
    let behind = if opcode == Opcode::CALL_KW { 1 } else { 0 };
    let callee = step.operand(count + 1 + behind);
    let name = if callee.is_null() { "?".to_owned() } else { step.before.callable_name(callee) };
    let with = match count {
        0 => "without arguments".to_owned(),
        1 => format!("with {}", step.operand_text(behind)),
        n => format!("with {n} arguments"),
    };
    let entered = step.context_after().frames.len() > step.before.ctx.frames.len();
    if entered {
        format!("calls {name} {with}.")
    } else {
        format!("calls {name} {with}: it returns {}.", step.result_text())
    }
}

/// Exceptions, switches, output and collections.
fn outcomes(shown: &Shown) -> Vec<String> {
    let vm = &shown.vm;
    let mut sentences = Vec::new();
    for event in &shown.events {
        match event {
            Event::Raise(exception) => {
                sentences.push(format!("It raises {}.", alive_text(shown, *exception)))
            }
            Event::Catch(exception) => {
                sentences.push(format!(
                    "A handler takes {}: the stack is unwound to it.",
                    alive_text(shown, *exception)
                ));
            }
            Event::Switch { from, to } => {
                let (from, to) = (ThreadId(*from), ThreadId(*to));
                sentences.push(format!(
                    "The GIL passes from {} to {}{}",
                    process::name(vm, from),
                    process::name(vm, to),
                    why_switched(vm, from)
                ));
            }
            Event::Collect { .. } => sentences.extend(vm.gc.last.as_ref().map(|last| last.sentence())),
            _ => {}
        }
    }
    sentences
}

fn why_switched(vm: &Vm, from: ThreadId) -> String {
    match vm.sched.thread(from) {
        Some(thread) => match thread.activity {
            Activity::Blocked(_) => format!(": {} ({}).", "the first one waits", process::detail(vm, thread)),
            Activity::Finished => ": the first one has ended.".to_owned(),
            Activity::WaitsForGil => {
                ": the other had waited for the whole switch interval and asked for it (gil_drop_request)."
                    .to_owned()
            }
            Activity::Running => ".".to_owned(),
        },
        None => ".".to_owned(),
    }
}

fn alive_text(shown: &Shown, obj: Obj) -> String {
    match &shown.before {
        Some(before) if !shown.vm.heap.is_live(obj) => text(before, obj),
        _ => text(&shown.vm, obj),
    }
}

/// Which counts are different from before, and which objects are gone.
fn count_changes(shown: &Shown, before: &Vm) -> Vec<String> {
    let mut order = Vec::new();
    let mut touched: BTreeMap<Obj, bool> = BTreeMap::new();
    for event in &shown.events {
        let Event::Heap(event) = event else { continue };
        let (obj, made) = match *event {
            HeapEvent::Alloc(obj) => (obj, true),
            HeapEvent::Incref(obj) | HeapEvent::Decref(obj) | HeapEvent::Free(obj) => (obj, false),
        };
        let entry = touched.entry(obj).or_insert_with(|| {
            order.push(obj);
            false
        });
        *entry |= made;
    }
    let sentences = order.into_iter().filter_map(|obj| count_change(shown, before, obj, touched[&obj]));
    let mut sentences: Vec<String> = sentences.collect();
    if sentences.len() > CHANGES {
        let more = sentences.len() - CHANGES;
        sentences.truncate(CHANGES);
        sentences.push(format!("{more} further counts changed."));
    }
    sentences
}

fn count_change(shown: &Shown, before: &Vm, obj: Obj, made: bool) -> Option<String> {
    let vm = &shown.vm;
    let was = before.heap.is_live(obj).then(|| before.heap.refcnt(obj));
    let is = vm.heap.is_live(obj).then(|| vm.heap.refcnt(obj));
    match (was, is) {
        (Some(_), None) => Some(format!(
            "The last reference to {} went away: its count reached 0 and it was freed.",
            thing(before, obj)
        )),
        (_, Some(is)) if made => Some(format!(
            "A new {} object, {}, is made; its count is {is}.",
            vm.type_name(obj),
            text(vm, obj)
        )),
        (Some(was), Some(is)) if was != is => {
            Some(format!("The count of {} goes from {was} to {is}.", thing(vm, obj)))
        }
        _ => None,
    }
}

/// `the list [1]`; the namespace of the main module by that name.
fn thing(vm: &Vm, obj: Obj) -> String {
    if super::referrers::namespace_of_main(vm) == Some(obj) {
        return "the module's namespace".to_owned();
    }
    format!("the {} {}", vm.type_name(obj), text(vm, obj))
}

/// What the last known step's state means.
fn ending(vm: &Vm, status: RunStatus) -> Vec<String> {
    match status {
        RunStatus::Running => Vec::new(),
        RunStatus::Finished => vec!["The program has finished.".to_owned()],
        RunStatus::Raised => {
            vec!["The program ended with an exception that nobody caught, or an exit status.".to_owned()]
        }
        RunStatus::WaitingForInput => vec!["The program waits for a line of input.".to_owned()],
        RunStatus::Deadlock => {
            let mut sentences =
                vec!["Deadlock: every thread waits for another, and nobody can go on.".to_owned()];
            let waiting = vm.sched.alive().filter(|thread| thread.blocked().is_some());
            sentences.extend(
                waiting.map(|thread| format!("{} waits: {}.", thread.name, process::detail(vm, thread))),
            );
            sentences
        }
    }
}
