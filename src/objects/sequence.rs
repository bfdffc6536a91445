//! Subscripts, slices and unpacking of sequences (`Objects/sliceobject.c` and each sequence's `sq_item`, `mp_subscript`).

use super::fault::{Fault, check_size};
use super::str_ops;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::{R, Then, Vm};
use std::rc::Rc;

/// A slice resolved against a length (`PySlice_AdjustIndices`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    /// Number of items.
    pub count: usize,
}

impl Span {
    /// The positions, in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |n| (self.start + n * self.step) as usize)
    }
}

/// Resolves a slice's parts against a length; parts beyond 64 bits are clamped. `None` for parts that are no ints.
pub(crate) fn resolve(parts: [Option<i64>; 3], length: i64) -> Result<Span, Fault> {
    let [start, stop, step] = parts;
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(Fault::value_error("slice step cannot be zero"));
    }
    let (low, high) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let clip = |value: i64| {
        let value = if value < 0 { value.saturating_add(length) } else { value };
        value.clamp(low, high)
    };
    let start = start.map_or(if step < 0 { high } else { low }, clip);
    let stop = stop.map_or(if step < 0 { low } else { high }, clip);
    let count = if step > 0 && start < stop {
        (stop - start - 1) / step + 1
    } else if step < 0 && stop < start {
        (start - stop - 1) / -step + 1
    } else {
        0
    };
    Ok(Span { start, stop, step, count: count as usize })
}

impl Vm {
    /// A slice object's parts as ints. Raises TypeError for anything else.
    pub(crate) fn slice_parts(&mut self, slice: Obj) -> R<[Option<i64>; 3]> {
        let Payload::Slice(parts) = self.heap.get(slice) else { return Ok([None; 3]) };
        let parts = **parts;
        let mut out = [None; 3];
        for (part, out) in parts.into_iter().zip(&mut out) {
            if part == known::NONE {
                continue;
            }
            *out = self.clamped(part);
            if out.is_none() {
                let message = "slice indices must be integers or None or have an __index__ method";
                return Err(self.type_error(message));
            }
        }
        Ok(out)
    }

    /// A slice object resolved against a length.
    pub(crate) fn resolve_slice(&mut self, slice: Obj, length: usize) -> R<Span> {
        let parts = self.slice_parts(slice)?;
        self.check(resolve(parts, length as i64))
    }

    /// Has a part of the slice a Python `__index__`?
    pub(crate) fn slice_needs_python(&self, slice: Obj) -> bool {
        let Payload::Slice(parts) = self.heap.get(slice) else { return false };
        parts.iter().any(|&part| {
            !self.is_int(part) && self.has_slot(self.heap.ty(part), crate::vm::slots::Slot::Index)
        })
    }

    pub(crate) fn is_slice(&self, obj: Obj) -> bool {
        matches!(self.heap.get(obj), Payload::Slice(_))
    }

    /// An index into a sequence, negative ones from its end. Raises IndexError with the message.
    pub(crate) fn sequence_index(&mut self, index: i64, length: usize, message: &str) -> R<usize> {
        let at = if index < 0 { index + length as i64 } else { index };
        match usize::try_from(at) {
            Ok(at) if at < length => Ok(at),
            _ => Err(self.index_error(message)),
        }
    }
}

/// `sequence[key]` of list, tuple, str, bytes and range.
pub(super) fn subscript(vm: &mut Vm, sequence: Obj, key: Obj) -> R<Then> {
    if vm.is_slice(key) {
        if vm.slice_needs_python(key) {
            return super::index_then(
                vm,
                key,
                super::IndexUse::Slice { container: sequence, value: Obj::NULL },
            );
        }
        return slice_of(vm, sequence, key).map(Then::Return);
    }
    let Some(index) = vm.index_of_int(key)? else {
        if vm.has_slot(vm.heap.ty(key), crate::vm::slots::Slot::Index) {
            return super::index_then(
                vm,
                key,
                super::IndexUse::Subscript { container: sequence, value: Obj::NULL },
            );
        }
        let name = if matches!(vm.heap.get(sequence), Payload::Str(_)) {
            "string".to_owned()
        } else if matches!(vm.heap.get(sequence), Payload::Bytes(_)) {
            "byte".to_owned()
        } else {
            plain_name(vm, sequence).to_owned()
        };
        if name == "string" {
            let message = format!("string indices must be integers, not '{}'", vm.type_name(key));
            return Err(vm.type_error(&message));
        }
        let message = format!("{name} indices must be integers or slices, not {}", vm.type_name(key));
        return Err(vm.type_error(&message));
    };
    let item = match vm.heap.get(sequence) {
        Payload::List(items) | Payload::Tuple(items) => {
            let length = items.len();
            let at = if index < 0 { index + length as i64 } else { index };
            match usize::try_from(at).ok().and_then(|at| items.get(at)) {
                Some(&item) => vm.new_ref(item),
                None => {
                    let message = format!("{} index out of range", plain_name(vm, sequence));
                    return Err(vm.index_error(&message));
                }
            }
        }
        Payload::Str(text) => {
            let text = text.clone();
            let at = vm.sequence_index(index, text.length as usize, "string index out of range")?;
            if text.is_ascii() {
                vm.new_str(&text.text[at..=at])
            } else {
                vm.new_str(str_ops::slice(&text.text, at, at + 1))
            }
        }
        Payload::Bytes(bytes) => {
            let bytes = bytes.clone();
            let at = vm.sequence_index(index, bytes.len(), "index out of range")?;
            vm.int(i64::from(bytes[at]))
        }
        _ => return super::range::item(vm, sequence, key).map(Then::Return),
    };
    Ok(Then::Return(item))
}

/// The built-in sequence's name, also for instances of subclasses.
fn plain_name(vm: &Vm, sequence: Obj) -> &'static str {
    match vm.heap.get(sequence) {
        Payload::List(_) => "list",
        Payload::Tuple(_) => "tuple",
        Payload::Range(_) => "range",
        Payload::Bytes(_) => "bytes",
        _ => "str",
    }
}

fn slice_of(vm: &mut Vm, sequence: Obj, slice: Obj) -> R<Obj> {
    match vm.heap.get(sequence) {
        Payload::List(items) => {
            let items = items.clone();
            let span = vm.resolve_slice(slice, items.len())?;
            let picked: Vec<Obj> = span.positions().map(|at| items[at]).collect();
            let picked = vm.new_refs(&picked);
            Ok(vm.new_list(picked))
        }
        Payload::Tuple(items) => {
            let items = items.clone();
            let span = vm.resolve_slice(slice, items.len())?;
            if span.count == items.len() && span.step == 1 && vm.heap.ty(sequence) == types::TUPLE {
                return Ok(vm.new_ref(sequence));
            }
            let picked: Vec<Obj> = span.positions().map(|at| items[at]).collect();
            let picked = vm.new_refs(&picked);
            Ok(vm.new_tuple(picked))
        }
        Payload::Str(text) => {
            let text = text.clone();
            let length = text.length as usize;
            let span = vm.resolve_slice(slice, length)?;
            if span.count == length && span.step == 1 && vm.heap.ty(sequence) == types::STR {
                return Ok(vm.new_ref(sequence));
            }
            if span.step == 1 {
                let start = span.start as usize;
                return Ok(vm.new_str(str_ops::slice(&text.text, start, start + span.count)));
            }
            let picked: String = if text.is_ascii() {
                let bytes = text.text.as_bytes();
                span.positions().map(|at| char::from(bytes[at])).collect()
            } else {
                let chars: Vec<char> = text.text.chars().collect();
                span.positions().map(|at| chars[at]).collect()
            };
            Ok(vm.new_str(&picked))
        }
        Payload::Bytes(bytes) => {
            let bytes = bytes.clone();
            let span = vm.resolve_slice(slice, bytes.len())?;
            let picked: Vec<u8> = span.positions().map(|at| bytes[at]).collect();
            Ok(super::bytes::new_bytes(vm, picked))
        }
        _ => super::range::slice(vm, sequence, slice),
    }
}

/// `sequence * count`; `None` where the operands are not a sequence and an int.
pub(super) fn repeat(vm: &mut Vm, sequence: Obj, count: Obj) -> R<Option<Obj>> {
    let is_sequence = matches!(
        vm.heap.get(sequence),
        Payload::List(_) | Payload::Tuple(_) | Payload::Str(_) | Payload::Bytes(_)
    );
    if !is_sequence || !vm.is_int(count) {
        return Ok(None);
    }
    let count = match vm.heap.get(count) {
        Payload::Int(count) => *count,
        _ => return Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
    };
    let count = usize::try_from(count).unwrap_or(0);
    let size = |length: usize| check_size(length.saturating_mul(count));
    match vm.heap.get(sequence) {
        Payload::Str(text) => {
            let text = text.clone();
            vm.check(size(text.text.len()))?;
            if count == 1 && vm.heap.ty(sequence) == types::STR {
                return Ok(Some(vm.new_ref(sequence)));
            }
            Ok(Some(vm.new_str(&text.text.repeat(count))))
        }
        Payload::Bytes(bytes) => {
            let bytes = bytes.clone();
            vm.check(size(bytes.len()))?;
            Ok(Some(super::bytes::new_bytes(vm, bytes.repeat(count))))
        }
        Payload::List(items) | Payload::Tuple(items) => {
            let items = items.clone();
            vm.check(size(items.len()))?;
            let is_list = matches!(vm.heap.get(sequence), Payload::List(_));
            if !is_list && (count == 1 || items.is_empty()) && vm.heap.ty(sequence) == types::TUPLE {
                return Ok(Some(vm.new_ref(sequence)));
            }
            let repeated = vm.new_refs(&items.repeat(count));
            Ok(Some(if is_list { vm.new_list(repeated) } else { vm.new_tuple(repeated) }))
        }
        _ => Ok(None),
    }
}

/// `a + b` of two sequences of one kind; `None` for anything else.
pub(super) fn concat(vm: &mut Vm, left: Obj, right: Obj) -> R<Option<Obj>> {
    match vm.heap.pair(left, right) {
        (Payload::Str(a), Payload::Str(b)) => {
            if a.length == 0 && vm.heap.ty(right) == types::STR {
                return Ok(Some(vm.new_ref(right)));
            }
            if b.length == 0 && vm.heap.ty(left) == types::STR {
                return Ok(Some(vm.new_ref(left)));
            }
            let text = [&*a.text, &*b.text].concat();
            vm.text(text).map(Some)
        }
        (Payload::List(a), Payload::List(b)) => {
            let items = [a.as_slice(), b.as_slice()].concat();
            vm.check(check_size(items.len()))?;
            let items = vm.new_refs(&items);
            Ok(Some(vm.new_list(items)))
        }
        (Payload::Tuple(a), Payload::Tuple(b)) => {
            if a.is_empty() && vm.heap.ty(right) == types::TUPLE {
                return Ok(Some(vm.new_ref(right)));
            }
            if b.is_empty() && vm.heap.ty(left) == types::TUPLE {
                return Ok(Some(vm.new_ref(left)));
            }
            let items = [a.as_slice(), b.as_slice()].concat();
            vm.check(check_size(items.len()))?;
            let items = vm.new_refs(&items);
            Ok(Some(vm.new_tuple(items)))
        }
        (Payload::Bytes(a), Payload::Bytes(b)) => {
            let bytes = [a.as_slice(), b.as_slice()].concat();
            vm.check(check_size(bytes.len()))?;
            Ok(Some(super::bytes::new_bytes(vm, bytes)))
        }
        (Payload::Str(_), _) => {
            let message = format!("can only concatenate str (not \"{}\") to str", vm.type_name(right));
            Err(vm.type_error(&message))
        }
        (Payload::List(_), _) => {
            let message = format!("can only concatenate list (not \"{}\") to list", vm.type_name(right));
            Err(vm.type_error(&message))
        }
        (Payload::Tuple(_), _) => {
            let message = format!("can only concatenate tuple (not \"{}\") to tuple", vm.type_name(right));
            Err(vm.type_error(&message))
        }
        (Payload::Bytes(_), _) => {
            let message = format!("can't concat {} to bytes", vm.type_name(right));
            Err(vm.type_error(&message))
        }
        _ => Ok(None),
    }
}

/// Splits collected items (owned) as `UNPACK_SEQUENCE` or `UNPACK_EX` wants them; the answer is a tuple.
pub(super) fn unpack(vm: &mut Vm, mut items: Vec<Obj>, before: usize, after: Option<usize>) -> R<Then> {
    let got = items.len();
    let fits = match after {
        None => got == before,
        Some(after) => got >= before + after,
    };
    if !fits {
        items.into_iter().for_each(|item| vm.decref(item));
        let raised = match after {
            None if got > before => {
                // an iterator is asked for one item more than wanted, so its length is not known
                vm.value_error(&format!("too many values to unpack (expected {before})"))
            }
            None => vm.unpack_error(before, got),
            Some(after) => {
                let least = before + after;
                vm.value_error(&format!("not enough values to unpack (expected at least {least}, got {got})"))
            }
        };
        return Err(raised);
    }
    if let Some(after) = after {
        let tail = items.split_off(got - after);
        let middle = items.split_off(before);
        let list = vm.new_list(middle);
        items.push(list);
        items.extend(tail);
    }
    Ok(Then::Return(vm.new_tuple(items)))
}

/// The position an argument of `index`, `insert`, `find` means: clamped to the length, negative from the end.
pub(super) fn clamp_position(position: i64, length: usize) -> usize {
    let length = length as i64;
    let position = if position < 0 { position.saturating_add(length) } else { position };
    position.clamp(0, length) as usize
}

/// Optional start and end arguments of `find`, `count`, `index`; `None` arguments count as not given.
pub(super) fn bounds(vm: &mut Vm, start: Option<Obj>, end: Option<Obj>) -> R<(i64, i64)> {
    let mut read = |obj: Option<Obj>, default: i64| match obj {
        None => Ok(default),
        Some(known::NONE) => Ok(default),
        Some(obj) => vm.clamped(obj).ok_or(()).map_err(|()| {
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        }),
    };
    Ok((read(start, 0)?, read(end, i64::MAX)?))
}

/// A list's items for writing: shared with a checkpoint, they are copied first.
pub(super) fn list_mut(vm: &mut Vm, list: Obj) -> Option<&mut Vec<Obj>> {
    match vm.heap.get_mut(list) {
        Payload::List(items) => Some(Rc::make_mut(items)),
        _ => None,
    }
}
