//! Hash values of built-in objects under `PYTHONHASHSEED=0` (64-bit), as CPython 3.14 computes them.
//!
//! Sources: `Python/pyhash.c` (SipHash-1-3 with a zero key, numbers modulo 2**61 - 1), `Objects/tupleobject.c`
//! (xxHash variant), `Objects/setobject.c` (frozenset). A hash is never -1: that value is CPython's error mark.

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;

/// The Mersenne prime all numeric hashes are taken modulo of (`_PyHASH_MODULUS`).
const MODULUS: u64 = (1 << 61) - 1;
const MODULUS_BITS: u32 = 61;
const HASH_INFINITY: i64 = 314_159;

/// `hash(None)`: a constant since 3.12.
pub const HASH_NONE: i64 = 0xFCA8_6420;

fn never_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(b)` for a `bytes` object.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(bytes);
    never_minus_one(hasher.finish() as i64)
}

/// `hash(s)` for a `str`: CPython hashes the PEP 393 buffer, whose unit is 1, 2 or 4 bytes wide by the widest
/// code point.
pub fn hash_str(text: &str) -> i64 {
    if text.is_ascii() {
        return hash_bytes(text.as_bytes());
    }
    hash_code_points(text.chars().map(u32::from))
}

/// `hash(s)` of the `str` of these code points, surrogates among them; not for ASCII alone, whose bytes are the hash's.
pub fn hash_code_points(points: impl Iterator<Item = u32> + Clone) -> i64 {
    let widest = points.clone().max().unwrap_or(0);
    let mut buffer = Vec::new();
    for point in points {
        let unit = point.to_le_bytes();
        let width = if widest < 0x100 {
            1
        } else if widest < 0x1_0000 {
            2
        } else {
            4
        };
        buffer.extend_from_slice(&unit[..width]);
    }
    hash_bytes(&buffer)
}

/// `hash(n)` for an int that fits 64 bits (also `bool`: `hash(True) == 1`).
pub fn hash_i64(value: i64) -> i64 {
    let magnitude = (value.unsigned_abs() % MODULUS) as i64;
    never_minus_one(if value < 0 { -magnitude } else { magnitude })
}

/// `hash(n)` for an int of any size.
pub fn hash_bigint(value: &BigInt) -> i64 {
    let magnitude = (value.magnitude() % MODULUS).to_i64().unwrap_or(0);
    never_minus_one(if value.sign() == Sign::Minus { -magnitude } else { magnitude })
}

/// `hash(x)` for a float; `None` for NaN, whose hash is that of its address (since 3.10).
pub fn hash_float(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { HASH_INFINITY } else { -HASH_INFINITY });
    }
    if value == 0.0 {
        return Some(0);
    }
    let (mantissa, exponent) = integer_decode(value.abs());
    // value = mantissa * 2**exponent, and 2**61 is 1 modulo the modulus: multiplying by a power of two rotates.
    let rotation = exponent.rem_euclid(MODULUS_BITS as i32) as u32;
    let reduced = mantissa % MODULUS;
    let rotated = ((reduced << rotation) & MODULUS) | (reduced >> (MODULUS_BITS - rotation));
    let hash = (rotated % MODULUS) as i64;
    Some(never_minus_one(if value < 0.0 { -hash } else { hash }))
}

/// Mantissa and exponent of a finite positive float: `value == mantissa * 2**exponent`.
fn integer_decode(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if exponent == 0 { (fraction, -1074) } else { (fraction | (1 << 52), exponent - 1075) }
}

/// `hash` of an object by its address: `address >> 4` rotated, as `Py_HashPointer`.
pub fn hash_address(address: u64) -> i64 {
    never_minus_one(address.rotate_right(4) as i64)
}

/// `hash(t)` of a tuple, item by item; plain data, so that it can wait for an item's `__hash__`.
#[derive(Clone, Debug)]
pub struct TupleHash(u64);

impl Default for TupleHash {
    fn default() -> TupleHash {
        TupleHash::new()
    }
}

impl TupleHash {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;

    pub fn new() -> TupleHash {
        TupleHash(Self::PRIME_5)
    }

    /// Adds the hash of the next item.
    pub fn push(&mut self, hash: i64) {
        let lane = (hash as u64).wrapping_mul(Self::PRIME_2);
        self.0 = self.0.wrapping_add(lane).rotate_left(31).wrapping_mul(Self::PRIME_1);
    }

    /// `hash` of a slice: as a tuple's without the length (`slicehash`, `Objects/sliceobject.c`).
    pub fn finish_slice(&self) -> i64 {
        if self.0 == u64::MAX { 1_546_275_796 } else { self.0 as i64 }
    }

    /// The hash, given the number of items pushed.
    pub fn finish(&self, len: usize) -> i64 {
        let hash = self.0.wrapping_add(len as u64 ^ (Self::PRIME_5 ^ 3_527_539));
        if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
    }
}

/// `hash(f)` of a frozenset from its members' hashes, in any order.
pub fn hash_frozenset(members: impl Iterator<Item = i64>) -> i64 {
    let (mut hash, mut count) = (0_u64, 0_u64);
    for member in members {
        hash ^= shuffle_bits(member as u64);
        count += 1;
    }
    hash ^= (count + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

fn shuffle_bits(hash: u64) -> u64 {
    ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_bytes() {
        // PYTHONHASHSEED=0 python3.14 -c 'print(hash(...))'
        assert_eq!(hash_str(""), 0);
        assert_eq!(hash_str("a"), 4644417185603328019);
        assert_eq!(hash_str("abc"), -4594863902769663758);
        assert_eq!(hash_str("hello"), -2096571579003691106);
        assert_eq!(hash_str("__init__"), 4748292593639647670);
        assert_eq!(hash_str("exactly8"), -7020876967557843569);
        assert_eq!(hash_str("sixteen_letters_"), -7874253501992784078);
        assert_eq!(hash_str("a longer string that takes more than one block of eight"), -6712394200869563632);
        assert_eq!(hash_str("\u{e9}"), 6047309291227476195);
        assert_eq!(hash_str("\u{ff}"), 3476900567878811119);
        assert_eq!(hash_str("h\u{e9}llo w\u{f6}rld"), 2851654936439523187);
        assert_eq!(hash_str("\u{100}"), 75343234424780393);
        assert_eq!(hash_str("\u{65e5}\u{672c}\u{8a9e}"), 7116994712188270);
        assert_eq!(hash_str("a\u{20ac}"), 5181483246891551849);
        assert_eq!(hash_str("\u{1f600}"), -3536540696076613844);
        assert_eq!(hash_str("x\u{1f600}y"), 4642876134759756482);
        assert_eq!(hash_str("\u{0}"), 7541581120933061747);
        assert_eq!(hash_bytes(b"abc"), hash_str("abc"));
    }

    #[test]
    fn numbers() {
        assert_eq!(hash_i64(0), 0);
        assert_eq!(hash_i64(1), 1);
        assert_eq!(hash_i64(-1), -2);
        assert_eq!(hash_i64(-2), -2);
        assert_eq!(hash_i64(5), 5);
        assert_eq!(hash_i64(2305843009213693951), 0);
        assert_eq!(hash_i64(2305843009213693952), 1);
        assert_eq!(hash_i64(-2305843009213693951), 0);
        assert_eq!(hash_i64(2305843009213693950), 2305843009213693950);
        assert_eq!(hash_i64(4611686018427387904), 2);
        assert_eq!(hash_i64(i64::MIN), -4);
        assert_eq!(hash_i64(9223372036854775807), 3);
        for (text, hash) in [
            ("0", 0),
            ("-1", -2),
            ("18446744073709551616", 8),
            ("1000000000000000000000000000000", 465258685558744706),
            ("-1000000000000000000000000000000", -465258685558744706),
            ("5316911983139663487003542222693990401", 0),
            ("-5316911983139663487003542222693990401", 0),
            ("12259964326927110850916040267783483001021757281745764358", 7),
            ("-1606938044258990275541962092341162602522202993782792835301376", -131072),
            (
                "36360291795869936842385267079543319118023385026001623040346035832580600191583895484198508262979388783308179702534403855752855931517013066142992430916562025780021771247847643450125342836565813209972590371590152578728008385990139795377610001",
                726568384993072390,
            ),
        ] {
            assert_eq!(hash_bigint(&text.parse().unwrap()), hash, "{text}");
        }
        for (value, hash) in [
            (0.0, 0),
            (-0.0, 0),
            (1.0, 1),
            (-1.0, -2),
            (0.5, 1152921504606846976),
            (-0.5, -1152921504606846976),
            (0.1, 230584300921369408),
            (1e300, 1224995262755759164),
            (-1e-300, -482449582752280463),
            (5e-324, 16777216),
            (2.5, 1152921504606846978),
            (1e16, 10000000000000000),
            (f64::INFINITY, 314159),
            (f64::NEG_INFINITY, -314159),
            (123456.789, 1819310134279660096),
            (1.7976931348623157e308, 2234066890152476671),
            (2.305843009213694e18, 1),
        ] {
            assert_eq!(hash_float(value), Some(hash), "{value}");
        }
        assert_eq!(hash_float(f64::NAN), None);
    }

    #[test]
    fn containers() {
        for (items, hash) in [
            (&[][..] as &[i64], 5740354900026072187),
            (&[0][..], -8753497827991233192),
            (&[1, 2][..], -3550055125485641917),
            (&[-1, -1][..], 960947337673586213),
            (&[1, 2, 3][..], 529344067295497451),
            (&[3, 2, 1][..], -925386691174542831),
            (
                &[
                    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                    25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
                    47, 48, 49,
                ][..],
                1404085563375576169,
            ),
        ] {
            let mut state = TupleHash::new();
            for &item in items {
                state.push(hash_i64(item));
            }
            assert_eq!(state.finish(items.len()), hash, "{items:?}");
        }
        for (items, hash) in [
            (&[][..] as &[i64], 133146708735736),
            (&[0][..], -2704248722033767810),
            (&[1, 2][..], -1826646154956904602),
            (&[1, 2, 3][..], -272375401224217160),
            (
                &[
                    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                    25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
                    47, 48, 49,
                ][..],
                -1309786936372247613,
            ),
        ] {
            assert_eq!(hash_frozenset(items.iter().map(|&i| hash_i64(i))), hash, "{items:?}");
        }
    }
}
