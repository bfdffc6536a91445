//! One numbering for locals, cells and free variables, and the instructions that set a frame up (`prepare_localsplus`).

use crate::order;
use std::rc::Rc;

use super::graph::{Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::bytecode::code::{flags, kinds};
use crate::bytecode::opcode::traits;
use crate::compiler::Unit;
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::Diagnostic;
use crate::fast_hash::FastMap;

/// Names and kinds of `co_localsplus`.
#[derive(Debug, Default)]
pub struct LocalsPlus {
    pub names: Vec<Rc<str>>,
    pub kinds: Vec<u8>,
}

/// Renumbers the arguments of cell instructions and puts the frame's prologue at the start of the entry block. The locals'
/// names are taken from the unit.
pub fn prepare(graph: &mut Graph, unit: &mut Unit) -> Result<LocalsPlus, Diagnostic> {
    // Most units have no cells, and so nothing to look up.
    let locals = if unit.cellvars.is_empty() { &[][..] } else { &unit.varnames };
    let local_index: FastMap<&str, u32> = locals.iter().map(|name| &**name).zip(0..).collect();
    let mut next = unit.varnames.len() as u32;
    let mut place = |name: &Rc<str>| {
        local_index.get(&**name).copied().unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    };
    let mut places: Vec<u32> = unit.cellvars.iter().map(&mut place).collect();
    places.extend((next..).take(unit.freevars.len()));
    insert_prologue(graph, unit, &places);
    if !places.is_empty() || graph.traits & traits::CELL != 0 {
        renumber(graph, &places)?;
    }
    Ok(describe(unit, &places))
}

fn insert_prologue(graph: &mut Graph, unit: &Unit, places: &[u32]) {
    let entry = graph.entry;
    let before = graph[entry].len();
    let mut add = |opcode: Opcode, arg: usize, location: Location| {
        graph.push(entry, Instruction::new(opcode, arg as u32, location));
    };
    if !unit.freevars.is_empty() {
        add(Opcode::COPY_FREE_VARS, unit.freevars.len(), Location::NONE);
    }
    let mut cells: Vec<usize> = (0..unit.cellvars.len()).collect();
    order::sort_by(&mut cells, |&a, &b| places[a].cmp(&places[b]));
    for cell in cells {
        add(Opcode::MAKE_CELL, cell, Location::NONE);
    }
    if unit.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0 {
        let location = Location::new(unit.first_line, unit.first_line, -1, -1);
        add(Opcode::RETURN_GENERATOR, 0, location);
        add(Opcode::POP_TOP, 0, location);
    }
    graph.code_mut(entry).rotate_left(before);
}

fn renumber(graph: &mut Graph, places: &[u32]) -> Result<(), Diagnostic> {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        for instruction in graph.code_mut(id) {
            if instruction.opcode.traits() & traits::CELL != 0 {
                let place = places.get(instruction.arg as usize);
                instruction.arg = *place.ok_or_else(|| malformed("a cell that does not exist"))?;
            }
        }
    }
    Ok(())
}

/// Kinds as `compute_localsplus_info` in `Python/assemble.c` sets them.
fn describe(unit: &mut Unit, places: &[u32]) -> LocalsPlus {
    let kinds = local_kinds(unit);
    let mut all = LocalsPlus { names: std::mem::take(&mut unit.varnames), kinds };
    for (name, &place) in unit.cellvars.iter().zip(places) {
        match all.kinds.get_mut(place as usize) {
            Some(kind) => *kind |= kinds::CELL,
            None => {
                all.names.push(name.clone());
                all.kinds.push(kinds::CELL);
            }
        }
    }
    all.names.extend(unit.freevars.iter().cloned());
    all.kinds.resize(all.names.len(), kinds::FREE);
    all
}

fn local_kinds(unit: &Unit) -> Vec<u8> {
    let positional_only = unit.posonly_arg_count as usize;
    let positional = unit.arg_count as usize;
    let keyword = positional + unit.kwonly_arg_count as usize;
    let star = keyword + usize::from(unit.flags & flags::VARARGS != 0);
    let double_star = star + usize::from(unit.flags & flags::VARKEYWORDS != 0);
    let kind = |(index, name): (usize, &Rc<str>)| {
        let mut kind = kinds::LOCAL;
        if unit.hidden.contains(name) {
            kind |= kinds::HIDDEN;
        }
        kind | match index {
            i if i < positional_only => kinds::ARG_POS,
            i if i < positional => kinds::ARG_POS | kinds::ARG_KW,
            i if i < keyword => kinds::ARG_KW,
            i if i < star => kinds::ARG_VAR | kinds::ARG_POS,
            i if i < double_star => kinds::ARG_VAR | kinds::ARG_KW,
            _ => 0,
        }
    };
    unit.varnames.iter().enumerate().map(kind).collect()
}
