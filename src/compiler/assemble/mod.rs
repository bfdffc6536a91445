//! From the finished graph to the bytes of a code object (`Python/assemble.c`).

mod exception_table;
pub mod interning;
mod jumps;
mod line_table;

use std::rc::Rc;

use super::Unit;
use super::cfg::{Frame, Graph, malformed};
use super::instruction_sequence::Location;
use crate::bytecode::{CodeObject, Constant, Opcode};
use crate::diagnostic::Diagnostic;
use interning::Identifiers;
use jumps::Places;

/// Code units of an instruction, prefixes and caches included.
fn size(opcode: Opcode, arg: u32) -> u32 {
    let prefixes = match arg {
        0..0x100 => 0,
        0x100..0x1_0000 => 1,
        0x1_0000..0x100_0000 => 2,
        _ => 3,
    };
    prefixes + 1 + u32::from(opcode.caches())
}

/// What is written for a unit. The memory is used again for the next one.
#[derive(Default)]
pub struct Tables {
    places: Places,
    code: Vec<u8>,
    lines: Vec<u8>,
    exceptions: Vec<u8>,
}

/// Lays the blocks out and writes code, line table and exception table.
pub fn assemble(
    graph: &mut Graph,
    unit: Unit,
    frame: Frame,
    identifiers: &Identifiers,
    tables: &mut Tables,
) -> Result<Rc<CodeObject>, Diagnostic> {
    if !graph.lay_out() {
        return Err(malformed("a block that is not laid out"));
    }
    resolve_next_locations(graph);
    tables.places.resolve(graph)?;
    tables.write(graph, unit.first_line)?;
    let consts = unit.consts.into_items().into_iter().map(|constant| identifiers.settle(constant));
    let code = CodeObject {
        arg_count: unit.arg_count,
        posonly_arg_count: unit.posonly_arg_count,
        kwonly_arg_count: unit.kwonly_arg_count,
        // a bare `raise` pushes nothing, and still has a slot
        stack_size: frame.stack_size.max(1),
        flags: unit.flags,
        code: tables.code[..].into(),
        consts: consts.collect::<Vec<Constant>>().into(),
        names: unit.names.into(),
        localsplus_names: frame.locals.names.into(),
        localsplus_kinds: frame.locals.kinds.into(),
        filename: unit.filename,
        name: unit.name,
        qualname: unit.qualname,
        first_line: unit.first_line,
        line_table: tables.lines[..].into(),
        exception_table: tables.exceptions[..].into(),
    };
    Ok(Rc::new(code))
}

/// `Location::NEXT` takes the location of what follows.
fn resolve_next_locations(graph: &mut Graph) {
    let instructions = graph.laid_out_mut();
    for index in (0..instructions.len()).rev() {
        if instructions[index].location == Location::NEXT {
            let following =
                instructions.get(index + 1).filter(|_| !instructions[index].opcode.is_terminator());
            instructions[index].location = following.map_or(Location::NONE, |i| i.location);
        }
    }
}

impl Tables {
    fn write(&mut self, graph: &Graph, first_line: i32) -> Result<(), Diagnostic> {
        let Self { places, code, lines, exceptions } = self;
        code.clear();
        // Caches stay zero.
        code.resize(2 * places.end() as usize, 0);
        let mut lines = line_table::Writer::new(lines, first_line);
        let mut exceptions = exception_table::Writer::new(exceptions, graph, places);
        let mut offset = 0;
        for instruction in graph.laid_out() {
            let units = size(instruction.opcode, instruction.arg);
            lines.add(instruction.location, units);
            exceptions.add(instruction.except, offset)?;
            encode(&mut code[2 * offset as usize..], instruction.opcode, instruction.arg)?;
            offset += units;
        }
        lines.finish();
        exceptions.add(None, offset)
    }
}

/// Writes an instruction and its prefixes.
fn encode(mut code: &mut [u8], opcode: Opcode, arg: u32) -> Result<(), Diagnostic> {
    let number =
        u8::try_from(opcode.number()).map_err(|_| malformed(&format!("{} is left over", opcode.name())))?;
    let [high, middle, low, last] = arg.to_be_bytes();
    if arg > 0xFF {
        for (prefix, limit) in [(high, 0xFF_FFFF), (middle, 0xFFFF), (low, 0xFF)] {
            if arg > limit {
                code[..2].copy_from_slice(&[Opcode::EXTENDED_ARG.number() as u8, prefix]);
                code = &mut code[2..];
            }
        }
    }
    code[..2].copy_from_slice(&[number, last]);
    Ok(())
}
