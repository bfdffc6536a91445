//! The first pass over statements.
use super::block::{BlockKey, BlockKind};
use super::collect::{Collector, Visit, docstring, error};
use super::flags::Flags;
use crate::ast::{NodeId, NodeKind, NodeList, OptNodeList};
use crate::source::Span;
use std::rc::Rc;

/// A function's parts, `async` or not.
struct Function<'a> {
    name: &'a Rc<str>,
    args: NodeId,
    body: NodeList,
    decorators: NodeList,
    returns: Option<NodeId>,
    type_params: NodeList,
    is_async: bool,
}

impl Collector<'_> {
    pub(super) fn visit_stmt(&mut self, stmt: NodeId) -> Visit {
        let span = self.ast.span(stmt);
        self.deeper(span, |this| this.visit_stmt_kind(stmt, span))
    }

    fn visit_stmt_kind(&mut self, stmt: NodeId, span: Span) -> Visit {
        let ast = self.ast;
        match ast.kind(stmt) {
            NodeKind::FunctionDef { name, args, body, decorator_list, returns, type_params, .. } => {
                let (args, body, decorators) = (*args, *body, *decorator_list);
                let (returns, type_params) = (*returns, *type_params);
                self.visit_function(
                    stmt,
                    &Function { name, args, body, decorators, returns, type_params, is_async: false },
                )
            }
            NodeKind::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params, .. } => {
                let (args, body, decorators) = (*args, *body, *decorator_list);
                let (returns, type_params) = (*returns, *type_params);
                self.visit_function(
                    stmt,
                    &Function { name, args, body, decorators, returns, type_params, is_async: true },
                )
            }
            NodeKind::ClassDef { .. } => self.visit_class(stmt),
            NodeKind::TypeAlias { name, type_params, value } => {
                self.visit_type_alias(stmt, *name, *type_params, *value)
            }
            NodeKind::Return { value } => self.visit_opt(*value),
            NodeKind::Delete { targets } => self.visit_exprs(*targets),
            NodeKind::Assign { targets, value, .. } => {
                self.visit_exprs(*targets)?;
                self.visit_expr(*value)
            }
            NodeKind::AugAssign { target, value, .. } => {
                self.visit_expr(*target)?;
                self.visit_expr(*value)
            }
            NodeKind::AnnAssign { .. } => self.visit_ann_assign(stmt),
            NodeKind::For { target, iter, body, orelse, .. } => {
                self.visit_for(*target, *iter, *body, *orelse)
            }
            NodeKind::AsyncFor { target, iter, body, orelse, .. } => {
                self.require_coroutine("'async for' outside async function", span)?;
                self.visit_for(*target, *iter, *body, *orelse)
            }
            NodeKind::While { test, body, orelse } => {
                self.visit_expr(*test)?;
                self.conditionally(|this| {
                    this.visit_stmts(*body)?;
                    this.visit_stmts(*orelse)
                })
            }
            NodeKind::If { .. } => self.visit_if(stmt),
            NodeKind::Match { subject, cases } => {
                self.visit_expr(*subject)?;
                self.conditionally(|this| {
                    ast.list(*cases).iter().try_for_each(|&case| this.visit_match_case(case))
                })
            }
            NodeKind::Raise { exc, cause } => {
                self.visit_opt(*exc)?;
                self.visit_opt(*cause)
            }
            NodeKind::Try { body, handlers, orelse, finalbody }
            | NodeKind::TryStar { body, handlers, orelse, finalbody } => self.conditionally(|this| {
                this.visit_stmts(*body)?;
                ast.list(*handlers).iter().try_for_each(|&handler| this.visit_handler(handler))?;
                this.visit_stmts(*orelse)?;
                this.visit_stmts(*finalbody)
            }),
            NodeKind::Assert { test, msg } => {
                self.visit_expr(*test)?;
                self.visit_opt(*msg)
            }
            NodeKind::Import { names } => {
                ast.list(*names).iter().try_for_each(|&alias| self.visit_alias(alias))
            }
            NodeKind::ImportFrom { module, names, level } => {
                ast.list(*names).iter().try_for_each(|&alias| self.visit_alias(alias))?;
                let late = span.start > self.table.future.last.end;
                let is_future = *level == 0 && module.as_deref() == Some("__future__");
                if is_future && (late || self.table.future.last == Span::default()) {
                    return Err(error(
                        "from __future__ imports must occur at the beginning of the file",
                        span,
                    ));
                }
                Ok(())
            }
            NodeKind::Global { names } => {
                names.iter().try_for_each(|name| self.declare(name, Flags::GLOBAL, span))
            }
            NodeKind::Nonlocal { names } => {
                names.iter().try_for_each(|name| self.declare(name, Flags::NONLOCAL, span))
            }
            NodeKind::Expr { value } => self.visit_expr(*value),
            NodeKind::With { items, body, .. } => self.visit_with(*items, *body),
            NodeKind::AsyncWith { items, body, .. } => {
                self.require_coroutine("'async with' outside async function", span)?;
                self.visit_with(*items, *body)
            }
            _ => Ok(()),
        }
    }

    fn require_coroutine(&self, message: &str, span: Span) -> Visit {
        if self.current().coroutine { Ok(()) } else { Err(error(message, span)) }
    }

    /// `elif` chains are right-deep in the AST; they are walked in a loop.
    fn visit_if(&mut self, stmt: NodeId) -> Visit {
        let ast = self.ast;
        let outer = self.current().in_conditional_block;
        let mut next = Some(stmt);
        while let Some(stmt) = next.take() {
            let NodeKind::If { test, body, orelse } = ast.kind(stmt) else { break };
            self.visit_expr(*test)?;
            self.current_mut().in_conditional_block = true;
            self.visit_stmts(*body)?;
            match ast.list(*orelse) {
                [only] if matches!(ast.kind(*only), NodeKind::If { .. }) => next = Some(*only),
                _ => self.visit_stmts(*orelse)?,
            }
        }
        self.current_mut().in_conditional_block = outer;
        Ok(())
    }

    fn visit_for(&mut self, target: NodeId, iter: NodeId, body: NodeList, orelse: NodeList) -> Visit {
        self.visit_expr(target)?;
        self.visit_expr(iter)?;
        self.conditionally(|this| {
            this.visit_stmts(body)?;
            this.visit_stmts(orelse)
        })
    }

    fn visit_with(&mut self, items: NodeList, body: NodeList) -> Visit {
        let ast = self.ast;
        self.conditionally(|this| {
            for &item in ast.list(items) {
                let NodeKind::WithItem { context_expr, optional_vars } = ast.kind(item) else { continue };
                this.visit_expr(*context_expr)?;
                this.visit_opt(*optional_vars)?;
            }
            this.visit_stmts(body)
        })
    }

    fn visit_handler(&mut self, handler: NodeId) -> Visit {
        let NodeKind::ExceptHandler { type_, name, body } = self.ast.kind(handler) else { return Ok(()) };
        self.visit_opt(*type_)?;
        if let Some(name) = name {
            self.add_def(name, Flags::LOCAL, self.ast.span(handler))?;
        }
        self.visit_stmts(*body)
    }

    /// `import a.b.c` binds `a`.
    fn visit_alias(&mut self, alias: NodeId) -> Visit {
        let NodeKind::Alias { name, asname } = self.ast.kind(alias) else { return Ok(()) };
        let span = self.ast.span(alias);
        let name = asname.as_ref().unwrap_or(name);
        if &**name == "*" {
            return match self.current().kind {
                BlockKind::Module => Ok(()),
                _ => Err(error("import * only allowed at module level", span)),
            };
        }
        match name.split_once('.') {
            Some((first, _)) => self.add_def(&first.into(), Flags::IMPORT, span),
            None => self.add_def(name, Flags::IMPORT, span),
        }
    }

    /// One name of a `global` or `nonlocal` statement.
    fn declare(&mut self, name: &Rc<str>, flag: Flags, span: Span) -> Visit {
        let known = self.lookup(name);
        let statement = if flag == Flags::GLOBAL { "global" } else { "nonlocal" };
        if known.has(Flags::PARAM) {
            return Err(error(format!("name '{name}' is parameter and {statement}"), span));
        }
        if known.has(Flags::USE) {
            return Err(error(format!("name '{name}' is used prior to {statement} declaration"), span));
        }
        if known.has(Flags::ANNOT) {
            return Err(error(format!("annotated name '{name}' can't be {statement}"), span));
        }
        if known.has(Flags::LOCAL) {
            return Err(error(format!("name '{name}' is assigned to before {statement} declaration"), span));
        }
        self.add_def(name, flag, span)?;
        self.record_directive(name, span);
        Ok(())
    }

    fn visit_function(&mut self, stmt: NodeId, function: &Function) -> Visit {
        let ast = self.ast;
        let span = ast.span(stmt);
        self.add_def(function.name, Flags::LOCAL, span)?;
        let NodeKind::Arguments { defaults, kw_defaults, .. } = ast.kind(function.args) else {
            return Ok(());
        };
        self.visit_defaults(*defaults, *kw_defaults)?;
        self.visit_exprs(function.decorators)?;
        let generic = !function.type_params.is_empty();
        if generic {
            let has_kw = ast.opt_list(*kw_defaults).iter().any(Option::is_some);
            self.enter_type_parameters(stmt, function.name, span)?;
            // CPython adds this one whether there are defaults or not.
            self.add_def(&".defaults".into(), Flags::PARAM, span)?;
            if has_kw {
                self.add_def(&".kwdefaults".into(), Flags::PARAM, span)?;
            }
            self.visit_type_params(function.type_params)?;
        }
        let block = self.new_block(function.name.clone(), BlockKind::Function, BlockKey::Node(stmt), span);
        self.block_mut(block).has_docstring = docstring(ast, ast.list(function.body)).is_some();
        self.visit_function_annotations(function.args, function.returns, span)?;
        self.enter(block);
        self.current_mut().coroutine = function.is_async;
        self.visit_arguments(function.args)?;
        self.visit_stmts(function.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    /// Default values belong to the enclosing block.
    pub(super) fn visit_defaults(&mut self, defaults: NodeList, kw_defaults: OptNodeList) -> Visit {
        let ast = self.ast;
        self.visit_exprs(defaults)?;
        ast.opt_list(kw_defaults).iter().flatten().try_for_each(|&expr| self.visit_expr(expr))
    }

    pub(super) fn visit_arguments(&mut self, args: NodeId) -> Visit {
        let ast = self.ast;
        let NodeKind::Arguments { posonlyargs, args, vararg, kwonlyargs, kwarg, .. } = ast.kind(args) else {
            return Ok(());
        };
        for list in [posonlyargs, args, kwonlyargs] {
            ast.list(*list).iter().try_for_each(|&arg| self.add_parameter(arg))?;
        }
        if let Some(arg) = vararg {
            self.add_parameter(*arg)?;
            self.current_mut().varargs = true;
        }
        if let Some(arg) = kwarg {
            self.add_parameter(*arg)?;
            self.current_mut().varkeywords = true;
        }
        Ok(())
    }

    fn add_parameter(&mut self, arg: NodeId) -> Visit {
        let NodeKind::Arg { arg: name, .. } = self.ast.kind(arg) else { return Ok(()) };
        self.add_def(name, Flags::PARAM, self.ast.span(arg))
    }

    fn visit_class(&mut self, stmt: NodeId) -> Visit {
        let ast = self.ast;
        let NodeKind::ClassDef { name, bases, keywords, body, decorator_list, type_params } = ast.kind(stmt)
        else {
            return Ok(());
        };
        let span = ast.span(stmt);
        self.add_def(name, Flags::LOCAL, span)?;
        self.visit_exprs(*decorator_list)?;
        let outer_private = self.private.clone();
        let generic = !type_params.is_empty();
        if generic {
            self.enter_type_parameters(stmt, name, span)?;
            for implicit in [".type_params", ".generic_base"] {
                let implicit = implicit.into();
                self.add_def(&implicit, Flags::LOCAL, span)?;
                self.add_def(&implicit, Flags::USE, span)?;
            }
            self.private = Some(name.clone());
            self.table.mangled_sets.push(Default::default());
            self.current_mut().mangled_names = Some(self.table.mangled_sets.len() - 1);
            self.visit_type_params(*type_params)?;
        }
        self.visit_exprs(*bases)?;
        self.visit_keywords(*keywords)?;
        self.enter_new(name.clone(), BlockKind::Class, BlockKey::Node(stmt), span)?;
        self.private = Some(name.clone());
        if generic {
            self.add_def(&"__type_params__".into(), Flags::LOCAL, span)?;
            self.add_def(&".type_params".into(), Flags::USE, span)?;
        }
        self.current_mut().has_docstring = docstring(ast, ast.list(*body)).is_some();
        self.visit_stmts(*body)?;
        self.exit();
        if generic {
            self.exit();
        }
        self.private = outer_private;
        Ok(())
    }

    fn visit_type_alias(
        &mut self,
        stmt: NodeId,
        name: NodeId,
        type_params: NodeList,
        value: NodeId,
    ) -> Visit {
        let ast = self.ast;
        self.visit_expr(name)?;
        let NodeKind::Name { id, .. } = ast.kind(name) else { return Ok(()) };
        let in_class = self.current().kind == BlockKind::Class;
        let generic = !type_params.is_empty();
        if generic {
            self.enter_type_parameters(stmt, id, ast.span(stmt))?;
            self.visit_type_params(type_params)?;
        }
        self.enter_new(id.clone(), BlockKind::TypeAlias, BlockKey::Node(stmt), ast.span(stmt))?;
        self.see_class_scope(in_class, ast.span(value))?;
        self.visit_expr(value)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    fn enter_type_parameters(&mut self, stmt: NodeId, name: &Rc<str>, span: Span) -> Visit {
        let in_class = self.current().kind == BlockKind::Class;
        self.enter_new(name.clone(), BlockKind::TypeParameters, BlockKey::TypeParameters(stmt), span)?;
        self.see_class_scope(in_class, span)
    }

    /// Lets an annotation scope read the names of the class around it.
    pub(super) fn see_class_scope(&mut self, in_class: bool, span: Span) -> Visit {
        self.current_mut().can_see_class_scope = in_class;
        if in_class { self.add_def(&"__classdict__".into(), Flags::USE, span) } else { Ok(()) }
    }

    fn visit_type_params(&mut self, type_params: NodeList) -> Visit {
        let ast = self.ast;
        ast.list(type_params).iter().try_for_each(|&param| self.visit_type_param(param))
    }

    fn visit_type_param(&mut self, param: NodeId) -> Visit {
        let ast = self.ast;
        let flags = Flags::TYPE_PARAM | Flags::LOCAL;
        let span = ast.span(param);
        let default_key = BlockKey::TypeParameterDefault(param);
        match ast.kind(param) {
            NodeKind::TypeVar { name, bound, default_value } => {
                self.add_def(name, flags, span)?;
                let constraint = bound.is_some_and(|bound| matches!(ast.kind(bound), NodeKind::Tuple { .. }));
                let info = if constraint { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.visit_bound_or_default(param, name, *bound, BlockKey::Node(param), info)?;
                self.visit_bound_or_default(param, name, *default_value, default_key, "a TypeVar default")
            }
            NodeKind::TypeVarTuple { name, default_value } => {
                self.add_def(name, flags, span)?;
                self.visit_bound_or_default(
                    param,
                    name,
                    *default_value,
                    BlockKey::Node(param),
                    "a TypeVarTuple default",
                )
            }
            NodeKind::ParamSpec { name, default_value } => {
                self.add_def(name, flags, span)?;
                self.visit_bound_or_default(
                    param,
                    name,
                    *default_value,
                    BlockKey::Node(param),
                    "a ParamSpec default",
                )
            }
            _ => Ok(()),
        }
    }

    fn visit_bound_or_default(
        &mut self,
        param: NodeId,
        name: &Rc<str>,
        expr: Option<NodeId>,
        key: BlockKey,
        info: &'static str,
    ) -> Visit {
        if &**name == "__classdict__" {
            let message = format!("reserved name '{name}' cannot be used for type parameter");
            return Err(error(message, self.ast.span(param)));
        }
        let Some(expr) = expr else { return Ok(()) };
        let in_class = self.current().can_see_class_scope;
        let span = self.ast.span(expr);
        self.enter_new(name.clone(), BlockKind::TypeVariable, key, span)?;
        self.see_class_scope(in_class, span)?;
        self.current_mut().scope_info = info;
        self.visit_expr(expr)?;
        self.exit();
        Ok(())
    }

    fn visit_match_case(&mut self, case: NodeId) -> Visit {
        let NodeKind::MatchCase { pattern, guard, body } = self.ast.kind(case) else { return Ok(()) };
        self.visit_pattern(*pattern)?;
        self.visit_opt(*guard)?;
        self.visit_stmts(*body)
    }

    fn visit_pattern(&mut self, pattern: NodeId) -> Visit {
        let span = self.ast.span(pattern);
        self.deeper(span, |this| this.visit_pattern_kind(pattern, span))
    }

    fn visit_pattern_kind(&mut self, pattern: NodeId, span: Span) -> Visit {
        let ast = self.ast;
        let bind = |this: &mut Self, name: &Option<Rc<str>>| match name {
            Some(name) => this.add_def(name, Flags::LOCAL, span),
            None => Ok(()),
        };
        let all =
            |this: &mut Self, list: NodeList| ast.list(list).iter().try_for_each(|&p| this.visit_pattern(p));
        match ast.kind(pattern) {
            NodeKind::MatchValue { value } => self.visit_expr(*value),
            NodeKind::MatchSequence { patterns } | NodeKind::MatchOr { patterns } => all(self, *patterns),
            NodeKind::MatchStar { name } => bind(self, name),
            NodeKind::MatchMapping { keys, patterns, rest } => {
                self.visit_exprs(*keys)?;
                all(self, *patterns)?;
                bind(self, rest)
            }
            NodeKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.visit_expr(*cls)?;
                all(self, *patterns)?;
                for (name, &at) in kwd_attrs.iter().zip(ast.list(*kwd_patterns)) {
                    super::collect::check_name(name, ast.span(at), crate::ast::ExprContext::Store)?;
                }
                all(self, *kwd_patterns)
            }
            NodeKind::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.visit_pattern(*pattern)?;
                }
                bind(self, name)
            }
            _ => Ok(()),
        }
    }
}
