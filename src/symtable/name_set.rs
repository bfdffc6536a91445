//! A set of names that iterates in the order of CPython's `set` (`Objects/setobject.c`, `PYTHONHASHSEED=0`): free
//! variables that only pass through a block enter its symbol table in this order.
use crate::objects::hash::hash_str;
use std::rc::Rc;

const MIN_SIZE: usize = 8;
/// Neighbouring entries that are tried before jumping elsewhere.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// Beyond this many members a set doubles instead of quadrupling.
const FAST_GROWTH: usize = 50_000;

#[derive(Clone, Debug)]
enum Entry {
    Unused,
    Deleted,
    Used(u64, Rc<str>),
}

#[derive(Clone, Debug)]
pub(super) struct NameSet {
    /// The length is a power of two; empty until the first member comes, as most sets stay without one.
    table: Vec<Entry>,
    /// Entries that are not unused.
    fill: usize,
    used: usize,
}

/// The entries to try for a hash, in order. It goes on for ever.
fn probe_order(hash: u64, mask: usize) -> impl Iterator<Item = usize> {
    let mut start = hash as usize & mask;
    let mut perturb = hash;
    std::iter::repeat_with(move || {
        let probes = if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        let run = start..=start + probes;
        perturb >>= PERTURB_SHIFT;
        start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
        run
    })
    .flatten()
}

impl NameSet {
    pub fn new() -> Self {
        Self { table: Vec::new(), fill: 0, used: 0 }
    }

    /// `set(self)`
    pub fn copy(&self) -> Self {
        let mut copy = Self::new();
        copy.merge(self);
        copy
    }

    fn mask(&self) -> usize {
        self.table.len().max(MIN_SIZE) - 1
    }

    fn find(&self, name: &str) -> Option<usize> {
        if self.used == 0 {
            return None;
        }
        self.find_hashed(hash_str(name) as u64, name)
    }

    fn find_hashed(&self, hash: u64, name: &str) -> Option<usize> {
        if self.used == 0 {
            return None;
        }
        for index in probe_order(hash, self.mask()) {
            match &self.table[index] {
                Entry::Unused => return None,
                Entry::Used(_, member) if &**member == name => return Some(index),
                _ => {}
            }
        }
        None
    }

    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub fn add(&mut self, name: &Rc<str>) {
        self.add_hashed(hash_str(name) as u64, name);
    }

    fn add_hashed(&mut self, hash: u64, name: &Rc<str>) {
        if self.find_hashed(hash, name).is_some() {
            return;
        }
        self.insert_new(hash, name);
        if self.fill * 5 >= self.mask() * 3 {
            self.resize(if self.used > FAST_GROWTH { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Puts a name that is not a member into the first unused entry.
    fn insert_new(&mut self, hash: u64, name: &Rc<str>) {
        if self.table.is_empty() {
            self.table = vec![Entry::Unused; MIN_SIZE];
        }
        let is_unused = |index: &usize| matches!(self.table[*index], Entry::Unused);
        if let Some(index) = probe_order(hash, self.mask()).find(is_unused) {
            self.table[index] = Entry::Used(hash, name.clone());
            self.fill += 1;
            self.used += 1;
        }
    }

    fn resize(&mut self, min_used: usize) {
        let mut size = MIN_SIZE;
        while size <= min_used {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.table, vec![Entry::Unused; size]);
        (self.fill, self.used) = (0, 0);
        for entry in old {
            if let Entry::Used(hash, name) = entry {
                self.insert_new(hash, &name);
            }
        }
    }

    /// Removes a name; tells whether it was a member.
    pub fn discard(&mut self, name: &str) -> bool {
        let Some(index) = self.find(name) else { return false };
        self.table[index] = Entry::Deleted;
        self.used -= 1;
        true
    }

    /// `self |= other`
    pub fn merge(&mut self, other: &Self) {
        if other.used == 0 {
            return;
        }
        if (self.fill + other.used) * 5 >= self.mask() * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill == 0 && self.mask() == other.mask() && other.fill == other.used {
            self.clone_from(other);
            return;
        }
        let fresh = self.fill == 0;
        for entry in &other.table {
            match entry {
                Entry::Used(hash, name) if fresh => self.insert_new(*hash, name),
                Entry::Used(hash, name) => self.add_hashed(*hash, name),
                _ => {}
            }
        }
    }

    /// The members in table order.
    pub fn iter(&self) -> impl Iterator<Item = &Rc<str>> {
        self.table.iter().filter_map(|entry| match entry {
            Entry::Used(_, name) => Some(name),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NameSet;
    use std::rc::Rc;

    fn order(names: &[&str]) -> String {
        let mut set = NameSet::new();
        for name in names {
            set.add(&Rc::from(*name));
        }
        set.iter().map(|name| &**name).collect::<Vec<_>>().join(" ")
    }

    /// The orders are those of `PYTHONHASHSEED=0 python3.14 -c "print(*set(..))"` with the names added one by one.
    #[test]
    fn iterates_in_the_order_of_a_python_set() {
        assert_eq!(order(&["spam", "ham", "eggs"]), "spam eggs ham");
        assert_eq!(order(&["a", "b", "c", "d", "e", "f", "g"]), "d f g b c a e");
        assert_eq!(
            order(&["x", "self", "cls", "__class__", "y", "k", "value", "data", "z", "é", "name", "n"]),
            "y x é n z cls name self k value data __class__"
        );
    }

    #[test]
    fn deleted_names_are_gone() {
        let mut set = NameSet::new();
        set.add(&"a".into());
        assert!(set.discard("a"));
        assert!(!set.discard("a"));
        assert_eq!(set.copy().iter().count(), 0);
    }
}
