//! Sorting and marking for code that is no hot path, in one instance each: the standard library's generic sort is 6 KB of
//! WebAssembly for every type it sorts, a `BTreeSet` 8 KB.

use std::cmp::Ordering;

/// The stable order of `len` things that `compare` compares by their indexes.
fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

/// Sorts `items`, equal ones in their old order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut slots: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| slots[at].take()));
}

/// Sorts `items`.
pub fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// A set of small numbers: a mark for each.
#[derive(Clone, Debug, Default)]
pub struct Marks(Vec<bool>);

impl Marks {
    /// Marks `number`.
    pub fn insert(&mut self, number: usize) {
        if self.0.len() <= number {
            self.0.resize(number + 1, false);
        }
        self.0[number] = true;
    }

    /// Whether `number` is marked.
    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number).copied().unwrap_or_default()
    }
}

impl FromIterator<usize> for Marks {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut marks = Self::default();
        numbers.into_iter().for_each(|number| marks.insert(number));
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort_by(&mut items, |a, b| a.0.cmp(&b.0));
        assert_eq!(items, [(0, 'd'), (1, 'b'), (1, 'e'), (2, 'a'), (2, 'c')]);
    }

    #[test]
    fn marks_answer_for_every_number() {
        let marks: Marks = [3, 0].into_iter().collect();
        assert_eq!([0, 1, 2, 3, 4].map(|number| marks.contains(number)), [true, false, false, true, false]);
    }
}
