//! Mutants: a statement of a real program, taken apart into tokens, changed in a few places and put together again.
use crate::random::Random;
use ouroscope_front::ast::{AsdlType, Ast};
use ouroscope_front::lexer;
use ouroscope_front::parser::{self, Mode};
use ouroscope_front::source::{Source, Span};
use std::io;

/// Statements longer than this are left out: the changes would get lost in them.
const LONGEST: usize = 1500;
/// Changes to one mutant.
const MOST_CHANGES: usize = 4;

/// What is put in or put in another's place: every keyword and operator, and what is special somewhere.
#[rustfmt::skip]
const POOL: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "type", "_", "print",
    "exec", "(", ")", "[", "]", "{", "}", ",", ":", ";", ".", "...", "=", "==", "!=", "<", "<=", ">", ">=", "<>", "+",
    "-", "*", "**", "/", "//", "%", "@", "<<", ">>", "&", "|", "^", "~", ":=", "->", "+=", "-=", "*=", "/=", "//=",
    "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**=", "!", "?", "$", "`", "\\", "\n", "\n    ", "\n\t", "\\\n", "#",
    "# type: ignore", "x", "self", "__debug__", "__class__", "super", "é", "ﬁ", "ª", "²", "€", "x²", "𝒳", "0", "1",
    "00", "01", "0x", "0xg", "0b2", "0o8", "1_", "1__0", "1e", "1e5", "1.", ".5", "1j", "1.5j", "1if", "0_7", "1_000",
    "'a'", "\"b\"", "'", "\"", "'''", "\"\"\"", "b'a'", "b'é'", "rb'\\'", "u'a'", "ub'a'", "bf'a'", "'\\x'",
    "'\\N{DASH}'", "'\\u12'", "'\\777'", "'\\d'", "f'a'", "f'{a}'", "f'{a!r}'", "f'{a!x}'", "f'{a:>{b}}'", "f'{a=}'",
    "f'{a'", "f'a}'", "f'{}'", "f'{a b}'", "f'{*a}'", "f'{lambda x: 1}'", "f'{a:{b:{c}}}'", "f'{a!}'", "f'{a:\n}'",
    "f'''{\na}'''", "f\"{'a'}\"", "f'{'a'}'", "rf'\\{a}'", "t'{a}'", "t'{a!r:>{b}}'", "t'a' 'b'", "f'{{}}'", "f'{{'",
    "f'{a}}'", "f'{yield}'", "f'{a:=5}'", "f'{a#}'", "*a", "**a", "*a, b", "a: int", "a=1", "a, b", "a if b else c",
    "lambda: 0", "lambda *, a: 0", "(yield)", "(a := 1)", "await a", "async for", "async with", "not in", "is not",
    "except*", "from . import a", "import a.b as c", "global x", "nonlocal x", "return", "yield from a",
    "[a for a in b]", "(a async for a in b)", "{**a}", "{a: b}", "{a, *b}", "a[1:2]", "a[b:=1]", "a[*b]", "case _:",
    "case a | b:", "case {**r}:", "case C(a=1):", "case [*a]:", "type X = int", "def f[T: int = str](): pass",
    "class C[*Ts]: pass", "@a", "del a", "assert a, b", "raise a from b", "if a: pass",
];
/// Put anywhere, also into the middle of a token.
#[rustfmt::skip]
const BYTES: &[&[u8]] = &[
    b"\0", b"\x0c", b"\t", b"\r", b"\r\n", b"\n", b" ", b"\\", b"\\\n", b"\xff", b"\xc3", b"\xe2\x80\x9c",
    b"\xc2\xa0", b"\xef\xbb\xbf", b"\x7f", b"\x01", b"\xf0\x9f\x98\x80", b"{", b"}", b"'", b"\"", b"#", b"\xd9\xa3",
    b"\xe2\x80\xa8", b"# coding: latin-1\n", b"# coding: utf-8\n",
];
/// What a statement is put into; `|` stands for its lines, indented.
#[rustfmt::skip]
const FRAMES: &[&str] = &[
    "def f():\n|", "async def f():\n|", "class C:\n|", "while a:\n|", "for a in b:\n|else:\n    pass\n",
    "try:\n|finally:\n    b\n", "try:\n|except* a:\n    b\n", "with a as b:\n|", "match a:\n    case b:\n|",
    "if a:\n|else:\n    b\n", "def f():\n    x = 1\n    def g():\n        nonlocal x\n|",
    "class C:\n    def f(self):\n|", "lambda: (\n|)\n", "x = [\n|]\n", "from __future__ import annotations\n|",
];

pub struct Corpus {
    seed: u64,
    /// Statements with their indentation taken off.
    statements: Vec<String>,
}

impl Corpus {
    /// Reads the files in `list`, one a line.
    pub fn read(list: &str, seed: u64) -> io::Result<Self> {
        let mut statements = Vec::new();
        for name in std::fs::read_to_string(list)?.lines() {
            let bytes = std::fs::read(name)?;
            let Ok(source) = Source::decode(name, &bytes) else { continue };
            let Ok(tree) = parser::parse(&source, &lexer::scan(&source), Mode::Module) else { continue };
            statements.extend(spans(&tree).filter_map(|span| statement(source.text(), span)));
        }
        if statements.is_empty() {
            return Err(io::Error::other("no statement to start from"));
        }
        Ok(Self { seed, statements })
    }

    /// The mutant of a number.
    pub fn mutant(&self, index: u64) -> Vec<u8> {
        let mut random = Random::of(self.seed, index);
        let mut text = random.choose(&self.statements).clone();
        if random.one_in(4) {
            text += random.choose::<String>(&self.statements);
        }
        if random.one_in(3) {
            text = framed(random.choose::<&str>(FRAMES), &text);
        }
        for _ in 0..=random.below(MOST_CHANGES) {
            text = change(&mut random, text);
        }
        let mut bytes = text.into_bytes();
        if random.one_in(8) {
            let at = random.below(bytes.len() + 1);
            bytes.splice(at..at, random.choose(BYTES).iter().copied());
        }
        bytes
    }
}

fn spans(tree: &Ast) -> impl Iterator<Item = Span> {
    let is_statement = |kind: AsdlType| kind == AsdlType::Stmt;
    tree.node_ids().filter(move |&id| is_statement(tree.kind(id).asdl_type())).map(|id| tree.span(id))
}

/// A statement's lines without the indentation of the first.
fn statement(text: &str, span: Span) -> Option<String> {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..start];
    if end - start > LONGEST || !indent.bytes().all(|byte| byte == b' ') {
        return None;
    }
    let lines = text[line..end].split('\n').map(|line| line.strip_prefix(indent).unwrap_or(line));
    Some(lines.flat_map(|line| [line, "\n"]).collect())
}

fn framed(frame: &str, text: &str) -> String {
    let deepest = frame.lines().map(|line| line.len() - line.trim_start().len()).max().unwrap_or(0);
    let indent = " ".repeat(deepest + 4);
    let body: String = text.lines().flat_map(|line| [&indent, line, "\n"]).collect();
    frame.replace('|', &body)
}

/// One change: of a token, of a line's indentation, or of a character.
fn change(random: &mut Random, text: String) -> String {
    match random.below(10) {
        0 => change_indentation(random, &text),
        1 => change_character(random, &text),
        _ => change_token(random, &text),
    }
}

fn change_indentation(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = random.below(lines.len());
    let Some(line) = lines.get_mut(at) else { return text.to_owned() };
    match random.below(6) {
        0 => line.insert(0, ' '),
        1 => line.insert_str(0, "    "),
        2 => line.insert(0, '\t'),
        3 => *line = line.strip_prefix(' ').unwrap_or(line).to_owned(),
        4 => *line = line.trim_start().to_owned(),
        _ => *line = line.trim_end().to_owned() + " ",
    }
    lines.concat()
}

fn change_character(random: &mut Random, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len());
    match random.below(4) {
        0 if at < characters.len() => drop(characters.remove(at)),
        1 if at < characters.len() => characters.insert(at, characters[at]),
        2 => characters.truncate(at),
        _ if at + 1 < characters.len() => characters.swap(at, at + 1),
        _ => {}
    }
    characters.into_iter().collect()
}

fn change_token(random: &mut Random, text: &str) -> String {
    let source = Source::new("mutant", text);
    let text = source.text();
    let tokens = lexer::scan(&source);
    let spans: Vec<Span> =
        tokens.all().iter().map(|token| token.span).filter(|span| span.start < span.end).collect();
    if spans.is_empty() {
        return text.to_owned() + random.choose::<&str>(POOL);
    }
    let at = random.below(spans.len());
    let (one, other) = (spans[at], spans[random.below(spans.len())]);
    let slice = |span: Span| &text[span.start as usize..span.end as usize];
    let with = |span: Span, new: &str| {
        format!("{}{new}{}", &text[..span.start as usize], &text[span.end as usize..])
    };
    match random.below(8) {
        0 => with(one, ""),
        1 => with(one, &format!("{0} {0}", slice(one))),
        2 => swapped(text, one, other),
        3 => swapped(text, one, spans[(at + 1) % spans.len()]),
        4 => with(one, slice(other)),
        5 => with(one, random.choose::<&str>(POOL)),
        6 => with(one, &format!("{} {}", random.choose(POOL), slice(one))),
        _ => with(one, &format!("{} {}", slice(one), random.choose(POOL))),
    }
}

fn swapped(text: &str, one: Span, other: Span) -> String {
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    if first.end > second.start {
        return text.to_owned();
    }
    let part = |from: u32, to: u32| &text[from as usize..to as usize];
    [
        part(0, first.start),
        part(second.start, second.end),
        part(first.end, second.start),
        part(first.start, first.end),
        part(second.end, text.len() as u32),
    ]
    .concat()
}
