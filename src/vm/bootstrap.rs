//! A new interpreter: singletons, static types with their methods, builtins.

use super::frame::Context;
use super::run::{Options, Phase};
use super::{TYPE_CACHE_SIZE, TypeCacheEntry, Vm};
use crate::heap::known::{self, STATIC_TYPES, types};
use crate::heap::{Heap, Layout, Obj, Payload, Slots, Str, Type};
use crate::objects::core;
use crate::threads::Scheduler;
use std::collections::HashMap;
use std::rc::Rc;

impl Vm {
    /// An interpreter that has loaded nothing yet. Every run starts from the same heap.
    pub fn new(options: Options) -> Vm {
        let mut vm = Vm {
            heap: Heap::new(),
            ctx: Context::default(),
            sched: Scheduler::default(),
            steps: 0,
            stop_at: 0,
            break_at: u64::MAX,
            text: Vec::new(),
            codes: Rc::default(),
            interned: Rc::new(HashMap::new()),
            builtins: Obj::NULL,
            modules: Obj::NULL,
            main: Obj::NULL,
            arena: Rc::default(),
            next_type_version: 1,
            type_cache: vec![TypeCacheEntry::default(); TYPE_CACHE_SIZE].into(),
            dying: Vec::new(),
            draining: false,
            reraising: false,
            switch_outcome: None,
            outbox: Vec::new(),
            inputs: Rc::default(),
            inputs_read: 0,
            events: None,
            gc: Default::default(),
            exit: None,
            phase: Phase::Running,
            options,
        };
        vm.make_singletons();
        vm.make_static_types();
        vm.modules = vm.new_dict();
        vm.make_builtins();
        vm.settle();
        vm
    }

    fn immortal(&mut self, ty: Obj, payload: Payload) -> Obj {
        let obj = self.heap.alloc(ty, payload);
        self.heap.make_immortal(obj);
        obj
    }

    /// Fills the slots of [`known`] up to the types, in its order.
    fn make_singletons(&mut self) {
        self.immortal(types::NONE_TYPE, Payload::Atom);
        self.immortal(types::BOOL, Payload::Int(0));
        self.immortal(types::BOOL, Payload::Int(1));
        self.immortal(types::ELLIPSIS_TYPE, Payload::Atom);
        self.immortal(types::NOT_IMPLEMENTED_TYPE, Payload::Atom);
        self.immortal(types::TUPLE, Payload::Tuple(Rc::default()));
        self.immortal(types::STR, Payload::Str(Rc::new(Str::new(""))));
        for value in known::SMALL_INT_MIN..=known::SMALL_INT_MAX {
            self.immortal(types::INT, Payload::Int(value));
        }
        for code in 0..=u8::MAX {
            let text = char::from(code).to_string();
            self.immortal(types::STR, Payload::Str(Rc::new(Str::new(text))));
        }
    }

    fn make_static_types(&mut self) {
        for row in STATIC_TYPES {
            self.immortal(
                types::TYPE,
                Payload::Type(Rc::new(Type {
                    name: row.name.into(),
                    qualname: Obj::NULL,
                    dict: Obj::NULL,
                    base: row.base,
                    bases: known::EMPTY_TUPLE,
                    mro: Obj::NULL,
                    layout: row.layout,
                    heap_type: false,
                    has_dict: matches!(row.layout, Layout::Exception | Layout::Thread),
                    slots: Slots::default(),
                    version: 0,
                    shared_keys: Rc::default(),
                    subclasses: Vec::new(),
                })),
            );
        }
        for index in 0..STATIC_TYPES.len() {
            self.finish_static_type(known::static_type(index));
        }
        let wrappers =
            core::WRAPPERS.iter().flat_map(|&(ty, tables)| tables.iter().map(move |&table| (ty, table)));
        // a type's own methods replace the wrappers of the same name
        let own = core::METHODS.iter().chain(crate::objects::METHODS).chain(crate::modules::TYPE_METHODS);
        for (ty, methods) in wrappers.chain(own.copied()).collect::<Vec<_>>() {
            for def in methods.iter() {
                let payload = Payload::MethodDescriptor { def, owner: ty };
                let descriptor = self.heap.alloc(types::METHOD_DESCRIPTOR, payload);
                self.type_entry(ty, def.name, descriptor);
            }
        }
        for (ty, methods) in core::STATIC_METHODS.iter().chain(crate::objects::STATIC_METHODS) {
            for def in methods.iter() {
                let function = self.heap.alloc(types::BUILTIN, Payload::Builtin { def, this: Obj::NULL });
                self.type_entry(*ty, def.name, function);
            }
        }
        for (ty, methods) in core::CLASS_METHODS.iter().chain(crate::objects::CLASS_METHODS) {
            for def in methods.iter() {
                let function = self.heap.alloc(types::BUILTIN, Payload::Builtin { def, this: Obj::NULL });
                let method = self.heap.alloc(types::CLASSMETHOD, Payload::ClassMethod(function));
                self.type_entry(*ty, def.name, method);
            }
        }
        for (ty, getsets) in
            core::GETSETS.iter().chain(crate::objects::GETSETS).chain(crate::modules::TYPE_GETSETS)
        {
            for def in getsets.iter() {
                let descriptor = self.heap.alloc(types::GETSET, Payload::GetSet { def, owner: *ty });
                self.type_entry(*ty, def.name, descriptor);
            }
        }
    }

    fn finish_static_type(&mut self, ty: Obj) {
        let dict = self.new_dict();
        let base = self.type_data(ty).map_or(Obj::NULL, |t| t.base);
        let mut mro = vec![ty];
        let mut current = ty;
        while current != types::OBJECT {
            current = self.type_data(current).map_or(types::OBJECT, |t| t.base);
            mro.push(current);
        }
        let bases = if ty == types::OBJECT { Vec::new() } else { vec![base] };
        let bases = self.new_tuple(bases);
        let mro = self.new_tuple(mro);
        let name = self.type_data(ty).map_or_else(|| "".into(), |t| t.name.clone());
        let qualname = self.intern(&name);
        let version = self.next_type_version;
        self.next_type_version += 1;
        if let Some(data) = self.type_data_mut(ty) {
            (data.dict, data.mro, data.bases, data.version, data.qualname) =
                (dict, mro, bases, version, qualname);
            if ty == types::OBJECT {
                data.base = Obj::NULL;
            }
        }
    }

    fn type_entry(&mut self, ty: Obj, name: &str, value: Obj) {
        let key = self.intern(name);
        if let Some(dict) = self.type_data(ty).map(|t| t.dict) {
            self.namespace_set(dict, key, value);
        }
    }

    /// The module `builtins`.
    fn make_builtins(&mut self) {
        let module = self.new_module("builtins");
        let Payload::Module(data) = self.heap.get(module) else { return };
        self.builtins = data.dict;
        for def in crate::objects::BUILTINS.iter().copied().chain([&super::construct::BUILD_CLASS]) {
            let function = self.heap.alloc(types::BUILTIN, Payload::Builtin { def, this: Obj::NULL });
            let key = self.intern(def.name);
            self.namespace_set(self.builtins, key, function);
        }
        for (index, row) in STATIC_TYPES.iter().enumerate() {
            if crate::objects::is_builtin_name(row.name) {
                let key = self.intern(row.name);
                self.namespace_set(self.builtins, key, known::static_type(index));
            }
        }
        let values = [
            ("None", known::NONE),
            ("True", known::TRUE),
            ("False", known::FALSE),
            ("Ellipsis", known::ELLIPSIS),
            ("NotImplemented", known::NOT_IMPLEMENTED),
            ("__debug__", known::TRUE),
            ("IOError", types::OS_ERROR),
            ("EnvironmentError", types::OS_ERROR),
        ];
        for (name, value) in values {
            let key = self.intern(name);
            self.namespace_set(self.builtins, key, value);
        }
        let key = self.intern("builtins");
        self.namespace_set(self.modules, key, module);
        // the interpreter itself keeps builtins alive (interp->builtins)
        self.heap.incref(self.builtins);
    }

    /// Moves what the start-up made out of the collector's sight, as a freshly started CPython has it in its oldest
    /// generation, so that a program's own objects are counted from zero.
    fn settle(&mut self) {
        let objects: Vec<Obj> = self.heap.objects().filter(|&obj| self.heap.is_tracked(obj)).collect();
        for obj in objects {
            self.heap.untrack(obj);
            self.heap.gc_append(crate::heap::GC_HEADS[2], obj);
        }
        self.heap.young_count = 0;
    }
}
