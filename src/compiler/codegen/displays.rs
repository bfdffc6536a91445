//! Displays: tuples, lists, sets and dicts.
use super::oparg::{STACK_USE_GUIDELINE, intrinsic_1};
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList, OptNodeList};
use crate::bytecode::Opcode;
use crate::compiler::instruction_sequence::Location;
use std::rc::Rc;

/// How a kind of container is built at once, and item by item.
struct Builder {
    build: Opcode,
    add: Opcode,
    extend: Opcode,
    tuple: bool,
}

const LIST: Builder = Builder {
    build: Opcode::BUILD_LIST,
    add: Opcode::LIST_APPEND,
    extend: Opcode::LIST_EXTEND,
    tuple: false,
};
const TUPLE: Builder = Builder { tuple: true, ..LIST };
const SET: Builder =
    Builder { build: Opcode::BUILD_SET, add: Opcode::SET_ADD, extend: Opcode::SET_UPDATE, tuple: false };

impl Codegen<'_> {
    pub(super) fn list(&mut self, elts: NodeList, ctx: ExprContext, expr: NodeId) -> Gen {
        match ctx {
            ExprContext::Store => self.unpack_into(elts, expr),
            ExprContext::Load => self.gather(elts, 0, &LIST, None, self.loc(expr)),
            ExprContext::Del => self.visit_exprs(elts),
        }
    }

    pub(super) fn tuple(&mut self, elts: NodeList, ctx: ExprContext, expr: NodeId) -> Gen {
        match ctx {
            ExprContext::Store => self.unpack_into(elts, expr),
            ExprContext::Load => self.gather(elts, 0, &TUPLE, None, self.loc(expr)),
            ExprContext::Del => self.visit_exprs(elts),
        }
    }

    pub(super) fn set(&mut self, elts: NodeList, loc: Location) -> Gen {
        self.gather(elts, 0, &SET, None, loc)
    }

    /// A tuple of `pushed` values already on the stack, the items, and the injected name.
    pub(super) fn gather_tuple(
        &mut self,
        elts: NodeList,
        pushed: usize,
        injected: Option<&Rc<str>>,
        loc: Location,
    ) -> Gen {
        self.gather(elts, pushed, &TUPLE, injected, loc)
    }

    pub(super) fn visit_starred(&mut self, expr: NodeId) -> Gen {
        match self.ast.kind(expr) {
            NodeKind::Starred { value, .. } => self.visit_expr(*value),
            _ => self.visit_expr(expr),
        }
    }

    /// Builds a container (`starunpack_helper_impl`): from the stack, or piecemeal if it is large or unpacks others.
    fn gather(
        &mut self,
        elts: NodeList,
        pushed: usize,
        builder: &Builder,
        injected: Option<&Rc<str>>,
        loc: Location,
    ) -> Gen {
        let ast = self.ast;
        let items = ast.list(elts);
        let is_starred = |item: &NodeId| matches!(ast.kind(*item), NodeKind::Starred { .. });
        let count = items.len() + pushed + usize::from(injected.is_some());
        let big = count > STACK_USE_GUIDELINE;
        if !big && !items.iter().any(is_starred) {
            self.visit_exprs(elts)?;
            if let Some(name) = injected {
                self.name_op(name, ExprContext::Load, loc)?;
            }
            let build = if builder.tuple { Opcode::BUILD_TUPLE } else { builder.build };
            self.op_i(build, count as u32, loc);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.op_i(builder.build, pushed as u32, loc);
        }
        for (index, item) in items.iter().enumerate() {
            if is_starred(item) {
                if !built {
                    self.op_i(builder.build, (index + pushed) as u32, loc);
                    built = true;
                }
                self.visit_starred(*item)?;
                self.op_i(builder.extend, 1, loc);
            } else {
                self.visit_expr(*item)?;
                if built {
                    self.op_i(builder.add, 1, loc);
                }
            }
        }
        if let Some(name) = injected {
            self.name_op(name, ExprContext::Load, loc)?;
            self.op_i(builder.add, 1, loc);
        }
        if builder.tuple {
            self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::LIST_TO_TUPLE, loc);
        }
        Ok(())
    }

    /// A dict display: runs of items are built on the stack and merged with what `**` unpacks.
    pub(super) fn dict(&mut self, keys: OptNodeList, values: NodeList, loc: Location) -> Gen {
        let ast = self.ast;
        let mut have_dict = false;
        let mut run = Vec::new();
        for (key, &value) in ast.opt_list(keys).iter().zip(ast.list(values)) {
            let Some(key) = *key else {
                if !run.is_empty() {
                    self.dict_run(&std::mem::take(&mut run), &mut have_dict, loc)?;
                }
                if !have_dict {
                    self.op_i(Opcode::BUILD_MAP, 0, loc);
                    have_dict = true;
                }
                self.visit_expr(value)?;
                self.op_i(Opcode::DICT_UPDATE, 1, loc);
                continue;
            };
            let full = run.len() * 2 > STACK_USE_GUIDELINE;
            run.push((key, value));
            if full {
                self.dict_run(&std::mem::take(&mut run), &mut have_dict, loc)?;
            }
        }
        if !run.is_empty() {
            self.dict_run(&run, &mut have_dict, loc)?;
        }
        if !have_dict {
            self.op_i(Opcode::BUILD_MAP, 0, loc);
        }
        Ok(())
    }

    fn dict_run(&mut self, items: &[(NodeId, NodeId)], have_dict: &mut bool, loc: Location) -> Gen {
        let big = items.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.op_i(Opcode::BUILD_MAP, 0, loc);
        }
        for &(key, value) in items {
            self.visit_expr(key)?;
            self.visit_expr(value)?;
            if big {
                self.op_i(Opcode::MAP_ADD, 1, loc);
            }
        }
        if !big {
            self.op_i(Opcode::BUILD_MAP, items.len() as u32, loc);
        }
        if *have_dict {
            self.op_i(Opcode::DICT_UPDATE, 1, loc);
        }
        *have_dict = true;
        Ok(())
    }
}
