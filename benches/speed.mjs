// Times of the benchmark programs, ours and Pyodide's turn by turn, so that both see the same machine.
import { loadPyodide, version } from 'pyodide';
import { run, written } from './ours.mjs';

/** Each program runs this often under each; the best time counts, as everything else on the machine only adds. */
const ROUNDS = 5;

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number} [ours] Milliseconds, compilation included.
 * @property {number} [pyodide]
 * @property {number} [ratio]
 * @property {number} [steps]
 * @property {string} [problem] Why there is no ratio.
 *
 * @param {{ name: string, source: string }[]} programs
 */
export async function compareSpeed(programs) {
  const peer = await startPyodide();
  console.log(`Speed: ours (wasm, history kept) beside Pyodide ${version}, one Node ${process.version} process, best of ${ROUNDS}\n`);
  console.log('program          ours ms  Pyodide ms  ratio      steps  Msteps/s');
  const rows = programs.map((program) => {
    const row = measure(program, peer);
    console.log(format(row));
    return row;
  });
  const ratios = rows.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
  if (ratios.length === 0) return { programs: rows, pyodide: version, node: process.version };
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(`\ngeometric mean of ${ratios.length} of ${rows.length} ratios: ${mean.toFixed(2)} (at most 3 is asked)`);
  return { programs: rows, geometricMean: mean, pyodide: version, node: process.version };
}

async function startPyodide() {
  let output = [];
  const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: '0' } });
  pyodide.setStdout({ batched: (text) => output.push(text) });
  const execute = pyodide.runPython(
    "lambda source: exec(compile(source, 'bench.py', 'exec'), {'__name__': '__main__'})",
  );
  return (source) => {
    output = [];
    const started = performance.now();
    execute(source);
    return { milliseconds: performance.now() - started, output: output.map((line) => `${line}\n`).join('') };
  };
}

/** @returns {Row} */
function measure({ name, source }, peer) {
  let best = { ours: Infinity, pyodide: Infinity };
  let steps = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const { session, progress } = run(source);
    best.ours = Math.min(best.ours, performance.now() - started);
    steps = progress.total;
    const output = written(session, steps, 'stdout');
    const error = session.seek(steps).error ?? session.compile().diagnostics[0];
    session.free();
    if (progress.limit) return { name, steps, problem: progress.limit };
    if (progress.status !== 'finished' || error) {
      return { name, steps, problem: error ? `${error.className}: ${error.message}` : progress.status };
    }
    const theirs = peer(source);
    best.pyodide = Math.min(best.pyodide, theirs.milliseconds);
    if (theirs.output !== output) return { name, steps, problem: `prints ${preview(output)}, Pyodide ${preview(theirs.output)}` };
  }
  return { name, ...best, ratio: best.ours / best.pyodide, steps };
}

function preview(output) {
  return JSON.stringify(output.length > 60 ? `${output.slice(0, 60)}...` : output);
}

/** @param {Row} row */
function format({ name, ours, pyodide, ratio, steps, problem }) {
  if (problem) return `${name.padEnd(14)}  ${problem}`;
  return [
    name.padEnd(14),
    ours.toFixed(1).padStart(9),
    pyodide.toFixed(1).padStart(11),
    ratio.toFixed(2).padStart(6),
    String(steps).padStart(10),
    (steps / ours / 1000).toFixed(1).padStart(9),
  ].join(' ');
}
