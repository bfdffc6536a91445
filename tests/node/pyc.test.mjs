// The .pyc of every case program does in CPython (as Pyodide, under Node) what CPython makes of the source itself.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { compilePyc } from './ouroscope.mjs';

const tests = fileURLToPath(new URL('..', import.meta.url));
const programs = readdirSync(`${tests}cases`, { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.py'))
  .sort();
assert.ok(programs.length >= 60, 'the case programs are there');

const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: '0' } });
pyodide.FS.writeFile('/home/pyodide/programs.py', readFileSync(`${tests}tools/programs.py`, 'utf8'));
const { run_pyc: runPyc, run_source: runSource } = pyodide.pyimport('programs');

for (const program of programs) {
  test(program, () => {
    const path = `${tests}cases/${program}`;
    const source = readFileSync(path, 'utf8');
    const stdin = path.replace(/py$/, 'stdin');
    const inputs = existsSync(stdin) ? readFileSync(stdin, 'utf8') : '';
    // Tracebacks quote the source, which they look for under this name.
    pyodide.FS.writeFile('/home/pyodide/program.py', source);
    const pyc = compilePyc(source, '/home/pyodide/program.py', 0);
    assert.equal(runPyc(pyodide.toPy(pyc), inputs), runSource(source, '/home/pyodide/program.py', inputs));
  });
}
