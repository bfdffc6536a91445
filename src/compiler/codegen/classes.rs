//! Class definitions.
use super::unit::ScopeKind;
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use crate::symtable::BlockKey;
use std::rc::Rc;

/// A class definition's parts.
#[derive(Clone, Copy)]
pub(super) struct Class<'a> {
    pub stmt: NodeId,
    pub name: &'a Rc<str>,
    pub bases: NodeList,
    pub keywords: NodeList,
    pub body: NodeList,
    pub type_params: NodeList,
}

impl Codegen<'_> {
    pub(super) fn class(&mut self, stmt: NodeId) -> Gen {
        let ast = self.ast;
        let NodeKind::ClassDef { name, bases, keywords, body, decorator_list, type_params } = ast.kind(stmt)
        else {
            return Ok(());
        };
        let class =
            Class { stmt, name, bases: *bases, keywords: *keywords, body: *body, type_params: *type_params };
        self.visit_exprs(*decorator_list)?;
        let first_line = self.definition_line(stmt, *decorator_list);
        let loc = self.loc(stmt);
        if type_params.is_empty() {
            self.class_body(&class, first_line)?;
            self.validate_keywords(class.keywords)?;
            self.call_helper(loc, 2, class.bases, class.keywords, None)?;
        } else {
            self.generic_class(&class, first_line, loc)?;
        }
        self.apply_decorators(*decorator_list);
        self.name_op(name, ExprContext::Store, loc)
    }

    /// `__build_class__(function of the body, name, ...` up to the name; the call is the caller's business.
    pub(super) fn class_body(&mut self, class: &Class, first_line: i32) -> Gen {
        let key = BlockKey::Node(class.stmt);
        self.enter_scope(class.name.clone(), ScopeKind::Class, key, first_line, Some(class.name.clone()))?;
        let loc = Location::new(first_line, first_line, 0, 0);
        self.class_prologue(class, first_line, loc)?;
        let ast = self.ast;
        self.body(ast.list(class.body), loc, false)?;
        self.class_epilogue()?;
        let finished = self.leave_scope(true)?;
        // A decorator's line is not the class's.
        let loc = self.loc(class.stmt);
        self.op(Opcode::LOAD_BUILD_CLASS, loc);
        self.op(Opcode::PUSH_NULL, loc);
        self.make_closure(finished, 0, loc)?;
        self.load_str(class.name, loc);
        Ok(())
    }

    fn class_prologue(&mut self, class: &Class, first_line: i32, loc: Location) -> Gen {
        self.name_op(&"__name__".into(), ExprContext::Load, loc)?;
        self.name_op(&"__module__".into(), ExprContext::Store, loc)?;
        let qualname = self.unit().qualname.clone();
        self.load_str(&qualname, loc);
        self.name_op(&"__qualname__".into(), ExprContext::Store, loc)?;
        self.load_const(Constant::from(i64::from(first_line)), loc);
        self.name_op(&"__firstlineno__".into(), ExprContext::Store, loc)?;
        if !class.type_params.is_empty() {
            self.name_op(&".type_params".into(), ExprContext::Load, loc)?;
            self.name_op(&"__type_params__".into(), ExprContext::Store, loc)?;
        }
        if self.block().needs_classdict {
            self.op(Opcode::LOAD_LOCALS, loc);
            let index = self.cell_index("__classdict__")?;
            self.op_i(Opcode::STORE_DEREF, index, loc);
        }
        if self.block().has_conditional_annotations {
            self.op_i(Opcode::BUILD_SET, 0, loc);
            let index = self.cell_index("__conditional_annotations__")?;
            self.op_i(Opcode::STORE_DEREF, index, loc);
        }
        Ok(())
    }

    fn class_epilogue(&mut self) -> Gen {
        let loc = Location::NONE;
        let attributes = std::mem::take(&mut self.unit_mut().static_attributes);
        self.load_str_tuple(attributes.iter(), loc);
        self.name_op(&"__static_attributes__".into(), ExprContext::Store, loc)?;
        if self.block().needs_classdict {
            let index = self.cell_index("__classdict__")?;
            self.op_i(Opcode::LOAD_CLOSURE, index, loc);
            self.name_op(&"__classdictcell__".into(), ExprContext::Store, loc)?;
        }
        if self.block().needs_class_closure {
            let index = self.cell_index("__class__")?;
            self.op_i(Opcode::LOAD_CLOSURE, index, loc);
            self.op_i(Opcode::COPY, 1, loc);
            self.name_op(&"__classcell__".into(), ExprContext::Store, loc)?;
        } else {
            self.load_const(Constant::None, loc);
        }
        self.op(Opcode::RETURN_VALUE, loc);
        Ok(())
    }
}
