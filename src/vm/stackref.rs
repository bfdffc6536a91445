//! `_PyStackRef`: a value on the stack, owned or borrowed (InternalDocs/stackrefs.md).

use crate::heap::Obj;

/// A slot of the value stack or of `localsplus`. A borrowed one (pushed by `LOAD_FAST_BORROW`) is not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StackRef(u32);

const BORROWED: u32 = 1 << 31;

impl StackRef {
    pub const NULL: StackRef = StackRef(0);

    #[inline(always)]
    pub const fn owned(obj: Obj) -> Self {
        StackRef(obj.0)
    }

    #[inline(always)]
    pub const fn borrowed(obj: Obj) -> Self {
        StackRef(obj.0 | BORROWED)
    }

    #[inline(always)]
    pub const fn obj(self) -> Obj {
        Obj(self.0 & !BORROWED)
    }

    #[inline(always)]
    pub const fn is_borrowed(self) -> bool {
        self.0 & BORROWED != 0
    }

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == 0
    }

    /// The same object, not counted.
    #[inline(always)]
    pub const fn borrow(self) -> Self {
        if self.0 == 0 { self } else { StackRef(self.0 | BORROWED) }
    }
}
