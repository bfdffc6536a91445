//! One instruction: the opcode picks its family's function.

use super::Vm;
use super::frame::OnReturn;
use super::load::Instr;
use super::native::{R, Then};
use super::operators::{CompareOp, Truth, TruthOf};
use super::slots::Slot;
use super::stackref::StackRef;
use crate::bytecode::Opcode;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use std::rc::Rc;

impl Vm {
    /// Executes one instruction; the pc is already behind it.
    #[inline(always)]
    pub(super) fn execute(&mut self, instr: Instr) -> R<()> {
        use Opcode::*;
        match instr.op {
            LOAD_FAST_BORROW => {
                let value = self.local(instr.arg).borrow();
                self.push_ref(value);
            }
            LOAD_FAST => {
                let value = self.local(instr.arg);
                let owned = self.duplicate(value);
                self.push_ref(owned);
            }
            LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
                let first = self.local(instr.arg >> 4).borrow();
                let second = self.local(instr.arg & 15).borrow();
                self.push_ref(first);
                self.push_ref(second);
            }
            LOAD_FAST_LOAD_FAST => {
                let first = self.local(instr.arg >> 4);
                let first = self.duplicate(first);
                let second = self.local(instr.arg & 15);
                let second = self.duplicate(second);
                self.push_ref(first);
                self.push_ref(second);
            }
            LOAD_FAST_CHECK => {
                let value = self.local(instr.arg);
                if value.is_null() {
                    return Err(self.unbound_local(instr.arg));
                }
                let owned = self.duplicate(value);
                self.push_ref(owned);
            }
            LOAD_FAST_AND_CLEAR => {
                let at = self.ctx.base + instr.arg as usize;
                let value = self.ctx.stack.get_mut(at).map(std::mem::take).unwrap_or_default();
                self.push_ref(value);
            }
            STORE_FAST => {
                let value = self.pop_ref();
                self.set_local(instr.arg, value);
            }
            STORE_FAST_LOAD_FAST => {
                let value = self.pop_ref();
                self.set_local(instr.arg >> 4, value);
                let value = self.local(instr.arg & 15);
                let owned = self.duplicate(value);
                self.push_ref(owned);
            }
            STORE_FAST_STORE_FAST => {
                let first = self.pop_ref();
                self.set_local(instr.arg >> 4, first);
                let second = self.pop_ref();
                self.set_local(instr.arg & 15, second);
            }
            DELETE_FAST => {
                if self.local(instr.arg).is_null() {
                    return Err(self.unbound_local(instr.arg));
                }
                self.set_local(instr.arg, StackRef::NULL);
            }
            LOAD_CONST | LOAD_CONST_MORTAL => self.push_new(Obj(instr.a)),
            LOAD_CONST_IMMORTAL | LOAD_SMALL_INT => self.push_ref(StackRef::owned(Obj(instr.a))),
            LOAD_COMMON_CONSTANT => return self.load_common_constant(instr.arg),
            POP_TOP | POP_ITER | END_FOR => self.drop_top(),
            PUSH_NULL => self.push_ref(StackRef::NULL),
            COPY => {
                let value = self.peek_ref(instr.arg as usize - 1);
                let owned = self.duplicate(value);
                self.push_ref(owned);
            }
            SWAP => {
                let length = self.ctx.stack.len();
                let other = length.wrapping_sub(instr.arg as usize);
                if other < length {
                    self.ctx.stack.swap(other, length - 1);
                }
            }
            NOP | NOT_TAKEN | EXTENDED_ARG | CACHE => {}
            RESUME | RESUME_CHECK => self.check_eval_breaker(),

            BINARY_OP => return self.op_binary(instr),
            BINARY_OP_ADD_INT | BINARY_OP_SUBTRACT_INT | BINARY_OP_MULTIPLY_INT => {
                return self.op_binary_int(instr);
            }
            BINARY_OP_ADD_FLOAT | BINARY_OP_SUBTRACT_FLOAT | BINARY_OP_MULTIPLY_FLOAT => {
                return self.op_binary_float(instr);
            }
            BINARY_OP_SUBSCR_LIST_INT | BINARY_OP_SUBSCR_TUPLE_INT => {
                return self.op_subscript_sequence(instr);
            }
            BINARY_OP_SUBSCR_DICT => return self.op_subscript_dict(instr),
            COMPARE_OP => return self.op_compare(instr),
            COMPARE_OP_INT => return self.op_compare_int(instr),
            UNARY_NEGATIVE => return self.op_unary(Slot::Neg),
            UNARY_INVERT => return self.op_unary(Slot::Invert),
            UNARY_NOT => {
                let value = self.pop_ref().obj();
                self.push_ref(StackRef::owned(known::bool_obj(value != known::TRUE)));
            }
            TO_BOOL => return self.op_to_bool(),
            TO_BOOL_BOOL => {
                let top = self.peek(0);
                if top != known::TRUE && top != known::FALSE {
                    self.deoptimize(Opcode::TO_BOOL);
                    return self.op_to_bool();
                }
            }
            IS_OP => {
                let right = self.pop_ref();
                let left = self.pop_ref();
                let same = (left.obj() == right.obj()) != (instr.arg != 0);
                self.close(right);
                self.close(left);
                self.push_ref(StackRef::owned(known::bool_obj(same)));
            }
            CONTAINS_OP => return self.op_contains(instr.arg != 0),

            POP_JUMP_IF_FALSE => {
                if self.pop_ref().obj() == known::FALSE {
                    self.ctx.pc = instr.a as usize;
                }
            }
            POP_JUMP_IF_TRUE => {
                if self.pop_ref().obj() == known::TRUE {
                    self.ctx.pc = instr.a as usize;
                }
            }
            POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE => {
                let value = self.pop_ref();
                if (value.obj() == known::NONE) == (instr.op == POP_JUMP_IF_NONE) {
                    self.ctx.pc = instr.a as usize;
                }
                self.close(value);
            }
            JUMP_FORWARD | JUMP_BACKWARD_NO_INTERRUPT => self.ctx.pc = instr.a as usize,
            JUMP_BACKWARD | JUMP_BACKWARD_NO_JIT | JUMP_BACKWARD_JIT => {
                self.ctx.pc = instr.a as usize;
                self.check_eval_breaker();
            }

            LOAD_NAME => return self.load_name(Obj(instr.a)),
            STORE_NAME => {
                let value = self.pop();
                let locals = self.frame_locals();
                self.namespace_set(locals, Obj(instr.a), value);
            }
            DELETE_NAME => {
                let locals = self.frame_locals();
                if !self.namespace_delete(locals, Obj(instr.a)) {
                    return Err(self.name_error(Obj(instr.a)));
                }
            }
            LOAD_GLOBAL => return self.op_load_global(instr),
            LOAD_GLOBAL_MODULE => return self.op_load_global_module(instr),
            LOAD_GLOBAL_BUILTIN => return self.op_load_global_builtin(instr),
            STORE_GLOBAL => {
                let value = self.pop();
                self.namespace_set(self.ctx.globals, Obj(instr.a), value);
            }
            DELETE_GLOBAL => {
                if !self.namespace_delete(self.ctx.globals, Obj(instr.a)) {
                    return Err(self.name_error(Obj(instr.a)));
                }
            }
            LOAD_LOCALS => {
                let locals = self.frame_locals();
                self.push_new(locals);
            }
            LOAD_FROM_DICT_OR_GLOBALS => return self.op_load_from_dict_or_globals(instr),
            LOAD_FROM_DICT_OR_DEREF => return self.op_load_from_dict_or_deref(instr),
            LOAD_BUILD_CLASS => {
                let name = self.intern("__build_class__");
                match self.namespace_get(self.builtins, name) {
                    Some(build) => self.push_new(build),
                    None => return Err(self.raise(types::NAME_ERROR, "__build_class__ not found")),
                }
            }

            MAKE_CELL => {
                let at = self.ctx.base + instr.arg as usize;
                let initial = self.ctx.stack.get(at).copied().unwrap_or_default();
                let content = self.steal(initial);
                let cell = self.heap.alloc_tracked(types::CELL, Payload::Cell(content));
                self.ctx.stack[at] = StackRef::owned(cell);
            }
            LOAD_DEREF => {
                let cell = self.local(instr.arg).obj();
                match self.heap.get(cell) {
                    &Payload::Cell(content) if !content.is_null() => self.push_new(content),
                    _ => return Err(self.unbound_local(instr.arg)),
                }
            }
            STORE_DEREF => {
                let value = self.pop();
                self.set_cell(instr.arg, value);
            }
            DELETE_DEREF => {
                let cell = self.local(instr.arg).obj();
                if matches!(self.heap.get(cell), Payload::Cell(content) if content.is_null()) {
                    return Err(self.unbound_local(instr.arg));
                }
                self.set_cell(instr.arg, Obj::NULL);
            }
            COPY_FREE_VARS => self.copy_free_vars(instr.arg),

            LOAD_ATTR => return self.op_load_attr(instr),
            LOAD_ATTR_INSTANCE_VALUE => return self.op_load_attr_instance_value(instr),
            LOAD_ATTR_METHOD_WITH_VALUES | LOAD_ATTR_METHOD_NO_DICT => {
                return self.op_load_attr_method(instr);
            }
            STORE_ATTR => return self.op_store_attr(instr),
            STORE_ATTR_INSTANCE_VALUE => return self.op_store_attr_instance_value(instr),
            DELETE_ATTR => {
                let object = self.peek(0);
                let then = self.delete_attribute(object, Obj(instr.a));
                return self.finish(then, 1, OnReturn::Discard);
            }
            LOAD_SUPER_ATTR => return self.op_load_super_attr(instr),

            STORE_SUBSCR => return self.op_store_subscr(),
            STORE_SUBSCR_LIST_INT => return self.op_store_subscr_list_int(),
            STORE_SUBSCR_DICT => return self.op_store_subscr(),
            DELETE_SUBSCR => {
                let (container, key) = (self.peek(1), self.peek(0));
                let then = self.delete_subscript(container, key);
                return self.finish(then, 2, OnReturn::Discard);
            }
            BINARY_SLICE => return self.op_binary_slice(),
            STORE_SLICE => return self.op_store_slice(),

            BUILD_TUPLE => {
                let items = self.pop_items(instr.arg as usize);
                let tuple = self.new_tuple(items);
                self.push(tuple);
            }
            BUILD_LIST => {
                let items = self.pop_items(instr.arg as usize);
                let list = self.new_list(items);
                self.push(list);
            }
            BUILD_SLICE => {
                let step = if instr.arg == 3 { self.pop() } else { known::NONE };
                let stop = self.pop();
                let start = self.pop();
                let slice =
                    self.heap.alloc_tracked(types::SLICE, Payload::Slice(Rc::new([start, stop, step])));
                self.push(slice);
            }
            BUILD_MAP => return self.op_build_map(instr.arg as usize),
            BUILD_SET => return self.op_build_set(instr.arg as usize),
            BUILD_STRING => return self.op_build_string(instr.arg as usize),
            LIST_APPEND => {
                let item = self.pop();
                let list = self.peek(instr.arg as usize - 1);
                if let Payload::List(items) = self.heap.get_mut(list) {
                    Rc::make_mut(items).push(item);
                }
            }
            LIST_EXTEND => {
                let (list, iterable) = (self.peek(instr.arg as usize), self.peek(0));
                let then = crate::objects::list_extend(self, list, iterable);
                return self.finish(then, 1, OnReturn::Discard);
            }
            SET_ADD => {
                let (set, item) = (self.peek(instr.arg as usize), self.peek(0));
                let then = crate::objects::set_add(self, set, item);
                return self.finish(then, 1, OnReturn::Discard);
            }
            SET_UPDATE => {
                let (set, iterable) = (self.peek(instr.arg as usize), self.peek(0));
                let then = crate::objects::set_update(self, set, iterable);
                return self.finish(then, 1, OnReturn::Discard);
            }
            MAP_ADD => {
                let (dict, key, value) = (self.peek(instr.arg as usize + 1), self.peek(1), self.peek(0));
                let then = self.store_subscript(dict, key, value);
                return self.finish(then, 2, OnReturn::Discard);
            }
            DICT_UPDATE => {
                let (dict, other) = (self.peek(instr.arg as usize), self.peek(0));
                let then = crate::objects::dict_update(self, dict, other);
                return self.finish(then, 1, OnReturn::Discard);
            }
            DICT_MERGE => {
                let (dict, other) = (self.peek(instr.arg as usize), self.peek(0));
                let function = self.peek(instr.arg as usize + 3);
                let then = crate::objects::dict_merge(self, dict, other, function);
                return self.finish(then, 1, OnReturn::Discard);
            }
            UNPACK_SEQUENCE | UNPACK_SEQUENCE_TWO_TUPLE | UNPACK_SEQUENCE_TUPLE | UNPACK_SEQUENCE_LIST => {
                return self.op_unpack_sequence(instr.arg as usize);
            }
            UNPACK_EX => return self.op_unpack_ex(instr.arg),
            CONVERT_VALUE => return self.op_convert_value(instr.arg),
            FORMAT_SIMPLE => return self.op_format(Obj::NULL),
            FORMAT_WITH_SPEC => {
                let spec = self.peek(0);
                return self.op_format(spec);
            }

            GET_ITER => {
                let iterable = self.peek(0);
                let then = self.get_iter(iterable);
                return self.finish(then, 1, OnReturn::Iter);
            }
            FOR_ITER | FOR_ITER_LIST | FOR_ITER_RANGE | FOR_ITER_TUPLE | FOR_ITER_GEN => {
                return self.for_iter();
            }
            GET_YIELD_FROM_ITER => {
                let iterable = self.peek(0);
                if !matches!(self.heap.get(iterable), Payload::Generator(_)) {
                    let then = self.get_iter(iterable);
                    return self.finish(then, 1, OnReturn::Iter);
                }
            }
            SEND | SEND_GEN => return self.send(),
            END_SEND => {
                let value = self.pop_ref();
                self.drop_top();
                self.push_ref(value);
            }
            YIELD_VALUE => return self.yield_value(),
            RETURN_GENERATOR => return self.return_generator(),
            CLEANUP_THROW => return self.op_cleanup_throw(),
            RETURN_VALUE => {
                let value = self.pop();
                return self.return_value(value);
            }

            CALL | CALL_PY_EXACT_ARGS | CALL_BOUND_METHOD_EXACT_ARGS => {
                let result = self.call_on_stack(instr.arg as usize, Obj::NULL, OnReturn::Push);
                self.check_eval_breaker();
                return result;
            }
            CALL_KW => return self.op_call_kw(instr.arg as usize),
            CALL_FUNCTION_EX => return self.op_call_function_ex(),
            CALL_INTRINSIC_1 => return self.op_intrinsic_1(instr.arg),
            MAKE_FUNCTION => {
                let code = self.pop();
                let function = self.make_function(code);
                self.push(function);
            }
            SET_FUNCTION_ATTRIBUTE => self.op_set_function_attribute(instr.arg),

            PUSH_EXC_INFO => self.push_exc_info(),
            POP_EXCEPT => self.pop_except(),
            RAISE_VARARGS => return self.raise_varargs(instr.arg),
            RERAISE => return self.reraise(),
            CHECK_EXC_MATCH => return self.check_exc_match(),
            WITH_EXCEPT_START => return self.op_with_except_start(),
            LOAD_SPECIAL => return self.op_load_special(instr.arg),

            IMPORT_NAME => {
                let (level, fromlist) = (self.peek(1), self.peek(0));
                let module = self.import_name(Obj(instr.a), fromlist, level)?;
                self.drop_top();
                self.drop_top();
                self.push(module);
            }
            IMPORT_FROM => {
                let value = self.import_from(Obj(instr.a))?;
                self.push(value);
            }
            other => return Err(self.unsupported(&format!("the instruction {}", other.name()))),
        }
        Ok(())
    }

    /// A second reference to what a slot holds: borrowed slots stay borrowed only in `LOAD_FAST_BORROW`.
    #[inline(always)]
    pub(super) fn duplicate(&mut self, value: StackRef) -> StackRef {
        if value.is_null() {
            return value;
        }
        self.heap.incref(value.obj());
        StackRef::owned(value.obj())
    }

    #[inline(always)]
    pub(super) fn check_eval_breaker(&mut self) {
        if self.steps >= self.break_at || self.gc_due() {
            self.handle_pending();
        }
    }

    /// Finishes an instruction whose operands are the top `operands` slots.
    pub(super) fn finish(&mut self, then: R<Then>, operands: usize, on_return: OnReturn) -> R<()> {
        let at = self.ctx.stack.len() - operands;
        self.finish_native(then, at, on_return)
    }

    /// Pops `count` items, each owned, in stack order.
    pub(super) fn pop_items(&mut self, count: usize) -> Vec<Obj> {
        let first = self.ctx.stack.len() - count.min(self.ctx.stack.len());
        let slots: Vec<StackRef> = self.ctx.stack.drain(first..).collect();
        slots.into_iter().map(|slot| self.steal(slot)).collect()
    }

    fn set_cell(&mut self, index: u32, value: Obj) {
        let cell = self.local(index).obj();
        if let Payload::Cell(content) = self.heap.get_mut(cell) {
            let old = std::mem::replace(content, value);
            self.xdecref(old);
        }
    }

    fn copy_free_vars(&mut self, count: u32) {
        let func = self.top_python().map_or(Obj::NULL, |frame| frame.func);
        let Payload::Function(function) = self.heap.get(func) else { return };
        let closure = self.tuple_items(function.closure);
        let locals = self.top_code().map_or(0, |code| code.local_names.len());
        let first = self.ctx.base + locals - count as usize;
        for (index, &cell) in closure.iter().enumerate() {
            self.heap.incref(cell);
            self.ctx.stack[first + index] = StackRef::owned(cell);
        }
    }

    fn op_unary(&mut self, slot: Slot) -> R<()> {
        let operand = self.peek(0);
        let then = self.unary_op(slot, operand);
        self.finish(then, 1, OnReturn::Push)
    }

    #[inline]
    pub(super) fn op_to_bool(&mut self) -> R<()> {
        let value = self.peek(0);
        match self.truth(value) {
            Truth::Known(truth) => {
                if value == known::TRUE || value == known::FALSE {
                    self.specialize_to(Opcode::TO_BOOL_BOOL);
                }
                self.drop_top();
                self.push_ref(StackRef::owned(known::bool_obj(truth)));
                Ok(())
            }
            Truth::Call { callee, args, of } => {
                let then = Ok(Then::Tail { callee, args });
                self.finish(then, 1, OnReturn::Truth { negate: false, of })
            }
        }
    }

    fn op_contains(&mut self, negate: bool) -> R<()> {
        let (item, container) = (self.peek(1), self.peek(0));
        let then = self.contains(container, item);
        self.finish(then, 2, OnReturn::Truth { negate, of: TruthOf::Any })
    }

    pub(super) fn execute_generic_compare(&mut self, instr: Instr) -> R<()> {
        self.op_compare(Instr { op: Opcode::COMPARE_OP, ..instr })
    }

    /// `COMPARE_OP`: bit 4 asks for a bool, the operator is in the bits above.
    #[inline]
    fn op_compare(&mut self, instr: Instr) -> R<()> {
        self.specialize_compare(instr);
        let (left, right) = (self.peek(1), self.peek(0));
        let op = CompareOp::ALL[(instr.arg >> 5) as usize % 6];
        let then = self.compare(op, left, right);
        match then {
            Ok(Then::Return(value))
                if instr.arg & 16 == 0 || value == known::TRUE || value == known::FALSE =>
            {
                self.drop_top();
                self.drop_top();
                self.push(value);
                Ok(())
            }
            Ok(Then::Return(value)) => {
                self.drop_top();
                self.drop_top();
                self.push(value);
                self.op_to_bool()
            }
            other if instr.arg & 16 != 0 => self.finish(other, 2, OnReturn::ToBool),
            other => self.finish(other, 2, OnReturn::Push),
        }
    }

    fn load_common_constant(&mut self, index: u32) -> R<()> {
        let name = match index {
            0 => return self.push_type(types::ASSERTION_ERROR),
            1 => return self.push_type(types::NOT_IMPLEMENTED_ERROR),
            2 => return self.push_type(types::TUPLE),
            3 => "all",
            _ => "any",
        };
        let name = self.intern(name);
        let value = self.load_global(name)?;
        self.push_new(value);
        Ok(())
    }

    fn push_type(&mut self, ty: Obj) -> R<()> {
        self.push_new(ty);
        Ok(())
    }

    fn op_load_from_dict_or_globals(&mut self, instr: Instr) -> R<()> {
        let mapping = self.peek(0);
        let name = Obj(instr.a);
        let value = match self.namespace_get(mapping, name) {
            Some(value) => value,
            None => self.load_global(name)?,
        };
        self.heap.incref(value);
        self.drop_top();
        self.push(value);
        Ok(())
    }

    fn op_load_from_dict_or_deref(&mut self, instr: Instr) -> R<()> {
        let mapping = self.peek(0);
        let name = self.top_code().and_then(|c| c.local_names.get(instr.arg as usize).copied());
        let found = name.and_then(|name| self.namespace_get(mapping, name)).or_else(|| {
            match self.heap.get(self.local(instr.arg).obj()) {
                &Payload::Cell(content) => content.some(),
                _ => None,
            }
        });
        let Some(value) = found else { return Err(self.unbound_local(instr.arg)) };
        self.heap.incref(value);
        self.drop_top();
        self.push(value);
        Ok(())
    }

    fn op_set_function_attribute(&mut self, which: u32) {
        let func = self.pop_ref();
        let value = self.pop();
        if let Payload::Function(function) = self.heap.get_mut(func.obj()) {
            let function = Rc::make_mut(function);
            match which {
                1 => function.defaults = value,
                2 => function.kwdefaults = value,
                8 => function.closure = value,
                _ => function.annotate = value,
            }
        }
        self.push_ref(func);
    }

    fn op_intrinsic_1(&mut self, which: u32) -> R<()> {
        match which {
            2 => {
                let module = self.peek(0);
                self.import_star(module)?;
                self.drop_top();
                self.push(known::NONE);
                Ok(())
            }
            3 => self.stop_iteration_error(),
            5 => self.op_unary(Slot::Pos),
            6 => {
                let list = self.pop();
                let items = match self.heap.get(list) {
                    Payload::List(items) => items.to_vec(),
                    _ => Vec::new(),
                };
                for &item in &items {
                    self.heap.incref(item);
                }
                let tuple = self.new_tuple(items);
                self.decref(list);
                self.push(tuple);
                Ok(())
            }
            _ => Err(self.unsupported("type parameters and async generators")),
        }
    }

    /// `INTRINSIC_STOPITERATION_ERROR`: a StopIteration that leaves a generator's body becomes RuntimeError (PEP 479).
    fn stop_iteration_error(&mut self) -> R<()> {
        let exception = self.peek(0);
        if !self.is_instance(exception, types::STOP_ITERATION) {
            return Ok(());
        }
        let _ = self.raise(types::RUNTIME_ERROR, "generator raised StopIteration");
        let error = std::mem::take(&mut self.ctx.raised);
        self.heap.incref(exception);
        self.heap.incref(exception);
        if let Some(data) = self.exception_mut(error) {
            let old = [
                std::mem::replace(&mut data.cause, exception),
                std::mem::replace(&mut data.context, exception),
            ];
            data.suppress_context = true;
            old.into_iter().for_each(|old| self.xdecref(old));
        }
        self.drop_top();
        self.push(error);
        Ok(())
    }

    /// `CLEANUP_THROW`: a StopIteration thrown through `yield from` ends the delegation with its value.
    fn op_cleanup_throw(&mut self) -> R<()> {
        let exception = self.peek(0);
        if self.is_instance(exception, types::STOP_ITERATION) {
            let value = self.exception(exception).map_or(Obj::NULL, |e| e.value);
            let value = if value.is_null() { known::NONE } else { self.new_ref(value) };
            for _ in 0..3 {
                self.drop_top();
            }
            self.push(known::NONE);
            self.push(value);
            return Ok(());
        }
        let exception = self.pop();
        let old = std::mem::replace(&mut self.ctx.raised, exception);
        self.xdecref(old);
        self.reraising = true;
        Err(super::Raised)
    }

    /// `WITH_EXCEPT_START`: `exit_func, exit_self, lasti, prev_exc, exc` on the stack; calls `__exit__`.
    fn op_with_except_start(&mut self) -> R<()> {
        let exception = self.peek(0);
        let (exit_self, exit) = (self.peek(3), self.peek(4));
        let traceback = self.exception(exception).map_or(Obj::NULL, |e| e.traceback);
        let traceback = if traceback.is_null() { known::NONE } else { traceback };
        let ty = self.heap.ty(exception);
        let mut args = vec![ty, exception, traceback];
        if !exit_self.is_null() {
            args.insert(0, exit_self);
        }
        self.call(exit, &args, OnReturn::Push)
    }

    /// `LOAD_SPECIAL`: the special method of the object on top, and the object as `self`.
    fn op_load_special(&mut self, which: u32) -> R<()> {
        let object = self.peek(0);
        let (name, missed) = match which {
            0 => ("__enter__", ""),
            1 => ("__exit__", " (missed __exit__ method)"),
            _ => return Err(self.unsupported("async with")),
        };
        let key = self.intern(name);
        let ty = self.heap.ty(object);
        let Some(method) = self.type_lookup(ty, key) else {
            let message = format!(
                "'{}' object does not support the context manager protocol{missed}",
                self.qualname_of_type(ty)
            );
            return Err(self.type_error(&message));
        };
        match self.heap.get(method) {
            Payload::Function(_) | Payload::MethodDescriptor { .. } => {
                let this = self.pop_ref();
                self.push_new(method);
                let this = self.make_owned(this);
                self.push_ref(this);
                Ok(())
            }
            _ => match self.bind(method, object, ty)? {
                super::attributes::Fetch::Value(value) => {
                    self.drop_top();
                    self.push(value);
                    self.push_ref(StackRef::NULL);
                    Ok(())
                }
                _ => Err(self.unsupported("a context manager method behind a Python descriptor")),
            },
        }
    }

    fn op_call_kw(&mut self, count: usize) -> R<()> {
        let kwnames = self.pop_ref();
        let result = self.call_on_stack(count, kwnames.obj(), OnReturn::Push);
        self.close(kwnames);
        self.check_eval_breaker();
        result
    }

    /// `CALL_FUNCTION_EX`: `func, NULL, args, kwargs or NULL` on the stack.
    fn op_call_function_ex(&mut self) -> R<()> {
        let kwargs = self.pop_ref();
        let args = self.pop_ref();
        let (Payload::Tuple(items) | Payload::List(items)) = self.heap.get(args.obj()) else {
            // f(*iterable) alone: the iterable itself is the argument
            return self.call_ex_with_iterable(args, kwargs);
        };
        let items = items.clone();
        for &item in items.iter() {
            self.push_new(item);
        }
        let mut names = Vec::new();
        if let Payload::Dict(table) = self.heap.get(kwargs.obj())
            && !kwargs.is_null()
        {
            let table = table.clone();
            for entry in table.iter() {
                self.heap.incref(entry.key);
                names.push(entry.key);
                self.push_new(entry.value);
            }
        }
        let count = items.len() + names.len();
        let kwnames = if names.is_empty() { Obj::NULL } else { self.new_tuple(names) };
        let result = self.call_on_stack(count, kwnames, OnReturn::Push);
        self.xdecref(kwnames);
        self.close(kwargs);
        self.close(args);
        self.check_eval_breaker();
        result
    }

    /// `f(*iterable)` where the compiler did not build a tuple: makes one, then calls.
    fn call_ex_with_iterable(&mut self, args: StackRef, kwargs: StackRef) -> R<()> {
        let func = self.peek(1);
        let then = crate::objects::call_with_iterable(self, func, args.obj(), kwargs.obj());
        let result = self.finish(then, 2, OnReturn::Push);
        self.close(kwargs);
        self.close(args);
        result
    }
}
