//! Built-in types, a file per type, and the algorithms they share.
pub mod core;
pub mod dict_table;
pub mod fault;
pub mod float_math;
pub mod float_text;
pub mod format_spec;
pub mod format_template;
pub mod hash;
pub mod int_math;
pub mod int_text;
pub mod percent_format;
mod protocol;
pub mod set_table;
pub mod sort;
pub mod str_case;
pub mod str_ops;
pub mod str_text;

pub use protocol::*;
