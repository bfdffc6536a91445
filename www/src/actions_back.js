/**
 * What the Bytecode and CFG panels ask the worker for: one code object at a time, and only what is on show.
 *
 * @typedef {import('./store/store.js').Store} Store
 * @typedef {import('./rpc/client.js').Client} Client
 */
import { loadHelp } from './help/help.js';

/** @param {Store} store @param {Client} client @param {(error: unknown) => void} failed */
export function backActions(store, client, failed) {
  const { compile, code, step } = store;

  /**
   * Asks for a view of the code object on show unless it is there already.
   *
   * @template {{ code: number }} T
   * @param {import('./rpc/protocol.js').Method} method
   * @param {import('./store/atom.js').Atom<T | null>} atom
   * @param {unknown} of what the answer depends on besides
   */
  function asker(method, atom, of = () => undefined) {
    /** @type {unknown[]} */
    let asked = [];
    return async () => {
      const wanted = [compile.value, code.value, typeof of === 'function' ? of() : of];
      if (!compile.value?.codes.length || wanted.every((part, at) => part === asked[at])) return;
      const stale = wanted[0] !== asked[0] || wanted[1] !== asked[1];
      asked = wanted;
      if (stale) atom.set(null);
      try {
        const view = await client.latest(method, code.value);
        const isNews = view && wanted[0] === compile.value && view.code === code.value && !alike(view, atom.value);
        if (isNews) atom.set(view);
      } catch (error) {
        failed(error);
      }
    };
  }

  /** @param {string} name @param {Blob} blob */
  function save(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** @type {Promise<any> | undefined} */
  let helpComing;

  return {
    askPasses: asker('passes', store.passes),
    askDetail: asker('codeDetail', store.detail),
    askSpecialised: asker('specialised', store.specialised, () => step.value),

    /** The texts about opcodes and passes. @returns {Promise<void>} */
    askHelp() {
      helpComing ??= loadHelp().then(
        (help) => store.help.set(help),
        // Offline before the file was ever loaded: the page works without, and asks again.
        () => (helpComing = undefined),
      );
      return helpComing;
    },

    /** The text of `python3.14 -m dis` to the clipboard. */
    async copyDis() {
      try {
        const text = await client.request('dis');
        const copied = text !== undefined && (await navigator.clipboard?.writeText(text).then(() => true, () => false));
        const problem = text === undefined ? 'There is no bytecode to copy.' : 'This browser does not let the page write to the clipboard.';
        store.notice.set({ kind: 'info', text: copied ? 'The text of python3.14 -m dis is on the clipboard.' : problem });
      } catch (error) {
        failed(error);
      }
    },

    async downloadPyc() {
      try {
        const bytes = await client.request('pyc');
        if (bytes) save('main.cpython-314.pyc', new Blob([bytes], { type: 'application/octet-stream' }));
      } catch (error) {
        failed(error);
      }
    },
  };
}

/** Steps that specialise nothing new must not draw thousands of rows. @param {any} view @param {any} known */
function alike(view, known) {
  if (!known || view.code !== known.code || view.entries?.length !== known.entries?.length || !view.entries) return false;
  return view.entries.every((/** @type {any} */ { offset, opname }, /** @type {number} */ at) => offset === known.entries[at].offset && opname === known.entries[at].opname);
}

/** @typedef {ReturnType<typeof backActions>} BackActions */
