//! Annotations: evaluated lazily by an `__annotate__` function (PEP 649).
use super::functions::Function;
use super::oparg::{common_constant, make_function};
use super::unit::{ArgCounts, ScopeKind};
use super::{Codegen, Gen};
use crate::ast::{CmpOp, ExprContext, NodeId, NodeKind, unparse_annotation};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::symtable::{BlockKey, BlockKind};
use std::rc::Rc;

/// `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`: the highest format that compiled annotate functions know.
const VALUE_WITH_FAKE_GLOBALS: i64 = 2;

impl Codegen<'_> {
    /// Starts a function of one parameter, the format; it refuses formats it does not know.
    pub(super) fn enter_annotations_scope(&mut self, name: Rc<str>, key: BlockKey, loc: Location) -> Gen {
        let args = ArgCounts { posonly: 1, ..ArgCounts::default() };
        self.enter_scope_with(name, ScopeKind::Annotations, key, loc.line, None, args)?;
        self.op_i(Opcode::LOAD_FAST, 0, loc);
        self.load_const(Constant::from(VALUE_WITH_FAKE_GLOBALS), loc);
        self.op_compare(CmpOp::Gt, loc);
        let body = self.new_label();
        self.jump(Opcode::POP_JUMP_IF_FALSE, body, loc);
        self.op_i(Opcode::LOAD_COMMON_CONSTANT, common_constant::NOT_IMPLEMENTED_ERROR, loc);
        self.op_i(Opcode::RAISE_VARARGS, 1, loc);
        self.use_label(body);
        Ok(())
    }

    fn leave_annotations_scope(&mut self, loc: Location) -> Gen {
        self.op(Opcode::RETURN_VALUE, loc);
        // `.format` in the symbol table, so that an annotation may use the name `format`.
        self.unit_mut().first_parameter = Some("format".into());
        let finished = self.leave_scope(true)?;
        self.make_closure(finished, 0, loc)
    }

    /// Makes `__annotate__` of a function, if it has annotations; returns the flag to make the function with.
    pub(super) fn function_annotations(
        &mut self,
        function: &Function,
        loc: Location,
    ) -> Result<u32, Diagnostic> {
        let key = BlockKey::Node(function.args);
        let Some(block) = self.table.lookup(key).map(|id| self.table.block(id)) else { return Ok(0) };
        if !block.annotations_used {
            return Ok(0);
        }
        self.enter_annotations_scope(block.name.clone(), key, loc)?;
        let count = self.parameter_annotations(function.args, function.returns, loc)?;
        self.op_i(Opcode::BUILD_MAP, count, loc);
        self.leave_annotations_scope(loc)?;
        Ok(make_function::ANNOTATE)
    }

    /// Names and annotations of the parameters and of what is returned; returns how many.
    fn parameter_annotations(
        &mut self,
        args: NodeId,
        returns: Option<NodeId>,
        loc: Location,
    ) -> Result<u32, Diagnostic> {
        let ast = self.ast;
        let NodeKind::Arguments { posonlyargs, args, vararg, kwonlyargs, kwarg, .. } = ast.kind(args) else {
            return Ok(0);
        };
        // CPython puts the positional-only parameters after the others.
        let positional = ast.list(*args).iter().chain(ast.list(*posonlyargs));
        let mut count = 0;
        for &arg in positional.chain(vararg).chain(ast.list(*kwonlyargs)).chain(kwarg) {
            let NodeKind::Arg { arg, annotation: Some(annotation), .. } = ast.kind(arg) else { continue };
            self.annotation(arg, *annotation, loc)?;
            count += 1;
        }
        if let Some(returns) = returns {
            self.annotation(&"return".into(), returns, loc)?;
            count += 1;
        }
        Ok(count)
    }

    fn annotation(&mut self, name: &Rc<str>, annotation: NodeId, loc: Location) -> Gen {
        let mangled = self.maybe_mangle(name);
        self.load_str(&mangled, loc);
        if self.table.future.annotations {
            return self.annotation_text(annotation);
        }
        if let NodeKind::Starred { value, .. } = self.ast.kind(annotation) {
            // `*args: *Ts`
            self.visit_expr(*value)?;
            self.op_i(Opcode::UNPACK_SEQUENCE, 1, loc);
            return Ok(());
        }
        self.visit_expr(annotation)
    }

    /// Under PEP 563 an annotation is its own source text.
    pub(super) fn annotation_text(&mut self, annotation: NodeId) -> Gen {
        let Some(text) = unparse_annotation(self.ast, annotation) else {
            let message = "annotation too long to be kept as text";
            return Err(Diagnostic::new(DiagnosticKind::TooComplex, message, self.ast.span(annotation)));
        };
        self.load_str(&text.into(), self.loc(annotation));
        Ok(())
    }

    /// Makes `__annotate__` of a module or class from the annotations of its variables.
    pub(super) fn deferred_annotations(&mut self, loc: Location) -> Gen {
        let deferred = std::mem::take(&mut self.unit_mut().deferred_annotations);
        if deferred.is_empty() {
            return Ok(());
        }
        let block = self.block();
        let (Some(annotations), BlockKey::Node(owner)) = (block.annotation_block, block.key) else {
            return Ok(());
        };
        let in_module = self.unit().kind == ScopeKind::Module;
        if in_module {
            // The code goes where ANNOTATIONS_PLACEHOLDER stands, before the module's first statement.
            let unit = self.unit_mut();
            unit.stashed_sequence = Some(std::mem::take(&mut unit.sequence));
        }
        let name = self.table.block(annotations).name.clone();
        self.enter_annotations_scope(name, BlockKey::VariableAnnotations(owner), loc)?;
        self.op_i(Opcode::BUILD_MAP, 0, loc);
        for annotation in deferred {
            self.deferred_annotation(annotation.stmt, annotation.conditional_index, !in_module, loc)?;
        }
        self.leave_annotations_scope(loc)?;
        let store = if block.kind == BlockKind::Class { "__annotate_func__" } else { "__annotate__" };
        self.name_op(&store.into(), ExprContext::Store, loc)?;
        if let Some(module) = self.unit_mut().stashed_sequence.take() {
            let unit = self.unit_mut();
            let annotations = std::mem::replace(&mut unit.sequence, module);
            unit.sequence.annotations = Some(Box::new(annotations));
        }
        Ok(())
    }

    /// One item of the annotations dict, which is on the stack.
    fn deferred_annotation(
        &mut self,
        stmt: NodeId,
        conditional: Option<u32>,
        in_class: bool,
        loc: Location,
    ) -> Gen {
        let NodeKind::AnnAssign { target, annotation, .. } = self.ast.kind(stmt) else { return Ok(()) };
        let NodeKind::Name { id, .. } = self.ast.kind(*target) else { return Ok(()) };
        let mangled = crate::symtable::mangle(self.unit().private.as_deref(), id);
        let stmt_loc = self.loc(stmt);
        let not_set = self.new_label();
        if let Some(index) = conditional {
            self.load_const(Constant::from(i64::from(index)), stmt_loc);
            let name: Rc<str> = "__conditional_annotations__".into();
            if in_class {
                let index = self.free_index(&name)?;
                self.op_i(Opcode::LOAD_DEREF, index, stmt_loc);
            } else {
                let index = self.name_index(&name);
                self.op_i(Opcode::LOAD_GLOBAL, index << 1, stmt_loc);
            }
            self.op_i(Opcode::CONTAINS_OP, 0, stmt_loc);
            self.jump(Opcode::POP_JUMP_IF_FALSE, not_set, stmt_loc);
        }
        self.visit_expr(*annotation)?;
        self.op_i(Opcode::COPY, 2, stmt_loc);
        self.load_str(&mangled, stmt_loc);
        self.op(Opcode::STORE_SUBSCR, loc);
        self.use_label(not_set);
        Ok(())
    }
}
