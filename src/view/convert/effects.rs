//! What a step did, in order, for highlighting.

use super::process;
use crate::heap::{HeapEvent, Obj};
use crate::threads::ThreadId;
use crate::timeline::Shown;
use crate::view::EffectView;
use crate::vm::{Event, Stream, Vm};
use std::collections::BTreeMap;

/// Effects shown of one step.
const EFFECTS: usize = 200;
/// Characters of an object's text.
const TEXT: usize = 40;

pub fn effects(shown: &Shown) -> Vec<EffectView> {
    let mut counts = Counts { shown, counts: BTreeMap::new() };
    let mut effects = stack_effects(shown);
    effects.extend(shown.events.iter().take(EFFECTS).filter_map(|event| effect(&mut counts, event)));
    effects.truncate(EFFECTS);
    effects
}

/// Counts as they were at each point of the step.
struct Counts<'a> {
    shown: &'a Shown,
    counts: BTreeMap<Obj, u32>,
}

impl Counts<'_> {
    /// `1 -> 2`.
    fn change(&mut self, obj: Obj, by: i64) -> String {
        let before =
            self.shown.before.as_ref().filter(|vm| vm.heap.is_live(obj)).map_or(0, |vm| vm.heap.refcnt(obj));
        let count = self.counts.entry(obj).or_insert(before);
        let old = *count;
        *count = i64::from(old).saturating_add(by).max(0) as u32;
        format!("{old} -> {count}")
    }
}

/// The machine that knows the object: after the step, or before it if the step freed it.
fn text(shown: &Shown, obj: Obj) -> String {
    let vm: &Vm = match &shown.before {
        Some(before) if !shown.vm.heap.is_live(obj) => before,
        _ => &shown.vm,
    };
    vm.short_text(obj, TEXT)
}

fn effect(counts: &mut Counts<'_>, event: &Event) -> Option<EffectView> {
    let shown = counts.shown;
    let code_name =
        |code: u32| shown.vm.codes.get(code as usize).map_or("?".into(), |c| c.code.qualname.to_string());
    let (kind, object, text) = match event {
        Event::Heap(HeapEvent::Alloc(obj)) => {
            counts.counts.insert(*obj, 1);
            ("alloc", Some(*obj), text(shown, *obj))
        }
        Event::Heap(HeapEvent::Incref(obj)) => ("incref", Some(*obj), counts.change(*obj, 1)),
        Event::Heap(HeapEvent::Decref(obj)) => ("decref", Some(*obj), counts.change(*obj, -1)),
        Event::Heap(HeapEvent::Free(obj)) => ("free", Some(*obj), text(shown, *obj)),
        Event::Call(code) => ("call", None, code_name(*code)),
        Event::Return(code) => ("return", None, code_name(*code)),
        Event::NativeCall(name) => ("call", None, format!("{name}()")),
        Event::Raise(obj) => ("raise", Some(*obj), text(shown, *obj)),
        Event::Catch(obj) => ("catch", Some(*obj), text(shown, *obj)),
        Event::Output(stream, output) => {
            ("output", None, format!("{}: {}", stream_name(*stream), output.trim_end()))
        }
        Event::Switch { from, to } => {
            let names = [*from, *to].map(|id| process::name(&shown.vm, ThreadId(id)));
            ("switch", None, names.join(" -> "))
        }
        Event::Collect { generation, collected } => {
            ("collect", None, format!("generation {generation}: {collected} collected"))
        }
        Event::Specialize(opcode) => ("specialize", None, opcode.name().to_owned()),
    };
    Some(EffectView { kind: kind.to_owned(), object: object.map(|obj| obj.0), text })
}

fn stream_name(stream: Stream) -> &'static str {
    match stream {
        Stream::Stdout => "stdout",
        Stream::Stderr => "stderr",
        Stream::Stdin => "stdin",
    }
}

/// Pushes and pops, from the data stacks before and after.
fn stack_effects(shown: &Shown) -> Vec<EffectView> {
    let Some(before) = shown.before.as_ref().filter(|vm| vm.sched.current == shown.vm.sched.current) else {
        return Vec::new();
    };
    // a call or a return moves the frame's borders: what is pushed then are arguments, not operands
    if before.ctx.frames.len() != shown.vm.ctx.frames.len() {
        return Vec::new();
    }
    let locals_end = shown.vm.ctx.frames.last().map_or(0, |frame| {
        let (_, base, locals) = shown.vm.frame_extent(frame);
        base + locals
    });
    let (old, new) = (&before.ctx.stack, &shown.vm.ctx.stack);
    let from = locals_end.min(old.len()).min(new.len());
    let same = old[from..].iter().zip(&new[from..]).take_while(|(a, b)| a == b).count() + from;
    let slot = |kind: &str, obj: Obj| EffectView {
        kind: kind.to_owned(),
        object: obj.some().map(|obj| obj.0),
        text: if obj.is_null() { "NULL".to_owned() } else { text(shown, obj) },
    };
    let pops = old[same..].iter().rev().map(|value| slot("pop", value.obj()));
    let pushes = new[same..].iter().map(|value| slot("push", value.obj()));
    pops.chain(pushes).collect()
}
