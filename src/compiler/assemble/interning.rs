//! What interning the constants of a code object does to the order of constant sets (`intern_constants`,
//! `Objects/codeobject.c`).
//!
//! CPython replaces a string constant that looks like a name by the interned string of that value. If that is another
//! object, because the value was interned before, a `frozenset` around it is built anew from its members in their present
//! order, which may change how they collide, and so the order in which a program sees them.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::ast::{Ast, FieldRef};
use crate::bytecode::Constant;
use crate::bytecode::frozen_set::iteration_order;

/// Strings interned when a program starts, one a line, sorted (written by `tests/tools/reference.py`).
const AT_START: &str = include_str!("interned.txt");

/// The identifiers of one source: the parser interned them all. They are collected when the first set asks.
#[derive(Clone, Debug, Default)]
pub struct Identifiers<'a> {
    ast: Option<&'a Ast>,
    all: OnceCell<BTreeSet<Rc<str>>>,
}

impl<'a> Identifiers<'a> {
    pub fn of(ast: &'a Ast) -> Self {
        Self { ast: Some(ast), all: OnceCell::new() }
    }

    fn collect(&self) -> BTreeSet<Rc<str>> {
        let mut all = BTreeSet::new();
        for node in self.ast.map_or(&[][..], Ast::nodes) {
            node.kind.for_each_field(&mut |_, field| match field {
                FieldRef::Ident(name) | FieldRef::OptIdent(Some(name)) => add(&mut all, name),
                FieldRef::Idents(names) => names.iter().for_each(|name| add(&mut all, name)),
                _ => {}
            });
        }
        all
    }

    /// The constant as it ends up in `co_consts`.
    pub(super) fn settle(&self, constant: Constant) -> Constant {
        match constant {
            Constant::FrozenSet(items) if items.iter().any(|item| self.replaces(item)) => {
                Constant::FrozenSet(iteration_order(&items).into())
            }
            other => other,
        }
    }

    /// Whether interning gives another object; strings of one ASCII character exist only once anyway.
    fn replaces(&self, constant: &Constant) -> bool {
        let Constant::Str(text) = constant else { return false };
        let is_name = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name
            && (self.all.get_or_init(|| self.collect()).contains(text)
                || AT_START.lines().any(|line| line == &**text))
    }
}

/// A dotted module name was parsed part by part.
fn add(all: &mut BTreeSet<Rc<str>>, name: &Rc<str>) {
    if name.contains('.') {
        all.extend(name.split('.').map(Rc::from));
    } else {
        all.insert(name.clone());
    }
}
