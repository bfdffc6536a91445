//! What the compiler's passes did to one code object, and what its packed fields hold: asked for one code object at a time.

use super::SpanView;
use serde::Serialize;

/// The stages of one code object.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PassesView {
    /// Index in [`CompileView::codes`](super::CompileView::codes).
    pub code: u32,
    /// Why there are no stages, if there are none.
    pub refused: Option<String>,
    /// `codegen` (one block, which is the whole instruction sequence), `_PyCfg_FromInstructionSequence`, the passes, and
    /// `_PyAssemble_MakeCodeObject`.
    pub stages: Vec<PassView>,
    /// By [`PassRowView::id`].
    pub origins: Vec<PassOriginView>,
}

/// Where an instruction comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PassOriginView {
    /// The node it was written for: index in [`CompileView::ast`](super::CompileView::ast).
    pub node: Option<u32>,
    /// That node's place.
    pub span: Option<SpanView>,
    /// The instruction it is a copy of.
    pub copy_of: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PassView {
    /// CPython's function.
    pub name: String,
    pub blocks: Vec<PassBlockView>,
}

/// What a pass did to an instruction or block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum PassChange {
    Same,
    Added,
    Copied,
    /// Gone, and shown where it stood; a block: empty now.
    Removed,
    Rewritten,
    Moved,
    /// Another exception handler.
    Handler,
    /// Another source position.
    Line,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PassBlockView {
    /// The same in all stages.
    pub id: u32,
    pub change: PassChange,
    pub cold: bool,
    pub handler: bool,
    /// Depth of the value stack on entry, once it is known.
    pub start_depth: Option<u32>,
    pub edges: Vec<PassEdgeView>,
    pub rows: Vec<PassRowView>,
}

/// An edge of the control-flow graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PassEdgeView {
    /// [`PassBlockView::id`].
    pub target: u32,
    pub kind: BlockEdgeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum BlockEdgeKind {
    FallThrough,
    Jump,
    Exception,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PassRowView {
    /// The same in all stages; index in [`PassesView::origins`].
    pub id: u32,
    pub opname: String,
    /// None where the opcode takes none, and for jumps until their distance is known.
    pub arg: Option<u32>,
    /// As `dis` has it; `to L1` and `to B2` for jumps to labels and blocks.
    pub argrepr: String,
    pub line: Option<u32>,
    /// The block where an exception in it goes.
    pub handler: Option<u32>,
    pub change: PassChange,
    /// What it was before: the instruction (rewritten), the block (moved), the line (line; empty if it had none).
    pub was: String,
    /// Index of the last stage that changed it.
    pub touched: Option<u32>,
    /// In the first stage, the number of the label before it.
    pub label: Option<u32>,
    /// In the last stage, its byte offset.
    pub offset: Option<u32>,
}

/// The packed fields of a code object, raw and decoded.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CodeDetailView {
    /// Index in [`CompileView::codes`](super::CompileView::codes).
    pub code: u32,
    pub filename: String,
    /// `co_flags`.
    pub flags: u32,
    /// `co_code` in hexadecimal, two digits a byte; as the next two.
    pub co_code: String,
    pub line_table: String,
    pub exception_table: String,
    /// The line table's entries.
    pub positions: Vec<PositionView>,
}

/// A run of code units with one place; offsets in bytes, `end` exclusive, columns in UTF-8 bytes as `co_positions()` has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PositionView {
    pub start: u32,
    pub end: u32,
    pub line: Option<u32>,
    pub end_line: Option<u32>,
    pub column: Option<u32>,
    pub end_column: Option<u32>,
}

/// The instructions of a code object that the machine has replaced by faster forms (PEP 659).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SpecialisedView {
    /// Index in [`CompileView::codes`](super::CompileView::codes).
    pub code: u32,
    pub entries: Vec<SpecialisedEntryView>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SpecialisedEntryView {
    pub offset: u32,
    pub opname: String,
}
