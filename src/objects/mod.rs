//! Built-in types, a file per type, and the algorithms they share.
pub mod dict_table;
pub mod hash;
pub mod set_table;
pub mod sort;
