//! The only file that knows JS.
