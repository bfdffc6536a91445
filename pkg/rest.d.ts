/**
 * Says where the functions are that `ouroscope_bg.wasm` does not hold: in `ouroscope_rest.wasm`. `exports` is what `init` or
 * `initSync` of `ouroscope.js` returned. `source` is called when one of them is called for the first time, and cannot wait.
 */
export function attachRest(exports: object, source: () => WebAssembly.Module | BufferSource): void;
