//! The second pass: the scope of each name, from the outside in (`analyze_block` in `Python/symtable.c`).
use super::SymbolTable;
use super::block::{Block, BlockId, BlockKind};
use super::flags::{Flags, Scope};
use super::name_set::NameSet;
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::fast_hash::FastMap;
use crate::source::Span;
use std::collections::BTreeSet;
use std::rc::Rc;

type Names = BTreeSet<Rc<str>>;

/// Cells that a class provides for the functions in it.
const IMPLICIT_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

/// What a block sees of the blocks around it.
#[derive(Clone, Default)]
struct Outer {
    /// Names bound in enclosing functions; absent at module level.
    bound: Option<Names>,
    /// Names declared `global` in enclosing blocks.
    global: Names,
    type_params: Names,
    /// The class whose names an annotation scope may read.
    class: Option<BlockId>,
}

pub(super) fn analyze(table: &mut SymbolTable) -> Result<(), Diagnostic> {
    analyze_block(table, SymbolTable::TOP, Outer::default(), NameSet::new()).map(drop)
}

/// Resolves the names of block `id` and of the blocks within; returns `free`, the names that its elder siblings have left
/// free for its parent, with those it leaves free itself.
///
/// Recursion is as deep as blocks nest, which the first pass has bounded.
fn analyze_block(
    table: &mut SymbolTable,
    id: BlockId,
    mut outer: Outer,
    mut free: NameSet,
) -> Result<NameSet, Diagnostic> {
    let kind = table.block(id).kind;
    let is_class = kind == BlockKind::Class;
    // The names of a class are not visible in its methods: what these see is fixed before the class is resolved.
    let mut inner = Outer::default();
    let mut visible = if is_class { outer.bound.clone().unwrap_or_default() } else { Names::new() };
    if is_class {
        inner.global = outer.global.clone();
    }
    let mut scopes = FastMap::default();
    let mut local = Names::new();
    for index in 0..table.block(id).symbols.len() {
        let symbol = &table.block(id).symbols[index];
        let (name, flags) = (symbol.name.clone(), symbol.flags);
        let scope = analyze_name(table, id, &name, flags, &mut outer, &mut local)?;
        if scope == Scope::Free {
            free.add(&name);
        }
        scopes.insert(name, scope);
    }
    if is_class {
        visible.extend(IMPLICIT_CELLS.map(Rc::from));
    } else {
        if kind.is_function_like() {
            visible.extend(local);
        }
        visible.extend(outer.bound.iter().flatten().cloned());
        inner.global = outer.global.clone();
    }
    inner.bound = Some(visible);
    inner.type_params = outer.type_params.clone();

    let mut child_free = NameSet::new();
    let mut inlined_cells = Names::new();
    for child in table.block(id).children.clone() {
        inner.class = match table.block(child).can_see_class_scope {
            true if is_class => Some(id),
            true => outer.class,
            false => None,
        };
        let mut from_child = analyze_block(table, child, inner.clone(), child_free.copy())?;
        if is_inlined(table, id, child) {
            inline_comprehension(table, id, child, &mut scopes, &mut from_child, &mut inlined_cells);
            table.blocks[child.index()].comp_inlined = true;
        }
        child_free.merge(&from_child);
    }
    splice_inlined_children(table, id);

    let block = &mut table.blocks[id.index()];
    if kind.is_function_like() {
        make_cells(&mut scopes, &mut child_free, &inlined_cells);
    } else if is_class {
        drop_class_free(block, &mut child_free);
    }
    let class_flag = is_class || block.can_see_class_scope;
    update_symbols(block, &scopes, outer.bound.as_ref(), &child_free, &inlined_cells, class_flag);
    free.merge(&child_free);
    Ok(free)
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
    name: &Rc<str>,
    flags: Flags,
    outer: &mut Outer,
    local: &mut Names,
) -> Result<Scope, Diagnostic> {
    let block = table.block(id);
    if flags.has(Flags::GLOBAL) {
        if flags.has(Flags::NONLOCAL) {
            return Err(error_at_directive(block, name, format!("name '{name}' is nonlocal and global")));
        }
        outer.global.insert(name.clone());
        if let Some(bound) = &mut outer.bound {
            bound.remove(name);
        }
        return Ok(Scope::GlobalExplicit);
    }
    if flags.has(Flags::NONLOCAL) {
        let Some(bound) = &outer.bound else {
            return Err(error_at_directive(
                block,
                name,
                "nonlocal declaration not allowed at module level".into(),
            ));
        };
        if !bound.contains(name) {
            return Err(error_at_directive(block, name, format!("no binding for nonlocal '{name}' found")));
        }
        if outer.type_params.contains(name) {
            let message = format!("nonlocal binding not allowed for type parameter '{name}'");
            return Err(error_at_directive(block, name, message));
        }
        return Ok(Scope::Free);
    }
    if flags.has(Flags::BOUND) {
        local.insert(name.clone());
        outer.global.remove(name);
        if flags.has(Flags::TYPE_PARAM) {
            outer.type_params.insert(name.clone());
        } else {
            outer.type_params.remove(name);
        }
        return Ok(Scope::Local);
    }
    // A name of the class around an annotation scope is found at run time in the class, then among the globals.
    if let Some(class) = outer.class {
        let class_flags = table.block(class).flags(name);
        if class_flags.has(Flags::GLOBAL) {
            return Ok(Scope::GlobalExplicit);
        }
        if class_flags.has(Flags::BOUND) && !class_flags.has(Flags::NONLOCAL) {
            return Ok(Scope::GlobalImplicit);
        }
    }
    if outer.bound.as_ref().is_some_and(|bound| bound.contains(name)) {
        return Ok(Scope::Free);
    }
    Ok(Scope::GlobalImplicit)
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
    scopes: &mut FastMap<Rc<str>, Scope>,
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
                scopes.insert(name, scope);
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
fn make_cells(scopes: &mut FastMap<Rc<str>, Scope>, free: &mut NameSet, inlined_cells: &Names) {
    for (name, scope) in scopes {
        if *scope == Scope::Local && (free.contains(name) || inlined_cells.contains(name)) {
            *scope = Scope::Cell;
            free.discard(name);
        }
    }
}

fn drop_class_free(block: &mut Block, free: &mut NameSet) {
    block.needs_class_closure |= free.discard("__class__");
    block.needs_classdict |= free.discard("__classdict__");
    block.has_conditional_annotations |= free.discard("__conditional_annotations__");
}

/// Writes the scopes into the block and adds the free variables that only pass through it.
fn update_symbols(
    block: &mut Block,
    scopes: &FastMap<Rc<str>, Scope>,
    bound: Option<&Names>,
    free: &NameSet,
    inlined_cells: &Names,
    class_flag: bool,
) {
    for symbol in &mut block.symbols {
        if inlined_cells.contains(&symbol.name) {
            symbol.flags |= Flags::COMP_CELL;
        }
        symbol.scope = scopes.get(&symbol.name).copied();
    }
    for name in free.iter() {
        if block.by_name.contains_key(name) {
            if class_flag {
                block.entry(name).flags |= Flags::FREE_CLASS;
            }
        } else if bound.is_none_or(|bound| bound.contains(name)) {
            block.entry(name).scope = Some(Scope::Free);
        }
    }
}
