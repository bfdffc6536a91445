//! What changed from one stage to the next.

use super::{BlockRows, Change, Identity, Row};
use crate::bytecode::Opcode;
use std::collections::{BTreeMap, HashMap};

/// Where a row stands: index of the block, index in it.
type Place = (usize, usize);

/// Remembers the latest stage.
#[derive(Default)]
pub struct Differ {
    blocks: Vec<BlockRows>,
    /// By row id.
    places: HashMap<u32, Place>,
    /// By row id, the last stage that changed it.
    touched: HashMap<u32, u32>,
}

impl Differ {
    /// Takes the instruction sequence as the first stage.
    pub fn begin(&mut self, blocks: &[BlockRows]) {
        self.take(blocks.to_vec());
    }

    /// Takes the graph as it was built: the same instructions in other clothes.
    pub fn restart(&mut self, blocks: Vec<BlockRows>) -> Vec<BlockRows> {
        self.take(blocks);
        self.blocks.iter().filter(|block| !block.rows.is_empty()).cloned().collect()
    }

    /// The latest stage without what is gone.
    pub fn current(&self) -> &[BlockRows] {
        &self.blocks
    }

    fn take(&mut self, blocks: Vec<BlockRows>) {
        self.places = blocks
            .iter()
            .enumerate()
            .flat_map(|(block, rows)| {
                rows.rows.iter().enumerate().map(move |(at, row)| (row.id, (block, at)))
            })
            .collect();
        self.blocks = blocks;
    }

    fn before(&self, id: u32) -> Option<(&BlockRows, &Row)> {
        let &(block, at) = self.places.get(&id)?;
        let block = self.blocks.get(block)?;
        Some((block, block.rows.get(at)?))
    }

    /// How much an instruction looks like the one of this identity did: the more, the higher.
    pub fn likeness(&self, id: u32, block: u32, opcode: Opcode, target: Option<u32>) -> u8 {
        let Some((before_block, before)) = self.before(id) else { return 0 };
        let jumps_alike = target.is_some() == before.opcode.has_target();
        4 * u8::from(before_block.id == block) + 2 * u8::from(before.opcode == opcode) + u8::from(jumps_alike)
    }

    /// Compares the next stage with the latest one: marks its rows and blocks, and puts what is gone in its old place.
    pub fn step(&mut self, mut after: Vec<BlockRows>, stage: u32, identities: &[Identity]) -> Vec<BlockRows> {
        let mut latest_block = 0;
        for block in &mut after {
            block.change = self.block_change(block, &mut latest_block);
            let mut latest_row = 0;
            for row in &mut block.rows {
                (row.change, row.was) = self.row_change(block.id, row, &mut latest_row, identities);
                if row.change != Change::Same {
                    self.touched.insert(row.id, stage);
                }
                row.touched = self.touched.get(&row.id).copied();
            }
        }
        let gone = self.gone(&after);
        let mut shown = after.clone();
        for block in &mut shown {
            with_gone(block, gone.get(&block.id));
        }
        shown.retain(|block| !block.rows.is_empty());
        for block in &mut after {
            block.change = Change::Same;
            for row in &mut block.rows {
                row.change = Change::Same;
                row.was.clear();
            }
        }
        self.take(after);
        shown
    }

    fn block_change(&self, block: &BlockRows, latest: &mut usize) -> Change {
        let Some(at) = self.blocks.iter().position(|before| before.id == block.id) else {
            return Change::Added;
        };
        if block.rows.is_empty() {
            return Change::Removed;
        }
        if at < *latest {
            return Change::Moved;
        }
        *latest = at;
        Change::Same
    }

    fn row_change(
        &self,
        block: u32,
        row: &Row,
        latest: &mut usize,
        identities: &[Identity],
    ) -> (Change, String) {
        let Some((before_block, before)) = self.before(row.id) else {
            let copied = identities.get(row.id as usize).is_some_and(|identity| identity.copy_of.is_some());
            return (if copied { Change::Copied } else { Change::Added }, String::new());
        };
        let jumps = row.opcode.has_target() && before.opcode.has_target();
        let rewritten =
            row.opcode != before.opcode || row.meaning != before.meaning || row.arg != before.arg && !jumps;
        if rewritten {
            return (Change::Rewritten, before.text());
        }
        if before_block.id != block {
            return (Change::Moved, format!("B{}", before_block.id));
        }
        let at = self.places.get(&row.id).map_or(0, |&(_, at)| at);
        if at < *latest {
            return (Change::Moved, format!("B{block}"));
        }
        *latest = at;
        if row.handler != before.handler {
            return (Change::Handler, before.handler.map_or(String::new(), |handler| format!("B{handler}")));
        }
        if row.location != before.location {
            let line = before.location.line;
            return (Change::Line, if line < 0 { String::new() } else { line.to_string() });
        }
        (Change::Same, String::new())
    }

    /// For each block that is still laid out, the rows that are gone, each with the row it stood behind.
    fn gone(&self, after: &[BlockRows]) -> BTreeMap<u32, Vec<(Option<u32>, Row)>> {
        let kept: HashMap<u32, u32> =
            after.iter().flat_map(|block| block.rows.iter().map(|row| (row.id, block.id))).collect();
        let mut gone: BTreeMap<u32, Vec<_>> = BTreeMap::new();
        for block in &self.blocks {
            let mut behind = None;
            for row in &block.rows {
                match kept.get(&row.id) {
                    Some(&place) if place == block.id => behind = Some(row.id),
                    Some(_) => {}
                    None => {
                        let row = Row { change: Change::Removed, ..row.clone() };
                        gone.entry(block.id).or_default().push((behind, row));
                    }
                }
            }
        }
        gone
    }
}

fn with_gone(block: &mut BlockRows, gone: Option<&Vec<(Option<u32>, Row)>>) {
    let Some(gone) = gone else { return };
    let mut rows = Vec::with_capacity(block.rows.len() + gone.len());
    let behind = |id: Option<u32>| gone.iter().filter(move |(at, _)| *at == id).map(|(_, row)| row.clone());
    rows.extend(behind(None));
    for row in std::mem::take(&mut block.rows) {
        let id = row.id;
        rows.push(row);
        rows.extend(behind(Some(id)));
    }
    block.rows = rows;
}
