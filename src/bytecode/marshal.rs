//! Writes code objects as CPython 3.14 reads them: `marshal` version 5 (`Python/marshal.c`) and `.pyc` files (PEP 552).

use std::collections::HashMap;
use std::rc::Rc;

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use super::code::CodeObject;
use super::constant::Constant;

/// `importlib.util.MAGIC_NUMBER` of 3.14.
const MAGIC: [u8; 4] = [0x2B, 0x0E, 0x0D, 0x0A];

/// Marks an object that later back references may name.
const FLAG_REF: u8 = 0x80;

/// A `.pyc` whose source is not checked when it is loaded.
pub fn write_pyc(code: &CodeObject) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    // Flags: hash-based, unchecked; then the hash of the source, which nobody reads.
    file.extend(1u32.to_le_bytes());
    file.extend([0; 8]);
    file.extend(write_code(code));
    file
}

/// Whether a code object interns a string constant (`should_intern_string`, `Objects/codeobject.c`). A loader that had to
/// intern it itself would build the sets around it anew, in another order.
fn is_interned(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The marshalled code object alone.
pub fn write_code(code: &CodeObject) -> Vec<u8> {
    let mut writer = Writer { out: Vec::new(), strings: HashMap::new() };
    writer.code(code);
    writer.out
}

/// Nests as deep as code objects and constant tuples do, which the parser bounds.
struct Writer {
    out: Vec<u8>,
    /// Strings written so far, by their reference number.
    strings: HashMap<Rc<str>, u32>,
}

impl Writer {
    fn long(&mut self, value: u32) {
        self.out.extend(value.to_le_bytes());
    }

    fn sized(&mut self, tag: u8, bytes: &[u8]) {
        self.out.push(tag);
        self.long(bytes.len() as u32);
        self.out.extend(bytes);
    }

    /// Names become interned strings, so that equal ones are one object.
    fn string(&mut self, text: &Rc<str>, interned: bool) {
        if let Some(&number) = self.strings.get(text) {
            self.out.push(b'r');
            return self.long(number);
        }
        let number = self.strings.len() as u32;
        self.strings.insert(text.clone(), number);
        let bytes = text.as_bytes();
        match (text.is_ascii(), u8::try_from(bytes.len())) {
            (true, Ok(length)) => {
                self.out.extend([if interned { b'Z' } else { b'z' } | FLAG_REF, length]);
                self.out.extend(bytes);
            }
            (true, Err(_)) => self.sized(if interned { b'A' } else { b'a' } | FLAG_REF, bytes),
            (false, _) => self.sized(if interned { b't' } else { b'u' } | FLAG_REF, bytes),
        }
    }

    fn tuple_start(&mut self, length: usize) {
        match u8::try_from(length) {
            Ok(length) => self.out.extend([b')', length]),
            Err(_) => {
                self.out.push(b'(');
                self.long(length as u32);
            }
        }
    }

    fn names(&mut self, names: &[Rc<str>]) {
        self.tuple_start(names.len());
        for name in names {
            self.string(name, true);
        }
    }

    fn code(&mut self, code: &CodeObject) {
        self.out.push(b'c');
        for number in
            [code.arg_count, code.posonly_arg_count, code.kwonly_arg_count, code.stack_size, code.flags]
        {
            self.long(number);
        }
        self.sized(b's', &code.code);
        self.tuple_start(code.consts.len());
        for constant in code.consts.iter() {
            self.constant(constant);
        }
        self.names(&code.names);
        self.names(&code.localsplus_names);
        self.sized(b's', &code.localsplus_kinds);
        self.string(&code.filename, false);
        self.string(&code.name, true);
        self.string(&code.qualname, true);
        self.long(code.first_line as u32);
        self.sized(b's', &code.line_table);
        self.sized(b's', &code.exception_table);
    }

    fn constant(&mut self, constant: &Constant) {
        match constant {
            Constant::None => self.out.push(b'N'),
            Constant::Bool(value) => self.out.push(if *value { b'T' } else { b'F' }),
            Constant::Ellipsis => self.out.push(b'.'),
            Constant::Int(value) => self.int(value),
            Constant::Float(value) => {
                self.out.push(b'g');
                self.out.extend(value.to_le_bytes());
            }
            Constant::Complex { real, imag } => {
                self.out.push(b'y');
                self.out.extend(real.to_le_bytes());
                self.out.extend(imag.to_le_bytes());
            }
            Constant::Str(text) => self.string(text, is_interned(text)),
            Constant::Surrogates(bytes) => self.sized(b'u', bytes),
            Constant::Bytes(bytes) => self.sized(b's', bytes),
            Constant::Tuple(items) => {
                self.tuple_start(items.len());
                items.iter().for_each(|item| self.constant(item));
            }
            Constant::FrozenSet(items) => {
                self.out.push(b'>');
                self.long(items.len() as u32);
                items.iter().for_each(|item| self.constant(item));
            }
            Constant::Slice(parts) => {
                self.out.push(b':');
                parts.iter().for_each(|part| self.constant(part));
            }
            Constant::Code(code) => self.code(code),
        }
    }

    /// 32 bits at once, or digits of 15 bits, their number negated for a negative int.
    fn int(&mut self, value: &BigInt) {
        if let Some(small) = value.to_i32() {
            self.out.push(b'i');
            return self.long(small as u32);
        }
        let digits = value.magnitude().to_radix_le(1 << 8);
        let mut shorts = Vec::with_capacity(digits.len() * 8 / 15 + 1);
        let (mut held, mut bits) = (0u32, 0);
        for digit in digits {
            held |= u32::from(digit) << bits;
            bits += 8;
            if bits >= 15 {
                shorts.push((held & 0x7FFF) as u16);
                held >>= 15;
                bits -= 15;
            }
        }
        if held != 0 {
            shorts.push(held as u16);
        }
        self.out.push(b'l');
        let count = shorts.len() as i32;
        self.long(if value.sign() == Sign::Minus { -count } else { count } as u32);
        shorts.iter().for_each(|short| self.out.extend(short.to_le_bytes()));
    }
}
