//! `math` (`Modules/mathmodule.c`, `Modules/_math_integer`).

mod float;
mod fold;
mod integer;

pub use fold::{Fold, resume_fold};

use super::set;
use crate::heap::Obj;
use crate::vm::Vm;
use crate::vm::native::NativeDef;

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::positional("sqrt", float::sqrt, 1, 1),
    NativeDef::positional("cbrt", |vm, a| float::plain(vm, a, f64::cbrt), 1, 1),
    NativeDef::positional("exp", |vm, a| float::overflowing(vm, a, f64::exp), 1, 1),
    NativeDef::positional("exp2", |vm, a| float::overflowing(vm, a, f64::exp2), 1, 1),
    NativeDef::positional("expm1", |vm, a| float::overflowing(vm, a, f64::exp_m1), 1, 1),
    NativeDef::positional("log", float::log, 1, 2),
    NativeDef::positional("log2", float::log2, 1, 1),
    NativeDef::positional("log10", float::log10, 1, 1),
    NativeDef::positional("log1p", float::log1p, 1, 1),
    NativeDef::positional("pow", float::pow, 2, 2),
    NativeDef::positional("sin", |vm, a| float::finite_only(vm, a, f64::sin), 1, 1),
    NativeDef::positional("cos", |vm, a| float::finite_only(vm, a, f64::cos), 1, 1),
    NativeDef::positional("tan", |vm, a| float::finite_only(vm, a, f64::tan), 1, 1),
    NativeDef::positional("asin", |vm, a| float::unit_range(vm, a, f64::asin), 1, 1),
    NativeDef::positional("acos", |vm, a| float::unit_range(vm, a, f64::acos), 1, 1),
    NativeDef::positional("atan", |vm, a| float::plain(vm, a, f64::atan), 1, 1),
    NativeDef::positional("atan2", |vm, a| float::two(vm, a, f64::atan2), 2, 2),
    NativeDef::positional("sinh", |vm, a| float::overflowing(vm, a, f64::sinh), 1, 1),
    NativeDef::positional("cosh", |vm, a| float::overflowing(vm, a, f64::cosh), 1, 1),
    NativeDef::positional("tanh", |vm, a| float::plain(vm, a, f64::tanh), 1, 1),
    NativeDef::positional("asinh", |vm, a| float::plain(vm, a, f64::asinh), 1, 1),
    NativeDef::positional("acosh", float::acosh, 1, 1),
    NativeDef::positional("atanh", float::atanh, 1, 1),
    NativeDef::positional(
        "degrees",
        |vm, a| float::plain(vm, a, |x| x * (180.0 / std::f64::consts::PI)),
        1,
        1,
    ),
    NativeDef::positional(
        "radians",
        |vm, a| float::plain(vm, a, |x| x * (std::f64::consts::PI / 180.0)),
        1,
        1,
    ),
    NativeDef::positional("fabs", |vm, a| float::plain(vm, a, f64::abs), 1, 1),
    NativeDef::positional("copysign", |vm, a| float::two(vm, a, f64::copysign), 2, 2),
    NativeDef::positional("fmod", float::fmod, 2, 2),
    NativeDef::positional("modf", float::modf, 1, 1),
    NativeDef::positional("frexp", float::frexp, 1, 1),
    NativeDef::positional("ldexp", float::ldexp, 2, 2),
    NativeDef::positional("hypot", float::hypot, 0, u8::MAX),
    NativeDef::positional("isfinite", |vm, a| float::test(vm, a, f64::is_finite), 1, 1),
    NativeDef::positional("isinf", |vm, a| float::test(vm, a, f64::is_infinite), 1, 1),
    NativeDef::positional("isnan", |vm, a| float::test(vm, a, f64::is_nan), 1, 1),
    NativeDef::keywords("isclose", float::isclose),
    NativeDef::positional("floor", |vm, a| integer::rounded(vm, a, f64::floor), 1, 1),
    NativeDef::positional("ceil", |vm, a| integer::rounded(vm, a, f64::ceil), 1, 1),
    NativeDef::positional("trunc", integer::trunc, 1, 1),
    NativeDef::positional("factorial", integer::factorial, 1, 1),
    NativeDef::positional("gcd", integer::gcd, 0, u8::MAX),
    NativeDef::positional("lcm", integer::lcm, 0, u8::MAX),
    NativeDef::positional("isqrt", integer::isqrt, 1, 1),
    NativeDef::positional("comb", integer::comb, 2, 2),
    NativeDef::positional("perm", integer::perm, 1, 2),
    NativeDef::positional("fsum", fold::fsum, 1, 1),
    NativeDef::keywords("prod", fold::prod),
    NativeDef::positional("dist", |vm, _| Err(vm.unsupported("math.dist")), 2, 2),
    NativeDef::positional("sumprod", |vm, _| Err(vm.unsupported("math.sumprod")), 2, 2),
    NativeDef::positional("erf", |vm, _| Err(vm.unsupported("math.erf")), 1, 1),
    NativeDef::positional("erfc", |vm, _| Err(vm.unsupported("math.erfc")), 1, 1),
    NativeDef::positional("gamma", |vm, _| Err(vm.unsupported("math.gamma")), 1, 1),
    NativeDef::positional("lgamma", |vm, _| Err(vm.unsupported("math.lgamma")), 1, 1),
    NativeDef::positional("fma", |vm, _| Err(vm.unsupported("math.fma")), 3, 3),
    NativeDef::positional("remainder", |vm, _| Err(vm.unsupported("math.remainder")), 2, 2),
    NativeDef::positional("nextafter", |vm, _| Err(vm.unsupported("math.nextafter")), 2, 2),
    NativeDef::positional("ulp", |vm, _| Err(vm.unsupported("math.ulp")), 1, 1),
];

pub fn fill(vm: &mut Vm, dict: Obj) {
    use std::f64::consts;
    let constants = [
        ("pi", consts::PI),
        ("e", consts::E),
        ("tau", consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        let value = vm.float(value);
        set(vm, dict, name, value);
    }
}
