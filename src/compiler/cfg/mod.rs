//! The control-flow graph of a code unit and the passes over it, in the order of CPython 3.14's `Python/flowgraph.c`.
//!
//! [`optimize`] is `_PyCfg_OptimizeCodeUnit`, [`finish`] is `_PyCfg_OptimizedCfgToInstructionSequence`. Every pass is a loop
//! over blocks; none recurses.

mod basic_block;
mod build;
mod cold_blocks;
mod exceptions;
mod fold;
pub mod graph;
mod inline_blocks;
mod line_numbers;
mod load_const;
mod load_fast;
pub mod localsplus;
mod normalise_jumps;
mod pseudo_ops;
mod redundancy;
mod stack_depth;
mod superinstructions;
mod swaps;
mod uninitialised;
mod unreachable;
mod unused_consts;

pub use build::build;
pub use graph::{Block, BlockId, Graph};
use localsplus::LocalsPlus;

use super::Unit;
use crate::bytecode::code::flags;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Span;

/// Code generation wrote something that is no valid control flow: a defect of the compiler, not of the program.
pub(super) fn malformed(what: &str) -> Diagnostic {
    let message = format!("internal compiler error: malformed control-flow graph ({what})");
    Diagnostic::new(DiagnosticKind::Unsupported, message, Span::default())
}

/// Builds the graph of the unit's instructions and optimises it; the unit's constants are folded and pruned.
pub fn optimize(unit: &mut Unit) -> Result<Graph, Diagnostic> {
    let mut graph = build(&unit.instructions)?;
    exceptions::mark_handlers(&mut graph);
    exceptions::label_targets(&mut graph)?;

    inline_blocks::inline_blocks(&mut graph);
    unreachable::remove_unreachable(&mut graph);
    line_numbers::resolve_line_numbers(&mut graph);
    load_const::optimize_load_const(&mut graph, &mut unit.consts);
    for id in graph.order() {
        basic_block::optimize_block(&mut graph, id, &mut unit.consts);
    }
    redundancy::remove_nops_and_pairs(&mut graph);
    unreachable::remove_unreachable(&mut graph);
    redundancy::remove_nops_and_jumps(&mut graph)?;

    unused_consts::remove_unused_consts(&mut graph, &mut unit.consts);
    uninitialised::add_checks(&mut graph, unit.varnames.len() as u32, parameter_count(unit));
    superinstructions::insert_superinstructions(&mut graph);
    cold_blocks::push_cold_blocks_to_end(&mut graph)?;
    line_numbers::resolve_line_numbers(&mut graph);
    Ok(graph)
}

fn parameter_count(unit: &Unit) -> u32 {
    let stars =
        [flags::VARARGS, flags::VARKEYWORDS].into_iter().filter(|flag| unit.flags & flag != 0).count();
    unit.arg_count + unit.kwonly_arg_count + stars as u32
}

/// What the assembler needs beside the graph.
#[derive(Debug)]
pub struct Frame {
    pub stack_size: u32,
    pub locals: LocalsPlus,
}

/// Replaces what the machine does not know and fixes the layout; afterwards only jump distances are open.
pub fn finish(graph: &mut Graph, unit: &Unit) -> Result<Frame, Diagnostic> {
    pseudo_ops::convert_conditional_jumps(graph);
    let stack_size = stack_depth::calculate_stack_depth(graph)?;
    let locals = localsplus::prepare(graph, unit)?;
    pseudo_ops::convert_pseudo_ops(graph)?;
    normalise_jumps::normalise_jumps(graph);
    load_fast::borrow_loads(graph)?;
    Ok(Frame { stack_size, locals })
}
