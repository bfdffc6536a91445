// Every stage of the wasm package equals that of CPython 3.14 (as Pyodide, under Node) on its whole standard library.
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

/** Each worker holds a Pyodide of its own. */
const SHARES = Math.min(availableParallelism(), 4);
const STAGES = ['tokens', 'ast', 'symtable', 'code', 'code-O', 'code-OO', 'dis', 'unparse'];
/** The files of Pyodide 314.0.7; fewer compared would be a test that skips. */
const FILES = 559;
const SHOWN = 5;

/** @typedef {{ name: string, differences: Record<string, string>, codes: [number, number] }} Result */

/** @returns {Promise<Result[]>} what became of the files of one share */
function compare(share) {
  return new Promise((resolve, reject) => {
    const results = [];
    const worker = new Worker(new URL('stdlib.worker.mjs', import.meta.url), { workerData: { share, shares: SHARES } });
    worker.on('message', (result) => results.push(result));
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve(results) : reject(new Error(`a worker ended with ${code}`))));
  });
}

test('the standard library', async (t) => {
  const shares = await Promise.all(Array.from({ length: SHARES }, (_, share) => compare(share)));
  const results = shares.flat();
  assert.equal(results.length, FILES);
  for (const stage of STAGES) {
    await t.test(stage, () => {
      const different = results.filter(({ differences }) => differences[stage] !== '');
      const shown = different.slice(0, SHOWN).map(({ name, differences }) => `${name}: ${differences[stage]}`);
      assert.equal(different.length, 0, `${different.length} of ${FILES} files differ\n${shown.join('\n')}`);
    });
  }
  await t.test('all code objects', (t) => {
    const sum = (index) => results.reduce((total, { codes }) => total + codes[index], 0);
    t.diagnostic(`${sum(0)} of ${sum(1)} code objects equal`);
    assert.equal(sum(0), sum(1));
    assert.ok(sum(1) > 18_000, 'they are all there');
  });
});
