//! `set` and `frozenset` (`Objects/setobject.c`).

use super::Pending;
use super::answers::Got;
use super::consume::{Sink, consume};
use super::keyed::{SetOp, set_key, set_key_hashed};
use super::set_table::SetTable;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, NativeDef};
use crate::vm::operators::BinaryOp;
use crate::vm::{Next, R, Then, Vm};
use std::rc::Rc;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::positional("add", |vm, args| one(vm, args, SetOp::Add), 2, 2),
    NativeDef::positional("discard", |vm, args| one(vm, args, SetOp::Discard), 2, 2),
    NativeDef::positional("remove", |vm, args| one(vm, args, SetOp::Remove), 2, 2),
    NativeDef::positional("pop", pop, 1, 1),
    NativeDef::positional("clear", clear, 1, 1),
    NativeDef::positional("update", |vm, args| many(vm, args, Change::Update, true), 1, u8::MAX),
    NativeDef::positional(
        "difference_update",
        |vm, args| many(vm, args, Change::Difference, true),
        1,
        u8::MAX,
    ),
    NativeDef::positional(
        "intersection_update",
        |vm, args| many(vm, args, Change::Intersection, true),
        1,
        u8::MAX,
    ),
    NativeDef::positional(
        "symmetric_difference_update",
        |vm, args| many(vm, args, Change::Symmetric, true),
        2,
        2,
    ),
    NativeDef::keywords("__init__", init),
];

pub(super) static BOTH_METHODS: &[NativeDef] = &[
    NativeDef::positional("__contains__", |vm, args| one(vm, args, SetOp::Contains), 2, 2),
    NativeDef::positional("copy", copy, 1, 1),
    NativeDef::positional("union", |vm, args| many(vm, args, Change::Update, false), 1, u8::MAX),
    NativeDef::positional("difference", |vm, args| many(vm, args, Change::Difference, false), 1, u8::MAX),
    NativeDef::positional("intersection", |vm, args| many(vm, args, Change::Intersection, false), 1, u8::MAX),
    NativeDef::positional("symmetric_difference", |vm, args| many(vm, args, Change::Symmetric, false), 2, 2),
    NativeDef::positional("issubset", |vm, args| inclusion(vm, args, false), 2, 2),
    NativeDef::positional("issuperset", |vm, args| inclusion(vm, args, true), 2, 2),
    NativeDef::positional("isdisjoint", isdisjoint, 2, 2),
];

/// What an operation does to its left set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Update,
    Difference,
    Intersection,
    Symmetric,
}

/// Set operations, as a program of small steps.
#[derive(Clone, Debug)]
pub enum Work {
    /// Applies changes by these iterables to `target` in place, then answers `result`.
    Apply { target: Obj, change: u8, others: Vec<Obj>, index: usize, result: Obj, step: Option<Box<Step>> },
}

/// One change by one iterable.
#[derive(Clone, Debug)]
pub enum Step {
    /// A task of [`consume`] runs.
    Consuming,
    /// Members of `source` (a set) are looked at one by one; those whose presence in `probe` equals `keep` are added to
    /// `into`.
    Filter { source: Obj, probe: Obj, keep: bool, into: Obj, slot: usize, stage: u8, hash: i64, key: Obj },
    /// The iterable is made a set first.
    MakeSet,
    /// Members of `source` toggle in `target`.
    Toggle { source: Obj, slot: usize, stage: u8, hash: i64, key: Obj },
}

fn one(vm: &mut Vm, args: Args, op: SetOp) -> R<Then> {
    let (set, key) = (vm.arg(args, 0), vm.arg(args, 1));
    set_key(vm, set, key, op)
}

/// `SET_ADD`.
pub fn set_add(vm: &mut Vm, set: Obj, item: Obj) -> R<Then> {
    set_key(vm, set, item, SetOp::Add)
}

/// `SET_UPDATE`, `set.update(iterable)`.
pub fn set_update(vm: &mut Vm, set: Obj, iterable: Obj) -> R<Then> {
    if let Payload::Set(source) = vm.heap.get(iterable)
        && known::is_static_type(vm.heap.ty(iterable))
    {
        let source = source.clone();
        if set == iterable || source.is_empty() {
            return Ok(Then::Return(known::NONE));
        }
        if let Some(table) = vm.set_table_mut(set) {
            table.reserve_for_merge(source.len());
            if table.take_over(&source) {
                source.iter().for_each(|(_, key)| vm.heap.incref(key));
                return Ok(Then::Return(known::NONE));
            }
        }
    }
    consume(vm, "set.update", iterable, Sink::SetAdd(set), &[set])
}

/// `BUILD_SET`.
pub fn build_set(vm: &mut Vm, items: &[Obj]) -> R<Then> {
    let set = new_set(vm, types::SET, SetTable::new());
    for (index, &item) in items.iter().enumerate() {
        match set_key(vm, set, item, SetOp::Add) {
            Ok(Then::Return(_)) => {}
            Ok(then) => {
                // the rest goes through a task behind this one
                let rest = vm.new_refs(&items[index + 1..]);
                let rest = vm.new_tuple(rest);
                let apply = apply_task(vm, set, Change::Update, vec![rest], set);
                vm.decref(rest);
                vm.decref(set);
                return after(vm, then, apply);
            }
            Err(raised) => {
                vm.decref(set);
                return Err(raised);
            }
        }
    }
    Ok(Then::Return(set))
}

/// Runs `first`, then `second`, whose answer counts.
fn after(vm: &mut Vm, first: Then, second: (Pending, Vec<Obj>)) -> R<Then> {
    let (pending, held) = second;
    let Then::Start(task) = first else { return Err(vm.unsupported("this set display")) };
    let pending = Pending::after(task, pending);
    Ok(Then::Start(Box::new(crate::vm::Task {
        name: "set",
        state: crate::vm::State::Builtin(pending),
        held,
    })))
}

fn new_set(vm: &mut Vm, ty: Obj, table: SetTable<Obj>) -> Obj {
    let payload = Payload::Set(Rc::new(table));
    if known::is_static_type(ty) {
        vm.heap.alloc_tracked(ty, payload)
    } else {
        vm.alloc_instance(ty, payload)
    }
}

/// A new set (or frozenset) with the members of another.
fn copy_as(vm: &mut Vm, ty: Obj, set: Obj) -> Obj {
    let table = vm.set_table(set).map(SetTable::copied).unwrap_or_default();
    table.iter().for_each(|(_, key)| vm.heap.incref(key));
    new_set(vm, ty, table)
}

/// The built-in type of the result of an operation on `set`: never a subclass.
fn base_type(vm: &Vm, set: Obj) -> Obj {
    if vm.is_subtype(vm.heap.ty(set), types::FROZENSET) { types::FROZENSET } else { types::SET }
}

fn copy(vm: &mut Vm, args: Args) -> R<Then> {
    let set = vm.arg(args, 0);
    if vm.heap.ty(set) == types::FROZENSET {
        return Ok(Then::Return(vm.new_ref(set)));
    }
    let ty = base_type(vm, set);
    Ok(Then::Return(copy_as(vm, ty, set)))
}

fn pop(vm: &mut Vm, args: Args) -> R<Then> {
    let set = vm.arg(args, 0);
    match vm.set_table_mut(set).and_then(SetTable::pop) {
        Some(key) => Ok(Then::Return(key)),
        None => {
            let text = vm.new_str("pop from an empty set");
            let raised = vm.key_error(text);
            vm.decref(text);
            Err(raised)
        }
    }
}

fn clear(vm: &mut Vm, args: Args) -> R<Then> {
    let members = vm.set_table_mut(vm.arg(args, 0)).map(SetTable::clear).unwrap_or_default();
    vm.release_all(members);
    Ok(Then::Return(known::NONE))
}

fn init(vm: &mut Vm, args: Args) -> R<Then> {
    super::no_keywords(vm, args, "set")?;
    clear(vm, Args { positional: 1, ..args })?;
    match vm.optional_arg(args, 1) {
        Some(iterable) => set_update(vm, vm.arg(args, 0), iterable),
        None => Ok(Then::Return(known::NONE)),
    }
}

/// `set(iterable)` and `frozenset(iterable)`; `class` may be a subclass.
pub(super) fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    let name = vm.name_of_type(class);
    if known::is_static_type(class) {
        super::no_keywords(vm, args, &name)?;
    }
    if args.positional > 1 {
        let message = format!("{name} expected at most 1 argument, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let iterable = vm.optional_arg(args, 0);
    if let Some(iterable) =
        iterable.filter(|&iterable| class == types::FROZENSET && vm.heap.ty(iterable) == class)
    {
        return Ok(Then::Return(vm.new_ref(iterable)));
    }
    let set = new_set(vm, class, SetTable::new());
    match iterable {
        None => Ok(Then::Return(set)),
        Some(iterable) => super::after_filling(vm, set, |vm| set_update(vm, set, iterable)),
    }
}

fn inclusion(vm: &mut Vm, args: Args, superset: bool) -> R<Then> {
    let (set, other) = (vm.arg(args, 0), vm.arg(args, 1));
    let Some(table) = vm.set_table(other) else {
        return Err(vm.unsupported("issubset() and issuperset() with an iterable that is no set"));
    };
    let (inner, outer) = if superset { (other, set) } else { (set, other) };
    let smaller = if superset { table.len() } else { vm.set_table(set).map_or(0, SetTable::len) };
    if smaller > vm.set_table(outer).map_or(0, SetTable::len) {
        return Vm::bool_then(false);
    }
    super::compare::subset(vm, inner, outer, false)
}

fn isdisjoint(vm: &mut Vm, args: Args) -> R<Then> {
    let (set, other) = (vm.arg(args, 0), vm.arg(args, 1));
    // the smaller set is walked
    let (probed, walked) = match (vm.set_table(set), vm.set_table(other)) {
        (Some(a), Some(b)) if b.len() > a.len() => (other, set),
        _ => (set, other),
    };
    consume(vm, "isdisjoint", walked, Sink::SetMeets(probed), &[probed])
}

fn many(vm: &mut Vm, args: Args, change: Change, inplace: bool) -> R<Then> {
    let set = vm.arg(args, 0);
    let others: Vec<Obj> = vm.positional_args(args)[1..].to_vec();
    operate(vm, set, change, others, inplace)
}

fn operate(vm: &mut Vm, set: Obj, change: Change, others: Vec<Obj>, inplace: bool) -> R<Then> {
    if inplace {
        let (pending, held) = apply_task(vm, set, change, others, Obj::NULL);
        return super::answers::launch_owned(vm, "set", pending, held);
    }
    let ty = base_type(vm, set);
    // set_symmetric_difference toggles the left set's members in a copy of the right one
    let (copied, others) = match others.as_slice() {
        &[other] if change == Change::Symmetric && vm.set_table(other).is_some() => (other, vec![set]),
        _ => (set, others),
    };
    let target = copy_as(vm, ty, copied);
    let (pending, held) = apply_task(vm, target, change, others, target);
    vm.decref(target);
    super::answers::launch_owned(vm, "set", pending, held)
}

fn apply_task(
    vm: &mut Vm,
    target: Obj,
    change: Change,
    others: Vec<Obj>,
    result: Obj,
) -> (Pending, Vec<Obj>) {
    let mut held = vec![target];
    held.extend(&others);
    held.extend(result.some());
    held.iter().for_each(|&obj| vm.heap.incref(obj));
    let work = Work::Apply { target, change: change as u8, others, index: 0, result, step: None };
    (Pending::SetWork(Box::new(work)), held)
}

/// `|`, `&`, `-`, `^` of sets; `None` where one side is none.
pub(super) fn binary(vm: &mut Vm, op: BinaryOp, inplace: bool, left: Obj, right: Obj) -> R<Option<Then>> {
    let change = match op {
        BinaryOp::Or => Change::Update,
        BinaryOp::And => Change::Intersection,
        BinaryOp::Subtract => Change::Difference,
        BinaryOp::Xor => Change::Symmetric,
        _ => return Ok(None),
    };
    let is_set = |obj: Obj| vm.set_table(obj).is_some();
    let is_keys = |obj: Obj| matches!(vm.heap.get(obj), Payload::DictView { kind, .. } if *kind != crate::heap::DictViewKind::Values);
    if is_set(left) && is_set(right) {
        let inplace = inplace && base_type(vm, left) == types::SET;
        let then = operate(vm, left, change, vec![right], inplace)?;
        return match then {
            Then::Return(known::NONE) if inplace => Ok(Some(Then::Return(vm.new_ref(left)))),
            Then::Return(value) => Ok(Some(Then::Return(value))),
            then if !inplace => Ok(Some(then)),
            then => then_result(vm, then, left).map(Some),
        };
    }
    // dict views: the result is a set
    if is_keys(left) && (is_keys(right) || is_set(right)) {
        let set = new_set(vm, types::SET, SetTable::new());
        let filled = set_update(vm, set, left)?;
        let Then::Return(_) = filled else {
            return Err(vm.unsupported("set operations on dict views whose keys need Python to hash"));
        };
        let then = operate(vm, set, change, vec![right], false);
        vm.decref(set);
        return then.map(Some);
    }
    Ok(None)
}

fn then_result(vm: &mut Vm, then: Then, result: Obj) -> R<Then> {
    let (pending, held) = apply_task(vm, result, Change::Update, Vec::new(), result);
    after(vm, then, (pending, held))
}

impl Work {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let mut answer = answer?;
        loop {
            let Work::Apply { target, change, others, index, result, step } = self;
            let (target, change) = (*target, *change);
            if let Some(current) = step {
                match current.resume(vm, held, target, change, answer)? {
                    Stepped::Wait(next) => return Ok(next),
                    Stepped::Became(next) => **current = next,
                    Stepped::Done => *step = None,
                }
                answer = known::NONE;
                continue;
            }
            let Some(&other) = others.get(*index) else {
                return Ok(Next::Return(if result.is_null() { known::NONE } else { vm.new_ref(*result) }));
            };
            *index += 1;
            match begin(vm, held, target, change, other)? {
                (Some(begun), None) => *step = Some(Box::new(begun)),
                (Some(begun), Some(next)) => {
                    *step = Some(Box::new(begun));
                    return Ok(next);
                }
                _ => {}
            }
        }
    }
}

enum Stepped {
    Wait(Next),
    Became(Step),
    Done,
}

const UPDATE: u8 = Change::Update as u8;
const DIFFERENCE: u8 = Change::Difference as u8;
const INTERSECTION: u8 = Change::Intersection as u8;

/// Begins one change by one iterable.
fn begin(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    target: Obj,
    change: u8,
    other: Obj,
) -> R<(Option<Step>, Option<Next>)> {
    let consuming = |then: Then| match Got::from(then) {
        Got::Value(_) => (None, None),
        Got::Wait(next) => (Some(Step::Consuming), Some(next)),
    };
    match change {
        UPDATE => set_update(vm, target, other).map(consuming),
        DIFFERENCE if other == target => {
            let members = vm.set_table_mut(target).map(SetTable::clear).unwrap_or_default();
            vm.release_all(members);
            Ok((None, None))
        }
        DIFFERENCE => {
            consume(vm, "difference_update", other, Sink::SetDrop(target), &[target]).map(consuming)
        }
        _ if vm.set_table(other).is_some() => begin_with_set(vm, held, target, change, other),
        _ => {
            let set = new_set(vm, types::SET, SetTable::new());
            held.push(set);
            match Got::from(set_update(vm, set, other)?) {
                Got::Value(_) => begin_with_set(vm, held, target, change, set),
                Got::Wait(next) => Ok((Some(Step::MakeSet), Some(next))),
            }
        }
    }
}

fn begin_with_set(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    target: Obj,
    change: u8,
    other: Obj,
) -> R<(Option<Step>, Option<Next>)> {
    if change == INTERSECTION {
        let into = new_set(vm, types::SET, SetTable::new());
        held.push(into);
        let (a, b) =
            (vm.set_table(target).map_or(0, SetTable::len), vm.set_table(other).map_or(0, SetTable::len));
        // the smaller set is walked (set_intersection)
        let (source, probe) = if b > a { (target, other) } else { (other, target) };
        let step =
            Step::Filter { source, probe, keep: true, into, slot: 0, stage: 0, hash: 0, key: Obj::NULL };
        return Ok((Some(step), None));
    }
    Ok((Some(Step::Toggle { source: other, slot: 0, stage: 0, hash: 0, key: Obj::NULL }), None))
}

impl Step {
    fn resume(
        &mut self,
        vm: &mut Vm,
        held: &mut Vec<Obj>,
        target: Obj,
        change: u8,
        answer: Obj,
    ) -> R<Stepped> {
        match self {
            Step::Consuming => Ok(Stepped::Done),
            Step::MakeSet => {
                let set = held.last().copied().unwrap_or(Obj::NULL);
                match begin_with_set(vm, held, target, change, set)? {
                    (Some(step), _) => Ok(Stepped::Became(step)),
                    _ => Ok(Stepped::Done),
                }
            }
            Step::Filter { source, probe, keep, into, slot, stage, hash, key } => {
                let mut known_answer = (*stage == 1).then_some(answer == known::TRUE);
                *stage = 0;
                loop {
                    let present = match known_answer.take() {
                        Some(present) => present,
                        None => {
                            let Some((at, h, k)) = vm.set_table(*source).and_then(|t| t.next_from(*slot))
                            else {
                                break;
                            };
                            (*slot, *hash, *key) = (at + 1, h, k);
                            match set_key_hashed(vm, *probe, h, k, SetOp::Contains)?.into() {
                                Got::Value(answer) => answer == known::TRUE,
                                Got::Wait(next) => {
                                    *stage = 1;
                                    return Ok(Stepped::Wait(next));
                                }
                            }
                        }
                    };
                    if present == *keep
                        && let Got::Wait(next) = set_key_hashed(vm, *into, *hash, *key, SetOp::Add)?.into()
                    {
                        return Ok(Stepped::Wait(next));
                    }
                }
                // the target takes the result's table over (set_swap_bodies)
                let table = match vm.heap.get(*into) {
                    Payload::Set(table) => table.clone(),
                    _ => Rc::default(),
                };
                table.iter().for_each(|(_, key)| vm.heap.incref(key));
                let old = match vm.heap.get_mut(target) {
                    Payload::Set(current) => std::mem::replace(current, table),
                    _ => Rc::default(),
                };
                vm.release_all(old.iter().map(|(_, key)| key).collect());
                Ok(Stepped::Done)
            }
            Step::Toggle { source, slot, stage, hash, key } => {
                let mut removed = (*stage == 1).then_some(answer == known::TRUE);
                *stage = 0;
                loop {
                    let removed = match removed.take() {
                        Some(removed) => removed,
                        None => {
                            let Some((at, h, k)) = vm.set_table(*source).and_then(|t| t.next_from(*slot))
                            else {
                                return Ok(Stepped::Done);
                            };
                            (*slot, *hash, *key) = (at + 1, h, k);
                            match set_key_hashed(vm, target, h, k, SetOp::Take)?.into() {
                                Got::Value(answer) => answer == known::TRUE,
                                Got::Wait(next) => {
                                    *stage = 1;
                                    return Ok(Stepped::Wait(next));
                                }
                            }
                        }
                    };
                    if !removed
                        && let Got::Wait(next) = set_key_hashed(vm, target, *hash, *key, SetOp::Add)?.into()
                    {
                        return Ok(Stepped::Wait(next));
                    }
                }
            }
        }
    }
}

impl Vm {
    /// A frozenset of constants (owned items taken over): their hashes need no Python.
    pub fn constant_frozenset(&mut self, items: &[Obj]) -> Obj {
        let set = self.heap.alloc(types::FROZENSET, Payload::Set(Rc::default()));
        for &item in items {
            let hash = self.quick_hash(item, 0).unwrap_or(0);
            match self.quick_slot(set, hash, item) {
                Some(Err(slot)) => {
                    if let Some(table) = self.set_table_mut(set) {
                        table.insert_at(slot, hash, item);
                    }
                }
                _ => self.decref(item),
            }
        }
        set
    }
}
