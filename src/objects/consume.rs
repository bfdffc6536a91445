//! Natives that walk an iterable: one task that takes items and feeds them to a sink.

use super::Pending;
use super::answers::{Answer, Got, launch};
use super::keyed::{DictOp, SetOp, dict_key, set_key, set_key_hashed};
use super::total::Total;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::R;
use crate::vm::operators::{BinaryOp, CompareOp};
use crate::vm::{Next, Then, Vm};
use std::rc::Rc;

/// Walks `iterable`. Collected items and other references of the sink are in the task's `held`, from `first` on.
#[derive(Clone, Debug)]
pub struct Consume {
    iterable: Obj,
    iterator: Obj,
    sink: Sink,
    stage: Stage,
    /// The item being fed (borrowed from `held`).
    item: Obj,
    first: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Start,
    Iterator,
    Next,
    Item,
    Fed,
    Finished,
}

/// What happens to the items.
#[derive(Clone, Debug)]
pub(crate) enum Sink {
    /// All of them are collected, then this is done with them.
    Collect(After),
    /// `list.extend`, `list +=`.
    Extend(Obj),
    SetAdd(Obj),
    /// `set.difference_update` and the like: drops each item from the set.
    SetDrop(Obj),
    /// Is any item in the set? (`isdisjoint`)
    SetMeets(Obj),
    /// Pairs of key and value.
    DictPairs {
        dict: Obj,
        count: usize,
    },
    FromKeys {
        dict: Obj,
        value: Obj,
    },
    /// `sum`; the total is here, or the last held object.
    Sum(Total),
    /// `any` and `all`.
    Any {
        all: bool,
    },
    /// `item in iterable`.
    Contains {
        item: Obj,
    },
    /// `min` and `max`: the best item and its key are the last two held objects once there is one.
    Extreme {
        op: CompareOp,
        key: Obj,
        default: Obj,
        name: &'static str,
        has_best: bool,
        keyed: bool,
    },
}

/// What happens to collected items.
#[derive(Clone, Debug)]
pub(crate) enum After {
    List,
    Tuple,
    /// A tuple subclass instance.
    TupleOf(Obj),
    Join {
        separator: Obj,
    },
    Sorted {
        key: Obj,
        reverse: bool,
    },
    /// `UNPACK_SEQUENCE`, `UNPACK_EX`.
    Unpack {
        before: usize,
        after: Option<usize>,
    },
    /// `list[slice] = items`.
    SliceAssign {
        list: Obj,
        slice: Obj,
    },
    /// `func(*items, **kwargs)`.
    Call {
        func: Obj,
        kwargs: Obj,
    },
    /// `list.__init__`: replaces the contents.
    Fill {
        list: Obj,
    },
    Bytes,
}

/// What feeding an item came to.
enum Fed {
    More,
    Done(Obj),
    Wait(Next),
}

/// Walks `iterable` into a sink; `objects` are what the sink refers to.
pub(crate) fn consume(
    vm: &mut Vm,
    name: &'static str,
    iterable: Obj,
    sink: Sink,
    objects: &[Obj],
) -> R<Then> {
    let consume =
        Consume { iterable, iterator: Obj::NULL, sink, stage: Stage::Start, item: Obj::NULL, first: 0 };
    let mut held = vec![iterable];
    held.extend(objects);
    launch(vm, name, Pending::Consume(Box::new(consume)), &held)
}

impl Vm {
    /// Can the iterator's next value be had without calling Python?
    pub(crate) fn is_direct_iterator(&self, iterator: Obj) -> bool {
        use crate::heap::Iter;
        match self.heap.get(iterator) {
            Payload::SequenceIter { .. } | Payload::RangeIter(_) => true,
            Payload::Iter(iter) => match &**iter {
                Iter::Str { .. } | Iter::Bytes { .. } | Iter::Dict { .. } | Iter::Set { .. } => true,
                Iter::ReversedSequence { .. } => true,
                Iter::Enumerate { inner, .. } => !inner.is_null() && self.is_simple_iterator(*inner),
                Iter::Zip { inner, strict } => {
                    !strict && inner.iter().all(|&inner| self.is_simple_iterator(inner))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// A direct iterator with none inside.
    pub(crate) fn is_simple_iterator(&self, iterator: Obj) -> bool {
        use crate::heap::Iter;
        match self.heap.get(iterator) {
            Payload::SequenceIter { .. } | Payload::RangeIter(_) => true,
            Payload::Iter(iter) => matches!(
                &**iter,
                Iter::Str { .. }
                    | Iter::Bytes { .. }
                    | Iter::Dict { .. }
                    | Iter::Set { .. }
                    | Iter::ReversedSequence { .. }
            ),
            _ => false,
        }
    }
}

impl Consume {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let mut answer = answer?;
        loop {
            match self.stage {
                Stage::Start => {
                    self.stage = Stage::Iterator;
                    match vm.get_iter(self.iterable).map_err(|raised| self.not_iterable(vm, raised))?.into() {
                        Got::Value(iterator) => answer = iterator,
                        Got::Wait(next) => return Ok(next),
                    }
                }
                Stage::Iterator => {
                    if !vm.is_iterator(answer) {
                        let message =
                            format!("iter() returned non-iterator of type '{}'", vm.type_name(answer));
                        vm.decref(answer);
                        return Err(vm.type_error(&message));
                    }
                    held.push(answer);
                    self.iterator = answer;
                    self.begin(vm, held);
                    self.first = held.len();
                    self.stage = Stage::Next;
                }
                Stage::Next => {
                    self.stage = Stage::Item;
                    if !vm.is_direct_iterator(self.iterator) {
                        return Ok(Next::Iterate(self.iterator));
                    }
                    answer = match vm.iter_step(self.iterator)? {
                        crate::vm::iteration::IterStep::Value(value) => value,
                        _ => Obj::NULL,
                    };
                }
                Stage::Item => {
                    if answer.is_null() {
                        self.stage = Stage::Finished;
                        return self.finish(vm, held);
                    }
                    match self.feed(vm, held, answer)? {
                        Fed::More => self.stage = Stage::Next,
                        Fed::Done(value) => return Ok(Next::Return(value)),
                        Fed::Wait(next) => {
                            self.stage = Stage::Fed;
                            return Ok(next);
                        }
                    }
                }
                Stage::Fed => match self.fed(vm, held, answer)? {
                    Fed::More => self.stage = Stage::Next,
                    Fed::Done(value) => return Ok(Next::Return(value)),
                    Fed::Wait(next) => return Ok(next),
                },
                Stage::Finished => return Ok(Next::Return(answer)),
            }
        }
    }

    /// Sinks that have their own words for what is no iterable.
    fn not_iterable(&self, vm: &mut Vm, raised: crate::vm::Raised) -> crate::vm::Raised {
        if !vm.raised_is(types::TYPE_ERROR) {
            return raised;
        }
        let name = vm.type_name(self.iterable);
        let message = match &self.sink {
            Sink::Collect(After::Join { .. }) => "can only join an iterable".to_owned(),
            Sink::Collect(After::Unpack { .. }) => format!("cannot unpack non-iterable {name} object"),
            Sink::Collect(After::SliceAssign { .. }) => "must assign iterable to extended slice".to_owned(),
            Sink::Collect(After::Call { func, .. }) => {
                let func = super::call_name(vm, *func);
                format!("{func} argument after * must be an iterable, not {name}")
            }
            Sink::Contains { .. } => format!("argument of type '{name}' is not a container or iterable"),
            _ => return raised,
        };
        vm.clear_raised();
        vm.type_error(&message)
    }

    fn begin(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) {
        let count = match (&self.sink, vm.heap.get(self.iterable)) {
            (Sink::SetAdd(_), Payload::Set(table)) => Some(table.len()),
            (Sink::SetAdd(_), Payload::Dict(table)) => Some(table.len()),
            _ => None,
        };
        if let (Some(count), Sink::SetAdd(set)) = (count, &self.sink)
            && let Some(table) = vm.set_table_mut(*set)
        {
            table.reserve_for_merge(count);
        }
        if let Sink::Sum(_) = self.sink {
            // the start value goes on top, where a total that is an object has its place
            let start = held.remove(1);
            let total = Total::of(vm, start);
            self.sink = Sink::Sum(total);
            if matches!(total, Total::Object) {
                held.push(start);
            } else {
                vm.decref(start);
            }
        }
    }

    /// Takes an item (owned).
    fn feed(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, item: Obj) -> R<Fed> {
        match self.sink {
            Sink::Collect(_) => {
                held.push(item);
                if held.len() - self.first > super::fault::MAX_SEQUENCE {
                    return Err(vm.raise_fault(super::fault::Fault::memory_error()));
                }
                return Ok(Fed::More);
            }
            Sink::Extend(list) => {
                match vm.heap.get_mut(list) {
                    Payload::List(items) if items.len() < super::fault::MAX_SEQUENCE => {
                        Rc::make_mut(items).push(item);
                    }
                    _ => {
                        vm.decref(item);
                        return Err(vm.raise_fault(super::fault::Fault::memory_error()));
                    }
                }
                return Ok(Fed::More);
            }
            Sink::Sum(total) => return self.add(vm, held, total, item),
            _ => {}
        }
        // the item lives in `held` until it is dealt with
        held.push(item);
        self.item = item;
        let got: Got = match self.sink {
            Sink::SetAdd(set) => match self.known_hash(vm, item) {
                Some(hash) => set_key_hashed(vm, set, hash, item, SetOp::Add)?.into(),
                None => set_key(vm, set, item, SetOp::Add)?.into(),
            },
            Sink::SetDrop(set) => match self.known_hash(vm, item) {
                Some(hash) => set_key_hashed(vm, set, hash, item, SetOp::Discard)?.into(),
                None => set_key(vm, set, item, SetOp::Discard)?.into(),
            },
            Sink::SetMeets(set) => set_key(vm, set, item, SetOp::Contains)?.into(),
            Sink::DictPairs { dict, count } => return self.pair(vm, held, dict, count, item),
            Sink::FromKeys { dict, value } => dict_key(vm, dict, item, DictOp::Set(value))?.into(),
            Sink::Any { .. } => answer_got(vm.truth_answer(item)),
            Sink::Contains { item: wanted } => answer_got(vm.rich_bool(CompareOp::Eq, item, wanted)),
            Sink::Extreme { key, ref mut keyed, .. } if !key.is_null() => {
                *keyed = false;
                return Ok(Fed::Wait(Next::Call { callee: key, args: vec![item] }));
            }
            Sink::Extreme { .. } => {
                vm.heap.incref(item);
                held.push(item);
                return self.rank(vm, held);
            }
            Sink::Collect(_) | Sink::Extend(_) | Sink::Sum(_) => Got::Value(known::NONE),
        };
        match got {
            Got::Value(answer) => self.fed(vm, held, answer),
            Got::Wait(next) => Ok(Fed::Wait(next)),
        }
    }

    /// Hashes of a set's or dict's keys are not computed again.
    fn known_hash(&self, vm: &Vm, item: Obj) -> Option<i64> {
        match vm.heap.get(self.iterable) {
            Payload::Set(_) | Payload::Dict(_) => vm.quick_hash(item, 0),
            _ => None,
        }
    }

    /// What was asked about the item is answered (owned).
    fn fed(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: Obj) -> R<Fed> {
        match self.sink {
            Sink::Sum(_) => {
                self.sink = Sink::Sum(Total::Object);
                held.push(answer);
                return Ok(Fed::More);
            }
            Sink::Extreme { ref mut keyed, key, .. } if !key.is_null() && !*keyed => {
                *keyed = true;
                held.push(answer);
                return self.rank(vm, held);
            }
            Sink::Extreme { .. } => return self.ranked(vm, held, answer == known::TRUE),
            Sink::DictPairs { dict, count } if matches!(vm.heap.get(answer), Payload::List(_)) => {
                // the pair, collected from an iterable
                held.push(answer);
                self.item = answer;
                return self.store_pair(vm, held, dict, count, answer, 2);
            }
            _ => {}
        }
        let yes = answer == known::TRUE;
        vm.decref(answer);
        let extra = if matches!(self.sink, Sink::DictPairs { .. }) { self.first } else { held.len() - 1 };
        let done = match &mut self.sink {
            Sink::Any { all } if *all != yes => Some(known::bool_obj(yes)),
            Sink::Contains { .. } if yes => Some(known::TRUE),
            Sink::SetMeets(_) if yes => Some(known::FALSE),
            Sink::DictPairs { count, .. } => {
                *count += 1;
                None
            }
            _ => None,
        };
        for item in held.split_off(extra.min(held.len())).into_iter().rev() {
            vm.decref(item);
        }
        Ok(done.map_or(Fed::More, Fed::Done))
    }

    /// `sum`: a total that is an object is on top of `held`.
    fn add(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, total: Total, item: Obj) -> R<Fed> {
        if let Some(total) = total.plus(vm, item) {
            vm.decref(item);
            self.sink = Sink::Sum(total);
            return Ok(Fed::More);
        }
        let was_int = matches!(total, Total::Int(_));
        let left = match total.object(vm) {
            Some(object) => object,
            None => held.pop().unwrap_or(known::NONE),
        };
        self.sink = Sink::Sum(Total::Object);
        let then = vm.binary_op(BinaryOp::Add as u32, left, item);
        // a task that adds holds both operands itself
        vm.decref(item);
        vm.decref(left);
        match then?.into() {
            Got::Value(sum) => {
                match vm.heap.get(sum) {
                    Payload::Float(value) if was_int && vm.heap.ty(sum) == types::FLOAT => {
                        self.sink = Sink::Sum(Total::Float { high: *value, low: 0.0 });
                        vm.decref(sum);
                    }
                    _ => held.push(sum),
                }
                Ok(Fed::More)
            }
            Got::Wait(next) => Ok(Fed::Wait(next)),
        }
    }

    // --- min and max: held ends with [best item, best key] new item, new key ---

    fn rank(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) -> R<Fed> {
        let Sink::Extreme { op, has_best, .. } = &mut self.sink else { return Ok(Fed::More) };
        if !std::mem::replace(has_best, true) {
            return Ok(Fed::More);
        }
        let op = *op;
        let n = held.len();
        match vm.rich_bool(op, held[n - 1], held[n - 3]) {
            Answer::Known(better) => self.ranked(vm, held, better),
            Answer::Ask(task) => Ok(Fed::Wait(Next::Start(task))),
        }
    }

    fn ranked(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, better: bool) -> R<Fed> {
        let n = held.len();
        if better {
            held.swap(n - 1, n - 3);
            held.swap(n - 2, n - 4);
        }
        for loser in held.split_off(n - 2) {
            vm.decref(loser);
        }
        Ok(Fed::More)
    }

    // --- dict(iterable of pairs) ---

    fn pair(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, dict: Obj, count: usize, item: Obj) -> R<Fed> {
        if let Some(items) = vm.sequence_items(item) {
            return self.store_pair(vm, held, dict, count, item, items.len());
        }
        if let Payload::Str(text) = vm.heap.get(item)
            && text.length != 2
        {
            let length = text.length as usize;
            return self.store_pair(vm, held, dict, count, item, length);
        }
        match consume(vm, "list", item, Sink::Collect(After::List), &[]) {
            Ok(then) => match Got::from(then) {
                Got::Value(list) => self.fed(vm, held, list),
                Got::Wait(next) => Ok(Fed::Wait(next)),
            },
            Err(raised) if vm.raised_is(types::TYPE_ERROR) => {
                let _ = raised;
                vm.clear_raised();
                Err(vm.type_error("object is not iterable"))
            }
            Err(raised) => Err(raised),
        }
    }

    fn store_pair(
        &mut self,
        vm: &mut Vm,
        held: &mut Vec<Obj>,
        dict: Obj,
        count: usize,
        pair: Obj,
        length: usize,
    ) -> R<Fed> {
        let items = vm.sequence_items(pair).unwrap_or_default();
        let (Some(&key), Some(&value), 2) = (items.first(), items.get(1), items.len().max(length)) else {
            let length = if items.is_empty() { length } else { items.len() };
            let message =
                format!("dictionary update sequence element #{count} has length {length}; 2 is required");
            return Err(vm.value_error(&message));
        };
        match dict_key(vm, dict, key, DictOp::Set(value))?.into() {
            Got::Value(answer) => self.fed(vm, held, answer),
            Got::Wait(next) => Ok(Fed::Wait(next)),
        }
    }

    // --- the end ---

    fn finish(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) -> R<Next> {
        let value = match &self.sink {
            Sink::Collect(after) => {
                let after = after.clone();
                let items = held.split_off(self.first);
                return finish_collected(vm, held, after, items);
            }
            Sink::Extend(_) | Sink::SetAdd(_) | Sink::SetDrop(_) | Sink::DictPairs { .. } => known::NONE,
            Sink::FromKeys { dict, .. } => vm.new_ref(*dict),
            Sink::SetMeets(_) => known::TRUE,
            Sink::Sum(total) => match total.object(vm) {
                Some(object) => object,
                None => held.pop().unwrap_or(known::NONE),
            },
            Sink::Any { all } => known::bool_obj(*all),
            Sink::Contains { .. } => known::FALSE,
            Sink::Extreme { has_best: true, .. } => {
                let n = held.len();
                vm.new_ref(held[n - 2])
            }
            Sink::Extreme { default, .. } if !default.is_null() => vm.new_ref(*default),
            Sink::Extreme { name, .. } => {
                let message = format!("{name}() iterable argument is empty");
                return Err(vm.value_error(&message));
            }
        };
        Ok(Next::Return(value))
    }
}

fn answer_got(answer: Answer) -> Got {
    match answer {
        Answer::Known(value) => Got::Value(known::bool_obj(value)),
        Answer::Ask(task) => Got::Wait(Next::Start(task)),
    }
}

fn finish_collected(vm: &mut Vm, held: &mut Vec<Obj>, after: After, items: Vec<Obj>) -> R<Next> {
    let then = match after {
        After::List => Then::Return(vm.new_list(items)),
        After::Tuple => Then::Return(vm.new_tuple(items)),
        After::TupleOf(class) => Then::Return(vm.alloc_instance(class, Payload::Tuple(Rc::new(items)))),
        After::Join { separator } => {
            held.extend(&items);
            super::str::join(vm, separator, &items).map(Then::Return)?
        }
        After::Sorted { key, reverse } => {
            let list = vm.new_list(items);
            held.push(list);
            super::sorting::sort_list(vm, list, key, reverse, true)?
        }
        After::Unpack { before, after } => super::sequence::unpack(vm, items, before, after)?,
        After::SliceAssign { list, slice } => {
            held.extend(&items);
            super::list::assign_slice(vm, list, slice, &items)?;
            Then::Return(known::NONE)
        }
        After::Call { func, kwargs } => {
            held.extend(&items);
            return super::call_with_items(vm, held, func, items, kwargs);
        }
        After::Fill { list } => {
            let old = match vm.heap.get_mut(list) {
                Payload::List(target) => std::mem::replace(target, Rc::new(items)),
                _ => Rc::new(items),
            };
            let old = Rc::try_unwrap(old).unwrap_or_else(|shared| shared.to_vec());
            old.into_iter().rev().for_each(|item| vm.decref(item));
            Then::Return(known::NONE)
        }
        After::Bytes => {
            held.extend(&items);
            super::bytes::from_ints(vm, &items).map(Then::Return)?
        }
    };
    Ok(match Got::from(then) {
        Got::Value(value) => Next::Return(value),
        Got::Wait(next) => next,
    })
}
