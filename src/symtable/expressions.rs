//! The first pass over expressions and annotations.
use super::block::{BlockKey, BlockKind};
use super::collect::{Collector, Visit, check_name, error};
use super::flags::Flags;
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::source::Span;

impl Collector<'_> {
    /// Visits an expression. Chains (`a + b + c`, `a.b().c()`, `- - a`, `a ** b ** c`) are walked in a loop.
    pub(super) fn visit_expr(&mut self, expr: NodeId) -> Visit {
        self.deeper(self.ast.span(expr), |this| {
            let outer = this.links.len();
            this.visit_first(expr)?;
            while this.links.len() > outer
                && let Some(link) = this.links.pop()
            {
                match this.ast.kind(link) {
                    NodeKind::BinOp { right, .. } => this.visit_first(*right)?,
                    _ => this.visit_rest(link)?,
                }
            }
            Ok(())
        })
    }

    /// Visits the innermost first operand of an expression; the links around it are still to be visited.
    fn visit_first(&mut self, expr: NodeId) -> Visit {
        let mut first = expr;
        while let Some(next) = self.first_child(first)? {
            self.links.push(first);
            first = next;
        }
        self.visit_expr_kind(first)
    }

    /// The operand with which a link of a left-deep chain begins.
    fn first_child(&self, expr: NodeId) -> Result<Option<NodeId>, crate::diagnostic::Diagnostic> {
        Ok(match self.ast.kind(expr) {
            NodeKind::BinOp { left, .. } | NodeKind::Compare { left, .. } => Some(*left),
            NodeKind::Call { func, .. } => Some(*func),
            NodeKind::Subscript { value, .. } => Some(*value),
            NodeKind::UnaryOp { operand, .. } => Some(*operand),
            NodeKind::Attribute { value, attr, ctx } => {
                check_name(attr, self.ast.span(expr), *ctx)?;
                Some(*value)
            }
            _ => None,
        })
    }

    /// What follows the first operand of a link.
    fn visit_rest(&mut self, expr: NodeId) -> Visit {
        match self.ast.kind(expr) {
            NodeKind::Compare { comparators, .. } => self.visit_exprs(*comparators),
            NodeKind::Call { args, keywords, .. } => {
                self.visit_exprs(*args)?;
                self.visit_keywords(*keywords)
            }
            NodeKind::Subscript { slice, .. } => self.visit_expr(*slice),
            _ => Ok(()),
        }
    }

    /// `a if b else c if d else e`, as long as it is, in a loop.
    fn visit_if_exp(&mut self, mut expr: NodeId) -> Visit {
        while let NodeKind::IfExp { test, body, orelse } = self.ast.kind(expr) {
            self.visit_expr(*test)?;
            self.visit_expr(*body)?;
            expr = *orelse;
        }
        self.visit_expr(expr)
    }

    pub(super) fn visit_keywords(&mut self, keywords: NodeList) -> Visit {
        let ast = self.ast;
        for &keyword in ast.list(keywords) {
            if let NodeKind::Keyword { arg: Some(arg), .. } = ast.kind(keyword) {
                check_name(arg, ast.span(keyword), ExprContext::Store)?;
            }
        }
        for &keyword in ast.list(keywords) {
            if let NodeKind::Keyword { value, .. } = ast.kind(keyword) {
                self.visit_expr(*value)?;
            }
        }
        Ok(())
    }

    fn visit_expr_kind(&mut self, expr: NodeId) -> Visit {
        let ast = self.ast;
        let span = ast.span(expr);
        match ast.kind(expr) {
            NodeKind::NamedExpr { target, value } => self.visit_named_expr(expr, *target, *value),
            NodeKind::BoolOp { values, .. }
            | NodeKind::JoinedStr { values }
            | NodeKind::TemplateStr { values } => self.visit_exprs(*values),
            NodeKind::Lambda { args, body } => self.visit_lambda(expr, *args, *body),
            NodeKind::IfExp { .. } => self.visit_if_exp(expr),
            NodeKind::Dict { keys, values } => {
                ast.opt_list(*keys).iter().flatten().try_for_each(|&key| self.visit_expr(key))?;
                self.visit_exprs(*values)
            }
            NodeKind::Set { elts } | NodeKind::List { elts, .. } | NodeKind::Tuple { elts, .. } => {
                self.visit_exprs(*elts)
            }
            NodeKind::GeneratorExp { elt, generators }
            | NodeKind::ListComp { elt, generators }
            | NodeKind::SetComp { elt, generators } => {
                self.visit_comprehension(expr, *generators, *elt, None)
            }
            NodeKind::DictComp { key, value, generators } => {
                self.visit_comprehension(expr, *generators, *key, Some(*value))
            }
            NodeKind::Yield { value } => {
                self.forbid_in_annotation("yield expression", span)?;
                self.visit_opt(*value)?;
                self.mark_generator(span)
            }
            NodeKind::YieldFrom { value } => {
                self.forbid_in_annotation("yield expression", span)?;
                self.visit_expr(*value)?;
                self.mark_generator(span)
            }
            NodeKind::Await { value } => self.visit_await(*value, span),
            NodeKind::FormattedValue { value, format_spec, .. }
            | NodeKind::Interpolation { value, format_spec, .. } => {
                self.visit_expr(*value)?;
                self.visit_opt(*format_spec)
            }
            NodeKind::Starred { value, .. } => self.visit_expr(*value),
            NodeKind::Slice { lower, upper, step } => {
                self.visit_opt(*lower)?;
                self.visit_opt(*upper)?;
                self.visit_opt(*step)
            }
            NodeKind::Name { .. } => self.visit_name(expr),
            _ => Ok(()),
        }
    }

    fn visit_name(&mut self, expr: NodeId) -> Visit {
        let NodeKind::Name { id, ctx } = self.ast.kind(expr) else { return Ok(()) };
        if self.current().in_unevaluated_annotation {
            return Ok(());
        }
        let span = self.ast.span(expr);
        let flag = if *ctx == ExprContext::Load { Flags::USE } else { Flags::LOCAL };
        self.add_def_ctx(id, flag, span, *ctx)?;
        // `super` without arguments reads the cell `__class__`.
        if *ctx == ExprContext::Load && self.current().is_function_like() && &**id == "super" {
            self.add_def(&"__class__".into(), Flags::USE, span)?;
        }
        Ok(())
    }

    fn visit_lambda(&mut self, expr: NodeId, args: NodeId, body: NodeId) -> Visit {
        let NodeKind::Arguments { defaults, kw_defaults, .. } = self.ast.kind(args) else { return Ok(()) };
        self.visit_defaults(*defaults, *kw_defaults)?;
        self.enter_new("lambda".into(), BlockKind::Function, BlockKey::Node(expr), self.ast.span(expr))?;
        self.visit_arguments(args)?;
        self.visit_expr(body)?;
        self.exit();
        Ok(())
    }

    fn visit_await(&mut self, value: NodeId, span: Span) -> Visit {
        self.forbid_in_annotation("await expression", span)?;
        let block = self.current();
        if !block.is_function_like() {
            return Err(error("'await' outside function", span));
        }
        let in_async = block.kind == BlockKind::Function && block.coroutine;
        if !in_async && block.comprehension.is_none() {
            return Err(error("'await' outside async function", span));
        }
        self.visit_expr(value)?;
        self.current_mut().coroutine = true;
        Ok(())
    }

    fn mark_generator(&mut self, span: Span) -> Visit {
        use super::ComprehensionKind;
        self.current_mut().generator = true;
        let place = match self.current().comprehension {
            None => return Ok(()),
            Some(ComprehensionKind::List) => "list comprehension",
            Some(ComprehensionKind::Set) => "set comprehension",
            Some(ComprehensionKind::Dict) => "dict comprehension",
            Some(ComprehensionKind::Generator) => "generator expression",
        };
        Err(error(format!("'yield' inside {place}"), span))
    }

    pub(super) fn forbid_in_annotation(&self, what: &str, span: Span) -> Visit {
        let block = self.current();
        let place = match block.kind {
            BlockKind::Annotation => "an annotation",
            BlockKind::TypeVariable => block.scope_info,
            BlockKind::TypeAlias => "a type alias",
            BlockKind::TypeParameters => "the definition of a generic",
            BlockKind::Function | BlockKind::Class | BlockKind::Module => return Ok(()),
        };
        Err(error(format!("{what} cannot be used within {place}"), span))
    }

    pub(super) fn visit_ann_assign(&mut self, stmt: NodeId) -> Visit {
        let ast = self.ast;
        let NodeKind::AnnAssign { target, annotation, value, simple } = ast.kind(stmt) else { return Ok(()) };
        self.current_mut().annotations_used = true;
        if let NodeKind::Name { id, .. } = ast.kind(*target) {
            let known = self.lookup(id);
            let in_module = self.current_id() == super::SymbolTable::TOP;
            if known.has(Flags::GLOBAL | Flags::NONLOCAL) && !in_module && *simple != 0 {
                let statement = if known.has(Flags::GLOBAL) { "global" } else { "nonlocal" };
                return Err(error(format!("annotated name '{id}' can't be {statement}"), ast.span(stmt)));
            }
            if *simple != 0 {
                self.add_def(id, Flags::ANNOT | Flags::LOCAL, ast.span(*target))?;
            } else if value.is_some() {
                self.add_def(id, Flags::LOCAL, ast.span(*target))?;
            }
        } else {
            self.visit_expr(*target)?;
        }
        self.visit_variable_annotation(*annotation)?;
        self.visit_opt(*value)
    }

    /// The annotations of a block's variables share one block of their own (PEP 649).
    fn visit_variable_annotation(&mut self, annotation: NodeId) -> Visit {
        let span = self.ast.span(annotation);
        let outer = self.current_id();
        let BlockKey::Node(owner) = self.current().key else { return self.visit_expr(annotation) };
        let kind = self.current().kind;
        // A module may be abandoned half-way, so whether its annotations are reached is always recorded.
        let conditional = match kind {
            BlockKind::Module => true,
            BlockKind::Class => self.current().in_conditional_block,
            _ => false,
        };
        if conditional && !self.current().has_conditional_annotations {
            self.current_mut().has_conditional_annotations = true;
            self.add_def(&"__conditional_annotations__".into(), Flags::USE, span)?;
        }
        match self.current().annotation_block {
            Some(block) => self.enter(block),
            None => {
                let key = BlockKey::VariableAnnotations(owner);
                let block = self.enter_new("__annotate__".into(), BlockKind::Annotation, key, span)?;
                self.block_mut(outer).annotation_block = Some(block);
                if kind == BlockKind::Class && !self.table.future.annotations {
                    self.see_class_scope(true, span)?;
                }
            }
        }
        // Annotations of a function's variables are never evaluated.
        let unevaluated = kind == BlockKind::Function;
        self.current_mut().in_unevaluated_annotation |= unevaluated;
        self.visit_expr(annotation)?;
        if unevaluated {
            self.current_mut().in_unevaluated_annotation = false;
        }
        self.exit();
        Ok(())
    }

    pub(super) fn visit_function_annotations(
        &mut self,
        args: NodeId,
        returns: Option<NodeId>,
        span: Span,
    ) -> Visit {
        let ast = self.ast;
        let in_class = self.current().can_see_class_scope || self.current().kind == BlockKind::Class;
        self.enter_new("__annotate__".into(), BlockKind::Annotation, BlockKey::Node(args), span)?;
        self.see_class_scope(in_class, span)?;
        let NodeKind::Arguments { posonlyargs, args, vararg, kwonlyargs, kwarg, .. } = ast.kind(args) else {
            return Ok(());
        };
        let positional = ast.list(*posonlyargs).iter().chain(ast.list(*args));
        let parameters = positional.chain(vararg).chain(kwarg).chain(ast.list(*kwonlyargs));
        let annotations = parameters.filter_map(|&arg| match ast.kind(arg) {
            NodeKind::Arg { annotation, .. } => *annotation,
            _ => None,
        });
        for annotation in annotations.chain(returns) {
            self.current_mut().annotations_used = true;
            self.visit_expr(annotation)?;
        }
        self.exit();
        Ok(())
    }
}
