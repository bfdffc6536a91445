//! Clones of the machine, spaced by what they cost and thinned under a byte budget.

use crate::heap::{Heap, Obj, Payload};
use crate::vm::Vm;
use crate::vm::load::Instr;
use std::rc::Rc;

/// Bytes all checkpoints together may take (estimated).
const BUDGET: usize = 256 << 20;
/// Steps between checkpoints, at least: replaying them takes a few milliseconds.
const MIN_INTERVAL: u64 = 50_000;
/// At most: about 20 ms of replay at 20 million steps a second.
const MAX_INTERVAL: u64 = 400_000;
/// Steps that cost as much as cloning one slot, divided by the share of the run time that cloning may take: a slot costs a tenth
/// of a step, cloning 2.5 % of the time.
const STEPS_PER_SLOT: u64 = 4;
/// Bytes of the columns for one slot: count, type, payload and the two links.
const SLOT_BYTES: usize = 4 + 4 + std::mem::size_of::<Payload>() + 8;

struct Checkpoint {
    vm: Vm,
    bytes: usize,
}

/// The checkpoints in the order of their steps. The one at the start is never dropped.
pub struct Checkpoints {
    list: Vec<Checkpoint>,
    bytes: usize,
    budget: usize,
}

impl Default for Checkpoints {
    fn default() -> Self {
        Checkpoints { list: Vec::new(), bytes: 0, budget: BUDGET }
    }
}

impl Checkpoints {
    /// Keeps a clone of the machine, which has gone further than every checkpoint so far.
    pub fn add(&mut self, vm: &Vm) {
        let bytes = own_bytes(vm, self.list.last().map(|last| &last.vm));
        self.list.push(Checkpoint { vm: vm.clone(), bytes });
        self.bytes += bytes;
        while self.bytes > self.budget && self.list.len() > 2 {
            self.thin();
        }
    }

    /// The last one at or before `step`.
    pub fn before(&self, step: u64) -> Option<&Vm> {
        let behind = self.list.partition_point(|checkpoint| checkpoint.vm.steps <= step);
        behind.checked_sub(1).map(|index| &self.list[index].vm)
    }

    /// The step at which the next one is due.
    pub fn next_due(&self) -> u64 {
        self.list.last().map_or(0, |last| {
            let interval = (last.vm.heap.len() as u64 * STEPS_PER_SLOT).clamp(MIN_INTERVAL, MAX_INTERVAL);
            last.vm.steps + interval
        })
    }

    /// Drops the one whose absence hurts least: gaps may grow with the distance from the end.
    fn thin(&mut self) {
        let end = self.list.last().map_or(0, |last| last.vm.steps);
        let loss = |index: usize| {
            let gap = self.list[index + 1].vm.steps - self.list[index - 1].vm.steps;
            let distance = end - self.list[index].vm.steps;
            gap as f64 / (distance + MIN_INTERVAL) as f64
        };
        let victim = (1..self.list.len() - 1).min_by(|&a, &b| loss(a).total_cmp(&loss(b)));
        if let Some(victim) = victim {
            // what it shared with its neighbour is counted there too little; the estimate stays one
            self.bytes -= self.list.remove(victim).bytes;
        }
    }
}

/// Estimate of the bytes a checkpoint adds beside what it shares with the one before.
fn own_bytes(vm: &Vm, previous: Option<&Vm>) -> usize {
    let columns = vm.heap.len() * SLOT_BYTES + vm.text.len() * std::mem::size_of::<Instr>();
    let payloads: usize = vm.heap.objects().map(|obj| unshared(&vm.heap, obj, previous)).sum();
    columns + payloads + (16 << 10)
}

/// Bytes of a payload behind an `Rc` that the previous checkpoint does not have.
fn unshared(heap: &Heap, obj: Obj, previous: Option<&Vm>) -> usize {
    let Some((address, bytes)) = shared_part(heap.get(obj)) else { return 0 };
    let shared = previous
        .filter(|vm| obj.index() < vm.heap.len())
        .and_then(|vm| shared_part(vm.heap.get(obj)))
        .is_some_and(|(other, _)| other == address);
    if shared { 0 } else { bytes }
}

/// Address and bytes of what a payload keeps behind an `Rc`.
fn shared_part(payload: &Payload) -> Option<(usize, usize)> {
    fn part<T>(rc: &Rc<T>, extra: usize) -> Option<(usize, usize)> {
        Some((Rc::as_ptr(rc) as usize, 16 + std::mem::size_of::<T>() + extra))
    }
    match payload {
        Payload::Str(text) => part(text, text.text.len()),
        Payload::Bytes(bytes) => part(bytes, bytes.len()),
        Payload::BigInt(value) => part(value, value.bits() as usize / 8),
        Payload::Tuple(items) | Payload::List(items) => part(items, items.len() * 4),
        Payload::Dict(table) => part(table, table.slots() * 8 + table.positions() * 16),
        Payload::Set(table) => part(table, table.slots() * 16),
        Payload::Instance(attributes) => part(attributes, attributes.values.len() * 4),
        Payload::Function(function) => part(function, 0),
        Payload::Exception(exception) => part(exception, 0),
        Payload::Generator(generator) => part(generator, generator.slots.len() * 4),
        Payload::Iter(iter) => part(iter, 0),
        Payload::RangeIter(iter) => part(iter, 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::Options;

    #[test]
    fn a_small_budget_keeps_the_start_the_end_and_growing_gaps() {
        let mut vm = Vm::new(Options::default());
        let mut checkpoints = Checkpoints::default();
        checkpoints.add(&vm);
        checkpoints.budget = 12 * checkpoints.bytes;
        for _ in 0..100 {
            vm.steps += MIN_INTERVAL;
            checkpoints.add(&vm);
        }
        let steps: Vec<u64> = checkpoints.list.iter().map(|checkpoint| checkpoint.vm.steps).collect();
        assert!(checkpoints.bytes <= checkpoints.budget && steps.len() >= 8, "{steps:?}");
        assert_eq!((steps[0], steps[steps.len() - 1]), (0, 100 * MIN_INTERVAL));
        let gaps: Vec<u64> = steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps[0] >= 4 * gaps[gaps.len() - 1], "dense at the end, sparse at the start: {gaps:?}");
        assert_eq!(checkpoints.before(7).map(|vm| vm.steps), Some(0));
        assert_eq!(checkpoints.before(u64::MAX).map(|vm| vm.steps), Some(100 * MIN_INTERVAL));
    }
}
