//! What files of cases do not cover: prefixes of programs, depth, and the errors' places.
use super::{Mode, parse};
use crate::ast::{Ast, DumpOptions, NodeKind, dump};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::scan;
use crate::source::Source;

fn parse_text(text: &str) -> Result<(Source, Ast), Diagnostic> {
    let source = Source::new("t.py", text);
    let ast = parse(&source, &scan(&source), Mode::Module)?;
    Ok((source, ast))
}

fn dump_text(text: &str) -> String {
    match parse_text(text) {
        Ok((source, ast)) => dump(&ast, &source, DumpOptions::default()),
        Err(error) => error.message,
    }
}

const PROGRAM: &str = r#"@a.b(c)
async def f[T: int](a, /, b: int = 1, *args: *T, c=2, **kw) -> None:
    """doc"""
    x = y = [i async for i in z if i if not j]
    return f"{x!r:>{w}}{{}}" 'tail' if a else lambda *p, q=1: (yield)
class C(B, metaclass=M):
    x: int = 3
    del a.b, c[1:2, ::3]
try:
    with (open(a) as b, c): pass
except* (E, F) as e:
    raise e from None
else:
    global g
finally:
    match x:
        case [1, *_, {"k": -1+2j, **r}] | P(a, b=c.d) as n if n: break
type A[*Ts] = tuple[*Ts]
print(*a, **b, c=d, e=(f := 1)); x @= a if b else {**c, d: e} ; {*s, 1}
"#;

#[test]
fn every_prefix_of_a_program_parses_or_says_why() {
    assert!(parse_text(PROGRAM).is_ok());
    for (end, _) in PROGRAM.char_indices() {
        if let Err(error) = parse_text(&PROGRAM[..end]) {
            assert!(
                error.span.start <= error.span.end && error.span.end as usize <= end + 1,
                "{end}: {error:?}"
            );
            assert_ne!(error.kind, DiagnosticKind::Unsupported, "{end}: {error:?}");
        }
    }
}

#[test]
fn removing_any_line_or_character_never_panics() {
    for (start, character) in PROGRAM.char_indices() {
        let text = format!("{}{}", &PROGRAM[..start], &PROGRAM[start + character.len_utf8()..]);
        let _ = parse_text(&text);
    }
}

#[test]
fn precedence_and_associativity_are_pythons() {
    let pairs = [
        ("-a ** -b", "-(a ** (-b))"),
        ("a + b * c - d", "(a + (b * c)) - d"),
        ("not a == b or c and d", "(not (a == b)) or (c and d)"),
        ("await a ** b", "(await a) ** b"),
        ("a if b else c if d else e", "a if b else (c if d else e)"),
        ("a ** b ** c", "a ** (b ** c)"),
        ("a << b + c & d", "(a << (b + c)) & d"),
        ("a | b ^ c & d", "a | (b ^ (c & d))"),
        ("lambda: a, b", "(lambda: a), b"),
    ];
    for (plain, grouped) in pairs {
        assert_eq!(dump_text(plain), dump_text(grouped), "{plain}");
    }
    assert_ne!(dump_text("a < b < c"), dump_text("(a < b) < c"));
    assert_ne!(dump_text("a and b and c"), dump_text("a and (b and c)"));
}

#[test]
fn chains_of_ten_thousand_need_no_stack() {
    let sum = "a+".repeat(10_000) + "a";
    let calls = format!("a{}", "()".repeat(10_000));
    let unary = format!("{}a", "-".repeat(10_000));
    let ternary = "a if b else ".repeat(10_000) + "c";
    let elifs = format!("if a: b\n{}", "elif a: b\n".repeat(10_000));
    for text in [sum, calls, unary, ternary, elifs] {
        assert!(dump_text(&text).starts_with("Module("));
    }
}

#[test]
fn depth_is_limited_as_in_cpython() {
    let parens = |count| format!("{}a{}", "(".repeat(count), ")".repeat(count));
    assert!(parse_text(&parens(199)).is_ok());
    assert_eq!(dump_text(&parens(201)), "too many nested parentheses");
    let blocks = |count| {
        let lines: String = (0..count).map(|depth| format!("{}if a:\n", " ".repeat(depth))).collect();
        format!("{lines}{}b\n", " ".repeat(count))
    };
    assert!(parse_text(&blocks(99)).is_ok());
    assert_eq!(dump_text(&blocks(100)), "too many levels of indentation");
    let error = parse_text(&"lambda: ".repeat(5000)).err().map(|error| error.kind);
    assert_eq!(error, Some(DiagnosticKind::TooComplex));
}

#[test]
fn the_deepest_programs_fit_a_small_stack() {
    let lambdas = "lambda: ".repeat(1000) + "a";
    let defaults = "(lambda x=".repeat(199) + "a" + &": b)".repeat(199);
    let dicts = "{a: ".repeat(199) + "b" + &"}".repeat(199);
    let subscripts = "a[b:".repeat(199) + "c" + &"]".repeat(199);
    let calls = "f(a, *b, c=".repeat(199) + "d" + &")".repeat(199);
    let fstrings = "f'{".repeat(140) + "a" + &"}'".repeat(140);
    let comprehensions = "[a for b in ".repeat(199) + "c" + &"]".repeat(199);
    for text in [lambdas, defaults, dicts, subscripts, calls, fstrings, comprehensions] {
        assert!(dump_text(&text).starts_with("Module("), "{}", &text[..20]);
        // An error as deep takes the second look at it.
        assert!(!dump_text(&text.replacen(|c| matches!(c, 'a'..='d'), "= ?", 300)).starts_with("Module("));
    }
}

#[test]
fn many_lambdas_side_by_side_are_not_deep() {
    let list = format!("[{}]", "lambda a, b: (a, b), ".repeat(3000));
    assert!(dump_text(&list).starts_with("Module("));
    assert_eq!(
        dump_text(&"lambda a, b: ".repeat(1001)),
        "Parser stack overflowed - Python source too complex to parse"
    );
}

#[test]
fn errors_stand_where_cpython_puts_them() {
    // Message, line, first column (from 1), as CPython 3.14.8 gives them.
    let cases = [
        ("x = (1 2)\n", "invalid syntax. Perhaps you forgot a comma?", 1, 6),
        ("print 'a'\n", "Missing parentheses in call to 'print'. Did you mean print(...)?", 1, 1),
        ("if x\n    y\n", "expected ':'", 1, 5),
        ("if x = 3:\n    y\n", "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", 1, 4),
        ("def f():\npass\n", "expected an indented block after function definition on line 1", 2, 1),
        ("x = [1,\ny = 2\n", "'[' was never closed", 1, 5),
        ("x = 'abc\n", "unterminated string literal (detected at line 1)", 1, 5),
        ("f() = 1\n", "cannot assign to function call here. Maybe you meant '==' instead of '='?", 1, 1),
        ("f(a=1, 2)\n", "positional argument follows keyword argument", 1, 9),
        ("a\n  b\n", "unexpected indent", 2, 2),
        ("f'{}'\n", "f-string: valid expression required before '}'", 1, 4),
        ("try:\n    a\nb\n", "expected 'except' or 'finally' block", 3, 1),
        ("a b\n", "invalid syntax", 1, 3),
        ("1 = x\na b\n", "cannot assign to literal here. Maybe you meant '==' instead of '='?", 1, 1),
    ];
    for (text, message, line, column) in cases {
        let error = parse_text(text).err();
        let place =
            Source::new("t.py", text).char_position(error.as_ref().map_or(0, |error| error.span.start));
        let found = (error.map(|error| error.message), place.line, place.column + 1);
        assert_eq!(found, (Some(message.to_owned()), line, column), "{text}");
    }
}

#[test]
fn modes_have_their_own_roots() {
    let source = Source::new("t.py", "a + 1\n");
    let tokens = scan(&source);
    let root = |mode| parse(&source, &tokens, mode).map(|ast| ast.kind(ast.root()).name());
    assert_eq!(root(Mode::Expression), Ok("Expression"));
    assert_eq!(root(Mode::Interactive), Ok("Interactive"));
    let statement = Source::new("t.py", "x = 1\n");
    assert!(parse(&statement, &scan(&statement), Mode::Expression).is_err());
}

#[test]
fn a_tree_ten_thousand_deep_is_walked_by_its_children() {
    let text = "a+".repeat(10_000) + "a";
    let Ok((_, ast)) = parse_text(&text) else { panic!("a sum parses") };
    let mut work = vec![ast.root()];
    let mut names = 0;
    while let Some(id) = work.pop() {
        names += usize::from(matches!(ast.kind(id), NodeKind::Name { .. }));
        work.extend(ast.children(id));
    }
    assert_eq!(names, 10_001);
}
