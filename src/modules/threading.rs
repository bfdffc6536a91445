//! `threading` and the lock types of `_thread`, over simulated threads.

pub mod event;
pub mod lock;
pub mod thread;

use super::set;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::threads::{LockKind, LockState, ThreadId};
use crate::vm::native::NativeDef;
use crate::vm::{Args, R, Stream, Then, Vm};
use std::rc::Rc;

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::positional("RLock", new_rlock, 0, 0),
    NativeDef::positional("current_thread", current_thread, 0, 0),
    NativeDef::positional("currentThread", current_thread, 0, 0),
    NativeDef::positional("main_thread", main_thread, 0, 0),
    NativeDef::positional("get_ident", get_ident, 0, 0),
    NativeDef::positional("get_native_id", get_ident, 0, 0),
    NativeDef::positional("active_count", active_count, 0, 0),
    NativeDef::positional("enumerate", enumerate, 0, 0),
    NativeDef::positional("Condition", |vm, _| Err(vm.unsupported("threading.Condition")), 0, u8::MAX),
    NativeDef::positional("Semaphore", |vm, _| Err(vm.unsupported("threading.Semaphore")), 0, u8::MAX),
    NativeDef::positional(
        "BoundedSemaphore",
        |vm, _| Err(vm.unsupported("threading.BoundedSemaphore")),
        0,
        u8::MAX,
    ),
    NativeDef::positional("Barrier", |vm, _| Err(vm.unsupported("threading.Barrier")), 0, u8::MAX),
    NativeDef::positional("Timer", |vm, _| Err(vm.unsupported("threading.Timer")), 0, u8::MAX),
    NativeDef::positional("local", |vm, _| Err(vm.unsupported("threading.local")), 0, u8::MAX),
    NativeDef::positional("settrace", |vm, _| Err(vm.unsupported("threading.settrace")), 1, 1),
];

/// Functions of `_thread`.
pub const THREAD_FUNCTIONS: &[NativeDef] = &[
    NativeDef::positional("allocate_lock", new_lock, 0, 0),
    NativeDef::positional("get_ident", get_ident, 0, 0),
    NativeDef::positional("start_new_thread", |vm, _| Err(vm.unsupported("_thread.start_new_thread")), 2, 3),
];

pub fn fill(vm: &mut Vm, dict: Obj) {
    set(vm, dict, "Thread", types::THREAD);
    set(vm, dict, "Lock", types::LOCK);
    set(vm, dict, "Event", types::EVENT);
    set(vm, dict, "ThreadError", types::RUNTIME_ERROR);
    fill_timeout_max(vm, dict);
}

pub fn fill_thread(vm: &mut Vm, dict: Obj) {
    set(vm, dict, "lock", types::LOCK);
    set(vm, dict, "LockType", types::LOCK);
    set(vm, dict, "RLock", types::RLOCK);
    set(vm, dict, "error", types::RUNTIME_ERROR);
    fill_timeout_max(vm, dict);
}

fn fill_timeout_max(vm: &mut Vm, dict: Obj) {
    let seconds = vm.float(lock::TIMEOUT_MAX_S);
    set(vm, dict, "TIMEOUT_MAX", seconds);
}

/// Calls one of the classes of this room (or a Python subclass of `Thread`); `None` if `class` is none of them.
pub fn construct(vm: &mut Vm, class: Obj, args: Args) -> Option<R<Then>> {
    let kind = match class {
        types::LOCK => LockKind::Lock,
        types::RLOCK => LockKind::RLock,
        types::EVENT => LockKind::Event,
        _ if vm.is_subtype(class, types::THREAD) => return Some(thread::construct(vm, class, args)),
        _ => return None,
    };
    if args.positional > 0 || !args.kwnames.is_null() {
        let message = format!("{} expected 0 arguments, got {}", vm.name_of_type(class), args.positional);
        return Some(Err(vm.type_error(&message)));
    }
    Some(Ok(Then::Return(new_lock_object(vm, class, kind))))
}

fn new_lock_object(vm: &mut Vm, class: Obj, kind: LockKind) -> Obj {
    vm.heap.alloc_tracked(class, Payload::Lock(Rc::new(LockState::new(kind))))
}

fn new_lock(vm: &mut Vm, _args: Args) -> R<Then> {
    Ok(Then::Return(new_lock_object(vm, types::LOCK, LockKind::Lock)))
}

fn new_rlock(vm: &mut Vm, _args: Args) -> R<Then> {
    Ok(Then::Return(new_lock_object(vm, types::RLOCK, LockKind::RLock)))
}

/// `threading.get_ident()` of a simulated thread: as a Linux process maps 8 MB thread stacks downwards.
pub fn ident(id: ThreadId) -> i64 {
    0x7f10_0000_0000 - i64::from(id.0) * 0x80_0000
}

fn get_ident(vm: &mut Vm, _args: Args) -> R<Then> {
    let ident = ident(vm.sched.current);
    Ok(Then::Return(vm.int(ident)))
}

fn current_thread(vm: &mut Vm, _args: Args) -> R<Then> {
    let object = thread::object(vm, vm.sched.current);
    Ok(Then::Return(vm.new_ref(object)))
}

fn main_thread(vm: &mut Vm, _args: Args) -> R<Then> {
    let object = thread::object(vm, ThreadId::MAIN);
    Ok(Then::Return(vm.new_ref(object)))
}

fn active_count(vm: &mut Vm, _args: Args) -> R<Then> {
    let count = vm.sched.alive().count() as i64;
    Ok(Then::Return(vm.int(count)))
}

fn enumerate(vm: &mut Vm, _args: Args) -> R<Then> {
    let ids: Vec<ThreadId> = vm.sched.alive().map(|t| t.id).collect();
    let mut objects = Vec::new();
    for id in ids {
        let object = thread::object(vm, id);
        objects.push(vm.new_ref(object));
    }
    Ok(Then::Return(vm.new_list(objects)))
}

/// `threading.excepthook`: what an uncaught exception (borrowed) of the running thread prints. `SystemExit` is silent.
pub fn print_thread_exception(vm: &mut Vm, exception: Obj) {
    if vm.is_instance(exception, types::SYSTEM_EXIT) {
        return;
    }
    let name = vm.sched.thread(vm.sched.current).map_or_else(|| "?".into(), |t| t.name.clone());
    let text = format!("Exception in thread {name}:\n{}", vm.format_exception(exception));
    vm.write(Stream::Stderr, &text);
}

/// `None` as an owned reference.
fn none() -> R<Then> {
    Ok(Then::Return(known::NONE))
}
