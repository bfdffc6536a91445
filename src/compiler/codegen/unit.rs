//! Code units: entering and leaving scopes (`_PyCompile_EnterScope` and others of `Python/compile.c`).
use super::fblock::FrameBlock;
use super::oparg::resume;
use super::{Codegen, Gen, MAX_INSTRUCTIONS};
use crate::ast::NodeId;
use crate::bytecode::code::flags;
use crate::bytecode::{CodeObject, Constant, Opcode};
use crate::compiler::Unit;
use crate::compiler::instruction_sequence::{InstructionSequence, Location};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::order;
use crate::source::Span;
use crate::symtable::{Block, BlockId, BlockKey, Flags, NameTable, Scope, mangle};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    Annotations,
}

/// Numbers of parameters; `positional` excludes the positional-only ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ArgCounts {
    pub positional: usize,
    pub posonly: usize,
    pub kwonly: usize,
}

/// What a unit currently makes of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NameInfo {
    pub flags: Flags,
    pub scope: Option<Scope>,
}

/// A variable annotation to be compiled into `__annotate__`.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeferredAnnotation {
    pub stmt: NodeId,
    /// Its number if it may not be executed; `None` if it certainly is.
    pub conditional_index: Option<u32>,
}

/// One code unit being written (`struct compiler_unit`).
#[derive(Debug)]
pub(super) struct CodeUnit {
    pub block: BlockId,
    pub kind: ScopeKind,
    /// The class whose private names are mangled here.
    pub private: Option<Rc<str>>,
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub first_line: i32,
    pub args: ArgCounts,
    pub consts: crate::bytecode::constant::ConstantTable,
    pub names: NameTable,
    pub varnames: NameTable,
    pub cellvars: NameTable,
    pub freevars: NameTable,
    /// Fast locals of inlined comprehensions outside functions; true while one of them is being compiled.
    pub fast_hidden: BTreeMap<Rc<str>, bool>,
    /// Names whose meaning an inlined comprehension has changed for the time being.
    pub overrides: BTreeMap<Rc<str>, NameInfo>,
    pub sequence: InstructionSequence,
    pub stashed_sequence: Option<InstructionSequence>,
    pub frame_blocks: Vec<FrameBlock>,
    pub in_inlined_comp: u32,
    pub in_conditional_block: u32,
    /// For a class: attributes assigned through `self`.
    pub static_attributes: BTreeSet<Rc<str>>,
    pub deferred_annotations: Vec<DeferredAnnotation>,
    pub next_conditional_index: u32,
    /// The name of the first parameter where the code object shows another one than the symbol table.
    pub first_parameter: Option<Rc<str>>,
}

/// A finished unit.
pub(super) struct Finished {
    pub code: Rc<CodeObject>,
    pub freevars: Vec<Rc<str>>,
}

impl<'a> Codegen<'a> {
    pub(super) fn unit(&self) -> &CodeUnit {
        self.units.last().expect("code is generated only inside a unit")
    }

    pub(super) fn unit_mut(&mut self) -> &mut CodeUnit {
        self.units.last_mut().expect("code is generated only inside a unit")
    }

    /// The symbol table's block of the current unit.
    pub(super) fn block(&self) -> &'a Block {
        self.table.block(self.unit().block)
    }

    pub(super) fn unit_info(&self, unit: &CodeUnit, name: &str) -> NameInfo {
        if let Some(info) = unit.overrides.get(name) {
            return *info;
        }
        let symbol = self.table.block(unit.block).symbol(name);
        symbol.map_or(NameInfo::default(), |symbol| NameInfo { flags: symbol.flags, scope: symbol.scope })
    }

    /// What the current unit makes of a (mangled) name.
    pub(super) fn info(&self, name: &str) -> NameInfo {
        self.unit_info(self.unit(), name)
    }

    /// What the module makes of a name.
    pub(super) fn module_info(&self, name: &str) -> NameInfo {
        self.units.first().map_or(NameInfo::default(), |unit| self.unit_info(unit, name))
    }

    pub(super) fn maybe_mangle(&self, name: &Rc<str>) -> Rc<str> {
        let unit = self.unit();
        self.table.maybe_mangle(unit.private.as_deref(), unit.block, name)
    }

    pub(super) fn internal_error(&self, what: &str, span: Span) -> Diagnostic {
        Diagnostic::new(DiagnosticKind::SyntaxError, format!("internal compiler error: {what}"), span)
    }

    /// Starts a unit; `private` is the class it is the body of.
    pub(super) fn enter_scope_with(
        &mut self,
        name: Rc<str>,
        kind: ScopeKind,
        key: BlockKey,
        first_line: i32,
        private: Option<Rc<str>>,
        args: ArgCounts,
    ) -> Gen {
        let id = self
            .table
            .lookup(key)
            .ok_or_else(|| self.internal_error("a scope without block", Span::default()))?;
        let block = self.table.block(id);
        let mut cellvars = NameTable::new(sorted_names(block, |info| {
            info.scope == Some(Scope::Cell) || info.flags.has(Flags::COMP_CELL)
        }));
        let implicit = [
            (block.needs_class_closure, "__class__"),
            (block.needs_classdict, "__classdict__"),
            (block.has_conditional_annotations, "__conditional_annotations__"),
        ];
        for (_, name) in implicit.iter().filter(|(needed, _)| *needed) {
            cellvars.add(&Rc::from(*name));
        }
        let is_free = |info: NameInfo| info.scope == Some(Scope::Free) || info.flags.has(Flags::FREE_CLASS);
        let freevars = NameTable::new(sorted_names(block, is_free));
        let private = private.or_else(|| self.units.last().and_then(|unit| unit.private.clone()));
        let qualname = self.qualname(&name, kind);
        self.units.push(CodeUnit {
            block: id,
            kind,
            private,
            name,
            qualname,
            first_line,
            args,
            consts: Default::default(),
            names: NameTable::default(),
            varnames: NameTable::new(block.varnames.iter().cloned()),
            cellvars,
            freevars,
            fast_hidden: BTreeMap::new(),
            overrides: BTreeMap::new(),
            sequence: InstructionSequence::new(),
            stashed_sequence: None,
            frame_blocks: Vec::new(),
            in_inlined_comp: 0,
            in_conditional_block: 0,
            static_attributes: BTreeSet::new(),
            deferred_annotations: Vec::new(),
            next_conditional_index: 0,
            first_parameter: None,
        });
        let line = if kind == ScopeKind::Module { 0 } else { first_line };
        let loc = Location::new(line, first_line, 0, 0);
        self.op_i(Opcode::RESUME, resume::AT_FUNC_START, loc);
        if kind == ScopeKind::Module {
            self.op(Opcode::ANNOTATIONS_PLACEHOLDER, loc);
        }
        Ok(())
    }

    pub(super) fn enter_scope(
        &mut self,
        name: Rc<str>,
        kind: ScopeKind,
        key: BlockKey,
        first_line: i32,
        private: Option<Rc<str>>,
    ) -> Gen {
        self.enter_scope_with(name, kind, key, first_line, private, ArgCounts::default())
    }

    /// The qualified name of a unit about to be entered (`compiler_set_qualname`).
    fn qualname(&self, name: &Rc<str>, kind: ScopeKind) -> Rc<str> {
        let [.., parent] = &self.units[..] else { return name.clone() };
        if self.units.len() == 1 {
            return name.clone();
        }
        let mut parent = parent;
        if parent.kind == ScopeKind::Annotations {
            if self.units.len() == 2 {
                return name.clone();
            }
            parent = &self.units[self.units.len() - 2];
        }
        if matches!(kind, ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Class) {
            let mangled = mangle(parent.private.as_deref(), name);
            if self.unit_info(parent, &mangled).scope == Some(Scope::GlobalExplicit) {
                return name.clone();
            }
        }
        let base = &parent.qualname;
        match parent.kind {
            ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Lambda => {
                format!("{base}.<locals>.{name}").into()
            }
            _ => format!("{base}.{name}").into(),
        }
    }

    /// Ends the current unit and assembles it. `return_none`: code that falls off the end returns `None`.
    pub(super) fn leave_scope(&mut self, return_none: bool) -> Result<Finished, Diagnostic> {
        if return_none {
            self.load_const(Constant::None, Location::NONE);
        }
        self.op(Opcode::RETURN_VALUE, Location::NONE);
        let flags = self.code_flags();
        let Some(unit) = self.units.pop() else {
            return Err(self.internal_error("a scope is left that was not entered", Span::default()));
        };
        if unit.sequence.len() > MAX_INSTRUCTIONS {
            return Err(too_large());
        }
        let mut varnames = unit.varnames.names;
        if let (Some(name), Some(first)) = (unit.first_parameter, varnames.first_mut()) {
            *first = name;
        }
        let freevars = unit.freevars.names.clone();
        let code = (self.assemble)(Unit {
            name: unit.name,
            qualname: unit.qualname,
            filename: self.source.filename().clone(),
            first_line: unit.first_line,
            flags,
            arg_count: (unit.args.positional + unit.args.posonly) as u32,
            posonly_arg_count: unit.args.posonly as u32,
            kwonly_arg_count: unit.args.kwonly as u32,
            consts: unit.consts,
            names: unit.names.names,
            varnames,
            cellvars: unit.cellvars.names,
            freevars: unit.freevars.names,
            hidden: unit.fast_hidden.into_keys().collect(),
            instructions: unit.sequence,
        })?;
        Ok(Finished { code, freevars })
    }

    /// Stops code that grows beyond all bounds.
    pub(super) fn check_size(&self) -> Gen {
        if self.unit().sequence.len() > MAX_INSTRUCTIONS { Err(too_large()) } else { Ok(()) }
    }

    /// `co_flags` (`compute_code_flags`).
    fn code_flags(&self) -> u32 {
        let block = self.block();
        let bits = [
            (true, flags::NEWLOCALS | flags::OPTIMIZED),
            (block.nested, flags::NESTED),
            (block.generator && !block.coroutine, flags::GENERATOR),
            (block.generator && block.coroutine, flags::ASYNC_GENERATOR),
            (block.varargs, flags::VARARGS),
            (block.varkeywords, flags::VARKEYWORDS),
            (block.has_docstring, flags::HAS_DOCSTRING),
            (block.method, flags::METHOD),
        ];
        let mut all = 0;
        if block.is_function_like() {
            all = bits.iter().filter(|(set, _)| *set).fold(0, |all, (_, bit)| all | bit);
        }
        if block.coroutine && !block.generator {
            all |= flags::COROUTINE;
        }
        if self.table.future.annotations {
            all |= flags::FUTURE_ANNOTATIONS;
        }
        if self.table.future.barry_as_flufl {
            all |= flags::FUTURE_BARRY_AS_BDFL;
        }
        all
    }
}

fn too_large() -> Diagnostic {
    Diagnostic::new(DiagnosticKind::TooComplex, "too much code in one function or module", Span::default())
}

/// The names of a block that `choose` picks, sorted: cells and free variables are numbered in this order.
fn sorted_names(block: &Block, choose: impl Fn(NameInfo) -> bool) -> Vec<Rc<str>> {
    let chosen = block.symbols().iter().filter(|s| choose(NameInfo { flags: s.flags, scope: s.scope }));
    let mut names: Vec<Rc<str>> = chosen.map(|symbol| symbol.name.clone()).collect();
    if names.len() < 2 {
        return names;
    }
    // Byte order of UTF-8 is code point order, which is how Python sorts strings.
    order::sort(&mut names);
    names
}
