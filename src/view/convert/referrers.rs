//! Every reference that makes up an object's count.

use crate::heap::roots::{Root, RootRef};
use crate::heap::{Label, Obj, Payload};
use crate::order;
use crate::view::{ReferrerKind, ReferrerView, ReferrersView};
use crate::vm::Vm;

/// Referrers listed.
const REFERRERS: usize = 200;

pub fn referrers_view(vm: &Vm, object: u32) -> ReferrersView {
    let target = Obj(object);
    if !vm.heap.is_live(target) {
        return ReferrersView { object, refcount: 0, immortal: false, referrers: Vec::new(), hidden: 0 };
    }
    let mut all = Vec::new();
    vm.roots(&mut |reference| {
        if reference.target == target {
            all.push(root(vm, reference));
        }
    });
    for owner in vm.heap.objects() {
        vm.heap.references(owner, &mut |label, referred| {
            if referred == target {
                all.push(held(vm, owner, &label));
            }
        });
    }
    order::sort_by(&mut all, |a, b| a.borrowed.cmp(&b.borrowed));
    let hidden = all.len().saturating_sub(REFERRERS) as u32;
    all.truncate(REFERRERS);
    ReferrersView {
        object,
        refcount: vm.heap.refcnt(target),
        immortal: vm.heap.is_immortal(target),
        referrers: all,
        hidden,
    }
}

fn root(vm: &Vm, reference: RootRef) -> ReferrerView {
    let kind = match reference.root {
        Root::Local { .. } => ReferrerKind::Local,
        Root::Stack { .. } => ReferrerKind::Stack,
        _ => ReferrerKind::Machine,
    };
    ReferrerView { kind, object: None, label: reference.root.describe(vm), borrowed: reference.borrowed }
}

fn held(vm: &Vm, owner: Obj, label: &Label) -> ReferrerView {
    ReferrerView {
        kind: ReferrerKind::Object,
        object: Some(owner.0),
        label: format!("{} of {}", place(vm, label), owner_text(vm, owner)),
        borrowed: false,
    }
}

fn place(vm: &Vm, label: &Label) -> String {
    match label {
        Label::Item(index) => format!("item [{index}]"),
        Label::Attribute(name) => format!("attribute {}", vm.text_of(*name)),
        Label::Key(index) => format!("key of entry {index}"),
        Label::Value(key) => match vm.as_str(*key) {
            Some(name) => format!("name {name}"),
            None => format!("value under {}", vm.short_text(*key, 24)),
        },
        other => vm.label_text(other),
    }
}

fn owner_text(vm: &Vm, owner: Obj) -> String {
    if namespace_of_main(vm) == Some(owner) {
        return "the module's namespace".to_owned();
    }
    match vm.heap.get(owner) {
        Payload::Code(_) | Payload::Function(_) | Payload::Type(_) => vm.short_text(owner, 40),
        Payload::Tuple(_) => {
            let code = constants_of(vm, owner);
            code.unwrap_or_else(|| format!("tuple {}", vm.short_text(owner, 40)))
        }
        _ => format!("{} {:#x}", vm.type_name(owner), vm.heap.address(owner)),
    }
}

/// `co_consts` and `co_names` are tuples that belong to a code object.
fn constants_of(vm: &Vm, tuple: Obj) -> Option<String> {
    vm.codes.iter().find_map(|code| match vm.heap.get(code.object) {
        Payload::Code(data) if data.consts == tuple => {
            Some(format!("the constants of {}", code.code.qualname))
        }
        Payload::Code(data) if data.names == tuple => Some(format!("the names of {}", code.code.qualname)),
        _ => None,
    })
}

/// `__main__.__dict__`.
pub fn namespace_of_main(vm: &Vm) -> Option<Obj> {
    match vm.heap.get(vm.main) {
        Payload::Module(module) if !vm.main.is_null() => Some(module.dict),
        _ => None,
    }
}
