//! Exponential search, one comparison at a time (`gallop_left` and `gallop_right` of `Objects/listobject.c`).

/// Where a gallop searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Items,
    Temp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GallopStage {
    Hint,
    Right,
    Left,
    Binary,
}

/// An exponential search for the place of `key` in a sorted slice (`gallop_left`, `gallop_right`).
#[derive(Clone, Debug)]
pub struct Gallop {
    /// Finds the place before equal elements when true, after them otherwise.
    pub leftmost: bool,
    pub key: u32,
    pub store: Store,
    pub base: usize,
    pub len: usize,
    pub hint: usize,
    /// Offsets from the hint while galloping; in the binary stage positions `last..offset` from `base`.
    pub last: usize,
    pub offset: usize,
    pub stage: GallopStage,
}

impl Gallop {
    /// The position compared next, from the start of the slice.
    pub fn position(&self) -> usize {
        match self.stage {
            GallopStage::Hint => self.hint,
            GallopStage::Right => self.hint + self.offset,
            GallopStage::Left => self.hint - self.offset,
            GallopStage::Binary => self.last + ((self.offset - self.last) >> 1),
        }
    }

    /// Takes "the item at `position` goes before the key"; returns the place found, when it is.
    pub fn advance(&mut self, precedes: bool) -> Option<usize> {
        match self.stage {
            GallopStage::Hint => {
                self.stage = if precedes { GallopStage::Right } else { GallopStage::Left };
            }
            GallopStage::Right | GallopStage::Left if precedes == (self.stage == GallopStage::Right) => {
                self.last = self.offset;
                self.offset = self.offset * 2 + 1;
            }
            GallopStage::Right | GallopStage::Left => return self.start_binary(),
            GallopStage::Binary if precedes => self.last = self.position() + 1,
            GallopStage::Binary => self.offset = self.position(),
        }
        match self.stage {
            GallopStage::Right if self.offset >= self.len - self.hint => self.start_binary(),
            GallopStage::Left if self.offset > self.hint => self.start_binary(),
            GallopStage::Binary => self.found(),
            _ => None,
        }
    }

    /// Turns offsets from the hint into positions; the place is in `last..=offset`.
    fn start_binary(&mut self) -> Option<usize> {
        let (last, offset) = (self.last, self.offset);
        if self.stage == GallopStage::Right {
            self.last = self.hint + last + 1;
            self.offset = self.hint + offset.min(self.len - self.hint);
        } else {
            self.last = self.hint + 1 - offset.min(self.hint + 1);
            self.offset = self.hint - last;
        }
        self.stage = GallopStage::Binary;
        self.found()
    }

    fn found(&self) -> Option<usize> {
        (self.last >= self.offset).then_some(self.offset)
    }
}
