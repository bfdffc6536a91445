//! Attribute access: `PyObject_GenericGetAttr`, `type_getattro`, descriptors, inline values and `__dict__`.

use super::Vm;
use super::native::{Next, R, Raised, State, Task, Then};
use super::slots::Slot;
use crate::heap::known::{self, types};
use crate::heap::{Attributes, Obj, Payload};
use crate::objects::dict_table::DictTable;
use std::rc::Rc;

/// More attributes than this and an instance keeps a dict of its own (`SHARED_KEYS_MAX_SIZE`).
const SHARED_KEYS_MAX: usize = 30;

/// What looking an attribute up came to.
#[derive(Debug)]
pub enum Fetch {
    /// An owned reference.
    Value(Obj),
    /// Call this for the value (all borrowed).
    Call { callee: Obj, args: Vec<Obj> },
    /// No such attribute; nothing is raised yet.
    Missing,
}

/// An attribute access that waits for Python code.
#[derive(Clone, Debug)]
pub enum Pending {
    /// A getter or `__getattribute__` runs; should it raise AttributeError, `__getattr__` is asked.
    GetAttr { obj: Obj, name: Obj, callee: Obj, args: Vec<Obj>, stage: u8 },
}

impl Vm {
    /// `PyObject_GetAttr` as something the caller can push: the value, or a call that makes it. `name` is interned.
    pub fn get_attribute(&mut self, obj: Obj, name: Obj) -> R<Then> {
        let ty = self.heap.ty(obj);
        let hooks = self.has_slot(ty, Slot::GetAttribute) || self.has_slot(ty, Slot::GetAttr);
        if hooks {
            return self.get_attribute_hooked(obj, name);
        }
        match self.generic_get(obj, name)? {
            Fetch::Value(value) => Ok(Then::Return(value)),
            Fetch::Call { callee, args } => Ok(Then::Tail { callee, args }),
            Fetch::Missing => Err(self.no_attribute(obj, name)),
        }
    }

    /// Classes with `__getattribute__` or `__getattr__` (`slot_tp_getattr_hook`).
    fn get_attribute_hooked(&mut self, obj: Obj, name: Obj) -> R<Then> {
        let fetched = match self.special_method(obj, Slot::GetAttribute) {
            Some((callee, mut args)) => {
                args.push(name);
                Fetch::Call { callee, args }
            }
            None => self.generic_get(obj, name)?,
        };
        let fallback = self.special_method(obj, Slot::GetAttr);
        match (fetched, fallback) {
            (Fetch::Value(value), _) => Ok(Then::Return(value)),
            (Fetch::Call { callee, args }, None) => Ok(Then::Tail { callee, args }),
            (Fetch::Call { callee, args }, Some(_)) => {
                let mut held = vec![obj, callee];
                held.extend(&args);
                let state = State::Attribute(Pending::GetAttr { obj, name, callee, args, stage: 0 });
                Ok(Then::Start(Task::holding(self, "__getattr__", state, &held)))
            }
            (Fetch::Missing, Some((callee, mut args))) => {
                args.push(name);
                Ok(Then::Tail { callee, args })
            }
            (Fetch::Missing, None) => Err(self.no_attribute(obj, name)),
        }
    }

    /// `_PyObject_GenericGetAttrWithDict` and its kin for types and modules, without the hooks.
    pub fn generic_get(&mut self, obj: Obj, name: Obj) -> R<Fetch> {
        match self.heap.get(obj) {
            Payload::Type(_) => self.type_get(obj, name),
            Payload::Module(module) => {
                let dict = module.dict;
                if let Some(value) = self.namespace_get(dict, name) {
                    return Ok(Fetch::Value(self.new_ref(value)));
                }
                self.instance_get(obj, name)
            }
            Payload::Super(parts) => {
                let parts = **parts;
                self.super_get(obj, parts, name)
            }
            _ => self.instance_get(obj, name),
        }
    }

    fn instance_get(&mut self, obj: Obj, name: Obj) -> R<Fetch> {
        let ty = self.heap.ty(obj);
        let found = self.type_lookup(ty, name);
        if let Some(descriptor) = found
            && self.is_data_descriptor(descriptor)
        {
            return self.bind(descriptor, obj, ty);
        }
        if let Some(value) = self.own_attribute(obj, name) {
            return Ok(Fetch::Value(self.new_ref(value)));
        }
        match found {
            Some(descriptor) => self.bind(descriptor, obj, ty),
            None => Ok(Fetch::Missing),
        }
    }

    /// `type_getattro`: the metatype's data descriptors, then the type's own mro, then the metatype's rest.
    fn type_get(&mut self, ty: Obj, name: Obj) -> R<Fetch> {
        let meta = self.heap.ty(ty);
        let of_meta = self.type_lookup(meta, name);
        if let Some(descriptor) = of_meta
            && self.is_data_descriptor(descriptor)
        {
            return self.bind(descriptor, ty, meta);
        }
        if let Some(found) = self.type_lookup(ty, name) {
            return self.bind(found, Obj::NULL, ty);
        }
        match of_meta {
            Some(descriptor) => self.bind(descriptor, ty, meta),
            None => Ok(Fetch::Missing),
        }
    }

    fn super_get(&mut self, obj: Obj, [start, this, this_type]: [Obj; 3], name: Obj) -> R<Fetch> {
        let mro = self.type_data(this_type).map_or(Obj::NULL, |t| t.mro);
        let mro = self.tuple_items(mro);
        let behind = mro.iter().position(|&class| class == start).map_or(mro.len(), |at| at + 1);
        let is_class_attribute = self.text_of(name) == "__class__";
        for &class in mro.iter().skip(behind).filter(|_| !is_class_attribute) {
            let Some(dict) = self.type_dict(class) else { continue };
            if let Some(found) = self.namespace_get(dict, name) {
                let bound_to = if this == this_type { Obj::NULL } else { this };
                return self.bind(found, bound_to, this_type);
            }
        }
        self.instance_get(obj, name)
    }

    /// Does the descriptor define `__set__` or `__delete__`, so that it comes before the instance's own attributes?
    fn is_data_descriptor(&self, descriptor: Obj) -> bool {
        match self.heap.get(descriptor) {
            Payload::Property(_) | Payload::GetSet { .. } => true,
            Payload::Instance(_) => {
                let ty = self.heap.ty(descriptor);
                self.has_slot(ty, Slot::Set) || self.has_slot(ty, Slot::Delete)
            }
            _ => false,
        }
    }

    /// The descriptor protocol's `__get__`; `this` is `NULL` for access through the class.
    pub fn bind(&mut self, descriptor: Obj, this: Obj, ty: Obj) -> R<Fetch> {
        match self.heap.get(descriptor) {
            Payload::Function(_) if !this.is_null() => Ok(Fetch::Value(self.new_method(descriptor, this))),
            &Payload::MethodDescriptor { def, .. } if !this.is_null() => {
                self.heap.incref(this);
                Ok(Fetch::Value(self.heap.alloc_tracked(types::BUILTIN, Payload::Builtin { def, this })))
            }
            &Payload::GetSet { def, .. } if !this.is_null() => (def.get)(self, this).map(Fetch::Value),
            Payload::Property(parts) if !this.is_null() => {
                let getter = parts[0];
                if getter.is_null() || getter == known::NONE {
                    return Err(self.property_without(descriptor, this, "getter"));
                }
                Ok(Fetch::Call { callee: getter, args: vec![this] })
            }
            &Payload::StaticMethod(func) => Ok(Fetch::Value(self.new_ref(func))),
            &Payload::ClassMethod(func) => Ok(Fetch::Value(self.new_method(func, ty))),
            Payload::Instance(_) => {
                let (this, none) = (this, known::NONE);
                match self.special_method(descriptor, Slot::Get) {
                    Some((callee, mut args)) => {
                        args.extend([if this.is_null() { none } else { this }, ty]);
                        Ok(Fetch::Call { callee, args })
                    }
                    None => Ok(Fetch::Value(self.new_ref(descriptor))),
                }
            }
            _ => Ok(Fetch::Value(self.new_ref(descriptor))),
        }
    }

    /// A new bound method object (owns both).
    pub fn new_method(&mut self, func: Obj, this: Obj) -> Obj {
        self.heap.incref(func);
        self.heap.incref(this);
        self.heap.alloc_tracked(types::METHOD, Payload::Method { func, this })
    }

    fn attributes(&self, obj: Obj) -> Option<&Attributes> {
        match self.heap.get(obj) {
            Payload::Instance(attributes) => Some(attributes),
            Payload::Exception(exception) => Some(&exception.attributes),
            _ => self.heap.extra_attributes(obj),
        }
    }

    /// The place for an object's own attributes; `None` if it can have none.
    fn attributes_mut(&mut self, obj: Obj) -> Option<&mut Attributes> {
        let ty = self.type_data(self.heap.ty(obj))?;
        if !ty.has_dict && ty.shared_keys.is_empty() {
            return None;
        }
        match self.heap.get(obj) {
            Payload::Instance(_) | Payload::Exception(_) => match self.heap.get_mut(obj) {
                Payload::Instance(attributes) => Some(Rc::make_mut(attributes)),
                Payload::Exception(exception) => Some(&mut Rc::make_mut(exception).attributes),
                _ => None,
            },
            _ => Some(self.heap.extra_attributes_mut(obj)),
        }
    }

    /// Index of `name` among the shared keys of the type.
    pub(super) fn shared_key(&self, ty: Obj, name: Obj) -> Option<usize> {
        self.type_data(ty)?.shared_keys.iter().position(|&key| key == name)
    }

    /// The instance's own attribute (borrowed), by its inline values or its dict.
    pub fn own_attribute(&self, obj: Obj, name: Obj) -> Option<Obj> {
        if let Payload::Function(function) = self.heap.get(obj) {
            return if function.dict.is_null() { None } else { self.namespace_get(function.dict, name) };
        }
        let attributes = self.attributes(obj)?;
        if !attributes.dict.is_null() {
            return self.namespace_get(attributes.dict, name);
        }
        let index = self.shared_key(self.heap.ty(obj), name)?;
        attributes.values.get(index).copied().and_then(Obj::some)
    }

    /// `PyObject_SetAttr`; `value` is owned and taken over. The answer of a call is to be discarded.
    pub fn set_attribute(&mut self, obj: Obj, name: Obj, value: Obj) -> R<Then> {
        let result = self.set_attribute_borrowed(obj, name, value);
        match result {
            // the call takes its own references when the caller starts it, so the value must outlive this function
            Ok(Then::Tail { callee, args }) => {
                let state = State::Attribute(Pending::GetAttr { obj, name, callee, args, stage: 2 });
                let mut task = Task::new("__setattr__", state);
                task.held.push(value);
                Ok(Then::Start(task))
            }
            other => {
                self.decref(value);
                other
            }
        }
    }

    fn set_attribute_borrowed(&mut self, obj: Obj, name: Obj, value: Obj) -> R<Then> {
        if let Some((callee, mut args)) = self.special_method(obj, Slot::SetAttr) {
            args.extend([name, value]);
            return Ok(Then::Tail { callee, args });
        }
        self.generic_set(obj, name, Some(value))
    }

    /// `PyObject_DelAttr`.
    pub fn delete_attribute(&mut self, obj: Obj, name: Obj) -> R<Then> {
        if let Some((callee, mut args)) = self.special_method(obj, Slot::DelAttr) {
            args.push(name);
            return Ok(Then::Tail { callee, args });
        }
        self.generic_set(obj, name, None)
    }

    /// `_PyObject_GenericSetAttrWithDict`, `type_setattro`; `value` is borrowed, `None` deletes.
    pub fn generic_set(&mut self, obj: Obj, name: Obj, value: Option<Obj>) -> R<Then> {
        let ty = self.heap.ty(obj);
        if let Some(descriptor) = self.type_lookup(ty, name) {
            match self.heap.get(descriptor) {
                Payload::Property(parts) => {
                    let (accessor, what) =
                        if value.is_some() { (parts[1], "setter") } else { (parts[2], "deleter") };
                    if accessor.is_null() || accessor == known::NONE {
                        return Err(self.property_without(descriptor, obj, what));
                    }
                    let mut args = vec![obj];
                    args.extend(value);
                    return Ok(Then::Tail { callee: accessor, args });
                }
                &Payload::GetSet { def, .. } => {
                    let Some(set) = def.set else {
                        let message = format!(
                            "attribute '{}' of '{}' objects is not writable",
                            self.text_of(name),
                            self.name_of_type(ty)
                        );
                        return Err(self.raise_attribute_error(&message, obj, name));
                    };
                    set(self, obj, value)?;
                    return Ok(Then::Return(known::NONE));
                }
                Payload::Instance(_) => {
                    let slot = if value.is_some() { Slot::Set } else { Slot::Delete };
                    if let Some((callee, mut args)) = self.special_method(descriptor, slot) {
                        args.push(obj);
                        args.extend(value);
                        return Ok(Then::Tail { callee, args });
                    }
                }
                _ => {}
            }
        }
        if let Payload::Type(data) = self.heap.get(obj) {
            let (heap_type, dict) = (data.heap_type, data.dict);
            return self.type_set(obj, heap_type, dict, name, value);
        }
        if let Payload::Module(module) = self.heap.get(obj) {
            let dict = module.dict;
            return self.dict_attribute_set(obj, dict, name, value);
        }
        if let Payload::Function(function) = self.heap.get(obj) {
            let mut dict = function.dict;
            if dict.is_null() {
                dict = self.new_dict();
                if let Payload::Function(function) = self.heap.get_mut(obj) {
                    Rc::make_mut(function).dict = dict;
                }
            }
            return self.dict_attribute_set(obj, dict, name, value);
        }
        match value {
            Some(value) => self.set_own_attribute(obj, name, value),
            None => self.delete_own_attribute(obj, name),
        }
    }

    fn type_set(&mut self, ty: Obj, heap_type: bool, dict: Obj, name: Obj, value: Option<Obj>) -> R<Then> {
        if !heap_type {
            let message = format!(
                "cannot set '{}' attribute of immutable type '{}'",
                self.text_of(name),
                self.name_of_type(ty)
            );
            return Err(self.raise(types::TYPE_ERROR, &message));
        }
        let then = self.dict_attribute_set(ty, dict, name, value)?;
        self.type_modified(ty);
        if self.text_of(name).starts_with("__") {
            self.update_slots(ty);
        }
        Ok(then)
    }

    fn dict_attribute_set(&mut self, obj: Obj, dict: Obj, name: Obj, value: Option<Obj>) -> R<Then> {
        match value {
            Some(value) => {
                self.heap.incref(value);
                self.namespace_set(dict, name, value);
            }
            None if self.namespace_delete(dict, name) => {}
            None => return Err(self.no_attribute(obj, name)),
        }
        Ok(Then::Return(known::NONE))
    }

    fn set_own_attribute(&mut self, obj: Obj, name: Obj, value: Obj) -> R<Then> {
        let ty = self.heap.ty(obj);
        let Some(dict) = self.attributes_mut(obj).map(|a| a.dict) else {
            return Err(self.cannot_set(obj, name));
        };
        if !dict.is_null() {
            self.heap.incref(value);
            self.namespace_set(dict, name, value);
            return Ok(Then::Return(known::NONE));
        }
        let only_slots = !self.type_data(ty).is_some_and(|t| t.has_dict);
        let index = match self.shared_key(ty, name) {
            Some(index) => index,
            None if only_slots => return Err(self.cannot_set(obj, name)),
            None => match self.add_shared_key(ty, name) {
                Some(index) => index,
                None => return self.set_in_new_dict(obj, name, value),
            },
        };
        let Some(attributes) = self.attributes_mut(obj) else { return Err(self.cannot_set(obj, name)) };
        if attributes.values.len() <= index {
            attributes.values.resize(index + 1, Obj::NULL);
        } else if attributes.values[index].is_null() && !only_slots {
            // set after a later key: only a dict remembers that order
            return self.set_in_new_dict(obj, name, value);
        }
        let old = std::mem::replace(&mut attributes.values[index], value);
        self.heap.incref(value);
        self.xdecref(old);
        Ok(Then::Return(known::NONE))
    }

    fn set_in_new_dict(&mut self, obj: Obj, name: Obj, value: Obj) -> R<Then> {
        let dict = self.materialize_dict(obj);
        self.heap.incref(value);
        self.namespace_set(dict, name, value);
        Ok(Then::Return(known::NONE))
    }

    /// Adds to `ht_cached_keys`; `None` when they are full. A method of that name may now be shadowed, so the type's version
    /// changes where it has an attribute of that name.
    fn add_shared_key(&mut self, ty: Obj, name: Obj) -> Option<usize> {
        let shadows = self.type_lookup(ty, name).is_some();
        let data = self.type_data_mut(ty)?;
        let index = data.shared_keys.len();
        if index >= SHARED_KEYS_MAX {
            return None;
        }
        Rc::make_mut(&mut data.shared_keys).push(name);
        if shadows {
            self.type_modified(ty);
        }
        Some(index)
    }

    fn delete_own_attribute(&mut self, obj: Obj, name: Obj) -> R<Then> {
        let Some(attributes) = self.attributes(obj) else { return Err(self.no_attribute(obj, name)) };
        let dict = attributes.dict;
        if !dict.is_null() {
            return self.dict_attribute_set(obj, dict, name, None);
        }
        let index = self.shared_key(self.heap.ty(obj), name);
        let old = index
            .and_then(|index| self.attributes_mut(obj)?.values.get_mut(index).map(std::mem::take))
            .and_then(Obj::some);
        match old {
            Some(old) => {
                self.decref(old);
                Ok(Then::Return(known::NONE))
            }
            None => Err(self.no_attribute(obj, name)),
        }
    }

    /// The object's `__dict__` as a dict object, made from its inline values when first asked for (borrowed).
    pub fn materialize_dict(&mut self, obj: Obj) -> Obj {
        let ty = self.heap.ty(obj);
        let keys = self.heap.shared_keys(ty);
        let Some(attributes) = self.attributes_mut(obj) else { return Obj::NULL };
        if !attributes.dict.is_null() {
            return attributes.dict;
        }
        let values = std::mem::take(&mut attributes.values);
        let dict = self.new_dict();
        for (&key, &value) in keys.iter().zip(&values) {
            if !value.is_null() {
                self.namespace_set(dict, key, value);
            }
        }
        if let Some(attributes) = self.attributes_mut(obj) {
            attributes.dict = dict;
        }
        dict
    }

    /// A new empty dict (owned).
    pub fn new_dict(&mut self) -> Obj {
        self.heap.alloc_tracked(types::DICT, Payload::Dict(Rc::new(DictTable::new())))
    }

    pub fn no_attribute(&mut self, obj: Obj, name: Obj) -> Raised {
        let text = self.text_of(name);
        let message = match self.heap.get(obj) {
            Payload::Type(ty) => format!("type object '{}' has no attribute '{text}'", ty.name),
            Payload::Module(module) => {
                let dunder = self.interned("__name__");
                let name = dunder.and_then(|n| self.namespace_get(module.dict, n));
                format!("module '{}' has no attribute '{text}'", name.map_or("?", |n| self.text_of(n)))
            }
            _ => format!("'{}' object has no attribute '{text}'", self.type_name(obj)),
        };
        self.raise_attribute_error(&message, obj, name)
    }

    fn cannot_set(&mut self, obj: Obj, name: Obj) -> Raised {
        let ty = self.heap.ty(obj);
        let text = self.text_of(name);
        let message = if self.type_lookup_exists(ty, name) {
            format!("'{}' object attribute '{text}' is read-only", self.type_name(obj))
        } else {
            format!(
                "'{}' object has no attribute '{text}' and no __dict__ for setting new attributes",
                self.type_name(obj)
            )
        };
        self.raise_attribute_error(&message, obj, name)
    }

    fn type_lookup_exists(&self, ty: Obj, name: Obj) -> bool {
        let mro = self.type_data(ty).map_or(Obj::NULL, |t| t.mro);
        self.tuple_items(mro)
            .iter()
            .any(|&class| self.type_dict(class).is_some_and(|d| self.namespace_get(d, name).is_some()))
    }

    fn property_without(&mut self, property: Obj, obj: Obj, what: &str) -> Raised {
        let name = self.property_name(property);
        let message = format!(
            "property '{}' of '{}' object has no {what}",
            name,
            self.qualname_of_type(self.heap.ty(obj))
        );
        self.raise(types::ATTRIBUTE_ERROR, &message)
    }

    /// `__qualname__` of a type as text.
    pub fn qualname_of_type(&self, ty: Obj) -> Rc<str> {
        match self.type_data(ty) {
            Some(data) if !data.qualname.is_null() => self.text_of(data.qualname).into(),
            Some(data) => data.name.clone(),
            None => "?".into(),
        }
    }

    fn property_name(&self, property: Obj) -> Rc<str> {
        let Payload::Property(parts) = self.heap.get(property) else { return "?".into() };
        match self.heap.get(parts[0]) {
            Payload::Function(function) => self.text_of(function.name).into(),
            _ => "?".into(),
        }
    }
}

impl Pending {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let Pending::GetAttr { obj, name, callee, args, stage } = self;
        match *stage {
            0 => {
                *stage = 1;
                Ok(Next::Call { callee: *callee, args: args.clone() })
            }
            1 => match answer {
                Ok(value) => Ok(Next::Return(value)),
                Err(raised) if !vm.raised_is(types::ATTRIBUTE_ERROR) => Err(raised),
                Err(raised) => {
                    let Some((callee, mut args)) = vm.special_method(*obj, Slot::GetAttr) else {
                        return Err(raised);
                    };
                    vm.clear_raised();
                    args.push(*name);
                    *stage = 3;
                    Ok(Next::Call { callee, args })
                }
            },
            2 => {
                *stage = 3;
                Ok(Next::Call { callee: *callee, args: args.clone() })
            }
            _ => answer.map(Next::Return),
        }
    }
}
