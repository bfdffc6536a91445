//! The two pest grammars: `lexer.pest` over the text and `python.pest` over one byte per token.
extern crate alloc;

pub mod lexer;
pub mod python;
pub mod tokens;

pub use pest;
