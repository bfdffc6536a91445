// The stages before the machine: ours beside Pyodide in this process, and natively beside CPython; on the standard library,
// on programs that nest or go on for ever, and on programs of twice the size.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadPyodide, version } from 'pyodide';
import { Session } from './ours.mjs';
import { scalingPrograms } from './scaling.mjs';
import { standardLibrary } from './stdlib.mjs';
import { stressPrograms } from './stress.mjs';

const PEER = fileURLToPath(new URL('front_peer.py', import.meta.url));
const STAGES = ['tokens', 'source to AST', 'source to symbol tables', 'source to code object'];
/** Each source is taken this often by each, turn by turn; the best time counts. */
const ROUNDS = 3;
/** A quick look takes one in so many of the library's files and of the stress programs. */
const QUICK_STEP = 8;
/** Stress programs that are named. */
const WORST = 8;

/**
 * @typedef {{ name: string, bytes: Uint8Array }} File
 * @typedef {number[]} Times Milliseconds of each stage, from the source on.
 * @typedef {{ label: string, ours: Times[], peer: Times[], peerName: string }} Comparison
 */

/**
 * @param {{ native?: string, python?: string, quick: boolean }} options Our native benchmark program and a CPython; whether a
 * part of the files is enough.
 */
export async function compareFrontEnds({ native, python, quick }) {
  const pyodide = await loadPyodide();
  pyodide.runPython(readFileSync(PEER, 'utf8').replace('__name__ == "__main__"', 'False'));
  const some = (files) => files.filter((_, index) => !quick || index % QUICK_STEP === 0);
  const library = some(standardLibrary(pyodide));
  const stress = some([...stressPrograms()]).map(asFile);
  const scaling = scalingPrograms().map(asFile);
  const results = {};
  for (const [part, files, report] of /** @type {const} */ ([
    ['library', library, reportLibrary],
    ['stress', stress, reportStress],
    ['scaling', scaling, reportScaling],
  ])) {
    const all = part === 'library';
    // Pyodide does not survive the stress programs: its own stack overflows.
    const comparisons = [inWasm(files, part === 'stress' ? undefined : pyodide, all)];
    let codeObjects = 0;
    if (native && python) {
      const { comparison, counts } = await natively(files, native, python, all);
      comparisons.push(comparison);
      codeObjects = counts.filter((count) => count > 0).reduce((sum, count) => sum + count, 0);
    }
    results[part] = report(files, comparisons, codeObjects);
  }
  return results;
}

function asFile({ name, source }) {
  return { name, bytes: new TextEncoder().encode(source) };
}

/**
 * @param {readonly File[]} files
 * @param {any} pyodide None to compare with if undefined.
 * @param {boolean} all Every stage, or the code object alone.
 * @returns {Comparison}
 */
function inWasm(files, pyodide, all) {
  const measure = pyodide?.globals.get(all ? 'measure' : 'nanoseconds');
  const code = pyodide?.globals.get('code');
  const ours = [];
  const peer = [];
  for (const { name, bytes } of files) {
    const source = new TextDecoder().decode(bytes);
    const theirs = pyodide?.toPy(bytes).tobytes();
    let best = { ours: /** @type {Times} */ ([]), peer: /** @type {Times} */ ([]) };
    for (let round = 0; round < ROUNDS; round += 1) {
      best.ours = shorter(best.ours, oursInWasm(name, source, all));
      best.peer = shorter(best.peer, pyodide ? peerInWasm(name, theirs) : [NaN]);
    }
    theirs?.destroy?.();
    ours.push(best.ours);
    peer.push(best.peer);
  }
  return { label: 'wasm', ours, peer, peerName: `Pyodide ${version}` };

  function peerInWasm(name, source) {
    if (!all) return [measure(code, name, source) / 1e6];
    const times = measure(name, source);
    const read = times.toJs();
    times.destroy();
    return read.map((time) => Number(time) / 1e6);
  }
}

/**
 * What the package itself measures of each stage for the browser's profiler; a stage that was not reached took no time.
 * @returns {Times}
 */
function oursInWasm(name, source, all) {
  performance.clearMeasures();
  new Session(source, { inputs: [], switchIntervalUs: 0 }, name).free();
  const [tokens, ast, symbols, bytecode] = ['tokens', 'ast', 'symbols', 'bytecode'].map(
    (stage) => performance.getEntriesByName(`ouroscope: ${stage}`)[0]?.duration ?? 0,
  );
  const code = tokens + ast + bytecode;
  return all ? [tokens, tokens + ast, tokens + ast + symbols, code] : [code];
}

/**
 * @param {readonly File[]} files
 * @param {string} native
 * @param {string} python
 * @param {boolean} all
 */
async function natively(files, native, python, all) {
  const directory = mkdtempSync(join(tmpdir(), 'ouroscope-bench-'));
  try {
    const names = files.map(({ bytes }, index) => {
      const path = join(directory, `${index}.py`);
      writeFileSync(path, bytes);
      return path;
    });
    const list = join(directory, 'list');
    writeFileSync(list, `${names.join('\n')}\n`);
    const stages = all ? 'all' : 'code';
    const us = new Rounds(native, [list, stages]);
    const them = new Rounds(python, [PEER, list, stages]);
    const counts = (await us.line()).split(' ').map(Number);
    const peerName = `CPython ${await them.line()}`;
    let ours = files.map(() => /** @type {Times} */ ([]));
    let peer = files.map(() => /** @type {Times} */ ([]));
    for (let round = 0; round < ROUNDS; round += 1) {
      ours = better(ours, await us.round());
      peer = better(peer, await them.round());
    }
    us.end();
    them.end();
    return { comparison: { label: 'native', ours, peer, peerName }, counts };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A program that answers each line with the times of one round. */
class Rounds {
  constructor(program, words) {
    this.process = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  async line() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.process.spawnfile} stopped early`);
    return value;
  }

  /** @returns {Promise<Times[]>} */
  async round() {
    this.process.stdin.write('\n');
    return (await this.line()).split(' ').map((times) => times.split(',').map((time) => Number(time) / 1e6));
  }

  end() {
    this.process.stdin.end();
  }
}

/** @param {Times} before @param {Times} now */
function shorter(before, now) {
  return now.map((time, stage) => Math.min(time, before[stage] ?? Infinity));
}

/** @param {Times[]} before @param {Times[]} now */
function better(before, now) {
  return now.map((times, file) => shorter(before[file], times));
}

function total(times, stage) {
  return times.reduce((sum, of) => sum + of[stage], 0);
}

/** @param {readonly File[]} files @param {Comparison[]} comparisons @param {number} codeObjects */
function reportLibrary(files, comparisons, codeObjects) {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  console.log(`\nFront end: the standard library, ${files.length} files, ${(bytes / 1e6).toFixed(2)} MB, best of ${ROUNDS} turn by turn; MB/s`);
  const results = {};
  for (const { label, ours, peer, peerName } of comparisons) {
    console.log(`\n${label.padEnd(26)}     ours  ${peerName.padStart(18)}  ratio (1.5 is asked of AST and code object)`);
    results[label] = STAGES.map((stage, index) => {
      const [us, them] = [total(ours, index), total(peer, index)];
      const speed = (milliseconds) => bytes / 1000 / milliseconds;
      console.log(`${stage.padEnd(26)} ${speed(us).toFixed(2).padStart(8)}  ${speed(them).toFixed(2).padStart(18)}  ${(them / us).toFixed(2).padStart(5)}`);
      return { stage, ours: us, peer: them, ratio: them / us };
    });
    if (codeObjects > 0) {
      const rate = (milliseconds) => Math.round((codeObjects / milliseconds) * 1000);
      console.log(`${'code objects/s'.padEnd(26)} ${String(rate(total(ours, 3))).padStart(8)}  ${String(rate(total(peer, 3))).padStart(18)}`);
    }
  }
  return { bytes, codeObjects, results };
}

/** @param {readonly File[]} files @param {Comparison[]} comparisons */
function reportStress(files, comparisons) {
  const results = {};
  for (const { label, ours, peer, peerName } of comparisons) {
    const rows = files.map(({ name }, index) => ({ name, ours: ours[index][0], peer: peer[index][0] }));
    rows.sort((a, b) => b.ours - a.ours);
    results[label] = rows.slice(0, WORST);
    console.log(`\nStress programs, ${label}: source to code object or to the error, ms; the worst ${WORST} of ${files.length}  (ours, ${peerName})`);
    for (const row of results[label]) console.log(`${row.name.padEnd(52)} ${row.ours.toFixed(1).padStart(9)} ${(row.peer >= 0 ? row.peer.toFixed(1) : '-').padStart(9)}`);
  }
  return results;
}

/** Programs come in pairs, of one size and of twice that. */
function reportScaling(files, comparisons) {
  const results = {};
  for (const { label, ours, peer, peerName } of comparisons) {
    console.log(`\nScaling, ${label}: source to code object, ms at n and 2n; 2 is linear  (ours, ${peerName})`);
    results[label] = [];
    for (let index = 0; index + 1 < files.length; index += 2) {
      const [us, them] = [ours, peer].map((times) => [times[index][0], times[index + 1][0]]);
      results[label].push({ name: files[index].name, ours: us, peer: them });
      const show = ([once, twice]) => `${once.toFixed(1).padStart(8)} ${twice.toFixed(1).padStart(8)} ${(twice / once).toFixed(2).padStart(5)}`;
      console.log(`${files[index].name.padEnd(34)} ${show(us)}   ${show(them)}`);
    }
  }
  return results;
}
