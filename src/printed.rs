//! What a stage makes of a source, as CPython's own tools print it: the same text for the command line, the package and
//! the conformance tests.

use crate::ast::{self, DumpOptions};
use crate::bytecode::{CodeObject, dis, marshal};
use crate::compiler;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer;
use crate::parser::{self, Mode};
use crate::source::Source;
use crate::stages::{Stage, Stages};
use crate::symtable;
use crate::unicode::UnicodeFacts;
use std::rc::Rc;

/// A text that CPython prints too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    /// `python -m tokenize`, with exact types `-e`.
    Tokens { exact: bool },
    /// `ast.dump(ast.parse(source, mode=mode), include_attributes=True)`
    Ast { mode: Mode },
    /// `ast.unparse(ast.parse(source, mode=mode))`
    Unparse { mode: Mode },
    /// `python -m symtable`
    Symtable,
    /// `python -m dis`, addresses aside.
    Dis,
}

impl Printed {
    /// By the name of its command: `tokens`, `exact-tokens`, `ast`, `unparse`, `symtable`, `dis`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "tokens" => Self::Tokens { exact: false },
            "exact-tokens" => Self::Tokens { exact: true },
            "ast" => Self::Ast { mode: Mode::Module },
            "unparse" => Self::Unparse { mode: Mode::Module },
            "symtable" => Self::Symtable,
            "dis" => Self::Dis,
            _ => return None,
        })
    }
}

/// The text of a stage, with the host's answers about Unicode.
///
/// # Errors
/// The lines that CPython's tool writes to the standard error instead.
pub fn print(
    what: Printed,
    source: &Source,
    options: compiler::Options,
    facts: &dyn UnicodeFacts,
) -> Result<String, String> {
    if let Printed::Tokens { exact } = what {
        return tokens(source, exact);
    }
    let text = || -> Result<String, Diagnostic> {
        let mode = match what {
            Printed::Ast { mode } | Printed::Unparse { mode } => mode,
            _ => Mode::Module,
        };
        let tree = parser::parse_with(source, &lexer::scan(source), mode, facts)?;
        Ok(match what {
            Printed::Unparse { .. } => ast::unparse(&tree, tree.root()).ok_or_else(|| {
                let span = tree.span(tree.root());
                Diagnostic::new(DiagnosticKind::TooComplex, "the text is longer than 16 MiB", span)
            })?,
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

/// The code object of a module, with the host's answers about Unicode.
///
/// # Errors
/// The traceback that CPython prints.
pub fn code(
    source: &Source,
    options: compiler::Options,
    facts: &dyn UnicodeFacts,
) -> Result<Rc<CodeObject>, String> {
    let tree = parser::parse_with(source, &lexer::scan(source), Mode::Module, facts);
    let code = tree.and_then(|tree| compiler::compile_with(source, &tree, options));
    code.map_err(|error| error.report(source))
}

/// The `.pyc` of a module.
///
/// # Errors
/// Those of [`code`].
pub fn pyc(source: &Source, options: compiler::Options, facts: &dyn UnicodeFacts) -> Result<Vec<u8>, String> {
    Ok(marshal::write_pyc(&*code(source, options, facts)?))
}

/// The warnings that CPython prints before the text of a stage, or before the error in its place; those of the compiler
/// too if it is to compile.
pub fn warnings(source: &Source, compiles: bool, facts: &dyn UnicodeFacts) -> String {
    let stages = Stages::with(source.clone(), facts, |_| {});
    let found = stages.warnings().into_iter().filter(|(stage, _)| compiles || *stage <= Stage::Ast);
    found.map(|(_, warning)| warning.report(source)).collect()
}

/// The source in a file's bytes, as a stage reads it: to print [`Printed::Tokens`], as `tokenize` does.
///
/// # Errors
/// What CPython's tool prints for bytes that it cannot decode.
pub fn read(what: Printed, filename: &str, bytes: &[u8]) -> Result<Source, String> {
    match what {
        Printed::Tokens { .. } => {
            let source = Source::for_tokenize(filename, bytes);
            source.map_err(|message| format!("{filename}: error: {message}\n"))
        }
        _ => decode(filename, bytes),
    }
}

/// The source in a file's bytes, as CPython's compiler reads it.
///
/// # Errors
/// The traceback that CPython prints for bytes that it cannot decode.
pub fn decode(filename: &str, bytes: &[u8]) -> Result<Source, String> {
    Source::decode(filename, bytes)
}

fn tokens(source: &Source, exact: bool) -> Result<String, String> {
    match lexer::tokenize(source) {
        Ok(tokens) => Ok(lexer::print(source, &tokens, exact)),
        Err(error) => Err(format!("{}{error}\n", source.filename())),
    }
}
