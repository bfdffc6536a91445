//! Writes `co_exceptiontable` (`InternalDocs/exception_handling.md`); [`crate::bytecode::code::ExceptionEntries`] reads it.

use super::super::cfg::malformed;
use super::{Handler, Placed};
use crate::diagnostic::Diagnostic;

const ENTRY_START: u8 = 128;
const CONTINUES: u8 = 64;

pub fn write(instructions: &[Placed]) -> Result<Vec<u8>, Diagnostic> {
    let mut table = Vec::new();
    let mut open: Option<(u32, Handler)> = None;
    let mut offset = 0;
    for instruction in instructions {
        let same = instruction.handler.map(|h| h.start) == open.map(|(_, h)| h.start);
        if !same {
            close(&mut table, open, offset, instructions)?;
            open = instruction.handler.map(|handler| (offset, handler));
        }
        offset += instruction.size();
    }
    close(&mut table, open, offset, instructions)?;
    Ok(table)
}

fn close(
    table: &mut Vec<u8>,
    open: Option<(u32, Handler)>,
    end: u32,
    instructions: &[Placed],
) -> Result<(), Diagnostic> {
    let Some((start, handler)) = open else { return Ok(()) };
    let target = instructions.get(handler.start).ok_or_else(|| malformed("an empty handler"))?.offset;
    // The machine pushes the exception, and perhaps the instruction's offset, on what it finds at this depth.
    let depth = handler.depth - 1 - i32::from(handler.preserve_lasti);
    let depth = u32::try_from(depth).map_err(|_| malformed("a handler below the stack"))?;
    write_item(table, start, ENTRY_START);
    write_item(table, end - start, 0);
    write_item(table, target, 0);
    write_item(table, depth << 1 | u32::from(handler.preserve_lasti), 0);
    Ok(())
}

/// Big-endian groups of six bits.
fn write_item(table: &mut Vec<u8>, value: u32, first: u8) {
    let mut mark = first;
    for shift in [30, 24, 18, 12, 6] {
        if value >> shift != 0 {
            table.push((value >> shift & 63) as u8 | CONTINUES | mark);
            mark = 0;
        }
    }
    table.push((value & 63) as u8 | mark);
}
