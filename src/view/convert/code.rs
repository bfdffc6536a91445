//! Code objects, in pre-order.

use crate::bytecode::code::{ExceptionEntry, Position, flags, kinds};
use crate::bytecode::repr::repr_constant;
use crate::bytecode::{CodeObject, Constant, dis};
use crate::order::Marks;
use crate::source::{Source, Span};
use crate::view::utf16::Utf16;
use crate::view::{CodeView, ExceptionRangeView, InstructionView, LocalsPlusView, SpanView};
use std::rc::Rc;

/// As `dis.COMPILER_FLAG_NAMES` names them.
const FLAGS: [(u32, &str); 11] = [
    (flags::OPTIMIZED, "OPTIMIZED"),
    (flags::NEWLOCALS, "NEWLOCALS"),
    (flags::VARARGS, "VARARGS"),
    (flags::VARKEYWORDS, "VARKEYWORDS"),
    (flags::NESTED, "NESTED"),
    (flags::GENERATOR, "GENERATOR"),
    (flags::COROUTINE, "COROUTINE"),
    (flags::ITERABLE_COROUTINE, "ITERABLE_COROUTINE"),
    (flags::ASYNC_GENERATOR, "ASYNC_GENERATOR"),
    (flags::HAS_DOCSTRING, "HAS_DOCSTRING"),
    (flags::METHOD, "METHOD"),
];

/// A code object and all it contains, in the order of [`CompileView::codes`](crate::view::CompileView::codes), each
/// with the index of the one whose constants hold it.
pub fn in_order(module: &Rc<CodeObject>) -> Vec<(Rc<CodeObject>, Option<u32>)> {
    let mut codes = Vec::new();
    let mut pending = vec![(module.clone(), None)];
    while let Some((code, parent)) = pending.pop() {
        let index = codes.len() as u32;
        let nested = code.consts.iter().rev().filter_map(|constant| match constant {
            Constant::Code(nested) => Some((nested.clone(), Some(index))),
            _ => None,
        });
        pending.extend(nested);
        codes.push((code, parent));
    }
    codes
}

/// The views of `module` and all it contains.
pub fn codes(module: &Rc<CodeObject>, source: &Source, utf16: &Utf16) -> Vec<CodeView> {
    in_order(module).iter().map(|(code, parent)| view(code, *parent, source, utf16)).collect()
}

fn view(code: &CodeObject, parent: Option<u32>, source: &Source, utf16: &Utf16) -> CodeView {
    let exceptions: Vec<ExceptionEntry> = code.exception_entries().collect();
    CodeView {
        parent,
        name: code.name.to_string(),
        qualname: code.qualname.to_string(),
        first_line: code.first_line.max(0) as u32,
        flags: FLAGS
            .iter()
            .filter(|(bit, _)| code.flags & bit != 0)
            .map(|(_, name)| (*name).to_owned())
            .collect(),
        stack_size: code.stack_size,
        arg_count: code.arg_count,
        pos_only_arg_count: code.posonly_arg_count,
        kw_only_arg_count: code.kwonly_arg_count,
        consts: code.consts.iter().map(repr_constant).collect(),
        names: code.names.iter().map(ToString::to_string).collect(),
        localsplus: localsplus(code),
        instructions: instructions(code, &exceptions, source, utf16),
        exception_table: exceptions.iter().map(exception_range).collect(),
    }
}

fn localsplus(code: &CodeObject) -> Vec<LocalsPlusView> {
    let entries = code.localsplus_names.iter().zip(code.localsplus_kinds.iter());
    entries
        .map(|(name, kind)| LocalsPlusView { name: name.to_string(), kind: local_kind(*kind).to_owned() })
        .collect()
}

fn local_kind(kind: u8) -> &'static str {
    let has = |bit: u8| kind & bit != 0;
    match () {
        () if has(kinds::FREE) => "free",
        () if has(kinds::CELL) && has(kinds::LOCAL) => "local cell",
        () if has(kinds::CELL) => "cell",
        () if has(kinds::HIDDEN) => "hidden",
        () => "local",
    }
}

fn exception_range(entry: &ExceptionEntry) -> ExceptionRangeView {
    let ExceptionEntry { start, end, target, depth, lasti } = *entry;
    ExceptionRangeView { start, end, target, depth, lasti }
}

fn instructions(
    code: &CodeObject,
    exceptions: &[ExceptionEntry],
    source: &Source,
    utf16: &Utf16,
) -> Vec<InstructionView> {
    let rows = dis::listing(code).rows;
    let targets: Marks =
        rows.iter().filter_map(|row| row.jump_target).map(|target| target as usize).collect();
    let view = |row: dis::Row| {
        let handler = exceptions.iter().find(|entry| (entry.start..entry.end).contains(&row.offset));
        InstructionView {
            offset: row.offset,
            opcode: row.opcode.number() as u8,
            opname: row.opcode.name().to_owned(),
            arg: row.arg,
            argrepr: row.meaning,
            line: row.position.line,
            span: span(row.position, source, utf16),
            jump_target: row.jump_target,
            is_jump_target: targets.contains(row.offset as usize),
            caches: u32::from(row.opcode.caches()),
            handler: handler.map(|entry| entry.target),
        }
    };
    rows.into_iter().map(view).collect()
}

/// The place of an instruction; lines count from 1, columns in bytes from 0.
pub fn span(position: Position, source: &Source, utf16: &Utf16) -> Option<SpanView> {
    let start = source.lines().line_start(position.line?) + position.col?;
    let end = source.lines().line_start(position.end_line?) + position.end_col?;
    Some(utf16.span(Span::new(start, end)))
}
