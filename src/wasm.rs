//! The only file that knows JS.
use wasm_bindgen::prelude::*;

/// Called once when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}
