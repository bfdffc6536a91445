//! Namespaces and types: dicts with interned names as keys, the mro and the type attribute cache.

use super::{TYPE_CACHE_SIZE, TypeCacheEntry, Vm};
use crate::heap::{Obj, Payload, Type};
use crate::objects::dict_table::DictTable;
use std::rc::Rc;

impl Vm {
    /// Position of `name` (an interned string) in a namespace dict.
    #[inline]
    pub fn namespace_position(&self, dict: Obj, name: Obj) -> Option<usize> {
        let (Payload::Dict(table), Payload::Str(text)) = self.heap.pair(dict, name) else { return None };
        table.find(
            text.hash(),
            name,
            |stored| matches!(self.heap.get(stored), Payload::Str(stored) if stored.text == text.text),
        )
    }

    /// The value of `name` in a namespace dict (borrowed).
    #[inline]
    pub fn namespace_get(&self, dict: Obj, name: Obj) -> Option<Obj> {
        let position = self.namespace_position(dict, name)?;
        match self.heap.get(dict) {
            Payload::Dict(table) => table.entry(position).map(|entry| entry.value),
            _ => None,
        }
    }

    /// Sets `name` to `value` (owned, taken over); the old value is released.
    pub fn namespace_set(&mut self, dict: Obj, name: Obj, value: Obj) {
        let position = self.namespace_position(dict, name);
        let hash = match self.heap.get(name) {
            Payload::Str(text) => text.hash(),
            _ => 0,
        };
        let Some(table) = self.dict_mut(dict) else { return self.decref(value) };
        match position {
            Some(position) => {
                let old = table.replace_value(position, value);
                self.decref(old);
            }
            None => {
                table.insert_new(hash, name, value);
                self.heap.incref(name);
            }
        }
    }

    /// Removes `name`; returns whether it was there.
    pub fn namespace_delete(&mut self, dict: Obj, name: Obj) -> bool {
        let Some(position) = self.namespace_position(dict, name) else { return false };
        let Some(table) = self.dict_mut(dict) else { return false };
        let entry = table.remove(position);
        self.decref(entry.key);
        self.decref(entry.value);
        true
    }

    /// A dict's table for writing: shared with a checkpoint, it is copied first.
    #[inline]
    pub fn dict_mut(&mut self, dict: Obj) -> Option<&mut DictTable<Obj>> {
        match self.heap.get_mut(dict) {
            Payload::Dict(table) => Some(Rc::make_mut(table)),
            _ => None,
        }
    }

    pub fn type_data(&self, ty: Obj) -> Option<&Type> {
        match self.heap.get(ty) {
            Payload::Type(ty) => Some(ty),
            _ => None,
        }
    }

    pub fn type_data_mut(&mut self, ty: Obj) -> Option<&mut Type> {
        match self.heap.get_mut(ty) {
            Payload::Type(ty) => Some(Rc::make_mut(ty)),
            _ => None,
        }
    }

    pub(super) fn type_dict(&self, ty: Obj) -> Option<Obj> {
        self.type_data(ty).map(|t| t.dict)
    }

    /// `tp_name` of the object's type.
    pub fn type_name(&self, obj: Obj) -> Rc<str> {
        self.name_of_type(self.heap.ty(obj))
    }

    pub fn name_of_type(&self, ty: Obj) -> Rc<str> {
        self.type_data(ty).map_or_else(|| "?".into(), |t| t.name.clone())
    }

    /// `PyType_IsSubtype`.
    pub fn is_subtype(&self, ty: Obj, base: Obj) -> bool {
        if ty == base {
            return true;
        }
        match self.type_data(ty) {
            Some(data) => matches!(self.heap.get(data.mro), Payload::Tuple(mro) if mro.contains(&base)),
            None => false,
        }
    }

    /// `PyObject_TypeCheck`.
    pub fn is_instance(&self, obj: Obj, ty: Obj) -> bool {
        self.is_subtype(self.heap.ty(obj), ty)
    }

    /// `_PyType_Lookup`: the attribute `name` (interned) along the mro (borrowed).
    #[inline]
    pub fn type_lookup(&mut self, ty: Obj, name: Obj) -> Option<Obj> {
        let version = self.type_data(ty)?.version;
        let slot = (version ^ name.0.wrapping_mul(0x9e37)) as usize % TYPE_CACHE_SIZE;
        let cached = self.type_cache[slot];
        if cached.version == version && cached.name == name {
            return cached.value.some();
        }
        let value = self.type_lookup_uncached(ty, name);
        self.type_cache[slot] = TypeCacheEntry { version, name, value: value.unwrap_or(Obj::NULL) };
        value
    }

    fn type_lookup_uncached(&self, ty: Obj, name: Obj) -> Option<Obj> {
        let mro = self.type_data(ty)?.mro;
        let Payload::Tuple(mro) = self.heap.get(mro) else { return None };
        mro.iter().find_map(|&class| self.namespace_get(self.type_dict(class)?, name))
    }

    /// Gives the type and its subclasses new versions: whatever was cached about them is stale (`PyType_Modified`).
    pub(super) fn type_modified(&mut self, ty: Obj) {
        let mut pending = vec![ty];
        while let Some(ty) = pending.pop() {
            let version = self.next_type_version;
            self.next_type_version += 1;
            if let Some(data) = self.type_data_mut(ty) {
                data.version = version;
                pending.extend(&data.subclasses);
            }
        }
    }

    /// Recomputes the special methods of the type and its subclasses.
    pub(super) fn update_slots(&mut self, ty: Obj) {
        let mut pending = vec![ty];
        while let Some(ty) = pending.pop() {
            let slots = self.compute_slots(ty);
            if let Some(data) = self.type_data_mut(ty) {
                data.slots = slots;
                pending.extend(&data.subclasses);
            }
        }
    }

    pub(super) fn forget_subclass(&mut self, base: Obj, ty: Obj) {
        if let Some(data) = self.type_data_mut(base) {
            data.subclasses.retain(|&other| other != ty);
        }
    }
}
