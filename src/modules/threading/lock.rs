//! `_thread.lock` and `_thread.RLock`: acquire, release, and `with`.

use super::super::{Pending, arguments};
use super::none;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::threads::{Blocked, LockKind, LockState};
use crate::vm::native::NativeDef;
use crate::vm::{Args, Next, R, State, Task, Then, Vm};
use std::rc::Rc;

/// `threading.TIMEOUT_MAX` of Linux, in seconds.
pub const TIMEOUT_MAX_S: f64 = 9_223_372_036.0;

pub const METHODS: &[NativeDef] = &[
    NativeDef::keywords("acquire", acquire),
    NativeDef::positional("release", release, 1, 1),
    NativeDef::positional("locked", locked, 1, 1),
    NativeDef::positional("__enter__", enter, 1, 1),
    NativeDef::positional("__exit__", exit, 1, u8::MAX),
];

fn state_mut(vm: &mut Vm, lock: Obj) -> Option<&mut LockState> {
    match vm.heap.get_mut(lock) {
        Payload::Lock(state) => Some(Rc::make_mut(state)),
        _ => None,
    }
}

fn try_acquire(vm: &mut Vm, lock: Obj) -> bool {
    let thread = vm.sched.current;
    state_mut(vm, lock).is_some_and(|state| state.try_acquire(thread))
}

fn acquire(vm: &mut Vm, args: Args) -> R<Then> {
    let [lock, blocking, timeout] = vm.bind_arguments(args, "acquire", ["", "blocking", "timeout"], 3, 1)?;
    let lock = lock.unwrap_or(known::NONE);
    let blocking = match blocking {
        Some(blocking) => arguments::truth(vm, blocking)?,
        None => true,
    };
    let deadline = deadline(vm, blocking, timeout)?;
    acquire_until(vm, lock, blocking, deadline)
}

/// The time at which `acquire` gives up: `None` = never. -1 means no timeout (`lock_acquire_parse_timeout`).
fn deadline(vm: &mut Vm, blocking: bool, timeout: Option<Obj>) -> R<Option<u64>> {
    let Some(timeout) = timeout else { return Ok(None) };
    let unset = matches!(vm.heap.get(timeout), Payload::Int(-1))
        || matches!(vm.heap.get(timeout), Payload::Float(value) if *value == -1.0);
    if unset {
        return Ok(None);
    }
    let duration = arguments::duration(vm, timeout)?;
    if !blocking {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    match duration {
        Some(duration) => Ok(Some(vm.now().saturating_add(duration))),
        None => Err(vm.value_error("timeout value must be a non-negative number")),
    }
}

fn acquire_until(vm: &mut Vm, lock: Obj, blocking: bool, deadline: Option<u64>) -> R<Then> {
    if try_acquire(vm, lock) {
        return Ok(Then::Return(known::TRUE));
    }
    if !blocking || deadline.is_some_and(|deadline| deadline <= vm.now()) {
        return Ok(Then::Return(known::FALSE));
    }
    let state = State::Module(Pending::Acquire { lock, deadline });
    Ok(Then::Start(Task::holding(vm, "acquire", state, &[lock])))
}

/// Tries again each time the lock was released, until the deadline.
pub fn resume_acquire(vm: &mut Vm, lock: Obj, deadline: Option<u64>, answer: R<Obj>) -> R<Next> {
    answer?;
    if try_acquire(vm, lock) {
        return Ok(Next::Return(known::TRUE));
    }
    if deadline.is_some_and(|deadline| deadline <= vm.now()) {
        return Ok(Next::Return(known::FALSE));
    }
    Ok(Next::Block(Blocked::Lock { lock, deadline }))
}

fn release(vm: &mut Vm, args: Args) -> R<Then> {
    let lock = vm.arg(args, 0);
    release_lock(vm, lock)?;
    none()
}

fn release_lock(vm: &mut Vm, lock: Obj) -> R<()> {
    let current = vm.sched.current;
    let Some(state) = state_mut(vm, lock) else { return Ok(()) };
    match state.kind {
        LockKind::RLock if state.owner != Some(current) => {
            return Err(vm.raise(types::RUNTIME_ERROR, "cannot release un-acquired lock"));
        }
        _ if !state.is_locked() => return Err(vm.raise(types::RUNTIME_ERROR, "release unlocked lock")),
        _ => state.release(),
    }
    let free = !state.is_locked();
    if free {
        vm.wake_lock_waiter(lock);
    }
    Ok(())
}

fn locked(vm: &mut Vm, args: Args) -> R<Then> {
    let locked = matches!(vm.heap.get(vm.arg(args, 0)), Payload::Lock(state) if state.is_locked());
    Ok(Then::Return(known::bool_obj(locked)))
}

fn enter(vm: &mut Vm, args: Args) -> R<Then> {
    let lock = vm.arg(args, 0);
    acquire_until(vm, lock, true, None)
}

fn exit(vm: &mut Vm, args: Args) -> R<Then> {
    release(vm, args)
}

pub fn repr(vm: &Vm, obj: Obj, state: &LockState) -> String {
    let address = vm.heap.address(obj);
    let locked = if state.is_locked() { "locked" } else { "unlocked" };
    match state.kind {
        LockKind::Lock => format!("<{locked} _thread.lock object at {address:#x}>"),
        LockKind::RLock => {
            let owner = state.owner.map_or(0, super::ident);
            format!("<{locked} _thread.RLock object owner={owner} count={} at {address:#x}>", state.count)
        }
        LockKind::Event => {
            let set = if state.is_locked() { "set" } else { "unset" };
            format!("<threading.Event at {address:#x}: {set}>")
        }
    }
}
