//! `print` and `input` (`Python/bltinmodule.c`).

use super::answers::{Got, launch};
use super::{Pending, repr};
use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::threads::Blocked;
use crate::vm::native::Args;
use crate::vm::{Next, R, Stream, Then, Vm};

/// A `print` that waits for the `__str__` of an argument.
#[derive(Clone, Debug)]
pub struct Print {
    values: Vec<Obj>,
    index: usize,
    separator: String,
    end: String,
    target: Stream,
    waiting: bool,
}

/// An `input` that waits for a line.
#[derive(Clone, Debug)]
pub struct Input {
    prompt: Obj,
    stage: u8,
}

/// `print(*values, sep=' ', end='\n', file=None, flush=False)`.
pub(super) fn print(vm: &mut Vm, args: Args) -> R<Then> {
    let (mut separator, mut end) = (" ".to_owned(), "\n".to_owned());
    let mut target = Stream::Stdout;
    for (name, value) in vm.keyword_args(args) {
        let name = vm.text_of(name).to_owned();
        match name.as_str() {
            "flush" => {}
            "file" => target = target_of(vm, value)?,
            "sep" | "end" if value == known::NONE => {}
            "sep" | "end" => {
                let text =
                    vm.str_argument(value, |ty| format!("{name} must be None or a string, not {ty}"))?;
                if name == "sep" {
                    separator = text;
                } else {
                    end = text;
                }
            }
            _ => {
                let message = format!("print() got an unexpected keyword argument '{name}'");
                return Err(vm.type_error(&message));
            }
        }
    }
    let values = vm.positional_args(args);
    if let Some(line) = plain_line(vm, &values, &separator, &end) {
        vm.write(target, &line);
        return Ok(Then::Return(known::NONE));
    }
    let print = Print { values: values.clone(), index: 0, separator, end, target, waiting: false };
    launch(vm, "print", Pending::Print(Box::new(print)), &values)
}

fn target_of(vm: &mut Vm, file: Obj) -> R<Stream> {
    match vm.heap.get(file) {
        _ if file == known::NONE => Ok(Stream::Stdout),
        Payload::Stream(stream) => Ok(*stream),
        _ => {
            let name = vm.type_name(file);
            Err(vm.unsupported(&format!("print() to a file object of type {name}")))
        }
    }
}

/// The whole line where every value is a plain str or int.
fn plain_line(vm: &Vm, values: &[Obj], separator: &str, end: &str) -> Option<String> {
    let mut line = String::new();
    for (index, &value) in values.iter().enumerate() {
        if index > 0 {
            line.push_str(separator);
        }
        if !known::is_static_type(vm.heap.ty(value)) {
            return None;
        }
        match vm.heap.get(value) {
            Payload::Str(text) => line.push_str(&text.text),
            Payload::Int(number) if vm.heap.ty(value) != known::types::BOOL => {
                line.push_str(&number.to_string())
            }
            _ => return None,
        }
    }
    line.push_str(end);
    Some(line)
}

impl Print {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let answer = answer?;
        let mut text = std::mem::take(&mut self.waiting).then_some(answer);
        loop {
            if let Some(text) = text.take() {
                let piece = vm.text_of(text).to_owned();
                vm.decref(text);
                vm.write(self.target, &piece);
                self.index += 1;
            }
            let Some(&value) = self.values.get(self.index) else { break };
            if self.index > 0 {
                let separator = self.separator.clone();
                vm.write(self.target, &separator);
            }
            match repr::str_of(vm, value)?.into() {
                Got::Value(value) => text = Some(value),
                Got::Wait(next) => {
                    self.waiting = true;
                    return Ok(next);
                }
            }
        }
        let end = self.end.clone();
        vm.write(self.target, &end);
        Ok(Next::Return(known::NONE))
    }
}

/// `input(prompt='')`.
pub(super) fn input(vm: &mut Vm, args: Args) -> R<Then> {
    let prompt = vm.optional_arg(args, 0).unwrap_or(known::EMPTY_STR);
    vm.heap.incref(prompt);
    let pending = Pending::Input(Input { prompt, stage: 0 });
    Ok(Then::Start(Box::new(crate::vm::Task {
        name: "input",
        state: crate::vm::State::Builtin(pending),
        held: vec![prompt],
    })))
}

impl Input {
    pub(super) fn resume(&mut self, vm: &mut Vm, _held: &mut Vec<Obj>, answer: R<Obj>) -> R<Next> {
        let mut answer = answer?;
        if self.stage == 0 {
            self.stage = 1;
            match repr::str_of(vm, self.prompt)?.into() {
                Got::Value(text) => answer = text,
                Got::Wait(next) => return Ok(next),
            }
        }
        if self.stage == 1 {
            self.stage = 2;
            let prompt = vm.text_of(answer).to_owned();
            vm.decref(answer);
            vm.write(Stream::Stdout, &prompt);
            // a step of its own: waiting for the line is none, and the prompt is to be seen meanwhile
            return Ok(Next::Again);
        }
        match vm.read_input() {
            Some(line) => {
                let line = line.strip_suffix('\n').unwrap_or(&line).to_owned();
                vm.write(Stream::Stdin, &format!("{line}\n"));
                vm.text(line).map(Next::Return)
            }
            None if vm.options.input_ends && vm.next_input_time().is_none() => {
                Err(vm.raise(known::types::EOF_ERROR, "EOF when reading a line"))
            }
            None => Ok(Next::Block(Blocked::Input)),
        }
    }
}
