//! Built-in types, a file per type, and the algorithms they share.
//!
//! | files | what |
//! | --- | --- |
//! | `protocol.rs` | what the machine asks: operators, subscripts, construction; the list of resumable states |
//! | `answers.rs`, `consume.rs`, `keyed.rs` | tasks in common: truth, comparison, walking an iterable, one key of a dict or set |
//! | `number.rs`, `numeric.rs`, `str.rs`, `list.rs`, `dict.rs`, `set.rs`, `range.rs` ... | the types |
//! | `repr.rs`, `hashing.rs`, `compare.rs`, `sorting.rs`, `iterators.rs`, `str_format.rs` | protocols over all types |
//! | `core/` | `object`, `type`, functions, generators, exceptions, descriptors; special methods as attributes |
//! | `builtins.rs`, `print.rs` | functions of the module `builtins` |
//! | `dict_table.rs`, `set_table.rs`, `sort/`, `hash.rs`, `*_text.rs`, `*_math.rs`, `format_spec.rs` ... | algorithms without the machine |
mod answers;
mod builtins;
mod bytes;
mod compare;
mod consume;
pub mod core;
mod dict;
pub mod dict_table;
pub mod fault;
pub mod float_math;
pub mod float_text;
pub mod format_spec;
pub mod format_template;
pub mod hash;
mod hashing;
mod indexing;
pub mod int_math;
pub mod int_text;
mod iterator_steps;
mod iterators;
mod keyed;
mod list;
mod namespaces;
mod number;
mod numeric;
pub mod percent_format;
mod print;
mod protocol;
mod range;
mod repr;
mod sequence;
mod set;
pub mod set_table;
mod slice;
pub mod sort;
mod sorting;
mod str;
pub mod str_case;
mod str_format;
pub mod str_ops;
pub mod str_text;
mod total;

pub use builtins::BUILTINS;
pub use dict::{build_map, dict_merge, dict_update, plain_position};
pub use iterators::{iterator_of, iterator_step};
pub use list::list_extend;
pub use protocol::*;
pub use range::range_is_true;
pub use repr::{ascii_of, repr_of, str_of};
pub use set::{build_set, set_add, set_update};
pub use str_format::format_of;

use crate::heap::Obj;
use crate::heap::known::types;
use crate::vm::native::{GetSetDef, NativeDef};
pub(crate) use indexing::{IndexUse, index_args_then, index_then};
pub(crate) use numeric::exact_int;

/// Methods of the static types beyond those of [`core`].
pub static METHODS: &[(Obj, &[NativeDef])] = &[
    (types::INT, numeric::INT_METHODS),
    (types::FLOAT, numeric::FLOAT_METHODS),
    (types::STR, str::METHODS),
    (types::BYTES, bytes::METHODS),
    (types::LIST, list::LIST_METHODS),
    (types::TUPLE, list::TUPLE_METHODS),
    (types::DICT, dict::METHODS),
    (types::MAPPINGPROXY, dict::PROXY_METHODS),
    (types::SET, set::BOTH_METHODS),
    (types::SET, set::METHODS),
    (types::FROZENSET, set::BOTH_METHODS),
    (types::RANGE, range::METHODS),
    (types::DICT_KEYS, dict::VIEW_METHODS),
    (types::DICT_VALUES, dict::VIEW_METHODS),
    (types::DICT_ITEMS, dict::VIEW_METHODS),
    (types::SLICE, slice::METHODS),
    (types::BYTES_ITERATOR, iterators::METHODS),
    (types::DICT_REVERSEKEYITERATOR, iterators::METHODS),
    (types::DICT_REVERSEVALUEITERATOR, iterators::METHODS),
    (types::DICT_REVERSEITEMITERATOR, iterators::METHODS),
    (types::ITERATOR, iterators::METHODS),
    (types::CALLABLE_ITERATOR, iterators::METHODS),
];

/// Static methods of the static types.
pub static STATIC_METHODS: &[(Obj, &[NativeDef])] = &[(types::STR, str::STATIC_METHODS)];

/// Class methods of the static types; the class is argument 0.
pub static CLASS_METHODS: &[(Obj, &[NativeDef])] =
    &[(types::INT, numeric::INT_CLASS_METHODS), (types::DICT, dict::CLASS_METHODS)];

/// Computed attributes of the static types.
pub static GETSETS: &[(Obj, &[GetSetDef])] = &[
    (types::INT, numeric::INT_GETSETS),
    (types::FLOAT, numeric::FLOAT_GETSETS),
    (types::RANGE, range::GETSETS),
    (types::SLICE, slice::GETSETS),
    (types::DICT_KEYS, dict::VIEW_GETSETS),
    (types::DICT_VALUES, dict::VIEW_GETSETS),
    (types::DICT_ITEMS, dict::VIEW_GETSETS),
];
