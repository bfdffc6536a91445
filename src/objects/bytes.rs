//! `bytes`, as far as the first version goes (`Objects/bytesobject.c`).

use super::consume::{After, Sink, consume};
use crate::heap::known::types;
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, NativeDef};
use crate::vm::{R, Then, Vm};
use std::rc::Rc;

pub(super) static METHODS: &[NativeDef] =
    &[NativeDef::keywords("decode", decode_method), NativeDef::positional("hex", hex, 1, 1)];

/// A new `bytes` object (owned).
pub(super) fn new_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Obj {
    vm.heap.alloc(types::BYTES, Payload::Bytes(Rc::new(bytes)))
}

/// `bytes(...)`.
pub(super) fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    if !class.is_null() {
        return Err(vm.unsupported("subclasses of bytes"));
    }
    let [source, encoding, _] = vm.bind_arguments(args, "bytes", ["source", "encoding", "errors"], 3, 0)?;
    let Some(source) = source else { return Ok(Then::Return(new_bytes(vm, Vec::new()))) };
    match vm.heap.get(source) {
        Payload::Bytes(_) => Ok(Then::Return(vm.new_ref(source))),
        Payload::Str(text) => {
            let text = text.clone();
            let Some(encoding) = encoding else {
                return Err(vm.type_error("string argument without an encoding"));
            };
            let encoding = vm.text_of(encoding).to_owned();
            let bytes = super::str::encoded(vm, &text.text, &encoding)?;
            Ok(Then::Return(new_bytes(vm, bytes)))
        }
        Payload::Int(count) => {
            let count = *count;
            if count < 0 {
                return Err(vm.value_error("negative count"));
            }
            let count = vm.check(super::fault::check_size(count as usize))?;
            Ok(Then::Return(new_bytes(vm, vec![0; count])))
        }
        _ => consume(vm, "bytes", source, Sink::Collect(After::Bytes), &[]),
    }
}

/// Bytes of int objects. Raises for anything else.
pub(super) fn from_ints(vm: &mut Vm, items: &[Obj]) -> R<Obj> {
    let mut bytes = Vec::with_capacity(items.len());
    for &item in items {
        match u8::try_from(vm.int_argument(item)?) {
            Ok(byte) => bytes.push(byte),
            Err(_) => return Err(vm.value_error("bytes must be in range(0, 256)")),
        }
    }
    Ok(new_bytes(vm, bytes))
}

fn decode_method(vm: &mut Vm, args: Args) -> R<Then> {
    let [this, encoding, _] = vm.bind_arguments(args, "decode", ["", "encoding", "errors"], 3, 0)?;
    let bytes = match this.map(|this| vm.heap.get(this)) {
        Some(Payload::Bytes(bytes)) => bytes.clone(),
        _ => Rc::default(),
    };
    let encoding = encoding.map_or("utf-8".to_owned(), |encoding| vm.text_of(encoding).to_owned());
    decode(vm, &bytes, &encoding).map(Then::Return)
}

/// The text of bytes (owned). Raises UnicodeDecodeError for what is no UTF-8.
pub(super) fn decode(vm: &mut Vm, bytes: &[u8], encoding: &str) -> R<Obj> {
    match encoding.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "ascii" => match std::str::from_utf8(bytes) {
            Ok(text) => vm.text(text),
            Err(error) => {
                let at = error.valid_up_to();
                let message = format!(
                    "'utf-8' codec can't decode byte 0x{:02x} in position {at}: invalid start byte",
                    bytes[at]
                );
                Err(vm.raise(types::UNICODE_DECODE_ERROR, &message))
            }
        },
        "latin-1" | "latin1" | "iso-8859-1" => {
            let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
            vm.text(text)
        }
        other => {
            let message = format!("the encoding {other}");
            Err(vm.unsupported(&message))
        }
    }
}

fn hex(vm: &mut Vm, args: Args) -> R<Then> {
    let text = match vm.heap.get(vm.arg(args, 0)) {
        Payload::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        _ => String::new(),
    };
    vm.text(text).map(Then::Return)
}
