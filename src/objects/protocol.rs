//! What the machine asks of the built-in types: a function per operation, each answering at once or with a task.

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload, Range};
use crate::vm::iteration::IterStep;
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::operators::{BinaryOp, CompareOp};
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Then, Vm};

/// Resumable built-ins.
#[derive(Clone, Debug)]
pub enum Pending {}

impl Pending {
    pub(crate) fn resume(&mut self, _vm: &mut Vm, _held: &mut Vec<Obj>, _answer: R<Obj>) -> R<Next> {
        match *self {}
    }

    /// References the state owns beside the task's `held`, for the auditor.
    pub fn references(&self, _visit: &mut dyn FnMut(Obj)) {
        match *self {}
    }
}

/// Methods of the static types.
pub const METHODS: &[(Obj, &[NativeDef])] = &[];
/// Static methods of the static types.
pub const STATIC_METHODS: &[(Obj, &[NativeDef])] = &[];
/// Class methods of the static types; the class is argument 0.
pub const CLASS_METHODS: &[(Obj, &[NativeDef])] = &[];
/// Computed attributes of the static types.
pub const GETSETS: &[(Obj, &[GetSetDef])] = &[];
/// The functions of `builtins`.
pub const BUILTINS: &[&NativeDef] = &[];

pub static DICT_GETSET: GetSetDef = GetSetDef {
    name: "__dict__",
    get: |vm, obj| {
        let dict = vm.materialize_dict(obj);
        Ok(vm.new_ref(dict))
    },
    set: None,
};
pub static WEAKREF_GETSET: GetSetDef =
    GetSetDef { name: "__weakref__", get: |_, _| Ok(known::NONE), set: None };

/// Is the static type of this name reachable as a builtin?
pub fn is_builtin_name(name: &str) -> bool {
    matches!(name, "object" | "type" | "int" | "str")
}

/// `left op right` by the built-in types; `NotImplemented` where they do not know.
pub fn binary(_vm: &mut Vm, _op: BinaryOp, _inplace: bool, _left: Obj, _right: Obj) -> R<Then> {
    Ok(Then::Return(known::NOT_IMPLEMENTED))
}

/// Rich comparison by the built-in types; `NotImplemented` where they do not know.
pub fn compare(_vm: &mut Vm, _op: CompareOp, _left: Obj, _right: Obj) -> R<Then> {
    Ok(Then::Return(known::NOT_IMPLEMENTED))
}

pub fn subscript(vm: &mut Vm, _container: Obj, _key: Obj) -> R<Then> {
    Err(vm.unsupported("subscript"))
}

pub fn store_subscript(vm: &mut Vm, _container: Obj, _key: Obj, _value: Obj) -> R<Then> {
    Err(vm.unsupported("store_subscript"))
}

pub fn delete_subscript(vm: &mut Vm, _container: Obj, _key: Obj) -> R<Then> {
    Err(vm.unsupported("delete_subscript"))
}

/// Position of a key in a dict where no Python is needed to find it: `None` if Python is, `Some(None)` if it is missing.
pub fn plain_position(_vm: &Vm, _dict: Obj, _key: Obj) -> Option<Option<usize>> {
    None
}

pub fn contains(vm: &mut Vm, _container: Obj, _item: Obj) -> R<Then> {
    Err(vm.unsupported("contains"))
}

pub fn unary(vm: &mut Vm, _slot: Slot, _operand: Obj) -> R<Then> {
    Err(vm.unsupported("unary"))
}

pub fn range_is_true(_vm: &Vm, _range: Range) -> bool {
    true
}

/// `class(*args)` of a static type that is neither `type` nor an exception.
pub fn construct(vm: &mut Vm, _class: Obj, _args: Args) -> R<Then> {
    Err(vm.unsupported("construct"))
}

/// The same for a Python class with a built-in layout.
pub fn construct_subclass(vm: &mut Vm, _class: Obj, _args: Args) -> R<Then> {
    Err(vm.unsupported("construct_subclass"))
}

/// `iter(obj)` of the built-in types beyond lists, tuples and iterators; `None` if it is not iterable.
pub fn iterator_of(_vm: &mut Vm, _iterable: Obj) -> R<Option<Obj>> {
    Ok(None)
}

/// `__next__` of a [`Payload::Iter`].
pub fn iterator_step(_vm: &mut Vm, _iterator: Obj) -> R<IterStep> {
    Ok(IterStep::Exhausted)
}

pub fn list_extend(vm: &mut Vm, _list: Obj, _iterable: Obj) -> R<Then> {
    Err(vm.unsupported("list_extend"))
}

pub fn set_add(vm: &mut Vm, _set: Obj, _item: Obj) -> R<Then> {
    Err(vm.unsupported("set_add"))
}

pub fn set_update(vm: &mut Vm, _set: Obj, _iterable: Obj) -> R<Then> {
    Err(vm.unsupported("set_update"))
}

pub fn dict_update(vm: &mut Vm, _dict: Obj, _other: Obj) -> R<Then> {
    Err(vm.unsupported("dict_update"))
}

/// `**other` in a call of `function`.
pub fn dict_merge(vm: &mut Vm, _dict: Obj, _other: Obj, _function: Obj) -> R<Then> {
    Err(vm.unsupported("dict_merge"))
}

/// A dict of key, value, key, value ... (borrowed).
pub fn build_map(vm: &mut Vm, _items: &[Obj]) -> R<Then> {
    Err(vm.unsupported("build_map"))
}

pub fn build_set(vm: &mut Vm, _items: &[Obj]) -> R<Then> {
    Err(vm.unsupported("build_set"))
}

/// The items of an iterable as a tuple: exactly `before` of them, or with `after`, `before` items, a list of the rest, and
/// `after` items.
pub fn unpack_iterable(vm: &mut Vm, _iterable: Obj, _before: usize, _after: Option<usize>) -> R<Then> {
    Err(vm.unsupported("unpack_iterable"))
}

/// `func(*args, **kwargs)` where `args` is no tuple.
pub fn call_with_iterable(vm: &mut Vm, _func: Obj, _args: Obj, _kwargs: Obj) -> R<Then> {
    Err(vm.unsupported("call_with_iterable"))
}

pub fn str_of(vm: &mut Vm, _value: Obj) -> R<Then> {
    Err(vm.unsupported("str"))
}

pub fn repr_of(vm: &mut Vm, _value: Obj) -> R<Then> {
    Err(vm.unsupported("repr"))
}

pub fn ascii_of(vm: &mut Vm, _value: Obj) -> R<Then> {
    Err(vm.unsupported("ascii"))
}

/// `format(value, spec)`.
pub fn format_of(vm: &mut Vm, _value: Obj, _spec: Obj) -> R<Then> {
    Err(vm.unsupported("format"))
}

impl Vm {
    /// A frozenset of constants (owned items taken over): their hashes need no Python.
    pub fn constant_frozenset(&mut self, _items: &[Obj]) -> Obj {
        self.heap.alloc(types::FROZENSET, Payload::Set(Default::default()))
    }

    /// A short `repr` that runs no Python code and is bounded in length and depth: for messages and the page.
    pub fn safe_repr(&self, obj: Obj) -> String {
        format!("<{} object at {:#x}>", self.type_name(obj), self.heap.address(obj))
    }

    /// The same for `str`.
    pub fn safe_str(&self, obj: Obj) -> String {
        self.as_str(obj).map_or_else(|| self.safe_repr(obj), str::to_owned)
    }
}

impl Vm {
    /// Raises what an algorithm answered.
    pub(crate) fn raise_fault(&mut self, fault: super::fault::Fault) -> crate::vm::Raised {
        self.unsupported(&fault.message)
    }

    /// An `int` object (owned) of any size.
    pub(crate) fn bigint(&mut self, value: num_bigint::BigInt) -> Obj {
        self.heap.alloc(types::INT, Payload::BigInt(std::rc::Rc::new(value)))
    }
}
