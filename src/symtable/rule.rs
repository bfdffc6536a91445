//! Why a name has the scope it has, and whose binding it means: what the analysis knows, for the learner.
use super::{Block, BlockId, BlockKind, Flags, Scope, Symbol, SymbolTable};

/// The rule that gave a name of a block its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is a parameter of this function.
    Parameter,
    /// It is a type parameter of this function, class or type alias.
    TypeParameter,
    /// It is the loop variable of a comprehension.
    ComprehensionVariable,
    /// It belongs to a comprehension that runs in this block's frame (PEP 709).
    InlinedComprehension,
    /// Something in this block binds it.
    BoundHere,
    /// A `global` statement in this block says so.
    GlobalStatement,
    /// A `nonlocal` statement in this block says so.
    NonlocalStatement,
    /// `:=` in a comprehension binds the name in the block around it (PEP 572).
    NamedInComprehension,
    /// An enclosing function binds it.
    EnclosingFunction,
    /// An annotation scope finds it at run time in the class around it, else among the globals (PEP 695).
    EnclosingClass,
    /// The compiler itself supplies it (`.0`, `__class__`, `__classdict__`).
    Compiler,
    /// No enclosing function binds it: it is looked up in the module, then among the built-ins.
    NotBoundHere,
}

impl SymbolTable {
    /// The block whose variable a name of `block` is: itself for a local, the enclosing function for a free variable,
    /// the module for a global.
    pub fn owner(&self, block: BlockId, symbol: &Symbol) -> Option<BlockId> {
        match symbol.scope? {
            Scope::Local | Scope::Cell => Some(symbol.inlined_from.unwrap_or(block)),
            Scope::Free => self.binding_block(block, &symbol.name),
            Scope::GlobalExplicit | Scope::GlobalImplicit => Some(Self::TOP),
        }
    }

    /// The block that binds a free variable of `block`: in a cell, or as a plain local that an inlined comprehension
    /// sets.
    fn binding_block(&self, block: BlockId, name: &str) -> Option<BlockId> {
        let mut next = self.block(block).parent;
        while let Some(id) = next {
            let outer = self.block(id);
            let implicit = outer.kind == BlockKind::Class && is_implicit(name);
            let scope = outer.scope(name).filter(|_| outer.is_function_like());
            if implicit || matches!(scope, Some(Scope::Cell | Scope::Local)) {
                return Some(id);
            }
            next = outer.parent;
        }
        None
    }

    /// The class whose names the annotation scope `block` may read.
    fn visible_class(&self, block: &Block) -> Option<&Block> {
        let mut inner = block;
        while inner.can_see_class_scope {
            let outer = self.block(inner.parent?);
            if outer.kind == BlockKind::Class {
                return Some(outer);
            }
            inner = outer;
        }
        None
    }

    /// Why `symbol` of `block` has its scope.
    pub fn rule(&self, block: BlockId, symbol: &Symbol) -> Rule {
        let block = self.block(block);
        let in_comprehension = block.comprehension.is_some();
        if symbol.name.starts_with('.') || is_implicit(&symbol.name) {
            return Rule::Compiler;
        }
        if symbol.inlined_from.is_some() {
            return Rule::InlinedComprehension;
        }
        let flags = symbol.flags;
        let rules = [
            (Flags::GLOBAL, Rule::GlobalStatement),
            (Flags::NONLOCAL, Rule::NonlocalStatement),
            (Flags::PARAM, Rule::Parameter),
            (Flags::TYPE_PARAM, Rule::TypeParameter),
            (Flags::COMP_ITER, Rule::ComprehensionVariable),
            (Flags::BOUND, Rule::BoundHere),
        ];
        match rules.into_iter().find(|(flag, _)| flags.has(*flag)) {
            Some((_, Rule::GlobalStatement | Rule::NonlocalStatement)) if in_comprehension => {
                Rule::NamedInComprehension
            }
            // The module's own table notes what its functions declare `global`, and `:=` in its comprehensions.
            Some((_, Rule::GlobalStatement)) if block.parent.is_none() && !declares(block, symbol) => {
                Rule::BoundHere
            }
            Some((_, rule)) => rule,
            None if symbol.scope == Some(Scope::Free) => Rule::EnclosingFunction,
            None => {
                let class = self.visible_class(block).map(|class| class.flags(&symbol.name));
                let found = class.is_some_and(|flags| flags.has(Flags::BOUND) && !flags.has(Flags::NONLOCAL));
                if found { Rule::EnclosingClass } else { Rule::NotBoundHere }
            }
        }
    }
}

fn declares(block: &Block, symbol: &Symbol) -> bool {
    block.directives.iter().any(|(name, _)| *name == symbol.name)
}

/// Names that the compiler makes in a class for the scopes within.
fn is_implicit(name: &str) -> bool {
    matches!(name, "__class__" | "__classdict__" | "__conditional_annotations__")
}
