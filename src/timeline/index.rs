//! The step index: what the timeline shows of every step, at a granularity that keeps it small.
//!
//! Samples are taken every `stride` steps. When there are too many, neighbours are merged and the stride doubles: the
//! start of a run is known step by step, a long run in strides, and replay knows the rest.

use crate::view::timeline::{TimelineColumns, step_kind};
use crate::vm::Vm;
use crate::vm::frame::Frame;

/// Samples kept.
const CAPACITY: usize = 1 << 14;

/// What is known of the steps from one sample's step up to the next's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    pub step: u64,
    pub thread: u8,
    pub depth: u16,
    /// 0 = none.
    pub line: u32,
    pub live: u32,
    /// Bits of [`step_kind`].
    pub kind: u8,
}

/// Counters of the machine whose change tells what kind of steps were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    switches: u32,
    collections: u64,
    depth: usize,
    live: u32,
    handled: usize,
    raised: bool,
    line: u32,
}

impl Marks {
    pub fn of(vm: &Vm) -> Self {
        Marks {
            switches: vm.sched.gil.switches,
            collections: vm.gc.stats.iter().map(|stats| stats.collections).sum(),
            depth: vm.ctx.frames.len(),
            live: vm.heap.live(),
            handled: vm.ctx.handled.iter().filter(|handled| !handled.is_null()).count(),
            raised: !vm.ctx.raised.is_null(),
            line: line_of(vm),
        }
    }

    /// The kinds of step between two states.
    pub fn kinds(&self, after: &Marks) -> u8 {
        let mut kind = 0;
        let mut mark = |bit: u8, set: bool| kind |= if set { bit } else { 0 };
        let switched = self.switches != after.switches;
        mark(step_kind::SWITCH, switched);
        mark(step_kind::COLLECT, self.collections != after.collections);
        mark(step_kind::CALL, !switched && after.depth > self.depth);
        mark(step_kind::RETURN, !switched && after.depth < self.depth);
        mark(step_kind::FREE, after.live < self.live);
        mark(step_kind::EXCEPTION, !switched && (after.raised || after.handled > self.handled));
        mark(step_kind::LINE, after.line != 0 && after.line != self.line);
        kind
    }
}

/// Source line of the instruction about to run; 0 = none.
pub fn line_of(vm: &Vm) -> u32 {
    match vm.ctx.frames.last() {
        Some(Frame::Python(frame)) => {
            vm.codes.get(frame.code as usize).map_or(0, |code| code.position(vm.ctx.pc).line.unwrap_or(0))
        }
        _ => 0,
    }
}

impl Sample {
    pub fn of(vm: &Vm, kind: u8) -> Self {
        Sample {
            step: vm.steps,
            thread: vm.sched.current.0.min(255) as u8,
            depth: vm.ctx.frames.len().min(usize::from(u16::MAX)) as u16,
            line: line_of(vm),
            live: vm.heap.live(),
            kind,
        }
    }

    /// Takes in the steps behind it.
    fn merge(&mut self, next: &Sample) {
        self.depth = self.depth.max(next.depth);
        self.live = self.live.max(next.live);
        self.kind |= next.kind;
        if self.line == 0 {
            self.line = next.line;
        }
    }
}

/// Samples in the order of their steps.
pub struct StepIndex {
    samples: Vec<Sample>,
    stride: u64,
}

impl Default for StepIndex {
    fn default() -> Self {
        StepIndex { samples: Vec::new(), stride: 1 }
    }
}

impl StepIndex {
    /// Steps between samples now.
    pub fn stride(&self) -> u64 {
        self.stride
    }

    pub fn push(&mut self, sample: Sample) {
        self.samples.push(sample);
        if self.samples.len() >= CAPACITY {
            self.samples = reduce(&self.samples, self.samples.len() / 2);
            self.stride *= 2;
        }
    }

    /// Is every step of the range sampled on its own?
    pub fn is_exact(&self) -> bool {
        self.stride == 1
    }

    /// The samples of a range, reduced to at most `buckets`.
    pub fn columns(&self, from: u64, to: u64, buckets: usize) -> TimelineColumns {
        let first = self.samples.partition_point(|sample| sample.step < from);
        let end = self.samples.partition_point(|sample| sample.step <= to);
        columns(&reduce(&self.samples[first..end.max(first)], buckets))
    }
}

/// Merges neighbours until there are at most `buckets`.
pub fn reduce(samples: &[Sample], buckets: usize) -> Vec<Sample> {
    if samples.len() <= buckets {
        return samples.to_vec();
    }
    let size = samples.len().div_ceil(buckets.max(1));
    samples
        .chunks(size)
        .map(|chunk| {
            let mut merged = chunk[0];
            chunk[1..].iter().for_each(|sample| merged.merge(sample));
            merged
        })
        .collect()
}

pub fn columns(samples: &[Sample]) -> TimelineColumns {
    TimelineColumns {
        step: samples.iter().map(|s| s.step.min(u64::from(u32::MAX)) as u32).collect(),
        thread: samples.iter().map(|s| s.thread).collect(),
        depth: samples.iter().map(|s| s.depth).collect(),
        line: samples.iter().map(|s| s.line).collect(),
        live_objects: samples.iter().map(|s| s.live).collect(),
        kind: samples.iter().map(|s| s.kind).collect(),
    }
}
