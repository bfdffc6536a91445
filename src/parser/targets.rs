//! What may be assigned to, deleted and annotated, and the names messages give to what may not (`Parser/pegen.c`,
//! `_PyPegen_get_invalid_target`, `_PyPegen_get_expr_name`).
use super::builder::{Build, Builder, Item};
use crate::ast::{ExprContext, NodeId, NodeKind};
use crate::bytecode::Constant;
use crate::lexer::Kind;

impl Builder<'_> {
    /// Makes `target` and its parts a target of `ctx`.
    pub(super) fn set_target(&mut self, target: NodeId, ctx: ExprContext) -> Build<()> {
        if let Some(invalid) = self.mark_target(target, ctx) {
            let verb = if ctx == ExprContext::Del { "delete" } else { "assign to" };
            let message = format!("cannot {verb} {}", self.expression_name(invalid));
            return Err(self.error(message, self.ast.span(invalid)));
        }
        Ok(())
    }

    pub(super) fn set_augmented_target(&mut self, item: Item, target: NodeId) -> Build<()> {
        let single = matches!(
            self.ast.kind(target),
            NodeKind::Name { .. } | NodeKind::Attribute { .. } | NodeKind::Subscript { .. }
        );
        if single {
            return self.set_target(target, ExprContext::Store);
        }
        let name = self.expression_name(target);
        let span = self.outer_span(item, target);
        Err(self.error(format!("'{name}' is an illegal expression for augmented assignment"), span))
    }

    pub(super) fn set_annotated(&mut self, item: Item, target: NodeId) -> Build<()> {
        let span = self.outer_span(item, target);
        match self.ast.kind(target) {
            NodeKind::Name { .. } | NodeKind::Attribute { .. } | NodeKind::Subscript { .. } => {
                self.set_target(target, ExprContext::Store)
            }
            NodeKind::List { .. } => Err(self.error("only single target (not list) can be annotated", span)),
            NodeKind::Tuple { elts, .. } => {
                let parenthesized = self.kind(item.first) == Kind::Lpar;
                let first = self.ast.list(*elts).first().copied();
                let span = first.filter(|_| !parenthesized).map_or(span, |first| self.ast.span(first));
                Err(self.error("only single target (not tuple) can be annotated", span))
            }
            _ => Err(self.error("illegal target for annotation", span)),
        }
    }

    fn outer_span(&self, _item: Item, target: NodeId) -> crate::source::Span {
        self.ast.span(target)
    }

    /// Sets the context of all parts; the first part that is no target, if any.
    fn mark_target(&mut self, target: NodeId, new: ExprContext) -> Option<NodeId> {
        let mut work = vec![target];
        while let Some(id) = work.pop() {
            match &mut self.ast.node_mut(id).kind {
                NodeKind::Name { ctx, .. }
                | NodeKind::Attribute { ctx, .. }
                | NodeKind::Subscript { ctx, .. } => {
                    *ctx = new;
                }
                NodeKind::Starred { ctx, value } if new != ExprContext::Del => {
                    *ctx = new;
                    work.push(*value);
                }
                NodeKind::List { ctx, elts } | NodeKind::Tuple { ctx, elts } => {
                    *ctx = new;
                    let elts = *elts;
                    work.extend(self.ast.list(elts).iter().rev());
                }
                _ => return Some(id),
            }
        }
        None
    }

    /// What messages call an expression.
    pub(super) fn expression_name(&self, id: NodeId) -> &'static str {
        match self.ast.kind(id) {
            NodeKind::Attribute { .. } => "attribute",
            NodeKind::Subscript { .. } => "subscript",
            NodeKind::Starred { .. } => "starred",
            NodeKind::Name { .. } => "name",
            NodeKind::List { .. } => "list",
            NodeKind::Tuple { .. } => "tuple",
            NodeKind::Lambda { .. } => "lambda",
            NodeKind::Call { .. } => "function call",
            NodeKind::BoolOp { .. } | NodeKind::BinOp { .. } | NodeKind::UnaryOp { .. } => "expression",
            NodeKind::GeneratorExp { .. } => "generator expression",
            NodeKind::Yield { .. } | NodeKind::YieldFrom { .. } => "yield expression",
            NodeKind::Await { .. } => "await expression",
            NodeKind::ListComp { .. } => "list comprehension",
            NodeKind::SetComp { .. } => "set comprehension",
            NodeKind::DictComp { .. } => "dict comprehension",
            NodeKind::Dict { .. } => "dict literal",
            NodeKind::Set { .. } => "set display",
            NodeKind::JoinedStr { .. } | NodeKind::FormattedValue { .. } => "f-string expression",
            NodeKind::TemplateStr { .. } | NodeKind::Interpolation { .. } => "t-string expression",
            NodeKind::Constant { value: Constant::None, .. } => "None",
            NodeKind::Constant { value: Constant::Bool(true), .. } => "True",
            NodeKind::Constant { value: Constant::Bool(false), .. } => "False",
            NodeKind::Constant { value: Constant::Ellipsis, .. } => "ellipsis",
            NodeKind::Constant { .. } => "literal",
            NodeKind::Compare { .. } => "comparison",
            NodeKind::IfExp { .. } => "conditional expression",
            NodeKind::NamedExpr { .. } => "named expression",
            _ => "expression",
        }
    }
}
