//! Ouroscope shows CPython from the inside.
//!
//! ```text
//! source -> tokens -> AST -> symbol table -> instruction sequence -> CFG -> code object -> machine -> views -> page
//! ```
pub mod ast;
pub mod bytecode;
pub mod compiler;
pub mod diagnostic;
pub mod heap;
pub mod lexer;
pub mod modules;
pub mod objects;
pub mod parser;
pub mod source;
pub mod stages;
pub mod symtable;
pub mod threads;
pub mod timeline;
pub mod unicode;
pub mod view;
pub mod vm;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
