//! The auditor: recomputes every reference count from all roots and payloads.
