//! Expressions back to source text, as `from __future__ import annotations` stores them (`Python/ast_unparse.c`).
use super::{Ast, BoolOp, NodeId, NodeKind, NodeList, Operator, UnaryOp, repr_constant, repr_str};
use crate::bytecode::Constant;

/// How tightly an expression binds; an operand that binds less tightly gets parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Level(u8);

const TUPLE: Level = Level(0);
const TEST: Level = Level(1);
const OR: Level = Level(2);
const AND: Level = Level(3);
const NOT: Level = Level(4);
const CMP: Level = Level(5);
const EXPR: Level = Level(6);
const FACTOR: Level = Level(12);
const AWAIT: Level = Level(14);
const ATOM: Level = Level(15);

impl Level {
    fn tighter(self) -> Self {
        Self(self.0 + 1)
    }
}

fn operator_level(op: Operator) -> Level {
    match op {
        Operator::BitOr => EXPR,
        Operator::BitXor => Level(7),
        Operator::BitAnd => Level(8),
        Operator::LShift | Operator::RShift => Level(9),
        Operator::Add | Operator::Sub => Level(10),
        Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => Level(11),
        Operator::Pow => Level(13),
    }
}

/// The source text of an expression; `None` if it nests deeper than `max_depth`.
pub fn unparse(ast: &Ast, expr: NodeId, max_depth: u32) -> Option<String> {
    let mut writer = Writer { ast, out: String::new(), depth_left: max_depth };
    writer.expr(expr, TEST)?;
    Some(writer.out)
}

struct Writer<'a> {
    ast: &'a Ast,
    out: String,
    depth_left: u32,
}

impl<'a> Writer<'a> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn in_parentheses(&mut self, needed: bool, write: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if needed {
            self.push("(");
        }
        write(self)?;
        if needed {
            self.push(")");
        }
        Some(())
    }

    fn sequence(&mut self, items: NodeList, level: Level) -> Option<()> {
        let ast = self.ast;
        for (index, &item) in ast.list(items).iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.expr(item, level)?;
        }
        Some(())
    }

    fn enclosed(&mut self, open: &str, items: NodeList, close: &str) -> Option<()> {
        self.push(open);
        self.sequence(items, TEST)?;
        self.push(close);
        Some(())
    }

    fn expr(&mut self, expr: NodeId, level: Level) -> Option<()> {
        self.depth_left = self.depth_left.checked_sub(1)?;
        self.expr_kind(expr, level)?;
        self.depth_left += 1;
        Some(())
    }

    fn expr_kind(&mut self, expr: NodeId, level: Level) -> Option<()> {
        let ast = self.ast;
        match ast.kind(expr) {
            NodeKind::BoolOp { op, values } => {
                let (own, separator) = match op {
                    BoolOp::And => (AND, " and "),
                    BoolOp::Or => (OR, " or "),
                };
                self.in_parentheses(level > own, |this| {
                    for (index, &value) in ast.list(*values).iter().enumerate() {
                        if index > 0 {
                            this.push(separator);
                        }
                        this.expr(value, own.tighter())?;
                    }
                    Some(())
                })
            }
            NodeKind::BinOp { left, op, right } => {
                let own = operator_level(*op);
                let (left_level, right_level) =
                    if *op == Operator::Pow { (own.tighter(), own) } else { (own, own.tighter()) };
                self.in_parentheses(level > own, |this| {
                    this.expr(*left, left_level)?;
                    this.push(&format!(" {} ", op.symbol()));
                    this.expr(*right, right_level)
                })
            }
            NodeKind::UnaryOp { op, operand } => {
                let (own, text) = if *op == UnaryOp::Not { (NOT, "not ") } else { (FACTOR, op.symbol()) };
                self.in_parentheses(level > own, |this| {
                    this.push(text);
                    this.expr(*operand, own)
                })
            }
            NodeKind::Lambda { args, body } => {
                self.in_parentheses(level > TEST, |this| this.lambda(*args, *body))
            }
            NodeKind::IfExp { test, body, orelse } => self.in_parentheses(level > TEST, |this| {
                this.expr(*body, TEST.tighter())?;
                this.push(" if ");
                this.expr(*test, TEST.tighter())?;
                this.push(" else ");
                this.expr(*orelse, TEST)
            }),
            NodeKind::NamedExpr { target, value } => self.in_parentheses(level > TUPLE, |this| {
                this.expr(*target, ATOM)?;
                this.push(" := ");
                this.expr(*value, ATOM)
            }),
            NodeKind::Dict { keys, values } => {
                self.push("{");
                for (index, (key, &value)) in ast.opt_list(*keys).iter().zip(ast.list(*values)).enumerate() {
                    if index > 0 {
                        self.push(", ");
                    }
                    let Some(key) = *key else {
                        self.push("**");
                        self.expr(value, EXPR)?;
                        continue;
                    };
                    self.expr(key, TEST)?;
                    self.push(": ");
                    self.expr(value, TEST)?;
                }
                self.push("}");
                Some(())
            }
            NodeKind::Set { elts } => self.enclosed("{", *elts, "}"),
            NodeKind::List { elts, .. } => self.enclosed("[", *elts, "]"),
            NodeKind::Tuple { elts, .. } => self.tuple(*elts, level),
            NodeKind::GeneratorExp { elt, generators } => {
                self.comprehension("(", *elt, None, *generators, ")")
            }
            NodeKind::ListComp { elt, generators } => self.comprehension("[", *elt, None, *generators, "]"),
            NodeKind::SetComp { elt, generators } => self.comprehension("{", *elt, None, *generators, "}"),
            NodeKind::DictComp { key, value, generators } => {
                self.comprehension("{", *key, Some(*value), *generators, "}")
            }
            NodeKind::Yield { value } => {
                self.push("(yield");
                if let Some(value) = value {
                    self.push(" ");
                    self.expr(*value, TEST)?;
                }
                self.push(")");
                Some(())
            }
            NodeKind::YieldFrom { value } => {
                self.push("(yield from ");
                self.expr(*value, TEST)?;
                self.push(")");
                Some(())
            }
            NodeKind::Await { value } => self.in_parentheses(level > AWAIT, |this| {
                this.push("await ");
                this.expr(*value, ATOM)
            }),
            NodeKind::Compare { left, ops, comparators } => self.in_parentheses(level > CMP, |this| {
                this.expr(*left, CMP.tighter())?;
                for (op, &comparator) in ops.iter().zip(ast.list(*comparators)) {
                    this.push(&format!(" {} ", op.symbol()));
                    this.expr(comparator, CMP.tighter())?;
                }
                Some(())
            }),
            NodeKind::Call { func, args, keywords } => self.call(*func, *args, *keywords),
            NodeKind::JoinedStr { .. } => {
                let body = self.f_string_body(expr)?;
                self.push(&format!("f{}", repr_str(&body)));
                Some(())
            }
            NodeKind::FormattedValue { .. } => {
                let body = self.f_string_body(expr)?;
                self.push(&format!("f{}", repr_str(&body)));
                Some(())
            }
            NodeKind::Constant { value, kind } => {
                if kind.is_some() {
                    self.push("u");
                }
                self.constant(value);
                Some(())
            }
            NodeKind::Attribute { value, attr, .. } => {
                self.expr(*value, ATOM)?;
                // `1 .real`, because `1.` is a float.
                let int = matches!(ast.kind(*value), NodeKind::Constant { value: Constant::Int(_), .. });
                self.push(if int { " ." } else { "." });
                self.push(attr);
                Some(())
            }
            NodeKind::Subscript { value, slice, .. } => {
                self.expr(*value, ATOM)?;
                self.push("[");
                self.expr(*slice, TUPLE)?;
                self.push("]");
                Some(())
            }
            NodeKind::Slice { lower, upper, step } => {
                self.optional(*lower)?;
                self.push(":");
                self.optional(*upper)?;
                if step.is_some() {
                    self.push(":");
                    self.optional(*step)?;
                }
                Some(())
            }
            NodeKind::Starred { value, .. } => {
                self.push("*");
                self.expr(*value, EXPR)
            }
            NodeKind::Name { id, .. } => {
                self.push(id);
                Some(())
            }
            _ => None,
        }
    }

    fn optional(&mut self, expr: Option<NodeId>) -> Option<()> {
        expr.map_or(Some(()), |expr| self.expr(expr, TEST))
    }

    fn tuple(&mut self, elts: NodeList, level: Level) -> Option<()> {
        if elts.is_empty() {
            self.push("()");
            return Some(());
        }
        self.in_parentheses(level > TUPLE, |this| {
            this.sequence(elts, TEST)?;
            if elts.len() == 1 {
                this.push(",");
            }
            Some(())
        })
    }

    fn constant(&mut self, value: &Constant) {
        match value {
            Constant::Ellipsis => self.push("..."),
            // Infinity has no literal, but a float that overflows does.
            Constant::Float(_) | Constant::Complex { .. } => {
                let text = repr_constant(value).replace("inf", "1e309");
                self.push(&text);
            }
            _ => self.push(&repr_constant(value)),
        }
    }

    fn comprehension(
        &mut self,
        open: &str,
        elt: NodeId,
        value: Option<NodeId>,
        generators: NodeList,
        close: &str,
    ) -> Option<()> {
        let ast = self.ast;
        self.push(open);
        self.expr(elt, TEST)?;
        if let Some(value) = value {
            self.push(": ");
            self.expr(value, TEST)?;
        }
        for &generator in ast.list(generators) {
            let NodeKind::Comprehension { target, iter, ifs, is_async } = ast.kind(generator) else {
                return None;
            };
            self.push(if *is_async != 0 { " async for " } else { " for " });
            self.expr(*target, TUPLE)?;
            self.push(" in ");
            self.expr(*iter, TEST.tighter())?;
            for &condition in ast.list(*ifs) {
                self.push(" if ");
                self.expr(condition, TEST.tighter())?;
            }
        }
        self.push(close);
        Some(())
    }

    fn call(&mut self, func: NodeId, args: NodeList, keywords: NodeList) -> Option<()> {
        let ast = self.ast;
        self.expr(func, ATOM)?;
        if let ([only], true) = (ast.list(args), keywords.is_empty())
            && matches!(ast.kind(*only), NodeKind::GeneratorExp { .. })
        {
            // Its own parentheses are those of the call.
            return self.expr(*only, TEST);
        }
        self.push("(");
        self.sequence(args, TEST)?;
        for (index, &keyword) in ast.list(keywords).iter().enumerate() {
            let NodeKind::Keyword { arg, value } = ast.kind(keyword) else { return None };
            if index > 0 || !args.is_empty() {
                self.push(", ");
            }
            match arg {
                Some(arg) => {
                    self.push(arg);
                    self.push("=");
                }
                None => self.push("**"),
            }
            self.expr(*value, TEST)?;
        }
        self.push(")");
        Some(())
    }

    fn lambda(&mut self, args: NodeId, body: NodeId) -> Option<()> {
        let NodeKind::Arguments { posonlyargs, args: positional, .. } = self.ast.kind(args) else {
            return None;
        };
        let has_positional = !posonlyargs.is_empty() || !positional.is_empty();
        self.push(if has_positional { "lambda " } else { "lambda" });
        self.arguments(args)?;
        self.push(": ");
        self.expr(body, TEST)
    }

    fn arguments(&mut self, args: NodeId) -> Option<()> {
        let ast = self.ast;
        let NodeKind::Arguments { posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults } =
            ast.kind(args)
        else {
            return None;
        };
        let mut first = true;
        let positional: Vec<NodeId> = ast.list(*posonlyargs).iter().chain(ast.list(*args)).copied().collect();
        let without_default = positional.len() - defaults.len();
        for (index, &arg) in positional.iter().enumerate() {
            self.separate(&mut first);
            self.argument(arg)?;
            if index >= without_default {
                self.push("=");
                self.expr(ast.list(*defaults)[index - without_default], TEST)?;
            }
            if index + 1 == posonlyargs.len() {
                self.push(", /");
            }
        }
        if vararg.is_some() || !kwonlyargs.is_empty() {
            self.separate(&mut first);
            self.push("*");
            if let Some(vararg) = vararg {
                self.argument(*vararg)?;
            }
        }
        for (&arg, default) in ast.list(*kwonlyargs).iter().zip(ast.opt_list(*kw_defaults)) {
            self.separate(&mut first);
            self.argument(arg)?;
            if let Some(default) = default {
                self.push("=");
                self.expr(*default, TEST)?;
            }
        }
        if let Some(kwarg) = kwarg {
            self.separate(&mut first);
            self.push("**");
            self.argument(*kwarg)?;
        }
        Some(())
    }

    fn separate(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.push(", ");
        }
    }

    fn argument(&mut self, arg: NodeId) -> Option<()> {
        let NodeKind::Arg { arg, annotation, .. } = self.ast.kind(arg) else { return None };
        self.push(arg);
        if let Some(annotation) = annotation {
            self.push(": ");
            self.expr(*annotation, TEST)?;
        }
        Some(())
    }

    /// The text between the quotes of an f-string or in its format specification.
    fn f_string_body(&mut self, part: NodeId) -> Option<String> {
        let ast = self.ast;
        match ast.kind(part) {
            NodeKind::JoinedStr { values } => {
                let parts: Option<Vec<String>> =
                    ast.list(*values).iter().map(|&value| self.f_string_body(value)).collect();
                Some(parts?.concat())
            }
            NodeKind::Constant { value: Constant::Str(text), .. } => {
                Some(text.replace('{', "{{").replace('}', "}}"))
            }
            NodeKind::FormattedValue { value, conversion, format_spec } => {
                let mut inner = Writer { ast, out: String::new(), depth_left: self.depth_left };
                inner.expr(*value, TEST.tighter())?;
                let open = if inner.out.starts_with('{') { "{ " } else { "{" };
                let mut text = format!("{open}{}", inner.out);
                if let Ok(conversion @ b'!'..) = u8::try_from(*conversion) {
                    text.push('!');
                    text.push(char::from(conversion));
                }
                if let Some(spec) = format_spec {
                    text.push(':');
                    text += &self.f_string_body(*spec)?;
                }
                text.push('}');
                Some(text)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ast::{NodeKind, unparse};
    use crate::parser::Mode;
    use crate::source::Source;

    /// The right-hand sides are what CPython 3.14.8 stores under `from __future__ import annotations`.
    #[test]
    fn expressions_as_cpython_writes_them() {
        let cases = [
            ("(a+b)*c", "(a + b) * c"),
            ("a**-b**c", "a ** (-b ** c)"),
            ("not (a and b or c)", "not (a and b or c)"),
            ("lambda x,/,y=1,*,z,**k:x", "lambda x, /, y=1, *, z, **k: x"),
            ("x[1:2,::3]", "x[1:2, ::3]"),
            ("x[(1,)]", "x[1,]"),
            ("1 .real", "1 .real"),
            ("f(*a,b=1,**c)", "f(*a, b=1, **c)"),
            ("sum(x for x in y if z)", "sum(x for x in y if z)"),
            ("f'{a!r:>{w}}{{'", "f'{a!r:>{w}}{{'"),
            ("{**a,'b':1}", "{**a, 'b': 1}"),
            ("1e999", "1e309"),
        ];
        for (text, expected) in cases {
            let source = Source::new("<test>", text);
            let ast = crate::parser::parse(&source, &crate::lexer::scan(&source), Mode::Expression);
            let ast = ast.unwrap_or_else(|error| panic!("{text}: {}", error.message));
            let NodeKind::Expression { body } = ast.kind(ast.root()) else {
                panic!("{text} is no expression")
            };
            assert_eq!(unparse(&ast, *body, 100).as_deref(), Some(expected), "{text}");
        }
    }
}
