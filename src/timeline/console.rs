//! What the program printed, with the steps that printed it.

use crate::vm::{Output, Stream};
use std::rc::Rc;

/// Bytes of output kept; a program that prints more is stopped.
pub const LIMIT: usize = 32 << 20;

/// Output in the order in which it was written.
#[derive(Default)]
pub struct Console {
    pieces: Vec<Output>,
    bytes: usize,
}

/// A view of the end of the output up to a step.
pub struct Tail {
    /// Neighbouring pieces of one stream are joined.
    pub pieces: Vec<(Stream, String)>,
    /// Characters left off at the front.
    pub hidden: usize,
}

impl Console {
    pub fn extend(&mut self, pieces: Vec<Output>) {
        self.bytes += pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
        self.pieces.extend(pieces);
    }

    pub fn is_full(&self) -> bool {
        self.bytes > LIMIT
    }

    /// Does any piece come from the steps `from..=to`?
    pub fn wrote(&self, from: u64, to: u64) -> bool {
        let first = self.pieces.partition_point(|piece| piece.step < from);
        self.pieces.get(first).is_some_and(|piece| piece.step <= to)
    }

    /// The last `limit` characters written by the steps up to `step`.
    pub fn tail(&self, step: u64, limit: usize) -> Tail {
        let known = &self.pieces[..self.pieces.partition_point(|piece| piece.step <= step)];
        let mut shown: Vec<(Stream, Rc<str>)> = Vec::new();
        let mut room = limit;
        let mut hidden = 0;
        for piece in known.iter().rev() {
            let length = piece.text.chars().count();
            if length <= room {
                shown.push((piece.stream, piece.text.clone()));
                room -= length;
            } else {
                let rest: String = piece.text.chars().skip(length - room).collect();
                hidden += length - room;
                room = 0;
                if !rest.is_empty() {
                    shown.push((piece.stream, rest.into()));
                }
            }
        }
        Tail { pieces: join(shown), hidden }
    }
}

/// Joins neighbours of one stream; the newest piece comes first in `pieces`.
fn join(pieces: Vec<(Stream, Rc<str>)>) -> Vec<(Stream, String)> {
    let mut joined: Vec<(Stream, String)> = Vec::new();
    for (stream, text) in pieces.into_iter().rev() {
        match joined.last_mut() {
            Some((last, whole)) if *last == stream => whole.push_str(&text),
            _ => joined.push((stream, text.to_string())),
        }
    }
    joined
}
