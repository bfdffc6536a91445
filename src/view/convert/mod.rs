//! The stages' outputs and the machine's states as views.

mod ast;
mod code;
mod effects;
mod explain;
mod frames;
mod objects;
mod passes;
mod places;
mod process;
pub mod referrers;
mod scopes;
pub mod step;
mod tokens;

pub use ast::{node_detail, tree_text};
pub use code::in_order;

use super::utf16::Utf16;
use super::{CompileView, DiagnosticView, ScopeView, StageState, StageView};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Source;
use crate::stages::{Stage, Stages};
use places::Places;

/// The one truth we hold ourselves to.
const PROFILE: &str = "CPython 3.14.8, GIL build, 64-bit Linux, PYTHONHASHSEED=0";

impl CompileView {
    /// What the page shows of `stages`.
    pub fn of(stages: &Stages) -> Self {
        let source = &stages.source;
        let utf16 = Utf16::new(source.text());
        Self {
            profile: PROFILE.to_owned(),
            stages: stage_views(stages),
            tokens: tokens::tokens(&stages.tokens, source, &utf16),
            ast: stages.ast.as_ref().map(|ast| ast::nodes(ast, &utf16)).unwrap_or_default(),
            scopes: scope_views(stages, &utf16).unwrap_or_default(),
            codes: stages.code.as_ref().map(|code| code::codes(code, source, &utf16)).unwrap_or_default(),
            diagnostics: diagnostics(stages, &utf16),
        }
    }
}

fn scope_views(stages: &Stages, utf16: &Utf16) -> Option<Vec<ScopeView>> {
    let source = &stages.source;
    let places = Places::new(stages.ast.as_ref()?, source, &stages.tokens, utf16);
    Some(scopes::scopes(stages.symbols.as_ref()?, &places, source, utf16))
}

fn stage_views(stages: &Stages) -> Vec<StageView> {
    let failed = stages.failure.as_ref().map(|(stage, _)| *stage);
    let state = |stage: Stage| match failed {
        Some(failed) if stage == failed => StageState::Failed,
        Some(failed) if stage > failed => StageState::NotReached,
        _ => StageState::Done,
    };
    Stage::ALL.map(|stage| StageView { name: stage.name().to_owned(), state: state(stage) }).into()
}

/// The error, then the warnings.
fn diagnostics(stages: &Stages, utf16: &Utf16) -> Vec<DiagnosticView> {
    let warnings = stages.warnings();
    stages.failure.iter().chain(&warnings).map(|found| diagnostic(found, &stages.source, utf16)).collect()
}

fn diagnostic((stage, diagnostic): &(Stage, Diagnostic), source: &Source, utf16: &Utf16) -> DiagnosticView {
    let place = source.char_position(diagnostic.span.start);
    DiagnosticView {
        class_name: diagnostic.kind.class_name().to_owned(),
        message: diagnostic.message.clone(),
        span: Some(utf16.span(diagnostic.span)),
        line: place.line,
        column: place.column + 1,
        stage: stage.name().to_owned(),
        is_warning: diagnostic.kind == DiagnosticKind::SyntaxWarning,
        report: diagnostic.report(source),
    }
}
