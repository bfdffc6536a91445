//! Code generation and the optimising passes equal CPython's own (`tests/reference/stages`), and the record of them is
//! complete.

use super::{ASSEMBLE, Change, MAX_INSTRUCTIONS, Passes, record};
use crate::ast::Ast;
use crate::bytecode::repr::repr_constant;
use crate::bytecode::{Constant, Opcode};
use crate::compiler::cfg::{self, Graph};
use crate::compiler::instruction_sequence::{Location, SequenceInstruction};
use crate::compiler::{BackEnd, Options, Unit, codegen, preprocess};
use crate::lexer;
use crate::parser::{self, Mode};
use crate::source::Source;

fn parsed(name: &str, text: &str) -> (Source, Ast) {
    let source = Source::new(name, text);
    let ast = parser::parse(&source, &lexer::scan(&source), Mode::Module);
    let ast = ast.unwrap_or_else(|error| panic!("{}", error.report(&source)));
    (source, ast)
}

/// The module's unit as code generation leaves it.
fn module_unit(name: &str, text: &str) -> Unit {
    let (source, ast) = parsed(name, text);
    let ast = preprocess::preprocess(&ast, Options::default());
    let table = crate::symtable::build(&ast).expect("the cases compile");
    let mut last = None;
    let code = codegen::generate(&source, &ast, &table, Options::default(), &mut |unit: Unit| {
        last = Some(unit.clone());
        BackEnd::default().run(unit)
    });
    assert!(code.is_ok());
    last.expect("a module has a unit")
}

fn line(unit: &Unit, opcode: Opcode, argument: usize, location: Location) -> String {
    let constant = (opcode == Opcode::LOAD_CONST).then(|| match &unit.consts.items()[argument] {
        Constant::Code(_) => " code".to_owned(),
        constant => format!(" {}", ascii(&repr_constant(constant))),
    });
    let argument = (opcode.has_arg() && constant.is_none()).then_some(argument);
    let argument = argument.map_or("-".to_owned(), |argument| argument.to_string());
    let Location { line, end_line, col, end_col } = location;
    let (name, constant) = (opcode.name(), constant.unwrap_or_default());
    format!("{name} {argument} {line} {end_line} {col} {end_col}{constant}")
}

fn ascii(text: &str) -> String {
    let escaped = |c: char| match u32::from(c) {
        0..128 => c.to_string(),
        code @ 128..256 => format!("\\x{code:02x}"),
        code @ 256..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    text.chars().map(escaped).collect()
}

fn written(unit: &Unit) -> Vec<String> {
    let sequence = &unit.instructions;
    let one = |i: &SequenceInstruction| {
        let target = || sequence.label_index(i.arg).expect("labels are placed") as usize;
        let argument = if i.opcode.has_target() { target() } else { i.arg as usize };
        line(unit, i.opcode, argument, i.location)
    };
    sequence.instructions().iter().map(one).collect()
}

/// As `_PyCompile_OptimizeCfg` runs the passes and writes their result.
fn optimised(mut unit: Unit) -> Vec<String> {
    let skipped =
        ["convert_pseudo_conditional_jumps", "prepare_localsplus", "convert_pseudo_ops", "normalize_jumps"];
    let graph = cfg::run_some(&mut unit, |pass| !skipped.contains(&pass)).expect("the cases compile");
    let starts = starts(&graph);
    let blocks = graph.order().into_iter();
    let instructions = blocks.flat_map(|id| graph.code(id).to_vec());
    instructions
        .map(|i| {
            let argument = i.target.map_or(i.arg as usize, |target| starts[target.index()]);
            line(&unit, i.opcode, argument, i.location)
        })
        .collect()
}

/// Index of the first instruction of each block.
fn starts(graph: &Graph) -> Vec<usize> {
    let mut starts = vec![0; graph.block_count()];
    let mut count = 0;
    for id in graph.order() {
        starts[id.index()] = count;
        count += graph[id].len();
    }
    starts
}

#[test]
fn sequences_are_those_of_cpython() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests");
    let read =
        |path: String| std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let reference = read(format!("{root}/reference/stages"));
    let lines: Vec<&str> = reference.lines().collect();
    let is_title = |line: &&&str| line.starts_with("codegen ") || line.starts_with("optimised ");
    let titles: Vec<usize> = (0..lines.len()).filter(|&at| is_title(&&lines[at])).collect();
    let mut failures = Vec::new();
    for (number, &at) in titles.iter().enumerate() {
        let end = titles.get(number + 1).copied().unwrap_or(lines.len());
        let (stage, case) = lines[at].split_once(' ').expect("two words");
        let unit = module_unit("case.py", &read(format!("{root}/cases/{case}")));
        let ours = if stage == "codegen" { written(&unit) } else { optimised(unit) };
        let theirs = &lines[at + 1..end];
        if ours != theirs {
            let first = ours.iter().zip(theirs).position(|(ours, theirs)| ours != theirs);
            let first = first.unwrap_or(ours.len().min(theirs.len()));
            let pair = (ours.get(first), theirs.get(first));
            failures.push(format!("{}, instruction {first}: (ours, theirs) {pair:?}", lines[at]));
        }
    }
    assert!(titles.len() > 40);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

const PROGRAM: &str = "\
def f(a, b):
    try:
        while a < 10:
            a, b = b, a + 2 * 3
            if a and b:
                continue
    except ValueError as error:
        print(error)
    finally:
        g = [a for a in range(b) if a]
    return lambda: (a, g)
";

fn passes(text: &str, index: usize) -> Passes {
    let (source, ast) = parsed("case.py", text);
    record(&source, &ast, index).unwrap_or_else(|error| panic!("{}", error.message))
}

/// Whoever applies the changes of each stage to the one before gets the stage.
#[test]
fn changes_account_for_every_instruction() {
    let passes = passes(PROGRAM, 1);
    assert_eq!(&*passes.code.name, "f");
    let mut live: Vec<u32> = passes.stages[0].blocks[0].rows.iter().map(|row| row.id).collect();
    live.sort_unstable();
    for (number, stage) in passes.stages.iter().enumerate().skip(1) {
        for block in &stage.blocks {
            for row in &block.rows {
                let known = live.binary_search(&row.id);
                match (row.change, known) {
                    (Change::Removed, Ok(at)) => drop(live.remove(at)),
                    (Change::Added | Change::Copied, Err(at)) => live.insert(at, row.id),
                    (Change::Removed | Change::Added | Change::Copied, _) | (_, Err(_)) => {
                        panic!("{}: {} is {:?}", stage.name, row.text(), row.change)
                    }
                    (Change::Same, Ok(_)) => assert!(row.was.is_empty()),
                    (_, Ok(_)) => assert_eq!(row.touched, Some(number as u32)),
                }
            }
        }
        let kept = stage.blocks.iter().flat_map(|block| &block.rows);
        let mut ids: Vec<u32> = kept.filter(|row| row.change != Change::Removed).map(|row| row.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, live, "{}", stage.name);
    }
}

#[test]
fn the_last_stage_is_the_code_object() {
    for index in 0..3 {
        let passes = passes(PROGRAM, index);
        let last = passes.stages.last().expect("stages");
        assert_eq!(last.name, ASSEMBLE);
        let rows = last.blocks.iter().flat_map(|block| &block.rows);
        let ours: Vec<_> = rows.map(|row| (row.offset, row.opcode, row.arg.unwrap_or(0))).collect();
        let real: Vec<_> = passes.code.instructions().map(|i| (Some(i.offset), i.opcode, i.arg)).collect();
        assert_eq!(ours, real);
    }
}

#[test]
fn instructions_know_their_node_and_their_last_pass() {
    let (source, ast) = parsed("case.py", "def f(x):\n    y = 1 + 2; z = x + y\n    return z if x else y\n");
    let passes = record(&source, &ast, 1).expect("it compiles");
    let last = passes.stages.last().expect("stages");
    let told: Vec<String> = last
        .blocks
        .iter()
        .flat_map(|block| &block.rows)
        .map(|row| {
            let node =
                passes.identities[row.id as usize].node.map_or("nothing", |node| ast.kind(node).name());
            let stage = row.touched.map_or("none", |stage| passes.stages[stage as usize].name);
            format!("{} {node} {stage}", row.opcode.name())
        })
        .collect();
    let expected = [
        "RESUME FunctionDef none",
        "LOAD_SMALL_INT BinOp optimize_basic_block",
        "STORE_FAST_LOAD_FAST Name insert_superinstructions",
        "LOAD_FAST_BORROW Name optimize_load_fast",
        "BINARY_OP BinOp none",
        "STORE_FAST Name none",
        "LOAD_FAST_BORROW Name optimize_load_fast",
        "TO_BOOL Name none",
        "POP_JUMP_IF_FALSE Name none",
        "NOT_TAKEN Name normalize_jumps",
        "LOAD_FAST_BORROW Name optimize_load_fast",
        "RETURN_VALUE Return inline_small_or_no_lineno_blocks",
        "LOAD_FAST Name none",
        "RETURN_VALUE Return none",
    ];
    assert_eq!(told, expected);
}

/// `'%s' % (x,)` is compiled as an f-string, whose nodes nobody wrote.
#[test]
fn only_written_nodes_are_named() {
    let (source, ast) = parsed("case.py", "def f(x):\n    return 'a%sb%r' % (x, x.y)\n");
    let passes = record(&source, &ast, 1).expect("it compiles");
    let nodes = passes.identities.iter().filter_map(|identity| identity.node);
    let mut kinds: Vec<&str> = nodes.map(|node| ast.kind(node).name()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, ["Attribute", "BinOp", "FunctionDef", "Name", "Return"]);
}

#[test]
fn what_is_too_long_or_does_not_exist_is_refused() {
    let (source, ast) = parsed("case.py", &"x = 1\n".repeat(MAX_INSTRUCTIONS));
    assert!(record(&source, &ast, 0).is_err());
    assert!(record(&source, &ast, 7).is_err());
}
