//! Threads, the GIL and the collector.

use crate::heap::Obj;
use crate::threads::{Activity, Blocked, Lane, SimThread, ThreadId};
use crate::view::LATEST_NS;
use crate::view::{GcView, GenerationView, GilView, LaneSegmentView, ThreadState, ThreadView};
use crate::vm::Vm;

const GIL_MODEL: &str = "3.11-3.14: switch interval with drop request";

pub fn threads(vm: &Vm) -> Vec<ThreadView> {
    let now = vm.now();
    vm.sched.threads.iter().map(|thread| view(vm, thread, now)).collect()
}

fn view(vm: &Vm, thread: &SimThread, now: u64) -> ThreadView {
    let state = state(thread.activity.lane());
    let mut lane: Vec<LaneSegmentView> = thread
        .lane
        .iter()
        .map(|segment| LaneSegmentView {
            state: self::state(segment.lane),
            from_ns: segment.from.min(LATEST_NS),
            to_ns: segment.to.min(LATEST_NS),
        })
        .collect();
    if thread.activity != Activity::Finished {
        lane.push(LaneSegmentView {
            state,
            from_ns: thread.since.min(LATEST_NS),
            to_ns: now.max(thread.since).min(LATEST_NS),
        });
    }
    let skip = lane.len().saturating_sub(256);
    lane.drain(..skip);
    ThreadView {
        id: thread.id.0,
        name: thread.name.to_string(),
        state,
        detail: detail(vm, thread),
        since_ns: thread.since.min(LATEST_NS),
        lane,
    }
}

fn state(lane: Lane) -> ThreadState {
    match lane {
        Lane::HoldsGil => ThreadState::HoldsGil,
        Lane::WaitsForGil => ThreadState::WaitsForGil,
        Lane::Lock => ThreadState::BlockedOnLock,
        Lane::Sleep => ThreadState::Sleeping,
        Lane::Join => ThreadState::Joining,
        Lane::Input => ThreadState::WaitsForInput,
        Lane::Finished => ThreadState::Finished,
    }
}

/// What a thread waits for, in words.
pub fn detail(vm: &Vm, thread: &SimThread) -> String {
    match thread.activity {
        Activity::Blocked(Blocked::Sleep { until }) => format!("wakes at {}", time_text(until)),
        Activity::Blocked(Blocked::Lock { lock, .. }) => lock_detail(vm, lock),
        Activity::Blocked(Blocked::Notify { on, .. }) => {
            format!("waits to be notified by {}", vm.short_text(on, 60))
        }
        Activity::Blocked(Blocked::Join { thread, .. }) => format!("join of {}", name(vm, thread)),
        Activity::Blocked(Blocked::Input) => "waits for a line of input".to_owned(),
        Activity::WaitsForGil => match vm.sched.gil.holder {
            Some(holder) => format!("the GIL is held by {}", name(vm, holder)),
            None => "the GIL is free".to_owned(),
        },
        Activity::Running | Activity::Finished => String::new(),
    }
}

fn lock_detail(vm: &Vm, lock: Obj) -> String {
    let address = vm.heap.address(lock);
    let owner = match vm.heap.get(lock) {
        crate::heap::Payload::Lock(state) => state.owner,
        _ => None,
    };
    match owner {
        Some(owner) => format!("lock {address:#x} held by {}", name(vm, owner)),
        None => format!("lock {address:#x}"),
    }
}

pub fn name(vm: &Vm, thread: ThreadId) -> String {
    vm.sched.thread(thread).map_or_else(|| "?".to_owned(), |thread| thread.name.to_string())
}

/// A point of the virtual clock.
fn time_text(ns: u64) -> String {
    match ns {
        0..=999_999 => format!("{:.1} µs", ns as f64 / 1e3),
        1_000_000..=9_999_999_999 => format!("{:.2} ms", ns as f64 / 1e6),
        _ => format!("{:.2} s", ns as f64 / 1e9),
    }
}

pub fn gil(vm: &Vm) -> GilView {
    let gil = &vm.sched.gil;
    GilView {
        model: GIL_MODEL.to_owned(),
        holder: gil.holder.map(|holder| holder.0),
        drop_request: gil.drop_request,
        waiters: gil.waiters.iter().map(|waiter| waiter.thread.0).collect(),
        switch_interval_ns: gil.interval_ns,
        clock_ns: vm.now().min(LATEST_NS),
        switches: gil.switches,
    }
}

pub fn collector(vm: &Vm) -> GcView {
    let counts = [vm.heap.young_count, vm.gc.counts[1], vm.gc.counts[2]];
    let generation = |index: usize| GenerationView {
        count: counts[index],
        threshold: vm.gc.thresholds[index],
        objects: vm.heap.generation(index).count() as u32,
        collections: vm.gc.stats[index].collections.min(u64::from(u32::MAX)) as u32,
        collected: vm.gc.stats[index].collected.min(u64::from(u32::MAX)) as u32,
    };
    GcView {
        enabled: vm.gc.enabled,
        generations: (0..3).map(generation).collect(),
        last: vm.gc.last.as_ref().map(|last| last.sentence()),
        live_objects: vm.heap.objects().filter(|&obj| !vm.heap.is_immortal(obj)).count() as u32,
        scheduled: vm.gc_due(),
    }
}
