//! What a slot holds: one variant per object layout of CPython (`PyLongObject`, `PyListObject` ...).

use super::Obj;
use super::exception::{Exception, Traceback};
use crate::objects::dict_table::DictTable;
use crate::objects::set_table::SetTable;
use crate::threads::{LockState, ThreadState};
use crate::vm::generator::Generator;
use crate::vm::native::{GetSetDef, NativeDef};
use num_bigint::BigInt;
use std::cell::Cell;
use std::rc::Rc;

/// An object's own data. Small scalars are inline; everything else is shared copy-on-write between checkpoints.
#[derive(Clone, Debug)]
pub enum Payload {
    /// A free slot and the index of the next one.
    Free(u32),
    /// `None`, `NotImplemented`, `Ellipsis` and plain `object()` instances: nothing but identity.
    Atom,
    /// `int` in the range of `i64`, and `bool`.
    Int(i64),
    /// `int` outside the range of `i64`.
    BigInt(Rc<BigInt>),
    Float(f64),
    Str(Rc<Str>),
    Bytes(Rc<Vec<u8>>),
    Tuple(Rc<Vec<Obj>>),
    List(Rc<Vec<Obj>>),
    Dict(Rc<DictTable<Obj>>),
    Set(Rc<SetTable<Obj>>),
    /// A closure cell; `NULL` while unbound.
    Cell(Obj),
    Slice(Rc<[Obj; 3]>),
    Range(Rc<Range>),
    Function(Rc<Function>),
    /// A bound method: `__func__` and `__self__`, both owned.
    Method {
        func: Obj,
        this: Obj,
    },
    Code(Rc<Code>),
    Type(Rc<Type>),
    /// An instance of a Python class with no built-in layout.
    Instance(Rc<Attributes>),
    /// `builtin_function_or_method`; `this` is `__self__` or `NULL`.
    Builtin {
        def: &'static NativeDef,
        this: Obj,
    },
    /// `method_descriptor` / `wrapper_descriptor` of the built-in type `owner`.
    MethodDescriptor {
        def: &'static NativeDef,
        owner: Obj,
    },
    /// `getset_descriptor` of `owner` (owned).
    GetSet {
        def: &'static GetSetDef,
        owner: Obj,
    },
    /// `list_iterator`, `tuple_iterator`: the sequence (owned; `NULL` once exhausted) and the next index.
    SequenceIter {
        sequence: Obj,
        index: u32,
    },
    RangeIter(Rc<RangeIter>),
    Iter(Rc<Iter>),
    Generator(Rc<Generator>),
    Exception(Rc<Exception>),
    Traceback(Rc<Traceback>),
    Module(Rc<Module>),
    /// `property`: getter, setter, deleter, doc.
    Property(Rc<[Obj; 4]>),
    StaticMethod(Obj),
    ClassMethod(Obj),
    /// `super`: the start class, the object, the object's type.
    Super(Rc<[Obj; 3]>),
    /// `mappingproxy` over a dict.
    MappingProxy(Obj),
    /// `dict_keys`, `dict_values`, `dict_items` over a dict.
    DictView {
        dict: Obj,
        kind: DictViewKind,
    },
    /// `sys.stdout` and its kin.
    Stream(crate::vm::Stream),
    Lock(Rc<LockState>),
    Thread(Rc<ThreadState>),
}

/// A `str`: UTF-8 with its length in code points and its hash, computed when first asked for.
#[derive(Clone, Debug)]
pub struct Str {
    pub text: Box<str>,
    /// Length in code points.
    pub length: u32,
    pub hash: Cell<Option<i64>>,
    /// In the table of interned strings while it lives.
    pub interned: bool,
}

impl Str {
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let length = if text.is_ascii() { text.len() } else { text.chars().count() } as u32;
        Str { text, length, hash: Cell::new(None), interned: false }
    }

    /// Is each code point one byte, so that indexes are byte offsets?
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.length as usize == self.text.len()
    }

    /// CPython's hash with `PYTHONHASHSEED=0`.
    #[inline]
    pub fn hash(&self) -> i64 {
        match self.hash.get() {
            Some(hash) => hash,
            None => {
                let hash = crate::objects::hash::hash_str(&self.text);
                self.hash.set(Some(hash));
                hash
            }
        }
    }
}

/// `range`: all three parts are int objects, as `PyRangeObject`'s are.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub start: Obj,
    pub stop: Obj,
    pub step: Obj,
}

/// `range_iterator` over machine integers (`_PyRangeIterObject`).
#[derive(Clone, Copy, Debug)]
pub struct RangeIter {
    pub next: i64,
    pub step: i64,
    /// Values still to come.
    pub remaining: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictViewKind {
    Keys,
    Values,
    Items,
}

/// Iterators whose `__next__` is native. All objects in them are owned; `NULL` once exhausted.
#[derive(Clone, Debug)]
pub enum Iter {
    Str {
        text: Obj,
        byte: u32,
    },
    Bytes {
        bytes: Obj,
        index: u32,
    },
    /// The entries index to look at next; `size` and `left` guard against mutation (`dictiterobject`).
    Dict {
        dict: Obj,
        entry: u32,
        size: u32,
        left: u32,
        kind: DictViewKind,
        reversed: bool,
    },
    Set {
        set: Obj,
        entry: u32,
        size: u32,
    },
    ReversedSequence {
        sequence: Obj,
        index: i64,
    },
    /// Objects with `__getitem__` but no `__iter__` (`seqiterobject`).
    GetItem {
        sequence: Obj,
        index: i64,
    },
    /// `iter(callable, sentinel)`.
    Callable {
        callable: Obj,
        sentinel: Obj,
    },
    Enumerate {
        inner: Obj,
        next: i64,
    },
    Zip {
        inner: Vec<Obj>,
        strict: bool,
    },
    Map {
        function: Obj,
        inner: Vec<Obj>,
    },
    Filter {
        function: Obj,
        inner: Obj,
    },
}

/// `PyFunctionObject`. Every field is an owned reference or `NULL`.
#[derive(Clone, Debug)]
pub struct Function {
    pub code: Obj,
    pub globals: Obj,
    pub name: Obj,
    pub qualname: Obj,
    pub module: Obj,
    pub defaults: Obj,
    pub kwdefaults: Obj,
    pub closure: Obj,
    pub doc: Obj,
    pub annotate: Obj,
    pub dict: Obj,
    /// Index into the machine's loaded code, so that a call needs no look-up through `code`.
    pub code_index: u32,
}

/// A code object as the machine sees it; the immutable part is `loaded`.
#[derive(Clone, Debug)]
pub struct Code {
    /// Index into the machine's table of loaded code.
    pub index: u32,
    /// The tuples `co_consts`, `co_names` and `co_localsplusnames` (owned).
    pub consts: Obj,
    pub names: Obj,
    pub localsplusnames: Obj,
}

/// Which built-in layout instances of a type have (CPython's "solid base").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Object,
    Int,
    Float,
    Str,
    Bytes,
    Tuple,
    List,
    Dict,
    Set,
    Exception,
    Type,
    Property,
    Module,
    Thread,
    /// A layout Python code cannot derive from (`bool`, `range`, `function` ...).
    Final,
}

/// `PyTypeObject`.
#[derive(Clone, Debug)]
pub struct Type {
    pub name: Rc<str>,
    /// Objects owned by a heap type; static types hold immortal ones.
    pub qualname: Obj,
    pub dict: Obj,
    pub base: Obj,
    pub bases: Obj,
    /// The method resolution order, a tuple that begins with the type itself.
    pub mro: Obj,
    pub layout: Layout,
    /// Made by a `class` statement (`Py_TPFLAGS_HEAPTYPE`)?
    pub heap_type: bool,
    /// Do instances have attributes of their own?
    pub has_dict: bool,
    /// Do the type or its bases define these in Python? Looked up once per [`Type::version`].
    pub slots: Slots,
    /// `tp_version_tag`: changes whenever an attribute of the type or of a base changes.
    pub version: u32,
    /// `ht_cached_keys`: attribute names of instances in the order first seen; interned, so immortal.
    pub shared_keys: Rc<Vec<Obj>>,
    /// Borrowed (weak) references to direct subclasses.
    pub subclasses: Vec<Obj>,
}

/// Special methods that a Python class overrides; bit per [`crate::vm::slots::Slot`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slots(pub u128);

/// The attributes of an instance: inline values in the order of the type's shared keys (`_PyObject_InlineValues`) until
/// somebody asks for `__dict__`, from then on a dict object.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// Owned; `NULL` where the attribute is not set.
    pub values: Vec<Obj>,
    /// The materialised `__dict__` (owned), or `NULL`.
    pub dict: Obj,
}

#[derive(Clone, Copy, Debug)]
pub struct Module {
    pub dict: Obj,
}
