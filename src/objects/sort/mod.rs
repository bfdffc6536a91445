//! `list.sort` as a resumable machine: the same comparisons, in the same order and number, as CPython's timsort.
//!
//! The machine sorts a permutation of `0..len`; it owns no objects. [`Sort::pending`] names the next question
//! ("is key `left` less than key `right`?"), [`Sort::answer`] resumes with the reply. It is plain `Clone` data, so a
//! sort that is interrupted by a Python `__lt__` can live in a native frame and in a checkpoint.
//! Source of the algorithm: `Objects/listobject.c` and `Objects/listsort.txt` (powersort merge policy, since 3.11).

mod gallop;

use gallop::{Gallop, GallopStage, Store};

/// Wins in a row after which a merge starts galloping (`MIN_GALLOP`).
const MIN_GALLOP: usize = 7;
/// Exclusive upper bound of natural run lengths that are boosted by binary insertion (`MAX_MINRUN`).
const MAX_MINRUN: usize = 64;

/// A run waiting on the merge stack: `power` belongs to the boundary with the next run.
#[derive(Clone, Debug)]
struct Run {
    base: usize,
    len: usize,
    power: u32,
}

/// What a finished gallop is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GallopUse {
    /// Where does run b start in run a (`merge_at`)?
    TrimStart,
    /// Where does run a end in run b?
    TrimEnd,
    /// How much of a goes before the next b?
    MergeA,
    /// How much of b goes before the next a?
    MergeB,
}

/// Two adjacent runs being merged. A low merge keeps run a in `temp` and fills from the left, a high merge keeps
/// run b there and fills from the right. `left + right` elements are still to be placed.
#[derive(Clone, Debug)]
struct Merge {
    high: bool,
    /// First item of run a.
    base: usize,
    /// One past the last item of run b.
    end: usize,
    left: usize,
    right: usize,
    left_wins: usize,
    right_wins: usize,
    /// Local copy of the machine's threshold, written back as CPython does.
    min_gallop: usize,
}

/// The question the machine waits on. Positions are relative to the run that starts at `Sort::low`.
#[derive(Clone, Debug)]
enum State {
    Ascending { n: usize },
    AllEqual { n: usize },
    Descending { n: usize, equal: usize },
    DescendingEqual { n: usize, equal: usize },
    Extending { n: usize },
    Insertion { sorted: usize, target: usize, low: usize, high: usize },
    Galloping(Gallop, GallopUse),
    Merging,
    Done,
}

/// A sort in progress. See the module documentation.
#[derive(Clone, Debug)]
pub struct Sort {
    items: Vec<u32>,
    temp: Vec<u32>,
    runs: Vec<Run>,
    merge: Option<Merge>,
    low: usize,
    remaining: usize,
    min_run: usize,
    min_gallop: usize,
    collapsing: bool,
    /// Length of the run found last, while older runs are merged before it is pushed.
    found: usize,
    found_power: u32,
    reverse: bool,
    state: State,
}

impl Sort {
    /// Starts sorting `len` keys. `reverse` keeps equal elements in their order, as `list.sort(reverse=True)`.
    pub fn new(len: usize, reverse: bool) -> Sort {
        let mut items: Vec<u32> = (0..len as u32).collect();
        if reverse {
            items.reverse();
        }
        let mut sort = Sort {
            items,
            temp: Vec::new(),
            runs: Vec::new(),
            merge: None,
            low: 0,
            remaining: len,
            min_run: min_run(len),
            min_gallop: MIN_GALLOP,
            collapsing: false,
            found: 0,
            found_power: 0,
            reverse,
            state: State::Done,
        };
        if len >= 2 {
            sort.count_ascending(1);
        }
        sort
    }

    /// The comparison to make next, as indexes of keys `(left, right)` of `left < right`; `None` when sorted.
    pub fn pending(&self) -> Option<(u32, u32)> {
        let item = |n: usize| self.items[self.low + n];
        match &self.state {
            State::Ascending { n } | State::Descending { n, .. } | State::Extending { n } => {
                Some((item(*n), item(n - 1)))
            }
            State::AllEqual { n } => Some((item(0), item(n - 1))),
            State::DescendingEqual { n, .. } => Some((item(n - 1), item(*n))),
            State::Insertion { sorted, low, high, .. } => Some((item(*sorted), item((low + high) >> 1))),
            State::Galloping(gallop, _) => Some(self.gallop_pair(gallop)),
            State::Merging => self.merge.as_ref().map(|merge| self.merge_pair(merge)),
            State::Done => None,
        }
    }

    /// Resumes with the answer to [`Sort::pending`]; ignored when the sort is done.
    pub fn answer(&mut self, less: bool) {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Ascending { n } if less => self.run_turned(n),
            State::Ascending { n } => self.count_ascending(n + 1),
            State::AllEqual { n } if less => self.run_counted(n),
            State::AllEqual { n } => {
                self.reverse_slice(0, n);
                self.count_descending(n + 1, 0);
            }
            State::Descending { n, equal } if less => {
                self.reverse_last_equal(n, equal);
                self.count_descending(n + 1, 0);
            }
            State::Descending { n, equal } => self.state = State::DescendingEqual { n, equal },
            State::DescendingEqual { n, equal } if less => self.end_descending(n, equal),
            State::DescendingEqual { n, equal } => self.count_descending(n + 1, equal + 1),
            State::Extending { n } if less => self.run_counted(n),
            State::Extending { n } => self.extend(n + 1),
            State::Insertion { sorted, target, low, high } => {
                let middle = (low + high) >> 1;
                let (low, high) = if less { (low, middle) } else { (middle + 1, high) };
                self.insertion(sorted, target, low, high);
            }
            State::Galloping(gallop, purpose) => self.gallop_answer(gallop, purpose, less),
            State::Merging => self.merge_answer(less),
            State::Done => {}
        }
    }

    /// The permutation reached: position `i` of the result holds the element that was at `order()[i]`.
    /// Also valid after an interrupted comparison (an exception): the result is then some permutation.
    pub fn into_order(mut self) -> Vec<u32> {
        self.flush_merge();
        if self.reverse {
            self.items.reverse();
        }
        self.items
    }

    // --- natural runs (count_run) ---

    fn count_ascending(&mut self, n: usize) {
        if n == self.remaining {
            self.run_counted(n);
        } else {
            self.state = State::Ascending { n };
        }
    }

    /// Item `n` is less than its predecessor: descending, unless an increase came before.
    fn run_turned(&mut self, n: usize) {
        if n > 1 {
            self.state = State::AllEqual { n };
        } else {
            self.count_descending(n + 1, 0);
        }
    }

    fn count_descending(&mut self, n: usize, equal: usize) {
        if n == self.remaining {
            self.end_descending(n, equal);
        } else {
            self.state = State::Descending { n, equal };
        }
    }

    fn end_descending(&mut self, n: usize, equal: usize) {
        self.reverse_last_equal(n, equal);
        self.reverse_slice(0, n);
        self.extend(n);
    }

    fn reverse_last_equal(&mut self, n: usize, equal: usize) {
        if equal > 0 {
            self.reverse_slice(n - equal - 1, n);
        }
    }

    fn reverse_slice(&mut self, from: usize, to: usize) {
        self.items[self.low + from..self.low + to].reverse();
    }

    fn extend(&mut self, n: usize) {
        if n == self.remaining {
            self.run_counted(n);
        } else {
            self.state = State::Extending { n };
        }
    }

    fn run_counted(&mut self, n: usize) {
        if n < self.min_run {
            let target = self.min_run.min(self.remaining);
            self.insertion(n, target, 0, n);
        } else {
            self.run_found(n);
        }
    }

    // --- binary insertion ---

    fn insertion(&mut self, sorted: usize, target: usize, low: usize, high: usize) {
        if sorted == target {
            self.run_found(target);
        } else if low < high {
            self.state = State::Insertion { sorted, target, low, high };
        } else {
            self.items[self.low + low..=self.low + sorted].rotate_right(1);
            self.insertion_next(sorted + 1, target);
        }
    }

    fn insertion_next(&mut self, sorted: usize, target: usize) {
        if sorted == target {
            self.run_found(target);
        } else {
            self.state = State::Insertion { sorted, target, low: 0, high: sorted };
        }
    }

    // --- the merge policy ---

    /// A run of `n` items is at `low`: merge deeper boundaries first, then push it (`found_new_run`).
    fn run_found(&mut self, n: usize) {
        self.found = n;
        if let Some(last) = self.runs.last() {
            self.found_power = power(last.base, last.len, n, self.items.len());
        }
        self.merge_before_push();
    }

    fn merge_before_push(&mut self) {
        let count = self.runs.len();
        if count > 1 && self.runs[count - 2].power > self.found_power {
            return self.merge_at(count - 2);
        }
        if let Some(last) = self.runs.last_mut() {
            last.power = self.found_power;
        }
        self.runs.push(Run { base: self.low, len: self.found, power: 0 });
        self.low += self.found;
        self.remaining -= self.found;
        if self.remaining > 0 {
            self.count_ascending(1);
        } else {
            self.collapsing = true;
            self.collapse();
        }
    }

    /// Merges what is left on the stack (`merge_force_collapse`).
    fn collapse(&mut self) {
        let count = self.runs.len();
        if count <= 1 {
            self.state = State::Done;
            return;
        }
        let mut at = count - 2;
        if at > 0 && self.runs[at - 1].len < self.runs[at + 1].len {
            at -= 1;
        }
        self.merge_at(at);
    }

    fn merge_at(&mut self, at: usize) {
        let (base, left) = (self.runs[at].base, self.runs[at].len);
        let right = self.runs[at + 1].len;
        self.runs[at].len = left + right;
        if at + 3 == self.runs.len() {
            self.runs[at + 1] = self.runs[at + 2].clone();
        }
        self.runs.pop();
        let min_gallop = self.min_gallop;
        let end = base + left + right;
        self.merge =
            Some(Merge { high: false, base, end, left, right, left_wins: 0, right_wins: 0, min_gallop });
        self.gallop(false, self.items[base + left], Store::Items, base, left, 0, GallopUse::TrimStart);
    }

    fn merge_finished(&mut self) {
        self.merge = None;
        self.temp.clear();
        if self.collapsing {
            self.collapse();
        } else {
            self.merge_before_push();
        }
    }

    fn trimmed_start(&mut self, k: usize) {
        let Some(merge) = self.merge.as_mut() else { return };
        merge.base += k;
        merge.left -= k;
        if merge.left == 0 {
            return self.merge_finished();
        }
        let (last_a, start_b, right) = (merge.base + merge.left - 1, merge.base + merge.left, merge.right);
        self.gallop(true, self.items[last_a], Store::Items, start_b, right, right - 1, GallopUse::TrimEnd);
    }

    fn trimmed_end(&mut self, k: usize) {
        let Some(merge) = self.merge.as_mut() else { return };
        merge.right = k;
        if k == 0 {
            return self.merge_finished();
        }
        let middle = merge.base + merge.left;
        merge.end = middle + k;
        merge.high = merge.left > merge.right;
        let kept = if merge.high { middle..merge.end } else { merge.base..middle };
        self.temp = self.items[kept].to_vec();
        let finished = if merge.high { self.take_left() } else { self.take_right() };
        if !finished {
            self.start_one_by_one();
        }
    }

    // --- merging (merge_lo, merge_hi) ---

    fn start_one_by_one(&mut self) {
        if let Some(merge) = self.merge.as_mut() {
            merge.left_wins = 0;
            merge.right_wins = 0;
            self.state = State::Merging;
        }
    }

    /// The next candidate of run a: its first item in a low merge, its last in a high one.
    fn left_item(&self, merge: &Merge) -> u32 {
        if merge.high {
            self.items[merge.base + merge.left - 1]
        } else {
            self.temp[self.temp.len() - merge.left]
        }
    }

    /// The next candidate of run b.
    fn right_item(&self, merge: &Merge) -> u32 {
        if merge.high { self.temp[merge.right - 1] } else { self.items[merge.end - merge.right] }
    }

    fn merge_pair(&self, merge: &Merge) -> (u32, u32) {
        (self.right_item(merge), self.left_item(merge))
    }

    fn merge_answer(&mut self, less: bool) {
        let Some(merge) = self.merge.as_ref() else { return };
        // The smaller item is placed in a low merge, the larger one in a high merge.
        let left_wins = less == merge.high;
        let finished = if left_wins { self.take_left() } else { self.take_right() };
        if finished {
            return;
        }
        let Some(merge) = self.merge.as_mut() else { return };
        if left_wins {
            merge.left_wins += 1;
            merge.right_wins = 0;
        } else {
            merge.right_wins += 1;
            merge.left_wins = 0;
        }
        if merge.left_wins.max(merge.right_wins) < merge.min_gallop {
            self.state = State::Merging;
            return;
        }
        merge.min_gallop += 1;
        self.gallop_left_run();
    }

    fn gallop_left_run(&mut self) {
        let Some(merge) = self.merge.as_mut() else { return };
        if merge.min_gallop > 1 {
            merge.min_gallop -= 1;
        }
        self.min_gallop = merge.min_gallop;
        let merge = merge.clone();
        let key = self.right_item(&merge);
        if merge.high {
            let hint = merge.left - 1;
            self.gallop(false, key, Store::Items, merge.base, merge.left, hint, GallopUse::MergeA);
        } else {
            let base = self.temp.len() - merge.left;
            self.gallop(false, key, Store::Temp, base, merge.left, 0, GallopUse::MergeA);
        }
    }

    fn galloped_left(&mut self, k: usize) {
        let Some(merge) = self.merge.as_mut() else { return };
        let taken = if merge.high { merge.left - k } else { k };
        merge.left_wins = taken;
        if taken > 0 && self.take_many_left(taken) {
            return;
        }
        if self.take_right() {
            return;
        }
        let Some(merge) = self.merge.clone() else { return };
        let key = self.left_item(&merge);
        if merge.high {
            let hint = merge.right - 1;
            self.gallop(true, key, Store::Temp, 0, merge.right, hint, GallopUse::MergeB);
        } else {
            let base = merge.end - merge.right;
            self.gallop(true, key, Store::Items, base, merge.right, 0, GallopUse::MergeB);
        }
    }

    fn galloped_right(&mut self, k: usize) {
        let Some(merge) = self.merge.as_mut() else { return };
        let taken = if merge.high { merge.right - k } else { k };
        merge.right_wins = taken;
        if taken > 0 && self.take_many_right(taken) {
            return;
        }
        if self.take_left() {
            return;
        }
        let Some(merge) = self.merge.as_mut() else { return };
        if merge.left_wins >= MIN_GALLOP || merge.right_wins >= MIN_GALLOP {
            return self.gallop_left_run();
        }
        merge.min_gallop += 1;
        self.min_gallop = merge.min_gallop;
        self.start_one_by_one();
    }

    fn take_left(&mut self) -> bool {
        self.take_many_left(1)
    }

    fn take_right(&mut self) -> bool {
        self.take_many_right(1)
    }

    /// Places `count` items of run a; true when that finished the merge.
    fn take_many_left(&mut self, count: usize) -> bool {
        let Some(merge) = self.merge.as_mut() else { return true };
        if merge.high {
            let from = merge.base + merge.left - count;
            self.items.copy_within(from..from + count, from + merge.right);
        } else {
            let target = merge.end - merge.left - merge.right;
            let from = self.temp.len() - merge.left;
            self.items[target..target + count].copy_from_slice(&self.temp[from..from + count]);
        }
        merge.left -= count;
        self.finish_if_one_sided()
    }

    /// Places `count` items of run b; true when that finished the merge.
    fn take_many_right(&mut self, count: usize) -> bool {
        let Some(merge) = self.merge.as_mut() else { return true };
        if merge.high {
            let target = merge.base + merge.left + merge.right - count;
            let from = merge.right - count;
            self.items[target..target + count].copy_from_slice(&self.temp[from..from + count]);
        } else {
            let from = merge.end - merge.right;
            self.items.copy_within(from..from + count, from - merge.left);
        }
        merge.right -= count;
        self.finish_if_one_sided()
    }

    /// The run kept in `temp` ends with an item that belongs beyond all of the other run, so one item left there
    /// needs no comparison.
    fn finish_if_one_sided(&mut self) -> bool {
        let Some(merge) = self.merge.as_ref() else { return true };
        let (kept, other) = if merge.high { (merge.right, merge.left) } else { (merge.left, merge.right) };
        if other > 0 && kept > 1 {
            return false;
        }
        if other > 0 && kept == 1 {
            self.place_last_kept();
        } else {
            self.flush_merge();
        }
        self.merge_finished();
        true
    }

    fn place_last_kept(&mut self) {
        let Some(merge) = self.merge.as_ref() else { return };
        if merge.high {
            self.items.copy_within(merge.base..merge.base + merge.left, merge.base + 1);
            self.items[merge.base] = self.temp[0];
        } else {
            let from = merge.end - merge.right;
            self.items.copy_within(from..merge.end, from - 1);
            self.items[merge.end - 1] = self.temp[self.temp.len() - 1];
        }
    }

    /// Puts the items still in `temp` back, so that `items` is a permutation again.
    fn flush_merge(&mut self) {
        let Some(merge) = self.merge.as_ref() else { return };
        if self.temp.is_empty() {
            return;
        }
        if merge.high {
            let target = merge.base + merge.left;
            self.items[target..target + merge.right].copy_from_slice(&self.temp[..merge.right]);
        } else {
            let target = merge.end - merge.left - merge.right;
            let from = self.temp.len() - merge.left;
            self.items[target..target + merge.left].copy_from_slice(&self.temp[from..]);
        }
    }

    // --- galloping ---

    #[expect(clippy::too_many_arguments, reason = "a search has a key, a slice, a hint and a purpose")]
    fn gallop(
        &mut self,
        leftmost: bool,
        key: u32,
        store: Store,
        base: usize,
        len: usize,
        hint: usize,
        purpose: GallopUse,
    ) {
        let stage = GallopStage::Hint;
        let gallop = Gallop { leftmost, key, store, base, len, hint, last: 0, offset: 1, stage };
        self.state = State::Galloping(gallop, purpose);
    }

    fn gallop_pair(&self, gallop: &Gallop) -> (u32, u32) {
        let at = gallop.base + gallop.position();
        let item = if gallop.store == Store::Items { self.items[at] } else { self.temp[at] };
        if gallop.leftmost { (item, gallop.key) } else { (gallop.key, item) }
    }

    fn gallop_answer(&mut self, mut gallop: Gallop, purpose: GallopUse, less: bool) {
        let precedes = less == gallop.leftmost;
        match gallop.advance(precedes) {
            None => self.state = State::Galloping(gallop, purpose),
            Some(k) => match purpose {
                GallopUse::TrimStart => self.trimmed_start(k),
                GallopUse::TrimEnd => self.trimmed_end(k),
                GallopUse::MergeA => self.galloped_left(k),
                GallopUse::MergeB => self.galloped_right(k),
            },
        }
    }
}

/// The depth of the boundary between two adjacent runs in an ideal merge tree over `total` items (`powerloop`).
fn power(base: usize, first: usize, second: usize, total: usize) -> u32 {
    let mut a = 2 * base + first;
    let mut b = a + first + second;
    let mut result = 0;
    loop {
        result += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return result;
        }
        a <<= 1;
        b <<= 1;
    }
}

/// The length short runs are boosted to (`merge_compute_minrun`).
fn min_run(mut len: usize) -> usize {
    let mut shifted_off = 0;
    while len >= MAX_MINRUN {
        shifted_off |= len & 1;
        len >>= 1;
    }
    len + shifted_off
}

/// Sorts with a Rust comparison that calls no Python; returns the permutation.
pub fn sort_directly(len: usize, reverse: bool, mut less: impl FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut sort = Sort::new(len, reverse);
    while let Some((left, right)) = sort.pending() {
        sort.answer(less(left, right));
    }
    sort.into_order()
}

#[cfg(test)]
mod tests;
