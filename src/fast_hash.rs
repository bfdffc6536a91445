//! A hasher for the compiler's own tables: a multiplication for each eight bytes instead of SipHash's rounds. Who writes a
//! program to make it slow slows down his own page. Nothing may depend on the order of such a map.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map keyed by names, constants' hashes and the like.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// An odd number with its bits well spread (2**64 divided by the golden ratio).
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

#[derive(Clone, Copy, Debug, Default)]
pub struct FastHasher(u64);

impl FastHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            // The length tells "a" from "a\0".
            let length = (rest.len() as u64) << 56;
            self.mix(rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)) ^ length);
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }

    /// The high bits are the well-mixed ones; the map takes its index from the low ones.
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
