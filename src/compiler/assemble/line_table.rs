//! Writes `co_linetable` (`InternalDocs/code_objects.md`); [`crate::bytecode::code::PositionEntries`] reads it.

use crate::compiler::instruction_sequence::Location;

const SHORT: u8 = 0;
const ONE_LINE: u8 = 10;
const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NO_LOCATION: u8 = 15;

/// Most code units that one entry covers.
const MAX_UNITS: u32 = 8;

pub struct Writer<'a> {
    table: &'a mut Vec<u8>,
    /// Line of the last entry that has one.
    line: i32,
    /// The location of the latest instructions, and their code units.
    location: Location,
    units: u32,
}

impl<'a> Writer<'a> {
    pub fn new(table: &'a mut Vec<u8>, first_line: i32) -> Self {
        table.clear();
        Self { table, line: first_line, location: Location::NONE, units: 0 }
    }

    /// Takes the next instruction.
    pub fn add(&mut self, location: Location, units: u32) {
        if location != self.location {
            self.finish();
            self.location = location;
        }
        self.units += units;
    }

    /// Writes what is not yet written.
    pub fn finish(&mut self) {
        while self.units > MAX_UNITS {
            self.entry(self.location, MAX_UNITS as u8);
            self.units -= MAX_UNITS;
        }
        if self.units > 0 {
            self.entry(self.location, self.units as u8);
            self.units = 0;
        }
    }

    #[inline(never)]
    fn entry(&mut self, at: Location, units: u8) {
        if at.line < 0 {
            return self.start(NO_LOCATION, units);
        }
        let delta = at.line - self.line;
        self.line = at.line;
        let one_line = at.end_line == at.line;
        if at.col < 0 || at.end_col < 0 {
            if one_line || at.end_line == -1 {
                self.start(NO_COLUMNS, units);
                return self.signed(delta);
            }
        } else if one_line {
            let width = at.end_col - at.col;
            if delta == 0 && at.col < 80 && (0..16).contains(&width) {
                let first = first_byte(SHORT + (at.col >> 3) as u8, units);
                return self.table.extend_from_slice(&[first, ((at.col & 7) << 4 | width) as u8]);
            }
            if (0..3).contains(&delta) && at.col < 128 && at.end_col < 128 {
                let first = first_byte(ONE_LINE + delta as u8, units);
                return self.table.extend_from_slice(&[first, at.col as u8, at.end_col as u8]);
            }
        }
        self.start(LONG, units);
        self.signed(delta);
        self.unsigned((at.end_line - at.line) as u32);
        self.unsigned((at.col + 1) as u32);
        self.unsigned((at.end_col + 1) as u32);
    }

    fn start(&mut self, form: u8, units: u8) {
        self.table.push(first_byte(form, units));
    }

    /// Little-endian groups of six bits.
    fn unsigned(&mut self, mut value: u32) {
        while value >= 64 {
            self.table.push(64 | (value & 63) as u8);
            value >>= 6;
        }
        self.table.push(value as u8);
    }

    fn signed(&mut self, value: i32) {
        self.unsigned(if value < 0 { value.unsigned_abs() << 1 | 1 } else { (value as u32) << 1 });
    }
}

fn first_byte(form: u8, units: u8) -> u8 {
    128 | form << 3 | (units - 1)
}
