//! Code objects, with every field of CPython 3.14's, and readers for their packed tables.

use std::hash::Hasher;
use std::rc::Rc;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::constant::Constant;
use super::opcode::Opcode;

/// Bits of `co_flags` (`Include/cpython/code.h`).
pub mod flags {
    pub const OPTIMIZED: u32 = 0x0001;
    pub const NEWLOCALS: u32 = 0x0002;
    pub const VARARGS: u32 = 0x0004;
    pub const VARKEYWORDS: u32 = 0x0008;
    pub const NESTED: u32 = 0x0010;
    pub const GENERATOR: u32 = 0x0020;
    pub const COROUTINE: u32 = 0x0080;
    pub const ITERABLE_COROUTINE: u32 = 0x0100;
    pub const ASYNC_GENERATOR: u32 = 0x0200;
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x0040_0000;
    pub const FUTURE_ANNOTATIONS: u32 = 0x0100_0000;
    pub const HAS_DOCSTRING: u32 = 0x0400_0000;
    pub const METHOD: u32 = 0x0800_0000;
}

/// Bits of a local's kind in `co_localspluskinds` (`Include/internal/pycore_code.h`).
pub mod kinds {
    pub const ARG_POS: u8 = 0x02;
    pub const ARG_KW: u8 = 0x04;
    pub const ARG_VAR: u8 = 0x08;
    /// A name of an inlined comprehension, not visible in `locals()` of the enclosing scope.
    pub const HIDDEN: u8 = 0x10;
    pub const LOCAL: u8 = 0x20;
    pub const CELL: u8 = 0x40;
    pub const FREE: u8 = 0x80;
}

/// A compiled module, function, class body, lambda or generator expression.
#[derive(Clone, Debug)]
pub struct CodeObject {
    /// `co_argcount`: positional parameters, positional-only included, `*args` excluded.
    pub arg_count: u32,
    pub posonly_arg_count: u32,
    pub kwonly_arg_count: u32,
    /// Deepest value stack, in slots.
    pub stack_size: u32,
    /// See [`flags`].
    pub flags: u32,
    /// `co_code`: two-byte units, caches zeroed.
    pub code: Rc<[u8]>,
    pub consts: Rc<[Constant]>,
    pub names: Rc<[Rc<str>]>,
    /// Locals, then cells that are no locals, then free variables.
    pub localsplus_names: Rc<[Rc<str>]>,
    /// Parallel to `localsplus_names`; see [`kinds`].
    pub localsplus_kinds: Rc<[u8]>,
    pub filename: Rc<str>,
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    /// One-based line of the definition (decorators included); 1 for a module.
    pub first_line: i32,
    pub line_table: Rc<[u8]>,
    pub exception_table: Rc<[u8]>,
}

impl CodeObject {
    fn names_of_kind(&self, kind: u8) -> impl Iterator<Item = &Rc<str>> {
        let kinds = self.localsplus_kinds.iter();
        self.localsplus_names.iter().zip(kinds).filter(move |(_, k)| **k & kind != 0).map(|(name, _)| name)
    }

    /// `co_varnames`: parameters, then other locals (those shared with nested functions included).
    pub fn varnames(&self) -> impl Iterator<Item = &Rc<str>> {
        self.names_of_kind(kinds::LOCAL)
    }

    /// `co_cellvars`
    pub fn cellvars(&self) -> impl Iterator<Item = &Rc<str>> {
        self.names_of_kind(kinds::CELL)
    }

    /// `co_freevars`
    pub fn freevars(&self) -> impl Iterator<Item = &Rc<str>> {
        self.names_of_kind(kinds::FREE)
    }

    /// `co_nlocals`
    pub fn local_count(&self) -> usize {
        self.varnames().count()
    }

    /// The instructions in order, arguments folded, caches skipped.
    pub fn instructions(&self) -> Instructions<'_> {
        Instructions { code: &self.code, offset: 0 }
    }

    /// The exception table's entries in order; ends early where the table is malformed.
    pub fn exception_entries(&self) -> ExceptionEntries<'_> {
        ExceptionEntries { table: &self.exception_table, at: 0 }
    }

    /// The line table's entries in order: source positions of runs of code units.
    pub fn position_entries(&self) -> PositionEntries<'_> {
        PositionEntries { table: &self.line_table, at: 0, offset: 0, line: self.first_line }
    }

    /// One position for each two-byte unit (caches included), as `co_positions()` yields.
    pub fn unit_positions(&self) -> Vec<Position> {
        let mut positions = Vec::with_capacity(self.code.len() / 2);
        for entry in self.position_entries() {
            let units = ((entry.end - entry.start) / 2) as usize;
            positions.extend(std::iter::repeat_n(entry.position, units));
        }
        positions
    }

    /// A fingerprint of every field: equal for equal code objects. Nested code contributes its own fingerprint.
    pub fn digest(&self) -> u128 {
        let mut hasher = SipHasher13::new();
        let mut part = |bytes: &[u8]| {
            hasher.write_u64(bytes.len() as u64);
            hasher.write(bytes);
        };
        for number in
            [self.arg_count, self.posonly_arg_count, self.kwonly_arg_count, self.stack_size, self.flags]
        {
            part(&number.to_le_bytes());
        }
        part(&self.first_line.to_le_bytes());
        part(&self.code);
        part(&self.localsplus_kinds);
        part(&self.line_table);
        part(&self.exception_table);
        for text in self.names.iter().chain(self.localsplus_names.iter()).chain([
            &self.filename,
            &self.name,
            &self.qualname,
        ]) {
            part(text.as_bytes());
        }
        for constant in self.consts.iter() {
            part(&constant.key());
        }
        let hash = hasher.finish128();
        u128::from(hash.h1) << 64 | u128::from(hash.h2)
    }
}

/// One instruction of `co_code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// Byte offset of the first `EXTENDED_ARG`, or of the instruction itself.
    pub start: u32,
    /// Byte offset of the instruction proper.
    pub offset: u32,
    pub opcode: Opcode,
    /// Argument, `EXTENDED_ARG` prefixes folded in; 0 if the opcode takes none.
    pub arg: u32,
}

impl Instruction {
    /// Byte offset of the next instruction, after the caches.
    pub fn end(&self) -> u32 {
        self.offset + 2 + 2 * u32::from(self.opcode.caches())
    }

    /// Byte offset the instruction may jump to.
    pub fn jump_target(&self) -> Option<u32> {
        if !self.opcode.has_jump() {
            return None;
        }
        let distance = self.arg.checked_mul(2)?;
        if self.opcode.base().is_backward_jump() {
            self.end().checked_sub(distance)
        } else {
            self.end().checked_add(distance)
        }
    }
}

/// Iterator of [`CodeObject::instructions`]; ends at the first unit that is no opcode.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u8],
    offset: usize,
}

impl Iterator for Instructions<'_> {
    type Item = Instruction;

    fn next(&mut self) -> Option<Instruction> {
        let start = self.offset;
        let mut arg = 0u32;
        loop {
            let unit = self.code.get(self.offset..self.offset + 2)?;
            let opcode = Opcode::from_number(u16::from(unit[0]))?;
            arg = arg << 8 | u32::from(unit[1]);
            let offset = self.offset;
            self.offset += 2;
            if opcode != Opcode::EXTENDED_ARG {
                self.offset += 2 * usize::from(opcode.caches());
                return Some(Instruction { start: start as u32, offset: offset as u32, opcode, arg });
            }
        }
    }
}

/// One entry of the exception table (`InternalDocs/exception_handling.md`); offsets in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionEntry {
    /// First protected byte offset.
    pub start: u32,
    /// First byte offset no longer protected.
    pub end: u32,
    /// Where the handler starts.
    pub target: u32,
    /// Stack depth to unwind to.
    pub depth: u32,
    /// Push the offset of the failing instruction before the exception.
    pub lasti: bool,
}

/// Iterator of [`CodeObject::exception_entries`].
#[derive(Clone, Debug)]
pub struct ExceptionEntries<'a> {
    table: &'a [u8],
    at: usize,
}

impl ExceptionEntries<'_> {
    /// Big-endian base 64; bit 6 says that more follows, bit 7 marks the start of an entry.
    fn varint(&mut self) -> Option<u32> {
        let mut value = 0u32;
        loop {
            let byte = *self.table.get(self.at)?;
            self.at += 1;
            value = value << 6 | u32::from(byte & 63);
            if byte & 64 == 0 {
                return Some(value);
            }
        }
    }
}

impl Iterator for ExceptionEntries<'_> {
    type Item = ExceptionEntry;

    fn next(&mut self) -> Option<ExceptionEntry> {
        let start = self.varint()?.checked_mul(2)?;
        let end = self.varint()?.checked_mul(2)?.checked_add(start)?;
        let target = self.varint()?.checked_mul(2)?;
        let depth_lasti = self.varint()?;
        Some(ExceptionEntry { start, end, target, depth: depth_lasti >> 1, lasti: depth_lasti & 1 != 0 })
    }
}

/// Source position of an instruction: one-based lines, zero-based columns in UTF-8 bytes, `None` where unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub line: Option<u32>,
    pub end_line: Option<u32>,
    pub col: Option<u32>,
    pub end_col: Option<u32>,
}

/// A run of code units with one position; byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionEntry {
    pub start: u32,
    pub end: u32,
    pub position: Position,
}

/// Iterator of [`CodeObject::position_entries`] (`InternalDocs/code_objects.md`, format of the locations table).
#[derive(Clone, Debug)]
pub struct PositionEntries<'a> {
    table: &'a [u8],
    at: usize,
    offset: u32,
    line: i32,
}

impl PositionEntries<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.table.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// Little-endian base 64, bit 6 says that more follows.
    fn varint(&mut self) -> Option<u32> {
        let mut value = 0u32;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            value |= u32::from(byte & 63).checked_shl(shift).unwrap_or(0);
            shift += 6;
            if byte & 64 == 0 {
                return Some(value);
            }
        }
    }

    fn signed_varint(&mut self) -> Option<i32> {
        let value = self.varint()?;
        let magnitude = (value >> 1) as i32;
        Some(if value & 1 != 0 { -magnitude } else { magnitude })
    }

    fn position(&mut self, code: u8) -> Option<Position> {
        let one_line = |line: i32, col: u32, end_col: u32| {
            let line = u32::try_from(line).ok();
            Position { line, end_line: line, col: Some(col), end_col: Some(end_col) }
        };
        Some(match code {
            15 => Position::default(),
            14 => {
                self.line = self.line.wrapping_add(self.signed_varint()?);
                let end_line = self.line.wrapping_add_unsigned(self.varint()?);
                let col = self.varint()?.checked_sub(1);
                let end_col = self.varint()?.checked_sub(1);
                let line = u32::try_from(self.line).ok();
                Position { line, end_line: u32::try_from(end_line).ok(), col, end_col }
            }
            13 => {
                self.line = self.line.wrapping_add(self.signed_varint()?);
                let line = u32::try_from(self.line).ok();
                Position { line, end_line: line, col: None, end_col: None }
            }
            10..=12 => {
                self.line = self.line.wrapping_add(i32::from(code) - 10);
                let col = self.byte()?;
                let end_col = self.byte()?;
                one_line(self.line, u32::from(col), u32::from(end_col))
            }
            _ => {
                let second = u32::from(self.byte()?);
                let col = u32::from(code) << 3 | second >> 4;
                one_line(self.line, col, col + (second & 15))
            }
        })
    }
}

impl Iterator for PositionEntries<'_> {
    type Item = PositionEntry;

    fn next(&mut self) -> Option<PositionEntry> {
        let first = self.byte()?;
        let start = self.offset;
        self.offset += 2 * (u32::from(first & 7) + 1);
        let position = self.position(first >> 3 & 15)?;
        Some(PositionEntry { start, end: self.offset, position })
    }
}
