//! What the first pass notes of a name, and what the second pass makes of it (`Include/internal/pycore_symtable.h`).

/// A set of facts about a name in a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u32);

impl Flags {
    /// Named in a `global` statement.
    pub const GLOBAL: Self = Self(1);
    /// Assigned in this block.
    pub const LOCAL: Self = Self(1 << 1);
    pub const PARAM: Self = Self(1 << 2);
    /// Named in a `nonlocal` statement.
    pub const NONLOCAL: Self = Self(1 << 3);
    /// Read in this block.
    pub const USE: Self = Self(1 << 4);
    /// Free in a method and also a name of the class itself.
    pub const FREE_CLASS: Self = Self(1 << 6);
    pub const IMPORT: Self = Self(1 << 7);
    pub const ANNOT: Self = Self(1 << 8);
    /// The loop variable of a comprehension.
    pub const COMP_ITER: Self = Self(1 << 9);
    pub const TYPE_PARAM: Self = Self(1 << 10);
    /// A cell of an inlined comprehension.
    pub const COMP_CELL: Self = Self(1 << 11);
    /// Any of the ways to bind a name in a block.
    pub const BOUND: Self = Self(Self::LOCAL.0 | Self::PARAM.0 | Self::IMPORT.0 | Self::TYPE_PARAM.0);

    /// The single flags with the names of the `symtable` module, in the order in which it prints them.
    pub const NAMES: [(Self, &'static str); 11] = [
        (Self::USE, "use"),
        (Self::GLOBAL, "def_global"),
        (Self::NONLOCAL, "def_nonlocal"),
        (Self::LOCAL, "def_local"),
        (Self::PARAM, "def_param"),
        (Self::TYPE_PARAM, "def_type_param"),
        (Self::FREE_CLASS, "def_free_class"),
        (Self::IMPORT, "def_import"),
        (Self::ANNOT, "def_annot"),
        (Self::COMP_ITER, "def_comp_iter"),
        (Self::COMP_CELL, "def_comp_cell"),
    ];

    /// Whether any flag of `other` is set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Where a name of a block lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Local,
    GlobalExplicit,
    GlobalImplicit,
    Free,
    Cell,
}

impl Scope {
    /// The name in the `symtable` module, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::GlobalExplicit => "global_explicit",
            Self::GlobalImplicit => "global_implicit",
            Self::Free => "free",
            Self::Cell => "cell",
        }
    }
}
