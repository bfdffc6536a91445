//! Methods and constructors of `int`, `bool` and `float`.

use super::answers::Typed;
use super::number::Number;
use super::{float_math, float_text, int_math, int_text};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload};
use crate::vm::native::{Args, GetSetDef, NativeDef};
use crate::vm::operators::Truth;
use crate::vm::slots::Slot;
use crate::vm::{R, Then, Vm};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

pub(super) static INT_METHODS: &[NativeDef] = &[
    NativeDef::positional("bit_length", bit_length, 1, 1),
    NativeDef::positional("bit_count", bit_count, 1, 1),
    NativeDef::positional("conjugate", itself, 1, 1),
    NativeDef::positional("is_integer", |_, _| Vm::bool_then(true), 1, 1),
    NativeDef::positional("as_integer_ratio", int_ratio, 1, 1),
    NativeDef::keywords("to_bytes", to_bytes),
    NativeDef::positional("__index__", itself, 1, 1),
    NativeDef::positional("__int__", itself, 1, 1),
];

pub(super) static INT_CLASS_METHODS: &[NativeDef] = &[NativeDef::keywords("from_bytes", from_bytes)];

pub(super) static INT_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "real", get: |vm, obj| Ok(exact_int(vm, obj)), set: None },
    GetSetDef { name: "imag", get: |vm, _| Ok(vm.int(0)), set: None },
    GetSetDef { name: "numerator", get: |vm, obj| Ok(exact_int(vm, obj)), set: None },
    GetSetDef { name: "denominator", get: |vm, _| Ok(vm.int(1)), set: None },
];

pub(super) static FLOAT_METHODS: &[NativeDef] = &[
    NativeDef::positional("is_integer", is_integer, 1, 1),
    NativeDef::positional("conjugate", itself, 1, 1),
    NativeDef::positional("as_integer_ratio", float_ratio, 1, 1),
    NativeDef::positional("hex", hex, 1, 1),
];

pub(super) static FLOAT_GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "real", get: |vm, obj| Ok(vm.new_ref(obj)), set: None },
    GetSetDef { name: "imag", get: |vm, _| Ok(vm.float(0.0)), set: None },
];

/// The same value as an exact int: bools and subclasses become plain ints (owned).
pub(crate) fn exact_int(vm: &mut Vm, obj: Obj) -> Obj {
    if vm.heap.ty(obj) == types::INT {
        return vm.new_ref(obj);
    }
    match vm.as_bigint(obj) {
        Some(value) => vm.bigint(value),
        None => vm.new_ref(obj),
    }
}

fn itself(vm: &mut Vm, args: Args) -> R<Then> {
    let this = vm.arg(args, 0);
    Ok(Then::Return(if vm.is_int(this) { exact_int(vm, this) } else { vm.new_ref(this) }))
}

fn big(vm: &Vm, args: Args) -> BigInt {
    vm.as_bigint(vm.arg(args, 0)).unwrap_or_default()
}

fn float_of(vm: &Vm, args: Args) -> f64 {
    match vm.heap.get(vm.arg(args, 0)) {
        Payload::Float(value) => *value,
        _ => 0.0,
    }
}

fn bit_length(vm: &mut Vm, args: Args) -> R<Then> {
    let bits = big(vm, args).bits();
    Ok(Then::Return(vm.int(bits as i64)))
}

fn bit_count(vm: &mut Vm, args: Args) -> R<Then> {
    let ones: u64 =
        big(vm, args).magnitude().iter_u64_digits().map(|digit| u64::from(digit.count_ones())).sum();
    Ok(Then::Return(vm.int(ones as i64)))
}

fn int_ratio(vm: &mut Vm, args: Args) -> R<Then> {
    let items = vec![exact_int(vm, vm.arg(args, 0)), vm.int(1)];
    Ok(Then::Return(vm.new_tuple(items)))
}

fn to_bytes(vm: &mut Vm, args: Args) -> R<Then> {
    let [_, length, order, signed] =
        vm.bind_arguments(args, "to_bytes", ["", "length", "byteorder", "signed"], 3, 0)?;
    let length = match length {
        Some(length) => vm.int_argument(length)?,
        None => 1,
    };
    let little = match order.map(|order| vm.text_of(order)) {
        None | Some("big") => false,
        Some("little") => true,
        Some(_) => return Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    };
    let signed = signed.is_some_and(|signed| signed == known::TRUE);
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let length = vm.check(super::fault::check_size(length))?;
    let value = big(vm, args);
    if value.is_negative() && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = if signed { value.to_signed_bytes_le() } else { value.magnitude().to_bytes_le() };
    if value.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(vm.overflow_error("int too big to convert"));
    }
    bytes.resize(length, if value.is_negative() { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(Then::Return(super::bytes::new_bytes(vm, bytes)))
}

fn from_bytes(vm: &mut Vm, args: Args) -> R<Then> {
    let [_, bytes, order, signed] =
        vm.bind_arguments(args, "from_bytes", ["", "bytes", "byteorder", "signed"], 3, 2)?;
    let mut data = match bytes.map(|bytes| vm.heap.get(bytes)) {
        Some(Payload::Bytes(bytes)) => bytes.to_vec(),
        _ => return Err(vm.unsupported("int.from_bytes() of an object that is no bytes")),
    };
    match order.map(|order| vm.text_of(order)) {
        None | Some("big") => data.reverse(),
        Some("little") => {}
        Some(_) => return Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
    let value = if signed == Some(known::TRUE) {
        BigInt::from_signed_bytes_le(&data)
    } else {
        BigInt::from_bytes_le(num_bigint::Sign::Plus, &data)
    };
    Ok(Then::Return(vm.bigint(value)))
}

fn is_integer(vm: &mut Vm, args: Args) -> R<Then> {
    Vm::bool_then(super::compare::is_integral(float_of(vm, args)))
}

fn float_ratio(vm: &mut Vm, args: Args) -> R<Then> {
    let value = float_of(vm, args);
    if !value.is_finite() {
        let what = if value.is_nan() { "NaN" } else { "Infinity" };
        let message = format!("cannot convert {what} to integer ratio");
        return Err(if value.is_nan() { vm.value_error(&message) } else { vm.overflow_error(&message) });
    }
    let mut shift = 0_u32;
    let mut scaled = value;
    while scaled.fract() != 0.0 {
        scaled *= 2.0;
        shift += 1;
    }
    let numerator = vm.check(float_math::to_int(scaled))?;
    let items = vec![vm.bigint(numerator), vm.bigint(BigInt::from(1) << shift)];
    Ok(Then::Return(vm.new_tuple(items)))
}

fn hex(vm: &mut Vm, args: Args) -> R<Then> {
    let value = float_of(vm, args);
    if !value.is_finite() {
        return vm.text(float_text::repr(value)).map(Then::Return);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let text = match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", exponent - 1023),
    };
    vm.text(text).map(Then::Return)
}

/// A number (owned) as an instance of a subclass.
fn subclass(vm: &mut Vm, class: Obj, number: Obj) -> Obj {
    if class.is_null() {
        return number;
    }
    let payload = vm.heap.get(number).clone();
    let instance = vm.alloc_instance(class, payload);
    vm.decref(number);
    instance
}

/// `int(...)`; `class` is `NULL` for `int` itself.
pub(super) fn construct_int(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    if args.positional > 2 {
        let message = format!("int expected at most 2 arguments, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let [value, base] = vm.bind_arguments(args, "int", ["", "base"], 2, 0)?;
    let Some(value) = value else {
        if base.is_some() {
            return Err(vm.type_error("int() missing string argument"));
        }
        let zero = vm.int(0);
        return Ok(Then::Return(subclass(vm, class, zero)));
    };
    if let Some(base) = base {
        let base = vm.int_argument(base)?;
        let text = match vm.heap.get(value) {
            Payload::Str(text) => text.text.to_string(),
            Payload::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => return Err(vm.type_error("int() can't convert non-string with explicit base")),
        };
        let number = vm.check(int_text::parse(&text, base))?;
        let number = vm.bigint(number);
        return Ok(Then::Return(subclass(vm, class, number)));
    }
    for (slot, name) in [(Slot::Int, "__int__"), (Slot::Index, "__index__")] {
        if let Some(task) = vm.typed_task(value, slot, Typed::Int(name)) {
            return if class.is_null() {
                Ok(Then::Start(task))
            } else {
                Err(vm.unsupported("a subclass of int made of an object with a Python __int__"))
            };
        }
    }
    let number = match vm.heap.get(value) {
        Payload::Int(_) | Payload::BigInt(_) => exact_int(vm, value),
        Payload::Float(float) => {
            let number = float_math::to_int(*float);
            let number = vm.check(number)?;
            vm.bigint(number)
        }
        Payload::Str(text) => {
            let text = text.clone();
            let number = vm.check(int_text::parse(&text.text, 10))?;
            vm.bigint(number)
        }
        Payload::Bytes(bytes) => {
            let bytes = bytes.clone();
            let parsed = std::str::from_utf8(&bytes).ok().and_then(|text| int_text::parse(text, 10).ok());
            match parsed {
                Some(number) => vm.bigint(number),
                None => {
                    let shown = super::str_text::repr_bytes(&bytes);
                    return Err(vm.raise_fault(int_text::invalid_literal(10, &shown)));
                }
            }
        }
        _ => {
            let message = format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                vm.type_name(value)
            );
            return Err(vm.type_error(&message));
        }
    };
    Ok(Then::Return(subclass(vm, class, number)))
}

/// `float(x)`.
pub(super) fn construct_float(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    if class.is_null() {
        super::no_keywords(vm, args, "float")?;
    }
    if args.positional > 1 {
        let message = format!("float expected at most 1 argument, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let Some(value) = vm.optional_arg(args, 0) else {
        let zero = vm.float(0.0);
        return Ok(Then::Return(subclass(vm, class, zero)));
    };
    if class.is_null() && vm.heap.ty(value) == types::FLOAT {
        return Ok(Then::Return(vm.new_ref(value)));
    }
    if let Some(task) = vm.typed_task(value, Slot::Float, Typed::Float).filter(|_| class.is_null()) {
        return Ok(Then::Start(task));
    }
    let float = match vm.heap.get(value) {
        Payload::Str(text) => float_text::parse(&text.text),
        Payload::Bytes(bytes) => float_text::parse(&String::from_utf8_lossy(bytes)),
        _ => match vm.number(value) {
            Some(number) => number.to_f64(),
            None => {
                let message = format!(
                    "float() argument must be a string or a real number, not '{}'",
                    vm.type_name(value)
                );
                return Err(vm.type_error(&message));
            }
        },
    };
    let float = vm.check(float)?;
    let float = vm.float(float);
    Ok(Then::Return(subclass(vm, class, float)))
}

/// `bool(x)`.
pub(super) fn construct_bool(vm: &mut Vm, args: Args) -> R<Then> {
    super::no_keywords(vm, args, "bool")?;
    if args.positional > 1 {
        let message = format!("bool expected at most 1 argument, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    match vm.optional_arg(args, 0) {
        None => Vm::bool_then(false),
        Some(value) => match vm.truth(value) {
            Truth::Known(truth) => Vm::bool_then(truth),
            Truth::Call { .. } => Ok(vm.truth_answer(value).then()),
        },
    }
}

/// `round(x, digits)` of ints and floats; `None` for anything else.
pub(super) fn round(vm: &mut Vm, value: Obj, digits: Option<Obj>) -> R<Option<Obj>> {
    let Some(number) = vm.number(value) else { return Ok(None) };
    let digits = digits.filter(|&digits| digits != known::NONE);
    let places = match digits {
        None => None,
        Some(digits) => match vm.as_bigint(digits) {
            Some(places) => Some(places),
            None => return Err(vm.not_an_integer(digits)),
        },
    };
    Ok(Some(match (number, places) {
        (Number::Float(float), None) => {
            let rounded = vm.check(float_math::round_to_int(float))?;
            vm.bigint(rounded)
        }
        (Number::Float(float), Some(places)) => {
            let far = if places.is_negative() { i64::MIN } else { i64::MAX };
            let rounded = vm.check(float_math::round(float, places.to_i64().unwrap_or(far)))?;
            vm.float(rounded)
        }
        (_, None) => exact_int(vm, value),
        (_, Some(places)) => {
            let whole = vm.as_bigint(value).unwrap_or_default();
            let rounded = vm.check(int_math::round(&whole, &places))?;
            vm.bigint(rounded)
        }
    }))
}

/// `pow(base, exponent, modulus)` of ints; `None` for other operands.
pub(super) fn power_modulo(vm: &mut Vm, base: Obj, exponent: Obj, modulus: Obj) -> R<Option<Obj>> {
    let (Some(base), Some(exponent), Some(modulus)) =
        (vm.as_bigint(base), vm.as_bigint(exponent), vm.as_bigint(modulus))
    else {
        return Ok(None);
    };
    let result = vm.check(int_math::power_modulo(&base, &exponent, &modulus))?;
    Ok(Some(vm.bigint(result)))
}
