//! Runs the back end on one unit and writes down the stages.

use super::changes::Differ;
use super::{ASSEMBLE, BUILD, BlockRows, CODEGEN, Change, Edge, EdgeKind, Identity, MAX_INSTRUCTIONS};
use super::{Passes, Row, Stage};
use crate::ast::Ast;
use crate::bytecode::code::Instruction as Assembled;
use crate::bytecode::{CodeObject, Constant, Opcode, operand};
use crate::compiler::assemble::interning::Identifiers;
use crate::compiler::cfg::{BlockId, Graph, Instruction, Origin, Pass, State};
use crate::compiler::instruction_sequence::{InstructionSequence, SequenceInstruction};
use crate::compiler::{BackEnd, Options, Unit, codegen, preprocess};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// The stages of the code object at `index` of a source's code objects in pre-order; the module's is 0.
///
/// # Errors
/// Those of [`crate::compiler::compile`]; too complex if the unit has more than [`MAX_INSTRUCTIONS`] instructions or does not
/// exist.
pub fn record(source: &Source, ast: &Ast, index: usize) -> Result<Passes, Diagnostic> {
    let mut back_end = BackEnd::new(Identifiers::of(ast));
    let written = ast.nodes().len();
    let ast = preprocess::preprocess(ast, Options::default());
    let table = crate::symtable::build(&ast)?;
    let mut units = Vec::new();
    let module = codegen::generate(source, &ast, &table, Options::default(), &mut |unit: Unit| {
        let code = back_end.run(unit.clone())?;
        units.push((unit, code.clone()));
        Ok(code)
    })?;
    let refused = |message: String| Diagnostic::new(DiagnosticKind::TooComplex, message, Span::default());
    let code = in_order(&module, index).ok_or_else(|| refused("no such code object".to_owned()))?;
    // A `finally` body is compiled twice; of its equal code objects one is kept.
    let same = |(_, other): &(Unit, Rc<CodeObject>)| Rc::ptr_eq(other, &code);
    let at = units.iter().position(same).ok_or_else(|| refused("no such unit".to_owned()))?;
    let (unit, _) = units.swap_remove(at);
    let count = flattened(&unit.instructions).count();
    if count > MAX_INSTRUCTIONS {
        return Err(refused(format!(
            "{} has {count} instructions; passes are shown of units of up to {MAX_INSTRUCTIONS}",
            unit.qualname
        )));
    }
    let mut passes = record_unit(unit, &mut back_end)?;
    name_written_nodes(&mut passes.identities, &ast, written);
    Ok(passes)
}

/// Nodes that preprocessing has added are not in the tree as it was written: what they made counts for the one around them.
fn name_written_nodes(identities: &mut [Identity], ast: &Ast, written: usize) {
    let mut around = HashMap::new();
    for id in ast.node_ids() {
        around.extend(
            ast.children(id).into_iter().filter(|child| child.index() >= written).map(|child| (child, id)),
        );
    }
    for identity in identities {
        while let Some(node) = identity.node.filter(|node| node.index() >= written) {
            identity.node = around.get(&node).copied();
        }
    }
}

/// The code object at an index in pre-order.
fn in_order(module: &Rc<CodeObject>, index: usize) -> Option<Rc<CodeObject>> {
    let mut pending = vec![module.clone()];
    let mut left = index;
    while let Some(code) = pending.pop() {
        if left == 0 {
            return Some(code);
        }
        left -= 1;
        pending.extend(code.consts.iter().rev().filter_map(|constant| match constant {
            Constant::Code(nested) => Some(nested.clone()),
            _ => None,
        }));
    }
    None
}

/// The stages of a unit.
pub(in crate::compiler) fn record_unit(unit: Unit, back_end: &mut BackEnd) -> Result<Passes, Diagnostic> {
    let mut recorder = Recorder::new(&unit);
    let mut observe = |pass: Option<&Pass>, state: &mut State| {
        recorder.after(pass.map_or(BUILD, |pass| pass.name), state);
    };
    let code = back_end.watched(unit, &mut observe)?;
    recorder.assembled(&code);
    Ok(Passes { stages: recorder.stages, identities: recorder.identities, code })
}

/// The instructions of a sequence with those of its annotations in place, as the graph is built from them.
fn flattened(sequence: &InstructionSequence) -> impl Iterator<Item = (usize, &SequenceInstruction)> {
    sequence.instructions().iter().enumerate().flat_map(|(index, instruction)| {
        let inner = match instruction.opcode {
            Opcode::ANNOTATIONS_PLACEHOLDER => {
                sequence.annotations.as_deref().map_or(&[][..], InstructionSequence::instructions)
            }
            _ => std::slice::from_ref(instruction),
        };
        inner.iter().map(move |instruction| (index, instruction))
    })
}

struct Recorder {
    identities: Vec<Identity>,
    stages: Vec<Stage>,
    differ: Differ,
}

impl Recorder {
    fn new(unit: &Unit) -> Self {
        let sequence = &unit.instructions;
        let names = Names::new(unit, None);
        let places = flattened(sequence).filter(|(_, i)| i.opcode.has_target());
        let targets = places.filter_map(|(_, i)| sequence.label_index(i.arg));
        let mut labels: BTreeMap<u32, u32> = targets.map(|target| (target, 0)).collect();
        for (number, label) in (1..).zip(labels.values_mut()) {
            *label = number;
        }
        let label = |index: u32| labels.get(&index).copied();
        let mut rows = Vec::new();
        let mut identities = Vec::new();
        for (index, instruction) in flattened(sequence) {
            let SequenceInstruction { opcode, arg, location, node } = *instruction;
            let meaning = match opcode.has_target() {
                true => {
                    format!("to L{}", sequence.label_index(arg).and_then(label).unwrap_or_default())
                }
                false => names.meaning(opcode, arg),
            };
            rows.push(Row {
                label: label(index as u32),
                ..row(identities.len() as u32, opcode, arg, meaning, instruction_at(location))
            });
            identities.push(Identity { node, copy_of: None });
        }
        let blocks = vec![BlockRows { rows, ..BlockRows::default() }];
        let mut differ = Differ::default();
        differ.begin(&blocks);
        Self { identities, stages: vec![Stage { name: CODEGEN, blocks }], differ }
    }

    fn after(&mut self, name: &'static str, state: &mut State) {
        self.identify(state.graph);
        let names = Names::new(state.unit, Some(&state.frame.locals.names));
        let blocks: Vec<BlockRows> =
            state.graph.order().into_iter().map(|id| block_rows(state.graph, id, &names)).collect();
        let stage = self.stages.len() as u32;
        let blocks = match name {
            BUILD => self.differ.restart(blocks),
            _ => self.differ.step(blocks, stage, &self.identities),
        };
        self.stages.push(Stage { name, blocks });
    }

    fn assembled(&mut self, code: &CodeObject) {
        let mut blocks = self.differ.current().to_vec();
        let rows = blocks.iter_mut().flat_map(|block| &mut block.rows);
        for (row, Assembled { opcode, arg, offset, .. }) in rows.zip(code.instructions()) {
            row.opcode = opcode;
            row.arg = opcode.has_arg().then_some(arg);
            row.offset = Some(offset);
        }
        let stage = self.stages.len() as u32;
        let blocks = self.differ.step(blocks, stage, &self.identities);
        self.stages.push(Stage { name: ASSEMBLE, blocks });
    }

    /// Gives every instruction an identity of its own: the one that is most like what it was keeps it, the others become
    /// copies of it.
    fn identify(&mut self, graph: &mut Graph) {
        let mut places: HashMap<Origin, Vec<(BlockId, usize)>> = HashMap::new();
        let order = graph.order();
        for &id in &order {
            for (index, instruction) in graph.code(id).iter().enumerate() {
                if let Some(origin) = instruction.origin {
                    places.entry(origin).or_default().push((id, index));
                }
            }
        }
        let mut keepers = HashMap::new();
        for (origin, places) in places {
            let best = places.into_iter().max_by_key(|&(id, index)| {
                let now = &graph.code(id)[index];
                let target = now.target.map(|target| target.index() as u32);
                (self.differ.likeness(origin.index() as u32, id.index() as u32, now.opcode, target), index)
            });
            keepers.insert(origin, best);
        }
        for &id in &order {
            for index in 0..graph[id].len() {
                let origin = graph.code(id)[index].origin;
                if origin.is_none_or(|origin| keepers.get(&origin) != Some(&Some((id, index)))) {
                    let copy_of = origin.map(|origin| origin.index());
                    let node = copy_of.and_then(|of| self.identities.get(of)?.node);
                    graph.code_mut(id)[index].origin = Origin::from_index(self.identities.len());
                    self.identities.push(Identity { node, copy_of: copy_of.map(|of| of as u32) });
                }
            }
        }
    }
}

fn instruction_at(location: crate::compiler::instruction_sequence::Location) -> Instruction {
    Instruction::new(Opcode::NOP, 0, location)
}

fn row(id: u32, opcode: Opcode, arg: u32, meaning: String, from: Instruction) -> Row {
    Row {
        id,
        opcode,
        arg: (opcode.has_arg() && !opcode.has_target()).then_some(arg),
        meaning,
        location: from.location,
        handler: from.except.map(|handler| handler.index() as u32),
        change: Change::Same,
        was: String::new(),
        touched: None,
        label: None,
        offset: None,
    }
}

fn block_rows(graph: &Graph, id: BlockId, names: &Names) -> BlockRows {
    let block = &graph[id];
    let rows = graph.code(id).iter().filter_map(|instruction| {
        let meaning = match instruction.target {
            Some(target) => format!("to B{}", target.index()),
            None => names.meaning(instruction.opcode, instruction.arg),
        };
        let id = instruction.origin?.index() as u32;
        Some(row(id, instruction.opcode, instruction.arg, meaning, *instruction))
    });
    BlockRows {
        id: id.index() as u32,
        change: Change::Same,
        cold: block.cold,
        handler: block.except_handler,
        start_depth: block.start_depth.and_then(|depth| u32::try_from(depth).ok()),
        edges: edges(graph, id),
        rows: rows.collect(),
    }
}

/// Where control goes from a block; empty blocks are looked past.
fn edges(graph: &Graph, id: BlockId) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut edge = |target: Option<BlockId>, kind: EdgeKind| {
        if let Some(target) = graph.next_nonempty(target) {
            let edge = Edge { target: target.index() as u32, kind };
            if !edges.contains(&edge) {
                edges.push(edge);
            }
        }
    };
    if graph[id].is_empty() {
        return edges;
    }
    edge(graph.fallthrough(id), EdgeKind::FallThrough);
    for instruction in graph.code(id) {
        if instruction.opcode.has_jump() {
            edge(instruction.target, EdgeKind::Jump);
        } else if instruction.opcode.is_block_push() {
            edge(instruction.target, EdgeKind::Exception);
        }
        edge(instruction.except, EdgeKind::Exception);
    }
    edges
}

/// What arguments stand for at some stage.
struct Names {
    /// Holds the constants and names; it is never run.
    code: CodeObject,
    /// What the arguments of cell instructions index, until they are renumbered.
    cells: Option<Vec<Rc<str>>>,
}

impl Names {
    fn new(unit: &Unit, placed: Option<&Vec<Rc<str>>>) -> Self {
        let placed = placed.filter(|names| !names.is_empty());
        let localsplus = placed.unwrap_or(&unit.varnames);
        let code = CodeObject {
            arg_count: 0,
            posonly_arg_count: 0,
            kwonly_arg_count: 0,
            stack_size: 0,
            flags: 0,
            code: Rc::from([]),
            consts: unit.consts.items().into(),
            names: unit.names[..].into(),
            localsplus_names: localsplus[..].into(),
            localsplus_kinds: Rc::from([]),
            filename: unit.filename.clone(),
            name: unit.name.clone(),
            qualname: unit.qualname.clone(),
            first_line: unit.first_line,
            line_table: Rc::from([]),
            exception_table: Rc::from([]),
        };
        let cells = placed.is_none().then(|| unit.cellvars.iter().chain(&unit.freevars).cloned().collect());
        Self { code, cells }
    }

    fn meaning(&self, opcode: Opcode, arg: u32) -> String {
        use Opcode::*;
        let of_cell = matches!(
            opcode,
            MAKE_CELL | LOAD_CLOSURE | LOAD_DEREF | STORE_DEREF | DELETE_DEREF | LOAD_FROM_DICT_OR_DEREF
        );
        if let Some(cells) = self.cells.as_ref().filter(|_| of_cell) {
            return cells.get(arg as usize).map(ToString::to_string).unwrap_or_default();
        }
        operand::meaning(&self.code, &Assembled { start: 0, offset: 0, opcode, arg }, None)
    }
}
