//! `constant[constant]`.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::bytecode::Constant;
use crate::unicode;

/// Indexing and slicing of strings, bytes and tuples; `None` if it would fail.
pub fn subscript(container: &Constant, key: &Constant) -> Option<Constant> {
    match container {
        Constant::Str(_) | Constant::Surrogates(_) => {
            let points: Vec<u32> = unicode::code_points(container.utf8()?).collect();
            let all = match positions(key, points.len())? {
                Positions::One(at) => vec![at],
                Positions::Many(all) => all,
            };
            let mut bytes = Vec::new();
            all.iter().for_each(|&at| unicode::push_code_point(&mut bytes, points[at]));
            Some(Constant::from_utf8(bytes))
        }
        Constant::Bytes(bytes) => Some(match positions(key, bytes.len())? {
            Positions::One(at) => Constant::Int(bytes[at].into()),
            Positions::Many(all) => Constant::Bytes(all.iter().map(|&at| bytes[at]).collect()),
        }),
        Constant::Tuple(items) => Some(match positions(key, items.len())? {
            Positions::One(at) => items[at].clone(),
            Positions::Many(all) => Constant::Tuple(all.iter().map(|&at| items[at].clone()).collect()),
        }),
        _ => None,
    }
}

enum Positions {
    One(usize),
    Many(Vec<usize>),
}

fn integer(constant: &Constant) -> Option<BigInt> {
    match constant {
        Constant::Bool(value) => Some(u8::from(*value).into()),
        Constant::Int(value) => Some(value.clone()),
        _ => None,
    }
}

fn positions(key: &Constant, length: usize) -> Option<Positions> {
    if let Constant::Slice(parts) = key {
        return slice_positions(parts, length as i128).map(Positions::Many);
    }
    let index = integer(key)?.to_i64()?;
    let index = if index < 0 { index.checked_add(length as i64)? } else { index };
    usize::try_from(index).ok().filter(|&at| at < length).map(Positions::One)
}

/// `range(*slice.indices(length))`
fn slice_positions(parts: &[Constant; 3], length: i128) -> Option<Vec<usize>> {
    let part = |index: usize| match &parts[index] {
        Constant::None => Some(None),
        other => integer(other).map(|value| Some(clamp(&value))),
    };
    let (start, stop, step) = (part(0)?, part(1)?, part(2)?.unwrap_or(1));
    if step == 0 {
        return None;
    }
    let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |value: Option<i128>, default: i128| match value {
        None => default,
        Some(value) if value < 0 => (value + length).max(lowest),
        Some(value) => value.min(highest),
    };
    let (first, end) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
    let (mut at, stop) = (bound(start, first), bound(stop, end));
    let mut all = Vec::new();
    while if step > 0 { at < stop } else { at > stop } {
        all.push(usize::try_from(at).ok()?);
        at += step;
    }
    Some(all)
}

/// Far beyond any length, the exact value no longer matters.
fn clamp(value: &BigInt) -> i128 {
    let limit = i64::MAX as i128;
    value.to_i64().map_or(if value.is_negative() { -limit } else { limit }, i128::from)
}
