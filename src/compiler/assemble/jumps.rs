//! Directions and distances of jumps (`resolve_unconditional_jumps`, `resolve_jump_offsets`).
//!
//! Only the sizes of jumps change while distances are sought, so what stands between them is measured once.

use super::super::cfg::{BlockId, Graph, malformed};
use super::size;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// Code units from the `SEND` of an `async for` to its `END_SEND`, which `END_ASYNC_FOR` refers to.
const END_SEND_OFFSET: u32 = 5;

/// After this many rounds a jump keeps the widest argument it ever had, so the sizes settle.
const SHRINKING_ROUNDS: usize = 16;

struct Jump {
    /// Of the instruction, in the laid-out graph.
    index: usize,
    opcode: Opcode,
    arg: u32,
    target: BlockId,
    place: Place,
}

/// How far something is from the start.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Code units of the instructions before it that are no jumps.
    units: u32,
    /// Jumps before it.
    jumps: u32,
}

/// Where blocks and jumps stand. It is filled anew for each unit.
#[derive(Default)]
pub struct Places {
    jumps: Vec<Jump>,
    /// By block.
    blocks: Vec<Place>,
    /// For each jump the code units of the jumps before it; one more for the end.
    jump_units: Vec<u32>,
    end: Place,
}

impl Places {
    /// In code units.
    fn offset(&self, place: Place) -> u32 {
        place.units + self.jump_units[place.jumps as usize]
    }

    /// Where a block begins, in code units.
    pub fn block(&self, id: BlockId) -> u32 {
        self.offset(self.blocks[id.index()])
    }

    /// Code units of all instructions.
    pub fn end(&self) -> u32 {
        self.offset(self.end)
    }

    /// Gives the jumps of a laid-out graph their final opcodes and arguments.
    pub fn resolve(&mut self, graph: &mut Graph) -> Result<(), Diagnostic> {
        self.collect(graph);
        let mut rounds = 0;
        while self.measure(rounds > SHRINKING_ROUNDS)? {
            rounds += 1;
            if rounds > 4 * SHRINKING_ROUNDS {
                return Err(malformed("jump distances do not settle"));
            }
        }
        let instructions = graph.laid_out_mut();
        for jump in &self.jumps {
            instructions[jump.index].set(jump.opcode, jump.arg);
        }
        Ok(())
    }

    fn collect(&mut self, graph: &Graph) {
        self.jumps.clear();
        self.blocks.clear();
        self.blocks.resize(graph.block_count(), Place::default());
        let mut place = Place::default();
        let mut walk = graph.walk();
        while let Some(id) = walk.next(graph) {
            self.blocks[id.index()] = place;
            for (index, instruction) in (graph[id].start()..).zip(graph.code(id)) {
                let Some(target) = instruction.target else {
                    place.units += size(instruction.opcode, instruction.arg);
                    continue;
                };
                // The first guess of the distance is the index, as in CPython: it decides the first guess of the size.
                let to = graph[target].start();
                let opcode = directed(instruction.opcode, to > index);
                self.jumps.push(Jump { index, opcode, arg: to as u32, target, place });
                place.jumps += 1;
            }
        }
        self.end = place;
    }

    /// One round: offsets from sizes, distances from offsets. Returns whether a size changed.
    fn measure(&mut self, only_grow: bool) -> Result<bool, Diagnostic> {
        self.jump_units.clear();
        self.jump_units.push(0);
        let mut units = 0;
        for jump in &self.jumps {
            units += size(jump.opcode, jump.arg);
            self.jump_units.push(units);
        }
        let mut changed = false;
        for index in 0..self.jumps.len() {
            let Jump { opcode, arg, target, place, .. } = self.jumps[index];
            let there = self.block(target);
            let before = size(opcode, arg);
            let end = self.offset(place) + before;
            let arg = if opcode == Opcode::END_ASYNC_FOR {
                end.checked_sub(there + END_SEND_OFFSET)
            } else if opcode.is_backward_jump() {
                end.checked_sub(there)
            } else {
                there.checked_sub(end)
            };
            let arg = arg.ok_or_else(|| malformed("a jump in the wrong direction"))?;
            let after = size(opcode, arg);
            if only_grow && after < before {
                continue;
            }
            self.jumps[index].arg = arg;
            changed |= after != before;
        }
        Ok(changed)
    }
}

fn directed(opcode: Opcode, forward: bool) -> Opcode {
    match opcode {
        Opcode::JUMP | Opcode::JUMP_NO_INTERRUPT if forward => Opcode::JUMP_FORWARD,
        Opcode::JUMP => Opcode::JUMP_BACKWARD,
        Opcode::JUMP_NO_INTERRUPT => Opcode::JUMP_BACKWARD_NO_INTERRUPT,
        other => other,
    }
}
