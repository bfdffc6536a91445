//! The machine's state as one number: equal states have equal fingerprints on every host.

use crate::heap::{Label, Payload};
use crate::vm::Vm;
use std::fmt::Write;

/// FNV-1a over whatever is written.
struct Hasher(u64);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

impl Hasher {
    fn add(&mut self, part: std::fmt::Arguments<'_>) {
        // writing to a number cannot fail
        let _ = self.write_fmt(part);
    }
}

impl Vm {
    /// A hash of everything that decides how the run goes on: counts, types and contents of all objects, the threads with their
    /// frames and stacks, the GIL, the clock, the collector. Caches and what was recorded for display are left out.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Hasher(0xcbf2_9ce4_8422_2325);
        hasher.add(format_args!("{} {} {:?} {:?};", self.steps, self.heap.live(), self.exit, self.phase));
        for obj in self.heap.objects() {
            hasher.add(format_args!("{obj:?} {} {:?} ", self.heap.refcnt(obj), self.heap.ty(obj)));
            self.hash_payload(obj, &mut hasher);
        }
        for generation in 0..3 {
            for obj in self.heap.generation(generation) {
                hasher.add(format_args!("{obj:?},"));
            }
        }
        hasher.add(format_args!("{} {:?} {:?}", self.heap.young_count, self.gc.counts, self.gc.stats));
        hasher.add(format_args!("{:?} {:?} {}", self.sched.current, self.sched.gil, self.now()));
        for thread in &self.sched.threads {
            let context = self.context_of(thread);
            hasher.add(format_args!(
                "{:?} {:?} {:?} {:?}",
                thread.id, thread.activity, context.frames, context.stack
            ));
            hasher.add(format_args!("{} {:?} {:?}", context.pc, context.raised, context.handled));
        }
        hasher.0
    }

    fn hash_payload(&self, obj: crate::heap::Obj, hasher: &mut Hasher) {
        match self.heap.get(obj) {
            // the cached hash is no part of the state, and shared with other checkpoints
            Payload::Str(text) => hasher.add(format_args!("{}", text.text)),
            Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Float(_)
            | Payload::Bytes(_)
            | Payload::RangeIter(_) => {
                hasher.add(format_args!("{:?}", self.heap.get(obj)));
            }
            payload => {
                hasher.add(format_args!("{:?}", std::mem::discriminant(payload)));
                self.heap.references(obj, &mut |label: Label, target| {
                    hasher.add(format_args!("{label:?}{target:?}"))
                });
            }
        }
    }
}
