//! Reads the text of `code_dump` back: CPython's own code objects, so that what comes after the compiler is tested by itself.
use std::iter::Peekable;
use std::rc::Rc;
use std::str::Lines;

use ouroscope::bytecode::frozen_set::iteration_order;
use ouroscope::bytecode::{CodeObject, Constant};
use ouroscope::unicode::push_code_point;

/// The outermost code object of an expected `code` file. Panics on anything but the goldens script's output.
pub fn read(text: &str) -> Rc<CodeObject> {
    read_code(&mut text.lines().peekable())
}

/// One constant in the dump's notation.
pub fn read_constant(text: &str) -> Constant {
    Reader { rest: text }.constant()
}

fn read_code(lines: &mut Peekable<Lines>) -> Rc<CodeObject> {
    let qualname = field(lines, "code ");
    let name = field(lines, " name ");
    let filename = field(lines, " filename ");
    let args = numbers(field(lines, " args "));
    let sizes = numbers(field(lines, " flags "));
    let localsplus: Vec<(&str, u8)> = field(lines, " localsplus")
        .split_whitespace()
        .map(|entry| entry.rsplit_once(':').expect("name:kind"))
        .map(|(name, kind)| (name, u8::from_str_radix(kind, 16).expect("a hexadecimal kind")))
        .collect();
    let names = field(lines, " names").split_whitespace().map(Rc::from).collect();
    field(lines, " consts");
    let mut slots = Vec::new();
    while let Some(text) = lines.next_if(|line| line.starts_with("  ")) {
        slots.push(text[2..].to_owned());
    }
    let [code, exception_table, line_table] =
        ["code", "exceptiontable", "linetable"].map(|name| bytes_field(lines, name));
    let consts = slots
        .iter()
        .map(|text| match text.strip_prefix("code ") {
            Some(_) => Constant::Code(read_code(lines)),
            None => read_constant(text),
        })
        .collect();
    Rc::new(CodeObject {
        arg_count: args[0],
        posonly_arg_count: args[1],
        kwonly_arg_count: args[2],
        stack_size: sizes[1],
        flags: sizes[0],
        code,
        consts,
        names,
        localsplus_names: localsplus.iter().map(|(name, _)| Rc::from(*name)).collect(),
        localsplus_kinds: localsplus.iter().map(|(_, kind)| *kind).collect(),
        filename: filename.into(),
        name: name.into(),
        qualname: qualname.into(),
        first_line: sizes[2] as i32,
        line_table,
        exception_table,
    })
}

fn field<'a>(lines: &mut Peekable<Lines<'a>>, prefix: &str) -> &'a str {
    let line = lines.next().expect("the dump goes on");
    line.strip_prefix(prefix).unwrap_or_else(|| panic!("{prefix:?} expected, found {line:?}"))
}

/// The numbers of `2 posonly 0 kwonly 1`.
fn numbers(text: &str) -> Vec<u32> {
    let number = |word: &str| match word.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    };
    text.split(' ').filter_map(number).collect()
}

fn bytes_field(lines: &mut Peekable<Lines>, name: &str) -> Rc<[u8]> {
    field(lines, &format!(" {name}"));
    let mut bytes = Vec::new();
    while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
        bytes.extend(from_hex(line.trim()));
    }
    bytes.into()
}

fn from_hex(text: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("two hexadecimal digits");
    (0..text.len()).step_by(2).map(pair).collect()
}

/// An order of insertion after which a set's members stand in the given order; where members collide, the order they came in
/// decides, so the given order itself may not be one. All are tried, which is little for the sets of test programs.
fn insertion_order(members: Vec<Constant>) -> Vec<Constant> {
    let mut pending = vec![(Vec::new(), members.clone())];
    while let Some((chosen, rest)) = pending.pop() {
        if rest.is_empty() && iteration_order(&chosen) == members {
            return chosen;
        }
        for index in (0..rest.len()).rev() {
            let (mut chosen, mut rest) = (chosen.clone(), rest.clone());
            chosen.push(rest.remove(index));
            pending.push((chosen, rest));
        }
    }
    members
}

/// A cursor over the text of one constant.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn constant(&mut self) -> Constant {
        let kind = self.take_while(|c| c.is_ascii_alphabetic());
        match kind {
            "None" => Constant::None,
            "True" => Constant::Bool(true),
            "False" => Constant::Bool(false),
            "Ellipsis" => Constant::Ellipsis,
            "tuple" => Constant::Tuple(self.items().into()),
            "frozenset" => Constant::FrozenSet(insertion_order(self.items()).into()),
            "slice" => Constant::Slice(Rc::new(self.items().try_into().expect("three parts"))),
            _ => {
                self.skip(" ");
                self.scalar(kind)
            }
        }
    }

    fn scalar(&mut self, kind: &str) -> Constant {
        match kind {
            "int" => {
                let digits = self.take_while(|c| c == '-' || c.is_ascii_digit());
                Constant::Int(digits.parse().expect("an integer"))
            }
            "float" => Constant::Float(self.bits()),
            "complex" => {
                let real = self.bits();
                self.skip(" ");
                Constant::Complex { real, imag: self.bits() }
            }
            "bytes" => Constant::Bytes(from_hex(self.take_while(|c| c.is_ascii_hexdigit())).into()),
            "str" => Constant::from_utf8(self.text()),
            _ => panic!("no constant of kind {kind:?}"),
        }
    }

    fn bits(&mut self) -> f64 {
        let digits = self.take_while(|c| c.is_ascii_hexdigit());
        f64::from_bits(u64::from_str_radix(digits, 16).expect("sixteen hexadecimal digits"))
    }

    fn text(&mut self) -> Vec<u8> {
        self.skip("\"");
        let mut text = Vec::new();
        loop {
            text.extend_from_slice(self.take_while(|c| c != '"' && c != '\\').as_bytes());
            if self.skip_if("\"") {
                return text;
            }
            self.skip("\\");
            if self.skip_if("u{") {
                let digits = self.take_while(|c| c != '}');
                let code = u32::from_str_radix(digits, 16).expect("a code point");
                push_code_point(&mut text, code);
                self.skip("}");
            } else {
                let length = self.rest.chars().next().map_or(0, char::len_utf8);
                text.extend_from_slice(&self.rest.as_bytes()[..length]);
                self.rest = &self.rest[length..];
            }
        }
    }

    fn items(&mut self) -> Vec<Constant> {
        self.skip("(");
        let mut items = Vec::new();
        while !self.skip_if(")") {
            items.push(self.constant());
            self.skip_if(", ");
        }
        items
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn skip(&mut self, text: &str) {
        assert!(self.skip_if(text), "{text:?} expected at {:?}", self.rest);
    }

    fn skip_if(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}
