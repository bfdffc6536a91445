//! `range` (`Objects/rangeobject.c`).

use super::sequence;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload, Range};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::rc::Rc;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::positional("count", count, 2, 2),
    NativeDef::positional("index", index, 2, 2),
    NativeDef::positional("__reversed__", reversed, 1, 1),
];

pub(super) static GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "start", get: |vm, obj| part(vm, obj, 0), set: None },
    GetSetDef { name: "stop", get: |vm, obj| part(vm, obj, 1), set: None },
    GetSetDef { name: "step", get: |vm, obj| part(vm, obj, 2), set: None },
];

fn range_of(vm: &Vm, obj: Obj) -> Option<Range> {
    match vm.heap.get(obj) {
        Payload::Range(range) => Some(**range),
        _ => None,
    }
}

fn part(vm: &mut Vm, obj: Obj, which: usize) -> R<Obj> {
    let range = range_of(vm, obj);
    let parts = range.map_or([known::NONE; 3], |range| [range.start, range.stop, range.step]);
    Ok(vm.new_ref(parts[which]))
}

/// Start, stop and step.
pub(super) fn bounds(vm: &Vm, obj: Obj) -> Option<(BigInt, BigInt, BigInt)> {
    let range = range_of(vm, obj)?;
    Some((vm.as_bigint(range.start)?, vm.as_bigint(range.stop)?, vm.as_bigint(range.step)?))
}

/// The number of values.
pub(super) fn length(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let span = if step.is_positive() { stop - start } else { start - stop };
    if span.is_positive() { (span - 1u8).div_floor(&step.abs()) + 1u8 } else { BigInt::zero() }
}

pub(super) fn length_of(vm: &Vm, obj: Obj) -> BigInt {
    bounds(vm, obj).map_or_else(BigInt::zero, |(start, stop, step)| length(&start, &stop, &step))
}

/// Is the range not empty?
pub fn range_is_true(vm: &Vm, range: Range) -> bool {
    let parts = (vm.as_bigint(range.start), vm.as_bigint(range.stop), vm.as_bigint(range.step));
    match parts {
        (Some(start), Some(stop), Some(step)) => !length(&start, &stop, &step).is_zero(),
        _ => false,
    }
}

/// A range of int objects (owned, taken over).
fn new_range(vm: &mut Vm, start: Obj, stop: Obj, step: Obj) -> Obj {
    vm.heap.alloc(types::RANGE, Payload::Range(Rc::new(Range { start, stop, step })))
}

/// `range(...)`.
pub(super) fn construct(vm: &mut Vm, args: Args) -> R<Then> {
    super::no_keywords(vm, args, "range")?;
    let given = vm.positional_args(args);
    let message = match given.len() {
        1..=3 => None,
        0 => Some("range expected at least 1 argument, got 0".to_owned()),
        n => Some(format!("range expected at most 3 arguments, got {n}")),
    };
    if let Some(message) = message {
        return Err(vm.type_error(&message));
    }
    for &arg in &given {
        if !vm.is_int(arg) {
            if vm.has_slot(vm.heap.ty(arg), crate::vm::slots::Slot::Index) {
                return super::index_args_then(vm, types::RANGE, &given);
            }
            return Err(vm.not_an_integer(arg));
        }
    }
    // bools become ints, as PyNumber_Index makes them
    let exact: Vec<Obj> = given.iter().map(|&arg| super::exact_int(vm, arg)).collect();
    let (start, stop, step) = match exact.as_slice() {
        [stop] => (vm.int(0), *stop, vm.int(1)),
        [start, stop] => (*start, *stop, vm.int(1)),
        [start, stop, step, ..] => (*start, *stop, *step),
        [] => (known::NONE, known::NONE, known::NONE),
    };
    if matches!(vm.heap.get(step), Payload::Int(0)) {
        [start, stop, step].into_iter().for_each(|obj| vm.decref(obj));
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(Then::Return(new_range(vm, start, stop, step)))
}

/// `range[i]`; the key is an int.
pub(super) fn item(vm: &mut Vm, range: Obj, key: Obj) -> R<Obj> {
    let (Some((start, stop, step)), Some(index)) = (bounds(vm, range), vm.as_bigint(key)) else {
        return Err(vm.type_error("range indices must be integers or slices"));
    };
    let length = length(&start, &stop, &step);
    let index = if index.is_negative() { index + &length } else { index };
    if index.is_negative() || index >= length {
        return Err(vm.index_error("range object index out of range"));
    }
    Ok(vm.bigint(start + index * step))
}

/// `range[a:b:c]`.
pub(super) fn slice(vm: &mut Vm, range: Obj, slice: Obj) -> R<Obj> {
    let Some((start, stop, step)) = bounds(vm, range) else { return Ok(known::NONE) };
    let Some(length) = length(&start, &stop, &step).to_i64() else {
        return Err(vm.unsupported("slices of ranges beyond 64 bits"));
    };
    let parts = vm.slice_parts(slice)?;
    let span = vm.check(sequence::resolve(parts, length))?;
    let first = &start + &step * span.start;
    let last = &start + &step * span.stop;
    let (first, last, step) = (vm.bigint(first), vm.bigint(last), vm.bigint(step * span.step));
    Ok(new_range(vm, first, last, step))
}

/// Position of an int in the range.
fn position(vm: &Vm, range: Obj, value: Obj) -> Option<BigInt> {
    let (start, stop, step) = bounds(vm, range)?;
    let value = vm.as_bigint(value)?;
    let inside =
        if step.is_positive() { start <= value && value < stop } else { stop < value && value <= start };
    let offset = value - start;
    (inside && (&offset % &step).is_zero()).then(|| offset / step)
}

/// `value in range`: by arithmetic for ints; `None` for anything else, which is searched for.
pub(super) fn contains(vm: &Vm, range: Obj, value: Obj) -> Option<bool> {
    let ty = vm.heap.ty(value);
    match vm.heap.get(value) {
        Payload::Int(_) | Payload::BigInt(_) if ty == types::INT || ty == types::BOOL => {
            Some(position(vm, range, value).is_some())
        }
        Payload::Float(float) if !super::compare::is_integral(*float) => Some(false),
        Payload::Float(float) => {
            let whole = super::float_math::to_int(*float).ok()?;
            let (start, stop, step) = bounds(vm, range)?;
            let inside = if step.is_positive() {
                start <= whole && whole < stop
            } else {
                stop < whole && whole <= start
            };
            Some(inside && ((whole - start) % step).is_zero())
        }
        Payload::Str(_) | Payload::Bytes(_) | Payload::Atom | Payload::Tuple(_) | Payload::List(_) => {
            Some(false)
        }
        _ => None,
    }
}

/// Two ranges are equal when they hold the same values.
pub(super) fn ranges_equal(vm: &Vm, left: Obj, right: Obj) -> bool {
    let (Some((a, b, c)), Some((x, y, z))) = (bounds(vm, left), bounds(vm, right)) else { return false };
    let (m, n) = (length(&a, &b, &c), length(&x, &y, &z));
    m == n && (m.is_zero() || (a == x && (m.is_one() || c == z)))
}

/// What a range's hash is made of: length, start and step, `None` where they do not matter; owned.
pub(super) fn hash_parts(vm: &mut Vm, range: Obj) -> Vec<Obj> {
    let Some((start, stop, step)) = bounds(vm, range) else { return Vec::new() };
    let length = length(&start, &stop, &step);
    let start = if length.is_zero() { known::NONE } else { vm.bigint(start) };
    let step = if length.is_zero() || length.is_one() { known::NONE } else { vm.bigint(step) };
    vec![vm.bigint(length), start, step]
}

fn count(vm: &mut Vm, args: Args) -> R<Then> {
    let (range, value) = (vm.arg(args, 0), vm.arg(args, 1));
    match contains(vm, range, value) {
        Some(found) => Ok(Then::Return(vm.int(i64::from(found)))),
        None => Err(vm.unsupported("range.count() of an object with its own __eq__")),
    }
}

fn index(vm: &mut Vm, args: Args) -> R<Then> {
    let (range, value) = (vm.arg(args, 0), vm.arg(args, 1));
    match position(vm, range, value) {
        Some(position) => Ok(Then::Return(vm.bigint(position))),
        None => {
            let message = if vm.is_int(value) {
                format!("{} is not in range", vm.safe_repr(value))
            } else {
                "sequence.index(x): x not in sequence".to_owned()
            };
            Err(vm.value_error(&message))
        }
    }
}

fn reversed(vm: &mut Vm, args: Args) -> R<Then> {
    let range = vm.arg(args, 0);
    super::iterators::range_iterator(vm, range, true).map(Then::Return)
}
