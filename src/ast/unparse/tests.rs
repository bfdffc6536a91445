use crate::ast::{Ast, NodeId, NodeKind, unparse, unparse_annotation};
use crate::parser::Mode;
use crate::source::Source;

fn parse(text: &str, mode: Mode) -> Ast {
    let source = Source::new("<test>", text);
    let ast = crate::parser::parse(&source, &crate::lexer::scan(&source), mode);
    ast.unwrap_or_else(|error| panic!("{text}: {}", error.message))
}

fn expression(ast: &Ast) -> NodeId {
    match ast.kind(ast.root()) {
        NodeKind::Expression { body } => *body,
        _ => ast.root(),
    }
}

/// The right-hand sides are what CPython 3.14.8 stores under `from __future__ import annotations`.
#[test]
fn annotations_as_cpython_writes_them() {
    let cases = [
        ("(a+b)*c", "(a + b) * c"),
        ("a**-b**c", "a ** (-b ** c)"),
        ("not (a and b or c)", "not (a and b or c)"),
        ("lambda x,/,y=1,*,z,**k:x", "lambda x, /, y=1, *, z, **k: x"),
        ("lambda *a:a", "lambda*a: a"),
        ("x[1:2,::3]", "x[1:2, ::3]"),
        ("x[(1,)]", "x[1,]"),
        ("1 .real", "1 .real"),
        ("True.real", "True.real"),
        ("f(*a,b=1,**c)", "f(*a, b=1, **c)"),
        ("sum(x for x in y if z)", "sum(x for x in y if z)"),
        ("f'{a!r:>{w}}{{'", "f'{a!r:>{w}}{{'"),
        ("t'{ x  !r:>{ y}}'", "t'{ x  !r:>{y}}'"),
        ("{**a,'b':1}", "{**a, 'b': 1}"),
        ("1e999", "1e309"),
    ];
    for (text, expected) in cases {
        let ast = parse(text, Mode::Expression);
        assert_eq!(unparse_annotation(&ast, expression(&ast)).as_deref(), Some(expected), "{text}");
    }
}

/// The right-hand sides are what `ast.unparse` of CPython 3.14.8 gives.
#[test]
fn expressions_as_ast_unparse_writes_them() {
    let cases = [
        ("sum(x for x in y)", "sum((x for x in y))"),
        ("True.real", "True .real"),
        ("x[a:=1]", "x[(a := 1)]"),
        ("x[(1,)]", "x[1,]"),
        ("lambda *a:a", "lambda *a: a"),
        ("a or b and (c and d)", "a or (b and (c and d))"),
        ("f'{a!r:>{w}}{{'", "f'{a!r:>{w}}{{'"),
        ("f'{\"x\"!r}'", "f\"{'x'!r}\""),
        ("'\\ud800'", "'\\ud800'"),
        ("f'\\ud800{a}'", "f'\\ud800{a}'"),
        ("f'{ {1} }'", "f'{ {1}}'"),
    ];
    for (text, expected) in cases {
        let ast = parse(text, Mode::Expression);
        assert_eq!(unparse(&ast, expression(&ast)).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn roots_of_every_mode() {
    let cases = [
        ("x = 1; y\n", Mode::Interactive, "x = 1; y"),
        ("if x: pass\n", Mode::Interactive, "if x:\n    pass"),
        ("(int, *str, **bytes) -> None", Mode::FunctionType, "(int, str, bytes) -> None"),
        ("'d'\ndef f(): 'e'\n", Mode::Module, "\"\"\"d\"\"\"\n\ndef f():\n    \"\"\"e\"\"\""),
    ];
    for (text, mode, expected) in cases {
        let ast = parse(text, mode);
        assert_eq!(unparse(&ast, ast.root()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn depth_is_no_matter() {
    let text = ["x"; 10_000].join(" + ");
    let ast = parse(&text, Mode::Expression);
    assert_eq!(unparse(&ast, ast.root()).as_deref(), Some(&*text));
}
