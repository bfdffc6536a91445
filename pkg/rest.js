/**
 * The rest of the module: `ouroscope_bg.wasm` holds what opening the page and a first program need, `ouroscope_rest.wasm`
 * every other function. It is instantiated when one of them is called for the first time, from inside that call.
 */

/** @type {WebAssembly.Exports | undefined} */
let first;
/** @type {() => WebAssembly.Module | BufferSource} */
let read;
let loaded = false;

/**
 * Says what the rest is linked to and where it is to be had.
 *
 * @param {WebAssembly.Exports} exports What `init` or `initSync` of `ouroscope.js` returned.
 * @param {() => WebAssembly.Module | BufferSource} source Called at most once; it cannot wait, as the call it serves cannot.
 */
export function attachRest(exports, source) {
  first = exports;
  read = source;
}

/** Loads the rest now. `ouroscope_bg.wasm` imports this and calls it before it calls a function of the rest. */
export function loadRest() {
  if (loaded) return;
  if (!first) throw new Error('ouroscope: a function of ouroscope_rest.wasm is needed; call attachRest() after init()');
  const source = read();
  const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
  new WebAssembly.Instance(module, { first });
  loaded = true;
}
