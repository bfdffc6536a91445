//! `math.fsum` and `math.prod`: functions of an iterable.

use super::super::{Pending, arguments};
use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::vm::{Args, Next, R, State, Task, Then, Vm};
use num_bigint::BigInt;

/// What to make of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Sum,
    Product,
}

pub fn fsum(vm: &mut Vm, args: Args) -> R<Then> {
    let iterable = vm.arg(args, 0);
    start(vm, Fold::Sum, iterable, None)
}

pub fn prod(vm: &mut Vm, args: Args) -> R<Then> {
    let [iterable, start_value] = vm.bind_arguments(args, "prod", ["", "start"], 1, 1)?;
    start(vm, Fold::Product, iterable.unwrap_or(known::NONE), start_value)
}

fn start(vm: &mut Vm, function: Fold, iterable: Obj, first: Option<Obj>) -> R<Then> {
    let items: Vec<Obj> = first.into_iter().collect();
    let mut held = items.clone();
    held.push(iterable);
    let name = if function == Fold::Sum { "fsum" } else { "prod" };
    let state = State::Module(Pending::Fold { function, iterator: iterable, items, stage: 0 });
    Ok(Then::Start(Task::holding(vm, name, state, &held)))
}

/// Stage 0 asks for the iterator, stage 1 got it, stage 2 takes its values.
pub fn resume_fold(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    function: Fold,
    iterator: &mut Obj,
    items: &mut Vec<Obj>,
    stage: &mut u8,
    answer: R<Obj>,
) -> R<Next> {
    let value = answer?;
    match *stage {
        0 => {
            *stage = 1;
            match vm.get_iter(*iterator)? {
                Then::Return(found) => resume_fold(vm, held, function, iterator, items, stage, Ok(found)),
                Then::Start(task) => Ok(Next::Start(task)),
                Then::Tail { callee, args } => Ok(Next::Call { callee, args }),
                Then::Resume { .. } => Err(vm.unsupported("this iterable here")),
            }
        }
        1 => {
            *stage = 2;
            *iterator = value;
            held.push(value);
            Ok(Next::Iterate(value))
        }
        _ if !value.is_null() => {
            held.push(value);
            items.push(value);
            Ok(Next::Iterate(*iterator))
        }
        _ => {
            let result = match function {
                Fold::Sum => sum(vm, items)?,
                Fold::Product => product(vm, items)?,
            };
            Ok(Next::Return(result))
        }
    }
}

/// Shewchuk's exact partial sums, rounded once.
fn sum(vm: &mut Vm, items: &[Obj]) -> R<Obj> {
    let mut partials: Vec<f64> = Vec::new();
    let mut special = 0.0;
    for &item in items {
        let mut x = arguments::double(vm, item)?;
        if !x.is_finite() {
            special += x;
            continue;
        }
        let mut kept = 0;
        for i in 0..partials.len() {
            let mut y = partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        partials.push(x);
    }
    if special != 0.0 || special.is_nan() {
        return Ok(vm.float(special));
    }
    let total = round_partials(&partials);
    Ok(vm.float(total))
}

/// The partials do not overlap and grow: the sum rounds half to even over all of them.
fn round_partials(partials: &[f64]) -> f64 {
    let mut rest = partials.to_vec();
    let Some(mut high) = rest.pop() else { return 0.0 };
    let mut low = 0.0;
    while let Some(y) = rest.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    if let Some(&next) = rest.last()
        && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
    {
        let doubled = low * 2.0;
        let x = high + doubled;
        if doubled == x - high {
            high = x;
        }
    }
    high
}

enum Number {
    Int(BigInt),
    Float(f64),
}

fn product(vm: &mut Vm, items: &[Obj]) -> R<Obj> {
    let mut result = Number::Int(BigInt::from(1));
    for &item in items {
        let factor = match vm.heap.get(item) {
            Payload::Float(value) => Number::Float(*value),
            Payload::Int(value) => Number::Int(BigInt::from(*value)),
            Payload::BigInt(value) => Number::Int(BigInt::clone(value)),
            _ => {
                let what = format!("math.prod of '{}' objects", vm.type_name(item));
                return Err(vm.unsupported(&what));
            }
        };
        result = match (result, factor) {
            (Number::Int(a), Number::Int(b)) => Number::Int(a * b),
            (a, b) => Number::Float(as_float(vm, a)? * as_float(vm, b)?),
        };
    }
    Ok(match result {
        Number::Int(value) => vm.bigint(value),
        Number::Float(value) => vm.float(value),
    })
}

fn as_float(vm: &mut Vm, number: Number) -> R<f64> {
    match number {
        Number::Float(value) => Ok(value),
        Number::Int(value) => crate::objects::int_math::to_f64(&value).map_err(|fault| vm.raise_fault(fault)),
    }
}
