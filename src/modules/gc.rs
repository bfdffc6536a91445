//! `gc` over the cyclic collector (`Modules/gcmodule.c`).

use super::{arguments, set};
use crate::heap::known;
use crate::heap::{GC_HEADS, Obj};
use crate::vm::native::NativeDef;
use crate::vm::{Args, R, Then, Vm};

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::keywords("collect", collect),
    NativeDef::positional("enable", enable, 0, 0),
    NativeDef::positional("disable", disable, 0, 0),
    NativeDef::positional("isenabled", is_enabled, 0, 0),
    NativeDef::positional("get_count", get_count, 0, 0),
    NativeDef::positional("get_threshold", get_threshold, 0, 0),
    NativeDef::positional("set_threshold", set_threshold, 0, u8::MAX),
    NativeDef::positional("get_stats", get_stats, 0, 0),
    NativeDef::positional("is_tracked", is_tracked, 1, 1),
    NativeDef::positional("is_finalized", is_finalized, 1, 1),
    NativeDef::keywords("get_objects", get_objects),
    NativeDef::positional("get_referrers", get_referrers, 0, u8::MAX),
    NativeDef::positional("get_referents", get_referents, 0, u8::MAX),
    NativeDef::positional("freeze", |vm, _| Err(vm.unsupported("gc.freeze")), 0, 0),
    NativeDef::positional("unfreeze", |vm, _| Err(vm.unsupported("gc.unfreeze")), 0, 0),
    NativeDef::positional(
        "get_freeze_count",
        |_, _| Ok(Then::Return(known::small_int(0).unwrap_or(known::NONE))),
        0,
        0,
    ),
    NativeDef::positional("set_debug", |vm, _| Err(vm.unsupported("gc.set_debug")), 1, 1),
    NativeDef::positional(
        "get_debug",
        |_, _| Ok(Then::Return(known::small_int(0).unwrap_or(known::NONE))),
        0,
        0,
    ),
];

pub fn fill(vm: &mut Vm, dict: Obj) {
    if vm.gc.garbage.is_null() {
        vm.gc.garbage = vm.new_list(Vec::new());
    }
    let garbage = vm.new_ref(vm.gc.garbage);
    set(vm, dict, "garbage", garbage);
    let flags = [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ];
    for (name, value) in flags {
        let value = vm.int(value);
        set(vm, dict, name, value);
    }
}

fn collect(vm: &mut Vm, args: Args) -> R<Then> {
    let [generation] = vm.bind_arguments(args, "collect", ["generation"], 1, 0)?;
    let generation = match generation {
        Some(generation) => arguments::long(vm, generation)?,
        None => 2,
    };
    let Some(generation) = usize::try_from(generation).ok().filter(|&g| g < 3) else {
        return Err(vm.value_error("invalid generation"));
    };
    match vm.manual_collection(generation) {
        Some(task) => Ok(Then::Start(task)),
        None => Ok(Then::Return(vm.int(0))),
    }
}

fn enable(vm: &mut Vm, _args: Args) -> R<Then> {
    vm.gc.enabled = true;
    vm.gc.update_limit();
    Ok(Then::Return(known::NONE))
}

fn disable(vm: &mut Vm, _args: Args) -> R<Then> {
    vm.gc.enabled = false;
    vm.gc.update_limit();
    Ok(Then::Return(known::NONE))
}

fn is_enabled(vm: &mut Vm, _args: Args) -> R<Then> {
    Ok(Then::Return(known::bool_obj(vm.gc.enabled)))
}

fn get_count(vm: &mut Vm, _args: Args) -> R<Then> {
    let counts = [vm.heap.young_count, vm.gc.counts[1], vm.gc.counts[2]];
    let items = counts.map(|count| vm.int(i64::from(count))).to_vec();
    Ok(Then::Return(vm.new_tuple(items)))
}

fn get_threshold(vm: &mut Vm, _args: Args) -> R<Then> {
    let items = vm.gc.thresholds.map(|threshold| vm.int(i64::from(threshold))).to_vec();
    Ok(Then::Return(vm.new_tuple(items)))
}

fn set_threshold(vm: &mut Vm, args: Args) -> R<Then> {
    if args.positional == 0 || args.positional > 3 {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    for index in 0..args.positional {
        let value = arguments::long(vm, vm.arg(args, index))?;
        let Ok(value) = i32::try_from(value) else {
            return Err(vm.raise(known::types::OVERFLOW_ERROR, "signed integer is greater than maximum"));
        };
        // a negative threshold is below every count, as 0 would be for the older generations
        vm.gc.thresholds[index] = value.max(0) as u32;
    }
    vm.gc.update_limit();
    Ok(Then::Return(known::NONE))
}

fn get_stats(vm: &mut Vm, _args: Args) -> R<Then> {
    let mut generations = Vec::new();
    for stats in vm.gc.stats {
        let dict = vm.new_dict();
        let entries = [
            ("collections", stats.collections),
            ("collected", stats.collected),
            ("uncollectable", stats.uncollectable),
        ];
        for (name, value) in entries {
            let value = vm.int(value as i64);
            set(vm, dict, name, value);
        }
        generations.push(dict);
    }
    Ok(Then::Return(vm.new_list(generations)))
}

fn is_tracked(vm: &mut Vm, args: Args) -> R<Then> {
    let tracked = vm.heap.is_tracked(vm.arg(args, 0));
    Ok(Then::Return(known::bool_obj(tracked)))
}

fn is_finalized(vm: &mut Vm, args: Args) -> R<Then> {
    let finalized = vm.heap.is_finalized(vm.arg(args, 0));
    Ok(Then::Return(known::bool_obj(finalized)))
}

fn get_objects(vm: &mut Vm, args: Args) -> R<Then> {
    let [generation] = vm.bind_arguments(args, "get_objects", ["generation"], 1, 0)?;
    let heads: Vec<Obj> = match generation.filter(|&g| g != known::NONE) {
        None => GC_HEADS[..3].to_vec(),
        Some(generation) => match arguments::long(vm, generation)? {
            wanted @ 0..=2 => vec![GC_HEADS[wanted as usize]],
            wanted if wanted < 0 => return Err(vm.value_error("generation parameter cannot be negative")),
            _ => {
                let message =
                    "generation parameter must be less than the number of available generations (3)";
                return Err(vm.value_error(message));
            }
        },
    };
    let objects: Vec<Obj> = heads.iter().flat_map(|&head| vm.heap.gc_list(head)).collect();
    Ok(Then::Return(list_of(vm, objects)))
}

/// Tracked objects that directly refer to any of the arguments.
fn get_referrers(vm: &mut Vm, args: Args) -> R<Then> {
    let wanted = vm.positional_args(args);
    let mut found = Vec::new();
    for head in GC_HEADS.into_iter().take(3) {
        for object in vm.heap.gc_list(head) {
            let mut refers = false;
            vm.heap.references(object, &mut |_, target| refers |= wanted.contains(&target));
            if refers {
                found.push(object);
            }
        }
    }
    Ok(Then::Return(list_of(vm, found)))
}

fn get_referents(vm: &mut Vm, args: Args) -> R<Then> {
    let objects = vm.positional_args(args);
    let mut found = Vec::new();
    for object in objects {
        if vm.heap.is_gc(object) {
            vm.heap.references(object, &mut |_, target| found.push(target));
        }
    }
    Ok(Then::Return(list_of(vm, found)))
}

/// A new list of borrowed objects.
fn list_of(vm: &mut Vm, objects: Vec<Obj>) -> Obj {
    for &object in &objects {
        vm.heap.incref(object);
    }
    vm.new_list(objects)
}
