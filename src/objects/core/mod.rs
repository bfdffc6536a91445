//! The types the machine itself is made of: `object`, `type`, functions, descriptors, generators, exceptions.

mod bridge;
mod callables;
mod exception;
mod generator;
mod object;
mod property;
mod type_object;
mod wrappers;

pub use generator::Pending;
pub use property::construct;

use crate::heap::Obj;
use crate::heap::known::types;
use crate::vm::native::{GetSetDef, NativeDef};

/// Methods of these types.
pub const METHODS: &[(Obj, &[NativeDef])] = &[
    (types::OBJECT, object::METHODS),
    (types::TYPE, type_object::METHODS),
    (types::GENERATOR, generator::METHODS),
    (types::BASE_EXCEPTION, exception::METHODS),
    (types::PROPERTY, property::METHODS),
    (types::FUNCTION, callables::METHODS),
];

/// Static methods of these types.
pub const STATIC_METHODS: &[(Obj, &[NativeDef])] = &[(types::OBJECT, object::STATIC_METHODS)];

/// Class methods of these types.
pub const CLASS_METHODS: &[(Obj, &[NativeDef])] = &[(types::OBJECT, object::CLASS_METHODS)];

/// Computed attributes of these types.
pub const GETSETS: &[(Obj, &[GetSetDef])] = &[
    (types::OBJECT, object::GETSETS),
    (types::TYPE, type_object::GETSETS),
    (types::FUNCTION, callables::FUNCTION_GETSETS),
    (types::METHOD, callables::METHOD_GETSETS),
    (types::BUILTIN, callables::BUILTIN_GETSETS),
    (types::METHOD_DESCRIPTOR, callables::BUILTIN_GETSETS),
    (types::CODE, callables::CODE_GETSETS),
    (types::CELL, callables::CELL_GETSETS),
    (types::GENERATOR, generator::GETSETS),
    (types::BASE_EXCEPTION, exception::GETSETS),
    (types::STOP_ITERATION, exception::VALUE_GETSETS),
    (types::SYSTEM_EXIT, exception::CODE_GETSETS),
    (types::NAME_ERROR, exception::NAME_GETSETS),
    (types::IMPORT_ERROR, exception::NAME_GETSETS),
    (types::ATTRIBUTE_ERROR, exception::ATTRIBUTE_GETSETS),
    (types::TRACEBACK, exception::TRACEBACK_GETSETS),
    (types::PROPERTY, property::GETSETS),
    (types::STATICMETHOD, property::WRAPPER_GETSETS),
    (types::CLASSMETHOD, property::WRAPPER_GETSETS),
    (types::SUPER, property::SUPER_GETSETS),
    (types::MODULE, object::MODULE_GETSETS),
];

pub use wrappers::WRAPPERS;
