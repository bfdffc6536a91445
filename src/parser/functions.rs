//! Functions, lambdas, classes, decorators, parameters and type parameters.
use super::builder::{Build, Builder, Item, Pair, Value};
use crate::ast::{NodeId, NodeKind, NodeList};
use crate::lexer::Kind;
use ouroscope_grammar::python::Rule;

/// The parameters read so far.
#[derive(Default)]
struct Parameters {
    posonlyargs: Vec<NodeId>,
    args: Vec<NodeId>,
    defaults: Vec<NodeId>,
    vararg: Option<NodeId>,
    kwonlyargs: Vec<NodeId>,
    kw_defaults: Vec<Option<NodeId>>,
    kwarg: Option<NodeId>,
    /// The token of a `*`, with or without a name.
    star: Option<usize>,
    slash: bool,
}

impl Builder<'_> {
    pub(super) fn function(&mut self, pair: Pair) -> Build {
        match pair.rule {
            Rule::decorated => self.decorated(pair),
            Rule::function_def => self.function_def(pair),
            Rule::class_def => self.class_def(pair),
            Rule::params | Rule::lambda_params => self.parameters(pair),
            Rule::param | Rule::lambda_param => self.parameter(pair),
            Rule::type_params => {
                let params: Vec<NodeId> = self.nodes(pair).collect();
                Ok(Value::List(self.ast.add_list(params)))
            }
            Rule::type_param => self.type_param(pair),
            _ => self.lambda(pair),
        }
    }

    fn decorated(&mut self, pair: Pair) -> Build {
        let mut decorators: Vec<NodeId> = self.nodes(pair).collect();
        let definition = decorators.pop().ok_or_else(|| self.broken(pair))?;
        let decorators = self.ast.add_list(decorators);
        match &mut self.ast.node_mut(definition).kind {
            NodeKind::FunctionDef { decorator_list, .. }
            | NodeKind::AsyncFunctionDef { decorator_list, .. }
            | NodeKind::ClassDef { decorator_list, .. } => *decorator_list = decorators,
            _ => return Err(self.broken(pair)),
        }
        Ok(Value::Node(definition))
    }

    fn function_def(&mut self, pair: Pair) -> Build {
        let is_async = self.kind(pair.first) == Kind::Async;
        let name = self.ident(pair.first + 1 + usize::from(is_async));
        let span = self.statement_span(pair.first, pair.end);
        let args = self.find_node(pair, Rule::params);
        let args = args.unwrap_or_else(|| self.add_parameters(Parameters::default(), span));
        let body = self.find_list(pair, Rule::block);
        let returns = self.find_node(pair, Rule::returns);
        let type_params = self.find_list(pair, Rule::type_params);
        let (decorator_list, type_comment) = (NodeList::default(), None);
        let kind = if is_async {
            NodeKind::AsyncFunctionDef {
                name,
                args,
                body,
                decorator_list,
                returns,
                type_comment,
                type_params,
            }
        } else {
            NodeKind::FunctionDef { name, args, body, decorator_list, returns, type_comment, type_params }
        };
        Ok(Value::Node(self.ast.add(kind, span)))
    }

    fn class_def(&mut self, pair: Pair) -> Build {
        let name = self.ident(pair.first + 1);
        let (bases, keywords) = match self.find(pair, Rule::call) {
            Some(Item { value: Value::Call { args, keywords }, first, end, .. }) => {
                self.no_bare_generator(args, first, end)?;
                (args, keywords)
            }
            _ => Default::default(),
        };
        let body = self.find_list(pair, Rule::block);
        let type_params = self.find_list(pair, Rule::type_params);
        let kind = NodeKind::ClassDef {
            name,
            bases,
            keywords,
            body,
            decorator_list: NodeList::default(),
            type_params,
        };
        Ok(Value::Node(self.ast.add(kind, self.statement_span(pair.first, pair.end))))
    }

    /// `class C(x for x in y)` is no call.
    fn no_bare_generator(&self, args: NodeList, first: usize, end: usize) -> Build<()> {
        let span = self.span(first, end);
        let is_bare = |&id: &NodeId| {
            matches!(self.ast.kind(id), NodeKind::GeneratorExp { .. }) && self.ast.span(id) == span
        };
        match self.ast.list(args) {
            [only] if is_bare(only) => {
                let is_for = |&token: &usize| matches!(self.kind(token), Kind::For | Kind::Async);
                let token = (first..end).find(is_for).unwrap_or(first);
                Err(self.error("invalid syntax", self.token_span(token)))
            }
            _ => Ok(()),
        }
    }

    fn lambda(&mut self, pair: Pair) -> Build {
        let span = self.span(pair.first, pair.end);
        let args = self.find_node(pair, Rule::lambda_params);
        let args = args.unwrap_or_else(|| self.add_parameters(Parameters::default(), span));
        let body = self.find_node(pair, Rule::expr).ok_or_else(|| self.broken(pair))?;
        Ok(Value::Node(self.ast.add(NodeKind::Lambda { args, body }, span)))
    }

    /// One parameter: the `arg` node, or plain tokens for a bare `*` and `/`.
    fn parameter(&mut self, pair: Pair) -> Build {
        let stars = usize::from(matches!(self.kind(pair.first), Kind::Star | Kind::DoubleStar));
        if pair.end - pair.first == stars || self.kind(pair.first) == Kind::Slash {
            return Ok(Value::Tokens);
        }
        let name = pair.first + stars;
        let annotated =
            self.child(pair, 0).filter(|item| matches!(item.rule, Rule::annotation | Rule::star_annotation));
        let end = annotated.map_or(name + 1, |item| item.end);
        let annotation = annotated.and_then(|item| match item.value {
            Value::Node(id) => Some(id),
            _ => None,
        });
        let kind = NodeKind::Arg { arg: self.ident(name), annotation, type_comment: None };
        let arg = self.ast.add(kind, self.span(name, end));
        // The default stays a list of its own beside the parameter.
        match self.find_node(pair, Rule::expr) {
            Some(default) => Ok(Value::List(self.ast.add_list([arg, default]))),
            None => Ok(Value::Node(arg)),
        }
    }

    fn parameters(&mut self, pair: Pair) -> Build {
        let mut parameters = Parameters::default();
        for index in 0..self.count(pair) {
            let Some(item) = self.child(pair, index) else { continue };
            self.add_parameter(&mut parameters, item, pair)?;
        }
        if let Some(star) = parameters.star
            && parameters.vararg.is_none()
            && parameters.kwonlyargs.is_empty()
        {
            // In a lambda, CPython points at what follows.
            let star = if pair.rule == Rule::lambda_params { pair.end } else { star };
            return Err(self.error("named arguments must follow bare *", self.token_span(star)));
        }
        let span = self.span(pair.first, pair.end);
        Ok(Value::Node(self.add_parameters(parameters, span)))
    }

    fn add_parameter(&mut self, parameters: &mut Parameters, item: Item, pair: Pair) -> Build<()> {
        let here = self.token_span(item.first);
        let kind = self.kind(item.first);
        if parameters.kwarg.is_some() {
            let span = if kind.is_name() { self.arg_span(item) } else { here };
            return Err(self.error("arguments cannot follow var-keyword argument", span));
        }
        let (arg, default) = match item.value {
            Value::Node(arg) => (Some(arg), None),
            Value::List(list) => match *self.ast.list(list) {
                [arg, default] => (Some(arg), Some(default)),
                _ => return Err(self.broken(pair)),
            },
            _ => (None, None),
        };
        match kind {
            Kind::Slash => {
                let message = if parameters.slash {
                    "/ may appear only once"
                } else if parameters.star.is_some() {
                    "/ must be ahead of *"
                } else if parameters.args.is_empty() && self.kind(item.end) != Kind::Comma {
                    "invalid syntax"
                } else if parameters.args.is_empty() {
                    "at least one argument must precede /"
                } else {
                    parameters.slash = true;
                    parameters.posonlyargs = std::mem::take(&mut parameters.args);
                    return Ok(());
                };
                Err(self.error(message, here))
            }
            Kind::Star if parameters.star.is_some() => {
                Err(self.error("* argument may appear only once", here))
            }
            Kind::Star => {
                parameters.star = Some(item.first);
                parameters.vararg = arg;
                Ok(())
            }
            Kind::DoubleStar => {
                if let Some(star) = parameters.star
                    && parameters.vararg.is_none()
                    && parameters.kwonlyargs.is_empty()
                {
                    return Err(self.error("named arguments must follow bare *", self.token_span(star)));
                }
                parameters.kwarg = arg;
                Ok(())
            }
            _ => {
                let arg = arg.ok_or_else(|| self.broken(pair))?;
                if parameters.star.is_some() {
                    parameters.kwonlyargs.push(arg);
                    parameters.kw_defaults.push(default);
                    return Ok(());
                }
                if default.is_none() && !parameters.defaults.is_empty() {
                    let message = "parameter without a default follows parameter with a default";
                    return Err(self.error(message, self.arg_span(item)));
                }
                parameters.args.push(arg);
                parameters.defaults.extend(default);
                Ok(())
            }
        }
    }

    fn arg_span(&self, item: Item) -> crate::source::Span {
        match item.value {
            Value::Node(arg) => self.ast.span(arg),
            _ => self.token_span(item.first),
        }
    }

    fn add_parameters(&mut self, parameters: Parameters, span: crate::source::Span) -> NodeId {
        let kind = NodeKind::Arguments {
            posonlyargs: self.ast.add_list(parameters.posonlyargs),
            args: self.ast.add_list(parameters.args),
            vararg: parameters.vararg,
            kwonlyargs: self.ast.add_list(parameters.kwonlyargs),
            kw_defaults: self.ast.add_opt_list(parameters.kw_defaults),
            kwarg: parameters.kwarg,
            defaults: self.ast.add_list(parameters.defaults),
        };
        self.ast.add(kind, span)
    }

    fn type_param(&mut self, pair: Pair) -> Build {
        let stars = usize::from(!self.kind(pair.first).is_name());
        let name = self.ident(pair.first + stars);
        let bound = self.find_node(pair, Rule::annotation);
        let default_value = self.find_node(pair, Rule::expr).or_else(|| self.find_node(pair, Rule::starred));
        let kind = match self.kind(pair.first) {
            Kind::Star => NodeKind::TypeVarTuple { name, default_value },
            Kind::DoubleStar => NodeKind::ParamSpec { name, default_value },
            _ => NodeKind::TypeVar { name, bound, default_value },
        };
        Ok(Value::Node(self.ast.add(kind, self.span(pair.first, pair.end))))
    }
}
