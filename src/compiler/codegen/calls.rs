//! Calls.
use super::emit::AttrLoad;
use super::oparg::{STACK_USE_GUIDELINE, common_constant, intrinsic_1};
use super::{Codegen, Gen};
use crate::ast::{CmpOp, ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::{Label, Location};
use crate::diagnostic::Diagnostic;
use crate::fast_hash::FastMap;
use crate::symtable::{BlockKey, Flags};
use std::rc::Rc;

/// Up to this many keywords are compared with each other to find repeated ones.
const COMPARED: usize = 8;

/// A builtin that runs its generator expression in place.
struct InlineBuiltin {
    constant: u32,
    /// The jump that goes on with the loop, and the result if the loop ends; absent for `tuple`.
    test: Option<(Opcode, bool)>,
}

impl Codegen<'_> {
    /// The expression with whose code a call begins; `None` for a call through `super()`.
    pub(super) fn first_call_operand(&mut self, call: NodeId) -> Result<Option<NodeId>, Diagnostic> {
        let NodeKind::Call { func, keywords, .. } = self.ast.kind(call) else { return Ok(None) };
        self.validate_keywords(*keywords)?;
        if !self.is_method_call(call) {
            return Ok(Some(*func));
        }
        if self.is_optimizable_super(*func) {
            return Ok(None);
        }
        match self.ast.kind(*func) {
            NodeKind::Attribute { value, .. } => Ok(Some(*value)),
            _ => Ok(Some(*func)),
        }
    }

    pub(super) fn finish_call(&mut self, call: NodeId) -> Gen {
        let NodeKind::Call { func, args, keywords } = self.ast.kind(call) else { return Ok(()) };
        if self.is_method_call(call) {
            let NodeKind::Attribute { attr, .. } = self.ast.kind(*func) else { return Ok(()) };
            let loc = self.attribute_loc(self.loc(*func), *func);
            self.load_attr(AttrLoad::Method, attr, loc);
            return self.finish_method_call(call, loc);
        }
        let end = self.new_label();
        self.inline_builtin_call(*func, *args, *keywords, end)?;
        self.op(Opcode::PUSH_NULL, self.loc(*func));
        self.call_helper(self.loc(call), 0, *args, *keywords, None)?;
        self.use_label(end);
        Ok(())
    }

    /// Whether a call can load its method without binding it to the object (`maybe_optimize_method_call`).
    fn is_method_call(&self, call: NodeId) -> bool {
        let ast = self.ast;
        let NodeKind::Call { func, args, keywords } = ast.kind(call) else { return false };
        let NodeKind::Attribute { value, ctx: ExprContext::Load, .. } = ast.kind(*func) else { return false };
        // Functions of imported modules are no methods.
        if let NodeKind::Name { id, .. } = ast.kind(*value)
            && self.module_info(id).flags.has(Flags::IMPORT)
        {
            return false;
        }
        let size = args.len() + keywords.len() + usize::from(!keywords.is_empty());
        size < STACK_USE_GUIDELINE && !self.has_star(*args) && !self.has_double_star(*keywords)
    }

    fn has_star(&self, args: NodeList) -> bool {
        self.ast.list(args).iter().any(|&arg| matches!(self.ast.kind(arg), NodeKind::Starred { .. }))
    }

    fn has_double_star(&self, keywords: NodeList) -> bool {
        self.ast
            .list(keywords)
            .iter()
            .any(|&keyword| matches!(self.ast.kind(keyword), NodeKind::Keyword { arg: None, .. }))
    }

    /// The arguments and the call itself, once the method is on the stack.
    pub(super) fn finish_method_call(&mut self, call: NodeId, method_loc: Location) -> Gen {
        let NodeKind::Call { func, args, keywords } = self.ast.kind(call) else { return Ok(()) };
        self.visit_exprs(*args)?;
        let loc = self.attribute_loc(self.loc(call), *func);
        if keywords.is_empty() {
            self.op_i(Opcode::CALL, args.len() as u32, loc);
            return Ok(());
        }
        self.keyword_values(*keywords)?;
        self.keyword_names(*keywords, method_loc);
        self.op_i(Opcode::CALL_KW, (args.len() + keywords.len()) as u32, loc);
        Ok(())
    }

    fn keyword_values(&mut self, keywords: NodeList) -> Gen {
        let ast = self.ast;
        for &keyword in ast.list(keywords) {
            if let NodeKind::Keyword { value, .. } = ast.kind(keyword) {
                self.visit_expr(*value)?;
            }
        }
        Ok(())
    }

    fn keyword_names(&mut self, keywords: NodeList, loc: Location) {
        let ast = self.ast;
        let names = ast.list(keywords).iter().filter_map(|&keyword| match ast.kind(keyword) {
            NodeKind::Keyword { arg, .. } => arg.as_ref(),
            _ => None,
        });
        self.load_str_tuple(names, loc);
    }

    /// Refuses repeated names (`codegen_validate_keywords`): of several, the one that occurs first is reported, at its
    /// second occurrence.
    pub(super) fn validate_keywords(&self, keywords: NodeList) -> Gen {
        let ast = self.ast;
        let list = ast.list(keywords);
        let name = |&keyword: &NodeId| match ast.kind(keyword) {
            NodeKind::Keyword { arg, .. } => arg.as_ref(),
            _ => None,
        };
        let mut last = FastMap::default();
        if list.len() > COMPARED {
            last.extend(list.iter().enumerate().map(|(index, keyword)| (name(keyword), index)));
        }
        for (index, keyword) in list.iter().enumerate() {
            let this = name(keyword);
            if this.is_none() || last.get(&this) == Some(&index) {
                continue;
            }
            if let Some(&again) = list[index + 1..].iter().find(|other| name(other) == this) {
                let message = format!("keyword argument repeated: {}", this.map_or("", |name| name));
                return Err(self.error(message, again));
            }
        }
        Ok(())
    }

    /// `all(..)`, `any(..)` and `tuple(..)` of a generator expression loop in place if the name still means the builtin
    /// (`maybe_optimize_function_call`). The function is on the stack; execution goes on at `end` if it was inlined.
    fn inline_builtin_call(&mut self, func: NodeId, args: NodeList, keywords: NodeList, end: Label) -> Gen {
        let ast = self.ast;
        let (NodeKind::Name { id, .. }, [generator], true) =
            (ast.kind(func), ast.list(args), keywords.is_empty())
        else {
            return Ok(());
        };
        if !matches!(ast.kind(*generator), NodeKind::GeneratorExp { .. }) {
            return Ok(());
        }
        // An asynchronous generator is no iterator.
        let block = self.table.lookup(BlockKey::Node(*generator)).map(|id| self.table.block(id));
        if block.is_none_or(|block| block.coroutine) {
            return Ok(());
        }
        let builtin = match &**id {
            "all" => {
                InlineBuiltin { constant: common_constant::ALL, test: Some((Opcode::POP_JUMP_IF_TRUE, true)) }
            }
            "any" => InlineBuiltin {
                constant: common_constant::ANY,
                test: Some((Opcode::POP_JUMP_IF_FALSE, false)),
            },
            "tuple" => InlineBuiltin { constant: common_constant::TUPLE, test: None },
            _ => return Ok(()),
        };
        self.inline_builtin(&builtin, *generator, self.loc(func), end)
    }

    fn inline_builtin(
        &mut self,
        builtin: &InlineBuiltin,
        generator: NodeId,
        loc: Location,
        end: Label,
    ) -> Gen {
        let normal_call = self.new_label();
        self.op_i(Opcode::COPY, 1, loc);
        self.op_i(Opcode::LOAD_COMMON_CONSTANT, builtin.constant, loc);
        self.op_compare(CmpOp::Is, loc);
        self.jump(Opcode::POP_JUMP_IF_FALSE, normal_call, loc);
        self.op(Opcode::POP_TOP, loc);
        if builtin.test.is_none() {
            self.op_i(Opcode::BUILD_LIST, 0, loc);
        }
        self.visit_expr(generator)?;
        let next = self.new_label();
        let cleanup = self.new_label();
        self.use_label(next);
        self.jump(Opcode::FOR_ITER, cleanup, loc);
        match builtin.test {
            None => {
                self.op_i(Opcode::LIST_APPEND, 2, loc);
                self.jump(Opcode::JUMP, next, loc);
            }
            Some((go_on, _)) => {
                self.op(Opcode::TO_BOOL, loc);
                self.jump(go_on, next, loc);
            }
        }
        self.op(Opcode::POP_ITER, Location::NONE);
        if let Some((_, result)) = builtin.test {
            self.load_const(Constant::Bool(!result), loc);
        }
        self.jump(Opcode::JUMP, end, loc);
        self.use_label(cleanup);
        self.op(Opcode::END_FOR, Location::NONE);
        self.op(Opcode::POP_ITER, Location::NONE);
        match builtin.test {
            None => self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::LIST_TO_TUPLE, loc),
            Some((_, result)) => self.load_const(Constant::Bool(result), loc),
        }
        self.jump(Opcode::JUMP, end, loc);
        self.use_label(normal_call);
        Ok(())
    }

    /// Arguments and call of anything callable; `pushed` arguments are already on the stack. `injected` is a further
    /// base class that the compiler adds.
    pub(super) fn call_helper(
        &mut self,
        loc: Location,
        pushed: usize,
        args: NodeList,
        keywords: NodeList,
        injected: Option<&Rc<str>>,
    ) -> Gen {
        let too_many = args.len() + keywords.len() * 2 > STACK_USE_GUIDELINE;
        if too_many || self.has_star(args) || self.has_double_star(keywords) {
            return self.call_ex(loc, pushed, args, keywords, injected);
        }
        self.visit_exprs(args)?;
        let mut count = pushed + args.len();
        if let Some(name) = injected {
            self.name_op(name, ExprContext::Load, loc)?;
            count += 1;
        }
        if keywords.is_empty() {
            self.op_i(Opcode::CALL, count as u32, loc);
            return Ok(());
        }
        self.keyword_values(keywords)?;
        self.keyword_names(keywords, loc);
        self.op_i(Opcode::CALL_KW, (count + keywords.len()) as u32, loc);
        Ok(())
    }

    /// A call whose arguments are gathered in a tuple and a dict.
    fn call_ex(
        &mut self,
        loc: Location,
        pushed: usize,
        args: NodeList,
        keywords: NodeList,
        injected: Option<&Rc<str>>,
    ) -> Gen {
        let ast = self.ast;
        match ast.list(args) {
            [only] if pushed == 0 && matches!(ast.kind(*only), NodeKind::Starred { .. }) => {
                self.visit_starred(*only)?
            }
            _ => self.gather_tuple(args, pushed, injected, loc)?,
        }
        if keywords.is_empty() {
            self.op(Opcode::PUSH_NULL, loc);
        } else {
            self.gather_keywords(keywords, loc)?;
        }
        self.op(Opcode::CALL_FUNCTION_EX, loc);
        Ok(())
    }

    fn gather_keywords(&mut self, keywords: NodeList, loc: Location) -> Gen {
        let ast = self.ast;
        let mut have_dict = false;
        let mut plain = Vec::new();
        for &keyword in ast.list(keywords) {
            let NodeKind::Keyword { arg, value } = ast.kind(keyword) else { continue };
            if let Some(arg) = arg {
                plain.push((arg, *value));
                continue;
            }
            if !plain.is_empty() {
                self.keyword_dict(&std::mem::take(&mut plain), loc)?;
                if have_dict {
                    self.op_i(Opcode::DICT_MERGE, 1, loc);
                }
                have_dict = true;
            }
            if !have_dict {
                self.op_i(Opcode::BUILD_MAP, 0, loc);
                have_dict = true;
            }
            self.visit_expr(*value)?;
            self.op_i(Opcode::DICT_MERGE, 1, loc);
        }
        if !plain.is_empty() {
            self.keyword_dict(&plain, loc)?;
            if have_dict {
                self.op_i(Opcode::DICT_MERGE, 1, loc);
            }
        }
        Ok(())
    }

    fn keyword_dict(&mut self, keywords: &[(&Rc<str>, NodeId)], loc: Location) -> Gen {
        let big = keywords.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.op_i(Opcode::BUILD_MAP, 0, Location::NONE);
        }
        for (name, value) in keywords {
            self.load_str(name, loc);
            self.visit_expr(*value)?;
            if big {
                self.op_i(Opcode::MAP_ADD, 1, Location::NONE);
            }
        }
        if !big {
            self.op_i(Opcode::BUILD_MAP, keywords.len() as u32, loc);
        }
        Ok(())
    }
}
