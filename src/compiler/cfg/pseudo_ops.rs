//! Replaces pseudo-opcodes by real ones (`convert_pseudo_conditional_jumps`, `convert_pseudo_ops`).

use super::graph::{Graph, Instruction};
use super::redundancy::remove_nops_and_jumps;
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;
use crate::diagnostic::Diagnostic;

/// `JUMP_IF_x` keeps the value it tests: copy, convert to `bool`, pop and jump.
pub fn convert_conditional_jumps(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let Some(last) = graph.last_mut(id) else { continue };
        let opcode = match last.opcode {
            Opcode::JUMP_IF_FALSE => Opcode::POP_JUMP_IF_FALSE,
            Opcode::JUMP_IF_TRUE => Opcode::POP_JUMP_IF_TRUE,
            _ => continue,
        };
        let jump = Instruction { opcode, ..*last };
        *last = Instruction { opcode: Opcode::COPY, arg: 1, target: None, ..jump };
        graph.push(id, Instruction { opcode: Opcode::TO_BOOL, arg: 0, target: None, ..jump });
        graph.push(id, jump);
    }
}

/// Block pushes have done their work; closures and maybe-empty slots are plain locals for the machine.
pub fn convert_pseudo_ops(graph: &mut Graph) -> Result<(), Diagnostic> {
    if graph.traits & traits::CONVERTED != 0 {
        let mut walk = graph.walk();
        while let Some(id) = walk.next(graph) {
            graph.code_mut(id).iter_mut().for_each(convert);
        }
    }
    remove_nops_and_jumps(graph)
}

fn convert(instruction: &mut Instruction) {
    match instruction.opcode {
        opcode if opcode.is_block_push() => instruction.set_nop(),
        Opcode::LOAD_CLOSURE => instruction.opcode = Opcode::LOAD_FAST,
        Opcode::STORE_FAST_MAYBE_NULL => instruction.opcode = Opcode::STORE_FAST,
        _ => {}
    }
}
