//! Special methods of built-in types as attributes (`slot wrapper`): `[].__len__`, `super().__setitem__(...)`.
//!
//! Each goes to the built-in behaviour, past whatever a subclass overrides.

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, NativeDef};
use crate::vm::operators::{BinaryOp, CompareOp};
use crate::vm::slots::Slot;
use crate::vm::{R, Then, Vm};

macro_rules! binary {
    ($name:literal, $op:ident) => {
        NativeDef::positional($name, |vm, args| operate(vm, args, BinaryOp::$op, false), 2, 2)
    };
    ($name:literal, $op:ident, reflected) => {
        NativeDef::positional($name, |vm, args| operate(vm, args, BinaryOp::$op, true), 2, 2)
    };
}

macro_rules! comparison {
    ($name:literal, $op:ident) => {
        NativeDef::positional($name, |vm, args| compare(vm, args, CompareOp::$op), 2, 2)
    };
}

const COMPARISONS: &[NativeDef] = &[
    comparison!("__lt__", Lt),
    comparison!("__le__", Le),
    comparison!("__eq__", Eq),
    comparison!("__ne__", Ne),
    comparison!("__gt__", Gt),
    comparison!("__ge__", Ge),
];

const NUMBERS: &[NativeDef] = &[
    binary!("__add__", Add),
    binary!("__radd__", Add, reflected),
    binary!("__sub__", Subtract),
    binary!("__rsub__", Subtract, reflected),
    binary!("__mul__", Multiply),
    binary!("__rmul__", Multiply, reflected),
    binary!("__truediv__", TrueDivide),
    binary!("__rtruediv__", TrueDivide, reflected),
    binary!("__floordiv__", FloorDivide),
    binary!("__rfloordiv__", FloorDivide, reflected),
    binary!("__mod__", Remainder),
    binary!("__rmod__", Remainder, reflected),
    binary!("__pow__", Power),
    binary!("__rpow__", Power, reflected),
    NativeDef::positional("__neg__", |vm, args| unary(vm, args, Slot::Neg), 1, 1),
    NativeDef::positional("__pos__", |vm, args| unary(vm, args, Slot::Pos), 1, 1),
    NativeDef::positional("__abs__", |vm, args| unary(vm, args, Slot::Abs), 1, 1),
    NativeDef::positional("__bool__", truth, 1, 1),
];

const BITS: &[NativeDef] = &[
    binary!("__and__", And),
    binary!("__or__", Or),
    binary!("__xor__", Xor),
    binary!("__lshift__", LShift),
    binary!("__rshift__", RShift),
    NativeDef::positional("__invert__", |vm, args| unary(vm, args, Slot::Invert), 1, 1),
];

const CONTAINER: &[NativeDef] = &[
    NativeDef::positional("__len__", length, 1, 1),
    NativeDef::positional("__contains__", contains, 2, 2),
    NativeDef::positional("__iter__", iter, 1, 1),
];

const SUBSCRIPT: &[NativeDef] = &[NativeDef::positional("__getitem__", get_item, 2, 2)];

const CONCATENATION: &[NativeDef] =
    &[binary!("__add__", Add), binary!("__mul__", Multiply), binary!("__rmul__", Multiply, reflected)];

const MUTABLE: &[NativeDef] = &[
    NativeDef::positional("__setitem__", set_item, 3, 3),
    NativeDef::positional("__delitem__", delete_item, 2, 2),
];

const ALGEBRA: &[NativeDef] =
    &[binary!("__and__", And), binary!("__or__", Or), binary!("__xor__", Xor), binary!("__sub__", Subtract)];

const TEXTS: &[NativeDef] = &[
    NativeDef::positional("__repr__", repr, 1, 1),
    NativeDef::positional("__str__", str_, 1, 1),
    NativeDef::positional("__hash__", hash, 1, 1),
];

const REPR: &[NativeDef] = &[NativeDef::positional("__repr__", repr, 1, 1)];

const ITERATOR: &[NativeDef] = &[
    NativeDef::positional("__next__", next, 1, 1),
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

/// Which built-in types have which of them.
pub const WRAPPERS: &[(Obj, &[&[NativeDef]])] = &[
    (types::INT, &[COMPARISONS, NUMBERS, BITS, TEXTS]),
    (types::FLOAT, &[COMPARISONS, NUMBERS, TEXTS]),
    (types::STR, &[COMPARISONS, CONTAINER, SUBSCRIPT, CONCATENATION, TEXTS]),
    (types::BYTES, &[COMPARISONS, CONTAINER, SUBSCRIPT, CONCATENATION, TEXTS]),
    (types::TUPLE, &[COMPARISONS, CONTAINER, SUBSCRIPT, CONCATENATION, TEXTS]),
    (types::LIST, &[COMPARISONS, CONTAINER, SUBSCRIPT, CONCATENATION, MUTABLE, REPR]),
    (types::DICT, &[COMPARISONS, CONTAINER, SUBSCRIPT, MUTABLE, REPR]),
    (types::SET, &[COMPARISONS, CONTAINER, ALGEBRA, REPR]),
    (types::FROZENSET, &[COMPARISONS, CONTAINER, ALGEBRA, TEXTS]),
    (types::RANGE, &[CONTAINER, SUBSCRIPT]),
    (types::LIST_ITERATOR, &[ITERATOR]),
    (types::TUPLE_ITERATOR, &[ITERATOR]),
    (types::STR_ASCII_ITERATOR, &[ITERATOR]),
    (types::STR_ITERATOR, &[ITERATOR]),
    (types::RANGE_ITERATOR, &[ITERATOR]),
    (types::DICT_KEYITERATOR, &[ITERATOR]),
    (types::DICT_VALUEITERATOR, &[ITERATOR]),
    (types::DICT_ITEMITERATOR, &[ITERATOR]),
    (types::SET_ITERATOR, &[ITERATOR]),
    (types::ENUMERATE, &[ITERATOR]),
    (types::ZIP, &[ITERATOR]),
    (types::MAP, &[ITERATOR]),
    (types::FILTER, &[ITERATOR]),
    (types::REVERSED, &[ITERATOR]),
    (types::LIST_REVERSEITERATOR, &[ITERATOR]),
];

fn operate(vm: &mut Vm, args: Args, op: BinaryOp, reflected: bool) -> R<Then> {
    let (this, other) = (vm.arg(args, 0), vm.arg(args, 1));
    let (left, right) = if reflected { (other, this) } else { (this, other) };
    crate::objects::binary(vm, op, false, left, right)
}

fn compare(vm: &mut Vm, args: Args, op: CompareOp) -> R<Then> {
    let (this, other) = (vm.arg(args, 0), vm.arg(args, 1));
    crate::objects::compare(vm, op, this, other)
}

fn unary(vm: &mut Vm, args: Args, slot: Slot) -> R<Then> {
    let this = vm.arg(args, 0);
    crate::objects::unary(vm, slot, this)
}

fn truth(vm: &mut Vm, args: Args) -> R<Then> {
    let truth = vm.native_truth(vm.arg(args, 0));
    Ok(Then::Return(known::bool_obj(truth)))
}

fn length(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    super::bridge::native_length(vm, this)
}

fn contains(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, item) = (vm.arg(args, 0), vm.arg(args, 1));
    crate::objects::contains(vm, this, item)
}

fn iter(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    match *vm.heap.get(this) {
        Payload::List(_) => Ok(Then::Return(vm.sequence_iter(types::LIST_ITERATOR, this))),
        Payload::Tuple(_) => Ok(Then::Return(vm.sequence_iter(types::TUPLE_ITERATOR, this))),
        _ => match crate::objects::iterator_of(vm, this)? {
            Some(iterator) => Ok(Then::Return(iterator)),
            None => Err(vm.unsupported("this __iter__")),
        },
    }
}

fn get_item(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, key) = (vm.arg(args, 0), vm.arg(args, 1));
    crate::objects::subscript(vm, this, key)
}

fn set_item(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, key, value) = (vm.arg(args, 0), vm.arg(args, 1), vm.arg(args, 2));
    crate::objects::store_subscript(vm, this, key, value)
}

fn delete_item(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, key) = (vm.arg(args, 0), vm.arg(args, 1));
    crate::objects::delete_subscript(vm, this, key)
}

fn repr(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    super::bridge::native_repr_of(vm, this)
}

fn str_(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    match vm.as_str(this).map(str::to_owned) {
        Some(text) => Ok(Then::Return(vm.new_str(&text))),
        None => crate::objects::repr_of(vm, this),
    }
}

fn hash(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    super::bridge::native_hash(vm, this)
}

fn next(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    super::bridge::next_of(vm, this)
}
