//! `object`: what every object has.

use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::{R, Then, Vm};

pub const METHODS: &[NativeDef] = &[
    NativeDef::keywords("__init__", init),
    NativeDef::positional("__repr__", repr, 1, 1),
    NativeDef::positional("__str__", str_, 1, 1),
    NativeDef::positional("__hash__", hash, 1, 1),
    NativeDef::positional("__eq__", eq, 2, 2),
    NativeDef::positional("__ne__", ne, 2, 2),
    NativeDef::positional("__format__", format, 2, 2),
    NativeDef::positional("__getattribute__", getattribute, 2, 2),
    NativeDef::positional("__setattr__", setattr, 3, 3),
    NativeDef::positional("__delattr__", delattr, 2, 2),
    NativeDef::positional("__dir__", dir, 1, 1),
];

pub const STATIC_METHODS: &[NativeDef] = &[NativeDef::keywords("__new__", new)];

pub const CLASS_METHODS: &[NativeDef] = &[NativeDef::keywords("__init_subclass__", init_subclass)];

pub const GETSETS: &[GetSetDef] = &[GetSetDef { name: "__class__", get: class, set: Some(set_class) }];

pub const MODULE_GETSETS: &[GetSetDef] = &[GetSetDef {
    name: "__dict__",
    get: |vm, obj| match vm.heap.get(obj) {
        Payload::Module(module) => {
            let dict = module.dict;
            Ok(vm.new_ref(dict))
        }
        _ => Ok(known::NONE),
    },
    set: None,
}];

/// `object.__new__(cls, ...)`.
fn new(vm: &mut Vm, args: Args) -> R<Then> {
    let Some(class) = vm.optional_arg(args, 0).filter(|&class| vm.type_data(class).is_some()) else {
        return Err(vm.type_error("object.__new__(X): X is not a type object"));
    };
    if class == types::OBJECT {
        return Ok(Then::Return(vm.heap.alloc(types::OBJECT, Payload::Atom)));
    }
    let rest = Args { base: args.base + 1, positional: args.positional - 1, ..args };
    vm.object_new(class, rest)
}

/// `object.__init__`: takes arguments only where a Python `__new__` or `__init__` deals with them.
fn init(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    let given = args.positional - 1 + vm.keyword_args(args).len();
    if given > 0 && matches!(vm.heap.get(this), Payload::Instance(_)) {
        return Err(
            vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
        );
    }
    Ok(Then::Return(known::NONE))
}

fn init_subclass(vm: &mut Vm, args: Args) -> R<Then> {
    if vm.keyword_args(args).is_empty() {
        return Ok(Then::Return(known::NONE));
    }
    let name = vm.optional_arg(args, 0).map_or_else(|| "?".into(), |class| vm.name_of_type(class));
    Err(vm.type_error(&format!("{name}.__init_subclass__() takes no keyword arguments")))
}

/// `object.__repr__`, also for instances of classes that override `__repr__`.
fn repr(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    let text = vm.object_repr(this);
    Ok(Then::Return(vm.new_str(&text)))
}

/// `object.__str__`: `repr(self)`.
fn str_(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    crate::objects::repr_of(vm, this)
}

fn hash(vm: &mut Vm, args: Args) -> R<Then> {
    let address = vm.heap.address(vm.arg(args, 0));
    let hash = crate::objects::hash::hash_address(address);
    Ok(Then::Return(vm.int(hash)))
}

fn eq(vm: &mut Vm, args: Args) -> R<Then> {
    let same = vm.arg(args, 0) == vm.arg(args, 1);
    Ok(Then::Return(if same { known::TRUE } else { known::NOT_IMPLEMENTED }))
}

fn ne(vm: &mut Vm, args: Args) -> R<Then> {
    let same = vm.arg(args, 0) == vm.arg(args, 1);
    Ok(Then::Return(if same { known::FALSE } else { known::NOT_IMPLEMENTED }))
}

fn format(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, spec) = (vm.arg(args, 0), vm.arg(args, 1));
    if vm.text_of(spec).is_empty() {
        return crate::objects::str_of(vm, this);
    }
    let message = format!("unsupported format string passed to {}.__format__", vm.type_name(this));
    Err(vm.type_error(&message))
}

/// The interned form of an attribute name argument.
fn name_argument(vm: &mut Vm, args: Args) -> R<Obj> {
    let name = vm.arg(args, 1);
    match vm.as_str(name).map(str::to_owned) {
        Some(text) => Ok(vm.intern(&text)),
        None => {
            let message = format!("attribute name must be string, not '{}'", vm.type_name(name));
            Err(vm.type_error(&message))
        }
    }
}

fn getattribute(vm: &mut Vm, args: Args) -> R<Then> {
    use crate::vm::attributes::Fetch;
    let name = name_argument(vm, args)?;
    let this = vm.arg(args, 0);
    match vm.generic_get(this, name)? {
        Fetch::Value(value) => Ok(Then::Return(value)),
        Fetch::Call { callee, args } => Ok(Then::Tail { callee, args }),
        Fetch::Missing => Err(vm.no_attribute(this, name)),
    }
}

fn setattr(vm: &mut Vm, args: Args) -> R<Then> {
    let name = name_argument(vm, args)?;
    let (this, value) = (vm.arg(args, 0), vm.arg(args, 2));
    vm.generic_set(this, name, Some(value))
}

fn delattr(vm: &mut Vm, args: Args) -> R<Then> {
    let name = name_argument(vm, args)?;
    let this = vm.arg(args, 0);
    vm.generic_set(this, name, None)
}

fn dir(vm: &mut Vm, args: Args) -> R<Then> {
    let names = vm.dir_names(vm.arg(args, 0));
    let items = names.iter().map(|name| vm.intern(name)).collect();
    Ok(Then::Return(vm.new_list(items)))
}

fn class(vm: &mut Vm, obj: Obj) -> R<Obj> {
    let ty = vm.heap.ty(obj);
    Ok(vm.new_ref(ty))
}

/// `object.__class__ = other`: between Python classes of the same layout (`object_set_class`).
fn set_class(vm: &mut Vm, obj: Obj, value: Option<Obj>) -> R<()> {
    let Some(class) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(new) = vm.type_data(class) else {
        let message = format!("__class__ must be set to a class, not '{}' object", vm.type_name(class));
        return Err(vm.type_error(&message));
    };
    let (new_layout, new_heap) = (new.layout, new.heap_type);
    let old = vm.heap.ty(obj);
    if !new_heap || !vm.heap.is_heap_type(old) {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    if vm.type_data(old).is_none_or(|old| old.layout != new_layout) {
        let message = format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            vm.name_of_type(class),
            vm.name_of_type(old)
        );
        return Err(vm.type_error(&message));
    }
    // inline values are laid out by the old class's shared keys
    vm.materialize_dict(obj);
    vm.heap.incref(class);
    vm.heap.set_type(obj, class);
    vm.decref(old);
    Ok(())
}

impl Vm {
    /// `<module.Class object at 0x...>`.
    pub fn object_repr(&self, obj: Obj) -> String {
        let ty = self.heap.ty(obj);
        let module = self
            .interned("__module__")
            .and_then(|key| self.namespace_get(self.type_data(ty)?.dict, key))
            .and_then(|module| self.as_str(module));
        let prefix = module.filter(|&m| m != "builtins").map_or_else(String::new, |m| format!("{m}."));
        format!("<{prefix}{} object at {:#x}>", self.qualname_of_type(ty), self.heap.address(obj))
    }
}
