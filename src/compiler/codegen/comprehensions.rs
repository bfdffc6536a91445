//! Comprehensions, inlined (PEP 709) or as functions, and generator expressions.
use super::fblock::BlockType;
use super::unit::{ArgCounts, NameInfo, ScopeKind};
use super::{Codegen, Gen};
use crate::ast::{NodeId, NodeKind, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::{Label, Location};
use crate::diagnostic::Diagnostic;
use crate::symtable::{Block, BlockKey, BlockKind, Flags, Scope};
use std::rc::Rc;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Generator,
    List,
    Set,
    /// The element is the key; this is the value.
    Dict(NodeId),
}

/// A comprehension's parts.
#[derive(Clone, Copy)]
struct Comprehension {
    expr: NodeId,
    kind: Kind,
    elt: NodeId,
    generators: NodeList,
    loc: Location,
}

/// One `for` clause, opened.
#[derive(Clone, Copy)]
enum Loop {
    /// Over a display of one item: no loop at all.
    Once {
        if_cleanup: Label,
    },
    Sync {
        start: Label,
        if_cleanup: Label,
        anchor: Label,
    },
    Async {
        start: Label,
        send: Label,
        except: Label,
        if_cleanup: Label,
    },
}

impl Loop {
    /// Where an `if` that is false goes.
    fn if_cleanup(self) -> Label {
        match self {
            Self::Once { if_cleanup } | Self::Sync { if_cleanup, .. } | Self::Async { if_cleanup, .. } => {
                if_cleanup
            }
        }
    }
}

/// What inlining has changed and must be undone.
#[derive(Default)]
struct Inlined {
    /// Names whose value in the enclosing scope waits on the stack.
    pushed: Vec<Rc<str>>,
    /// Where an exception in the comprehension goes, so that they are put back.
    cleanup: Option<Label>,
    /// What the names meant before.
    outer_meanings: Vec<(Rc<str>, Option<NameInfo>)>,
    /// Names that became fast locals for the time being.
    hidden: Vec<Rc<str>>,
}

impl Codegen<'_> {
    fn comprehension_parts(&self, expr: NodeId) -> Option<Comprehension> {
        let (kind, elt, generators) = match self.ast.kind(expr) {
            NodeKind::GeneratorExp { elt, generators } => (Kind::Generator, *elt, *generators),
            NodeKind::ListComp { elt, generators } => (Kind::List, *elt, *generators),
            NodeKind::SetComp { elt, generators } => (Kind::Set, *elt, *generators),
            NodeKind::DictComp { key, value, generators } => (Kind::Dict(*value), *key, *generators),
            _ => return None,
        };
        Some(Comprehension { expr, kind, elt, generators, loc: self.loc(expr) })
    }

    pub(super) fn comprehension(&mut self, expr: NodeId) -> Gen {
        let Some(comp) = self.comprehension_parts(expr) else { return Ok(()) };
        let Some(id) = self.table.lookup(BlockKey::Node(expr)) else {
            return Err(self.internal_error("a comprehension without block", self.ast.span(expr)));
        };
        let block = self.table.block(id);
        if block.comp_inlined {
            self.inlined_comprehension(&comp, block)
        } else {
            self.comprehension_function(&comp, block)
        }
    }

    /// The iterator of the outermost `for`, which is evaluated in the enclosing scope.
    fn outermost_iterator(&mut self, comp: &Comprehension) -> Gen {
        let ast = self.ast;
        let Some(&outermost) = ast.list(comp.generators).first() else { return Ok(()) };
        let NodeKind::Comprehension { iter, is_async, .. } = ast.kind(outermost) else { return Ok(()) };
        self.visit_expr(*iter)?;
        let opcode = if *is_async != 0 { Opcode::GET_AITER } else { Opcode::GET_ITER };
        self.op(opcode, self.loc(*iter));
        Ok(())
    }

    fn inlined_comprehension(&mut self, comp: &Comprehension, block: &Block) -> Gen {
        self.outermost_iterator(comp)?;
        self.push_block(BlockType::InlinedComprehension, comp.loc, comp.expr)?;
        let mut inlined = self.take_over_names(block);
        self.push_names(block, &mut inlined, comp.loc)?;
        self.start_container(comp, true);
        self.generators(comp, true)?;
        self.pop_block();
        self.restore_after(&inlined, comp.loc);
        self.give_back_names(inlined);
        Ok(())
    }

    fn comprehension_function(&mut self, comp: &Comprehension, block: &Block) -> Gen {
        let name = match comp.kind {
            Kind::Generator => "<genexpr>",
            Kind::List => "<listcomp>",
            Kind::Set => "<setcomp>",
            Kind::Dict(_) => "<dictcomp>",
        };
        let args = ArgCounts { positional: 1, ..ArgCounts::default() };
        let key = BlockKey::Node(comp.expr);
        self.enter_scope_with(name.into(), ScopeKind::Comprehension, key, comp.loc.line, None, args)?;
        self.start_container(comp, false);
        self.generators(comp, false)?;
        if comp.kind == Kind::Generator {
            self.wrap_in_stopiteration_handler();
        } else {
            self.op(Opcode::RETURN_VALUE, comp.loc);
        }
        let finished = self.leave_scope(true)?;
        self.make_closure(finished, 0, comp.loc)?;
        self.outermost_iterator(comp)?;
        self.op_i(Opcode::CALL, 0, comp.loc);
        if block.coroutine && comp.kind != Kind::Generator {
            self.await_value(0, comp.loc);
        }
        Ok(())
    }

    fn start_container(&mut self, comp: &Comprehension, inlined: bool) {
        let opcode = match comp.kind {
            Kind::Generator => return,
            Kind::List => Opcode::BUILD_LIST,
            Kind::Set => Opcode::BUILD_SET,
            Kind::Dict(_) => Opcode::BUILD_MAP,
        };
        self.op_i(opcode, 0, comp.loc);
        if inlined {
            self.op_i(Opcode::SWAP, 2, comp.loc);
        }
    }

    /// The loops of all `for` clauses, one inside the other, around the element.
    fn generators(&mut self, comp: &Comprehension, iter_on_stack: bool) -> Gen {
        let ast = self.ast;
        let mut loops = Vec::with_capacity(comp.generators.len());
        let mut depth = 0;
        for (index, &generator) in ast.list(comp.generators).iter().enumerate() {
            let NodeKind::Comprehension { target, iter, ifs, is_async } = ast.kind(generator) else {
                continue;
            };
            let opened = match *is_async {
                0 => self.open_loop(comp, *iter, index, iter_on_stack)?,
                _ => self.open_async_loop(comp, *iter, index, iter_on_stack)?,
            };
            depth += u32::from(!matches!(opened, Loop::Once { .. }));
            self.visit_expr(*target)?;
            for &condition in ast.list(*ifs) {
                self.jump_if(condition, opened.if_cleanup(), false)?;
            }
            loops.push(opened);
        }
        let mut loc = self.element(comp, depth)?;
        for opened in loops.into_iter().rev() {
            self.close_loop(comp, opened, loc);
            loc = self.loc(comp.elt);
        }
        Ok(())
    }

    fn open_loop(
        &mut self,
        comp: &Comprehension,
        iter: NodeId,
        index: usize,
        iter_on_stack: bool,
    ) -> Result<Loop, Diagnostic> {
        let start = self.new_label();
        let if_cleanup = self.new_label();
        let anchor = self.new_label();
        if index > 0 {
            if let Some(only) = self.single_item(iter) {
                // `for y in [f(x)]` is an assignment.
                self.visit_expr(only)?;
                return Ok(Loop::Once { if_cleanup });
            }
            self.visit_expr(iter)?;
            self.op(Opcode::GET_ITER, self.loc(iter));
        } else if !iter_on_stack {
            self.op_i(Opcode::LOAD_FAST, 0, comp.loc);
        }
        self.use_label(start);
        self.jump(Opcode::FOR_ITER, anchor, self.loc(iter));
        Ok(Loop::Sync { start, if_cleanup, anchor })
    }

    fn open_async_loop(
        &mut self,
        comp: &Comprehension,
        iter: NodeId,
        index: usize,
        iter_on_stack: bool,
    ) -> Result<Loop, Diagnostic> {
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let if_cleanup = self.new_label();
        if index > 0 {
            self.visit_expr(iter)?;
            self.op(Opcode::GET_AITER, self.loc(iter));
        } else if !iter_on_stack {
            self.op_i(Opcode::LOAD_FAST, 0, comp.loc);
        }
        self.use_label(start);
        self.push_block(BlockType::AsyncComprehensionGenerator, comp.loc, comp.expr)?;
        self.jump(Opcode::SETUP_FINALLY, except, comp.loc);
        self.op(Opcode::GET_ANEXT, comp.loc);
        self.load_const(Constant::None, comp.loc);
        self.use_label(send);
        self.yield_from(comp.loc, true);
        self.op(Opcode::POP_BLOCK, comp.loc);
        Ok(Loop::Async { start, send, except, if_cleanup })
    }

    /// The end of one round at `loc`, and what follows the loop.
    fn close_loop(&mut self, comp: &Comprehension, opened: Loop, loc: Location) {
        self.use_label(opened.if_cleanup());
        match opened {
            Loop::Once { .. } => {}
            Loop::Sync { start, anchor, .. } => {
                self.jump(Opcode::JUMP, start, loc);
                self.use_label(anchor);
                self.op(Opcode::END_FOR, Location::NONE);
                self.op(Opcode::POP_ITER, Location::NONE);
            }
            Loop::Async { start, send, except, .. } => {
                self.jump(Opcode::JUMP, start, loc);
                self.pop_block();
                self.use_label(except);
                self.jump(Opcode::END_ASYNC_FOR, send, comp.loc);
            }
        }
    }

    /// The one item of a list or tuple display.
    fn single_item(&self, iter: NodeId) -> Option<NodeId> {
        let elts = match self.ast.kind(iter) {
            NodeKind::List { elts, .. } | NodeKind::Tuple { elts, .. } => *elts,
            _ => return None,
        };
        match self.ast.list(elts) {
            [only] if !matches!(self.ast.kind(*only), NodeKind::Starred { .. }) => Some(*only),
            _ => None,
        }
    }

    /// Evaluates the element and adds it to what lies below `depth` iterators. Returns where it stands.
    fn element(&mut self, comp: &Comprehension, depth: u32) -> Result<Location, Diagnostic> {
        let elt_loc = self.loc(comp.elt);
        self.visit_expr(comp.elt)?;
        match comp.kind {
            Kind::Generator => {
                self.op_yield(elt_loc);
                self.op(Opcode::POP_TOP, elt_loc);
            }
            Kind::List => self.op_i(Opcode::LIST_APPEND, depth + 1, elt_loc),
            Kind::Set => self.op_i(Opcode::SET_ADD, depth + 1, elt_loc),
            Kind::Dict(value) => {
                self.visit_expr(value)?;
                let value_loc = self.loc(value);
                let loc = Location::new(elt_loc.line, value_loc.end_line, elt_loc.col, value_loc.end_col);
                self.op_i(Opcode::MAP_ADD, depth + 1, loc);
                return Ok(loc);
            }
        }
        Ok(elt_loc)
    }

    /// Whether a name of an inlined comprehension must be kept apart from the enclosing scope's.
    fn is_isolated(flags: Flags, in_class: bool) -> bool {
        (flags.has(Flags::LOCAL) && !flags.has(Flags::NONLOCAL)) || in_class
    }

    fn in_class_body(&self) -> bool {
        self.block().kind == BlockKind::Class && self.unit().in_inlined_comp == 0
    }

    /// Gives the comprehension's names the meaning they have in it (`_PyCompile_TweakInlinedComprehensionScopes`).
    fn take_over_names(&mut self, comp: &Block) -> Inlined {
        let in_class = self.in_class_body();
        let function_like = self.block().is_function_like();
        let mut inlined = Inlined::default();
        for symbol in comp.symbols() {
            let outer = self.info(&symbol.name).scope;
            let differs = symbol.scope != outer
                && symbol.scope != Some(Scope::Free)
                && !(symbol.scope == Some(Scope::Cell) && outer == Some(Scope::Free));
            if differs || in_class {
                let info = NameInfo { flags: symbol.flags, scope: symbol.scope };
                let before = self.unit_mut().overrides.insert(symbol.name.clone(), info);
                inlined.outer_meanings.push((symbol.name.clone(), before));
            }
            if Self::is_isolated(symbol.flags, in_class) && !function_like {
                let hidden = &mut self.unit_mut().fast_hidden;
                if hidden.insert(symbol.name.clone(), true) != Some(true) {
                    inlined.hidden.push(symbol.name.clone());
                }
            }
        }
        self.unit_mut().in_inlined_comp += 1;
        inlined
    }

    fn give_back_names(&mut self, inlined: Inlined) {
        let unit = self.unit_mut();
        unit.in_inlined_comp -= 1;
        for (name, before) in inlined.outer_meanings {
            match before {
                Some(info) => unit.overrides.insert(name, info),
                None => unit.overrides.remove(&name),
            };
        }
        // The names stay known as hidden locals of the unit.
        for name in inlined.hidden {
            unit.fast_hidden.insert(name, false);
        }
    }

    /// Saves the values of clashing names on the stack, below the iterator.
    fn push_names(&mut self, comp: &Block, inlined: &mut Inlined, loc: Location) -> Gen {
        for symbol in comp.symbols() {
            if !Self::is_isolated(symbol.flags, false) {
                continue;
            }
            let index = self.unit_mut().varnames.add(&symbol.name);
            self.op_i(Opcode::LOAD_FAST_AND_CLEAR, index, loc);
            if symbol.scope == Some(Scope::Cell) {
                // The comprehension's meanings are in force.
                let cell = match self.info(&symbol.name).scope {
                    Some(Scope::Free) => self.free_index(&symbol.name)?,
                    _ => self.cell_index(&symbol.name)?,
                };
                self.op_i(Opcode::MAKE_CELL, cell, loc);
            }
            inlined.pushed.push(symbol.name.clone());
        }
        if inlined.pushed.is_empty() {
            return Ok(());
        }
        self.op_i(Opcode::SWAP, inlined.pushed.len() as u32 + 1, loc);
        let cleanup = self.new_label();
        inlined.cleanup = Some(cleanup);
        self.jump(Opcode::SETUP_FINALLY, cleanup, loc);
        Ok(())
    }

    /// Puts the saved values back, after the comprehension and after an exception in it.
    fn restore_after(&mut self, inlined: &Inlined, loc: Location) {
        let Some(cleanup) = inlined.cleanup else { return };
        self.op(Opcode::POP_BLOCK, Location::NONE);
        let end = self.new_label();
        self.jump(Opcode::JUMP_NO_INTERRUPT, end, Location::NONE);
        self.use_label(cleanup);
        // The unfinished container lies below the exception.
        self.op_i(Opcode::SWAP, 2, Location::NONE);
        self.op(Opcode::POP_TOP, Location::NONE);
        self.restore_names(&inlined.pushed, loc);
        self.op_i(Opcode::RERAISE, 0, Location::NONE);
        self.use_label(end);
        self.restore_names(&inlined.pushed, loc);
    }

    fn restore_names(&mut self, names: &[Rc<str>], loc: Location) {
        self.op_i(Opcode::SWAP, names.len() as u32 + 1, loc);
        for name in names.iter().rev() {
            let index = self.unit_mut().varnames.add(name);
            self.op_i(Opcode::STORE_FAST_MAYBE_NULL, index, loc);
        }
    }

    /// A generator turns a StopIteration that escapes from it into a RuntimeError (PEP 479).
    pub(super) fn wrap_in_stopiteration_handler(&mut self) {
        let handler = self.new_label();
        self.unit_mut().sequence.insert(0, Opcode::SETUP_CLEANUP, handler.0, Location::NONE);
        self.load_const(Constant::None, Location::NONE);
        self.op(Opcode::RETURN_VALUE, Location::NONE);
        self.use_label(handler);
        let intrinsic = super::oparg::intrinsic_1::STOPITERATION_ERROR;
        self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic, Location::NONE);
        self.op_i(Opcode::RERAISE, 1, Location::NONE);
    }
}
