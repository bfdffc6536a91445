/**
 * The examples menu. Programs are files beside this one; their order here is the order of the menu.
 */
const files = /** @type {Record<string, string>} */ (
  import.meta.glob('./programs/*.py', { query: '?raw', import: 'default', eager: true })
);

/** @param {string} name @param {string} title */
function lesson(name, title) {
  return { name, title, source: files[`./programs/${name}.py`] };
}

/** @type {readonly { name: string, title: string, source: string }[]} */
export const LESSONS = Object.freeze([
  lesson('names', 'Names and one object'),
  lesson('refcounts', 'Reference counts up and down'),
  lesson('aliasing', 'Two names for one list'),
  lesson('cycle', 'A cycle the collector must find'),
  lesson('del', '__del__ and the order of death'),
  lesson('recursion', 'Recursion: a stack of frames'),
  lesson('closures', 'Closures share a cell'),
  lesson('classes', 'Classes, instances, inheritance'),
  lesson('exceptions', 'Exceptions and finally'),
  lesson('generators', 'Generators: frames that wait'),
  lesson('sorted_key', 'sorted() calls back into Python'),
  lesson('dict_eq', 'A dict asks __hash__ and __eq__'),
  lesson('strings', 'Building strings'),
  lesson('comprehension', 'Comprehensions and unpacking'),
  lesson('input', 'Input from the console'),
  lesson('threads', 'Two counting threads and a sleeper'),
  lesson('deadlock', 'Deadlock of two locks'),
]);
