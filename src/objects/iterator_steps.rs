//! `__next__` of `zip`, `map`, `filter`, `iter(callable, sentinel)` and of objects with `__getitem__`, which call Python.

use super::answers::Answer;
use crate::heap::known::{self, types};
use crate::heap::{Iter, Obj, Payload};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Vm};

/// Inner iterators of `zip` and `map`.
fn inner_iterators(vm: &Vm, iterator: Obj) -> (Obj, Vec<Obj>, bool) {
    match vm.heap.get(iterator) {
        Payload::Iter(iter) => match &**iter {
            Iter::Zip { inner, strict } => (Obj::NULL, inner.clone(), *strict),
            Iter::Map { function, inner } => (*function, inner.clone(), false),
            Iter::Filter { function, inner } => (*function, vec![*inner], false),
            _ => (Obj::NULL, Vec::new(), false),
        },
        _ => (Obj::NULL, Vec::new(), false),
    }
}

pub(super) fn resume_zip(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    iterator: Obj,
    index: &mut usize,
    waiting: &mut bool,
    answer: R<Obj>,
) -> R<Next> {
    let (_, inner, strict) = inner_iterators(vm, iterator);
    if std::mem::replace(waiting, true) {
        let value = answer?;
        match (value.is_null(), *index) {
            (false, at) if at > usize::MAX / 2 => {
                // strict, and an earlier iterator has ended: this one is longer
                vm.decref(value);
                let at = usize::MAX - at;
                return Err(zip_length_error(vm, at, "longer"));
            }
            (false, _) => held.push(value),
            (true, at) if at > usize::MAX / 2 => {
                let next = usize::MAX - at + 1;
                if next >= inner.len() {
                    return Err(vm.stop_iteration());
                }
                *index = usize::MAX - next;
                return Ok(Next::Iterate(inner[next]));
            }
            (true, 0) if strict && inner.len() > 1 => {
                *index = usize::MAX - 1;
                return Ok(Next::Iterate(inner[1]));
            }
            (true, at) if strict && at > 0 => return Err(zip_length_error(vm, at, "shorter")),
            (true, _) => return Err(vm.stop_iteration()),
        }
        *index += 1;
    }
    match inner.get(*index) {
        Some(&next) => Ok(Next::Iterate(next)),
        None => {
            let items = held.split_off(held.len() - inner.len());
            Ok(Next::Return(vm.new_tuple(items)))
        }
    }
}

fn zip_length_error(vm: &mut Vm, at: usize, word: &str) -> crate::vm::Raised {
    let others = if at == 1 { "argument 1".to_owned() } else { format!("arguments 1-{at}") };
    let message = format!("zip() argument {} is {word} than {others}", at + 1);
    vm.value_error(&message)
}

pub(super) fn resume_map(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    iterator: Obj,
    index: &mut usize,
    stage: &mut u8,
    answer: R<Obj>,
) -> R<Next> {
    let (function, inner, _) = inner_iterators(vm, iterator);
    match *stage {
        2 => return answer.map(Next::Return),
        1 => {
            let value = answer?;
            if value.is_null() {
                return Err(vm.stop_iteration());
            }
            held.push(value);
            *index += 1;
        }
        _ => *stage = 1,
    }
    match inner.get(*index) {
        Some(&next) => Ok(Next::Iterate(next)),
        None => {
            *stage = 2;
            let args = held[held.len() - inner.len()..].to_vec();
            Ok(Next::Call { callee: function, args })
        }
    }
}

pub(super) fn resume_filter(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    iterator: Obj,
    stage: &mut u8,
    answer: R<Obj>,
) -> R<Next> {
    let (function, inner, _) = inner_iterators(vm, iterator);
    let Some(&inner) = inner.first() else { return Err(vm.stop_iteration()) };
    let keep = match *stage {
        0 => false,
        1 => {
            let value = answer?;
            if value.is_null() {
                return Err(vm.stop_iteration());
            }
            held.push(value);
            if function != known::NONE && function != types::BOOL {
                *stage = 2;
                return Ok(Next::Call { callee: function, args: vec![value] });
            }
            match vm.truth_answer(value) {
                Answer::Known(keep) => keep,
                Answer::Ask(task) => {
                    *stage = 3;
                    return Ok(Next::Start(task));
                }
            }
        }
        2 => {
            let verdict = answer?;
            let truth = vm.truth_answer(verdict);
            match truth {
                Answer::Known(keep) => {
                    vm.decref(verdict);
                    keep
                }
                Answer::Ask(task) => {
                    vm.decref(verdict);
                    *stage = 3;
                    return Ok(Next::Start(task));
                }
            }
        }
        _ => answer? == known::TRUE,
    };
    if keep {
        let value = held.pop().unwrap_or(known::NONE);
        return Ok(Next::Return(value));
    }
    if *stage != 0
        && let Some(value) = held.pop()
    {
        vm.decref(value);
    }
    *stage = 1;
    Ok(Next::Iterate(inner))
}

pub(super) fn resume_callable(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    iterator: Obj,
    stage: &mut u8,
    answer: R<Obj>,
) -> R<Next> {
    let (callable, sentinel) = match vm.heap.get(iterator) {
        Payload::Iter(iter) => match **iter {
            Iter::Callable { callable, sentinel } if !callable.is_null() => (callable, sentinel),
            _ => return Err(vm.stop_iteration()),
        },
        _ => return Err(vm.stop_iteration()),
    };
    let same = match *stage {
        0 => {
            *stage = 1;
            return Ok(Next::Call { callee: callable, args: Vec::new() });
        }
        1 => {
            let value = match answer {
                Ok(value) => value,
                Err(raised) => {
                    if vm.raised_is(types::STOP_ITERATION) {
                        vm.exhaust(iterator);
                    }
                    return Err(raised);
                }
            };
            held.push(value);
            match vm.rich_bool(crate::vm::operators::CompareOp::Eq, sentinel, value) {
                Answer::Known(same) => same,
                Answer::Ask(task) => {
                    *stage = 2;
                    return Ok(Next::Start(task));
                }
            }
        }
        _ => answer? == known::TRUE,
    };
    let value = held.pop().unwrap_or(known::NONE);
    if same {
        vm.decref(value);
        vm.exhaust(iterator);
        return Err(vm.stop_iteration());
    }
    Ok(Next::Return(value))
}

pub(super) fn resume_getitem(
    vm: &mut Vm,
    held: &mut Vec<Obj>,
    iterator: Obj,
    started: &mut bool,
    answer: R<Obj>,
) -> R<Next> {
    if std::mem::replace(started, true) {
        return match answer {
            Ok(value) => Ok(Next::Return(value)),
            Err(_) if vm.raised_is(types::INDEX_ERROR) || vm.raised_is(types::STOP_ITERATION) => {
                vm.clear_raised();
                vm.exhaust(iterator);
                Err(vm.stop_iteration())
            }
            Err(raised) => Err(raised),
        };
    }
    let (sequence, at) = match vm.iter_mut(iterator) {
        Some(Iter::GetItem { sequence, index }) => {
            *index += 1;
            (*sequence, *index - 1)
        }
        _ => return Err(vm.stop_iteration()),
    };
    let Some((callee, mut args)) = vm.special_method(sequence, Slot::GetItem) else {
        return Err(vm.stop_iteration());
    };
    let index = vm.int(at);
    args.push(index);
    held.push(index);
    Ok(Next::Call { callee, args })
}
