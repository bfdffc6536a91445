//! From the AST and its symbol table to code objects: code generation, control-flow graph, assembly.
pub mod assemble;
pub mod cfg;
pub mod codegen;
pub mod instruction_sequence;
pub mod passes;
pub mod preprocess;
mod supported;
pub mod warnings;

pub use supported::check_runnable;

/// The constants written in a source.
pub fn literals(ast: &Ast) -> Rc<[Constant]> {
    let written = |node: &crate::ast::Node| match &node.kind {
        crate::ast::NodeKind::Constant { value, .. } => Some(value.clone()),
        _ => None,
    };
    ast.nodes().iter().filter_map(written).collect()
}

use std::rc::Rc;

use crate::ast::Ast;
use crate::bytecode::constant::ConstantTable;
use crate::bytecode::{CodeObject, Constant};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use assemble::interning::Identifiers;
use instruction_sequence::InstructionSequence;

/// One code unit (module, function, class body, ...) as code generation hands it to the back end. Its fields are those of
/// `_PyCompile_CodeUnitMetadata` in `Include/internal/pycore_compile.h`.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub filename: Rc<str>,
    /// One-based line of the definition (decorators included); 1 for a module.
    pub first_line: i32,
    /// `co_flags`, complete: see [`crate::bytecode::code::flags`].
    pub flags: u32,
    /// Positional parameters, positional-only included.
    pub arg_count: u32,
    pub posonly_arg_count: u32,
    pub kwonly_arg_count: u32,
    /// Constants in order of first use; nested code objects are among them.
    pub consts: ConstantTable,
    /// Global, attribute and import names in order of first use.
    pub names: Vec<Rc<str>>,
    /// Parameters (in `co_varnames` order), then other fast locals in order of first use.
    pub varnames: Vec<Rc<str>>,
    /// Variables shared with nested functions, sorted by name; parameters among them stand in `varnames` too.
    pub cellvars: Vec<Rc<str>>,
    /// Free variables, sorted by name.
    pub freevars: Vec<Rc<str>>,
    /// Fast locals of inlined comprehensions outside functions (`u_fasthidden`).
    pub hidden: Vec<Rc<str>>,
    pub instructions: InstructionSequence,
}

impl Unit {
    /// Index of a constant in the unit's table.
    pub fn constant(&mut self, constant: Constant) -> u32 {
        self.consts.add(constant)
    }
}

/// The back end: control-flow graph, optimisation and assembly of the units of a source, one after the other. What it needs
/// besides is kept from unit to unit.
#[derive(Default)]
pub struct BackEnd<'a> {
    identifiers: Identifiers<'a>,
    graph: cfg::Graph,
    tables: assemble::Tables,
}

impl<'a> BackEnd<'a> {
    /// For a source with these identifiers.
    pub fn new(identifiers: Identifiers<'a>) -> Self {
        Self { identifiers, ..Self::default() }
    }

    pub fn run(&mut self, unit: Unit) -> Result<Rc<CodeObject>, Diagnostic> {
        self.watched(unit, &mut |_, _| {})
    }

    /// [`run`](Self::run); `observe` is called as [`cfg::run`] says.
    fn watched(
        &mut self,
        mut unit: Unit,
        observe: &mut dyn FnMut(Option<&cfg::Pass>, &mut cfg::State),
    ) -> Result<Rc<CodeObject>, Diagnostic> {
        let frame = cfg::run(&mut self.graph, &mut unit, observe)?;
        assemble::assemble(&mut self.graph, unit, frame, &self.identifiers, &mut self.tables)
    }
}

/// What `compile()` can be asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// 0; 1 (`-O`): no asserts, `__debug__` is false; 2 or more (`-OO`): no docstrings either.
    pub optimize: u8,
}

/// Compiles a parsed source: preprocessing, symbol tables, code generation and the back end for each unit.
///
/// # Errors
/// The `SyntaxError`s of these stages, and unsupported constructs by name.
pub fn compile(source: &Source, ast: &Ast) -> Result<Rc<CodeObject>, Diagnostic> {
    compile_with(source, ast, Options::default())
}

/// [`compile`] with options.
///
/// # Errors
/// Those of [`compile`].
pub fn compile_with(source: &Source, ast: &Ast, options: Options) -> Result<Rc<CodeObject>, Diagnostic> {
    let mut back_end = BackEnd::new(Identifiers::of(ast));
    let ast = preprocess::preprocess(ast, options);
    let table = crate::symtable::build(&ast)?;
    codegen::generate(source, &ast, &table, options, &mut |unit| back_end.run(unit))
}

#[cfg(test)]
#[path = "back_end_tests.rs"]
mod tests;
