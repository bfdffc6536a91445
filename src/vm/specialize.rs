//! Inline caches: instructions that have seen what they work on take a faster form (PEP 659, `Python/specialize.c`).
//!
//! Each specialised form checks its guard and falls back to the generic one when it fails.

use super::Vm;
use super::load::Instr;
use super::native::R;
use super::operators::CompareOp;
use super::stackref::StackRef;
use crate::bytecode::Opcode;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use std::rc::Rc;

/// Executions before the first attempt to specialise (`ADAPTIVE_WARMUP_VALUE`).
pub const WARMUP: u16 = 1;
/// Executions before another attempt after one failed (`ADAPTIVE_COOLDOWN_VALUE`).
pub const COOLDOWN: u16 = 52;

impl Vm {
    /// Is it time to try? Counts the instruction just fetched down.
    #[inline(always)]
    fn warm(&mut self) -> bool {
        let pc = self.ctx.pc - 1;
        let counter = &mut self.text[pc].counter;
        if *counter == 0 {
            *counter = COOLDOWN;
            return true;
        }
        *counter -= 1;
        false
    }

    fn set_form(&mut self, op: Opcode, a: u32, b: u32) {
        let pc = self.ctx.pc - 1;
        let instr = &mut self.text[pc];
        (instr.op, instr.a, instr.b) = (op, a, b);
        self.event(|| super::Event::Specialize(op));
    }

    pub(super) fn specialize_to(&mut self, op: Opcode) {
        if self.warm() {
            let instr = self.text[self.ctx.pc - 1];
            self.set_form(op, instr.a, instr.b);
        }
    }

    #[inline(always)]
    pub(super) fn specialize_binary(&mut self, instr: Instr, left: Obj, right: Obj) {
        if !self.warm() {
            return;
        }
        let (a, b) = (self.heap.ty(left), self.heap.ty(right));
        use Opcode::*;
        // `x += 1` takes the same form as `x + 1`
        let op = match (instr.arg, a, b) {
            (0 | 13, types::INT, types::INT) => BINARY_OP_ADD_INT,
            (5 | 18, types::INT, types::INT) => BINARY_OP_MULTIPLY_INT,
            (10 | 23, types::INT, types::INT) => BINARY_OP_SUBTRACT_INT,
            (0 | 13, types::FLOAT, types::FLOAT) => BINARY_OP_ADD_FLOAT,
            (5 | 18, types::FLOAT, types::FLOAT) => BINARY_OP_MULTIPLY_FLOAT,
            (10 | 23, types::FLOAT, types::FLOAT) => BINARY_OP_SUBTRACT_FLOAT,
            (super::operators::NB_SUBSCR, types::LIST, types::INT) => BINARY_OP_SUBSCR_LIST_INT,
            (super::operators::NB_SUBSCR, types::TUPLE, types::INT) => BINARY_OP_SUBSCR_TUPLE_INT,
            (super::operators::NB_SUBSCR, types::DICT, types::STR | types::INT) => BINARY_OP_SUBSCR_DICT,
            _ => return,
        };
        self.set_form(op, instr.a, instr.b);
    }

    #[inline]
    pub(super) fn op_binary_int(&mut self, instr: Instr) -> R<()> {
        let (left, right) = (self.peek(1), self.peek(0));
        let (Payload::Int(a), Payload::Int(b)) = self.heap.pair(left, right) else {
            self.deoptimize(Opcode::BINARY_OP);
            return self.op_binary(instr);
        };
        let (a, b) = (*a, *b);
        let exact = self.heap.ty(left) == types::INT && self.heap.ty(right) == types::INT;
        let result = match instr.op {
            Opcode::BINARY_OP_ADD_INT => a.checked_add(b),
            Opcode::BINARY_OP_SUBTRACT_INT => a.checked_sub(b),
            _ => a.checked_mul(b),
        };
        match result {
            Some(value) if exact => {
                let value = self.int(value);
                self.replace_operands(value);
                Ok(())
            }
            _ => {
                self.deoptimize(Opcode::BINARY_OP);
                self.op_binary(instr)
            }
        }
    }

    #[inline]
    pub(super) fn op_binary_float(&mut self, instr: Instr) -> R<()> {
        let (left, right) = (self.peek(1), self.peek(0));
        let (Payload::Float(a), Payload::Float(b)) = self.heap.pair(left, right) else {
            self.deoptimize(Opcode::BINARY_OP);
            return self.op_binary(instr);
        };
        if self.heap.ty(left) != types::FLOAT || self.heap.ty(right) != types::FLOAT {
            self.deoptimize(Opcode::BINARY_OP);
            return self.op_binary(instr);
        }
        let value = match instr.op {
            Opcode::BINARY_OP_ADD_FLOAT => a + b,
            Opcode::BINARY_OP_SUBTRACT_FLOAT => a - b,
            _ => a * b,
        };
        let value = self.float(value);
        self.replace_operands(value);
        Ok(())
    }

    #[inline]
    pub(super) fn op_subscript_sequence(&mut self, instr: Instr) -> R<()> {
        let (container, key) = (self.peek(1), self.peek(0));
        let item = match self.heap.pair(container, key) {
            (Payload::List(items) | Payload::Tuple(items), Payload::Int(index)) if *index >= 0 => {
                items.get(*index as usize).copied()
            }
            _ => None,
        };
        match item {
            Some(item) if known::is_static_type(self.heap.ty(container)) => {
                self.heap.incref(item);
                self.replace_operands(item);
                Ok(())
            }
            _ => {
                self.deoptimize(Opcode::BINARY_OP);
                self.op_binary(instr)
            }
        }
    }

    /// A dict with a key whose hash and equality need no Python.
    #[inline]
    pub(super) fn op_subscript_dict(&mut self, instr: Instr) -> R<()> {
        let (container, key) = (self.peek(1), self.peek(0));
        if self.heap.ty(container) == types::DICT
            && let Some(Some(position)) = crate::objects::plain_position(self, container, key)
            && let Payload::Dict(table) = self.heap.get(container)
            && let Some(entry) = table.entry(position)
        {
            let value = entry.value;
            self.heap.incref(value);
            self.replace_operands(value);
            return Ok(());
        }
        // a missing key raises, which is no reason to give the form up
        let then = self.binary_op(instr.arg, container, key);
        self.finish(then, 2, super::frame::OnReturn::Push)
    }

    #[inline(always)]
    pub(super) fn specialize_compare(&mut self, instr: Instr) {
        if !self.warm() {
            return;
        }
        let (left, right) = (self.peek(1), self.peek(0));
        if self.heap.ty(left) == types::INT && self.heap.ty(right) == types::INT {
            self.set_form(Opcode::COMPARE_OP_INT, instr.a, instr.b);
        }
    }

    #[inline]
    pub(super) fn op_compare_int(&mut self, instr: Instr) -> R<()> {
        let (left, right) = (self.peek(1), self.peek(0));
        let (Payload::Int(a), Payload::Int(b)) = self.heap.pair(left, right) else {
            self.deoptimize(Opcode::COMPARE_OP);
            return self.execute_generic_compare(instr);
        };
        if self.heap.ty(left) != types::INT || self.heap.ty(right) != types::INT {
            self.deoptimize(Opcode::COMPARE_OP);
            return self.execute_generic_compare(instr);
        }
        let op = CompareOp::ALL[(instr.arg >> 5) as usize % 6];
        let value = known::bool_obj(op.holds(a.cmp(b)));
        self.replace_operands(value);
        Ok(())
    }

    pub(super) fn specialize_load_global(&mut self, name: Obj) {
        if !self.warm() {
            return;
        }
        let globals = self.ctx.globals;
        if let Some(position) = self.namespace_position(globals, name) {
            return self.set_form(Opcode::LOAD_GLOBAL_MODULE, name.0, position as u32);
        }
        let Payload::Dict(table) = self.heap.get(globals) else { return };
        let version = table.keys_version();
        if let Some(value) = self.namespace_get(self.builtins, name) {
            self.set_form(Opcode::LOAD_GLOBAL_BUILTIN, version, value.0);
        }
    }

    /// Guard: the entry at the cached position still has this name.
    #[inline]
    pub(super) fn op_load_global_module(&mut self, instr: Instr) -> R<()> {
        if let Payload::Dict(table) = self.heap.get(self.ctx.globals)
            && let Some(entry) = table.entry(instr.b as usize)
            && entry.key.0 == instr.a
        {
            let value = entry.value;
            self.push_new(value);
            self.push_null_if(instr);
            return Ok(());
        }
        self.deoptimize(Opcode::LOAD_GLOBAL);
        self.op_load_global(instr)
    }

    /// Guard: no key was added to or removed from the module's dict; builtins never change.
    #[inline]
    pub(super) fn op_load_global_builtin(&mut self, instr: Instr) -> R<()> {
        if let Payload::Dict(table) = self.heap.get(self.ctx.globals)
            && table.keys_version() == instr.a
        {
            self.push_new(Obj(instr.b));
            self.push_null_if(instr);
            return Ok(());
        }
        self.deoptimize(Opcode::LOAD_GLOBAL);
        self.op_load_global(instr)
    }

    pub(super) fn specialize_load_attr(&mut self, instr: Instr, object: Obj, name: Obj) {
        if !self.warm() {
            return;
        }
        let ty = self.heap.ty(object);
        use super::slots::Slot;
        if self.has_slot(ty, Slot::GetAttribute)
            || matches!(self.heap.get(object), Payload::Type(_) | Payload::Module(_))
        {
            return;
        }
        let Some(version) = self.type_data(ty).map(|t| t.version) else { return };
        let found = self.type_lookup(ty, name);
        let shared = self.shared_key(ty, name);
        match found {
            None if instr.arg & 1 == 0 => {
                let inline = matches!(self.heap.get(object), Payload::Instance(a) if a.dict.is_null());
                if let Some(index) = shared
                    && inline
                {
                    self.set_form(Opcode::LOAD_ATTR_INSTANCE_VALUE, version, index as u32);
                }
            }
            Some(method) if instr.arg & 1 != 0 && shared.is_none() => {
                let is_method =
                    matches!(self.heap.get(method), Payload::Function(_) | Payload::MethodDescriptor { .. });
                let inline = match self.heap.get(object) {
                    Payload::Instance(a) => a.dict.is_null(),
                    Payload::Function(_) | Payload::Super(_) => false,
                    _ => !self.type_data(ty).is_some_and(|t| t.has_dict),
                };
                if is_method && inline {
                    let op = if matches!(self.heap.get(object), Payload::Instance(_)) {
                        Opcode::LOAD_ATTR_METHOD_WITH_VALUES
                    } else {
                        Opcode::LOAD_ATTR_METHOD_NO_DICT
                    };
                    self.set_form(op, version, method.0);
                }
            }
            _ => {}
        }
    }

    #[inline(always)]
    fn has_version(&self, object: Obj, version: u32) -> bool {
        matches!(self.heap.get(self.heap.ty(object)), Payload::Type(ty) if ty.version == version)
    }

    #[inline]
    pub(super) fn op_load_attr_instance_value(&mut self, instr: Instr) -> R<()> {
        let object = self.peek(0);
        if self.has_version(object, instr.a)
            && let Payload::Instance(attributes) = self.heap.get(object)
            && let Some(&value) = attributes.values.get(instr.b as usize)
            && !value.is_null()
        {
            self.heap.incref(value);
            let object = self.pop_ref();
            self.push(value);
            self.close(object);
            return Ok(());
        }
        self.deoptimize(Opcode::LOAD_ATTR);
        self.op_load_attr(instr)
    }

    /// Guard: the type's version, and that the instance has no dict that could shadow the method; a shared key of the
    /// method's name would have changed the version.
    #[inline]
    pub(super) fn op_load_attr_method(&mut self, instr: Instr) -> R<()> {
        let object = self.peek(0);
        let inline = match self.heap.get(object) {
            Payload::Instance(attributes) => attributes.dict.is_null(),
            _ => instr.op == Opcode::LOAD_ATTR_METHOD_NO_DICT,
        };
        if inline && self.has_version(object, instr.a) {
            self.push_method(Obj(instr.b));
            return Ok(());
        }
        self.deoptimize(Opcode::LOAD_ATTR);
        self.op_load_attr(instr)
    }

    pub(super) fn specialize_store_attr(&mut self, object: Obj, name: Obj) {
        if !self.warm() {
            return;
        }
        let ty = self.heap.ty(object);
        use super::slots::Slot;
        let inline = matches!(self.heap.get(object), Payload::Instance(a) if a.dict.is_null());
        if !inline || self.has_slot(ty, Slot::SetAttr) || self.type_lookup(ty, name).is_some() {
            return;
        }
        let Some(version) = self.type_data(ty).map(|t| t.version) else { return };
        if let Some(index) = self.shared_key(ty, name) {
            self.set_form(Opcode::STORE_ATTR_INSTANCE_VALUE, version, index as u32);
        }
    }

    /// Guard: the type's version, inline values, and an index that is set already or the next to be set.
    #[inline]
    pub(super) fn op_store_attr_instance_value(&mut self, instr: Instr) -> R<()> {
        let object = self.peek(0);
        let index = instr.b as usize;
        if self.has_version(object, instr.a)
            && let Payload::Instance(attributes) = self.heap.get_mut(object)
            && attributes.dict.is_null()
            && (attributes.values.len() == index
                || attributes.values.get(index).is_some_and(|v| !v.is_null()))
        {
            let attributes = Rc::make_mut(attributes);
            let value = self.ctx.stack[self.ctx.stack.len() - 2];
            let old = if attributes.values.len() == index {
                attributes.values.push(value.obj());
                Obj::NULL
            } else {
                std::mem::replace(&mut attributes.values[index], value.obj())
            };
            // the value moves from the stack into the instance
            let length = self.ctx.stack.len();
            self.ctx.stack[length - 2] = StackRef::NULL;
            let _ = self.steal(value);
            self.xdecref(old);
            self.drop_top();
            self.ctx.stack.pop();
            return Ok(());
        }
        self.deoptimize(Opcode::STORE_ATTR);
        self.op_store_attr(instr)
    }

    #[inline(always)]
    pub(super) fn specialize_store_subscr(&mut self, container: Obj, key: Obj) {
        if !self.warm() {
            return;
        }
        if self.heap.ty(container) == types::LIST && self.heap.ty(key) == types::INT {
            let instr = self.text[self.ctx.pc - 1];
            self.set_form(Opcode::STORE_SUBSCR_LIST_INT, instr.a, instr.b);
        }
    }

    #[inline]
    pub(super) fn op_store_subscr_list_int(&mut self) -> R<()> {
        let (value, container, key) = (self.peek_ref(2), self.peek(1), self.peek(0));
        let index = match self.heap.get(key) {
            Payload::Int(index) if *index >= 0 => *index as usize,
            _ => usize::MAX,
        };
        if self.heap.ty(container) == types::LIST
            && let Payload::List(items) = self.heap.get_mut(container)
            && index < items.len()
        {
            let old = std::mem::replace(&mut Rc::make_mut(items)[index], value.obj());
            let length = self.ctx.stack.len();
            self.ctx.stack[length - 3] = StackRef::NULL;
            let _ = self.steal(value);
            self.decref(old);
            self.drop_top();
            self.drop_top();
            self.ctx.stack.pop();
            return Ok(());
        }
        self.deoptimize(Opcode::STORE_SUBSCR);
        self.op_store_subscr()
    }
}
