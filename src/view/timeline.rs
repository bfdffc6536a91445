//! The step index as columns, the progress of a run, the options of a session.

use serde::{Deserialize, Serialize};

/// How to run a program. Same source + options => same run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SessionOptions {
    /// Lines already typed for `input()`, without line ends; more come through `provideInput`.
    pub inputs: Vec<String>,
    /// No line comes after `inputs`: reading on raises EOFError instead of waiting.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub inputs_end: bool,
    /// `sys.setswitchinterval` at the start, in microseconds; 0 means CPython's 5000.
    pub switch_interval_us: u32,
}

/// Where a run got.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ProgressView {
    /// Steps known so far.
    pub total: u32,
    /// The state behind the last known step. `Running` means: call `run` again for more.
    pub status: super::RunStatus,
    /// Virtual nanoseconds.
    pub clock_ns: u64,
    /// Why the machine refuses to go on (history full), in one sentence.
    pub limit: Option<String>,
}

/// The step index over `from..=to`, reduced to at most the asked number of buckets: what the timeline draws.
///
/// One entry per bucket in every column. A bucket covers the steps from its `step` to the next bucket's; when there are
/// no more steps than buckets each step has its own. Crosses to JS as typed arrays, not through serde.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimelineColumns {
    /// First step of the bucket.
    pub step: Vec<u32>,
    /// Thread that ran first in the bucket.
    pub thread: Vec<u8>,
    /// Greatest frame depth in the bucket.
    pub depth: Vec<u16>,
    /// Source line of the bucket's first step; 0 = none.
    pub line: Vec<u32>,
    /// Most live objects in the bucket.
    pub live_objects: Vec<u32>,
    /// Which [`step_kind`] bits occur in the bucket.
    pub kind: Vec<u8>,
}

/// Bits of [`TimelineColumns::kind`].
pub mod step_kind {
    /// A Python frame was pushed.
    pub const CALL: u8 = 1;
    /// A Python frame was popped.
    pub const RETURN: u8 = 2;
    /// An exception was raised or propagated.
    pub const EXCEPTION: u8 = 4;
    /// An object was freed.
    pub const FREE: u8 = 8;
    /// Something was printed.
    pub const OUTPUT: u8 = 16;
    /// Another thread got the GIL.
    pub const SWITCH: u8 = 32;
    /// The cyclic collector ran.
    pub const COLLECT: u8 = 64;
    /// The first step of a source line.
    pub const LINE: u8 = 128;
}
