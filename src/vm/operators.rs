//! Operators: which side's special method is asked first, and what a missing answer means (`Objects/abstract.c`).

use super::Vm;
use super::native::{Next, R, Raised, State, Task, Then};
use super::slots::Slot;
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};

/// A binary operator, in the order of `NB_*` (`Include/opcode.h`); the in-place forms follow at the same distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    And,
    FloorDivide,
    LShift,
    MatrixMultiply,
    Multiply,
    Remainder,
    Or,
    Power,
    RShift,
    Subtract,
    TrueDivide,
    Xor,
}

/// `NB_SUBSCR`: `a[b]`.
pub const NB_SUBSCR: u32 = 26;
const NB_INPLACE_ADD: u32 = 13;

/// Symbol, method, reflected method, in-place method.
type Row = (BinaryOp, &'static str, Slot, Slot, Slot);

const BINARY: [Row; 13] = [
    (BinaryOp::Add, "+", Slot::Add, Slot::RAdd, Slot::IAdd),
    (BinaryOp::And, "&", Slot::And, Slot::RAnd, Slot::IAnd),
    (BinaryOp::FloorDivide, "//", Slot::FloorDiv, Slot::RFloorDiv, Slot::IFloorDiv),
    (BinaryOp::LShift, "<<", Slot::LShift, Slot::RLShift, Slot::ILShift),
    (BinaryOp::MatrixMultiply, "@", Slot::MatMul, Slot::RMatMul, Slot::IMatMul),
    (BinaryOp::Multiply, "*", Slot::Mul, Slot::RMul, Slot::IMul),
    (BinaryOp::Remainder, "%", Slot::Mod, Slot::RMod, Slot::IMod),
    (BinaryOp::Or, "|", Slot::Or, Slot::ROr, Slot::IOr),
    (BinaryOp::Power, "**", Slot::Pow, Slot::RPow, Slot::IPow),
    (BinaryOp::RShift, ">>", Slot::RShift, Slot::RRShift, Slot::IRShift),
    (BinaryOp::Subtract, "-", Slot::Sub, Slot::RSub, Slot::ISub),
    (BinaryOp::TrueDivide, "/", Slot::TrueDiv, Slot::RTrueDiv, Slot::ITrueDiv),
    (BinaryOp::Xor, "^", Slot::Xor, Slot::RXor, Slot::IXor),
];

/// A rich comparison (`Py_LT` ... `Py_GE`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    pub const ALL: [CompareOp; 6] =
        [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge];

    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    pub fn slot(self) -> Slot {
        [Slot::Lt, Slot::Le, Slot::Eq, Slot::Ne, Slot::Gt, Slot::Ge][self as usize]
    }

    /// The comparison with its sides exchanged (`_Py_SwappedOp`).
    pub fn swapped(self) -> CompareOp {
        use CompareOp::*;
        [Gt, Ge, Eq, Ne, Lt, Le][self as usize]
    }

    /// The answer for an ordering of the two sides.
    #[inline]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

/// One way to answer an operator.
#[derive(Clone, Copy, Debug)]
pub enum Try {
    /// Call this Python special method of `receiver` with `other`.
    Python { slot: Slot, receiver: Obj, other: Obj },
    /// Ask the built-in types.
    Native,
}

/// An operator that waits for a Python special method.
#[derive(Clone, Debug)]
pub enum Pending {
    Binary { op: u32, left: Obj, right: Obj, tries: Vec<Try>, next: usize },
    Compare { op: CompareOp, left: Obj, right: Obj, tries: Vec<Try>, next: usize },
}

/// Is a value true?
#[derive(Debug)]
pub enum Truth {
    Known(bool),
    /// Ask this (borrowed).
    Call {
        callee: Obj,
        args: Vec<Obj>,
        of: TruthOf,
    },
}

/// Whose answer a truth is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruthOf {
    /// `__bool__`: must be a bool.
    Bool,
    /// `__len__`: must be an int, not negative.
    Length,
    /// `__contains__`: anything, taken for its own truth.
    Any,
}

/// The operator's row and whether it is the in-place form.
pub fn binary_row(arg: u32) -> Option<(BinaryOp, &'static str, bool)> {
    let row = BINARY.get((arg % NB_INPLACE_ADD) as usize)?;
    (arg < NB_SUBSCR).then_some((row.0, row.1, arg >= NB_INPLACE_ADD))
}

impl Vm {
    /// `left op right`; `arg` is `BINARY_OP`'s argument. Operands are borrowed.
    pub fn binary_op(&mut self, arg: u32, left: Obj, right: Obj) -> R<Then> {
        if arg == NB_SUBSCR {
            return self.subscript(left, right);
        }
        let Some((op, _, inplace)) = binary_row(arg) else {
            return Err(self.raise(types::SYSTEM_ERROR, "unknown binary operator"));
        };
        let tries = self.binary_tries(arg, left, right);
        if tries.len() == 1 {
            let then = crate::objects::binary(self, op, inplace, left, right)?;
            return match then {
                Then::Return(known::NOT_IMPLEMENTED) => Err(self.unsupported_operands(arg, left, right)),
                other => Ok(other),
            };
        }
        let state = State::Operator(Pending::Binary { op: arg, left, right, tries, next: 0 });
        Ok(Then::Start(Task::holding(self, "binary operator", state, &[left, right])))
    }

    /// What to ask, in order (`binary_op1`, `binary_iop1`): the in-place method, then both sides' methods, the right one's
    /// first if its type is a subclass that overrides it. Just the native try where no side is a Python class.
    fn binary_tries(&mut self, arg: u32, left: Obj, right: Obj) -> Vec<Try> {
        let (_, _, slot, reflected, inplace_slot) = BINARY[(arg % NB_INPLACE_ADD) as usize];
        let (left_type, right_type) = (self.heap.ty(left), self.heap.ty(right));
        let left_has = self.has_slot(left_type, slot);
        let right_has = self.has_slot(right_type, reflected);
        let mut tries = Vec::new();
        if arg >= NB_INPLACE_ADD && self.has_slot(left_type, inplace_slot) {
            tries.push(Try::Python { slot: inplace_slot, receiver: left, other: right });
        }
        if !left_has && !right_has {
            tries.push(Try::Native);
            return tries;
        }
        let forward = Try::Python { slot, receiver: left, other: right };
        let backward = Try::Python { slot: reflected, receiver: right, other: left };
        let right_first = right_has
            && right_type != left_type
            && self.is_subtype(right_type, left_type)
            && self.special_method_of_type(right_type, reflected)
                != self.special_method_of_type(left_type, reflected);
        if right_first {
            tries.push(backward);
        }
        if left_has {
            tries.push(forward);
        }
        if right_has && !right_first && right_type != left_type {
            tries.push(backward);
        }
        // the built-in side's own slot; for a Python class on the left it comes last, else first
        if left_has {
            tries.push(Try::Native);
        } else {
            let at = usize::from(right_first).max(usize::from(matches!(
                tries.first(),
                Some(Try::Python { slot, .. }) if *slot == inplace_slot
            )));
            tries.insert(at.min(tries.len()), Try::Native);
        }
        tries
    }

    fn unsupported_operands(&mut self, arg: u32, left: Obj, right: Obj) -> Raised {
        let (_, symbol, inplace) = binary_row(arg).unwrap_or((BinaryOp::Add, "+", false));
        let symbol = match (symbol, inplace) {
            ("**", false) => "** or pow()".to_owned(),
            (symbol, true) => format!("{symbol}="),
            (symbol, false) => symbol.to_owned(),
        };
        let hint = if arg == BinaryOp::RShift as u32
            && matches!(self.heap.get(left), Payload::Builtin { def, .. } if def.name == "print")
        {
            ". Did you mean \"print(<message>, file=<output_stream>)\"?"
        } else {
            ""
        };
        let message = format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'{hint}",
            self.type_name(left),
            self.type_name(right)
        );
        self.type_error(&message)
    }

    /// `PyObject_RichCompare`; operands are borrowed.
    pub fn compare(&mut self, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
        let (left_type, right_type) = (self.heap.ty(left), self.heap.ty(right));
        let slot = op.slot();
        let reflected = op.swapped().slot();
        // object.__ne__ inverts __eq__
        let left_slot = self.comparison_slot(left_type, op, slot);
        let right_slot = self.comparison_slot(right_type, op, reflected);
        if left_slot.is_none() && right_slot.is_none() {
            return self.finish_native_compare(op, left, right);
        }
        let forward = left_slot.map(|slot| Try::Python { slot, receiver: left, other: right });
        let backward = right_slot.map(|slot| Try::Python { slot, receiver: right, other: left });
        let right_first =
            backward.is_some() && right_type != left_type && self.is_subtype(right_type, left_type);
        let mut tries = Vec::new();
        if right_first {
            tries.extend(backward);
        }
        tries.extend(forward.or(Some(Try::Native)));
        if !right_first {
            tries.extend(backward);
        }
        let state = State::Operator(Pending::Compare { op, left, right, tries, next: 0 });
        Ok(Then::Start(Task::holding(self, "rich comparison", state, &[left, right])))
    }

    fn comparison_slot(&mut self, ty: Obj, op: CompareOp, slot: Slot) -> Option<Slot> {
        if self.has_slot(ty, slot) {
            return Some(slot);
        }
        (op == CompareOp::Ne && self.has_slot(ty, Slot::Eq)).then_some(Slot::Eq)
    }

    fn finish_native_compare(&mut self, op: CompareOp, left: Obj, right: Obj) -> R<Then> {
        match crate::objects::compare(self, op, left, right)? {
            Then::Return(known::NOT_IMPLEMENTED) => {
                self.compare_by_identity(op, left, right).map(Then::Return)
            }
            other => Ok(other),
        }
    }

    /// What `==` and `!=` mean when nobody answers; any other comparison is a TypeError.
    fn compare_by_identity(&mut self, op: CompareOp, left: Obj, right: Obj) -> R<Obj> {
        match op {
            CompareOp::Eq => Ok(known::bool_obj(left == right)),
            CompareOp::Ne => Ok(known::bool_obj(left != right)),
            _ => {
                let message = format!(
                    "'{}' not supported between instances of '{}' and '{}'",
                    op.symbol(),
                    self.type_name(left),
                    self.type_name(right)
                );
                Err(self.type_error(&message))
            }
        }
    }

    /// `container[key]`.
    pub fn subscript(&mut self, container: Obj, key: Obj) -> R<Then> {
        match self.special_method(container, Slot::GetItem) {
            Some((callee, mut args)) => {
                args.push(key);
                Ok(Then::Tail { callee, args })
            }
            None => crate::objects::subscript(self, container, key),
        }
    }

    /// `container[key] = value`; all borrowed, the answer is discarded.
    pub fn store_subscript(&mut self, container: Obj, key: Obj, value: Obj) -> R<Then> {
        match self.special_method(container, Slot::SetItem) {
            Some((callee, mut args)) => {
                args.extend([key, value]);
                Ok(Then::Tail { callee, args })
            }
            None => crate::objects::store_subscript(self, container, key, value),
        }
    }

    /// `del container[key]`.
    pub fn delete_subscript(&mut self, container: Obj, key: Obj) -> R<Then> {
        match self.special_method(container, Slot::DelItem) {
            Some((callee, mut args)) => {
                args.push(key);
                Ok(Then::Tail { callee, args })
            }
            None => crate::objects::delete_subscript(self, container, key),
        }
    }

    /// `item in container`; the answer's truth is what counts.
    pub fn contains(&mut self, container: Obj, item: Obj) -> R<Then> {
        match self.special_method(container, Slot::Contains) {
            Some((callee, mut args)) => {
                args.push(item);
                Ok(Then::Tail { callee, args })
            }
            None => crate::objects::contains(self, container, item),
        }
    }

    /// `-x`, `+x`, `~x` by slot.
    pub fn unary_op(&mut self, slot: Slot, operand: Obj) -> R<Then> {
        match self.special_method(operand, slot) {
            Some((callee, args)) => Ok(Then::Tail { callee, args }),
            None => crate::objects::unary(self, slot, operand),
        }
    }

    /// The truth of an object by its built-in layout alone.
    #[inline]
    pub fn native_truth(&self, obj: Obj) -> bool {
        match self.heap.get(obj) {
            _ if obj == known::NONE => false,
            Payload::Int(value) => *value != 0,
            Payload::Float(value) => *value != 0.0,
            Payload::Str(text) => text.length != 0,
            Payload::Bytes(bytes) => !bytes.is_empty(),
            Payload::Tuple(items) | Payload::List(items) => !items.is_empty(),
            Payload::Dict(table) => !table.is_empty(),
            Payload::Set(table) => !table.is_empty(),
            Payload::Range(range) => {
                let range = **range;
                crate::objects::range_is_true(self, range)
            }
            Payload::DictView { dict, .. } | Payload::MappingProxy(dict) => {
                matches!(self.heap.get(*dict), Payload::Dict(table) if !table.is_empty())
            }
            _ => true,
        }
    }

    /// `PyObject_IsTrue`.
    #[inline]
    pub fn truth(&mut self, obj: Obj) -> Truth {
        let known = self.native_truth(obj);
        let ty = self.heap.ty(obj);
        if known::is_static_type(ty) {
            return Truth::Known(known);
        }
        for (slot, of) in [(Slot::Bool, TruthOf::Bool), (Slot::Len, TruthOf::Length)] {
            if let Some((callee, args)) = self.special_method(obj, slot) {
                return Truth::Call { callee, args, of };
            }
        }
        Truth::Known(known)
    }

    /// Reads the answer of `__bool__` or `__len__` (borrowed).
    pub fn truth_of_answer(&mut self, answer: Obj, of: TruthOf) -> R<bool> {
        if of == TruthOf::Bool {
            if self.heap.ty(answer) == types::BOOL {
                return Ok(answer == known::TRUE);
            }
            let message = format!("__bool__ should return bool, returned {}", self.type_name(answer));
            return Err(self.type_error(&message));
        }
        match self.heap.get(answer) {
            Payload::Int(length) if *length < 0 => Err(self.value_error("__len__() should return >= 0")),
            Payload::Int(length) => Ok(*length != 0),
            Payload::BigInt(_) => {
                Err(self.raise(types::OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer"))
            }
            _ => {
                let message =
                    format!("'{}' object cannot be interpreted as an integer", self.type_name(answer));
                Err(self.type_error(&message))
            }
        }
    }
}

impl Pending {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let (tries, next) = match self {
            Pending::Binary { tries, next, .. } | Pending::Compare { tries, next, .. } => (tries, next),
        };
        let mut answer = answer?;
        if *next > 0 && answer != known::NOT_IMPLEMENTED {
            return self.answered(vm, answer);
        }
        loop {
            let Some(&attempt) = tries.get(*next) else { return self.exhausted(vm).map(Next::Return) };
            *next += 1;
            match attempt {
                Try::Python { slot, receiver, other } => {
                    let Some((callee, mut args)) = vm.special_method(receiver, slot) else { continue };
                    if callee == known::NONE {
                        continue;
                    }
                    args.push(other);
                    return Ok(Next::Call { callee, args });
                }
                Try::Native => {
                    let then = match self {
                        Pending::Binary { op, left, right, .. } => {
                            let (operator, _, inplace) =
                                binary_row(*op).unwrap_or((BinaryOp::Add, "+", false));
                            crate::objects::binary(vm, operator, inplace, *left, *right)?
                        }
                        Pending::Compare { op, left, right, .. } => {
                            crate::objects::compare(vm, *op, *left, *right)?
                        }
                    };
                    answer = match then {
                        Then::Return(value) => value,
                        Then::Tail { callee, args } => return Ok(Next::Call { callee, args }),
                        Then::Start(task) => return Ok(Next::Start(task)),
                        Then::Resume { generator, value } => return Ok(Next::Resume { generator, value }),
                    };
                    if answer != known::NOT_IMPLEMENTED {
                        return Ok(Next::Return(answer));
                    }
                    match self {
                        Pending::Binary { tries: t, next: n, .. }
                        | Pending::Compare { tries: t, next: n, .. } => {
                            if *n >= t.len() {
                                return self.exhausted(vm).map(Next::Return);
                            }
                        }
                    }
                    return self.resume(vm, _held, Ok(known::NOT_IMPLEMENTED));
                }
            }
        }
    }

    /// A special method answered (owned). `!=` by way of `__eq__` inverts it.
    fn answered(&self, vm: &mut Vm, answer: Obj) -> R<Next> {
        if let Pending::Compare { op: CompareOp::Ne, tries, next, .. } = self
            && let Some(Try::Python { slot: Slot::Eq, .. }) = tries.get(*next - 1)
        {
            return match vm.truth(answer) {
                Truth::Known(value) => {
                    vm.decref(answer);
                    Ok(Next::Return(known::bool_obj(!value)))
                }
                Truth::Call { .. } => {
                    vm.decref(answer);
                    Err(vm.unsupported("an __eq__ whose answer is no bool behind !="))
                }
            };
        }
        Ok(Next::Return(answer))
    }

    fn exhausted(&self, vm: &mut Vm) -> R<Obj> {
        match *self {
            Pending::Binary { op, left, right, .. } => Err(vm.unsupported_operands(op, left, right)),
            Pending::Compare { op, left, right, .. } => vm.compare_by_identity(op, left, right),
        }
    }
}
