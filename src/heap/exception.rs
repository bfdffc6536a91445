//! Exceptions and tracebacks (`PyBaseExceptionObject`, `PyTracebackObject`).

use super::{Attributes, Obj};

/// Every field is an owned reference or `NULL`.
#[derive(Clone, Debug, Default)]
pub struct Exception {
    pub args: Obj,
    pub traceback: Obj,
    pub context: Obj,
    pub cause: Obj,
    pub suppress_context: bool,
    pub notes: Obj,
    /// Fields of particular exceptions, all `NULL` elsewhere: `StopIteration.value`, `AttributeError.name/obj`,
    /// `NameError.name`, `ImportError.name`, `KeyError` has none, `SystemExit.code`.
    pub name: Obj,
    pub value: Obj,
    /// Attributes set by Python code.
    pub attributes: Attributes,
}

#[derive(Clone, Debug)]
pub struct Traceback {
    /// The next entry (towards the place of the raise), owned or `NULL`.
    pub next: Obj,
    /// The code object of the frame, owned.
    pub code: Obj,
    /// Byte offset of the instruction in `co_code` (`tb_lasti`).
    pub lasti: u32,
    pub line: u32,
    /// What the frame's `localsplus` held when the exception left it, owned or `NULL`: CPython's traceback keeps the frame
    /// object, and with it the locals, alive.
    pub locals: Vec<Obj>,
}
