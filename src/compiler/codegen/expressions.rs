//! Expressions: the dispatch and the operators.
use super::emit::AttrLoad;
use super::oparg::intrinsic_1;
use super::unit::ScopeKind;
use super::{Codegen, Gen};
use crate::ast::{BoolOp, CmpOp, ExprContext, NodeId, NodeKind, NodeList, UnaryOp};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::Diagnostic;
use std::rc::Rc;

impl Codegen<'_> {
    /// Emits the code of an expression. Chains are emitted in a loop: first the innermost operand, then link after link;
    /// a link that is a binary operation comes up twice, before and after its right operand.
    pub(super) fn visit_expr(&mut self, expr: NodeId) -> Gen {
        let outer = self.links.len();
        self.visit_first(expr)?;
        while self.links.len() > outer
            && let Some((link, has_operands)) = self.links.pop()
        {
            match self.ast.kind(link) {
                NodeKind::BinOp { right, .. } if !has_operands => {
                    self.links.push((link, true));
                    self.visit_first(*right)?;
                }
                _ => self.within(link, |codegen| codegen.finish_link(link))?,
            }
        }
        Ok(())
    }

    /// Emits the innermost first operand of an expression; the links around it are still to be finished.
    fn visit_first(&mut self, expr: NodeId) -> Gen {
        let mut first = expr;
        while let Some(next) = self.first_operand(first)? {
            self.links.push((first, false));
            first = next;
        }
        self.within(first, |codegen| codegen.visit_whole(first))
    }

    pub(super) fn visit_exprs(&mut self, list: NodeList) -> Gen {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|&expr| self.visit_expr(expr))
    }

    /// The expression whose code comes first in that of `expr`, for the kinds that form left-deep chains.
    fn first_operand(&mut self, expr: NodeId) -> Result<Option<NodeId>, Diagnostic> {
        Ok(match self.ast.kind(expr) {
            NodeKind::BinOp { left, .. } | NodeKind::Compare { left, .. } => Some(*left),
            NodeKind::Subscript { value, .. } => Some(*value),
            NodeKind::UnaryOp { operand, .. } => Some(*operand),
            NodeKind::Attribute { value, ctx, .. } => {
                if *ctx == ExprContext::Load && self.is_optimizable_super(expr) {
                    return Ok(None);
                }
                self.note_static_attribute(expr);
                Some(*value)
            }
            NodeKind::Call { .. } => self.first_call_operand(expr)?,
            _ => None,
        })
    }

    /// The code of `expr` after that of its first operand.
    fn finish_link(&mut self, expr: NodeId) -> Gen {
        let kind = self.ast.kind(expr);
        if let NodeKind::Call { .. } = kind {
            return self.finish_call(expr);
        }
        let loc = self.loc(expr);
        match kind {
            NodeKind::BinOp { op, .. } => {
                self.op_binary(*op, false, loc);
                Ok(())
            }
            NodeKind::UnaryOp { op, .. } => {
                self.unary_op(*op, loc);
                Ok(())
            }
            NodeKind::Compare { ops, comparators, .. } => self.finish_compare(ops, *comparators, loc),
            NodeKind::Subscript { slice, ctx, .. } => self.finish_subscript(*slice, *ctx, loc),
            NodeKind::Attribute { attr, ctx, .. } => {
                let loc = self.attribute_loc(loc, expr);
                match ctx {
                    ExprContext::Load => self.load_attr(AttrLoad::Attribute, attr, loc),
                    ExprContext::Store => self.op_name(Opcode::STORE_ATTR, attr, loc),
                    ExprContext::Del => self.op_name(Opcode::DELETE_ATTR, attr, loc),
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// An expression that does not start with another one's code.
    fn visit_whole(&mut self, expr: NodeId) -> Gen {
        let loc = self.loc(expr);
        match self.ast.kind(expr) {
            NodeKind::NamedExpr { target, value } => {
                self.visit_expr(*value)?;
                self.op_i(Opcode::COPY, 1, loc);
                self.visit_expr(*target)
            }
            NodeKind::BoolOp { op, values } => self.bool_op(*op, *values, loc),
            NodeKind::Lambda { .. } => self.lambda(expr),
            NodeKind::IfExp { .. } => self.if_expr(expr),
            NodeKind::Dict { keys, values } => self.dict(*keys, *values, loc),
            NodeKind::Set { elts } => self.set(*elts, loc),
            NodeKind::GeneratorExp { .. }
            | NodeKind::ListComp { .. }
            | NodeKind::SetComp { .. }
            | NodeKind::DictComp { .. } => self.comprehension(expr),
            NodeKind::Yield { value } => self.yield_expr(expr, *value),
            NodeKind::YieldFrom { value } => self.yield_from_expr(expr, *value),
            NodeKind::Await { value } => {
                self.visit_expr(*value)?;
                self.await_value(0, loc);
                Ok(())
            }
            NodeKind::Constant { value, .. } => {
                self.load_const_of(value, loc);
                Ok(())
            }
            NodeKind::JoinedStr { values } => self.joined_str(*values, loc),
            NodeKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted_value(*value, *conversion, *format_spec, loc)
            }
            NodeKind::TemplateStr { values } => self.template_str(*values, loc),
            NodeKind::Interpolation { .. } => self.interpolation(expr),
            NodeKind::Attribute { value, attr, .. } => self.super_attribute(expr, *value, attr),
            NodeKind::Call { .. } => self.super_method_call(expr),
            NodeKind::Starred { ctx: ExprContext::Store, .. } => {
                Err(self.error("starred assignment target must be in a list or tuple", expr))
            }
            NodeKind::Starred { .. } => Err(self.error("can't use starred expression here", expr)),
            NodeKind::Slice { .. } => self.slice(expr),
            NodeKind::Name { id, ctx } => self.name_op(id, *ctx, loc),
            NodeKind::List { elts, ctx } => self.list(*elts, *ctx, expr),
            NodeKind::Tuple { elts, ctx } => self.tuple(*elts, *ctx, expr),
            other => Err(Diagnostic::unsupported(format!("{} here", other.name()), self.ast.span(expr))),
        }
    }

    /// An attribute access over several lines is placed at the attribute's name.
    pub(super) fn attribute_loc(&self, mut loc: Location, attribute: NodeId) -> Location {
        let end = self.loc(attribute);
        let NodeKind::Attribute { attr, .. } = self.ast.kind(attribute) else { return loc };
        if loc.line == end.end_line {
            return loc;
        }
        loc.line = end.end_line;
        // CPython counts code points here although columns are bytes.
        let len = attr.chars().count() as i32;
        if len <= end.end_col {
            loc.col = end.end_col - len;
        } else {
            loc.col = -1;
            loc.end_col = -1;
        }
        loc.end_line = loc.line.max(loc.end_line);
        if loc.line == loc.end_line {
            loc.end_col = loc.col.max(loc.end_col);
        }
        loc
    }

    /// `self.x = ..` in a method adds `x` to the class's `__static_attributes__`.
    fn note_static_attribute(&mut self, expr: NodeId) {
        let NodeKind::Attribute { value, attr, ctx: ExprContext::Store } = self.ast.kind(expr) else {
            return;
        };
        if !matches!(self.ast.kind(*value), NodeKind::Name { id, .. } if &**id == "self") {
            return;
        }
        let (_, outer) = self.units.split_last_mut().expect("code is generated only inside a unit");
        if let Some(class) = outer.iter_mut().rev().find(|unit| unit.kind == ScopeKind::Class) {
            class.static_attributes.insert(Rc::clone(attr));
        }
    }

    fn bool_op(&mut self, op: BoolOp, values: NodeList, loc: Location) -> Gen {
        let opcode = match op {
            BoolOp::And => Opcode::JUMP_IF_FALSE,
            BoolOp::Or => Opcode::JUMP_IF_TRUE,
        };
        let ast = self.ast;
        let end = self.new_label();
        if let [init @ .., last] = ast.list(values) {
            for &value in init {
                self.visit_expr(value)?;
                self.jump(opcode, end, loc);
                self.op(Opcode::POP_TOP, loc);
            }
            self.visit_expr(*last)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn unary_op(&mut self, op: UnaryOp, loc: Location) {
        match op {
            UnaryOp::UAdd => self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::UNARY_POSITIVE, loc),
            UnaryOp::Not => {
                self.op(Opcode::TO_BOOL, loc);
                self.op(Opcode::UNARY_NOT, loc);
            }
            UnaryOp::Invert => self.op(Opcode::UNARY_INVERT, loc),
            UnaryOp::USub => self.op(Opcode::UNARY_NEGATIVE, loc),
        }
    }

    fn finish_compare(&mut self, ops: &[CmpOp], comparators: NodeList, loc: Location) -> Gen {
        let ast = self.ast;
        let ([init_ops @ .., last_op], [init @ .., last]) = (ops, ast.list(comparators)) else {
            return Ok(());
        };
        if init.is_empty() {
            self.visit_expr(*last)?;
            self.op_compare(*last_op, loc);
            return Ok(());
        }
        let cleanup = self.new_label();
        for (&op, &comparator) in init_ops.iter().zip(init) {
            self.visit_expr(comparator)?;
            self.op_i(Opcode::SWAP, 2, loc);
            self.op_i(Opcode::COPY, 2, loc);
            self.op_compare(op, loc);
            self.op_i(Opcode::COPY, 1, loc);
            self.op(Opcode::TO_BOOL, loc);
            self.jump(Opcode::POP_JUMP_IF_FALSE, cleanup, loc);
            self.op(Opcode::POP_TOP, loc);
        }
        self.visit_expr(*last)?;
        self.op_compare(*last_op, loc);
        let end = self.new_label();
        self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
        self.use_label(cleanup);
        self.op_i(Opcode::SWAP, 2, loc);
        self.op(Opcode::POP_TOP, loc);
        self.use_label(end);
        Ok(())
    }

    fn yield_expr(&mut self, expr: NodeId, value: Option<NodeId>) -> Gen {
        if !self.block().is_function_like() {
            return Err(self.error("'yield' outside function", expr));
        }
        let loc = self.loc(expr);
        match value {
            Some(value) => self.visit_expr(value)?,
            None => self.load_const(Constant::None, loc),
        }
        self.op_yield(loc);
        Ok(())
    }

    fn yield_from_expr(&mut self, expr: NodeId, value: NodeId) -> Gen {
        if !self.block().is_function_like() {
            return Err(self.error("'yield from' outside function", expr));
        }
        if self.unit().kind == ScopeKind::AsyncFunction {
            return Err(self.error("'yield from' inside async function", expr));
        }
        let loc = self.loc(expr);
        self.visit_expr(value)?;
        self.op(Opcode::GET_YIELD_FROM_ITER, loc);
        self.load_const(Constant::None, loc);
        self.yield_from(loc, false);
        Ok(())
    }
}
