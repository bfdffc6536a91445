//! The run's history: checkpoints, replay, seek, the step index, lines and breakpoints.
//!
//! History is the source text, the inputs, and clones of the machine every so many steps. A step is reached by cloning the
//! nearest checkpoint before it and replaying: the machine is deterministic, so what it did is done again, this time with its
//! effects recorded.
//!
//! | file | concept |
//! | --- | --- |
//! | `session.rs` | one program: what `src/wasm.rs` hands to the page |
//! | `history.rs` | the run: the known end, replay to a step |
//! | `checkpoints.rs` | clones of the machine under a byte budget |
//! | `index.rs` | the step index behind the timeline |
//! | `lines.rs` | where source lines begin, and the way to the next or previous |
//! | `console.rs` | output with the steps that wrote it |
//! | `fingerprint.rs` | the machine's state as a number, for tests |

mod checkpoints;
mod console;
mod fingerprint;
mod history;
mod index;
mod lines;
mod session;
#[cfg(test)]
mod tests;

pub use console::Console;
pub use history::{History, Setup, Shown};
pub use session::Session;
