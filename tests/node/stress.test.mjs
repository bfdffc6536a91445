// Programs that nest as deep or go on as long as no sane one does, in a worker: none of them traps, and each is accepted or
// refused as CPython does (tests/stress/expected.txt).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { stressOutcomes } from '../../benches/stress.mjs';

/** CPython accepts these; ours nest no deeper than `MAX_DEPTH` of `src/symtable`. */
const TOO_DEEP = ['lambda x 1000 whole', 'lambda with parameter x 1000 whole'];

/** The outcomes from program `first` on, and what ended the worker early. */
function outcomesFrom(first) {
  return new Promise((resolve) => {
    const outcomes = [];
    const worker = new Worker(new URL('stress.worker.mjs', import.meta.url), { workerData: { first } });
    let trap;
    worker.on('message', (message) => outcomes.push(message));
    worker.on('error', (error) => {
      trap = String(error);
    });
    worker.on('exit', () => resolve({ outcomes, trap }));
  });
}

test('stress programs are accepted or refused as by CPython, and none traps', async () => {
  const expected = stressOutcomes();
  const problems = [];
  let index = 0;
  while (index < expected.length) {
    const { outcomes, trap } = await outcomesFrom(index);
    for (const { name, outcome } of outcomes) {
      const [wanted, reference] = expected[index];
      assert.equal(name, wanted);
      index += 1;
      // Where CPython's own parser has no stack left (it counts grammar rules), ours may still have some.
      const free = reference.startsWith('MemoryError') || TOO_DEEP.includes(name);
      // A program that can be compiled but not run yet was accepted.
      const accepted = outcome === null || outcome.startsWith('Unsupported');
      if (!free && accepted !== (reference === 'accepted')) problems.push(`${name}: CPython ${reference}, ours ${outcome}`);
    }
    if (trap) {
      problems.push(`${expected[index][0]}: ${trap}`);
      index += 1;
    }
  }
  assert.deepEqual(problems, []);
});
