//! The objects on screen: what the shown frames reach, and what the step changed.

use super::frames::FRAMES;
use crate::heap::known::is_static_type;
use crate::heap::{HeapEvent, Label, Obj, Payload};
use crate::modules::size_of;
use crate::order;
use crate::threads::Activity;
use crate::timeline::Shown;
use crate::view::{ObjectChange, ObjectView, ReferenceView};
use crate::vm::frame::Frame;
use crate::vm::{Event, Vm};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

/// Objects shown.
const OBJECTS: usize = 400;
/// Outgoing references shown of an object.
const REFERENCES: usize = 64;
/// Characters of an object's text.
const TEXT: usize = 80;

pub struct Objects {
    pub views: Vec<ObjectView>,
    pub hidden: u32,
}

pub fn objects(shown: &Shown) -> Objects {
    let changes = Changes::of(shown);
    let mut found = Discovery::default();
    roots(&shown.vm, &mut found);
    for &obj in &changes.touched {
        if shown.vm.heap.is_live(obj) && is_interesting(&shown.vm, obj) {
            found.add(obj);
        }
    }
    found.follow(&shown.vm);
    let generations = generations(&shown.vm, &found.seen);
    let mut views: Vec<ObjectView> =
        found.order.iter().take(OBJECTS).map(|&obj| view(shown, &changes, &generations, obj)).collect();
    let freed: Vec<ObjectView> = changes.freed.iter().filter_map(|&obj| freed_view(shown, obj)).collect();
    let hidden = found.order.len().saturating_sub(OBJECTS) + found.beyond;
    views.extend(freed);
    Objects { views, hidden: hidden.min(u32::MAX as usize) as u32 }
}

/// What the step's events say about objects.
#[derive(Default)]
struct Changes {
    new: BTreeSet<Obj>,
    freed: BTreeSet<Obj>,
    /// Everything whose count or contents changed, in the order of the events.
    touched: Vec<Obj>,
}

impl Changes {
    fn of(shown: &Shown) -> Self {
        let mut changes = Changes::default();
        let mut seen = BTreeSet::new();
        for event in &shown.events {
            let Event::Heap(event) = event else { continue };
            let obj = match *event {
                HeapEvent::Alloc(obj) => {
                    changes.new.insert(obj);
                    changes.freed.remove(&obj);
                    obj
                }
                HeapEvent::Free(obj) => {
                    // made and freed within the step: nothing to see
                    if !changes.new.remove(&obj) {
                        changes.freed.insert(obj);
                    }
                    obj
                }
                HeapEvent::Incref(obj) | HeapEvent::Decref(obj) => obj,
            };
            if seen.insert(obj) {
                changes.touched.push(obj);
            }
        }
        changes.freed.retain(|&obj| !shown.vm.heap.is_live(obj));
        changes
    }
}

/// Breadth-first discovery with an order.
#[derive(Default)]
struct Discovery {
    order: Vec<Obj>,
    seen: BTreeSet<Obj>,
    pending: VecDeque<Obj>,
    /// Discovered beyond what is followed.
    beyond: usize,
}

impl Discovery {
    fn add(&mut self, obj: Obj) {
        if obj.is_null() || !self.seen.insert(obj) {
            return;
        }
        if self.order.len() >= OBJECTS {
            self.beyond += 1;
            return;
        }
        self.order.push(obj);
        self.pending.push_back(obj);
    }

    fn follow(&mut self, vm: &Vm) {
        while let Some(obj) = self.pending.pop_front() {
            let mut targets = Vec::new();
            vm.heap.references(obj, &mut |label, target| {
                if is_followed(vm, obj, &label, target) && targets.len() < OBJECTS * 4 {
                    targets.push((natural_position(&label), target));
                }
            });
            order::sort_by(&mut targets, |a, b| a.0.cmp(&b.0));
            for (_, target) in targets {
                self.add(target);
            }
        }
    }
}

/// Sequences are traversed from the end; they are read from the start.
fn natural_position(label: &Label) -> u32 {
    match label {
        Label::Item(index) => *index,
        _ => 0,
    }
}

/// Names, stacks and locals of the shown frames.
fn roots(vm: &Vm, found: &mut Discovery) {
    for thread in &vm.sched.threads {
        if thread.activity == Activity::Finished {
            continue;
        }
        let context = vm.context_of(thread);
        let skip = context.frames.len().saturating_sub(FRAMES);
        let first = context.frames.get(skip).map_or(0, |frame| vm.frame_extent(frame).1);
        for frame in context.frames.iter().skip(skip) {
            if let Frame::Python(frame) = frame
                && let Payload::Dict(table) = vm.heap.get(frame.locals)
                && !frame.locals.is_null()
            {
                let public = table.iter().filter(|entry| !vm.text_of(entry.key).starts_with("__"));
                public.for_each(|entry| found.add(entry.value));
            }
        }
        for slot in context.stack.iter().skip(first) {
            if is_interesting(vm, slot.obj()) {
                found.add(slot.obj());
            }
        }
        found.add(context.raised);
    }
}

/// Static types and the machinery of modules are no news.
fn is_interesting(vm: &Vm, obj: Obj) -> bool {
    !obj.is_null() && !is_static_type(obj) && obj != vm.builtins && obj != vm.modules
}

/// Which references lead to objects worth showing.
fn is_followed(vm: &Vm, owner: Obj, label: &Label, target: Obj) -> bool {
    if !is_interesting(vm, target) {
        return false;
    }
    match (vm.heap.get(owner), label) {
        (Payload::Code(_) | Payload::Module(_) | Payload::Builtin { .. } | Payload::Traceback(_), _) => false,
        (Payload::MethodDescriptor { .. } | Payload::GetSet { .. }, _) => false,
        (Payload::Function(_), Label::Field(name)) => {
            matches!(*name, "__defaults__" | "__kwdefaults__" | "__closure__" | "__dict__")
        }
        (Payload::Type(_), Label::Field(name)) => matches!(*name, "__dict__" | "__base__"),
        (Payload::Generator(_), Label::Field(name)) => !matches!(*name, "__name__" | "__qualname__"),
        // keys that are names are shown as labels
        (_, Label::Key(_)) => !matches!(vm.heap.get(target), Payload::Str(_)) || !vm.heap.is_immortal(target),
        (_, Label::Value(key)) => {
            !vm.text_of(*key).starts_with("__") || matches!(vm.heap.get(target), Payload::Function(_))
        }
        // the class of an instance
        (_, Label::Field("__class__" | "type")) => false,
        _ => true,
    }
}

/// The collector's generation of each of these objects that is tracked.
fn generations(vm: &Vm, wanted: &BTreeSet<Obj>) -> BTreeMap<Obj, u8> {
    let mut generations = BTreeMap::new();
    for generation in 0..3 {
        let members = vm.heap.generation(generation).filter(|obj| wanted.contains(obj));
        generations.extend(members.map(|obj| (obj, generation as u8)));
    }
    generations
}

fn view(shown: &Shown, changes: &Changes, generations: &BTreeMap<Obj, u8>, obj: Obj) -> ObjectView {
    let vm = &shown.vm;
    let new = changes.new.contains(&obj);
    let before = shown.before.as_ref().filter(|vm| !new && vm.heap.is_live(obj));
    let refcount = vm.heap.refcnt(obj);
    let refcount_before = before.map(|vm| vm.heap.refcnt(obj)).filter(|&count| count != refcount);
    let change = match before {
        _ if new => ObjectChange::New,
        Some(before) if !same_payload(before.heap.get(obj), vm.heap.get(obj)) => ObjectChange::Value,
        _ if refcount_before.is_some() => ObjectChange::Refcount,
        _ => ObjectChange::None,
    };
    let (references, references_hidden) = references(vm, obj);
    ObjectView {
        id: obj.0,
        address: format!("{:#x}", vm.heap.address(obj)),
        type_name: vm.type_name(obj).to_string(),
        type_id: Some(vm.heap.ty(obj)).filter(|&ty| vm.heap.is_heap_type(ty)).map(|ty| ty.0),
        refcount,
        immortal: vm.heap.is_immortal(obj),
        value: vm.short_text(obj, TEXT),
        size: size_of(vm, obj).unwrap_or(0).min(u32::MAX as usize) as u32,
        tracked: vm.heap.is_tracked(obj),
        generation: generations.get(&obj).copied(),
        references,
        references_hidden,
        change,
        refcount_before,
        freed_reason: None,
    }
}

/// An object that the step freed, as it stood before.
fn freed_view(shown: &Shown, obj: Obj) -> Option<ObjectView> {
    let before = shown.before.as_ref().filter(|vm| vm.heap.is_live(obj))?;
    let (references, references_hidden) = references(before, obj);
    let reason = if freed_by_collector(shown) {
        "The collector found it unreachable and broke its cycle; its count reached 0."
    } else {
        "Its last reference went away: the count reached 0."
    };
    Some(ObjectView {
        id: obj.0,
        address: format!("{:#x}", before.heap.address(obj)),
        type_name: before.type_name(obj).to_string(),
        type_id: Some(before.heap.ty(obj)).filter(|&ty| before.heap.is_heap_type(ty)).map(|ty| ty.0),
        refcount: 0,
        immortal: false,
        value: before.short_text(obj, TEXT),
        size: size_of(before, obj).unwrap_or(0).min(u32::MAX as usize) as u32,
        tracked: before.heap.is_tracked(obj),
        generation: None,
        references,
        references_hidden,
        change: ObjectChange::Freed,
        refcount_before: Some(before.heap.refcnt(obj)),
        freed_reason: Some(reason.to_owned()),
    })
}

fn freed_by_collector(shown: &Shown) -> bool {
    shown.before.as_ref().is_some_and(|vm| {
        vm.gc.collecting && matches!(vm.ctx.frames.last(), Some(Frame::Native(frame)) if matches!(frame.task.name, "gc" | "collect"))
    })
}

fn references(vm: &Vm, obj: Obj) -> (Vec<ReferenceView>, u32) {
    let mut all = Vec::new();
    vm.heap.references(obj, &mut |label, target| all.push((label, target)));
    order::sort_by(&mut all, |a, b| natural_position(&a.0).cmp(&natural_position(&b.0)));
    let hidden = all.len().saturating_sub(REFERENCES) as u32;
    let shown = all.into_iter().take(REFERENCES);
    let views = shown
        .map(|(label, target)| ReferenceView { label: vm.label_text(&label), target: target.0 })
        .collect();
    (views, hidden)
}

/// Is it the very same payload? Shared ones are copied before they are written, so another address means a change.
fn same_payload(a: &Payload, b: &Payload) -> bool {
    use Payload::*;
    match (a, b) {
        (Free(_), Free(_)) | (Atom, Atom) => true,
        (Int(a), Int(b)) => a == b,
        (Float(a), Float(b)) => a.to_bits() == b.to_bits(),
        (BigInt(a), BigInt(b)) => Rc::ptr_eq(a, b),
        (Str(a), Str(b)) => Rc::ptr_eq(a, b),
        (Bytes(a), Bytes(b)) => Rc::ptr_eq(a, b),
        (Tuple(a), Tuple(b)) | (List(a), List(b)) => Rc::ptr_eq(a, b),
        (Dict(a), Dict(b)) => Rc::ptr_eq(a, b),
        (Set(a), Set(b)) => Rc::ptr_eq(a, b),
        (Cell(a), Cell(b)) => a == b,
        (Instance(a), Instance(b)) => Rc::ptr_eq(a, b),
        (RangeIter(a), RangeIter(b)) => Rc::ptr_eq(a, b),
        (Iter(a), Iter(b)) => Rc::ptr_eq(a, b),
        (SequenceIter { sequence: a, index: i }, SequenceIter { sequence: b, index: j }) => a == b && i == j,
        (Generator(a), Generator(b)) => Rc::ptr_eq(a, b),
        (Exception(a), Exception(b)) => Rc::ptr_eq(a, b),
        (Function(a), Function(b)) => Rc::ptr_eq(a, b),
        (Lock(a), Lock(b)) => Rc::ptr_eq(a, b),
        (Thread(a), Thread(b)) => Rc::ptr_eq(a, b),
        (Type(a), Type(b)) => Rc::ptr_eq(a, b),
        // the rest never changes after it is made
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
