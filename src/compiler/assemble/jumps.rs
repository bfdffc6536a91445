//! Directions and distances of jumps (`resolve_unconditional_jumps`, `resolve_jump_offsets`).

use super::super::cfg::malformed;
use super::Placed;
use crate::bytecode::Opcode;
use crate::diagnostic::Diagnostic;

/// Code units from the `SEND` of an `async for` to its `END_SEND`, which `END_ASYNC_FOR` refers to.
const END_SEND_OFFSET: u32 = 5;

/// After this many rounds a jump keeps the widest argument it ever had, so the sizes settle.
const SHRINKING_ROUNDS: usize = 16;

pub fn resolve(instructions: &mut [Placed]) -> Result<(), Diagnostic> {
    for (index, instruction) in instructions.iter_mut().enumerate() {
        let Some(target) = instruction.target else { continue };
        let forward = target > index;
        instruction.opcode = match instruction.opcode {
            Opcode::JUMP if forward => Opcode::JUMP_FORWARD,
            Opcode::JUMP => Opcode::JUMP_BACKWARD,
            Opcode::JUMP_NO_INTERRUPT if forward => Opcode::JUMP_FORWARD,
            Opcode::JUMP_NO_INTERRUPT => Opcode::JUMP_BACKWARD_NO_INTERRUPT,
            other => other,
        };
        // The first guess of the distance is the index, as in CPython: it decides the first guess of the size.
        instruction.arg = target as u32;
    }
    let mut rounds = 0;
    while measure(instructions, rounds > SHRINKING_ROUNDS)? {
        rounds += 1;
        if rounds > 4 * SHRINKING_ROUNDS {
            return Err(malformed("jump distances do not settle"));
        }
    }
    Ok(())
}

/// One round: offsets from sizes, distances from offsets. Returns whether a size changed.
fn measure(instructions: &mut [Placed], only_grow: bool) -> Result<bool, Diagnostic> {
    let mut offset = 0;
    for instruction in instructions.iter_mut() {
        instruction.offset = offset;
        offset += instruction.size();
    }
    let mut changed = false;
    for index in 0..instructions.len() {
        let Some(target) = instructions[index].target else { continue };
        let there = instructions.get(target).map_or(offset, |target| target.offset);
        let instruction = &mut instructions[index];
        let size = instruction.size();
        let end = instruction.offset + size;
        let arg = if instruction.opcode == Opcode::END_ASYNC_FOR {
            end.checked_sub(there + END_SEND_OFFSET)
        } else if instruction.opcode.is_backward_jump() {
            end.checked_sub(there)
        } else {
            there.checked_sub(end)
        };
        let arg = arg.ok_or_else(|| malformed("a jump in the wrong direction"))?;
        if only_grow && (Placed { arg, ..*instruction }).size() < size {
            continue;
        }
        instruction.arg = arg;
        changed |= instruction.size() != size;
    }
    Ok(changed)
}
