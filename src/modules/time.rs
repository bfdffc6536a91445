//! `time` on the virtual clock.

use super::{Pending, arguments};
use crate::heap::Obj;
use crate::heap::known;
use crate::threads::Blocked;
use crate::vm::native::NativeDef;
use crate::vm::{Args, Next, R, State, Task, Then, Vm};

/// What `time.time()` shows at the start of a run: 2026-01-01 00:00:00 UTC, simulated.
const EPOCH_S: f64 = 1_767_225_600.0;
/// What `perf_counter()` and `monotonic()` show at the start: a machine that has been up for 1000 s, simulated.
const UPTIME_NS: u64 = 1_000_000_000_000;

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::positional("sleep", sleep, 1, 1),
    NativeDef::positional("time", time, 0, 0),
    NativeDef::positional("time_ns", time_ns, 0, 0),
    NativeDef::positional("perf_counter", seconds, 0, 0),
    NativeDef::positional("perf_counter_ns", nanoseconds, 0, 0),
    NativeDef::positional("monotonic", seconds, 0, 0),
    NativeDef::positional("monotonic_ns", nanoseconds, 0, 0),
    NativeDef::positional("process_time", cpu_seconds, 0, 0),
    NativeDef::positional("process_time_ns", cpu_nanoseconds, 0, 0),
    NativeDef::positional("thread_time", |vm, _| Err(vm.unsupported("time.thread_time")), 0, 0),
    NativeDef::positional("localtime", |vm, _| Err(vm.unsupported("time.localtime")), 0, 1),
    NativeDef::positional("gmtime", |vm, _| Err(vm.unsupported("time.gmtime")), 0, 1),
    NativeDef::positional("strftime", |vm, _| Err(vm.unsupported("time.strftime")), 1, 2),
    NativeDef::positional("ctime", |vm, _| Err(vm.unsupported("time.ctime")), 0, 1),
    NativeDef::positional("asctime", |vm, _| Err(vm.unsupported("time.asctime")), 0, 1),
    NativeDef::positional("mktime", |vm, _| Err(vm.unsupported("time.mktime")), 1, 1),
    NativeDef::positional("strptime", |vm, _| Err(vm.unsupported("time.strptime")), 1, 2),
];

pub fn fill(_vm: &mut Vm, _dict: Obj) {}

fn sleep(vm: &mut Vm, args: Args) -> R<Then> {
    let Some(duration) = arguments::duration(vm, vm.arg(args, 0))? else {
        return Err(vm.value_error("sleep length must be non-negative"));
    };
    let until = vm.now().saturating_add(duration);
    Ok(Then::Start(Task::new("sleep", State::Module(Pending::Sleep { until, started: false }))))
}

/// Even a sleep of 0 releases the GIL once.
pub fn resume_sleep(vm: &mut Vm, until: u64, started: &mut bool, answer: R<Obj>) -> R<Next> {
    answer?;
    if !*started || vm.now() < until {
        *started = true;
        return Ok(Next::Block(Blocked::Sleep { until }));
    }
    Ok(Next::Return(known::NONE))
}

fn time(vm: &mut Vm, _args: Args) -> R<Then> {
    let now = EPOCH_S + vm.now() as f64 / 1e9;
    Ok(Then::Return(vm.float(now)))
}

fn time_ns(vm: &mut Vm, _args: Args) -> R<Then> {
    let now = EPOCH_S as i64 * 1_000_000_000 + vm.now() as i64;
    Ok(Then::Return(vm.int(now)))
}

fn seconds(vm: &mut Vm, _args: Args) -> R<Then> {
    let now = (UPTIME_NS + vm.now()) as f64 / 1e9;
    Ok(Then::Return(vm.float(now)))
}

fn nanoseconds(vm: &mut Vm, _args: Args) -> R<Then> {
    let now = (UPTIME_NS + vm.now()) as i64;
    Ok(Then::Return(vm.int(now)))
}

/// Processor time: what the steps cost, without sleeping.
fn cpu_ns(vm: &Vm) -> u64 {
    vm.steps.saturating_mul(crate::threads::clock::STEP_NS)
}

fn cpu_seconds(vm: &mut Vm, _args: Args) -> R<Then> {
    let used = cpu_ns(vm) as f64 / 1e9;
    Ok(Then::Return(vm.float(used)))
}

fn cpu_nanoseconds(vm: &mut Vm, _args: Args) -> R<Then> {
    let used = cpu_ns(vm) as i64;
    Ok(Then::Return(vm.int(used)))
}
