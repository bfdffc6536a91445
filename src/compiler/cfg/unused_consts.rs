//! Drops constants that no instruction loads (`remove_unused_consts`).

use super::graph::Graph;
use crate::bytecode::constant::ConstantTable;

pub fn remove_unused_consts(graph: &mut Graph, consts: &mut ConstantTable) {
    if consts.is_empty() {
        return;
    }
    let mut used = vec![false; consts.len()];
    // The first constant may be the docstring.
    used[0] = true;
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        for instruction in graph.code(id).iter().filter(|i| i.opcode.has_const()) {
            if let Some(used) = used.get_mut(instruction.arg as usize) {
                *used = true;
            }
        }
    }
    if used.iter().all(|used| *used) {
        return;
    }
    let mut new_index = Vec::with_capacity(used.len());
    let mut kept = 0;
    for used in &used {
        new_index.push(kept);
        kept += u32::from(*used);
    }
    consts.keep(&used);
    let mut walk = graph.walk();
    while let Some(id) = walk.next(graph) {
        for instruction in graph.code_mut(id).iter_mut().filter(|i| i.opcode.has_const()) {
            instruction.arg = new_index.get(instruction.arg as usize).copied().unwrap_or(0);
        }
    }
}
