//! Special methods: which of them a Python class defines, and how they are called.

use super::Vm;
use crate::heap::{Obj, Payload};

macro_rules! slots {
    ($($variant:ident $name:literal,)*) => {
        /// A special method that a Python class may define; a bit of [`crate::heap::Slots`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Slot { $($variant),* }

        impl Slot {
            pub const ALL: &[Slot] = &[$(Slot::$variant),*];

            pub const fn name(self) -> &'static str {
                match self { $(Slot::$variant => $name),* }
            }
        }
    };
}

slots! {
    Add "__add__", RAdd "__radd__", IAdd "__iadd__",
    Sub "__sub__", RSub "__rsub__", ISub "__isub__",
    Mul "__mul__", RMul "__rmul__", IMul "__imul__",
    MatMul "__matmul__", RMatMul "__rmatmul__", IMatMul "__imatmul__",
    TrueDiv "__truediv__", RTrueDiv "__rtruediv__", ITrueDiv "__itruediv__",
    FloorDiv "__floordiv__", RFloorDiv "__rfloordiv__", IFloorDiv "__ifloordiv__",
    Mod "__mod__", RMod "__rmod__", IMod "__imod__",
    Pow "__pow__", RPow "__rpow__", IPow "__ipow__",
    LShift "__lshift__", RLShift "__rlshift__", ILShift "__ilshift__",
    RShift "__rshift__", RRShift "__rrshift__", IRShift "__irshift__",
    And "__and__", RAnd "__rand__", IAnd "__iand__",
    Or "__or__", ROr "__ror__", IOr "__ior__",
    Xor "__xor__", RXor "__rxor__", IXor "__ixor__",
    Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__",
    Neg "__neg__", Pos "__pos__", Invert "__invert__", Abs "__abs__", Round "__round__",
    Int "__int__", Float "__float__", Index "__index__", DivMod "__divmod__", RDivMod "__rdivmod__",
    Bool "__bool__", Len "__len__", Hash "__hash__",
    GetItem "__getitem__", SetItem "__setitem__", DelItem "__delitem__", Contains "__contains__",
    Missing "__missing__", Iter "__iter__", Next "__next__", Reversed "__reversed__",
    Call "__call__", Repr "__repr__", Str "__str__", Format "__format__",
    New "__new__", Init "__init__", Del "__del__",
    GetAttribute "__getattribute__", GetAttr "__getattr__", SetAttr "__setattr__", DelAttr "__delattr__",
    Get "__get__", Set "__set__", Delete "__delete__", SetName "__set_name__",
    Enter "__enter__", Exit "__exit__", InitSubclass "__init_subclass__", Dir "__dir__",
    Trunc "__trunc__", Floor "__floor__", Ceil "__ceil__", Bytes "__bytes__",
}

// More slots than bits would make `Slots` lie.
const _: () = assert!(Slot::ALL.len() <= 128);

impl Vm {
    /// Does this type, or a Python class among its bases, define the special method in Python?
    #[inline]
    pub fn has_slot(&self, ty: Obj, slot: Slot) -> bool {
        match self.heap.get(ty) {
            Payload::Type(ty) => ty.slots.0 & (1u128 << slot as u8) != 0,
            _ => false,
        }
    }

    /// The Python special method of `obj` and the arguments that bind it: `(function, [obj])`; all borrowed.
    ///
    /// `None` where the type has only the built-in behaviour. A special method that is not a plain function is called as
    /// a function of no `self` if it is a static method, else with `self`.
    pub fn special_method(&mut self, obj: Obj, slot: Slot) -> Option<(Obj, Vec<Obj>)> {
        let ty = self.heap.ty(obj);
        self.special_method_of_type(ty, slot).map(|found| match self.heap.get(found) {
            Payload::StaticMethod(func) => (*func, Vec::new()),
            Payload::ClassMethod(func) => (*func, vec![ty]),
            _ => (found, vec![obj]),
        })
    }

    /// The attribute of the type that implements the slot in Python (borrowed).
    pub fn special_method_of_type(&mut self, ty: Obj, slot: Slot) -> Option<Obj> {
        if !self.has_slot(ty, slot) {
            return None;
        }
        let name = self.intern(slot.name());
        self.type_lookup(ty, name)
    }

    /// Which special methods the type defines or inherits in Python (`update_slot`, `Objects/typeobject.c`).
    ///
    /// A slot counts when the first class of the mro that has the name is a heap type: a built-in base's own method is
    /// reached natively.
    pub(super) fn compute_slots(&mut self, ty: Obj) -> crate::heap::Slots {
        let Payload::Type(data) = self.heap.get(ty) else { return Default::default() };
        let mro = self.tuple_items(data.mro);
        let mut bits = 0u128;
        for &slot in Slot::ALL {
            let name = self.intern(slot.name());
            let definer = mro.iter().find(|&&class| {
                self.type_dict(class).is_some_and(|dict| self.namespace_get(dict, name).is_some())
            });
            let python =
                definer.is_some_and(|&class| matches!(self.heap.get(class), Payload::Type(t) if t.heap_type));
            bits |= u128::from(python) << slot as u8;
        }
        crate::heap::Slots(bits)
    }
}
