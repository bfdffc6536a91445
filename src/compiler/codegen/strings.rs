//! f-strings and t-strings.
use super::emit::AttrLoad;
use super::oparg::{STACK_USE_GUIDELINE, conversion};
use super::{Codegen, Gen};
use crate::ast::{NodeId, NodeKind, NodeList, Operator};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;

impl Codegen<'_> {
    pub(super) fn joined_str(&mut self, values: NodeList, loc: Location) -> Gen {
        let ast = self.ast;
        if values.len() > STACK_USE_GUIDELINE {
            self.load_const(Constant::from(""), loc);
            self.load_attr(AttrLoad::Method, &"join".into(), loc);
            self.op_i(Opcode::BUILD_LIST, 0, loc);
            for &value in ast.list(values) {
                self.visit_expr(value)?;
                self.op_i(Opcode::LIST_APPEND, 1, loc);
            }
            self.op_i(Opcode::CALL, 1, loc);
            return Ok(());
        }
        self.visit_exprs(values)?;
        match values.len() {
            0 => self.load_const(Constant::from(""), loc),
            1 => {}
            count => self.op_i(Opcode::BUILD_STRING, count as u32, loc),
        }
        Ok(())
    }

    pub(super) fn formatted_value(
        &mut self,
        value: NodeId,
        conversion_char: i32,
        format_spec: Option<NodeId>,
        loc: Location,
    ) -> Gen {
        self.visit_expr(value)?;
        if let Some(arg) = conversion(conversion_char) {
            self.op_i(Opcode::CONVERT_VALUE, arg, loc);
        }
        match format_spec {
            Some(spec) => {
                self.visit_expr(spec)?;
                self.op(Opcode::FORMAT_WITH_SPEC, loc);
            }
            None => self.op(Opcode::FORMAT_SIMPLE, loc),
        }
        Ok(())
    }

    /// A t-string: a tuple of its strings (one more than fields), a tuple of its fields.
    pub(super) fn template_str(&mut self, values: NodeList, loc: Location) -> Gen {
        let ast = self.ast;
        let is_field = |value: &NodeId| matches!(ast.kind(*value), NodeKind::Interpolation { .. });
        let (mut strings, mut fields) = (0, 0);
        for texts in ast.list(values).split(is_field) {
            match texts {
                [] => self.load_const(Constant::from(""), loc),
                [first, rest @ ..] => {
                    self.visit_expr(*first)?;
                    for &text in rest {
                        self.visit_expr(text)?;
                        self.op_binary(Operator::Add, true, loc);
                    }
                }
            }
            strings += 1;
        }
        self.op_i(Opcode::BUILD_TUPLE, strings, loc);
        for &field in ast.list(values).iter().filter(|value| is_field(value)) {
            self.visit_expr(field)?;
            fields += 1;
        }
        self.op_i(Opcode::BUILD_TUPLE, fields, loc);
        self.op(Opcode::BUILD_TEMPLATE, loc);
        Ok(())
    }

    pub(super) fn interpolation(&mut self, expr: NodeId) -> Gen {
        let NodeKind::Interpolation { value, str, conversion: conversion_char, format_spec } =
            self.ast.kind(expr)
        else {
            return Ok(());
        };
        let loc = self.loc(expr);
        self.visit_expr(*value)?;
        self.load_const_of(str, loc);
        let mut arg = 2;
        if let Some(spec) = format_spec {
            arg += 1;
            self.visit_expr(*spec)?;
        }
        if let Some(conversion) = conversion(*conversion_char) {
            arg |= conversion << 2;
        }
        self.op_i(Opcode::BUILD_INTERPOLATION, arg, loc);
        Ok(())
    }
}
