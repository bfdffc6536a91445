//! What CPython does to the AST before it compiles it (`Python/ast_preprocess.c`): `'..%s..' % (x,)` becomes an f-string,
//! `__debug__` a constant, the signed and complex numbers of patterns become constants, and `-OO` drops docstrings.
use super::Options;
use super::codegen::NOWHERE;
use crate::ast::{Ast, ExprContext, Node, NodeId, NodeKind, NodeList, Operator, UnaryOp};
use crate::bytecode::Constant;
use crate::symtable::docstring;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Most digits of a width or precision that is still rewritten.
const MAX_DIGITS: usize = 2;

/// The AST to build the symbol table from and to compile. It is borrowed if there was nothing to do; node ids stay valid.
pub fn preprocess(ast: &Ast, options: Options) -> Cow<'_, Ast> {
    let mut result = Cow::Borrowed(ast);
    let untouched = annotations_kept_as_text(ast);
    // Children come before their parents, so the order of creation is bottom-up.
    for (id, node) in ast.node_ids().zip(ast.nodes()) {
        if !may_change(&node.kind, options) || untouched.contains(&id) {
            continue;
        }
        let Some(replacement) = replacement(&mut result, id, options) else { continue };
        result.to_mut().node_mut(id).kind = replacement;
    }
    result
}

/// Every node of the annotations that `from __future__ import annotations` keeps as they are written.
fn annotations_kept_as_text(ast: &Ast) -> BTreeSet<NodeId> {
    let mut untouched = BTreeSet::new();
    if !crate::symtable::future_features(ast).is_ok_and(|features| features.annotations) {
        return untouched;
    }
    let annotation = |node: &Node| match &node.kind {
        NodeKind::Arg { annotation, .. } => *annotation,
        NodeKind::AnnAssign { annotation, .. } => Some(*annotation),
        NodeKind::FunctionDef { returns, .. } | NodeKind::AsyncFunctionDef { returns, .. } => *returns,
        _ => None,
    };
    let mut pending: Vec<NodeId> = ast.nodes().iter().filter_map(annotation).collect();
    while let Some(id) = pending.pop() {
        if untouched.insert(id) {
            pending.extend(ast.children(id));
        }
    }
    untouched
}

/// Whether [`replacement`] has anything to do with such a node.
fn may_change(kind: &NodeKind, options: Options) -> bool {
    match kind {
        NodeKind::Name { id, .. } => &**id == "__debug__",
        NodeKind::BinOp { op, .. } => *op == Operator::Mod,
        NodeKind::MatchValue { .. } | NodeKind::MatchMapping { .. } => true,
        _ => options.optimize >= 2,
    }
}

fn replacement(ast: &mut Cow<Ast>, id: NodeId, options: Options) -> Option<NodeKind> {
    match ast.kind(id) {
        NodeKind::Name { id: name, ctx: ExprContext::Load } if &**name == "__debug__" => {
            Some(constant(Constant::Bool(options.optimize == 0)))
        }
        NodeKind::BinOp { left, op: Operator::Mod, right } => {
            let (NodeKind::Constant { value: format, .. }, NodeKind::Tuple { elts, .. }) =
                (ast.kind(*left), ast.kind(*right))
            else {
                return None;
            };
            let pieces = parse_format(ast, format.utf8()?, *elts)?;
            Some(joined_str(ast.to_mut(), pieces))
        }
        NodeKind::MatchValue { value } => {
            let value = *value;
            fold_pattern_number(ast, value);
            None
        }
        NodeKind::MatchMapping { keys, .. } => {
            for key in ast.list(*keys).to_vec() {
                fold_pattern_number(ast, key);
            }
            None
        }
        kind if options.optimize >= 2 => {
            let (kind, body) = (kind.clone(), body_with_docstring(ast, kind)?);
            Some(with_body(kind, without_docstring(ast.to_mut(), body)))
        }
        _ => None,
    }
}

/// The body of a module, class or function that has a docstring.
fn body_with_docstring(ast: &Ast, kind: &NodeKind) -> Option<NodeList> {
    let (NodeKind::Module { body, .. }
    | NodeKind::ClassDef { body, .. }
    | NodeKind::FunctionDef { body, .. }
    | NodeKind::AsyncFunctionDef { body, .. }) = kind
    else {
        return None;
    };
    docstring(ast, ast.list(*body)).map(|_| *body)
}

fn with_body(mut kind: NodeKind, new: NodeList) -> NodeKind {
    if let NodeKind::Module { body, .. }
    | NodeKind::ClassDef { body, .. }
    | NodeKind::FunctionDef { body, .. }
    | NodeKind::AsyncFunctionDef { body, .. } = &mut kind
    {
        *body = new;
    }
    kind
}

/// A docstring alone becomes `pass`. A string that comes first now is no docstring: it becomes an f-string.
fn without_docstring(ast: &mut Ast, body: NodeList) -> NodeList {
    let rest = body.without_first();
    let Some(&first) = ast.list(rest).first() else {
        let span = ast.span(ast.list(body)[0]);
        let pass = ast.add(NodeKind::Pass {}, span);
        return ast.add_list([pass]);
    };
    if docstring(ast, ast.list(rest)).is_some()
        && let NodeKind::Expr { value } = *ast.kind(first)
    {
        let values = ast.add_list([value]);
        let value = ast.add(NodeKind::JoinedStr { values }, ast.span(value));
        ast.node_mut(first).kind = NodeKind::Expr { value };
    }
    rest
}

fn constant(value: Constant) -> NodeKind {
    NodeKind::Constant { value, kind: None }
}

/// A part of a `%` format.
enum Piece {
    Literal(Constant),
    /// An operand, its conversion character and its format.
    Field(NodeId, i32, String),
}

/// The parts of a format whose fields are all simple and as many as the operands.
fn parse_format(ast: &Ast, format: &[u8], elts: NodeList) -> Option<Vec<Piece>> {
    let mut operands = ast.list(elts).iter();
    if ast.list(elts).iter().any(|&elt| matches!(ast.kind(elt), NodeKind::Starred { .. })) {
        return None;
    }
    let mut pieces = Vec::new();
    let mut rest = format;
    loop {
        let (literal, after) = parse_literal(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(Constant::from_utf8(literal)));
        }
        let Some(field) = after.strip_prefix(b"%") else { break };
        let operand = *operands.next()?;
        let ascii = field.iter().take_while(|byte| byte.is_ascii()).count();
        let text = std::str::from_utf8(&field[..ascii]).ok()?;
        let (conversion, spec, after) = parse_field(text)?;
        pieces.push(Piece::Field(operand, conversion, spec));
        rest = &field[text.len() - after.len()..];
    }
    operands.next().is_none().then_some(pieces)
}

/// The text before the next field, `%%` undone, and what follows.
fn parse_literal(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut literal = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| byte == b'%') {
        literal.extend_from_slice(&rest[..at]);
        match rest[at..].strip_prefix(b"%%") {
            Some(after) => {
                literal.push(b'%');
                rest = after;
            }
            None => return (literal, &rest[at..]),
        }
    }
    literal.extend_from_slice(rest);
    (literal, b"")
}

/// A number of at most [`MAX_DIGITS`] digits, if there is one.
fn parse_number(text: &str) -> Option<(Option<u32>, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > MAX_DIGITS {
        return None;
    }
    Some((text[..digits].parse().ok(), &text[digits..]))
}

/// A field after its `%`: conversion character, format specification of the f-string, and what follows.
fn parse_field(text: &str) -> Option<(i32, String, &str)> {
    let after_flags = text.trim_start_matches(['-', '+', ' ', '#', '0']);
    let left = text[..text.len() - after_flags.len()].contains('-');
    let (width, mut rest) = parse_number(after_flags)?;
    let mut precision = None;
    if let Some(after) = rest.strip_prefix('.') {
        let (number, after) = parse_number(after)?;
        precision = Some(number.unwrap_or(0));
        rest = after;
    }
    let conversion = rest.chars().next().filter(|c| matches!(c, 's' | 'r' | 'a'))?;
    let mut spec = String::new();
    if !left && width.is_some_and(|width| width > 0) {
        spec.push('>');
    }
    if let Some(width) = width {
        spec += &width.to_string();
    }
    if let Some(precision) = precision {
        spec += &format!(".{precision}");
    }
    Some((conversion as i32, spec, &rest[1..]))
}

fn joined_str(ast: &mut Ast, pieces: Vec<Piece>) -> NodeKind {
    let mut values = Vec::with_capacity(pieces.len());
    for piece in pieces {
        values.push(match piece {
            Piece::Literal(text) => ast.add(constant(text), NOWHERE),
            Piece::Field(value, conversion, spec) => {
                let span = ast.span(value);
                let format_spec =
                    (!spec.is_empty()).then(|| ast.add(constant(Constant::Str(spec.into())), NOWHERE));
                ast.add(NodeKind::FormattedValue { value, conversion, format_spec }, span)
            }
        });
    }
    NodeKind::JoinedStr { values: ast.add_list(values) }
}

/// `-1`, `1+2j` and `-1-2j` in a pattern.
fn fold_pattern_number(ast: &mut Cow<Ast>, id: NodeId) {
    let folded = match ast.kind(id) {
        NodeKind::UnaryOp { op: UnaryOp::USub, operand } => match ast.kind(*operand) {
            NodeKind::Constant { value, .. } => negative(value),
            _ => None,
        },
        NodeKind::BinOp { left, op: op @ (Operator::Add | Operator::Sub), right } => {
            let (left, right, op) = (*left, *right, *op);
            fold_pattern_number(ast, left);
            match (ast.kind(left), ast.kind(right)) {
                (NodeKind::Constant { value: left, .. }, NodeKind::Constant { value: right, .. }) => {
                    complex_sum(left, right, op == Operator::Sub)
                }
                _ => None,
            }
        }
        _ => None,
    };
    if let Some(value) = folded {
        ast.to_mut().node_mut(id).kind = constant(value);
    }
}

fn negative(value: &Constant) -> Option<Constant> {
    match value {
        Constant::Int(value) => Some(Constant::Int(-value.clone())),
        Constant::Float(value) => Some(Constant::Float(-value)),
        Constant::Complex { real, imag } => Some(Constant::Complex { real: -real, imag: -imag }),
        _ => None,
    }
}

/// A real number plus or minus an imaginary one, as Python 3.14 adds them: the real part is left as it is.
fn complex_sum(left: &Constant, right: &Constant, subtract: bool) -> Option<Constant> {
    use num_traits::ToPrimitive;
    let left = match left {
        Constant::Int(value) => value.to_f64()?,
        Constant::Float(value) => *value,
        _ => return None,
    };
    let Constant::Complex { real, imag } = right else { return None };
    Some(match subtract {
        false => Constant::Complex { real: left + real, imag: *imag },
        true => Constant::Complex { real: left - real, imag: -imag },
    })
}
