//! The auditor: recomputes every reference count from all roots and payloads.

use super::{Obj, roots::Root};
use crate::vm::Vm;

/// An object whose count is not the number of references to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    pub object: Obj,
    pub type_name: String,
    /// `ob_refcnt`.
    pub stored: u32,
    /// References found.
    pub found: u32,
    /// Who holds them, at most 16.
    pub holders: Vec<String>,
}

/// Holders named in a mismatch.
const HOLDERS: usize = 16;

impl Vm {
    /// Every mortal object whose count differs from the references found, and every dangling reference (to a free slot).
    pub fn audit(&self) -> Vec<Mismatch> {
        let counts = self.recount();
        let wrong = |obj: Obj| {
            let found = counts[obj.index()];
            if self.heap.is_live(obj) {
                !self.heap.is_immortal(obj) && self.heap.refcnt(obj) != found
            } else {
                found != 0
            }
        };
        let objects: Vec<Obj> = (1..self.heap.len() as u32).map(Obj).filter(|&obj| wrong(obj)).collect();
        objects.into_iter().map(|obj| self.mismatch(obj, counts[obj.index()])).collect()
    }

    fn recount(&self) -> Vec<u32> {
        let mut counts = vec![0u32; self.heap.len()];
        self.roots(&mut |reference| {
            if !reference.borrowed {
                counts[reference.target.index()] += 1;
            }
        });
        for obj in self.heap.objects() {
            self.heap.references(obj, &mut |_, target| counts[target.index()] += 1);
        }
        counts
    }

    fn mismatch(&self, object: Obj, found: u32) -> Mismatch {
        let live = self.heap.is_live(object);
        let holders = self.holders(object).into_iter().take(HOLDERS).collect();
        Mismatch {
            object,
            type_name: if live { self.type_name(object).to_string() } else { "free slot".to_owned() },
            stored: if live { self.heap.refcnt(object) } else { 0 },
            found,
            holders,
        }
    }

    /// Everything that refers to `object`, in words.
    fn holders(&self, object: Obj) -> Vec<String> {
        let mut holders = Vec::new();
        self.roots(&mut |reference| {
            if reference.target == object {
                let borrowed = if reference.borrowed { " (borrowed)" } else { "" };
                holders.push(format!("{}{borrowed}", reference.root.describe(self)));
            }
        });
        for owner in self.heap.objects() {
            self.heap.references(owner, &mut |label, target| {
                if target == object {
                    holders.push(format!(
                        "{} of {} {owner:?}",
                        self.label_text(&label),
                        self.type_name(owner)
                    ));
                }
            });
        }
        holders
    }

    /// After a run and its finalization: mortal objects that are still alive though nothing immortal and no root of the process
    /// reaches them.
    pub fn leaked(&self) -> Vec<Obj> {
        let mut reached = vec![false; self.heap.len()];
        let mut pending: Vec<Obj> = self.heap.objects().filter(|&obj| self.heap.is_immortal(obj)).collect();
        self.roots(&mut |reference| {
            if matches!(
                reference.root,
                Root::Machine(_)
                    | Root::ThreadObject(_)
                    | Root::Local { .. }
                    | Root::Stack { .. }
                    | Root::Frame { .. }
                    | Root::Handled(_)
                    | Root::Raised(_)
            ) {
                pending.push(reference.target);
            }
        });
        for &obj in &pending {
            reached[obj.index()] = true;
        }
        while let Some(obj) = pending.pop() {
            self.heap.references(obj, &mut |_, target| {
                if !std::mem::replace(&mut reached[target.index()], true) {
                    pending.push(target);
                }
            });
        }
        self.heap.objects().filter(|&obj| !reached[obj.index()]).collect()
    }
}
