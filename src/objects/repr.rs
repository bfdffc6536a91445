//! `repr`, `str` and `ascii` of any object: one task with a work list instead of CPython's recursion.

use super::answers::launch;
use super::{Pending, fault, float_text, int_text, str_text};
use crate::heap::known::{self, types};
use crate::heap::{DictViewKind, Obj, Payload};
use crate::vm::frame::Frame;
use crate::vm::slots::Slot;
use crate::vm::{Next, R, State, Then, Vm};

/// A repr in progress.
#[derive(Clone, Debug)]
pub struct Repr {
    out: String,
    work: Vec<Work>,
    /// Containers whose repr has begun (`Py_ReprEnter`); each is also held.
    active: Vec<Obj>,
    /// `ascii()`: the result is escaped at the end.
    ascii: bool,
    /// Name of the method that runs, for the error about its answer's type.
    waiting: Option<&'static str>,
}

/// One piece of work; the list is worked off from its end.
#[derive(Clone, Debug)]
enum Work {
    Repr(Obj),
    Str(Obj),
    /// The same of the built-in's own making.
    Native(Obj),
    Text(&'static str),
    /// Items of a list or tuple from this index on.
    Items {
        sequence: Obj,
        index: usize,
    },
    /// Entries of a dict from this position on: keys, values or both.
    Entries {
        dict: Obj,
        position: usize,
        kind: Option<DictViewKind>,
        first: bool,
    },
    /// These objects, separated by commas.
    List {
        items: Vec<Obj>,
        index: usize,
    },
    Leave,
}

/// `repr(value)`.
pub fn repr_of(vm: &mut Vm, value: Obj) -> R<Then> {
    begin(vm, Work::Repr(value), value, false)
}

/// `str(value)`.
pub fn str_of(vm: &mut Vm, value: Obj) -> R<Then> {
    if vm.heap.ty(value) == types::STR {
        return Ok(Then::Return(vm.new_ref(value)));
    }
    begin(vm, Work::Str(value), value, false)
}

/// `ascii(value)`.
pub fn ascii_of(vm: &mut Vm, value: Obj) -> R<Then> {
    begin(vm, Work::Repr(value), value, true)
}

/// `object.__repr__` and the reprs of the built-in types, whatever a class overrides.
pub(super) fn native_repr(vm: &mut Vm, value: Obj) -> R<Then> {
    if matches!(vm.heap.get(value), Payload::Instance(_)) {
        let text = vm.plain_repr(value);
        return vm.text(text).map(Then::Return);
    }
    begin(vm, Work::Native(value), value, false)
}

fn begin(vm: &mut Vm, work: Work, value: Obj, ascii: bool) -> R<Then> {
    let name = if matches!(work, Work::Str(_)) { "str" } else { "repr" };
    let repr = Repr { out: String::new(), work: vec![work], active: Vec::new(), ascii, waiting: None };
    launch(vm, name, Pending::Repr(Box::new(repr)), &[value])
}

impl Repr {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        if let Some(method) = self.waiting.take() {
            if !vm.is_str(answer) {
                let message = format!("{method} returned non-string (type {})", vm.type_name(answer));
                vm.decref(answer);
                return Err(vm.type_error(&message));
            }
            self.out.push_str(vm.text_of(answer));
            vm.decref(answer);
        }
        self.run(vm, held)
    }

    fn run(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) -> R<Next> {
        while let Some(work) = self.work.pop() {
            if self.out.len() > fault::MAX_SEQUENCE {
                return Err(vm.raise_fault(fault::Fault::memory_error()));
            }
            match work {
                Work::Text(text) => self.out.push_str(text),
                Work::Leave => self.leave(vm, held),
                Work::Items { sequence, index } => self.items(vm, sequence, index),
                Work::Entries { dict, position, kind, first } => {
                    self.entries(vm, dict, position, kind, first)
                }
                Work::List { items, index } => {
                    if let Some(&item) = items.get(index) {
                        if index > 0 {
                            self.out.push_str(", ");
                        }
                        self.work.push(Work::List { items, index: index + 1 });
                        self.work.push(Work::Repr(item));
                    }
                }
                Work::Repr(obj) => {
                    if let Some((callee, args)) = vm.special_method(obj, Slot::Repr) {
                        self.waiting = Some("__repr__");
                        vm.check_native_depth(" while getting the repr of an object")?;
                        return Ok(Next::Call { callee, args });
                    }
                    self.native(vm, held, obj)?;
                }
                Work::Native(obj) => self.native(vm, held, obj)?,
                Work::Str(obj) => {
                    if let Some((callee, args)) = vm.special_method(obj, Slot::Str) {
                        self.waiting = Some("__str__");
                        return Ok(Next::Call { callee, args });
                    }
                    self.native_str(vm, obj);
                }
            }
        }
        let text = if self.ascii { escape_all(&self.out) } else { std::mem::take(&mut self.out) };
        vm.text(text).map(Next::Return)
    }

    /// `str()` of an object whose class has no Python `__str__`.
    fn native_str(&mut self, vm: &mut Vm, obj: Obj) {
        match vm.heap.get(obj) {
            Payload::Str(text) => self.out.push_str(&text.text),
            Payload::Exception(exception) => {
                let args = exception.args;
                let items = vm.tuple_items(args);
                match items.as_slice() {
                    [] => {}
                    // KeyError shows its key's repr, so that a missing '' can be seen
                    [only] if vm.is_instance(obj, types::KEY_ERROR) => self.work.push(Work::Repr(*only)),
                    [only] => self.work.push(Work::Str(*only)),
                    _ => self.work.push(Work::Repr(args)),
                }
            }
            _ => self.work.push(Work::Repr(obj)),
        }
    }

    /// Is the container's repr already being made, by this task or one below it?
    fn is_active(&self, vm: &Vm, obj: Obj) -> bool {
        self.active.contains(&obj)
            || vm.ctx.frames.iter().any(|frame| {
                matches!(frame, Frame::Native(native)
                    if matches!(&native.task.state, State::Builtin(Pending::Repr(repr)) if repr.active.contains(&obj)))
            })
    }

    /// Begins a container: its opening text, or the text for a container within itself.
    fn enter(
        &mut self,
        vm: &mut Vm,
        held: &mut Vec<Obj>,
        obj: Obj,
        open: &'static str,
        inside: &str,
    ) -> bool {
        if self.is_active(vm, obj) {
            self.out.push_str(inside);
            return false;
        }
        self.active.push(obj);
        vm.heap.incref(obj);
        held.push(obj);
        self.out.push_str(open);
        self.work.push(Work::Leave);
        true
    }

    fn leave(&mut self, vm: &mut Vm, held: &mut Vec<Obj>) {
        let Some(obj) = self.active.pop() else { return };
        if let Some(at) = held.iter().rposition(|&other| other == obj) {
            held.remove(at);
            vm.decref(obj);
        }
    }

    fn items(&mut self, vm: &Vm, sequence: Obj, index: usize) {
        let item = match vm.heap.get(sequence) {
            Payload::List(items) | Payload::Tuple(items) => items.get(index).copied(),
            _ => None,
        };
        if let Some(item) = item {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.work.push(Work::Items { sequence, index: index + 1 });
            self.work.push(Work::Repr(item));
        }
    }

    fn entries(&mut self, vm: &Vm, dict: Obj, position: usize, kind: Option<DictViewKind>, first: bool) {
        let Payload::Dict(table) = vm.heap.get(dict) else { return };
        let Some((at, entry)) = table.next_from(position) else { return };
        if !first {
            self.out.push_str(", ");
        }
        self.work.push(Work::Entries { dict, position: at + 1, kind, first: false });
        match kind {
            None => self.work.extend([Work::Repr(entry.value), Work::Text(": "), Work::Repr(entry.key)]),
            Some(DictViewKind::Keys) => self.work.push(Work::Repr(entry.key)),
            Some(DictViewKind::Values) => self.work.push(Work::Repr(entry.value)),
            Some(DictViewKind::Items) => {
                self.out.push('(');
                self.work.extend([
                    Work::Text(")"),
                    Work::Repr(entry.value),
                    Work::Text(", "),
                    Work::Repr(entry.key),
                ]);
            }
        }
    }

    /// The repr of a built-in's own making.
    fn native(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, obj: Obj) -> R<()> {
        match vm.heap.get(obj) {
            Payload::List(_) => {
                if self.enter(vm, held, obj, "[", "[...]") {
                    self.work.extend([Work::Text("]"), Work::Items { sequence: obj, index: 0 }]);
                }
            }
            Payload::Tuple(items) => {
                let close = if items.len() == 1 { ",)" } else { ")" };
                if self.enter(vm, held, obj, "(", "(...)") {
                    self.work.extend([Work::Text(close), Work::Items { sequence: obj, index: 0 }]);
                }
            }
            Payload::Dict(_) => {
                if self.enter(vm, held, obj, "{", "{...}") {
                    let entries = Work::Entries { dict: obj, position: 0, kind: None, first: true };
                    self.work.extend([Work::Text("}"), entries]);
                }
            }
            &Payload::DictView { dict, kind } => {
                let name = vm.type_name(obj);
                if self.enter(vm, held, obj, "", "...") {
                    self.out.push_str(&name);
                    self.out.push_str("([");
                    let entries = Work::Entries { dict, position: 0, kind: Some(kind), first: true };
                    self.work.extend([Work::Text("])"), entries]);
                }
            }
            Payload::Set(table) => {
                let members: Vec<Obj> = table.iter().map(|(_, key)| key).collect();
                self.set(vm, held, obj, members);
            }
            &Payload::MappingProxy(dict) => {
                self.out.push_str("mappingproxy(");
                self.work.extend([Work::Text(")"), Work::Repr(dict)]);
            }
            Payload::Exception(exception) => {
                let args = exception.args;
                let name = vm.type_name(obj);
                self.out.push_str(&name);
                match vm.tuple_items(args).as_slice() {
                    [only] => {
                        self.out.push('(');
                        self.work.extend([Work::Text(")"), Work::Repr(*only)]);
                    }
                    _ => self.work.push(Work::Repr(args)),
                }
            }
            &Payload::Method { func, this } => {
                let name = function_name(vm, func);
                self.out.push_str(&format!("<bound method {name} of "));
                self.work.extend([Work::Text(">"), Work::Repr(this)]);
            }
            &Payload::StaticMethod(func) => {
                self.out.push_str("<staticmethod(");
                self.work.extend([Work::Text(")>"), Work::Repr(func)]);
            }
            &Payload::ClassMethod(func) => {
                self.out.push_str("<classmethod(");
                self.work.extend([Work::Text(")>"), Work::Repr(func)]);
            }
            Payload::Slice(parts) => {
                let items = parts.to_vec();
                self.out.push_str("slice(");
                self.work.extend([Work::Text(")"), Work::List { items, index: 0 }]);
            }
            Payload::Range(range) => {
                let range = **range;
                self.out.push_str("range(");
                let mut items = vec![range.start, range.stop];
                if !matches!(vm.heap.get(range.step), Payload::Int(1)) {
                    items.push(range.step);
                }
                self.work.extend([Work::Text(")"), Work::List { items, index: 0 }]);
            }
            _ => {
                let text = vm.scalar_repr(obj);
                let text = vm.check(text)?;
                self.out.push_str(&text);
            }
        }
        Ok(())
    }

    fn set(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, obj: Obj, members: Vec<Obj>) {
        let name = vm.type_name(obj);
        let plain = vm.heap.ty(obj) == types::SET;
        if members.is_empty() {
            self.out.push_str(&format!("{name}()"));
            return;
        }
        if !self.enter(vm, held, obj, "", &format!("{name}(...)")) {
            return;
        }
        held.extend(vm.new_refs(&members));
        if plain {
            self.out.push('{');
        } else {
            self.out.push_str(&format!("{name}({{"));
        }
        let close = if plain { "}" } else { "})" };
        self.work.extend([Work::Text(close), Work::List { items: members, index: 0 }]);
    }
}

fn escape_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c) {
            0..0x80 => out.push(c),
            code @ 0x80..0x100 => out.push_str(&format!("\\x{code:02x}")),
            code @ 0x100..0x1_0000 => out.push_str(&format!("\\u{code:04x}")),
            code => out.push_str(&format!("\\U{code:08x}")),
        }
    }
    out
}

/// `__qualname__` of a function or the name of a native one.
fn function_name(vm: &Vm, func: Obj) -> String {
    match vm.heap.get(func) {
        Payload::Function(function) => vm.text_of(function.qualname).to_owned(),
        Payload::Builtin { def, .. } => def.name.to_owned(),
        _ => "?".to_owned(),
    }
}

/// How long [`Vm::safe_repr`] gets, in characters.
const SAFE_LENGTH: usize = 200;

impl Vm {
    /// The module and qualified name of a type as reprs show them: `int`, `__main__.C`.
    pub(crate) fn full_type_name(&self, ty: Obj) -> String {
        let qualname = self.qualname_of_type(ty);
        match self.module_of_type(ty) {
            Some(module) if module != "builtins" => format!("{module}.{qualname}"),
            _ => qualname.to_string(),
        }
    }

    /// `__module__` of a type.
    pub(crate) fn module_of_type(&self, ty: Obj) -> Option<String> {
        if known::is_static_type(ty) {
            let index = ty.index() - known::static_type(0).index();
            return known::STATIC_TYPES.get(index).map(|row| row.module.to_owned());
        }
        let name = self.interned("__module__")?;
        let module = self.namespace_get(self.type_data(ty)?.dict, name)?;
        self.as_str(module).map(str::to_owned)
    }

    /// The repr of an object that holds no other one to show.
    pub(crate) fn scalar_repr(&self, obj: Obj) -> Result<String, fault::Fault> {
        let address = self.heap.address(obj);
        Ok(match self.heap.get(obj) {
            Payload::Int(value) if self.heap.ty(obj) == types::BOOL => {
                if *value != 0 { "True" } else { "False" }.to_owned()
            }
            Payload::Int(value) => value.to_string(),
            Payload::BigInt(value) => int_text::to_decimal(value)?,
            Payload::Float(value) => float_text::repr(*value),
            Payload::Str(text) => str_text::repr(&text.text),
            Payload::Bytes(bytes) => str_text::repr_bytes(bytes),
            Payload::Atom if obj == known::NONE => "None".to_owned(),
            Payload::Atom if obj == known::ELLIPSIS => "Ellipsis".to_owned(),
            Payload::Atom if obj == known::NOT_IMPLEMENTED => "NotImplemented".to_owned(),
            Payload::Function(_) => format!("<function {} at {address:#x}>", function_name(self, obj)),
            Payload::Type(_) => format!("<class '{}'>", self.full_type_name(obj)),
            Payload::Builtin { def, this } => match this.some() {
                Some(this) if !matches!(self.heap.get(this), Payload::Module(_)) => format!(
                    "<built-in method {} of {} object at {:#x}>",
                    def.name,
                    self.type_name(this),
                    self.heap.address(this)
                ),
                _ => format!("<built-in function {}>", def.name),
            },
            Payload::MethodDescriptor { def, owner } => {
                let kind =
                    if self.heap.ty(obj) == types::WRAPPER_DESCRIPTOR { "slot wrapper" } else { "method" };
                format!("<{kind} '{}' of '{}' objects>", def.name, self.name_of_type(*owner))
            }
            Payload::GetSet { def, owner } => {
                format!("<attribute '{}' of '{}' objects>", def.name, self.name_of_type(*owner))
            }
            Payload::Cell(content) if content.is_null() => format!("<cell at {address:#x}: empty>"),
            Payload::Cell(content) => {
                let (name, inner) = (self.type_name(*content), self.heap.address(*content));
                format!("<cell at {address:#x}: {name} object at {inner:#x}>")
            }
            Payload::Code(code) => self.code_repr(code.index, address),
            Payload::Generator(generator) => {
                format!("<generator object {} at {address:#x}>", self.text_of(generator.qualname))
            }
            Payload::Module(module) => {
                let name = self.interned("__name__").and_then(|key| self.namespace_get(module.dict, key));
                let name = name.map_or("?", |name| self.text_of(name));
                if obj == self.main {
                    format!("<module '__main__' from '{}'>", self.options.filename)
                } else {
                    format!("<module '{name}' (built-in)>")
                }
            }
            Payload::Super(parts) => {
                let start = self.name_of_type(parts[0]);
                if parts[1].is_null() {
                    format!("<super: <class '{start}'>, NULL>")
                } else {
                    format!("<super: <class '{start}'>, <{} object>>", self.name_of_type(parts[2]))
                }
            }
            Payload::Lock(_) | Payload::Thread(_) => {
                crate::modules::repr(self, obj).unwrap_or_else(|| self.plain_repr(obj))
            }
            _ => self.plain_repr(obj),
        })
    }

    fn code_repr(&self, index: u32, address: u64) -> String {
        match self.codes.get(index as usize) {
            Some(loaded) => {
                let code = &loaded.code;
                let (name, file, line) = (&code.name, &code.filename, code.first_line);
                format!("<code object {name} at {address:#x}, file \"{file}\", line {line}>")
            }
            None => format!("<code object at {address:#x}>"),
        }
    }

    /// A short `repr` that runs no Python code and is bounded in length and depth: for messages and the page.
    pub fn safe_repr(&self, obj: Obj) -> String {
        match self.heap.get(obj) {
            Payload::Function(_) | Payload::Builtin { .. } | Payload::Instance(_) | Payload::Type(_) => {
                self.scalar_repr(obj).unwrap_or_default()
            }
            _ => self.short_text(obj, SAFE_LENGTH),
        }
    }

    /// The same for `str`.
    pub fn safe_str(&self, obj: Obj) -> String {
        match self.heap.get(obj) {
            Payload::Str(text) => text.text.to_string(),
            Payload::Exception(exception) => match self.tuple_items(exception.args).as_slice() {
                [] => String::new(),
                [only] if self.is_instance(obj, types::KEY_ERROR) => self.safe_repr(*only),
                [only] => self.safe_str(*only),
                _ => self.safe_repr(exception.args),
            },
            _ => self.safe_repr(obj),
        }
    }

    /// `object.__repr__`.
    pub(crate) fn plain_repr(&self, obj: Obj) -> String {
        format!("<{} object at {:#x}>", self.full_type_name(self.heap.ty(obj)), self.heap.address(obj))
    }
}
