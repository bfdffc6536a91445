//! Where source lines begin in a run, and the way to the next or previous one.

use super::History;
use super::index::line_of;
use crate::bytecode::Opcode;
use crate::threads::ThreadId;
use crate::vm::Vm;
use crate::vm::frame::Frame;

/// Steps a search replays at once when it goes backward.
const WINDOW: u64 = 20_000;

/// Which line beginnings are wanted.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Any line of this thread.
    Thread(ThreadId),
    /// These lines, in any thread.
    Lines(Vec<u32>),
}

/// Where the thread stood a step ago.
#[derive(Clone, Copy)]
struct Place {
    thread: ThreadId,
    depth: usize,
    pc: usize,
    line: u32,
}

impl Place {
    fn of(vm: &Vm) -> Self {
        Place { thread: vm.sched.current, depth: vm.ctx.frames.len(), pc: vm.ctx.pc, line: line_of(vm) }
    }
}

/// Tells line beginnings in a sequence of states, as the `line` events of `sys.settrace` would come.
#[derive(Default)]
struct Detector {
    before: Option<Place>,
}

impl Detector {
    /// The line that begins at this state, which follows the one looked at last.
    fn look(&mut self, vm: &Vm) -> Option<u32> {
        let place = Place::of(vm);
        let before = self.before.replace(place);
        if place.line == 0 || !begins_line(vm, &place) {
            return None;
        }
        let Some(before) = before else { return Some(place.line) };
        let same_frame = before.thread == place.thread && before.depth == place.depth;
        let jumped_back = same_frame && place.pc <= before.pc;
        let goes_on = same_frame && before.line == place.line && !jumped_back;
        (!goes_on && (jumped_back || starts_line(vm, place.pc))).then_some(place.line)
    }
}

/// Is this an instruction of the line's own code, and not of entering the frame?
fn begins_line(vm: &Vm, place: &Place) -> bool {
    use Opcode::{COPY_FREE_VARS, MAKE_CELL, RESUME, RETURN_GENERATOR};
    let Some(Frame::Python(_)) = vm.ctx.frames.last() else { return false };
    vm.text.get(place.pc).is_some_and(|instr| {
        !matches!(instr.op.base(), RESUME | MAKE_CELL | COPY_FREE_VARS | RETURN_GENERATOR)
    })
}

/// Has the instruction before it, in the layout of the code, another line?
fn starts_line(vm: &Vm, pc: usize) -> bool {
    let Some(Frame::Python(frame)) = vm.ctx.frames.last() else { return false };
    let Some(code) = vm.codes.get(frame.code as usize) else { return false };
    if pc <= code.start as usize {
        return true;
    }
    let entering = vm.text.get(pc - 1).is_some_and(|instr| instr.op.base() == Opcode::RESUME);
    entering || code.position(pc - 1).line != code.position(pc).line
}

impl History {
    /// The first known step behind `from` at which a wanted line begins.
    pub fn next_line(&self, from: u64, wanted: &Wanted) -> Option<u64> {
        self.search(from, self.total(), wanted, true)
    }

    /// The last step before `from` at which a wanted line begins.
    pub fn previous_line(&self, from: u64, wanted: &Wanted) -> Option<u64> {
        let mut end = from.min(self.total());
        while end > 0 {
            let start = end.saturating_sub(WINDOW);
            if let Some(step) = self.search(start.saturating_sub(1), end - 1, wanted, false) {
                return Some(step);
            }
            end = start;
        }
        None
    }

    /// The first (or last) beginning of a wanted line at the steps behind `from` and up to `to`.
    fn search(&self, from: u64, to: u64, wanted: &Wanted, first: bool) -> Option<u64> {
        let mut found = None;
        let mut detector = Detector::default();
        let mut started = false;
        self.walk(from, to, &mut |vm| {
            let line = detector.look(vm);
            // the first state only tells where the search comes from, unless it is the start of the run
            let counts = std::mem::replace(&mut started, true) || (from == 0 && !first);
            if counts && line.is_some_and(|line| is_wanted(vm, line, wanted)) {
                found = Some(vm.steps);
            }
            !(first && found.is_some())
        });
        found
    }
}

fn is_wanted(vm: &Vm, line: u32, wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Thread(thread) => vm.sched.current == *thread,
        Wanted::Lines(lines) => lines.contains(&line),
    }
}
