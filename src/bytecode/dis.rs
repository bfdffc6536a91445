//! Disassembly: the text of `python3.14 -m dis` (`Lib/dis.py`), and the same as data.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::code::{CodeObject, ExceptionEntry, Instruction, Position};
use super::constant::Constant;
use super::opcode::Opcode;
use super::operand;
use super::repr::repr_code;

const OPNAME_WIDTH: usize = 20;
const ARG_WIDTH: usize = 5;
const NO_LINE: &str = "--";

/// What `python -m dis` can be asked to show besides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// `-O`: byte offsets.
    pub show_offsets: bool,
    /// `-C`: inline caches.
    pub show_caches: bool,
}

/// One line of a disassembly; `EXTENDED_ARG` prefixes have their own.
#[derive(Clone, Debug)]
pub struct Row {
    /// The source line, if this row is the first of it (`Some(None)`: first of instructions without a line).
    pub starts_line: Option<Option<u32>>,
    /// Number of the label that marks this row as a jump target or as a bound of the exception table.
    pub label: Option<u32>,
    pub opcode: Opcode,
    /// Byte offset.
    pub offset: u32,
    pub arg: Option<u32>,
    /// What the argument means (`x`, `to L3`), or empty.
    pub meaning: String,
    pub position: Position,
    /// Byte offset the instruction jumps to.
    pub jump_target: Option<u32>,
}

/// One line of the exception table; bounds are label numbers.
#[derive(Clone, Copy, Debug)]
pub struct ExceptionRow {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub entry: ExceptionEntry,
}

/// A code object, disassembled; nested code objects not included.
#[derive(Clone, Debug)]
pub struct Listing {
    pub rows: Vec<Row>,
    pub exceptions: Vec<ExceptionRow>,
    label_count: usize,
}

/// Splits folded instructions into their units: prefixes first.
fn units(instruction: Instruction) -> impl Iterator<Item = Instruction> {
    let prefixes = (instruction.offset - instruction.start) / 2;
    (0..=prefixes).map(move |index| {
        let offset = instruction.start + 2 * index;
        let arg = instruction.arg.checked_shr(8 * (prefixes - index)).unwrap_or(0);
        let opcode = if index == prefixes { instruction.opcode } else { Opcode::EXTENDED_ARG };
        Instruction { start: offset, offset, opcode, arg }
    })
}

/// Byte offsets at which another source line starts.
fn line_starts(code: &CodeObject) -> BTreeMap<u32, Option<u32>> {
    let mut starts = BTreeMap::new();
    let mut current = None;
    for entry in code.position_entries() {
        let line = entry.position.line;
        if current != Some(line) {
            starts.insert(entry.start, line);
            current = Some(line);
        }
    }
    starts
}

fn label_numbers(code: &CodeObject) -> BTreeMap<u32, u32> {
    let jumps = code.instructions().filter_map(|instruction| instruction.jump_target());
    let bounds = code.exception_entries().flat_map(|entry| [entry.start, entry.end, entry.target]);
    let mut labels: BTreeMap<u32, u32> = jumps.chain(bounds).map(|offset| (offset, 0)).collect();
    for (number, label) in (1..).zip(labels.values_mut()) {
        *label = number;
    }
    labels
}

/// Disassembles one code object.
pub fn listing(code: &CodeObject) -> Listing {
    let starts = line_starts(code);
    let labels = label_numbers(code);
    let label = |offset: u32| labels.get(&offset).copied().unwrap_or(0);
    let positions = code.unit_positions();
    let row = |unit: Instruction| {
        let jump_target = unit.jump_target();
        Row {
            starts_line: starts.get(&unit.offset).copied(),
            label: labels.get(&unit.offset).copied(),
            opcode: unit.opcode,
            offset: unit.offset,
            arg: unit.opcode.has_arg().then_some(unit.arg),
            meaning: operand::meaning(code, &unit, jump_target.map(label)),
            position: positions.get(unit.offset as usize / 2).copied().unwrap_or_default(),
            jump_target,
        }
    };
    let exception = |entry: ExceptionEntry| ExceptionRow {
        start: label(entry.start),
        end: label(entry.end),
        target: label(entry.target),
        entry,
    };
    Listing {
        rows: code.instructions().flat_map(units).map(row).collect(),
        exceptions: code.exception_entries().map(exception).collect(),
        label_count: labels.len(),
    }
}

/// The text of `python -m dis FILE` for a module's code object and all code objects in it.
pub fn disassemble(code: &CodeObject, options: Options) -> String {
    let mut out = String::new();
    write_code(&mut out, code, options);
    let mut todo: Vec<&CodeObject> = nested(code);
    while let Some(code) = todo.pop() {
        let _ = writeln!(out, "\nDisassembly of {}:", repr_code(code));
        write_code(&mut out, code, options);
        todo.extend(nested(code));
    }
    out
}

/// Code objects among the constants, last first.
fn nested<'a>(code: &'a CodeObject) -> Vec<&'a CodeObject> {
    let inner = |constant: &'a Constant| match constant {
        Constant::Code(code) => Some(&**code),
        _ => None,
    };
    code.consts.iter().rev().filter_map(inner).collect()
}

/// Column widths of one listing; 0 leaves the column out.
struct Widths {
    line: usize,
    label: usize,
    offset: usize,
}

impl Widths {
    fn of(code: &CodeObject, listing: &Listing, options: Options) -> Self {
        let digits = |number: usize| number.to_string().len();
        let lines = || listing.rows.iter().filter_map(|row| row.starts_line);
        let line = match lines().flatten().filter(|&line| line > 0).max() {
            None => 0,
            Some(highest) => {
                let without = lines().any(|line| line.is_none());
                digits(highest as usize).max(if without { 2 + NO_LINE.len() } else { 3 })
            }
        };
        let highest_offset = code.code.len().saturating_sub(2).max(9999);
        Self {
            line,
            label: 4 + digits(listing.label_count),
            offset: if options.show_offsets { digits(highest_offset) } else { 0 },
        }
    }
}

fn write_code(out: &mut String, code: &CodeObject, options: Options) {
    let listing = listing(code);
    let widths = Widths::of(code, &listing, options);
    for row in &listing.rows {
        write_row(out, row, &widths);
        if options.show_caches {
            write_caches(out, row, &widths);
        }
    }
    if !listing.exceptions.is_empty() {
        out.push_str("ExceptionTable:\n");
    }
    for ExceptionRow { start, end, target, entry } in &listing.exceptions {
        let lasti = if entry.lasti { " lasti" } else { "" };
        let _ = writeln!(out, "  L{start} to L{end} -> L{target} [{}]{lasti}", entry.depth);
    }
}

fn write_row(out: &mut String, row: &Row, widths: &Widths) {
    if widths.line > 0 && row.starts_line.is_some() && row.offset > 0 {
        out.push('\n');
    }
    let mut fields = Vec::new();
    if widths.line > 0 {
        let line = match row.starts_line {
            None => String::new(),
            Some(None) => NO_LINE.to_owned(),
            Some(Some(line)) => line.to_string(),
        };
        fields.push(format!("{line:>0$}", widths.line));
    }
    let label = row.label.map_or(String::new(), |label| format!("L{label}:"));
    fields.push(format!("{label:>0$}", widths.label));
    if widths.offset > 0 {
        fields.push(format!("{:>1$}  ", row.offset, widths.offset));
    }
    fields.push("   ".to_owned());
    let name = row.opcode.name();
    fields.push(format!("{name:<OPNAME_WIDTH$}"));
    if let Some(arg) = row.arg {
        // A long name takes its excess from the argument's column.
        let width = ARG_WIDTH.saturating_sub(name.len().saturating_sub(OPNAME_WIDTH));
        fields.push(format!("{arg:>width$}"));
        if !row.meaning.is_empty() {
            fields.push(format!("({})", row.meaning));
        }
    }
    out.push_str(fields.join(" ").trim_end());
    out.push('\n');
}

/// The compiler leaves all cache entries zero.
fn write_caches(out: &mut String, row: &Row, widths: &Widths) {
    let mut offset = row.offset;
    for (name, units) in operand::cache_entries(row.opcode) {
        for unit in 0..*units {
            offset += 2;
            let meaning = if unit == 0 { format!("{name}: 0") } else { String::new() };
            let cache = Row {
                starts_line: None,
                label: None,
                opcode: Opcode::CACHE,
                offset,
                arg: Some(0),
                meaning,
                position: row.position,
                jump_target: None,
            };
            write_row(out, &cache, widths);
        }
    }
}
