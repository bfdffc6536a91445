//! Splitting a wasm module in two files: the functions that a usual visit calls, and the rest, which is loaded when one of
//! its functions is called for the first time.
//!
//! Both parts work on one memory, one set of globals and the tables of the first. A function of the rest that the first part
//! names is there as a stub, which sees to it that the rest is loaded and calls the function through a table of its own.

use anyhow::{Context, Result};
use std::collections::{BTreeSet, HashMap};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId,
    GlobalKind, ImportedFunction, LocalFunction, Module, ModuleConfig, RefType, TableId, ValType,
};

/// How an instrumented module tells that a function was called: a function of one number.
const CALLED: (&str, &str) = ("visit", "called");

/// The import that loads the rest (`pkg/rest.js`, `src/wasm.rs`).
const LOAD: (&str, &str) = ("./rest.js", "loadRest");

/// The name under which the rest imports what the first part exports for it.
const FIRST: &str = "first";

/// The export that is the table of the functions of the rest.
const REST_TABLE: &str = "rest";

/// The two parts of a module.
pub struct Parts {
    /// What is instantiated first; it takes the imports of the whole.
    pub first: Vec<u8>,
    /// What is instantiated with the exports of the first part as its module `first`.
    pub rest: Vec<u8>,
}

/// The module with a call of `visit.called(n)` at the start of its `n`th function.
pub fn instrumented(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = parse(wasm)?;
    let functions = local_functions(&module);
    let parameter = module.types.add(&[ValType::I32], &[]);
    let (called, _) = module.add_import_func(CALLED.0, CALLED.1, parameter);
    for (number, id) in functions.into_iter().enumerate() {
        let number = i32::try_from(number).context("too many functions")?;
        let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
        function.builder_mut().func_body().call_at(0, called).const_at(0, Value::I32(number));
    }
    Ok(module.emit_wasm())
}

/// Splits a module: the functions whose numbers are among `used` stay in the first part.
pub fn split(wasm: &[u8], used: &BTreeSet<usize>) -> Result<Parts> {
    let plan = Plan::of(&parse(wasm)?, used);
    Ok(Parts { first: first_part(parse(wasm)?, &plan)?, rest: rest(parse(wasm)?, &plan)? })
}

/// Who is where. Functions are named by their place in the module, as ids belong to one parsed module only.
struct Plan {
    /// Functions of the rest that the first part names; the order is that of the table between the parts.
    stubs: Vec<usize>,
    /// Functions of the first part (its imports too) that the rest names.
    shared: Vec<usize>,
}

impl Plan {
    fn of(module: &Module, used: &BTreeSet<usize>) -> Self {
        let places: HashMap<FunctionId, usize> = all_functions(module).into_iter().zip(0..).collect();
        let locals = local_functions(module);
        let unused = locals.iter().enumerate().filter(|(number, _)| !used.contains(number));
        let moved: BTreeSet<usize> = unused.map(|(_, id)| places[id]).collect();
        let mut stubs = BTreeSet::new();
        let mut shared = BTreeSet::new();
        for id in locals {
            let of_the_rest = moved.contains(&places[&id]);
            let crossing = called_by(module.funcs.get(id).kind.unwrap_local());
            let crossing =
                crossing.iter().map(|id| places[id]).filter(|at| moved.contains(at) != of_the_rest);
            if of_the_rest { &mut shared } else { &mut stubs }.extend(crossing);
        }
        let kept = kept_otherwise(module).into_iter().map(|id| places[&id]);
        stubs.extend(kept.filter(|at| moved.contains(at)));
        Self { stubs: stubs.into_iter().collect(), shared: shared.into_iter().collect() }
    }
}

fn parse(wasm: &[u8]) -> Result<Module> {
    ModuleConfig::new().generate_name_section(false).generate_producers_section(false).parse(wasm)
}

fn all_functions(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter().map(walrus::Function::id).collect()
}

fn local_functions(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter_local().map(|(id, _)| id).collect()
}

/// The functions that a body names.
fn called_by(function: &LocalFunction) -> BTreeSet<FunctionId> {
    struct Named(BTreeSet<FunctionId>);
    impl Visitor<'_> for Named {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.insert(*function);
        }
    }
    let mut named = Named(BTreeSet::new());
    dfs_in_order(&mut named, function, function.entry_block());
    named.0
}

/// The functions that are named by exports, tables or the start of the module.
fn kept_otherwise(module: &Module) -> Vec<FunctionId> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let in_tables = module.elements.iter().flat_map(|element| match &element.items {
        ElementItems::Functions(ids) => ids.clone(),
        ElementItems::Expressions(_, items) => items.iter().filter_map(named_by).collect(),
    });
    exported.chain(in_tables).chain(module.start).collect()
}

fn named_by(expression: &ConstExpr) -> Option<FunctionId> {
    match expression {
        ConstExpr::RefFunc(id) => Some(*id),
        _ => None,
    }
}

/// The module with stubs in the place of what is moved, and exports of what the rest needs.
fn first_part(mut module: Module, plan: &Plan) -> Result<Vec<u8>> {
    let functions = all_functions(&module);
    let link = Link::add(&mut module, plan.stubs.len() as u64)?;
    for (slot, &at) in plan.stubs.iter().enumerate() {
        let stub = link.stub(&mut module, functions[at], i32::try_from(slot)?);
        module.funcs.get_mut(functions[at]).kind = FunctionKind::Local(stub);
    }
    for &at in &plan.shared {
        module.exports.add(&function_name(at), functions[at]);
    }
    let globals: Vec<GlobalId> = module.globals.iter().map(walrus::Global::id).collect();
    for (at, id) in globals.into_iter().enumerate() {
        module.exports.add(&global_name(at), id);
    }
    let tables: Vec<TableId> = module.tables.iter().map(walrus::Table::id).collect();
    for (at, id) in tables.into_iter().enumerate().filter(|(_, id)| *id != link.table) {
        module.exports.add(&table_name(at), id);
    }
    module.exports.add(REST_TABLE, link.table);
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

fn function_name(at: usize) -> String {
    format!("f{at}")
}

fn global_name(at: usize) -> String {
    format!("g{at}")
}

fn table_name(at: usize) -> String {
    format!("t{at}")
}

/// What stubs reach the rest with.
struct Link {
    /// A function that returns when the rest is loaded.
    ensure: FunctionId,
    table: TableId,
}

impl Link {
    fn add(module: &mut Module, size: u64) -> Result<Self> {
        let load = module.imports.get_func(LOAD.0, LOAD.1)?;
        let no = ConstExpr::Value(Value::I32(0));
        let loaded = module.globals.add_local(ValType::I32, true, false, no);
        let mut ensure = FunctionBuilder::new(&mut module.types, &[], &[]);
        ensure.func_body().global_get(loaded).if_else(
            None,
            |_| {},
            |missing| {
                missing.call(load).i32_const(1).global_set(loaded);
            },
        );
        let ensure = ensure.finish(Vec::new(), &mut module.funcs);
        let table = module.tables.add_local(false, size, Some(size), RefType::FUNCREF);
        Ok(Self { ensure, table })
    }

    /// A function of the same type that calls what is in `slot` of the table.
    fn stub(&self, module: &mut Module, of: FunctionId, slot: i32) -> LocalFunction {
        let signature = module.funcs.get(of).ty();
        let kind = module.types.get(signature);
        let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
        let arguments: Vec<_> = parameters.iter().map(|&kind| module.locals.add(kind)).collect();
        let mut stub = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let mut body = stub.func_body();
        body.call(self.ensure);
        for &argument in &arguments {
            body.local_get(argument);
        }
        body.i32_const(slot).call_indirect(signature, self.table);
        stub.local_func(arguments)
    }
}

/// What is moved, with everything else imported from the first part.
fn rest(mut module: Module, plan: &Plan) -> Result<Vec<u8>> {
    let functions = all_functions(&module);
    let only_the_first_has: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
    only_the_first_has.into_iter().for_each(|id| module.exports.delete(id));
    module.start = None;
    import_memories(&mut module);
    import_tables(&mut module);
    import_globals(&mut module);
    for &at in &plan.shared {
        import_function(&mut module, functions[at], &function_name(at));
    }
    let size = plan.stubs.len() as u64;
    let (table, _) = module.add_import_table(FIRST, REST_TABLE, false, size, Some(size), RefType::FUNCREF);
    let offset = ConstExpr::Value(Value::I32(0));
    let filling = ElementItems::Functions(plan.stubs.iter().map(|&at| functions[at]).collect());
    let element = module.elements.add(ElementKind::Active { table, offset }, filling);
    module.tables.get_mut(table).elem_segments.insert(element);
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

fn import_function(module: &mut Module, id: FunctionId, name: &str) {
    let ty = module.funcs.get(id).ty();
    match &module.funcs.get(id).kind {
        FunctionKind::Import(imported) => {
            let import = module.imports.get_mut(imported.import);
            import.module = FIRST.to_owned();
            import.name = name.to_owned();
        }
        _ => {
            let import = module.imports.add(FIRST, name, id);
            module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
}

fn import_memories(module: &mut Module) {
    let data: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
    let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
    for id in memories {
        let import = module.imports.add(FIRST, "memory", id);
        let memory = module.memories.get_mut(id);
        memory.data_segments.clear();
        memory.import = Some(import);
    }
}

fn import_tables(module: &mut Module) {
    let elements: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
    elements.into_iter().for_each(|id| module.elements.delete(id));
    let tables: Vec<TableId> = module.tables.iter().map(walrus::Table::id).collect();
    for (at, id) in tables.into_iter().enumerate() {
        let import = module.imports.add(FIRST, &table_name(at), id);
        let table = module.tables.get_mut(id);
        table.elem_segments.clear();
        table.import = Some(import);
    }
}

fn import_globals(module: &mut Module) {
    let globals: Vec<GlobalId> = module.globals.iter().map(walrus::Global::id).collect();
    for (at, id) in globals.into_iter().enumerate() {
        let import = module.imports.add(FIRST, &global_name(at), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
}
