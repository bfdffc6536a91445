//! The symbol table's blocks, in pre-order.

use crate::source::Source;
use crate::symtable::{Block, BlockKind, Flags, Symbol, SymbolTable};
use crate::view::utf16::Utf16;
use crate::view::{ScopeView, SymbolView};

/// The page's words for what a block does with a name.
const USES: [(Flags, &str); 9] = [
    (Flags::PARAM, "parameter"),
    (Flags::GLOBAL, "global"),
    (Flags::NONLOCAL, "nonlocal"),
    (Flags::IMPORT, "imported"),
    (Flags::TYPE_PARAM, "type parameter"),
    (Flags::COMP_ITER, "loop variable"),
    (Flags::LOCAL, "assigned"),
    (Flags::ANNOT, "annotated"),
    (Flags::USE, "referenced"),
];

pub fn scopes(table: &SymbolTable, source: &Source, utf16: &Utf16) -> Vec<ScopeView> {
    let mut views = Vec::new();
    let mut pending = vec![(SymbolTable::TOP, None)];
    while let Some((id, parent)) = pending.pop() {
        let block = table.block(id);
        let view = views.len() as u32;
        views.push(scope(block, parent, source, utf16));
        pending.extend(block.children.iter().rev().map(|&child| (child, Some(view))));
    }
    views
}

fn scope(block: &Block, parent: Option<u32>, source: &Source, utf16: &Utf16) -> ScopeView {
    ScopeView {
        parent,
        kind: kind(block).to_owned(),
        name: block.name.to_string(),
        line: source.char_position(block.span.start).line,
        span: utf16.span(block.span),
        symbols: block.symbols().iter().map(|it| symbol(it, utf16)).collect(),
    }
}

fn kind(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Function if block.comprehension.is_some() => "comprehension",
        BlockKind::Function if &*block.name == "lambda" => "lambda",
        kind => kind.name(),
    }
}

fn symbol(symbol: &Symbol, utf16: &Utf16) -> SymbolView {
    let uses = USES.iter().filter(|(flag, _)| symbol.flags.has(*flag));
    let mut spans: Vec<_> = symbol.occurrences.iter().map(|occurrence| occurrence.span).collect();
    // The compiler's own names stand nowhere.
    spans.retain(|span| span.end <= utf16.end());
    spans.sort();
    spans.dedup();
    SymbolView {
        name: symbol.name.to_string(),
        resolution: symbol.scope.map_or("", |scope| scope.name()).replace('_', " "),
        uses: uses.map(|(_, word)| (*word).to_owned()).collect(),
        spans: spans.into_iter().map(|span| utf16.span(span)).collect(),
    }
}
