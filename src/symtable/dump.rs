//! Symbol tables as text: what `python3.14 -m symtable FILE` prints.
use super::{BlockId, BlockKind, Flags, SymbolTable};
use crate::ast::repr_str;
use std::fmt::Write;

/// The tables as `python3.14 -m symtable filename` prints them.
pub fn dump(table: &SymbolTable, filename: &str) -> String {
    let mut out = String::new();
    // A work list, so that deep nesting needs no stack.
    let mut pending = vec![(SymbolTable::TOP, 0)];
    while let Some((id, level)) = pending.pop() {
        dump_block(table, id, level, filename, &mut out);
        pending.extend(table.block(id).children.iter().rev().map(|&child| (child, level + 1)));
    }
    out
}

fn dump_block(table: &SymbolTable, id: BlockId, level: usize, filename: &str, out: &mut String) {
    let block = table.block(id);
    let indent = "    ".repeat(level);
    let nested = if block.nested { "nested " } else { "" };
    let kind = block.kind.name();
    let what = match block.kind {
        BlockKind::Module => format!("from file {}", repr_str(filename)),
        _ => repr_str(&block.name),
    };
    let _ = writeln!(out, "{indent}symbol table for {nested}{kind} {what}:");
    for symbol in block.symbols() {
        let names: Vec<&str> =
            Flags::NAMES.iter().filter(|(flag, _)| symbol.flags.has(*flag)).map(|(_, name)| *name).collect();
        let scope = symbol.scope.map_or("0", |scope| scope.name());
        let _ = writeln!(out, "    {indent}{scope} symbol {}: {}", repr_str(&symbol.name), names.join(", "));
    }
    out.push('\n');
}
