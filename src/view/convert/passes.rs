//! The stages of one code object.

use crate::ast::{Ast, NodeId};
use crate::bytecode::CodeObject;
use crate::bytecode::opcode::Kind;
use crate::compiler::passes::{self, BlockRows, Change, EdgeKind, Passes, Row};
use crate::source::Source;
use crate::view::utf16::Utf16;
use crate::view::{
    BlockEdgeKind, CodeDetailView, PassBlockView, PassChange, PassEdgeView, PassOriginView, PassRowView,
    PassView, PassesView, PositionView, SpecialisedEntryView, SpecialisedView,
};
use crate::vm::Vm;
use std::collections::HashMap;
use std::rc::Rc;

impl PassesView {
    /// Compiles the source once more and watches; `code` is an index in [`CompileView::codes`](crate::view::CompileView::codes).
    pub fn of(source: &Source, code: u32) -> Self {
        let tokens = crate::lexer::scan(source);
        let ast = crate::parser::parse(source, &tokens, crate::parser::Mode::Module);
        let recorded =
            ast.and_then(|ast| passes::record(source, &ast, code as usize).map(|passes| (ast, passes)));
        match recorded {
            Ok((ast, passes)) => Self { code, ..view(&passes, &ast, &Utf16::new(source.text())) },
            Err(error) => Self { code, refused: Some(error.message), ..Self::default() },
        }
    }
}

fn view(passes: &Passes, ast: &Ast, utf16: &Utf16) -> PassesView {
    let order = pre_order(ast);
    let origins = passes.identities.iter().map(|identity| {
        let node = identity.node.and_then(|node| order.get(&node).map(|&index| (node, index)));
        PassOriginView {
            node: node.map(|(_, index)| index),
            span: node
                .filter(|(node, _)| ast.kind(*node).asdl_type().has_attributes())
                .map(|(node, _)| utf16.span(ast.span(node))),
            copy_of: identity.copy_of,
        }
    });
    let stages = passes.stages.iter().map(|stage| PassView {
        name: stage.name.to_owned(),
        blocks: stage.blocks.iter().map(block).collect(),
    });
    PassesView { code: 0, refused: None, stages: stages.collect(), origins: origins.collect() }
}

/// The index of each node in [`CompileView::ast`](crate::view::CompileView::ast).
fn pre_order(ast: &Ast) -> HashMap<NodeId, u32> {
    let mut order = HashMap::new();
    let mut pending = vec![ast.root()];
    while let Some(id) = pending.pop() {
        order.insert(id, order.len() as u32);
        let first = pending.len();
        pending.extend(ast.children(id));
        pending[first..].reverse();
    }
    order
}

fn block(block: &BlockRows) -> PassBlockView {
    let kind = |kind: EdgeKind| match kind {
        EdgeKind::FallThrough => BlockEdgeKind::FallThrough,
        EdgeKind::Jump => BlockEdgeKind::Jump,
        EdgeKind::Exception => BlockEdgeKind::Exception,
    };
    PassBlockView {
        id: block.id,
        change: change(block.change),
        cold: block.cold,
        handler: block.handler,
        start_depth: block.start_depth,
        edges: block
            .edges
            .iter()
            .map(|edge| PassEdgeView { target: edge.target, kind: kind(edge.kind) })
            .collect(),
        rows: block.rows.iter().map(row).collect(),
    }
}

fn row(row: &Row) -> PassRowView {
    PassRowView {
        id: row.id,
        opname: row.opcode.name().to_owned(),
        arg: row.arg,
        argrepr: row.meaning.clone(),
        line: u32::try_from(row.location.line).ok(),
        handler: row.handler,
        change: change(row.change),
        was: row.was.clone(),
        touched: row.touched,
        label: row.label,
        offset: row.offset,
    }
}

fn change(change: Change) -> PassChange {
    match change {
        Change::Same => PassChange::Same,
        Change::Added => PassChange::Added,
        Change::Copied => PassChange::Copied,
        Change::Removed => PassChange::Removed,
        Change::Rewritten => PassChange::Rewritten,
        Change::Moved => PassChange::Moved,
        Change::Handler => PassChange::Handler,
        Change::Line => PassChange::Line,
    }
}

impl CodeDetailView {
    /// The packed fields of the code object at `index`.
    pub fn of(code: &CodeObject, index: u32) -> Self {
        let positions = code.position_entries().map(|entry| PositionView {
            start: entry.start,
            end: entry.end,
            line: entry.position.line,
            end_line: entry.position.end_line,
            column: entry.position.col,
            end_column: entry.position.end_col,
        });
        Self {
            code: index,
            filename: code.filename.to_string(),
            flags: code.flags,
            co_code: hexadecimal(&code.code),
            line_table: hexadecimal(&code.line_table),
            exception_table: hexadecimal(&code.exception_table),
            positions: positions.collect(),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl SpecialisedView {
    /// The instructions of `code` that run in another form than the compiler wrote.
    pub fn of(vm: &Vm, code: &Rc<CodeObject>, index: u32) -> Self {
        let Some(loaded) = vm.codes.iter().find(|loaded| Rc::ptr_eq(&loaded.code, code)) else {
            return Self { code: index, entries: Vec::new() };
        };
        let instructions = vm.text.iter().skip(loaded.start as usize).zip(&loaded.offsets);
        let entries = instructions
            .filter(|(instruction, _)| matches!(instruction.op.info().kind, Kind::Specialised(_)))
            .map(|(instruction, &offset)| SpecialisedEntryView {
                offset,
                opname: instruction.op.name().to_owned(),
            });
        Self { code: index, entries: entries.collect() }
    }
}
