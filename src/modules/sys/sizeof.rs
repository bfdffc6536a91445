//! `sys.getsizeof`: the bytes a 64-bit CPython 3.14 takes for an object, collector header included. Measured with the
//! reference interpreter.

use crate::bytecode::CodeObject;
use crate::heap::known::types;
use crate::heap::{Layout, Obj, Payload};
use crate::vm::Vm;

/// `PyGC_Head` in front of objects that the collector may track.
const GC_HEAD: usize = 16;
/// `PyObject_HEAD`, and with `ob_size`.
const HEAD: usize = 16;
const VAR_HEAD: usize = 24;
const POINTER: usize = 8;

/// The size in bytes; `None` where it is not known.
pub fn size_of(vm: &Vm, obj: Obj) -> Option<usize> {
    if !vm.heap.is_live(obj) {
        return None;
    }
    let ty = vm.heap.ty(obj);
    let size = match vm.heap.get(obj) {
        Payload::Free(_) | Payload::Stream(_) => return None,
        Payload::Atom => HEAD,
        Payload::Int(value) => VAR_HEAD + 4 * digits(64 - u64::leading_zeros(value.unsigned_abs()) as u64),
        Payload::BigInt(value) => VAR_HEAD + 4 * digits(value.bits()),
        Payload::Float(_) => HEAD + 8,
        Payload::Str(text) => str_size(&text.text, text.length as usize),
        Payload::Bytes(bytes) => VAR_HEAD + 8 + bytes.len() + 1,
        // ob_hash, then the items
        Payload::Tuple(items) => GC_HEAD + VAR_HEAD + 8 + POINTER * items.len(),
        Payload::List(items) => GC_HEAD + VAR_HEAD + 16 + POINTER * allocated(items.len()),
        Payload::Dict(table) => GC_HEAD + 48 + dict_keys(vm, table),
        Payload::Set(table) => 216 + if table.slots() > 8 { 16 * table.slots() } else { 0 },
        Payload::Cell(_) => GC_HEAD + 24,
        Payload::Slice(_) => GC_HEAD + 40,
        Payload::Range(_) => 48,
        Payload::RangeIter(_) => 40,
        Payload::Function(_) => 168,
        Payload::Method { .. } => 64,
        Payload::Code(code) => code_size(&vm.codes.get(code.index as usize)?.code),
        Payload::Type(data) if data.heap_type && data.layout == Layout::Tuple => 952,
        Payload::Type(data) if data.heap_type => 1720,
        Payload::Type(_) => 416,
        Payload::Instance(_) => 48,
        Payload::Builtin { .. } | Payload::MethodDescriptor { .. } => 72,
        Payload::GetSet { .. } => 64,
        Payload::SequenceIter { .. } => 48,
        Payload::Iter(_) => return iterator_size(ty),
        Payload::Generator(generator) => generator_size(&vm.codes.get(generator.code as usize)?.code),
        Payload::Exception(_) => exception_size(vm, ty),
        Payload::Traceback(_) => 56,
        Payload::Module(_) => 72,
        Payload::Property(_) => 80,
        Payload::StaticMethod(_) | Payload::ClassMethod(_) => 48,
        Payload::Super(_) => 56,
        Payload::MappingProxy(_) | Payload::DictView { .. } => 40,
        Payload::Lock(_) if ty == types::RLOCK => 72,
        Payload::Lock(_) if ty == types::LOCK => 56,
        Payload::Lock(_) | Payload::Thread(_) => 48,
    };
    let subclassed =
        vm.heap.is_heap_type(ty) && !matches!(vm.heap.get(obj), Payload::Instance(_) | Payload::Thread(_));
    Some(if subclassed { subclass_size(vm, obj, size) } else { size })
}

/// Instances of Python subclasses of built-ins have a dict and weak references in front, and a collector header even where the base
/// has none.
fn subclass_size(vm: &Vm, obj: Obj, base: usize) -> usize {
    match vm.heap.get(obj) {
        Payload::Int(_) | Payload::BigInt(_) | Payload::Float(_) | Payload::Bytes(_) => base + 2 * GC_HEAD,
        // not compact: the header is the larger PyUnicodeObject, the characters lie elsewhere
        Payload::Str(text) => 96 + char_bytes(&text.text) * (text.length as usize + 1),
        _ => base + GC_HEAD,
    }
}

/// The generator object with its frame: locals and value stack.
fn generator_size(code: &CodeObject) -> usize {
    168 + POINTER * (code.localsplus_names.len() + code.stack_size as usize)
}

/// 30-bit digits of an int, at least one.
fn digits(bits: u64) -> usize {
    (bits.div_ceil(30) as usize).max(1)
}

/// Compact strings (PEP 393); ASCII has the smaller header.
fn str_size(text: &str, length: usize) -> usize {
    let header = if text.is_ascii() { 40 } else { 56 };
    header + char_bytes(text) * (length + 1)
}

/// Bytes of each character: one, two or four.
fn char_bytes(text: &str) -> usize {
    match text.chars().max().map_or(0, u32::from) {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        _ => 4,
    }
}

/// Slots of a list that was built at once: an even number (`list_preallocate_exact`).
fn allocated(len: usize) -> usize {
    if len < 2 { len } else { len.next_multiple_of(2) }
}

/// `_PyDict_KeysSize`: header, index table of the smallest integer type, entries (16 bytes each while all keys are strings).
fn dict_keys(vm: &Vm, table: &crate::objects::dict_table::DictTable<Obj>) -> usize {
    let slots = table.slots();
    if slots == 0 {
        return 0;
    }
    let index_bytes = match slots {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    let strings = table.iter().all(|entry| vm.heap.ty(entry.key) == types::STR);
    let entry = if strings { 16 } else { 24 };
    32 + slots * index_bytes + usable(slots) * entry
}

/// `USABLE_FRACTION`.
fn usable(slots: usize) -> usize {
    slots * 2 / 3
}

/// `code_sizeof` without the optional parts.
fn code_size(code: &CodeObject) -> usize {
    208 + code.code.len().next_multiple_of(8)
}

fn iterator_size(ty: Obj) -> Option<usize> {
    Some(match ty {
        types::STR_ITERATOR | types::STR_ASCII_ITERATOR | types::BYTES_ITERATOR => 48,
        types::DICT_KEYITERATOR
        | types::DICT_VALUEITERATOR
        | types::DICT_ITEMITERATOR
        | types::DICT_REVERSEKEYITERATOR
        | types::DICT_REVERSEVALUEITERATOR
        | types::DICT_REVERSEITEMITERATOR => 72,
        types::SET_ITERATOR | types::ZIP => 64,
        types::LIST_REVERSEITERATOR | types::REVERSED | types::CALLABLE_ITERATOR | types::ITERATOR => 48,
        types::ENUMERATE => 72,
        types::MAP => 56,
        types::FILTER => 48,
        _ => return None,
    })
}

fn exception_size(vm: &Vm, ty: Obj) -> usize {
    let sizes = [
        (types::STOP_ITERATION, 96),
        (types::SYSTEM_EXIT, 96),
        (types::NAME_ERROR, 96),
        (types::ATTRIBUTE_ERROR, 104),
        (types::IMPORT_ERROR, 120),
        (types::UNICODE_DECODE_ERROR, 128),
        (types::UNICODE_ENCODE_ERROR, 128),
        (types::OS_ERROR, 128),
        (types::SYNTAX_ERROR, 160),
    ];
    sizes.into_iter().find(|&(base, _)| vm.is_subtype(ty, base)).map_or(88, |(_, size)| size)
}
