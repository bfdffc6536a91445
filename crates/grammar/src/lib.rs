//! The two pest grammars: `lexer.pest` over the text and `python.pest` over one byte per token.
