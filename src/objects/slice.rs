//! `slice` and `mappingproxy` as classes (`Objects/sliceobject.c`, `descrobject.c`).

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};
use std::rc::Rc;

pub(super) static METHODS: &[NativeDef] = &[NativeDef::positional("indices", slice_indices, 2, 2)];

pub(super) static GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "start", get: |vm, obj| part(vm, obj, 0), set: None },
    GetSetDef { name: "stop", get: |vm, obj| part(vm, obj, 1), set: None },
    GetSetDef { name: "step", get: |vm, obj| part(vm, obj, 2), set: None },
];

fn part(vm: &mut Vm, obj: Obj, which: usize) -> R<Obj> {
    let part = match vm.heap.get(obj) {
        Payload::Slice(parts) => parts[which],
        _ => known::NONE,
    };
    Ok(vm.new_ref(part))
}

pub(super) fn construct_slice(vm: &mut Vm, args: Args) -> R<Then> {
    super::no_keywords(vm, args, "slice")?;
    let given = vm.positional_args(args);
    let parts = match given.as_slice() {
        [stop] => [known::NONE, *stop, known::NONE],
        [start, stop] => [*start, *stop, known::NONE],
        [start, stop, step] => [*start, *stop, *step],
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        more => {
            let message = format!("slice expected at most 3 arguments, got {}", more.len());
            return Err(vm.type_error(&message));
        }
    };
    vm.new_refs(&parts);
    Ok(Then::Return(vm.heap.alloc_tracked(types::SLICE, Payload::Slice(Rc::new(parts)))))
}

fn slice_indices(vm: &mut Vm, args: Args) -> R<Then> {
    let length = vm.int_argument(vm.arg(args, 1))?;
    if length < 0 {
        return Err(vm.value_error("length should not be negative"));
    }
    let span = vm.resolve_slice(vm.arg(args, 0), length as usize)?;
    let items = vec![vm.int(span.start), vm.int(span.stop), vm.int(span.step)];
    Ok(Then::Return(vm.new_tuple(items)))
}

/// `mappingproxy(dict)`.
pub(super) fn construct_proxy(vm: &mut Vm, args: Args) -> R<Then> {
    let dict = vm.optional_arg(args, 0).unwrap_or(known::NONE);
    if vm.dict_table(dict).is_none() {
        let message = format!("mappingproxy() argument must be a mapping, not {}", vm.type_name(dict));
        return Err(vm.type_error(&message));
    }
    vm.heap.incref(dict);
    Ok(Then::Return(vm.heap.alloc_tracked(types::MAPPINGPROXY, Payload::MappingProxy(dict))))
}
