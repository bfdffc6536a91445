//! `LOAD_NAME` and its kin, and their errors.

use super::Vm;
use super::native::{R, Raised};
use crate::heap::Obj;
use crate::heap::known::types;

impl Vm {
    /// The top Python frame's namespace: `f_locals` of a module or class body.
    pub(super) fn frame_locals(&self) -> Obj {
        self.top_python().map_or(Obj::NULL, |frame| frame.locals)
    }

    pub(super) fn load_name(&mut self, name: Obj) -> R<()> {
        let locals = self.frame_locals();
        let found = self
            .namespace_get(locals, name)
            .or_else(|| self.namespace_get(self.ctx.globals, name))
            .or_else(|| self.namespace_get(self.builtins, name));
        match found {
            Some(value) => {
                self.push_new(value);
                Ok(())
            }
            None => Err(self.name_error(name)),
        }
    }

    pub(super) fn load_global(&mut self, name: Obj) -> R<Obj> {
        self.namespace_get(self.ctx.globals, name)
            .or_else(|| self.namespace_get(self.builtins, name))
            .ok_or_else(|| self.name_error(name))
    }

    pub(super) fn name_error(&mut self, name: Obj) -> Raised {
        let message = format!("name '{}' is not defined", self.text_of(name));
        let raised = self.raise(types::NAME_ERROR, &message);
        self.set_exception_name(name);
        raised
    }

    /// `UnboundLocalError`, or `NameError` for a free variable (`_PyEval_FormatExcUnbound`).
    pub(super) fn unbound_local(&mut self, index: u32) -> Raised {
        let Some(code) = self.top_code() else { return self.raise(types::SYSTEM_ERROR, "no frame") };
        let name = code.local_names.get(index as usize).copied().unwrap_or(Obj::NULL);
        let free = code
            .local_kinds
            .get(index as usize)
            .is_some_and(|kind| kind & crate::bytecode::code::kinds::FREE != 0);
        let text = self.text_of(name).to_owned();
        let raised = if free {
            let message = format!(
                "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
            );
            self.raise(types::NAME_ERROR, &message)
        } else {
            let message =
                format!("cannot access local variable '{text}' where it is not associated with a value");
            self.raise(types::UNBOUND_LOCAL_ERROR, &message)
        };
        self.set_exception_name(name);
        raised
    }
}
