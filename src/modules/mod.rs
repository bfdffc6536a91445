//! Native modules: `sys`, `gc`, `threading`, `time`, `math`.
//!
//! | file | module |
//! | --- | --- |
//! | `sys.rs`, `sys/` | `sys`: streams, `getrefcount`, `getsizeof`, limits, `exit` |
//! | `gc.rs` | `gc` over [`crate::heap::gc`] |
//! | `threading.rs`, `threading/` | `threading` and the lock types of `_thread` over [`crate::threads`] |
//! | `time.rs` | `time` on the virtual clock |
//! | `math.rs`, `math/` | `math` |
//! | `arguments.rs` | numbers out of arguments, as the argument parsers of C take them |
//! | `standard.rs` | names of the standard library, to tell "not supported" from "no such module" |

mod arguments;
mod gc;
mod math;
mod standard;
mod sys;
mod threading;
mod time;

pub use standard::is_standard;
pub use sys::sizeof::size_of;
pub use threading::thread::{construct as construct_thread, new as new_thread};
pub use threading::{construct, print_thread_exception};

use crate::heap::gc::Collecting;
use crate::heap::known::types;
use crate::heap::{Module, Obj, Payload};
use crate::threads::ThreadId;
use crate::vm::native::{GetSetDef, NativeDef};
use crate::vm::{Next, R, Vm};
use std::rc::Rc;

/// Resumable natives of the modules. The objects are borrowed from the task's `held`.
#[derive(Clone, Debug)]
pub enum Pending {
    /// A collection, and the `gc.collect` that asked for it.
    Collect(Collecting),
    /// `time.sleep`: waits, then returns `None`.
    Sleep { until: u64, started: bool },
    /// `lock.acquire` of a lock that was held.
    Acquire { lock: Obj, deadline: Option<u64> },
    /// `Thread.join`, and the wait for all other threads at exit.
    Join { thread: ThreadId, deadline: Option<u64> },
    /// `Thread.start`.
    StartThread { thread: Obj, started: bool },
    /// `Event.wait`.
    WaitEvent { event: Obj, deadline: Option<u64> },
    /// The native bottom frame of a thread (`Thread._bootstrap`): runs `run()`.
    ThreadBody { thread: Obj, stage: u8 },
    /// `math.prod`, `math.fsum` ...: takes the values of an iterator, then computes.
    Fold { function: math::Fold, iterator: Obj, items: Vec<Obj>, stage: u8 },
}

impl Pending {
    pub(crate) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self {
            Pending::Collect(collecting) => collecting.resume(vm, answer),
            Pending::Sleep { until, started } => time::resume_sleep(vm, *until, started, answer),
            &mut Pending::Acquire { lock, deadline } => {
                threading::lock::resume_acquire(vm, lock, deadline, answer)
            }
            &mut Pending::Join { thread, deadline } => {
                threading::thread::resume_join(vm, thread, deadline, answer)
            }
            &mut Pending::WaitEvent { event, deadline } => {
                threading::event::resume_wait(vm, event, deadline, answer)
            }
            Pending::StartThread { thread, started } => {
                threading::thread::resume_start(vm, *thread, started, answer)
            }
            Pending::ThreadBody { thread, stage } => {
                threading::thread::resume_body(vm, held, *thread, stage, answer)
            }
            Pending::Fold { function, iterator, items, stage } => {
                math::resume_fold(vm, held, *function, iterator, items, stage, answer)
            }
        }
    }

    /// References the state owns beside the task's `held`, for the auditor.
    pub fn references(&self, visit: &mut dyn FnMut(Obj)) {
        if let Pending::Collect(collecting) = self {
            collecting.references(visit);
        }
    }
}

/// A native module: its functions and what else it holds.
struct ModuleDef {
    name: &'static str,
    functions: &'static [NativeDef],
    /// Adds constants, types and objects that need the machine.
    fill: fn(&mut Vm, Obj),
}

const MODULES: &[ModuleDef] = &[
    ModuleDef { name: "sys", functions: sys::FUNCTIONS, fill: sys::fill },
    ModuleDef { name: "gc", functions: gc::FUNCTIONS, fill: gc::fill },
    ModuleDef { name: "threading", functions: threading::FUNCTIONS, fill: threading::fill },
    ModuleDef { name: "_thread", functions: threading::THREAD_FUNCTIONS, fill: threading::fill_thread },
    ModuleDef { name: "time", functions: time::FUNCTIONS, fill: time::fill },
    ModuleDef { name: "math", functions: math::FUNCTIONS, fill: math::fill },
];

/// Native methods of the static types that belong to modules; the machine puts them into the types' dicts at start.
pub const TYPE_METHODS: &[(Obj, &[NativeDef])] = &[
    (types::LOCK, threading::lock::METHODS),
    (types::RLOCK, threading::lock::METHODS),
    (types::EVENT, threading::event::METHODS),
    (types::THREAD, threading::thread::METHODS),
    (types::TEXT_IO, sys::stream::METHODS),
];

/// Computed attributes of those types.
pub const TYPE_GETSETS: &[(Obj, &[GetSetDef])] = &[
    (types::THREAD, threading::thread::GETSETS),
    (types::TEXT_IO, sys::stream::GETSETS),
    (types::VERSION_INFO, sys::VERSION_GETSETS),
];

/// Makes the native module of that name (an owned reference), or `None` if Ouroscope has none of that name.
pub fn create(vm: &mut Vm, name: &str) -> Option<Obj> {
    if name == "builtins" {
        let dict = vm.new_ref(vm.builtins);
        return Some(vm.heap.alloc_tracked(types::MODULE, Payload::Module(Rc::new(Module { dict }))));
    }
    let def = MODULES.iter().find(|def| def.name == name)?;
    let module = vm.new_module(name);
    let Payload::Module(data) = vm.heap.get(module) else { return Some(module) };
    let dict = data.dict;
    for function in def.functions {
        let object =
            vm.heap.alloc_tracked(types::BUILTIN, Payload::Builtin { def: function, this: Obj::NULL });
        set(vm, dict, function.name, object);
    }
    (def.fill)(vm, dict);
    Some(module)
}

/// `repr` of the objects of this room; `None` for any other.
pub fn repr(vm: &Vm, obj: Obj) -> Option<String> {
    match vm.heap.get(obj) {
        Payload::Lock(state) => Some(threading::lock::repr(vm, obj, state)),
        Payload::Thread(_) => Some(threading::thread::repr(vm, obj)),
        Payload::Stream(stream) => Some(sys::stream::repr(*stream)),
        _ => None,
    }
}

/// Sets `name` in a module's dict to `value` (owned).
fn set(vm: &mut Vm, dict: Obj, name: &str, value: Obj) {
    let key = vm.intern(name);
    vm.namespace_set(dict, key, value);
}
