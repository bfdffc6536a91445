import { Atom } from './atom.js';

/**
 * @typedef {import('../rpc/protocol.js').PassesView} PassesView
 * @typedef {import('../rpc/protocol.js').CodeDetailView} CodeDetailView
 * @typedef {import('../rpc/protocol.js').SpecialisedView} SpecialisedView
 * @typedef {import('../help/help.js').Help} Help
 */

/** What the Bytecode and CFG panels show. */
export function backAtoms() {
  return {
    /** The code object on show: index in `CompileView.codes`. */
    code: new Atom(0),
    /** Code objects whose nested ones are folded away. @type {Atom<ReadonlySet<number>>} */
    codeClosed: new Atom(/** @type {ReadonlySet<number>} */ (new Set())),
    /** Byte offsets of instructions. */
    offsets: new Atom(true),
    /** Raw bytes and inline caches. */
    bytes: new Atom(false),
    /** The fields of the code object. */
    fields: new Atom(false),
    /** The packed fields of the code object on show, once asked for. @type {Atom<CodeDetailView | null>} */
    detail: new Atom(/** @type {CodeDetailView | null} */ (null)),
    /** What the machine has specialised in it at the step on screen. @type {Atom<SpecialisedView | null>} */
    specialised: new Atom(/** @type {SpecialisedView | null} */ (null)),
    /** The stages of the code object on show, once asked for. @type {Atom<PassesView | null>} */
    passes: new Atom(/** @type {PassesView | null} */ (null)),
    /** Index of the stage on show; `Infinity` is the last. */
    stage: new Atom(Infinity),
    /** The instruction selected in the CFG panel, by its identity. @type {Atom<number | null>} */
    row: new Atom(/** @type {number | null} */ (null)),
    /** Scale of the graph; 0 fits it into the panel's width as far as it stays legible. */
    zoom: new Atom(0),
    /** The opcode table and the passes in words. @type {Atom<Help | null>} */
    help: new Atom(/** @type {Help | null} */ (null)),
  };
}
