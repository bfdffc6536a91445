//! The second pass: the scope of each name, from the outside in (`analyze_block` in `Python/symtable.c`).
use super::SymbolTable;
use super::block::{Block, BlockId, BlockKind, Symbol};
use super::flags::{Flags, Scope};
use super::name_set::NameSet;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::source::Span;
use std::collections::BTreeSet;
use std::rc::Rc;

type Names = BTreeSet<Rc<str>>;

/// Cells that a class provides for the functions in it.
const IMPLICIT_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

pub(super) fn analyze(table: &mut SymbolTable) -> Result<(), Diagnostic> {
    analyze_block(table, SymbolTable::TOP, None, NameSet::new()).map(drop)
}

/// Resolves the names of block `id` and of the blocks within; `class` is the class whose names an annotation scope may
/// read. Returns `free`, the names that its elder siblings have left free for its parent, with those it leaves free itself.
///
/// Recursion is as deep as blocks nest, which the first pass has bounded. What CPython hands down as sets of names is
/// looked up in the blocks around (`is_bound_around`), since few names are not the block's own.
fn analyze_block(
    table: &mut SymbolTable,
    id: BlockId,
    class: Option<BlockId>,
    mut free: NameSet,
) -> Result<NameSet, Diagnostic> {
    let kind = table.block(id).kind;
    let is_class = kind == BlockKind::Class;
    for index in 0..table.block(id).symbols.len() {
        let scope = analyze_name(table, id, &table.block(id).symbols[index], class)?;
        let symbol = &mut table.blocks[id.index()].symbols[index];
        symbol.scope = Some(scope);
        if scope == Scope::Free {
            free.add(&symbol.name);
        }
    }

    let mut child_free = NameSet::new();
    let mut inlined_cells = Names::new();
    let mut any_inlined = false;
    for index in 0..table.block(id).children.len() {
        let child = table.block(id).children[index];
        let visible_class = match table.block(child).can_see_class_scope {
            true if is_class => Some(id),
            true => class,
            false => None,
        };
        let mut from_child = analyze_block(table, child, visible_class, child_free.copy())?;
        if is_inlined(table, id, child) {
            inline_comprehension(table, id, child, &mut from_child, &mut inlined_cells);
            table.blocks[child.index()].comp_inlined = true;
            any_inlined = true;
        }
        child_free.merge(&from_child);
    }
    if any_inlined {
        splice_inlined_children(table, id);
    }

    let block = &mut table.blocks[id.index()];
    if kind.is_function_like() {
        make_cells(&mut block.symbols, &mut child_free, &inlined_cells);
    } else if is_class {
        drop_class_free(block, &mut child_free);
    }
    update_symbols(table, id, &child_free, &inlined_cells);
    free.merge(&child_free);
    Ok(free)
}

/// Whether a block around `id` makes `name` visible in it as a variable of a function (CPython's set `bound`).
fn is_bound_around(table: &SymbolTable, id: BlockId, name: &str) -> bool {
    let mut next = table.block(id).parent;
    while let Some(outer) = next.map(|outer| table.block(outer)) {
        next = outer.parent;
        if outer.kind == BlockKind::Class {
            // The other names of a class are not visible in its methods.
            if IMPLICIT_CELLS.contains(&name) {
                return true;
            }
        } else if outer.is_function_like()
            && let Some(flags) = own_flags(outer, name)
        {
            if flags.has(Flags::GLOBAL) {
                return false;
            }
            if flags.has(Flags::BOUND) && !flags.has(Flags::NONLOCAL) {
                return true;
            }
        }
    }
    false
}

/// Whether the nearest block around `id` that binds `name` binds it as a type parameter.
fn is_type_param_around(table: &SymbolTable, id: BlockId, name: &str) -> bool {
    let mut next = table.block(id).parent;
    while let Some(outer) = next.map(|outer| table.block(outer)) {
        next = outer.parent;
        if let Some(flags) = own_flags(outer, name)
            && flags.has(Flags::BOUND)
            && !flags.has(Flags::GLOBAL | Flags::NONLOCAL)
        {
            return flags.has(Flags::TYPE_PARAM);
        }
    }
    false
}

/// What a block itself does with a name; what an inlined comprehension has brought into it does not count.
fn own_flags(block: &Block, name: &str) -> Option<Flags> {
    block.symbol(name).filter(|symbol| symbol.inlined_from.is_none()).map(|symbol| symbol.flags)
}

fn error_at_directive(block: &Block, name: &str, message: String) -> Diagnostic {
    let span = block
        .directives
        .iter()
        .find(|(declared, _)| &**declared == name)
        .map_or(Span::default(), |(_, span)| *span);
    Diagnostic::new(DiagnosticKind::SyntaxError, message, span)
}

fn analyze_name(
    table: &SymbolTable,
    id: BlockId,
    symbol: &Symbol,
    class: Option<BlockId>,
) -> Result<Scope, Diagnostic> {
    let (name, flags) = (&symbol.name, symbol.flags);
    if flags.has(Flags::GLOBAL) {
        if flags.has(Flags::NONLOCAL) {
            let message = format!("name '{name}' is nonlocal and global");
            return Err(error_at_directive(table.block(id), name, message));
        }
        return Ok(Scope::GlobalExplicit);
    }
    if flags.has(Flags::NONLOCAL) {
        return match nonlocal_error(table, id, name) {
            Some(message) => Err(error_at_directive(table.block(id), name, message)),
            None => Ok(Scope::Free),
        };
    }
    if flags.has(Flags::BOUND) {
        return Ok(Scope::Local);
    }
    // A name of the class around an annotation scope is found at run time in the class, then among the globals.
    if let Some(class) = class {
        let class_flags = table.block(class).flags(name);
        if class_flags.has(Flags::GLOBAL) {
            return Ok(Scope::GlobalExplicit);
        }
        if class_flags.has(Flags::BOUND) && !class_flags.has(Flags::NONLOCAL) {
            return Ok(Scope::GlobalImplicit);
        }
    }
    Ok(if is_bound_around(table, id, name) { Scope::Free } else { Scope::GlobalImplicit })
}

/// What is wrong with a `nonlocal` declaration.
fn nonlocal_error(table: &SymbolTable, id: BlockId, name: &str) -> Option<String> {
    if id == SymbolTable::TOP {
        return Some("nonlocal declaration not allowed at module level".into());
    }
    if !is_bound_around(table, id, name) {
        return Some(format!("no binding for nonlocal '{name}' found"));
    }
    let type_param = is_type_param_around(table, id, name);
    type_param.then(|| format!("nonlocal binding not allowed for type parameter '{name}'"))
}

/// Every comprehension is inlined but generator expressions and those in annotation scopes of classes (PEP 709).
fn is_inlined(table: &SymbolTable, parent: BlockId, child: BlockId) -> bool {
    let child = table.block(child);
    child.comprehension.is_some() && !child.generator && !table.block(parent).can_see_class_scope
}

/// Merges the names of an inlined comprehension into its parent.
fn inline_comprehension(
    table: &mut SymbolTable,
    parent: BlockId,
    comp: BlockId,
    comp_free: &mut NameSet,
    inlined_cells: &mut Names,
) {
    let parent_is_class = table.block(parent).kind == BlockKind::Class;
    for symbol in table.block(comp).symbols.clone() {
        let name = symbol.name;
        if symbol.flags.has(Flags::PARAM) {
            continue;
        }
        let mut scope = symbol.scope.unwrap_or(Scope::GlobalImplicit);
        if scope == Scope::Cell || symbol.flags.has(Flags::COMP_CELL) {
            inlined_cells.insert(name.clone());
        }
        let free_in_child = table
            .block(comp)
            .children
            .iter()
            .any(|&child| table.block(child).scope(&name) == Some(Scope::Free));
        // The class's implicit cells are for functions in it, not for the class body.
        if scope == Scope::Free && parent_is_class && IMPLICIT_CELLS.contains(&&*name) {
            scope = Scope::GlobalImplicit;
            if !free_in_child {
                comp_free.discard(&name);
            }
            table.blocks[comp.index()].remove(&name);
        }
        match table.block(parent).symbol(&name).map(|existing| existing.flags) {
            None => {
                let added = table.blocks[parent.index()].entry(&name);
                added.flags = symbol.flags;
                added.occurrences = symbol.occurrences;
                added.inlined_from = symbol.inlined_from.or(Some(comp));
                added.scope = Some(scope);
            }
            // A free variable of the comprehension that is local here stays local, unless a function within needs it.
            Some(flags) if flags.has(Flags::BOUND) && !parent_is_class => {
                if !free_in_child {
                    comp_free.discard(&name);
                }
            }
            Some(_) => {}
        }
    }
}

/// The blocks within an inlined comprehension become children of its parent.
fn splice_inlined_children(table: &mut SymbolTable, id: BlockId) {
    let children = std::mem::take(&mut table.blocks[id.index()].children);
    let mut spliced = Vec::with_capacity(children.len());
    for child in children {
        let block = table.block(child);
        if block.comp_inlined {
            spliced.extend_from_slice(&block.children);
        } else {
            spliced.push(child);
        }
    }
    table.blocks[id.index()].children = spliced;
}

/// A local that a block within needs is a cell.
fn make_cells(symbols: &mut [Symbol], free: &mut NameSet, inlined_cells: &Names) {
    for symbol in symbols {
        if symbol.scope == Some(Scope::Local)
            && (free.contains(&symbol.name) || inlined_cells.contains(&symbol.name))
        {
            symbol.scope = Some(Scope::Cell);
            free.discard(&symbol.name);
        }
    }
}

fn drop_class_free(block: &mut Block, free: &mut NameSet) {
    block.needs_class_closure |= free.discard("__class__");
    block.needs_classdict |= free.discard("__classdict__");
    block.has_conditional_annotations |= free.discard("__conditional_annotations__");
}

/// Marks the cells of inlined comprehensions and adds the free variables that only pass through the block.
fn update_symbols(table: &mut SymbolTable, id: BlockId, free: &NameSet, inlined_cells: &Names) {
    let block = &mut table.blocks[id.index()];
    for name in inlined_cells {
        if block.symbol(name).is_some() {
            block.entry(name).flags |= Flags::COMP_CELL;
        }
    }
    let class_flag = block.kind == BlockKind::Class || block.can_see_class_scope;
    for name in free.iter() {
        if table.block(id).symbol(name).is_some() {
            if class_flag {
                table.blocks[id.index()].entry(name).flags |= Flags::FREE_CLASS;
            }
        } else if id == SymbolTable::TOP || is_bound_around(table, id, name) {
            table.blocks[id.index()].entry(name).scope = Some(Scope::Free);
        }
    }
}
