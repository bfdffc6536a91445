//! `BaseException` and the attributes of particular exceptions (`Objects/exceptions.c`).

use crate::heap::known::{self, types};
use crate::heap::{Exception, Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};

pub const METHODS: &[NativeDef] = &[
    NativeDef::keywords("__init__", init),
    NativeDef::positional("__str__", str_, 1, 1),
    NativeDef::positional("__repr__", repr, 1, 1),
    NativeDef::positional("with_traceback", with_traceback, 2, 2),
    NativeDef::positional("add_note", add_note, 2, 2),
];

pub const GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "args", get: |vm, e| field(vm, e, |e| e.args), set: Some(set_args) },
    GetSetDef { name: "__traceback__", get: |vm, e| field(vm, e, |e| e.traceback), set: Some(set_traceback) },
    GetSetDef {
        name: "__context__",
        get: |vm, e| field(vm, e, |e| e.context),
        set: Some(|vm, e, value| set_exception(vm, e, value, false)),
    },
    GetSetDef {
        name: "__cause__",
        get: |vm, e| field(vm, e, |e| e.cause),
        set: Some(|vm, e, value| set_exception(vm, e, value, true)),
    },
    GetSetDef { name: "__suppress_context__", get: suppress, set: Some(set_suppress) },
    GetSetDef { name: "__dict__", get: dict, set: None },
];

pub const VALUE_GETSETS: &[GetSetDef] =
    &[GetSetDef { name: "value", get: |vm, e| field(vm, e, |e| e.value), set: None }];
pub const CODE_GETSETS: &[GetSetDef] =
    &[GetSetDef { name: "code", get: |vm, e| field(vm, e, |e| e.value), set: None }];
pub const NAME_GETSETS: &[GetSetDef] =
    &[GetSetDef { name: "name", get: |vm, e| field(vm, e, |e| e.name), set: None }];
pub const ATTRIBUTE_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "name", get: |vm, e| field(vm, e, |e| e.name), set: None },
    GetSetDef { name: "obj", get: |vm, e| field(vm, e, |e| e.value), set: None },
];
pub const TRACEBACK_GETSETS: &[GetSetDef] = &[
    GetSetDef {
        name: "tb_lineno",
        get: |vm, obj| {
            let line = match vm.heap.get(obj) {
                Payload::Traceback(tb) => i64::from(tb.line),
                _ => 0,
            };
            Ok(vm.int(line))
        },
        set: None,
    },
    GetSetDef {
        name: "tb_next",
        get: |vm, obj| {
            let next = match vm.heap.get(obj) {
                Payload::Traceback(tb) => tb.next.some().unwrap_or(known::NONE),
                _ => known::NONE,
            };
            Ok(vm.new_ref(next))
        },
        set: None,
    },
];

fn field(vm: &mut Vm, obj: Obj, get: impl Fn(&Exception) -> Obj) -> R<Obj> {
    let value = vm.exception(obj).map(get).and_then(Obj::some).unwrap_or(known::NONE);
    Ok(vm.new_ref(value))
}

fn replace(vm: &mut Vm, obj: Obj, value: Obj, get: impl Fn(&mut Exception) -> &mut Obj) {
    if let Some(data) = vm.exception_mut(obj) {
        let old = std::mem::replace(get(data), value);
        vm.xdecref(old);
    } else {
        vm.xdecref(value);
    }
}

/// `BaseException.__init__(self, *args)`: keeps the arguments.
fn init(vm: &mut Vm, args: Args) -> R<Then> {
    let all = vm.positional_args(args);
    let Some((&this, rest)) = all.split_first() else {
        return Err(vm.type_error("unbound method BaseException.__init__() needs an argument"));
    };
    for &item in rest {
        vm.heap.incref(item);
    }
    if vm.is_instance(this, types::STOP_ITERATION) || vm.is_instance(this, types::SYSTEM_EXIT) {
        let value = rest.first().map_or(known::NONE, |&value| vm.new_ref(value));
        replace(vm, this, value, |e| &mut e.value);
    }
    let tuple = vm.new_tuple(rest.to_vec());
    replace(vm, this, tuple, |e| &mut e.args);
    Ok(Then::Return(known::NONE))
}

/// `BaseException.__str__`: nothing, the argument, or the tuple of arguments; the KeyError's shows its repr.
fn str_(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    let tuple = vm.exception(this).map_or(known::EMPTY_TUPLE, |e| e.args);
    match *vm.tuple_items(tuple).as_slice() {
        [] => Ok(Then::Return(known::EMPTY_STR)),
        [one] if vm.is_instance(this, types::KEY_ERROR) => crate::objects::repr_of(vm, one),
        [one] => crate::objects::str_of(vm, one),
        _ => crate::objects::repr_of(vm, tuple),
    }
}

fn repr(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    super::bridge::native_repr_of(vm, this)
}

fn with_traceback(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, traceback) = (vm.arg(args, 0), vm.arg(args, 1));
    set_traceback(vm, this, Some(traceback))?;
    Ok(Then::Return(vm.new_ref(this)))
}

fn add_note(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, note) = (vm.arg(args, 0), vm.arg(args, 1));
    if vm.as_str(note).is_none() {
        let message = format!("note must be a str, not '{}'", vm.type_name(note));
        return Err(vm.type_error(&message));
    }
    vm.heap.incref(note);
    let key = vm.intern("__notes__");
    let notes = vm.exception(this).map_or(Obj::NULL, |e| e.notes);
    if let Payload::List(items) = vm.heap.get_mut(notes)
        && !notes.is_null()
    {
        std::rc::Rc::make_mut(items).push(note);
        return Ok(Then::Return(known::NONE));
    }
    let list = vm.new_list(vec![note]);
    vm.heap.incref(list);
    replace(vm, this, list, |e| &mut e.notes);
    // __notes__ is an ordinary attribute of the instance
    let then = vm.generic_set(this, key, Some(list));
    vm.decref(list);
    then
}

fn set_args(vm: &mut Vm, obj: Obj, value: Option<Obj>) -> R<()> {
    let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
    let items = match vm.heap.get(value) {
        Payload::Tuple(items) | Payload::List(items) => items.to_vec(),
        _ => return Err(vm.unsupported("exception args from an arbitrary iterable")),
    };
    for &item in &items {
        vm.heap.incref(item);
    }
    let tuple = vm.new_tuple(items);
    replace(vm, obj, tuple, |e| &mut e.args);
    Ok(())
}

fn set_traceback(vm: &mut Vm, obj: Obj, value: Option<Obj>) -> R<()> {
    let value = match value {
        Some(value) if value == known::NONE => Obj::NULL,
        Some(value) if matches!(vm.heap.get(value), Payload::Traceback(_)) => vm.new_ref(value),
        Some(_) => return Err(vm.type_error("__traceback__ must be a traceback or None")),
        None => return Err(vm.type_error("__traceback__ may not be deleted")),
    };
    replace(vm, obj, value, |e| &mut e.traceback);
    Ok(())
}

fn set_exception(vm: &mut Vm, obj: Obj, value: Option<Obj>, cause: bool) -> R<()> {
    let name = if cause { "cause" } else { "context" };
    let value = match value {
        Some(value) if value == known::NONE => Obj::NULL,
        Some(value) if vm.exception(value).is_some() => vm.new_ref(value),
        Some(_) => {
            let message = format!("exception {name} must be None or derive from BaseException");
            return Err(vm.type_error(&message));
        }
        None => return Err(vm.type_error(&format!("__{name}__ may not be deleted"))),
    };
    if cause {
        if let Some(data) = vm.exception_mut(obj) {
            data.suppress_context = true;
        }
        replace(vm, obj, value, |e| &mut e.cause);
    } else {
        replace(vm, obj, value, |e| &mut e.context);
    }
    Ok(())
}

fn suppress(vm: &mut Vm, obj: Obj) -> R<Obj> {
    Ok(known::bool_obj(vm.exception(obj).is_some_and(|e| e.suppress_context)))
}

fn set_suppress(vm: &mut Vm, obj: Obj, value: Option<Obj>) -> R<()> {
    let value = value == Some(known::TRUE);
    if let Some(data) = vm.exception_mut(obj) {
        data.suppress_context = value;
    }
    Ok(())
}

fn dict(vm: &mut Vm, obj: Obj) -> R<Obj> {
    let dict = vm.materialize_dict(obj);
    Ok(vm.new_ref(dict))
}
