//! The back end on hand-written and on random instruction sequences.

use super::instruction_sequence::{InstructionSequence, Label, Location};
use super::passes::record_unit;
use super::{BackEnd, Unit};
use crate::bytecode::code::{Position, flags};
use crate::bytecode::dis;
use crate::bytecode::{CodeObject, Constant, Opcode};
use crate::diagnostic::Diagnostic;
use std::rc::Rc;

fn at(line: i32) -> Location {
    Location::new(line, line, 0, 1)
}

/// A unit with locals a, b, c (unbound on entry), names and a few constants, around a sequence.
fn unit(instructions: InstructionSequence) -> Unit {
    let names = |all: [&str; 3]| all.map(Rc::from).to_vec();
    let mut unit =
        Unit { first_line: 1, flags: flags::OPTIMIZED | flags::NEWLOCALS, instructions, ..Unit::default() };
    unit.varnames = names(["a", "b", "c"]);
    unit.names = names(["x", "y", "z"]);
    unit.cellvars = vec!["cell".into()];
    for constant in [Constant::None, Constant::from("text"), Constant::from(7), Constant::Bool(true)] {
        unit.constant(constant);
    }
    unit
}

fn opcodes(code: &CodeObject) -> Vec<String> {
    code.instructions().map(|i| format!("{} {}", i.opcode.name(), i.arg)).collect()
}

fn assemble(write: impl FnOnce(&mut InstructionSequence)) -> Rc<CodeObject> {
    let mut sequence = InstructionSequence::new();
    sequence.emit(Opcode::RESUME, 0, at(0));
    write(&mut sequence);
    BackEnd::default().run(unit(sequence)).unwrap_or_else(|error: Diagnostic| panic!("{}", error.message))
}

#[test]
fn a_jump_to_a_jump_goes_to_the_end() {
    let code = assemble(|s| {
        let (middle, end) = (s.new_label(), s.new_label());
        s.emit(Opcode::LOAD_NAME, 0, at(1));
        s.emit_jump(Opcode::POP_JUMP_IF_TRUE, middle, at(1));
        s.emit(Opcode::LOAD_NAME, 1, at(2));
        s.emit(Opcode::POP_TOP, 0, at(2));
        s.use_label(middle);
        s.emit_jump(Opcode::JUMP, end, at(3));
        s.use_label(end);
        s.emit(Opcode::LOAD_NAME, 2, at(3));
        s.emit(Opcode::RETURN_VALUE, 0, at(3));
    });
    let targets: Vec<u32> = code.instructions().filter_map(|i| i.jump_target()).collect();
    let last_load = code.instructions().filter(|i| i.opcode == Opcode::LOAD_NAME).last().map(|i| i.offset);
    assert_eq!(targets.into_iter().last(), last_load);
}

#[test]
fn a_jump_to_itself_stays() {
    let code = assemble(|s| {
        let here = s.new_label();
        s.use_label(here);
        s.emit_jump(Opcode::JUMP, here, at(1));
    });
    assert_eq!(opcodes(&code), ["MAKE_CELL 3", "RESUME 0", "JUMP_BACKWARD 2"]);
}

#[test]
fn constants_nobody_loads_go_but_for_the_first() {
    let code = assemble(|s| {
        s.emit(Opcode::LOAD_CONST, 1, at(1));
        s.emit(Opcode::POP_TOP, 0, at(1));
        s.emit(Opcode::LOAD_CONST, 2, at(1));
        s.emit(Opcode::RETURN_VALUE, 0, at(1));
    });
    assert_eq!(*code.consts, [Constant::None]);
    assert_eq!(opcodes(&code), ["MAKE_CELL 3", "RESUME 0", "LOAD_SMALL_INT 7", "RETURN_VALUE 0"]);
}

#[test]
fn a_local_that_may_be_unbound_is_checked_once() {
    let code = assemble(|s| {
        for _ in 0..2 {
            s.emit(Opcode::LOAD_FAST, 0, at(1));
            s.emit(Opcode::POP_TOP, 0, at(1));
        }
        s.emit(Opcode::LOAD_FAST, 0, at(1));
        s.emit(Opcode::RETURN_VALUE, 0, at(1));
    });
    let loads: Vec<&str> =
        code.instructions().map(|i| i.opcode.name()).filter(|n| n.starts_with("LOAD")).collect();
    assert_eq!(loads, ["LOAD_FAST_CHECK", "LOAD_FAST_BORROW", "LOAD_FAST_BORROW"]);
}

#[test]
fn long_code_gets_extended_arguments_and_exact_jumps() {
    let code = assemble(|s| {
        let (start, end) = (s.new_label(), s.new_label());
        s.use_label(start);
        s.emit(Opcode::LOAD_NAME, 0, at(1));
        s.emit_jump(Opcode::POP_JUMP_IF_FALSE, end, at(1));
        for _ in 0..40_000 {
            s.emit(Opcode::LOAD_NAME, 1, at(2));
            s.emit(Opcode::POP_TOP, 0, at(2));
        }
        s.emit_jump(Opcode::JUMP, start, at(3));
        s.use_label(end);
        s.emit(Opcode::LOAD_NAME, 2, at(4));
        s.emit(Opcode::RETURN_VALUE, 0, at(4));
    });
    let jumps: Vec<_> = code.instructions().filter(|i| i.opcode.has_jump()).collect();
    let first = code.instructions().find(|i| i.opcode == Opcode::LOAD_NAME).map(|i| i.start);
    let last = code.instructions().filter(|i| i.opcode == Opcode::LOAD_NAME).last().map(|i| i.start);
    assert_eq!([jumps[0].jump_target(), jumps[1].jump_target()], [last, first]);
    assert!(jumps.iter().all(|jump| jump.offset - jump.start == 4 && jump.arg > 0xFFFF));
}

#[test]
fn positions_come_back_as_they_were_given() {
    let locations = [
        Location::new(1, 1, 0, 5),
        Location::new(1, 1, 79, 94),
        Location::new(2, 2, 80, 127),
        Location::new(9, 9, 3, 200),
        Location::new(3, 7, 4, 2),
        Location::new(5000, 5000, -1, -1),
        Location::NONE,
        Location::new(4, 4, 6, 6),
    ];
    let code = assemble(|s| {
        for location in locations {
            s.emit(Opcode::LOAD_NAME, 0, location);
            s.emit(Opcode::POP_TOP, 0, location);
        }
        s.emit(Opcode::LOAD_CONST, 0, at(1));
        s.emit(Opcode::RETURN_VALUE, 0, at(1));
    });
    let positions = code.unit_positions();
    assert_eq!(positions.len() * 2, code.code.len());
    let loads = code.instructions().filter(|i| i.opcode == Opcode::LOAD_NAME);
    let got: Vec<Position> = loads.map(|i| positions[i.offset as usize / 2]).collect();
    // What has no location takes the one before it.
    let expected = locations.iter().scan(Location::NONE, |previous, &location| {
        *previous = if location == Location::NONE { *previous } else { location };
        Some(*previous)
    });
    let number = |value: i32| u32::try_from(value).ok();
    let expected: Vec<Position> = expected
        .map(|l| Position {
            line: number(l.line),
            end_line: number(l.end_line),
            col: number(l.col),
            end_col: number(l.end_col),
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn a_handler_is_cold_and_its_region_exact() {
    let code = assemble(|s| {
        let (handler, end) = (s.new_label(), s.new_label());
        s.emit_jump(Opcode::SETUP_FINALLY, handler, at(1));
        s.emit(Opcode::LOAD_NAME, 0, at(2));
        s.emit(Opcode::POP_TOP, 0, at(2));
        s.emit(Opcode::POP_BLOCK, 0, at(2));
        s.emit_jump(Opcode::JUMP, end, at(2));
        s.use_label(handler);
        s.emit(Opcode::PUSH_EXC_INFO, 0, Location::NONE);
        s.emit(Opcode::POP_TOP, 0, at(3));
        s.emit(Opcode::POP_EXCEPT, 0, at(3));
        s.emit_jump(Opcode::JUMP, end, at(3));
        s.use_label(end);
        s.emit(Opcode::LOAD_CONST, 0, at(4));
        s.emit(Opcode::RETURN_VALUE, 0, at(4));
    });
    let place = |wanted: Opcode| code.instructions().find(|i| i.opcode == wanted).map(|i| i.offset);
    let entries: Vec<_> = code.exception_entries().collect();
    assert_eq!(entries.len(), 1);
    assert_eq!(Some(entries[0].target), place(Opcode::PUSH_EXC_INFO));
    assert!(entries[0].target > place(Opcode::RETURN_VALUE).unwrap_or(u32::MAX));
    assert_eq!(Some(entries[0].start), place(Opcode::LOAD_NAME));
    assert_eq!((entries[0].depth, entries[0].lasti), (0, false));
}

/// A small generator of pseudo-random numbers (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn random_sequence(random: &mut Random, opcodes: &[Opcode]) -> InstructionSequence {
    let mut sequence = InstructionSequence::new();
    let labels: Vec<Label> = (0..4).map(|_| sequence.new_label()).collect();
    for _ in 0..random.below(24) {
        if random.below(4) == 0 {
            sequence.use_label(labels[random.below(4) as usize]);
        }
        let opcode = opcodes[random.below(opcodes.len() as u64) as usize];
        let location = match random.below(6) {
            0 => Location::NONE,
            1 => Location::NEXT,
            line => at(line as i32),
        };
        let arg =
            if opcode.has_target() { labels[random.below(4) as usize].0 } else { random.below(5) as u32 };
        sequence.emit(opcode, arg, location);
    }
    sequence
}

/// Nonsense is refused or assembled, never a panic; what is assembled can be read again, and watching changes nothing.
#[test]
fn random_sequences_never_panic() {
    use Opcode::*;
    let common = [
        NOP,
        LOAD_FAST,
        STORE_FAST,
        LOAD_CONST,
        POP_TOP,
        COPY,
        SWAP,
        BUILD_TUPLE,
        BUILD_LIST,
        BUILD_SET,
        UNPACK_SEQUENCE,
        BINARY_OP,
        UNARY_NOT,
        UNARY_NEGATIVE,
        TO_BOOL,
        IS_OP,
        CONTAINS_OP,
        GET_ITER,
        FOR_ITER,
        POP_JUMP_IF_TRUE,
        POP_JUMP_IF_NONE,
        JUMP_IF_FALSE,
        JUMP,
        JUMP_NO_INTERRUPT,
        SETUP_FINALLY,
        SETUP_WITH,
        POP_BLOCK,
        RETURN_VALUE,
        RAISE_VARARGS,
        RERAISE,
        LIST_APPEND,
        CALL_INTRINSIC_1,
        LOAD_DEREF,
        LOAD_CLOSURE,
        DELETE_FAST,
        YIELD_VALUE,
    ];
    let all: Vec<Opcode> = Opcode::all().map(|info| info.opcode).collect();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut assembled = 0;
    let mut back_end = BackEnd::default();
    for round in 0..60_000 {
        let sequence = random_sequence(&mut random, if round % 8 == 0 { &all } else { &common });
        let watched = (round % 8 < 2).then(|| record_unit(unit(sequence.clone()), &mut back_end));
        let assembled_code = back_end.run(unit(sequence));
        if let Some(watched) = watched {
            let codes = (
                watched.map(|passes| passes.code.digest()),
                assembled_code.as_ref().map(|code| code.digest()),
            );
            assert!(
                matches!(codes, (Err(_), Err(_))) || matches!(codes, (Ok(one), Ok(other)) if one == other)
            );
        }
        if let Ok(code) = assembled_code {
            assembled += 1;
            assert!(
                !dis::disassemble(&code, dis::Options { show_offsets: true, show_caches: true }).is_empty()
            );
            assert_eq!(code.unit_positions().len() * 2, code.code.len());
        }
    }
    assert!(assembled > 1000, "only {assembled} sequences made sense");
}
