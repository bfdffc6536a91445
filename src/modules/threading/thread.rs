//! `threading.Thread` (`Lib/threading.py`), natively.

use super::super::{Pending, arguments};
use super::none;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::threads::{Blocked, ThreadId, ThreadState};
use crate::vm::frame::{Answer, Context, Frame, NativeFrame, OnReturn};
use crate::vm::native::{GetSetDef, NativeDef};
use crate::vm::{Args, Next, R, Raised, State, Task, Then, Vm};
use std::rc::Rc;

pub const METHODS: &[NativeDef] = &[
    NativeDef::keywords("__init__", init),
    NativeDef::positional("start", start, 1, 1),
    NativeDef::positional("run", run, 1, 1),
    NativeDef::keywords("join", join),
    NativeDef::positional("is_alive", is_alive, 1, 1),
    NativeDef::positional("getName", |vm, args| name(vm, vm.arg(args, 0)).map(Then::Return), 1, 1),
    NativeDef::positional("isDaemon", |vm, args| daemon(vm, vm.arg(args, 0)).map(Then::Return), 1, 1),
];

pub const GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "name", get: name, set: Some(set_name) },
    GetSetDef { name: "daemon", get: daemon, set: Some(set_daemon) },
    GetSetDef { name: "ident", get: ident, set: None },
    GetSetDef { name: "native_id", get: ident, set: None },
];

fn state(vm: &Vm, thread: Obj) -> ThreadState {
    match vm.heap.get(thread) {
        Payload::Thread(state) => ThreadState::clone(state),
        _ => ThreadState::default(),
    }
}

fn state_mut(vm: &mut Vm, thread: Obj) -> Option<&mut ThreadState> {
    match vm.heap.get_mut(thread) {
        Payload::Thread(state) => Some(Rc::make_mut(state)),
        _ => None,
    }
}

fn is_main(state: &ThreadState) -> bool {
    state.id == Some(ThreadId::MAIN)
}

/// `Thread(...)` of the class or of a Python subclass that inherits `__init__`.
pub fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    let thread = new(vm, class);
    if let Err(raised) = init_with(vm, thread, args, 0) {
        vm.decref(thread);
        return Err(raised);
    }
    Ok(Then::Return(thread))
}

/// A thread whose `__init__` has not run.
pub fn new(vm: &mut Vm, class: Obj) -> Obj {
    vm.heap.incref(class);
    vm.heap.alloc_tracked(class, Payload::Thread(Rc::default()))
}

fn init(vm: &mut Vm, args: Args) -> R<Then> {
    let thread = vm.arg(args, 0);
    init_with(vm, thread, args, 1)?;
    none()
}

/// `__init__` with its arguments behind `skip` positional ones.
fn init_with(vm: &mut Vm, thread: Obj, args: Args, skip: usize) -> R<()> {
    let args = Args { base: args.base + skip, positional: args.positional - skip, ..args };
    let names = ["group", "target", "name", "args", "kwargs", "daemon"];
    let [group, target, name, positional, keywords, daemon] =
        vm.bind_arguments(args, "Thread.__init__", names, 5, 0)?;
    if group.is_some_and(|group| group != known::NONE) {
        return Err(vm.raise(types::ASSERTION_ERROR, "group argument must be None for now"));
    }
    let given = |value: Option<Obj>| value.filter(|&value| value != known::NONE);
    let daemon = match given(daemon) {
        Some(daemon) => arguments::truth(vm, daemon)?,
        None => vm.sched.thread(vm.sched.current).is_some_and(|thread| thread.daemon),
    };
    let name = match given(name) {
        Some(name) if matches!(vm.heap.get(name), Payload::Str(_)) => vm.new_ref(name),
        Some(name) => {
            let text = vm.safe_str(name);
            vm.new_str(&text)
        }
        None => default_name(vm, given(target)),
    };
    for obj in [target, positional, keywords].into_iter().filter_map(given) {
        vm.heap.incref(obj);
    }
    let fields = ThreadState {
        target: given(target).unwrap_or(Obj::NULL),
        args: given(positional).unwrap_or(Obj::NULL),
        kwargs: given(keywords).unwrap_or(Obj::NULL),
        name,
        daemon,
        initialized: true,
        id: None,
        finished: false,
    };
    if let Some(state) = state_mut(vm, thread) {
        let old = std::mem::replace(state, fields);
        for obj in [old.target, old.args, old.kwargs, old.name] {
            vm.xdecref(obj);
        }
    }
    Ok(())
}

/// `Thread-N`, with the target's name in parentheses.
fn default_name(vm: &mut Vm, target: Option<Obj>) -> Obj {
    let number = vm.sched.next_name;
    vm.sched.next_name += 1;
    let target = target.and_then(|target| callable_name(vm, target));
    let text = match target {
        Some(target) => format!("Thread-{number} ({target})"),
        None => format!("Thread-{number}"),
    };
    vm.new_str(&text)
}

/// `__name__` of the usual callables.
fn callable_name(vm: &Vm, callable: Obj) -> Option<String> {
    match vm.heap.get(callable) {
        Payload::Function(function) => Some(vm.text_of(function.name).to_owned()),
        Payload::Method { func, .. } => callable_name_of_function(vm, *func),
        Payload::Builtin { def, .. } | Payload::MethodDescriptor { def, .. } => Some(def.name.to_owned()),
        Payload::Type(ty) => Some(ty.name.to_string()),
        _ => None,
    }
}

fn callable_name_of_function(vm: &Vm, func: Obj) -> Option<String> {
    match vm.heap.get(func) {
        Payload::Function(function) => Some(vm.text_of(function.name).to_owned()),
        _ => None,
    }
}

fn check_initialized(vm: &mut Vm, thread: Obj, class: Obj, message: &str) -> R<ThreadState> {
    let state = state(vm, thread);
    if state.initialized { Ok(state) } else { Err(vm.raise(class, message)) }
}

fn start(vm: &mut Vm, args: Args) -> R<Then> {
    let thread = vm.arg(args, 0);
    let state = check_initialized(vm, thread, types::RUNTIME_ERROR, "thread.__init__() not called")?;
    if state.id.is_some() {
        return Err(vm.raise(types::RUNTIME_ERROR, "threads can only be started once"));
    }
    let pending = State::Module(Pending::StartThread { thread, started: false });
    Ok(Then::Start(Task::holding(vm, "start", pending, &[thread])))
}

/// `Thread.start`: makes the thread, then waits until it has set its `_started` event. So the new thread runs first.
pub fn resume_start(vm: &mut Vm, thread: Obj, started: &mut bool, answer: R<Obj>) -> R<Next> {
    answer?;
    if *started {
        return Ok(Next::Return(known::NONE));
    }
    *started = true;
    let state = state(vm, thread);
    let name: Rc<str> = vm.text_of(state.name).into();
    let body = State::Module(Pending::ThreadBody { thread, stage: 0 });
    let task = *Task::holding(vm, "_bootstrap", body, &[thread]);
    let frame = NativeFrame { task, on_return: OnReturn::Thread, base: 0, answer: Answer::Start };
    let context = Context {
        frames: vec![Frame::Native(Box::new(frame))],
        handled: vec![Obj::NULL],
        ..Context::default()
    };
    let id = vm.spawn_thread(thread, name, state.daemon, context);
    if let Some(state) = state_mut(vm, thread) {
        state.id = Some(id);
    }
    Ok(Next::Block(Blocked::Notify { on: thread, deadline: None }))
}

/// `Thread.run`.
fn run(vm: &mut Vm, args: Args) -> R<Then> {
    let thread = vm.arg(args, 0);
    let pending = State::Module(Pending::ThreadBody { thread, stage: 1 });
    Ok(Then::Start(Task::holding(vm, "run", pending, &[thread])))
}

/// `_bootstrap` (stage 0) and `run` (stage 1): calls the target, then forgets it.
pub fn resume_body(vm: &mut Vm, held: &mut Vec<Obj>, thread: Obj, stage: &mut u8, answer: R<Obj>) -> R<Next> {
    match *stage {
        0 => {
            answer?;
            *stage = 2;
            vm.notify(thread, usize::MAX);
            let key = vm.intern("run");
            match vm.type_lookup(vm.heap.ty(thread), key) {
                Some(run) if !matches!(vm.heap.get(run), Payload::MethodDescriptor { .. }) => {
                    Ok(Next::Call { callee: run, args: vec![thread] })
                }
                _ => call_target(vm, held, thread),
            }
        }
        1 => {
            answer?;
            *stage = 2;
            call_target(vm, held, thread)
        }
        _ => {
            forget_target(vm, thread);
            vm.xdecref(answer?);
            Ok(Next::Return(known::NONE))
        }
    }
}

fn call_target(vm: &mut Vm, held: &mut Vec<Obj>, thread: Obj) -> R<Next> {
    let state = state(vm, thread);
    if state.target.is_null() {
        return Ok(Next::Return(known::NONE));
    }
    let mut args = match positional_args(vm, state.args) {
        Ok(args) => args,
        Err(Raised) => {
            forget_target(vm, thread);
            return Err(Raised);
        }
    };
    let mut names = Vec::new();
    if let Payload::Dict(table) = vm.heap.get(state.kwargs) {
        for entry in table.iter() {
            names.push(entry.key);
            args.push(entry.value);
        }
    }
    if names.is_empty() {
        return Ok(Next::Call { callee: state.target, args });
    }
    for &name in &names {
        vm.heap.incref(name);
    }
    let kwnames = vm.new_tuple(names);
    // the names live as long as the native frame that makes the call
    held.push(kwnames);
    Ok(Next::CallKeywords { callee: state.target, args, kwnames })
}

fn positional_args(vm: &mut Vm, args: Obj) -> R<Vec<Obj>> {
    match vm.heap.get(args) {
        _ if args.is_null() => Ok(Vec::new()),
        Payload::Tuple(items) | Payload::List(items) => Ok(items.to_vec()),
        Payload::Str(_) | Payload::Dict(_) | Payload::Set(_) | Payload::Range(_) => {
            Err(vm.unsupported("threading.Thread(args=...) other than a tuple or a list"))
        }
        _ => {
            let message = format!("Value after * must be an iterable, not {}", vm.type_name(args));
            Err(vm.type_error(&message))
        }
    }
}

/// `del self._target, self._args, self._kwargs`.
fn forget_target(vm: &mut Vm, thread: Obj) {
    if let Some(state) = state_mut(vm, thread) {
        let old = [&mut state.target, &mut state.args, &mut state.kwargs].map(std::mem::take);
        for obj in old {
            vm.xdecref(obj);
        }
    }
}

fn join(vm: &mut Vm, args: Args) -> R<Then> {
    let [thread, timeout] = vm.bind_arguments(args, "join", ["", "timeout"], 2, 1)?;
    let thread = thread.unwrap_or(known::NONE);
    let state = check_initialized(vm, thread, types::RUNTIME_ERROR, "Thread.__init__() not called")?;
    let Some(id) = state.id else {
        return Err(vm.raise(types::RUNTIME_ERROR, "cannot join thread before it is started"));
    };
    if id == vm.sched.current {
        return Err(vm.raise(types::RUNTIME_ERROR, "cannot join current thread"));
    }
    let deadline = match timeout.filter(|&t| t != known::NONE) {
        Some(timeout) => Some(vm.now() + arguments::duration(vm, timeout)?.unwrap_or(0)),
        None => None,
    };
    if state.finished {
        return none();
    }
    let pending = State::Module(Pending::Join { thread: id, deadline });
    Ok(Then::Start(Task::holding(vm, "join", pending, &[thread])))
}

pub fn resume_join(vm: &mut Vm, thread: ThreadId, deadline: Option<u64>, answer: R<Obj>) -> R<Next> {
    answer?;
    let alive = vm.sched.alive().any(|t| t.id == thread);
    if !alive || deadline.is_some_and(|deadline| deadline <= vm.now()) {
        return Ok(Next::Return(known::NONE));
    }
    Ok(Next::Block(Blocked::Join { thread, deadline }))
}

impl Vm {
    /// `threading._shutdown`: the wait for the next thread that is no daemon, or `None` when only daemons are left.
    pub fn join_remaining(&mut self) -> Option<Box<Task>> {
        let next = self.sched.alive().find(|t| t.id != ThreadId::MAIN && !t.daemon).map(|t| t.id);
        match next {
            Some(thread) => {
                Some(Task::new("_shutdown", State::Module(Pending::Join { thread, deadline: None })))
            }
            None => {
                self.release_runtime_objects();
                None
            }
        }
    }

    /// Drops what `threading` and `gc` keep for the process.
    fn release_runtime_objects(&mut self) {
        let main = match self.sched.threads.first_mut() {
            Some(main) => std::mem::take(&mut main.object),
            None => Obj::NULL,
        };
        self.xdecref(main);
        let garbage = std::mem::take(&mut self.gc.garbage);
        self.xdecref(garbage);
    }
}

fn is_alive(vm: &mut Vm, args: Args) -> R<Then> {
    let thread = vm.arg(args, 0);
    let state = check_initialized(vm, thread, types::ASSERTION_ERROR, "Thread.__init__() not called")?;
    Ok(Then::Return(known::bool_obj(state.id.is_some() && !state.finished)))
}

fn name(vm: &mut Vm, thread: Obj) -> R<Obj> {
    let state = check_initialized(vm, thread, types::ASSERTION_ERROR, "Thread.__init__() not called")?;
    Ok(vm.new_ref(state.name))
}

fn set_name(vm: &mut Vm, thread: Obj, value: Option<Obj>) -> R<()> {
    let state = check_initialized(vm, thread, types::ASSERTION_ERROR, "Thread.__init__() not called")?;
    let Some(value) = value else {
        return Err(vm.raise(types::ATTRIBUTE_ERROR, "property 'name' of 'Thread' object has no deleter"));
    };
    let text = vm.safe_str(value);
    let name = vm.new_str(&text);
    if let Some(id) = state.id
        && let Some(thread) = vm.sched.threads.get_mut(id.index())
    {
        thread.name = text.into();
    }
    if let Some(state) = state_mut(vm, thread) {
        let old = std::mem::replace(&mut state.name, name);
        vm.decref(old);
    }
    Ok(())
}

fn daemon(vm: &mut Vm, thread: Obj) -> R<Obj> {
    let state = check_initialized(vm, thread, types::ASSERTION_ERROR, "Thread.__init__() not called")?;
    Ok(known::bool_obj(state.daemon))
}

fn set_daemon(vm: &mut Vm, thread: Obj, value: Option<Obj>) -> R<()> {
    let state = check_initialized(vm, thread, types::RUNTIME_ERROR, "Thread.__init__() not called")?;
    let Some(value) = value else {
        return Err(vm.raise(types::ATTRIBUTE_ERROR, "property 'daemon' of 'Thread' object has no deleter"));
    };
    if state.id.is_some() {
        return Err(vm.raise(types::RUNTIME_ERROR, "cannot set daemon status of active thread"));
    }
    let daemon = arguments::truth(vm, value)?;
    if let Some(state) = state_mut(vm, thread) {
        state.daemon = daemon;
    }
    Ok(())
}

fn ident(vm: &mut Vm, thread: Obj) -> R<Obj> {
    let state = check_initialized(vm, thread, types::ASSERTION_ERROR, "Thread.__init__() not called")?;
    Ok(match state.id {
        Some(id) => vm.int(super::ident(id)),
        None => known::NONE,
    })
}

/// The `Thread` object of a simulated thread (borrowed); the main thread's is made when first asked for.
pub fn object(vm: &mut Vm, id: ThreadId) -> Obj {
    match vm.sched.thread(id).map(|thread| thread.object) {
        Some(object) if !object.is_null() => return object,
        _ => {}
    }
    let name = vm.new_str("MainThread");
    let state = ThreadState { name, initialized: true, id: Some(id), ..ThreadState::default() };
    let object = vm.heap.alloc_tracked(types::THREAD, Payload::Thread(Rc::new(state)));
    if let Some(thread) = vm.sched.threads.get_mut(id.index()) {
        thread.object = object;
    }
    object
}

/// `<Thread(Thread-1 (f), started daemon 139...)>`.
pub fn repr(vm: &Vm, thread: Obj) -> String {
    let state = state(vm, thread);
    let class = if is_main(&state) { "_MainThread".into() } else { vm.type_name(thread) };
    let status = match state.id {
        None => "initial",
        Some(_) if state.finished => "stopped",
        Some(_) => "started",
    };
    let daemon = if state.daemon { " daemon" } else { "" };
    let ident = state.id.map(|id| format!(" {}", super::ident(id))).unwrap_or_default();
    format!("<{class}({}, {status}{daemon}{ident})>", vm.text_of(state.name))
}
