//! The only file that knows JS: the class `Session`, whose contract is `www/src/rpc/protocol.js`.

use crate::source::Source;
use crate::stages::Stages;
use crate::view::{CompileView, ProgressView, SessionOptions, StepView};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use web_sys::Performance;
use web_sys::js_sys::{Reflect, global};

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
}";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "TimelineColumns")]
    pub type JsTimelineColumns;
}

/// Runs once, when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// One program: what the stages made of it, and its run.
#[wasm_bindgen]
pub struct Session {
    compiled: CompileView,
}

#[wasm_bindgen]
impl Session {
    /// Compiles `source`. What is wrong with the program is in the compile result. Tracebacks call it `filename`,
    /// `main.py` if that is left out.
    ///
    /// # Errors
    /// Throws when `options` has not the shape of `SessionOptions`.
    #[wasm_bindgen(constructor)]
    pub fn new(source: &str, options: Ts<SessionOptions>, filename: Option<String>) -> Result<Self, JsError> {
        let _options = options.to_rust()?;
        let mut clock = StageClock::default();
        let stages = Stages::of(Source::new(filename.as_deref().unwrap_or("main.py"), source), |stage| {
            clock.begin(stage.name())
        });
        clock.begin("compile view");
        let compiled = CompileView::of(&stages);
        clock.end();
        Ok(Self { compiled })
    }

    /// The stages' output.
    pub fn compile(&self) -> Result<Ts<CompileView>, JsError> {
        Ok(self.compiled.into_ts()?)
    }

    /// Runs at most `budget` further steps behind the last known step, recording history.
    pub fn run(&mut self, budget: u32) -> Result<Ts<ProgressView>, JsError> {
        let _ = budget;
        Ok(ProgressView::never_ran().into_ts()?)
    }

    /// The state after `step` steps, cut to the known ones; it becomes the step on screen.
    pub fn seek(&mut self, step: u32) -> Result<Ts<StepView>, JsError> {
        let _ = step;
        Ok(StepView::never_ran().into_ts()?)
    }
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
