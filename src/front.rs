//! Everything before the machine: source -> tokens -> AST -> symbol table -> code object.
//!
//! A crate of its own, so that work on the machine does not compile it again. `ouroscope` re-exports all of it; its documentation is the map.

pub mod ast;
pub mod bytecode;
pub mod compiler;
pub mod diagnostic;
mod fast_hash;
pub mod lexer;
pub mod order;
pub mod parser;
pub mod printed;
pub mod source;
pub mod stages;
pub mod symtable;
pub mod unicode;

/// What frozen sets among the constants share with the machine's: the machine has the same files, built for speed.
#[doc(hidden)]
pub mod objects {
    pub mod hash;
    pub mod set_table;
}
