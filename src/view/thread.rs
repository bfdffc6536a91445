//! Simulated threads and the GIL on the virtual clock. Times are virtual nanoseconds since the start of the program.

use serde::Serialize;

/// The latest time a view shows: beyond it a JavaScript number is not exact (104 days of virtual time).
pub const LATEST_NS: u64 = (1 << 53) - 1;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ThreadView {
    /// Index in start order; the main thread is 0.
    pub id: u32,
    /// `MainThread`, `Thread-1 (count)`, ...
    pub name: String,
    pub state: ThreadState,
    /// What it waits for, in words: `lock 0x7f.. held by Thread-1`, `wakes at 12.5 ms`, `join of Thread-2`; may be empty.
    pub detail: String,
    /// Since when it is in this state.
    pub since_ns: u64,
    /// The latest segments of its lane, oldest first, at most 256; the last one ends now.
    pub lane: Vec<LaneSegmentView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum ThreadState {
    HoldsGil,
    WaitsForGil,
    /// In `Lock.acquire`.
    BlockedOnLock,
    Sleeping,
    /// In `Thread.join` of another thread.
    Joining,
    /// Waits for `input()`.
    WaitsForInput,
    NotStarted,
    Finished,
}

/// A stretch of time in which a thread stayed in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LaneSegmentView {
    pub state: ThreadState,
    pub from_ns: u64,
    pub to_ns: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct GilView {
    /// E.g. `3.11-3.14: switch interval with drop request`.
    pub model: String,
    /// Thread id; `None` while nobody holds it.
    pub holder: Option<u32>,
    /// A waiter timed out and asked the holder to drop it (`gil_drop_request`).
    pub drop_request: bool,
    /// Thread ids in the order in which they began to wait.
    pub waiters: Vec<u32>,
    pub switch_interval_ns: u64,
    /// The virtual clock.
    pub clock_ns: u64,
    /// Times the GIL passed from one thread to another.
    pub switches: u32,
}
