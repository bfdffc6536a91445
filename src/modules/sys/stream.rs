//! `sys.stdout`, `sys.stderr` and `sys.stdin`: text streams of the simulated process.

use crate::heap::known;
use crate::heap::{Obj, Payload};
use crate::vm::native::{GetSetDef, NativeDef};
use crate::vm::{Args, R, Stream, Then, Vm};

pub const METHODS: &[NativeDef] = &[
    NativeDef::positional("write", write, 2, 2),
    NativeDef::positional("flush", |_, _| Ok(Then::Return(known::NONE)), 1, 1),
    NativeDef::positional("isatty", |_, _| Ok(Then::Return(known::FALSE)), 1, 1),
    NativeDef::positional("fileno", fileno, 1, 1),
    NativeDef::positional("writable", writable, 1, 1),
    NativeDef::positional("readline", |vm, _| Err(vm.unsupported("sys.stdin.readline")), 1, 2),
    NativeDef::positional("read", |vm, _| Err(vm.unsupported("sys.stdin.read")), 1, 2),
    NativeDef::positional("readlines", |vm, _| Err(vm.unsupported("sys.stdin.readlines")), 1, 2),
    NativeDef::positional("writelines", |vm, _| Err(vm.unsupported("sys.stdout.writelines")), 2, 2),
];

pub const GETSETS: &[GetSetDef] = &[
    GetSetDef { name: "name", get: |vm, this| Ok(text(vm, this, name)), set: None },
    GetSetDef { name: "encoding", get: |vm, _| Ok(vm.new_str("utf-8")), set: None },
    GetSetDef { name: "mode", get: |vm, this| Ok(text(vm, this, mode)), set: None },
];

fn stream(vm: &Vm, obj: Obj) -> Stream {
    match vm.heap.get(obj) {
        Payload::Stream(stream) => *stream,
        _ => Stream::Stdout,
    }
}

fn name(stream: Stream) -> &'static str {
    match stream {
        Stream::Stdout => "<stdout>",
        Stream::Stderr => "<stderr>",
        Stream::Stdin => "<stdin>",
    }
}

fn mode(stream: Stream) -> &'static str {
    if stream == Stream::Stdin { "r" } else { "w" }
}

fn text(vm: &mut Vm, this: Obj, of: fn(Stream) -> &'static str) -> Obj {
    vm.new_str(of(stream(vm, this)))
}

fn write(vm: &mut Vm, args: Args) -> R<Then> {
    let (this, value) = (vm.arg(args, 0), vm.arg(args, 1));
    let target = stream(vm, this);
    let Some(text) = vm.as_str(value) else {
        let message = format!("write() argument must be str, not {}", vm.type_name(value));
        return Err(vm.type_error(&message));
    };
    if target == Stream::Stdin {
        return Err(vm.unsupported("writing to sys.stdin"));
    }
    let text = text.to_owned();
    let length = text.chars().count() as i64;
    vm.write(target, &text);
    Ok(Then::Return(vm.int(length)))
}

fn fileno(vm: &mut Vm, args: Args) -> R<Then> {
    let number = match stream(vm, vm.arg(args, 0)) {
        Stream::Stdin => 0,
        Stream::Stdout => 1,
        Stream::Stderr => 2,
    };
    Ok(Then::Return(vm.int(number)))
}

fn writable(vm: &mut Vm, args: Args) -> R<Then> {
    let writable = stream(vm, vm.arg(args, 0)) != Stream::Stdin;
    Ok(Then::Return(known::bool_obj(writable)))
}

/// `<_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>`.
pub fn repr(stream: Stream) -> String {
    format!("<_io.TextIOWrapper name='{}' mode='{}' encoding='utf-8'>", name(stream), mode(stream))
}
