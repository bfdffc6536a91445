//! `property`, `staticmethod`, `classmethod` and `super`.

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};
use std::rc::Rc;

pub const METHODS: &[NativeDef] = &[
    NativeDef::positional("getter", |vm, args| with(vm, args, 0), 2, 2),
    NativeDef::positional("setter", |vm, args| with(vm, args, 1), 2, 2),
    NativeDef::positional("deleter", |vm, args| with(vm, args, 2), 2, 2),
];

pub const GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "fget", get: |vm, p| part(vm, p, 0), set: None },
    GetSetDef { name: "fset", get: |vm, p| part(vm, p, 1), set: None },
    GetSetDef { name: "fdel", get: |vm, p| part(vm, p, 2), set: None },
    GetSetDef { name: "__doc__", get: doc, set: None },
];

pub const WRAPPER_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__func__", get: wrapped, set: None },
    GetSetDef { name: "__wrapped__", get: wrapped, set: None },
];

pub const SUPER_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__thisclass__", get: |vm, s| super_part(vm, s, 0), set: None },
    GetSetDef { name: "__self__", get: |vm, s| super_part(vm, s, 1), set: None },
    GetSetDef { name: "__self_class__", get: |vm, s| super_part(vm, s, 2), set: None },
];

/// `property(...)`, `staticmethod(f)`, `classmethod(f)`, `super(...)`; `None` for any other class.
pub fn construct(vm: &mut Vm, class: Obj, args: Args) -> Option<R<Then>> {
    Some(match class {
        types::PROPERTY => new_property(vm, args),
        types::STATICMETHOD => new_wrapper(vm, args, class, Payload::StaticMethod),
        types::CLASSMETHOD => new_wrapper(vm, args, class, Payload::ClassMethod),
        types::SUPER => new_super(vm, args),
        _ => return None,
    })
}

fn new_property(vm: &mut Vm, args: Args) -> R<Then> {
    let bound = vm.bind_arguments(args, "property", ["fget", "fset", "fdel", "doc"], 4, 0)?;
    let parts = bound.map(|part| part.filter(|&part| part != known::NONE).unwrap_or(Obj::NULL));
    Ok(Then::Return(make(vm, parts)))
}

/// A property of these parts (borrowed).
fn make(vm: &mut Vm, parts: [Obj; 4]) -> Obj {
    for part in parts {
        if !part.is_null() {
            vm.heap.incref(part);
        }
    }
    vm.heap.alloc_tracked(types::PROPERTY, Payload::Property(Rc::new(parts)))
}

/// A copy of the property with one accessor replaced.
fn with(vm: &mut Vm, args: Args, index: usize) -> R<Then> {
    let (property, accessor) = (vm.arg(args, 0), vm.arg(args, 1));
    let Payload::Property(parts) = vm.heap.get(property) else {
        return Err(vm.type_error("descriptor requires a 'property' object"));
    };
    let mut parts = **parts;
    parts[index] = if accessor == known::NONE { Obj::NULL } else { accessor };
    Ok(Then::Return(make(vm, parts)))
}

fn part(vm: &mut Vm, property: Obj, index: usize) -> R<Obj> {
    let value = match vm.heap.get(property) {
        Payload::Property(parts) => parts[index].some().unwrap_or(known::NONE),
        _ => known::NONE,
    };
    Ok(vm.new_ref(value))
}

/// The given doc, or the getter's.
fn doc(vm: &mut Vm, property: Obj) -> R<Obj> {
    let value = match vm.heap.get(property) {
        Payload::Property(parts) if !parts[3].is_null() => parts[3],
        Payload::Property(parts) => match vm.heap.get(parts[0]) {
            Payload::Function(function) => function.doc.some().unwrap_or(known::NONE),
            _ => known::NONE,
        },
        _ => known::NONE,
    };
    Ok(vm.new_ref(value))
}

fn new_wrapper(vm: &mut Vm, args: Args, class: Obj, make: fn(Obj) -> Payload) -> R<Then> {
    if args.positional != 1 || !vm.keyword_args(args).is_empty() {
        let message = format!("{} expected 1 argument, got {}", vm.name_of_type(class), args.positional);
        return Err(vm.type_error(&message));
    }
    let func = vm.arg(args, 0);
    vm.heap.incref(func);
    Ok(Then::Return(vm.heap.alloc_tracked(class, make(func))))
}

fn wrapped(vm: &mut Vm, obj: Obj) -> R<Obj> {
    match *vm.heap.get(obj) {
        Payload::StaticMethod(func) | Payload::ClassMethod(func) => Ok(vm.new_ref(func)),
        _ => Ok(known::NONE),
    }
}

/// `super(class, object)`; without arguments the `__class__` cell and first argument of the calling frame.
fn new_super(vm: &mut Vm, args: Args) -> R<Then> {
    let (class, this) = match args.positional {
        0 => implicit(vm)?,
        2 => (vm.arg(args, 0), vm.arg(args, 1)),
        1 => return Err(vm.unsupported("super() with one argument")),
        given => {
            let message = format!("super expected at most 2 arguments, got {given}");
            return Err(vm.type_error(&message));
        }
    };
    let this_type = vm.super_type(class, this)?;
    for obj in [class, this, this_type] {
        vm.heap.incref(obj);
    }
    Ok(Then::Return(vm.heap.alloc_tracked(types::SUPER, Payload::Super(Rc::new([class, this, this_type])))))
}

fn implicit(vm: &mut Vm) -> R<(Obj, Obj)> {
    let found = vm.top_code().and_then(|code| {
        let cell = code.local_names.iter().position(|&name| vm.text_of(name) == "__class__")?;
        let class = match *vm.heap.get(vm.ctx.stack.get(vm.ctx.base + cell)?.obj()) {
            Payload::Cell(class) => class.some()?,
            _ => return None,
        };
        let first = vm.ctx.stack.get(vm.ctx.base)?.obj();
        let this = match *vm.heap.get(first) {
            Payload::Cell(this) => this,
            _ => first,
        };
        this.some().map(|this| (class, this))
    });
    match found {
        Some(found) => Ok(found),
        None => Err(vm.raise(types::RUNTIME_ERROR, "super(): no arguments")),
    }
}

fn super_part(vm: &mut Vm, obj: Obj, index: usize) -> R<Obj> {
    let value = match vm.heap.get(obj) {
        Payload::Super(parts) => parts[index],
        _ => known::NONE,
    };
    Ok(vm.new_ref(value))
}
