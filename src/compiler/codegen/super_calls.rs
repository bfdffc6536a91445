//! `super().name` and `super().name()`: one instruction instead of a call and an attribute access.
use super::emit::AttrLoad;
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind};
use crate::bytecode::Opcode;
use crate::symtable::Scope;
use std::rc::Rc;

impl Codegen<'_> {
    /// Whether an attribute is read from a plain `super()` or `super(T, obj)` (`can_optimize_super_call`).
    pub(super) fn is_optimizable_super(&self, attribute: NodeId) -> bool {
        let ast = self.ast;
        let NodeKind::Attribute { value, attr, .. } = ast.kind(attribute) else { return false };
        let NodeKind::Call { func, args, keywords } = ast.kind(*value) else { return false };
        let is_super = matches!(ast.kind(*func), NodeKind::Name { id, .. } if &**id == "super");
        if !is_super || &**attr == "__class__" || !keywords.is_empty() {
            return false;
        }
        // The name must not be shadowed here or in the module, as far as can be seen.
        if self.info("super").scope != Some(Scope::GlobalImplicit)
            || self.module_info("super").scope.is_some()
        {
            return false;
        }
        match ast.list(*args) {
            [] => {
                let counts = self.unit().args;
                let has_parameter = counts.positional + counts.posonly > 0;
                has_parameter && self.info("__class__").scope == Some(Scope::Free)
            }
            [first, second] => {
                [first, second].iter().all(|&&arg| !matches!(ast.kind(arg), NodeKind::Starred { .. }))
            }
            _ => false,
        }
    }

    /// Pushes `super`, the class and the object; tells whether the source names the latter two.
    fn load_super_args(&mut self, call: NodeId) -> Result<bool, crate::diagnostic::Diagnostic> {
        let NodeKind::Call { func, args, .. } = self.ast.kind(call) else { return Ok(false) };
        let loc = self.loc(call);
        self.name_op(&"super".into(), ExprContext::Load, self.loc(*func))?;
        if !args.is_empty() {
            self.visit_exprs(*args)?;
            return Ok(true);
        }
        self.name_op(&"__class__".into(), ExprContext::Load, loc)?;
        if let Some(first) = self.unit().varnames.names.first().cloned() {
            self.name_op(&first, ExprContext::Load, loc)?;
        }
        Ok(false)
    }

    pub(super) fn super_attribute(&mut self, attribute: NodeId, call: NodeId, attr: &Rc<str>) -> Gen {
        let explicit = self.load_super_args(call)?;
        let loc = self.loc(attribute);
        self.load_attr(if explicit { AttrLoad::Super } else { AttrLoad::ZeroSuper }, attr, loc);
        self.op(Opcode::NOP, self.attribute_loc(loc, attribute));
        Ok(())
    }

    pub(super) fn super_method_call(&mut self, call: NodeId) -> Gen {
        let NodeKind::Call { func, .. } = self.ast.kind(call) else { return Ok(()) };
        let NodeKind::Attribute { value, attr, .. } = self.ast.kind(*func) else { return Ok(()) };
        let explicit = self.load_super_args(*value)?;
        let loc = self.loc(*func);
        self.load_attr(if explicit { AttrLoad::SuperMethod } else { AttrLoad::ZeroSuperMethod }, attr, loc);
        let loc = self.attribute_loc(loc, *func);
        self.op(Opcode::NOP, loc);
        self.finish_method_call(call, loc)
    }
}
