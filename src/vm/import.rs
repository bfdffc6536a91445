//! `import`: the native modules, kept in `sys.modules`.

use super::Vm;
use super::native::R;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};

impl Vm {
    /// `IMPORT_NAME`: the module (owned). `fromlist` is `None` unless names are imported from it.
    pub(super) fn import_name(&mut self, name: Obj, fromlist: Obj, level: Obj) -> R<Obj> {
        if !matches!(self.heap.get(level), Payload::Int(0)) {
            return Err(
                self.raise(types::IMPORT_ERROR, "attempted relative import with no known parent package")
            );
        }
        let text = self.text_of(name).to_owned();
        let module = self.import_module(&text)?;
        if fromlist == known::NONE
            && let Some((top, _)) = text.split_once('.')
        {
            self.decref(module);
            return self.import_module(top);
        }
        Ok(module)
    }

    /// The module of that name (owned), made at its first import.
    pub fn import_module(&mut self, name: &str) -> R<Obj> {
        let key = self.intern(name);
        if let Some(module) = self.namespace_get(self.modules, key) {
            return Ok(self.new_ref(module));
        }
        let Some(module) = crate::modules::create(self, name) else {
            let message = if crate::modules::is_standard(name) {
                format!("Ouroscope does not support the module '{name}' yet")
            } else {
                format!("No module named '{name}'")
            };
            let raised = self.raise(types::MODULE_NOT_FOUND_ERROR, &message);
            self.set_exception_name(key);
            return Err(raised);
        };
        self.heap.incref(module);
        self.namespace_set(self.modules, key, module);
        Ok(module)
    }

    /// `IMPORT_FROM`: an attribute of the module on top of the stack (owned).
    pub(super) fn import_from(&mut self, name: Obj) -> R<Obj> {
        let module = self.peek(0);
        if let Payload::Module(data) = self.heap.get(module)
            && let Some(value) = self.namespace_get(data.dict, name)
        {
            return Ok(self.new_ref(value));
        }
        let key = self.intern("__name__");
        let module_name = data_dict(self, module)
            .and_then(|dict| self.namespace_get(dict, key))
            .map_or_else(|| "?".to_owned(), |name| self.text_of(name).to_owned());
        let message =
            format!("cannot import name '{}' from '{module_name}' (unknown location)", self.text_of(name));
        Err(self.raise(types::IMPORT_ERROR, &message))
    }

    /// `from module import *`: every public name of the module on top goes into the current namespace.
    pub(super) fn import_star(&mut self, module: Obj) -> R<()> {
        let Some(dict) = data_dict(self, module) else { return Ok(()) };
        let Payload::Dict(table) = self.heap.get(dict) else { return Ok(()) };
        let table = table.clone();
        let namespace = match self.frame_locals() {
            locals if locals.is_null() => self.ctx.globals,
            locals => locals,
        };
        for entry in table.iter() {
            if !self.text_of(entry.key).starts_with('_') {
                self.heap.incref(entry.value);
                self.namespace_set(namespace, entry.key, entry.value);
            }
        }
        Ok(())
    }
}

fn data_dict(vm: &Vm, module: Obj) -> Option<Obj> {
    match vm.heap.get(module) {
        Payload::Module(data) => Some(data.dict),
        _ => None,
    }
}
