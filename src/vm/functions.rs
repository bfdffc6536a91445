//! Binding arguments to the parameters of Python functions, and making function objects
//! (`initialize_locals`, `Python/ceval.c`).

use super::Vm;
use super::native::{Args, R, Raised};
use super::stackref::StackRef;
use crate::bytecode::code::flags;
use crate::heap::known::{self, types};
use crate::heap::{Function, Obj, Payload};
use std::rc::Rc;

impl Vm {
    /// Rearranges the arguments on the stack from `first` up into the parameters of `function`, defaults filled in,
    /// `*args` and `**kwargs` made. What is left over raises CPython's TypeError.
    pub(super) fn bind_function_arguments(
        &mut self,
        function: &Rc<Function>,
        first: usize,
        kwnames: Obj,
    ) -> R<()> {
        let loaded = self.codes[function.code_index as usize].clone();
        let code = &loaded.code;
        let names = self.tuple_items(kwnames);
        let keyword_values: Vec<StackRef> = self.ctx.stack.split_off(self.ctx.stack.len() - names.len());
        let given = self.ctx.stack.len() - first;
        let (arg_count, kwonly) = (code.arg_count as usize, code.kwonly_arg_count as usize);
        let total = arg_count + kwonly;
        let varargs = code.flags & flags::VARARGS != 0;
        let mut bound = vec![StackRef::NULL; total];
        let extra = if given > arg_count { self.ctx.stack.split_off(first + arg_count) } else { Vec::new() };
        for (slot, value) in bound.iter_mut().zip(self.ctx.stack.drain(first..)) {
            *slot = value;
        }
        let surplus = extra.len();
        let mut rest = Vec::new();
        if varargs {
            let items = extra.into_iter().map(|value| self.steal(value)).collect();
            let tuple = self.new_tuple(items);
            rest.push(StackRef::owned(tuple));
        } else {
            rest.extend(extra);
        }
        let kwargs = (code.flags & flags::VARKEYWORDS != 0).then(|| self.new_dict());
        let result = self.bind_keywords(&loaded, function, &mut bound, &names, keyword_values, kwargs);
        let result = match result {
            Ok(()) if surplus > 0 && !varargs => Err(self.too_many_positional(function, given, &bound)),
            Ok(()) => self.fill_defaults(&loaded, function, &mut bound),
            Err(raised) => Err(raised),
        };
        self.ctx.stack.extend(bound);
        if varargs || result.is_err() {
            self.ctx.stack.extend(rest);
        }
        if let Some(kwargs) = kwargs {
            self.push(kwargs);
        }
        result
    }

    fn bind_keywords(
        &mut self,
        loaded: &super::load::LoadedCode,
        function: &Function,
        bound: &mut [StackRef],
        names: &[Obj],
        values: Vec<StackRef>,
        kwargs: Option<Obj>,
    ) -> R<()> {
        let posonly = loaded.code.posonly_arg_count as usize;
        let mut result = Ok(());
        let mut positional_only = Vec::new();
        for (&name, value) in names.iter().zip(values) {
            if result.is_err() {
                self.close(value);
                continue;
            }
            let parameter = loaded.local_names[..bound.len()]
                .iter()
                .position(|&parameter| parameter == name || self.text_of(parameter) == self.text_of(name));
            match (parameter, kwargs) {
                (Some(index), _) if index >= posonly => {
                    if !bound[index].is_null() {
                        self.close(value);
                        let message = format!(
                            "{}() got multiple values for argument '{}'",
                            self.text_of(function.qualname),
                            self.text_of(name)
                        );
                        result = Err(self.call_error(message));
                        continue;
                    }
                    bound[index] = value;
                }
                (_, Some(kwargs)) => {
                    let value = self.steal(value);
                    self.namespace_set(kwargs, name, value);
                }
                (Some(_), None) => {
                    positional_only.push(self.text_of(name).to_owned());
                    self.close(value);
                }
                (None, None) => {
                    self.close(value);
                    let message = format!(
                        "{}() got an unexpected keyword argument '{}'",
                        self.text_of(function.qualname),
                        self.text_of(name)
                    );
                    result = Err(self.call_error(message));
                }
            }
        }
        if result.is_ok() && !positional_only.is_empty() {
            let message = format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                self.text_of(function.qualname),
                positional_only.join(", ")
            );
            return Err(self.call_error(message));
        }
        result
    }

    fn fill_defaults(
        &mut self,
        loaded: &super::load::LoadedCode,
        function: &Function,
        bound: &mut [StackRef],
    ) -> R<()> {
        let arg_count = loaded.code.arg_count as usize;
        let defaults = self.tuple_items_or_empty(function.defaults);
        let first_default = arg_count - defaults.len().min(arg_count);
        let missing = |bound: &[StackRef], range: std::ops::Range<usize>| -> Vec<Obj> {
            range.filter(|&i| bound[i].is_null()).map(|i| loaded.local_names[i]).collect()
        };
        let lacking = missing(bound, 0..first_default);
        if !lacking.is_empty() {
            return Err(self.missing_arguments(function, &lacking, "positional"));
        }
        for index in first_default..arg_count {
            if bound[index].is_null() {
                bound[index] = StackRef::owned(self.new_ref(defaults[index - first_default]));
            }
        }
        for (slot, &name) in bound.iter_mut().zip(&loaded.local_names).skip(arg_count) {
            if slot.is_null()
                && let Some(default) = self.keyword_default(function, name)
            {
                *slot = StackRef::owned(self.new_ref(default));
            }
        }
        let lacking = missing(bound, arg_count..bound.len());
        if !lacking.is_empty() {
            return Err(self.missing_arguments(function, &lacking, "keyword-only"));
        }
        Ok(())
    }

    fn keyword_default(&self, function: &Function, name: Obj) -> Option<Obj> {
        if function.kwdefaults.is_null() { None } else { self.namespace_get(function.kwdefaults, name) }
    }

    fn tuple_items_or_empty(&self, tuple: Obj) -> Rc<Vec<Obj>> {
        if tuple.is_null() { Rc::default() } else { self.tuple_items(tuple) }
    }

    fn missing_arguments(&mut self, function: &Function, names: &[Obj], kind: &str) -> Raised {
        let quoted: Vec<String> = names.iter().map(|&name| format!("'{}'", self.text_of(name))).collect();
        let listed = match quoted.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let message = format!(
            "{}() missing {} required {kind} argument{plural}: {listed}",
            self.text_of(function.qualname),
            names.len()
        );
        self.call_error(message)
    }

    fn too_many_positional(&mut self, function: &Function, given: usize, bound: &[StackRef]) -> Raised {
        let code = self.codes[function.code_index as usize].code.clone();
        let (arg_count, kwonly) = (code.arg_count as usize, code.kwonly_arg_count as usize);
        let defaults = self.tuple_items_or_empty(function.defaults).len();
        let takes = if defaults > 0 {
            format!("from {} to {arg_count}", arg_count - defaults.min(arg_count))
        } else {
            arg_count.to_string()
        };
        let plural = if defaults > 0 || arg_count != 1 { "s" } else { "" };
        let kwonly_given = bound[arg_count..].iter().filter(|value| !value.is_null()).count();
        let were = if given == 1 && kwonly_given == 0 { "was" } else { "were" };
        let kwonly_text = if kwonly > 0 && kwonly_given > 0 {
            format!(
                " positional argument{} (and {kwonly_given} keyword-only argument{})",
                if given == 1 { "" } else { "s" },
                if kwonly_given == 1 { "" } else { "s" }
            )
        } else {
            String::new()
        };
        let message = format!(
            "{}() takes {takes} positional argument{plural} but {given}{kwonly_text} {were} given",
            self.text_of(function.qualname)
        );
        self.call_error(message)
    }

    /// `MAKE_FUNCTION`: a function object from a code object (owned, taken over).
    pub(super) fn make_function(&mut self, code: Obj) -> Obj {
        let Payload::Code(data) = self.heap.get(code) else { return code };
        let index = data.index;
        let loaded = self.codes[index as usize].clone();
        let globals = self.ctx.globals;
        let dunder_name = self.intern("__name__");
        let module = self.namespace_get(globals, dunder_name).unwrap_or(Obj::NULL);
        let consts = self.tuple_items(match self.heap.get(code) {
            Payload::Code(data) => data.consts,
            _ => Obj::NULL,
        });
        let has_doc = loaded.code.flags & flags::HAS_DOCSTRING != 0;
        let doc = if has_doc { consts.first().copied().unwrap_or(known::NONE) } else { known::NONE };
        for obj in [globals, loaded.name, loaded.qualname, module, doc] {
            if !obj.is_null() {
                self.heap.incref(obj);
            }
        }
        self.heap.alloc_tracked(
            types::FUNCTION,
            Payload::Function(Rc::new(Function {
                code,
                globals,
                name: loaded.name,
                qualname: loaded.qualname,
                module,
                defaults: Obj::NULL,
                kwdefaults: Obj::NULL,
                closure: Obj::NULL,
                doc,
                annotate: Obj::NULL,
                dict: Obj::NULL,
                code_index: index,
            })),
        )
    }

    /// Binds the arguments of a native that takes keywords to named parameters: one entry per name, `None` where not given.
    /// Borrowed. `required` counts the leading parameters that must be given; at most `positional` may come by position.
    pub fn bind_arguments<const N: usize>(
        &mut self,
        args: Args,
        function: &str,
        names: [&str; N],
        positional: usize,
        required: usize,
    ) -> R<[Option<Obj>; N]> {
        let mut bound = [None; N];
        if args.positional > positional {
            let message = format!(
                "{function}() takes at most {positional} positional argument{} ({} given)",
                if positional == 1 { "" } else { "s" },
                args.positional
            );
            return Err(self.type_error(&message));
        }
        for (index, slot) in bound.iter_mut().enumerate().take(args.positional) {
            *slot = Some(self.arg(args, index));
        }
        for (name, value) in self.keyword_args(args) {
            let text = self.text_of(name);
            let Some(index) = names.iter().position(|&parameter| parameter == text && !parameter.is_empty())
            else {
                let message = format!("{function}() got an unexpected keyword argument '{text}'");
                return Err(self.type_error(&message));
            };
            if bound[index].is_some() {
                let message = format!(
                    "argument for {function}() given by name ('{text}') and position ({})",
                    index + 1
                );
                return Err(self.type_error(&message));
            }
            bound[index] = Some(value);
        }
        if let Some(index) = bound[..required].iter().position(Option::is_none) {
            let message =
                format!("{function}() missing required argument '{}' (pos {})", names[index], index + 1);
            return Err(self.type_error(&message));
        }
        Ok(bound)
    }

    /// A new tuple (owned items taken over); the empty one is shared.
    pub fn new_tuple(&mut self, items: Vec<Obj>) -> Obj {
        if items.is_empty() {
            return known::EMPTY_TUPLE;
        }
        let trackable = items.iter().any(|&item| self.may_be_in_cycle(item));
        let tuple = self.heap.alloc(types::TUPLE, Payload::Tuple(Rc::new(items)));
        self.heap.count_allocation(tuple);
        if trackable {
            self.heap.track(tuple);
        }
        tuple
    }

    /// `_PyObject_GC_MAY_BE_TRACKED`: atoms and untracked tuples need no collector.
    pub fn may_be_in_cycle(&self, obj: Obj) -> bool {
        match self.heap.get(obj) {
            Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Float(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::Atom
            | Payload::Range(_)
            | Payload::Code(_) => !known::is_static_type(self.heap.ty(obj)),
            Payload::Tuple(_) => self.heap.is_tracked(obj),
            _ => true,
        }
    }

    /// A new list (owned items taken over).
    pub fn new_list(&mut self, items: Vec<Obj>) -> Obj {
        self.heap.alloc_tracked(types::LIST, Payload::List(Rc::new(items)))
    }

    /// A `str` object (owned); one Latin-1 character and the empty string are shared.
    pub fn new_str(&mut self, text: &str) -> Obj {
        if text.is_empty() {
            return known::EMPTY_STR;
        }
        if text.len() <= 2
            && let Some(code) = super::single_latin1(text)
        {
            return known::latin1(code);
        }
        self.heap.alloc(types::STR, Payload::Str(Rc::new(crate::heap::Str::new(text))))
    }

    /// An `int` object (owned); small ones are shared.
    #[inline]
    pub fn int(&mut self, value: i64) -> Obj {
        match known::small_int(value) {
            Some(obj) => obj,
            None => self.heap.alloc(types::INT, Payload::Int(value)),
        }
    }

    /// A `float` object (owned).
    #[inline]
    pub fn float(&mut self, value: f64) -> Obj {
        self.heap.alloc(types::FLOAT, Payload::Float(value))
    }
}
