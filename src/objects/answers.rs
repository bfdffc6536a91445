//! What the natives of this room have in common: truth, comparison to a bool, faults, indexes, texts of arguments.

use super::Pending;
use super::fault::{Fault, FaultKind};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::operators::{CompareOp, Truth, TruthOf};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Raised, State, Task, Then, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// A [`Then`] inside a task: the value, or what the task has to ask for first.
pub(crate) enum Got {
    Value(Obj),
    Wait(Next),
}

impl From<Then> for Got {
    fn from(then: Then) -> Got {
        match then {
            Then::Return(value) => Got::Value(value),
            Then::Start(task) => Got::Wait(Next::Start(task)),
            Then::Tail { callee, args } => Got::Wait(Next::Call { callee, args }),
            Then::Resume { generator, value } => Got::Wait(Next::Resume { generator, value }),
        }
    }
}

/// A yes or no, or the task whose answer (`True` or `False`) it is.
pub(crate) enum Answer {
    Known(bool),
    Ask(Box<Task>),
}

/// Tasks that come to a bool or a number by way of Python.
#[derive(Clone, Debug)]
pub enum Ask {
    /// `__bool__` or `__len__` runs.
    Truth { callee: Obj, args: Vec<Obj>, of: TruthOf, started: bool },
    /// A rich comparison, then the truth of its answer.
    Compare { op: CompareOp, left: Obj, right: Obj, stage: u8 },
    /// `__index__` runs; the answer must be an int.
    Index { callee: Obj, args: Vec<Obj>, started: bool },
    /// A special method whose answer must be of a type (`__float__` a float, `__int__` an int, `__len__` a length).
    Typed { callee: Obj, args: Vec<Obj>, what: Typed, started: bool },
}

/// What a special method's answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Int(&'static str),
    Float,
    Length,
    Str(&'static str),
}

/// A task of this room that keeps objects alive.
pub(crate) fn task(vm: &mut Vm, name: &'static str, pending: Pending, objects: &[Obj]) -> Box<Task> {
    Task::holding(vm, name, State::Builtin(pending), objects)
}

/// What a task asked for before it had a frame.
#[derive(Clone, Debug)]
pub enum Deferred {
    Start(Box<Task>),
    Call { callee: Obj, args: Vec<Obj> },
    CallKeywords { callee: Obj, args: Vec<Obj>, kwnames: Obj },
    Iterate(Obj),
}

impl Deferred {
    pub(super) fn next(self) -> Next {
        match self {
            Deferred::Start(task) => Next::Start(task),
            Deferred::Call { callee, args } => Next::Call { callee, args },
            Deferred::CallKeywords { callee, args, kwnames } => Next::CallKeywords { callee, args, kwnames },
            Deferred::Iterate(iterator) => Next::Iterate(iterator),
        }
    }
}

/// Runs a task at once as far as it goes without Python: most never need a frame. The rest becomes the native
/// function's task.
pub(crate) fn launch(vm: &mut Vm, name: &'static str, pending: Pending, objects: &[Obj]) -> R<Then> {
    let held = objects.iter().copied().filter(|obj| !obj.is_null()).collect::<Vec<_>>();
    held.iter().for_each(|&obj| vm.heap.incref(obj));
    launch_owned(vm, name, pending, held)
}

/// [`launch`] with references handed over.
pub(crate) fn launch_owned(
    vm: &mut Vm,
    name: &'static str,
    mut pending: Pending,
    mut held: Vec<Obj>,
) -> R<Then> {
    let next = match pending.resume(vm, &mut held, Ok(known::NONE)) {
        Ok(Next::Return(value)) => {
            release(vm, held);
            return Ok(Then::Return(value));
        }
        Err(raised) => {
            release(vm, held);
            return Err(raised);
        }
        Ok(next) => next,
    };
    let mut kept = Vec::new();
    let deferred = match next {
        Next::Start(task) => Deferred::Start(task),
        Next::Call { callee, args } => {
            kept.push(callee);
            kept.extend(&args);
            Deferred::Call { callee, args }
        }
        Next::CallKeywords { callee, args, kwnames } => {
            kept.extend([callee, kwnames].iter().filter(|obj| !obj.is_null()));
            kept.extend(&args);
            Deferred::CallKeywords { callee, args, kwnames }
        }
        Next::Iterate(iterator) => Deferred::Iterate(iterator),
        _ => {
            release(vm, held);
            return Err(vm.unsupported("this native in this place"));
        }
    };
    kept.iter().for_each(|&obj| vm.heap.incref(obj));
    let pending = Pending::Deferred { next: Some(deferred), kept, inner: Box::new(pending) };
    Ok(Then::Start(Box::new(Task { name, state: State::Builtin(pending), held })))
}

pub(crate) fn release(vm: &mut Vm, held: Vec<Obj>) {
    held.into_iter().rev().for_each(|obj| vm.decref(obj));
}

impl Vm {
    /// Raises what an algorithm answered.
    pub(crate) fn raise_fault(&mut self, fault: Fault) -> Raised {
        let class = match fault.kind {
            FaultKind::KeyError => types::KEY_ERROR,
            FaultKind::IndexError => types::INDEX_ERROR,
            FaultKind::MemoryError => types::MEMORY_ERROR,
            FaultKind::OverflowError => types::OVERFLOW_ERROR,
            FaultKind::TypeError => types::TYPE_ERROR,
            FaultKind::ValueError => types::VALUE_ERROR,
            FaultKind::ZeroDivisionError => types::ZERO_DIVISION_ERROR,
            FaultKind::Unsupported => return self.unsupported(&fault.message),
        };
        if fault.message.is_empty() {
            return self.raise_with_args(class, known::EMPTY_TUPLE);
        }
        self.raise(class, &fault.message)
    }

    /// Unwraps an algorithm's result, raising its fault.
    pub(crate) fn check<T>(&mut self, result: Result<T, Fault>) -> R<T> {
        result.map_err(|fault| self.raise_fault(fault))
    }

    pub(crate) fn index_error(&mut self, message: &str) -> Raised {
        self.raise(types::INDEX_ERROR, message)
    }

    pub(crate) fn overflow_error(&mut self, message: &str) -> Raised {
        self.raise(types::OVERFLOW_ERROR, message)
    }

    /// Ends an iterator's task.
    pub(crate) fn stop_iteration(&mut self) -> Raised {
        self.raise_with_args(types::STOP_ITERATION, known::EMPTY_TUPLE)
    }

    /// A new `str` (owned) of a text, within the machine's size limit.
    pub(crate) fn text(&mut self, text: impl AsRef<str>) -> R<Obj> {
        let text = text.as_ref();
        self.check(super::fault::check_size(text.len()))?;
        Ok(self.new_str(text))
    }

    /// An `int` object (owned) of any size.
    pub(crate) fn bigint(&mut self, value: BigInt) -> Obj {
        match value.to_i64() {
            Some(value) => self.int(value),
            None => self.heap.alloc(types::INT, Payload::BigInt(std::rc::Rc::new(value))),
        }
    }

    /// The value of an `int` object of any size.
    pub(crate) fn as_bigint(&self, obj: Obj) -> Option<BigInt> {
        match self.heap.get(obj) {
            Payload::Int(value) => Some(BigInt::from(*value)),
            Payload::BigInt(value) => Some((**value).clone()),
            _ => None,
        }
    }

    pub(crate) fn is_int(&self, obj: Obj) -> bool {
        matches!(self.heap.get(obj), Payload::Int(_) | Payload::BigInt(_))
    }

    /// An int clamped to `i64`, as `PyNumber_AsSsize_t` without an error class does for slices.
    pub(crate) fn clamped(&self, obj: Obj) -> Option<i64> {
        match self.heap.get(obj) {
            Payload::Int(value) => Some(*value),
            Payload::BigInt(value) => {
                Some(if value.sign() == num_bigint::Sign::Minus { i64::MIN } else { i64::MAX })
            }
            _ => None,
        }
    }

    /// `PyNumber_AsSsize_t(obj, IndexError)` of an int; `None` for what is no int.
    pub(crate) fn index_of_int(&mut self, obj: Obj) -> R<Option<i64>> {
        match self.heap.get(obj) {
            Payload::Int(value) => Ok(Some(*value)),
            Payload::BigInt(_) => {
                let message = format!("cannot fit '{}' into an index-sized integer", self.type_name(obj));
                Err(self.index_error(&message))
            }
            _ => Ok(None),
        }
    }

    /// An int argument (`Py_ssize_t`). Raises TypeError for anything else; `__index__` of Python classes is the
    /// caller's case.
    pub(crate) fn int_argument(&mut self, obj: Obj) -> R<i64> {
        match self.heap.get(obj) {
            Payload::Int(value) => Ok(*value),
            Payload::BigInt(_) => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
            _ => Err(self.not_an_integer(obj)),
        }
    }

    pub(crate) fn not_an_integer(&mut self, obj: Obj) -> Raised {
        let message = format!("'{}' object cannot be interpreted as an integer", self.type_name(obj));
        self.type_error(&message)
    }

    /// `PyObject_IsTrue`, as a known value or a task.
    pub(crate) fn truth_answer(&mut self, obj: Obj) -> Answer {
        match self.truth(obj) {
            Truth::Known(value) => Answer::Known(value),
            Truth::Call { callee, args, of } => {
                let mut held = vec![callee];
                held.extend(&args);
                let pending = Pending::Ask(Ask::Truth { callee, args, of, started: false });
                Answer::Ask(task(self, "__bool__", pending, &held))
            }
        }
    }

    /// `PyObject_RichCompareBool`: identity is equality; else the comparison's truth.
    pub(crate) fn rich_bool(&mut self, op: CompareOp, left: Obj, right: Obj) -> Answer {
        if left == right && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Answer::Known(op == CompareOp::Eq);
        }
        match self.quick_compare(op, left, right, 0) {
            Some(answer) => Answer::Known(answer),
            None => {
                let pending = Pending::Ask(Ask::Compare { op, left, right, stage: 0 });
                Answer::Ask(task(self, "rich comparison", pending, &[left, right]))
            }
        }
    }

    /// The special method of a Python class that turns an object into an int, as a task whose answer is the int.
    /// `None` where the object's class has no such method.
    pub(crate) fn index_task(&mut self, obj: Obj) -> Option<Box<Task>> {
        let (callee, args) = self.special_method(obj, Slot::Index)?;
        let mut held = vec![callee];
        held.extend(&args);
        let pending = Pending::Ask(Ask::Index { callee, args, started: false });
        Some(task(self, "__index__", pending, &held))
    }

    /// A special method whose answer is checked for its type.
    pub(crate) fn typed_task(&mut self, obj: Obj, slot: Slot, what: Typed) -> Option<Box<Task>> {
        let (callee, args) = self.special_method(obj, slot)?;
        let mut held = vec![callee];
        held.extend(&args);
        let pending = Pending::Ask(Ask::Typed { callee, args, what, started: false });
        Some(task(self, slot.name(), pending, &held))
    }

    /// Raises RecursionError when natives that nest (repr, comparison) have filled the frame stack.
    pub(crate) fn check_native_depth(&mut self, what: &str) -> R<()> {
        if self.ctx.frames.len() < self.options.recursion_limit as usize {
            return Ok(());
        }
        let message = format!("maximum recursion depth exceeded{what}");
        Err(self.raise(types::RECURSION_ERROR, &message))
    }

    /// The items of a list or tuple (of a subclass too), shared.
    pub(crate) fn sequence_items(&self, obj: Obj) -> Option<std::rc::Rc<Vec<Obj>>> {
        match self.heap.get(obj) {
            Payload::List(items) | Payload::Tuple(items) => Some(items.clone()),
            _ => None,
        }
    }

    /// Increfs all and hands them on.
    pub(crate) fn new_refs(&mut self, items: &[Obj]) -> Vec<Obj> {
        for &item in items {
            self.heap.incref(item);
        }
        items.to_vec()
    }

    pub(crate) fn is_str(&self, obj: Obj) -> bool {
        matches!(self.heap.get(obj), Payload::Str(_))
    }

    /// A copy of a `str` argument's text. Raises TypeError with the message for anything else.
    pub(crate) fn str_argument(&mut self, obj: Obj, message: impl FnOnce(&str) -> String) -> R<String> {
        match self.as_str(obj) {
            Some(text) => Ok(text.to_owned()),
            None => {
                let message = message(&self.type_name(obj));
                Err(self.type_error(&message))
            }
        }
    }

    /// A native bool (owned; immortal).
    pub(crate) fn bool_then(value: bool) -> R<Then> {
        Ok(Then::Return(known::bool_obj(value)))
    }
}

impl Answer {
    /// As what a task returns or waits for.
    pub(crate) fn next(self) -> Next {
        match self {
            Answer::Known(value) => Next::Return(known::bool_obj(value)),
            Answer::Ask(task) => Next::Start(task),
        }
    }

    /// As what a native function answers.
    pub(crate) fn then(self) -> Then {
        match self {
            Answer::Known(value) => Then::Return(known::bool_obj(value)),
            Answer::Ask(task) => Then::Start(task),
        }
    }
}

impl Ask {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        match self {
            Ask::Truth { callee, args, of, started } => {
                if !std::mem::replace(started, true) {
                    return Ok(Next::Call { callee: *callee, args: args.clone() });
                }
                let truth = vm.truth_of_answer(answer, *of);
                vm.decref(answer);
                Ok(Next::Return(known::bool_obj(truth?)))
            }
            Ask::Compare { op, left, right, stage } => {
                let compared = match *stage {
                    0 => {
                        vm.check_native_depth(" in comparison")?;
                        match vm.compare(*op, *left, *right)?.into() {
                            Got::Value(value) => value,
                            Got::Wait(next) => {
                                *stage = 1;
                                return Ok(next);
                            }
                        }
                    }
                    1 => answer,
                    _ => return Ok(Next::Return(answer)),
                };
                *stage = 2;
                held.push(compared);
                Ok(vm.truth_answer(compared).next())
            }
            Ask::Index { callee, args, started } => {
                if !std::mem::replace(started, true) {
                    return Ok(Next::Call { callee: *callee, args: args.clone() });
                }
                if vm.is_int(answer) {
                    return Ok(Next::Return(answer));
                }
                let message = format!("__index__ returned non-int (type {})", vm.type_name(answer));
                vm.decref(answer);
                Err(vm.type_error(&message))
            }
            Ask::Typed { callee, args, what, started } => {
                if !std::mem::replace(started, true) {
                    return Ok(Next::Call { callee: *callee, args: args.clone() });
                }
                check_typed(vm, *what, answer, args.first().copied())
            }
        }
    }
}

fn check_typed(vm: &mut Vm, what: Typed, answer: Obj, receiver: Option<Obj>) -> R<Next> {
    let fits = match what {
        Typed::Int(_) => vm.is_int(answer),
        Typed::Length => vm.is_int(answer) || vm.has_slot(vm.heap.ty(answer), Slot::Index),
        Typed::Float => matches!(vm.heap.get(answer), Payload::Float(_)),
        Typed::Str(_) => vm.is_str(answer),
    };
    let name = vm.type_name(answer);
    let owner = receiver.map(|receiver| vm.type_name(receiver)).unwrap_or_default();
    let message = match what {
        _ if fits && what != Typed::Length => return Ok(Next::Return(answer)),
        Typed::Length => match vm.heap.get(answer) {
            Payload::Int(length) if *length >= 0 => return Ok(Next::Return(answer)),
            Payload::Int(_) => {
                vm.decref(answer);
                return Err(vm.value_error("__len__() should return >= 0"));
            }
            Payload::BigInt(_) => {
                vm.decref(answer);
                return Err(vm.overflow_error("cannot fit 'int' into an index-sized integer"));
            }
            _ => format!("'{name}' object cannot be interpreted as an integer"),
        },
        Typed::Int(method) => format!("{method} returned non-int (type {name})"),
        Typed::Float => format!("{owner}.__float__() must return a float, not {name}"),
        Typed::Str(method) => format!("{method} returned non-string (type {name})"),
    };
    vm.decref(answer);
    Err(vm.type_error(&message))
}
