/**
 * The opcode table and the compiler's passes in words. The texts are written in Rust (`src/bytecode/opcode.rs`) and come as a
 * file of their own, loaded when the page has nothing better to do.
 *
 * @typedef {object} OpcodeHelp
 * @property {number} number
 * @property {string} caches Inline cache entries with their sizes in code units: `counter 1, version 2`.
 * @property {string} pops
 * @property {string} pushes
 * @property {string} category
 * @property {'plain' | 'pseudo' | 'specialised' | 'instrumented'} kind
 * @property {string} base The opcode that a specialised or instrumented one stands for.
 * @property {string} explanation
 * @property {string} inC What CPython's C does.
 * @typedef {{ opcode: (name: string) => OpcodeHelp | undefined, pass: (name: string) => string, forms: (name: string) => string[] }} Help
 */

/** @returns {Promise<Help>} */
export async function loadHelp() {
  const { default: file } = await import('./help.json');
  const opcodes = /** @type {Record<string, any[]>} */ (file.opcodes);
  const passes = /** @type {Record<string, string>} */ (file.passes);
  return {
    opcode(name) {
      const row = opcodes[name];
      if (!row) return undefined;
      const [number, caches, pops, pushes, category, kind, base, explanation, inC] = row;
      return { number, caches, pops, pushes, category, kind, base, explanation, inC };
    },
    pass: (name) => passes[name] ?? '',
    /** The specialised forms of an opcode. */
    forms: (name) => Object.keys(opcodes).filter((form) => opcodes[form][5] === 'specialised' && opcodes[form][6] === name),
  };
}
