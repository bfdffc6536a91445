//! Builtins that look at namespaces: `vars`, `dir`, `globals`, `locals`, `__import__`; and `exit`.

use super::Pending;
use super::answers::launch;
use super::builtins::Builtin;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::order;
use crate::vm::attributes::Fetch;
use crate::vm::native::Args;
use crate::vm::slots::Slot;
use crate::vm::{R, Then, Vm};

pub(super) fn vars(vm: &mut Vm, args: Args) -> R<Then> {
    let Some(object) = vm.optional_arg(args, 0) else { return locals(vm, args) };
    let name = vm.intern("__dict__");
    if let Payload::Module(module) = vm.heap.get(object) {
        let dict = module.dict;
        return Ok(Then::Return(vm.new_ref(dict)));
    }
    match vm.generic_get(object, name)? {
        Fetch::Value(value) => Ok(Then::Return(value)),
        Fetch::Call { callee, args } => Ok(Then::Tail { callee, args }),
        Fetch::Missing => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

pub(super) fn globals(vm: &mut Vm, _args: Args) -> R<Then> {
    let globals = vm.ctx.globals;
    Ok(Then::Return(vm.new_ref(globals)))
}

/// The namespace of a module or class body, or a snapshot of a function's variables (PEP 667).
pub(super) fn locals(vm: &mut Vm, _args: Args) -> R<Then> {
    let Some(frame) = vm.top_python() else { return Ok(Then::Return(vm.new_dict())) };
    let (namespace, base) = (frame.locals, frame.base as usize);
    if !namespace.is_null() {
        return Ok(Then::Return(vm.new_ref(namespace)));
    }
    let Some(code) = vm.top_code() else { return Ok(Then::Return(vm.new_dict())) };
    let dict = vm.new_dict();
    for (index, &name) in code.local_names.iter().enumerate() {
        let value = vm.ctx.stack.get(base + index).map_or(Obj::NULL, |slot| slot.obj());
        let value = match vm.heap.get(value) {
            &Payload::Cell(content) if !value.is_null() => content,
            _ => value,
        };
        if !value.is_null() {
            vm.heap.incref(value);
            vm.namespace_set(dict, name, value);
        }
    }
    Ok(Then::Return(dict))
}

/// Names an object has: its own, its class's, or a namespace's.
pub(super) fn dir(vm: &mut Vm, args: Args) -> R<Then> {
    let Some(object) = vm.optional_arg(args, 0) else {
        let Then::Return(namespace) = locals(vm, args)? else { return Ok(Then::Return(known::NONE)) };
        let names = names_of(vm, &[namespace]);
        vm.decref(namespace);
        return Ok(Then::Return(names));
    };
    if let Some((callee, args)) = vm.special_method(object, Slot::Dir) {
        let mut held = vec![callee];
        held.extend(&args);
        let pending = Builtin::Dir { callee, args, stage: 0 };
        return launch(vm, "dir", Pending::Builtin(Box::new(pending)), &held);
    }
    let mut namespaces = Vec::new();
    if let Payload::Module(module) = vm.heap.get(object) {
        namespaces.push(module.dict);
    } else {
        let class = if vm.type_data(object).is_some() { object } else { vm.heap.ty(object) };
        let mro = vm.type_data(class).map_or(Obj::NULL, |data| data.mro);
        namespaces.extend(
            vm.tuple_items(mro).iter().filter_map(|&class| vm.type_data(class).map(|data| data.dict)),
        );
        if class != object {
            let name = vm.intern("__dict__");
            if let Ok(Fetch::Value(own)) = vm.generic_get(object, name) {
                namespaces.push(own);
                let names = names_of(vm, &namespaces);
                vm.decref(own);
                return Ok(Then::Return(names));
            }
            vm.clear_raised();
        }
    }
    Ok(Then::Return(names_of(vm, &namespaces)))
}

/// The sorted names in some namespaces, as a list.
fn names_of(vm: &mut Vm, namespaces: &[Obj]) -> Obj {
    let mut names: Vec<(String, Obj)> = Vec::new();
    for &namespace in namespaces {
        if let Some(table) = vm.dict_table(namespace) {
            names.extend(table.iter().map(|entry| (vm.text_of(entry.key).to_owned(), entry.key)));
        }
    }
    order::sort_by(&mut names, |a, b| a.0.cmp(&b.0));
    names.dedup_by(|a, b| a.0 == b.0);
    let items: Vec<Obj> = names.into_iter().map(|(_, name)| name).collect();
    let items = vm.new_refs(&items);
    vm.new_list(items)
}

/// `__import__(name, ...)`: what `IMPORT_NAME` does without a list of names.
pub(super) fn import(vm: &mut Vm, args: Args) -> R<Then> {
    let [name, _, _, fromlist, level] =
        vm.bind_arguments(args, "__import__", ["name", "globals", "locals", "fromlist", "level"], 5, 1)?;
    if fromlist.is_some() || level.is_some() {
        return Err(vm.unsupported("__import__() with fromlist or level"));
    }
    let name = vm.str_argument(name.unwrap_or(known::NONE), |_| "module name must be a string".to_owned())?;
    let module = vm.import_module(&name)?;
    match name.split_once('.') {
        None => Ok(Then::Return(module)),
        Some((top, _)) => {
            vm.decref(module);
            vm.import_module(top).map(Then::Return)
        }
    }
}

/// `exit(code)`, `quit(code)` (`Lib/_sitebuiltins.py`).
pub(super) fn exit(vm: &mut Vm, args: Args) -> R<Then> {
    let code = vm.optional_arg(args, 0).unwrap_or(known::NONE);
    vm.heap.incref(code);
    let tuple = vm.new_tuple(vec![code]);
    let raised = vm.raise_with_args(types::SYSTEM_EXIT, tuple);
    let code = vm.new_ref(code);
    let exception = vm.ctx.raised;
    if let Some(data) = vm.exception_mut(exception) {
        data.value = code;
    }
    Err(raised)
}
