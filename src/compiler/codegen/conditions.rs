//! Conditions: jumping on the truth of an expression, `if` and the conditional expression.
use super::{Codegen, Gen};
use crate::ast::{BoolOp, NodeId, NodeKind, NodeList, UnaryOp};
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::{Label, Location};

impl Codegen<'_> {
    /// Jumps to `target` if the truth of `expr` is `cond`, without building the value where it can be avoided
    /// (`codegen_jump_if`).
    pub(super) fn jump_if(&mut self, mut expr: NodeId, target: Label, mut cond: bool) -> Gen {
        while let NodeKind::UnaryOp { op: UnaryOp::Not, operand } = self.ast.kind(expr) {
            (expr, cond) = (*operand, !cond);
        }
        self.within(expr, |codegen| codegen.test(expr, target, cond))
    }

    fn test(&mut self, expr: NodeId, target: Label, cond: bool) -> Gen {
        match self.ast.kind(expr) {
            NodeKind::BoolOp { op, values } => self.jump_if_bool_op(*op, *values, target, cond),
            NodeKind::IfExp { .. } => {
                self.choose(expr, &mut |codegen, branch| codegen.jump_if(branch, target, cond))
            }
            NodeKind::Compare { ops, .. } if ops.len() > 1 => self.jump_if_compare(expr, target, cond),
            _ => {
                self.visit_expr(expr)?;
                self.pop_jump(target, cond, self.loc(expr));
                Ok(())
            }
        }
    }

    fn pop_jump(&mut self, target: Label, cond: bool, loc: Location) {
        self.op(Opcode::TO_BOOL, loc);
        let opcode = if cond { Opcode::POP_JUMP_IF_TRUE } else { Opcode::POP_JUMP_IF_FALSE };
        self.jump(opcode, target, loc);
    }

    fn jump_if_bool_op(&mut self, op: BoolOp, values: NodeList, target: Label, cond: bool) -> Gen {
        let ast = self.ast;
        let [init @ .., last] = ast.list(values) else { return Ok(()) };
        let short_cut = op == BoolOp::Or;
        let early = if short_cut == cond { target } else { self.new_label() };
        for &value in init {
            self.jump_if(value, early, short_cut)?;
        }
        self.jump_if(*last, target, cond)?;
        if early != target {
            self.use_label(early);
        }
        Ok(())
    }

    /// A chained comparison.
    fn jump_if_compare(&mut self, expr: NodeId, target: Label, cond: bool) -> Gen {
        let ast = self.ast;
        let NodeKind::Compare { left, ops, comparators } = ast.kind(expr) else { return Ok(()) };
        let ([init_ops @ .., last_op], [init @ .., last]) = (&**ops, ast.list(*comparators)) else {
            return Ok(());
        };
        let loc = self.loc(expr);
        let cleanup = self.new_label();
        self.visit_expr(*left)?;
        for (&op, &comparator) in init_ops.iter().zip(init) {
            self.visit_expr(comparator)?;
            self.op_i(Opcode::SWAP, 2, loc);
            self.op_i(Opcode::COPY, 2, loc);
            self.op_compare(op, loc);
            self.pop_jump(cleanup, false, loc);
        }
        self.visit_expr(*last)?;
        self.op_compare(*last_op, loc);
        self.pop_jump(target, cond, loc);
        let end = self.new_label();
        self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
        self.use_label(cleanup);
        self.op(Opcode::POP_TOP, loc);
        if !cond {
            self.jump(Opcode::JUMP_NO_INTERRUPT, target, Location::NONE);
        }
        self.use_label(end);
        Ok(())
    }

    pub(super) fn if_expr(&mut self, expr: NodeId) -> Gen {
        self.choose(expr, &mut |codegen, branch| codegen.visit_expr(branch))
    }

    /// A conditional expression whose branches `emit` writes. `a if b else c if d else e`, as long as it is, is a loop.
    fn choose(&mut self, mut expr: NodeId, emit: &mut dyn FnMut(&mut Self, NodeId) -> Gen) -> Gen {
        let ast = self.ast;
        let mut ends = Vec::new();
        while let NodeKind::IfExp { test, body, orelse } = ast.kind(expr) {
            let end = self.new_label();
            let otherwise = self.new_label();
            ends.push(end);
            self.within(expr, |codegen| {
                codegen.jump_if(*test, otherwise, false)?;
                emit(codegen, *body)?;
                codegen.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
                codegen.use_label(otherwise);
                Ok(())
            })?;
            expr = *orelse;
        }
        emit(self, expr)?;
        ends.into_iter().rev().for_each(|end| self.use_label(end));
        Ok(())
    }

    /// `elif` is an `if` as the only statement of `orelse`; such chains are emitted in a loop.
    pub(super) fn if_stmt(&mut self, stmt: NodeId) -> Gen {
        let ast = self.ast;
        let mut ends = Vec::new();
        let mut next = Some(stmt);
        while let Some(stmt) = next.take() {
            let NodeKind::If { test, body, orelse } = ast.kind(stmt) else { break };
            let end = self.new_label();
            ends.push(end);
            if orelse.is_empty() {
                self.jump_if(*test, end, false)?;
                self.visit_stmts(*body)?;
                break;
            }
            let otherwise = self.new_label();
            self.jump_if(*test, otherwise, false)?;
            self.visit_stmts(*body)?;
            self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
            self.use_label(otherwise);
            match ast.list(*orelse) {
                [only] if matches!(ast.kind(*only), NodeKind::If { .. }) => next = Some(*only),
                _ => self.visit_stmts(*orelse)?,
            }
        }
        for end in ends.into_iter().rev() {
            self.use_label(end);
        }
        Ok(())
    }
}
