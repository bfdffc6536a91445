//! Symbol tables: which scope each name of each block has (`Python/symtable.c`).
//!
//! Two passes, as in CPython. The first walks the AST and notes what every block does with every name (`collect`); the
//! second decides, from the outside in, what the name therefore is (`analyze`).
mod analyze;
mod block;
mod collect;
mod comprehension;
mod dump;
mod expressions;
mod flags;
mod future;
mod mangle;
mod name_set;
mod name_table;
mod rule;
mod statements;

pub use block::{Block, BlockId, BlockKey, BlockKind, ComprehensionKind, Occurrence, Symbol};
pub(crate) use collect::docstring;
pub use dump::dump;
pub use flags::{Flags, Scope};
pub use future::{FutureFeatures, future_features};
pub use mangle::mangle;
pub(crate) use name_table::NameTable;
pub use rule::Rule;

use crate::ast::Ast;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Deepest nesting of statements and expressions the symbol table and the code generator walk. CPython's own limit is
/// the size of its C stack; this one keeps the walk within a 1 MiB WebAssembly stack.
pub const MAX_DEPTH: u32 = 400;

/// The blocks of one source, ready for the compiler.
#[derive(Clone, Debug)]
pub struct SymbolTable {
    blocks: Vec<Block>,
    by_key: BTreeMap<BlockKey, BlockId>,
    /// Names that are mangled inside the type parameter block of a generic class; [`Block::mangled_names`] points here.
    mangled_sets: Vec<BTreeSet<Rc<str>>>,
    pub future: FutureFeatures,
}

impl SymbolTable {
    /// The module's block.
    pub const TOP: BlockId = BlockId(0);

    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }

    /// The block that a node opens, if it opens one.
    pub fn lookup(&self, key: BlockKey) -> Option<BlockId> {
        self.by_key.get(&key).copied()
    }

    /// All blocks in the order in which the first pass met them, inlined comprehensions included.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockId, &Block)> {
        self.blocks.iter().enumerate().map(|(index, block)| (BlockId(index as u32), block))
    }

    /// The name under which `block` knows `name`: mangled in a class, except for the names that a type parameter block
    /// leaves alone.
    pub fn maybe_mangle(&self, private: Option<&str>, block: BlockId, name: &Rc<str>) -> Rc<str> {
        // So it is with almost every name.
        if private.is_none() || !name.starts_with("__") {
            return name.clone();
        }
        if let Some(set) = self.block(block).mangled_names
            && !self.mangled_sets[set].contains(name)
        {
            return name.clone();
        }
        mangle(private, name)
    }
}

/// Builds the symbol tables of a module, an interactive input or an expression.
///
/// # Errors
/// The `SyntaxError`s of `Python/symtable.c` and `Python/future.c` with CPython's message and place; `TooComplex` beyond
/// [`MAX_DEPTH`].
pub fn build(ast: &Ast) -> Result<SymbolTable, Diagnostic> {
    let future = future_features(ast)?;
    let mut table = collect::collect(ast, future)?;
    analyze::analyze(&mut table)?;
    Ok(table)
}
