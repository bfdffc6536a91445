//! One numbering for locals, cells and free variables, and the instructions that set a frame up (`prepare_localsplus`).

use crate::order;
use std::rc::Rc;

use super::graph::{Graph, Instruction};
use super::malformed;
use crate::bytecode::Opcode;
use crate::bytecode::code::{flags, kinds};
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

/// Renumbers the arguments of cell instructions and puts the frame's prologue at the start of the entry block.
pub fn prepare(graph: &mut Graph, unit: &Unit) -> Result<LocalsPlus, Diagnostic> {
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
    renumber(graph, &places)?;
    Ok(describe(unit, &places))
}

fn insert_prologue(graph: &mut Graph, unit: &Unit, places: &[u32]) {
    let mut prologue = Vec::new();
    if !unit.freevars.is_empty() {
        prologue.push(Instruction::new(Opcode::COPY_FREE_VARS, unit.freevars.len() as u32, Location::NONE));
    }
    let mut cells: Vec<usize> = (0..unit.cellvars.len()).collect();
    order::sort_by(&mut cells, |&a, &b| places[a].cmp(&places[b]));
    for cell in cells {
        prologue.push(Instruction::new(Opcode::MAKE_CELL, cell as u32, Location::NONE));
    }
    if unit.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0 {
        let location = Location::new(unit.first_line, unit.first_line, -1, -1);
        prologue.push(Instruction::new(Opcode::RETURN_GENERATOR, 0, location));
        prologue.push(Instruction::new(Opcode::POP_TOP, 0, location));
    }
    let entry = graph.entry;
    graph[entry].splice(0..0, prologue);
}

fn renumber(graph: &mut Graph, places: &[u32]) -> Result<(), Diagnostic> {
    use Opcode::*;
    for id in graph.order() {
        for instruction in &mut graph[id].instructions {
            if matches!(
                instruction.opcode,
                MAKE_CELL | LOAD_CLOSURE | LOAD_DEREF | STORE_DEREF | DELETE_DEREF | LOAD_FROM_DICT_OR_DEREF
            ) {
                let place = places.get(instruction.arg as usize);
                instruction.arg = *place.ok_or_else(|| malformed("a cell that does not exist"))?;
            }
        }
    }
    Ok(())
}

/// Kinds as `compute_localsplus_info` in `Python/assemble.c` sets them.
fn describe(unit: &Unit, places: &[u32]) -> LocalsPlus {
    let mut all = LocalsPlus { names: unit.varnames.clone(), kinds: local_kinds(unit) };
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
