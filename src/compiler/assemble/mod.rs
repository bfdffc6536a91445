//! From the finished graph to the bytes of a code object (`Python/assemble.c`).

mod exception_table;
pub mod interning;
mod jumps;
mod line_table;

use std::rc::Rc;

use super::Unit;
use super::cfg::{BlockId, Frame, Graph, malformed};
use super::instruction_sequence::Location;
use crate::bytecode::{CodeObject, Opcode};
use crate::diagnostic::Diagnostic;
use interning::Identifiers;

/// What an instruction's exception handler needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Handler {
    /// Index of the handler's first instruction.
    start: usize,
    depth: i32,
    preserve_lasti: bool,
}

/// An instruction in its final place.
#[derive(Clone, Copy, Debug)]
struct Placed {
    opcode: Opcode,
    arg: u32,
    location: Location,
    /// Index of the instruction jumped to.
    target: Option<usize>,
    handler: Option<Handler>,
    /// In code units.
    offset: u32,
}

impl Placed {
    /// Code units, prefixes and caches included.
    fn size(&self) -> u32 {
        let prefixes = (self.arg > 0xFF) as u32 + (self.arg > 0xFFFF) as u32 + (self.arg > 0xFF_FFFF) as u32;
        prefixes + 1 + u32::from(self.opcode.caches())
    }
}

/// Lays the blocks out and writes code, line table and exception table.
pub fn assemble(
    graph: &Graph,
    unit: Unit,
    frame: Frame,
    identifiers: &Identifiers,
) -> Result<Rc<CodeObject>, Diagnostic> {
    let mut instructions = flatten(graph)?;
    resolve_next_locations(&mut instructions);
    jumps::resolve(&mut instructions)?;
    let code = CodeObject {
        arg_count: unit.arg_count,
        posonly_arg_count: unit.posonly_arg_count,
        kwonly_arg_count: unit.kwonly_arg_count,
        // a bare `raise` pushes nothing, and still has a slot
        stack_size: frame.stack_size.max(1),
        flags: unit.flags,
        code: encode(&instructions)?.into(),
        consts: unit.consts.items().iter().map(|constant| identifiers.settle(constant)).collect(),
        names: unit.names.into(),
        localsplus_names: frame.locals.names.into(),
        localsplus_kinds: frame.locals.kinds.into(),
        filename: unit.filename,
        name: unit.name,
        qualname: unit.qualname,
        first_line: unit.first_line,
        line_table: line_table::write(&instructions, unit.first_line).into(),
        exception_table: exception_table::write(&instructions)?.into(),
    };
    Ok(Rc::new(code))
}

fn flatten(graph: &Graph) -> Result<Vec<Placed>, Diagnostic> {
    let order = graph.order();
    let mut starts = vec![None; graph.block_count()];
    let mut count = 0;
    for &id in &order {
        starts[id.index()] = Some(count);
        count += graph[id].instructions.len();
    }
    let start = |id: BlockId| starts[id.index()].ok_or_else(|| malformed("a block that is not laid out"));
    let mut instructions = Vec::with_capacity(count);
    for id in order {
        for instruction in &graph[id].instructions {
            let handler = instruction.except.map(|except| {
                let block = &graph[except];
                let depth = block.start_depth.ok_or_else(|| malformed("a handler of unknown depth"))?;
                Ok(Handler { start: start(except)?, depth, preserve_lasti: block.preserve_lasti })
            });
            instructions.push(Placed {
                opcode: instruction.opcode,
                arg: instruction.arg,
                location: instruction.location,
                target: instruction.target.map(start).transpose()?,
                handler: handler.transpose()?,
                offset: 0,
            });
        }
    }
    Ok(instructions)
}

/// `Location::NEXT` takes the location of what follows.
fn resolve_next_locations(instructions: &mut [Placed]) {
    let mut next = Location::NONE;
    for instruction in instructions.iter_mut().rev() {
        if instruction.location == Location::NEXT {
            instruction.location = if instruction.opcode.is_terminator() { Location::NONE } else { next };
        }
        next = instruction.location;
    }
}

fn encode(instructions: &[Placed]) -> Result<Vec<u8>, Diagnostic> {
    let mut code = Vec::new();
    for instruction in instructions {
        let number = u8::try_from(instruction.opcode.number())
            .map_err(|_| malformed(&format!("{} is left over", instruction.opcode.name())))?;
        let [high, middle, low, last] = instruction.arg.to_be_bytes();
        for (prefix, limit) in [(high, 0xFF_FFFF), (middle, 0xFFFF), (low, 0xFF)] {
            if instruction.arg > limit {
                code.extend([Opcode::EXTENDED_ARG.number() as u8, prefix]);
            }
        }
        code.extend([number, last]);
        code.extend(std::iter::repeat_n(0, 2 * usize::from(instruction.opcode.caches())));
    }
    Ok(code)
}
