//! Function definitions and lambdas.
use super::fblock::BlockType;
use super::oparg::make_function;
use super::unit::{ArgCounts, Finished, ScopeKind};
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList, OptNodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use crate::diagnostic::Diagnostic;
use crate::symtable::BlockKey;
use std::rc::Rc;

/// A function definition's parts, `async` or not.
#[derive(Clone, Copy)]
pub(super) struct Function<'a> {
    pub stmt: NodeId,
    pub name: &'a Rc<str>,
    pub args: NodeId,
    pub body: NodeList,
    pub decorators: NodeList,
    pub returns: Option<NodeId>,
    pub type_params: NodeList,
    pub is_async: bool,
}

impl<'a> Codegen<'a> {
    pub(super) fn function_parts(&self, stmt: NodeId) -> Option<Function<'a>> {
        let (name, args, body, decorators, returns, type_params, is_async) = match self.ast.kind(stmt) {
            NodeKind::FunctionDef { name, args, body, decorator_list, returns, type_params, .. } => {
                (name, args, body, decorator_list, returns, type_params, false)
            }
            NodeKind::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params, .. } => {
                (name, args, body, decorator_list, returns, type_params, true)
            }
            _ => return None,
        };
        let (args, body, decorators, returns, type_params) =
            (*args, *body, *decorators, *returns, *type_params);
        Some(Function { stmt, name, args, body, decorators, returns, type_params, is_async })
    }

    pub(super) fn function(&mut self, stmt: NodeId) -> Gen {
        let Some(function) = self.function_parts(stmt) else { return Ok(()) };
        self.visit_exprs(function.decorators)?;
        let first_line = self.definition_line(stmt, function.decorators);
        let loc = self.loc(stmt);
        let mut flags = self.default_arguments(function.args, loc)?;
        if function.type_params.is_empty() {
            flags |= self.function_annotations(&function, loc)?;
            self.function_body(&function, flags, first_line)?;
        } else {
            self.generic_function(&function, flags, first_line, loc)?;
        }
        self.apply_decorators(function.decorators);
        self.name_op(function.name, ExprContext::Store, loc)
    }

    /// `co_firstlineno`: the line of the first decorator, if there is one.
    pub(super) fn definition_line(&self, stmt: NodeId, decorators: NodeList) -> i32 {
        self.line(self.ast.list(decorators).first().copied().unwrap_or(stmt))
    }

    pub(super) fn apply_decorators(&mut self, decorators: NodeList) {
        let ast = self.ast;
        for &decorator in ast.list(decorators).iter().rev() {
            self.op_i(Opcode::CALL, 0, self.loc(decorator));
        }
    }

    /// Evaluates default values; returns which ones the function has (`make_function`).
    pub(super) fn default_arguments(&mut self, args: NodeId, loc: Location) -> Result<u32, Diagnostic> {
        let NodeKind::Arguments { kwonlyargs, kw_defaults, defaults, .. } = self.ast.kind(args) else {
            return Ok(0);
        };
        let mut flags = 0;
        if !defaults.is_empty() {
            self.visit_exprs(*defaults)?;
            self.op_i(Opcode::BUILD_TUPLE, defaults.len() as u32, loc);
            flags |= make_function::DEFAULTS;
        }
        if self.keyword_defaults(*kwonlyargs, *kw_defaults, loc)? {
            flags |= make_function::KWDEFAULTS;
        }
        Ok(flags)
    }

    fn keyword_defaults(
        &mut self,
        args: NodeList,
        defaults: OptNodeList,
        loc: Location,
    ) -> Result<bool, Diagnostic> {
        let ast = self.ast;
        let mut count = 0;
        for (&arg, default) in ast.list(args).iter().zip(ast.opt_list(defaults)) {
            let (NodeKind::Arg { arg, .. }, Some(default)) = (ast.kind(arg), *default) else { continue };
            let mangled = self.maybe_mangle(arg);
            self.load_str(&mangled, loc);
            self.visit_expr(default)?;
            count += 1;
        }
        if count > 0 {
            self.op_i(Opcode::BUILD_MAP, count, loc);
        }
        Ok(count > 0)
    }

    fn arg_counts(&self, args: NodeId) -> ArgCounts {
        match self.ast.kind(args) {
            NodeKind::Arguments { posonlyargs, args, kwonlyargs, .. } => {
                ArgCounts { positional: args.len(), posonly: posonlyargs.len(), kwonly: kwonlyargs.len() }
            }
            _ => ArgCounts::default(),
        }
    }

    /// Compiles the body and makes the function.
    pub(super) fn function_body(&mut self, function: &Function, flags: u32, first_line: i32) -> Gen {
        let ast = self.ast;
        let kind = if function.is_async { ScopeKind::AsyncFunction } else { ScopeKind::Function };
        let (name, key) = (function.name.clone(), BlockKey::Node(function.stmt));
        self.enter_scope_with(name, kind, key, first_line, None, self.arg_counts(function.args))?;
        let block = self.block();
        let mut body = ast.list(function.body);
        if block.has_docstring
            && let Some(text) = crate::symtable::docstring(ast, body)
        {
            // The docstring is the first constant and has no instruction.
            let doc = super::docstring::clean(text, ast.span(body[0]))?;
            self.unit_mut().consts.add(doc);
            body = &body[1..];
        }
        let wrap = block.coroutine || block.generator;
        if wrap {
            self.push_block(BlockType::StopIteration, Location::NONE, function.stmt)?;
        }
        body.iter().try_for_each(|&stmt| self.visit_stmt(stmt))?;
        if wrap {
            self.wrap_in_stopiteration_handler();
            self.pop_block();
        }
        let finished = self.leave_scope(true)?;
        self.make_closure(finished, flags, self.loc(function.stmt))
    }

    pub(super) fn lambda(&mut self, expr: NodeId) -> Gen {
        let NodeKind::Lambda { args, body } = self.ast.kind(expr) else { return Ok(()) };
        let loc = self.loc(expr);
        let flags = self.default_arguments(*args, loc)?;
        let counts = self.arg_counts(*args);
        self.enter_scope_with(
            "<lambda>".into(),
            ScopeKind::Lambda,
            BlockKey::Node(expr),
            loc.line,
            None,
            counts,
        )?;
        self.visit_expr(*body)?;
        let generator = self.block().generator;
        if !generator {
            self.op(Opcode::RETURN_VALUE, self.loc(*body));
        }
        let finished = self.leave_scope(!generator)?;
        self.make_closure(finished, flags, loc)
    }

    /// Makes a function of a code object, with its closure and the attributes that wait on the stack.
    pub(super) fn make_closure(&mut self, finished: Finished, flags: u32, loc: Location) -> Gen {
        let mut flags = flags;
        if !finished.freevars.is_empty() {
            for name in &finished.freevars {
                let index = self.closure_index(name)?;
                self.op_i(Opcode::LOAD_CLOSURE, index, loc);
            }
            self.op_i(Opcode::BUILD_TUPLE, finished.freevars.len() as u32, loc);
            flags |= make_function::CLOSURE;
        }
        self.load_const(Constant::Code(finished.code), loc);
        self.op(Opcode::MAKE_FUNCTION, loc);
        let order = [
            make_function::CLOSURE,
            make_function::ANNOTATE,
            make_function::KWDEFAULTS,
            make_function::DEFAULTS,
        ];
        for attribute in order {
            if flags & attribute != 0 {
                self.op_i(Opcode::SET_FUNCTION_ATTRIBUTE, attribute, loc);
            }
        }
        Ok(())
    }
}
