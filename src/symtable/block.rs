//! One block (module, function, class ..) and its symbols: CPython's `PySTEntryObject`.
use super::flags::{Flags, Scope};
use super::name_table::NameTable;
use crate::ast::NodeId;
use crate::source::Span;
use std::rc::Rc;

/// The index of a block in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub(super) u32);

impl BlockId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a block belongs to. One node can open several blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKey {
    /// A module, function, lambda, class, comprehension, type alias, the bound of a type variable; and the annotations
    /// of a function under its `arguments` node.
    Node(NodeId),
    /// The annotations of the variables of a module, class or function.
    VariableAnnotations(NodeId),
    /// The type parameters of a function, class or type alias.
    TypeParameters(NodeId),
    /// The default of a type variable.
    TypeParameterDefault(NodeId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Function,
    Class,
    Module,
    Annotation,
    TypeVariable,
    TypeAlias,
    TypeParameters,
}

impl BlockKind {
    /// As `symtable.SymbolTable.get_type` names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Class => "class",
            Self::Module => "module",
            Self::Annotation => "annotation",
            Self::TypeVariable => "type variable",
            Self::TypeAlias => "type alias",
            Self::TypeParameters => "type parameters",
        }
    }

    /// Whether the block's names are fast locals and visible to the blocks within (`_PyST_IsFunctionLike`).
    pub const fn is_function_like(self) -> bool {
        !matches!(self, Self::Class | Self::Module)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComprehensionKind {
    List,
    Set,
    Dict,
    Generator,
}

/// One place where a block binds, declares or uses a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub span: Span,
    pub flags: Flags,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The mangled name.
    pub name: Rc<str>,
    pub flags: Flags,
    /// Unset until the second pass.
    pub scope: Option<Scope>,
    pub occurrences: Vec<Occurrence>,
    /// The inlined comprehension whose name it is: the block itself does not mention it.
    pub inlined_from: Option<BlockId>,
}

/// One block. Symbols keep the order in which the block first mentions them.
#[derive(Clone, Debug)]
pub struct Block {
    pub name: Rc<str>,
    pub kind: BlockKind,
    pub key: BlockKey,
    /// The node that opens the block; empty for the module.
    pub span: Span,
    pub parent: Option<BlockId>,
    pub(super) symbols: Vec<Symbol>,
    /// The index of each name among the symbols.
    pub(super) by_name: NameTable,
    /// Parameters in calling-convention order: positional, keyword-only, `*args`, `**kwargs`.
    pub varnames: Vec<Rc<str>>,
    pub children: Vec<BlockId>,
    /// Names of `global` and `nonlocal` statements and their places.
    pub(super) directives: Vec<(Rc<str>, Span)>,
    pub(super) mangled_names: Option<usize>,
    pub comprehension: Option<ComprehensionKind>,
    /// The block of the variables' annotations (PEP 649).
    pub annotation_block: Option<BlockId>,
    /// Inside a function.
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    /// A class one of whose methods uses `__class__` or `super`.
    pub needs_class_closure: bool,
    pub needs_classdict: bool,
    /// A comprehension that runs in its parent's frame (PEP 709).
    pub comp_inlined: bool,
    /// An annotation scope directly in a class.
    pub can_see_class_scope: bool,
    pub annotations_used: bool,
    pub has_conditional_annotations: bool,
    pub has_docstring: bool,
    /// A function directly in a class.
    pub method: bool,
    pub(super) comp_iter_target: bool,
    pub(super) comp_iter_expr: u32,
    pub(super) in_conditional_block: bool,
    pub(super) in_unevaluated_annotation: bool,
    /// What a type variable's block is, for error messages.
    pub(super) scope_info: &'static str,
}

impl Block {
    pub(super) fn new(name: Rc<str>, kind: BlockKind, key: BlockKey, span: Span) -> Self {
        Self {
            name,
            kind,
            key,
            span,
            parent: None,
            symbols: Vec::new(),
            by_name: NameTable::default(),
            varnames: Vec::new(),
            children: Vec::new(),
            directives: Vec::new(),
            mangled_names: None,
            comprehension: None,
            annotation_block: None,
            nested: false,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            needs_class_closure: false,
            needs_classdict: false,
            comp_inlined: false,
            can_see_class_scope: false,
            annotations_used: false,
            has_conditional_annotations: false,
            has_docstring: false,
            method: false,
            comp_iter_target: false,
            comp_iter_expr: 0,
            in_conditional_block: false,
            in_unevaluated_annotation: false,
            scope_info: "",
        }
    }

    pub fn is_function_like(&self) -> bool {
        self.kind.is_function_like()
    }

    /// The symbols in the order in which the block first mentions them; free variables that only pass through come last.
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// The symbol of a (mangled) name.
    pub fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.by_name.get(name).map(|index| &self.symbols[index as usize])
    }

    pub fn scope(&self, name: &str) -> Option<Scope> {
        self.symbol(name).and_then(|symbol| symbol.scope)
    }

    pub(super) fn flags(&self, name: &str) -> Flags {
        self.symbol(name).map_or(Flags::default(), |symbol| symbol.flags)
    }

    /// The symbol of `name`, made if need be.
    pub(super) fn entry(&mut self, name: &Rc<str>) -> &mut Symbol {
        let index = self.by_name.add(name) as usize;
        if index == self.symbols.len() {
            self.symbols.push(Symbol {
                name: name.clone(),
                flags: Flags::default(),
                scope: None,
                occurrences: Vec::new(),
                inlined_from: None,
            });
        }
        &mut self.symbols[index]
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.symbols.retain(|symbol| &*symbol.name != name);
        self.by_name = NameTable::new(self.symbols.iter().map(|symbol| symbol.name.clone()));
    }
}
