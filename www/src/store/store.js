import { Atom } from './atom.js';
import { backAtoms } from './back.js';

/**
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').ProgressView} ProgressView
 * @typedef {import('../rpc/protocol.js').ReferrersView} ReferrersView
 * @typedef {import('../rpc/protocol.js').TimelineColumns} TimelineColumns
 * @typedef {import('../rpc/protocol.js').NodeDetailView} NodeDetailView
 *
 * @typedef {'idle' | 'running' | 'playing'} Activity
 *   `running`: the worker extends the history; `playing`: the page steps at the chosen speed.
 * @typedef {object} Notice Something the user should know once.
 * @property {'info' | 'error'} kind
 * @property {string} text
 */

/** All state of the page. The machine itself lives in the worker; `step` is the part of it that is on screen. */
export function createStore() {
  return {
    /** The editor's text. */
    source: new Atom(''),
    /** What the stages made of `compiledSource`; `null` until the worker has answered once. @type {Atom<CompileView | null>} */
    compile: new Atom(/** @type {CompileView | null} */ (null)),
    /** The text that `compile` and `step` belong to. Their spans mean nothing in any other text. */
    compiledSource: new Atom(''),
    /** @type {Atom<StepView | null>} */
    step: new Atom(/** @type {StepView | null} */ (null)),
    /** The end of the known history. @type {Atom<ProgressView>} */
    progress: new Atom(/** @type {ProgressView} */ ({ total: 0, status: 'running', clockNs: 0, limit: undefined })),
    /** @type {Atom<TimelineColumns | null>} */
    timeline: new Atom(/** @type {TimelineColumns | null} */ (null)),
    /** Lines with a breakpoint, ascending, from 1. @type {Atom<readonly number[]>} */
    breakpoints: new Atom(/** @type {readonly number[]} */ ([])),
    /** Lines given to `input()` so far. @type {Atom<readonly string[]>} */
    inputs: new Atom(/** @type {readonly string[]} */ ([])),
    /** @type {Atom<Activity>} */
    activity: new Atom(/** @type {Activity} */ ('idle')),
    /** Index in `SPEEDS`. */
    speed: new Atom(3),
    /** Key of the thing under the pointer or the keyboard focus (`store/relate.js`), empty for none. */
    hover: new Atom(''),
    /** Key of the thing the user selected; shown while nothing is hovered. */
    pin: new Atom(''),
    /** The list behind a reference count. @type {Atom<ReferrersView | null>} */
    referrers: new Atom(/** @type {ReferrersView | null} */ (null)),
    /** Show immortal atoms and the machine's plumbing among the objects. */
    showAll: new Atom(false),
    /** Names of collapsed panels. @type {Atom<ReadonlySet<string>>} */
    collapsed: new Atom(/** @type {ReadonlySet<string>} */ (new Set())),
    /** Tokens by their exact type (`EQUAL`), or by the broader one (`OP`). */
    exactTypes: new Atom(true),
    /** Line and column of every token. */
    positions: new Atom(false),
    /** Nodes of the AST whose children are shown. @type {Atom<ReadonlySet<number>>} */
    treeOpen: new Atom(/** @type {ReadonlySet<number>} */ (new Set())),
    /** About the first row of the tree in sight, counted among the shown ones. */
    treeTop: new Atom(0),
    /** The AST as `ast.dump` prints it, with line and column numbers or without. */
    treeAsText: new Atom(false),
    treeAttributes: new Atom(false),
    /** That text, once the worker has made it. @type {Atom<string | null>} */
    treeText: new Atom(/** @type {string | null} */ (null)),
    /** The selected node of the AST. @type {Atom<{ index: number, view: NodeDetailView } | null>} */
    node: new Atom(/** @type {{ index: number, view: NodeDetailView } | null} */ (null)),
    ...backAtoms(),
    /** @type {Atom<'auto' | 'light' | 'dark'>} */
    theme: new Atom(/** @type {'auto' | 'light' | 'dark'} */ ('auto')),
    /** @type {Atom<Notice | null>} */
    notice: new Atom(/** @type {Notice | null} */ (null)),
  };
}

/** Steps per second of the Play button. */
export const SPEEDS = Object.freeze([1, 2, 4, 8, 16, 50, 200, 1000]);

/** @typedef {ReturnType<typeof createStore>} Store */
