//! Iterators of the built-in types, and `enumerate`, `zip`, `map`, `filter`, `reversed` (`tp_iter`, `tp_iternext`).

use super::Pending;
use super::answers::{Got, task};
use super::iterator_steps::{resume_callable, resume_filter, resume_getitem, resume_map, resume_zip};
use crate::heap::known::{self, types};
use crate::heap::{DictViewKind, Iter, Obj, Payload, RangeIter};
use crate::vm::iteration::IterStep;
use crate::vm::native::NativeDef;
use crate::vm::slots::Slot;
use crate::vm::{Next, R, State, Task, Then, Vm};
use num_traits::ToPrimitive;
use std::rc::Rc;

/// Methods of iterators.
pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::positional("__next__", |vm, args| next_of(vm, vm.arg(args, 0), Obj::NULL), 1, 1),
    NativeDef::positional(
        "__iter__",
        |vm, args| {
            let this = vm.arg(args, 0);
            Ok(Then::Return(vm.new_ref(this)))
        },
        1,
        1,
    ),
];

/// A step of an iterator that calls Python.
#[derive(Clone, Debug)]
pub enum Stepping {
    /// `enumerate`: the next value of the inner iterator.
    Enumerate {
        iterator: Obj,
        waiting: bool,
    },
    /// `zip`: values so far are held, behind the first `held` object.
    Zip {
        iterator: Obj,
        index: usize,
        waiting: bool,
    },
    /// `map`: arguments so far are held; then the call.
    Map {
        iterator: Obj,
        index: usize,
        stage: u8,
    },
    Filter {
        iterator: Obj,
        stage: u8,
    },
    /// `iter(callable, sentinel)`.
    Callable {
        iterator: Obj,
        stage: u8,
    },
    /// Objects with `__getitem__`.
    GetItem {
        iterator: Obj,
        started: bool,
    },
    /// `next(iterator, default)`.
    Next {
        iterator: Obj,
        default: Obj,
        waiting: bool,
    },
    /// `enumerate`, `zip`, `map`, `filter` are made: iterators of their arguments.
    Build {
        what: Build,
        iterables: Vec<Obj>,
        index: usize,
        waiting: bool,
    },
}

/// What is built of iterators.
#[derive(Clone, Copy, Debug)]
pub enum Build {
    Enumerate {
        start: i64,
    },
    Zip {
        strict: bool,
    },
    Map {
        function: Obj,
    },
    Filter {
        function: Obj,
    },
    /// `iter(x)`.
    Plain,
}

/// `iter(obj)` of the built-in types beyond lists, tuples and iterators; `None` if it is not iterable.
pub fn iterator_of(vm: &mut Vm, iterable: Obj) -> R<Option<Obj>> {
    let (ty, iter) = match vm.heap.get(iterable) {
        Payload::Str(text) => {
            let ty = if text.is_ascii() { types::STR_ASCII_ITERATOR } else { types::STR_ITERATOR };
            (ty, Iter::Str { text: iterable, byte: 0 })
        }
        Payload::Bytes(_) => (types::BYTES_ITERATOR, Iter::Bytes { bytes: iterable, index: 0 }),
        Payload::Dict(_) => return Ok(Some(dict_iterator(vm, iterable, DictViewKind::Keys, false))),
        &Payload::MappingProxy(dict) => return Ok(Some(dict_iterator(vm, dict, DictViewKind::Keys, false))),
        &Payload::DictView { dict, kind } => return Ok(Some(dict_iterator(vm, dict, kind, false))),
        Payload::Set(table) => {
            let size = table.len() as u32;
            (types::SET_ITERATOR, Iter::Set { set: iterable, entry: 0, size })
        }
        Payload::Range(_) => return range_iterator(vm, iterable, false).map(Some),
        _ => return Ok(None),
    };
    vm.heap.incref(iterable);
    Ok(Some(vm.heap.alloc_tracked(ty, Payload::Iter(Rc::new(iter)))))
}

/// An iterator over a dict.
pub(super) fn dict_iterator(vm: &mut Vm, dict: Obj, kind: DictViewKind, reversed: bool) -> Obj {
    let ty = match (kind, reversed) {
        (DictViewKind::Keys, false) => types::DICT_KEYITERATOR,
        (DictViewKind::Values, false) => types::DICT_VALUEITERATOR,
        (DictViewKind::Items, false) => types::DICT_ITEMITERATOR,
        (DictViewKind::Keys, true) => types::DICT_REVERSEKEYITERATOR,
        (DictViewKind::Values, true) => types::DICT_REVERSEVALUEITERATOR,
        (DictViewKind::Items, true) => types::DICT_REVERSEITEMITERATOR,
    };
    let (size, positions) =
        vm.dict_table(dict).map_or((0, 0), |table| (table.len() as u32, table.positions() as u32));
    vm.heap.incref(dict);
    let entry = if reversed { positions } else { 0 };
    let iter = Iter::Dict { dict, entry, size, left: size, kind, reversed };
    vm.heap.alloc_tracked(ty, Payload::Iter(Rc::new(iter)))
}

/// An iterator over a range of machine ints.
pub(super) fn range_iterator(vm: &mut Vm, range: Obj, reversed: bool) -> R<Obj> {
    let Some((start, stop, step)) = super::range::bounds(vm, range) else { return Ok(known::NONE) };
    let length = super::range::length(&start, &stop, &step);
    let (first, step) = if reversed && length > num_bigint::BigInt::ZERO {
        (&start + (&length - 1) * &step, -step)
    } else {
        (start, step)
    };
    match (first.to_i64(), step.to_i64(), length.to_u64()) {
        (Some(next), Some(step), Some(remaining)) => {
            let iter = RangeIter { next, step, remaining };
            Ok(vm.heap.alloc(types::RANGE_ITERATOR, Payload::RangeIter(Rc::new(iter))))
        }
        _ => Err(vm.unsupported("iterating a range beyond 64 bits")),
    }
}

impl Vm {
    pub(super) fn iter_mut(&mut self, iterator: Obj) -> Option<&mut Iter> {
        match self.heap.get_mut(iterator) {
            Payload::Iter(iter) => Some(Rc::make_mut(iter)),
            _ => None,
        }
    }

    /// Ends an iterator: what it walked is released.
    pub(super) fn exhaust(&mut self, iterator: Obj) -> IterStep {
        let Some(iter) = self.iter_mut(iterator) else { return IterStep::Exhausted };
        let old = match iter {
            Iter::Str { text: inner, .. }
            | Iter::Bytes { bytes: inner, .. }
            | Iter::Dict { dict: inner, .. }
            | Iter::Set { set: inner, .. }
            | Iter::ReversedSequence { sequence: inner, .. }
            | Iter::GetItem { sequence: inner, .. } => vec![std::mem::take(inner)],
            Iter::Callable { callable, sentinel } => vec![std::mem::take(callable), std::mem::take(sentinel)],
            _ => Vec::new(),
        };
        old.into_iter().for_each(|obj| self.xdecref(obj));
        IterStep::Exhausted
    }
}

fn stepping(vm: &mut Vm, name: &'static str, step: Stepping, iterator: Obj) -> R<IterStep> {
    Ok(IterStep::Start(task(vm, name, Pending::Stepping(Box::new(step)), &[iterator])))
}

/// `__next__` of a [`Payload::Iter`].
pub fn iterator_step(vm: &mut Vm, iterator: Obj) -> R<IterStep> {
    let Payload::Iter(iter) = vm.heap.get(iterator) else { return Ok(IterStep::Exhausted) };
    match **iter {
        Iter::Str { text, byte } => {
            let Some(c) = vm.as_str(text).and_then(|text| text[byte as usize..].chars().next()) else {
                return Ok(vm.exhaust(iterator));
            };
            if let Some(Iter::Str { byte, .. }) = vm.iter_mut(iterator) {
                *byte += c.len_utf8() as u32;
            }
            Ok(IterStep::Value(vm.new_str(c.encode_utf8(&mut [0; 4]))))
        }
        Iter::Bytes { bytes, index } => {
            let byte = match vm.heap.get(bytes) {
                Payload::Bytes(bytes) => bytes.get(index as usize).copied(),
                _ => None,
            };
            let Some(byte) = byte else { return Ok(vm.exhaust(iterator)) };
            if let Some(Iter::Bytes { index, .. }) = vm.iter_mut(iterator) {
                *index += 1;
            }
            Ok(IterStep::Value(vm.int(i64::from(byte))))
        }
        Iter::Dict { dict, entry, size, kind, reversed, .. } => {
            dict_step(vm, iterator, dict, entry, size, kind, reversed)
        }
        Iter::Set { set, entry, size } => {
            if set.is_null() {
                return Ok(IterStep::Exhausted);
            }
            let Some(table) = vm.set_table(set) else { return Ok(IterStep::Exhausted) };
            if table.len() as u32 != size {
                if let Some(Iter::Set { size, .. }) = vm.iter_mut(iterator) {
                    *size = u32::MAX;
                }
                return Err(vm.raise(types::RUNTIME_ERROR, "Set changed size during iteration"));
            }
            match table.next_from(entry as usize) {
                None => Ok(vm.exhaust(iterator)),
                Some((slot, _, key)) => {
                    if let Some(Iter::Set { entry, .. }) = vm.iter_mut(iterator) {
                        *entry = slot as u32 + 1;
                    }
                    Ok(IterStep::Value(vm.new_ref(key)))
                }
            }
        }
        Iter::ReversedSequence { sequence, index } => reversed_step(vm, iterator, sequence, index),
        Iter::Enumerate { inner, .. } => {
            if vm.is_simple_iterator(inner) {
                return match vm.iter_step(inner)? {
                    IterStep::Value(value) => Ok(IterStep::Value(numbered(vm, iterator, value))),
                    _ => Ok(IterStep::Exhausted),
                };
            }
            stepping(vm, "enumerate", Stepping::Enumerate { iterator, waiting: false }, iterator)
        }
        Iter::Zip { ref inner, strict } => {
            let inner = inner.clone();
            if inner.is_empty() {
                return Ok(IterStep::Exhausted);
            }
            if strict || !inner.iter().all(|&inner| vm.is_simple_iterator(inner)) {
                return stepping(vm, "zip", Stepping::Zip { iterator, index: 0, waiting: false }, iterator);
            }
            let mut items = Vec::with_capacity(inner.len());
            for inner in inner {
                match vm.iter_step(inner) {
                    Ok(IterStep::Value(value)) => items.push(value),
                    other => {
                        items.into_iter().for_each(|item| vm.decref(item));
                        return other.map(|_| IterStep::Exhausted);
                    }
                }
            }
            Ok(IterStep::Value(vm.new_tuple(items)))
        }
        Iter::Map { .. } => stepping(vm, "map", Stepping::Map { iterator, index: 0, stage: 0 }, iterator),
        Iter::Filter { .. } => stepping(vm, "filter", Stepping::Filter { iterator, stage: 0 }, iterator),
        Iter::Callable { callable, .. } if callable.is_null() => Ok(IterStep::Exhausted),
        Iter::Callable { .. } => {
            stepping(vm, "callable_iterator", Stepping::Callable { iterator, stage: 0 }, iterator)
        }
        Iter::GetItem { sequence, .. } if sequence.is_null() => Ok(IterStep::Exhausted),
        Iter::GetItem { .. } => {
            stepping(vm, "iterator", Stepping::GetItem { iterator, started: false }, iterator)
        }
    }
}

/// The `(number, value)` pair of `enumerate`; `value` is owned.
fn numbered(vm: &mut Vm, iterator: Obj, value: Obj) -> Obj {
    let number = match vm.iter_mut(iterator) {
        Some(Iter::Enumerate { next, .. }) => {
            let number = *next;
            *next = next.wrapping_add(1);
            number
        }
        _ => 0,
    };
    let number = vm.int(number);
    vm.new_tuple(vec![number, value])
}

fn dict_step(
    vm: &mut Vm,
    iterator: Obj,
    dict: Obj,
    entry: u32,
    size: u32,
    kind: DictViewKind,
    reversed: bool,
) -> R<IterStep> {
    if dict.is_null() {
        return Ok(IterStep::Exhausted);
    }
    let Some(table) = vm.dict_table(dict) else { return Ok(IterStep::Exhausted) };
    if table.len() as u32 != size {
        if let Some(Iter::Dict { size, .. }) = vm.iter_mut(iterator) {
            *size = u32::MAX;
        }
        return Err(vm.raise(types::RUNTIME_ERROR, "dictionary changed size during iteration"));
    }
    let found = if reversed { table.next_back_from(entry as usize) } else { table.next_from(entry as usize) };
    let Some((position, &found)) = found else { return Ok(vm.exhaust(iterator)) };
    if let Some(Iter::Dict { left: 0, .. }) = vm.iter_mut(iterator) {
        return Err(vm.raise(types::RUNTIME_ERROR, "dictionary keys changed during iteration"));
    }
    if let Some(Iter::Dict { entry, left, .. }) = vm.iter_mut(iterator) {
        *left -= 1;
        *entry = if reversed { position as u32 } else { position as u32 + 1 };
    }
    Ok(IterStep::Value(match kind {
        DictViewKind::Keys => vm.new_ref(found.key),
        DictViewKind::Values => vm.new_ref(found.value),
        DictViewKind::Items => {
            let items = vm.new_refs(&[found.key, found.value]);
            vm.new_tuple(items)
        }
    }))
}

fn reversed_step(vm: &mut Vm, iterator: Obj, sequence: Obj, index: i64) -> R<IterStep> {
    if sequence.is_null() {
        return Ok(IterStep::Exhausted);
    }
    let item = match (usize::try_from(index), vm.heap.get(sequence)) {
        (Ok(at), Payload::List(items) | Payload::Tuple(items)) => items.get(at).copied(),
        (Ok(at), Payload::Str(text)) => {
            let c = text.text.chars().nth(at);
            let Some(c) = c else { return Ok(vm.exhaust(iterator)) };
            if let Some(Iter::ReversedSequence { index, .. }) = vm.iter_mut(iterator) {
                *index -= 1;
            }
            return Ok(IterStep::Value(vm.new_str(c.encode_utf8(&mut [0; 4]))));
        }
        (Ok(at), Payload::Bytes(bytes)) => match bytes.get(at) {
            Some(&byte) => {
                if let Some(Iter::ReversedSequence { index, .. }) = vm.iter_mut(iterator) {
                    *index -= 1;
                }
                return Ok(IterStep::Value(vm.int(i64::from(byte))));
            }
            None => None,
        },
        _ => None,
    };
    let Some(item) = item else { return Ok(vm.exhaust(iterator)) };
    if let Some(Iter::ReversedSequence { index, .. }) = vm.iter_mut(iterator) {
        *index -= 1;
    }
    Ok(IterStep::Value(vm.new_ref(item)))
}

impl Stepping {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self {
            Stepping::Enumerate { iterator, waiting } => {
                let inner = match vm.heap.get(*iterator) {
                    Payload::Iter(iter) => match **iter {
                        Iter::Enumerate { inner, .. } => inner,
                        _ => return Err(vm.stop_iteration()),
                    },
                    _ => return Err(vm.stop_iteration()),
                };
                if !std::mem::replace(waiting, true) {
                    return Ok(Next::Iterate(inner));
                }
                let value = answer?;
                if value.is_null() {
                    return Err(vm.stop_iteration());
                }
                Ok(Next::Return(numbered(vm, *iterator, value)))
            }
            Stepping::Zip { iterator, index, waiting } => {
                resume_zip(vm, held, *iterator, index, waiting, answer)
            }
            Stepping::Map { iterator, index, stage } => resume_map(vm, held, *iterator, index, stage, answer),
            Stepping::Filter { iterator, stage } => resume_filter(vm, held, *iterator, stage, answer),
            Stepping::Callable { iterator, stage } => resume_callable(vm, held, *iterator, stage, answer),
            Stepping::GetItem { iterator, started } => resume_getitem(vm, held, *iterator, started, answer),
            Stepping::Next { iterator, default, waiting } => {
                if !std::mem::replace(waiting, true) {
                    return Ok(Next::Iterate(*iterator));
                }
                let value = answer?;
                match (value.is_null(), default.is_null()) {
                    (false, _) => Ok(Next::Return(value)),
                    (true, false) => Ok(Next::Return(vm.new_ref(*default))),
                    (true, true) => Err(vm.stop_iteration()),
                }
            }
            Stepping::Build { what, iterables, index, waiting } => {
                let mut answer = answer?;
                loop {
                    if std::mem::take(waiting) {
                        if !vm.is_iterator(answer) {
                            let message =
                                format!("iter() returned non-iterator of type '{}'", vm.type_name(answer));
                            vm.decref(answer);
                            return Err(vm.type_error(&message));
                        }
                        held.push(answer);
                        *index += 1;
                    }
                    let Some(&iterable) = iterables.get(*index) else { break };
                    *waiting = true;
                    let got = match vm.get_iter(iterable) {
                        Ok(then) => Got::from(then),
                        Err(raised) => {
                            if let Build::Zip { .. } = what
                                && vm.raised_is(types::TYPE_ERROR)
                            {
                                vm.clear_raised();
                                let message = format!("'{}' object is not iterable", vm.type_name(iterable));
                                return Err(vm.type_error(&message));
                            }
                            return Err(raised);
                        }
                    };
                    match got {
                        Got::Value(iterator) => answer = iterator,
                        Got::Wait(next) => return Ok(next),
                    }
                }
                let inner = held.split_off(held.len() - iterables.len());
                Ok(Next::Return(build(vm, *what, inner)))
            }
        }
    }
}

fn build(vm: &mut Vm, what: Build, inner: Vec<Obj>) -> Obj {
    let first = inner.first().copied().unwrap_or(Obj::NULL);
    let (ty, iter) = match what {
        Build::Plain => return first,
        Build::Enumerate { start } => (types::ENUMERATE, Iter::Enumerate { inner: first, next: start }),
        Build::Zip { strict } => (types::ZIP, Iter::Zip { inner, strict }),
        Build::Map { function } => {
            vm.heap.incref(function);
            (types::MAP, Iter::Map { function, inner })
        }
        Build::Filter { function } => {
            vm.heap.incref(function);
            (types::FILTER, Iter::Filter { function, inner: first })
        }
    };
    vm.heap.alloc_tracked(ty, Payload::Iter(Rc::new(iter)))
}

/// Makes an iterator over iterators of these iterables.
pub(super) fn build_iterator(vm: &mut Vm, name: &'static str, what: Build, iterables: Vec<Obj>) -> R<Then> {
    let mut objects = iterables.clone();
    if let Build::Map { function } | Build::Filter { function } = what {
        objects.push(function);
    }
    let pending = Stepping::Build { what, iterables, index: 0, waiting: false };
    super::answers::launch(vm, name, Pending::Stepping(Box::new(pending)), &objects)
}

/// `next(iterator, default)`; the default may be `NULL`.
pub(super) fn next_of(vm: &mut Vm, iterator: Obj, default: Obj) -> R<Then> {
    if !vm.is_iterator(iterator) {
        let message = format!("'{}' object is not an iterator", vm.type_name(iterator));
        return Err(vm.type_error(&message));
    }
    if vm.is_direct_iterator(iterator) {
        return match vm.iter_step(iterator)? {
            IterStep::Value(value) => Ok(Then::Return(value)),
            _ if !default.is_null() => Ok(Then::Return(vm.new_ref(default))),
            _ => Err(vm.stop_iteration()),
        };
    }
    if default.is_null() {
        if let Some((callee, args)) = vm.special_method(iterator, Slot::Next) {
            return Ok(Then::Tail { callee, args });
        }
        if let Payload::Generator(_) = vm.heap.get(iterator) {
            return Ok(Then::Resume { generator: iterator, value: known::NONE });
        }
    }
    let pending = Stepping::Next { iterator, default, waiting: false };
    let held: Vec<Obj> = [iterator, default].into_iter().filter(|obj| !obj.is_null()).collect();
    held.iter().for_each(|&obj| vm.heap.incref(obj));
    Ok(Then::Start(Box::new(Task {
        name: "next",
        state: State::Builtin(Pending::Stepping(Box::new(pending))),
        held,
    })))
}
