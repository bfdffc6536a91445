//! `threading.Event`. Its flag is the lock state's count: 1 = set.

use super::super::{Pending, arguments};
use super::none;
use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::threads::Blocked;
use crate::vm::native::NativeDef;
use crate::vm::{Args, Next, R, State, Task, Then, Vm};
use std::rc::Rc;

pub const METHODS: &[NativeDef] = &[
    NativeDef::positional("is_set", is_set, 1, 1),
    NativeDef::positional("set", set, 1, 1),
    NativeDef::positional("clear", clear, 1, 1),
    NativeDef::keywords("wait", wait),
];

fn flag(vm: &Vm, event: Obj) -> bool {
    matches!(vm.heap.get(event), Payload::Lock(state) if state.is_locked())
}

fn set_flag(vm: &mut Vm, event: Obj, value: bool) {
    if let Payload::Lock(state) = vm.heap.get_mut(event) {
        Rc::make_mut(state).count = u32::from(value);
    }
}

fn is_set(vm: &mut Vm, args: Args) -> R<Then> {
    Ok(Then::Return(known::bool_obj(flag(vm, vm.arg(args, 0)))))
}

fn set(vm: &mut Vm, args: Args) -> R<Then> {
    let event = vm.arg(args, 0);
    set_flag(vm, event, true);
    vm.notify(event, usize::MAX);
    none()
}

fn clear(vm: &mut Vm, args: Args) -> R<Then> {
    let event = vm.arg(args, 0);
    set_flag(vm, event, false);
    none()
}

fn wait(vm: &mut Vm, args: Args) -> R<Then> {
    let [event, timeout] = vm.bind_arguments(args, "wait", ["", "timeout"], 2, 1)?;
    let event = event.unwrap_or(known::NONE);
    if flag(vm, event) {
        return Ok(Then::Return(known::TRUE));
    }
    let deadline = match timeout.filter(|&t| t != known::NONE) {
        // a negative timeout is one that has passed
        Some(timeout) => Some(vm.now() + arguments::duration(vm, timeout)?.unwrap_or(0)),
        None => None,
    };
    let state = State::Module(Pending::WaitEvent { event, deadline });
    Ok(Then::Start(Task::holding(vm, "wait", state, &[event])))
}

pub fn resume_wait(vm: &mut Vm, event: Obj, deadline: Option<u64>, answer: R<Obj>) -> R<Next> {
    answer?;
    let set = flag(vm, event);
    if set || deadline.is_some_and(|deadline| deadline <= vm.now()) {
        return Ok(Next::Return(known::bool_obj(set)));
    }
    Ok(Next::Block(Blocked::Notify { on: event, deadline }))
}
