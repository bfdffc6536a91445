//! What the compiler produces and the machine runs: opcodes, constants, code objects, and their text and file forms.
pub mod code;
pub mod constant;
pub mod dis;
pub mod frozen_set;
pub mod help;
pub mod marshal;
pub mod opcode;
pub mod operand;
pub mod repr;

pub use code::{CodeObject, Instruction};
pub use constant::Constant;
pub use opcode::Opcode;
