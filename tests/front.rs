//! Tokens, trees and unparsed text of the snippets in `tests/front`, each with what CPython makes of it: corners of the
//! language, and bytes that are hardly Python at all. `tests/tools/front.py` says what the files look like.
mod harness;

use harness::{check, fold, root};
use ouroscope::ast::{self, DumpOptions, NodeKind};
use ouroscope::bytecode::Constant;
use ouroscope::lexer;
use ouroscope::parser::{self, Mode};
use ouroscope::source::Source;
use std::fs;

const NAME: &str = "snippet.py";

/// The bytes that a Python literal stands for.
fn bytes(literal: &str) -> Vec<u8> {
    let source = Source::new(NAME, literal);
    let tree = parser::parse(&source, &lexer::scan(&source), Mode::Expression).expect("it is a literal");
    let NodeKind::Expression { body } = tree.kind(tree.root()) else { panic!("{literal}") };
    match tree.kind(*body) {
        NodeKind::Constant { value: Constant::Bytes(bytes), .. } => bytes.to_vec(),
        NodeKind::Constant { value, .. } => value.utf8().expect("it is text").to_vec(),
        _ => panic!("{literal}"),
    }
}

fn tokens(bytes: &[u8]) -> Result<String, String> {
    let source =
        Source::for_tokenize(NAME, bytes).map_err(|message| format!("{NAME}: error: {message}\n"))?;
    let tokens = lexer::tokenize(&source).map_err(|error| format!("{NAME}{error}\n"))?;
    Ok(fold::unpad_tokens(&lexer::print(&source, &tokens, true)))
}

fn tree(bytes: &[u8], mode: Mode) -> Option<String> {
    let source = Source::decode(NAME, bytes).ok()?;
    let tree = parser::parse(&source, &lexer::scan(&source), mode).ok()?;
    let options = DumpOptions { attributes: true, ..DumpOptions::default() };
    let dump = fold::fold_ast(&ast::dump(&tree, &source, options));
    Some(format!("{dump}\n{}\n", ast::unparse(&tree, tree.root())?))
}

fn expected(line: &str) -> String {
    let (kind, literal) = line.split_once(' ').expect("a kind and a literal");
    let bytes = bytes(literal.trim_start());
    match Mode::named(kind) {
        Some(mode) => tree(&bytes, mode).unwrap_or_else(|| "refused\n".to_owned()),
        None => tokens(&bytes).unwrap_or_else(|error| error),
    }
}

#[test]
fn snippets() {
    let folder = fs::read_dir(root().join("front")).expect("tests/front exists");
    let paths = folder.map(|entry| entry.expect("it can be read").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == "snippets")).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut failures = Vec::new();
    for path in paths {
        let lines = fs::read_to_string(&path).expect("snippets are text");
        let lines = lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let actual: String = lines.map(|line| format!(">>> {line}\n{}", expected(line))).collect();
        let wanted = fs::read_to_string(path.with_extension("expected")).expect("it has expected text");
        failures.extend(check(&path.to_string_lossy(), &actual, &wanted).err());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
