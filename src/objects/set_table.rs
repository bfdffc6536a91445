//! The open hash table of `set` and `frozenset`: CPython 3.14's layout, so that iteration order and the order of
//! `__eq__` calls are its own (`Objects/setobject.c`).
//!
//! As in [`crate::objects::dict_table`], a lookup is plain data that yields where Python's `__eq__` must answer, and
//! the table owns no references.

const MIN_SIZE: usize = 8;
/// Neighbours tried after each perturbed jump (`LINEAR_PROBES`).
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot<K> {
    Empty,
    Dummy,
    Member { hash: i64, key: K },
}

/// A set's table over key handles `K` (object ids).
#[derive(Clone, Debug)]
pub struct SetTable<K> {
    slots: Vec<Slot<K>>,
    /// Members and dummies.
    fill: usize,
    used: usize,
    /// Where `set.pop` looks next.
    finger: usize,
    /// Counts replacements of the table: a probe that sees another number starts over.
    generation: u32,
}

/// A lookup in progress: advance it with [`SetTable::probe`].
#[derive(Clone, Debug)]
pub struct SetProbe<K> {
    hash: i64,
    key: K,
    perturb: u64,
    /// The slot the current linear stretch started at, and how far along it the probe is.
    start: usize,
    along: usize,
    generation: u32,
    started: bool,
    comparing: Option<K>,
    /// The dummy seen last: where a new member goes.
    free: Option<usize>,
}

/// What a probe came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetStep<K> {
    /// The key is the member in this slot.
    Found(usize),
    /// Not a member; [`SetTable::insert_at`] can place it in this slot.
    Missing(usize),
    /// Ask whether `member == key` (in this order), then call [`SetTable::resume`] with the answer.
    Compare(K),
}

impl<K: Copy + Eq> SetProbe<K> {
    pub fn new(hash: i64, key: K) -> SetProbe<K> {
        SetProbe {
            hash,
            key,
            perturb: 0,
            start: 0,
            along: 0,
            generation: 0,
            started: false,
            comparing: None,
            free: None,
        }
    }

    /// The key looked for.
    pub fn key(&self) -> K {
        self.key
    }

    /// Its hash.
    pub fn hash(&self) -> i64 {
        self.hash
    }

    fn advance(&mut self, mask: usize) {
        if self.along < stretch(self.start, mask) {
            self.along += 1;
        } else {
            self.perturb >>= PERTURB_SHIFT;
            self.start = next_start(self.start, self.perturb, mask);
            self.along = 0;
        }
    }
}

/// How many neighbours follow a slot in its linear stretch: none when they would run past the table's end.
fn stretch(start: usize, mask: usize) -> usize {
    if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
}

fn next_start(start: usize, perturb: u64, mask: usize) -> usize {
    start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask
}

impl<K: Copy + Eq> Default for SetTable<K> {
    fn default() -> SetTable<K> {
        SetTable::new()
    }
}

impl<K: Copy + Eq> SetTable<K> {
    pub fn new() -> SetTable<K> {
        SetTable { slots: vec![Slot::Empty; MIN_SIZE], fill: 0, used: 0, finger: 0, generation: 0 }
    }

    pub fn len(&self) -> usize {
        self.used
    }

    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Number of slots (a power of two): the bound for [`SetTable::member`].
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The member in a slot, with its hash.
    pub fn member(&self, slot: usize) -> Option<(i64, K)> {
        match self.slots.get(slot) {
            Some(&Slot::Member { hash, key }) => Some((hash, key)),
            _ => None,
        }
    }

    /// The first member at or after a slot: `(slot, hash, key)`.
    pub fn next_from(&self, slot: usize) -> Option<(usize, i64, K)> {
        (slot..self.slots.len()).find_map(|at| self.member(at).map(|(hash, key)| (at, hash, key)))
    }

    /// Members as `(hash, key)` in iteration order.
    pub fn iter(&self) -> impl Iterator<Item = (i64, K)> {
        self.slots.iter().filter_map(|slot| match *slot {
            Slot::Member { hash, key } => Some((hash, key)),
            _ => None,
        })
    }

    /// Advances a probe to its result or to the next comparison.
    pub fn probe(&self, probe: &mut SetProbe<K>) -> SetStep<K> {
        let mask = self.slots.len() - 1;
        if !probe.started || probe.generation != self.generation {
            probe.started = true;
            probe.generation = self.generation;
            probe.perturb = probe.hash as u64;
            probe.start = probe.hash as usize & mask;
            probe.along = 0;
            probe.free = None;
        }
        loop {
            let slot = probe.start + probe.along;
            match self.slots[slot] {
                Slot::Empty => return SetStep::Missing(probe.free.unwrap_or(slot)),
                Slot::Member { hash, key } if hash == probe.hash => {
                    if key == probe.key {
                        return SetStep::Found(slot);
                    }
                    probe.comparing = Some(key);
                    return SetStep::Compare(key);
                }
                Slot::Member { .. } => probe.advance(mask),
                Slot::Dummy => {
                    probe.free = Some(slot);
                    probe.advance(mask);
                }
            }
        }
    }

    /// Takes the answer to a comparison and goes on; starts over when the comparison changed the table.
    pub fn resume(&self, probe: &mut SetProbe<K>, equal: bool) -> SetStep<K> {
        let Some(key) = probe.comparing.take() else { return self.probe(probe) };
        let slot = probe.start + probe.along;
        let unchanged = probe.generation == self.generation
            && self.member(slot).is_some_and(|(hash, stored)| stored == key && hash == probe.hash);
        if !unchanged {
            probe.started = false;
        } else if equal {
            return SetStep::Found(slot);
        } else {
            probe.advance(self.slots.len() - 1);
        }
        self.probe(probe)
    }

    /// Looks a key up with a comparison that calls no Python: `Ok(slot)` of the member or `Err(slot)` for insertion.
    pub fn find(&self, hash: i64, key: K, mut equal: impl FnMut(K) -> bool) -> Result<usize, usize> {
        let mut probe = SetProbe::new(hash, key);
        let mut step = self.probe(&mut probe);
        loop {
            match step {
                SetStep::Found(slot) => return Ok(slot),
                SetStep::Missing(slot) => return Err(slot),
                SetStep::Compare(member) => step = self.resume(&mut probe, equal(member)),
            }
        }
    }

    /// Places a key in the slot its probe ended at, and grows when three fifths are filled.
    pub fn insert_at(&mut self, slot: usize, hash: i64, key: K) {
        let old = std::mem::replace(&mut self.slots[slot], Slot::Member { hash, key });
        self.used += 1;
        if matches!(old, Slot::Dummy) {
            return;
        }
        self.fill += 1;
        if self.fill * 5 >= (self.slots.len() - 1) * 3 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Removes the member in a slot; returns its key.
    pub fn remove_at(&mut self, slot: usize) -> Option<K> {
        let (_, key) = self.member(slot)?;
        self.slots[slot] = Slot::Dummy;
        self.used -= 1;
        Some(key)
    }

    /// Removes some member, as `set.pop` chooses it.
    pub fn pop(&mut self) -> Option<K> {
        if self.used == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut slot = self.finger & mask;
        while self.member(slot).is_none() {
            slot = (slot + 1) & mask;
        }
        self.finger = slot + 1;
        self.remove_at(slot)
    }

    /// Empties the table; returns the members, whose references the caller now owns.
    pub fn clear(&mut self) -> Vec<K> {
        let members = self.iter().map(|(_, key)| key).collect();
        let generation = self.generation.wrapping_add(1);
        *self = SetTable { generation, ..SetTable::new() };
        members
    }

    /// What an update does before it adds `count` keys of another set or dict (`set_merge_internal`,
    /// `set_update_dict`): grows once when they might not fit.
    pub fn reserve_for_merge(&mut self, count: usize) {
        if (self.fill + count) * 5 >= (self.slots.len() - 1) * 3 {
            self.resize((self.used + count) * 2);
        }
    }

    /// Merges a set into this table when it holds nothing, without comparisons; true when it did.
    /// Call [`SetTable::reserve_for_merge`] first.
    pub fn take_over(&mut self, other: &SetTable<K>) -> bool {
        if self.fill != 0 {
            return false;
        }
        if self.slots.len() == other.slots.len() && other.fill == other.used {
            self.slots.clone_from(&other.slots);
        } else {
            for (hash, key) in other.iter() {
                insert_clean(&mut self.slots, hash, key);
            }
        }
        self.fill = other.used;
        self.used = other.used;
        self.generation = self.generation.wrapping_add(1);
        true
    }

    /// The table of `set(other)` or `other.copy()`.
    pub fn copied(&self) -> SetTable<K> {
        let mut copy = SetTable::new();
        if self.used > 0 {
            copy.reserve_for_merge(self.used);
            copy.take_over(self);
        }
        copy
    }

    fn resize(&mut self, minimum: usize) {
        let mut size = MIN_SIZE;
        while size <= minimum {
            size <<= 1;
        }
        let old = std::mem::replace(&mut self.slots, vec![Slot::Empty; size]);
        for slot in old {
            if let Slot::Member { hash, key } = slot {
                insert_clean(&mut self.slots, hash, key);
            }
        }
        self.fill = self.used;
        self.generation = self.generation.wrapping_add(1);
    }
}

/// Inserts a key known to be new into a table without dummies (`set_insert_clean`).
fn insert_clean<K: Copy>(slots: &mut [Slot<K>], hash: i64, key: K) {
    let mask = slots.len() - 1;
    let (mut start, mut perturb) = (hash as usize & mask, hash as u64);
    loop {
        let end = start + stretch(start, mask);
        if let Some(slot) = (start..=end).find(|&slot| matches!(slots[slot], Slot::Empty)) {
            slots[slot] = Slot::Member { hash, key };
            return;
        }
        perturb >>= PERTURB_SHIFT;
        start = next_start(start, perturb, mask);
    }
}

#[cfg(test)]
#[path = "set_table_tests.rs"]
mod tests;
