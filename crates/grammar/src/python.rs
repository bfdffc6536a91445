//! `python.pest`: the grammar of Python 3.14 over one byte per token.
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "src/tokens.pest"]
#[grammar = "src/python.pest"]
pub struct Python;
