//! What an instruction's argument means (`ArgResolver` in `Lib/dis.py`).

use super::code::{CodeObject, Instruction};
use super::opcode::Opcode;
use super::repr::repr_constant;

/// Operators of `BINARY_OP` by argument (`opcode._nb_ops`).
pub const BINARY_OPERATORS: [&str; 27] = [
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^", "+=", "&=", "//=", "<<=", "@=",
    "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=", "[]",
];

/// Comparisons of `COMPARE_OP` by argument >> 5.
pub const COMPARISONS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// Functions of `CALL_INTRINSIC_1` by argument.
pub const INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];

/// Functions of `CALL_INTRINSIC_2` by argument.
pub const INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];

/// Objects of `LOAD_COMMON_CONSTANT` by argument.
pub const COMMON_CONSTANTS: [&str; 5] =
    ["AssertionError", "NotImplementedError", "tuple", "<built-in function all>", "<built-in function any>"];

/// Methods of `LOAD_SPECIAL` by argument.
pub const SPECIAL_METHODS: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];

const CONVERSIONS: [&str; 4] = ["", "str", "repr", "ascii"];
const FUNCTION_ATTRIBUTES: [&str; 5] = ["defaults", "kwdefaults", "annotations", "closure", "annotate"];

/// Inline cache entries of an opcode: name and size in code units (`opcode._cache_format`).
pub fn cache_entries(opcode: Opcode) -> &'static [(&'static str, u8)] {
    use Opcode::*;
    match opcode.base() {
        LOAD_GLOBAL => {
            &[("counter", 1), ("index", 1), ("module_keys_version", 1), ("builtin_keys_version", 1)]
        }
        BINARY_OP => &[("counter", 1), ("descr", 4)],
        LOAD_ATTR => &[("counter", 1), ("version", 2), ("keys_version", 2), ("descr", 4)],
        STORE_ATTR => &[("counter", 1), ("version", 2), ("index", 1)],
        CALL | CALL_KW => &[("counter", 1), ("func_version", 2)],
        TO_BOOL => &[("counter", 1), ("version", 2)],
        other if other.caches() == 1 => &[("counter", 1)],
        _ => &[],
    }
}

fn entry(table: &[&str], index: u32) -> String {
    table.get(index as usize).copied().unwrap_or_default().to_owned()
}

/// Text beside the argument, or empty; `label` is the number of the label jumped to.
pub fn meaning(code: &CodeObject, instruction: &Instruction, label: Option<u32>) -> String {
    use Opcode::*;
    let arg = instruction.arg;
    let opcode = instruction.opcode.base();
    let local =
        |index: u32| code.localsplus_names.get(index as usize).map_or(String::new(), |name| name.to_string());
    if let Some(label) = label {
        let preposition = if opcode == END_ASYNC_FOR { "from" } else { "to" };
        return format!("{preposition} L{label}");
    }
    if opcode.has_const() {
        return code.consts.get(arg as usize).map(repr_constant).unwrap_or_default();
    }
    if opcode.has_name() {
        return name_meaning(code, opcode, arg);
    }
    match opcode {
        LOAD_FAST_LOAD_FAST
        | LOAD_FAST_BORROW_LOAD_FAST_BORROW
        | STORE_FAST_LOAD_FAST
        | STORE_FAST_STORE_FAST => {
            format!("{}, {}", local(arg >> 4), local(arg & 15))
        }
        _ if opcode.has_local() || opcode.has_free() => local(arg),
        COMPARE_OP => {
            let comparison = entry(&COMPARISONS, arg >> 5);
            if arg & 16 != 0 { format!("bool({comparison})") } else { comparison }
        }
        CONVERT_VALUE => entry(&CONVERSIONS, arg),
        SET_FUNCTION_ATTRIBUTE => {
            let set = (0..).zip(FUNCTION_ATTRIBUTES).filter(|(bit, _)| arg & (1 << bit) != 0);
            set.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
        }
        BINARY_OP => entry(&BINARY_OPERATORS, arg),
        CALL_INTRINSIC_1 => entry(&INTRINSICS_1, arg),
        CALL_INTRINSIC_2 => entry(&INTRINSICS_2, arg),
        LOAD_COMMON_CONSTANT => entry(&COMMON_CONSTANTS, arg),
        LOAD_SPECIAL => entry(&SPECIAL_METHODS, arg),
        IS_OP => if arg != 0 { "is not" } else { "is" }.to_owned(),
        CONTAINS_OP => if arg != 0 { "not in" } else { "in" }.to_owned(),
        _ => String::new(),
    }
}

/// Attribute and global loads keep flags in the low bits of the index.
fn name_meaning(code: &CodeObject, opcode: Opcode, arg: u32) -> String {
    let (index, extra) = match opcode {
        Opcode::LOAD_GLOBAL => (arg >> 1, " + NULL"),
        Opcode::LOAD_ATTR => (arg >> 1, " + NULL|self"),
        Opcode::LOAD_SUPER_ATTR => (arg >> 2, " + NULL|self"),
        _ => (arg, ""),
    };
    let Some(name) = code.names.get(index as usize) else { return String::new() };
    if arg & 1 != 0 && !name.is_empty() { format!("{name}{extra}") } else { name.to_string() }
}
