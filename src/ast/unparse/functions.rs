//! Parameters of functions, lambdas and types.
use super::level::TEST;
use super::{Style, Work, Writer};
use crate::ast::{NodeId, NodeKind, NodeList};

impl<'a> Writer<'a> {
    pub(super) fn lambda(&mut self, args: NodeId, body: NodeId) {
        self.text("lambda");
        if self.has_space_after_lambda(args) {
            self.text(" ");
        }
        self.parameter(args);
        self.text(": ");
        self.at_level(body, TEST);
    }

    /// CPython's annotations have no space in `lambda*args: 0`.
    fn has_space_after_lambda(&self, args: NodeId) -> bool {
        let NodeKind::Arguments { posonlyargs, args, vararg, kwonlyargs, kwarg, .. } = self.ast.kind(args)
        else {
            return false;
        };
        let positional = !posonlyargs.is_empty() || !args.is_empty();
        let other = vararg.is_some() || !kwonlyargs.is_empty() || kwarg.is_some();
        positional || other && self.style == Style::Source
    }

    /// `arguments`, `arg` and the type parameters.
    pub(super) fn parameter(&mut self, node: NodeId) {
        match self.ast.kind(node) {
            NodeKind::Arguments { .. } => self.parameters(node),
            NodeKind::Arg { arg, annotation, .. } => {
                self.text(arg);
                self.optional(": ", *annotation);
            }
            NodeKind::TypeVar { name, bound, default_value } => {
                self.text(name);
                self.optional(": ", *bound);
                self.optional(" = ", *default_value);
            }
            NodeKind::TypeVarTuple { name, default_value } => {
                self.text("*");
                self.text(name);
                self.optional(" = ", *default_value);
            }
            NodeKind::ParamSpec { name, default_value } => {
                self.text("**");
                self.text(name);
                self.optional(" = ", *default_value);
            }
            _ => {}
        }
    }

    fn parameters(&mut self, node: NodeId) {
        let ast = self.ast;
        let NodeKind::Arguments { posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults } =
            ast.kind(node)
        else {
            return;
        };
        let first = self.next.len();
        let positional = ast.list(*posonlyargs).iter().chain(ast.list(*args));
        let count = posonlyargs.len() + args.len();
        let without_default = count.saturating_sub(defaults.len());
        for (index, &arg) in positional.enumerate() {
            self.next_parameter(first, "", Some(arg));
            let default = index.checked_sub(without_default).and_then(|at| ast.list(*defaults).get(at));
            self.optional("=", default.copied());
            if index + 1 == posonlyargs.len() {
                self.text(", /");
            }
        }
        if vararg.is_some() || !kwonlyargs.is_empty() {
            self.next_parameter(first, "*", *vararg);
        }
        for (&arg, &default) in ast.list(*kwonlyargs).iter().zip(ast.opt_list(*kw_defaults)) {
            self.next_parameter(first, "", Some(arg));
            self.optional("=", default);
        }
        if kwarg.is_some() {
            self.next_parameter(first, "**", *kwarg);
        }
    }

    /// A parameter, after a comma unless it is the first; `first` is where the first one was to be written.
    fn next_parameter(&mut self, first: usize, stars: &'a str, arg: Option<NodeId>) {
        if self.next.len() > first {
            self.text(", ");
        }
        self.text(stars);
        self.next.extend(arg.map(|arg| Work::Node(arg, TEST)));
    }

    pub(super) fn type_params(&mut self, params: NodeList) {
        if !params.is_empty() {
            self.text("[");
            self.list(params);
            self.text("]");
        }
    }
}
