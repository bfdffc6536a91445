//! Assignments: plain, augmented, annotated, and unpacking.
use super::emit::AttrLoad;
use super::oparg::SUBSCR;
use super::unit::{DeferredAnnotation, ScopeKind};
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList, Operator};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use std::rc::Rc;

impl Codegen<'_> {
    pub(super) fn assign(&mut self, targets: NodeList, value: NodeId, loc: Location) -> Gen {
        let ast = self.ast;
        self.visit_expr(value)?;
        if let [init @ .., last] = ast.list(targets) {
            for &target in init {
                self.op_i(Opcode::COPY, 1, loc);
                self.visit_expr(target)?;
            }
            self.visit_expr(*last)?;
        }
        Ok(())
    }

    /// Stores the value on top into the targets of a tuple or list.
    pub(super) fn unpack_into(&mut self, elts: NodeList, expr: NodeId) -> Gen {
        let ast = self.ast;
        let items = ast.list(elts);
        let loc = self.loc(expr);
        let is_starred = |item: &&NodeId| matches!(ast.kind(**item), NodeKind::Starred { .. });
        match items.iter().position(|item| is_starred(&item)) {
            None => self.op_i(Opcode::UNPACK_SEQUENCE, items.len() as u32, loc),
            Some(before) => {
                let after = items.len() - before - 1;
                if before >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                    return Err(self.error("too many expressions in star-unpacking assignment", expr));
                }
                self.op_i(Opcode::UNPACK_EX, (before + (after << 8)) as u32, loc);
                if items.iter().filter(is_starred).count() > 1 {
                    return Err(self.error("multiple starred expressions in assignment", expr));
                }
            }
        }
        items.iter().try_for_each(|&item| self.visit_starred(item))
    }

    pub(super) fn aug_assign(
        &mut self,
        target: NodeId,
        op: Operator,
        value: NodeId,
        stmt_loc: Location,
    ) -> Gen {
        let ast = self.ast;
        let loc = self.loc(target);
        match ast.kind(target) {
            NodeKind::Name { id, .. } => {
                self.name_op(id, ExprContext::Load, loc)?;
                self.visit_expr(value)?;
                self.op_binary(op, true, stmt_loc);
                self.name_op(id, ExprContext::Store, loc)
            }
            NodeKind::Attribute { value: object, attr, .. } => {
                self.visit_expr(*object)?;
                self.op_i(Opcode::COPY, 1, loc);
                let loc = self.attribute_loc(loc, target);
                self.load_attr(AttrLoad::Attribute, attr, loc);
                self.visit_expr(value)?;
                self.op_binary(op, true, stmt_loc);
                self.op_i(Opcode::SWAP, 2, loc);
                self.op_name(Opcode::STORE_ATTR, attr, loc);
                Ok(())
            }
            NodeKind::Subscript { value: object, slice, .. } => {
                self.visit_expr(*object)?;
                if self.is_two_part_slice(*slice) {
                    return self.aug_assign_slice(*slice, op, value, loc, stmt_loc);
                }
                self.visit_expr(*slice)?;
                self.op_i(Opcode::COPY, 2, loc);
                self.op_i(Opcode::COPY, 2, loc);
                self.op_i(Opcode::BINARY_OP, SUBSCR, loc);
                self.visit_expr(value)?;
                self.op_binary(op, true, stmt_loc);
                self.op_i(Opcode::SWAP, 3, loc);
                self.op_i(Opcode::SWAP, 2, loc);
                self.op(Opcode::STORE_SUBSCR, loc);
                Ok(())
            }
            _ => Err(self.error("illegal target for augmented assignment", target)),
        }
    }

    fn aug_assign_slice(
        &mut self,
        slice: NodeId,
        op: Operator,
        value: NodeId,
        loc: Location,
        stmt_loc: Location,
    ) -> Gen {
        self.slice_parts(slice)?;
        for _ in 0..3 {
            self.op_i(Opcode::COPY, 3, loc);
        }
        self.op(Opcode::BINARY_SLICE, loc);
        self.visit_expr(value)?;
        self.op_binary(op, true, stmt_loc);
        for depth in [4, 3, 2] {
            self.op_i(Opcode::SWAP, depth, loc);
        }
        self.op(Opcode::STORE_SLICE, loc);
        Ok(())
    }

    pub(super) fn ann_assign(&mut self, stmt: NodeId) -> Gen {
        let ast = self.ast;
        let NodeKind::AnnAssign { target, annotation, value, simple } = ast.kind(stmt) else { return Ok(()) };
        if let Some(value) = value {
            self.visit_expr(*value)?;
            self.visit_expr(*target)?;
        }
        match ast.kind(*target) {
            NodeKind::Name { id, .. } if *simple != 0 => {
                if self.table.future.annotations {
                    self.store_annotation_text(id, *annotation, self.loc(stmt))
                } else {
                    self.defer_annotation(stmt)
                }
            }
            NodeKind::Attribute { value: object, .. } if value.is_none() => self.check_evaluates(*object),
            NodeKind::Subscript { value: object, slice, .. } if value.is_none() => {
                self.check_evaluates(*object)?;
                self.check_subscript_evaluates(*slice)
            }
            _ => Ok(()),
        }
    }

    /// `__annotations__['name'] = 'text'` (PEP 563)
    fn store_annotation_text(&mut self, name: &Rc<str>, annotation: NodeId, loc: Location) -> Gen {
        if !matches!(self.unit().kind, ScopeKind::Module | ScopeKind::Class) {
            return Ok(());
        }
        self.annotation_text(annotation)?;
        self.op_name(Opcode::LOAD_NAME, &"__annotations__".into(), loc);
        let mangled = self.maybe_mangle(name);
        self.load_str(&mangled, loc);
        self.op(Opcode::STORE_SUBSCR, loc);
        Ok(())
    }

    /// The annotation of a module's or class's variable goes to `__annotate__`; whether the statement is reached is
    /// recorded if it may not be.
    fn defer_annotation(&mut self, stmt: NodeId) -> Gen {
        let loc = self.loc(stmt);
        let unit = self.unit_mut();
        let in_module = unit.kind == ScopeKind::Module;
        if !in_module && unit.kind != ScopeKind::Class {
            return Ok(());
        }
        let mut conditional_index = None;
        if in_module || unit.in_conditional_block > 0 {
            conditional_index = Some(unit.next_conditional_index);
            unit.next_conditional_index += 1;
        }
        unit.deferred_annotations.push(DeferredAnnotation { stmt, conditional_index });
        let Some(index) = conditional_index else { return Ok(()) };
        let name = "__conditional_annotations__";
        if in_module {
            let name_index = self.name_index(&name.into());
            self.op_i(Opcode::LOAD_NAME, name_index, loc);
        } else {
            let cell = self.cell_index(name)?;
            self.op_i(Opcode::LOAD_DEREF, cell, loc);
        }
        self.load_const(Constant::from(i64::from(index)), loc);
        self.op_i(Opcode::SET_ADD, 1, loc);
        self.op(Opcode::POP_TOP, loc);
        Ok(())
    }

    fn check_evaluates(&mut self, expr: NodeId) -> Gen {
        self.visit_expr(expr)?;
        self.op(Opcode::POP_TOP, self.loc(expr));
        Ok(())
    }

    fn check_subscript_evaluates(&mut self, slice: NodeId) -> Gen {
        let ast = self.ast;
        match ast.kind(slice) {
            NodeKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().flatten().try_for_each(|&part| self.check_evaluates(part))
            }
            NodeKind::Tuple { elts, .. } => {
                ast.list(*elts).iter().try_for_each(|&elt| self.check_subscript_evaluates(elt))
            }
            _ => self.check_evaluates(slice),
        }
    }
}
