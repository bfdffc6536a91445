//! Decodes a code object once into the flat text of the run loop, and makes its constants objects.

use super::Vm;
use crate::bytecode::code::{ExceptionEntry, Position, kinds};
use crate::bytecode::{CodeObject, Constant, Opcode};
use crate::heap::known::{self, types};
use crate::heap::{Code, Obj, Payload};
use crate::order;
use num_traits::ToPrimitive;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// One instruction, its argument complete, with the two words its inline caches need.
#[derive(Clone, Copy, Debug)]
pub struct Instr {
    /// The opcode as specialised so far.
    pub op: Opcode,
    /// Executions until the next attempt to specialise.
    pub counter: u16,
    pub arg: u32,
    /// Jump target (index in the text), constant or name (object), or a version the specialised form checks.
    pub a: u32,
    /// What the specialised form found: an index, or an object.
    pub b: u32,
}

/// An entry of the exception table in indexes of the text.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    /// Stack depth above `localsplus` to unwind to.
    pub depth: u32,
    pub lasti: bool,
}

/// What the machine keeps beside a code object.
#[derive(Clone, Debug)]
pub struct LoadedCode {
    pub code: Rc<CodeObject>,
    /// The Python object (borrowed).
    pub object: Obj,
    /// Index of the first instruction in the text.
    pub start: u32,
    /// Byte offset in `co_code` of each instruction.
    pub offsets: Vec<u32>,
    /// Source position of each instruction.
    pub positions: Vec<Position>,
    pub handlers: Vec<Handler>,
    /// Borrowed from the `co_names` tuple.
    pub names: Vec<Obj>,
    /// Names of `localsplus`; interned.
    pub local_names: Vec<Obj>,
    /// Bit per kind as in `co_localspluskinds`.
    pub local_kinds: Rc<[u8]>,
    pub qualname: Obj,
    pub name: Obj,
}

impl LoadedCode {
    /// Where `pc` lies in this code, as an instruction number.
    pub fn instruction(&self, pc: usize) -> Option<usize> {
        pc.checked_sub(self.start as usize).filter(|&i| i < self.offsets.len())
    }

    /// Byte offset of the instruction at `pc`.
    pub fn offset(&self, pc: usize) -> Option<u32> {
        self.instruction(pc).map(|i| self.offsets[i])
    }

    pub fn position(&self, pc: usize) -> Position {
        self.instruction(pc).map(|i| self.positions[i]).unwrap_or_default()
    }

    /// Parameters in `localsplus`, with `*args` and `**kwargs`.
    pub fn is_argument(&self, index: usize) -> bool {
        self.local_kinds
            .get(index)
            .is_some_and(|k| k & (kinds::ARG_POS | kinds::ARG_KW | kinds::ARG_VAR) != 0)
    }
}

/// Constants of one compilation: equal ones are one object (`c_const_cache` of `Python/compile.c`).
type ConstantCache = HashMap<Vec<u8>, Obj>;

impl Vm {
    /// Loads a code object and all it contains; returns an owned reference to the Python code object.
    pub fn load_code(&mut self, code: &Rc<CodeObject>) -> Obj {
        let mut cache = ConstantCache::new();
        let object = self.load_code_object(code, &mut cache);
        for (_, obj) in sorted(cache) {
            self.decref(obj);
        }
        object
    }

    fn load_code_object(&mut self, code: &Rc<CodeObject>, cache: &mut ConstantCache) -> Obj {
        let consts: Vec<Obj> = code.consts.iter().map(|c| self.load_constant(c, cache)).collect();
        let names: Vec<Obj> = code.names.iter().map(|n| self.intern(n)).collect();
        let local_names: Vec<Obj> = code.localsplus_names.iter().map(|n| self.intern(n)).collect();
        let name = self.intern(&code.name);
        let qualname = self.intern(&code.qualname);
        let index = self.codes.len() as u32;
        let start = self.text.len() as u32;
        let (offsets, positions) = self.decode(code, &consts, &names);
        let handlers = handlers(code, &offsets, start);
        let tuple = |vm: &mut Vm, items: Vec<Obj>| vm.untracked_tuple(items);
        let consts = tuple(self, consts);
        let names_tuple = tuple(self, names.clone());
        let local_tuple = tuple(self, local_names.clone());
        let object = self.heap.alloc(
            types::CODE,
            Payload::Code(Rc::new(Code { index, consts, names: names_tuple, localsplusnames: local_tuple })),
        );
        Rc::make_mut(&mut self.codes).push(Rc::new(LoadedCode {
            code: code.clone(),
            object,
            start,
            offsets,
            positions,
            handlers,
            names,
            local_names,
            local_kinds: code.localsplus_kinds.clone(),
            qualname,
            name,
        }));
        object
    }

    /// Appends the decoded instructions to the text; returns their byte offsets and positions.
    fn decode(&mut self, code: &CodeObject, consts: &[Obj], names: &[Obj]) -> (Vec<u32>, Vec<Position>) {
        let start = self.text.len();
        let units = code.unit_positions();
        let instructions: Vec<_> = code.instructions().collect();
        let mut index_at = HashMap::new();
        for (i, instruction) in instructions.iter().enumerate() {
            index_at.insert(instruction.start, i);
            index_at.insert(instruction.offset, i);
        }
        for instruction in &instructions {
            let target = instruction.jump_target().and_then(|t| index_at.get(&t)).map(|i| (start + i) as u32);
            let op = instruction.opcode;
            let a = match op {
                Opcode::LOAD_CONST => consts.get(instruction.arg as usize).map_or(0, |o| o.0),
                Opcode::LOAD_SMALL_INT => known::small_int(i64::from(instruction.arg)).map_or(0, |o| o.0),
                _ => target.unwrap_or_else(|| {
                    name_index(op, instruction.arg).and_then(|i| names.get(i)).map_or(0, |o| o.0)
                }),
            };
            self.text.push(Instr { op, counter: super::specialize::WARMUP, arg: instruction.arg, a, b: 0 });
        }
        let offsets = instructions.iter().map(|i| i.offset).collect();
        let positions = instructions
            .iter()
            .map(|i| units.get(i.offset as usize / 2).copied().unwrap_or_default())
            .collect();
        (offsets, positions)
    }

    fn load_constant(&mut self, constant: &Constant, cache: &mut ConstantCache) -> Obj {
        let key = constant.key();
        if let Some(&obj) = cache.get(&key) {
            return self.new_ref(obj);
        }
        let obj = self.make_constant(constant, cache);
        let cached = self.new_ref(obj);
        cache.insert(key, cached);
        obj
    }

    fn make_constant(&mut self, constant: &Constant, cache: &mut ConstantCache) -> Obj {
        match constant {
            Constant::None => known::NONE,
            Constant::Bool(value) => known::bool_obj(*value),
            Constant::Ellipsis => known::ELLIPSIS,
            Constant::Int(value) => match value.to_i64() {
                Some(value) => self.int(value),
                None => self.heap.alloc(types::INT, Payload::BigInt(Rc::new(value.clone()))),
            },
            Constant::Float(value) => self.float(*value),
            // the compiler refuses these before a program gets here
            Constant::Complex { .. } | Constant::Surrogates(_) => known::NONE,
            Constant::Str(text) if is_name_like(text) => self.intern_mortal(text),
            Constant::Str(text) => self.new_str(text),
            Constant::Bytes(bytes) => self.heap.alloc(types::BYTES, Payload::Bytes(Rc::new(bytes.to_vec()))),
            Constant::Tuple(items) => {
                let items = items.iter().map(|item| self.load_constant(item, cache)).collect();
                self.untracked_tuple(items)
            }
            Constant::FrozenSet(items) => {
                let items: Vec<Obj> = items.iter().map(|item| self.load_constant(item, cache)).collect();
                self.constant_frozenset(&items)
            }
            Constant::Slice(parts) => {
                let parts = [0, 1, 2].map(|i| self.load_constant(&parts[i], cache));
                self.heap.alloc(types::SLICE, Payload::Slice(Rc::new(parts)))
            }
            Constant::Code(code) => self.load_code_object(code, cache),
        }
    }

    /// A tuple of constants: nothing in it can be part of a cycle, so the collector never sees it.
    fn untracked_tuple(&mut self, items: Vec<Obj>) -> Obj {
        if items.is_empty() {
            return known::EMPTY_TUPLE;
        }
        self.heap.alloc(types::TUPLE, Payload::Tuple(Rc::new(items)))
    }

    /// The objects in a code object's `co_consts`, and what they were made of.
    fn constants_of(&self, code: Obj) -> Vec<(Obj, Constant)> {
        let Payload::Code(data) = self.heap.get(code) else { return Vec::new() };
        let constants = self.codes[data.index as usize].code.consts.iter().cloned();
        self.tuple_items(data.consts).iter().copied().zip(constants).collect()
    }

    /// Keeps the constants the parser made alive, as the AST's arena does while the main module runs. What the compiler
    /// computed is not among them.
    pub fn hold_arena(&mut self, code: Obj) {
        let literals: Option<BTreeSet<Vec<u8>>> =
            self.options.literals.as_ref().map(|literals| literals.iter().map(Constant::key).collect());
        let written =
            |constant: &Constant| literals.as_ref().is_none_or(|keys| keys.contains(&constant.key()));
        let mut held = Vec::new();
        let mut pending: Vec<(Obj, Constant)> = self.constants_of(code);
        while let Some((object, constant)) = pending.pop() {
            match (self.heap.get(object), &constant) {
                (Payload::Code(_), _) => pending.extend(self.constants_of(object)),
                (Payload::Tuple(items), Constant::Tuple(parts)) => {
                    pending.extend(items.iter().copied().zip(parts.iter().cloned()));
                }
                (
                    Payload::Int(_)
                    | Payload::BigInt(_)
                    | Payload::Float(_)
                    | Payload::Str(_)
                    | Payload::Bytes(_),
                    _,
                ) if !self.heap.is_immortal(object) && !held.contains(&object) && written(&constant) => {
                    held.push(object);
                }
                _ => {}
            }
        }
        for &constant in &held {
            self.heap.incref(constant);
        }
        self.arena = Rc::new(held);
    }
}

/// A cache's entries in a fixed order: the order of a hash map must never show.
fn sorted(cache: ConstantCache) -> Vec<(Vec<u8>, Obj)> {
    let mut entries: Vec<_> = cache.into_iter().collect();
    order::sort_by(&mut entries, |a, b| a.1.cmp(&b.1));
    entries
}

/// Only ASCII letters, digits and underscores: such constants are interned (`should_intern_string`, `Objects/codeobject.c`).
fn is_name_like(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Index into `co_names` of an instruction that names something.
pub fn name_index(op: Opcode, arg: u32) -> Option<usize> {
    match op.base() {
        Opcode::LOAD_ATTR | Opcode::LOAD_GLOBAL => Some(arg as usize >> 1),
        Opcode::LOAD_SUPER_ATTR => Some(arg as usize >> 2),
        base if base.has_name() => Some(arg as usize),
        _ => None,
    }
}

fn handlers(code: &CodeObject, offsets: &[u32], start: u32) -> Vec<Handler> {
    // the first instruction at or behind a byte offset; entries may begin at an EXTENDED_ARG
    let index = |offset: u32| start + offsets.partition_point(|&o| o < offset) as u32;
    code.exception_entries()
        .map(|ExceptionEntry { start, end, target, depth, lasti }| Handler {
            start: index(start),
            end: index(end),
            target: index(target),
            depth,
            lasti,
        })
        .collect()
}
