//! The one table of AST nodes, after CPython 3.14's `Parser/Python.asdl`.
//!
//! The Rust names differ from ASDL's only where Rust needs it: `arguments` is `Arguments`, the field `type` is `type_`;
//! [`NodeKind::name`] and the names given to [`NodeKind::for_each_field`] are ASDL's own.
use super::{NodeId, NodeList, OptNodeList};
use crate::bytecode::Constant;
use std::rc::Rc;

/// The value of one field of a node.
#[derive(Clone, Copy, Debug)]
pub enum FieldRef<'a> {
    Node(NodeId),
    OptNode(Option<NodeId>),
    List(NodeList),
    OptList(OptNodeList),
    Ident(&'a Rc<str>),
    OptIdent(Option<&'a Rc<str>>),
    Idents(&'a [Rc<str>]),
    Constant(&'a Constant),
    Int(i32),
    /// A node without fields: a context or an operator, by its ASDL name.
    Singleton(&'static str),
    CmpOps(&'a [CmpOp]),
}

/// How a Rust field type shows itself as a [`FieldRef`].
trait Field {
    fn field(&self) -> FieldRef<'_>;
}

macro_rules! fields_as {
    ($($type:ty => |$value:ident| $field:expr;)*) => {
        $(impl Field for $type {
            fn field(&self) -> FieldRef<'_> {
                let $value = self;
                $field
            }
        })*
    };
}

fields_as! {
    NodeId => |value| FieldRef::Node(*value);
    Option<NodeId> => |value| FieldRef::OptNode(*value);
    NodeList => |value| FieldRef::List(*value);
    OptNodeList => |value| FieldRef::OptList(*value);
    Rc<str> => |value| FieldRef::Ident(value);
    Option<Rc<str>> => |value| FieldRef::OptIdent(value.as_ref());
    Box<[Rc<str>]> => |value| FieldRef::Idents(value);
    Constant => |value| FieldRef::Constant(value);
    i32 => |value| FieldRef::Int(*value);
    ExprContext => |value| FieldRef::Singleton(value.name());
    BoolOp => |value| FieldRef::Singleton(value.name());
    Operator => |value| FieldRef::Singleton(value.name());
    UnaryOp => |value| FieldRef::Singleton(value.name());
    Box<[CmpOp]> => |value| FieldRef::CmpOps(value);
}

macro_rules! singletons {
    ($($(#[$doc:meta])* $type:ident { $($name:ident $symbol:literal,)* })*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type { $($name,)* }

        impl $type {
            /// The name in ASDL.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// How it is written in a program (the empty string for a context).
            pub const fn symbol(self) -> &'static str {
                match self { $(Self::$name => $symbol,)* }
            }
        })*
    };
}

singletons! {
    ExprContext { Load "", Store "", Del "", }
    BoolOp { And "and", Or "or", }
    Operator {
        Add "+", Sub "-", Mult "*", MatMult "@", Div "/", Mod "%", Pow "**", LShift "<<", RShift ">>", BitOr "|",
        BitXor "^", BitAnd "&", FloorDiv "//",
    }
    UnaryOp { Invert "~", Not "not", UAdd "+", USub "-", }
    CmpOp {
        Eq "==", NotEq "!=", Lt "<", LtE "<=", Gt ">", GtE ">=", Is "is", IsNot "is not", In "in", NotIn "not in",
    }
}

macro_rules! nodes {
    ($($asdl_type:ident $attributes:literal {
        $($(#[$doc:meta])* $kind:ident $name:literal { $($field:ident $field_name:literal: $type:ty),* $(,)? })*
    })*) => {
        /// The left-hand sides of `Python.asdl`: what a node may stand for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AsdlType { $($asdl_type,)* }

        impl AsdlType {
            /// Whether its nodes have `lineno`, `col_offset`, `end_lineno` and `end_col_offset`.
            pub const fn has_attributes(self) -> bool {
                match self { $(Self::$asdl_type => $attributes,)* }
            }
        }

        /// A node without its place in the source.
        #[derive(Clone, Debug, PartialEq)]
        pub enum NodeKind { $($($(#[$doc])* $kind { $($field: $type),* },)*)* }

        impl NodeKind {
            /// The constructor's name in ASDL, as `ast.dump` prints it.
            pub const fn name(&self) -> &'static str {
                match self { $($(Self::$kind { .. } => $name,)*)* }
            }

            pub const fn asdl_type(&self) -> AsdlType {
                match self { $($(Self::$kind { .. } => AsdlType::$asdl_type,)*)* }
            }

            /// Calls `visit` with the ASDL name and value of each field, in ASDL's order.
            pub fn for_each_field<'a>(&'a self, mut visit: impl FnMut(&'static str, FieldRef<'a>)) {
                let _ = &mut visit;
                match self {
                    $($(Self::$kind { $($field),* } => { $(visit($field_name, $field.field());)* })*)*
                }
            }
        }
    };
}

nodes! {
    Mod false {
        Module "Module" { body "body": NodeList, type_ignores "type_ignores": NodeList }
        Interactive "Interactive" { body "body": NodeList }
        Expression "Expression" { body "body": NodeId }
    }
    Stmt true {
        FunctionDef "FunctionDef" {
            name "name": Rc<str>, args "args": NodeId, body "body": NodeList, decorator_list "decorator_list": NodeList,
            returns "returns": Option<NodeId>, type_comment "type_comment": Option<Rc<str>>,
            type_params "type_params": NodeList,
        }
        AsyncFunctionDef "AsyncFunctionDef" {
            name "name": Rc<str>, args "args": NodeId, body "body": NodeList, decorator_list "decorator_list": NodeList,
            returns "returns": Option<NodeId>, type_comment "type_comment": Option<Rc<str>>,
            type_params "type_params": NodeList,
        }
        ClassDef "ClassDef" {
            name "name": Rc<str>, bases "bases": NodeList, keywords "keywords": NodeList, body "body": NodeList,
            decorator_list "decorator_list": NodeList, type_params "type_params": NodeList,
        }
        Return "Return" { value "value": Option<NodeId> }
        Delete "Delete" { targets "targets": NodeList }
        Assign "Assign" {
            targets "targets": NodeList, value "value": NodeId, type_comment "type_comment": Option<Rc<str>>,
        }
        TypeAlias "TypeAlias" { name "name": NodeId, type_params "type_params": NodeList, value "value": NodeId }
        AugAssign "AugAssign" { target "target": NodeId, op "op": Operator, value "value": NodeId }
        /// `simple` is 1 for a bare name without parentheses, else 0.
        AnnAssign "AnnAssign" {
            target "target": NodeId, annotation "annotation": NodeId, value "value": Option<NodeId>, simple "simple": i32,
        }
        For "For" {
            target "target": NodeId, iter "iter": NodeId, body "body": NodeList, orelse "orelse": NodeList,
            type_comment "type_comment": Option<Rc<str>>,
        }
        AsyncFor "AsyncFor" {
            target "target": NodeId, iter "iter": NodeId, body "body": NodeList, orelse "orelse": NodeList,
            type_comment "type_comment": Option<Rc<str>>,
        }
        While "While" { test "test": NodeId, body "body": NodeList, orelse "orelse": NodeList }
        If "If" { test "test": NodeId, body "body": NodeList, orelse "orelse": NodeList }
        With "With" { items "items": NodeList, body "body": NodeList, type_comment "type_comment": Option<Rc<str>> }
        AsyncWith "AsyncWith" {
            items "items": NodeList, body "body": NodeList, type_comment "type_comment": Option<Rc<str>>,
        }
        Match "Match" { subject "subject": NodeId, cases "cases": NodeList }
        Raise "Raise" { exc "exc": Option<NodeId>, cause "cause": Option<NodeId> }
        Try "Try" {
            body "body": NodeList, handlers "handlers": NodeList, orelse "orelse": NodeList,
            finalbody "finalbody": NodeList,
        }
        TryStar "TryStar" {
            body "body": NodeList, handlers "handlers": NodeList, orelse "orelse": NodeList,
            finalbody "finalbody": NodeList,
        }
        Assert "Assert" { test "test": NodeId, msg "msg": Option<NodeId> }
        Import "Import" { names "names": NodeList }
        /// `level` is the number of leading dots.
        ImportFrom "ImportFrom" { module "module": Option<Rc<str>>, names "names": NodeList, level "level": i32 }
        Global "Global" { names "names": Box<[Rc<str>]> }
        Nonlocal "Nonlocal" { names "names": Box<[Rc<str>]> }
        Expr "Expr" { value "value": NodeId }
        Pass "Pass" {}
        Break "Break" {}
        Continue "Continue" {}
    }
    Expr true {
        BoolOp "BoolOp" { op "op": BoolOp, values "values": NodeList }
        NamedExpr "NamedExpr" { target "target": NodeId, value "value": NodeId }
        BinOp "BinOp" { left "left": NodeId, op "op": Operator, right "right": NodeId }
        UnaryOp "UnaryOp" { op "op": UnaryOp, operand "operand": NodeId }
        Lambda "Lambda" { args "args": NodeId, body "body": NodeId }
        IfExp "IfExp" { test "test": NodeId, body "body": NodeId, orelse "orelse": NodeId }
        /// A key is absent for `**mapping`.
        Dict "Dict" { keys "keys": OptNodeList, values "values": NodeList }
        Set "Set" { elts "elts": NodeList }
        ListComp "ListComp" { elt "elt": NodeId, generators "generators": NodeList }
        SetComp "SetComp" { elt "elt": NodeId, generators "generators": NodeList }
        DictComp "DictComp" { key "key": NodeId, value "value": NodeId, generators "generators": NodeList }
        GeneratorExp "GeneratorExp" { elt "elt": NodeId, generators "generators": NodeList }
        Await "Await" { value "value": NodeId }
        Yield "Yield" { value "value": Option<NodeId> }
        YieldFrom "YieldFrom" { value "value": NodeId }
        Compare "Compare" { left "left": NodeId, ops "ops": Box<[CmpOp]>, comparators "comparators": NodeList }
        Call "Call" { func "func": NodeId, args "args": NodeList, keywords "keywords": NodeList }
        /// `conversion` is -1 for none, else the code point of `s`, `r` or `a`.
        FormattedValue "FormattedValue" {
            value "value": NodeId, conversion "conversion": i32, format_spec "format_spec": Option<NodeId>,
        }
        /// A field of a t-string; `str` is its source text.
        Interpolation "Interpolation" {
            value "value": NodeId, str "str": Constant, conversion "conversion": i32,
            format_spec "format_spec": Option<NodeId>,
        }
        JoinedStr "JoinedStr" { values "values": NodeList }
        TemplateStr "TemplateStr" { values "values": NodeList }
        /// `kind` is `u` for a string written with that prefix.
        Constant "Constant" { value "value": Constant, kind "kind": Option<Rc<str>> }
        Attribute "Attribute" { value "value": NodeId, attr "attr": Rc<str>, ctx "ctx": ExprContext }
        Subscript "Subscript" { value "value": NodeId, slice "slice": NodeId, ctx "ctx": ExprContext }
        Starred "Starred" { value "value": NodeId, ctx "ctx": ExprContext }
        Name "Name" { id "id": Rc<str>, ctx "ctx": ExprContext }
        List "List" { elts "elts": NodeList, ctx "ctx": ExprContext }
        Tuple "Tuple" { elts "elts": NodeList, ctx "ctx": ExprContext }
        Slice "Slice" { lower "lower": Option<NodeId>, upper "upper": Option<NodeId>, step "step": Option<NodeId> }
    }
    Comprehension false {
        Comprehension "comprehension" {
            target "target": NodeId, iter "iter": NodeId, ifs "ifs": NodeList, is_async "is_async": i32,
        }
    }
    ExceptHandler true {
        ExceptHandler "ExceptHandler" { type_ "type": Option<NodeId>, name "name": Option<Rc<str>>, body "body": NodeList }
    }
    Arguments false {
        Arguments "arguments" {
            posonlyargs "posonlyargs": NodeList, args "args": NodeList, vararg "vararg": Option<NodeId>,
            kwonlyargs "kwonlyargs": NodeList, kw_defaults "kw_defaults": OptNodeList, kwarg "kwarg": Option<NodeId>,
            defaults "defaults": NodeList,
        }
    }
    Arg true {
        Arg "arg" {
            arg "arg": Rc<str>, annotation "annotation": Option<NodeId>, type_comment "type_comment": Option<Rc<str>>,
        }
    }
    Keyword true {
        /// `arg` is absent for `**mapping`.
        Keyword "keyword" { arg "arg": Option<Rc<str>>, value "value": NodeId }
    }
    Alias true {
        Alias "alias" { name "name": Rc<str>, asname "asname": Option<Rc<str>> }
    }
    WithItem false {
        WithItem "withitem" { context_expr "context_expr": NodeId, optional_vars "optional_vars": Option<NodeId> }
    }
    MatchCase false {
        MatchCase "match_case" { pattern "pattern": NodeId, guard "guard": Option<NodeId>, body "body": NodeList }
    }
    Pattern true {
        MatchValue "MatchValue" { value "value": NodeId }
        MatchSingleton "MatchSingleton" { value "value": Constant }
        MatchSequence "MatchSequence" { patterns "patterns": NodeList }
        MatchMapping "MatchMapping" { keys "keys": NodeList, patterns "patterns": NodeList, rest "rest": Option<Rc<str>> }
        MatchClass "MatchClass" {
            cls "cls": NodeId, patterns "patterns": NodeList, kwd_attrs "kwd_attrs": Box<[Rc<str>]>,
            kwd_patterns "kwd_patterns": NodeList,
        }
        MatchStar "MatchStar" { name "name": Option<Rc<str>> }
        MatchAs "MatchAs" { pattern "pattern": Option<NodeId>, name "name": Option<Rc<str>> }
        MatchOr "MatchOr" { patterns "patterns": NodeList }
    }
    TypeParam true {
        TypeVar "TypeVar" { name "name": Rc<str>, bound "bound": Option<NodeId>, default_value "default_value": Option<NodeId> }
        ParamSpec "ParamSpec" { name "name": Rc<str>, default_value "default_value": Option<NodeId> }
        TypeVarTuple "TypeVarTuple" { name "name": Rc<str>, default_value "default_value": Option<NodeId> }
    }
}
