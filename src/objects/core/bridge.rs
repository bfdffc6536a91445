//! Built-in behaviour past a subclass's overrides, for the wrappers.

use crate::heap::Obj;
use crate::vm::{R, Then, Vm};

pub fn native_repr_of(vm: &mut Vm, value: Obj) -> R<Then> {
    crate::objects::repr_of(vm, value)
}

pub fn native_length(vm: &mut Vm, _value: Obj) -> R<Then> {
    Err(vm.unsupported("len"))
}

pub fn native_hash(vm: &mut Vm, _value: Obj) -> R<Then> {
    Err(vm.unsupported("hash"))
}

pub fn next_of(vm: &mut Vm, _value: Obj) -> R<Then> {
    Err(vm.unsupported("next"))
}
