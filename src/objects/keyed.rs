//! Operations on one key of a dict or set: hashing and comparing keys may call Python, so each is a task that mostly
//! ends before it needs a frame.

use super::Pending;
use super::answers::{Answer, launch, task};
use super::dict_table::{DictTable, Probe, ProbeStep};
use super::hashing::{Hashed, hash_value};
use super::set_table::{SetProbe, SetStep, SetTable};
use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::vm::operators::CompareOp;
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Task, Then, Vm};
use std::rc::Rc;

/// What to do with a dict's key. Objects are borrowed; the task holds them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum DictOp {
    /// `d[key]`, with `__missing__`.
    Get,
    /// The value, or this default.
    GetOr(Obj),
    /// The value, or `NULL`.
    Find,
    Set(Obj),
    SetDefault(Obj),
    Delete,
    /// `d.pop(key)`, with a default or `NULL`.
    Pop(Obj),
    Contains,
    /// `**kwargs` of a call: the key must be new. The function is for the error.
    SetNew {
        value: Obj,
        function: Obj,
    },
}

/// What to do with a set's member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetOp {
    Add,
    Discard,
    /// As `Discard`, with a KeyError for what is not there.
    Remove,
    /// As `Discard`, answering whether it was there.
    Take,
    Contains,
}

/// How far the search for a key is.
#[derive(Clone, Debug)]
enum Stage {
    Hash,
    HashAnswer,
    /// The hash is known.
    Search(i64),
    DictAnswer(Probe<Obj>),
    SetAnswer(SetProbe<Obj>),
    /// `__missing__` answers.
    Missing,
}

#[derive(Clone, Debug)]
pub struct DictKey {
    op: DictOp,
    dict: Obj,
    key: Obj,
    stage: Stage,
}

#[derive(Clone, Debug)]
pub struct SetKey {
    op: SetOp,
    set: Obj,
    key: Obj,
    stage: Stage,
}

impl Vm {
    pub(crate) fn dict_table(&self, dict: Obj) -> Option<&DictTable<Obj>> {
        match self.heap.get(dict) {
            Payload::Dict(table) => Some(table),
            _ => None,
        }
    }

    pub(crate) fn set_table(&self, set: Obj) -> Option<&SetTable<Obj>> {
        match self.heap.get(set) {
            Payload::Set(table) => Some(table),
            _ => None,
        }
    }

    pub(crate) fn set_table_mut(&mut self, set: Obj) -> Option<&mut SetTable<Obj>> {
        match self.heap.get_mut(set) {
            Payload::Set(table) => Some(Rc::make_mut(table)),
            _ => None,
        }
    }

    /// Position of a key with a known hash where no Python is needed to compare; `None` if it is.
    pub(crate) fn quick_position(&self, dict: Obj, hash: i64, key: Obj) -> Option<Option<usize>> {
        let table = self.dict_table(dict)?;
        let mut probe = Probe::new(hash, key);
        let mut step = table.probe(&mut probe);
        loop {
            match step {
                ProbeStep::Found(position) => return Some(Some(position)),
                ProbeStep::Missing => return Some(None),
                ProbeStep::Compare(stored) => {
                    let equal = self.quick_compare(CompareOp::Eq, stored, key, 0)?;
                    step = table.resume(&mut probe, equal);
                }
            }
        }
    }

    /// The slot of a member, or the free one for it, where no Python is needed; `None` if it is.
    pub(crate) fn quick_slot(&self, set: Obj, hash: i64, key: Obj) -> Option<Result<usize, usize>> {
        let table = self.set_table(set)?;
        let mut probe = SetProbe::new(hash, key);
        let mut step = table.probe(&mut probe);
        loop {
            match step {
                SetStep::Found(slot) => return Some(Ok(slot)),
                SetStep::Missing(slot) => return Some(Err(slot)),
                SetStep::Compare(stored) => {
                    let equal = self.quick_compare(CompareOp::Eq, stored, key, 0)?;
                    step = table.resume(&mut probe, equal);
                }
            }
        }
    }

    /// Stores into a dict at a searched place; takes references of its own.
    pub(crate) fn dict_store(&mut self, dict: Obj, found: Option<usize>, hash: i64, key: Obj, value: Obj) {
        self.heap.incref(value);
        if found.is_none() {
            self.heap.incref(key);
        }
        let Some(table) = self.dict_mut(dict) else { return };
        match found {
            Some(position) => {
                let old = table.replace_value(position, value);
                self.decref(old);
            }
            None => table.insert_new(hash, key, value),
        }
    }

    /// Stores a key that needs no Python to hash and compare; false when it does.
    pub(crate) fn quick_store(&mut self, dict: Obj, key: Obj, value: Obj) -> bool {
        let Some(hash) = self.quick_hash(key, 0) else { return false };
        let Some(found) = self.quick_position(dict, hash, key) else { return false };
        self.dict_store(dict, found, hash, key, value);
        true
    }
}

/// Does `op` with a key of a dict.
pub(crate) fn dict_key(vm: &mut Vm, dict: Obj, key: Obj, op: DictOp) -> R<Then> {
    let stage = match vm.quick_hash(key, 0) {
        Some(hash) => {
            if let Some(found) = vm.quick_position(dict, hash, key) {
                return finish_dict(vm, op, dict, key, hash, found);
            }
            Stage::Search(hash)
        }
        None => Stage::Hash,
    };
    let pending = Pending::DictKey(DictKey { op, dict, key, stage });
    launch(vm, "dict lookup", pending, &held_by(op, dict, key))
}

/// The same with a known hash, as a task.
pub(crate) fn dict_key_task(vm: &mut Vm, dict: Obj, hash: i64, key: Obj, op: DictOp) -> Box<Task> {
    let pending = Pending::DictKey(DictKey { op, dict, key, stage: Stage::Search(hash) });
    task(vm, "dict lookup", pending, &held_by(op, dict, key))
}

fn held_by(op: DictOp, dict: Obj, key: Obj) -> Vec<Obj> {
    let mut held = vec![dict, key];
    match op {
        DictOp::GetOr(value) | DictOp::Set(value) | DictOp::SetDefault(value) | DictOp::Pop(value) => {
            held.push(value);
        }
        DictOp::SetNew { value, function } => held.extend([value, function]),
        DictOp::Get | DictOp::Find | DictOp::Delete | DictOp::Contains => {}
    }
    held
}

fn finish_dict(vm: &mut Vm, op: DictOp, dict: Obj, key: Obj, hash: i64, found: Option<usize>) -> R<Then> {
    let entry = found.and_then(|at| vm.dict_table(dict)?.entry(at).copied());
    let value = match (op, entry) {
        (DictOp::Contains, entry) => known::bool_obj(entry.is_some()),
        (DictOp::Get | DictOp::GetOr(_) | DictOp::Find | DictOp::SetDefault(_), Some(entry)) => {
            vm.new_ref(entry.value)
        }
        (DictOp::Find, None) => Obj::NULL,
        (DictOp::Get, None) => {
            if let Some((callee, mut args)) = vm.special_method(dict, Slot::Missing) {
                args.push(key);
                return Ok(Then::Tail { callee, args });
            }
            return Err(vm.key_error(key));
        }
        (DictOp::GetOr(default), None) => vm.new_ref(default),
        (DictOp::Set(value), _) => {
            vm.dict_store(dict, found, hash, key, value);
            known::NONE
        }
        (DictOp::SetDefault(value), None) => {
            vm.dict_store(dict, None, hash, key, value);
            vm.new_ref(value)
        }
        (DictOp::SetNew { value, .. }, None) => {
            vm.dict_store(dict, None, hash, key, value);
            known::NONE
        }
        (DictOp::SetNew { function, .. }, Some(_)) => {
            let (function, key) = (super::call_name(vm, function), vm.safe_str(key));
            let message = format!("{function} got multiple values for keyword argument '{key}'");
            return Err(vm.type_error(&message));
        }
        (DictOp::Delete | DictOp::Pop(_), Some(_)) => {
            let removed = match (found, vm.dict_mut(dict)) {
                (Some(at), Some(table)) => table.remove(at),
                _ => return Err(vm.key_error(key)),
            };
            vm.decref(removed.key);
            if matches!(op, DictOp::Pop(_)) {
                removed.value
            } else {
                vm.decref(removed.value);
                known::NONE
            }
        }
        (DictOp::Pop(default), None) if !default.is_null() => vm.new_ref(default),
        (DictOp::Delete | DictOp::Pop(_), None) => return Err(vm.key_error(key)),
    };
    Ok(Then::Return(value))
}

impl DictKey {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let (dict, key) = (self.dict, self.key);
        let hash = match std::mem::replace(&mut self.stage, Stage::Missing) {
            Stage::Missing => return answer.map(Next::Return),
            Stage::Hash => match vm.hash_of(key) {
                Ok(Hashed::Known(hash)) => hash,
                Ok(Hashed::Ask(task)) => {
                    self.stage = Stage::HashAnswer;
                    return Ok(Next::Start(task));
                }
                Err(_) => return Err(vm.explain_unhashable(key, "a dict key")),
            },
            Stage::HashAnswer => match answer {
                Ok(hash) => hash_value(vm, hash),
                Err(_) => return Err(vm.explain_unhashable(key, "a dict key")),
            },
            Stage::Search(hash) => hash,
            Stage::DictAnswer(mut probe) => {
                let equal = answer? == known::TRUE;
                let Some(table) = vm.dict_table(dict) else { return Ok(Next::Return(known::NONE)) };
                let step = table.resume(&mut probe, equal);
                return self.search(vm, probe, step);
            }
            Stage::SetAnswer(_) => return Ok(Next::Return(known::NONE)),
        };
        let mut probe = Probe::new(hash, key);
        let Some(table) = vm.dict_table(dict) else { return Ok(Next::Return(known::NONE)) };
        let step = table.probe(&mut probe);
        self.search(vm, probe, step)
    }

    fn search(&mut self, vm: &mut Vm, mut probe: Probe<Obj>, mut step: ProbeStep<Obj>) -> R<Next> {
        let found = loop {
            match step {
                ProbeStep::Found(position) => break Some(position),
                ProbeStep::Missing => break None,
                ProbeStep::Compare(stored) => match vm.rich_bool(CompareOp::Eq, stored, self.key) {
                    Answer::Known(equal) => {
                        let Some(table) = vm.dict_table(self.dict) else { break None };
                        step = table.resume(&mut probe, equal);
                    }
                    Answer::Ask(task) => {
                        self.stage = Stage::DictAnswer(probe);
                        return Ok(Next::Start(task));
                    }
                },
            }
        };
        match finish_dict(vm, self.op, self.dict, self.key, probe.hash(), found)? {
            Then::Return(value) => Ok(Next::Return(value)),
            Then::Tail { callee, args } => Ok(Next::Call { callee, args }),
            Then::Start(task) => Ok(Next::Start(task)),
            Then::Resume { generator, value } => Ok(Next::Resume { generator, value }),
        }
    }
}

/// Does `op` with a member of a set.
pub(crate) fn set_key(vm: &mut Vm, set: Obj, key: Obj, op: SetOp) -> R<Then> {
    let stage = match vm.quick_hash(key, 0) {
        Some(hash) => {
            if let Some(found) = vm.quick_slot(set, hash, key) {
                return finish_set(vm, op, set, key, hash, found).map(Then::Return);
            }
            Stage::Search(hash)
        }
        None => Stage::Hash,
    };
    launch(vm, "set lookup", Pending::SetKey(SetKey { op, set, key, stage }), &[set, key])
}

/// The same with a known hash: the answer at once, or its task.
pub(crate) fn set_key_hashed(vm: &mut Vm, set: Obj, hash: i64, key: Obj, op: SetOp) -> R<Then> {
    if let Some(found) = vm.quick_slot(set, hash, key) {
        return finish_set(vm, op, set, key, hash, found).map(Then::Return);
    }
    let pending = Pending::SetKey(SetKey { op, set, key, stage: Stage::Search(hash) });
    Ok(Then::Start(task(vm, "set lookup", pending, &[set, key])))
}

fn finish_set(vm: &mut Vm, op: SetOp, set: Obj, key: Obj, hash: i64, found: Result<usize, usize>) -> R<Obj> {
    match (op, found) {
        (SetOp::Contains, found) => Ok(known::bool_obj(found.is_ok())),
        (SetOp::Add, Ok(_)) => Ok(known::NONE),
        (SetOp::Add, Err(slot)) => {
            vm.heap.incref(key);
            if let Some(table) = vm.set_table_mut(set) {
                table.insert_at(slot, hash, key);
            }
            Ok(known::NONE)
        }
        (SetOp::Discard | SetOp::Remove | SetOp::Take, Ok(slot)) => {
            if let Some(member) = vm.set_table_mut(set).and_then(|table| table.remove_at(slot)) {
                vm.decref(member);
            }
            Ok(if op == SetOp::Take { known::TRUE } else { known::NONE })
        }
        (SetOp::Discard, Err(_)) => Ok(known::NONE),
        (SetOp::Take, Err(_)) => Ok(known::FALSE),
        (SetOp::Remove, Err(_)) => Err(vm.key_error(key)),
    }
}

impl SetKey {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let key = self.key;
        let hash = match std::mem::replace(&mut self.stage, Stage::Missing) {
            Stage::Missing | Stage::DictAnswer(_) => return answer.map(Next::Return),
            Stage::Hash => match vm.hash_of(key) {
                Ok(Hashed::Known(hash)) => hash,
                Ok(Hashed::Ask(task)) => {
                    self.stage = Stage::HashAnswer;
                    return Ok(Next::Start(task));
                }
                Err(_) => return Err(vm.explain_unhashable(key, "a set element")),
            },
            Stage::HashAnswer => match answer {
                Ok(hash) => hash_value(vm, hash),
                Err(_) => return Err(vm.explain_unhashable(key, "a set element")),
            },
            Stage::Search(hash) => hash,
            Stage::SetAnswer(mut probe) => {
                let equal = answer? == known::TRUE;
                let Some(table) = vm.set_table(self.set) else { return Ok(Next::Return(known::NONE)) };
                let step = table.resume(&mut probe, equal);
                return self.search(vm, probe, step);
            }
        };
        let mut probe = SetProbe::new(hash, key);
        let Some(table) = vm.set_table(self.set) else { return Ok(Next::Return(known::NONE)) };
        let step = table.probe(&mut probe);
        self.search(vm, probe, step)
    }

    fn search(&mut self, vm: &mut Vm, mut probe: SetProbe<Obj>, mut step: SetStep<Obj>) -> R<Next> {
        let found = loop {
            match step {
                SetStep::Found(slot) => break Ok(slot),
                SetStep::Missing(slot) => break Err(slot),
                SetStep::Compare(stored) => match vm.rich_bool(CompareOp::Eq, stored, self.key) {
                    Answer::Known(equal) => {
                        let Some(table) = vm.set_table(self.set) else {
                            return Ok(Next::Return(known::NONE));
                        };
                        step = table.resume(&mut probe, equal);
                    }
                    Answer::Ask(task) => {
                        self.stage = Stage::SetAnswer(probe);
                        return Ok(Next::Start(task));
                    }
                },
            }
        };
        finish_set(vm, self.op, self.set, self.key, probe.hash(), found).map(Next::Return)
    }
}
