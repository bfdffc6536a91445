//! `lexer.pest`: the tokens of a line of Python, without layout.
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "src/lexer.pest"]
pub struct Lexer;
