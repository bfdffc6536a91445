//! Columns of the table of opcodes, and what else there is to know of each, where it is found at once.

use super::Count::{self, Arg, Fixed};
use super::{OPCODE_LIMIT, Opcode, ROWS};

/// What the compiler's passes and the machine ask of every instruction, without a detour through the wide rows.
pub(super) struct Brief {
    pub traits: [u16; OPCODE_LIMIT],
    pub caches: [u8; OPCODE_LIMIT],
    /// Pops, pushes, and what is left of them, or [`BY_ARG`].
    pub pops: [i8; OPCODE_LIMIT],
    pub pushes: [i8; OPCODE_LIMIT],
    pub effect: [i8; OPCODE_LIMIT],
}

/// The argument decides.
pub(super) const BY_ARG: i8 = i8::MIN;

const fn fixed(count: Count) -> i8 {
    match count {
        Fixed(n) => n as i8,
        _ => BY_ARG,
    }
}

pub(super) static BRIEF: Brief = {
    let none = [0; OPCODE_LIMIT];
    let mut all = Brief {
        traits: [0; OPCODE_LIMIT],
        caches: [0; OPCODE_LIMIT],
        pops: none,
        pushes: none,
        effect: none,
    };
    let mut i = 0;
    while i < ROWS.len() {
        let row = &ROWS[i];
        let number = row.opcode as usize;
        all.traits[number] = row.flags as u16 | more_traits(row.opcode);
        all.caches[number] = row.caches;
        all.pops[number] = fixed(row.pops);
        all.pushes[number] = fixed(row.pushes);
        // `COPY`, `LIST_APPEND`, ...: as many more or less for any argument.
        all.effect[number] = match (row.pops, row.pushes) {
            (Fixed(pops), Fixed(pushes)) | (Arg(pops), Arg(pushes)) => pushes as i8 - pops as i8,
            _ => BY_ARG,
        };
        i += 1;
    }
    all
};

/// Groups of opcodes, as bits that can be joined: see [`Opcode::traits`].
pub mod traits {
    pub const JUMP: u16 = super::super::JUMP as u16;
    pub const LOCAL: u16 = super::super::LOCAL as u16;
    /// Names the handler of a protected region.
    pub const BLOCK_PUSH: u16 = super::super::BLOCK as u16;
    /// A jump or a block push.
    pub const TARGET: u16 = JUMP | BLOCK_PUSH;
    /// Starts or ends a protected region.
    pub const PROTECTION: u16 = 1 << 8;
    /// Leaves the frame.
    pub const EXIT: u16 = 1 << 9;
    /// Its argument is renumbered once locals, cells and free variables share one numbering.
    pub const CELL: u16 = 1 << 10;
    /// `convert_pseudo_ops` replaces it.
    pub const CONVERTED: u16 = 1 << 11;
    /// Leaves a local perhaps without a value.
    pub const UNBINDS: u16 = 1 << 12;
    /// Loads from a fast local.
    pub const FAST_LOAD: u16 = 1 << 13;
    /// Jumps without a condition.
    pub const UNCONDITIONAL: u16 = 1 << 14;
    /// `optimize_basic_block` has a rule for it.
    pub const PEEPHOLE: u16 = 1 << 15;
}

/// Those that are no columns of the table.
const fn more_traits(opcode: Opcode) -> u16 {
    use Opcode::*;
    match opcode {
        RETURN_VALUE | RAISE_VARARGS | RERAISE => traits::EXIT,
        SETUP_FINALLY | SETUP_CLEANUP | SETUP_WITH => traits::PROTECTION | traits::CONVERTED,
        POP_BLOCK => traits::PROTECTION,
        LOAD_CLOSURE => traits::CELL | traits::CONVERTED | traits::FAST_LOAD,
        MAKE_CELL | LOAD_DEREF | STORE_DEREF | DELETE_DEREF | LOAD_FROM_DICT_OR_DEREF => traits::CELL,
        STORE_FAST_MAYBE_NULL => traits::CONVERTED | traits::UNBINDS,
        DELETE_FAST => traits::UNBINDS,
        LOAD_FAST_AND_CLEAR => traits::UNBINDS,
        LOAD_FAST | LOAD_FAST_LOAD_FAST | STORE_FAST_LOAD_FAST => traits::FAST_LOAD,
        JUMP | JUMP_NO_INTERRUPT | JUMP_FORWARD | JUMP_BACKWARD | JUMP_BACKWARD_NO_INTERRUPT => {
            traits::UNCONDITIONAL
        }
        BUILD_TUPLE | BUILD_LIST | BUILD_SET | STORE_FAST | SWAP | LOAD_GLOBAL | COMPARE_OP | CONTAINS_OP
        | IS_OP | TO_BOOL | UNARY_NOT | UNARY_INVERT | UNARY_NEGATIVE | LIST_APPEND | SET_ADD
        | CALL_INTRINSIC_1 | BINARY_OP => traits::PEEPHOLE,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_of_every_instruction_agrees_with_the_rows() {
        for info in Opcode::all() {
            let opcode = info.opcode;
            for arg in [0, 1, 2, 3, 0xFF, 0x100, 0x1_0203] {
                let (pops, pushes) = (info.pops.of(arg), info.pushes.of(arg));
                assert_eq!((opcode.pops(arg), opcode.pushes(arg)), (pops, pushes), "{}", info.name);
                assert_eq!(opcode.stack_effect(arg, true), pushes - pops, "{}", info.name);
            }
            assert_eq!((opcode.caches(), opcode.traits() as u8), (info.caches, info.flags));
        }
    }
}
