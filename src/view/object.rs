//! Objects of the simulated heap.

use serde::Serialize;

/// One object as it stands at the step on screen. Looking at it adds no reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ObjectView {
    /// The heap slot; the page places objects by it. A slot may be used again after its object was freed.
    pub id: u32,
    /// The simulated address, e.g. `0x7f3a5c014d50`; equal to `hex(id(obj))`.
    pub address: String,
    pub type_name: String,
    /// The type object, when it is a heap object.
    pub type_id: Option<u32>,
    /// `ob_refcnt` (0 for an object freed by this step).
    pub refcount: u32,
    /// Immortal (PEP 683): the count is fixed, incref and decref leave it alone.
    pub immortal: bool,
    /// A short `repr`, cut to about 80 characters; never runs Python code.
    pub value: String,
    /// Bytes, as `sys.getsizeof` counts them (garbage collector header included); 0 when unknown.
    pub size: u32,
    /// In the cyclic collector's lists.
    pub tracked: bool,
    /// The collector's generation when tracked.
    pub generation: Option<u8>,
    /// Outgoing strong references in traversal order, at most 64.
    pub references: Vec<ReferenceView>,
    /// Outgoing references left off.
    pub references_hidden: u32,
    pub change: ObjectChange,
    /// The count before the step when the step changed it.
    pub refcount_before: Option<u32>,
    /// Why it was freed (`the count reached 0 when x was deleted`, `the collector found it unreachable`); set with [`ObjectChange::Freed`].
    pub freed_reason: Option<String>,
}

/// What the step just executed did to an object. A changed count alone is [`ObjectChange::Refcount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum ObjectChange {
    #[default]
    None,
    New,
    /// Its payload changed (and maybe its count).
    Value,
    Refcount,
    /// Shown for this one step, greyed, with its last value.
    Freed,
}

/// One outgoing reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ReferenceView {
    /// `[0]`, `['key']`, `key 'a'`, `.attr`, `__dict__`, `__closure__[0]`, `type`, ...
    pub label: String,
    /// Object id.
    pub target: u32,
}

/// One of the references that make up an object's count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ReferrerView {
    pub kind: ReferrerKind,
    /// The referring object when a heap object holds the reference.
    pub object: Option<u32>,
    /// Where exactly: `local x of fib`, `value stack slot 1 of <module>`, `item [0] of list 0x7f..`, `interned strings`.
    pub label: String,
    /// A borrowed stack slot points at the object and is not counted.
    pub borrowed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum ReferrerKind {
    Local,
    Stack,
    Object,
    /// The machine itself: interned strings, module table, thread state, pending exception.
    Machine,
}

/// The answer to "why is this count what it is".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ReferrersView {
    pub object: u32,
    pub refcount: u32,
    pub immortal: bool,
    /// Counted references first, then borrowed ones; at most 200.
    pub referrers: Vec<ReferrerView>,
    pub hidden: u32,
}
