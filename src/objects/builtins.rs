//! The functions of the module `builtins` (`Python/bltinmodule.c`).

use super::answers::{Answer, Got, Typed, launch};
use super::consume::{Sink, consume};
use super::iterators::{self, Build};
use super::{Pending, hashing, int_text, number, numeric, repr, str_format};
use crate::heap::known::{self, types};
use crate::heap::{Iter, Obj, Payload};
use crate::vm::native::{Args, NativeDef};
use crate::vm::operators::{BinaryOp, CompareOp};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Then, Vm};
use num_bigint::BigInt;
use std::rc::Rc;

macro_rules! functions {
    ($($name:literal $kind:ident ($($arg:expr),*);)*) => {
        /// The functions of `builtins`.
        pub static BUILTINS: &[&NativeDef] = &[$(&NativeDef::$kind($name, $($arg),*)),*];
    };
}

functions! {
    "print" keywords(super::print::print);
    "input" positional(super::print::input, 0, 1);
    "len" positional(len, 1, 1);
    "repr" positional(|vm, args| repr::repr_of(vm, vm.arg(args, 0)), 1, 1);
    "ascii" positional(|vm, args| repr::ascii_of(vm, vm.arg(args, 0)), 1, 1);
    "format" positional(format, 1, 2);
    "id" positional(id, 1, 1);
    "hash" positional(|vm, args| hashing::hash_then(vm, vm.arg(args, 0)), 1, 1);
    "abs" positional(abs, 1, 1);
    "round" keywords(round);
    "divmod" positional(divmod, 2, 2);
    "pow" keywords(pow);
    "sum" keywords(sum);
    "min" keywords(|vm, args| extreme(vm, args, "min", CompareOp::Lt));
    "max" keywords(|vm, args| extreme(vm, args, "max", CompareOp::Gt));
    "any" positional(|vm, args| consume(vm, "any", vm.arg(args, 0), Sink::Any { all: false }, &[]), 1, 1);
    "all" positional(|vm, args| consume(vm, "all", vm.arg(args, 0), Sink::Any { all: true }, &[]), 1, 1);
    "sorted" keywords(super::sorting::sorted);
    "chr" positional(chr, 1, 1);
    "ord" positional(ord, 1, 1);
    "bin" positional(|vm, args| based(vm, args, 2), 1, 1);
    "oct" positional(|vm, args| based(vm, args, 8), 1, 1);
    "hex" positional(|vm, args| based(vm, args, 16), 1, 1);
    "iter" positional(iter, 1, 2);
    "next" positional(next, 1, 2);
    "isinstance" positional(isinstance, 2, 2);
    "issubclass" positional(issubclass, 2, 2);
    "callable" positional(callable, 1, 1);
    "getattr" positional(getattr, 2, 3);
    "setattr" positional(setattr, 3, 3);
    "hasattr" positional(hasattr, 2, 2);
    "delattr" positional(delattr, 2, 2);
    "vars" positional(super::namespaces::vars, 0, 1);
    "dir" positional(super::namespaces::dir, 0, 1);
    "globals" positional(super::namespaces::globals, 0, 0);
    "locals" positional(super::namespaces::locals, 0, 0);
    "__import__" keywords(super::namespaces::import);
    "exit" positional(super::namespaces::exit, 0, 1);
    "quit" positional(super::namespaces::exit, 0, 1);
    "eval" keywords(|vm, _| Err(vm.unsupported("eval()")));
    "exec" keywords(|vm, _| Err(vm.unsupported("exec()")));
    "compile" keywords(|vm, _| Err(vm.unsupported("compile()")));
    "open" keywords(|vm, _| Err(vm.unsupported("open()")));
    "breakpoint" keywords(|vm, _| Err(vm.unsupported("breakpoint()")));
    "help" keywords(|vm, _| Err(vm.unsupported("help()")));
    "aiter" keywords(|vm, _| Err(vm.unsupported("aiter()")));
    "anext" keywords(|vm, _| Err(vm.unsupported("anext()")));
    "bytearray" keywords(|vm, _| Err(vm.unsupported("bytearray")));
    "memoryview" keywords(|vm, _| Err(vm.unsupported("memoryview")));
    "complex" keywords(|vm, _| Err(vm.unsupported("complex numbers")));
}

/// Natives of this file that wait for Python.
#[derive(Clone, Debug)]
pub enum Builtin {
    /// `getattr` with a default and `hasattr`: an AttributeError becomes the default (`NULL`: `False`).
    GetAttr { object: Obj, name: Obj, default: Obj, started: bool },
    /// `dir()`: the answer is made a sorted list.
    Dir { callee: Obj, args: Vec<Obj>, stage: u8 },
    /// The special method's `NotImplemented` means an error.
    Special { callee: Obj, args: Vec<Obj>, message: String, started: bool },
}

fn len(vm: &mut Vm, args: Args) -> R<Then> {
    len_of(vm, vm.arg(args, 0))
}

/// `len(obj)`.
fn len_of(vm: &mut Vm, obj: Obj) -> R<Then> {
    if let Some(task) = vm.typed_task(obj, Slot::Len, Typed::Length) {
        return Ok(Then::Start(task));
    }
    native_len(vm, obj)
}

/// `len(obj)` of a built-in, whatever its class overrides.
pub(super) fn native_len(vm: &mut Vm, obj: Obj) -> R<Then> {
    let length = match vm.heap.get(obj) {
        Payload::Str(text) => text.length as usize,
        Payload::Bytes(bytes) => bytes.len(),
        Payload::List(items) | Payload::Tuple(items) => items.len(),
        Payload::Dict(table) => table.len(),
        Payload::Set(table) => table.len(),
        &Payload::DictView { dict, .. } | &Payload::MappingProxy(dict) => {
            vm.dict_table(dict).map_or(0, super::dict_table::DictTable::len)
        }
        Payload::Range(_) => {
            let length = super::range::length_of(vm, obj);
            if length > BigInt::from(i64::MAX) {
                return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
            }
            return Ok(Then::Return(vm.bigint(length)));
        }
        _ => {
            let message = format!("object of type '{}' has no len()", vm.type_name(obj));
            return Err(vm.type_error(&message));
        }
    };
    Ok(Then::Return(vm.int(length as i64)))
}

fn format(vm: &mut Vm, args: Args) -> R<Then> {
    let spec = vm.optional_arg(args, 1).unwrap_or(known::EMPTY_STR);
    str_format::format_of(vm, vm.arg(args, 0), spec)
}

fn id(vm: &mut Vm, args: Args) -> R<Then> {
    let address = vm.heap.address(vm.arg(args, 0));
    Ok(Then::Return(vm.int(address as i64)))
}

fn abs(vm: &mut Vm, args: Args) -> R<Then> {
    let obj = vm.arg(args, 0);
    if let Some((callee, args)) = vm.special_method(obj, Slot::Abs) {
        return Ok(Then::Tail { callee, args });
    }
    match vm.number(obj) {
        Some(number) => Ok(Then::Return(number::absolute(vm, &number))),
        None => {
            let message = format!("bad operand type for abs(): '{}'", vm.type_name(obj));
            Err(vm.type_error(&message))
        }
    }
}

fn round(vm: &mut Vm, args: Args) -> R<Then> {
    let [value, digits] = vm.bind_arguments(args, "round", ["number", "ndigits"], 2, 1)?;
    let value = value.unwrap_or(known::NONE);
    if let Some((callee, mut args)) = vm.special_method(value, Slot::Round) {
        args.extend(digits.filter(|&digits| digits != known::NONE));
        return Ok(Then::Tail { callee, args });
    }
    match numeric::round(vm, value, digits)? {
        Some(rounded) => Ok(Then::Return(rounded)),
        None => {
            let message = format!("type {} doesn't define __round__ method", vm.type_name(value));
            Err(vm.type_error(&message))
        }
    }
}

fn divmod(vm: &mut Vm, args: Args) -> R<Then> {
    let (left, right) = (vm.arg(args, 0), vm.arg(args, 1));
    let message = format!(
        "unsupported operand type(s) for divmod(): '{}' and '{}'",
        vm.type_name(left),
        vm.type_name(right)
    );
    for (slot, receiver, other) in [(Slot::DivMod, left, right), (Slot::RDivMod, right, left)] {
        if let Some((callee, mut args)) = vm.special_method(receiver, slot) {
            args.push(other);
            let mut held = vec![callee];
            held.extend(&args);
            let pending = Builtin::Special { callee, args, message, started: false };
            return launch(vm, "divmod", Pending::Builtin(Box::new(pending)), &held);
        }
    }
    number::divide_modulo(vm, left, right).unwrap_or_else(|| Err(vm.type_error(&message)))
}

fn pow(vm: &mut Vm, args: Args) -> R<Then> {
    let [base, exponent, modulus] = vm.bind_arguments(args, "pow", ["base", "exp", "mod"], 3, 2)?;
    let (base, exponent) = (base.unwrap_or(known::NONE), exponent.unwrap_or(known::NONE));
    let Some(modulus) = modulus.filter(|&modulus| modulus != known::NONE) else {
        return vm.binary_op(BinaryOp::Power as u32, base, exponent);
    };
    if let Some(result) = numeric::power_modulo(vm, base, exponent, modulus)? {
        return Ok(Then::Return(result));
    }
    let numbers = [base, exponent, modulus].iter().all(|&obj| vm.number(obj).is_some());
    if numbers {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    if let Some((callee, mut args)) = vm.special_method(base, Slot::Pow) {
        args.extend([exponent, modulus]);
        return Ok(Then::Tail { callee, args });
    }
    let message = format!(
        "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
        vm.type_name(base),
        vm.type_name(exponent),
        vm.type_name(modulus)
    );
    Err(vm.type_error(&message))
}

fn sum(vm: &mut Vm, args: Args) -> R<Then> {
    let [iterable, start] = vm.bind_arguments(args, "sum", ["", "start"], 2, 0)?;
    let Some(iterable) = iterable else {
        return Err(vm.type_error("sum() takes at least 1 positional argument (0 given)"));
    };
    let start = match start {
        Some(start) => vm.new_ref(start),
        None => vm.int(0),
    };
    let result = match vm.heap.get(start) {
        Payload::Str(_) => Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]")),
        Payload::Bytes(_) => Err(vm.type_error("sum() can't sum bytes [use b''.join(seq) instead]")),
        _ => consume(vm, "sum", iterable, Sink::Sum(super::total::Total::Object), &[start]),
    };
    vm.decref(start);
    result
}

/// `min` and `max`.
fn extreme(vm: &mut Vm, args: Args, name: &'static str, op: CompareOp) -> R<Then> {
    let (mut key, mut default) = (Obj::NULL, Obj::NULL);
    for (keyword, value) in vm.keyword_args(args) {
        match vm.text_of(keyword) {
            "key" if value == known::NONE => {}
            "key" => key = value,
            "default" => default = value,
            other => {
                let message = format!("{name}() got an unexpected keyword argument '{other}'");
                return Err(vm.type_error(&message));
            }
        }
    }
    let values = vm.positional_args(args);
    let sink = Sink::Extreme { op, key, default, name, has_best: false, keyed: false };
    match values.as_slice() {
        [] => {
            let message = format!("{name} expected at least 1 argument, got 0");
            Err(vm.type_error(&message))
        }
        [iterable] => consume(vm, name, *iterable, sink, &[key, default]),
        _ if !default.is_null() => {
            let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
            Err(vm.type_error(&message))
        }
        values => {
            let items = vm.new_refs(values);
            let tuple = vm.new_tuple(items);
            let then = consume(vm, name, tuple, sink, &[key]);
            vm.decref(tuple);
            then
        }
    }
}

fn chr(vm: &mut Vm, args: Args) -> R<Then> {
    let code = vm.arg(args, 0);
    let value = match vm.heap.get(code) {
        Payload::Int(value) => *value,
        Payload::BigInt(_) => -1,
        _ => return Err(vm.not_an_integer(code)),
    };
    match u32::try_from(value).ok().filter(|&code| code < 0x11_0000) {
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
        Some(code) => match char::from_u32(code) {
            Some(c) => Ok(Then::Return(vm.new_str(c.encode_utf8(&mut [0; 4])))),
            None => Err(vm.unsupported("surrogates in strings")),
        },
    }
}

fn ord(vm: &mut Vm, args: Args) -> R<Then> {
    let obj = vm.arg(args, 0);
    let length = match vm.heap.get(obj) {
        Payload::Str(text) if text.length == 1 => {
            let code = text.text.chars().next().map_or(0, u32::from);
            return Ok(Then::Return(vm.int(i64::from(code))));
        }
        Payload::Bytes(bytes) if bytes.len() == 1 => {
            let code = i64::from(bytes[0]);
            return Ok(Then::Return(vm.int(code)));
        }
        Payload::Str(text) => text.length as usize,
        Payload::Bytes(bytes) => bytes.len(),
        _ => {
            let message = format!("ord() expected string of length 1, but {} found", vm.type_name(obj));
            return Err(vm.type_error(&message));
        }
    };
    let message = format!("ord() expected a character, but string of length {length} found");
    Err(vm.type_error(&message))
}

fn based(vm: &mut Vm, args: Args, base: u32) -> R<Then> {
    let obj = vm.arg(args, 0);
    match vm.as_bigint(obj) {
        Some(value) => vm.text(int_text::prefixed(&value, base)).map(Then::Return),
        None if vm.has_slot(vm.heap.ty(obj), Slot::Index) => {
            super::index_then(vm, obj, super::IndexUse::Based(base))
        }
        None => Err(vm.not_an_integer(obj)),
    }
}

fn iter(vm: &mut Vm, args: Args) -> R<Then> {
    let object = vm.arg(args, 0);
    let Some(sentinel) = vm.optional_arg(args, 1) else {
        return iterators::build_iterator(vm, "iter", Build::Plain, vec![object]);
    };
    if !is_callable(vm, object) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    vm.heap.incref(object);
    vm.heap.incref(sentinel);
    let iter = Iter::Callable { callable: object, sentinel };
    Ok(Then::Return(vm.heap.alloc_tracked(types::CALLABLE_ITERATOR, Payload::Iter(Rc::new(iter)))))
}

fn next(vm: &mut Vm, args: Args) -> R<Then> {
    let default = vm.optional_arg(args, 1).unwrap_or(Obj::NULL);
    iterators::next_of(vm, vm.arg(args, 0), default)
}

/// Is `ty` a subtype of a class or of any in a tuple (of tuples)? `None` for what is neither.
fn matches_class(vm: &Vm, ty: Obj, classes: Obj) -> Option<bool> {
    let mut pending = vec![classes];
    while let Some(class) = pending.pop() {
        match vm.heap.get(class) {
            Payload::Type(_) if vm.is_subtype(ty, class) => return Some(true),
            Payload::Type(_) => {}
            Payload::Tuple(items) => pending.extend(items.iter().rev()),
            _ => return None,
        }
    }
    Some(false)
}

fn isinstance(vm: &mut Vm, args: Args) -> R<Then> {
    let (obj, classes) = (vm.arg(args, 0), vm.arg(args, 1));
    match matches_class(vm, vm.heap.ty(obj), classes) {
        Some(answer) => Vm::bool_then(answer),
        None => Err(vm.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
    }
}

fn issubclass(vm: &mut Vm, args: Args) -> R<Then> {
    let (class, classes) = (vm.arg(args, 0), vm.arg(args, 1));
    if vm.type_data(class).is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    match matches_class(vm, class, classes) {
        Some(answer) => Vm::bool_then(answer),
        None => Err(vm.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
    }
}

fn is_callable(vm: &Vm, obj: Obj) -> bool {
    matches!(
        vm.heap.get(obj),
        Payload::Function(_)
            | Payload::Builtin { .. }
            | Payload::MethodDescriptor { .. }
            | Payload::Method { .. }
            | Payload::Type(_)
            | Payload::StaticMethod(_)
    ) || vm.has_slot(vm.heap.ty(obj), Slot::Call)
}

fn callable(vm: &mut Vm, args: Args) -> R<Then> {
    Vm::bool_then(is_callable(vm, vm.arg(args, 0)))
}

/// An attribute name argument, interned.
fn attribute_name(vm: &mut Vm, obj: Obj) -> R<Obj> {
    match vm.as_str(obj).map(str::to_owned) {
        Some(text) => Ok(vm.intern(&text)),
        None => {
            let message = format!("attribute name must be string, not '{}'", vm.type_name(obj));
            Err(vm.type_error(&message))
        }
    }
}

fn getattr(vm: &mut Vm, args: Args) -> R<Then> {
    let object = vm.arg(args, 0);
    let name = attribute_name(vm, vm.arg(args, 1))?;
    match vm.optional_arg(args, 2) {
        None => vm.get_attribute(object, name),
        Some(default) => get_or(vm, "getattr", object, name, default),
    }
}

fn hasattr(vm: &mut Vm, args: Args) -> R<Then> {
    let object = vm.arg(args, 0);
    let name = attribute_name(vm, vm.arg(args, 1))?;
    get_or(vm, "hasattr", object, name, Obj::NULL)
}

fn get_or(vm: &mut Vm, function: &'static str, object: Obj, name: Obj, default: Obj) -> R<Then> {
    let pending = Builtin::GetAttr { object, name, default, started: false };
    launch(vm, function, Pending::Builtin(Box::new(pending)), &[object, default])
}

fn setattr(vm: &mut Vm, args: Args) -> R<Then> {
    let (object, value) = (vm.arg(args, 0), vm.arg(args, 2));
    let name = attribute_name(vm, vm.arg(args, 1))?;
    vm.heap.incref(value);
    vm.set_attribute(object, name, value)
}

fn delattr(vm: &mut Vm, args: Args) -> R<Then> {
    let object = vm.arg(args, 0);
    let name = attribute_name(vm, vm.arg(args, 1))?;
    vm.delete_attribute(object, name)
}

impl Builtin {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self {
            Builtin::GetAttr { object, name, default, started } => {
                let default = *default;
                let got = if std::mem::replace(started, true) {
                    answer.map(Got::Value)
                } else {
                    vm.get_attribute(*object, *name).map(Got::from)
                };
                match got {
                    Ok(Got::Wait(next)) => Ok(next),
                    Ok(Got::Value(value)) if default.is_null() => {
                        vm.decref(value);
                        Ok(Next::Return(known::TRUE))
                    }
                    Ok(Got::Value(value)) => Ok(Next::Return(value)),
                    Err(raised) if !vm.raised_is(types::ATTRIBUTE_ERROR) => Err(raised),
                    Err(_) => {
                        vm.clear_raised();
                        Ok(Next::Return(if default.is_null() { known::FALSE } else { vm.new_ref(default) }))
                    }
                }
            }
            Builtin::Dir { callee, args, stage } => {
                let answer = answer?;
                *stage += 1;
                match *stage {
                    1 => return Ok(Next::Call { callee: *callee, args: args.clone() }),
                    2 => held.push(answer),
                    _ => return Ok(Next::Return(answer)),
                }
                let after = super::consume::After::Sorted { key: Obj::NULL, reverse: false };
                Ok(match consume(vm, "dir", answer, Sink::Collect(after), &[])?.into() {
                    Got::Value(list) => Next::Return(list),
                    Got::Wait(next) => next,
                })
            }
            Builtin::Special { callee, args, message, started } => {
                if !std::mem::replace(started, true) {
                    return Ok(Next::Call { callee: *callee, args: args.clone() });
                }
                let answer = answer?;
                if answer == known::NOT_IMPLEMENTED {
                    return Err(vm.type_error(message));
                }
                Ok(Next::Return(answer))
            }
        }
    }
}

/// `enumerate`, `zip`, `map`, `filter`, `reversed` as classes.
pub(super) fn construct_iterator(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    let values = vm.positional_args(args);
    match class {
        types::ENUMERATE => {
            let [iterable, start] = vm.bind_arguments(args, "enumerate", ["iterable", "start"], 2, 0)?;
            let Some(iterable) = iterable else {
                return Err(vm.type_error("enumerate() missing required argument 'iterable' (pos 1)"));
            };
            let start = match start {
                Some(start) => vm.int_argument(start)?,
                None => 0,
            };
            iterators::build_iterator(vm, "enumerate", Build::Enumerate { start }, vec![iterable])
        }
        types::ZIP => {
            let mut strict = false;
            for (name, value) in vm.keyword_args(args) {
                if vm.text_of(name) != "strict" {
                    let message = format!("zip() got an unexpected keyword argument '{}'", vm.text_of(name));
                    return Err(vm.type_error(&message));
                }
                strict = matches!(vm.truth_answer(value), Answer::Known(true));
            }
            iterators::build_iterator(vm, "zip", Build::Zip { strict }, values)
        }
        types::MAP => {
            super::no_keywords(vm, args, "map")?;
            let Some((&function, iterables)) = values.split_first().filter(|(_, rest)| !rest.is_empty())
            else {
                return Err(vm.type_error("map() must have at least two arguments."));
            };
            iterators::build_iterator(vm, "map", Build::Map { function }, iterables.to_vec())
        }
        types::FILTER => {
            super::no_keywords(vm, args, "filter")?;
            let &[function, iterable] = values.as_slice() else {
                let message = format!("filter expected 2 arguments, got {}", values.len());
                return Err(vm.type_error(&message));
            };
            iterators::build_iterator(vm, "filter", Build::Filter { function }, vec![iterable])
        }
        _ => reversed(vm, &values),
    }
}

fn reversed(vm: &mut Vm, values: &[Obj]) -> R<Then> {
    let &[object] = values else {
        let message = format!("reversed expected 1 argument, got {}", values.len());
        return Err(vm.type_error(&message));
    };
    if let Some((callee, args)) = vm.special_method(object, Slot::Reversed) {
        return Ok(Then::Tail { callee, args });
    }
    if let Some(iterator) = super::list::reversed_of(vm, object)? {
        return Ok(Then::Return(iterator));
    }
    let message = format!("'{}' object is not reversible", vm.type_name(object));
    if vm.has_slot(vm.heap.ty(object), Slot::GetItem) {
        return Err(vm.unsupported("reversed() of an object with a Python __getitem__"));
    }
    Err(vm.type_error(&message))
}
