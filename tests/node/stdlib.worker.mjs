// Compares the wasm package with the CPython in Pyodide on a share of the standard library's files.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { loadPyodide } from 'pyodide';
import { character, compilePyc, printStage } from './ouroscope.mjs';

/** Stages that are texts, and what the package calls them. */
const TEXTS = { tokens: 'exact-tokens', ast: 'ast', symtable: 'symtable', dis: 'dis', unparse: 'unparse' };
/** Code objects at each level of optimisation. */
const LEVELS = { code: 0, 'code-O': 1, 'code-OO': 2 };
const PYC_HEADER_BYTES = 16;

const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: '0' } });
const tools = new URL('../tools/', import.meta.url);
for (const name of ['texts.py', 'stdlib.py']) {
  pyodide.FS.writeFile(`/home/pyodide/${name}`, readFileSync(new URL(name, tools), 'utf8'));
}
const reference = pyodide.pyimport('stdlib');

/** `[accepted, what the package answers]` */
function ours(answer) {
  try {
    return [true, answer()];
  } catch (error) {
    return [false, error instanceof Error ? error.message : String(error)];
  }
}

const names = reference.sources(workerData.share, workerData.shares).toJs();
for (const name of names) {
  const source = pyodide.FS.readFile(name);
  const result = { name, differences: {}, codes: [0, 0] };
  for (const [stage, ourName] of Object.entries(TEXTS)) {
    const [accepted, text] = ours(() => printStage(ourName, source, name, character));
    result.differences[stage] = reference.text_difference(stage, name, accepted, text);
  }
  for (const [stage, level] of Object.entries(LEVELS)) {
    const [accepted, pyc] = ours(() => compilePyc(source, name, level, character));
    if (!accepted) {
      result.differences[stage] = pyc;
      continue;
    }
    const answer = reference.code_difference(name, pyodide.toPy(pyc.subarray(PYC_HEADER_BYTES)), level);
    const [difference, equal, total] = answer.toJs();
    answer.destroy();
    result.differences[stage] = difference;
    if (level === 0) result.codes = [equal, total];
  }
  parentPort.postMessage(result);
}
