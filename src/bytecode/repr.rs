//! `repr` of constants, code objects included.

use super::code::CodeObject;
use super::constant::Constant;
use super::frozen_set::iteration_order;
use crate::ast::repr_constant as repr_scalar;

/// `repr(constant)`. The address of a code object is made up (see [`repr_code`]).
pub fn repr_constant(constant: &Constant) -> String {
    match constant {
        Constant::Tuple(items) if items.len() == 1 => format!("({},)", repr_constant(&items[0])),
        Constant::Tuple(items) => format!("({})", join(items)),
        Constant::FrozenSet(items) if items.is_empty() => "frozenset()".to_owned(),
        Constant::FrozenSet(items) => format!("frozenset({{{}}})", join(&iteration_order(items))),
        Constant::Slice(parts) => format!("slice({})", join(&parts[..])),
        Constant::Code(code) => repr_code(code),
        scalar => repr_scalar(scalar),
    }
}

fn join(items: &[Constant]) -> String {
    items.iter().map(repr_constant).collect::<Vec<_>>().join(", ")
}

/// `repr(code)`, with an address derived from the code's contents: the same on every run, and not an address.
pub fn repr_code(code: &CodeObject) -> String {
    let address = 0x7f00_0000_0000 | (code.digest() as u64 & 0xff_ffff_fff0);
    format!(
        "<code object {} at {address:#x}, file \"{}\", line {}>",
        code.name, code.filename, code.first_line
    )
}
