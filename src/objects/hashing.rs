//! `hash(obj)` of any object (`tp_hash` of each type).

use super::Pending;
use super::answers::task;
use super::hash::{self, TupleHash};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Raised, Task, Then, Vm};

/// Tuples within tuples that are hashed at once; deeper ones go through tasks.
const QUICK_DEPTH: u8 = 4;

/// A hash, or the task whose answer (an int) it is.
pub(crate) enum Hashed {
    Known(i64),
    Ask(Box<Task>),
}

/// A hash that waits for Python.
#[derive(Clone, Debug)]
pub enum Hashing {
    /// `__hash__` runs.
    Method {
        callee: Obj,
        args: Vec<Obj>,
        started: bool,
    },
    Tuple {
        tuple: Obj,
        index: usize,
        state: TupleHash,
        waiting: bool,
    },
}

impl Vm {
    /// The hash of an object where no Python is needed to find it; `None` where it is, or where there is none.
    #[inline]
    pub(crate) fn quick_hash(&self, obj: Obj, depth: u8) -> Option<i64> {
        let ty = self.heap.ty(obj);
        if !known::is_static_type(ty) && self.has_slot(ty, Slot::Hash) {
            return None;
        }
        Some(match self.heap.get(obj) {
            Payload::Str(text) => text.hash(),
            Payload::Int(value) => hash::hash_i64(*value),
            Payload::BigInt(value) => hash::hash_bigint(value),
            Payload::Float(value) => {
                hash::hash_float(*value).unwrap_or_else(|| hash::hash_address(self.heap.address(obj)))
            }
            Payload::Bytes(bytes) => hash::hash_bytes(bytes),
            Payload::Atom if obj == known::NONE => hash::HASH_NONE,
            Payload::Tuple(items) if depth < QUICK_DEPTH => {
                let mut state = TupleHash::new();
                for &item in items.iter() {
                    state.push(self.quick_hash(item, depth + 1)?);
                }
                state.finish(items.len())
            }
            Payload::Set(table) if self.is_subtype(ty, types::FROZENSET) => {
                hash::hash_frozenset(table.iter().map(|(hash, _)| hash))
            }
            Payload::Method { func, this } => {
                let (func, this) = (self.heap.address(*func), self.heap.address(*this));
                hash::hash_address(func) ^ hash::hash_address(this)
            }
            Payload::Tuple(_)
            | Payload::List(_)
            | Payload::Dict(_)
            | Payload::Set(_)
            | Payload::Slice(_)
            | Payload::Range(_)
            | Payload::MappingProxy(_) => return None,
            Payload::DictView { kind, .. } if *kind != crate::heap::DictViewKind::Values => return None,
            _ => hash::hash_address(self.heap.address(obj)),
        })
    }

    /// `PyObject_Hash`. Raises TypeError for what has no hash.
    pub(crate) fn hash_of(&mut self, obj: Obj) -> R<Hashed> {
        if let Some(hash) = self.quick_hash(obj, 0) {
            return Ok(Hashed::Known(hash));
        }
        if let Some((callee, args)) = self.special_method(obj, Slot::Hash) {
            if callee == known::NONE {
                return Err(self.unhashable(obj));
            }
            let mut held = vec![callee];
            held.extend(&args);
            let pending = Pending::Hash(Hashing::Method { callee, args, started: false });
            return Ok(Hashed::Ask(task(self, "__hash__", pending, &held)));
        }
        let parts = match self.heap.get(obj) {
            Payload::Tuple(_) => {
                let state = TupleHash::new();
                let pending = Pending::Hash(Hashing::Tuple { tuple: obj, index: 0, state, waiting: false });
                return Ok(Hashed::Ask(task(self, "__hash__", pending, &[obj])));
            }
            Payload::Slice(parts) => parts.to_vec(),
            Payload::Range(_) => {
                let parts = super::range::hash_parts(self, obj);
                return self.hash_parts(&parts, true);
            }
            _ => return Err(self.unhashable(obj)),
        };
        self.hash_parts(&parts, false)
    }

    /// The hash of a slice's or range's parts (owned ones are released) as a tuple's; a slice leaves the length out.
    fn hash_parts(&mut self, parts: &[Obj], range: bool) -> R<Hashed> {
        let mut state = TupleHash::new();
        let mut hashable = true;
        for &part in parts {
            match self.quick_hash(part, 0) {
                Some(hash) => state.push(hash),
                None => hashable = false,
            }
        }
        if range {
            parts.iter().for_each(|&part| self.decref(part));
            return Ok(Hashed::Known(state.finish(parts.len())));
        }
        if !hashable {
            return Err(self.unsupported("the hash of a slice of objects with a Python __hash__"));
        }
        Ok(Hashed::Known(state.finish_slice()))
    }

    fn unhashable(&mut self, obj: Obj) -> Raised {
        let message = format!("unhashable type: '{}'", self.type_name(obj));
        self.type_error(&message)
    }

    /// A TypeError from hashing a key says what the key was for (`dict_unhashable_type`, `set_unhashable_type`).
    pub(crate) fn explain_unhashable(&mut self, key: Obj, role: &str) -> Raised {
        let raised = self.ctx.raised;
        if raised.is_null() || self.heap.ty(raised) != types::TYPE_ERROR {
            return Raised;
        }
        let text = self.safe_str(raised);
        let message = format!("cannot use '{}' as {role} ({text})", self.type_name(key));
        self.clear_raised();
        self.type_error(&message)
    }
}

/// `hash(obj)`.
pub(super) fn hash_then(vm: &mut Vm, obj: Obj) -> R<Then> {
    Ok(match vm.hash_of(obj)? {
        Hashed::Known(hash) => Then::Return(vm.int(hash)),
        Hashed::Ask(task) => Then::Start(task),
    })
}

/// `object.__hash__` and the hashes of the built-in types, whatever a class overrides.
pub(super) fn native_hash(vm: &mut Vm, obj: Obj) -> R<Then> {
    if vm.has_slot(vm.heap.ty(obj), Slot::Hash) {
        let hash = match vm.heap.get(obj) {
            Payload::Str(text) => text.hash(),
            Payload::Int(value) => hash::hash_i64(*value),
            Payload::Tuple(_) | Payload::Float(_) | Payload::BigInt(_) => {
                return Err(vm.unsupported("super().__hash__() of this type"));
            }
            Payload::List(_) | Payload::Dict(_) | Payload::Set(_) => return Err(vm.unhashable(obj)),
            _ => hash::hash_address(vm.heap.address(obj)),
        };
        return Ok(Then::Return(vm.int(hash)));
    }
    hash_then(vm, obj)
}

/// Reads the answer of a hashing task (an int, owned).
pub(super) fn hash_value(vm: &mut Vm, answer: Obj) -> i64 {
    let hash = match vm.heap.get(answer) {
        Payload::Int(value) => *value,
        _ => 0,
    };
    vm.decref(answer);
    hash
}

impl Hashing {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        match self {
            Hashing::Method { callee, args, started } => {
                if !std::mem::replace(started, true) {
                    return Ok(Next::Call { callee: *callee, args: args.clone() });
                }
                // slot_tp_hash: an int that fits is the hash itself, a larger one is hashed; -1 becomes -2
                let hash = match vm.heap.get(answer) {
                    Payload::Int(-1) => Some(-2),
                    Payload::Int(value) => Some(*value),
                    Payload::BigInt(value) => Some(hash::hash_bigint(value)),
                    _ => None,
                };
                vm.decref(answer);
                match hash {
                    Some(hash) => Ok(Next::Return(vm.int(hash))),
                    None => Err(vm.type_error("__hash__ method should return an integer")),
                }
            }
            Hashing::Tuple { tuple, index, state, waiting } => {
                if std::mem::take(waiting) {
                    state.push(hash_value(vm, answer));
                }
                let items = vm.tuple_items(*tuple);
                while let Some(&item) = items.get(*index) {
                    *index += 1;
                    match vm.hash_of(item)? {
                        Hashed::Known(hash) => state.push(hash),
                        Hashed::Ask(task) => {
                            vm.check_native_depth("")?;
                            *waiting = true;
                            return Ok(Next::Start(task));
                        }
                    }
                }
                Ok(Next::Return(vm.int(state.finish(items.len()))))
            }
        }
    }
}
