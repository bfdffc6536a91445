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
    ($($asdl_type:ident $type_name:literal $attributes:literal {
        $($(#[$doc:meta])* $kind:ident $name:literal {
            $($field:ident $field_type:literal $field_name:literal: $type:ty),* $(,)?
        })*
    })*) => {
        /// The left-hand sides of `Python.asdl`: what a node may stand for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AsdlType { $($asdl_type,)* }

        impl AsdlType {
            /// The name in ASDL, which is that of the abstract class in the `ast` module.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$asdl_type => $type_name,)* }
            }

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

            /// Name, types and names of the fields as ASDL writes them, each field followed by `, `; read it with
            /// [`NodeKind::signature`].
            const fn listed_fields(&self) -> &'static str {
                match self { $($(Self::$kind { .. } => concat!($($field_type, " ", $field_name, ", "),*),)*)* }
            }

            pub const fn asdl_type(&self) -> AsdlType {
                match self { $($(Self::$kind { .. } => AsdlType::$asdl_type,)*)* }
            }

            /// Calls `visit` with the ASDL name and value of each field, in ASDL's order.
            pub fn for_each_field<'a>(&'a self, visit: &mut dyn FnMut(&'static str, FieldRef<'a>)) {
                // One instance for all callers: a generic one is 10 KB of code for each of them.
                match self {
                    $($(Self::$kind { $($field),* } => { $(visit($field_name, $field.field());)* })*)*
                }
            }
        }
    };
}

impl NodeKind {
    /// Whether it is a statement that holds others.
    pub const fn is_compound(&self) -> bool {
        matches!(
            self,
            Self::FunctionDef { .. }
                | Self::AsyncFunctionDef { .. }
                | Self::ClassDef { .. }
                | Self::If { .. }
                | Self::While { .. }
                | Self::For { .. }
                | Self::AsyncFor { .. }
                | Self::With { .. }
                | Self::AsyncWith { .. }
                | Self::Match { .. }
                | Self::Try { .. }
                | Self::TryStar { .. }
        )
    }
}

nodes! {
    Mod "mod" false {
        Module "Module" { body "stmt*" "body": NodeList, type_ignores "type_ignore*" "type_ignores": NodeList }
        Interactive "Interactive" { body "stmt*" "body": NodeList }
        Expression "Expression" { body "expr" "body": NodeId }
        FunctionType "FunctionType" { argtypes "expr*" "argtypes": NodeList, returns "expr" "returns": NodeId }
    }
    Stmt "stmt" true {
        FunctionDef "FunctionDef" {
            name "identifier" "name": Rc<str>, args "arguments" "args": NodeId, body "stmt*" "body": NodeList,
            decorator_list "expr*" "decorator_list": NodeList, returns "expr?" "returns": Option<NodeId>,
            type_comment "string?" "type_comment": Option<Rc<str>>, type_params "type_param*" "type_params": NodeList,
        }
        AsyncFunctionDef "AsyncFunctionDef" {
            name "identifier" "name": Rc<str>, args "arguments" "args": NodeId, body "stmt*" "body": NodeList,
            decorator_list "expr*" "decorator_list": NodeList, returns "expr?" "returns": Option<NodeId>,
            type_comment "string?" "type_comment": Option<Rc<str>>, type_params "type_param*" "type_params": NodeList,
        }
        ClassDef "ClassDef" {
            name "identifier" "name": Rc<str>, bases "expr*" "bases": NodeList,
            keywords "keyword*" "keywords": NodeList, body "stmt*" "body": NodeList,
            decorator_list "expr*" "decorator_list": NodeList, type_params "type_param*" "type_params": NodeList,
        }
        Return "Return" { value "expr?" "value": Option<NodeId> }
        Delete "Delete" { targets "expr*" "targets": NodeList }
        Assign "Assign" {
            targets "expr*" "targets": NodeList, value "expr" "value": NodeId,
            type_comment "string?" "type_comment": Option<Rc<str>>,
        }
        TypeAlias "TypeAlias" {
            name "expr" "name": NodeId, type_params "type_param*" "type_params": NodeList, value "expr" "value": NodeId,
        }
        AugAssign "AugAssign" {
            target "expr" "target": NodeId, op "operator" "op": Operator, value "expr" "value": NodeId,
        }
        /// `simple` is 1 for a bare name without parentheses, else 0.
        AnnAssign "AnnAssign" {
            target "expr" "target": NodeId, annotation "expr" "annotation": NodeId,
            value "expr?" "value": Option<NodeId>, simple "int" "simple": i32,
        }
        For "For" {
            target "expr" "target": NodeId, iter "expr" "iter": NodeId, body "stmt*" "body": NodeList,
            orelse "stmt*" "orelse": NodeList, type_comment "string?" "type_comment": Option<Rc<str>>,
        }
        AsyncFor "AsyncFor" {
            target "expr" "target": NodeId, iter "expr" "iter": NodeId, body "stmt*" "body": NodeList,
            orelse "stmt*" "orelse": NodeList, type_comment "string?" "type_comment": Option<Rc<str>>,
        }
        While "While" { test "expr" "test": NodeId, body "stmt*" "body": NodeList, orelse "stmt*" "orelse": NodeList }
        If "If" { test "expr" "test": NodeId, body "stmt*" "body": NodeList, orelse "stmt*" "orelse": NodeList }
        With "With" {
            items "withitem*" "items": NodeList, body "stmt*" "body": NodeList,
            type_comment "string?" "type_comment": Option<Rc<str>>,
        }
        AsyncWith "AsyncWith" {
            items "withitem*" "items": NodeList, body "stmt*" "body": NodeList,
            type_comment "string?" "type_comment": Option<Rc<str>>,
        }
        Match "Match" { subject "expr" "subject": NodeId, cases "match_case*" "cases": NodeList }
        Raise "Raise" { exc "expr?" "exc": Option<NodeId>, cause "expr?" "cause": Option<NodeId> }
        Try "Try" {
            body "stmt*" "body": NodeList, handlers "excepthandler*" "handlers": NodeList,
            orelse "stmt*" "orelse": NodeList, finalbody "stmt*" "finalbody": NodeList,
        }
        TryStar "TryStar" {
            body "stmt*" "body": NodeList, handlers "excepthandler*" "handlers": NodeList,
            orelse "stmt*" "orelse": NodeList, finalbody "stmt*" "finalbody": NodeList,
        }
        Assert "Assert" { test "expr" "test": NodeId, msg "expr?" "msg": Option<NodeId> }
        Import "Import" { names "alias*" "names": NodeList }
        /// `level` is the number of leading dots.
        ImportFrom "ImportFrom" {
            module "identifier?" "module": Option<Rc<str>>, names "alias*" "names": NodeList, level "int?" "level": i32,
        }
        Global "Global" { names "identifier*" "names": Box<[Rc<str>]> }
        Nonlocal "Nonlocal" { names "identifier*" "names": Box<[Rc<str>]> }
        Expr "Expr" { value "expr" "value": NodeId }
        Pass "Pass" {}
        Break "Break" {}
        Continue "Continue" {}
    }
    Expr "expr" true {
        BoolOp "BoolOp" { op "boolop" "op": BoolOp, values "expr*" "values": NodeList }
        NamedExpr "NamedExpr" { target "expr" "target": NodeId, value "expr" "value": NodeId }
        BinOp "BinOp" { left "expr" "left": NodeId, op "operator" "op": Operator, right "expr" "right": NodeId }
        UnaryOp "UnaryOp" { op "unaryop" "op": UnaryOp, operand "expr" "operand": NodeId }
        Lambda "Lambda" { args "arguments" "args": NodeId, body "expr" "body": NodeId }
        IfExp "IfExp" { test "expr" "test": NodeId, body "expr" "body": NodeId, orelse "expr" "orelse": NodeId }
        /// A key is absent for `**mapping`.
        Dict "Dict" { keys "expr?*" "keys": OptNodeList, values "expr*" "values": NodeList }
        Set "Set" { elts "expr*" "elts": NodeList }
        ListComp "ListComp" { elt "expr" "elt": NodeId, generators "comprehension*" "generators": NodeList }
        SetComp "SetComp" { elt "expr" "elt": NodeId, generators "comprehension*" "generators": NodeList }
        DictComp "DictComp" {
            key "expr" "key": NodeId, value "expr" "value": NodeId, generators "comprehension*" "generators": NodeList,
        }
        GeneratorExp "GeneratorExp" { elt "expr" "elt": NodeId, generators "comprehension*" "generators": NodeList }
        Await "Await" { value "expr" "value": NodeId }
        Yield "Yield" { value "expr?" "value": Option<NodeId> }
        YieldFrom "YieldFrom" { value "expr" "value": NodeId }
        Compare "Compare" {
            left "expr" "left": NodeId, ops "cmpop*" "ops": Box<[CmpOp]>, comparators "expr*" "comparators": NodeList,
        }
        Call "Call" {
            func "expr" "func": NodeId, args "expr*" "args": NodeList, keywords "keyword*" "keywords": NodeList,
        }
        /// `conversion` is -1 for none, else the code point of `s`, `r` or `a`.
        FormattedValue "FormattedValue" {
            value "expr" "value": NodeId, conversion "int" "conversion": i32,
            format_spec "expr?" "format_spec": Option<NodeId>,
        }
        /// A field of a t-string; `str` is its source text.
        Interpolation "Interpolation" {
            value "expr" "value": NodeId, str "constant" "str": Constant, conversion "int" "conversion": i32,
            format_spec "expr?" "format_spec": Option<NodeId>,
        }
        JoinedStr "JoinedStr" { values "expr*" "values": NodeList }
        TemplateStr "TemplateStr" { values "expr*" "values": NodeList }
        /// `kind` is `u` for a string written with that prefix.
        Constant "Constant" { value "constant" "value": Constant, kind "string?" "kind": Option<Rc<str>> }
        Attribute "Attribute" {
            value "expr" "value": NodeId, attr "identifier" "attr": Rc<str>, ctx "expr_context" "ctx": ExprContext,
        }
        Subscript "Subscript" {
            value "expr" "value": NodeId, slice "expr" "slice": NodeId, ctx "expr_context" "ctx": ExprContext,
        }
        Starred "Starred" { value "expr" "value": NodeId, ctx "expr_context" "ctx": ExprContext }
        Name "Name" { id "identifier" "id": Rc<str>, ctx "expr_context" "ctx": ExprContext }
        List "List" { elts "expr*" "elts": NodeList, ctx "expr_context" "ctx": ExprContext }
        Tuple "Tuple" { elts "expr*" "elts": NodeList, ctx "expr_context" "ctx": ExprContext }
        Slice "Slice" {
            lower "expr?" "lower": Option<NodeId>, upper "expr?" "upper": Option<NodeId>,
            step "expr?" "step": Option<NodeId>,
        }
    }
    Comprehension "comprehension" false {
        Comprehension "comprehension" {
            target "expr" "target": NodeId, iter "expr" "iter": NodeId, ifs "expr*" "ifs": NodeList,
            is_async "int" "is_async": i32,
        }
    }
    ExceptHandler "excepthandler" true {
        ExceptHandler "ExceptHandler" {
            type_ "expr?" "type": Option<NodeId>, name "identifier?" "name": Option<Rc<str>>,
            body "stmt*" "body": NodeList,
        }
    }
    Arguments "arguments" false {
        Arguments "arguments" {
            posonlyargs "arg*" "posonlyargs": NodeList, args "arg*" "args": NodeList,
            vararg "arg?" "vararg": Option<NodeId>, kwonlyargs "arg*" "kwonlyargs": NodeList,
            kw_defaults "expr?*" "kw_defaults": OptNodeList, kwarg "arg?" "kwarg": Option<NodeId>,
            defaults "expr*" "defaults": NodeList,
        }
    }
    Arg "arg" true {
        Arg "arg" {
            arg "identifier" "arg": Rc<str>, annotation "expr?" "annotation": Option<NodeId>,
            type_comment "string?" "type_comment": Option<Rc<str>>,
        }
    }
    Keyword "keyword" true {
        /// `arg` is absent for `**mapping`.
        Keyword "keyword" { arg "identifier?" "arg": Option<Rc<str>>, value "expr" "value": NodeId }
    }
    Alias "alias" true {
        Alias "alias" { name "identifier" "name": Rc<str>, asname "identifier?" "asname": Option<Rc<str>> }
    }
    WithItem "withitem" false {
        WithItem "withitem" {
            context_expr "expr" "context_expr": NodeId, optional_vars "expr?" "optional_vars": Option<NodeId>,
        }
    }
    MatchCase "match_case" false {
        MatchCase "match_case" {
            pattern "pattern" "pattern": NodeId, guard "expr?" "guard": Option<NodeId>, body "stmt*" "body": NodeList,
        }
    }
    Pattern "pattern" true {
        MatchValue "MatchValue" { value "expr" "value": NodeId }
        MatchSingleton "MatchSingleton" { value "constant" "value": Constant }
        MatchSequence "MatchSequence" { patterns "pattern*" "patterns": NodeList }
        MatchMapping "MatchMapping" {
            keys "expr*" "keys": NodeList, patterns "pattern*" "patterns": NodeList,
            rest "identifier?" "rest": Option<Rc<str>>,
        }
        MatchClass "MatchClass" {
            cls "expr" "cls": NodeId, patterns "pattern*" "patterns": NodeList,
            kwd_attrs "identifier*" "kwd_attrs": Box<[Rc<str>]>, kwd_patterns "pattern*" "kwd_patterns": NodeList,
        }
        MatchStar "MatchStar" { name "identifier?" "name": Option<Rc<str>> }
        MatchAs "MatchAs" { pattern "pattern?" "pattern": Option<NodeId>, name "identifier?" "name": Option<Rc<str>> }
        MatchOr "MatchOr" { patterns "pattern*" "patterns": NodeList }
    }
    TypeParam "type_param" true {
        TypeVar "TypeVar" {
            name "identifier" "name": Rc<str>, bound "expr?" "bound": Option<NodeId>,
            default_value "expr?" "default_value": Option<NodeId>,
        }
        ParamSpec "ParamSpec" {
            name "identifier" "name": Rc<str>, default_value "expr?" "default_value": Option<NodeId>,
        }
        TypeVarTuple "TypeVarTuple" {
            name "identifier" "name": Rc<str>, default_value "expr?" "default_value": Option<NodeId>,
        }
    }
}

impl NodeKind {
    /// The constructor as `Python.asdl` declares it and as `ast.BinOp.__doc__` shows it:
    /// `BinOp(expr left, operator op, expr right)`.
    pub fn signature(&self) -> String {
        match self.listed_fields().trim_end_matches(", ") {
            "" => self.name().to_owned(),
            fields => format!("{}({fields})", self.name()),
        }
    }
}
