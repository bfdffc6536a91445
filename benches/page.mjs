// What a visitor waits for: seeking, the download, the start.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { run } from './ours.mjs';

const SEEK_STEPS = 10_000_000;
const SEEKS = 300;
const STARTS = 9;

/** Allocation, calls and growing containers all along, for longer than anybody steps. */
const LONG_PROGRAM = `
class Item:
    def __init__(self, value):
        self.value = value

def work(items, n):
    total = 0
    for i in range(n):
        item = Item(i)
        if i % 50 == 0:
            items.append(item)
        total += item.value % 7
    return total

items = []
while True:
    work(items, 1000)
`;

/** Times of seeks to random steps of a long run, the view of the step included. */
export function seekTimes() {
  const { session, progress } = run(LONG_PROGRAM, SEEK_STEPS);
  const times = [];
  let state = 1;
  for (let i = 0; i < SEEKS; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const step = Math.floor((state / 2 ** 32) * progress.total);
    const started = performance.now();
    session.seek(step);
    times.push(performance.now() - started);
  }
  session.free();
  const result = { steps: progress.total, p50: percentile(times, 0.5), p95: percentile(times, 0.95), worst: Math.max(...times) };
  console.log(
    `\nSeek to ${SEEKS} random steps of a run of ${progress.total}: p50 ${result.p50.toFixed(1)} ms, ` +
      `p95 ${result.p95.toFixed(1)} ms (less than 50 is asked), worst ${result.worst.toFixed(1)} ms`,
  );
  return result;
}

/** Files that the page opens without, by the beginnings of their names, and when it fetches them. */
const LATER = {
  ouroscope_rest: 'behind the first answer',
  cfg: 'when the CFG panel opens',
  help: 'when the help opens',
  unicode_names: 'for a program with \\N{...}',
  testing: 'for tests',
};

/** What the page downloads, compressed as a static host does it: until it can be used, and what may follow. */
export function downloadSize() {
  const dist = fileURLToPath(new URL('../www/dist/', import.meta.url));
  const first = { wasm: 0, js: 0, css: 0 };
  const later = Object.fromEntries(Object.keys(LATER).map((name) => [name, 0]));
  for (const file of readdirSync(`${dist}assets`)) {
    const size = brotliCompressSync(readFileSync(`${dist}assets/${file}`)).length;
    const name = Object.keys(LATER).find((start) => file.startsWith(start));
    if (name) later[name] += size;
    else first[/** @type {keyof typeof first} */ (file.split('.').pop())] += size;
  }
  const total = first.wasm + first.js + first.css;
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  console.log(
    `Download (brotli) until the page answers: ${kilobytes(total)} (less than 450 is asked): ` +
      `wasm ${kilobytes(first.wasm)}, JS ${kilobytes(first.js)}, CSS ${kilobytes(first.css)}`,
  );
  for (const [name, size] of Object.entries(later)) console.log(`  later, ${LATER[name]}: ${name} ${kilobytes(size)}`);
  return { ...first, total, later };
}

/** Milliseconds from the module's bytes to the first step's view, each time in a new process. */
export function startUpTimes() {
  const script = fileURLToPath(new URL('start.mjs', import.meta.url));
  const times = Array.from({ length: STARTS }, () => Number(execFileSync(process.execPath, [script], { encoding: 'utf8' })));
  const result = { p50: percentile(times, 0.5), worst: Math.max(...times) };
  console.log(
    `Start (bytes -> machine ready, ${STARTS} new processes): p50 ${result.p50.toFixed(1)} ms (less than 100 is asked), ` +
      `worst ${result.worst.toFixed(1)} ms`,
  );
  return result;
}

function percentile(times, fraction) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];
}
