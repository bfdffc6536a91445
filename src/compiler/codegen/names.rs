//! Loading, storing and deleting names.
use super::unit::NameInfo;
use super::{Codegen, Gen};
use crate::ast::ExprContext;
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::symtable::{BlockKind, Scope};
use std::rc::Rc;

impl Codegen<'_> {
    /// Emits the instruction a name calls for in the current scope (`codegen_nameop`).
    pub(super) fn name_op(&mut self, name: &Rc<str>, ctx: ExprContext, loc: Location) -> Gen {
        let name = self.maybe_mangle(name);
        let NameInfo { scope, .. } = self.info(&name);
        match scope {
            Some(Scope::Free) => {
                let index = self.free_index(&name)?;
                self.deref_op(index, ctx, loc)
            }
            Some(Scope::Cell) => {
                let index = self.cell_index(&name)?;
                self.deref_op(index, ctx, loc)
            }
            Some(Scope::Local) if self.is_fast_local(&name) => {
                let index = self.unit_mut().varnames.add(&name);
                let opcode = match ctx {
                    ExprContext::Load => Opcode::LOAD_FAST,
                    ExprContext::Store => Opcode::STORE_FAST,
                    ExprContext::Del => Opcode::DELETE_FAST,
                };
                self.op_i(opcode, index, loc);
                Ok(())
            }
            Some(Scope::GlobalExplicit) => self.global_op(&name, ctx, false, loc),
            Some(Scope::GlobalImplicit) if self.block().is_function_like() => {
                self.global_op(&name, ctx, true, loc)
            }
            _ => {
                self.plain_name_op(&name, ctx, loc);
                Ok(())
            }
        }
    }

    fn is_fast_local(&self, name: &str) -> bool {
        self.block().is_function_like() || self.unit().fast_hidden.get(name) == Some(&true)
    }

    /// Reading a cell: a class looks in its namespace first.
    fn deref_op(&mut self, index: u32, ctx: ExprContext, loc: Location) -> Gen {
        let opcode = match ctx {
            ExprContext::Store => Opcode::STORE_DEREF,
            ExprContext::Del => Opcode::DELETE_DEREF,
            ExprContext::Load
                if self.block().kind == BlockKind::Class && self.unit().in_inlined_comp == 0 =>
            {
                self.op(Opcode::LOAD_LOCALS, loc);
                Opcode::LOAD_FROM_DICT_OR_DEREF
            }
            ExprContext::Load if self.block().can_see_class_scope => {
                self.load_classdict(loc)?;
                Opcode::LOAD_FROM_DICT_OR_DEREF
            }
            ExprContext::Load => Opcode::LOAD_DEREF,
        };
        self.op_i(opcode, index, loc);
        Ok(())
    }

    fn global_op(&mut self, name: &Rc<str>, ctx: ExprContext, implicit: bool, loc: Location) -> Gen {
        let index = self.name_index(name);
        match ctx {
            ExprContext::Store => self.op_i(Opcode::STORE_GLOBAL, index, loc),
            ExprContext::Del => self.op_i(Opcode::DELETE_GLOBAL, index, loc),
            ExprContext::Load if implicit && self.block().can_see_class_scope => {
                self.load_classdict(loc)?;
                self.op_i(Opcode::LOAD_FROM_DICT_OR_GLOBALS, index, loc);
            }
            ExprContext::Load => self.op_i(Opcode::LOAD_GLOBAL, index << 1, loc),
        }
        Ok(())
    }

    fn plain_name_op(&mut self, name: &Rc<str>, ctx: ExprContext, loc: Location) {
        let index = self.name_index(name);
        match ctx {
            ExprContext::Store => self.op_i(Opcode::STORE_NAME, index, loc),
            ExprContext::Del => self.op_i(Opcode::DELETE_NAME, index, loc),
            // An inlined comprehension of a class does not see the class's names.
            ExprContext::Load if self.block().kind == BlockKind::Class && self.unit().in_inlined_comp > 0 => {
                self.op_i(Opcode::LOAD_GLOBAL, index << 1, loc);
            }
            ExprContext::Load => self.op_i(Opcode::LOAD_NAME, index, loc),
        }
    }

    fn load_classdict(&mut self, loc: Location) -> Gen {
        let index = self.free_index("__classdict__")?;
        self.op_i(Opcode::LOAD_DEREF, index, loc);
        Ok(())
    }

    /// The argument for a cell variable.
    pub(super) fn cell_index(&self, name: &str) -> Result<u32, Diagnostic> {
        let index = self.unit().cellvars.get(name);
        index.ok_or_else(|| self.internal_error(&format!("'{name}' is no cell"), Span::default()))
    }

    /// The argument for a free variable: they are numbered after the cells.
    pub(super) fn free_index(&self, name: &str) -> Result<u32, Diagnostic> {
        let unit = self.unit();
        let index = unit.freevars.get(name).map(|index| index + unit.cellvars.names.len() as u32);
        index.ok_or_else(|| self.internal_error(&format!("'{name}' is not free"), Span::default()))
    }

    /// The argument for a variable that a unit within needs from this one.
    pub(super) fn closure_index(&self, name: &str) -> Result<u32, Diagnostic> {
        let implicit = matches!(name, "__class__" | "__classdict__" | "__conditional_annotations__");
        let in_class = self.block().kind == BlockKind::Class && implicit;
        if in_class || self.info(name).scope == Some(Scope::Cell) {
            return self.cell_index(name);
        }
        self.free_index(name)
    }
}
