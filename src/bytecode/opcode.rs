//! The one table of CPython 3.14's opcodes.
//!
//! Numbers, inline caches, flags and net stack effects are those of `opcode`, `_opcode_metadata` and `_opcode` of the
//! reference interpreter (`tests` compare them row by row); pops and pushes follow `Python/bytecodes.c`.

use Category::*;
use Count::*;

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
        plain { $($p:ident = $pn:literal, $pc:literal, $ppop:expr, $ppush:expr, $pcat:ident, $pf:expr, $pe:literal;)* }
        pseudo { $($q:ident = $qn:literal, $qc:literal, $qpop:expr, $qpush:expr, $qcat:ident, $qf:expr, $qe:literal;)* }
        specialised { $($s:ident = $sn:literal, $sb:ident, $sf:expr, $se:literal;)* }
        instrumented { $($i:ident = $in:literal, $ib:ident, $if:expr, $ie:literal;)* }
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

    pub const fn number(self) -> u16 {
        self as u16
    }

    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Inline `CACHE` units that follow the instruction.
    pub fn caches(self) -> u8 {
        self.info().caches
    }

    /// The opcode the compiler emits, for a specialised or instrumented one.
    pub fn base(self) -> Self {
        match self.info().kind {
            Kind::Plain | Kind::Pseudo => self,
            Kind::Specialised(base) | Kind::Instrumented(base) => base,
        }
    }

    pub fn pops(self, arg: u32) -> i32 {
        self.info().pops.of(arg)
    }

    pub fn pushes(self, arg: u32) -> i32 {
        self.info().pushes.of(arg)
    }

    /// Net change of the stack depth; `jump` asks for the path on which the jump (or the exception handler that a block
    /// push names) is taken. As `_opcode.stack_effect`.
    pub fn stack_effect(self, arg: u32, jump: bool) -> i32 {
        if self.is_block_push() && !jump {
            return 0;
        }
        self.pushes(arg) - self.pops(arg)
    }

    fn has(self, flag: u8) -> bool {
        self.info().flags & flag != 0
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
        use Opcode::*;
        matches!(self, JUMP | JUMP_NO_INTERRUPT | JUMP_FORWARD | JUMP_BACKWARD | JUMP_BACKWARD_NO_INTERRUPT)
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
        use Opcode::*;
        matches!(self, RETURN_VALUE | RAISE_VARARGS | RERAISE)
    }

    /// Ends a basic block.
    pub fn is_terminator(self) -> bool {
        self.has_jump() || self.is_scope_exit()
    }
}

opcodes! {
  plain {
    CACHE = 0, 0, Fixed(0), Fixed(0), Frame, NONE, "Holds run-time data of the instruction before it; it is never executed.";
    BINARY_SLICE = 1, 0, Fixed(3), Fixed(1), Subscript, NONE, "Pops an end, a start and a container and pushes container[start:end].";
    BUILD_TEMPLATE = 2, 0, Fixed(2), Fixed(1), Format, NONE, "Pops a tuple of interpolations and a tuple of strings and pushes the template string object made of both.";
    CALL_FUNCTION_EX = 4, 0, Fixed(4), Fixed(1), Call, BREAK, "Calls a callable with a tuple of positional arguments and an optional dict of keyword arguments, as f(*args, **kwargs) does.";
    CHECK_EG_MATCH = 5, 0, Fixed(2), Fixed(2), Exception, NONE, "Splits an exception group for except*: pushes the part that matches the type and leaves the rest.";
    CHECK_EXC_MATCH = 6, 0, Fixed(2), Fixed(2), Exception, NONE, "Replaces the exception type on top by whether the current exception matches it.";
    CLEANUP_THROW = 7, 0, Fixed(3), Fixed(2), Exception, NONE, "Ends a delegation to a sub-iterator after throw() or close(): a StopIteration gives its value, anything else is raised again.";
    DELETE_SUBSCR = 8, 0, Fixed(2), Fixed(0), Subscript, NONE, "Pops a key and a container and deletes container[key].";
    END_FOR = 9, 0, Fixed(1), Fixed(0), Iterate, NONE, "Pops one value at the end of a for loop.";
    END_SEND = 10, 0, Fixed(2), Fixed(1), Generator, NONE, "Drops the finished sub-iterator below the value it returned.";
    EXIT_INIT_CHECK = 11, 0, Fixed(1), Fixed(0), Call, NONE, "Checks that __init__ returned None.";
    FORMAT_SIMPLE = 12, 0, Fixed(1), Fixed(1), Format, NONE, "Replaces the value on top by format(value, ''), as a plain replacement field of an f-string does.";
    FORMAT_WITH_SPEC = 13, 0, Fixed(2), Fixed(1), Format, NONE, "Pops a format spec and a value and pushes format(value, spec).";
    GET_AITER = 14, 0, Fixed(1), Fixed(1), Async, NONE, "Replaces the object on top by its asynchronous iterator.";
    GET_ANEXT = 15, 0, Fixed(1), Fixed(2), Async, NONE, "Pushes the awaitable for the next item of the asynchronous iterator on top.";
    GET_ITER = 16, 0, Fixed(1), Fixed(1), Iterate, NONE, "Replaces the object on top by iter(object).";
    RESERVED = 17, 0, Fixed(0), Fixed(0), Frame, NONE, "Keeps a number free; it is never executed.";
    GET_LEN = 18, 0, Fixed(1), Fixed(2), Match, NONE, "Pushes the length of the object on top, which stays.";
    GET_YIELD_FROM_ITER = 19, 0, Fixed(1), Fixed(1), Generator, NONE, "Replaces the object on top by the iterator that `yield from` delegates to.";
    INTERPRETER_EXIT = 20, 0, Fixed(1), Fixed(0), Frame, NONE, "Leaves the evaluation loop and hands its result to the C caller.";
    LOAD_BUILD_CLASS = 21, 0, Fixed(0), Fixed(1), Function, NONE, "Pushes the built-in function __build_class__, which makes classes.";
    LOAD_LOCALS = 22, 0, Fixed(0), Fixed(1), Load, NONE, "Pushes the dict of the local namespace.";
    MAKE_FUNCTION = 23, 0, Fixed(1), Fixed(1), Function, NONE, "Replaces the code object on top by a new function made from it.";
    MATCH_KEYS = 24, 0, Fixed(2), Fixed(3), Match, NONE, "Looks all keys of a mapping pattern up and pushes a tuple of the values, or None when one is missing.";
    MATCH_MAPPING = 25, 0, Fixed(1), Fixed(2), Match, NONE, "Pushes whether the subject on top is a mapping.";
    MATCH_SEQUENCE = 26, 0, Fixed(1), Fixed(2), Match, NONE, "Pushes whether the subject on top is a sequence (and not a string).";
    NOP = 27, 0, Fixed(0), Fixed(0), Frame, NONE, "Does nothing; it keeps a place for a line number.";
    NOT_TAKEN = 28, 0, Fixed(0), Fixed(0), Jump, NONE, "Does nothing; it marks the path on which the conditional jump before it was not taken.";
    POP_EXCEPT = 29, 0, Fixed(1), Fixed(0), Exception, NONE, "Ends an except block: pops the exception handled before and makes it the current one again.";
    POP_ITER = 30, 0, Fixed(1), Fixed(0), Iterate, NONE, "Pops the exhausted iterator after a for loop.";
    POP_TOP = 31, 0, Fixed(1), Fixed(0), Stack, NONE, "Drops the value on top of the stack.";
    PUSH_EXC_INFO = 32, 0, Fixed(1), Fixed(2), Exception, NONE, "Starts an exception handler: slides the exception handled so far under the new exception.";
    PUSH_NULL = 33, 0, Fixed(0), Fixed(1), Stack, NONE, "Pushes an empty slot, the place of `self` in a call that has none.";
    RETURN_GENERATOR = 34, 0, Fixed(0), Fixed(1), Generator, NONE, "Makes the generator (or coroutine) of this frame and returns it to the caller.";
    RETURN_VALUE = 35, 0, Fixed(1), Fixed(1), Call, NONE, "Returns the value on top to the caller and ends the frame.";
    SETUP_ANNOTATIONS = 36, 0, Fixed(0), Fixed(0), Function, NONE, "Makes sure that the namespace has a dict named __annotations__.";
    STORE_SLICE = 37, 0, Fixed(4), Fixed(0), Subscript, NONE, "Pops an end, a start, a container and a value and stores container[start:end] = value.";
    STORE_SUBSCR = 38, 1, Fixed(3), Fixed(0), Subscript, NONE, "Pops a key, a container and a value and stores container[key] = value.";
    TO_BOOL = 39, 3, Fixed(1), Fixed(1), Unary, NONE, "Replaces the value on top by its truth value.";
    UNARY_INVERT = 40, 0, Fixed(1), Fixed(1), Unary, NONE, "Replaces the value on top by ~value.";
    UNARY_NEGATIVE = 41, 0, Fixed(1), Fixed(1), Unary, NONE, "Replaces the value on top by -value.";
    UNARY_NOT = 42, 0, Fixed(1), Fixed(1), Unary, NONE, "Replaces the truth value on top by its opposite.";
    WITH_EXCEPT_START = 43, 0, Fixed(5), Fixed(6), Exception, NONE, "Calls the __exit__ method of a with block with the current exception and pushes its answer.";
    BINARY_OP = 44, 5, Fixed(2), Fixed(1), Binary, ARG, "Pops the right and the left operand and pushes the result of the binary operator.";
    BUILD_INTERPOLATION = 45, 0, LowBit(2), Fixed(1), Format, ARG, "Makes one interpolation of a template string from its value, its text and perhaps a format spec.";
    BUILD_LIST = 46, 0, Arg(0), Fixed(1), Build, ARG, "Pops the given number of items and pushes a list of them.";
    BUILD_MAP = 47, 0, TwiceArg, Fixed(1), Build, ARG, "Pops the given number of key-value pairs and pushes a dict of them.";
    BUILD_SET = 48, 0, Arg(0), Fixed(1), Build, ARG, "Pops the given number of items and pushes a set of them.";
    BUILD_SLICE = 49, 0, Arg(0), Fixed(1), Build, ARG, "Pops two or three values and pushes slice(start, stop[, step]).";
    BUILD_STRING = 50, 0, Arg(0), Fixed(1), Format, ARG, "Pops the given number of strings and pushes them joined.";
    BUILD_TUPLE = 51, 0, Arg(0), Fixed(1), Build, ARG, "Pops the given number of items and pushes a tuple of them.";
    CALL = 52, 3, Arg(2), Fixed(1), Call, ARG|BREAK, "Calls a callable with the given number of positional arguments and pushes what it returns.";
    CALL_INTRINSIC_1 = 53, 0, Fixed(1), Fixed(1), Call, ARG, "Calls a function inside the interpreter with one argument, for rare operations such as unary plus.";
    CALL_INTRINSIC_2 = 54, 0, Fixed(2), Fixed(1), Call, ARG, "Calls a function inside the interpreter with two arguments.";
    CALL_KW = 55, 3, Arg(3), Fixed(1), Call, ARG|BREAK, "Calls a callable with arguments of which the last ones are named by the tuple on top.";
    COMPARE_OP = 56, 1, Fixed(2), Fixed(1), Compare, ARG, "Pops two values and pushes the result of comparing them with <, <=, ==, !=, > or >=.";
    CONTAINS_OP = 57, 1, Fixed(2), Fixed(1), Compare, ARG, "Pops a container and a value and pushes `value in container` or `value not in container`.";
    CONVERT_VALUE = 58, 0, Fixed(1), Fixed(1), Format, ARG, "Replaces the value on top by str(value), repr(value) or ascii(value).";
    COPY = 59, 0, Arg(0), Arg(1), Stack, ARG, "Pushes one more reference to the value at the given depth of the stack.";
    COPY_FREE_VARS = 60, 0, Fixed(0), Fixed(0), Frame, ARG, "Copies the cells of the closure from the function into the frame.";
    DELETE_ATTR = 61, 0, Fixed(1), Fixed(0), Attribute, ARG|NAME, "Pops an object and deletes its attribute of the given name.";
    DELETE_DEREF = 62, 0, Fixed(0), Fixed(0), Delete, ARG|FREE, "Empties the cell of a variable that a nested function also sees.";
    DELETE_FAST = 63, 0, Fixed(0), Fixed(0), Delete, ARG|LOCAL, "Empties the slot of a local variable.";
    DELETE_GLOBAL = 64, 0, Fixed(0), Fixed(0), Delete, ARG|NAME, "Deletes a global variable.";
    DELETE_NAME = 65, 0, Fixed(0), Fixed(0), Delete, ARG|NAME, "Deletes a name from the local namespace.";
    DICT_MERGE = 66, 0, Arg(4), Arg(3), Build, ARG, "Merges the mapping on top into a dict of keyword arguments and raises on a duplicate key.";
    DICT_UPDATE = 67, 0, Arg(1), Arg(0), Build, ARG, "Updates a dict further down with the mapping on top.";
    END_ASYNC_FOR = 68, 0, Fixed(2), Fixed(0), Async, ARG|JUMP, "Ends an `async for` loop when StopAsyncIteration was raised and raises anything else again.";
    EXTENDED_ARG = 69, 0, Fixed(0), Fixed(0), Frame, ARG, "Gives the next instruction eight more bits of argument.";
    FOR_ITER = 70, 1, Fixed(1), Fixed(2), Iterate, ARG|JUMP, "Pushes the next item of the iterator on top, or jumps to the end of the loop when there is none.";
    GET_AWAITABLE = 71, 0, Fixed(1), Fixed(1), Async, ARG, "Replaces the object on top by the iterator to await.";
    IMPORT_FROM = 72, 0, Fixed(1), Fixed(2), Import, ARG|NAME, "Pushes an attribute of the module on top, which stays.";
    IMPORT_NAME = 73, 0, Fixed(2), Fixed(1), Import, ARG|NAME, "Pops a list of names and a level and pushes the imported module.";
    IS_OP = 74, 0, Fixed(2), Fixed(1), Compare, ARG, "Pops two values and pushes whether they are (or are not) the same object.";
    JUMP_BACKWARD = 75, 1, Fixed(0), Fixed(0), Jump, ARG|JUMP|BREAK, "Jumps back and checks on the way whether the thread must hand over the GIL or handle a signal.";
    JUMP_BACKWARD_NO_INTERRUPT = 76, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP, "Jumps back without checking for interrupts.";
    JUMP_FORWARD = 77, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP, "Jumps forward.";
    LIST_APPEND = 78, 0, Arg(1), Arg(0), Build, ARG, "Pops a value and appends it to the list at the given depth, as list comprehensions do.";
    LIST_EXTEND = 79, 0, Arg(1), Arg(0), Build, ARG, "Pops an iterable and extends the list at the given depth with it.";
    LOAD_ATTR = 80, 9, Fixed(1), LowBit(1), Attribute, ARG|NAME, "Replaces the object on top by its attribute of the given name; for a method call it also keeps the object as `self`.";
    LOAD_COMMON_CONSTANT = 81, 0, Fixed(0), Fixed(1), Load, ARG, "Pushes one of a few objects every interpreter has, such as AssertionError.";
    LOAD_CONST = 82, 0, Fixed(0), Fixed(1), Load, ARG|CONST, "Pushes a constant of the code object.";
    LOAD_DEREF = 83, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value in the cell of a variable shared with another function.";
    LOAD_FAST = 84, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes a new reference to the value of a local variable.";
    LOAD_FAST_AND_CLEAR = 85, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value of a local variable, perhaps none, and empties its slot; comprehensions save outer names so.";
    LOAD_FAST_BORROW = 86, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value of a local variable without counting a reference: the variable itself keeps the object alive.";
    LOAD_FAST_BORROW_LOAD_FAST_BORROW = 87, 0, Fixed(0), Fixed(2), Load, ARG|LOCAL, "Pushes two local variables without counting references.";
    LOAD_FAST_CHECK = 88, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes the value of a local variable and raises UnboundLocalError when it has none.";
    LOAD_FAST_LOAD_FAST = 89, 0, Fixed(0), Fixed(2), Load, ARG|LOCAL, "Pushes new references to two local variables.";
    LOAD_FROM_DICT_OR_DEREF = 90, 0, Fixed(1), Fixed(1), Load, ARG|FREE, "Pops a mapping and looks a name up in it, and in the cell of that name if it is not there.";
    LOAD_FROM_DICT_OR_GLOBALS = 91, 0, Fixed(1), Fixed(1), Load, ARG|NAME, "Pops a mapping and looks a name up in it, then in the globals and the builtins.";
    LOAD_GLOBAL = 92, 4, Fixed(0), LowBit(1), Load, ARG|NAME, "Pushes a global variable or, when there is none of that name, a builtin.";
    LOAD_NAME = 93, 0, Fixed(0), Fixed(1), Load, ARG|NAME, "Looks a name up in the locals, then the globals, then the builtins, and pushes its value.";
    LOAD_SMALL_INT = 94, 0, Fixed(0), Fixed(1), Load, ARG, "Pushes a small integer, which exists once in the interpreter and is never freed.";
    LOAD_SPECIAL = 95, 0, Fixed(1), Fixed(2), Attribute, ARG, "Replaces the object on top by one of its special methods, ready to be called, such as __enter__.";
    LOAD_SUPER_ATTR = 96, 1, Fixed(3), LowBit(1), Attribute, ARG|NAME, "Looks an attribute up as super().name does, without making the super object.";
    MAKE_CELL = 97, 0, Fixed(0), Fixed(0), Frame, ARG|FREE, "Makes the cell of a local variable that a nested function shares.";
    MAP_ADD = 98, 0, Arg(2), Arg(0), Build, ARG, "Pops a value and a key and stores them in the dict at the given depth, as dict comprehensions do.";
    MATCH_CLASS = 99, 0, Fixed(3), Fixed(1), Match, ARG, "Matches a subject against a class pattern and pushes a tuple of its attributes, or None.";
    POP_JUMP_IF_FALSE = 100, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a truth value and jumps if it is False.";
    POP_JUMP_IF_NONE = 101, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a value and jumps if it is None.";
    POP_JUMP_IF_NOT_NONE = 102, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a value and jumps if it is not None.";
    POP_JUMP_IF_TRUE = 103, 1, Fixed(1), Fixed(0), Jump, ARG|JUMP, "Pops a truth value and jumps if it is True.";
    RAISE_VARARGS = 104, 0, Arg(0), Fixed(0), Exception, ARG, "Raises an exception, perhaps with a cause, or the current one again.";
    RERAISE = 105, 0, Arg(1), Arg(0), Exception, ARG, "Raises the exception on top again.";
    SEND = 106, 1, Fixed(2), Fixed(2), Generator, ARG|JUMP, "Sends a value to the sub-iterator and pushes what it yields, or jumps with its result when it ends.";
    SET_ADD = 107, 0, Arg(1), Arg(0), Build, ARG, "Pops a value and adds it to the set at the given depth, as set comprehensions do.";
    SET_FUNCTION_ATTRIBUTE = 108, 0, Fixed(2), Fixed(1), Function, ARG, "Gives the function on top its defaults, keyword defaults, annotations or closure.";
    SET_UPDATE = 109, 0, Arg(1), Arg(0), Build, ARG, "Pops an iterable and adds its items to the set at the given depth.";
    STORE_ATTR = 110, 4, Fixed(2), Fixed(0), Attribute, ARG|NAME, "Pops an object and a value and stores the value as the object's attribute of the given name.";
    STORE_DEREF = 111, 0, Fixed(1), Fixed(0), Store, ARG|FREE, "Pops a value into the cell of a variable shared with another function.";
    STORE_FAST = 112, 0, Fixed(1), Fixed(0), Store, ARG|LOCAL, "Pops a value into a local variable; the value held before loses a reference.";
    STORE_FAST_LOAD_FAST = 113, 0, Fixed(1), Fixed(1), Store, ARG|LOCAL, "Pops a value into one local variable and pushes another.";
    STORE_FAST_STORE_FAST = 114, 0, Fixed(2), Fixed(0), Store, ARG|LOCAL, "Pops two values into two local variables.";
    STORE_GLOBAL = 115, 0, Fixed(1), Fixed(0), Store, ARG|NAME, "Pops a value into a global variable.";
    STORE_NAME = 116, 0, Fixed(1), Fixed(0), Store, ARG|NAME, "Pops a value and binds a name of the local namespace to it.";
    SWAP = 117, 0, Arg(0), Arg(0), Stack, ARG, "Exchanges the value on top with the one at the given depth.";
    UNPACK_EX = 118, 0, Fixed(1), UnpackEx, Build, ARG, "Unpacks an iterable into the targets before and after a starred one, which gets a list.";
    UNPACK_SEQUENCE = 119, 1, Fixed(1), Arg(0), Build, ARG, "Unpacks an iterable into exactly the given number of values.";
    YIELD_VALUE = 120, 0, Fixed(1), Fixed(1), Generator, ARG, "Hands the value on top to whoever resumed the generator and suspends the frame.";
    RESUME = 128, 0, Fixed(0), Fixed(0), Frame, ARG|BREAK, "Marks where a frame starts or resumes, and checks whether the thread must hand over the GIL or handle a signal.";
    INSTRUMENTED_INSTRUCTION = 238, 0, Fixed(0), Fixed(0), Frame, NONE, "Reports every instruction to sys.monitoring and then does what the original instruction does.";
    INSTRUMENTED_LINE = 254, 0, Fixed(0), Fixed(0), Frame, NONE, "Reports a new source line to sys.monitoring and then does what the original instruction does.";
    ENTER_EXECUTOR = 255, 0, Fixed(0), Fixed(0), Jump, ARG, "Goes on in code that the tier-2 optimiser made of a hot loop.";
  }
  pseudo {
    ANNOTATIONS_PLACEHOLDER = 256, 0, Fixed(0), Fixed(0), Pseudo, NONE, "Marks where the code for annotations goes; it is gone after compilation.";
    JUMP = 257, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP|BREAK, "Jumps; the direction is chosen when the code is laid out.";
    JUMP_IF_FALSE = 258, 0, Fixed(1), Fixed(1), Jump, ARG|JUMP, "Jumps if the value on top is false and keeps it; it becomes COPY, TO_BOOL and POP_JUMP_IF_FALSE.";
    JUMP_IF_TRUE = 259, 0, Fixed(1), Fixed(1), Jump, ARG|JUMP, "Jumps if the value on top is true and keeps it; it becomes COPY, TO_BOOL and POP_JUMP_IF_TRUE.";
    JUMP_NO_INTERRUPT = 260, 0, Fixed(0), Fixed(0), Jump, ARG|JUMP, "Jumps without checking for interrupts; the direction is chosen when the code is laid out.";
    LOAD_CLOSURE = 261, 0, Fixed(0), Fixed(1), Load, ARG|LOCAL, "Pushes a cell for the closure of a new function; it becomes LOAD_FAST.";
    POP_BLOCK = 262, 0, Fixed(0), Fixed(0), Exception, NONE, "Ends the region that the innermost exception handler protects.";
    SETUP_CLEANUP = 263, 0, Fixed(0), Fixed(2), Exception, ARG|BLOCK, "Starts a region whose handler restores the place of the error and raises again.";
    SETUP_FINALLY = 264, 0, Fixed(0), Fixed(1), Exception, ARG|BLOCK, "Starts a region protected by an except or finally handler.";
    SETUP_WITH = 265, 0, Fixed(0), Fixed(1), Exception, ARG|BLOCK, "Starts the body of a with statement.";
    STORE_FAST_MAYBE_NULL = 266, 0, Fixed(1), Fixed(0), Store, ARG|LOCAL, "Pops a value, or an empty slot, into a local variable; it becomes STORE_FAST.";
  }
  specialised {
    BINARY_OP_INPLACE_ADD_UNICODE = 3, BINARY_OP, LOCAL, "Appends to a string held by the local variable that the next instruction stores to, in place when nobody else holds it.";
    BINARY_OP_ADD_FLOAT = 129, BINARY_OP, NONE, "Adds two floats.";
    BINARY_OP_ADD_INT = 130, BINARY_OP, NONE, "Adds two ints.";
    BINARY_OP_ADD_UNICODE = 131, BINARY_OP, NONE, "Joins two strings.";
    BINARY_OP_EXTEND = 132, BINARY_OP, NONE, "Does a binary operation for a pair of operand types found in a table, such as an int and a float.";
    BINARY_OP_MULTIPLY_FLOAT = 133, BINARY_OP, NONE, "Multiplies two floats.";
    BINARY_OP_MULTIPLY_INT = 134, BINARY_OP, NONE, "Multiplies two ints.";
    BINARY_OP_SUBSCR_DICT = 135, BINARY_OP, NONE, "Looks a key up in a dict.";
    BINARY_OP_SUBSCR_GETITEM = 136, BINARY_OP, NONE, "Calls a __getitem__ written in Python without leaving the evaluation loop.";
    BINARY_OP_SUBSCR_LIST_INT = 137, BINARY_OP, NONE, "Indexes a list with a small non-negative int.";
    BINARY_OP_SUBSCR_LIST_SLICE = 138, BINARY_OP, NONE, "Takes a slice of a list.";
    BINARY_OP_SUBSCR_STR_INT = 139, BINARY_OP, NONE, "Indexes a string with a small non-negative int.";
    BINARY_OP_SUBSCR_TUPLE_INT = 140, BINARY_OP, NONE, "Indexes a tuple with a small non-negative int.";
    BINARY_OP_SUBTRACT_FLOAT = 141, BINARY_OP, NONE, "Subtracts two floats.";
    BINARY_OP_SUBTRACT_INT = 142, BINARY_OP, NONE, "Subtracts two ints.";
    CALL_ALLOC_AND_ENTER_INIT = 143, CALL, ARG, "Makes an object of a class written in Python and enters its __init__ without leaving the evaluation loop.";
    CALL_BOUND_METHOD_EXACT_ARGS = 144, CALL, ARG, "Calls a bound method written in Python with exactly the arguments it takes.";
    CALL_BOUND_METHOD_GENERAL = 145, CALL, ARG, "Calls a bound method written in Python.";
    CALL_BUILTIN_CLASS = 146, CALL, ARG|BREAK, "Calls a built-in class.";
    CALL_BUILTIN_FAST = 147, CALL, ARG|BREAK, "Calls a built-in function that takes an array of arguments.";
    CALL_BUILTIN_FAST_WITH_KEYWORDS = 148, CALL, ARG|BREAK, "Calls a built-in function that takes an array of arguments and keywords.";
    CALL_BUILTIN_O = 149, CALL, ARG|BREAK, "Calls a built-in function of one argument.";
    CALL_ISINSTANCE = 150, CALL, ARG, "Calls isinstance().";
    CALL_KW_BOUND_METHOD = 151, CALL_KW, ARG, "Calls a bound method written in Python with keyword arguments.";
    CALL_KW_NON_PY = 152, CALL_KW, ARG|BREAK, "Calls something not written in Python with keyword arguments.";
    CALL_KW_PY = 153, CALL_KW, ARG, "Calls a Python function with keyword arguments.";
    CALL_LEN = 154, CALL, NONE, "Calls len().";
    CALL_LIST_APPEND = 155, CALL, ARG, "Calls list.append and drops its result.";
    CALL_METHOD_DESCRIPTOR_FAST = 156, CALL, ARG|BREAK, "Calls a built-in method that takes an array of arguments.";
    CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS = 157, CALL, ARG|BREAK, "Calls a built-in method that takes an array of arguments and keywords.";
    CALL_METHOD_DESCRIPTOR_NOARGS = 158, CALL, ARG|BREAK, "Calls a built-in method without arguments.";
    CALL_METHOD_DESCRIPTOR_O = 159, CALL, ARG|BREAK, "Calls a built-in method of one argument.";
    CALL_NON_PY_GENERAL = 160, CALL, ARG|BREAK, "Calls something not written in Python.";
    CALL_PY_EXACT_ARGS = 161, CALL, ARG, "Calls a Python function with exactly the arguments it takes.";
    CALL_PY_GENERAL = 162, CALL, ARG, "Calls a Python function.";
    CALL_STR_1 = 163, CALL, ARG|BREAK, "Calls str() with one argument.";
    CALL_TUPLE_1 = 164, CALL, ARG|BREAK, "Calls tuple() with one argument.";
    CALL_TYPE_1 = 165, CALL, ARG, "Calls type() with one argument.";
    COMPARE_OP_FLOAT = 166, COMPARE_OP, ARG, "Compares two floats.";
    COMPARE_OP_INT = 167, COMPARE_OP, ARG, "Compares two small ints.";
    COMPARE_OP_STR = 168, COMPARE_OP, ARG, "Compares two strings for equality.";
    CONTAINS_OP_DICT = 169, CONTAINS_OP, ARG, "Looks for a key in a dict.";
    CONTAINS_OP_SET = 170, CONTAINS_OP, ARG, "Looks for a value in a set.";
    FOR_ITER_GEN = 171, FOR_ITER, ARG, "Resumes a generator for its next item without leaving the evaluation loop.";
    FOR_ITER_LIST = 172, FOR_ITER, ARG|JUMP, "Takes the next item of a list.";
    FOR_ITER_RANGE = 173, FOR_ITER, ARG|JUMP, "Takes the next int of a range.";
    FOR_ITER_TUPLE = 174, FOR_ITER, ARG|JUMP, "Takes the next item of a tuple.";
    JUMP_BACKWARD_JIT = 175, JUMP_BACKWARD, ARG|JUMP|BREAK, "Jumps back and counts towards compilation of the loop.";
    JUMP_BACKWARD_NO_JIT = 176, JUMP_BACKWARD, ARG|JUMP|BREAK, "Jumps back without counting, because the JIT compiler is off.";
    LOAD_ATTR_CLASS = 177, LOAD_ATTR, ARG, "Loads an attribute of a class.";
    LOAD_ATTR_CLASS_WITH_METACLASS_CHECK = 178, LOAD_ATTR, ARG, "Loads an attribute of a class whose metaclass was checked.";
    LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN = 179, LOAD_ATTR, ARG|NAME, "Calls a __getattribute__ written in Python.";
    LOAD_ATTR_INSTANCE_VALUE = 180, LOAD_ATTR, ARG, "Loads an attribute from the values stored inside the object.";
    LOAD_ATTR_METHOD_LAZY_DICT = 181, LOAD_ATTR, ARG, "Loads a method of an object whose dict does not exist yet.";
    LOAD_ATTR_METHOD_NO_DICT = 182, LOAD_ATTR, ARG, "Loads a method of an object that has no dict.";
    LOAD_ATTR_METHOD_WITH_VALUES = 183, LOAD_ATTR, ARG, "Loads a method of an object that stores its attributes inside.";
    LOAD_ATTR_MODULE = 184, LOAD_ATTR, ARG, "Loads an attribute of a module.";
    LOAD_ATTR_NONDESCRIPTOR_NO_DICT = 185, LOAD_ATTR, ARG, "Loads a plain class attribute through an object that has no dict.";
    LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES = 186, LOAD_ATTR, ARG, "Loads a plain class attribute through an object that stores its attributes inside.";
    LOAD_ATTR_PROPERTY = 187, LOAD_ATTR, ARG, "Calls the getter of a property written in Python.";
    LOAD_ATTR_SLOT = 188, LOAD_ATTR, ARG, "Loads an attribute from a slot (__slots__).";
    LOAD_ATTR_WITH_HINT = 189, LOAD_ATTR, ARG|NAME, "Loads an attribute from the object's dict at the place where it was found before.";
    LOAD_CONST_IMMORTAL = 190, LOAD_CONST, ARG|CONST, "Pushes an immortal constant, whose reference count never changes.";
    LOAD_CONST_MORTAL = 191, LOAD_CONST, ARG|CONST, "Pushes a constant and counts the reference.";
    LOAD_GLOBAL_BUILTIN = 192, LOAD_GLOBAL, ARG, "Loads a builtin from the place where it was found before.";
    LOAD_GLOBAL_MODULE = 193, LOAD_GLOBAL, ARG, "Loads a global from the place where it was found before.";
    LOAD_SUPER_ATTR_ATTR = 194, LOAD_SUPER_ATTR, ARG|NAME, "Looks an attribute up through super().";
    LOAD_SUPER_ATTR_METHOD = 195, LOAD_SUPER_ATTR, ARG|NAME, "Looks a method up through super().";
    RESUME_CHECK = 196, RESUME, NONE, "Starts or resumes a frame when nothing asks for attention.";
    SEND_GEN = 197, SEND, ARG, "Resumes a generator or coroutine without leaving the evaluation loop.";
    STORE_ATTR_INSTANCE_VALUE = 198, STORE_ATTR, NONE, "Stores an attribute among the values inside the object.";
    STORE_ATTR_SLOT = 199, STORE_ATTR, NONE, "Stores an attribute in a slot (__slots__).";
    STORE_ATTR_WITH_HINT = 200, STORE_ATTR, ARG|NAME, "Stores an attribute in the object's dict at the place where it was found before.";
    STORE_SUBSCR_DICT = 201, STORE_SUBSCR, NONE, "Stores a value under a key of a dict.";
    STORE_SUBSCR_LIST_INT = 202, STORE_SUBSCR, NONE, "Stores a value at a small non-negative index of a list.";
    TO_BOOL_ALWAYS_TRUE = 203, TO_BOOL, NONE, "Replaces an object whose type makes it always true by True.";
    TO_BOOL_BOOL = 204, TO_BOOL, NONE, "Leaves a value that is a bool already.";
    TO_BOOL_INT = 205, TO_BOOL, NONE, "Replaces an int by its truth value.";
    TO_BOOL_LIST = 206, TO_BOOL, NONE, "Replaces a list by whether it has items.";
    TO_BOOL_NONE = 207, TO_BOOL, NONE, "Replaces None by False.";
    TO_BOOL_STR = 208, TO_BOOL, NONE, "Replaces a string by whether it has characters.";
    UNPACK_SEQUENCE_LIST = 209, UNPACK_SEQUENCE, ARG, "Unpacks a list.";
    UNPACK_SEQUENCE_TUPLE = 210, UNPACK_SEQUENCE, ARG, "Unpacks a tuple.";
    UNPACK_SEQUENCE_TWO_TUPLE = 211, UNPACK_SEQUENCE, ARG, "Unpacks a tuple of two.";
  }
  instrumented {
    INSTRUMENTED_END_FOR = 234, END_FOR, NONE, "Reports to sys.monitoring and then does what END_FOR does.";
    INSTRUMENTED_POP_ITER = 235, POP_ITER, NONE, "Reports to sys.monitoring and then does what POP_ITER does.";
    INSTRUMENTED_END_SEND = 236, END_SEND, NONE, "Reports to sys.monitoring and then does what END_SEND does.";
    INSTRUMENTED_FOR_ITER = 237, FOR_ITER, ARG|JUMP, "Reports to sys.monitoring and then does what FOR_ITER does.";
    INSTRUMENTED_JUMP_FORWARD = 239, JUMP_FORWARD, ARG, "Reports to sys.monitoring and then does what JUMP_FORWARD does.";
    INSTRUMENTED_NOT_TAKEN = 240, NOT_TAKEN, NONE, "Reports to sys.monitoring and then does what NOT_TAKEN does.";
    INSTRUMENTED_POP_JUMP_IF_TRUE = 241, POP_JUMP_IF_TRUE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_TRUE does.";
    INSTRUMENTED_POP_JUMP_IF_FALSE = 242, POP_JUMP_IF_FALSE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_FALSE does.";
    INSTRUMENTED_POP_JUMP_IF_NONE = 243, POP_JUMP_IF_NONE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_NONE does.";
    INSTRUMENTED_POP_JUMP_IF_NOT_NONE = 244, POP_JUMP_IF_NOT_NONE, ARG, "Reports to sys.monitoring and then does what POP_JUMP_IF_NOT_NONE does.";
    INSTRUMENTED_RESUME = 245, RESUME, ARG|BREAK, "Reports to sys.monitoring and then does what RESUME does.";
    INSTRUMENTED_RETURN_VALUE = 246, RETURN_VALUE, NONE, "Reports to sys.monitoring and then does what RETURN_VALUE does.";
    INSTRUMENTED_YIELD_VALUE = 247, YIELD_VALUE, ARG, "Reports to sys.monitoring and then does what YIELD_VALUE does.";
    INSTRUMENTED_END_ASYNC_FOR = 248, END_ASYNC_FOR, ARG|JUMP, "Reports to sys.monitoring and then does what END_ASYNC_FOR does.";
    INSTRUMENTED_LOAD_SUPER_ATTR = 249, LOAD_SUPER_ATTR, ARG|NAME, "Reports to sys.monitoring and then does what LOAD_SUPER_ATTR does.";
    INSTRUMENTED_CALL = 250, CALL, ARG|BREAK, "Reports to sys.monitoring and then does what CALL does.";
    INSTRUMENTED_CALL_KW = 251, CALL_KW, ARG|BREAK, "Reports to sys.monitoring and then does what CALL_KW does.";
    INSTRUMENTED_CALL_FUNCTION_EX = 252, CALL_FUNCTION_EX, BREAK, "Reports to sys.monitoring and then does what CALL_FUNCTION_EX does.";
    INSTRUMENTED_JUMP_BACKWARD = 253, JUMP_BACKWARD, ARG|BREAK, "Reports to sys.monitoring and then does what JUMP_BACKWARD does.";
  }
}
