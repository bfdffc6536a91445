// The wasm package under Node.
import { readFileSync } from 'node:fs';

export const packageDirectory = new URL('../pkg/', import.meta.url);
export const { initSync, Session } = await import(new URL('ouroscope.js', packageDirectory));
const { attachRest } = await import(new URL('rest.js', packageDirectory));
attachRest(initSync({ module: readFileSync(new URL('ouroscope_bg.wasm', packageDirectory)) }), () =>
  readFileSync(new URL('ouroscope_rest.wasm', packageDirectory)),
);

/** Instructions between two looks at the progress, as the page's worker does it. */
const BUDGET = 1_000_000;

/**
 * Runs `source` with history kept, to its end or to `limit` steps.
 * @param {string} source
 * @param {number} [limit]
 */
export function run(source, limit = Infinity) {
  const session = new Session(source, { inputs: [], switchIntervalUs: 0 }, 'bench.py');
  let progress = session.run(Math.min(BUDGET, limit));
  while (progress.status === 'running' && !progress.limit && progress.total < limit) {
    progress = session.run(Math.min(BUDGET, limit - progress.total));
  }
  return { session, progress };
}

/**
 * What a session has written to one stream at its last step.
 * @param {InstanceType<typeof Session>} session
 * @param {number} step
 * @param {'stdout' | 'stderr'} stream
 */
export function written(session, step, stream) {
  const { console: pieces, consoleHidden } = session.seek(step);
  if (consoleHidden > 0) throw new Error('the output is too long to be compared');
  return pieces.filter((piece) => piece.stream === stream).map((piece) => piece.text).join('');
}
