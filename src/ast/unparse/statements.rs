//! Statements, and the parts that only statements have.
use super::level::{TEST, TUPLE, YIELD};
use super::{Work, Writer};
use crate::ast::{NodeId, NodeKind, NodeList};

const DOTS: &str = "................................";

impl<'a> Writer<'a> {
    pub(super) fn statement(&mut self, node: NodeId) {
        if self.ast.kind(node).is_compound() {
            self.compound_statement(node);
        } else {
            self.next.push(Work::Line);
            self.simple_statement(node);
        }
    }

    fn simple_statement(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::Expr { value } => self.at_level(*value, YIELD),
            NodeKind::Assign { .. } | NodeKind::AugAssign { .. } | NodeKind::AnnAssign { .. } => {
                self.assignment(node);
            }
            NodeKind::TypeAlias { name, type_params, value } => {
                self.text("type ");
                self.child(*name);
                self.type_params(*type_params);
                self.text(" = ");
                self.child(*value);
            }
            NodeKind::Return { value } => {
                self.text("return");
                self.optional(" ", *value);
            }
            NodeKind::Delete { targets } => {
                self.text("del ");
                self.list(*targets);
            }
            NodeKind::Raise { exc, cause } => {
                self.text("raise");
                self.optional(" ", *exc);
                self.optional(" from ", *cause);
            }
            NodeKind::Assert { test, msg } => {
                self.text("assert ");
                self.child(*test);
                self.optional(", ", *msg);
            }
            NodeKind::Import { names } => {
                self.text("import ");
                self.list(*names);
            }
            NodeKind::ImportFrom { module, names, level } => {
                self.text("from ");
                self.dots(usize::try_from(*level).unwrap_or(0));
                self.text(module.as_deref().unwrap_or(""));
                self.text(" import ");
                self.list(*names);
            }
            NodeKind::Global { names } => {
                self.text("global ");
                self.names(names);
            }
            NodeKind::Nonlocal { names } => {
                self.text("nonlocal ");
                self.names(names);
            }
            NodeKind::Pass {} => self.text("pass"),
            NodeKind::Break {} => self.text("break"),
            NodeKind::Continue {} => self.text("continue"),
            _ => {}
        }
    }

    fn dots(&mut self, mut count: usize) {
        while count > 0 {
            let some = count.min(DOTS.len());
            self.text(&DOTS[..some]);
            count -= some;
        }
    }

    fn assignment(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::Assign { targets, value, .. } => {
                for &target in self.ast.list(*targets) {
                    self.at_level(target, TUPLE);
                    self.text(" = ");
                }
                self.child(*value);
            }
            NodeKind::AugAssign { target, op, value } => {
                self.child(*target);
                self.text(" ");
                self.text(op.symbol());
                self.text("= ");
                self.child(*value);
            }
            NodeKind::AnnAssign { target, annotation, value, simple } => {
                let name = matches!(self.ast.kind(*target), NodeKind::Name { .. });
                self.parenthesized_if(*simple == 0 && name, |this| this.child(*target));
                self.text(": ");
                self.child(*annotation);
                self.optional(" = ", *value);
            }
            _ => {}
        }
    }

    fn compound_statement(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::FunctionDef { .. } | NodeKind::AsyncFunctionDef { .. } => self.function(node),
            NodeKind::ClassDef { name, bases, keywords, body, decorator_list, type_params } => {
                self.begin_definition(*decorator_list, "class ", name, *type_params);
                self.parenthesized_if(!bases.is_empty() || !keywords.is_empty(), |this| {
                    this.arguments_of_call(*bases, *keywords);
                });
                self.begin_block();
                self.body_with_docstring(*body);
                self.next.push(Work::Dedent);
            }
            NodeKind::If { .. } => self.if_chain(node),
            NodeKind::While { test, body, orelse } => {
                self.whole_line("while ");
                self.child(*test);
                self.block(*body);
                self.optional_block("else", *orelse);
            }
            NodeKind::For { target, iter, body, orelse, .. } => {
                self.for_loop("for ", [*target, *iter], *body, *orelse);
            }
            NodeKind::AsyncFor { target, iter, body, orelse, .. } => {
                self.for_loop("async for ", [*target, *iter], *body, *orelse);
            }
            NodeKind::With { items, body, .. } => self.with("with ", *items, *body),
            NodeKind::AsyncWith { items, body, .. } => self.with("async with ", *items, *body),
            NodeKind::Match { subject, cases } => {
                self.whole_line("match ");
                self.child(*subject);
                self.block(*cases);
            }
            NodeKind::Try { body, handlers, orelse, finalbody }
            | NodeKind::TryStar { body, handlers, orelse, finalbody } => {
                let star = matches!(self.ast.kind(node), NodeKind::TryStar { .. });
                self.whole_line("try");
                self.block(*body);
                let handlers = self.ast.list(*handlers).iter();
                self.next.extend(handlers.map(|&handler| Work::Handler(handler, star)));
                self.optional_block("else", *orelse);
                self.optional_block("finally", *finalbody);
            }
            _ => {}
        }
    }

    fn whole_line(&mut self, text: &'a str) {
        self.next.push(Work::WholeLine);
        self.text(text);
    }

    fn begin_block(&mut self) {
        self.text(":");
        self.next.push(Work::Indent);
    }

    fn block(&mut self, body: NodeList) {
        self.begin_block();
        self.next.extend(self.ast.list(body).iter().map(|&stmt| Work::Node(stmt, TEST)));
        self.next.push(Work::Dedent);
    }

    fn optional_block(&mut self, keyword: &'a str, body: NodeList) {
        if !body.is_empty() {
            self.whole_line(keyword);
            self.block(body);
        }
    }

    pub(super) fn body_with_docstring(&mut self, body: NodeList) {
        let stmts = self.ast.list(body);
        let docstring = stmts.first().and_then(|&first| match self.ast.kind(first) {
            NodeKind::Expr { value } => Some(*value),
            _ => None,
        });
        let docstring = docstring.filter(|&value| match self.ast.kind(value) {
            NodeKind::Constant { value, .. } => value.utf8().is_some(),
            _ => false,
        });
        self.next.extend(docstring.map(Work::Docstring));
        let rest = &stmts[usize::from(docstring.is_some())..];
        self.next.extend(rest.iter().map(|&stmt| Work::Node(stmt, TEST)));
    }

    fn begin_definition(
        &mut self,
        decorators: NodeList,
        keyword: &'a str,
        name: &'a str,
        type_params: NodeList,
    ) {
        self.next.push(Work::Gap);
        for &decorator in self.ast.list(decorators) {
            self.whole_line("@");
            self.child(decorator);
        }
        self.whole_line(keyword);
        self.text(name);
        self.type_params(type_params);
    }

    fn function(&mut self, node: NodeId) {
        let (NodeKind::FunctionDef { name, args, body, decorator_list, returns, type_params, .. }
        | NodeKind::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params, .. }) =
            self.ast.kind(node)
        else {
            return;
        };
        let is_async = matches!(self.ast.kind(node), NodeKind::AsyncFunctionDef { .. });
        let keyword = if is_async { "async def " } else { "def " };
        self.begin_definition(*decorator_list, keyword, name, *type_params);
        self.text("(");
        self.child(*args);
        self.text(")");
        self.optional(" -> ", *returns);
        self.begin_block();
        self.body_with_docstring(*body);
        self.next.push(Work::Dedent);
    }

    /// An `if` that is all there is in an `else` becomes an `elif`.
    fn if_chain(&mut self, mut node: NodeId) {
        let mut keyword = "if ";
        while let NodeKind::If { test, body, orelse } = self.ast.kind(node) {
            self.whole_line(keyword);
            self.child(*test);
            self.block(*body);
            match self.ast.list(*orelse) {
                &[only] if matches!(self.ast.kind(only), NodeKind::If { .. }) => {
                    node = only;
                    keyword = "elif ";
                }
                _ => return self.optional_block("else", *orelse),
            }
        }
    }

    fn for_loop(&mut self, keyword: &'a str, [target, iter]: [NodeId; 2], body: NodeList, orelse: NodeList) {
        self.whole_line(keyword);
        self.at_level(target, TUPLE);
        self.text(" in ");
        self.child(iter);
        self.block(body);
        self.optional_block("else", orelse);
    }

    fn with(&mut self, keyword: &'a str, items: NodeList, body: NodeList) {
        self.whole_line(keyword);
        self.list(items);
        self.block(body);
    }

    pub(super) fn handler(&mut self, node: NodeId, star: bool) {
        let NodeKind::ExceptHandler { type_, name, body } = self.ast.kind(node) else { return };
        self.whole_line(if star { "except*" } else { "except" });
        self.optional(" ", *type_);
        if let Some(name) = name {
            self.text(" as ");
            self.text(name);
        }
        self.block(*body);
    }

    /// `alias`, `withitem` and `match_case`.
    pub(super) fn part_of_statement(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::Alias { name, asname } => {
                self.text(name);
                if let Some(asname) = asname {
                    self.text(" as ");
                    self.text(asname);
                }
            }
            NodeKind::WithItem { context_expr, optional_vars } => {
                self.child(*context_expr);
                self.optional(" as ", *optional_vars);
            }
            NodeKind::MatchCase { pattern, guard, body } => {
                self.whole_line("case ");
                self.child(*pattern);
                self.optional(" if ", *guard);
                self.block(*body);
            }
            _ => {}
        }
    }
}
