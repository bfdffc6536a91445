//! What CPython prints of an uncaught exception (`Lib/traceback.py`): the chain of causes, the frames, the suggestion.

use super::native::{Next, R, State, Task, Then};
use super::{Stream, Vm, carets};
use crate::heap::known::types;
use crate::heap::{Obj, Payload};
use crate::source::Source;

/// Frames of the same line shown before the rest is counted (`_RECURSIVE_CUTOFF`).
const RECURSIVE_CUTOFF: usize = 3;
/// Candidates above this are not searched for a suggestion (`_MAX_CANDIDATE_ITEMS`).
const MAX_CANDIDATES: usize = 750;
const MAX_NAME: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// Printing an exception: each `str(exception)` of the chain may run Python code.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Printed before the traceback.
    prefix: Box<str>,
    /// Oldest first, with what is said between it and the next.
    chain: Vec<(Obj, &'static str)>,
    texts: Vec<Box<str>>,
}

/// How a traceback shows the line of each entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceLines {
    WithCarets,
    /// As the hook for unraisable exceptions shows them (`PyTraceBack_Print`, `Python/traceback.c`).
    Plain,
    /// As the same hook does while the interpreter is finalized and files cannot be opened any more.
    Absent,
}

impl Vm {
    /// A task that prints the exception (a new reference is taken) to stderr behind `prefix`.
    pub fn print_exception_task(&mut self, exception: Obj, prefix: &str) -> Box<Task> {
        let chain = self.exception_chain(exception);
        let held: Vec<Obj> = chain.iter().map(|&(exception, _)| exception).collect();
        let pending = Pending { prefix: prefix.into(), chain, texts: Vec::new() };
        Task::holding(self, "excepthook", State::Traceback(pending), &held)
    }

    /// The exception and those it came from, oldest first.
    fn exception_chain(&self, exception: Obj) -> Vec<(Obj, &'static str)> {
        let mut chain = vec![(exception, "")];
        let mut current = exception;
        while let Some(data) = self.exception(current) {
            let (next, link) = if !data.cause.is_null() {
                (data.cause, CAUSE)
            } else if !data.context.is_null() && !data.suppress_context {
                (data.context, CONTEXT)
            } else {
                break;
            };
            if chain.iter().any(|&(seen, _)| seen == next) {
                break;
            }
            chain.push((next, link));
            current = next;
        }
        chain.reverse();
        chain
    }

    /// The whole text without running Python code: `str()` of exceptions is the built-in one.
    pub fn format_exception(&self, exception: Obj) -> String {
        self.format_chain(exception, SourceLines::WithCarets)
    }

    /// The same with the source lines shown as said.
    pub(super) fn format_chain(&self, exception: Obj, lines: SourceLines) -> String {
        self.exception_chain(exception)
            .into_iter()
            .map(|(exception, link)| self.format_one(exception, &self.safe_str(exception), lines) + link)
            .collect()
    }

    /// One exception of a chain, its source lines shown or not.
    fn format_one(&self, exception: Obj, text: &str, lines: SourceLines) -> String {
        let traceback = self.exception(exception).map_or(Obj::NULL, |e| e.traceback);
        let mut out = String::new();
        if !traceback.is_null() {
            out.push_str("Traceback (most recent call last):\n");
            self.format_frames(traceback, lines, &mut out);
        }
        let text = format!("{text}{}", self.suggestion_text(exception));
        let name = self.exception_type_name(exception);
        out.push_str(&if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") });
        self.format_notes(exception, &mut out);
        out
    }

    fn format_notes(&self, exception: Obj, out: &mut String) {
        let notes = self.exception(exception).map_or(Obj::NULL, |e| e.notes);
        if let Payload::List(notes) = self.heap.get(notes) {
            for &note in notes.iter() {
                out.push_str(&format!("{}\n", self.safe_str(note)));
            }
        }
    }

    /// The qualified name, with the module where it is neither `__main__` nor `builtins`.
    fn exception_type_name(&self, exception: Obj) -> String {
        let ty = self.heap.ty(exception);
        let qualname = self.qualname_of_type(ty);
        let module = self
            .interned("__module__")
            .and_then(|key| self.namespace_get(self.type_data(ty)?.dict, key))
            .map_or("builtins", |module| self.text_of(module));
        match module {
            "builtins" | "__main__" => qualname.to_string(),
            module => format!("{module}.{qualname}"),
        }
    }

    fn format_frames(&self, traceback: Obj, lines: SourceLines, out: &mut String) {
        let source = Source::new(&self.options.filename, &self.options.source);
        let mut last = None;
        let mut count = 0;
        let mut entry = traceback;
        while let Payload::Traceback(tb) = self.heap.get(entry) {
            let Payload::Code(code) = self.heap.get(tb.code) else { break };
            let Some(loaded) = self.codes.get(code.index as usize) else { break };
            let key = (code.index, tb.line);
            if last != Some(key) {
                repeated(count, out);
                (last, count) = (Some(key), 0);
            }
            count += 1;
            if count <= RECURSIVE_CUTOFF {
                out.push_str(&format!(
                    "  File \"{}\", line {}, in {}\n",
                    loaded.code.filename, tb.line, loaded.code.name
                ));
                let at = loaded.offsets.binary_search(&tb.lasti).ok();
                match (lines, at.map(|i| loaded.positions[i])) {
                    (SourceLines::WithCarets, Some(position)) => {
                        out.push_str(&carets::source_lines(&source, position));
                    }
                    (SourceLines::Plain, _) => {
                        out.push_str(&format!("    {}\n", source.line_text(tb.line).trim_start()));
                    }
                    _ => {}
                }
            }
            if tb.next.is_null() {
                break;
            }
            entry = tb.next;
        }
        repeated(count, out);
    }

    /// `. Did you mean: 'x'?` for a NameError, AttributeError (`_compute_suggestion_error`).
    fn suggestion_text(&self, exception: Obj) -> String {
        let Some(data) = self.exception(exception) else { return String::new() };
        let Some(wrong) = data.name.some().and_then(|name| self.as_str(name)) else { return String::new() };
        let (wrong, object, traceback) = (wrong.to_owned(), data.value, data.traceback);
        let candidates = if self.is_instance(exception, types::ATTRIBUTE_ERROR) {
            self.attribute_candidates(object, &wrong)
        } else if self.is_instance(exception, types::NAME_ERROR) {
            self.name_candidates(traceback)
        } else {
            return String::new();
        };
        let mut text = closest(&candidates, &wrong)
            .map_or_else(String::new, |name| format!(". Did you mean: '{name}'?"));
        if self.is_instance(exception, types::NAME_ERROR) && crate::modules::is_standard(&wrong) {
            let joint = if text.is_empty() { ". Did" } else { " Or did" };
            text.push_str(&format!("{joint} you forget to import '{wrong}'?"));
        }
        text
    }

    /// Locals, globals and builtins as the innermost frame sees them.
    fn name_candidates(&self, traceback: Obj) -> Vec<String> {
        let mut innermost = traceback;
        while let Payload::Traceback(tb) = self.heap.get(innermost)
            && !tb.next.is_null()
        {
            innermost = tb.next;
        }
        let mut names = Vec::new();
        if let Payload::Traceback(tb) = self.heap.get(innermost)
            && let Payload::Code(code) = self.heap.get(tb.code)
            && let Some(loaded) = self.codes.get(code.index as usize)
        {
            let bound = loaded.local_names.iter().zip(tb.locals.iter()).filter(|(_, value)| !value.is_null());
            names.extend(bound.map(|(&name, _)| self.text_of(name).to_owned()));
        }
        if let Payload::Module(main) = self.heap.get(self.main) {
            names.extend(self.dict_names(main.dict));
        }
        names.extend(self.dict_names(self.builtins));
        names
    }

    fn dict_names(&self, dict: Obj) -> Vec<String> {
        match self.heap.get(dict) {
            Payload::Dict(table) => table.iter().map(|entry| self.text_of(entry.key).to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    /// `dir(obj)`, without private names unless one was asked for.
    fn attribute_candidates(&self, object: Obj, wrong: &str) -> Vec<String> {
        if object.is_null() {
            return Vec::new();
        }
        let mut names = self.dir_names(object);
        if !wrong.starts_with('_') {
            names.retain(|name| !name.starts_with('_'));
        }
        names
    }

    /// The sorted names of `object.__dir__`.
    pub fn dir_names(&self, object: Obj) -> Vec<String> {
        let mut names = std::collections::BTreeSet::new();
        let mut add_type = |ty: Obj| {
            for &class in self.tuple_items(self.type_data(ty).map_or(Obj::NULL, |t| t.mro)).iter() {
                names.extend(self.dict_names(self.type_data(class).map_or(Obj::NULL, |t| t.dict)));
            }
        };
        match self.heap.get(object) {
            Payload::Type(_) => add_type(object),
            Payload::Module(_) => {}
            _ => add_type(self.heap.ty(object)),
        }
        if let Payload::Module(module) = self.heap.get(object) {
            names.extend(self.dict_names(module.dict));
        }
        self.heap.references(object, &mut |label, target| match label {
            crate::heap::Label::Attribute(name) => {
                names.insert(self.text_of(name).to_owned());
            }
            crate::heap::Label::Field("__dict__") => names.extend(self.dict_names(target)),
            _ => {}
        });
        names.into_iter().collect()
    }
}

fn repeated(count: usize, out: &mut String) {
    if count > RECURSIVE_CUTOFF {
        let more = count - RECURSIVE_CUTOFF;
        let plural = if more > 1 { "s" } else { "" };
        out.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
    }
}

/// The candidate that needs the fewest edits, at most a third of its characters (`_generate_suggestions`).
fn closest<'a>(candidates: &'a [String], wrong: &str) -> Option<&'a str> {
    if candidates.len() > MAX_CANDIDATES || wrong.chars().count() > MAX_NAME {
        return None;
    }
    let length = wrong.chars().count();
    let mut best: Option<(&str, usize)> = None;
    for candidate in candidates.iter().filter(|name| *name != wrong) {
        let limit = (candidate.chars().count() + length + 3) * MOVE_COST / 6;
        let limit = best.map_or(limit, |(_, distance)| limit.min(distance.saturating_sub(1)));
        let distance = edit_distance(wrong, candidate, limit);
        if distance <= limit && best.is_none_or(|(_, least)| distance < least) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(name, _)| name)
}

/// Levenshtein distance where a change of case costs half; more than `limit` once it is known to be
/// (`levenshtein_distance`, `Python/suggestions.c`).
fn edit_distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let prefix = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.is_empty() || b.is_empty() {
        return MOVE_COST * (a.len() + b.len());
    }
    if a.len() > MAX_NAME || b.len() > MAX_NAME {
        return limit + 1;
    }
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (index, &other) in b.iter().enumerate() {
        let mut distance = index * MOVE_COST;
        result = distance;
        for (cell, &own) in row.iter_mut().zip(a) {
            let substitute = distance + substitution_cost(own, other);
            distance = *cell;
            result = (result.min(distance) + MOVE_COST).min(substitute);
            *cell = result;
        }
        if row.iter().all(|&cost| cost > limit) {
            return limit + 1;
        }
    }
    result
}

fn substitution_cost(a: char, b: char) -> usize {
    match () {
        () if a == b => 0,
        () if a.eq_ignore_ascii_case(&b) => CASE_COST,
        () => MOVE_COST,
    }
}

impl Pending {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        if let Some(text) = self.answer(vm, answer) {
            self.texts.push(text.into());
        }
        while let Some(&(exception, _)) = self.chain.get(self.texts.len()) {
            match crate::objects::str_of(vm, exception) {
                Ok(Then::Return(text)) => {
                    self.texts.push(vm.text_of(text).into());
                    vm.decref(text);
                }
                Ok(Then::Start(task)) => return Ok(Next::Start(task)),
                Ok(Then::Tail { callee, args }) => return Ok(Next::Call { callee, args }),
                Ok(Then::Resume { .. }) | Err(_) => {
                    vm.clear_raised();
                    self.texts.push("<exception str() failed>".into());
                }
            }
        }
        let parts: Vec<String> = self
            .chain
            .iter()
            .zip(&self.texts)
            .map(|(&(exception, link), text)| vm.format_one(exception, text, SourceLines::WithCarets) + link)
            .collect();
        vm.write(Stream::Stderr, &format!("{}{}", self.prefix, parts.concat()));
        Ok(Next::Return(crate::heap::known::NONE))
    }

    /// The text of the call just answered; `None` at the start.
    fn answer(&mut self, vm: &mut Vm, answer: R<Obj>) -> Option<String> {
        match answer {
            Ok(value) if value == crate::heap::known::NONE => None,
            Ok(value) => {
                let text = vm.text_of(value).to_owned();
                vm.decref(value);
                Some(text)
            }
            Err(_) => {
                vm.clear_raised();
                Some("<exception str() failed>".to_owned())
            }
        }
    }
}
