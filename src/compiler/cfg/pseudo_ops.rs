//! Replaces pseudo-opcodes by real ones (`convert_pseudo_conditional_jumps`, `convert_pseudo_ops`).

use super::graph::{Graph, Instruction};
use super::redundancy::remove_nops_and_jumps;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// `JUMP_IF_x` keeps the value it tests: copy, convert to `bool`, pop and jump.
pub fn convert_conditional_jumps(graph: &mut Graph) {
    for id in graph.order() {
        let block = &mut graph[id];
        let Some(mut jump) = block.last().copied() else { continue };
        jump.opcode = match jump.opcode {
            Opcode::JUMP_IF_FALSE => Opcode::POP_JUMP_IF_FALSE,
            Opcode::JUMP_IF_TRUE => Opcode::POP_JUMP_IF_TRUE,
            _ => continue,
        };
        let copy = Instruction { opcode: Opcode::COPY, arg: 1, target: None, ..jump };
        let to_bool = Instruction { opcode: Opcode::TO_BOOL, arg: 0, target: None, ..jump };
        let end = block.instructions.len();
        block.splice(end - 1..end, [copy, to_bool, jump]);
    }
}

/// Block pushes have done their work; closures and maybe-empty slots are plain locals for the machine.
pub fn convert_pseudo_ops(graph: &mut Graph) -> Result<(), Diagnostic> {
    for id in graph.order() {
        for instruction in &mut graph[id].instructions {
            match instruction.opcode {
                opcode if opcode.is_block_push() => instruction.set_nop(),
                Opcode::LOAD_CLOSURE => instruction.opcode = Opcode::LOAD_FAST,
                Opcode::STORE_FAST_MAYBE_NULL => instruction.opcode = Opcode::STORE_FAST,
                _ => {}
            }
        }
    }
    remove_nops_and_jumps(graph)
}
