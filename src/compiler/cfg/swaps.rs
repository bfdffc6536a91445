//! Shortest runs of `SWAP`, and `SWAP`s replaced by reordering what follows (`swaptimize`, `apply_static_swaps`).

use super::graph::Instruction;
use crate::bytecode::Opcode;

pub fn optimize_swaps(block: &mut [Instruction]) {
    if !block.iter().any(|i| i.opcode == Opcode::SWAP) {
        return;
    }
    let mut index = 0;
    while index < block.len() {
        if block[index].opcode == Opcode::SWAP {
            index += shorten_run(&mut block[index..]);
            apply_static_swaps(block, index);
        }
        index += 1;
    }
}

/// Rewrites the run of `SWAP`s and `NOP`s at the start of `code` as the fewest `SWAP`s of the same effect, at its end.
/// Returns how many instructions beyond the first were dealt with.
fn shorten_run(code: &mut [Instruction]) -> usize {
    let length = code.iter().take_while(|i| matches!(i.opcode, Opcode::SWAP | Opcode::NOP)).count();
    let swaps = |run: &[Instruction]| run.iter().filter(|i| i.opcode == Opcode::SWAP).count();
    if swaps(&code[..length]) < 2 {
        return 0;
    }
    let run = &mut code[..length];
    let depth = run.iter().map(|i| i.arg as usize).max().unwrap_or(0);
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    for instruction in run.iter().filter(|i| i.opcode == Opcode::SWAP) {
        if let Some(other) = (instruction.arg as usize).checked_sub(1) {
            stack.swap(0, other);
        }
    }
    // Each cycle of the permutation is undone by swapping its members with the top; writing backwards inverts it.
    let mut free = length;
    for start in 0..depth {
        if stack[start].is_none_or(|place| place == start) {
            continue;
        }
        let mut place = start;
        loop {
            if place != 0 && free > 0 {
                free -= 1;
                run[free].set(Opcode::SWAP, place as u32 + 1);
            }
            let Some(following) = stack[place].take() else { break };
            place = following;
        }
    }
    run[..free].iter_mut().for_each(Instruction::set_nop);
    length - 1
}

/// These only pop the top of the stack, run no code and never raise.
fn is_swappable(opcode: Opcode) -> bool {
    matches!(opcode, Opcode::STORE_FAST | Opcode::STORE_FAST_MAYBE_NULL | Opcode::POP_TOP)
}

fn stored_local(instruction: &Instruction) -> Option<u32> {
    let stores = matches!(instruction.opcode, Opcode::STORE_FAST | Opcode::STORE_FAST_MAYBE_NULL);
    stores.then_some(instruction.arg)
}

/// The next swappable instruction after `index`, if nothing else stands before it and it is on `line` (any, if negative).
fn next_swappable(block: &[Instruction], index: usize, line: i32) -> Option<usize> {
    for (at, instruction) in block.iter().enumerate().skip(index + 1) {
        if line >= 0 && instruction.line() != line {
            return None;
        }
        if instruction.opcode != Opcode::NOP {
            return is_swappable(instruction.opcode).then_some(at);
        }
    }
    None
}

/// The two instructions that may change places instead of the `SWAP` at `index`.
fn exchangeable(block: &[Instruction], index: usize) -> Option<(usize, usize)> {
    let first = next_swappable(block, index, -1)?;
    let line = block[first].line();
    let mut second = first;
    for _ in 1..block[index].arg {
        second = next_swappable(block, second, line)?;
    }
    let (first_local, second_local) = (stored_local(&block[first]), stored_local(&block[second]));
    let clashes = |local: Option<u32>| local.is_some() && (local == first_local || local == second_local);
    let same = first_local.is_some() && first_local == second_local;
    let between = (first + 1..second).any(|at| clashes(stored_local(&block[at])));
    (!same && !between).then_some((first, second))
}

/// Replaces the `SWAP` at `index`, and those before it, by exchanging the instructions that pop the swapped values.
fn apply_static_swaps(block: &mut [Instruction], index: usize) {
    for at in (0..=index).rev() {
        let opcode = block[at].opcode;
        if opcode == Opcode::SWAP {
            let Some((first, second)) = exchangeable(block, at) else { return };
            block[at].set_nop();
            block.swap(first, second);
        } else if opcode != Opcode::NOP && !is_swappable(opcode) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::instruction_sequence::Location;

    /// Runs `SWAP`s, `POP_TOP`s and `STORE_FAST`s on a stack; returns what is left and what each local got.
    fn run(block: &[Instruction]) -> (Vec<u32>, Vec<(u32, u32)>) {
        let mut stack: Vec<u32> = (0..8).collect();
        let mut stored = Vec::new();
        for instruction in block {
            match instruction.opcode {
                Opcode::SWAP => {
                    let top = stack.len() - 1;
                    stack.swap(top, top + 1 - instruction.arg as usize);
                }
                Opcode::STORE_FAST => stored.push((instruction.arg, stack.pop().unwrap_or(u32::MAX))),
                Opcode::POP_TOP => drop(stack.pop()),
                _ => {}
            }
        }
        stored.sort_unstable();
        (stack, stored)
    }

    #[test]
    fn every_short_run_keeps_its_effect_and_gets_no_longer() {
        let is_swap = |i: &&Instruction| i.opcode == Opcode::SWAP;
        for code in 0..4u32.pow(4) {
            for tail in 0..3 {
                let swaps = (0..4).map(|digit| code / 4u32.pow(digit) % 4 + 1);
                let mut block: Vec<Instruction> = swaps
                    .map(|arg| if arg == 1 { (Opcode::NOP, 0) } else { (Opcode::SWAP, arg) })
                    .chain((0..tail).map(|local| (Opcode::STORE_FAST, local)))
                    .map(|(opcode, arg)| Instruction::new(opcode, arg, Location::new(1, 1, 0, 0)))
                    .collect();
                let (before, count) = (run(&block), block.iter().filter(is_swap).count());
                optimize_swaps(&mut block);
                assert_eq!(run(&block), before, "code {code}, {tail} stores");
                assert!(block.iter().filter(is_swap).count() <= count);
            }
        }
    }
}
