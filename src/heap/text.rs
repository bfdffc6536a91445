//! A short text for any object: like its `repr`, bounded, and without running Python code.

use super::known::{self, types};
use super::{DictViewKind, Obj, Payload};
use crate::objects::{float_text, str_text};
use crate::vm::Vm;

/// Containers inside containers are spelled out to this depth.
const DEPTH: u32 = 3;
/// Items of a container spelled out.
const ITEMS: usize = 12;
/// Bits of an int up to which it is written in decimal.
const DECIMAL_BITS: u64 = 1024;

/// The text so far and what is left to say.
struct Writer<'a> {
    vm: &'a Vm,
    text: String,
    limit: usize,
}

impl Vm {
    /// A text of at most about `limit` characters.
    pub fn short_text(&self, obj: Obj, limit: usize) -> String {
        let mut writer = Writer { vm: self, text: String::new(), limit };
        writer.object(obj, DEPTH);
        cut(writer.text, limit)
    }
}

/// The first `limit` characters, with an ellipsis for the rest.
fn cut(text: String, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

impl Writer<'_> {
    fn is_full(&self) -> bool {
        self.text.len() > self.limit
    }

    fn object(&mut self, obj: Obj, depth: u32) {
        let vm = self.vm;
        if !vm.heap.is_live(obj) {
            self.text.push_str(if obj.is_null() { "NULL" } else { "<freed>" });
            return;
        }
        let ty = vm.heap.ty(obj);
        match vm.heap.get(obj) {
            Payload::Atom => self.atom(obj),
            Payload::Int(value) if ty == types::BOOL => {
                self.text.push_str(if *value != 0 { "True" } else { "False" })
            }
            Payload::Int(value) => self.text.push_str(&value.to_string()),
            Payload::BigInt(value) if value.bits() <= DECIMAL_BITS => self.text.push_str(&value.to_string()),
            Payload::BigInt(value) => self.text.push_str(&format!("<int of {} bits>", value.bits())),
            Payload::Float(value) => self.text.push_str(&float_text::repr(*value)),
            Payload::Str(text) => self.string(&text.text),
            Payload::Bytes(bytes) => {
                let part = &bytes[..bytes.len().min(self.limit)];
                self.text.push_str(&str_text::repr_bytes(part));
            }
            Payload::Tuple(items) => {
                self.sequence("(", items.iter().copied(), items.len(), tuple_end(items.len()), depth)
            }
            Payload::List(items) => self.sequence("[", items.iter().copied(), items.len(), "]", depth),
            Payload::Set(table) if table.is_empty() => {
                self.text.push_str(&format!("{}()", vm.name_of_type(ty)))
            }
            Payload::Set(table) => {
                let frozen = vm.is_subtype(ty, types::FROZENSET);
                let (open, close) = if frozen { ("frozenset({", "})") } else { ("{", "}") };
                self.sequence(open, table.iter().map(|(_, key)| key), table.len(), close, depth);
            }
            Payload::Dict(table) => {
                let entries = table.iter().map(|entry| (entry.key, entry.value));
                self.mapping(entries, table.len(), depth);
            }
            Payload::Cell(content) if content.is_null() => self.text.push_str("<cell: empty>"),
            Payload::Cell(content) => self.wrapped("<cell: ", *content, ">", depth),
            Payload::Slice(parts) => self.sequence("slice(", parts.iter().copied(), 3, ")", depth),
            Payload::Range(range) => {
                let step = matches!(vm.heap.get(range.step), Payload::Int(1));
                let parts = [range.start, range.stop, range.step];
                let count = if step { 2 } else { 3 };
                self.sequence("range(", parts.into_iter().take(count), count, ")", depth);
            }
            Payload::RangeIter(iter) => {
                self.text.push_str(&format!("<range_iterator: {} left, next {}>", iter.remaining, iter.next));
            }
            Payload::Function(function) => {
                self.text.push_str(&format!("<function {}>", vm.text_of(function.qualname)));
            }
            Payload::Method { func, this } => {
                self.text.push_str("<bound method ");
                self.text.push_str(&vm.callable_name(*func));
                self.wrapped(" of ", *this, ">", depth.min(1));
            }
            Payload::Code(code) => {
                let name = vm.codes.get(code.index as usize).map_or("?", |loaded| &loaded.code.qualname);
                self.text.push_str(&format!("<code {name}>"));
            }
            Payload::Type(_) => self.text.push_str(&format!("<class '{}'>", vm.qualname_of_type(obj))),
            Payload::Instance(_) => self.instance(obj),
            Payload::Builtin { def, .. } => self.text.push_str(&format!("<built-in function {}>", def.name)),
            Payload::MethodDescriptor { def, owner } => {
                self.text.push_str(&format!(
                    "<method '{}' of '{}' objects>",
                    def.name,
                    vm.name_of_type(*owner)
                ));
            }
            Payload::GetSet { def, owner } => {
                self.text.push_str(&format!(
                    "<attribute '{}' of '{}' objects>",
                    def.name,
                    vm.name_of_type(*owner)
                ));
            }
            Payload::SequenceIter { sequence, index } => {
                self.text.push_str(&format!("<{} at item {index}>", vm.name_of_type(ty)));
                if sequence.is_null() {
                    self.text = format!("<{}: exhausted>", vm.name_of_type(ty));
                }
            }
            Payload::Generator(generator) => {
                let state = format!("{:?}", generator.state).to_lowercase();
                self.text.push_str(&format!("<generator {} ({state})>", vm.text_of(generator.qualname)));
            }
            Payload::Exception(exception) => {
                self.text.push_str(&vm.name_of_type(ty));
                match vm.heap.get(exception.args) {
                    Payload::Tuple(items) if !exception.args.is_null() => {
                        self.sequence("(", items.iter().copied(), items.len(), ")", depth);
                    }
                    _ => self.text.push_str("()"),
                }
            }
            Payload::Traceback(traceback) => {
                self.text.push_str(&format!("<traceback of line {}>", traceback.line))
            }
            Payload::Module(module) => {
                let name = vm.interned("__name__").and_then(|key| vm.namespace_get(module.dict, key));
                let name = name.map_or("?", |name| vm.text_of(name));
                self.text.push_str(&format!("<module '{name}'>"));
            }
            Payload::MappingProxy(dict) => self.wrapped("mappingproxy(", *dict, ")", depth),
            Payload::DictView { dict, kind } => {
                let name = match kind {
                    DictViewKind::Keys => "dict_keys of ",
                    DictViewKind::Values => "dict_values of ",
                    DictViewKind::Items => "dict_items of ",
                };
                self.wrapped(name, *dict, "", depth);
            }
            Payload::StaticMethod(inner) => self.wrapped("<staticmethod(", *inner, ")>", depth),
            Payload::ClassMethod(inner) => self.wrapped("<classmethod(", *inner, ")>", depth),
            Payload::Lock(_) | Payload::Thread(_) | Payload::Stream(_) => {
                self.text.push_str(&crate::modules::repr(vm, obj).unwrap_or_default());
            }
            _ => self.text.push_str(&format!("<{} object>", vm.name_of_type(ty))),
        }
    }

    fn atom(&mut self, obj: Obj) {
        let text = match obj {
            known::NONE => "None".into(),
            known::ELLIPSIS => "Ellipsis".into(),
            known::NOT_IMPLEMENTED => "NotImplemented".into(),
            _ => format!("<{} object>", self.vm.type_name(obj)),
        };
        self.text.push_str(&text);
    }

    fn string(&mut self, text: &str) {
        let end = text.char_indices().nth(self.limit).map_or(text.len(), |(at, _)| at);
        self.text.push_str(&str_text::repr(&text[..end]));
    }

    fn instance(&mut self, obj: Obj) {
        self.text.push_str(&format!("<{} object>", self.vm.type_name(obj)));
    }

    fn wrapped(&mut self, open: &str, inner: Obj, close: &str, depth: u32) {
        self.text.push_str(open);
        self.nested(inner, depth);
        self.text.push_str(close);
    }

    /// One level down; deeper than [`DEPTH`] only the kind of bracket shows.
    fn nested(&mut self, obj: Obj, depth: u32) {
        let leaf = !matches!(
            self.vm.heap.get(obj),
            Payload::Tuple(_)
                | Payload::List(_)
                | Payload::Dict(_)
                | Payload::Set(_)
                | Payload::Cell(_)
                | Payload::Method { .. }
                | Payload::MappingProxy(_)
                | Payload::DictView { .. }
                | Payload::Exception(_)
                | Payload::StaticMethod(_)
                | Payload::ClassMethod(_)
                | Payload::Slice(_)
                | Payload::Range(_)
        );
        if leaf || depth > 0 {
            self.object(obj, depth.saturating_sub(1));
        } else {
            self.text.push('…');
        }
    }

    fn sequence(
        &mut self,
        open: &str,
        items: impl Iterator<Item = Obj>,
        len: usize,
        close: &str,
        depth: u32,
    ) {
        self.text.push_str(open);
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            if index >= ITEMS && len > ITEMS || self.is_full() {
                self.text.push('…');
                break;
            }
            self.nested(item, depth);
        }
        self.text.push_str(close);
    }

    fn mapping(&mut self, entries: impl Iterator<Item = (Obj, Obj)>, len: usize, depth: u32) {
        self.text.push('{');
        for (index, (key, value)) in entries.enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            if index >= ITEMS && len > ITEMS || self.is_full() {
                self.text.push('…');
                break;
            }
            self.nested(key, depth);
            self.text.push_str(": ");
            self.nested(value, depth);
        }
        self.text.push('}');
    }
}

fn tuple_end(len: usize) -> &'static str {
    if len == 1 { ",)" } else { ")" }
}

impl Vm {
    /// What a callable is called: its qualified name, or a short text.
    pub fn callable_name(&self, callable: Obj) -> String {
        match self.heap.get(callable) {
            Payload::Function(function) => self.text_of(function.qualname).to_owned(),
            Payload::Method { func, .. } => match self.heap.get(*func) {
                Payload::Function(function) => self.text_of(function.qualname).to_owned(),
                _ => self.short_text(callable, 40),
            },
            Payload::Builtin { def, .. } => def.name.to_owned(),
            Payload::MethodDescriptor { def, owner } => format!("{}.{}", self.name_of_type(*owner), def.name),
            Payload::Type(ty) => ty.name.to_string(),
            _ => self.short_text(callable, 40),
        }
    }
}
