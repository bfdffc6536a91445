//! `type`: the attributes of classes.

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};

pub const METHODS: &[NativeDef] = &[
    NativeDef::positional("mro", mro_list, 1, 1),
    NativeDef::positional("__subclasses__", subclasses, 1, 1),
];

pub const GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "__name__", get: name, set: Some(set_name) },
    GetSetDef { name: "__qualname__", get: |vm, ty| field(vm, ty, |t| t.qualname), set: None },
    GetSetDef { name: "__module__", get: module, set: Some(set_module) },
    GetSetDef { name: "__dict__", get: dict, set: None },
    GetSetDef { name: "__mro__", get: |vm, ty| field(vm, ty, |t| t.mro), set: None },
    GetSetDef { name: "__bases__", get: |vm, ty| field(vm, ty, |t| t.bases), set: None },
    GetSetDef { name: "__base__", get: |vm, ty| field(vm, ty, |t| t.base), set: None },
    GetSetDef { name: "__doc__", get: doc, set: None },
];

/// A field of the type, `None` for `NULL` (a new reference).
fn field(vm: &mut Vm, ty: Obj, get: impl Fn(&crate::heap::Type) -> Obj) -> R<Obj> {
    let value = vm.type_data(ty).map(get).and_then(Obj::some).unwrap_or(known::NONE);
    Ok(vm.new_ref(value))
}

fn name(vm: &mut Vm, ty: Obj) -> R<Obj> {
    let name = vm.name_of_type(ty);
    Ok(vm.new_str(&name))
}

fn set_name(vm: &mut Vm, ty: Obj, value: Option<Obj>) -> R<()> {
    let heap_type = vm.type_data(ty).is_some_and(|t| t.heap_type);
    match value.and_then(|value| vm.as_str(value).map(str::to_owned)) {
        Some(text) if heap_type => {
            if let Some(data) = vm.type_data_mut(ty) {
                data.name = text.into();
            }
            Ok(())
        }
        _ => {
            let message =
                format!("cannot set '__name__' attribute of immutable type '{}'", vm.name_of_type(ty));
            Err(vm.type_error(&message))
        }
    }
}

fn from_dict(vm: &mut Vm, ty: Obj, key: &str) -> Option<Obj> {
    let key = vm.intern(key);
    let dict = vm.type_data(ty)?.dict;
    vm.namespace_get(dict, key)
}

fn module(vm: &mut Vm, ty: Obj) -> R<Obj> {
    match from_dict(vm, ty, "__module__") {
        Some(module) => Ok(vm.new_ref(module)),
        None => Ok(vm.intern("builtins")),
    }
}

fn set_module(vm: &mut Vm, ty: Obj, value: Option<Obj>) -> R<()> {
    let (Some(value), Some(dict)) = (value, vm.type_data(ty).filter(|t| t.heap_type).map(|t| t.dict)) else {
        return Err(vm.type_error("cannot set '__module__' attribute of immutable type"));
    };
    let key = vm.intern("__module__");
    vm.heap.incref(value);
    vm.namespace_set(dict, key, value);
    Ok(())
}

fn doc(vm: &mut Vm, ty: Obj) -> R<Obj> {
    let doc = from_dict(vm, ty, "__doc__").unwrap_or(known::NONE);
    Ok(vm.new_ref(doc))
}

fn dict(vm: &mut Vm, ty: Obj) -> R<Obj> {
    let dict = vm.type_data(ty).map_or(Obj::NULL, |t| t.dict);
    vm.heap.incref(dict);
    Ok(vm.heap.alloc_tracked(types::MAPPINGPROXY, Payload::MappingProxy(dict)))
}

fn mro_list(vm: &mut Vm, args: Args) -> R<Then> {
    let mro = vm.type_data(vm.arg(args, 0)).map_or(Obj::NULL, |t| t.mro);
    let items = vm.tuple_items(mro).to_vec();
    list_of(vm, items)
}

fn subclasses(vm: &mut Vm, args: Args) -> R<Then> {
    let items = vm.type_data(vm.arg(args, 0)).map(|t| t.subclasses.clone()).unwrap_or_default();
    list_of(vm, items)
}

fn list_of(vm: &mut Vm, items: Vec<Obj>) -> R<Then> {
    for &item in &items {
        vm.heap.incref(item);
    }
    Ok(Then::Return(vm.new_list(items)))
}
