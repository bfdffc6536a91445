//! Type parameters of functions, classes and type aliases (PEP 695).
use super::classes::Class;
use super::functions::Function;
use super::oparg::{intrinsic_1, intrinsic_2, make_function};
use super::unit::{ArgCounts, ScopeKind};
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeId, NodeKind, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use crate::symtable::BlockKey;
use std::rc::Rc;

impl Codegen<'_> {
    /// The function is made by a function that first makes the type parameters.
    pub(super) fn generic_function(
        &mut self,
        function: &Function,
        flags: u32,
        first_line: i32,
        loc: Location,
    ) -> Gen {
        let given = [make_function::DEFAULTS, make_function::KWDEFAULTS];
        let arguments = given.iter().filter(|&&flag| flags & flag != 0).count();
        if arguments == 2 {
            self.op_i(Opcode::SWAP, 2, loc);
        }
        let args = ArgCounts { positional: arguments, ..ArgCounts::default() };
        let key = BlockKey::TypeParameters(function.stmt);
        let name = format!("<generic parameters of {}>", function.name).into();
        self.enter_scope_with(name, ScopeKind::Annotations, key, first_line, None, args)?;
        self.type_params(function.type_params)?;
        for index in 0..arguments {
            self.op_i(Opcode::LOAD_FAST, index as u32, loc);
        }
        let flags = flags | self.function_annotations(function, loc)?;
        self.function_body(function, flags, first_line)?;
        self.op_i(Opcode::SWAP, 2, loc);
        self.op_i(Opcode::CALL_INTRINSIC_2, intrinsic_2::SET_FUNCTION_TYPE_PARAMS, loc);
        let finished = self.leave_scope(false)?;
        self.make_closure(finished, 0, loc)?;
        if arguments > 0 {
            self.op_i(Opcode::SWAP, arguments as u32 + 1, loc);
            self.op_i(Opcode::CALL, arguments as u32 - 1, loc);
        } else {
            self.op(Opcode::PUSH_NULL, loc);
            self.op_i(Opcode::CALL, 0, loc);
        }
        Ok(())
    }

    pub(super) fn generic_class(&mut self, class: &Class, first_line: i32, loc: Location) -> Gen {
        let key = BlockKey::TypeParameters(class.stmt);
        let name = format!("<generic parameters of {}>", class.name).into();
        self.enter_scope(name, ScopeKind::Annotations, key, first_line, Some(class.name.clone()))?;
        self.type_params(class.type_params)?;
        let (type_params, generic_base): (Rc<str>, Rc<str>) = (".type_params".into(), ".generic_base".into());
        self.name_op(&type_params, ExprContext::Store, loc)?;
        self.class_body(class, first_line)?;
        self.name_op(&type_params, ExprContext::Load, loc)?;
        self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::SUBSCRIPT_GENERIC, loc);
        self.name_op(&generic_base, ExprContext::Store, loc)?;
        self.validate_keywords(class.keywords)?;
        self.call_helper(loc, 2, class.bases, class.keywords, Some(&generic_base))?;
        self.call_type_parameters_scope(loc)
    }

    pub(super) fn type_alias(&mut self, stmt: NodeId) -> Gen {
        let ast = self.ast;
        let NodeKind::TypeAlias { name, type_params, value } = ast.kind(stmt) else { return Ok(()) };
        let NodeKind::Name { id, .. } = ast.kind(*name) else { return Ok(()) };
        let loc = self.loc(stmt);
        if type_params.is_empty() {
            self.load_str(id, loc);
            self.load_const(Constant::None, loc);
            self.type_alias_value(stmt, id, *value, loc)?;
        } else {
            let key = BlockKey::TypeParameters(stmt);
            let scope_name = format!("<generic parameters of {id}>").into();
            self.enter_scope(scope_name, ScopeKind::Annotations, key, loc.line, None)?;
            self.load_str(id, loc);
            self.type_params(*type_params)?;
            self.type_alias_value(stmt, id, *value, loc)?;
            self.call_type_parameters_scope(loc)?;
        }
        self.name_op(id, ExprContext::Store, loc)
    }

    fn type_alias_value(&mut self, stmt: NodeId, name: &Rc<str>, value: NodeId, loc: Location) -> Gen {
        self.lazy_value(name, BlockKey::Node(stmt), value, false, loc)?;
        self.op_i(Opcode::BUILD_TUPLE, 3, loc);
        self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::TYPEALIAS, loc);
        Ok(())
    }

    /// Ends a scope of type parameters, makes its function and calls it.
    fn call_type_parameters_scope(&mut self, loc: Location) -> Gen {
        let finished = self.leave_scope(false)?;
        self.make_closure(finished, 0, loc)?;
        self.op(Opcode::PUSH_NULL, loc);
        self.op_i(Opcode::CALL, 0, loc);
        Ok(())
    }

    /// A function that evaluates a bound, a default or an alias's value when asked; its format defaults to `VALUE`.
    fn lazy_value(
        &mut self,
        name: &Rc<str>,
        key: BlockKey,
        value: NodeId,
        is_bound: bool,
        loc: Location,
    ) -> Gen {
        let defaults = Constant::Tuple([Constant::from(1)].into());
        self.load_const(defaults, loc);
        self.enter_annotations_scope(name.clone(), key, loc)?;
        match self.ast.kind(value) {
            NodeKind::Starred { value, .. } => {
                self.visit_expr(*value)?;
                self.op_i(Opcode::UNPACK_SEQUENCE, 1, loc);
            }
            _ => self.visit_expr(value)?,
        }
        self.op(Opcode::RETURN_VALUE, loc);
        let finished = self.leave_scope(is_bound)?;
        self.make_closure(finished, make_function::DEFAULTS, loc)
    }

    fn type_params(&mut self, type_params: NodeList) -> Gen {
        let ast = self.ast;
        let mut seen_default = false;
        for &param in ast.list(type_params) {
            self.within(param, |codegen| codegen.type_param(param, &mut seen_default))?;
        }
        if let Some(&first) = ast.list(type_params).first() {
            self.op_i(Opcode::BUILD_TUPLE, type_params.len() as u32, self.loc(first));
        }
        Ok(())
    }

    fn type_param(&mut self, param: NodeId, seen_default: &mut bool) -> Gen {
        let loc = self.loc(param);
        let (name, bound, default, intrinsic) = match self.ast.kind(param) {
            NodeKind::TypeVar { name, bound, default_value } => {
                (name, *bound, *default_value, intrinsic_1::TYPEVAR)
            }
            NodeKind::TypeVarTuple { name, default_value } => {
                (name, None, *default_value, intrinsic_1::TYPEVARTUPLE)
            }
            NodeKind::ParamSpec { name, default_value } => {
                (name, None, *default_value, intrinsic_1::PARAMSPEC)
            }
            _ => return Ok(()),
        };
        self.load_str(name, loc);
        match bound {
            Some(bound) => {
                self.lazy_value(name, BlockKey::Node(param), bound, true, self.loc(bound))?;
                let constrained = matches!(self.ast.kind(bound), NodeKind::Tuple { .. });
                let intrinsic = if constrained {
                    intrinsic_2::TYPEVAR_WITH_CONSTRAINTS
                } else {
                    intrinsic_2::TYPEVAR_WITH_BOUND
                };
                self.op_i(Opcode::CALL_INTRINSIC_2, intrinsic, loc);
            }
            None => self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic, loc),
        }
        if let Some(default) = default {
            *seen_default = true;
            let key = match self.ast.kind(param) {
                NodeKind::TypeVar { .. } => BlockKey::TypeParameterDefault(param),
                _ => BlockKey::Node(param),
            };
            self.lazy_value(name, key, default, true, self.loc(default))?;
            self.op_i(Opcode::CALL_INTRINSIC_2, intrinsic_2::SET_TYPEPARAM_DEFAULT, loc);
        } else if *seen_default {
            let message = format!("non-default type parameter '{name}' follows default type parameter");
            return Err(self.error(message, param));
        }
        self.op_i(Opcode::COPY, 1, loc);
        self.name_op(name, ExprContext::Store, loc)
    }
}
