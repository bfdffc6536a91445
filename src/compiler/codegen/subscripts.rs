//! Subscripts and slices.
use super::oparg::SUBSCR;
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use std::rc::Rc;

impl Codegen<'_> {
    fn constant(&self, expr: Option<NodeId>) -> Option<Constant> {
        match expr.map(|expr| self.ast.kind(expr)) {
            None => Some(Constant::None),
            Some(NodeKind::Constant { value, .. }) => Some(value.clone()),
            Some(_) => None,
        }
    }

    /// The slice object of a slice between constants.
    fn constant_slice(&self, slice: NodeId) -> Option<Constant> {
        let NodeKind::Slice { lower, upper, step } = self.ast.kind(slice) else { return None };
        let parts = [self.constant(*lower)?, self.constant(*upper)?, self.constant(*step)?];
        Some(Constant::Slice(Rc::new(parts)))
    }

    /// Whether `BINARY_SLICE` and `STORE_SLICE` apply: a slice without step that is no constant.
    pub(super) fn is_two_part_slice(&self, slice: NodeId) -> bool {
        let two_parts = matches!(self.ast.kind(slice), NodeKind::Slice { step: None, .. });
        two_parts && self.constant_slice(slice).is_none()
    }

    /// The subscript and the access, once the container is on the stack.
    pub(super) fn finish_subscript(&mut self, slice: NodeId, ctx: ExprContext, loc: Location) -> Gen {
        if ctx != ExprContext::Del && self.is_two_part_slice(slice) {
            self.slice_parts(slice)?;
            let store = ctx == ExprContext::Store;
            self.op(if store { Opcode::STORE_SLICE } else { Opcode::BINARY_SLICE }, loc);
            return Ok(());
        }
        self.visit_expr(slice)?;
        match ctx {
            ExprContext::Load => self.op_i(Opcode::BINARY_OP, SUBSCR, loc),
            ExprContext::Store => self.op(Opcode::STORE_SUBSCR, loc),
            ExprContext::Del => self.op(Opcode::DELETE_SUBSCR, loc),
        }
        Ok(())
    }

    pub(super) fn slice_parts(&mut self, slice: NodeId) -> Gen {
        let NodeKind::Slice { lower, upper, .. } = self.ast.kind(slice) else { return Ok(()) };
        for part in [lower, upper] {
            match part {
                Some(part) => self.visit_expr(*part)?,
                None => self.load_const(Constant::None, self.loc(slice)),
            }
        }
        Ok(())
    }

    pub(super) fn slice(&mut self, slice: NodeId) -> Gen {
        let loc = self.loc(slice);
        if let Some(constant) = self.constant_slice(slice) {
            self.load_const(constant, loc);
            return Ok(());
        }
        self.slice_parts(slice)?;
        let NodeKind::Slice { step, .. } = self.ast.kind(slice) else { return Ok(()) };
        if let Some(step) = step {
            self.visit_expr(*step)?;
        }
        self.op_i(Opcode::BUILD_SLICE, if step.is_some() { 3 } else { 2 }, loc);
        Ok(())
    }
}
