//! The compact ordered hash table of `dict`: CPython 3.14's layout, probe order and growth (`Objects/dictobject.c`).
//!
//! Entries are kept in insertion order beside a sparse table of indices. Looking a key up can call Python (`__eq__`
//! of a key with the same hash), so a lookup is a [`Probe`]: plain data that yields at each such comparison.
//! The table owns no references: callers count what they insert and what they get back.

/// Hash of an entry that was deleted; no object hashes to -1.
const HOLE: i64 = -1;
const EMPTY: i32 = -1;
const DUMMY: i32 = -2;
/// log2 of the smallest table with entries (`PyDict_LOG_MINSIZE`).
const LOG_MIN_SIZE: u8 = 3;
const PERTURB_SHIFT: u32 = 5;

/// One key with its value and the key's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<K> {
    pub hash: i64,
    pub key: K,
    pub value: K,
}

/// A dict's table over key handles `K` (object ids).
#[derive(Clone, Debug)]
pub struct DictTable<K> {
    indices: Vec<i32>,
    entries: Vec<Entry<K>>,
    used: usize,
    /// Entries that can still be appended before the table grows.
    usable: usize,
    /// Counts replacements of the index table: a probe that sees another number starts over.
    generation: u32,
    /// Counts changes of the set of keys, for inline caches that rely on a key's absence (`dk_version`).
    keys_version: u32,
}

/// A lookup in progress: advance it with [`DictTable::probe`].
#[derive(Clone, Debug)]
pub struct Probe<K> {
    hash: i64,
    key: K,
    perturb: u64,
    slot: usize,
    generation: u32,
    started: bool,
    /// The entry whose key is being compared, and that key.
    comparing: Option<(usize, K)>,
}

/// What a probe came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeStep<K> {
    /// The key is the one of this entry.
    Found(usize),
    Missing,
    /// Ask whether `stored == key` (in this order), then call [`DictTable::resume`] with the answer.
    Compare(K),
}

impl<K: Copy + Eq> Probe<K> {
    pub fn new(hash: i64, key: K) -> Probe<K> {
        Probe { hash, key, perturb: 0, slot: 0, generation: 0, started: false, comparing: None }
    }

    /// The key looked for.
    pub fn key(&self) -> K {
        self.key
    }

    /// Its hash.
    pub fn hash(&self) -> i64 {
        self.hash
    }
}

impl<K: Copy + Eq> Default for DictTable<K> {
    fn default() -> DictTable<K> {
        DictTable::new()
    }
}

impl<K: Copy + Eq> DictTable<K> {
    /// Changes whenever a key comes or goes.
    pub fn keys_version(&self) -> u32 {
        self.keys_version
    }

    /// An empty table; it allocates at the first insertion.
    pub fn new() -> DictTable<K> {
        DictTable {
            indices: Vec::new(),
            entries: Vec::new(),
            used: 0,
            usable: 0,
            generation: 0,
            keys_version: 0,
        }
    }

    /// A table for `expected` insertions, as `BUILD_MAP` makes it (`dict_new_presized`).
    pub fn with_expected(expected: usize) -> DictTable<K> {
        let mut table = DictTable::new();
        if expected > usable_fraction(1 << LOG_MIN_SIZE) {
            let largest = usable_fraction(1 << 17);
            let log = if expected > largest { 17 } else { log_size_for(expected) };
            table.resize(log);
        }
        table
    }

    pub fn len(&self) -> usize {
        self.used
    }

    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Number of entry positions, holes included: the bound for [`DictTable::entry`].
    pub fn positions(&self) -> usize {
        self.entries.len()
    }

    /// Number of index slots (a power of two), 0 for a table that was never filled.
    pub fn slots(&self) -> usize {
        self.indices.len()
    }

    /// The live entry at a position; `None` for holes and beyond the end.
    pub fn entry(&self, position: usize) -> Option<&Entry<K>> {
        self.entries.get(position).filter(|entry| entry.hash != HOLE)
    }

    /// The first live entry at or after a position, with its position.
    pub fn next_from(&self, position: usize) -> Option<(usize, &Entry<K>)> {
        (position..self.entries.len()).find_map(|at| self.entry(at).map(|entry| (at, entry)))
    }

    /// The last live entry before a position, with its position.
    pub fn next_back_from(&self, position: usize) -> Option<(usize, &Entry<K>)> {
        (0..position.min(self.entries.len())).rev().find_map(|at| self.entry(at).map(|entry| (at, entry)))
    }

    /// Live entries in insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry<K>> {
        self.entries.iter().filter(|entry| entry.hash != HOLE)
    }

    /// Advances a probe to its result or to the next comparison.
    pub fn probe(&self, probe: &mut Probe<K>) -> ProbeStep<K> {
        if self.indices.is_empty() {
            return ProbeStep::Missing;
        }
        let mask = self.indices.len() - 1;
        if !probe.started || probe.generation != self.generation {
            probe.started = true;
            probe.generation = self.generation;
            probe.perturb = probe.hash as u64;
            probe.slot = probe.hash as usize & mask;
        }
        loop {
            let index = self.indices[probe.slot];
            if index == EMPTY {
                return ProbeStep::Missing;
            }
            if index >= 0 {
                let position = index as usize;
                let entry = &self.entries[position];
                if entry.key == probe.key && entry.hash != HOLE {
                    return ProbeStep::Found(position);
                }
                if entry.hash == probe.hash {
                    probe.comparing = Some((position, entry.key));
                    return ProbeStep::Compare(entry.key);
                }
            }
            probe.advance(mask);
        }
    }

    /// Takes the answer to a comparison and goes on; starts over when the comparison changed the table.
    pub fn resume(&self, probe: &mut Probe<K>, equal: bool) -> ProbeStep<K> {
        let Some((position, key)) = probe.comparing.take() else { return self.probe(probe) };
        let unchanged = probe.generation == self.generation
            && self.entry(position).is_some_and(|entry| entry.key == key && entry.hash == probe.hash);
        if !unchanged {
            probe.started = false;
        } else if equal {
            return ProbeStep::Found(position);
        } else {
            probe.advance(self.indices.len() - 1);
        }
        self.probe(probe)
    }

    /// Looks a key up with a comparison that calls no Python.
    pub fn find(&self, hash: i64, key: K, mut equal: impl FnMut(K) -> bool) -> Option<usize> {
        let mut probe = Probe::new(hash, key);
        let mut step = self.probe(&mut probe);
        loop {
            match step {
                ProbeStep::Found(position) => return Some(position),
                ProbeStep::Missing => return None,
                ProbeStep::Compare(stored) => step = self.resume(&mut probe, equal(stored)),
            }
        }
    }

    /// Appends a key that a probe did not find.
    pub fn insert_new(&mut self, hash: i64, key: K, value: K) {
        if self.usable == 0 {
            let log = if self.indices.is_empty() { LOG_MIN_SIZE } else { log_of_size(self.used * 3) };
            self.resize(log);
        }
        self.keys_version = self.keys_version.wrapping_add(1);
        let slot = self.free_slot(hash);
        self.indices[slot] = self.entries.len() as i32;
        self.entries.push(Entry { hash, key, value });
        self.used += 1;
        self.usable -= 1;
    }

    /// Stores a value at a found position; returns the old one. The key stays the old one, as in CPython.
    pub fn replace_value(&mut self, position: usize, value: K) -> K {
        std::mem::replace(&mut self.entries[position].value, value)
    }

    /// Deletes the entry at a found position.
    pub fn remove(&mut self, position: usize) -> Entry<K> {
        self.keys_version = self.keys_version.wrapping_add(1);
        let entry = self.entries[position];
        let slot = self.slot_of(entry.hash, position);
        self.indices[slot] = DUMMY;
        self.entries[position].hash = HOLE;
        self.used -= 1;
        entry
    }

    /// Removes the entry inserted last (`dict.popitem`).
    pub fn pop_last(&mut self) -> Option<Entry<K>> {
        let (position, _) = self.next_back_from(self.entries.len())?;
        let entry = self.remove(position);
        self.entries.truncate(position);
        Some(entry)
    }

    /// Empties the table; returns the entries, whose references the caller now owns.
    pub fn clear(&mut self) -> Vec<Entry<K>> {
        self.keys_version = self.keys_version.wrapping_add(1);
        self.indices = Vec::new();
        self.used = 0;
        self.usable = 0;
        self.generation = self.generation.wrapping_add(1);
        let mut entries = std::mem::take(&mut self.entries);
        entries.retain(|entry| entry.hash != HOLE);
        entries
    }

    /// The table of `d.copy()` when it is dense enough to be taken over as it is; `None` when CPython rebuilds it
    /// key by key, comparing keys of equal hash (`PyDict_Copy`).
    pub fn dense_copy(&self) -> Option<DictTable<K>> {
        if self.used == 0 {
            return Some(DictTable::new());
        }
        (self.used >= self.entries.len() * 2 / 3).then(|| DictTable { generation: 0, ..self.clone() })
    }

    /// What `dict.update` does before merging `other`: takes over its layout when this table is empty and `other`
    /// has no holes and is well filled (then returns true, and the merge is complete), else grows once.
    pub fn reserve_for_merge(&mut self, other: &DictTable<K>) -> bool {
        let size = other.indices.len();
        let dense = other.used == other.entries.len()
            && (size == 1 << LOG_MIN_SIZE || usable_fraction(size / 2) < other.used);
        if self.used == 0 && dense {
            let generation = self.generation.wrapping_add(1);
            let keys_version = self.keys_version.wrapping_add(1);
            *self = DictTable { generation, keys_version, ..other.clone() };
            return true;
        }
        if usable_fraction(self.indices.len()) < other.used {
            self.resize(log_size_for(self.used + other.used));
        }
        false
    }

    /// Rebuilds with `1 << log` slots, dropping holes.
    fn resize(&mut self, log: u8) {
        let size = 1_usize << log;
        self.entries.retain(|entry| entry.hash != HOLE);
        self.indices = vec![EMPTY; size];
        self.generation = self.generation.wrapping_add(1);
        for position in 0..self.entries.len() {
            let slot = self.free_slot(self.entries[position].hash);
            self.indices[slot] = position as i32;
        }
        self.usable = usable_fraction(size) - self.entries.len();
        self.entries.reserve_exact(self.usable);
    }

    /// The first slot on a hash's probe path that holds no entry.
    fn free_slot(&self, hash: i64) -> usize {
        self.path(hash, |index| index < 0)
    }

    fn slot_of(&self, hash: i64, position: usize) -> usize {
        self.path(hash, |index| index == position as i32)
    }

    fn path(&self, hash: i64, wanted: impl Fn(i32) -> bool) -> usize {
        let mask = self.indices.len() - 1;
        let (mut slot, mut perturb) = (hash as usize & mask, hash as u64);
        while !wanted(self.indices[slot]) {
            perturb >>= PERTURB_SHIFT;
            slot = slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
        slot
    }
}

impl<K> Probe<K> {
    fn advance(&mut self, mask: usize) {
        self.perturb >>= PERTURB_SHIFT;
        self.slot = self.slot.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1) & mask;
    }
}

/// How many entries a table of `size` slots takes before it grows (`USABLE_FRACTION`).
fn usable_fraction(size: usize) -> usize {
    size * 2 / 3
}

/// log2 of the smallest allowed table with at least `size` slots (`calculate_log2_keysize`).
fn log_of_size(size: usize) -> u8 {
    let bits = usize::BITS - (size.max(1 << LOG_MIN_SIZE) - 1).leading_zeros();
    bits as u8
}

/// log2 of the table that takes `entries` without growing (`estimate_log2_keysize`).
fn log_size_for(entries: usize) -> u8 {
    log_of_size((entries * 3).div_ceil(2))
}

#[cfg(test)]
#[path = "dict_table_tests.rs"]
mod tests;
