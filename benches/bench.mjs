// How fast, how big, how soon ready: ours (WebAssembly, history kept) beside Pyodide, in one Node process.
//
//   node bench.mjs [--only=NAME ...] [--save=FILE] [--native=PROGRAM --python=PATH] [--quick]
//
// `cargo xtask bench` builds everything first. A NAME is a program or `front`: the stages before the machine.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareFrontEnds } from './front.mjs';
import { compareSpeed } from './speed.mjs';
import { downloadSize, seekTimes, startUpTimes } from './page.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const only = process.argv.filter((word) => word.startsWith('--only=')).map((word) => word.slice(7));
const [save, native, python] = ['--save=', '--native=', '--python='].map((option) =>
  process.argv.find((word) => word.startsWith(option))?.slice(option.length),
);
const wants = (part) => only.length === 0 || only.includes(part);

const programs = readdirSync(`${here}programs`)
  .filter((file) => file.endsWith('.py'))
  .map((file) => ({ name: file.slice(0, -3), source: readFileSync(`${here}programs/${file}`, 'utf8') }))
  .filter(({ name }) => wants(name));

const results = {};
if (wants('front')) results.front = await compareFrontEnds({ native, python, quick: process.argv.includes('--quick') });
if (programs.length > 0) results.speed = await compareSpeed(programs);
if (only.length === 0) {
  results.seek = seekTimes();
  results.download = downloadSize();
  results.startUp = startUpTimes();
}
if (save) writeFileSync(save, `${JSON.stringify(results, null, 2)}\n`);
if (results.speed?.programs.some(({ problem }) => problem)) process.exitCode = 1;
