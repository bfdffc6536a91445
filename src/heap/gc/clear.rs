//! `tp_clear`: makes an object let go of its references without dying.

use crate::heap::{Attributes, Heap, Obj, Payload};
use std::rc::Rc;

impl Heap {
    /// Takes out the references that the object's `tp_clear` releases, in its order; they are the caller's now.
    ///
    /// Types without `tp_clear` (tuples, bound methods, iterators, generators ...) give up nothing: they die when something else
    /// in their cycle is cleared.
    pub(super) fn clear(&mut self, obj: Obj) -> Vec<Obj> {
        let mut released = Vec::new();
        let ty = self.ty(obj);
        if let Some(attributes) = self.take_extra_attributes(obj) {
            release_attributes(attributes, &mut released);
        }
        match self.get_mut(obj) {
            Payload::List(items) => released.extend(std::mem::take(items).iter().rev()),
            Payload::Dict(table) => {
                for entry in std::mem::take(table).iter() {
                    released.extend([entry.key, entry.value]);
                }
            }
            Payload::Set(table) => released.extend(std::mem::take(table).iter().map(|(_, key)| key)),
            Payload::Cell(content) => released.push(std::mem::take(content)),
            Payload::Instance(attributes) => {
                release_attributes(std::mem::take(Rc::make_mut(attributes)), &mut released);
            }
            Payload::Function(function) => clear_function(Rc::make_mut(function), &mut released),
            Payload::Property(parts) => released.extend(std::mem::take(Rc::make_mut(parts))),
            Payload::StaticMethod(function) | Payload::ClassMethod(function) => {
                released.push(std::mem::take(function))
            }
            Payload::Exception(exception) => {
                let exception = Rc::make_mut(exception);
                release_attributes(std::mem::take(&mut exception.attributes), &mut released);
                let fields = [
                    &mut exception.args,
                    &mut exception.notes,
                    &mut exception.traceback,
                    &mut exception.cause,
                    &mut exception.context,
                    &mut exception.name,
                    &mut exception.value,
                ];
                released.extend(fields.into_iter().map(std::mem::take));
            }
            Payload::Traceback(traceback) => released.push(std::mem::take(&mut Rc::make_mut(traceback).next)),
            Payload::Module(module) => released.push(std::mem::take(&mut Rc::make_mut(module).dict)),
            Payload::Thread(thread) => {
                let thread = Rc::make_mut(thread);
                released
                    .extend([&mut thread.target, &mut thread.args, &mut thread.kwargs].map(std::mem::take));
            }
            Payload::Type(data) if data.heap_type => {
                // type_clear (Objects/typeobject.c): the dict is cleared in place, the mro dropped; bases die with the type
                let data = Rc::make_mut(data);
                let dict = data.dict;
                released.push(std::mem::take(&mut data.mro));
                released.extend(self.clear(dict));
            }
            _ => {}
        }
        debug_assert_eq!(ty, self.ty(obj));
        released.retain(|r| !r.is_null());
        released
    }
}

fn release_attributes(attributes: Attributes, released: &mut Vec<Obj>) {
    released.extend(attributes.values.iter());
    released.push(attributes.dict);
}

/// `func_clear` keeps `__name__`, `__qualname__` and `__code__`: other parts of the cycle may still print them.
fn clear_function(function: &mut crate::heap::Function, released: &mut Vec<Obj>) {
    let fields = [
        &mut function.globals,
        &mut function.module,
        &mut function.defaults,
        &mut function.kwdefaults,
        &mut function.doc,
        &mut function.dict,
        &mut function.closure,
        &mut function.annotate,
    ];
    released.extend(fields.into_iter().map(std::mem::take));
}
