//! Writes `co_exceptiontable` (`InternalDocs/exception_handling.md`); [`crate::bytecode::code::ExceptionEntries`] reads it.

use std::ops::Range;

use super::super::cfg::{BlockId, Graph, malformed};
use super::jumps::Places;
use crate::diagnostic::Diagnostic;

const ENTRY_START: u8 = 128;
const CONTINUES: u8 = 64;

pub struct Writer<'a> {
    table: &'a mut Vec<u8>,
    graph: &'a Graph,
    places: &'a Places,
    /// The handler in force and the code unit from which on it is.
    open: Option<(BlockId, u32)>,
}

impl<'a> Writer<'a> {
    pub fn new(table: &'a mut Vec<u8>, graph: &'a Graph, places: &'a Places) -> Self {
        table.clear();
        Self { table, graph, places, open: None }
    }

    /// Takes the handler of the instruction at this code unit, or none: mostly that of the one before.
    #[inline]
    pub fn add(&mut self, handler: Option<BlockId>, offset: u32) -> Result<(), Diagnostic> {
        if handler == self.open.map(|(handler, _)| handler) {
            return Ok(());
        }
        self.switch(handler, offset)
    }

    #[inline(never)]
    fn switch(&mut self, handler: Option<BlockId>, offset: u32) -> Result<(), Diagnostic> {
        let open = self.open.map(|(handler, _)| handler);
        // A handler that is empty begins where another one does.
        let start = |id: BlockId| self.graph[id].start();
        if handler.map(start) == open.map(start) {
            return Ok(());
        }
        if let Some((handler, start)) = self.open {
            self.entry(handler, start..offset)?;
        }
        self.open = handler.map(|handler| (handler, offset));
        Ok(())
    }

    fn entry(&mut self, handler: BlockId, units: Range<u32>) -> Result<(), Diagnostic> {
        let target = self.places.block(handler);
        if target == self.places.end() {
            return Err(malformed("an empty handler"));
        }
        let handler = &self.graph[handler];
        let depth = handler.start_depth.ok_or_else(|| malformed("a handler of unknown depth"))?;
        // The machine pushes the exception, and perhaps the instruction's offset, on what it finds at this depth.
        let depth = depth - 1 - i32::from(handler.preserve_lasti);
        let depth = u32::try_from(depth).map_err(|_| malformed("a handler below the stack"))?;
        write_item(self.table, units.start, ENTRY_START);
        write_item(self.table, units.end - units.start, 0);
        write_item(self.table, target, 0);
        write_item(self.table, depth << 1 | u32::from(handler.preserve_lasti), 0);
        Ok(())
    }
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
