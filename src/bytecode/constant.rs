//! Constants of a code object and the rule by which CPython merges equal ones (`_PyCode_ConstantKey`, `Objects/codeobject.c`).

use crate::order;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;
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
    #[inline]
    fn merges_with(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other) && self.merges_with_alike(other)
    }

    fn merges_with_alike(&self, other: &Self) -> bool {
        let mut todo = Vec::new();
        let mut next = Some((self, other));
        while let Some((ours, theirs)) = next {
            if !ours.merges_if(theirs, &mut todo) {
                return false;
            }
            next = todo.pop();
        }
        true
    }

    /// Whether both merge provided that the pairs added to `todo` do.
    fn merges_if<'a>(&'a self, other: &'a Self, todo: &mut Vec<(&'a Self, &'a Self)>) -> bool {
        match (self, other) {
            (Self::None, Self::None) | (Self::Ellipsis, Self::Ellipsis) => true,
            (Self::Bool(ours), Self::Bool(theirs)) => ours == theirs,
            (Self::Float(ours), Self::Float(theirs)) => !ours.is_nan() && ours.to_bits() == theirs.to_bits(),
            (Self::Str(ours), Self::Str(theirs)) => ours == theirs,
            (Self::Int(ours), Self::Int(theirs)) => ours == theirs,
            (Self::Bytes(ours), Self::Bytes(theirs)) => ours == theirs,
            (Self::Code(ours), Self::Code(theirs)) => {
                ours.first_line == theirs.first_line
                    && ours.line_table == theirs.line_table
                    && ours.code == theirs.code
                    && ours.digest() == theirs.digest()
            }
            (Self::Tuple(ours), Self::Tuple(theirs)) => {
                todo.extend(ours.iter().zip(theirs.iter()));
                ours.len() == theirs.len()
            }
            _ => discriminant(self) == discriminant(other) && !self.contains_nan() && self == other,
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
        discriminant(self).hash(hasher);
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

/// Up to this many constants are compared one by one: most code objects have no more, and no hash is computed for them.
const SEARCHED: usize = 8;

/// No older constant.
const NONE: u32 = u32::MAX;

/// A growing `co_consts`: each distinct constant once, in order of first use.
#[derive(Clone, Debug, Default)]
pub struct ConstantTable {
    items: Vec<Constant>,
    /// By hash, the youngest constant that has it. Filled once there are more than [`SEARCHED`] constants.
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
        match self.find(&constant) {
            Some(index) => index,
            None => self.push(constant),
        }
    }

    /// [`add`](Self::add) of a constant that is copied only if it is new.
    pub fn add_copy(&mut self, constant: &Constant) -> u32 {
        match self.find(constant) {
            Some(index) => index,
            None => self.push(constant.clone()),
        }
    }

    fn push(&mut self, constant: Constant) -> u32 {
        self.items.push(constant);
        self.items.len() as u32 - 1
    }

    fn find(&mut self, constant: &Constant) -> Option<u32> {
        if self.items.len() <= SEARCHED {
            return self.items.iter().position(|item| item.merges_with(constant)).map(|index| index as u32);
        }
        for index in self.older.len()..self.items.len() {
            let older = self.youngest.insert(self.items[index].table_hash(), index as u32);
            self.older.push(older.unwrap_or(NONE));
        }
        let mut at = self.youngest.get(&constant.table_hash()).copied().unwrap_or(NONE);
        while let Some(item) = self.items.get(at as usize) {
            if item.merges_with(constant) {
                return Some(at);
            }
            at = self.older[at as usize];
        }
        None
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
    fn constants_keep_their_index_however_many_there_are() {
        let mut table = ConstantTable::new();
        let number = |number: i64| tuple(&[Constant::from(number), Constant::from("a")]);
        for _ in 0..2 {
            let indexes: Vec<u32> = (0..40).map(|index| table.add_copy(&number(index))).collect();
            assert_eq!(indexes, (0..40).collect::<Vec<_>>());
        }
        table.keep(&[true, false, true]);
        assert_eq!([2, 0, 1].map(|index| table.add(number(index))), [1, 0, 2]);
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
