//! `dict`, its views and `mappingproxy` (`Objects/dictobject.c`, `descrobject.c`).

use super::Pending;
use super::answers::{Got, launch};
use super::consume::{Sink, consume};
use super::dict_table::DictTable;
use super::keyed::{DictOp, dict_key, dict_key_task};
use crate::heap::known::{self, types};
use crate::heap::{DictViewKind, Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Then, Vm};
use std::rc::Rc;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::positional("get", get, 2, 3),
    NativeDef::positional("setdefault", setdefault, 2, 3),
    NativeDef::positional("pop", pop, 2, 3),
    NativeDef::positional("popitem", popitem, 1, 1),
    NativeDef::positional("keys", |vm, args| view(vm, args, DictViewKind::Keys), 1, 1),
    NativeDef::positional("values", |vm, args| view(vm, args, DictViewKind::Values), 1, 1),
    NativeDef::positional("items", |vm, args| view(vm, args, DictViewKind::Items), 1, 1),
    NativeDef::keywords("update", update),
    NativeDef::positional("clear", clear, 1, 1),
    NativeDef::positional("copy", copy, 1, 1),
    NativeDef::positional("__contains__", contains_method, 2, 2),
    NativeDef::positional("__getitem__", getitem, 2, 2),
    NativeDef::positional("__setitem__", setitem, 3, 3),
    NativeDef::positional("__delitem__", delitem, 2, 2),
    NativeDef::positional("__reversed__", reversed, 1, 1),
    NativeDef::keywords("__init__", init),
];

pub(super) static CLASS_METHODS: &[NativeDef] = &[NativeDef::positional("fromkeys", fromkeys, 2, 3)];

/// Methods of `mappingproxy`, on the dict behind it.
pub(super) static PROXY_METHODS: &[NativeDef] = &[
    NativeDef::positional("get", |vm, args| through(vm, args, DictOp::GetOr(known::NONE)), 2, 3),
    NativeDef::positional("keys", |vm, args| view(vm, args, DictViewKind::Keys), 1, 1),
    NativeDef::positional("values", |vm, args| view(vm, args, DictViewKind::Values), 1, 1),
    NativeDef::positional("items", |vm, args| view(vm, args, DictViewKind::Items), 1, 1),
    NativeDef::positional("copy", copy, 1, 1),
];

/// Methods that all dict views have.
pub(super) static VIEW_METHODS: &[NativeDef] = &[
    NativeDef::positional("__len__", |vm, args| super::builtins::native_len(vm, vm.arg(args, 0)), 1, 1),
    NativeDef::positional(
        "__contains__",
        |vm, args| super::contains(vm, vm.arg(args, 0), vm.arg(args, 1)),
        2,
        2,
    ),
    NativeDef::keywords("isdisjoint", |vm, _| Err(vm.unsupported("isdisjoint() of a dict view"))),
];

pub(super) static VIEW_GETSETS: &[GetSetDef] = &[GetSetDef {
    name: "mapping",
    get: |vm, obj| {
        let dict = dict_behind(vm, obj);
        vm.heap.incref(dict);
        Ok(vm.heap.alloc_tracked(types::MAPPINGPROXY, Payload::MappingProxy(dict)))
    },
    set: None,
}];

/// Several keys stored one after another.
#[derive(Clone, Debug)]
pub enum Merge {
    /// Key, value, key, value ... (held).
    Pairs { dict: Obj, pairs: Vec<Obj>, index: usize, function: Obj, result: Obj },
    /// The entries of another dict.
    Dict { dict: Obj, other: Obj, position: usize, size: usize, function: Obj, result: Obj },
    /// An object with `keys()`: first the method, then its answer's iterator.
    Mapping { dict: Obj, other: Obj, function: Obj, result: Obj, stage: u8, iterator: Obj, key: Obj },
}

/// The dict an object stands for: itself, a view's, a proxy's.
fn dict_behind(vm: &Vm, obj: Obj) -> Obj {
    match vm.heap.get(obj) {
        &Payload::DictView { dict, .. } | &Payload::MappingProxy(dict) => dict,
        _ => obj,
    }
}

fn through(vm: &mut Vm, args: Args, op: DictOp) -> R<Then> {
    let dict = dict_behind(vm, vm.arg(args, 0));
    let op = match (op, vm.optional_arg(args, 2)) {
        (DictOp::GetOr(_), Some(default)) => DictOp::GetOr(default),
        (op, _) => op,
    };
    dict_key(vm, dict, vm.arg(args, 1), op)
}

fn get(vm: &mut Vm, args: Args) -> R<Then> {
    let default = vm.optional_arg(args, 2).unwrap_or(known::NONE);
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::GetOr(default))
}

fn setdefault(vm: &mut Vm, args: Args) -> R<Then> {
    let default = vm.optional_arg(args, 2).unwrap_or(known::NONE);
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::SetDefault(default))
}

fn pop(vm: &mut Vm, args: Args) -> R<Then> {
    let default = vm.optional_arg(args, 2).unwrap_or(Obj::NULL);
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::Pop(default))
}

fn contains_method(vm: &mut Vm, args: Args) -> R<Then> {
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::Contains)
}

/// `dict.__getitem__` calls `__missing__` as subscription does.
fn getitem(vm: &mut Vm, args: Args) -> R<Then> {
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::Get)
}

fn setitem(vm: &mut Vm, args: Args) -> R<Then> {
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::Set(vm.arg(args, 2)))
}

fn delitem(vm: &mut Vm, args: Args) -> R<Then> {
    dict_key(vm, vm.arg(args, 0), vm.arg(args, 1), DictOp::Delete)
}

fn reversed(vm: &mut Vm, args: Args) -> R<Then> {
    let dict = vm.arg(args, 0);
    Ok(Then::Return(super::iterators::dict_iterator(vm, dict, DictViewKind::Keys, true)))
}

fn popitem(vm: &mut Vm, args: Args) -> R<Then> {
    let entry = vm.dict_mut(vm.arg(args, 0)).and_then(DictTable::pop_last);
    match entry {
        Some(entry) => Ok(Then::Return(vm.new_tuple(vec![entry.key, entry.value]))),
        None => {
            let text = vm.new_str("popitem(): dictionary is empty");
            let raised = vm.key_error(text);
            vm.decref(text);
            Err(raised)
        }
    }
}

fn view(vm: &mut Vm, args: Args, kind: DictViewKind) -> R<Then> {
    let dict = dict_behind(vm, vm.arg(args, 0));
    let ty = match kind {
        DictViewKind::Keys => types::DICT_KEYS,
        DictViewKind::Values => types::DICT_VALUES,
        DictViewKind::Items => types::DICT_ITEMS,
    };
    vm.heap.incref(dict);
    Ok(Then::Return(vm.heap.alloc_tracked(ty, Payload::DictView { dict, kind })))
}

fn clear(vm: &mut Vm, args: Args) -> R<Then> {
    let entries = vm.dict_mut(vm.arg(args, 0)).map(DictTable::clear).unwrap_or_default();
    vm.release_all(entries.into_iter().flat_map(|entry| [entry.key, entry.value]).collect());
    Ok(Then::Return(known::NONE))
}

fn copy(vm: &mut Vm, args: Args) -> R<Then> {
    let dict = dict_behind(vm, vm.arg(args, 0));
    copy_of(vm, dict)
}

/// A new dict with the same entries.
pub(super) fn copy_of(vm: &mut Vm, dict: Obj) -> R<Then> {
    let Some(copy) = vm.dict_table(dict).map(DictTable::dense_copy) else {
        return Ok(Then::Return(known::NONE));
    };
    let new = vm.new_dict();
    match copy {
        Some(table) => {
            for entry in table.iter() {
                vm.heap.incref(entry.key);
                vm.heap.incref(entry.value);
            }
            *vm.heap.get_mut(new) = Payload::Dict(Rc::new(table));
            Ok(Then::Return(new))
        }
        None => {
            let then = merge_dict(vm, new, dict, Obj::NULL, new);
            vm.decref(new);
            then
        }
    }
}

/// `dict.fromkeys(iterable, value)`.
fn fromkeys(vm: &mut Vm, args: Args) -> R<Then> {
    let (class, iterable) = (vm.arg(args, 0), vm.arg(args, 1));
    if class != types::DICT {
        return Err(vm.unsupported("fromkeys() of a subclass of dict"));
    }
    let value = vm.optional_arg(args, 2).unwrap_or(known::NONE);
    let dict = vm.new_dict();
    let then = consume(vm, "dict.fromkeys", iterable, Sink::FromKeys { dict, value }, &[dict, value]);
    vm.decref(dict);
    then
}

fn update(vm: &mut Vm, args: Args) -> R<Then> {
    fill(vm, vm.arg(args, 0), args, 1, "update", Obj::NULL)
}

fn init(vm: &mut Vm, args: Args) -> R<Then> {
    fill(vm, vm.arg(args, 0), args, 1, "dict", Obj::NULL)
}

/// `dict(...)`, for `dict` itself (`class` is `NULL`) or a subclass.
pub(super) fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    let dict = match class.some() {
        None => vm.new_dict(),
        Some(class) => vm.alloc_instance(class, Payload::Dict(Rc::default())),
    };
    let then = fill(vm, dict, args, 0, "dict", dict);
    vm.decref(dict);
    then
}

/// `update(other, **kwargs)` from the arguments behind the first `skip`; answers `result`, or `None` for `NULL`.
fn fill(vm: &mut Vm, dict: Obj, args: Args, skip: usize, name: &str, result: Obj) -> R<Then> {
    if args.positional > skip + 1 {
        let message = format!("{name} expected at most 1 argument, got {}", args.positional - skip);
        return Err(vm.type_error(&message));
    }
    let keywords = vm.keyword_args(args);
    let other = vm.optional_arg(args, skip);
    if keywords.is_empty() {
        return match other {
            None => Ok(Then::Return(answer(vm, result))),
            Some(other) => update_then(vm, dict, other, Obj::NULL, result),
        };
    }
    // keywords come after the argument
    let pairs: Vec<Obj> = keywords.into_iter().flat_map(|(key, value)| [key, value]).collect();
    match other {
        None => merge_pairs(vm, dict, pairs, Obj::NULL, result),
        Some(other) => {
            let mut first = update_then(vm, dict, other, Obj::NULL, Obj::NULL)?;
            if let Then::Return(_) = first {
                return merge_pairs(vm, dict, pairs, Obj::NULL, result);
            }
            if let Then::Start(task) = &mut first {
                // what follows the first part's task is another task that starts it
                let state =
                    Merge::Pairs { dict, pairs: pairs.clone(), index: 0, function: Obj::NULL, result };
                let mut held = vec![dict];
                held.extend(pairs);
                held.extend(result.some());
                held.iter().for_each(|&obj| vm.heap.incref(obj));
                let pending = Pending::after(task.clone(), Pending::Merge(Box::new(state)));
                return Ok(Then::Start(Box::new(crate::vm::Task {
                    name: "update",
                    state: crate::vm::State::Builtin(pending),
                    held,
                })));
            }
            Ok(first)
        }
    }
}

fn answer(vm: &mut Vm, result: Obj) -> Obj {
    if result.is_null() { known::NONE } else { vm.new_ref(result) }
}

/// `dict.update(other)`; answers `result` (`NULL` for `None`).
fn update_then(vm: &mut Vm, dict: Obj, other: Obj, function: Obj, result: Obj) -> R<Then> {
    let plain = !vm.has_slot(vm.heap.ty(other), Slot::Iter);
    if plain && vm.dict_table(other).is_some() {
        return merge_dict(vm, dict, other, function, result);
    }
    if let &Payload::MappingProxy(inner) = vm.heap.get(other) {
        return merge_dict(vm, dict, inner, function, result);
    }
    let keys = vm.intern("keys");
    let has_keys = vm.type_lookup(vm.heap.ty(other), keys).is_some();
    if has_keys {
        let state =
            Merge::Mapping { dict, other, function, result, stage: 0, iterator: Obj::NULL, key: Obj::NULL };
        return launch(vm, "update", Pending::Merge(Box::new(state)), &[dict, other, function, result]);
    }
    let then = consume(vm, "update", other, Sink::DictPairs { dict, count: 0 }, &[dict])?;
    then_answer(vm, then, result)
}

/// The answer of a task that ends with `None`, replaced by `result`.
fn then_answer(vm: &mut Vm, then: Then, result: Obj) -> R<Then> {
    if result.is_null() {
        return Ok(then);
    }
    match then {
        Then::Return(_) => Ok(Then::Return(vm.new_ref(result))),
        Then::Start(task) => {
            let state =
                Merge::Pairs { dict: result, pairs: Vec::new(), index: 0, function: Obj::NULL, result };
            let pending = Pending::after(task, Pending::Merge(Box::new(state)));
            vm.heap.incref(result);
            Ok(Then::Start(Box::new(crate::vm::Task {
                name: "update",
                state: crate::vm::State::Builtin(pending),
                held: vec![result],
            })))
        }
        other => Ok(other),
    }
}

/// `DICT_UPDATE`: `{**other}`.
pub fn dict_update(vm: &mut Vm, dict: Obj, other: Obj) -> R<Then> {
    let keys = vm.intern("keys");
    let mapping = vm.dict_table(other).is_some()
        || matches!(vm.heap.get(other), Payload::MappingProxy(_))
        || vm.type_lookup(vm.heap.ty(other), keys).is_some();
    if !mapping {
        let message = format!("'{}' object is not a mapping", vm.type_name(other));
        return Err(vm.type_error(&message));
    }
    update_then(vm, dict, other, Obj::NULL, Obj::NULL)
}

/// `DICT_MERGE`: `**other` in a call of `function`, whose keys must be new strings.
pub fn dict_merge(vm: &mut Vm, dict: Obj, other: Obj, function: Obj) -> R<Then> {
    let keys = vm.intern("keys");
    let mapping = vm.dict_table(other).is_some() || vm.type_lookup(vm.heap.ty(other), keys).is_some();
    if !mapping {
        let (function, other) = (super::call_name(vm, function), vm.type_name(other));
        let message = format!("{function} argument after ** must be a mapping, not {other}");
        return Err(vm.type_error(&message));
    }
    let all_strings = vm.dict_table(other).is_none_or(|table| table.iter().all(|entry| vm.is_str(entry.key)));
    if !all_strings {
        return Err(vm.type_error("keywords must be strings"));
    }
    update_then(vm, dict, other, function, Obj::NULL)
}

/// `BUILD_MAP`: a dict of key, value, key, value ... (borrowed).
pub fn build_map(vm: &mut Vm, items: &[Obj]) -> R<Then> {
    let dict = vm.new_dict();
    *vm.heap.get_mut(dict) = Payload::Dict(Rc::new(DictTable::with_expected(items.len() / 2)));
    let then = merge_pairs(vm, dict, items.to_vec(), Obj::NULL, dict);
    vm.decref(dict);
    then
}

fn merge_pairs(vm: &mut Vm, dict: Obj, pairs: Vec<Obj>, function: Obj, result: Obj) -> R<Then> {
    let mut held = vec![dict];
    held.extend(&pairs);
    held.extend([function, result]);
    let state = Merge::Pairs { dict, pairs, index: 0, function, result };
    launch(vm, "update", Pending::Merge(Box::new(state)), &held)
}

fn merge_dict(vm: &mut Vm, dict: Obj, other: Obj, function: Obj, result: Obj) -> R<Then> {
    if dict == other {
        return Ok(Then::Return(answer(vm, result)));
    }
    let source = match vm.heap.get(other) {
        Payload::Dict(table) => table.clone(),
        _ => Rc::default(),
    };
    if !source.is_empty()
        && let Some(table) = vm.dict_mut(dict)
        && table.reserve_for_merge(&source)
    {
        for entry in source.iter() {
            vm.heap.incref(entry.key);
            vm.heap.incref(entry.value);
        }
        return Ok(Then::Return(answer(vm, result)));
    }
    let state = Merge::Dict { dict, other, position: 0, size: source.len(), function, result };
    launch(vm, "update", Pending::Merge(Box::new(state)), &[dict, other, function, result])
}

fn store_op(value: Obj, function: Obj) -> DictOp {
    if function.is_null() { DictOp::Set(value) } else { DictOp::SetNew { value, function } }
}

impl Merge {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answered: R<Obj>) -> R<Next> {
        let answered = answered?;
        match self {
            Merge::Pairs { dict, pairs, index, function, result } => {
                vm.xdecref(answered);
                while let Some(&[key, value]) = pairs.get(*index..*index + 2).and_then(|p| p.first_chunk()) {
                    *index += 2;
                    if function.is_null() && vm.quick_store(*dict, key, value) {
                        continue;
                    }
                    if let Got::Wait(next) = dict_key(vm, *dict, key, store_op(value, *function))?.into() {
                        return Ok(next);
                    }
                }
                Ok(Next::Return(answer(vm, *result)))
            }
            Merge::Dict { dict, other, position, size, function, result } => {
                while let Some((at, entry)) =
                    vm.dict_table(*other).and_then(|table| table.next_from(*position))
                {
                    let entry = *entry;
                    *position = at + 1;
                    if function.is_null()
                        && let Some(found) = vm.quick_position(*dict, entry.hash, entry.key)
                    {
                        vm.dict_store(*dict, found, entry.hash, entry.key, entry.value);
                    } else {
                        let op = store_op(entry.value, *function);
                        return Ok(Next::Start(dict_key_task(vm, *dict, entry.hash, entry.key, op)));
                    }
                    if vm.dict_table(*other).map_or(0, DictTable::len) != *size {
                        return Err(vm.raise(types::RUNTIME_ERROR, "dict mutated during update"));
                    }
                }
                Ok(Next::Return(answer(vm, *result)))
            }
            Merge::Mapping { .. } => self.resume_mapping(vm, held, answered),
        }
    }

    /// Stages: 0 ask for `keys`, 1 call it, 2 iterate its answer, 3 take a key, 4 take its value, 5 it is stored.
    fn resume_mapping(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, mut answered: Obj) -> R<Next> {
        let Merge::Mapping { dict, other, function, result, stage, iterator, key } = self else {
            return Ok(Next::Return(known::NONE));
        };
        loop {
            let got: Got = match *stage {
                0 => {
                    let name = vm.intern("keys");
                    vm.get_attribute(*other, name)?.into()
                }
                1 => {
                    held.push(answered);
                    Got::Wait(Next::Call { callee: answered, args: Vec::new() })
                }
                2 => {
                    held.push(answered);
                    vm.get_iter(answered)?.into()
                }
                3 => {
                    held.push(answered);
                    *iterator = answered;
                    *stage = 4;
                    return Ok(Next::Iterate(*iterator));
                }
                4 => {
                    if answered.is_null() {
                        return Ok(Next::Return(answer(vm, *result)));
                    }
                    held.push(answered);
                    *key = answered;
                    vm.subscript(*other, answered)?.into()
                }
                5 => {
                    held.push(answered);
                    dict_key(vm, *dict, *key, store_op(answered, *function))?.into()
                }
                _ => {
                    vm.xdecref(answered);
                    for obj in held.split_off(held.len() - 2).into_iter().rev() {
                        vm.decref(obj);
                    }
                    *stage = 4;
                    return Ok(Next::Iterate(*iterator));
                }
            };
            *stage += 1;
            match got {
                Got::Value(value) => answered = value,
                Got::Wait(next) => return Ok(next),
            }
        }
    }
}

/// Position of a key in a dict where no Python is needed to find it: `None` if Python is, `Some(None)` if it is missing.
#[inline]
pub fn plain_position(vm: &Vm, dict: Obj, key: Obj) -> Option<Option<usize>> {
    let hash = vm.quick_hash(key, 0)?;
    vm.quick_position(dict, hash, key)
}

/// `a | b`; `None` unless both are dicts.
pub(super) fn union(vm: &mut Vm, left: Obj, right: Obj, inplace: bool) -> R<Option<Then>> {
    if vm.dict_table(left).is_none() {
        return Ok(None);
    }
    if inplace {
        return update_then(vm, left, right, Obj::NULL, left).map(Some);
    }
    if vm.dict_table(right).is_none() {
        return Ok(None);
    }
    let Then::Return(copy) = copy_of(vm, left)? else {
        return Err(vm.unsupported("| of a sparse dict whose keys need Python to compare"));
    };
    let then = merge_dict(vm, copy, right, Obj::NULL, copy);
    vm.decref(copy);
    then.map(Some)
}

/// `item in view`.
pub(super) fn view_contains(vm: &mut Vm, dict: Obj, kind: DictViewKind, item: Obj, view: Obj) -> R<Then> {
    match kind {
        DictViewKind::Keys => dict_key(vm, dict, item, DictOp::Contains),
        DictViewKind::Values => consume(vm, "values", view, Sink::Contains { item }, &[item]),
        DictViewKind::Items => {
            let Some(pair) = vm.sequence_items(item).filter(|pair| pair.len() == 2) else {
                return Vm::bool_then(false);
            };
            match dict_key(vm, dict, pair[0], DictOp::Find)? {
                Then::Return(value) if value.is_null() => Vm::bool_then(false),
                Then::Return(value) => {
                    let answer = vm.rich_bool(crate::vm::operators::CompareOp::Eq, value, pair[1]);
                    vm.decref(value);
                    Ok(answer.then())
                }
                _ => Err(vm.unsupported("searching dict items whose keys need Python to compare")),
            }
        }
    }
}
