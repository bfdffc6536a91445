//! What the machine asks of the built-in types: a function per operation, each answering at once or with a task.

use super::answers::{Deferred, release};
use super::consume::{After, Sink, consume};
use super::indexing::{IndexUse, index_then};
use super::keyed::{DictOp, SetOp, dict_key, set_key};
use super::number;
use super::{bytes, dict, list, number as numbers, numeric, sequence, set, str, str_format};
use crate::heap::known::{self, types};
use crate::heap::{Layout, Obj, Payload};
use crate::vm::native::{Args, GetSetDef};
use crate::vm::operators::{BinaryOp, CompareOp};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, State, Task, Then, Vm};
use std::rc::Rc;

/// Resumable built-ins.
#[derive(Clone, Debug)]
pub enum Pending {
    Ask(super::answers::Ask),
    Compare(super::compare::Compare),
    Hash(super::hashing::Hashing),
    Repr(Box<super::repr::Repr>),
    DictKey(super::keyed::DictKey),
    SetKey(super::keyed::SetKey),
    Consume(Box<super::consume::Consume>),
    Stepping(Box<super::iterators::Stepping>),
    Search(super::list::Search),
    Merge(Box<super::dict::Merge>),
    SetWork(Box<super::set::Work>),
    Sorting(Box<super::sorting::Sorting>),
    Formatting(super::str_format::Formatting),
    Print(Box<super::print::Print>),
    Input(super::print::Input),
    Builtin(Box<super::builtins::Builtin>),
    Index(Box<super::indexing::Indexing>),
    /// What a task asked for before it had a frame, with the references (owned) that keep it alive; then the task itself.
    Deferred {
        next: Option<Deferred>,
        kept: Vec<Obj>,
        inner: Box<Pending>,
    },
    /// Another task's answer is dropped for this object (held).
    Answer(Obj),
}

impl Pending {
    /// `pending` once `task` has answered.
    pub(crate) fn after(task: Box<Task>, pending: Pending) -> Pending {
        Pending::Deferred { next: Some(Deferred::Start(task)), kept: Vec::new(), inner: Box::new(pending) }
    }

    pub(crate) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self {
            Pending::Ask(state) => state.resume(vm, held, answer),
            Pending::Compare(state) => state.resume(vm, held, answer),
            Pending::Hash(state) => state.resume(vm, held, answer),
            Pending::Repr(state) => state.resume(vm, held, answer),
            Pending::DictKey(state) => state.resume(vm, held, answer),
            Pending::SetKey(state) => state.resume(vm, held, answer),
            Pending::Consume(state) => state.resume(vm, held, answer),
            Pending::Stepping(state) => state.resume(vm, held, answer),
            Pending::Search(state) => state.resume(vm, held, answer),
            Pending::Merge(state) => state.resume(vm, held, answer),
            Pending::SetWork(state) => state.resume(vm, held, answer),
            Pending::Sorting(state) => state.resume(vm, held, answer),
            Pending::Formatting(state) => state.resume(vm, held, answer),
            Pending::Print(state) => state.resume(vm, held, answer),
            Pending::Input(state) => state.resume(vm, held, answer),
            Pending::Builtin(state) => state.resume(vm, held, answer),
            Pending::Index(state) => state.resume(vm, held, answer),
            Pending::Deferred { next, kept, inner } => match next.take() {
                Some(next) => Ok(next.next()),
                None => {
                    release(vm, std::mem::take(kept));
                    inner.resume(vm, held, answer)
                }
            },
            Pending::Answer(value) => {
                let old = answer?;
                vm.xdecref(old);
                Ok(Next::Return(vm.new_ref(*value)))
            }
        }
    }

    /// References the state owns beside the task's `held`, for the auditor.
    pub fn references(&self, visit: &mut dyn FnMut(Obj)) {
        let Pending::Deferred { next, kept, .. } = self else { return };
        kept.iter().copied().for_each(&mut *visit);
        if let Some(Deferred::Start(task)) = next {
            task.held.iter().copied().for_each(&mut *visit);
            if let State::Builtin(inner) = &task.state {
                inner.references(visit);
            }
        }
    }
}

/// Answers `object` (owned) once what fills it is done.
pub(crate) fn after_filling(vm: &mut Vm, object: Obj, fill: impl FnOnce(&mut Vm) -> R<Then>) -> R<Then> {
    match fill(vm) {
        Ok(Then::Return(value)) => {
            vm.decref(value);
            Ok(Then::Return(object))
        }
        Ok(Then::Start(task)) => {
            let pending = Pending::after(task, Pending::Answer(object));
            Ok(Then::Start(Box::new(Task {
                name: "construct",
                state: State::Builtin(pending),
                held: vec![object],
            })))
        }
        Ok(_) => {
            vm.decref(object);
            Err(vm.unsupported("filling this object"))
        }
        Err(raised) => {
            vm.decref(object);
            Err(raised)
        }
    }
}

/// Refuses keyword arguments, as `_PyArg_NoKeywords` words it.
pub(crate) fn no_keywords(vm: &mut Vm, args: Args, name: &str) -> R<()> {
    if args.kwnames.is_null() {
        return Ok(());
    }
    let message = format!("{name}() takes no keyword arguments");
    Err(vm.type_error(&message))
}

/// How messages about a call name its function: `f()`, `__main__.f()`.
pub(crate) fn call_name(vm: &Vm, function: Obj) -> String {
    match vm.heap.get(function) {
        Payload::Function(data) => {
            let module = vm.as_str(data.module).filter(|&module| module != "builtins");
            let qualname = vm.text_of(data.qualname);
            module.map_or_else(|| format!("{qualname}()"), |module| format!("{module}.{qualname}()"))
        }
        Payload::Method { func, .. } => call_name(vm, *func),
        Payload::Builtin { def, .. } | Payload::MethodDescriptor { def, .. } => format!("{}()", def.name),
        Payload::Type(_) => format!("{}()", vm.full_type_name(function)),
        _ => format!("{} object", vm.type_name(function)),
    }
}

/// `func(*items, **kwargs)`; items are borrowed.
pub(crate) fn call_with_items(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    func: Obj,
    items: Vec<Obj>,
    kwargs: Obj,
) -> R<Next> {
    let mut args = items;
    let mut names = Vec::new();
    if let Some(table) = vm.dict_table(kwargs).filter(|_| !kwargs.is_null()) {
        for entry in table.iter() {
            names.push(entry.key);
            args.push(entry.value);
        }
    }
    if names.is_empty() {
        return Ok(Next::Call { callee: func, args });
    }
    let names = vm.new_refs(&names);
    let kwnames = vm.new_tuple(names);
    held.push(kwnames);
    Ok(Next::CallKeywords { callee: func, args, kwnames })
}

/// `func(*args, **kwargs)` where `args` is no tuple.
pub fn call_with_iterable(vm: &mut Vm, func: Obj, args: Obj, kwargs: Obj) -> R<Then> {
    let sink = Sink::Collect(After::Call { func, kwargs });
    consume(vm, "call", args, sink, &[func, kwargs])
}

/// The items of an iterable as a tuple: exactly `before` of them, or with `after`, `before` items, a list of the rest,
/// and `after` items.
pub fn unpack_iterable(vm: &mut Vm, iterable: Obj, before: usize, after: Option<usize>) -> R<Then> {
    let sink = Sink::Collect(After::Unpack { before, after });
    consume(vm, "unpack", iterable, sink, &[])
}

/// `left op right` by the built-in types; `NotImplemented` where they do not know.
pub fn binary(vm: &mut Vm, op: BinaryOp, inplace: bool, left: Obj, right: Obj) -> R<Then> {
    if let Some(then) = numbers::binary(vm, op, left, right) {
        return then;
    }
    let done = match op {
        BinaryOp::Add if inplace && matches!(vm.heap.get(left), Payload::List(_)) => {
            let then = list::extend_with(vm, left, right)?;
            return replace_answer(vm, then, left);
        }
        BinaryOp::Add => return concat(vm, left, right),
        BinaryOp::Multiply => {
            if inplace && matches!(vm.heap.get(left), Payload::List(_)) && vm.is_int(right) {
                return repeat_inplace(vm, left, right);
            }
            let repeated = sequence::repeat(vm, left, right)?;
            let repeated = match repeated {
                Some(repeated) => Some(repeated),
                None => sequence::repeat(vm, right, left)?,
            };
            if repeated.is_none() {
                return cannot_repeat(vm, left, right);
            }
            repeated.map(Then::Return)
        }
        BinaryOp::Remainder if vm.is_str(left) => return str_format::percent(vm, left, right),
        BinaryOp::Or if vm.dict_table(left).is_some() => dict::union(vm, left, right, inplace)?,
        BinaryOp::Or | BinaryOp::And | BinaryOp::Subtract | BinaryOp::Xor => {
            set::binary(vm, op, inplace, left, right)?
        }
        _ => None,
    };
    Ok(done.unwrap_or(Then::Return(known::NOT_IMPLEMENTED)))
}

/// `+` of sequences. A Python `__radd__` of the right side comes before a sequence's error.
fn concat(vm: &mut Vm, left: Obj, right: Obj) -> R<Then> {
    if vm.has_slot(vm.heap.ty(right), Slot::RAdd) {
        let same = matches!(
            vm.heap.pair(left, right),
            (Payload::Str(_), Payload::Str(_))
                | (Payload::List(_), Payload::List(_))
                | (Payload::Tuple(_), Payload::Tuple(_))
        );
        if !same {
            return Ok(Then::Return(known::NOT_IMPLEMENTED));
        }
    }
    Ok(Then::Return(sequence::concat(vm, left, right)?.unwrap_or(known::NOT_IMPLEMENTED)))
}

/// `sequence * something` where something is no int.
fn cannot_repeat(vm: &mut Vm, left: Obj, right: Obj) -> R<Then> {
    let is_sequence = |obj: Obj| {
        matches!(vm.heap.get(obj), Payload::List(_) | Payload::Tuple(_) | Payload::Str(_) | Payload::Bytes(_))
    };
    let (sequence, other) = if is_sequence(left) {
        (left, right)
    } else if is_sequence(right) {
        (right, left)
    } else {
        return Ok(Then::Return(known::NOT_IMPLEMENTED));
    };
    let ty = vm.heap.ty(other);
    if [Slot::Mul, Slot::RMul].iter().any(|&slot| vm.has_slot(ty, slot)) {
        return Ok(Then::Return(known::NOT_IMPLEMENTED));
    }
    if vm.has_slot(ty, Slot::Index) {
        return index_then(vm, other, IndexUse::Repeat { sequence });
    }
    let message = format!("can't multiply sequence by non-int of type '{}'", vm.type_name(other));
    Err(vm.type_error(&message))
}

fn repeat_inplace(vm: &mut Vm, list: Obj, count: Obj) -> R<Then> {
    let Some(repeated) = sequence::repeat(vm, list, count)? else {
        return Ok(Then::Return(known::NOT_IMPLEMENTED));
    };
    let new = match vm.heap.get(repeated) {
        Payload::List(items) => items.clone(),
        _ => Rc::default(),
    };
    vm.new_refs(&new);
    let old = match vm.heap.get_mut(list) {
        Payload::List(items) => std::mem::replace(items, new),
        _ => Rc::default(),
    };
    vm.decref(repeated);
    vm.release_all(old.iter().rev().copied().collect());
    Ok(Then::Return(vm.new_ref(list)))
}

/// The same task with another answer.
fn replace_answer(vm: &mut Vm, then: Then, object: Obj) -> R<Then> {
    vm.heap.incref(object);
    after_filling(vm, object, |_| Ok(then))
}

/// Rich comparison by the built-in types; `NotImplemented` where they do not know.
pub fn compare(vm: &mut Vm, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
    super::compare::compare(vm, op, left, right)
}

/// `container[key]`.
pub fn subscript(vm: &mut Vm, container: Obj, key: Obj) -> R<Then> {
    match vm.heap.get(container) {
        Payload::Dict(_) => dict_key(vm, container, key, DictOp::Get),
        &Payload::MappingProxy(dict) => dict_key(vm, dict, key, DictOp::Get),
        Payload::List(_) | Payload::Tuple(_) | Payload::Str(_) | Payload::Bytes(_) | Payload::Range(_) => {
            sequence::subscript(vm, container, key)
        }
        Payload::Type(_) => class_subscript(vm, container, key),
        _ => {
            let message = format!("'{}' object is not subscriptable", vm.type_name(container));
            Err(vm.type_error(&message))
        }
    }
}

fn class_subscript(vm: &mut Vm, class: Obj, key: Obj) -> R<Then> {
    let name = vm.intern("__class_getitem__");
    if let Some(&Payload::ClassMethod(func)) = vm.type_lookup(class, name).map(|found| vm.heap.get(found)) {
        return Ok(Then::Tail { callee: func, args: vec![class, key] });
    }
    if known::is_static_type(class)
        && matches!(class, types::LIST | types::DICT | types::TUPLE | types::SET | types::TYPE)
    {
        return Err(vm.unsupported("generic aliases such as list[int]"));
    }
    let message = format!("type '{}' is not subscriptable", vm.name_of_type(class));
    Err(vm.type_error(&message))
}

/// `container[key] = value`.
pub fn store_subscript(vm: &mut Vm, container: Obj, key: Obj, value: Obj) -> R<Then> {
    match vm.heap.get(container) {
        Payload::Dict(_) => dict_key(vm, container, key, DictOp::Set(value)),
        Payload::List(_) => list::store(vm, container, key, value),
        _ => {
            let message = format!("'{}' object does not support item assignment", vm.type_name(container));
            Err(vm.type_error(&message))
        }
    }
}

/// `del container[key]`.
pub fn delete_subscript(vm: &mut Vm, container: Obj, key: Obj) -> R<Then> {
    match vm.heap.get(container) {
        Payload::Dict(_) => dict_key(vm, container, key, DictOp::Delete),
        Payload::List(_) => list::delete(vm, container, key),
        Payload::Tuple(_) | Payload::Str(_) | Payload::Bytes(_) | Payload::Range(_) => {
            let message = format!("'{}' object doesn't support item deletion", vm.type_name(container));
            Err(vm.type_error(&message))
        }
        _ => {
            let message = format!("'{}' object does not support item deletion", vm.type_name(container));
            Err(vm.type_error(&message))
        }
    }
}

/// `item in container`.
pub fn contains(vm: &mut Vm, container: Obj, item: Obj) -> R<Then> {
    match vm.heap.get(container) {
        Payload::Dict(_) => dict_key(vm, container, item, DictOp::Contains),
        Payload::Set(_) => set_key(vm, container, item, SetOp::Contains),
        Payload::List(_) | Payload::Tuple(_) => list::contains(vm, container, item),
        Payload::Str(_) => str::contains(vm, container, item),
        Payload::Bytes(data) => {
            let data = data.clone();
            match vm.heap.get(item) {
                Payload::Int(byte) => {
                    Vm::bool_then(u8::try_from(*byte).is_ok_and(|byte| data.contains(&byte)))
                }
                Payload::Bytes(part) => {
                    let found =
                        part.is_empty() || data.windows(part.len()).any(|window| window == part.as_slice());
                    Vm::bool_then(found)
                }
                _ => {
                    let message = format!("a bytes-like object is required, not '{}'", vm.type_name(item));
                    Err(vm.type_error(&message))
                }
            }
        }
        &Payload::MappingProxy(dict) => dict_key(vm, dict, item, DictOp::Contains),
        &Payload::DictView { dict, kind } => dict::view_contains(vm, dict, kind, item, container),
        Payload::Range(_) => match super::range::contains(vm, container, item) {
            Some(found) => Vm::bool_then(found),
            None => consume(vm, "in", container, Sink::Contains { item }, &[item]),
        },
        _ => {
            let ty = vm.heap.ty(container);
            let iterable =
                vm.is_iterator(container) || vm.has_slot(ty, Slot::Iter) || vm.has_slot(ty, Slot::GetItem);
            if iterable {
                return consume(vm, "in", container, Sink::Contains { item }, &[item]);
            }
            let message =
                format!("argument of type '{}' is not a container or iterable", vm.type_name(container));
            Err(vm.type_error(&message))
        }
    }
}

/// `-x`, `+x`, `~x`.
pub fn unary(vm: &mut Vm, slot: Slot, operand: Obj) -> R<Then> {
    let symbol = match slot {
        Slot::Neg => "-",
        Slot::Pos => "+",
        _ => "~",
    };
    if let Some(operand_number) = vm.number(operand) {
        let result = match slot {
            Slot::Neg => Some(number::negative(vm, &operand_number)),
            Slot::Pos if matches!(vm.heap.get(operand), Payload::Float(_)) => Some(vm.new_ref(operand)),
            Slot::Pos => Some(numeric::exact_int(vm, operand)),
            _ => number::inverted(vm, &operand_number),
        };
        if let Some(result) = result {
            return Ok(Then::Return(result));
        }
    }
    let message = format!("bad operand type for unary {symbol}: '{}'", vm.type_name(operand));
    Err(vm.type_error(&message))
}

pub static DICT_GETSET: GetSetDef = GetSetDef {
    name: "__dict__",
    get: |vm, obj| {
        let dict = vm.materialize_dict(obj);
        Ok(vm.new_ref(dict))
    },
    set: None,
};
pub static WEAKREF_GETSET: GetSetDef =
    GetSetDef { name: "__weakref__", get: |_, _| Ok(known::NONE), set: None };

/// `class(*args)` of a static type that is neither `type` nor an exception.
pub fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    match class {
        types::OBJECT => {
            if args.positional > 0 || !args.kwnames.is_null() {
                return Err(vm.type_error("object() takes no arguments"));
            }
            Ok(Then::Return(vm.heap.alloc(types::OBJECT, Payload::Atom)))
        }
        types::INT => numeric::construct_int(vm, Obj::NULL, args),
        types::BOOL => numeric::construct_bool(vm, args),
        types::FLOAT => numeric::construct_float(vm, Obj::NULL, args),
        types::STR => str::construct(vm, Obj::NULL, args),
        types::BYTES => bytes::construct(vm, Obj::NULL, args),
        types::TUPLE => list::construct_tuple(vm, Obj::NULL, args),
        types::LIST => list::construct(vm, Obj::NULL, args),
        types::DICT => dict::construct(vm, Obj::NULL, args),
        types::SET | types::FROZENSET => set::construct(vm, class, args),
        types::RANGE => super::range::construct(vm, args),
        types::SLICE => super::slice::construct_slice(vm, args),
        types::ENUMERATE | types::ZIP | types::MAP | types::FILTER | types::REVERSED => {
            super::builtins::construct_iterator(vm, class, args)
        }
        types::MAPPINGPROXY => super::slice::construct_proxy(vm, args),
        types::NONE_TYPE => Ok(Then::Return(known::NONE)),
        _ => match crate::modules::construct(vm, class, args) {
            Some(then) => then,
            None => {
                let message = format!("cannot create '{}' instances", vm.full_type_name(class));
                Err(vm.type_error(&message))
            }
        },
    }
}

/// The same for a Python class with a built-in layout.
pub fn construct_subclass(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    match vm.type_data(class).map(|data| data.layout) {
        Some(Layout::Int) => numeric::construct_int(vm, class, args),
        Some(Layout::Float) => numeric::construct_float(vm, class, args),
        Some(Layout::Str) => str::construct(vm, class, args),
        Some(Layout::Bytes) => bytes::construct(vm, class, args),
        Some(Layout::Tuple) => list::construct_tuple(vm, class, args),
        Some(Layout::List) => list::construct(vm, class, args),
        Some(Layout::Dict) => dict::construct(vm, class, args),
        Some(Layout::Set) => set::construct(vm, class, args),
        _ => match crate::modules::construct(vm, class, args) {
            Some(then) => then,
            None => Err(vm.unsupported("instances of this class")),
        },
    }
}

/// Is the static type of this name reachable as a builtin?
pub fn is_builtin_name(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "object",
        "type",
        "int",
        "bool",
        "float",
        "str",
        "bytes",
        "tuple",
        "list",
        "dict",
        "set",
        "frozenset",
        "range",
        "slice",
        "property",
        "staticmethod",
        "classmethod",
        "super",
        "enumerate",
        "zip",
        "map",
        "filter",
        "reversed",
    ];
    let exception = ["Error", "Exception", "Warning", "Exit", "Interrupt", "Iteration"];
    NAMES.contains(&name) || exception.iter().any(|end| name.ends_with(end))
}
