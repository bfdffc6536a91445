//! Names with their indices in order of first use.
use crate::fast_hash::FastMap;
use std::rc::Rc;

/// Up to this many names are searched one by one: most blocks have no more, and no hash is computed for them.
const SEARCHED: usize = 10;

#[derive(Clone, Debug, Default)]
pub struct NameTable {
    pub names: Vec<Rc<str>>,
    /// Filled once there are more than [`SEARCHED`] names.
    index: FastMap<Rc<str>, u32>,
}

impl NameTable {
    /// The names must be distinct.
    pub fn new(names: impl IntoIterator<Item = Rc<str>>) -> Self {
        let mut table = Self::default();
        names.into_iter().for_each(|name| {
            table.push(&name);
        });
        table
    }

    pub fn get(&self, name: &str) -> Option<u32> {
        if self.names.len() > SEARCHED {
            return self.index.get(name).copied();
        }
        // The parser makes each identifier once, so equal names mostly are one and the same.
        let same = self.names.iter().position(|known| std::ptr::eq(&**known, name));
        same.or_else(|| self.names.iter().position(|known| **known == *name)).map(|index| index as u32)
    }

    /// The index of the name, which is appended if it is new.
    pub fn add(&mut self, name: &Rc<str>) -> u32 {
        self.get(name).unwrap_or_else(|| self.push(name))
    }

    fn push(&mut self, name: &Rc<str>) -> u32 {
        let index = self.names.len();
        self.names.push(name.clone());
        if index == SEARCHED {
            self.index.extend(self.names.iter().cloned().zip(0..));
        } else if index > SEARCHED {
            self.index.insert(name.clone(), index as u32);
        }
        index as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_index_however_many_there_are() {
        let mut table = NameTable::default();
        for _ in 0..2 {
            let indexes: Vec<u32> = (0..40).map(|number| table.add(&format!("n{number}").into())).collect();
            assert_eq!(indexes, (0..40).collect::<Vec<_>>());
        }
        assert_eq!((table.get("n9"), table.get("n39"), table.get("n40")), (Some(9), Some(39), None));
    }
}
