//! The only file that knows JS: the class `Session`, whose contract is `www/src/rpc/protocol.js`, and the stages as text.

use crate::bytecode::{CodeObject, dis, marshal};
use crate::compiler::Options;
use crate::printed::{self, Printed};
use crate::source::Source;
use crate::stages::Stages;
use crate::timeline;
use crate::unicode::{Named, UnicodeFacts};
use crate::view::{
    self, CodeDetailView, CompileView, NodeDetailView, PassesView, ProgressView, ReferrersView,
    SessionOptions, SpecialisedView, StepView,
};
use std::rc::Rc;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use web_sys::Performance;
use web_sys::js_sys::{Function, JsString, Object, Reflect, Uint8Array, Uint16Array, Uint32Array, global};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
/** The step index over a range of steps, bucket by bucket: see `TimelineColumns` in `src/view/timeline.rs`. */
export interface TimelineColumns {
    step: Uint32Array;
    thread: Uint8Array;
    depth: Uint16Array;
    line: Uint32Array;
    liveObjects: Uint32Array;
    kind: Uint8Array;
}

/** A text of CPython's tools: `python -m tokenize` (and with `-e`), `ast.dump`, `python -m symtable`, `python -m dis`, `ast.unparse`. */
export type Printed = 'tokens' | 'exact-tokens' | 'ast' | 'symtable' | 'dis' | 'unparse';
";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "TimelineColumns")]
    pub type JsTimelineColumns;
    #[wasm_bindgen(typescript_type = "Printed")]
    pub type JsPrinted;
    #[wasm_bindgen(typescript_type = "string | Uint8Array")]
    pub type JsSource;

    /// The function `character` of the module `unicode_names.js`.
    #[wasm_bindgen(typescript_type = "(name: string) => number | undefined")]
    pub type CharacterNames;
}

/// `xtask` splits the module in two, and puts calls of this import before those of the functions it moves (`xtask/src/split.rs`).
#[wasm_bindgen(raw_module = "./rest.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadRest)]
    fn load_rest();
}

/// Loads the functions that are in `ouroscope_rest.wasm` now; else that happens when the first of them is called.
#[wasm_bindgen(js_name = loadRest)]
pub fn load_the_rest() {
    load_rest();
}

/// What JavaScript knows of Unicode, and the names of characters where the program's host has loaded them.
struct Host {
    names: Option<Function>,
}

impl Host {
    fn new(names: Option<CharacterNames>) -> Self {
        Self { names: names.map(JsCast::unchecked_into) }
    }
}

impl UnicodeFacts for Host {
    fn nfkc(&self, text: &str) -> Option<String> {
        Some(JsString::from(text).normalize("NFKC").into())
    }

    fn named(&self, name: &str) -> Named {
        let Some(names) = &self.names else { return Named::Unavailable };
        match names.call1(&JsValue::UNDEFINED, &name.into()) {
            Ok(code) => {
                let character = code.as_f64().and_then(|code| char::from_u32(code as u32));
                character.map_or(Named::Unknown, Named::Character)
            }
            Err(_) => Named::Unavailable,
        }
    }
}

/// Runs once, when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// What a stage makes of a module, as CPython's own tool prints it (addresses aside). A source in bytes is decoded as
/// CPython decodes a file. `names` is as for [`Session`].
///
/// # Errors
/// Throws for a source that CPython refuses; the message is the traceback it prints.
#[wasm_bindgen(js_name = printStage)]
pub fn print_stage(
    what: &JsPrinted,
    source: &JsSource,
    filename: &str,
    names: Option<CharacterNames>,
) -> Result<String, JsError> {
    let what = what.as_string().and_then(|name| Printed::named(&name));
    let what = what.ok_or_else(|| JsError::new("no stage of that name"))?;
    let source = module(what, source, filename)?;
    printed::print(what, &source, Options::default(), &Host::new(names))
        .map_err(|report| JsError::new(&report))
}

/// The `.pyc` of a module, which CPython 3.14 loads and runs: 16 bytes of header, then the marshalled code object.
/// `optimize` is 0; 1 without asserts (`-O`); 2 without docstrings too (`-OO`). `names` is as for [`Session`].
///
/// # Errors
/// Throws for a source that CPython refuses; the message is the traceback it prints.
#[wasm_bindgen(js_name = compilePyc)]
pub fn compile_pyc(
    source: &JsSource,
    filename: &str,
    optimize: u8,
    names: Option<CharacterNames>,
) -> Result<Vec<u8>, JsError> {
    let source = module(Printed::Dis, source, filename)?;
    printed::pyc(&source, Options { optimize }, &Host::new(names)).map_err(|report| JsError::new(&report))
}

/// The source as the stage reads it. Text has no encoding to be found.
fn module(what: Printed, source: &JsSource, filename: &str) -> Result<Source, JsError> {
    if let Some(text) = source.as_string() {
        return Ok(Source::new(filename, &text));
    }
    let bytes =
        source.dyn_ref::<Uint8Array>().ok_or_else(|| JsError::new("the source is no text and no bytes"))?;
    printed::read(what, filename, &bytes.to_vec()).map_err(|report| JsError::new(&report))
}

/// One program: what the stages made of it, and its run.
///
/// Steps count from 0, the state before the first instruction. No method throws on anything a program can be or do.
#[wasm_bindgen]
pub struct Session {
    stages: Stages,
    compiled: CompileView,
    /// In the order of [`CompileView::codes`].
    codes: Vec<Rc<CodeObject>>,
    run: timeline::Session,
}

#[wasm_bindgen]
impl Session {
    /// Compiles `source`. What is wrong with the program is in the compile result. Tracebacks call it `filename`,
    /// `main.py` if that is left out. `names` looks up the characters of `\\N{...}`: the function `character` of
    /// `unicode_names.js`; without it a program with such an escape is not supported.
    ///
    /// # Errors
    /// Throws when `options` has not the shape of `SessionOptions`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        source: &str,
        options: Ts<SessionOptions>,
        filename: Option<String>,
        names: Option<CharacterNames>,
    ) -> Result<Self, JsError> {
        let options = options.to_rust()?;
        let source = Source::new(filename.as_deref().unwrap_or("main.py"), source);
        let mut clock = StageClock::default();
        let stages = Stages::with(source, &Host::new(names), |stage| clock.begin(stage.name()));
        clock.begin("compile view");
        let compiled = CompileView::of(&stages);
        clock.begin("machine");
        let run = timeline::Session::new(&stages, &options);
        clock.end();
        let in_order = stages.code.as_ref().map(view::in_order).unwrap_or_default();
        let codes = in_order.into_iter().map(|(code, _)| code).collect();
        Ok(Self { stages, compiled, codes, run })
    }

    /// The stages' output.
    pub fn compile(&self) -> Result<Ts<CompileView>, JsError> {
        Ok(self.compiled.into_ts()?)
    }

    /// An AST node by its index in the compile result.
    #[wasm_bindgen(js_name = nodeDetail)]
    pub fn node_detail(&self, node: u32) -> Result<Option<Ts<NodeDetailView>>, JsError> {
        Ok(view::node_detail(&self.stages, node).map(|detail| detail.into_ts()).transpose()?)
    }

    /// The text of `ast.dump(tree, indent=2, include_attributes=attributes)`; nothing without a tree or for one whose
    /// text is longer than 8 MiB.
    #[wasm_bindgen(js_name = treeText)]
    pub fn tree_text(&self, attributes: bool) -> Option<String> {
        view::tree_text(&self.stages, attributes)
    }

    /// Runs at most `budget` further steps behind the last known step, recording history. Does not move the step on screen.
    pub fn run(&mut self, budget: u32) -> Result<Ts<ProgressView>, JsError> {
        let progress = measured("run", || self.run.run(budget));
        Ok(progress.into_ts()?)
    }

    /// The state after `step` steps, cut to the known ones; it becomes the step on screen.
    pub fn seek(&mut self, step: u32) -> Result<Ts<StepView>, JsError> {
        let view = measured("seek", || self.run.seek(step));
        Ok(measured("step view", || view.into_ts())?)
    }

    /// First known step behind `from` that begins a source line in the thread that runs at `from`.
    #[wasm_bindgen(js_name = nextLine)]
    pub fn next_line(&self, from: u32) -> Option<u32> {
        self.run.next_line(from)
    }

    /// Last step before `from` that begins a source line in that thread.
    #[wasm_bindgen(js_name = previousLine)]
    pub fn previous_line(&self, from: u32) -> Option<u32> {
        self.run.previous_line(from)
    }

    /// First known step behind `from` at which `line` (from 1) begins.
    #[wasm_bindgen(js_name = nextExecutionOf)]
    pub fn next_execution_of(&self, line: u32, from: u32) -> Option<u32> {
        self.run.next_execution_of(line, from)
    }

    /// Last step before `from` at which `line` (from 1) begins.
    #[wasm_bindgen(js_name = previousExecutionOf)]
    pub fn previous_execution_of(&self, line: u32, from: u32) -> Option<u32> {
        self.run.previous_execution_of(line, from)
    }

    /// Sets the lines (from 1) that have a breakpoint.
    #[wasm_bindgen(js_name = setBreakpoints)]
    pub fn set_breakpoints(&mut self, lines: Vec<u32>) {
        self.run.set_breakpoints(&lines);
    }

    /// First known step behind `from` at which a line with a breakpoint begins.
    #[wasm_bindgen(js_name = nextBreakpoint)]
    pub fn next_breakpoint(&self, from: u32) -> Option<u32> {
        self.run.next_breakpoint(from)
    }

    /// Last step before `from` at which a line with a breakpoint begins.
    #[wasm_bindgen(js_name = previousBreakpoint)]
    pub fn previous_breakpoint(&self, from: u32) -> Option<u32> {
        self.run.previous_breakpoint(from)
    }

    /// Answers the `input()` that the end of the known history waits for.
    #[wasm_bindgen(js_name = provideInput)]
    pub fn provide_input(&mut self, text: &str) {
        self.run.provide_input(text);
    }

    /// The step index over `from..=to` in at most `buckets` buckets.
    pub fn timeline(&self, from: u32, to: u32, buckets: u32) -> JsTimelineColumns {
        let columns = self.run.timeline(from, to, buckets);
        let object = Object::new();
        let set = |name: &str, column: &JsValue| {
            // A new plain object takes any property.
            let _ = Reflect::set(&object, &name.into(), column);
        };
        set("step", &Uint32Array::from(&columns.step[..]));
        set("thread", &Uint8Array::from(&columns.thread[..]));
        set("depth", &Uint16Array::from(&columns.depth[..]));
        set("line", &Uint32Array::from(&columns.line[..]));
        set("liveObjects", &Uint32Array::from(&columns.live_objects[..]));
        set("kind", &Uint8Array::from(&columns.kind[..]));
        object.unchecked_into()
    }

    /// Every reference that makes up an object's count at the step on screen.
    pub fn referrers(&self, object: u32) -> Result<Ts<ReferrersView>, JsError> {
        Ok(self.run.referrers(object).into_ts()?)
    }
}

#[wasm_bindgen]
impl Session {
    /// The text of `python3.14 -m dis`, object addresses aside; nothing if the program does not compile.
    pub fn dis(&self) -> Option<String> {
        self.codes.first().map(|code| dis::disassemble(code, dis::Options::default()))
    }

    /// The bytes of a `.pyc` that CPython 3.14 loads and runs; nothing if the program does not compile.
    pub fn pyc(&self) -> Option<Vec<u8>> {
        self.codes.first().map(|code| marshal::write_pyc(code))
    }

    /// What each pass of the compiler did to a code object.
    pub fn passes(&self, code: u32) -> Result<Ts<PassesView>, JsError> {
        Ok(measured("passes", || PassesView::of(&self.stages.source, code)).into_ts()?)
    }

    /// The packed fields of a code object; nothing if there is no such one.
    #[wasm_bindgen(js_name = codeDetail)]
    pub fn code_detail(&self, code: u32) -> Result<Option<Ts<CodeDetailView>>, JsError> {
        let detail = self.codes.get(code as usize).map(|found| CodeDetailView::of(found, code));
        Ok(detail.map(|detail| detail.into_ts()).transpose()?)
    }

    /// The instructions of a code object that run in a specialised form at the step on screen.
    pub fn specialised(&self, code: u32) -> Result<Ts<SpecialisedView>, JsError> {
        let found = self.codes.get(code as usize).map(|found| self.run.specialised(found, code));
        Ok(found.unwrap_or_default().into_ts()?)
    }
}

fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let mut clock = StageClock::default();
    clock.begin(name);
    let result = work();
    clock.end();
    result
}

/// Marks and measures for the browser's profiler, `ouroscope: tokens` and so on; the latest of each name is kept.
#[derive(Default)]
struct StageClock {
    running: Option<String>,
}

impl StageClock {
    fn begin(&mut self, name: &str) {
        self.end();
        let Some(performance) = performance() else { return };
        let name = format!("ouroscope: {name}");
        // A host that cannot mark has no profiler to show it either; the program runs all the same.
        let _ = performance.mark(&name);
        self.running = Some(name);
    }

    fn end(&mut self) {
        let (Some(name), Some(performance)) = (self.running.take(), performance()) else { return };
        // Entries are kept until somebody clears them, and there is one for each seek.
        performance.clear_measures_with_measure_name(&name);
        let _ = performance.measure_with_start_mark(&name, &name);
        performance.clear_marks_with_mark_name(&name);
    }
}

/// The clock of a page, a worker or Node, for measures only.
fn performance() -> Option<Performance> {
    let performance = Reflect::get(&global(), &"performance".into()).ok()?;
    performance.is_object().then(|| performance.unchecked_into())
}
