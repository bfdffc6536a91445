//! Calling classes and making them (`type_call`, `type_new`, `Objects/typeobject.c`; `__build_class__`, `Python/bltinmodule.c`).

use super::Vm;
use super::frame::OnReturn;
use super::native::{Args, NativeDef, Next, R, Raised, State, Task, Then};
use super::slots::Slot;
use super::stackref::StackRef;
use crate::heap::known::{self, types};
use crate::heap::{Attributes, Exception, Layout, Obj, Payload, Slots, Type};
use std::rc::Rc;

/// The construction of an object or a class, waiting for Python code.
#[derive(Clone, Debug)]
pub enum Pending {
    /// `cls.__new__` is to run, then `__init__` on what it made.
    New { class: Obj, args: Vec<Obj>, kwnames: Obj, stage: u8 },
    /// `__init__` is to run on this instance.
    Init { instance: Obj, args: Vec<Obj>, kwnames: Obj, started: bool },
    /// `raise`: exception and cause (both owned) are instantiated where they are classes.
    Raise { exception: Obj, cause: Obj, stage: u8 },
    /// The class body runs in `namespace`.
    Body { func: Obj, name: Obj, bases: Obj, namespace: Obj, keywords: Vec<(Obj, Obj)>, stage: u8 },
    /// `__set_name__` of these attributes, then `__init_subclass__` of the base.
    Hooks { class: Obj, names: Vec<(Obj, Obj)>, keywords: Vec<(Obj, Obj)>, subclass_hook: bool },
}

pub static BUILD_CLASS: NativeDef = NativeDef::keywords("__build_class__", build_class);

impl Vm {
    /// `callee(...)` where the callee is a class; the stack is as for [`Vm::call_on_stack`].
    pub(super) fn call_type(
        &mut self,
        class: Obj,
        at: usize,
        first: usize,
        kwnames: Obj,
        on_return: OnReturn,
    ) -> R<()> {
        let heap_type = self.type_data(class).is_some_and(|t| t.heap_type);
        let named = self.tuple_len(kwnames);
        let args =
            Args { base: first, positional: self.ctx.stack.len() - first - named, kwnames, this: Obj::NULL };
        if !heap_type {
            let result = self.construct_static(class, args, named);
            return self.finish_native(result, at, on_return);
        }
        if self.has_slot(class, Slot::New) {
            let positional = self.positional_args(args);
            let values: Vec<Obj> = self.keyword_args(args).into_iter().map(|(_, value)| value).collect();
            let mut all = positional;
            all.extend(values);
            let mut held = all.clone();
            held.extend([class, kwnames]);
            let state = State::Construct(Pending::New { class, args: all, kwnames, stage: 0 });
            let task = Task::holding(self, "__new__", state, &held);
            return self.finish_native(Ok(Then::Start(task)), at, on_return);
        }
        let python_init = self.has_slot(class, Slot::Init);
        let instance = match self.allocate(class, args, python_init) {
            Ok(Then::Return(instance)) => instance,
            other => return self.finish_native(other, at, on_return),
        };
        if !python_init {
            return self.finish_native(Ok(Then::Return(instance)), at, on_return);
        }
        self.call_init(instance, at, first, kwnames, on_return)
    }

    /// Calls `__init__` of a fresh instance (owned) with the arguments on the stack.
    fn call_init(
        &mut self,
        instance: Obj,
        at: usize,
        first: usize,
        kwnames: Obj,
        on_return: OnReturn,
    ) -> R<()> {
        let init = self.special_method_of_type(self.heap.ty(instance), Slot::Init).unwrap_or(Obj::NULL);
        let plain = matches!(self.heap.get(init), Payload::Function(_));
        if plain && on_return == OnReturn::Push && first == at + 2 {
            // the instance is `self` on the stack, and the frame's OnReturn owns a second reference
            self.heap.incref(init);
            let old = std::mem::replace(&mut self.ctx.stack[at], StackRef::owned(init));
            self.close(old);
            self.heap.incref(instance);
            self.ctx.stack[at + 1] = StackRef::owned(instance);
            let count = self.ctx.stack.len() - at - 2;
            let result = self.call_on_stack(count, kwnames, OnReturn::Init(instance));
            if result.is_err() {
                self.decref(instance);
            }
            return result;
        }
        let all: Vec<Obj> = self.ctx.stack[first..].iter().map(|r| r.obj()).collect();
        let mut held = all.clone();
        held.push(kwnames);
        let state = State::Construct(Pending::Init { instance, args: all, kwnames, started: false });
        let mut task = Task::holding(self, "__init__", state, &held);
        task.held.push(instance);
        self.finish_native(Ok(Then::Start(task)), at, on_return)
    }

    fn construct_static(&mut self, class: Obj, args: Args, named: usize) -> R<Then> {
        if class == types::TYPE {
            return match (args.positional, named) {
                (1, 0) => {
                    let ty = self.heap.ty(self.arg(args, 0));
                    Ok(Then::Return(self.new_ref(ty)))
                }
                (3, 0) => self.type_of_three(args),
                _ => Err(self.type_error("type() takes 1 or 3 arguments")),
            };
        }
        if self.type_data(class).is_some_and(|t| t.layout == Layout::Exception) {
            return self.new_exception(class, args).map(Then::Return);
        }
        if let Some(result) = crate::objects::core::construct(self, class, args) {
            return result;
        }
        match crate::modules::construct(self, class, args) {
            Some(result) => result,
            None => crate::objects::construct(self, class, args),
        }
    }

    fn type_of_three(&mut self, args: Args) -> R<Then> {
        let (name, bases, namespace) = (self.arg(args, 0), self.arg(args, 1), self.arg(args, 2));
        let valid = matches!(
            (self.heap.get(name), self.heap.get(bases), self.heap.get(namespace)),
            (Payload::Str(_), Payload::Tuple(_), Payload::Dict(_))
        );
        if !valid {
            return Err(self.type_error("type.__new__() arguments must be str, tuple and dict"));
        }
        let class = self.new_class(name, bases, namespace)?;
        Ok(self.class_hooks(class, Vec::new()))
    }

    /// `BaseException.__new__` and `__init__`: keeps the arguments.
    fn new_exception(&mut self, class: Obj, args: Args) -> R<Obj> {
        let keywords = self.keyword_args(args);
        let mut exception = Exception::default();
        for (name, value) in keywords {
            let accepts_name = self.is_subtype(class, types::IMPORT_ERROR)
                || self.is_subtype(class, types::NAME_ERROR)
                || self.is_subtype(class, types::ATTRIBUTE_ERROR);
            match self.text_of(name) {
                "name" if accepts_name => exception.name = self.new_ref(value),
                "obj" if self.is_subtype(class, types::ATTRIBUTE_ERROR) => {
                    exception.value = self.new_ref(value)
                }
                _ => {
                    let message = format!("{}() takes no keyword arguments", self.name_of_type(class));
                    return Err(self.type_error(&message));
                }
            }
        }
        let items = self.positional_args(args);
        for &item in &items {
            self.heap.incref(item);
        }
        let first = items.first().copied();
        if self.is_subtype(class, types::STOP_ITERATION) || self.is_subtype(class, types::SYSTEM_EXIT) {
            let value = match (items.len(), first) {
                (_, Some(value)) if items.len() == 1 || self.is_subtype(class, types::STOP_ITERATION) => {
                    value
                }
                (0, _) => known::NONE,
                _ => {
                    let copies: Vec<Obj> = items.iter().map(|&item| self.new_ref(item)).collect();
                    let tuple = self.new_tuple(copies);
                    exception.value = tuple;
                    Obj::NULL
                }
            };
            if !value.is_null() {
                exception.value = self.new_ref(value);
            }
        }
        exception.args = self.new_tuple(items);
        Ok(self.alloc_instance(class, Payload::Exception(Rc::new(exception))))
    }

    /// A new object of a Python class; it owns a reference to its class.
    pub fn alloc_instance(&mut self, class: Obj, payload: Payload) -> Obj {
        self.heap.incref(class);
        self.heap.alloc_tracked(class, payload)
    }

    /// `cls.__new__(cls, ...)` of a Python class that inherits `__new__` from a built-in.
    fn allocate(&mut self, class: Obj, args: Args, python_init: bool) -> R<Then> {
        let layout = self.type_data(class).map_or(Layout::Object, |t| t.layout);
        let none = Args { positional: 0, kwnames: Obj::NULL, ..args };
        let payload = match layout {
            Layout::Object => {
                let given = args.positional + self.tuple_len(args.kwnames);
                if given > 0 && !python_init {
                    let message = format!("{}() takes no arguments", self.name_of_type(class));
                    return Err(self.type_error(&message));
                }
                Payload::Instance(Rc::default())
            }
            Layout::Exception => {
                let keywords = if python_init { Args { kwnames: Obj::NULL, ..args } } else { args };
                return self.new_exception(class, keywords).map(Then::Return);
            }
            Layout::Thread if python_init => {
                return Ok(Then::Return(crate::modules::new_thread(self, class)));
            }
            Layout::Thread => return crate::modules::construct_thread(self, class, args),
            // mutable containers are filled by their __init__, which a Python __init__ replaces
            Layout::List | Layout::Dict | Layout::Set | Layout::Property if python_init => {
                return crate::objects::construct_subclass(self, class, none);
            }
            _ => return crate::objects::construct_subclass(self, class, args),
        };
        Ok(Then::Return(self.alloc_instance(class, payload)))
    }

    /// `object.__new__(cls)`, for `super().__new__(cls)`.
    pub fn object_new(&mut self, class: Obj, args: Args) -> R<Then> {
        self.allocate(class, args, true)
    }

    /// `type_new`: a class of this name, bases and namespace (all borrowed); the namespace is copied.
    pub fn new_class(&mut self, name: Obj, bases: Obj, namespace: Obj) -> R<Obj> {
        let base_list = match self.tuple_items(bases) {
            items if items.is_empty() => Rc::new(vec![types::OBJECT]),
            items => items,
        };
        let base = self.best_base(&base_list)?;
        let dict = self.new_dict();
        if let Payload::Dict(table) = self.heap.get(namespace) {
            let copy = table.clone();
            for entry in copy.iter() {
                self.heap.incref(entry.value);
                self.namespace_set(dict, entry.key, entry.value);
            }
        }
        let text: Rc<str> = self.text_of(name).into();
        let qualname_key = self.intern("__qualname__");
        let qualname = self.namespace_get(dict, qualname_key).unwrap_or(name);
        self.heap.incref(qualname);
        self.namespace_delete(dict, qualname_key);
        let bases = if self.tuple_len(bases) == 0 {
            self.new_tuple(vec![types::OBJECT])
        } else {
            self.new_ref(bases)
        };
        let layout = self.type_data(base).map_or(Layout::Object, |t| t.layout);
        let slots = self.slot_names(dict, base)?;
        let has_dict = slots.is_none();
        let shared_keys = Rc::new(slots.unwrap_or_default());
        let version = self.next_type_version;
        self.next_type_version += 1;
        let class = self.heap.alloc_tracked(
            types::TYPE,
            Payload::Type(Rc::new(Type {
                name: text,
                qualname,
                dict,
                base,
                bases,
                mro: Obj::NULL,
                layout,
                heap_type: true,
                has_dict,
                slots: Slots::default(),
                version,
                shared_keys,
                subclasses: Vec::new(),
            })),
        );
        self.heap.incref(base);
        let mro = match self.linearize(class, &base_list) {
            Ok(mro) => mro,
            Err(raised) => {
                self.decref(class);
                return Err(raised);
            }
        };
        let mro = self.new_tuple(mro);
        if let Some(data) = self.type_data_mut(class) {
            data.mro = mro;
        }
        if let Some(data) = self.type_data_mut(base) {
            data.subclasses.push(class);
        }
        self.finish_class_dict(class, dict, base);
        let slots = self.compute_slots(class);
        if let Some(data) = self.type_data_mut(class) {
            data.slots = slots;
        }
        Ok(class)
    }

    /// The names of `__slots__`, the base's first; `None` for a class whose instances have a `__dict__`.
    fn slot_names(&mut self, dict: Obj, base: Obj) -> R<Option<Vec<Obj>>> {
        let key = self.intern("__slots__");
        let Some(declared) = self.namespace_get(dict, key) else { return Ok(None) };
        let items = match self.heap.get(declared) {
            Payload::Str(_) => vec![declared],
            Payload::Tuple(items) | Payload::List(items) => items.to_vec(),
            _ => return Err(self.unsupported("__slots__ from an arbitrary iterable")),
        };
        let base_data = self.type_data(base);
        let inherits_dict = base_data.is_some_and(|t| t.has_dict);
        let mut names = base_data.map(|t| t.shared_keys.to_vec()).unwrap_or_default();
        for item in items {
            let Some(name) = self.as_str(item).map(str::to_owned) else {
                let message = format!("__slots__ items must be strings, not '{}'", self.type_name(item));
                return Err(self.type_error(&message));
            };
            if name == "__dict__" {
                return Ok(None);
            }
            let name = self.intern(&name);
            if self.namespace_get(dict, name).is_some() {
                let message = format!("'{}' in __slots__ conflicts with class variable", self.text_of(name));
                return Err(self.value_error(&message));
            }
            names.push(name);
        }
        Ok((!inherits_dict).then_some(names))
    }

    /// The entries `type_new` adds or converts.
    fn finish_class_dict(&mut self, class: Obj, dict: Obj, base: Obj) {
        let name = |vm: &mut Vm, text: &str| vm.intern(text);
        for (method, make) in [
            ("__new__", Payload::StaticMethod as fn(Obj) -> Payload),
            ("__init_subclass__", Payload::ClassMethod as fn(Obj) -> Payload),
            ("__class_getitem__", Payload::ClassMethod as fn(Obj) -> Payload),
        ] {
            let key = name(self, method);
            if let Some(found) = self.namespace_get(dict, key)
                && matches!(self.heap.get(found), Payload::Function(_))
            {
                self.heap.incref(found);
                let ty = if method == "__new__" { types::STATICMETHOD } else { types::CLASSMETHOD };
                let wrapped = self.heap.alloc_tracked(ty, make(found));
                self.namespace_set(dict, key, wrapped);
            }
        }
        let base_has_dict = self.type_data(base).is_some_and(|t| t.heap_type && t.has_dict);
        let has_dict = self.type_data(class).is_some_and(|t| t.has_dict);
        if has_dict && !base_has_dict {
            for def in [&crate::objects::DICT_GETSET, &crate::objects::WEAKREF_GETSET] {
                self.heap.incref(class);
                let getset = self.heap.alloc_tracked(types::GETSET, Payload::GetSet { def, owner: class });
                let key = name(self, def.name);
                self.namespace_set(dict, key, getset);
            }
        }
        let doc = name(self, "__doc__");
        if self.namespace_get(dict, doc).is_none() {
            self.namespace_set(dict, doc, known::NONE);
        }
        let (eq, hash) = (name(self, "__eq__"), name(self, "__hash__"));
        if self.namespace_get(dict, eq).is_some() && self.namespace_get(dict, hash).is_none() {
            self.namespace_set(dict, hash, known::NONE);
        }
    }

    /// The base whose layout the class gets (`best_base`).
    fn best_base(&mut self, bases: &[Obj]) -> R<Obj> {
        let mut best = Obj::NULL;
        for &base in bases {
            let Some(data) = self.type_data(base) else {
                return Err(self.unsupported("a base that is not a class"));
            };
            if matches!(data.layout, Layout::Final | Layout::Type) {
                let message = if data.layout == Layout::Type {
                    return Err(self.unsupported("metaclasses"));
                } else {
                    format!("type '{}' is not an acceptable base type", data.name)
                };
                return Err(self.type_error(&message));
            }
            let layout = data.layout;
            let best_layout = self.type_data(best).map_or(Layout::Object, |t| t.layout);
            if best.is_null() || (best_layout == Layout::Object && layout != Layout::Object) {
                best = base;
            } else if layout != Layout::Object && layout != best_layout {
                return Err(self.type_error("multiple bases have instance lay-out conflict"));
            }
        }
        Ok(best)
    }

    /// C3 linearisation (`mro_implementation`): owned references, the class first.
    fn linearize(&mut self, class: Obj, bases: &[Obj]) -> R<Vec<Obj>> {
        let mut sequences: Vec<Vec<Obj>> = bases
            .iter()
            .map(|&base| self.tuple_items(self.type_data(base).map_or(Obj::NULL, |t| t.mro)).to_vec())
            .collect();
        sequences.push(bases.to_vec());
        if let Some(&duplicate) =
            bases.iter().enumerate().find(|(i, b)| bases[..*i].contains(b)).map(|(_, b)| b)
        {
            let message = format!("duplicate base class {}", self.name_of_type(duplicate));
            return Err(self.type_error(&message));
        }
        let mut order = vec![class];
        while sequences.iter().any(|s| !s.is_empty()) {
            let candidate = sequences
                .iter()
                .filter_map(|s| s.first().copied())
                .find(|head| !sequences.iter().any(|s| s.iter().skip(1).any(|other| other == head)));
            let Some(next) = candidate else { return Err(self.no_consistent_mro(bases)) };
            order.push(next);
            for sequence in &mut sequences {
                if sequence.first() == Some(&next) {
                    sequence.remove(0);
                }
            }
        }
        for &ty in &order {
            self.heap.incref(ty);
        }
        Ok(order)
    }

    fn no_consistent_mro(&mut self, bases: &[Obj]) -> Raised {
        let names: Vec<String> = bases.iter().map(|&b| self.name_of_type(b).to_string()).collect();
        let message = format!(
            "Cannot create a consistent method resolution order (MRO) for bases {}",
            names.join(", ")
        );
        self.type_error(&message)
    }

    /// `type_new_set_names` and `type_new_init_subclass` for a fresh class (owned).
    fn class_hooks(&mut self, class: Obj, keywords: Vec<(Obj, Obj)>) -> Then {
        let dict = self.type_dict(class).unwrap_or(Obj::NULL);
        let mut names = Vec::new();
        if let Payload::Dict(table) = self.heap.get(dict) {
            for entry in table.iter() {
                if self.has_slot(self.heap.ty(entry.value), Slot::SetName) {
                    names.push((entry.key, entry.value));
                }
            }
        }
        let base = self.type_data(class).map_or(Obj::NULL, |t| t.base);
        let subclass_hook = self.has_slot(base, Slot::InitSubclass);
        if names.is_empty() && !subclass_hook && keywords.is_empty() {
            return Then::Return(class);
        }
        let mut held: Vec<Obj> = keywords.iter().flat_map(|&(name, value)| [name, value]).collect();
        held.extend(names.iter().flat_map(|&(name, value)| [name, value]));
        names.reverse();
        let state = State::Construct(Pending::Hooks { class, names, keywords, subclass_hook });
        let mut task = Task::holding(self, "__init_subclass__", state, &held);
        task.held.push(class);
        Then::Start(task)
    }
}

/// `__build_class__(func, name, /, *bases, **kwds)`.
fn build_class(vm: &mut Vm, args: Args) -> R<Then> {
    let (func, name) = (vm.arg(args, 0), vm.arg(args, 1));
    let bases: Vec<Obj> = vm.positional_args(args)[2..].to_vec();
    for &base in &bases {
        vm.heap.incref(base);
    }
    let bases = vm.new_tuple(bases);
    let keywords = vm.keyword_args(args);
    if keywords.iter().any(|&(key, _)| vm.text_of(key) == "metaclass") {
        vm.decref(bases);
        return Err(vm.unsupported("metaclasses"));
    }
    let namespace = vm.new_dict();
    let mut held = vec![func, name];
    held.extend(keywords.iter().flat_map(|&(key, value)| [key, value]));
    let state = State::Construct(Pending::Body { func, name, bases, namespace, keywords, stage: 0 });
    let mut task = Task::holding(vm, "__build_class__", state, &held);
    task.held.extend([bases, namespace]);
    Ok(Then::Start(task))
}

impl Pending {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        match self {
            Pending::Raise { .. } => self.resume_raise(vm, answer),
            Pending::New { class, args, kwnames, stage } => {
                let (class, kwnames) = (*class, *kwnames);
                if *stage == 0 {
                    *stage = 1;
                    let Some(new) = vm.special_method_of_type(class, Slot::New) else {
                        return Err(vm.unsupported("this __new__"));
                    };
                    let new = match vm.heap.get(new) {
                        Payload::StaticMethod(func) => *func,
                        _ => new,
                    };
                    let mut all = vec![class];
                    all.extend(args.iter());
                    return Ok(Next::CallKeywords { callee: new, args: all, kwnames });
                }
                let python_init =
                    vm.is_instance(answer, class) && vm.has_slot(vm.heap.ty(answer), Slot::Init);
                if !python_init {
                    return Ok(Next::Return(answer));
                }
                held.push(answer);
                *self =
                    Pending::Init { instance: answer, args: std::mem::take(args), kwnames, started: false };
                self.resume(vm, held, Ok(known::NONE))
            }
            Pending::Init { instance, args, kwnames, started } => {
                let instance = *instance;
                if !*started {
                    *started = true;
                    let Some((callee, mut all)) = vm.special_method(instance, Slot::Init) else {
                        return Ok(Next::Return(vm.new_ref(instance)));
                    };
                    all.extend(args.iter());
                    return Ok(Next::CallKeywords { callee, args: all, kwnames: *kwnames });
                }
                vm.heap.incref(instance);
                if answer == known::NONE {
                    return Ok(Next::Return(instance));
                }
                let message = format!("__init__() should return None, not '{}'", vm.type_name(answer));
                vm.decref(answer);
                vm.decref(instance);
                Err(vm.type_error(&message))
            }
            Pending::Body { func, name, bases, namespace, keywords, stage } => {
                *stage += 1;
                if *stage == 1 {
                    return Ok(Next::Body { func: *func, locals: *namespace });
                }
                if *stage == 3 {
                    // the hooks are done and hand the class on
                    return Ok(Next::Return(answer));
                }
                // the body returns the __class__ cell, or None
                let cell = answer;
                let class = vm.new_class(*name, *bases, *namespace);
                let class = match class {
                    Ok(class) => class,
                    Err(raised) => {
                        vm.decref(cell);
                        return Err(raised);
                    }
                };
                vm.fill_class_cell(class, cell);
                vm.decref(cell);
                match vm.class_hooks(class, std::mem::take(keywords)) {
                    Then::Return(class) => Ok(Next::Return(class)),
                    Then::Start(task) => Ok(Next::Start(task)),
                    Then::Tail { .. } | Then::Resume { .. } => Ok(Next::Return(class)),
                }
            }
            Pending::Hooks { class, names, keywords, subclass_hook } => {
                vm.decref(answer);
                let class = *class;
                if let Some((name, value)) = names.pop() {
                    if let Some((callee, mut args)) = vm.special_method(value, Slot::SetName) {
                        args.extend([class, name]);
                        return Ok(Next::Call { callee, args });
                    }
                    return self.resume(vm, held, Ok(known::NONE));
                }
                if std::mem::take(subclass_hook) {
                    let base = vm.type_data(class).map_or(Obj::NULL, |t| t.base);
                    let hook = vm.special_method_of_type(base, Slot::InitSubclass);
                    let func = match hook.map(|hook| vm.heap.get(hook)) {
                        Some(&Payload::ClassMethod(func)) => func,
                        _ => return Ok(Next::Return(vm.new_ref(class))),
                    };
                    let keywords = std::mem::take(keywords);
                    let names: Vec<Obj> = keywords.iter().map(|&(name, _)| vm.new_ref(name)).collect();
                    let kwnames = vm.new_tuple(names);
                    held.push(kwnames);
                    let mut args = vec![class];
                    args.extend(keywords.iter().map(|&(_, value)| value));
                    return Ok(Next::CallKeywords { callee: func, args, kwnames });
                }
                if !keywords.is_empty() {
                    let message =
                        format!("{}.__init_subclass__() takes no keyword arguments", vm.name_of_type(class));
                    return Err(vm.type_error(&message));
                }
                Ok(Next::Return(vm.new_ref(class)))
            }
        }
    }
}

impl Pending {
    fn resume_raise(&mut self, vm: &mut Vm, answer: Obj) -> R<Next> {
        let Pending::Raise { exception, cause, stage } = self else { return Ok(Next::Return(answer)) };
        let slot = match *stage {
            1 => Some(&mut *exception),
            2 => Some(&mut *cause),
            _ => None,
        };
        if let Some(slot) = slot {
            let class = std::mem::replace(slot, answer);
            vm.decref(class);
        }
        loop {
            *stage += 1;
            let callee = match *stage {
                1 => *exception,
                2 => *cause,
                _ => break,
            };
            if vm.is_exception_class(callee) {
                return Ok(Next::Call { callee, args: Vec::new() });
            }
        }
        let cause = std::mem::take(cause).some();
        vm.do_raise(std::mem::take(exception), cause).map(|()| Next::Return(known::NONE))
    }

    /// References this state owns beside the task's `held`, for the auditor.
    pub fn references(&self, visit: &mut dyn FnMut(Obj)) {
        if let Pending::Raise { exception, cause, .. } = self {
            exception.some().into_iter().chain(cause.some()).for_each(visit);
        }
    }
}

impl Vm {
    /// Puts the class into its `__class__` cell, named by `__classcell__` in the namespace.
    fn fill_class_cell(&mut self, class: Obj, _returned: Obj) {
        let key = self.intern("__classcell__");
        let Some(dict) = self.type_dict(class) else { return };
        let Some(cell) = self.namespace_get(dict, key) else { return };
        self.heap.incref(class);
        if let Payload::Cell(content) = self.heap.get_mut(cell) {
            let old = std::mem::replace(content, class);
            self.xdecref(old);
        } else {
            self.decref(class);
        }
        self.namespace_delete(dict, key);
    }

    /// An instance with attributes of its own and nothing set.
    pub fn new_plain_instance(&mut self, class: Obj) -> Obj {
        self.alloc_instance(class, Payload::Instance(Rc::new(Attributes::default())))
    }
}
