//! The references an object owns, each with the name a reader would give it (`tp_traverse`, with labels).

use super::{Attributes, DictViewKind, Heap, Iter, Obj, Payload};
use std::rc::Rc;

/// What an owned reference is called in its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A C field such as `__func__`.
    Field(&'static str),
    /// Item of a sequence.
    Item(u32),
    /// An attribute; the object is its (immortal, interned) name.
    Attribute(Obj),
    /// Key of the n-th entry of a dict or set.
    Key(u32),
    /// Value of the n-th entry, under this key.
    Value(Obj),
    /// A local variable or cell of a suspended generator's frame, by index.
    Local(u32),
    /// A stack slot of a suspended generator's frame.
    Stack(u32),
}

impl Heap {
    /// Calls `visit` for each reference that `obj` owns, in the order in which its deallocator releases them.
    ///
    /// The type of an instance comes last, and only where it is a heap type: static types are immortal.
    pub fn references(&self, obj: Obj, visit: &mut dyn FnMut(Label, Obj)) {
        let mut see = |label: Label, target: Obj| {
            if !target.is_null() {
                visit(label, target);
            }
        };
        let payload = self.get(obj);
        match payload {
            Payload::Free(_)
            | Payload::Atom
            | Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Float(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::RangeIter(_)
            | Payload::Stream(_) => {}
            Payload::Tuple(items) | Payload::List(items) => {
                // both deallocators run from the last item to the first (Objects/listobject.c, tupleobject.c)
                for (index, &item) in items.iter().enumerate().rev() {
                    see(Label::Item(index as u32), item);
                }
            }
            Payload::Dict(dict) => {
                for (index, entry) in dict.iter().enumerate() {
                    see(Label::Key(index as u32), entry.key);
                    see(Label::Value(entry.key), entry.value);
                }
            }
            Payload::Set(set) => {
                for (index, (_, key)) in set.iter().enumerate() {
                    see(Label::Key(index as u32), key);
                }
            }
            Payload::Cell(content) => see(Label::Field("cell_contents"), *content),
            Payload::Slice(parts) => fields(&["start", "stop", "step"], &parts[..], &mut see),
            Payload::Range(range) => {
                fields(&["start", "stop", "step"], &[range.start, range.stop, range.step], &mut see);
            }
            Payload::Function(f) => {
                fields(
                    &[
                        "__code__",
                        "__globals__",
                        "__name__",
                        "__qualname__",
                        "__module__",
                        "__defaults__",
                        "__kwdefaults__",
                        "__doc__",
                        "__dict__",
                        "__closure__",
                        "__annotate__",
                    ],
                    &[
                        f.code,
                        f.globals,
                        f.name,
                        f.qualname,
                        f.module,
                        f.defaults,
                        f.kwdefaults,
                        f.doc,
                        f.dict,
                        f.closure,
                        f.annotate,
                    ],
                    &mut see,
                );
            }
            Payload::Method { func, this } => fields(&["__func__", "__self__"], &[*func, *this], &mut see),
            Payload::Code(code) => fields(
                &["co_consts", "co_names", "co_localsplusnames"],
                &[code.consts, code.names, code.localsplusnames],
                &mut see,
            ),
            Payload::Type(ty) => fields(
                &["__dict__", "__bases__", "__mro__", "__base__", "__qualname__"],
                &[ty.dict, ty.bases, ty.mro, ty.base, ty.qualname],
                &mut see,
            ),
            Payload::Instance(attributes) => self.attribute_references(obj, attributes, &mut see),
            Payload::Builtin { this, .. } => see(Label::Field("__self__"), *this),
            Payload::MethodDescriptor { owner, .. } | Payload::GetSet { owner, .. } => {
                see(Label::Field("__objclass__"), *owner);
            }
            Payload::SequenceIter { sequence, .. } => see(Label::Field("sequence"), *sequence),
            Payload::Iter(iter) => iter_references(iter, &mut see),
            Payload::Generator(generator) => generator.references(&mut see),
            Payload::Exception(e) => {
                self.attribute_references(obj, &e.attributes, &mut see);
                fields(
                    &["args", "__notes__", "__traceback__", "__cause__", "__context__", "name", "value"],
                    &[e.args, e.notes, e.traceback, e.cause, e.context, e.name, e.value],
                    &mut see,
                );
            }
            Payload::Traceback(tb) => {
                fields(&["tb_next", "tb_code"], &[tb.next, tb.code], &mut see);
                for (index, &local) in tb.locals.iter().enumerate().rev() {
                    see(Label::Local(index as u32), local);
                }
            }
            Payload::Module(module) => see(Label::Field("__dict__"), module.dict),
            Payload::Property(parts) => fields(&["fget", "fset", "fdel", "__doc__"], &parts[..], &mut see),
            Payload::StaticMethod(f) | Payload::ClassMethod(f) => see(Label::Field("__func__"), *f),
            Payload::Super(parts) => {
                fields(&["__thisclass__", "__self__", "__self_class__"], &parts[..], &mut see);
            }
            Payload::MappingProxy(dict) => see(Label::Field("mapping"), *dict),
            Payload::DictView { dict, .. } => see(Label::Field("mapping"), *dict),
            Payload::Lock(lock) => lock.references(&mut see),
            Payload::Thread(thread) => thread.references(&mut see),
        }
        if !matches!(payload, Payload::Instance(_) | Payload::Exception(_))
            && let Some(extra) = self.extra_attributes(obj)
        {
            self.attribute_references(obj, extra, &mut see);
        }
        let ty = self.ty(obj);
        // the husk of an object being deallocated gave its references, the type's too, to the work list
        let husk = matches!(payload, Payload::Atom);
        if !husk && !ty.is_null() && ty != obj && !self.is_immortal(ty) {
            see(Label::Field("ob_type"), ty);
        }
    }

    fn attribute_references(&self, obj: Obj, attributes: &Attributes, see: &mut dyn FnMut(Label, Obj)) {
        let keys = self.shared_keys(self.ty(obj));
        for (index, &value) in attributes.values.iter().enumerate() {
            if !value.is_null() {
                see(Label::Attribute(keys.get(index).copied().unwrap_or(Obj::NULL)), value);
            }
        }
        see(Label::Field("__dict__"), attributes.dict);
    }

    /// The names of inline attributes of instances of `ty`.
    pub fn shared_keys(&self, ty: Obj) -> Rc<Vec<Obj>> {
        match self.get(ty) {
            Payload::Type(ty) => ty.shared_keys.clone(),
            _ => Rc::default(),
        }
    }

    /// The owned references as a list.
    pub fn owned(&self, obj: Obj) -> Vec<Obj> {
        let mut owned = Vec::new();
        self.references(obj, &mut |_, target| owned.push(target));
        owned
    }
}

fn fields(names: &[&'static str], values: &[Obj], see: &mut dyn FnMut(Label, Obj)) {
    for (name, &value) in names.iter().zip(values) {
        see(Label::Field(name), value);
    }
}

fn iter_references(iter: &Iter, see: &mut dyn FnMut(Label, Obj)) {
    match iter {
        Iter::Str { text: inner, .. }
        | Iter::Bytes { bytes: inner, .. }
        | Iter::Dict {
            dict: inner,
            kind: DictViewKind::Keys | DictViewKind::Values | DictViewKind::Items,
            ..
        }
        | Iter::Set { set: inner, .. }
        | Iter::ReversedSequence { sequence: inner, .. }
        | Iter::GetItem { sequence: inner, .. }
        | Iter::Enumerate { inner, .. } => see(Label::Field("iterable"), *inner),
        Iter::Callable { callable, sentinel } => {
            fields(&["callable", "sentinel"], &[*callable, *sentinel], see);
        }
        Iter::Zip { inner, .. } => items(inner, see),
        Iter::Map { function, inner } => {
            see(Label::Field("function"), *function);
            items(inner, see);
        }
        Iter::Filter { function, inner } => fields(&["function", "iterable"], &[*function, *inner], see),
    }
}

fn items(items: &[Obj], see: &mut dyn FnMut(Label, Obj)) {
    for (index, &item) in items.iter().enumerate() {
        see(Label::Item(index as u32), item);
    }
}
