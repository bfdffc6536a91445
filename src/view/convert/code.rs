//! Code objects, in pre-order.
