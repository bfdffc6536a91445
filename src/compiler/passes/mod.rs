//! What each pass did to one code unit, for those who want to watch. Nothing here runs when a program is only compiled.
//!
//! The unit's instructions get an identity that lasts from code generation to assembly: their place in the instruction
//! sequence ([`Origin`]), or a fresh number when a pass makes or copies one. A [`Stage`] is the graph after a pass, every
//! instruction with what the pass did to it.

mod changes;
mod dump;
mod record;
#[cfg(test)]
mod tests;
pub mod texts;

pub use dump::dump;
pub use record::record;
#[cfg(test)]
pub(super) use record::record_unit;

use super::instruction_sequence::Location;
use crate::ast::NodeId;
use crate::bytecode::{CodeObject, Opcode};
use std::rc::Rc;

/// The name of the first stage: the instruction sequence of `Python/codegen.c`.
pub const CODEGEN: &str = "codegen";
/// The name of the second stage: the sequence cut into basic blocks.
pub const BUILD: &str = "_PyCfg_FromInstructionSequence";
/// The name of the last stage.
pub const ASSEMBLE: &str = "_PyAssemble_MakeCodeObject";

/// Most instructions of a unit whose passes are recorded; more than anybody looks through.
pub const MAX_INSTRUCTIONS: usize = 4000;

/// The stages of one unit.
#[derive(Clone, Debug)]
pub struct Passes {
    /// [`CODEGEN`], [`BUILD`], the passes of [`super::cfg::PASSES`], [`ASSEMBLE`].
    pub stages: Vec<Stage>,
    /// By [`Row::id`].
    pub identities: Vec<Identity>,
    pub code: Rc<CodeObject>,
}

/// What does not change about an instruction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Identity {
    /// The node it was written for; a copy has the original's.
    pub node: Option<NodeId>,
    /// The instruction it is a copy of.
    pub copy_of: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Stage {
    /// CPython's function.
    pub name: &'static str,
    /// In layout order; those that are empty before and after are left out. The first stage has one, which is none.
    pub blocks: Vec<BlockRows>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    #[default]
    Same,
    /// Made by this pass.
    Added,
    /// Made by this pass from another one.
    Copied,
    /// Gone; it stands where it stood before.
    Removed,
    /// Another opcode or argument.
    Rewritten,
    /// Another block, or another place in the block.
    Moved,
    /// Another exception handler.
    Handler,
    /// Another source position.
    Line,
}

/// A basic block.
#[derive(Clone, Debug, Default)]
pub struct BlockRows {
    /// Lasts from stage to stage.
    pub id: u32,
    /// `Same`, `Added`, `Removed` (it has become empty) or `Moved`.
    pub change: Change,
    pub cold: bool,
    /// It is an exception handler.
    pub handler: bool,
    /// Value-stack depth on entry, once it is known.
    pub start_depth: Option<u32>,
    pub edges: Vec<Edge>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    FallThrough,
    Jump,
    Exception,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// [`BlockRows::id`].
    pub target: u32,
    pub kind: EdgeKind,
}

/// An instruction at a stage.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index in [`Passes::identities`].
    pub id: u32,
    pub opcode: Opcode,
    /// None where the opcode takes none, and for jumps until their distance is known.
    pub arg: Option<u32>,
    /// What the argument means, as `dis` has it; `to L1` and `to B2` for jumps to labels and blocks.
    pub meaning: String,
    pub location: Location,
    /// The block of the handler that runs if it raises.
    pub handler: Option<u32>,
    pub change: Change,
    /// What it was before: the instruction (rewritten), the block (moved), the line (line; empty if it had none).
    pub was: String,
    /// Index of the last stage that changed it.
    pub touched: Option<u32>,
    /// In the first stage, the number of the label before it.
    pub label: Option<u32>,
    /// In the last stage, its byte offset.
    pub offset: Option<u32>,
}

impl Row {
    /// `LOAD_CONST 0 (1)`
    pub fn text(&self) -> String {
        let mut text = self.opcode.name().to_owned();
        if let Some(arg) = self.arg {
            text.push_str(&format!(" {arg}"));
        }
        if !self.meaning.is_empty() {
            text.push_str(&if self.arg.is_some() {
                format!(" ({})", self.meaning)
            } else {
                format!(" {}", self.meaning)
            });
        }
        text
    }
}
