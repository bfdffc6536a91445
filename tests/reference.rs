//! The tables of opcodes and nodes, the indented dump and constant folding equal what CPython 3.14.8 says of itself (`tests/tools/reference.py`).

use ouroscope::ast::{Ast, DumpOptions, dump, dump_within};
use ouroscope::bytecode::opcode::{Kind, OpcodeInfo};
use ouroscope::bytecode::repr::repr_constant;
use ouroscope::bytecode::{CodeObject, Constant, Opcode};
use ouroscope::compiler::compile;
use ouroscope::lexer;
use ouroscope::parser::{self, Mode};
use ouroscope::source::Source;
use std::collections::BTreeMap;

fn reference(table: &str) -> Vec<String> {
    let path = format!("{}/tests/reference/{table}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().map(str::to_owned).collect()
}

fn flags(opcode: Opcode) -> String {
    let all = [
        ("arg", opcode.has_arg()),
        ("const", opcode.has_const()),
        ("name", opcode.has_name()),
        ("jump", opcode.has_jump()),
        ("local", opcode.has_local()),
        ("free", opcode.has_free()),
        ("block", opcode.is_block_push()),
    ];
    let set: Vec<&str> = all.into_iter().filter(|(_, has)| *has).map(|(flag, _)| flag).collect();
    if set.is_empty() { "-".to_owned() } else { set.join(",") }
}

/// CPython tells neither caches nor effects of the opcodes that replace others at run time.
fn row(info: &OpcodeInfo) -> String {
    let opcode = info.opcode;
    let specialised = matches!(info.kind, Kind::Specialised(_));
    let caches = if matches!(info.kind, Kind::Plain | Kind::Pseudo) { info.caches } else { 0 };
    let effects = [false, true].into_iter().flat_map(|jump| (0..4).map(move |arg| (arg, jump)));
    let effects: Vec<String> = effects
        .map(|(arg, jump)| if specialised { "-".into() } else { opcode.stack_effect(arg, jump).to_string() })
        .collect();
    format!("{} {} {caches} {} {}", info.name, opcode.number(), flags(opcode), effects.join(" "))
}

#[test]
fn opcodes_are_those_of_cpython() {
    let mut ours: Vec<&OpcodeInfo> = Opcode::all().collect();
    ours.sort_by_key(|info| info.opcode.number());
    let ours: Vec<String> = ours.into_iter().map(row).collect();
    assert_eq!(ours, reference("opcodes"));
}

#[test]
fn specialised_forms_belong_to_the_opcodes_of_cpython() {
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for info in Opcode::all() {
        if let Kind::Specialised(base) = info.kind {
            families.entry(base.name()).or_default().push(info.name);
        }
    }
    let line = |(base, mut forms): (&str, Vec<&str>)| {
        forms.sort_unstable();
        format!("{base} {}", forms.join(" "))
    };
    assert_eq!(families.into_iter().map(line).collect::<Vec<_>>(), reference("families"));
}

#[test]
fn instrumented_forms_are_named_after_what_they_do() {
    for info in Opcode::all() {
        if let Kind::Instrumented(base) = info.kind {
            assert_eq!(info.name, format!("INSTRUMENTED_{}", base.name()));
        }
    }
}

#[test]
fn every_opcode_is_explained_and_found_by_name_and_number() {
    for info in Opcode::all() {
        assert!(info.explanation.ends_with('.') && info.explanation.len() < 160, "{}", info.name);
        assert_eq!(Opcode::from_name(info.name), Some(info.opcode));
        assert_eq!(Opcode::from_number(info.opcode.number()), Some(info.opcode));
        let base = info.opcode.base();
        assert!(matches!(base.info().kind, Kind::Plain | Kind::Pseudo));
        assert_eq!(info.caches, base.caches());
    }
    assert_eq!(Opcode::from_number(121), None);
    assert_eq!(Opcode::from_number(u16::MAX), None);
}

fn compiled(text: &str) -> std::rc::Rc<CodeObject> {
    let source = Source::new("x", text);
    let ast = parser::parse(&source, &lexer::scan(&source), Mode::Module);
    let code = ast.and_then(|ast| compile(&source, &ast));
    code.unwrap_or_else(|error| panic!("{text}: {}", error.report(&source)))
}

#[test]
fn constants_fold_as_in_cpython() {
    let mut failures = Vec::new();
    for line in reference("folding") {
        let [expression, consts, opcodes] = *line.split('\t').collect::<Vec<_>>() else { panic!("{line}") };
        let code = compiled(&format!("x = {expression}"));
        let our_consts = repr_constant(&Constant::Tuple(code.consts.clone()));
        let our_opcodes: Vec<&str> = code.instructions().map(|i| i.opcode.name()).collect();
        if our_consts != consts || our_opcodes.join(" ") != opcodes {
            failures.push(format!("{expression}\n  CPython {consts}\n  ours    {our_consts}"));
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn constant_sets_have_the_order_of_cpython() {
    let module = compiled(&(reference("sets.py").join("\n") + "\n"));
    let functions = module.consts.iter().filter_map(|constant| match constant {
        Constant::Code(code) => Some(code),
        _ => None,
    });
    let sets = functions.flat_map(|code| code.consts.iter()).filter(|c| matches!(c, Constant::FrozenSet(_)));
    assert_eq!(sets.map(repr_constant).collect::<Vec<_>>(), reference("sets"));
}

fn every_node() -> (Source, Ast) {
    let source = Source::new("every_node.py", &(reference("every_node.py").join("\n") + "\n"));
    let ast = parser::parse(&source, &lexer::scan(&source), Mode::Module);
    let ast = ast.unwrap_or_else(|error| panic!("{}", error.report(&source)));
    (source, ast)
}

#[test]
fn nodes_are_declared_as_in_cpython() {
    let (_, ast) = every_node();
    let mut ours: Vec<String> = ast.nodes().iter().map(|node| node.kind.signature()).collect();
    let other = |mode| {
        let source = Source::new("x", "x");
        let ast = parser::parse(&source, &lexer::scan(&source), mode).expect("a name is an expression");
        ast.kind(ast.root()).signature()
    };
    ours.extend([other(Mode::Expression), other(Mode::Interactive)]);
    ours.sort();
    ours.dedup();
    let mut expected = reference("nodes");
    // Operators and contexts are fields of ours, not nodes; type comments are never read.
    expected.retain(|line| {
        let names_class = line.contains('(') || ["Pass", "Break", "Continue"].contains(&&**line);
        names_class && !["FunctionType(", "TypeIgnore("].iter().any(|other| line.starts_with(other))
    });
    expected.sort();
    assert_eq!(ours, expected);
}

#[test]
fn trees_are_indented_as_in_cpython() {
    let (source, ast) = every_node();
    for (table, attributes, indent) in [("tree", false, 2), ("tree_attributes", true, 3)] {
        let options = DumpOptions { attributes, indent: Some(indent) };
        let ours = dump(&ast, &source, options);
        assert_eq!(ours.lines().collect::<Vec<_>>(), reference(table));
        assert_eq!(dump_within(&ast, &source, options, ours.len()), Some(ours));
        assert_eq!(dump_within(&ast, &source, options, 100), None);
    }
}
