//! What the page sees: serialisable structs in the page's vocabulary.
//!
//! Core types are never `Serialize` (invariant 7 of the crate). This room owns their counterparts, with every text offset
//! in UTF-16 code units (what a JS string indexes), and the conversions. A view holds what is on screen, nothing more:
//! the step index crosses as typed-array columns ([`timeline::TimelineColumns`]), long lists are cut and say how much.
//!
//! | file | who draws it |
//! | --- | --- |
//! | `compile.rs` | Tokens, AST, Symbols, CFG and Bytecode panels, the diagnostics in the editor |
//! | `passes.rs` | CFG and Bytecode panels, for one code object at a time |
//! | `step.rs` | Frames, Console, Explanation, the marks in the editor |
//! | `object.rs` | Objects panel and the list behind a reference count |
//! | `gc.rs` | GC panel |
//! | `thread.rs` | Threads panel: one lane each, the GIL |
//! | `timeline.rs` | Timeline panel, progress of a run, options of a session |
//!
//! `convert/` makes the compile result of the stages' outputs; `utf16.rs` converts offsets.
//!
//! The session that hands these out is `Session` in `src/wasm.rs`; the page's side of the contract is
//! `www/src/rpc/protocol.js`.

pub mod compile;
pub mod convert;
pub mod gc;
mod never_ran;
pub mod object;
pub mod passes;
pub mod step;
pub mod thread;
pub mod timeline;
mod utf16;

pub use compile::*;
pub use convert::{in_order, node_detail, tree_text};
pub use gc::*;
pub use object::*;
pub use passes::*;
pub use step::*;
pub use thread::*;
pub use timeline::*;
