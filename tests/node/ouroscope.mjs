// The wasm package as the tests use it.
import { readFileSync } from 'node:fs';

const directory = new URL('../../pkg/', import.meta.url);
const { compilePyc, initSync, printStage, Session } = await import(new URL('ouroscope.js', directory));
const { attachRest } = await import(new URL('rest.js', directory));
attachRest(initSync({ module: readFileSync(new URL('ouroscope_bg.wasm', directory)) }), () =>
  readFileSync(new URL('ouroscope_rest.wasm', directory)),
);

const unicodeNames = await import(new URL('unicode_names.js', directory));
unicodeNames.initSync({ module: readFileSync(new URL('unicode_names_bg.wasm', directory)) });
const { character } = unicodeNames;

export { character, compilePyc, printStage, Session };

/** Steps between two looks at the progress, as the page's worker does it. */
const BUDGET = 100_000;

/**
 * A session of a program that has run as far as it can.
 * @param {string} source
 * @param {{ filename?: string, inputs?: string[], limit?: number }} [options]
 */
export function run(source, { filename = 'test.py', inputs = [], limit = 5_000_000 } = {}) {
  const session = new Session(source, { inputs, inputsEnd: true, switchIntervalUs: 0 }, filename);
  let progress = session.run(BUDGET);
  while (progress.status === 'running' && !progress.limit && progress.total < limit) progress = session.run(BUDGET);
  return { session, progress };
}

/**
 * What was written to a stream up to a step.
 * @param {{ console: { stream: string, text: string }[] }} view
 * @param {'stdout' | 'stderr' | 'stdin'} stream
 */
export function written(view, stream) {
  return view.console.filter((piece) => piece.stream === stream).map((piece) => piece.text).join('');
}
