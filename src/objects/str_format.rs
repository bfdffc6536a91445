//! `format()`, `str.format` and `%` formatting: the parts that look values up and ask Python for their text.

use super::answers::{Got, launch};
use super::format_template::{Access, Field, FieldName, Part, Template};
use super::keyed::{DictOp, dict_key};
use super::percent_format::{Amount, Directive, Piece, Pieces};
use super::{Pending, float_math, format_spec, repr};
use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::vm::native::Args;
use crate::vm::slots::Slot;
use crate::vm::{Next, R, Then, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Formatting in progress.
#[derive(Clone, Debug)]
pub enum Formatting {
    Percent(Box<Percent>),
    Template(Box<TemplateRun>),
    /// `format(value, spec)`: `__format__` runs, or `__str__`; the answer must be a str.
    Value {
        callee: Obj,
        args: Vec<Obj>,
        started: bool,
    },
}

/// `format % args`.
#[derive(Clone, Debug)]
pub struct Percent {
    pieces: Pieces,
    out: String,
    args: Obj,
    /// Index of the next positional argument.
    next: usize,
    /// An argument that is a mapping was used by key.
    by_key: bool,
    directive: Option<Directive>,
    /// Waiting for the mapping's value, or for the value's text.
    stage: u8,
}

/// A template with the arguments of `str.format`.
#[derive(Clone, Debug)]
pub struct TemplateRun {
    out: String,
    /// Templates being read: the outer one, and a specification within it.
    template: Template,
    positional: Vec<Obj>,
    keywords: Vec<(Obj, Obj)>,
    /// The mapping of `format_map`, or `NULL`.
    mapping: Obj,
    /// Number of automatic fields so far; `None` once fields are numbered by hand.
    automatic: Option<usize>,
    manual: bool,
    field: Option<Field>,
    access: usize,
    stage: Looking,
    value: Obj,
    /// The text of a nested specification is being made.
    spec: Option<Box<TemplateRun>>,
    /// Levels of specifications that may still nest: CPython allows one.
    nesting: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looking {
    Part,
    Access,
    Converted,
    Formatted,
}

/// `format(value, spec)`; both borrowed.
pub fn format_of(vm: &mut Vm, value: Obj, spec: Obj) -> R<Then> {
    let Some(text) = vm.as_str(spec).map(str::to_owned) else {
        let message = format!("format() argument 2 must be str, not {}", vm.type_name(spec));
        return Err(vm.type_error(&message));
    };
    if let Some((callee, mut args)) = vm.special_method(value, Slot::Format) {
        args.push(spec);
        let mut held = vec![callee];
        held.extend(&args);
        let pending = Formatting::Value { callee, args, started: false };
        return launch(vm, "format", Pending::Formatting(pending), &held);
    }
    native_format(vm, value, &text)
}

/// `__format__` of the built-in types.
pub(super) fn native_format(vm: &mut Vm, value: Obj, spec: &str) -> R<Then> {
    let python_str = vm.has_slot(vm.heap.ty(value), Slot::Str) || vm.has_slot(vm.heap.ty(value), Slot::Repr);
    if spec.is_empty() && (python_str || !matches!(vm.heap.get(value), Payload::Str(_))) {
        return repr::str_of(vm, value);
    }
    let formatted = match vm.heap.get(value) {
        Payload::Str(text) => {
            let text = text.clone();
            format_spec::format_str(&text.text, spec)
        }
        Payload::Int(number) => format_spec::format_int(&BigInt::from(*number), spec),
        Payload::BigInt(number) => {
            let number = number.clone();
            format_spec::format_int(&number, spec)
        }
        Payload::Float(number) => format_spec::format_float(*number, spec),
        _ => {
            let message = format!("unsupported format string passed to {}.__format__", vm.type_name(value));
            return Err(vm.type_error(&message));
        }
    };
    let formatted = vm.check(formatted)?;
    vm.text(formatted).map(Then::Return)
}

/// `text % args`.
pub(super) fn percent(vm: &mut Vm, text: Obj, args: Obj) -> R<Then> {
    let percent = Percent {
        pieces: Pieces::new(vm.text_of(text)),
        out: String::new(),
        args,
        next: 0,
        by_key: false,
        directive: None,
        stage: 0,
    };
    let pending = Pending::Formatting(Formatting::Percent(Box::new(percent)));
    launch(vm, "%", pending, &[text, args])
}

pub(super) fn format_method(vm: &mut Vm, args: Args) -> R<Then> {
    let positional = vm.positional_args(args)[1..].to_vec();
    let keywords = vm.keyword_args(args);
    run_template(vm, vm.arg(args, 0), positional, keywords, Obj::NULL)
}

pub(super) fn format_map_method(vm: &mut Vm, args: Args) -> R<Then> {
    run_template(vm, vm.arg(args, 0), Vec::new(), Vec::new(), vm.arg(args, 1))
}

fn run_template(
    vm: &mut Vm,
    text: Obj,
    positional: Vec<Obj>,
    keywords: Vec<(Obj, Obj)>,
    mapping: Obj,
) -> R<Then> {
    let mut held = vec![text, mapping];
    held.extend(&positional);
    held.extend(keywords.iter().flat_map(|&(name, value)| [name, value]));
    let run = TemplateRun {
        out: String::new(),
        template: Template::new(vm.text_of(text)),
        positional,
        keywords,
        mapping,
        automatic: Some(0),
        manual: false,
        field: None,
        access: 0,
        stage: Looking::Part,
        value: Obj::NULL,
        spec: None,
        nesting: 1,
    };
    let pending = Pending::Formatting(Formatting::Template(Box::new(run)));
    launch(vm, "str.format", pending, &held)
}

impl Formatting {
    pub(super) fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        match self {
            Formatting::Percent(percent) => percent.resume(vm, held, answer),
            Formatting::Template(run) => match run.resume(vm, held, answer?)? {
                Some(next) => Ok(next),
                None => {
                    let text = std::mem::take(&mut run.out);
                    vm.text(text).map(Next::Return)
                }
            },
            Formatting::Value { callee, args, started } => {
                let answer = answer?;
                if !std::mem::replace(started, true) {
                    return Ok(Next::Call { callee: *callee, args: args.clone() });
                }
                if vm.is_str(answer) {
                    return Ok(Next::Return(answer));
                }
                let message = format!("__format__ must return a str, not {}", vm.type_name(answer));
                vm.decref(answer);
                Err(vm.type_error(&message))
            }
        }
    }
}

impl Percent {
    fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let mut answer = Some(answer?);
        if self.stage == 0 {
            answer = None;
        }
        loop {
            let waited = std::mem::take(&mut self.stage);
            let value = match (waited, self.directive.take()) {
                (2, Some(directive)) => {
                    // the value's text
                    let text = answer.take().unwrap_or(known::EMPTY_STR);
                    let done = directive.text(vm.text_of(text));
                    vm.decref(text);
                    let done = vm.check(done)?;
                    self.out.push_str(&done);
                    continue;
                }
                (1, Some(directive)) => {
                    let value = answer.take().unwrap_or(known::NONE);
                    held.push(value);
                    self.directive = Some(directive);
                    value
                }
                _ => {
                    let piece = self.pieces.next_piece();
                    let mut directive = match vm.check(piece)? {
                        None => return self.finish(vm),
                        Some(Piece::Literal(text)) => {
                            self.out.push_str(&text);
                            continue;
                        }
                        Some(Piece::Directive(directive)) => directive,
                    };
                    let mapped = self.by_key(vm, &directive)?;
                    self.amounts(vm, &mut directive)?;
                    if let Some(key) = mapped {
                        self.directive = Some(directive);
                        let got = self.look_up(vm, held, &key)?;
                        self.stage = 1;
                        match got {
                            Got::Value(value) => {
                                answer = Some(value);
                                continue;
                            }
                            Got::Wait(next) => return Ok(next),
                        }
                    }
                    let value = self.argument(vm)?;
                    self.directive = Some(directive);
                    value
                }
            };
            if let Some(next) = self.apply(vm, value)? {
                match next {
                    Got::Value(text) => answer = Some(text),
                    Got::Wait(next) => return Ok(next),
                }
            }
        }
    }

    /// The key of `%(key)s`; the right operand must be a mapping then.
    fn by_key(&mut self, vm: &mut Vm, directive: &Directive) -> R<Option<String>> {
        let Some(key) = directive.key.clone() else { return Ok(None) };
        let mapping = !matches!(vm.heap.get(self.args), Payload::Tuple(_) | Payload::Str(_))
            && (matches!(
                vm.heap.get(self.args),
                Payload::Dict(_) | Payload::List(_) | Payload::MappingProxy(_)
            ) || vm.has_slot(vm.heap.ty(self.args), Slot::GetItem));
        if !mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        self.by_key = true;
        Ok(Some(key))
    }

    fn look_up(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, key: &str) -> R<Got> {
        let key = vm.new_str(key);
        let then =
            match vm.dict_table(self.args).is_some() && !vm.has_slot(vm.heap.ty(self.args), Slot::GetItem) {
                true => dict_key(vm, self.args, key, DictOp::Get),
                false => vm.subscript(self.args, key),
            };
        held.push(key);
        Ok(then?.into())
    }

    /// `*` widths and precisions.
    fn amounts(&mut self, vm: &mut Vm, directive: &mut Directive) -> R<()> {
        if directive.width == Amount::Argument {
            let width = self.star(vm)?;
            directive.set_width(width);
        }
        if directive.precision == Amount::Argument {
            let precision = self.star(vm)?;
            directive.set_precision(precision);
        }
        Ok(())
    }

    fn star(&mut self, vm: &mut Vm) -> R<i64> {
        let obj = self.argument(vm)?;
        match vm.heap.get(obj) {
            Payload::Int(value) => Ok(*value),
            Payload::BigInt(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
            _ => Err(vm.type_error("* wants int")),
        }
    }

    /// The next positional argument (borrowed).
    fn argument(&mut self, vm: &mut Vm) -> R<Obj> {
        let next = self.next;
        self.next += 1;
        let value = match vm.heap.get(self.args) {
            Payload::Tuple(items) => items.get(next).copied(),
            _ => (next == 0 && !self.by_key).then_some(self.args),
        };
        value.ok_or(()).map_err(|()| vm.type_error("not enough arguments for format string"))
    }

    /// Formats a value; `Some` where its text is an object or has to be asked for.
    fn apply(&mut self, vm: &mut Vm, value: Obj) -> R<Option<Got>> {
        let Some(directive) = &self.directive else { return Ok(None) };
        let directive = directive.clone();
        let text = match directive.conversion {
            's' | 'r' | 'a' => {
                let then = match directive.conversion {
                    's' => repr::str_of(vm, value),
                    'r' => repr::repr_of(vm, value),
                    _ => repr::ascii_of(vm, value),
                };
                self.stage = 2;
                return Ok(Some(then?.into()));
            }
            'c' => character(vm, value).map(|c| directive.character(c))?,
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                integer(vm, &directive, value).map(|n| directive.integer(&n))?
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let Some(number) = vm.number(value) else {
                    let message = format!("must be real number, not {}", vm.type_name(value));
                    return Err(vm.type_error(&message));
                };
                let number = vm.check(number.to_f64())?;
                directive.float(number)
            }
            _ => return Err(vm.raise_fault(directive.unsupported())),
        };
        let text = vm.check(text)?;
        self.out.push_str(&text);
        self.directive = None;
        Ok(None)
    }

    fn finish(&mut self, vm: &mut Vm) -> R<Next> {
        let left_over = match vm.heap.get(self.args) {
            Payload::Tuple(items) => self.next < items.len(),
            // a mapping need not be used
            Payload::Dict(_) | Payload::List(_) | Payload::MappingProxy(_) => false,
            _ => self.next == 0 && !self.by_key && !vm.has_slot(vm.heap.ty(self.args), Slot::GetItem),
        };
        if left_over {
            return Err(vm.type_error("not all arguments converted during string formatting"));
        }
        let text = std::mem::take(&mut self.out);
        vm.text(text).map(Next::Return)
    }
}

fn character(vm: &mut Vm, value: Obj) -> R<char> {
    match vm.heap.get(value) {
        Payload::Str(text) => {
            let mut chars = text.text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(c),
                _ => {
                    let length = text.length;
                    let message =
                        format!("%c requires an int or a unicode character, not a string of length {length}");
                    Err(vm.type_error(&message))
                }
            }
        }
        Payload::Int(_) | Payload::BigInt(_) => {
            let code = vm.as_bigint(value).and_then(|code| code.to_u32()).and_then(char::from_u32);
            code.ok_or(()).map_err(|()| vm.overflow_error("%c arg not in range(0x110000)"))
        }
        _ => {
            let message = format!("%c requires an int or a unicode character, not {}", vm.type_name(value));
            Err(vm.type_error(&message))
        }
    }
}

fn integer(vm: &mut Vm, directive: &Directive, value: Obj) -> R<BigInt> {
    let conversion = directive.conversion;
    let decimal = matches!(conversion, 'd' | 'i' | 'u');
    match vm.heap.get(value) {
        Payload::Float(number) if decimal => {
            let number = float_math::to_int(*number);
            vm.check(number)
        }
        _ => match vm.as_bigint(value) {
            Some(number) => Ok(number),
            None => {
                let wanted = if decimal { "a real number" } else { "an integer" };
                let message =
                    format!("%{conversion} format: {wanted} is required, not {}", vm.type_name(value));
                Err(vm.type_error(&message))
            }
        },
    }
}

impl TemplateRun {
    /// Works on; `None` when the text is complete.
    fn resume(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, answer: Obj) -> R<Option<Next>> {
        let mut answer = answer;
        loop {
            if let Some(spec) = &mut self.spec {
                if let Some(next) = spec.resume(vm, held, answer)? {
                    return Ok(Some(next));
                }
                let text = std::mem::take(&mut spec.out);
                (self.automatic, self.manual) = (spec.automatic, spec.manual);
                self.spec = None;
                match self.format_value(vm, held, &text)? {
                    Got::Value(text) => answer = text,
                    Got::Wait(next) => return Ok(Some(next)),
                }
                continue;
            }
            let got: Got = match self.stage {
                Looking::Part => {
                    let part = self.template.next_part();
                    match vm.check(part)? {
                        None => return Ok(None),
                        Some(Part::Literal(text)) => {
                            self.out.push_str(&text);
                            continue;
                        }
                        Some(Part::Field(field)) => {
                            self.stage = Looking::Access;
                            self.access = 0;
                            let got = self.first_value(vm, &field.name)?;
                            self.field = Some(field);
                            got
                        }
                    }
                }
                Looking::Access => {
                    held.push(answer);
                    self.value = answer;
                    let access =
                        self.field.as_ref().and_then(|field| field.accesses.get(self.access).cloned());
                    self.access += 1;
                    match access {
                        Some(access) => access_value(vm, held, answer, &access)?,
                        None => {
                            self.stage = Looking::Converted;
                            let conversion = self.field.as_ref().and_then(|field| field.conversion);
                            match conversion {
                                None => Got::Value(vm.new_ref(answer)),
                                Some('s') => repr::str_of(vm, answer)?.into(),
                                Some('r') => repr::repr_of(vm, answer)?.into(),
                                Some(_) => repr::ascii_of(vm, answer)?.into(),
                            }
                        }
                    }
                }
                Looking::Converted => {
                    held.push(answer);
                    self.value = answer;
                    self.stage = Looking::Formatted;
                    let spec = self.field.as_ref().map_or(String::new(), |field| field.spec.clone());
                    if spec.contains(['{', '}']) {
                        if self.nesting == 0 {
                            return Err(vm.value_error("Max string recursion exceeded"));
                        }
                        self.spec = Some(Box::new(self.nested(&spec)));
                        answer = known::NONE;
                        continue;
                    }
                    self.format_value(vm, held, &spec)?
                }
                Looking::Formatted => {
                    self.out.push_str(vm.text_of(answer));
                    vm.decref(answer);
                    self.stage = Looking::Part;
                    continue;
                }
            };
            match got {
                Got::Value(value) => answer = value,
                Got::Wait(next) => return Ok(Some(next)),
            }
        }
    }

    fn nested(&self, spec: &str) -> TemplateRun {
        TemplateRun {
            out: String::new(),
            template: Template::new(spec),
            positional: self.positional.clone(),
            keywords: self.keywords.clone(),
            mapping: self.mapping,
            automatic: self.automatic,
            manual: self.manual,
            field: None,
            access: 0,
            stage: Looking::Part,
            value: Obj::NULL,
            spec: None,
            nesting: self.nesting.saturating_sub(1),
        }
    }

    fn format_value(&mut self, vm: &mut Vm, held: &mut Vec<Obj>, spec: &str) -> R<Got> {
        let spec = vm.text(spec)?;
        held.push(spec);
        Ok(format_of(vm, self.value, spec)?.into())
    }

    fn first_value(&mut self, vm: &mut Vm, name: &FieldName) -> R<Got> {
        let index = match name {
            FieldName::Keyword(name) => return self.keyword(vm, name),
            FieldName::Automatic if self.manual => {
                return Err(vm.value_error(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            FieldName::Automatic => {
                let index = self.automatic.unwrap_or(0);
                self.automatic = Some(index + 1);
                index
            }
            FieldName::Position(_) if self.automatic.is_some_and(|used| used > 0) => {
                return Err(vm.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            FieldName::Position(index) => {
                self.manual = true;
                *index
            }
        };
        if !self.mapping.is_null() {
            return Err(vm.value_error("Format string contains positional fields"));
        }
        match self.positional.get(index) {
            Some(&value) => Ok(Got::Value(vm.new_ref(value))),
            None => {
                let message = format!("Replacement index {index} out of range for positional args tuple");
                Err(vm.index_error(&message))
            }
        }
    }

    fn keyword(&mut self, vm: &mut Vm, name: &str) -> R<Got> {
        if let Some(mapping) = self.mapping.some() {
            let key = vm.intern(name);
            return Ok(vm.subscript(mapping, key)?.into());
        }
        match self.keywords.iter().find(|&&(key, _)| vm.text_of(key) == name) {
            Some(&(_, value)) => Ok(Got::Value(vm.new_ref(value))),
            None => {
                let key = vm.new_str(name);
                let raised = vm.key_error(key);
                vm.decref(key);
                Err(raised)
            }
        }
    }
}

fn access_value(vm: &mut Vm, held: &mut Vec<Obj>, value: Obj, access: &Access) -> R<Got> {
    match access {
        Access::Attribute(name) => {
            let name = vm.intern(name);
            Ok(vm.get_attribute(value, name)?.into())
        }
        Access::Key(key) => {
            let key = vm.intern(key);
            Ok(vm.subscript(value, key)?.into())
        }
        Access::Index(index) => {
            let key = vm.int(*index as i64);
            held.push(key);
            Ok(vm.subscript(value, key)?.into())
        }
    }
}
