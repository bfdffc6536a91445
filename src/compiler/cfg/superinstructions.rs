//! Pairs of local-variable instructions joined into one (`insert_superinstructions`).

use super::graph::{Graph, Instruction};
use super::redundancy::remove_redundant_nops;
use crate::bytecode::Opcode;
use crate::bytecode::opcode::traits;

/// Each of the two indexes has four bits in the joint argument.
const INDEX_LIMIT: u32 = 16;

pub fn insert_superinstructions(graph: &mut Graph) {
    if graph.traits & traits::LOCAL == 0 {
        return;
    }
    let mut joined = false;
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        let block = graph.code_mut(id);
        for index in 1..block.len() {
            if let [first, second, ..] = &mut block[index - 1..] {
                joined |= join(first, second);
            }
        }
    }
    // The passes before have left no other `NOP`s to remove.
    if joined {
        remove_redundant_nops(graph);
    }
}

/// Returns whether the two are one now.
fn join(first: &mut Instruction, second: &mut Instruction) -> bool {
    use Opcode::*;
    let joint = match (first.opcode, second.opcode) {
        (LOAD_FAST, LOAD_FAST) => LOAD_FAST_LOAD_FAST,
        (STORE_FAST, LOAD_FAST) => STORE_FAST_LOAD_FAST,
        (STORE_FAST, STORE_FAST) => STORE_FAST_STORE_FAST,
        _ => return false,
    };
    let (line, other) = (first.line(), second.line());
    if line >= 0 && other >= 0 && line != other || first.arg >= INDEX_LIMIT || second.arg >= INDEX_LIMIT {
        return false;
    }
    first.set(joint, first.arg << 4 | second.arg);
    second.set_nop();
    true
}
