//! `sys`.

pub mod sizeof;
pub mod stream;

use super::{arguments, set};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{GetSetDef, NativeDef};
use crate::vm::{Args, R, Stream, Then, Vm};
use std::rc::Rc;

/// The named profile's version.
const VERSION: [i64; 3] = [3, 14, 8];

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::positional("getrefcount", getrefcount, 1, 1),
    NativeDef::keywords("getsizeof", getsizeof),
    NativeDef::positional("exit", exit, 0, 1),
    NativeDef::positional("intern", intern, 1, 1),
    NativeDef::positional("getswitchinterval", get_switch_interval, 0, 0),
    NativeDef::positional("setswitchinterval", set_switch_interval, 1, 1),
    NativeDef::positional("getrecursionlimit", get_recursion_limit, 0, 0),
    NativeDef::positional("setrecursionlimit", set_recursion_limit, 1, 1),
    NativeDef::positional("getdefaultencoding", |vm, _| Ok(Then::Return(vm.new_str("utf-8"))), 0, 0),
    NativeDef::positional("is_finalizing", |_, _| Ok(Then::Return(known::FALSE)), 0, 0),
    NativeDef::positional("_is_gil_enabled", |_, _| Ok(Then::Return(known::TRUE)), 0, 0),
    NativeDef::positional("_is_immortal", is_immortal, 1, 1),
    NativeDef::positional("exc_info", |vm, _| Err(vm.unsupported("sys.exc_info")), 0, 0),
    NativeDef::positional("exception", exception, 0, 0),
    NativeDef::positional("settrace", |vm, _| Err(vm.unsupported("sys.settrace")), 1, 1),
    NativeDef::positional("setprofile", |vm, _| Err(vm.unsupported("sys.setprofile")), 1, 1),
    NativeDef::positional("_getframe", |vm, _| Err(vm.unsupported("sys._getframe")), 0, 1),
];

pub fn fill(vm: &mut Vm, dict: Obj) {
    for (name, stream) in [("stdout", Stream::Stdout), ("stderr", Stream::Stderr), ("stdin", Stream::Stdin)] {
        let object = vm.heap.alloc(types::TEXT_IO, Payload::Stream(stream));
        set(vm, dict, name, object);
    }
    let argv = vm.options.argv.clone();
    let argv = argv.iter().map(|arg| vm.new_str(arg)).collect();
    let argv = vm.new_list(argv);
    set(vm, dict, "argv", argv);
    for (name, text) in [
        ("version", "3.14.8 (Ouroscope's simulation of CPython)"),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("float_repr_style", "short"),
        ("copyright", "Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved."),
    ] {
        let text = vm.new_str(text);
        set(vm, dict, name, text);
    }
    for (name, value) in [("maxsize", i64::MAX), ("maxunicode", 0x10_ffff), ("hexversion", 0x030e_08f0)] {
        let value = vm.int(value);
        set(vm, dict, name, value);
    }
    let version = version_info(vm);
    set(vm, dict, "version_info", version);
    let modules = vm.new_ref(vm.modules);
    set(vm, dict, "modules", modules);
}

fn version_info(vm: &mut Vm) -> Obj {
    let mut items: Vec<Obj> = VERSION.iter().map(|&part| vm.int(part)).collect();
    let level = vm.intern("final");
    items.extend([level, vm.int(0)]);
    vm.heap.alloc(types::VERSION_INFO, Payload::Tuple(Rc::new(items)))
}

/// The fields of `sys.version_info`.
pub const VERSION_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "major", get: |vm, this| item(vm, this, 0), set: None },
    GetSetDef { name: "minor", get: |vm, this| item(vm, this, 1), set: None },
    GetSetDef { name: "micro", get: |vm, this| item(vm, this, 2), set: None },
    GetSetDef { name: "releaselevel", get: |vm, this| item(vm, this, 3), set: None },
    GetSetDef { name: "serial", get: |vm, this| item(vm, this, 4), set: None },
];

fn item(vm: &mut Vm, tuple: Obj, index: usize) -> R<Obj> {
    let item = vm.tuple_items(tuple).get(index).copied().unwrap_or(known::NONE);
    Ok(vm.new_ref(item))
}

/// The count as it stands, with the argument's own reference if the stack owns one: a borrowed argument is not counted.
fn getrefcount(vm: &mut Vm, args: Args) -> R<Then> {
    let count = vm.heap.refcnt(vm.arg(args, 0));
    Ok(Then::Return(vm.int(i64::from(count))))
}

fn is_immortal(vm: &mut Vm, args: Args) -> R<Then> {
    let immortal = vm.heap.is_immortal(vm.arg(args, 0));
    Ok(Then::Return(known::bool_obj(immortal)))
}

fn getsizeof(vm: &mut Vm, args: Args) -> R<Then> {
    let [object, _default] = vm.bind_arguments(args, "getsizeof", ["object", "default"], 2, 1)?;
    let object = object.unwrap_or(known::NONE);
    match sizeof::size_of(vm, object) {
        Some(size) => Ok(Then::Return(vm.int(size as i64))),
        None => {
            let what = format!("sys.getsizeof of '{}' objects", vm.type_name(object));
            Err(vm.unsupported(&what))
        }
    }
}

fn exit(vm: &mut Vm, args: Args) -> R<Then> {
    let code = vm.optional_arg(args, 0);
    let value = code.unwrap_or(known::NONE);
    // a tuple is the arguments of SystemExit, anything else its one argument (PyErr_SetObject)
    let items = match (code, vm.heap.get(value)) {
        (None, _) => Vec::new(),
        (_, Payload::Tuple(items)) => items.to_vec(),
        _ if value == known::NONE => Vec::new(),
        _ => vec![value],
    };
    for &item in &items {
        vm.heap.incref(item);
    }
    let carried = match items.as_slice() {
        [] => known::NONE,
        &[single] => single,
        _ => value,
    };
    vm.heap.incref(carried);
    let exit_args = vm.new_tuple(items);
    let raised = vm.raise_with_args(types::SYSTEM_EXIT, exit_args);
    let exception = vm.ctx.raised;
    match vm.exception_mut(exception) {
        Some(data) => data.value = carried,
        None => vm.decref(carried),
    }
    Err(raised)
}

fn exception(vm: &mut Vm, _args: Args) -> R<Then> {
    let handled = vm.handled().some().unwrap_or(known::NONE);
    Ok(Then::Return(vm.new_ref(handled)))
}

fn intern(vm: &mut Vm, args: Args) -> R<Then> {
    let text = vm.arg(args, 0);
    if vm.heap.ty(text) != types::STR {
        let message = format!("intern() argument must be str, not {}", vm.type_name(text));
        return Err(vm.type_error(&message));
    }
    let text = vm.text_of(text).to_owned();
    Ok(Then::Return(vm.intern(&text)))
}

fn get_switch_interval(vm: &mut Vm, _args: Args) -> R<Then> {
    let seconds = vm.sched.gil.interval_ns as f64 / 1e9;
    Ok(Then::Return(vm.float(seconds)))
}

fn set_switch_interval(vm: &mut Vm, args: Args) -> R<Then> {
    let seconds = arguments::double(vm, vm.arg(args, 0))?;
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    // CPython keeps whole microseconds, at least one
    let microseconds = ((seconds * 1e6) as u64).max(1);
    vm.sched.gil.interval_ns = microseconds.saturating_mul(1000);
    Ok(Then::Return(known::NONE))
}

fn get_recursion_limit(vm: &mut Vm, _args: Args) -> R<Then> {
    let limit = i64::from(vm.options.recursion_limit);
    Ok(Then::Return(vm.int(limit)))
}

/// Frames are plain data here, so a large limit only costs memory; beyond this the machine refuses.
const MAX_RECURSION_LIMIT: i64 = 100_000;

fn set_recursion_limit(vm: &mut Vm, args: Args) -> R<Then> {
    let limit = arguments::long(vm, vm.arg(args, 0))?;
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    if limit > MAX_RECURSION_LIMIT {
        return Err(vm.unsupported("a recursion limit above 100000"));
    }
    if vm.ctx.frames.len() as i64 >= limit {
        let message = format!(
            "cannot set the recursion limit to {limit} at the recursion depth {}: the limit is too low",
            vm.ctx.frames.len()
        );
        return Err(vm.raise(types::RECURSION_ERROR, &message));
    }
    vm.options.recursion_limit = limit as u32;
    Ok(Then::Return(known::NONE))
}
