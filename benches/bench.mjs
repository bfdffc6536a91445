// How fast, how big, how soon ready: ours (WebAssembly, history kept) beside Pyodide, in one Node process.
//
//   node bench.mjs [--only=NAME ...] [--save=FILE]      (cargo xtask bench builds everything first)
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareSpeed } from './speed.mjs';
import { downloadSize, seekTimes, startUpTimes } from './page.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const only = process.argv.filter((word) => word.startsWith('--only=')).map((word) => word.slice(7));
const save = process.argv.find((word) => word.startsWith('--save='))?.slice(7);

const programs = readdirSync(`${here}programs`)
  .filter((file) => file.endsWith('.py'))
  .map((file) => ({ name: file.slice(0, -3), source: readFileSync(`${here}programs/${file}`, 'utf8') }))
  .filter(({ name }) => only.length === 0 || only.includes(name));

const speed = await compareSpeed(programs);
const results = { speed };
if (only.length === 0) {
  results.seek = seekTimes();
  results.download = downloadSize();
  results.startUp = startUpTimes();
}
if (save) writeFileSync(save, `${JSON.stringify(results, null, 2)}\n`);
if (speed.programs.some(({ problem }) => problem)) process.exitCode = 1;
