// Prints the milliseconds from the module's bytes to a machine that shows its first step.
import { readFileSync } from 'node:fs';

const directory = new URL('../pkg/', import.meta.url);
const module = readFileSync(new URL('ouroscope_bg.wasm', directory));
const started = performance.now();
const { initSync, Session } = await import(new URL('ouroscope.js', directory));
const { attachRest } = await import(new URL('rest.js', directory));
attachRest(initSync({ module }), () => readFileSync(new URL('ouroscope_rest.wasm', directory)));
const session = new Session('x = 5\ny = x\ndel x\n', { inputs: [], switchIntervalUs: 0 });
session.seek(0);
console.log(performance.now() - started);
