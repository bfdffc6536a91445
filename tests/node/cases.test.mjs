// Every case program, run through the wasm package, writes what CPython writes.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, written } from './ouroscope.mjs';

const tests = fileURLToPath(new URL('..', import.meta.url));
const programs = readdirSync(`${tests}cases`, { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.py'))
  .sort();
assert.ok(programs.length >= 60, 'the case programs are there');

/** Addresses differ from run to run of CPython; the expected files leave them out. */
const masked = (text) => text.replaceAll(/ at 0x[0-9a-f]+/g, ' at 0x');

const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

for (const program of programs) {
  test(program, () => {
    const stem = `${tests}cases/${program.slice(0, -3)}`;
    const inputs = textOf(`${stem}.stdin`).split('\n').slice(0, -1);
    const { session, progress } = run(readFileSync(`${stem}.py`, 'utf8'), {
      filename: relative(tests, `${stem}.py`),
      inputs,
    });
    const { diagnostics } = session.compile();
    assert.deepEqual(diagnostics.filter((diagnostic) => !diagnostic.isWarning), []);
    const view = session.seek(progress.total);
    session.free();
    assert.equal(masked(written(view, 'stdout')), textOf(`${stem}.expected/out`));
    assert.equal(masked(written(view, 'stderr')), textOf(`${stem}.expected/err`));
    const status = Number(textOf(`${stem}.expected/status`) || '0');
    assert.equal(view.status, status === 0 ? 'finished' : 'raised');
  });
}
