//! The symbol table's blocks, in pre-order.

use super::places::{Place, Places};
use crate::source::Source;
use crate::symtable::{
    Block, BlockId, BlockKey, BlockKind, ComprehensionKind, Flags, Rule, Scope, Symbol, SymbolTable,
};
use crate::view::utf16::Utf16;
use crate::view::{ResolutionRule, ScopeView, SymbolView};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What the scopes are made from, and how they hang together.
struct Tree<'a> {
    table: &'a SymbolTable,
    /// The blocks in the order of the views.
    order: Vec<BlockId>,
    /// The index of a block's view.
    views: BTreeMap<BlockId, u32>,
    /// The views that reach a block's variable through its cell.
    captured: BTreeMap<(BlockId, Rc<str>), Vec<u32>>,
}

pub fn scopes(table: &SymbolTable, places: &Places, source: &Source, utf16: &Utf16) -> Vec<ScopeView> {
    let tree = Tree::new(table);
    tree.order.iter().map(|&id| tree.scope(id, places, source, utf16)).collect()
}

impl<'a> Tree<'a> {
    fn new(table: &'a SymbolTable) -> Self {
        let order = in_order(table);
        let views = order.iter().zip(0..).map(|(&id, view)| (id, view)).collect();
        let mut tree = Self { table, order, views, captured: BTreeMap::new() };
        for (&id, view) in tree.order.iter().zip(0..) {
            for symbol in table.block(id).symbols() {
                let is_free = symbol.scope == Some(Scope::Free) && symbol.inlined_from.is_none();
                let owner = table.owner(id, symbol).filter(|_| is_free);
                let in_cell = |owner: &BlockId| table.block(*owner).scope(&symbol.name) == Some(Scope::Cell);
                if let Some(owner) = owner.filter(in_cell) {
                    tree.captured.entry((owner, symbol.name.clone())).or_default().push(view);
                }
            }
        }
        tree
    }

    fn scope(&self, id: BlockId, places: &Places, source: &Source, utf16: &Utf16) -> ScopeView {
        let block = self.table.block(id);
        ScopeView {
            parent: block.parent.and_then(|parent| self.view(parent)),
            kind: kind(block).to_owned(),
            name: block.name.to_string(),
            line: source.char_position(block.span.start).line,
            span: utf16.span(block.span),
            inlined: block.comp_inlined,
            symbols: block.symbols().iter().map(|symbol| self.symbol(id, symbol, places)).collect(),
        }
    }

    fn symbol(&self, id: BlockId, symbol: &Symbol, places: &Places) -> SymbolView {
        let places = places.of(symbol);
        let flags = Flags::NAMES.iter().filter(|(flag, _)| symbol.flags.has(*flag));
        SymbolView {
            name: symbol.name.to_string(),
            written: written(symbol, &places),
            resolution: symbol.scope.map_or("", |scope| scope.name()).replace('_', " "),
            rule: rule(self.table.rule(id, symbol)),
            owner: self.table.owner(id, symbol).and_then(|owner| self.view(owner)),
            captured_by: self.captured.get(&(id, symbol.name.clone())).cloned().unwrap_or_default(),
            inlined_from: symbol.inlined_from.and_then(|comprehension| self.view(comprehension)),
            flags: flags.map(|(_, name)| (*name).to_owned()).collect(),
            places: places.into_iter().map(|place| place.view).collect(),
        }
    }

    fn view(&self, id: BlockId) -> Option<u32> {
        self.views.get(&id).copied()
    }
}

/// All blocks in pre-order, inlined comprehensions too, and without those that every function has for annotations it does
/// not have.
fn in_order(table: &SymbolTable) -> Vec<BlockId> {
    let mut children: BTreeMap<BlockId, Vec<BlockId>> = BTreeMap::new();
    for (id, block) in table.blocks() {
        let is_empty = matches!(block.key, BlockKey::Node(_)) && !block.annotations_used;
        // Under PEP 563 annotations are text.
        let hidden = block.kind == BlockKind::Annotation && (is_empty || table.future.annotations);
        if let (false, Some(parent)) = (hidden, block.parent) {
            children.entry(parent).or_default().push(id);
        }
    }
    let mut order = Vec::new();
    let mut pending = vec![SymbolTable::TOP];
    while let Some(id) = pending.pop() {
        order.push(id);
        pending.extend(children.remove(&id).unwrap_or_default().into_iter().rev());
    }
    order
}

fn kind(block: &Block) -> &'static str {
    match block.comprehension {
        Some(ComprehensionKind::List) => "list comprehension",
        Some(ComprehensionKind::Set) => "set comprehension",
        Some(ComprehensionKind::Dict) => "dict comprehension",
        Some(ComprehensionKind::Generator) => "generator expression",
        None if block.kind == BlockKind::Function && &*block.name == "lambda" => "lambda",
        None => block.kind.name(),
    }
}

/// The spelling of a private name that a class has made another of.
fn written(symbol: &Symbol, places: &[Place]) -> Option<String> {
    let spelled = places.iter().map(|place| place.written);
    spelled.filter(|text| text.starts_with("__") && **text != *symbol.name).map(str::to_owned).next()
}

fn rule(rule: Rule) -> ResolutionRule {
    match rule {
        Rule::Parameter => ResolutionRule::Parameter,
        Rule::TypeParameter => ResolutionRule::TypeParameter,
        Rule::ComprehensionVariable => ResolutionRule::ComprehensionVariable,
        Rule::InlinedComprehension => ResolutionRule::InlinedComprehension,
        Rule::BoundHere => ResolutionRule::BoundHere,
        Rule::GlobalStatement => ResolutionRule::GlobalStatement,
        Rule::NonlocalStatement => ResolutionRule::NonlocalStatement,
        Rule::NamedInComprehension => ResolutionRule::NamedInComprehension,
        Rule::EnclosingFunction => ResolutionRule::EnclosingFunction,
        Rule::EnclosingClass => ResolutionRule::EnclosingClass,
        Rule::Compiler => ResolutionRule::Compiler,
        Rule::NotBoundHere => ResolutionRule::NotBoundHere,
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::stages::Stages;
    use crate::view::{CompileView, PlaceView, SymbolView};

    fn shown(symbol: &SymbolView) -> String {
        let place = |place: &PlaceView| format!("{}@{}:{}", place.how, place.line, place.span.start);
        let places: Vec<String> = symbol.places.iter().map(place).collect();
        let owner = symbol.owner.map_or("-".to_owned(), |owner| owner.to_string());
        let (rule, captured) = (symbol.rule, &symbol.captured_by);
        format!("{} {} {rule:?} of {owner} {captured:?} {}", symbol.name, symbol.resolution, places.join(" "))
    }

    /// Each scope with its kind, then a line for each of its names.
    fn table(text: &str) -> String {
        let view = CompileView::of(&Stages::of(Source::new("t.py", text), |_| {}));
        let scopes = view.scopes.iter().flat_map(|scope| {
            let inlined = if scope.inlined { " inlined" } else { "" };
            let title = format!("{} {}{inlined} in {:?}", scope.kind, scope.name, scope.parent);
            std::iter::once(title).chain(scope.symbols.iter().map(shown))
        });
        scopes.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn names_know_their_rule_their_owner_and_their_places() {
        let text = "import a.b as c, a\ndef f(x, *y):\n    def g():\n        nonlocal x\n        x += y\n        global z\n        \
                    del z\n    return print\n";
        let expected = "\
module top in None
c local BoundHere of 0 [] import@1:14
a local BoundHere of 0 [] import@1:17
f local BoundHere of 0 [] def@2:23
z global explicit BoundHere of 0 [] 
function f in Some(0)
x cell Parameter of 1 [2] parameter@2:25
y cell Parameter of 1 [2] parameter@2:29
g local BoundHere of 1 [] def@3:41
print global implicit NotBoundHere of 0 [] use@8:122
function g in Some(1)
x free NonlocalStatement of 1 [] nonlocal@4:63 augmented assignment@5:73
y free EnclosingFunction of 1 [] use@5:78
z global explicit GlobalStatement of 0 [] global@6:95 del@7:109";
        assert_eq!(table(text), expected);
    }

    #[test]
    fn comprehensions_and_private_names() {
        let text =
            "class C:\n    def m(self):\n        self.__p = __q\n        return [(w := n) for n in self]\n";
        let expected = "\
module top in None
C local BoundHere of 0 [] class@1:6
class C in Some(0)
m local BoundHere of 1 [] def@2:17
function m in Some(1)
self local Parameter of 2 [] parameter@2:19 use@3:34 use@4:83
_C__q global implicit NotBoundHere of 0 [] use@3:45
w local BoundHere of 2 [] :=@4:66
n local InlinedComprehension of 3 [] use@4:71 comprehension@4:78
list comprehension listcomp inlined in Some(2)
.0 local Compiler of 3 [] 
n local ComprehensionVariable of 3 [] use@4:71 comprehension@4:78
w free NamedInComprehension of 2 [] :=@4:66";
        assert_eq!(table(text), expected);
    }

    #[test]
    fn what_binds_is_found_within_its_node() {
        let text = "try:\n    pass\nexcept E as e:\n    pass\nmatch m.n:\n    case {'n': n, **rest} as whole: pass\n\
                    with a as (b, [c]): pass\nfor d, *h in i: pass\ntype A[T: int] = T\n";
        let places: Vec<String> = table(text)
            .lines()
            .filter(|line| line.contains(" BoundHere "))
            .map(|line| {
                format!(
                    "{} {}",
                    line.split(' ').next().unwrap_or_default(),
                    line.split(' ').next_back().unwrap_or_default()
                )
            })
            .collect();
        let expected = [
            "e except@3:26",
            "n pattern@6:64",
            "rest pattern@6:69",
            "whole pattern@6:78",
            "b with@7:101",
            "c with@7:105",
            "d for@8:119",
            "h for@8:123",
            "A type",
        ];
        assert_eq!(places[..8], expected[..8]);
        assert!(table(text).contains("A local BoundHere of 0 [] type alias@9:141"), "{}", table(text));
    }
}
