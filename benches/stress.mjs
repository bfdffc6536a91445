// The stress programs that tests/stress/cases.json describes; the same expansion is in tests/tools/stress.py.
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ name: string, counts: number[], before: string, open: string, middle: string, close: string, after: string }} Case
 * @typedef {{ name: string, source: string }} Program
 */

/** Every program, whole and broken, in the order of tests/stress/expected.txt. */
export function* stressPrograms() {
  /** @type {Case[]} */
  const cases = JSON.parse(readFileSync(new URL('../tests/stress/cases.json', import.meta.url), 'utf8'));
  for (const entry of cases) for (const count of entry.counts) yield* expand(entry, count);
}

/**
 * @param {string} text
 * @param {number} level
 */
function piece(text, level) {
  return text.replaceAll('{indent}', ' '.repeat(level)).replaceAll('{i}', String(level));
}

/**
 * @param {Case} entry
 * @param {number} count
 * @returns {Program[]}
 */
function expand(entry, count) {
  const { name, before, after } = entry;
  const middle = piece(entry.middle, count);
  let opening = '';
  let closing = '';
  for (let level = 0; level < count; level += 1) {
    opening += piece(entry.open, level);
    closing += piece(entry.close, count - 1 - level);
  }
  const juxtaposed = middle.endsWith('\n') ? `${middle.slice(0, -1)} 1 1\n` : `${middle} 1 1`;
  const unmatched = `${piece(entry.close, 0).trim()})`;
  const variants = {
    whole: before + opening + middle + closing + after,
    cut: before + opening,
    juxtaposed: before + opening + juxtaposed + closing + after,
    unmatched: before + opening + middle + closing + unmatched + after,
  };
  return Object.entries(variants).map(([variant, source]) => ({ name: `${name} x ${count} ${variant}`, source }));
}

/** What CPython says of each program: its name, and `accepted` or the error. */
export function stressOutcomes() {
  const text = readFileSync(new URL('../tests/stress/expected.txt', import.meta.url), 'utf8');
  return text.trimEnd().split('\n').map((line) => line.split(' | '));
}
