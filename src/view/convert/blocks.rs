//! The basic blocks of finished bytecode.

use crate::bytecode::code::ExceptionEntry;
use crate::bytecode::{CodeObject, Instruction};
use crate::view::{BlockEdgeKind, BlockEdgeView, BlockView};
use std::collections::BTreeSet;

/// Cuts `code` where control can enter or leave: at jump targets, handlers and the ends of protected ranges, and
/// behind jumps and scope exits.
pub fn blocks(code: &CodeObject, exceptions: &[ExceptionEntry]) -> Vec<BlockView> {
    let instructions: Vec<Instruction> = code.instructions().collect();
    let starts = starts(&instructions, exceptions);
    let mut blocks = Vec::with_capacity(starts.len());
    let mut rest = &instructions[..];
    while let Some(first) = rest.first() {
        let length =
            rest[1..].iter().position(|it| starts.contains(&it.start)).map_or(rest.len(), |at| at + 1);
        let (block, later) = rest.split_at(length);
        let end = block.last().map_or(first.start, Instruction::end);
        blocks.push(BlockView { start: first.start, end, cold: false, edges: Vec::new() });
        rest = later;
    }
    let lasts =
        instructions.iter().filter(|it| it.end() == code.code.len() as u32 || starts.contains(&it.end()));
    let edges: Vec<_> =
        blocks.iter().zip(lasts).map(|(block, last)| edges(block, last, &blocks, exceptions)).collect();
    for (block, edges) in blocks.iter_mut().zip(edges) {
        block.edges = edges;
    }
    mark_cold(&mut blocks);
    blocks
}

fn starts(instructions: &[Instruction], exceptions: &[ExceptionEntry]) -> BTreeSet<u32> {
    let targets = instructions.iter().filter_map(Instruction::jump_target);
    let behind = instructions.iter().filter(|it| it.opcode.has_jump() || it.opcode.is_scope_exit());
    let ranges = exceptions.iter().flat_map(|entry| [entry.start, entry.end, entry.target]);
    targets.chain(behind.map(Instruction::end)).chain(ranges).collect()
}

fn edges(
    block: &BlockView,
    last: &Instruction,
    blocks: &[BlockView],
    exceptions: &[ExceptionEntry],
) -> Vec<BlockEdgeView> {
    let falls_through = !last.opcode.is_unconditional_jump() && !last.opcode.is_scope_exit();
    let handler = exceptions.iter().find(|entry| (entry.start..entry.end).contains(&block.start));
    let targets = [
        (falls_through.then_some(block.end), BlockEdgeKind::FallThrough),
        (last.jump_target(), BlockEdgeKind::Jump),
        (handler.map(|entry| entry.target), BlockEdgeKind::Exception),
    ];
    let edge = |(offset, kind): (Option<u32>, BlockEdgeKind)| {
        let target = blocks.binary_search_by_key(&offset?, |block| block.start).ok()?;
        Some(BlockEdgeView { target: target as u32, kind })
    };
    targets.into_iter().filter_map(edge).collect()
}

/// Marks what only an exception reaches.
fn mark_cold(blocks: &mut [BlockView]) {
    blocks.iter_mut().for_each(|block| block.cold = true);
    let mut pending = vec![0];
    while let Some(index) = pending.pop() {
        let Some(block) = blocks.get_mut(index) else { continue };
        if std::mem::take(&mut block.cold) {
            let warm = block.edges.iter().filter(|edge| edge.kind != BlockEdgeKind::Exception);
            pending.extend(warm.map(|edge| edge.target as usize));
        }
    }
}
