//! The first pass over comprehensions and the assignment expressions in them.
use super::SymbolTable;
use super::block::{BlockId, BlockKey, BlockKind, ComprehensionKind};
use super::collect::{Collector, Visit, error};
use super::flags::Flags;
use crate::ast::{NodeId, NodeKind, NodeList};
use crate::source::Span;
use std::rc::Rc;

impl Collector<'_> {
    pub(super) fn visit_comprehension(
        &mut self,
        expr: NodeId,
        generators: NodeList,
        elt: NodeId,
        value: Option<NodeId>,
    ) -> Visit {
        let ast = self.ast;
        let span = ast.span(expr);
        let (name, kind) = match ast.kind(expr) {
            NodeKind::ListComp { .. } => ("listcomp", ComprehensionKind::List),
            NodeKind::SetComp { .. } => ("setcomp", ComprehensionKind::Set),
            NodeKind::DictComp { .. } => ("dictcomp", ComprehensionKind::Dict),
            _ => ("genexpr", ComprehensionKind::Generator),
        };
        let [outermost, inner @ ..] = ast.list(generators) else { return Ok(()) };
        let NodeKind::Comprehension { target, iter, ifs, is_async } = ast.kind(*outermost) else {
            return Ok(());
        };
        // The outermost iterable is evaluated in the enclosing block.
        self.visit_iterable(*iter)?;
        self.enter_new(name.into(), BlockKind::Function, BlockKey::Node(expr), span)?;
        self.current_mut().comprehension = Some(kind);
        self.current_mut().coroutine |= *is_async != 0;
        self.add_def(&".0".into(), Flags::PARAM, span)?;
        self.visit_comp_target(*target)?;
        self.visit_exprs(*ifs)?;
        inner.iter().try_for_each(|&generator| self.visit_generator(generator))?;
        self.visit_opt(value)?;
        self.visit_expr(elt)?;
        let is_generator = kind == ComprehensionKind::Generator;
        self.current_mut().generator = is_generator;
        let is_async = self.current().coroutine && !is_generator;
        self.exit();
        if is_async {
            let outer = self.current();
            let in_async = outer.kind == BlockKind::Function && outer.coroutine;
            if !in_async && outer.comprehension.is_none() {
                return Err(error("asynchronous comprehension outside of an asynchronous function", span));
            }
            self.current_mut().coroutine = true;
        }
        Ok(())
    }

    fn visit_generator(&mut self, generator: NodeId) -> Visit {
        let NodeKind::Comprehension { target, iter, ifs, is_async } = self.ast.kind(generator) else {
            return Ok(());
        };
        self.visit_comp_target(*target)?;
        self.visit_iterable(*iter)?;
        self.visit_exprs(*ifs)?;
        self.current_mut().coroutine |= *is_async != 0;
        Ok(())
    }

    fn visit_comp_target(&mut self, target: NodeId) -> Visit {
        self.current_mut().comp_iter_target = true;
        self.visit_expr(target)?;
        self.current_mut().comp_iter_target = false;
        Ok(())
    }

    fn visit_iterable(&mut self, iter: NodeId) -> Visit {
        self.current_mut().comp_iter_expr += 1;
        self.visit_expr(iter)?;
        self.current_mut().comp_iter_expr -= 1;
        Ok(())
    }

    pub(super) fn visit_named_expr(&mut self, expr: NodeId, target: NodeId, value: NodeId) -> Visit {
        let span = self.ast.span(expr);
        self.forbid_in_annotation("named expression", span)?;
        if self.current().comp_iter_expr > 0 {
            return Err(error(
                "assignment expression cannot be used in a comprehension iterable expression",
                span,
            ));
        }
        if self.current().comprehension.is_some() {
            self.extend_named_expr_scope(target)?;
        }
        self.visit_expr(value)?;
        self.visit_expr(target)
    }

    /// The target of `:=` in a comprehension belongs to the nearest block around it that is not one.
    fn extend_named_expr_scope(&mut self, target: NodeId) -> Visit {
        let NodeKind::Name { id, .. } = self.ast.kind(target) else { return Ok(()) };
        let span = self.ast.span(target);
        for index in (0..self.stack.len()).rev() {
            let block = self.stack[index];
            if self.table.block(block).comprehension.is_none() {
                return self.bind_named_expr(block, id, span);
            }
            let known = self.flags_in(block, id);
            if known.has(Flags::COMP_ITER) && known.has(Flags::LOCAL) {
                let message =
                    format!("assignment expression cannot rebind comprehension iteration variable '{id}'");
                return Err(error(message, span));
            }
        }
        Ok(())
    }

    fn flags_in(&self, block: BlockId, name: &Rc<str>) -> Flags {
        let mangled = self.table.maybe_mangle(self.private.as_deref(), block, name);
        self.table.block(block).flags(&mangled)
    }

    fn bind_named_expr(&mut self, block: BlockId, name: &Rc<str>, span: Span) -> Visit {
        let place = match self.table.block(block).kind {
            BlockKind::Function => {
                let declared_global = self.flags_in(block, name).has(Flags::GLOBAL);
                let flag = if declared_global { Flags::GLOBAL } else { Flags::NONLOCAL };
                self.add_def(name, flag, span)?;
                self.record_directive(name, span);
                return self.add_def_in(block, name, Flags::LOCAL, span);
            }
            BlockKind::Module => {
                self.add_def(name, Flags::GLOBAL, span)?;
                self.record_directive(name, span);
                return self.add_def_in(SymbolTable::TOP, name, Flags::GLOBAL, span);
            }
            BlockKind::Class => "cannot be used in a class body",
            BlockKind::TypeParameters => "cannot be used within the definition of a generic",
            BlockKind::TypeAlias => "cannot be used in a type alias",
            BlockKind::TypeVariable => "cannot be used in a TypeVar bound",
            BlockKind::Annotation => return Ok(()),
        };
        Err(error(format!("assignment expression within a comprehension {place}"), span))
    }
}
