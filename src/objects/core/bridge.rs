//! Built-in behaviour past a subclass's overrides, for the wrappers.

use crate::heap::Obj;
use crate::objects::{builtins, hashing, iterators, repr};
use crate::vm::{R, Then, Vm};

pub fn native_repr_of(vm: &mut Vm, value: Obj) -> R<Then> {
    repr::native_repr(vm, value)
}

pub fn native_length(vm: &mut Vm, value: Obj) -> R<Then> {
    builtins::native_len(vm, value)
}

pub fn native_hash(vm: &mut Vm, value: Obj) -> R<Then> {
    hashing::native_hash(vm, value)
}

pub fn next_of(vm: &mut Vm, value: Obj) -> R<Then> {
    iterators::next_of(vm, value, Obj::NULL)
}
