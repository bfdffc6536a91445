//! The one table of CPython 3.14's opcodes.
//!
//! Numbers, inline caches, flags and net stack effects are those of `opcode`, `_opcode_metadata` and `_opcode` of the
//! reference interpreter (`tests` compare them row by row); pops and pushes follow `Python/bytecodes.c`.

mod brief;

pub use brief::traits;

use Category::*;
use Count::*;
use brief::{BRIEF, BY_ARG};

/// How many stack slots an instruction pops or pushes, as a function of its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Always this many.
    Fixed(u8),
    /// This many more than the argument.
    Arg(u8),
    /// Two for each unit of the argument.
    TwiceArg,
    /// This many, and one more if the argument's lowest bit is set.
    LowBit(u8),
    /// `UNPACK_EX`: low byte before the starred target, the rest after it, and the starred target.
    UnpackEx,
}

impl Count {
    /// Slots for this argument; saturates for arguments no compiler produces.
    pub const fn of(self, arg: u32) -> i32 {
        let slots = match self {
            Fixed(n) => n as u32,
            Arg(n) => arg.saturating_add(n as u32),
            TwiceArg => arg.saturating_mul(2),
            LowBit(n) => n as u32 + (arg & 1),
            UnpackEx => 1 + (arg & 0xFF) + (arg >> 8),
        };
        if slots > MAX_SLOTS { MAX_SLOTS as i32 } else { slots as i32 }
    }
}

const MAX_SLOTS: u32 = 1 << 30;

/// What an instruction is about, for colouring and filtering on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    Load,
    Store,
    Delete,
    Stack,
    Unary,
    Binary,
    Compare,
    Build,
    Subscript,
    Attribute,
    Format,
    Call,
    Function,
    Jump,
    Iterate,
    Generator,
    Async,
    Exception,
    Import,
    Match,
    Frame,
    Pseudo,
}

/// Where an opcode stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Emitted by the compiler.
    Plain,
    /// Exists only between code generation and assembly.
    Pseudo,
    /// Replaces the given opcode at run time (PEP 659).
    Specialised(Opcode),
    /// Replaces the given opcode while `sys.monitoring` watches (PEP 669).
    Instrumented(Opcode),
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct OpcodeInfo {
    pub opcode: Opcode,
    pub name: &'static str,
    pub kind: Kind,
    /// Inline `CACHE` units (two bytes each) that follow the instruction.
    pub caches: u8,
    pub pops: Count,
    pub pushes: Count,
    pub category: Category,
    flags: u8,
    /// One sentence for learners.
    pub explanation: &'static str,
}

const NONE: u8 = 0;
const ARG: u8 = 1;
const CONST: u8 = 2;
const NAME: u8 = 4;
const JUMP: u8 = 8;
const LOCAL: u8 = 16;
const FREE: u8 = 32;
const BLOCK: u8 = 64;
const BREAK: u8 = 128;

/// One more than the highest number in use, pseudo-opcodes included.
pub const OPCODE_LIMIT: usize = 267;

macro_rules! opcodes {
    (
        plain { $($p:ident = $pn:literal, $pc:literal, $ppop:expr, $ppush:expr, $pcat:ident, $pf:expr, $pe:literal, $pc2:literal;)* }
        pseudo { $($q:ident = $qn:literal, $qc:literal, $qpop:expr, $qpush:expr, $qcat:ident, $qf:expr, $qe:literal, $qc2:literal;)* }
        specialised { $($s:ident = $sn:literal, $sb:ident, $sf:expr, $se:literal, $sc2:literal;)* }
        instrumented { $($i:ident = $in:literal, $ib:ident, $if:expr, $ie:literal, $ic2:literal;)* }
    ) => {
        /// An opcode, named and numbered as in CPython 3.14.
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Opcode {
            $($p = $pn,)* $($q = $qn,)* $($s = $sn,)* $($i = $in,)*
        }

        const ROWS: &[OpcodeInfo] = &[
            $(OpcodeInfo {
                opcode: Opcode::$p, name: stringify!($p), kind: Kind::Plain, caches: $pc,
                pops: $ppop, pushes: $ppush, category: $pcat, flags: $pf, explanation: $pe,
            },)*
            $(OpcodeInfo {
                opcode: Opcode::$q, name: stringify!($q), kind: Kind::Pseudo, caches: $qc,
                pops: $qpop, pushes: $qpush, category: $qcat, flags: $qf, explanation: $qe,
            },)*
            $(OpcodeInfo {
                opcode: Opcode::$s, name: stringify!($s), kind: Kind::Specialised(Opcode::$sb), flags: $sf,
                explanation: $se, ..plain(PLAIN, Opcode::$sb)
            },)*
            $(OpcodeInfo {
                opcode: Opcode::$i, name: stringify!($i), kind: Kind::Instrumented(Opcode::$ib), flags: $if,
                explanation: $ie, ..plain(PLAIN, Opcode::$ib)
            },)*
        ];

        /// Beside the table, not in it: what only tools and the page's help ask for is not linked into the package.
        static IN_C: &[&str] = &[$($pc2,)* $($qc2,)* $($sc2,)* $($ic2,)*];

        const PLAIN: &[OpcodeInfo] = &[
            $(OpcodeInfo {
                opcode: Opcode::$p, name: stringify!($p), kind: Kind::Plain, caches: $pc,
                pops: $ppop, pushes: $ppush, category: $pcat, flags: $pf, explanation: $pe,
            },)*
        ];
    };
}

/// The row that a specialised or instrumented opcode takes its caches, effect and category from.
const fn plain(rows: &[OpcodeInfo], opcode: Opcode) -> OpcodeInfo {
    let mut i = 0;
    while rows[i].opcode as u16 != opcode as u16 {
        i += 1;
    }
    rows[i]
}

const UNUSED: u16 = u16::MAX;

static INDEX: [u16; OPCODE_LIMIT] = {
    let mut index = [UNUSED; OPCODE_LIMIT];
    let mut i = 0;
    while i < ROWS.len() {
        index[ROWS[i].opcode as usize] = i as u16;
        i += 1;
    }
    index
};

static TABLE: &[OpcodeInfo] = ROWS;

impl Opcode {
    /// The opcode with this number, if there is one.
    pub fn from_number(number: u16) -> Option<Self> {
        let index = *INDEX.get(number as usize)?;
        (index != UNUSED).then(|| TABLE[index as usize].opcode)
    }

    /// The opcode with this CPython name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.opcode)
    }

    /// All opcodes: plain, pseudo, specialised, instrumented.
    pub fn all() -> impl Iterator<Item = &'static OpcodeInfo> {
        TABLE.iter()
    }

    pub fn info(self) -> &'static OpcodeInfo {
        &TABLE[INDEX[self as usize] as usize]
    }

    /// What CPython's C does, in a few words (`Python/bytecodes.c`; for pseudo-opcodes `Python/flowgraph.c`).
    pub fn in_c(self) -> &'static str {
        IN_C[INDEX[self as usize] as usize]
    }

    pub const fn number(self) -> u16 {
        self as u16
    }

    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Inline `CACHE` units that follow the instruction.
    pub fn caches(self) -> u8 {
        BRIEF.caches[self as usize]
    }

    /// The opcode the compiler emits, for a specialised or instrumented one.
    pub fn base(self) -> Self {
        match self.info().kind {
            Kind::Plain | Kind::Pseudo => self,
            Kind::Specialised(base) | Kind::Instrumented(base) => base,
        }
    }

    pub fn pops(self, arg: u32) -> i32 {
        match BRIEF.pops[self as usize] {
            BY_ARG => self.info().pops.of(arg),
            fixed => fixed.into(),
        }
    }

    pub fn pushes(self, arg: u32) -> i32 {
        match BRIEF.pushes[self as usize] {
            BY_ARG => self.info().pushes.of(arg),
            fixed => fixed.into(),
        }
    }

    /// Net change of the stack depth; `jump` asks for the path on which the jump (or the exception handler that a block
    /// push names) is taken. As `_opcode.stack_effect`.
    pub fn stack_effect(self, arg: u32, jump: bool) -> i32 {
        if self.is_block_push() && !jump {
            return 0;
        }
        match BRIEF.effect[self as usize] {
            BY_ARG => self.info().pushes.of(arg) - self.info().pops.of(arg),
            fixed => fixed.into(),
        }
    }

    /// The groups it belongs to: bits of [`traits`].
    pub fn traits(self) -> u16 {
        BRIEF.traits[self as usize]
    }

    fn has(self, flag: u8) -> bool {
        self.traits() & u16::from(flag) != 0
    }

    pub fn has_arg(self) -> bool {
        self.has(ARG)
    }

    /// The argument is an index into `co_consts`.
    pub fn has_const(self) -> bool {
        self.has(CONST)
    }

    /// The argument is (or contains) an index into `co_names`.
    pub fn has_name(self) -> bool {
        self.has(NAME)
    }

    pub fn has_jump(self) -> bool {
        self.has(JUMP)
    }

    /// The argument is (or contains) an index into the locals, as CPython flags it (`LOAD_DEREF` included).
    pub fn has_local(self) -> bool {
        self.has(LOCAL)
    }

    /// The argument is the index of a cell or free variable, as CPython flags it (`LOAD_DEREF` excluded).
    pub fn has_free(self) -> bool {
        self.has(FREE)
    }

    /// The eval breaker is checked: another thread may get the GIL, a signal or a collection may run.
    pub fn has_eval_break(self) -> bool {
        self.has(BREAK)
    }

    pub fn is_pseudo(self) -> bool {
        self as u16 >= 256
    }

    /// `SETUP_FINALLY`, `SETUP_CLEANUP`, `SETUP_WITH`.
    pub fn is_block_push(self) -> bool {
        self.has(BLOCK)
    }

    /// The argument is a label: a jump or a block push.
    pub fn has_target(self) -> bool {
        self.has(JUMP | BLOCK)
    }

    pub fn is_unconditional_jump(self) -> bool {
        self.traits() & traits::UNCONDITIONAL != 0
    }

    pub fn is_conditional_jump(self) -> bool {
        use Opcode::*;
        matches!(self, POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE)
    }

    pub fn is_backward_jump(self) -> bool {
        use Opcode::*;
        matches!(self, JUMP_BACKWARD | JUMP_BACKWARD_NO_INTERRUPT | END_ASYNC_FOR)
    }

    /// Control never reaches the next instruction because the frame is left.
    pub fn is_scope_exit(self) -> bool {
        self.traits() & traits::EXIT != 0
    }

    /// Ends a basic block.
    pub fn is_terminator(self) -> bool {
        self.traits() & (traits::JUMP | traits::EXIT) != 0
    }
}

opcodes! {
  plain {
    CACHE = 0, 0, Fixed(0), Fixed(0), Frame, NONE, "Holds run-time data of the instruction before it; it is never executed.", "Py_FatalError, should it ever be dispatched.";
    BINARY_SLICE = 1, 0, Fixed(3), Fixed(1), Subscript, NONE, "Pops an end, a start and a container and pushes container[start:end].", "_PyBuildSlice_ConsumeRefs, then PyObject_GetItem.";
    BUILD_TEMPLATE = 2, 0, Fixed(2), Fixed(1), Format, NONE, "Pops a tuple of interpolations and a tuple of strings and pushes the template string object made of both.", "_PyTemplate_Build(strings, interpolations).";
    CALL_FUNCTION_EX = 4, 0, Fixed(4), Fixed(1), Call, BREAK, "Calls a callable with a tuple of positional arguments and an optional dict of keyword arguments, as f(*args, **kwargs) does.", "Pushes the frame of a Python function (_PyEvalFramePushAndInit_Ex), otherwise PyObject_Call.";
    CHECK_EG_MATCH = 5, 0, Fixed(2), Fixed(2), Exception, NONE, "Splits an exception group for except*: pushes the part that matches the type and leaves the rest.", "_PyEval_ExceptionGroupMatch; what matches becomes the handled exception (PyErr_SetHandledException).";
    CHECK_EXC_MATCH = 6, 0, Fixed(2), Fixed(2), Exception, NONE, "Replaces the exception type on top by whether the current exception matches it.", "PyErr_GivenExceptionMatches(exception, type).";
    CLEANUP_THROW = 7, 0, Fixed(3), Fixed(2), Exception, NONE, "Ends a delegation to a sub-iterator after throw() or close(): a StopIteration gives its value, anything else is raised again.", "Takes the value of a StopIteration, otherwise _PyErr_SetRaisedException.";
    DELETE_SUBSCR = 8, 0, Fixed(2), Fixed(0), Subscript, NONE, "Pops a key and a container and deletes container[key].", "PyObject_DelItem(container, key).";
    END_FOR = 9, 0, Fixed(1), Fixed(0), Iterate, NONE, "Pops one value at the end of a for loop.", "PyStackRef_CLOSE of the value on top.";
    END_SEND = 10, 0, Fixed(2), Fixed(1), Generator, NONE, "Drops the finished sub-iterator below the value it returned.", "PyStackRef_CLOSE of the receiver; the value stays.";
    EXIT_INIT_CHECK = 11, 0, Fixed(1), Fixed(0), Call, NONE, "Checks that __init__ returned None.", "TypeError unless the value is None; runs in the shim frame of CALL_ALLOC_AND_ENTER_INIT.";
    FORMAT_SIMPLE = 12, 0, Fixed(1), Fixed(1), Format, NONE, "Replaces the value on top by format(value, ''), as a plain replacement field of an f-string does.", "PyObject_Format(value, NULL), skipped for an exact str.";
    FORMAT_WITH_SPEC = 13, 0, Fixed(2), Fixed(1), Format, NONE, "Pops a format spec and a value and pushes format(value, spec).", "PyObject_Format(value, spec).";
    GET_AITER = 14, 0, Fixed(1), Fixed(1), Async, NONE, "Replaces the object on top by its asynchronous iterator.", "Calls am_aiter of the type's tp_as_async.";
    GET_ANEXT = 15, 0, Fixed(1), Fixed(2), Async, NONE, "Pushes the awaitable for the next item of the asynchronous iterator on top.", "_PyEval_GetANext: am_anext, then _PyCoro_GetAwaitableIter.";
    GET_ITER = 16, 0, Fixed(1), Fixed(1), Iterate, NONE, "Replaces the object on top by iter(object).", "PyObject_GetIter(iterable).";
    RESERVED = 17, 0, Fixed(0), Fixed(0), Frame, NONE, "Keeps a number free; it is never executed.", "Py_FatalError, should it ever be dispatched.";
    GET_LEN = 18, 0, Fixed(1), Fixed(2), Match, NONE, "Pushes the length of the object on top, which stays.", "PyObject_Length, then PyLong_FromSsize_t.";
    GET_YIELD_FROM_ITER = 19, 0, Fixed(1), Fixed(1), Generator, NONE, "Replaces the object on top by the iterator that `yield from` delegates to.", "Leaves a generator as it is, otherwise PyObject_GetIter.";
    INTERPRETER_EXIT = 20, 0, Fixed(1), Fixed(0), Frame, NONE, "Leaves the evaluation loop and hands its result to the C caller.", "Returns the value from _PyEval_EvalFrameDefault to its C caller.";
    LOAD_BUILD_CLASS = 21, 0, Fixed(0), Fixed(1), Function, NONE, "Pushes the built-in function __build_class__, which makes classes.", "PyMapping_GetOptionalItem(BUILTINS(), \"__build_class__\").";
    LOAD_LOCALS = 22, 0, Fixed(0), Fixed(1), Load, NONE, "Pushes the dict of the local namespace.", "Pushes LOCALS(), the frame's f_locals.";
    MAKE_FUNCTION = 23, 0, Fixed(1), Fixed(1), Function, NONE, "Replaces the code object on top by a new function made from it.", "PyFunction_New(code, GLOBALS()).";
    MATCH_KEYS = 24, 0, Fixed(2), Fixed(3), Match, NONE, "Looks all keys of a mapping pattern up and pushes a tuple of the values, or None when one is missing.", "_PyEval_MatchKeys: calls the subject's get() for each key.";
    MATCH_MAPPING = 25, 0, Fixed(1), Fixed(2), Match, NONE, "Pushes whether the subject on top is a mapping.", "Tests the type's flag Py_TPFLAGS_MAPPING.";
    MATCH_SEQUENCE = 26, 0, Fixed(1), Fixed(2), Match, NONE, "Pushes whether the subject on top is a sequence (and not a string).", "Tests the type's flag Py_TPFLAGS_SEQUENCE.";
    NOP = 27, 0, Fixed(0), Fixed(0), Frame, NONE, "Does nothing; it keeps a place for a line number.", "Nothing.";
    NOT_TAKEN = 28, 0, Fixed(0), Fixed(0), Jump, NONE, "Does nothing; it marks the path on which the conditional jump before it was not taken.", "Nothing; its instrumented form reports the branch.";
    POP_EXCEPT = 29, 0, Fixed(1), Fixed(0), Exception, NONE, "Ends an except block: pops the exception handled before and makes it the current one again.", "Py_XSETREF(exc_info->exc_value, value).";
    POP_ITER = 30, 0, Fixed(1), Fixed(0), Iterate, NONE, "Pops the exhausted iterator after a for loop.", "PyStackRef_CLOSE of the iterator.";
    POP_TOP = 31, 0, Fixed(1), Fixed(0), Stack, NONE, "Drops the value on top of the stack.", "PyStackRef_XCLOSE: drops the reference, if it is counted at all.";
    PUSH_EXC_INFO = 32, 0, Fixed(1), Fixed(2), Exception, NONE, "Starts an exception handler: slides the exception handled so far under the new exception.", "Pushes exc_info->exc_value and stores the new exception there.";
    PUSH_NULL = 33, 0, Fixed(0), Fixed(1), Stack, NONE, "Pushes an empty slot, the place of `self` in a call that has none.", "Pushes PyStackRef_NULL.";
    RETURN_GENERATOR = 34, 0, Fixed(0), Fixed(1), Generator, NONE, "Makes the generator (or coroutine) of this frame and returns it to the caller.", "_Py_MakeCoro, then _PyFrame_Copy moves the frame into it.";
    RETURN_VALUE = 35, 0, Fixed(1), Fixed(1), Call, NONE, "Returns the value on top to the caller and ends the frame.", "PyStackRef_MakeHeapSafe, pops the frame, goes on in the caller at its return_offset.";
    SETUP_ANNOTATIONS = 36, 0, Fixed(0), Fixed(0), Function, NONE, "Makes sure that the namespace has a dict named __annotations__.", "Puts PyDict_New() under __annotations__ in LOCALS(), if nothing is there.";
    STORE_SLICE = 37, 0, Fixed(4), Fixed(0), Subscript, NONE, "Pops an end, a start, a container and a value and stores container[start:end] = value.", "_PyBuildSlice_ConsumeRefs, then PyObject_SetItem.";
    STORE_SUBSCR = 38, 1, Fixed(3), Fixed(0), Subscript, NONE, "Pops a key, a container and a value and stores container[key] = value.", "PyObject_SetItem(container, key, value).";
    TO_BOOL = 39, 3, Fixed(1), Fixed(1), Unary, NONE, "Replaces the value on top by its truth value.", "PyObject_IsTrue(value).";
    UNARY_INVERT = 40, 0, Fixed(1), Fixed(1), Unary, NONE, "Replaces the value on top by ~value.", "PyNumber_Invert(value).";
    UNARY_NEGATIVE = 41, 0, Fixed(1), Fixed(1), Unary, NONE, "Replaces the value on top by -value.", "PyNumber_Negative(value).";
    UNARY_NOT = 42, 0, Fixed(1), Fixed(1), Unary, NONE, "Replaces the truth value on top by its opposite.", "Compares with Py_False: the value is a bool already.";
    WITH_EXCEPT_START = 43, 0, Fixed(5), Fixed(6), Exception, NONE, "Calls the __exit__ method of a with block with the current exception and pushes its answer.", "PyObject_Vectorcall of __exit__ with type, value and traceback.";
    BINARY_OP = 44, 5, Fixed(2), Fixed(1), Binary, ARG, "Pops the right and the left operand and pushes the result of the binary operator.", "_PyEval_BinaryOps[oparg](left, right), for instance PyNumber_Add.";
    BUILD_INTERPOLATION = 45, 0, LowBit(2), Fixed(1), Format, ARG, "Makes one interpolation of a template string from its value, its text and perhaps a format spec.", "_PyInterpolation_Build(value, str, conversion, format).";
    BUILD_LIST = 46, 0, Arg(0), Fixed(1), Build, ARG, "Pops the given number of items and pushes a list of them.", "_PyList_FromStackRefStealOnSuccess: takes the references over.";
    BUILD_MAP = 47, 0, TwiceArg, Fixed(1), Build, ARG, "Pops the given number of key-value pairs and pushes a dict of them.", "_PyDict_FromItems(keys, values).";
    BUILD_SET = 48, 0, Arg(0), Fixed(1), Build, ARG, "Pops the given number of items and pushes a set of them.", "PySet_New(NULL), then adds each item.";
    BUILD_SLICE = 49, 0, Arg(0), Fixed(1), Build, ARG, "Pops two or three values and pushes slice(start, stop[, step]).", "PySlice_New(start, stop, step).";
    BUILD_STRING = 50, 0, Arg(0), Fixed(1), Format, ARG, "Pops the given number of strings and pushes them joined.", "_PyUnicode_JoinArray(empty string, pieces).";
    BUILD_TUPLE = 51, 0, Arg(0), Fixed(1), Build, ARG, "Pops the given number of items and pushes a tuple of them.", "_PyTuple_FromStackRefStealOnSuccess: takes the references over.";
    CALL = 52, 3, Arg(2), Fixed(1), Call, ARG|BREAK, "Calls a callable with the given number of positional arguments and pushes what it returns.", "Pushes the frame of a Python function (_PyEvalFramePushAndInit), otherwise PyObject_Vectorcall.";
    CALL_INTRINSIC_1 = 53, 0, Fixed(1), Fixed(1), Call, ARG, "Calls a function inside the interpreter with one argument, for rare operations such as unary plus.", "_PyIntrinsics_UnaryFunctions[oparg].func(tstate, value).";
    CALL_INTRINSIC_2 = 54, 0, Fixed(2), Fixed(1), Call, ARG, "Calls a function inside the interpreter with two arguments.", "_PyIntrinsics_BinaryFunctions[oparg].func(tstate, value2, value1).";
    CALL_KW = 55, 3, Arg(3), Fixed(1), Call, ARG|BREAK, "Calls a callable with arguments of which the last ones are named by the tuple on top.", "As CALL, with the tuple of keyword names handed on.";
    COMPARE_OP = 56, 1, Fixed(2), Fixed(1), Compare, ARG, "Pops two values and pushes the result of comparing them with <, <=, ==, !=, > or >=.", "PyObject_RichCompare(left, right, oparg >> 5); PyObject_IsTrue if bit 4 is set.";
    CONTAINS_OP = 57, 1, Fixed(2), Fixed(1), Compare, ARG, "Pops a container and a value and pushes `value in container` or `value not in container`.", "PySequence_Contains(container, value) ^ oparg.";
    CONVERT_VALUE = 58, 0, Fixed(1), Fixed(1), Format, ARG, "Replaces the value on top by str(value), repr(value) or ascii(value).", "_PyEval_ConversionFuncs[oparg]: PyObject_Str, PyObject_Repr or PyObject_ASCII.";
    COPY = 59, 0, Arg(0), Arg(1), Stack, ARG, "Pushes one more reference to the value at the given depth of the stack.", "PyStackRef_DUP(stack_pointer[-oparg]).";
    COPY_FREE_VARS = 60, 0, Fixed(0), Fixed(0), Frame, ARG, "Copies the cells of the closure from the function into the frame.", "Copies func_closure into the end of localsplus, a new reference each.";
    DELETE_ATTR = 61, 0, Fixed(1), Fixed(0), Attribute, ARG|NAME, "Pops an object and deletes its attribute of the given name.", "PyObject_DelAttr(owner, name).";
    DELETE_DEREF = 62, 0, Fixed(0), Fixed(0), Delete, ARG|FREE, "Empties the cell of a variable that a nested function also sees.", "PyCell_SwapTakeRef(cell, NULL); an error if it was empty.";
    DELETE_FAST = 63, 0, Fixed(0), Fixed(0), Delete, ARG|LOCAL, "Empties the slot of a local variable.", "Stores PyStackRef_NULL and closes the old reference; an error if it was empty.";
    DELETE_GLOBAL = 64, 0, Fixed(0), Fixed(0), Delete, ARG|NAME, "Deletes a global variable.", "PyDict_Pop(GLOBALS(), name).";
    DELETE_NAME = 65, 0, Fixed(0), Fixed(0), Delete, ARG|NAME, "Deletes a name from the local namespace.", "PyObject_DelItem(LOCALS(), name).";
    DICT_MERGE = 66, 0, Arg(4), Arg(3), Build, ARG, "Merges the mapping on top into a dict of keyword arguments and raises on a duplicate key.", "_PyDict_MergeEx(dict, update, 2).";
    DICT_UPDATE = 67, 0, Arg(1), Arg(0), Build, ARG, "Updates a dict further down with the mapping on top.", "PyDict_Update(dict, update).";
    END_ASYNC_FOR = 68, 0, Fixed(2), Fixed(0), Async, ARG|JUMP, "Ends an `async for` loop when StopAsyncIteration was raised and raises anything else again.", "PyErr_GivenExceptionMatches with StopAsyncIteration, otherwise _PyErr_SetRaisedException.";
    EXTENDED_ARG = 69, 0, Fixed(0), Fixed(0), Frame, ARG, "Gives the next instruction eight more bits of argument.", "oparg = oparg << 8 | the next one, then dispatches the next opcode.";
    FOR_ITER = 70, 1, Fixed(1), Fixed(2), Iterate, ARG|JUMP, "Pushes the next item of the iterator on top, or jumps to the end of the loop when there is none.", "tp_iternext of the iterator; at the end it jumps past END_FOR.";
    GET_AWAITABLE = 71, 0, Fixed(1), Fixed(1), Async, ARG, "Replaces the object on top by the iterator to await.", "_PyEval_GetAwaitable(iterable, oparg).";
    IMPORT_FROM = 72, 0, Fixed(1), Fixed(2), Import, ARG|NAME, "Pushes an attribute of the module on top, which stays.", "_PyEval_ImportFrom(tstate, module, name).";
    IMPORT_NAME = 73, 0, Fixed(2), Fixed(1), Import, ARG|NAME, "Pops a list of names and a level and pushes the imported module.", "_PyEval_ImportName: calls __import__ of the builtins.";
    IS_OP = 74, 0, Fixed(2), Fixed(1), Compare, ARG, "Pops two values and pushes whether they are (or are not) the same object.", "Py_Is(left, right) ^ oparg: compares two pointers.";
    JUMP_BACKWARD = 75, 1, Fixed(0), Fixed(0), Jump, ARG|JUMP|BREAK, "Jumps back and checks on the way whether the thread must hand over the GIL or handle a signal.", "CHECK_PERIODIC looks at the eval breaker, then JUMPBY(-oparg).";
    JUMP_BACKWARD_NO_INTERRUPT = 76, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP, "Jumps back without checking for interrupts.", "JUMPBY(-oparg).";
    JUMP_FORWARD = 77, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP, "Jumps forward.", "JUMPBY(oparg).";
    LIST_APPEND = 78, 0, Arg(1), Arg(0), Build, ARG, "Pops a value and appends it to the list at the given depth, as list comprehensions do.", "_PyList_AppendTakeRef(list, value).";
    LIST_EXTEND = 79, 0, Arg(1), Arg(0), Build, ARG, "Pops an iterable and extends the list at the given depth with it.", "_PyList_Extend(list, iterable).";
    LOAD_ATTR = 80, 9, Fixed(1), LowBit(1), Attribute, ARG|NAME, "Replaces the object on top by its attribute of the given name; for a method call it also keeps the object as `self`.", "PyObject_GetAttr, or _PyObject_GetMethod if bit 0 asks for a method.";
    LOAD_COMMON_CONSTANT = 81, 0, Fixed(0), Fixed(1), Load, ARG, "Pushes one of a few objects every interpreter has, such as AssertionError.", "Pushes interp->common_consts[oparg].";
    LOAD_CONST = 82, 0, Fixed(0), Fixed(1), Load, ARG|CONST, "Pushes a constant of the code object.", "PyStackRef_FromPyObjectNew(co_consts[oparg]); the first run picks a specialised form.";
    LOAD_DEREF = 83, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value in the cell of a variable shared with another function.", "Reads ob_ref of the cell with a new reference; an error if it is NULL.";
    LOAD_FAST = 84, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes a new reference to the value of a local variable.", "PyStackRef_DUP(GETLOCAL(oparg)).";
    LOAD_FAST_AND_CLEAR = 85, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value of a local variable, perhaps none, and empties its slot; comprehensions save outer names so.", "Moves the reference to the stack and leaves PyStackRef_NULL.";
    LOAD_FAST_BORROW = 86, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value of a local variable without counting a reference: the variable itself keeps the object alive.", "PyStackRef_Borrow(GETLOCAL(oparg)): a tagged pointer, no count.";
    LOAD_FAST_BORROW_LOAD_FAST_BORROW = 87, 0, Fixed(0), Fixed(2), Load, ARG|LOCAL, "Pushes two local variables without counting references.", "PyStackRef_Borrow of locals oparg >> 4 and oparg & 15.";
    LOAD_FAST_CHECK = 88, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value of a local variable and raises UnboundLocalError when it has none.", "PyStackRef_DUP, or _PyEval_FormatExcCheckArg if the slot is NULL.";
    LOAD_FAST_LOAD_FAST = 89, 0, Fixed(0), Fixed(2), Load, ARG|LOCAL, "Pushes new references to two local variables.", "PyStackRef_DUP of locals oparg >> 4 and oparg & 15.";
    LOAD_FROM_DICT_OR_DEREF = 90, 0, Fixed(1), Fixed(1), Load, ARG|FREE, "Pops a mapping and looks a name up in it, and in the cell of that name if it is not there.", "PyMapping_GetOptionalItem(mapping, name), then the cell.";
    LOAD_FROM_DICT_OR_GLOBALS = 91, 0, Fixed(1), Fixed(1), Load, ARG|NAME, "Pops a mapping and looks a name up in it, then in the globals and the builtins.", "PyMapping_GetOptionalItem(mapping, name), then GLOBALS() and BUILTINS().";
    LOAD_GLOBAL = 92, 4, Fixed(0), LowBit(1), Load, ARG|NAME, "Pushes a global variable or, when there is none of that name, a builtin.", "_PyEval_LoadGlobalStackRef(GLOBALS(), BUILTINS(), name).";
    LOAD_NAME = 93, 0, Fixed(0), Fixed(1), Load, ARG|NAME, "Looks a name up in the locals, then the globals, then the builtins, and pushes its value.", "_PyEval_LoadName: LOCALS(), GLOBALS(), BUILTINS().";
    LOAD_SMALL_INT = 94, 0, Fixed(0), Fixed(1), Load, ARG, "Pushes a small integer, which exists once in the interpreter and is never freed.", "Pushes the address of an immortal int in _PyLong_SMALL_INTS.";
    LOAD_SPECIAL = 95, 0, Fixed(1), Fixed(2), Attribute, ARG, "Replaces the object on top by one of its special methods, ready to be called, such as __enter__.", "_PyObject_LookupSpecialMethod: on the type, not on the object.";
    LOAD_SUPER_ATTR = 96, 1, Fixed(3), LowBit(1), Attribute, ARG|NAME, "Looks an attribute up as super().name does, without making the super object.", "Calls super and PyObject_GetAttr; the specialised forms use _PySuper_Lookup.";
    MAKE_CELL = 97, 0, Fixed(0), Fixed(0), Frame, ARG|FREE, "Makes the cell of a local variable that a nested function shares.", "PyCell_New around what the slot holds.";
    MAP_ADD = 98, 0, Arg(2), Arg(0), Build, ARG, "Pops a value and a key and stores them in the dict at the given depth, as dict comprehensions do.", "_PyDict_SetItem_Take2(dict, key, value).";
    MATCH_CLASS = 99, 0, Fixed(3), Fixed(1), Match, ARG, "Matches a subject against a class pattern and pushes a tuple of its attributes, or None.", "_PyEval_MatchClass(tstate, subject, type, oparg, names).";
    POP_JUMP_IF_FALSE = 100, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a truth value and jumps if it is False.", "PyStackRef_IsFalse, notes the branch in its cache, JUMPBY(oparg).";
    POP_JUMP_IF_NONE = 101, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a value and jumps if it is None.", "PyStackRef_IsNone, notes the branch in its cache, JUMPBY(oparg).";
    POP_JUMP_IF_NOT_NONE = 102, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a value and jumps if it is not None.", "PyStackRef_IsNone, notes the branch in its cache, JUMPBY(oparg).";
    POP_JUMP_IF_TRUE = 103, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a truth value and jumps if it is True.", "PyStackRef_IsTrue, notes the branch in its cache, JUMPBY(oparg).";
    RAISE_VARARGS = 104, 0, Arg(0), Fixed(0), Exception, ARG, "Raises an exception, perhaps with a cause, or the current one again.", "do_raise(tstate, exc, cause).";
    RERAISE = 105, 0, Arg(1), Arg(0), Exception, ARG, "Raises the exception on top again.", "_PyErr_SetRaisedException, then goes to exception_unwind.";
    SEND = 106, 1, Fixed(2), Fixed(2), Generator, ARG|JUMP, "Sends a value to the sub-iterator and pushes what it yields, or jumps with its result when it ends.", "tp_iternext when None is sent, otherwise the method send(); a StopIteration gives the result.";
    SET_ADD = 107, 0, Arg(1), Arg(0), Build, ARG, "Pops a value and adds it to the set at the given depth, as set comprehensions do.", "_PySet_AddTakeRef(set, value).";
    SET_FUNCTION_ATTRIBUTE = 108, 0, Fixed(2), Fixed(1), Function, ARG, "Gives the function on top its defaults, keyword defaults, annotations or closure.", "Stores into func_defaults, func_kwdefaults, func_annotations, func_closure or func_annotate.";
    SET_UPDATE = 109, 0, Arg(1), Arg(0), Build, ARG, "Pops an iterable and adds its items to the set at the given depth.", "_PySet_Update(set, iterable).";
    STORE_ATTR = 110, 4, Fixed(2), Fixed(0), Attribute, ARG|NAME, "Pops an object and a value and stores the value as the object's attribute of the given name.", "PyObject_SetAttr(owner, name, value).";
    STORE_DEREF = 111, 0, Fixed(1), Fixed(0), Store, ARG|FREE, "Pops a value into the cell of a variable shared with another function.", "PyCell_SetTakeRef(cell, value).";
    STORE_FAST = 112, 0, Fixed(1), Fixed(0), Store, ARG|LOCAL, "Pops a value into a local variable; the value held before loses a reference.", "Puts the reference into GETLOCAL(oparg), then closes the old one.";
    STORE_FAST_LOAD_FAST = 113, 0, Fixed(1), Fixed(1), Store, ARG|LOCAL, "Pops a value into one local variable and pushes another.", "Stores into local oparg >> 4, PyStackRef_DUP of local oparg & 15.";
    STORE_FAST_STORE_FAST = 114, 0, Fixed(2), Fixed(0), Store, ARG|LOCAL, "Pops two values into two local variables.", "Stores into locals oparg >> 4 and oparg & 15.";
    STORE_GLOBAL = 115, 0, Fixed(1), Fixed(0), Store, ARG|NAME, "Pops a value into a global variable.", "PyDict_SetItem(GLOBALS(), name, value).";
    STORE_NAME = 116, 0, Fixed(1), Fixed(0), Store, ARG|NAME, "Pops a value and binds a name of the local namespace to it.", "PyDict_SetItem(LOCALS(), name, value), or PyObject_SetItem for other mappings.";
    SWAP = 117, 0, Arg(0), Arg(0), Stack, ARG, "Exchanges the value on top with the one at the given depth.", "Exchanges stack_pointer[-1] and stack_pointer[-oparg].";
    UNPACK_EX = 118, 0, Fixed(1), UnpackEx, Build, ARG, "Unpacks an iterable into the targets before and after a starred one, which gets a list.", "_PyEval_UnpackIterableStackRef(iterable, oparg & 0xFF, oparg >> 8).";
    UNPACK_SEQUENCE = 119, 1, Fixed(1), Arg(0), Build, ARG, "Unpacks an iterable into exactly the given number of values.", "_PyEval_UnpackIterableStackRef(iterable, oparg, -1).";
    YIELD_VALUE = 120, 0, Fixed(1), Fixed(1), Generator, ARG, "Hands the value on top to whoever resumed the generator and suspends the frame.", "Marks the generator suspended, unlinks its frame, pushes the value on the caller's stack.";
    RESUME = 128, 0, Fixed(0), Fixed(0), Frame, ARG|BREAK, "Marks where a frame starts or resumes, and checks whether the thread must hand over the GIL or handle a signal.", "Brings the instrumentation up to date, then looks at the eval breaker.";
    INSTRUMENTED_INSTRUCTION = 238, 0, Fixed(0), Fixed(0), Frame, NONE, "Reports every instruction to sys.monitoring and then does what the original instruction does.", "_Py_call_instrumentation_instruction, then dispatches the opcode it returns.";
    INSTRUMENTED_LINE = 254, 0, Fixed(0), Fixed(0), Frame, NONE, "Reports a new source line to sys.monitoring and then does what the original instruction does.", "_Py_call_instrumentation_line, then dispatches the original opcode.";
    ENTER_EXECUTOR = 255, 0, Fixed(0), Fixed(0), Jump, ARG, "Goes on in code that the tier-2 optimiser made of a hot loop.", "Goes into the executor at co_executors[oparg].";
  }
  pseudo {
    ANNOTATIONS_PLACEHOLDER = 256, 0, Fixed(0), Fixed(0), Pseudo, NONE, "Marks where the code for annotations goes; it is gone after compilation.", "The sequence of the annotations takes its place when the graph is built.";
    JUMP = 257, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP|BREAK, "Jumps; the direction is chosen when the code is laid out.", "resolve_unconditional_jumps makes it JUMP_FORWARD or JUMP_BACKWARD.";
    JUMP_IF_FALSE = 258, 0, Fixed(1), Fixed(1), Jump, ARG|JUMP, "Jumps if the value on top is false and keeps it; it becomes COPY, TO_BOOL and POP_JUMP_IF_FALSE.", "convert_pseudo_conditional_jumps expands it.";
    JUMP_IF_TRUE = 259, 0, Fixed(1), Fixed(1), Jump, ARG|JUMP, "Jumps if the value on top is true and keeps it; it becomes COPY, TO_BOOL and POP_JUMP_IF_TRUE.", "convert_pseudo_conditional_jumps expands it.";
    JUMP_NO_INTERRUPT = 260, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP, "Jumps without checking for interrupts; the direction is chosen when the code is laid out.", "resolve_unconditional_jumps makes it JUMP_FORWARD or JUMP_BACKWARD_NO_INTERRUPT.";
    LOAD_CLOSURE = 261, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes a cell for the closure of a new function; it becomes LOAD_FAST.", "convert_pseudo_ops makes it LOAD_FAST.";
    POP_BLOCK = 262, 0, Fixed(0), Fixed(0), Exception, NONE, "Ends the region that the innermost exception handler protects.", "label_exception_targets makes it NOP.";
    SETUP_CLEANUP = 263, 0, Fixed(0), Fixed(2), Exception, ARG|BLOCK, "Starts a region whose handler restores the place of the error and raises again.", "label_exception_targets reads it, convert_pseudo_ops makes it NOP.";
    SETUP_FINALLY = 264, 0, Fixed(0), Fixed(1), Exception, ARG|BLOCK, "Starts a region protected by an except or finally handler.", "label_exception_targets reads it, convert_pseudo_ops makes it NOP.";
    SETUP_WITH = 265, 0, Fixed(0), Fixed(1), Exception, ARG|BLOCK, "Starts the body of a with statement.", "label_exception_targets reads it, convert_pseudo_ops makes it NOP.";
    STORE_FAST_MAYBE_NULL = 266, 0, Fixed(1), Fixed(0), Store, ARG|LOCAL, "Pops a value, or an empty slot, into a local variable; it becomes STORE_FAST.", "convert_pseudo_ops makes it STORE_FAST.";
  }
  specialised {
    BINARY_OP_INPLACE_ADD_UNICODE = 3, BINARY_OP, LOCAL, "Appends to a string held by the local variable that the next instruction stores to, in place when nobody else holds it.", "PyUnicode_Append on the local's own reference.";
    BINARY_OP_ADD_FLOAT = 129, BINARY_OP, NONE, "Adds two floats.", "Adds two ob_fval; reuses an operand nobody else holds (_PyFloat_FromDouble_ConsumeInputs).";
    BINARY_OP_ADD_INT = 130, BINARY_OP, NONE, "Adds two ints.", "PyLong_CheckExact of both, then _PyLong_Add.";
    BINARY_OP_ADD_UNICODE = 131, BINARY_OP, NONE, "Joins two strings.", "PyUnicode_CheckExact of both, then PyUnicode_Concat.";
    BINARY_OP_EXTEND = 132, BINARY_OP, NONE, "Does a binary operation for a pair of operand types found in a table, such as an int and a float.", "Calls the guard and the action of the descriptor in its cache.";
    BINARY_OP_MULTIPLY_FLOAT = 133, BINARY_OP, NONE, "Multiplies two floats.", "Multiplies two ob_fval; reuses an operand nobody else holds.";
    BINARY_OP_MULTIPLY_INT = 134, BINARY_OP, NONE, "Multiplies two ints.", "PyLong_CheckExact of both, then _PyLong_Multiply.";
    BINARY_OP_SUBSCR_DICT = 135, BINARY_OP, NONE, "Looks a key up in a dict.", "PyDict_CheckExact, then PyDict_GetItemRef.";
    BINARY_OP_SUBSCR_GETITEM = 136, BINARY_OP, NONE, "Calls a __getitem__ written in Python without leaving the evaluation loop.", "Pushes the frame of the __getitem__ kept with the type, if its version still fits.";
    BINARY_OP_SUBSCR_LIST_INT = 137, BINARY_OP, NONE, "Indexes a list with a small non-negative int.", "Checks a compact int against the length, reads ob_item[index].";
    BINARY_OP_SUBSCR_LIST_SLICE = 138, BINARY_OP, NONE, "Takes a slice of a list.", "_PyList_SliceSubscript(list, slice).";
    BINARY_OP_SUBSCR_STR_INT = 139, BINARY_OP, NONE, "Indexes a string with a small non-negative int.", "Reads one character and pushes its cached Latin-1 or ASCII string.";
    BINARY_OP_SUBSCR_TUPLE_INT = 140, BINARY_OP, NONE, "Indexes a tuple with a small non-negative int.", "Checks a compact int against the length, reads ob_item[index].";
    BINARY_OP_SUBTRACT_FLOAT = 141, BINARY_OP, NONE, "Subtracts two floats.", "Subtracts two ob_fval; reuses an operand nobody else holds.";
    BINARY_OP_SUBTRACT_INT = 142, BINARY_OP, NONE, "Subtracts two ints.", "PyLong_CheckExact of both, then _PyLong_Subtract.";
    CALL_ALLOC_AND_ENTER_INIT = 143, CALL, ARG, "Makes an object of a class written in Python and enters its __init__ without leaving the evaluation loop.", "Checks the type's version, allocates, pushes a shim frame and the frame of __init__.";
    CALL_BOUND_METHOD_EXACT_ARGS = 144, CALL, ARG, "Calls a bound method written in Python with exactly the arguments it takes.", "Unpacks the method, checks the function's version, pushes its frame.";
    CALL_BOUND_METHOD_GENERAL = 145, CALL, ARG, "Calls a bound method written in Python.", "Unpacks the method, checks the function's version, _PyEvalFramePushAndInit.";
    CALL_BUILTIN_CLASS = 146, CALL, ARG|BREAK, "Calls a built-in class.", "Calls tp_vectorcall of the type.";
    CALL_BUILTIN_FAST = 147, CALL, ARG|BREAK, "Calls a built-in function that takes an array of arguments.", "Calls a METH_FASTCALL function pointer.";
    CALL_BUILTIN_FAST_WITH_KEYWORDS = 148, CALL, ARG|BREAK, "Calls a built-in function that takes an array of arguments and keywords.", "Calls a METH_FASTCALL with METH_KEYWORDS function pointer.";
    CALL_BUILTIN_O = 149, CALL, ARG|BREAK, "Calls a built-in function of one argument.", "Calls a METH_O function pointer.";
    CALL_ISINSTANCE = 150, CALL, ARG, "Calls isinstance().", "Checks that it is the builtin, then PyObject_IsInstance.";
    CALL_KW_BOUND_METHOD = 151, CALL_KW, ARG, "Calls a bound method written in Python with keyword arguments.", "Unpacks the method, checks the function's version, _PyEvalFramePushAndInit.";
    CALL_KW_NON_PY = 152, CALL_KW, ARG|BREAK, "Calls something not written in Python with keyword arguments.", "PyObject_Vectorcall with the tuple of keyword names.";
    CALL_KW_PY = 153, CALL_KW, ARG, "Calls a Python function with keyword arguments.", "Checks the function's version, _PyEvalFramePushAndInit with the keyword names.";
    CALL_LEN = 154, CALL, NONE, "Calls len().", "Checks that it is the builtin, then PyObject_Length.";
    CALL_LIST_APPEND = 155, CALL, ARG, "Calls list.append and drops its result.", "_PyList_AppendTakeRef; skips the POP_TOP behind it.";
    CALL_METHOD_DESCRIPTOR_FAST = 156, CALL, ARG|BREAK, "Calls a built-in method that takes an array of arguments.", "Checks the type of self, calls a METH_FASTCALL function pointer.";
    CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS = 157, CALL, ARG|BREAK, "Calls a built-in method that takes an array of arguments and keywords.", "Checks the type of self, calls a METH_FASTCALL with METH_KEYWORDS function pointer.";
    CALL_METHOD_DESCRIPTOR_NOARGS = 158, CALL, ARG|BREAK, "Calls a built-in method without arguments.", "Checks the type of self, calls a METH_NOARGS function pointer.";
    CALL_METHOD_DESCRIPTOR_O = 159, CALL, ARG|BREAK, "Calls a built-in method of one argument.", "Checks the type of self, calls a METH_O function pointer.";
    CALL_NON_PY_GENERAL = 160, CALL, ARG|BREAK, "Calls something not written in Python.", "PyObject_Vectorcall.";
    CALL_PY_EXACT_ARGS = 161, CALL, ARG, "Calls a Python function with exactly the arguments it takes.", "Checks the function's version and argument count, _PyFrame_PushUnchecked.";
    CALL_PY_GENERAL = 162, CALL, ARG, "Calls a Python function.", "Checks the function's version, _PyEvalFramePushAndInit.";
    CALL_STR_1 = 163, CALL, ARG|BREAK, "Calls str() with one argument.", "Checks that it is PyUnicode_Type, then PyObject_Str.";
    CALL_TUPLE_1 = 164, CALL, ARG|BREAK, "Calls tuple() with one argument.", "Checks that it is PyTuple_Type, then PySequence_Tuple.";
    CALL_TYPE_1 = 165, CALL, ARG, "Calls type() with one argument.", "Checks that it is PyType_Type, then pushes Py_TYPE(argument).";
    COMPARE_OP_FLOAT = 166, COMPARE_OP, ARG, "Compares two floats.", "Compares two ob_fval; the mask in oparg gives the answer.";
    COMPARE_OP_INT = 167, COMPARE_OP, ARG, "Compares two small ints.", "Compares two compact ints as machine words; the mask in oparg gives the answer.";
    COMPARE_OP_STR = 168, COMPARE_OP, ARG, "Compares two strings for equality.", "_PyUnicode_Equal(left, right).";
    CONTAINS_OP_DICT = 169, CONTAINS_OP, ARG, "Looks for a key in a dict.", "PyDict_CheckExact, then PyDict_Contains.";
    CONTAINS_OP_SET = 170, CONTAINS_OP, ARG, "Looks for a value in a set.", "PySet or frozenset, then _PySet_Contains.";
    FOR_ITER_GEN = 171, FOR_ITER, ARG, "Resumes a generator for its next item without leaving the evaluation loop.", "Pushes the generator's own frame, with None as the sent value.";
    FOR_ITER_LIST = 172, FOR_ITER, ARG|JUMP, "Takes the next item of a list.", "Reads ob_item[it_index++].";
    FOR_ITER_RANGE = 173, FOR_ITER, ARG|JUMP, "Takes the next int of a range.", "Counts the range iterator's start and len, PyLong_FromLong.";
    FOR_ITER_TUPLE = 174, FOR_ITER, ARG|JUMP, "Takes the next item of a tuple.", "Reads ob_item[it_index++].";
    JUMP_BACKWARD_JIT = 175, JUMP_BACKWARD, ARG|JUMP|BREAK, "Jumps back and counts towards compilation of the loop.", "Counts down; at zero _PyOptimizer_Optimize compiles the loop.";
    JUMP_BACKWARD_NO_JIT = 176, JUMP_BACKWARD, ARG|JUMP|BREAK, "Jumps back without counting, because the JIT compiler is off.", "Looks at the eval breaker, then JUMPBY(-oparg).";
    LOAD_ATTR_CLASS = 177, LOAD_ATTR, ARG, "Loads an attribute of a class.", "Checks the class's version, pushes the object kept in its cache.";
    LOAD_ATTR_CLASS_WITH_METACLASS_CHECK = 178, LOAD_ATTR, ARG, "Loads an attribute of a class whose metaclass was checked.", "Checks the versions of class and metaclass, pushes the object kept in its cache.";
    LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN = 179, LOAD_ATTR, ARG|NAME, "Calls a __getattribute__ written in Python.", "Checks type and function version, pushes the frame of __getattribute__.";
    LOAD_ATTR_INSTANCE_VALUE = 180, LOAD_ATTR, ARG, "Loads an attribute from the values stored inside the object.", "Checks the type's version, reads the inline values at a known offset.";
    LOAD_ATTR_METHOD_LAZY_DICT = 181, LOAD_ATTR, ARG, "Loads a method of an object whose dict does not exist yet.", "Checks the type's version and that the dict pointer is NULL, pushes the kept function and self.";
    LOAD_ATTR_METHOD_NO_DICT = 182, LOAD_ATTR, ARG, "Loads a method of an object that has no dict.", "Checks the type's version, pushes the kept function and self.";
    LOAD_ATTR_METHOD_WITH_VALUES = 183, LOAD_ATTR, ARG, "Loads a method of an object that stores its attributes inside.", "Checks the versions of type and instance keys, pushes the kept function and self.";
    LOAD_ATTR_MODULE = 184, LOAD_ATTR, ARG, "Loads an attribute of a module.", "Checks the version of the module dict's keys, reads a known entry.";
    LOAD_ATTR_NONDESCRIPTOR_NO_DICT = 185, LOAD_ATTR, ARG, "Loads a plain class attribute through an object that has no dict.", "Checks the type's version, pushes the object kept in its cache.";
    LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES = 186, LOAD_ATTR, ARG, "Loads a plain class attribute through an object that stores its attributes inside.", "Checks the versions of type and instance keys, pushes the kept object.";
    LOAD_ATTR_PROPERTY = 187, LOAD_ATTR, ARG, "Calls the getter of a property written in Python.", "Checks type and function version, pushes the frame of the getter.";
    LOAD_ATTR_SLOT = 188, LOAD_ATTR, ARG, "Loads an attribute from a slot (__slots__).", "Checks the type's version, reads the member at a known offset.";
    LOAD_ATTR_WITH_HINT = 189, LOAD_ATTR, ARG|NAME, "Loads an attribute from the object's dict at the place where it was found before.", "Checks the type's version, then the dict entry at the index in its cache.";
    LOAD_CONST_IMMORTAL = 190, LOAD_CONST, ARG|CONST, "Pushes an immortal constant, whose reference count never changes.", "PyStackRef_FromPyObjectBorrow: immortal objects need no count.";
    LOAD_CONST_MORTAL = 191, LOAD_CONST, ARG|CONST, "Pushes a constant and counts the reference.", "PyStackRef_FromPyObjectNewMortal: adds to the count without a test.";
    LOAD_GLOBAL_BUILTIN = 192, LOAD_GLOBAL, ARG, "Loads a builtin from the place where it was found before.", "Checks the keys' versions of both dicts, reads a known entry of the builtins.";
    LOAD_GLOBAL_MODULE = 193, LOAD_GLOBAL, ARG, "Loads a global from the place where it was found before.", "Checks the version of the globals' keys, reads a known entry.";
    LOAD_SUPER_ATTR_ATTR = 194, LOAD_SUPER_ATTR, ARG|NAME, "Looks an attribute up through super().", "_PySuper_Lookup(class, self, name), no super object.";
    LOAD_SUPER_ATTR_METHOD = 195, LOAD_SUPER_ATTR, ARG|NAME, "Looks a method up through super().", "_PySuper_Lookup, which says whether it found a method; no bound method either.";
    RESUME_CHECK = 196, RESUME, NONE, "Starts or resumes a frame when nothing asks for attention.", "Compares the eval breaker with the code's instrumentation version, one test for both.";
    SEND_GEN = 197, SEND, ARG, "Resumes a generator or coroutine without leaving the evaluation loop.", "Pushes the generator's own frame, with the sent value on its stack.";
    STORE_ATTR_INSTANCE_VALUE = 198, STORE_ATTR, NONE, "Stores an attribute among the values inside the object.", "Checks the type's version, writes the inline values at a known offset.";
    STORE_ATTR_SLOT = 199, STORE_ATTR, NONE, "Stores an attribute in a slot (__slots__).", "Checks the type's version, writes the member at a known offset.";
    STORE_ATTR_WITH_HINT = 200, STORE_ATTR, ARG|NAME, "Stores an attribute in the object's dict at the place where it was found before.", "Checks the type's version, writes the dict entry at the index in its cache.";
    STORE_SUBSCR_DICT = 201, STORE_SUBSCR, NONE, "Stores a value under a key of a dict.", "PyDict_CheckExact, then _PyDict_SetItem_Take2.";
    STORE_SUBSCR_LIST_INT = 202, STORE_SUBSCR, NONE, "Stores a value at a small non-negative index of a list.", "Checks a compact int against the length, writes ob_item[index].";
    TO_BOOL_ALWAYS_TRUE = 203, TO_BOOL, NONE, "Replaces an object whose type makes it always true by True.", "Checks the type's version, pushes Py_True.";
    TO_BOOL_BOOL = 204, TO_BOOL, NONE, "Leaves a value that is a bool already.", "PyStackRef_BoolCheck, nothing else.";
    TO_BOOL_INT = 205, TO_BOOL, NONE, "Replaces an int by its truth value.", "_PyLong_IsZero.";
    TO_BOOL_LIST = 206, TO_BOOL, NONE, "Replaces a list by whether it has items.", "Py_SIZE(list) != 0.";
    TO_BOOL_NONE = 207, TO_BOOL, NONE, "Replaces None by False.", "PyStackRef_IsNone, pushes Py_False.";
    TO_BOOL_STR = 208, TO_BOOL, NONE, "Replaces a string by whether it has characters.", "Compares with the empty string's address.";
    UNPACK_SEQUENCE_LIST = 209, UNPACK_SEQUENCE, ARG, "Unpacks a list.", "Checks the length, a new reference to each item.";
    UNPACK_SEQUENCE_TUPLE = 210, UNPACK_SEQUENCE, ARG, "Unpacks a tuple.", "Checks the length, a new reference to each item.";
    UNPACK_SEQUENCE_TWO_TUPLE = 211, UNPACK_SEQUENCE, ARG, "Unpacks a tuple of two.", "Checks that the length is two, a new reference to each item.";
  }
  instrumented {
    INSTRUMENTED_END_FOR = 234, END_FOR, NONE, "Reports to sys.monitoring and then does what END_FOR does.", "_Py_call_instrumentation's PY_MONITORING_EVENT_STOP_ITERATION for generators, then closes the value.";
    INSTRUMENTED_POP_ITER = 235, POP_ITER, NONE, "Reports to sys.monitoring and then does what POP_ITER does.", "INSTRUMENTED_JUMP with the event BRANCH_RIGHT, then closes the iterator.";
    INSTRUMENTED_END_SEND = 236, END_SEND, NONE, "Reports to sys.monitoring and then does what END_SEND does.", "Monitors StopIteration for generators, then closes the receiver.";
    INSTRUMENTED_FOR_ITER = 237, FOR_ITER, ARG|JUMP, "Reports to sys.monitoring and then does what FOR_ITER does.", "tp_iternext, INSTRUMENTED_JUMP with the event BRANCH_LEFT.";
    INSTRUMENTED_JUMP_FORWARD = 239, JUMP_FORWARD, ARG, "Reports to sys.monitoring and then does what JUMP_FORWARD does.", "INSTRUMENTED_JUMP with the event JUMP.";
    INSTRUMENTED_NOT_TAKEN = 240, NOT_TAKEN, NONE, "Reports to sys.monitoring and then does what NOT_TAKEN does.", "INSTRUMENTED_JUMP with the event BRANCH_LEFT.";
    INSTRUMENTED_POP_JUMP_IF_TRUE = 241, POP_JUMP_IF_TRUE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_TRUE does.", "INSTRUMENTED_JUMP with the event BRANCH_RIGHT, if it jumps.";
    INSTRUMENTED_POP_JUMP_IF_FALSE = 242, POP_JUMP_IF_FALSE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_FALSE does.", "INSTRUMENTED_JUMP with the event BRANCH_RIGHT, if it jumps.";
    INSTRUMENTED_POP_JUMP_IF_NONE = 243, POP_JUMP_IF_NONE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_NONE does.", "INSTRUMENTED_JUMP with the event BRANCH_RIGHT, if it jumps.";
    INSTRUMENTED_POP_JUMP_IF_NOT_NONE = 244, POP_JUMP_IF_NOT_NONE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_NOT_NONE does.", "INSTRUMENTED_JUMP with the event BRANCH_RIGHT, if it jumps.";
    INSTRUMENTED_RESUME = 245, RESUME, ARG|BREAK, "Reports to sys.monitoring and then does what RESUME does.", "_Py_call_instrumentation with the event PY_START or PY_RESUME.";
    INSTRUMENTED_RETURN_VALUE = 246, RETURN_VALUE, NONE, "Reports to sys.monitoring and then does what RETURN_VALUE does.", "_Py_call_instrumentation_arg with the event PY_RETURN and the value.";
    INSTRUMENTED_YIELD_VALUE = 247, YIELD_VALUE, ARG, "Reports to sys.monitoring and then does what YIELD_VALUE does.", "_Py_call_instrumentation_arg with the event PY_YIELD and the value.";
    INSTRUMENTED_END_ASYNC_FOR = 248, END_ASYNC_FOR, ARG|JUMP, "Reports to sys.monitoring and then does what END_ASYNC_FOR does.", "Monitors the end of the loop with the event BRANCH_RIGHT.";
    INSTRUMENTED_LOAD_SUPER_ATTR = 249, LOAD_SUPER_ATTR, ARG|NAME, "Reports to sys.monitoring and then does what LOAD_SUPER_ATTR does.", "Calls super with the events CALL, C_RETURN and C_RAISE.";
    INSTRUMENTED_CALL = 250, CALL, ARG|BREAK, "Reports to sys.monitoring and then does what CALL does.", "_Py_call_instrumentation_2args with the event CALL, then _DO_CALL.";
    INSTRUMENTED_CALL_KW = 251, CALL_KW, ARG|BREAK, "Reports to sys.monitoring and then does what CALL_KW does.", "_Py_call_instrumentation_2args with the event CALL, then _DO_CALL_KW.";
    INSTRUMENTED_CALL_FUNCTION_EX = 252, CALL_FUNCTION_EX, BREAK, "Reports to sys.monitoring and then does what CALL_FUNCTION_EX does.", "_Py_call_instrumentation_2args with the event CALL, then PyObject_Call.";
    INSTRUMENTED_JUMP_BACKWARD = 253, JUMP_BACKWARD, ARG|BREAK, "Reports to sys.monitoring and then does what JUMP_BACKWARD does.", "Looks at the eval breaker, INSTRUMENTED_JUMP with the event JUMP.";
  }
}
