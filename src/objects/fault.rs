//! What a pure algorithm answers when Python would raise: the exception's class and its message, no object yet.

/// The built-in exception classes that the algorithms of this room raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    KeyError,
    IndexError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    /// Not an exception of Python: a feature the machine lacks.
    Unsupported,
}

/// An exception to raise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    pub message: String,
}

impl Fault {
    pub fn key_error(message: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::KeyError, message: message.into() }
    }

    pub fn index_error(message: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::IndexError, message: message.into() }
    }

    /// For results larger than the machine lets a program build; CPython raises it without a message.
    pub fn memory_error() -> Fault {
        Fault { kind: FaultKind::MemoryError, message: String::new() }
    }

    pub fn overflow_error(message: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::OverflowError, message: message.into() }
    }

    pub fn type_error(message: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::TypeError, message: message.into() }
    }

    /// A Python feature the machine lacks, named; never silently wrong.
    pub fn unsupported(feature: &str) -> Fault {
        Fault { kind: FaultKind::Unsupported, message: feature.to_owned() }
    }

    pub fn value_error(message: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::ValueError, message: message.into() }
    }

    pub fn zero_division(message: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::ZeroDivisionError, message: message.into() }
    }
}

/// The largest sequence, in items or code points, that one operation may build: 64 Mi. Beyond it the machine raises
/// `MemoryError` where CPython would ask the system for hundreds of megabytes.
pub const MAX_SEQUENCE: usize = 1 << 26;

/// Refuses to build a sequence of `len` items when that is beyond [`MAX_SEQUENCE`].
pub fn check_size(len: usize) -> Result<usize, Fault> {
    if len > MAX_SEQUENCE { Err(Fault::memory_error()) } else { Ok(len) }
}
