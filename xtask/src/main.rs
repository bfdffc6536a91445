//! `cargo xtask`: builds, serves, tests and measures Ouroscope.
fn main() {}
