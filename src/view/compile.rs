//! The compile result: every stage's output, as far as the stages got.

use serde::Serialize;

/// A half-open range of UTF-16 code units in the source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SpanView {
    pub start: u32,
    pub end: u32,
}

/// Everything the front end and the compiler made of one source text.
///
/// A stage that succeeded is present even when a later one failed: a syntax error leaves the tokens, an unsupported
/// construct leaves tokens, AST and symbols. What a stage did not reach is an empty list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CompileView {
    /// The one named truth, e.g. `CPython 3.14.8, GIL build, 64-bit Linux, PYTHONHASHSEED=0`.
    pub profile: String,
    pub stages: Vec<StageView>,
    /// As `tokenize` lists them, `ENCODING` first; those before the error when the tokenizer failed.
    pub tokens: Vec<TokenView>,
    /// The AST in pre-order; a node's id is its index, the root (`Module`) is 0.
    pub ast: Vec<AstNodeView>,
    /// Scopes in pre-order; a scope's id is its index, the module is 0.
    pub scopes: Vec<ScopeView>,
    /// Code objects in pre-order; a code object's id is its index, the module's is 0.
    pub codes: Vec<CodeView>,
    /// Errors first, then warnings. Empty when the program can run.
    pub diagnostics: Vec<DiagnosticView>,
}

/// How far one stage got.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StageView {
    /// `tokens`, `ast`, `symbols`, `bytecode`.
    pub name: String,
    pub state: StageState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum StageState {
    Done,
    Failed,
    /// An earlier stage failed.
    NotReached,
}

/// One token, as `python -m tokenize -e` names it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct TokenView {
    /// `NAME`, `NUMBER`, `OP`, `NEWLINE`, `INDENT`, `FSTRING_START`, ...
    pub kind: String,
    /// The exact type: `EQUAL`, `LPAR`, ...; equal to `kind` when there is no finer one.
    pub exact: String,
    /// The source text; empty for `DEDENT` and `ENDMARKER`, the encoding for `ENCODING`.
    pub text: String,
    pub span: SpanView,
    /// First line, from 1; 0 for `ENCODING`, which stands before the text.
    pub line: u32,
    /// Column in code points, from 0, as `tokenize` prints it.
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// One AST node; names and fields are those of CPython's ASDL.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AstNodeView {
    /// Index of the parent in [`CompileView::ast`]; `None` for the root.
    pub parent: Option<u32>,
    /// The parent's field that holds this node (`body`, `targets`, `left`); empty for the root.
    pub field: String,
    /// Position in that field when the field is a list.
    pub index: Option<u32>,
    /// `Assign`, `BinOp`, `Name`, `Add`, `Load`, ...
    pub kind: String,
    /// `None` for nodes without attributes (`Module`, `arguments`, `Add`, `Load`, ...).
    pub span: Option<SpanView>,
    /// Scalar fields in ASDL order, e.g. `id` = `'x'`, `value` = `5`, `ctx` = `Load()`.
    pub scalars: Vec<ScalarView>,
}

/// A scalar field of an AST node.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ScalarView {
    pub name: String,
    /// `repr` of the value, as `ast.dump` prints it.
    pub value: String,
}

/// One scope of the symbol table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ScopeView {
    pub parent: Option<u32>,
    /// `module`, `function`, `class`, `lambda`, `annotation`, `type parameters`, `list comprehension`, ...
    pub kind: String,
    pub name: String,
    pub line: u32,
    pub span: SpanView,
    /// A comprehension that runs in its parent's frame (PEP 709); `symtable` shows its names in the parent.
    pub inlined: bool,
    /// In order of first mention.
    pub symbols: Vec<SymbolView>,
}

/// One name in one scope.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SymbolView {
    pub name: String,
    /// How the program spells it, where a class made another name of a private one.
    pub written: Option<String>,
    /// How the compiler resolved it: `local`, `global explicit`, `global implicit`, `free`, `cell`.
    pub resolution: String,
    pub rule: ResolutionRule,
    /// The scope whose variable it is: itself for a local, the enclosing function for a free variable, the module for a
    /// global.
    pub owner: Option<u32>,
    /// Scopes that reach this variable through its cell.
    pub captured_by: Vec<u32>,
    /// The inlined comprehension it belongs to, when the scope itself does not mention it.
    pub inlined_from: Option<u32>,
    /// Its flags as `python -m symtable` prints them: `use`, `def_local`, ...
    pub flags: Vec<String>,
    /// Where the scope binds, declares and uses it, in source order; empty for a name that stands nowhere.
    pub places: Vec<PlaceView>,
}

/// The rule that resolved a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum ResolutionRule {
    Parameter,
    TypeParameter,
    ComprehensionVariable,
    /// It belongs to a comprehension that runs in this scope's frame.
    InlinedComprehension,
    /// Something in the scope binds it.
    BoundHere,
    GlobalStatement,
    NonlocalStatement,
    /// `:=` in a comprehension binds the name in the scope around it.
    NamedInComprehension,
    EnclosingFunction,
    /// An annotation scope finds it at run time in the class around it, else among the globals.
    EnclosingClass,
    /// The compiler supplies it.
    Compiler,
    /// Looked up at run time in the module, then among the built-ins.
    NotBoundHere,
}

/// One place where a scope mentions a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PlaceView {
    /// The name itself, not the statement it stands in.
    pub span: SpanView,
    pub line: u32,
    pub role: PlaceRole,
    /// What does it: `assignment`, `for`, `import`, `def`, `parameter`, `:=`, `global`, ...; `use` for a use.
    pub how: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum PlaceRole {
    /// Assigns, deletes or otherwise makes the name one of the scope's own.
    Binds,
    /// `global` and `nonlocal`.
    Declares,
    Uses,
}

/// One code object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CodeView {
    /// The code object whose constants hold this one; `None` for the module.
    pub parent: Option<u32>,
    pub name: String,
    pub qualname: String,
    pub first_line: u32,
    /// Names of the set `co_flags`, e.g. `OPTIMIZED`, `NEWLOCALS`, `GENERATOR`.
    pub flags: Vec<String>,
    pub stack_size: u32,
    pub arg_count: u32,
    pub pos_only_arg_count: u32,
    pub kw_only_arg_count: u32,
    /// `repr` of each of `co_consts`.
    pub consts: Vec<String>,
    /// `co_names`.
    pub names: Vec<String>,
    /// `co_localsplusnames` with their kinds.
    pub localsplus: Vec<LocalsPlusView>,
    /// In offset order; inline cache entries are not listed.
    pub instructions: Vec<InstructionView>,
    pub exception_table: Vec<ExceptionRangeView>,
}

/// One entry of `localsplus`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LocalsPlusView {
    pub name: String,
    /// `local`, `cell`, `local cell` (a parameter that is also a cell), `free`, `hidden`.
    pub kind: String,
}

/// One instruction, as `dis` shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct InstructionView {
    /// Byte offset in `co_code`.
    pub offset: u32,
    pub opcode: u8,
    pub opname: String,
    /// `None` when the opcode takes no argument.
    pub arg: Option<u32>,
    /// The argument spelled out, as `dis` puts it in parentheses; empty when it has nothing to add.
    pub argrepr: String,
    /// `None` for artificial instructions.
    pub line: Option<u32>,
    /// The expression or statement the instruction belongs to.
    pub span: Option<SpanView>,
    /// Byte offset a jump goes to.
    pub jump_target: Option<u32>,
    pub is_jump_target: bool,
    /// Inline cache entries behind it, in 16-bit units.
    pub caches: u32,
    /// Byte offset of the exception handler that covers it.
    pub handler: Option<u32>,
}

/// One row of the exception table; offsets in bytes, `end` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ExceptionRangeView {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    /// The value stack is cut to this depth before the handler runs.
    pub depth: u32,
    pub lasti: bool,
}

/// An error or a warning of a stage, in CPython's words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct DiagnosticView {
    /// `SyntaxError`, `IndentationError`, `SyntaxWarning`, `Unsupported`, ...
    pub class_name: String,
    pub message: String,
    pub span: Option<SpanView>,
    /// From 1; 0 when the diagnostic has no place.
    pub line: u32,
    /// In code points, from 1 as CPython's `offset`; 0 when the diagnostic has no place.
    pub column: u32,
    /// The stage that reported it, as in [`StageView::name`].
    pub stage: String,
    pub is_warning: bool,
    /// What CPython prints for it: the place, the line with carets below, the message.
    pub report: String,
}

/// What the page shows of an AST node that was selected.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct NodeDetailView {
    /// The node class as `Python.asdl` declares it: `BinOp(expr left, operator op, expr right)`.
    pub signature: String,
    /// The abstract class it belongs to: `stmt`, `expr`, `pattern`, ...
    pub base: String,
    /// `lineno`, `col_offset`, `end_lineno`, `end_col_offset`: lines from 1, columns from 0 in UTF-8 bytes. Empty for a
    /// node without them.
    pub attributes: Vec<u32>,
    /// The text of `ast.unparse`.
    pub unparsed: String,
}
