// The beginning of a visit, told to find out which functions of the module it calls: the page is opened with its first
// program, the stages are shown, it is run to its end, walked through forward and backward, and asked what the page asks.
//
// node visit.mjs GLUE.js INSTRUMENTED.wasm PROGRAM OUT: writes the numbers of the functions called, one a line.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** More instructions than the program executes, and more nodes and code objects than it has. */
const MANY = 1000;

const [glue, wasm, program, out] = process.argv.slice(2);
const called = new Uint8Array(1 << 20);

// The glue knows nothing of the import that instrumentation added.
const Plain = WebAssembly.Instance;
WebAssembly.Instance = class extends Plain {
  /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
  constructor(module, imports) {
    super(module, { ...imports, visit: { called: (/** @type {number} */ number) => void (called[number] = 1) } });
  }
};
const { initSync, Session } = await import(pathToFileURL(glue).href);
initSync({ module: readFileSync(wasm) });

const session = new Session(readFileSync(program, 'utf8'), { inputs: [], switchIntervalUs: 0 }, undefined, undefined);
session.setBreakpoints(Uint32Array.from([2]));
session.compile();
session.run(0);
session.seek(0);
const { total } = session.run(MANY);
session.timeline(0, total, MANY);
for (let step = 0; step <= total; step += 1) look(step);
for (let step = total; step >= 0; step -= 1) look(step);
for (let index = 0; index < MANY; index += 1) {
  session.nodeDetail(index);
  session.codeDetail(index);
  session.specialised(index);
}
session.free();
writeFileSync(out, [...called.keys()].filter((number) => called[number] === 1).join('\n'));

/** @param {number} step */
function look(step) {
  const { objects } = session.seek(step);
  session.nextLine(step);
  session.previousLine(step);
  session.nextExecutionOf(1, step);
  session.previousExecutionOf(1, step);
  session.nextBreakpoint(step);
  session.previousBreakpoint(step);
  for (const object of objects) session.referrers(object.id);
}
