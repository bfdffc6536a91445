//! The `ouroscope` command line.
fn main() {}
