//! `str` (`Objects/unicodeobject.c`).

use super::consume::{After, Sink, consume};
use super::fault::Fault;
use super::str_ops::{self, Justify};
use super::{repr, str_case, str_text};
use crate::heap::known::{self, types};
use crate::heap::{Obj, Payload, Str};
use crate::vm::native::{Args, NativeDef};
use crate::vm::{R, Then, Vm};
use std::rc::Rc;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::positional("upper", |vm, args| map(vm, args, str_case::upper), 1, 1),
    NativeDef::positional("lower", |vm, args| map(vm, args, str::to_lowercase), 1, 1),
    NativeDef::positional("title", |vm, args| map(vm, args, str_case::title), 1, 1),
    NativeDef::positional("capitalize", |vm, args| map(vm, args, str_case::capitalize), 1, 1),
    NativeDef::positional("swapcase", |vm, args| map(vm, args, str_case::swapcase), 1, 1),
    NativeDef::positional("casefold", |vm, args| map(vm, args, str_case::casefold), 1, 1),
    NativeDef::positional("strip", |vm, args| strip(vm, args, "strip"), 1, 2),
    NativeDef::positional("lstrip", |vm, args| strip(vm, args, "lstrip"), 1, 2),
    NativeDef::positional("rstrip", |vm, args| strip(vm, args, "rstrip"), 1, 2),
    NativeDef::keywords("split", |vm, args| split(vm, args, false)),
    NativeDef::keywords("rsplit", |vm, args| split(vm, args, true)),
    NativeDef::keywords("splitlines", splitlines),
    NativeDef::positional("partition", |vm, args| partition(vm, args, false), 2, 2),
    NativeDef::positional("rpartition", |vm, args| partition(vm, args, true), 2, 2),
    NativeDef::positional("join", join_method, 2, 2),
    NativeDef::keywords("replace", replace),
    NativeDef::positional("find", |vm, args| find(vm, args, "find", false), 2, 4),
    NativeDef::positional("rfind", |vm, args| find(vm, args, "rfind", true), 2, 4),
    NativeDef::positional("index", |vm, args| find(vm, args, "index", false), 2, 4),
    NativeDef::positional("rindex", |vm, args| find(vm, args, "rindex", true), 2, 4),
    NativeDef::positional("count", count, 2, 4),
    NativeDef::positional("startswith", |vm, args| affix(vm, args, true), 2, 4),
    NativeDef::positional("endswith", |vm, args| affix(vm, args, false), 2, 4),
    NativeDef::positional("removeprefix", |vm, args| remove_affix(vm, args, true), 2, 2),
    NativeDef::positional("removesuffix", |vm, args| remove_affix(vm, args, false), 2, 2),
    NativeDef::positional("ljust", |vm, args| justify(vm, args, Justify::Left), 2, 3),
    NativeDef::positional("rjust", |vm, args| justify(vm, args, Justify::Right), 2, 3),
    NativeDef::positional("center", |vm, args| justify(vm, args, Justify::Center), 2, 3),
    NativeDef::positional("zfill", zfill, 2, 2),
    NativeDef::keywords("expandtabs", expandtabs),
    NativeDef::positional(
        "isalpha",
        |vm, args| test(vm, args, |s| str_case::all(s, str_case::is_alpha)),
        1,
        1,
    ),
    NativeDef::positional(
        "isdigit",
        |vm, args| test(vm, args, |s| str_case::all(s, str_case::is_digit)),
        1,
        1,
    ),
    NativeDef::positional("isdecimal", |vm, args| test(vm, args, is_decimal), 1, 1),
    NativeDef::positional(
        "isnumeric",
        |vm, args| test(vm, args, |s| str_case::all(s, str_case::is_numeric)),
        1,
        1,
    ),
    NativeDef::positional(
        "isalnum",
        |vm, args| test(vm, args, |s| str_case::all(s, str_case::is_alnum)),
        1,
        1,
    ),
    NativeDef::positional("isspace", |vm, args| test(vm, args, str_case::is_all_space), 1, 1),
    NativeDef::positional("islower", |vm, args| test(vm, args, str_case::is_lower), 1, 1),
    NativeDef::positional("isupper", |vm, args| test(vm, args, str_case::is_upper), 1, 1),
    NativeDef::positional("istitle", |vm, args| test(vm, args, str_case::is_title_text), 1, 1),
    NativeDef::positional("isascii", |vm, args| test(vm, args, str::is_ascii), 1, 1),
    NativeDef::positional("isprintable", |vm, args| test(vm, args, str_case::is_all_printable), 1, 1),
    NativeDef::positional("isidentifier", |vm, args| test(vm, args, is_identifier), 1, 1),
    NativeDef::keywords("encode", encode),
    NativeDef::keywords("format", super::str_format::format_method),
    NativeDef::positional("format_map", super::str_format::format_map_method, 2, 2),
    NativeDef::positional("translate", translate, 2, 2),
];

pub(super) static STATIC_METHODS: &[NativeDef] = &[NativeDef::positional("maketrans", maketrans, 1, 3)];

fn receiver(vm: &Vm, args: Args) -> Rc<Str> {
    match vm.heap.get(vm.arg(args, 0)) {
        Payload::Str(text) => text.clone(),
        _ => Rc::new(Str::new("")),
    }
}

fn map(vm: &mut Vm, args: Args, change: impl Fn(&str) -> String) -> R<Then> {
    let text = change(&receiver(vm, args).text);
    vm.text(text).map(Then::Return)
}

fn test(vm: &mut Vm, args: Args, property: impl Fn(&str) -> bool) -> R<Then> {
    Vm::bool_then(property(&receiver(vm, args).text))
}

fn is_decimal(text: &str) -> bool {
    str_case::all(text, |c| str_text::decimal_value(c).is_some())
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(crate::unicode::is_identifier_start)
        && chars.all(crate::unicode::is_identifier_continue)
}

/// The text itself where nothing changed, as CPython answers the same object.
fn unchanged_or(vm: &mut Vm, args: Args, text: &str) -> R<Then> {
    let this = vm.arg(args, 0);
    if vm.text_of(this).len() == text.len() && vm.heap.ty(this) == types::STR {
        return Ok(Then::Return(vm.new_ref(this)));
    }
    vm.text(text).map(Then::Return)
}

fn strip(vm: &mut Vm, args: Args, name: &'static str) -> R<Then> {
    let text = receiver(vm, args);
    let characters = match vm.optional_arg(args, 1) {
        None | Some(known::NONE) => None,
        Some(obj) => Some(vm.str_argument(obj, |_| format!("{name} arg must be None or str"))?),
    };
    let (left, right) = (name != "rstrip", name != "lstrip");
    unchanged_or(vm, args, str_ops::strip(&text.text, characters.as_deref(), left, right))
}

fn strings(vm: &mut Vm, parts: Vec<String>) -> R<Then> {
    let items = parts.iter().map(|part| vm.new_str(part)).collect();
    Ok(Then::Return(vm.new_list(items)))
}

fn split(vm: &mut Vm, args: Args, from_right: bool) -> R<Then> {
    let name = if from_right { "rsplit" } else { "split" };
    let text = receiver(vm, args);
    let [_, separator, maximum] = vm.bind_arguments(args, name, ["", "sep", "maxsplit"], 3, 0)?;
    let separator = match separator {
        None | Some(known::NONE) => None,
        Some(obj) => Some(vm.str_argument(obj, |ty| format!("must be str or None, not {ty}"))?),
    };
    let maximum = match maximum {
        Some(maximum) => vm.int_argument(maximum)?,
        None => -1,
    };
    let parts = if from_right {
        str_ops::rsplit(&text.text, separator.as_deref(), maximum)
    } else {
        str_ops::split(&text.text, separator.as_deref(), maximum)
    };
    let parts = vm.check(parts)?;
    strings(vm, parts)
}

fn splitlines(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let [_, keep] = vm.bind_arguments(args, "splitlines", ["", "keepends"], 2, 0)?;
    let keep = keep.is_some_and(|keep| matches!(vm.truth(keep), crate::vm::operators::Truth::Known(true)));
    strings(vm, str_ops::splitlines(&text.text, keep))
}

fn partition(vm: &mut Vm, args: Args, from_right: bool) -> R<Then> {
    let text = receiver(vm, args);
    let separator = vm.str_argument(vm.arg(args, 1), |ty| format!("must be str, not {ty}"))?;
    let found = vm.check(str_ops::partition(&text.text, &separator, from_right))?;
    let parts = match found {
        Some((before, after)) => [before, &separator, after],
        None if from_right => ["", "", &text.text],
        None => [&*text.text, "", ""],
    };
    let items = parts.iter().map(|part| vm.new_str(part)).collect();
    Ok(Then::Return(vm.new_tuple(items)))
}

fn join_method(vm: &mut Vm, args: Args) -> R<Then> {
    let (separator, iterable) = (vm.arg(args, 0), vm.arg(args, 1));
    let plain = known::is_static_type(vm.heap.ty(iterable));
    if let (true, Some(items)) = (plain, vm.sequence_items(iterable)) {
        return join(vm, separator, &items).map(Then::Return);
    }
    let sink = Sink::Collect(After::Join { separator });
    consume(vm, "str.join", iterable, sink, &[separator])
}

/// `separator.join(items)` of borrowed items; owned.
pub(super) fn join(vm: &mut Vm, separator: Obj, items: &[Obj]) -> R<Obj> {
    if let [only] = items
        && vm.heap.ty(*only) == types::STR
    {
        return Ok(vm.new_ref(*only));
    }
    let mut text = String::new();
    for (index, &item) in items.iter().enumerate() {
        let Some(part) = vm.as_str(item) else {
            let name = vm.type_name(item);
            let message = format!("sequence item {index}: expected str instance, {name} found");
            return Err(vm.type_error(&message));
        };
        if index > 0 {
            text.push_str(vm.text_of(separator));
        }
        text.push_str(part);
        if text.len() > super::fault::MAX_SEQUENCE {
            return Err(vm.raise_fault(Fault::memory_error()));
        }
    }
    vm.text(text)
}

fn replace(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let [_, old, new, count] = vm.bind_arguments(args, "replace", ["", "", "", "count"], 4, 0)?;
    let (Some(old), Some(new)) = (old, new) else {
        let message =
            format!("replace expected at least 2 arguments, got {}", args.positional.saturating_sub(1));
        return Err(vm.type_error(&message));
    };
    let old = vm.str_argument(old, |ty| format!("replace() argument 1 must be str, not {ty}"))?;
    let new = vm.str_argument(new, |ty| format!("replace() argument 2 must be str, not {ty}"))?;
    let count = match count {
        Some(count) => vm.int_argument(count)?,
        None => -1,
    };
    let replaced = vm.check(str_ops::replace(&text.text, &old, &new, count))?;
    if *replaced == *text.text {
        return unchanged_or(vm, args, &replaced);
    }
    vm.text(replaced).map(Then::Return)
}

/// Start and end of a search as code point positions.
fn window(vm: &mut Vm, args: Args, length: usize) -> R<(usize, usize)> {
    let (start, end) = super::sequence::bounds(vm, vm.optional_arg(args, 2), vm.optional_arg(args, 3))?;
    let start =
        if start > length as i64 { usize::MAX } else { super::sequence::clamp_position(start, length) };
    Ok((start, super::sequence::clamp_position(end, length)))
}

fn find(vm: &mut Vm, args: Args, name: &str, from_right: bool) -> R<Then> {
    let text = receiver(vm, args);
    let part = vm.str_argument(vm.arg(args, 1), |ty| format!("{name}() argument 1 must be str, not {ty}"))?;
    let (start, end) = window(vm, args, text.length as usize)?;
    match str_ops::find(&text.text, &part, start, end, from_right) {
        Some(position) => Ok(Then::Return(vm.int(position as i64))),
        None if name.ends_with("index") => Err(vm.value_error("substring not found")),
        None => Ok(Then::Return(vm.int(-1))),
    }
}

fn count(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let part = vm.str_argument(vm.arg(args, 1), |ty| format!("count() argument 1 must be str, not {ty}"))?;
    let (start, end) = window(vm, args, text.length as usize)?;
    let count = str_ops::count(&text.text, &part, start, end);
    Ok(Then::Return(vm.int(count as i64)))
}

fn affix(vm: &mut Vm, args: Args, prefix: bool) -> R<Then> {
    let name = if prefix { "startswith" } else { "endswith" };
    let text = receiver(vm, args);
    let wanted = vm.arg(args, 1);
    let (start, end) = window(vm, args, text.length as usize)?;
    let choices = match vm.heap.get(wanted) {
        Payload::Tuple(items) => items.to_vec(),
        _ => vec![wanted],
    };
    let many = matches!(vm.heap.get(wanted), Payload::Tuple(_));
    let mut found = false;
    for choice in choices {
        let choice = vm.str_argument(choice, |ty| {
            if many {
                format!("tuple for {name} must only contain str, not {ty}")
            } else {
                format!("{name} first arg must be str or a tuple of str, not {ty}")
            }
        })?;
        if start > end || start > text.length as usize {
            continue;
        }
        let part = str_ops::slice(&text.text, start, end);
        found |= if prefix { part.starts_with(&choice) } else { part.ends_with(&choice) };
    }
    Vm::bool_then(found)
}

fn remove_affix(vm: &mut Vm, args: Args, prefix: bool) -> R<Then> {
    let name = if prefix { "removeprefix" } else { "removesuffix" };
    let text = receiver(vm, args);
    let part = vm.str_argument(vm.arg(args, 1), |ty| format!("{name}() argument must be str, not {ty}"))?;
    let rest = if prefix { text.text.strip_prefix(&*part) } else { text.text.strip_suffix(&*part) };
    unchanged_or(vm, args, rest.unwrap_or(&text.text))
}

fn justify(vm: &mut Vm, args: Args, justify: Justify) -> R<Then> {
    let text = receiver(vm, args);
    let width = vm.int_argument(vm.arg(args, 1))?;
    let mut fill = ' ';
    if let Some(obj) = vm.optional_arg(args, 2) {
        let given =
            vm.str_argument(obj, |ty| format!("The fill character must be a unicode character, not {ty}"))?;
        let mut chars = given.chars();
        fill = match (chars.next(), chars.next()) {
            (Some(c), None) => c,
            _ => return Err(vm.type_error("The fill character must be exactly one character long")),
        };
    }
    let padded = vm.check(str_ops::pad(&text.text, width, fill, justify))?;
    unchanged_or(vm, args, &padded)
}

fn zfill(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let width = vm.int_argument(vm.arg(args, 1))?;
    let padded = vm.check(str_ops::zfill(&text.text, width))?;
    unchanged_or(vm, args, &padded)
}

fn expandtabs(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let [_, size] = vm.bind_arguments(args, "expandtabs", ["", "tabsize"], 2, 0)?;
    let size = match size {
        Some(size) => vm.int_argument(size)?,
        None => 8,
    };
    let expanded = vm.check(str_ops::expandtabs(&text.text, size))?;
    vm.text(expanded).map(Then::Return)
}

fn encode(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let [_, encoding, _] = vm.bind_arguments(args, "encode", ["", "encoding", "errors"], 3, 0)?;
    let encoding = match encoding {
        Some(obj) => {
            vm.str_argument(obj, |ty| format!("encode() argument 'encoding' must be str, not {ty}"))?
        }
        None => "utf-8".to_owned(),
    };
    let bytes = encoded(vm, &text.text, &encoding)?;
    Ok(Then::Return(super::bytes::new_bytes(vm, bytes)))
}

/// A text's bytes in an encoding.
pub(super) fn encoded(vm: &mut Vm, text: &str, encoding: &str) -> R<Vec<u8>> {
    Ok(match encoding.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => text.as_bytes().to_vec(),
        "ascii" | "latin-1" | "iso-8859-1" | "latin1" => {
            let limit = if encoding.eq_ignore_ascii_case("ascii") { 0x80 } else { 0x100 };
            match text.chars().map(u32::from).find(|&code| code >= limit) {
                None => text.chars().map(|c| c as u8).collect(),
                Some(_) => return Err(vm.unsupported("characters that the encoding lacks")),
            }
        }
        _ => return Err(vm.unsupported(&format!("the encoding {encoding}"))),
    })
}

/// `str.maketrans(x[, y[, z]])`.
fn maketrans(vm: &mut Vm, args: Args) -> R<Then> {
    let dict = vm.new_dict();
    let table = maketrans_into(vm, args, dict);
    match table {
        Ok(()) => Ok(Then::Return(dict)),
        Err(raised) => {
            vm.decref(dict);
            Err(raised)
        }
    }
}

fn maketrans_into(vm: &mut Vm, args: Args, dict: Obj) -> R<()> {
    let store = |vm: &mut Vm, code: char, value: Obj| {
        let key = vm.int(i64::from(u32::from(code)));
        vm.quick_store(dict, key, value);
        vm.decref(key);
        vm.decref(value);
    };
    let Some(second) = vm.optional_arg(args, 1) else {
        let source = vm.arg(args, 0);
        let Some(table) = vm.dict_table(source).cloned() else {
            return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for entry in table.iter() {
            vm.heap.incref(entry.value);
            let mut chars = vm.text_of(entry.key).chars();
            match (vm.is_int(entry.key), chars.next(), chars.next()) {
                (true, ..) => {
                    vm.quick_store(dict, entry.key, entry.value);
                    vm.decref(entry.value);
                }
                (_, Some(c), None) => store(vm, c, entry.value),
                _ => {
                    vm.decref(entry.value);
                    return Err(vm.value_error("string keys in translate table must be of length 1"));
                }
            }
        }
        return Ok(());
    };
    let first = vm.str_argument(vm.arg(args, 0), |ty| {
        let _ = ty;
        "first maketrans argument must be a string if there is a second argument".to_owned()
    })?;
    let second = vm.str_argument(second, |ty| format!("maketrans() argument 2 must be str, not {ty}"))?;
    if first.chars().count() != second.chars().count() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in first.chars().zip(second.chars()) {
        let value = vm.int(i64::from(u32::from(to)));
        store(vm, from, value);
    }
    if let Some(third) = vm.optional_arg(args, 2) {
        let third = vm.str_argument(third, |ty| format!("maketrans() argument 3 must be str, not {ty}"))?;
        for c in third.chars() {
            store(vm, c, known::NONE);
        }
    }
    Ok(())
}

fn translate(vm: &mut Vm, args: Args) -> R<Then> {
    let text = receiver(vm, args);
    let table = vm.arg(args, 1);
    if vm.dict_table(table).is_none() {
        return Err(vm.unsupported("translate() with a table that is no dict"));
    }
    let mut out = String::with_capacity(text.text.len());
    for c in text.text.chars() {
        let key = vm.int(i64::from(u32::from(c)));
        let found = super::plain_position(vm, table, key).flatten();
        vm.decref(key);
        let value = found.and_then(|at| vm.dict_table(table)?.entry(at).map(|entry| entry.value));
        match value.map(|value| vm.heap.get(value)) {
            None => out.push(c),
            Some(Payload::Atom) => {}
            Some(Payload::Str(replacement)) => out.push_str(&replacement.text),
            Some(Payload::Int(code)) => match u32::try_from(*code).ok().and_then(char::from_u32) {
                Some(c) => out.push(c),
                None => return Err(vm.value_error("character mapping must be in range(0x110000)")),
            },
            Some(_) => return Err(vm.type_error("character mapping must return integer, None or str")),
        }
    }
    vm.text(out).map(Then::Return)
}

/// `str(object)`, `str(bytes, encoding)`; `class` is `NULL` for `str` itself.
pub(super) fn construct(vm: &mut Vm, class: Obj, args: Args) -> R<Then> {
    if args.positional > 3 {
        let message = format!("str expected at most 3 arguments, got {}", args.positional);
        return Err(vm.type_error(&message));
    }
    let [object, encoding, _] = vm.bind_arguments(args, "str", ["object", "encoding", "errors"], 3, 0)?;
    let Some(object) = object else { return subclass(vm, class, known::EMPTY_STR) };
    if let Some(encoding) = encoding {
        let Payload::Bytes(bytes) = vm.heap.get(object) else {
            let message =
                format!("decoding to str: need a bytes-like object, {} found", vm.type_name(object));
            return Err(vm.type_error(&message));
        };
        let bytes = bytes.clone();
        let encoding = vm.text_of(encoding).to_owned();
        let text = super::bytes::decode(vm, &bytes, &encoding)?;
        return subclass(vm, class, text);
    }
    match repr::str_of(vm, object)? {
        Then::Return(text) => subclass(vm, class, text),
        then if class.is_null() => Ok(then),
        _ => Err(vm.unsupported("a subclass of str made of an object with a Python __str__")),
    }
}

/// The text (owned) as an instance of a subclass of str.
fn subclass(vm: &mut Vm, class: Obj, text: Obj) -> R<Then> {
    if class.is_null() {
        return Ok(Then::Return(text));
    }
    let payload = vm.heap.get(text).clone();
    let instance = vm.alloc_instance(class, payload);
    vm.decref(text);
    Ok(Then::Return(instance))
}

/// `part in text`.
pub(super) fn contains(vm: &mut Vm, text: Obj, part: Obj) -> R<Then> {
    let Some(wanted) = vm.as_str(part) else {
        let message = format!("'in <string>' requires string as left operand, not {}", vm.type_name(part));
        return Err(vm.type_error(&message));
    };
    Vm::bool_then(vm.text_of(text).contains(wanted))
}
