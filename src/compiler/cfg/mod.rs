//! The control-flow graph of a code unit and the passes over it, in the order of CPython 3.14's `Python/flowgraph.c`.
//!
//! [`PASSES`] is that order. Every pass is a function of its own file, a loop over blocks; none recurses.

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
pub use graph::{Block, BlockId, Graph, Instruction, Origin};
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

/// What the passes work on.
#[derive(Debug)]
pub struct State<'u> {
    pub graph: &'u mut Graph,
    /// Its constants are folded and pruned.
    pub unit: &'u mut Unit,
    pub frame: Frame,
}

/// What the assembler needs beside the graph.
#[derive(Debug, Default)]
pub struct Frame {
    pub stack_size: u32,
    /// Empty until `prepare_localsplus`.
    pub locals: LocalsPlus,
}

/// One pass: its function in `Python/flowgraph.c`, and ours.
pub struct Pass {
    pub name: &'static str,
    run: Run,
}

enum Run {
    Sure(fn(&mut State)),
    Fallible(fn(&mut State) -> Result<(), Diagnostic>),
}

impl Pass {
    const fn sure(name: &'static str, run: fn(&mut State)) -> Self {
        Self { name, run: Run::Sure(run) }
    }

    const fn fallible(name: &'static str, run: fn(&mut State) -> Result<(), Diagnostic>) -> Self {
        Self { name, run: Run::Fallible(run) }
    }

    fn run(&self, state: &mut State) -> Result<(), Diagnostic> {
        match self.run {
            Run::Sure(run) => run(state),
            Run::Fallible(run) => run(state)?,
        }
        Ok(())
    }
}

/// The passes of `_PyCfg_OptimizeCodeUnit` and, from `convert_pseudo_conditional_jumps` on, of
/// `_PyCfg_OptimizedCfgToInstructionSequence`. Some run twice.
pub const PASSES: [Pass; 21] = [
    Pass::sure("mark_except_handlers", |s| exceptions::mark_handlers(s.graph)),
    Pass::fallible("label_exception_targets", |s| exceptions::label_targets(s.graph)),
    Pass::sure("inline_small_or_no_lineno_blocks", |s| inline_blocks::inline_blocks(s.graph)),
    Pass::sure("remove_unreachable", |s| unreachable::remove_unreachable(s.graph)),
    Pass::sure("resolve_line_numbers", |s| line_numbers::resolve_line_numbers(s.graph)),
    Pass::sure("optimize_load_const", |s| {
        load_const::optimize_load_const(s.graph, &mut s.unit.consts);
    }),
    Pass::sure("optimize_basic_block", |s| basic_block::optimize_blocks(s.graph, &mut s.unit.consts)),
    Pass::sure("remove_redundant_nops_and_pairs", |s| redundancy::remove_nops_and_pairs(s.graph)),
    Pass::sure("remove_unreachable", |s| unreachable::remove_unreachable(s.graph)),
    Pass::fallible("remove_redundant_nops_and_jumps", |s| redundancy::remove_nops_and_jumps(s.graph)),
    Pass::sure("remove_unused_consts", |s| {
        unused_consts::remove_unused_consts(s.graph, &mut s.unit.consts);
    }),
    Pass::sure("add_checks_for_loads_of_uninitialized_variables", |s| {
        let (locals, parameters) = (s.unit.varnames.len() as u32, parameter_count(s.unit));
        uninitialised::add_checks(s.graph, locals, parameters);
    }),
    Pass::sure("insert_superinstructions", |s| superinstructions::insert_superinstructions(s.graph)),
    Pass::fallible("push_cold_blocks_to_end", |s| cold_blocks::push_cold_blocks_to_end(s.graph)),
    Pass::sure("resolve_line_numbers", |s| line_numbers::resolve_line_numbers(s.graph)),
    Pass::sure("convert_pseudo_conditional_jumps", |s| pseudo_ops::convert_conditional_jumps(s.graph)),
    Pass::fallible("calculate_stackdepth", |s| {
        s.frame.stack_size = stack_depth::calculate_stack_depth(s.graph)?;
        Ok(())
    }),
    Pass::fallible("prepare_localsplus", |s| {
        s.frame.locals = localsplus::prepare(s.graph, s.unit)?;
        Ok(())
    }),
    Pass::fallible("convert_pseudo_ops", |s| pseudo_ops::convert_pseudo_ops(s.graph)),
    Pass::sure("normalize_jumps", |s| normalise_jumps::normalise_jumps(s.graph)),
    Pass::fallible("optimize_load_fast", |s| load_fast::borrow_loads(s.graph)),
];

/// Builds the graph of the unit's instructions and runs all passes; afterwards only jump distances are open. `observe` is
/// called after each pass, and first, without a pass, for the graph as it was built.
pub fn run<'u>(
    graph: &'u mut Graph,
    unit: &'u mut Unit,
    observe: &mut dyn FnMut(Option<&Pass>, &mut State),
) -> Result<Frame, Diagnostic> {
    build(graph, &unit.instructions)?;
    let mut state = State { graph, unit, frame: Frame::default() };
    observe(None, &mut state);
    for pass in &PASSES {
        pass.run(&mut state)?;
        observe(Some(pass), &mut state);
    }
    Ok(state.frame)
}

/// Runs the passes that are wanted by name, for tests.
#[cfg(test)]
pub fn run_some(unit: &mut Unit, wanted: impl Fn(&str) -> bool) -> Result<Graph, Diagnostic> {
    let mut graph = Graph::default();
    build(&mut graph, &unit.instructions)?;
    let mut state = State { graph: &mut graph, unit, frame: Frame::default() };
    for pass in PASSES.iter().filter(|pass| wanted(pass.name)) {
        pass.run(&mut state)?;
    }
    Ok(graph)
}

fn parameter_count(unit: &Unit) -> u32 {
    let stars =
        [flags::VARARGS, flags::VARKEYWORDS].into_iter().filter(|flag| unit.flags & flag != 0).count();
    unit.arg_count + unit.kwonly_arg_count + stars as u32
}
