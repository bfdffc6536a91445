//! Instructions on containers, attributes and names that are longer than a line of the dispatch table.

use super::Vm;
use super::attributes::Fetch;
use super::frame::OnReturn;
use super::load::Instr;
use super::native::{R, Then};
use super::stackref::StackRef;
use crate::bytecode::Opcode;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::objects::dict_table::DictTable;
use std::rc::Rc;

impl Vm {
    /// The name object of an instruction whose cache words hold something else by now.
    pub(super) fn name_of(&self, instr: Instr) -> Obj {
        let index = super::load::name_index(instr.op, instr.arg);
        let code = self.top_python().and_then(|frame| self.codes.get(frame.code as usize));
        code.zip(index).and_then(|(code, index)| code.names.get(index).copied()).unwrap_or(Obj::NULL)
    }

    /// `LOAD_GLOBAL`; bit 0 of the argument asks for a `NULL` above.
    pub(super) fn op_load_global(&mut self, instr: Instr) -> R<()> {
        let name = self.name_of(instr);
        self.specialize_load_global(name);
        let value = self.load_global(name)?;
        self.push_new(value);
        self.push_null_if(instr);
        Ok(())
    }

    #[inline(always)]
    pub(super) fn push_null_if(&mut self, instr: Instr) {
        if instr.arg & 1 != 0 {
            self.push_ref(StackRef::NULL);
        }
    }

    /// `LOAD_ATTR`; bit 0 of the argument asks for a method and its `self`.
    pub(super) fn op_load_attr(&mut self, instr: Instr) -> R<()> {
        let name = self.name_of(instr);
        let object = self.peek(0);
        self.specialize_load_attr(instr, object, name);
        if instr.arg & 1 == 0 {
            let then = self.get_attribute(object, name);
            return self.finish(then, 1, OnReturn::Push);
        }
        if let Some(method) = self.unbound_method(object, name) {
            self.push_method(method);
            return Ok(());
        }
        match self.get_attribute(object, name) {
            Ok(Then::Return(value)) => {
                self.drop_top();
                self.push(value);
                self.push_ref(StackRef::NULL);
                Ok(())
            }
            then => self.finish(then, 1, OnReturn::PushNull),
        }
    }

    /// Replaces the object on top by `method, object`.
    #[inline(always)]
    pub(super) fn push_method(&mut self, method: Obj) {
        let this = self.pop_ref();
        self.push_new(method);
        self.push_ref(this);
    }

    /// `_PyObject_GetMethod`: a plain function or native method found on the type and not shadowed (borrowed).
    pub(super) fn unbound_method(&mut self, object: Obj, name: Obj) -> Option<Obj> {
        use super::slots::Slot;
        let ty = self.heap.ty(object);
        if matches!(self.heap.get(object), Payload::Type(_) | Payload::Module(_) | Payload::Super(_))
            || self.has_slot(ty, Slot::GetAttribute)
        {
            return None;
        }
        let found = self.type_lookup(ty, name)?;
        let is_method =
            matches!(self.heap.get(found), Payload::Function(_) | Payload::MethodDescriptor { .. });
        (is_method && self.own_attribute(object, name).is_none()).then_some(found)
    }

    /// `STORE_ATTR`: `value, object` on the stack.
    pub(super) fn op_store_attr(&mut self, instr: Instr) -> R<()> {
        let name = self.name_of(instr);
        let (value, object) = (self.peek(1), self.peek(0));
        self.heap.incref(value);
        let then = self.set_attribute(object, name, value);
        if then.is_ok() {
            self.specialize_store_attr(object, name);
        }
        self.finish(then, 2, OnReturn::Discard)
    }

    /// `LOAD_SUPER_ATTR`: `super, class, self` on the stack; bit 0 asks for a method, bit 1 says two arguments were given.
    pub(super) fn op_load_super_attr(&mut self, instr: Instr) -> R<()> {
        let name = self.name_of(instr);
        let (callable, class, this) = (self.peek(2), self.peek(1), self.peek(0));
        if callable != types::SUPER {
            return Err(self.unsupported("a name `super` that is not the built-in"));
        }
        let this_type = self.super_type(class, this)?;
        let proxy = [class, this, this_type];
        let found = self.super_lookup(proxy, name);
        if instr.arg & 1 != 0
            && let Some(method) = found
            && matches!(self.heap.get(method), Payload::Function(_) | Payload::MethodDescriptor { .. })
            && this != this_type
        {
            self.heap.incref(method);
            let this = self.pop_ref();
            let this = self.make_owned(this);
            self.drop_top();
            self.drop_top();
            self.push(method);
            self.push_ref(this);
            return Ok(());
        }
        let on_return = if instr.arg & 1 != 0 { OnReturn::PushNull } else { OnReturn::Push };
        let then = match found {
            Some(found) => {
                let bound_to = if this == this_type { Obj::NULL } else { this };
                self.bind(found, bound_to, this_type)
            }
            None => Ok(Fetch::Missing),
        };
        let then = match then {
            Ok(Fetch::Value(value)) => Ok(Then::Return(value)),
            Ok(Fetch::Call { callee, args }) => Ok(Then::Tail { callee, args }),
            Ok(Fetch::Missing) => {
                let message = format!("'super' object has no attribute '{}'", self.text_of(name));
                Err(self.raise_attribute_error(&message, this, name))
            }
            Err(raised) => Err(raised),
        };
        self.finish(then, 3, on_return)
    }

    /// `supercheck`: the type whose mro `super(class, this)` walks.
    pub fn super_type(&mut self, class: Obj, this: Obj) -> R<Obj> {
        if self.type_data(class).is_none() {
            let message = format!("super() argument 1 must be a type, not {}", self.type_name(class));
            return Err(self.type_error(&message));
        }
        if self.type_data(this).is_some() && self.is_subtype(this, class) {
            return Ok(this);
        }
        let ty = self.heap.ty(this);
        if self.is_subtype(ty, class) {
            return Ok(ty);
        }
        let (what, name) = match self.type_data(this) {
            Some(data) => ("type", data.name.clone()),
            None => ("instance of", self.type_name(this)),
        };
        let class = self.name_of_type(class);
        let message =
            format!("super(type, obj): obj ({what} {name}) is not an instance or subtype of type ({class}).");
        Err(self.type_error(&message))
    }

    /// The attribute behind `class` in the mro (borrowed).
    fn super_lookup(&self, [class, _, this_type]: [Obj; 3], name: Obj) -> Option<Obj> {
        let mro = self.tuple_items(self.type_data(this_type)?.mro);
        let behind = mro.iter().position(|&other| other == class)? + 1;
        mro[behind..].iter().find_map(|&other| self.namespace_get(self.type_data(other)?.dict, name))
    }

    /// `STORE_SUBSCR`: `value, container, key` on the stack.
    pub(super) fn op_store_subscr(&mut self) -> R<()> {
        let (value, container, key) = (self.peek(2), self.peek(1), self.peek(0));
        self.specialize_store_subscr(container, key);
        let then = self.store_subscript(container, key, value);
        self.finish(then, 3, OnReturn::Discard)
    }

    /// `BINARY_SLICE`: `container, start, stop` on the stack.
    pub(super) fn op_binary_slice(&mut self) -> R<()> {
        let (stop, start) = (self.pop(), self.pop());
        let slice = self.new_slice(start, stop);
        let container = self.peek(0);
        self.push(slice);
        let then = self.subscript(container, slice);
        self.finish(then, 2, OnReturn::Push)
    }

    /// `STORE_SLICE`: `value, container, start, stop` on the stack.
    pub(super) fn op_store_slice(&mut self) -> R<()> {
        let (stop, start) = (self.pop(), self.pop());
        let slice = self.new_slice(start, stop);
        let (value, container) = (self.peek(1), self.peek(0));
        self.push(slice);
        let then = self.store_subscript(container, slice, value);
        self.finish(then, 3, OnReturn::Discard)
    }

    fn new_slice(&mut self, start: Obj, stop: Obj) -> Obj {
        self.heap.alloc_tracked(types::SLICE, Payload::Slice(Rc::new([start, stop, known::NONE])))
    }

    /// `BUILD_MAP`: `count` key-value pairs on the stack. Hashing may call Python, so it goes through a task.
    pub(super) fn op_build_map(&mut self, count: usize) -> R<()> {
        if count == 0 {
            let dict = self.heap.alloc_tracked(types::DICT, Payload::Dict(Rc::new(DictTable::new())));
            self.push(dict);
            return Ok(());
        }
        let items = self.top_objects(count * 2);
        let then = crate::objects::build_map(self, &items);
        self.finish(then, count * 2, OnReturn::Push)
    }

    pub(super) fn op_build_set(&mut self, count: usize) -> R<()> {
        let items = self.top_objects(count);
        let then = crate::objects::build_set(self, &items);
        self.finish(then, count, OnReturn::Push)
    }

    /// The top `count` objects in stack order (borrowed).
    fn top_objects(&self, count: usize) -> Vec<Obj> {
        let stack = &self.ctx.stack;
        stack[stack.len() - count.min(stack.len())..].iter().map(|slot| slot.obj()).collect()
    }

    pub(super) fn op_build_string(&mut self, count: usize) -> R<()> {
        let pieces = self.top_objects(count);
        let mut text = String::new();
        for &piece in &pieces {
            text.push_str(self.text_of(piece));
        }
        let string = self.new_str(&text);
        self.finish(Ok(Then::Return(string)), count, OnReturn::Push)
    }

    /// `UNPACK_SEQUENCE`: exactly `count` items, the first of them on top afterwards.
    pub(super) fn op_unpack_sequence(&mut self, count: usize) -> R<()> {
        let sequence = self.peek(0);
        let items = match self.heap.get(sequence) {
            Payload::Tuple(items) | Payload::List(items) if known::is_static_type(self.heap.ty(sequence)) => {
                items.clone()
            }
            _ => {
                let then = crate::objects::unpack_iterable(self, sequence, count, None);
                return self.finish(then, 1, OnReturn::Unpack);
            }
        };
        if items.len() != count {
            return Err(self.unpack_error(count, items.len()));
        }
        for &item in items.iter() {
            self.heap.incref(item);
        }
        self.drop_top();
        for &item in items.iter().rev() {
            self.push(item);
        }
        Ok(())
    }

    pub fn unpack_error(&mut self, expected: usize, got: usize) -> super::Raised {
        let message = if got > expected {
            format!("too many values to unpack (expected {expected}, got {got})")
        } else {
            format!("not enough values to unpack (expected {expected}, got {got})")
        };
        self.value_error(&message)
    }

    /// `UNPACK_EX`: `before` items, the rest as a list, `after` items.
    pub(super) fn op_unpack_ex(&mut self, arg: u32) -> R<()> {
        let sequence = self.peek(0);
        let then =
            crate::objects::unpack_iterable(self, sequence, (arg & 0xff) as usize, Some((arg >> 8) as usize));
        self.finish(then, 1, OnReturn::Unpack)
    }

    /// Spreads a tuple (owned) over the stack, its first item on top.
    pub(super) fn spread(&mut self, tuple: Obj) {
        let items = self.tuple_items(tuple);
        for &item in items.iter().rev() {
            self.push_new(item);
        }
        self.decref(tuple);
    }

    /// `CONVERT_VALUE`: 1 = `str`, 2 = `repr`, 3 = `ascii`.
    pub(super) fn op_convert_value(&mut self, which: u32) -> R<()> {
        let value = self.peek(0);
        let then = match which {
            1 => crate::objects::str_of(self, value),
            2 => crate::objects::repr_of(self, value),
            _ => crate::objects::ascii_of(self, value),
        };
        self.finish(then, 1, OnReturn::Push)
    }

    /// `FORMAT_SIMPLE` (`spec` is `NULL`) and `FORMAT_WITH_SPEC`.
    pub(super) fn op_format(&mut self, spec: Obj) -> R<()> {
        if spec.is_null() {
            let value = self.peek(0);
            if self.heap.ty(value) == types::STR {
                return Ok(());
            }
            let then = crate::objects::format_of(self, value, known::EMPTY_STR);
            return self.finish(then, 1, OnReturn::Push);
        }
        let value = self.peek(1);
        let then = crate::objects::format_of(self, value, spec);
        self.finish(then, 2, OnReturn::Push)
    }

    /// `BINARY_OP`.
    #[inline]
    pub(super) fn op_binary(&mut self, instr: Instr) -> R<()> {
        let (left, right) = (self.peek(1), self.peek(0));
        self.specialize_binary(instr, left, right);
        let then = self.binary_op(instr.arg, left, right);
        self.finish(then, 2, OnReturn::Push)
    }

    /// Replaces the two operands on top by `value` (owned).
    #[inline(always)]
    pub(super) fn replace_operands(&mut self, value: Obj) {
        let right = self.pop_ref();
        let left = self.pop_ref();
        self.push(value);
        self.close(right);
        self.close(left);
    }

    /// Goes back to the generic form and executes that.
    #[cold]
    pub(super) fn deoptimize(&mut self, opcode: Opcode) {
        let pc = self.ctx.pc - 1;
        if let Some(instr) = self.text.get_mut(pc) {
            instr.op = opcode;
            instr.counter = super::specialize::COOLDOWN;
            instr.b = 0;
        }
    }
}
