//! Private names: `__spam` in class `Ham` is `_Ham__spam` (`_Py_Mangle`).
use std::rc::Rc;

/// The name under which `ident` is known inside the class `private`.
pub fn mangle(private: Option<&str>, ident: &Rc<str>) -> Rc<str> {
    let Some(class) = private else { return ident.clone() };
    // `__id__` and the dotted names of imports are left alone.
    if !ident.starts_with("__") || ident.ends_with("__") || ident.contains('.') {
        return ident.clone();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return ident.clone();
    }
    format!("_{class}{ident}").into()
}
