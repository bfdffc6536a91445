//! `list` and `tuple` (`Objects/listobject.c`, `tupleobject.c`).

use super::answers::{Answer, launch};
use super::consume::{After, Sink, consume};
use super::sequence::{clamp_position, list_mut};
use super::{Pending, iterators};
use crate::heap::known::{self, types};
use crate::heap::{Iter, Obj, Payload};
use crate::vm::native::{Args, NativeDef};
use crate::vm::operators::CompareOp;
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Then, Vm};
use std::rc::Rc;

pub(super) static LIST_METHODS: &[NativeDef] = &[
    NativeDef::positional("append", append, 2, 2),
    NativeDef::positional("extend", extend, 2, 2),
    NativeDef::positional("insert", insert, 3, 3),
    NativeDef::positional("pop", pop, 1, 2),
    NativeDef::positional("remove", |vm, args| search(vm, args, Wanted::Remove), 2, 2),
    NativeDef::positional("clear", clear, 1, 1),
    NativeDef::positional("copy", copy, 1, 1),
    NativeDef::positional("reverse", reverse, 1, 1),
    NativeDef::positional("index", |vm, args| search(vm, args, Wanted::Index), 2, 4),
    NativeDef::positional("count", |vm, args| search(vm, args, Wanted::Count), 2, 2),
    NativeDef::keywords("sort", super::sorting::list_sort),
    NativeDef::positional("__reversed__", reversed, 1, 1),
    NativeDef::keywords("__init__", init),
];

pub(super) static TUPLE_METHODS: &[NativeDef] = &[
    NativeDef::positional("index", |vm, args| search(vm, args, Wanted::Index), 2, 4),
    NativeDef::positional("count", |vm, args| search(vm, args, Wanted::Count), 2, 2),
];

/// A search by `==` through a list or tuple.
#[derive(Clone, Debug)]
pub struct Search {
    sequence: Obj,
    value: Obj,
    wanted: Wanted,
    position: usize,
    stop: usize,
    count: i64,
    waiting: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Index,
    Count,
    Remove,
    Contains,
}

fn append(vm: &mut Vm, args: Args) -> R<Then> {
    let (list, item) = (vm.arg(args, 0), vm.arg(args, 1));
    vm.heap.incref(item);
    if let Some(items) = list_mut(vm, list) {
        items.push(item);
    }
    Ok(Then::Return(known::NONE))
}

fn extend(vm: &mut Vm, args: Args) -> R<Then> {
    extend_with(vm, vm.arg(args, 0), vm.arg(args, 1))
}

/// `LIST_EXTEND`: `[*iterable]`.
pub fn list_extend(vm: &mut Vm, list: Obj, iterable: Obj) -> R<Then> {
    match extend_with(vm, list, iterable) {
        Err(_) if vm.raised_is(types::TYPE_ERROR) && not_iterable(vm, iterable) => {
            vm.clear_raised();
            let message = format!("Value after * must be an iterable, not {}", vm.type_name(iterable));
            Err(vm.type_error(&message))
        }
        other => other,
    }
}

/// `list.extend(iterable)`, `list += iterable`.
pub(super) fn extend_with(vm: &mut Vm, list: Obj, iterable: Obj) -> R<Then> {
    let plain = known::is_static_type(vm.heap.ty(iterable));
    if let (true, Some(items)) = (plain, vm.sequence_items(iterable)) {
        let length = vm.sequence_items(list).map_or(0, |items| items.len());
        vm.check(super::fault::check_size(length + items.len()))?;
        let items = vm.new_refs(&items);
        if let Some(target) = list_mut(vm, list) {
            target.extend(items);
        }
        return Ok(Then::Return(known::NONE));
    }
    consume(vm, "list.extend", iterable, Sink::Extend(list), &[list])
}

fn not_iterable(vm: &Vm, obj: Obj) -> bool {
    let ty = vm.heap.ty(obj);
    let native = matches!(
        vm.heap.get(obj),
        Payload::Int(_) | Payload::BigInt(_) | Payload::Float(_) | Payload::Atom | Payload::Instance(_)
    );
    native && !vm.has_slot(ty, Slot::Iter) && !vm.has_slot(ty, Slot::GetItem)
}

fn insert(vm: &mut Vm, args: Args) -> R<Then> {
    let (list, index, item) = (vm.arg(args, 0), vm.arg(args, 1), vm.arg(args, 2));
    let index = vm.int_argument(index)?;
    vm.heap.incref(item);
    if let Some(items) = list_mut(vm, list) {
        let at = clamp_position(index, items.len());
        items.insert(at, item);
    }
    Ok(Then::Return(known::NONE))
}

fn pop(vm: &mut Vm, args: Args) -> R<Then> {
    let list = vm.arg(args, 0);
    let index = match vm.optional_arg(args, 1) {
        Some(index) => vm.int_argument(index)?,
        None => -1,
    };
    let length = vm.sequence_items(list).map_or(0, |items| items.len());
    if length == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    let at = vm.sequence_index(index, length, "pop index out of range")?;
    let item = list_mut(vm, list).map_or(known::NONE, |items| items.remove(at));
    Ok(Then::Return(item))
}

fn clear(vm: &mut Vm, args: Args) -> R<Then> {
    let list = vm.arg(args, 0);
    let items = list_mut(vm, list).map(std::mem::take).unwrap_or_default();
    vm.release_all(items.into_iter().rev().collect());
    Ok(Then::Return(known::NONE))
}

fn copy(vm: &mut Vm, args: Args) -> R<Then> {
    let items = vm.sequence_items(vm.arg(args, 0)).unwrap_or_default();
    let items = vm.new_refs(&items);
    Ok(Then::Return(vm.new_list(items)))
}

fn reverse(vm: &mut Vm, args: Args) -> R<Then> {
    let list = vm.arg(args, 0);
    if let Some(items) = list_mut(vm, list) {
        items.reverse();
    }
    Ok(Then::Return(known::NONE))
}

fn reversed(vm: &mut Vm, args: Args) -> R<Then> {
    let list = vm.arg(args, 0);
    Ok(Then::Return(reversed_sequence(vm, list, types::LIST_REVERSEITERATOR)))
}

/// A reverse iterator over a list, tuple, str or bytes.
pub(super) fn reversed_sequence(vm: &mut Vm, sequence: Obj, ty: Obj) -> Obj {
    let length = match vm.heap.get(sequence) {
        Payload::List(items) | Payload::Tuple(items) => items.len(),
        Payload::Str(text) => text.length as usize,
        Payload::Bytes(bytes) => bytes.len(),
        _ => 0,
    };
    vm.heap.incref(sequence);
    let iter = Iter::ReversedSequence { sequence, index: length as i64 - 1 };
    vm.heap.alloc_tracked(ty, Payload::Iter(Rc::new(iter)))
}

/// `list.__init__(iterable)`: replaces the contents.
fn init(vm: &mut Vm, args: Args) -> R<Then> {
    super::no_keywords(vm, args, "list")?;
    if args.positional > 2 {
        let message = format!("list expected at most 1 argument, got {}", args.positional - 1);
        return Err(vm.type_error(&message));
    }
    let list = vm.arg(args, 0);
    match vm.optional_arg(args, 1) {
        Some(iterable) => consume(vm, "list", iterable, Sink::Collect(After::Fill { list }), &[list]),
        None => clear(vm, Args { positional: 1, ..args }),
    }
}

/// `list(iterable)`, for `list` itself (`class` is `NULL`) or a subclass.
pub(super) fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    if class.is_null() {
        super::no_keywords(vm, args, "list")?;
    }
    if args.positional > 1 {
        let message = format!("list expected at most 1 argument, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let iterable = vm.optional_arg(args, 0);
    if class.is_null() {
        return match iterable {
            None => Ok(Then::Return(vm.new_list(Vec::new()))),
            Some(iterable) => consume(vm, "list", iterable, Sink::Collect(After::List), &[]),
        };
    }
    let list = vm.alloc_instance(class, Payload::List(Rc::default()));
    match iterable {
        None => Ok(Then::Return(list)),
        Some(iterable) => super::after_filling(vm, list, |vm| {
            consume(vm, "list", iterable, Sink::Collect(After::Fill { list }), &[list])
        }),
    }
}

/// `tuple(iterable)`.
pub(super) fn construct_tuple(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    if class.is_null() {
        super::no_keywords(vm, args, "tuple")?;
    }
    if args.positional > 1 {
        let message = format!("tuple expected at most 1 argument, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let Some(iterable) = vm.optional_arg(args, 0) else {
        return Ok(Then::Return(match class.some() {
            None => known::EMPTY_TUPLE,
            Some(class) => vm.alloc_instance(class, Payload::Tuple(Rc::default())),
        }));
    };
    if class.is_null() {
        if vm.heap.ty(iterable) == types::TUPLE {
            return Ok(Then::Return(vm.new_ref(iterable)));
        }
        return consume(vm, "tuple", iterable, Sink::Collect(After::Tuple), &[]);
    }
    consume(vm, "tuple", iterable, Sink::Collect(After::TupleOf(class)), &[class])
}

/// `index`, `count` and `remove`.
fn search(vm: &mut Vm, args: Args, wanted: Wanted) -> R<Then> {
    let (sequence, value) = (vm.arg(args, 0), vm.arg(args, 1));
    let length = vm.sequence_items(sequence).map_or(0, |items| items.len());
    let (start, stop) = super::sequence::bounds(vm, vm.optional_arg(args, 2), vm.optional_arg(args, 3))?;
    search_in(vm, sequence, value, wanted, clamp_position(start, length), stop)
}

/// `value in sequence`.
pub(super) fn contains(vm: &mut Vm, sequence: Obj, value: Obj) -> R<Then> {
    search_in(vm, sequence, value, Wanted::Contains, 0, i64::MAX)
}

fn search_in(vm: &mut Vm, sequence: Obj, value: Obj, wanted: Wanted, position: usize, stop: i64) -> R<Then> {
    let length = vm.sequence_items(sequence).map_or(0, |items| items.len());
    let stop = if stop < 0 { clamp_position(stop, length) } else { stop as usize };
    let search = Search { sequence, value, wanted, position, stop, count: 0, waiting: false };
    launch(vm, "search", Pending::Search(search), &[sequence, value])
}

impl Search {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        let mut equal = std::mem::take(&mut self.waiting).then_some(answer == known::TRUE);
        loop {
            let item = match vm.heap.get(self.sequence) {
                Payload::List(items) | Payload::Tuple(items) if self.position < self.stop => {
                    items.get(self.position).copied()
                }
                _ => None,
            };
            let Some(item) = item else { return self.exhausted(vm) };
            let same = match equal.take() {
                Some(same) => same,
                None => match vm.rich_bool(CompareOp::Eq, item, self.value) {
                    Answer::Known(same) => same,
                    Answer::Ask(task) => {
                        self.waiting = true;
                        return Ok(Next::Start(task));
                    }
                },
            };
            if same {
                match self.wanted {
                    Wanted::Index => return Ok(Next::Return(vm.int(self.position as i64))),
                    Wanted::Contains => return Ok(Next::Return(known::TRUE)),
                    Wanted::Remove => {
                        let position = self.position;
                        let removed = list_mut(vm, self.sequence).map(|items| items.remove(position));
                        removed.into_iter().for_each(|item| vm.decref(item));
                        return Ok(Next::Return(known::NONE));
                    }
                    Wanted::Count => self.count += 1,
                }
            }
            self.position += 1;
        }
    }

    fn exhausted(&self, vm: &mut Vm) -> R<Next> {
        let message = match (self.wanted, vm.heap.get(self.sequence)) {
            (Wanted::Contains, _) => return Ok(Next::Return(known::FALSE)),
            (Wanted::Count, _) => return Ok(Next::Return(vm.int(self.count))),
            (Wanted::Remove, _) => "list.remove(x): x not in list",
            (Wanted::Index, Payload::List(_)) => "list.index(x): x not in list",
            (Wanted::Index, _) => "tuple.index(x): x not in tuple",
        };
        Err(vm.value_error(message))
    }
}

/// `list[key] = value`.
pub(super) fn store(vm: &mut Vm, list: Obj, key: Obj, value: Obj) -> R<Then> {
    if vm.is_slice(key) {
        if vm.slice_needs_python(key) {
            return super::index_then(vm, key, super::IndexUse::Slice { container: list, value });
        }
        let plain = known::is_static_type(vm.heap.ty(value));
        if let (true, Some(items)) = (plain, vm.sequence_items(value)) {
            assign_slice(vm, list, key, &items)?;
            return Ok(Then::Return(known::NONE));
        }
        let after = After::SliceAssign { list, slice: key };
        return consume(vm, "slice assignment", value, Sink::Collect(after), &[list, key]);
    }
    let Some(index) = vm.index_of_int(key)? else { return bad_index(vm, list, key, value) };
    let length = vm.sequence_items(list).map_or(0, |items| items.len());
    let at = vm.sequence_index(index, length, "list assignment index out of range")?;
    vm.heap.incref(value);
    let old = list_mut(vm, list).map(|items| std::mem::replace(&mut items[at], value));
    old.into_iter().for_each(|old| vm.decref(old));
    Ok(Then::Return(known::NONE))
}

fn bad_index(vm: &mut Vm, list: Obj, key: Obj, value: Obj) -> R<Then> {
    if vm.has_slot(vm.heap.ty(key), Slot::Index) {
        return super::index_then(vm, key, super::IndexUse::Subscript { container: list, value });
    }
    let message = format!("list indices must be integers or slices, not {}", vm.type_name(key));
    Err(vm.type_error(&message))
}

/// `list[slice] = items` (borrowed).
pub(super) fn assign_slice(vm: &mut Vm, list: Obj, slice: Obj, items: &[Obj]) -> R<()> {
    let length = vm.sequence_items(list).map_or(0, |items| items.len());
    let span = vm.resolve_slice(slice, length)?;
    if span.step != 1 && items.len() != span.count {
        let message = format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            span.count
        );
        return Err(vm.value_error(&message));
    }
    vm.check(super::fault::check_size(length + items.len()))?;
    let new = vm.new_refs(items);
    let Some(target) = list_mut(vm, list) else { return Ok(()) };
    let old: Vec<Obj> = if span.step == 1 {
        let start = span.start as usize;
        target.splice(start..start + span.count, new).collect()
    } else {
        span.positions().zip(new).map(|(at, item)| std::mem::replace(&mut target[at], item)).collect()
    };
    vm.release_all(old.into_iter().rev().collect());
    Ok(())
}

/// `del list[key]`.
pub(super) fn delete(vm: &mut Vm, list: Obj, key: Obj) -> R<Then> {
    let length = vm.sequence_items(list).map_or(0, |items| items.len());
    let positions: Vec<usize> = if vm.is_slice(key) {
        let span = vm.resolve_slice(key, length)?;
        span.positions().collect()
    } else {
        let Some(index) = vm.index_of_int(key)? else {
            let message = format!("list indices must be integers or slices, not {}", vm.type_name(key));
            return Err(vm.type_error(&message));
        };
        vec![vm.sequence_index(index, length, "list assignment index out of range")?]
    };
    let Some(items) = list_mut(vm, list) else { return Ok(Then::Return(known::NONE)) };
    let removed: Vec<Obj> = positions.iter().map(|&at| items[at]).collect();
    let mut gone = positions;
    // A slice with a negative step names its items from the end.
    if gone.first() > gone.last() {
        gone.reverse();
    }
    let mut next = gone.iter().copied().peekable();
    let mut at = 0;
    items.retain(|_| {
        let drop = next.next_if_eq(&at).is_some();
        at += 1;
        !drop
    });
    vm.release_all(removed);
    Ok(Then::Return(known::NONE))
}

/// `reversed(sequence)` of a built-in; `None` for anything else.
pub(super) fn reversed_of(vm: &mut Vm, obj: Obj) -> R<Option<Obj>> {
    Ok(Some(match vm.heap.get(obj) {
        Payload::List(_) => reversed_sequence(vm, obj, types::LIST_REVERSEITERATOR),
        Payload::Tuple(_) | Payload::Str(_) | Payload::Bytes(_) => {
            reversed_sequence(vm, obj, types::REVERSED)
        }
        Payload::Range(_) => iterators::range_iterator(vm, obj, true)?,
        Payload::Dict(_) => iterators::dict_iterator(vm, obj, crate::heap::DictViewKind::Keys, true),
        &Payload::DictView { dict, kind } => iterators::dict_iterator(vm, dict, kind, true),
        _ => return Ok(None),
    }))
}
