//! Numbers out of arguments, as CPython's argument parsers take them.

use crate::heap::{Obj, Payload};
use crate::objects::int_math;
use crate::vm::slots::Slot;
use crate::vm::{R, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Nanoseconds in a second.
const SECOND: f64 = 1e9;

/// An int argument (`PyNumber_Index`).
pub fn integer(vm: &mut Vm, obj: Obj) -> R<BigInt> {
    match vm.heap.get(obj) {
        Payload::Int(value) => Ok(BigInt::from(*value)),
        Payload::BigInt(value) => Ok(BigInt::clone(value)),
        _ if vm.has_slot(vm.heap.ty(obj), Slot::Index) => {
            Err(vm.unsupported("__index__ of a class as an argument here"))
        }
        _ => {
            let message = format!("'{}' object cannot be interpreted as an integer", vm.type_name(obj));
            Err(vm.type_error(&message))
        }
    }
}

/// An int argument in the range of C's `long`.
pub fn long(vm: &mut Vm, obj: Obj) -> R<i64> {
    let value = integer(vm, obj)?;
    value.to_i64().ok_or_else(|| {
        vm.raise(crate::heap::known::types::OVERFLOW_ERROR, "Python int too large to convert to C long")
    })
}

/// A float argument (`PyFloat_AsDouble`).
pub fn double(vm: &mut Vm, obj: Obj) -> R<f64> {
    match vm.heap.get(obj) {
        Payload::Float(value) => Ok(*value),
        Payload::Int(value) => Ok(*value as f64),
        Payload::BigInt(value) => {
            let value = value.clone();
            int_math::to_f64(&value).map_err(|fault| vm.raise_fault(fault))
        }
        _ if vm.has_slot(vm.heap.ty(obj), Slot::Float) || vm.has_slot(vm.heap.ty(obj), Slot::Index) => {
            Err(vm.unsupported("__float__ of a class as an argument here"))
        }
        _ => {
            let message = format!("must be real number, not {}", vm.type_name(obj));
            Err(vm.type_error(&message))
        }
    }
}

/// A duration in seconds as nanoseconds, rounded up as `_PyTime_ROUND_TIMEOUT` does; `None` when negative.
pub fn duration(vm: &mut Vm, obj: Obj) -> R<Option<u64>> {
    let seconds = match vm.heap.get(obj) {
        Payload::Float(value) => *value,
        Payload::Int(value) => *value as f64,
        _ => {
            let message =
                format!("'{}' object cannot be interpreted as an integer or float", vm.type_name(obj));
            return Err(vm.type_error(&message));
        }
    };
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds * SECOND >= i64::MAX as f64 {
        return Err(
            vm.raise(crate::heap::known::types::OVERFLOW_ERROR, "timestamp out of range for platform time_t")
        );
    }
    Ok((seconds >= 0.0).then(|| (seconds * SECOND).ceil() as u64))
}

/// The truth of an argument that is a bool or a number, as for `bool` parameters of C functions.
pub fn truth(vm: &mut Vm, obj: Obj) -> R<bool> {
    match vm.truth(obj) {
        crate::vm::operators::Truth::Known(value) => Ok(value),
        _ => Err(vm.unsupported("an object with __bool__ as an argument here")),
    }
}
