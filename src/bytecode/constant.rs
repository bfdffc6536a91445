//! Constants of a code object and the rule by which CPython merges equal ones (`_PyCode_ConstantKey`, `Objects/codeobject.c`).

use crate::order;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Zero;

use super::code::CodeObject;
use crate::fast_hash::{FastHasher, FastMap};

/// A value that may stand in `co_consts`.
#[derive(Clone, Debug)]
pub enum Constant {
    None,
    Bool(bool),
    Ellipsis,
    Int(BigInt),
    Float(f64),
    Complex {
        real: f64,
        imag: f64,
    },
    Str(Rc<str>),
    /// A `str` with lone surrogates, which UTF-8 has no bytes for: each is encoded as if it were a character
    /// (`surrogatepass`). Anything else is a [`Constant::Str`].
    Surrogates(Rc<[u8]>),
    Bytes(Rc<[u8]>),
    Tuple(Rc<[Constant]>),
    /// Items in the order in which they were inserted, without duplicates.
    FrozenSet(Rc<[Constant]>),
    /// start, stop, step
    Slice(Rc<[Constant; 3]>),
    Code(Rc<CodeObject>),
}

/// Two constants merge exactly when their keys are equal: `1`, `True` and `1.0` differ, so do `0.0` and `-0.0`, also
/// inside tuples; code objects merge when all their fields are equal.
impl PartialEq for Constant {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Constant {}

impl From<&str> for Constant {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}

impl From<i64> for Constant {
    fn from(value: i64) -> Self {
        Self::Int(value.into())
    }
}

impl Constant {
    /// The `str` with this UTF-8, surrogates passed.
    pub fn from_utf8(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Str(text.into()),
            Err(error) => Self::Surrogates(error.into_bytes().into()),
        }
    }

    /// The UTF-8 of a `str`, surrogates passed.
    pub fn utf8(&self) -> Option<&[u8]> {
        match self {
            Self::Str(text) => Some(text.as_bytes()),
            Self::Surrogates(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The name of the Python type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Ellipsis => "ellipsis",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Complex { .. } => "complex",
            Self::Str(_) | Self::Surrogates(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::Tuple(_) => "tuple",
            Self::FrozenSet(_) => "frozenset",
            Self::Slice(_) => "slice",
            Self::Code(_) => "code",
        }
    }

    /// `bool(constant)`
    pub fn is_true(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Ellipsis | Self::Slice(_) | Self::Code(_) | Self::Surrogates(_) => true,
            Self::Int(value) => !value.is_zero(),
            Self::Float(value) => *value != 0.0,
            Self::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
            Self::Str(text) => !text.is_empty(),
            Self::Bytes(bytes) => !bytes.is_empty(),
            Self::Tuple(items) | Self::FrozenSet(items) => !items.is_empty(),
        }
    }

    fn contains_nan(&self) -> bool {
        let mut todo = vec![self];
        while let Some(constant) = todo.pop() {
            match constant {
                Self::Float(value) if value.is_nan() => return true,
                Self::Complex { real, imag } if real.is_nan() || imag.is_nan() => return true,
                Self::Tuple(items) | Self::FrozenSet(items) => todo.extend(items.iter()),
                _ => {}
            }
        }
        false
    }

    /// Whether a table holds both as one: as `==`, but NaN, also inside a tuple, equals nothing.
    fn merges_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Str(ours), Self::Str(theirs)) => ours == theirs,
            (Self::Int(ours), Self::Int(theirs)) => ours == theirs,
            (Self::Bytes(ours), Self::Bytes(theirs)) => ours == theirs,
            (Self::Code(ours), Self::Code(theirs)) => {
                ours.first_line == theirs.first_line
                    && ours.line_table == theirs.line_table
                    && ours.code == theirs.code
                    && ours.digest() == theirs.digest()
            }
            _ => !self.contains_nan() && self == other,
        }
    }

    /// Equal for constants that merge, and mostly different for others.
    fn table_hash(&self) -> u64 {
        let mut hasher = FastHasher::default();
        let mut todo = vec![];
        self.hash_into(&mut hasher, &mut todo);
        while let Some(constant) = todo.pop() {
            constant.hash_into(&mut hasher, &mut todo);
        }
        hasher.finish()
    }

    fn hash_into<'a>(&'a self, hasher: &mut FastHasher, todo: &mut Vec<&'a Constant>) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            Self::None | Self::Ellipsis => {}
            Self::Bool(value) => value.hash(hasher),
            Self::Int(value) => value.hash(hasher),
            Self::Float(value) => hasher.write_u64(value.to_bits()),
            Self::Complex { real, imag } => {
                hasher.write_u64(real.to_bits());
                hasher.write_u64(imag.to_bits());
            }
            Self::Str(text) => text.hash(hasher),
            Self::Bytes(bytes) | Self::Surrogates(bytes) => bytes.hash(hasher),
            Self::Tuple(items) => {
                hasher.write_usize(items.len());
                todo.extend(items.iter());
            }
            // Equal sets may hold their members in different order.
            Self::FrozenSet(items) => hasher.write_usize(items.len()),
            Self::Slice(parts) => todo.extend(parts.iter()),
            // Where two code objects are alike, their positions tell them apart.
            Self::Code(code) => {
                hasher.write_u32(code.first_line as u32);
                code.line_table.hash(hasher);
            }
        }
    }

    /// The merging key, as a self-delimiting byte string.
    pub fn key(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut todo = vec![self];
        while let Some(constant) = todo.pop() {
            constant.write_key(&mut out, &mut todo);
        }
        out
    }

    fn write_key<'a>(&'a self, out: &mut Vec<u8>, todo: &mut Vec<&'a Constant>) {
        let sized = |out: &mut Vec<u8>, tag: u8, bytes: &[u8]| {
            out.push(tag);
            out.extend((bytes.len() as u64).to_le_bytes());
            out.extend(bytes);
        };
        match self {
            Self::None => out.push(b'N'),
            Self::Bool(value) => out.extend([b'B', u8::from(*value)]),
            Self::Ellipsis => out.push(b'.'),
            Self::Int(value) => sized(out, b'i', &value.to_signed_bytes_le()),
            Self::Float(value) => sized(out, b'f', &value.to_bits().to_le_bytes()),
            Self::Complex { real, imag } => {
                sized(out, b'c', &real.to_bits().to_le_bytes());
                out.extend(imag.to_bits().to_le_bytes());
            }
            Self::Str(text) => sized(out, b's', text.as_bytes()),
            Self::Surrogates(bytes) => sized(out, b's', bytes),
            Self::Bytes(bytes) => sized(out, b'b', bytes),
            Self::Tuple(items) => {
                sized(out, b't', &(items.len() as u64).to_le_bytes());
                todo.extend(items.iter().rev());
            }
            Self::FrozenSet(items) => {
                // Members are hashable scalars and tuples of them; equal sets may hold them in different order.
                let mut keys: Vec<Vec<u8>> = items.iter().map(Constant::key).collect();
                order::sort(&mut keys);
                sized(out, b'z', &keys.concat());
            }
            Self::Slice(parts) => {
                out.push(b':');
                todo.extend(parts.iter().rev());
            }
            Self::Code(code) => sized(out, b'C', &code.digest().to_le_bytes()),
        }
    }
}

/// No older constant.
const NONE: u32 = u32::MAX;

/// A growing `co_consts`: each distinct constant once, in order of first use.
#[derive(Clone, Debug, Default)]
pub struct ConstantTable {
    items: Vec<Constant>,
    /// By hash, the youngest constant that has it.
    youngest: FastMap<u64, u32>,
    /// For each constant the next older one of the same hash, or [`NONE`]. As long as the constants that can be found.
    older: Vec<u32>,
}

impl ConstantTable {
    pub fn new() -> Self {
        Self::default()
    }

    /// The index of the constant, which is appended if it is new. NaN equals nothing, so it is always new.
    pub fn add(&mut self, constant: Constant) -> u32 {
        for index in self.older.len()..self.items.len() {
            self.index(index, self.items[index].table_hash());
        }
        let hash = constant.table_hash();
        let mut at = self.youngest.get(&hash).copied().unwrap_or(NONE);
        while let Some(item) = self.items.get(at as usize) {
            if item.merges_with(&constant) {
                return at;
            }
            at = self.older[at as usize];
        }
        self.items.push(constant);
        self.index(self.items.len() - 1, hash)
    }

    fn index(&mut self, index: usize, hash: u64) -> u32 {
        self.older.push(self.youngest.insert(hash, index as u32).unwrap_or(NONE));
        index as u32
    }

    pub fn get(&self, index: u32) -> Option<&Constant> {
        self.items.get(index as usize)
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn items(&self) -> &[Constant] {
        &self.items
    }

    /// All constants in order.
    pub fn into_items(self) -> Vec<Constant> {
        self.items
    }

    /// Keeps the constants that are marked and forgets the others. The next [`add`](Self::add) finds them again.
    pub(crate) fn keep(&mut self, marked: &[bool]) {
        let mut marked = marked.iter();
        self.items.retain(|_| marked.next() == Some(&true));
        self.youngest.clear();
        self.older.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuple(items: &[Constant]) -> Constant {
        Constant::Tuple(items.into())
    }

    #[test]
    fn constants_merge_only_when_type_and_value_agree() {
        let one = Constant::from(1);
        let different = [
            one.clone(),
            Constant::Bool(true),
            Constant::Float(1.0),
            Constant::Complex { real: 1.0, imag: 0.0 },
            Constant::Complex { real: 1.0, imag: -0.0 },
            Constant::Float(0.0),
            Constant::Float(-0.0),
            Constant::from("a"),
            Constant::Bytes(b"a"[..].into()),
            tuple(std::slice::from_ref(&one)),
            tuple(&[Constant::Bool(true)]),
            tuple(&[tuple(std::slice::from_ref(&one)), one.clone()]),
            tuple(&[tuple(&[one.clone(), one.clone()])]),
            tuple(&[]),
            Constant::FrozenSet(Rc::new([])),
            Constant::None,
            Constant::Ellipsis,
        ];
        let mut table = ConstantTable::new();
        for _ in 0..2 {
            let indexes: Vec<u32> = different.iter().map(|constant| table.add(constant.clone())).collect();
            assert_eq!(indexes, (0..different.len() as u32).collect::<Vec<_>>());
        }
    }

    #[test]
    fn equal_sets_merge_in_any_order_and_nan_never_merges() {
        let mut table = ConstantTable::new();
        let (one, two) = (Constant::from(1), Constant::from(2));
        let set = |items: [&Constant; 2]| Constant::FrozenSet(items.map(Clone::clone)[..].into());
        assert_eq!(table.add(set([&one, &two])), table.add(set([&two, &one])));
        assert_ne!(table.add(Constant::Float(f64::NAN)), table.add(Constant::Float(f64::NAN)));
        let inside = tuple(&[Constant::Float(f64::NAN)]);
        assert_ne!(table.add(inside.clone()), table.add(inside));
    }
}
