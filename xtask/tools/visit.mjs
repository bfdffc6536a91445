// The beginning of a visit, told to find out which functions of the module it calls: the page is opened with its first
// programs, their stages are shown, they are run to their ends, walked through forward and backward, and asked what the page asks.
//
// node visit.mjs GLUE.js INSTRUMENTED.wasm OUT: writes the numbers of the functions called, one a line.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Steps of a program looked at one by one from its start; behind them some more, evenly spread. */
const LOOKED_AT = 400;
const BUDGET = 20_000;
/** What the page opens with. */
const PROGRAMS = ['names'];

const [glue, wasm, out] = process.argv.slice(2);
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

for (const name of PROGRAMS) visit(readFileSync(new URL(`../../www/src/lessons/programs/${name}.py`, import.meta.url), 'utf8'));
writeFileSync(out, [...called.keys()].filter((number) => called[number] === 1).join('\n'));

/** @param {string} source */
function visit(source) {
  const session = new Session(source, { inputs: [], switchIntervalUs: 0 }, undefined, undefined);
  session.setBreakpoints(Uint32Array.from([2]));
  session.compile();
  session.run(0);
  session.seek(0);
  const progress = runOn(session);
  session.timeline(0, progress.total, 300);
  for (const step of steps(progress.total)) look(session, step);
  for (let node = 0; node < 40; node += 1) session.nodeDetail(node);
  for (let code = 0; code < 5; code += 1) {
    session.codeDetail(code);
    session.specialised(code);
  }
  session.free();
}

/** @param {any} session */
function runOn(session) {
  let progress = session.run(BUDGET);
  while (progress.status === 'running' && !progress.limit && progress.total < 400_000) progress = session.run(BUDGET);
  return progress;
}

/** @param {number} total */
function steps(total) {
  const first = Array.from({ length: Math.min(total, LOOKED_AT) + 1 }, (_, step) => step);
  const spread = Array.from({ length: 20 }, (_, part) => Math.round((total * part) / 20));
  return [...first, ...spread, total, ...first.toReversed().slice(0, 50)];
}

/** @param {any} session @param {number} step */
function look(session, step) {
  const { objects } = session.seek(step);
  session.nextLine(step);
  session.previousLine(step);
  session.nextExecutionOf(1, step);
  session.previousExecutionOf(1, step);
  session.nextBreakpoint(step);
  session.previousBreakpoint(step);
  if (step % 40 === 0) for (const object of objects.slice(0, 3)) session.referrers(object.id);
}
