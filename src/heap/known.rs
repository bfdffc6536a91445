//! Objects every program finds in the same slot: singletons, small ints, one-character strings and the static types.
//!
//! All of them are immortal (PEP 683). [`crate::vm::bootstrap`] fills the slots in the order of this file.

use super::{Layout, Obj};

pub const NONE: Obj = Obj(7);
pub const FALSE: Obj = Obj(8);
pub const TRUE: Obj = Obj(9);
pub const ELLIPSIS: Obj = Obj(10);
pub const NOT_IMPLEMENTED: Obj = Obj(11);
pub const EMPTY_TUPLE: Obj = Obj(12);
pub const EMPTY_STR: Obj = Obj(13);
const SMALL_INTS: u32 = 14;
/// The cached ints: -5 to 256 (`_PY_NSMALLNEGINTS`, `_PY_NSMALLPOSINTS` of 3.14).
pub const SMALL_INT_MIN: i64 = -5;
pub const SMALL_INT_MAX: i64 = 256;
const LATIN1: u32 = SMALL_INTS + (SMALL_INT_MAX - SMALL_INT_MIN + 1) as u32;
const FIRST_TYPE: u32 = LATIN1 + 256;

/// The cached int for a value of the small range.
#[inline(always)]
pub const fn small_int(value: i64) -> Option<Obj> {
    if value >= SMALL_INT_MIN && value <= SMALL_INT_MAX {
        Some(Obj(SMALL_INTS + (value - SMALL_INT_MIN) as u32))
    } else {
        None
    }
}

/// The cached one-character string of a Latin-1 code point.
#[inline(always)]
pub const fn latin1(code: u8) -> Obj {
    Obj(LATIN1 + code as u32)
}

#[inline(always)]
pub const fn bool_obj(value: bool) -> Obj {
    if value { TRUE } else { FALSE }
}

/// A static type: its name, base and layout.
pub struct StaticType {
    pub name: &'static str,
    pub base: Obj,
    pub layout: Layout,
    /// Module shown in `__module__` and reprs.
    pub module: &'static str,
}

macro_rules! static_types {
    ($($constant:ident $name:literal : $base:ident, $layout:ident;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Order { $($constant),* }
        /// The static types.
        pub mod types {
            use super::{Obj, Order, FIRST_TYPE};
            $(pub const $constant: Obj = Obj(FIRST_TYPE + Order::$constant as u32);)*
        }
        /// In slot order.
        pub const STATIC_TYPES: &[StaticType] = &[
            $(StaticType { name: $name, base: types::$base, layout: Layout::$layout, module: "builtins" }),*
        ];
    };
}

static_types! {
    OBJECT "object": OBJECT, Object;
    TYPE "type": OBJECT, Type;
    INT "int": OBJECT, Int;
    BOOL "bool": INT, Final;
    FLOAT "float": OBJECT, Float;
    STR "str": OBJECT, Str;
    BYTES "bytes": OBJECT, Bytes;
    TUPLE "tuple": OBJECT, Tuple;
    LIST "list": OBJECT, List;
    DICT "dict": OBJECT, Dict;
    SET "set": OBJECT, Set;
    FROZENSET "frozenset": OBJECT, Set;
    RANGE "range": OBJECT, Final;
    SLICE "slice": OBJECT, Final;
    NONE_TYPE "NoneType": OBJECT, Final;
    NOT_IMPLEMENTED_TYPE "NotImplementedType": OBJECT, Final;
    ELLIPSIS_TYPE "ellipsis": OBJECT, Final;
    FUNCTION "function": OBJECT, Final;
    METHOD "method": OBJECT, Final;
    BUILTIN "builtin_function_or_method": OBJECT, Final;
    METHOD_DESCRIPTOR "method_descriptor": OBJECT, Final;
    WRAPPER_DESCRIPTOR "wrapper_descriptor": OBJECT, Final;
    GETSET "getset_descriptor": OBJECT, Final;
    CELL "cell": OBJECT, Final;
    CODE "code": OBJECT, Final;
    MODULE "module": OBJECT, Module;
    PROPERTY "property": OBJECT, Property;
    STATICMETHOD "staticmethod": OBJECT, Final;
    CLASSMETHOD "classmethod": OBJECT, Final;
    SUPER "super": OBJECT, Final;
    MAPPINGPROXY "mappingproxy": OBJECT, Final;
    DICT_KEYS "dict_keys": OBJECT, Final;
    DICT_VALUES "dict_values": OBJECT, Final;
    DICT_ITEMS "dict_items": OBJECT, Final;
    LIST_ITERATOR "list_iterator": OBJECT, Final;
    LIST_REVERSEITERATOR "list_reverseiterator": OBJECT, Final;
    TUPLE_ITERATOR "tuple_iterator": OBJECT, Final;
    STR_ITERATOR "str_iterator": OBJECT, Final;
    STR_ASCII_ITERATOR "str_ascii_iterator": OBJECT, Final;
    BYTES_ITERATOR "bytes_iterator": OBJECT, Final;
    RANGE_ITERATOR "range_iterator": OBJECT, Final;
    DICT_KEYITERATOR "dict_keyiterator": OBJECT, Final;
    DICT_VALUEITERATOR "dict_valueiterator": OBJECT, Final;
    DICT_ITEMITERATOR "dict_itemiterator": OBJECT, Final;
    DICT_REVERSEKEYITERATOR "dict_reversekeyiterator": OBJECT, Final;
    DICT_REVERSEVALUEITERATOR "dict_reversevalueiterator": OBJECT, Final;
    DICT_REVERSEITEMITERATOR "dict_reverseitemiterator": OBJECT, Final;
    SET_ITERATOR "set_iterator": OBJECT, Final;
    ITERATOR "iterator": OBJECT, Final;
    CALLABLE_ITERATOR "callable_iterator": OBJECT, Final;
    REVERSED "reversed": OBJECT, Final;
    ENUMERATE "enumerate": OBJECT, Final;
    ZIP "zip": OBJECT, Final;
    MAP "map": OBJECT, Final;
    FILTER "filter": OBJECT, Final;
    GENERATOR "generator": OBJECT, Final;
    TRACEBACK "traceback": OBJECT, Final;
    LOCK "lock": OBJECT, Final;
    RLOCK "RLock": OBJECT, Final;
    EVENT "Event": OBJECT, Final;
    TEXT_IO "TextIOWrapper": OBJECT, Final;
    VERSION_INFO "version_info": TUPLE, Final;
    THREAD "Thread": OBJECT, Thread;
    BASE_EXCEPTION "BaseException": OBJECT, Exception;
    SYSTEM_EXIT "SystemExit": BASE_EXCEPTION, Exception;
    KEYBOARD_INTERRUPT "KeyboardInterrupt": BASE_EXCEPTION, Exception;
    GENERATOR_EXIT "GeneratorExit": BASE_EXCEPTION, Exception;
    EXCEPTION "Exception": BASE_EXCEPTION, Exception;
    STOP_ITERATION "StopIteration": EXCEPTION, Exception;
    ARITHMETIC_ERROR "ArithmeticError": EXCEPTION, Exception;
    FLOATING_POINT_ERROR "FloatingPointError": ARITHMETIC_ERROR, Exception;
    OVERFLOW_ERROR "OverflowError": ARITHMETIC_ERROR, Exception;
    ZERO_DIVISION_ERROR "ZeroDivisionError": ARITHMETIC_ERROR, Exception;
    ASSERTION_ERROR "AssertionError": EXCEPTION, Exception;
    ATTRIBUTE_ERROR "AttributeError": EXCEPTION, Exception;
    BUFFER_ERROR "BufferError": EXCEPTION, Exception;
    EOF_ERROR "EOFError": EXCEPTION, Exception;
    IMPORT_ERROR "ImportError": EXCEPTION, Exception;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError": IMPORT_ERROR, Exception;
    LOOKUP_ERROR "LookupError": EXCEPTION, Exception;
    INDEX_ERROR "IndexError": LOOKUP_ERROR, Exception;
    KEY_ERROR "KeyError": LOOKUP_ERROR, Exception;
    MEMORY_ERROR "MemoryError": EXCEPTION, Exception;
    NAME_ERROR "NameError": EXCEPTION, Exception;
    UNBOUND_LOCAL_ERROR "UnboundLocalError": NAME_ERROR, Exception;
    OS_ERROR "OSError": EXCEPTION, Exception;
    FILE_NOT_FOUND_ERROR "FileNotFoundError": OS_ERROR, Exception;
    PERMISSION_ERROR "PermissionError": OS_ERROR, Exception;
    TIMEOUT_ERROR "TimeoutError": OS_ERROR, Exception;
    CONNECTION_ERROR "ConnectionError": OS_ERROR, Exception;
    REFERENCE_ERROR "ReferenceError": EXCEPTION, Exception;
    RUNTIME_ERROR "RuntimeError": EXCEPTION, Exception;
    NOT_IMPLEMENTED_ERROR "NotImplementedError": RUNTIME_ERROR, Exception;
    RECURSION_ERROR "RecursionError": RUNTIME_ERROR, Exception;
    STOP_ASYNC_ITERATION "StopAsyncIteration": EXCEPTION, Exception;
    SYNTAX_ERROR "SyntaxError": EXCEPTION, Exception;
    INDENTATION_ERROR "IndentationError": SYNTAX_ERROR, Exception;
    TAB_ERROR "TabError": INDENTATION_ERROR, Exception;
    SYSTEM_ERROR "SystemError": EXCEPTION, Exception;
    TYPE_ERROR "TypeError": EXCEPTION, Exception;
    VALUE_ERROR "ValueError": EXCEPTION, Exception;
    UNICODE_ERROR "UnicodeError": VALUE_ERROR, Exception;
    UNICODE_DECODE_ERROR "UnicodeDecodeError": UNICODE_ERROR, Exception;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError": UNICODE_ERROR, Exception;
    WARNING "Warning": EXCEPTION, Exception;
    DEPRECATION_WARNING "DeprecationWarning": WARNING, Exception;
    RUNTIME_WARNING "RuntimeWarning": WARNING, Exception;
    SYNTAX_WARNING "SyntaxWarning": WARNING, Exception;
    USER_WARNING "UserWarning": WARNING, Exception;
    FUTURE_WARNING "FutureWarning": WARNING, Exception;
}

/// The slot of the n-th static type.
pub const fn static_type(index: usize) -> Obj {
    Obj(FIRST_TYPE + index as u32)
}

/// Is this one of the static types?
pub const fn is_static_type(obj: Obj) -> bool {
    obj.0 >= FIRST_TYPE && obj.0 < FIRST_TYPE + STATIC_TYPES.len() as u32
}
