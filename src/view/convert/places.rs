//! Where names stand: the name itself within the node that binds it, and what that node does.

use crate::ast::{Ast, ExprContext, FieldRef, NodeId, NodeKind};
use crate::lexer::{Token, Tokens};
use crate::order;
use crate::source::{Source, Span};
use crate::symtable::{Flags, Occurrence, Symbol};
use crate::view::utf16::Utf16;
use crate::view::{PlaceRole, PlaceView};
use std::collections::BTreeMap;

const ASSIGNMENT: &str = "assignment";
const WALRUS: &str = ":=";

/// The places of one program's names.
pub struct Places<'a> {
    source: &'a Source,
    tokens: &'a Tokens,
    utf16: &'a Utf16,
    /// What each node that binds or declares names does, by its span: no two of them have the same.
    how: BTreeMap<Span, &'static str>,
}

/// A place and the name as it is spelled there.
pub struct Place<'a> {
    pub view: PlaceView,
    pub written: &'a str,
}

impl<'a> Places<'a> {
    pub fn new(ast: &Ast, source: &'a Source, tokens: &'a Tokens, utf16: &'a Utf16) -> Self {
        Self { source, tokens, utf16, how: binders(ast) }
    }

    /// Where a block mentions a symbol, in source order; what the compiler adds stands nowhere.
    pub fn of(&self, symbol: &Symbol) -> Vec<Place<'a>> {
        let mut places: Vec<Place> =
            symbol.occurrences.iter().filter_map(|occurrence| self.place(symbol, occurrence)).collect();
        // `+=` and `:=` are noted more than once: what binds goes before what uses.
        let key = |place: &Place| (place.view.span.start, place.view.span.end, place.view.role as u8);
        order::sort_by(&mut places, |a, b| key(a).cmp(&key(b)));
        places.dedup_by_key(|place| place.view.span);
        places
    }

    fn place(&self, symbol: &Symbol, occurrence: &Occurrence) -> Option<Place<'a>> {
        let uses = occurrence.flags == Flags::USE;
        let how = match self.how.get(&occurrence.span) {
            Some(how) if !uses => how,
            _ if occurrence.flags.has(Flags::IMPORT) => "import",
            _ if occurrence.flags.has(Flags::PARAM) => "parameter",
            _ if uses => "use",
            _ => ASSIGNMENT,
        };
        let declares = occurrence.flags.has(Flags::GLOBAL | Flags::NONLOCAL) && how != WALRUS;
        let role = match (uses, declares) {
            (true, _) => PlaceRole::Uses,
            (_, true) => PlaceRole::Declares,
            _ => PlaceRole::Binds,
        };
        let (span, how) = match self.name_within(&symbol.name, occurrence.span, how) {
            Some(token) => (token.span, how),
            None if self.is_super(&symbol.name, occurrence.span) => (occurrence.span, "super()"),
            None => return None,
        };
        let line = self.source.char_position(span.start).line;
        let view = PlaceView { span: self.utf16.span(span), line, role, how: how.to_owned() };
        Some(Place { view, written: self.source.slice(span) })
    }

    /// The token that spells `name` in a node's span.
    fn name_within(&self, name: &str, span: Span, how: &str) -> Option<Token> {
        let all = self.tokens.all();
        let first = all.partition_point(|token| token.span.start < span.start);
        let within = all[first..].iter().take_while(|token| token.span.end <= span.end);
        let is_name = |token: &&Token| token.kind.name() == "NAME";
        let spells = |token: &&Token| spells(self.source.slice(token.span), name);
        match how {
            // `import a.b as a`, `case a.b as a`: the name bound comes last.
            "import" | "pattern" => within.filter(is_name).filter(spells).last().copied(),
            "except" => {
                let after_as = within.skip_while(|token| self.source.slice(token.span) != "as");
                after_as.filter(is_name).find(spells).copied()
            }
            _ => within.filter(is_name).find(spells).copied(),
        }
    }

    /// `super` reads `__class__`.
    fn is_super(&self, name: &str, span: Span) -> bool {
        name == "__class__" && self.source.text().get(span.start as usize..span.end as usize) == Some("super")
    }
}

/// Whether `text` is how a program spells `name`: in a class, `__spam` is `_Ham__spam`; and identifiers are compared
/// in their NFKC form, which here is taken for granted of any that is not ASCII.
fn spells(text: &str, name: &str) -> bool {
    text == name
        || (text.starts_with("__") && name.starts_with('_') && name.ends_with(text))
        || (!text.is_ascii() && !name.starts_with(['.', '_']))
}

/// A node to be visited, with what would bind the names in it.
type Pending = (NodeId, Option<&'static str>);

fn binders(ast: &Ast) -> BTreeMap<Span, &'static str> {
    let mut how = BTreeMap::new();
    let mut pending: Vec<Pending> = vec![(ast.root(), None)];
    while let Some((id, target)) = pending.pop() {
        if let Some(own) = binder(ast.kind(id), target) {
            how.insert(ast.span(id), own);
        }
        ast.kind(id).for_each_field(&mut |field, value| {
            let inner = target_of(ast.kind(id).name(), field, target);
            match value {
                FieldRef::Node(child) | FieldRef::OptNode(Some(child)) => pending.push((child, inner)),
                FieldRef::List(list) => pending.extend(ast.list(list).iter().map(|&child| (child, inner))),
                FieldRef::OptList(list) => {
                    pending.extend(ast.opt_list(list).iter().flatten().map(|&child| (child, inner)));
                }
                _ => {}
            }
        });
    }
    how
}

/// What a node does to a name of its own.
fn binder(kind: &NodeKind, target: Option<&'static str>) -> Option<&'static str> {
    Some(match kind {
        NodeKind::Name { ctx: ExprContext::Store | ExprContext::Del, .. } => target.unwrap_or(ASSIGNMENT),
        NodeKind::FunctionDef { .. } => "def",
        NodeKind::AsyncFunctionDef { .. } => "async def",
        NodeKind::ClassDef { .. } => "class",
        NodeKind::ExceptHandler { .. } => "except",
        NodeKind::Alias { .. } => "import",
        NodeKind::Global { .. } => "global",
        NodeKind::Nonlocal { .. } => "nonlocal",
        NodeKind::TypeVar { .. } | NodeKind::ParamSpec { .. } | NodeKind::TypeVarTuple { .. } => {
            "type parameter"
        }
        NodeKind::MatchAs { .. } | NodeKind::MatchStar { .. } | NodeKind::MatchMapping { .. } => "pattern",
        _ => return None,
    })
}

/// What binds the names in a field.
fn target_of(kind: &str, field: &str, outer: Option<&'static str>) -> Option<&'static str> {
    Some(match (kind, field) {
        ("Tuple" | "List", "elts") | ("Starred", "value") => return outer,
        ("Assign", "targets") => ASSIGNMENT,
        ("AugAssign", "target") => "augmented assignment",
        ("AnnAssign", "target") => "annotated assignment",
        ("For" | "AsyncFor", "target") => "for",
        ("comprehension", "target") => "comprehension",
        ("withitem", "optional_vars") => "with",
        ("NamedExpr", "target") => WALRUS,
        ("Delete", "targets") => "del",
        ("TypeAlias", "name") => "type alias",
        _ => return None,
    })
}
