//! Rich comparison of built-in objects (`tp_richcompare` of each type).

use super::answers::{Answer, Got, launch};
use super::keyed::{DictOp, SetOp, dict_key_task, set_key_hashed};
use super::{Pending, int_math};
use crate::heap::known;
use crate::heap::{DictViewKind, Obj, Payload};
use crate::vm::operators::CompareOp;
use crate::vm::{Next, R, Then, Vm};
use num_bigint::BigInt;
use std::cmp::Ordering;

/// Containers within containers that [`Vm::quick_compare`] looks into before it gives up.
const QUICK_DEPTH: u8 = 4;

/// A comparison that may call Python for its items.
#[derive(Clone, Debug)]
pub enum Compare {
    /// Two lists or two tuples, item by item.
    Sequence { op: CompareOp, left: Obj, right: Obj, index: usize, stage: u8 },
    /// Two dicts, by `==` or `!=`: each key of `left` is looked up in `right`.
    Dict { negate: bool, left: Obj, right: Obj, position: usize, value: Obj, stage: u8 },
    /// Sets: is each member of `inner` in `outer`? `strict` wants `outer` to be larger.
    Subset { negate: bool, inner: Obj, outer: Obj, slot: usize, waiting: bool },
}

/// The value of an `op` that only `==` and `!=` answer.
fn equality(op: CompareOp, equal: bool) -> Option<bool> {
    match op {
        CompareOp::Eq => Some(equal),
        CompareOp::Ne => Some(!equal),
        _ => None,
    }
}

fn partial(op: CompareOp, ordering: Option<Ordering>) -> bool {
    ordering.map_or(op == CompareOp::Ne, |ordering| op.holds(ordering))
}

/// Compares numbers of any kind; `None` when one is no number.
fn numbers(left: &Payload, right: &Payload) -> Option<Option<Ordering>> {
    Some(match (left, right) {
        (Payload::Int(a), Payload::Int(b)) => Some(a.cmp(b)),
        (Payload::Float(a), Payload::Float(b)) => a.partial_cmp(b),
        (Payload::BigInt(a), Payload::BigInt(b)) => Some(a.cmp(b)),
        (Payload::Int(a), Payload::BigInt(b)) => Some(BigInt::from(*a).cmp(b)),
        (Payload::BigInt(a), Payload::Int(b)) => Some((**a).cmp(&BigInt::from(*b))),
        (Payload::Int(a), Payload::Float(b)) => int_with_float(*a, *b),
        (Payload::Float(a), Payload::Int(b)) => int_with_float(*b, *a).map(Ordering::reverse),
        (Payload::BigInt(a), Payload::Float(b)) => int_math::compare_with_f64(a, *b),
        (Payload::Float(a), Payload::BigInt(b)) => int_math::compare_with_f64(b, *a).map(Ordering::reverse),
        _ => return None,
    })
}

fn int_with_float(int: i64, float: f64) -> Option<Ordering> {
    if int.unsigned_abs() <= 1 << 53 {
        (int as f64).partial_cmp(&float)
    } else {
        int_math::compare_with_f64(&BigInt::from(int), float)
    }
}

fn is_number(payload: &Payload) -> bool {
    matches!(payload, Payload::Int(_) | Payload::BigInt(_) | Payload::Float(_))
}

impl Vm {
    /// The comparison of scalars, and of shallow lists and tuples of them; `None` where Python may be asked, where the
    /// types do not compare, or where containers nest deeper.
    pub(crate) fn quick_compare(&self, op: CompareOp, left: Obj, right: Obj, depth: u8) -> Option<bool> {
        let (a, b) = self.heap.pair(left, right);
        let exact = known::is_static_type(self.heap.ty(left)) && known::is_static_type(self.heap.ty(right));
        if !exact {
            return None;
        }
        match (a, b) {
            (Payload::Str(a), Payload::Str(b)) => Some(match op {
                CompareOp::Eq => a.text == b.text,
                CompareOp::Ne => a.text != b.text,
                _ => op.holds(a.text.cmp(&b.text)),
            }),
            (Payload::Tuple(a), Payload::Tuple(b)) | (Payload::List(a), Payload::List(b)) => {
                self.quick_sequences(op, a, b, depth)
            }
            (Payload::Bytes(a), Payload::Bytes(b)) => Some(op.holds(a.cmp(b))),
            _ => match numbers(a, b) {
                Some(ordering) => Some(partial(op, ordering)),
                None => self.quick_unlike(op, left, right),
            },
        }
    }

    /// Objects of kinds that are never equal to each other.
    fn quick_unlike(&self, op: CompareOp, left: Obj, right: Obj) -> Option<bool> {
        let (a, b) = self.heap.pair(left, right);
        let scalar = |payload: &Payload| {
            is_number(payload)
                || matches!(payload, Payload::Str(_) | Payload::Bytes(_) | Payload::Atom | Payload::Tuple(_))
        };
        if !scalar(a) || !scalar(b) {
            return None;
        }
        equality(op, left == right)
    }

    fn quick_sequences(&self, op: CompareOp, a: &[Obj], b: &[Obj], depth: u8) -> Option<bool> {
        if depth >= QUICK_DEPTH {
            return None;
        }
        if a.len() != b.len()
            && let Some(answer) = equality(op, false)
        {
            // items of unequal lengths may still have to be compared for their side effects; scalars have none
            let plain = |&item: &Obj| known::is_static_type(self.heap.ty(item));
            if a.iter().chain(b).all(plain) {
                return Some(answer);
            }
        }
        for (&x, &y) in a.iter().zip(b) {
            if x == y || self.quick_compare(CompareOp::Eq, x, y, depth + 1)? {
                continue;
            }
            return match op {
                CompareOp::Eq => Some(false),
                CompareOp::Ne => Some(true),
                _ => self.quick_compare(op, x, y, depth + 1),
            };
        }
        Some(op.holds(a.len().cmp(&b.len())))
    }
}

/// `left op right` of built-in types; `NotImplemented` where they have no answer.
pub fn compare(vm: &mut Vm, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
    let (a, b) = vm.heap.pair(left, right);
    let answer = match (a, b) {
        (Payload::Str(a), Payload::Str(b)) => Some(op.holds(a.text.cmp(&b.text))),
        (Payload::Bytes(a), Payload::Bytes(b)) => Some(op.holds(a.cmp(b))),
        (Payload::Tuple(_), Payload::Tuple(_)) | (Payload::List(_), Payload::List(_)) => {
            return compare_sequences(vm, op, left, right);
        }
        (Payload::Dict(_), Payload::Dict(_)) => return compare_dicts(vm, op, left, right),
        (Payload::Set(_), Payload::Set(_)) => return compare_sets(vm, op, left, right),
        (Payload::Range(_), Payload::Range(_)) => {
            return match equality(op, super::range::ranges_equal(vm, left, right)) {
                Some(answer) => Vm::bool_then(answer),
                None => not_implemented(),
            };
        }
        (Payload::Slice(a), Payload::Slice(b)) => {
            let (a, b) = (a.to_vec(), b.to_vec());
            return compare_as_tuples(vm, op, &a, &b);
        }
        (Payload::Method { func: f, this: x }, Payload::Method { func: g, this: y }) => {
            equality(op, f == g && x == y)
        }
        (Payload::Builtin { def: f, this: x }, Payload::Builtin { def: g, this: y }) => {
            equality(op, std::ptr::eq(*f, *g) && x == y)
        }
        (
            Payload::DictView { dict: x, kind: DictViewKind::Keys | DictViewKind::Items },
            Payload::DictView { dict: y, kind: DictViewKind::Keys | DictViewKind::Items },
        ) if x == y && a_same_kind(a, b) => equality(op, true),
        (Payload::DictView { kind: DictViewKind::Keys | DictViewKind::Items, .. }, _)
        | (_, Payload::DictView { kind: DictViewKind::Keys | DictViewKind::Items, .. })
            if matches!(op, CompareOp::Eq | CompareOp::Ne) && is_set_like(a) && is_set_like(b) =>
        {
            return Err(vm.unsupported("comparing dict views"));
        }
        (a, b) => numbers(a, b).map(|ordering| partial(op, ordering)),
    };
    match answer {
        Some(answer) => Vm::bool_then(answer),
        None => not_implemented(),
    }
}

fn not_implemented() -> R<Then> {
    Ok(Then::Return(known::NOT_IMPLEMENTED))
}

fn a_same_kind(a: &Payload, b: &Payload) -> bool {
    matches!((a, b), (Payload::DictView { kind: x, .. }, Payload::DictView { kind: y, .. }) if x == y)
}

fn is_set_like(payload: &Payload) -> bool {
    matches!(payload, Payload::Set(_) | Payload::DictView { .. })
}

fn compare_as_tuples(vm: &mut Vm, op: CompareOp, a: &[Obj], b: &[Obj]) -> R<Then> {
    let (a, b) = (vm.new_refs(a), vm.new_refs(b));
    let (a, b) = (vm.new_tuple(a), vm.new_tuple(b));
    let then = compare_sequences(vm, op, a, b);
    vm.decref(a);
    vm.decref(b);
    then
}

fn compare_sequences(vm: &mut Vm, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
    if let (Payload::List(a), Payload::List(b)) = vm.heap.pair(left, right)
        && a.len() != b.len()
        && let Some(answer) = equality(op, false)
    {
        return Vm::bool_then(answer);
    }
    let (a, b) = vm.heap.pair(left, right);
    if let (Payload::Tuple(a), Payload::Tuple(b)) | (Payload::List(a), Payload::List(b)) = (a, b)
        && let Some(answer) = vm.quick_sequences(op, a, b, 0)
    {
        return Vm::bool_then(answer);
    }
    let pending = Pending::Compare(Compare::Sequence { op, left, right, index: 0, stage: 0 });
    launch(vm, "rich comparison", pending, &[left, right])
}

fn compare_dicts(vm: &mut Vm, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
    let (Payload::Dict(a), Payload::Dict(b)) = vm.heap.pair(left, right) else { return not_implemented() };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return not_implemented();
    }
    let negate = op == CompareOp::Ne;
    if a.len() != b.len() {
        return Vm::bool_then(negate);
    }
    let pending =
        Pending::Compare(Compare::Dict { negate, left, right, position: 0, value: Obj::NULL, stage: 0 });
    launch(vm, "rich comparison", pending, &[left, right])
}

fn compare_sets(vm: &mut Vm, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
    let (Payload::Set(a), Payload::Set(b)) = vm.heap.pair(left, right) else { return not_implemented() };
    let (x, y) = (a.len(), b.len());
    // set_richcompare: sizes decide first, then it is a question of inclusion
    let (decided, inner, outer, negate) = match op {
        CompareOp::Eq => ((x != y).then_some(false), left, right, false),
        CompareOp::Ne => ((x != y).then_some(true), left, right, true),
        CompareOp::Le => ((x > y).then_some(false), left, right, false),
        CompareOp::Lt => ((x >= y).then_some(false), left, right, false),
        CompareOp::Ge => ((y > x).then_some(false), right, left, false),
        CompareOp::Gt => ((y >= x).then_some(false), right, left, false),
    };
    match decided {
        Some(answer) => Vm::bool_then(answer),
        None => subset(vm, inner, outer, negate),
    }
}

/// Is every member of `inner` in `outer`?
pub(super) fn subset(vm: &mut Vm, inner: Obj, outer: Obj, negate: bool) -> R<Then> {
    let pending = Pending::Compare(Compare::Subset { negate, inner, outer, slot: 0, waiting: false });
    launch(vm, "issubset", pending, &[inner, outer])
}

impl Compare {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        match self {
            Compare::Sequence { .. } => self.resume_sequence(vm, answer),
            Compare::Dict { .. } => self.resume_dict(vm, held, answer),
            Compare::Subset { negate, inner, outer, slot, waiting } => {
                if std::mem::take(waiting) && answer == known::FALSE {
                    return Ok(Next::Return(known::bool_obj(*negate)));
                }
                while let Some((at, hash, key)) =
                    vm.set_table(*inner).and_then(|table| table.next_from(*slot))
                {
                    *slot = at + 1;
                    match set_key_hashed(vm, *outer, hash, key, SetOp::Contains)?.into() {
                        Got::Value(known::TRUE) => {}
                        Got::Value(_) => return Ok(Next::Return(known::bool_obj(*negate))),
                        Got::Wait(next) => {
                            *waiting = true;
                            return Ok(next);
                        }
                    }
                }
                Ok(Next::Return(known::bool_obj(!*negate)))
            }
        }
    }

    fn resume_sequence(&mut self, vm: &mut Vm, answer: Obj) -> R<Next> {
        let Compare::Sequence { op, left, right, index, stage } = self else {
            return Ok(Next::Return(answer));
        };
        if *stage == 2 {
            return Ok(Next::Return(answer));
        }
        let mut equal = *stage == 1 && answer == known::TRUE;
        let mut known_answer = *stage == 1;
        loop {
            let (Some(a), Some(b)) = (vm.sequence_items(*left), vm.sequence_items(*right)) else {
                return Ok(Next::Return(known::NOT_IMPLEMENTED));
            };
            let (Some(&x), Some(&y)) = (a.get(*index), b.get(*index)) else {
                return Ok(Next::Return(known::bool_obj(op.holds(a.len().cmp(&b.len())))));
            };
            if !known_answer {
                match vm.rich_bool(CompareOp::Eq, x, y) {
                    Answer::Known(answer) => equal = answer,
                    Answer::Ask(task) => {
                        *stage = 1;
                        return Ok(Next::Start(task));
                    }
                }
            }
            known_answer = false;
            if equal {
                *index += 1;
                continue;
            }
            if let Some(answer) = equality(*op, false) {
                return Ok(Next::Return(known::bool_obj(answer)));
            }
            *stage = 2;
            return Ok(match vm.compare(*op, x, y)?.into() {
                Got::Value(value) => Next::Return(value),
                Got::Wait(next) => next,
            });
        }
    }

    /// `dict_equal`: stage 1 waits for the look-up of a key in the other dict, stage 2 for the values' comparison.
    fn resume_dict(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: Obj) -> R<Next> {
        let Compare::Dict { negate, left, right, position, value, stage } = self else {
            return Ok(Next::Return(answer));
        };
        let differs = Ok(Next::Return(known::bool_obj(*negate)));
        let mut found = None;
        match *stage {
            1 if answer.is_null() => return differs,
            1 => {
                held.push(answer);
                found = Some(answer);
            }
            2 if answer == known::FALSE => return differs,
            _ => {}
        }
        loop {
            let other = match found.take() {
                Some(other) => other,
                None => {
                    let Payload::Dict(table) = vm.heap.get(*left) else { return differs };
                    let Some((at, entry)) = table.next_from(*position) else {
                        return Ok(Next::Return(known::bool_obj(!*negate)));
                    };
                    let entry = *entry;
                    *position = at + 1;
                    *value = entry.value;
                    match vm.quick_position(*right, entry.hash, entry.key) {
                        Some(at) => match at.and_then(|at| vm.dict_table(*right)?.entry(at)) {
                            Some(entry) => entry.value,
                            None => return differs,
                        },
                        None => {
                            *stage = 1;
                            vm.heap.incref(entry.value);
                            held.push(entry.value);
                            let find = dict_key_task(vm, *right, entry.hash, entry.key, DictOp::Find);
                            return Ok(Next::Start(find));
                        }
                    }
                }
            };
            match vm.rich_bool(CompareOp::Eq, *value, other) {
                Answer::Known(true) => {}
                Answer::Known(false) => return differs,
                Answer::Ask(task) => {
                    *stage = 2;
                    return Ok(Next::Start(task));
                }
            }
        }
    }
}

/// Is a float a whole number?
pub(super) fn is_integral(value: f64) -> bool {
    value.is_finite() && value.fract() == 0.0
}
