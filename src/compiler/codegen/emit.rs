//! Appending instructions to the current unit.
use super::Codegen;
use super::oparg;
use crate::ast::{CmpOp, Operator};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::{Label, Location};
use std::rc::Rc;

/// The ways to read an attribute: they share opcodes and differ in the low bits of the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttrLoad {
    Attribute,
    Method,
    /// `super(T, obj).name`
    Super,
    /// `super(T, obj).name()`
    SuperMethod,
    /// `super().name`
    ZeroSuper,
    /// `super().name()`
    ZeroSuperMethod,
}

impl Codegen<'_> {
    pub(super) fn op(&mut self, opcode: Opcode, loc: Location) {
        self.op_i(opcode, 0, loc);
    }

    pub(super) fn op_i(&mut self, opcode: Opcode, arg: u32, loc: Location) {
        let node = self.node;
        let sequence = &mut self.unit_mut().sequence;
        sequence.node = node;
        sequence.emit(opcode, arg, loc);
    }

    pub(super) fn new_label(&mut self) -> Label {
        self.unit_mut().sequence.new_label()
    }

    pub(super) fn use_label(&mut self, label: Label) {
        self.unit_mut().sequence.use_label(label);
    }

    pub(super) fn jump(&mut self, opcode: Opcode, target: Label, loc: Location) {
        self.op_i(opcode, target.0, loc);
    }

    pub(super) fn load_const(&mut self, constant: Constant, loc: Location) {
        let index = self.unit_mut().consts.add(constant);
        self.op_i(Opcode::LOAD_CONST, index, loc);
    }

    /// [`load_const`](Self::load_const) of a constant of the AST, which is copied only if it is new.
    pub(super) fn load_const_of(&mut self, constant: &Constant, loc: Location) {
        let index = self.unit_mut().consts.add_copy(constant);
        self.op_i(Opcode::LOAD_CONST, index, loc);
    }

    pub(super) fn load_str(&mut self, text: &Rc<str>, loc: Location) {
        self.load_const(Constant::Str(text.clone()), loc);
    }

    /// A tuple of strings as one constant.
    pub(super) fn load_str_tuple<'n>(&mut self, texts: impl Iterator<Item = &'n Rc<str>>, loc: Location) {
        let items: Vec<Constant> = texts.map(|text| Constant::Str(text.clone())).collect();
        self.load_const(Constant::Tuple(items.into()), loc);
    }

    /// The index of a name in `co_names`, as it stands.
    pub(super) fn name_index(&mut self, name: &Rc<str>) -> u32 {
        self.unit_mut().names.add(name)
    }

    /// An instruction on an attribute or import name.
    pub(super) fn op_name(&mut self, opcode: Opcode, name: &Rc<str>, loc: Location) {
        let mangled = self.maybe_mangle(name);
        let index = self.name_index(&mangled);
        self.op_i(opcode, index, loc);
    }

    pub(super) fn load_attr(&mut self, load: AttrLoad, name: &Rc<str>, loc: Location) {
        let mangled = self.maybe_mangle(name);
        let index = self.name_index(&mangled);
        let (opcode, arg) = match load {
            AttrLoad::Attribute => (Opcode::LOAD_ATTR, index << 1),
            AttrLoad::Method => (Opcode::LOAD_ATTR, index << 1 | 1),
            AttrLoad::ZeroSuper => (Opcode::LOAD_SUPER_ATTR, index << 2),
            AttrLoad::ZeroSuperMethod => (Opcode::LOAD_SUPER_ATTR, index << 2 | 1),
            AttrLoad::Super => (Opcode::LOAD_SUPER_ATTR, index << 2 | 2),
            AttrLoad::SuperMethod => (Opcode::LOAD_SUPER_ATTR, index << 2 | 3),
        };
        self.op_i(opcode, arg, loc);
    }

    pub(super) fn op_binary(&mut self, op: Operator, inplace: bool, loc: Location) {
        self.op_i(Opcode::BINARY_OP, oparg::binary(op, inplace), loc);
    }

    pub(super) fn op_compare(&mut self, op: CmpOp, loc: Location) {
        match (op, oparg::compare(op)) {
            (_, Some(arg)) => self.op_i(Opcode::COMPARE_OP, arg, loc),
            (CmpOp::Is | CmpOp::IsNot, _) => self.op_i(Opcode::IS_OP, u32::from(op == CmpOp::IsNot), loc),
            _ => self.op_i(Opcode::CONTAINS_OP, u32::from(op == CmpOp::NotIn), loc),
        }
    }

    /// Yields a value to the caller and takes what it sends back.
    pub(super) fn op_yield(&mut self, loc: Location) {
        let block = self.block();
        if block.generator && block.coroutine {
            self.op_i(Opcode::CALL_INTRINSIC_1, oparg::intrinsic_1::ASYNC_GEN_WRAP, loc);
        }
        self.op_i(Opcode::YIELD_VALUE, 0, loc);
        self.op_i(Opcode::RESUME, oparg::resume::AFTER_YIELD, loc);
    }

    /// Delegates to the iterator below the value on top, until it is exhausted (`yield from`, `await`).
    pub(super) fn yield_from(&mut self, loc: Location, is_await: bool) {
        let send = self.new_label();
        let fail = self.new_label();
        let exit = self.new_label();
        self.use_label(send);
        self.jump(Opcode::SEND, exit, loc);
        // Handles StopIteration that close() or throw() raises at the yield.
        self.jump(Opcode::SETUP_FINALLY, fail, loc);
        self.op_i(Opcode::YIELD_VALUE, 1, loc);
        self.op(Opcode::POP_BLOCK, Location::NONE);
        let resume = if is_await { oparg::resume::AFTER_AWAIT } else { oparg::resume::AFTER_YIELD_FROM };
        self.op_i(Opcode::RESUME, resume, loc);
        self.jump(Opcode::JUMP_NO_INTERRUPT, send, loc);
        self.use_label(fail);
        self.op(Opcode::CLEANUP_THROW, loc);
        self.use_label(exit);
        self.op(Opcode::END_SEND, loc);
    }

    /// Awaits the value on top; `arg` says whose (1 `__aenter__`, 2 `__aexit__`, else 0).
    pub(super) fn await_value(&mut self, arg: u32, loc: Location) {
        self.op_i(Opcode::GET_AWAITABLE, arg, loc);
        self.load_const(Constant::None, loc);
        self.yield_from(loc, true);
    }

    /// Leaves an exception handler with the exception still raised.
    pub(super) fn pop_except_and_reraise(&mut self, loc: Location) {
        self.op_i(Opcode::COPY, 3, loc);
        self.op(Opcode::POP_EXCEPT, loc);
        self.op_i(Opcode::RERAISE, 1, loc);
    }
}
