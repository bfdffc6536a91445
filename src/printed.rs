//! What a stage makes of a source, as CPython's own tools print it: the same text for the command line, the package and
//! the conformance tests.

use crate::ast::{self, DumpOptions};
use crate::bytecode::{CodeObject, dis, marshal};
use crate::compiler;
use crate::diagnostic::Diagnostic;
use crate::lexer;
use crate::parser::{self, Mode};
use crate::source::Source;
use crate::symtable;
use std::rc::Rc;

/// A text that CPython prints too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    /// `python -m tokenize`, with exact types `-e`.
    Tokens { exact: bool },
    /// `ast.dump(ast.parse(source), include_attributes=True)`
    Ast,
    /// `python -m symtable`
    Symtable,
    /// `python -m dis`, addresses aside.
    Dis,
}

impl Printed {
    /// By the name of its command: `tokens`, `exact-tokens`, `ast`, `symtable`, `dis`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "tokens" => Self::Tokens { exact: false },
            "exact-tokens" => Self::Tokens { exact: true },
            "ast" => Self::Ast,
            "symtable" => Self::Symtable,
            "dis" => Self::Dis,
            _ => return None,
        })
    }
}

/// The text of a stage.
///
/// # Errors
/// The lines that CPython's tool writes to the standard error instead.
pub fn print(what: Printed, source: &Source, options: compiler::Options) -> Result<String, String> {
    if let Printed::Tokens { exact } = what {
        return tokens(source, exact);
    }
    let text = || -> Result<String, Diagnostic> {
        let tree = parse(source)?;
        Ok(match what {
            Printed::Symtable => symtable::dump(&symtable::build(&tree)?, source.filename()),
            Printed::Dis => {
                let code = compiler::compile_with(source, &tree, options)?;
                dis::disassemble(&code, dis::Options::default())
            }
            _ => ast::dump(&tree, source, DumpOptions { attributes: true, indent: None }),
        })
    };
    text().map_err(|error| error.report(source))
}

/// The code object of a module.
///
/// # Errors
/// The traceback that CPython prints.
pub fn code(source: &Source, options: compiler::Options) -> Result<Rc<CodeObject>, String> {
    let code = parse(source).and_then(|tree| compiler::compile_with(source, &tree, options));
    code.map_err(|error| error.report(source))
}

/// The `.pyc` of a module.
///
/// # Errors
/// Those of [`code`].
pub fn pyc(source: &Source, options: compiler::Options) -> Result<Vec<u8>, String> {
    Ok(marshal::write_pyc(&*code(source, options)?))
}

/// The source in a file's bytes.
///
/// # Errors
/// The traceback that CPython prints for bytes that it cannot decode.
pub fn decode(filename: &str, bytes: &[u8]) -> Result<Source, String> {
    Source::decode(filename, bytes).map_err(|failure| failure.1.report(&failure.0))
}

fn parse(source: &Source) -> Result<ast::Ast, Diagnostic> {
    parser::parse(source, &lexer::scan(source), Mode::Module)
}

fn tokens(source: &Source, exact: bool) -> Result<String, String> {
    match lexer::tokenize(source) {
        Ok(tokens) => Ok(lexer::print(source, &tokens, exact)),
        Err(error) => {
            let place = source.char_position(error.span.start);
            let (file, line, column) = (source.filename(), place.line, place.column + 1);
            Err(format!("{file}:{line}:{column}: error: {}\n", error.message))
        }
    }
}
