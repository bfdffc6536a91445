//! Functions, methods, code objects and cells as Python sees them.

use crate::bytecode::CodeObject;
use crate::heap::known::{self, types};
use crate::heap::{Function, Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};
use std::rc::Rc;

pub const METHODS: &[NativeDef] = &[NativeDef::positional("__get__", get, 2, 3)];

pub const FUNCTION_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__code__", get: |vm, f| field(vm, f, |f| f.code), set: None },
    GetSetDef { name: "__globals__", get: |vm, f| field(vm, f, |f| f.globals), set: None },
    GetSetDef {
        name: "__name__",
        get: |vm, f| field(vm, f, |f| f.name),
        set: Some(|vm, f, value| set_field(vm, f, value, |f| &mut f.name)),
    },
    GetSetDef {
        name: "__qualname__",
        get: |vm, f| field(vm, f, |f| f.qualname),
        set: Some(|vm, f, value| set_field(vm, f, value, |f| &mut f.qualname)),
    },
    GetSetDef {
        name: "__module__",
        get: |vm, f| field(vm, f, |f| f.module),
        set: Some(|vm, f, value| set_field(vm, f, value, |f| &mut f.module)),
    },
    GetSetDef {
        name: "__doc__",
        get: |vm, f| field(vm, f, |f| f.doc),
        set: Some(|vm, f, value| set_field(vm, f, value, |f| &mut f.doc)),
    },
    GetSetDef {
        name: "__defaults__",
        get: |vm, f| field(vm, f, |f| f.defaults),
        set: Some(|vm, f, value| set_field(vm, f, value, |f| &mut f.defaults)),
    },
    GetSetDef {
        name: "__kwdefaults__",
        get: |vm, f| field(vm, f, |f| f.kwdefaults),
        set: Some(|vm, f, value| set_field(vm, f, value, |f| &mut f.kwdefaults)),
    },
    GetSetDef { name: "__closure__", get: |vm, f| field(vm, f, |f| f.closure), set: None },
    GetSetDef { name: "__dict__", get: function_dict, set: None },
];

pub const METHOD_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__func__", get: |vm, m| bound(vm, m, |func, _| func), set: None },
    GetSetDef { name: "__self__", get: |vm, m| bound(vm, m, |_, this| this), set: None },
    GetSetDef { name: "__name__", get: |vm, m| of_function(vm, m, |f| f.name), set: None },
    GetSetDef { name: "__qualname__", get: |vm, m| of_function(vm, m, |f| f.qualname), set: None },
    GetSetDef { name: "__doc__", get: |vm, m| of_function(vm, m, |f| f.doc), set: None },
    GetSetDef { name: "__module__", get: |vm, m| of_function(vm, m, |f| f.module), set: None },
    GetSetDef { name: "__code__", get: |vm, m| of_function(vm, m, |f| f.code), set: None },
    GetSetDef { name: "__defaults__", get: |vm, m| of_function(vm, m, |f| f.defaults), set: None },
];

pub const BUILTIN_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__name__", get: native_name, set: None },
    GetSetDef { name: "__qualname__", get: native_name, set: None },
    GetSetDef {
        name: "__self__",
        get: |vm, obj| {
            let this = match vm.heap.get(obj) {
                Payload::Builtin { this, .. } if !this.is_null() => *this,
                _ => known::NONE,
            };
            Ok(vm.new_ref(this))
        },
        set: None,
    },
];

pub const CELL_GETSETS: &[GetSetDef] = &[GetSetDef { name: "cell_contents", get: cell_contents, set: None }];

pub const CODE_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "co_name", get: |vm, c| code_text(vm, c, |c| c.name.clone()), set: None },
    GetSetDef { name: "co_qualname", get: |vm, c| code_text(vm, c, |c| c.qualname.clone()), set: None },
    GetSetDef { name: "co_filename", get: |vm, c| code_text(vm, c, |c| c.filename.clone()), set: None },
    GetSetDef { name: "co_argcount", get: |vm, c| code_int(vm, c, |c| c.arg_count.into()), set: None },
    GetSetDef {
        name: "co_posonlyargcount",
        get: |vm, c| code_int(vm, c, |c| c.posonly_arg_count.into()),
        set: None,
    },
    GetSetDef {
        name: "co_kwonlyargcount",
        get: |vm, c| code_int(vm, c, |c| c.kwonly_arg_count.into()),
        set: None,
    },
    GetSetDef { name: "co_nlocals", get: |vm, c| code_int(vm, c, |c| c.local_count() as i64), set: None },
    GetSetDef { name: "co_stacksize", get: |vm, c| code_int(vm, c, |c| c.stack_size.into()), set: None },
    GetSetDef { name: "co_flags", get: |vm, c| code_int(vm, c, |c| c.flags.into()), set: None },
    GetSetDef { name: "co_firstlineno", get: |vm, c| code_int(vm, c, |c| c.first_line.into()), set: None },
    GetSetDef { name: "co_code", get: |vm, c| code_bytes(vm, c, |c| c.code.clone()), set: None },
    GetSetDef { name: "co_linetable", get: |vm, c| code_bytes(vm, c, |c| c.line_table.clone()), set: None },
    GetSetDef {
        name: "co_exceptiontable",
        get: |vm, c| code_bytes(vm, c, |c| c.exception_table.clone()),
        set: None,
    },
    GetSetDef {
        name: "co_varnames",
        get: |vm, c| code_names(vm, c, |c| c.varnames().cloned().collect()),
        set: None,
    },
    GetSetDef {
        name: "co_cellvars",
        get: |vm, c| code_names(vm, c, |c| c.cellvars().cloned().collect()),
        set: None,
    },
    GetSetDef {
        name: "co_freevars",
        get: |vm, c| code_names(vm, c, |c| c.freevars().cloned().collect()),
        set: None,
    },
    GetSetDef {
        name: "co_consts",
        get: |vm, c| match vm.heap.get(c) {
            Payload::Code(code) => {
                let consts = code.consts;
                Ok(vm.new_ref(consts))
            }
            _ => Ok(known::NONE),
        },
        set: None,
    },
    GetSetDef {
        name: "co_names",
        get: |vm, c| match vm.heap.get(c) {
            Payload::Code(code) => {
                let names = code.names;
                Ok(vm.new_ref(names))
            }
            _ => Ok(known::NONE),
        },
        set: None,
    },
];

/// `function.__get__(obj, type)`.
fn get(vm: &mut Vm, args: Args) -> R<Then> {
    let (func, this) = (vm.arg(args, 0), vm.arg(args, 1));
    let value = if this == known::NONE { vm.new_ref(func) } else { vm.new_method(func, this) };
    Ok(Then::Return(value))
}

fn field(vm: &mut Vm, obj: Obj, get: impl Fn(&Function) -> Obj) -> R<Obj> {
    let value = match vm.heap.get(obj) {
        Payload::Function(function) => get(function).some().unwrap_or(known::NONE),
        _ => known::NONE,
    };
    Ok(vm.new_ref(value))
}

fn set_field(vm: &mut Vm, obj: Obj, value: Option<Obj>, get: impl Fn(&mut Function) -> &mut Obj) -> R<()> {
    let value = value.map_or(known::NONE, |value| vm.new_ref(value));
    let Payload::Function(function) = vm.heap.get_mut(obj) else { return Ok(()) };
    let slot = get(Rc::make_mut(function));
    // __defaults__ and __kwdefaults__ hold NULL for None
    let stored = if value == known::NONE && slot.is_null() { Obj::NULL } else { value };
    let old = std::mem::replace(slot, stored);
    vm.xdecref(old);
    Ok(())
}

fn function_dict(vm: &mut Vm, obj: Obj) -> R<Obj> {
    let dict = match vm.heap.get(obj) {
        Payload::Function(function) => function.dict,
        _ => return Ok(known::NONE),
    };
    if !dict.is_null() {
        return Ok(vm.new_ref(dict));
    }
    let dict = vm.new_dict();
    if let Payload::Function(function) = vm.heap.get_mut(obj) {
        Rc::make_mut(function).dict = dict;
    }
    Ok(vm.new_ref(dict))
}

fn bound(vm: &mut Vm, method: Obj, get: impl Fn(Obj, Obj) -> Obj) -> R<Obj> {
    let value = match *vm.heap.get(method) {
        Payload::Method { func, this } => get(func, this),
        _ => known::NONE,
    };
    Ok(vm.new_ref(value))
}

fn of_function(vm: &mut Vm, method: Obj, get: impl Fn(&Function) -> Obj) -> R<Obj> {
    let func = match *vm.heap.get(method) {
        Payload::Method { func, .. } => func,
        _ => Obj::NULL,
    };
    field(vm, func, get)
}

fn native_name(vm: &mut Vm, obj: Obj) -> R<Obj> {
    match vm.heap.get(obj) {
        Payload::Builtin { def, .. } | Payload::MethodDescriptor { def, .. } => {
            let name = def.name;
            Ok(vm.intern(name))
        }
        _ => Ok(known::NONE),
    }
}

fn cell_contents(vm: &mut Vm, cell: Obj) -> R<Obj> {
    match *vm.heap.get(cell) {
        Payload::Cell(content) if !content.is_null() => Ok(vm.new_ref(content)),
        _ => Err(vm.value_error("cell is empty")),
    }
}

fn code(vm: &Vm, obj: Obj) -> Option<Rc<CodeObject>> {
    match vm.heap.get(obj) {
        Payload::Code(code) => vm.codes.get(code.index as usize).map(|loaded| loaded.code.clone()),
        _ => None,
    }
}

fn code_int(vm: &mut Vm, obj: Obj, get: impl Fn(&CodeObject) -> i64) -> R<Obj> {
    let value = code(vm, obj).map_or(0, |code| get(&code));
    Ok(vm.int(value))
}

fn code_text(vm: &mut Vm, obj: Obj, get: impl Fn(&CodeObject) -> Rc<str>) -> R<Obj> {
    let text = code(vm, obj).map(|code| get(&code)).unwrap_or_default();
    Ok(vm.intern(&text))
}

fn code_bytes(vm: &mut Vm, obj: Obj, get: impl Fn(&CodeObject) -> Rc<[u8]>) -> R<Obj> {
    let bytes = code(vm, obj).map(|code| get(&code)).unwrap_or_default();
    Ok(vm.heap.alloc(types::BYTES, Payload::Bytes(Rc::new(bytes.to_vec()))))
}

fn code_names(vm: &mut Vm, obj: Obj, get: impl Fn(&CodeObject) -> Vec<Rc<str>>) -> R<Obj> {
    let names = code(vm, obj).map(|code| get(&code)).unwrap_or_default();
    let items = names.iter().map(|name| vm.intern(name)).collect();
    Ok(vm.new_tuple(items))
}
