//! The running total of `sum` (`builtin_sum_impl`, `Python/bltinmodule.c`).

use crate::heap::known::types;
use crate::heap::{Obj, Payload};
use crate::vm::Vm;

/// The running total of `sum` (`builtin_sum_impl`): machine ints and floats are added without objects, floats with
/// Neumaier's compensation (since 3.12).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Total {
    Int(i64),
    Float {
        high: f64,
        low: f64,
    },
    /// An object, the last held one.
    Object,
}

impl Total {
    pub(super) fn of(vm: &Vm, start: Obj) -> Total {
        match vm.heap.get(start) {
            Payload::Int(value) if vm.heap.ty(start) == types::INT => Total::Int(*value),
            Payload::Float(value) if vm.heap.ty(start) == types::FLOAT => {
                Total::Float { high: *value, low: 0.0 }
            }
            _ => Total::Object,
        }
    }

    /// Adds without objects; `None` when that is not possible.
    pub(super) fn plus(self, vm: &Vm, item: Obj) -> Option<Total> {
        let ty = vm.heap.ty(item);
        match (self, vm.heap.get(item)) {
            (Total::Int(total), Payload::Int(value)) if ty == types::INT || ty == types::BOOL => {
                total.checked_add(*value).map(Total::Int)
            }
            (Total::Float { high, low }, Payload::Float(value)) if ty == types::FLOAT => {
                Some(compensated(high, low, *value))
            }
            (Total::Float { high, low }, Payload::Int(_) | Payload::BigInt(_)) => {
                let value = vm.number(item)?.to_f64().ok()?;
                Some(compensated(high, low, value))
            }
            _ => None,
        }
    }

    /// The total as an object (owned), unless it is one already.
    pub(super) fn object(self, vm: &mut Vm) -> Option<Obj> {
        match self {
            Total::Int(value) => Some(vm.int(value)),
            Total::Float { high, low } if low != 0.0 && low.is_finite() => Some(vm.float(high + low)),
            Total::Float { high, .. } => Some(vm.float(high)),
            Total::Object => None,
        }
    }
}

fn compensated(high: f64, low: f64, value: f64) -> Total {
    let sum = high + value;
    let error = if high.abs() >= value.abs() { (high - sum) + value } else { (value - sum) + high };
    Total::Float { high: sum, low: low + error }
}
