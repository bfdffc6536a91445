//! The order of members of a constant `frozenset`: that of CPython's hash table under `PYTHONHASHSEED=0`.

use super::constant::Constant;
use crate::objects::hash::{
    HASH_NONE, TupleHash, hash_bigint, hash_bytes, hash_code_points, hash_float, hash_frozenset, hash_i64,
    hash_str,
};
use crate::objects::set_table::SetTable;
use crate::unicode::code_points;

/// `sys.hash_info.imag`
const HASH_IMAG: u64 = 1_000_003;

/// The members a set keeps of these: of those that are `equal` (`1 == 1.0 == True`), the first.
pub fn distinct(members: Vec<Constant>, equal: impl Fn(&Constant, &Constant) -> bool) -> Vec<Constant> {
    let mut table = SetTable::new();
    let mut kept: Vec<Constant> = Vec::with_capacity(members.len());
    for member in members {
        let hash = hash_constant(&member);
        if let Err(slot) = table.find(hash, kept.len(), |other: usize| equal(&kept[other], &member)) {
            table.insert_at(slot, hash, kept.len());
            kept.push(member);
        }
    }
    kept
}

/// Members in iteration order of a set into which they were inserted in the given order; all are distinct.
pub fn iteration_order(members: &[Constant]) -> Vec<Constant> {
    let mut table = SetTable::new();
    for (index, member) in members.iter().enumerate() {
        let hash = hash_constant(member);
        if let Err(slot) = table.find(hash, index, |_| false) {
            table.insert_at(slot, hash, index);
        }
    }
    table.iter().filter_map(|(_, index)| members.get(index).cloned()).collect()
}

/// `hash(constant)`. What CPython hashes by address (NaN, `Ellipsis`, code objects) hashes to 0. Tuples nest no deeper
/// than the parser lets displays nest.
fn hash_constant(constant: &Constant) -> i64 {
    match constant {
        Constant::None => HASH_NONE,
        Constant::Bool(value) => i64::from(*value),
        Constant::Int(value) => hash_bigint(value),
        Constant::Float(value) => hash_float(*value).unwrap_or(0),
        Constant::Complex { real, imag } => hash_complex(*real, *imag),
        Constant::Str(text) => hash_str(text),
        Constant::Surrogates(text) => hash_code_points(code_points(text)),
        Constant::Bytes(bytes) => hash_bytes(bytes),
        Constant::Tuple(items) => {
            let mut hash = TupleHash::new();
            items.iter().for_each(|item| hash.push(hash_constant(item)));
            hash.finish(items.len())
        }
        Constant::FrozenSet(items) => hash_frozenset(items.iter().map(hash_constant)),
        Constant::Ellipsis | Constant::Slice(_) | Constant::Code(_) => hash_i64(0),
    }
}

fn hash_complex(real: f64, imag: f64) -> i64 {
    let real = hash_float(real).unwrap_or(0) as u64;
    let imag = hash_float(imag).unwrap_or(0) as u64;
    match real.wrapping_add(HASH_IMAG.wrapping_mul(imag)) as i64 {
        -1 => -2,
        hash => hash,
    }
}
