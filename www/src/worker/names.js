/**
 * The names of characters for `\N{...}`: a wasm module of its own, fetched when the first program needs it.
 */
import wasm from '../../../pkg/unicode_names_bg.wasm?url';

/** @type {((name: string) => number | undefined) | undefined} */
let character;

/** Whether a program may ask for the names. @param {string} source */
export function needsNames(source) {
  return character === undefined && source.includes('\\N{');
}

/** Fetches the module. Where that fails the program that needs it says so, and the next one tries again. */
export async function loadNames() {
  try {
    const module = await import('../../../pkg/unicode_names.js');
    await module.default({ module_or_path: wasm });
    ({ character } = module);
  } catch (error) {
    console.error(error);
  }
}

/** The code point of a name; absent until {@link loadNames} has it. */
export function names() {
  return character;
}
