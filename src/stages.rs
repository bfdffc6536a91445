//! All stages before the machine, one after the other, as far as they get.

use crate::ast::Ast;
use crate::bytecode::CodeObject;
use crate::compiler;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::lexer::{self, Tokens};
use crate::parser::{self, Mode};
use crate::source::Source;
use crate::symtable::{self, SymbolTable};
use crate::unicode::{self, UnicodeFacts};
use std::rc::Rc;

/// A stage before the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Tokens,
    Ast,
    Symbols,
    Bytecode,
}

impl Stage {
    /// In the order of the flow.
    pub const ALL: [Self; 4] = [Self::Tokens, Self::Ast, Self::Symbols, Self::Bytecode];

    /// What the page and the profiler call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Ast => "ast",
            Self::Symbols => "symbols",
            Self::Bytecode => "bytecode",
        }
    }
}

/// What the stages made of one source. A stage that failed or was not reached has left nothing; the tokens before an
/// error are always there.
pub struct Stages {
    pub source: Source,
    pub tokens: Tokens,
    pub ast: Option<Ast>,
    pub symbols: Option<SymbolTable>,
    /// The module's code object; the others are among its constants.
    pub code: Option<Rc<CodeObject>>,
    /// The stage that failed, and why.
    pub failure: Option<(Stage, Diagnostic)>,
}

impl Stages {
    /// Runs the stages on a module. `begins` is told of each stage before it runs.
    pub fn of(source: Source, begins: impl FnMut(Stage)) -> Self {
        Self::with(source, unicode::built_in(), begins)
    }

    /// As [`Stages::of`], with the host's answers about Unicode.
    pub fn with(source: Source, facts: &dyn UnicodeFacts, mut begins: impl FnMut(Stage)) -> Self {
        begins(Stage::Tokens);
        let tokens = lexer::scan(&source);
        let mut stages = Self { source, tokens, ast: None, symbols: None, code: None, failure: None };
        stages.failure = stages.rest(facts, &mut begins).err();
        stages
    }

    fn rest(
        &mut self,
        facts: &dyn UnicodeFacts,
        begins: &mut impl FnMut(Stage),
    ) -> Result<(), (Stage, Diagnostic)> {
        begins(Stage::Ast);
        // The parser may find an error before the tokenizer's, so it runs even after a failed scan.
        let failed = if self.tokens.error.is_some() { Stage::Tokens } else { Stage::Ast };
        let ast = parser::parse_with(&self.source, &self.tokens, Mode::Module, facts);
        let ast = ast.map_err(|error| (failed, error))?;
        let ast = self.ast.insert(ast);
        begins(Stage::Symbols);
        let symbols = symtable::build(ast).map_err(|error| (Stage::Symbols, error))?;
        self.symbols = Some(symbols);
        begins(Stage::Bytecode);
        let code = compiler::compile(&self.source, ast).map_err(|error| (Stage::Bytecode, error))?;
        self.code = Some(code);
        compiler::check_runnable(ast).map_err(|error| (Stage::Bytecode, error))?;
        Ok(())
    }

    /// What CPython warns of in its order, as far as the stages got, with the stage that would warn.
    pub fn warnings(&self) -> Vec<(Stage, Diagnostic)> {
        let warns = |stage: Stage| move |warning| (stage, warning);
        let parsed = match &self.ast {
            Some(_) => usize::MAX,
            None => parser::reach(&self.source, &self.tokens).tokens,
        };
        let literals = parser::warnings(&self.source, &self.tokens, parsed);
        let mut found: Vec<_> = literals.into_iter().map(warns(Stage::Ast)).collect();
        let Some(ast) = &self.ast else { return found };
        found.extend(compiler::warnings::control_flow_in_finally(ast).into_iter().map(warns(Stage::Symbols)));
        if self.symbols.is_none() {
            return found;
        }
        // Code generation stops at its error.
        let end = match &self.failure {
            Some((Stage::Bytecode, error)) if error.kind == DiagnosticKind::SyntaxError => error.span.start,
            _ => u32::MAX,
        };
        let mistakes =
            compiler::warnings::mistakes(ast).into_iter().filter(|warning| warning.span.start < end);
        found.extend(mistakes.map(warns(Stage::Bytecode)));
        found
    }
}
