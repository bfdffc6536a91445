//! The text of a code object as `tests/tools/goldens.py` writes it: every field, nested code objects after their owner.
use std::fmt::Write as _;

use ouroscope::bytecode::frozen_set::iteration_order;
use ouroscope::bytecode::{CodeObject, Constant};
use ouroscope::unicode::code_points;

const HEX_BYTES_PER_LINE: usize = 32;

pub fn dump(code: &CodeObject) -> String {
    let mut out = String::new();
    let mut todo = vec![code];
    while let Some(code) = todo.pop() {
        dump_one(code, &mut out);
        todo.extend(code.consts.iter().rev().filter_map(|constant| match constant {
            Constant::Code(inner) => Some(&**inner),
            _ => None,
        }));
    }
    out
}

fn dump_one(code: &CodeObject, out: &mut String) {
    let kinds = code.localsplus_names.iter().zip(code.localsplus_kinds.iter());
    let localsplus: String = kinds.map(|(name, kind)| format!(" {name}:{kind:02x}")).collect();
    let names: String = code.names.iter().map(|name| format!(" {name}")).collect();
    let _ = writeln!(out, "code {}", code.qualname);
    let _ = writeln!(out, " name {}\n filename {}", code.name, code.filename);
    let _ = writeln!(
        out,
        " args {} posonly {} kwonly {}",
        code.arg_count, code.posonly_arg_count, code.kwonly_arg_count
    );
    let _ = writeln!(
        out,
        " flags {:#x} stacksize {} firstlineno {}",
        code.flags, code.stack_size, code.first_line
    );
    let _ = writeln!(out, " localsplus{localsplus}\n names{names}\n consts");
    for constant in code.consts.iter() {
        let _ = writeln!(out, "  {}", constant_text(constant));
    }
    for (field, bytes) in
        [("code", &code.code), ("exceptiontable", &code.exception_table), ("linetable", &code.line_table)]
    {
        let _ = writeln!(out, " {field}");
        for line in bytes.chunks(HEX_BYTES_PER_LINE) {
            let _ = writeln!(out, "  {}", hex(line));
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bits(value: f64) -> String {
    format!("{:016x}", value.to_bits())
}

fn quote(utf8: &[u8]) -> String {
    let escape = |point: u32| match char::from_u32(point) {
        Some(c @ ('"' | '\\')) => format!("\\{c}"),
        Some(c @ ' '..='~') => c.to_string(),
        _ => format!("\\u{{{point:x}}}"),
    };
    format!("\"{}\"", code_points(utf8).map(escape).collect::<String>())
}

fn join<'a>(items: impl IntoIterator<Item = &'a Constant>) -> String {
    items.into_iter().map(constant_text).collect::<Vec<_>>().join(", ")
}

/// Recursion is bounded by the nesting of constants in a test program.
fn constant_text(constant: &Constant) -> String {
    match constant {
        Constant::None => "None".into(),
        Constant::Bool(true) => "True".into(),
        Constant::Bool(false) => "False".into(),
        Constant::Ellipsis => "Ellipsis".into(),
        Constant::Int(value) => format!("int {value}"),
        Constant::Float(value) => format!("float {}", bits(*value)),
        Constant::Complex { real, imag } => format!("complex {} {}", bits(*real), bits(*imag)),
        Constant::Str(text) => format!("str {}", quote(text.as_bytes())),
        Constant::Surrogates(text) => format!("str {}", quote(text)),
        Constant::Bytes(bytes) => format!("bytes {}", hex(bytes)),
        Constant::Tuple(items) => format!("tuple({})", join(items.iter())),
        Constant::FrozenSet(items) => format!("frozenset({})", join(&iteration_order(items))),
        Constant::Slice(parts) => format!("slice({})", join(parts.iter())),
        Constant::Code(code) => format!("code {}", code.qualname),
    }
}
