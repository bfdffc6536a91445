//! `list.sort` and `sorted` (`list_sort_impl`, `Objects/listobject.c`).

use super::Pending;
use super::answers::{Answer, launch};
use super::consume::{After, Sink, consume};
use super::sort::Sort;
use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::vm::native::Args;
use crate::vm::operators::CompareOp;
use crate::vm::{Next, R, Then, Vm};
use std::rc::Rc;

/// A sort in progress. The list is empty meanwhile; its items are in `held` from `first` on, then the keys.
#[derive(Clone, Debug)]
pub struct Sorting {
    list: Obj,
    key: Obj,
    reverse: bool,
    /// Answers the list rather than `None`.
    returns_list: bool,
    stage: Stage,
    first: usize,
    count: usize,
    sort: Option<Sort>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Start,
    Keys,
    Compare,
}

/// `sorted(iterable, *, key=None, reverse=False)`.
pub(super) fn sorted(vm: &mut Vm, args: Args) -> R<Then> {
    if args.positional != 1 {
        let message = format!("sorted expected 1 argument, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let (key, reverse) = options(vm, args)?;
    let after = After::Sorted { key, reverse };
    consume(vm, "sorted", vm.arg(args, 0), Sink::Collect(after), &[key])
}

/// `list.sort(*, key=None, reverse=False)`.
pub(super) fn list_sort(vm: &mut Vm, args: Args) -> R<Then> {
    if args.positional != 1 {
        return Err(vm.type_error("sort() takes no positional arguments"));
    }
    let (key, reverse) = options(vm, args)?;
    sort_list(vm, vm.arg(args, 0), key, reverse, false)
}

fn options(vm: &mut Vm, args: Args) -> R<(Obj, bool)> {
    let (mut key, mut reverse) = (Obj::NULL, false);
    for (name, value) in vm.keyword_args(args) {
        match vm.text_of(name) {
            "key" if value == known::NONE => {}
            "key" => key = value,
            "reverse" => match vm.truth_answer(value) {
                Answer::Known(truth) => reverse = truth,
                Answer::Ask(_) => return Err(vm.unsupported("a reverse= argument with a Python __bool__")),
            },
            other => {
                let message = format!("sort() got an unexpected keyword argument '{other}'");
                return Err(vm.type_error(&message));
            }
        }
    }
    Ok((key, reverse))
}

/// Sorts a list in place; answers it, or `None`.
pub(super) fn sort_list(vm: &mut Vm, list: Obj, key: Obj, reverse: bool, returns_list: bool) -> R<Then> {
    if key.is_null() && sort_plain(vm, list, reverse) {
        return Ok(Then::Return(if returns_list { vm.new_ref(list) } else { known::NONE }));
    }
    let sorting =
        Sorting { list, key, reverse, returns_list, stage: Stage::Start, first: 0, count: 0, sort: None };
    launch(vm, "sort", Pending::Sorting(Box::new(sorting)), &[list, key])
}

/// Kinds of keys whose order is a total one and needs no Python.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Int,
    Str,
    Float,
}

fn plain_kind(vm: &Vm, obj: Obj) -> Option<Plain> {
    if !known::is_static_type(vm.heap.ty(obj)) {
        return None;
    }
    match vm.heap.get(obj) {
        Payload::Int(_) => Some(Plain::Int),
        Payload::Str(_) => Some(Plain::Str),
        Payload::Float(value) if !value.is_nan() => Some(Plain::Float),
        _ => None,
    }
}

/// The stable order of plain keys of one kind; comparisons cannot be observed, so any stable sort gives CPython's.
fn plain_order(vm: &Vm, keys: &[Obj], reverse: bool) -> Option<Vec<u32>> {
    let kind = plain_kind(vm, *keys.first()?)?;
    if !keys.iter().all(|&key| plain_kind(vm, key) == Some(kind)) {
        return None;
    }
    let compare = |a: u32, b: u32| match vm.heap.pair(keys[a as usize], keys[b as usize]) {
        (Payload::Int(a), Payload::Int(b)) => a.cmp(b),
        (Payload::Str(a), Payload::Str(b)) => a.text.cmp(&b.text),
        (Payload::Float(a), Payload::Float(b)) => a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal),
        _ => std::cmp::Ordering::Equal,
    };
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    order.sort_by(|&a, &b| if reverse { compare(b, a) } else { compare(a, b) });
    Some(order)
}

fn sort_plain(vm: &mut Vm, list: Obj, reverse: bool) -> bool {
    let Payload::List(items) = vm.heap.get(list) else { return true };
    let items = items.clone();
    let Some(order) = plain_order(vm, &items, reverse) else { return items.is_empty() };
    let sorted = order.into_iter().map(|at| items[at as usize]).collect();
    if let Payload::List(target) = vm.heap.get_mut(list) {
        *target = Rc::new(sorted);
    }
    true
}

impl Sorting {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self.advance(vm, held, answer) {
            Ok(Some(next)) => Ok(next),
            Ok(None) => self.finish(vm, held),
            Err(raised) => {
                self.give_back(vm, held);
                Err(raised)
            }
        }
    }

    /// `None` when everything is compared.
    fn advance(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Option<Next>> {
        let mut answer = Some(answer?);
        if self.stage == Stage::Start {
            answer = None;
            self.first = held.len();
            let items = match vm.heap.get_mut(self.list) {
                Payload::List(items) => std::mem::take(items),
                _ => Rc::default(),
            };
            self.count = items.len();
            held.extend(items.iter());
            self.stage = if self.key.is_null() { Stage::Compare } else { Stage::Keys };
        }
        if self.stage == Stage::Keys {
            if let Some(key) = answer.take() {
                held.push(key);
            }
            let made = held.len() - self.first - self.count;
            if made < self.count {
                return Ok(Some(Next::Call { callee: self.key, args: vec![held[self.first + made]] }));
            }
            self.stage = Stage::Compare;
        }
        let keys = self.first + if self.key.is_null() { 0 } else { self.count };
        if self.sort.is_none() {
            if let Some(order) = plain_order(vm, &held[keys..keys + self.count], self.reverse) {
                self.permute(held, &order);
                return Ok(None);
            }
            self.sort = Some(Sort::new(self.count, self.reverse));
        }
        let Some(sort) = &mut self.sort else { return Ok(None) };
        if let Some(answer) = answer {
            sort.answer(answer == known::TRUE);
        }
        while let Some((left, right)) = sort.pending() {
            let (left, right) = (held[keys + left as usize], held[keys + right as usize]);
            match vm.rich_bool(CompareOp::Lt, left, right) {
                Answer::Known(less) => sort.answer(less),
                Answer::Ask(task) => return Ok(Some(Next::Start(task))),
            }
        }
        Ok(None)
    }

    fn permute(&self, held: &mut [Obj], order: &[u32]) {
        let items: Vec<Obj> = held[self.first..self.first + self.count].to_vec();
        for (slot, &at) in held[self.first..].iter_mut().zip(order) {
            *slot = items[at as usize];
        }
    }

    /// Puts the items, in the order reached, back into the list; what Python code put there meanwhile is dropped.
    fn give_back(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) -> bool {
        if self.stage == Stage::Start {
            return false;
        }
        if let Some(sort) = self.sort.take() {
            let order = sort.into_order();
            self.permute(held, &order);
        }
        let keys = held.split_off(self.first + self.count);
        let items = held.split_off(self.first);
        let meanwhile = match vm.heap.get_mut(self.list) {
            Payload::List(target) => std::mem::replace(target, Rc::new(items)),
            _ => Rc::default(),
        };
        vm.release_all(keys);
        vm.release_all(meanwhile.iter().rev().copied().collect());
        self.stage = Stage::Start;
        !meanwhile.is_empty()
    }

    fn finish(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) -> R<Next> {
        if self.give_back(vm, held) {
            return Err(vm.value_error("list modified during sort"));
        }
        Ok(Next::Return(if self.returns_list { vm.new_ref(self.list) } else { known::NONE }))
    }
}
