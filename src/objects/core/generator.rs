//! Methods of generators (`Objects/genobject.c`).

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::generator::GeneratorState;
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{Next, R, State, Task, Then, Vm};

pub const METHODS: &[NativeDef] = &[
    NativeDef::positional("__next__", next, 1, 1),
    NativeDef::positional("__iter__", iter, 1, 1),
    NativeDef::positional("send", send, 2, 2),
    NativeDef::positional("throw", throw, 2, 4),
    NativeDef::positional("close", close, 1, 1),
];

pub const GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__name__", get: |vm, g| name(vm, g, false), set: None },
    GetSetDef { name: "__qualname__", get: |vm, g| name(vm, g, true), set: None },
    GetSetDef { name: "gi_running", get: |vm, g| is_state(vm, g, GeneratorState::Executing), set: None },
    GetSetDef { name: "gi_suspended", get: |vm, g| is_state(vm, g, GeneratorState::Suspended), set: None },
    GetSetDef { name: "gi_code", get: code, set: None },
];

/// `throw()` and `close()` at work.
#[derive(Clone, Debug)]
pub enum Pending {
    /// The exception may be a class to call first.
    Throw {
        generator: Obj,
        exception: Obj,
        stage: u8,
    },
    Close {
        generator: Obj,
        thrown: bool,
    },
}

fn next(vm: &mut Vm, args: Args) -> R<Then> {
    Ok(Then::Resume { generator: vm.arg(args, 0), value: known::NONE })
}

fn iter(vm: &mut Vm, args: Args) -> R<Then> {
    let generator = vm.arg(args, 0);
    Ok(Then::Return(vm.new_ref(generator)))
}

fn send(vm: &mut Vm, args: Args) -> R<Then> {
    let (generator, value) = (vm.arg(args, 0), vm.arg(args, 1));
    Ok(Then::Resume { generator, value: vm.new_ref(value) })
}

fn throw(vm: &mut Vm, args: Args) -> R<Then> {
    if args.positional > 2 {
        return Err(vm.unsupported("the three-argument form of throw()"));
    }
    let (generator, exception) = (vm.arg(args, 0), vm.arg(args, 1));
    if !vm.is_exception_class(exception) && vm.exception(exception).is_none() {
        let message = format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            vm.type_name(exception)
        );
        return Err(vm.type_error(&message));
    }
    let state = State::Generator(Pending::Throw { generator, exception, stage: 0 });
    Ok(Then::Start(Task::holding(vm, "throw", state, &[generator, exception])))
}

fn close(vm: &mut Vm, args: Args) -> R<Then> {
    let generator = vm.arg(args, 0);
    let state = State::Generator(Pending::Close { generator, thrown: false });
    Ok(Then::Start(Task::holding(vm, "close", state, &[generator])))
}

fn name(vm: &mut Vm, obj: Obj, qualified: bool) -> R<Obj> {
    let name = vm.generator(obj).map_or(known::NONE, |g| if qualified { g.qualname } else { g.name });
    Ok(vm.new_ref(name))
}

fn is_state(vm: &mut Vm, obj: Obj, state: GeneratorState) -> R<Obj> {
    Ok(known::bool_obj(vm.generator(obj).is_some_and(|g| g.state == state)))
}

fn code(vm: &mut Vm, obj: Obj) -> R<Obj> {
    let code =
        vm.generator(obj).and_then(|g| vm.codes.get(g.code as usize)).map_or(known::NONE, |c| c.object);
    Ok(vm.new_ref(code))
}

impl Pending {
    pub(crate) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self {
            Pending::Throw { generator, exception, stage } => {
                *stage += 1;
                match *stage {
                    1 if vm.is_exception_class(*exception) => {
                        Ok(Next::Call { callee: *exception, args: Vec::new() })
                    }
                    1 | 2 => {
                        if *stage == 2 {
                            *exception = answer?;
                            held.push(*exception);
                        }
                        *stage = 2;
                        let exception = vm.new_ref(*exception);
                        Ok(Next::Throw { generator: *generator, exception })
                    }
                    _ => answer.map(Next::Return),
                }
            }
            Pending::Close { generator, thrown } => {
                if !*thrown {
                    *thrown = true;
                    return Ok(begin_close(vm, *generator));
                }
                end_close(vm, answer)
            }
        }
    }
}

fn begin_close(vm: &mut Vm, generator: Obj) -> Next {
    match vm.generator(generator).map(|g| g.state) {
        Some(GeneratorState::Suspended) => {
            let exit = crate::heap::Exception { args: known::EMPTY_TUPLE, ..Default::default() };
            let exception =
                vm.heap.alloc_tracked(types::GENERATOR_EXIT, Payload::Exception(std::rc::Rc::new(exit)));
            Next::Throw { generator, exception }
        }
        Some(GeneratorState::Created) => {
            vm.abandon_generator(generator);
            Next::Return(known::NONE)
        }
        // running: resuming it raises the right error
        Some(GeneratorState::Executing) => Next::Resume { generator, value: known::NONE },
        _ => Next::Return(known::NONE),
    }
}

/// The generator answered GeneratorExit: it must end, and its return value is `close()`'s.
fn end_close(vm: &mut Vm, answer: R<Obj>) -> R<Next> {
    match answer {
        Ok(value) => {
            vm.decref(value);
            Err(vm.raise(types::RUNTIME_ERROR, "generator ignored GeneratorExit"))
        }
        Err(_) if vm.raised_is(types::STOP_ITERATION) => {
            let value = vm.exception(vm.ctx.raised).map_or(Obj::NULL, |e| e.value);
            let value = value.some().map_or(known::NONE, |value| vm.new_ref(value));
            vm.clear_raised();
            Ok(Next::Return(value))
        }
        Err(_) if vm.raised_is(types::GENERATOR_EXIT) => {
            vm.clear_raised();
            Ok(Next::Return(known::NONE))
        }
        Err(raised) => Err(raised),
    }
}
