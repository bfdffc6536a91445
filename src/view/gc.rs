//! The cyclic garbage collector's counters.

use serde::Serialize;

/// The collector at the step on screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct GcView {
    pub enabled: bool,
    /// Youngest first.
    pub generations: Vec<GenerationView>,
    /// What the latest collection did, in one sentence; `None` before the first.
    pub last: Option<String>,
    /// Live objects of all kinds, immortal ones left out.
    pub live_objects: u32,
    /// A collection is due at the next eval-breaker check.
    pub scheduled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct GenerationView {
    /// As `gc.get_count()`: tracked allocations minus deallocations for the young one, younger collections for the others.
    pub count: i32,
    /// As `gc.get_threshold()`.
    pub threshold: u32,
    /// Objects in its list.
    pub objects: u32,
    /// As `gc.get_stats()`.
    pub collections: u32,
    pub collected: u32,
}
