/**
 * The machine's side of the page: owns the wasm `Session`, runs it in slices, answers messages between them.
 *
 * Nothing here blocks for longer than a slice, so a running program can always be asked something, or stopped.
 */
import init, { Session } from '../../../pkg/ouroscope.js';
import wasm from '../../../pkg/ouroscope_bg.wasm?url';
import { loadNames, names, needsNames } from './names.js';
import { RestUnavailable, attach, prefetch } from './rest.js';
import { SliceBudget, pause } from './slices.js';

/**
 * @typedef {import('../rpc/protocol.js').ProgressView} ProgressView
 * @typedef {import('../rpc/protocol.js').Request} Request
 * @typedef {import('../rpc/protocol.js').LoadRequest} LoadRequest
 * @typedef {import('../rpc/protocol.js').Move} Move
 */

/** Milliseconds between two reports of a run on its way. */
const REPORT_EVERY = 150;
/** Milliseconds from the first answer to the fetch of what the page can do without until then. */
const PREFETCH_AFTER = 1000;

/** @type {import('../rpc/protocol.js').Session} */
let session;
/** @type {ProgressView} */
let progress;
/** The step on screen. */
let at = 0;
let budget = new SliceBudget();
/** Counts loads and stops: work begun under an older number is abandoned. */
let generation = 0;
/** Counts moves: a newer move makes an older one give up its search. */
let latestMove = 0;
/** A run on its way keeps the newest state on screen until the user looks elsewhere. */
let following = false;

const handlers = {
  /** @param {LoadRequest} request */
  load({ source, options, breakpoints }) {
    generation += 1;
    session?.free();
    session = new Session(source, options, undefined, names());
    session.setBreakpoints(Uint32Array.from(breakpoints));
    budget = new SliceBudget();
    following = false;
    const compile = session.compile();
    progress = session.run(0);
    at = 0;
    return { compile, ...show(0) };
  },

  /** @param {number} step Steps behind the known history are reached by running. */
  async seek(step) {
    following = false;
    latestMove += 1;
    const move = latestMove;
    await extend(() => progress.total >= step || move !== latestMove, step);
    return show(move === latestMove ? step : at);
  },

  /** @param {Move} move */
  async move(move) {
    following = false;
    latestMove += 1;
    const number = latestMove;
    const step = await destination(move, number, at);
    return show(number === latestMove ? step : at);
  },

  /** A newer wish is coming: the search under way ends and leaves the step on screen. */
  supersede() {
    latestMove += 1;
  },

  /** Runs to the next breakpoint or the end; looks for breakpoints behind the step on screen. */
  async run() {
    const from = at;
    const started = generation;
    following = true;
    /** @type {number | undefined} */
    let stop;
    const search = onward((start) => session.nextBreakpoint(start), from);
    await extend(() => (stop = search()) !== undefined);
    if (started !== generation) return { ...show(at), cancelled: true };
    const stay = !following;
    following = false;
    return show(stay ? at : (stop ?? progress.total));
  },

  stop() {
    const follow = following;
    generation += 1;
    following = false;
    return show(follow ? progress.total : at);
  },

  /** @param {string} text */
  provideInput(text) {
    session.provideInput(text);
    progress = session.run(0);
    return show(at);
  },

  /** @param {readonly number[]} lines */
  setBreakpoints(lines) {
    session.setBreakpoints(Uint32Array.from(lines));
  },

  /** @param {number} buckets */
  timeline(buckets) {
    return session.timeline(0, progress.total, buckets);
  },

  /** @param {number} code */
  passes(code) {
    return session.passes(code);
  },

  /** @param {number} code */
  codeDetail(code) {
    return session.codeDetail(code);
  },

  /** @param {number} code */
  specialised(code) {
    return session.specialised(code);
  },

  dis() {
    return session.dis();
  },

  pyc() {
    return session.pyc();
  },

  /** @param {number} object */
  referrers(object) {
    return session.referrers(object);
  },

  /** @param {number} node */
  nodeDetail(node) {
    return session.nodeDetail(node);
  },

  /** @param {boolean} attributes */
  treeText(attributes) {
    return session.treeText(attributes);
  },
};

/**
 * Makes a step the one on screen.
 *
 * @param {number} step
 */
function show(step) {
  const view = session.seek(Math.max(0, Math.min(step, progress.total)));
  at = view.step;
  return { step: view, progress };
}

/**
 * The step a move leads to, running on as far as the answer needs. Without one: the end, or the start.
 *
 * @param {Move} move
 * @param {number} number
 * @param {number} from
 * @returns {Promise<number>}
 */
async function destination(move, number, from) {
  const newer = () => number !== latestMove;
  switch (move.kind) {
    case 'by': {
      const target = from + move.steps;
      await extend(() => progress.total >= target || newer(), target);
      return target;
    }
    case 'first':
      return 0;
    case 'last':
      await extend(newer);
      return progress.total;
    case 'nextLine':
      return forward(() => session.nextLine(from), newer);
    case 'previousLine':
      return session.previousLine(from) ?? 0;
    case 'nextExecution':
      return (await found(onward((start) => session.nextExecutionOf(move.line, start), from), newer)) ?? from;
    case 'previousExecution':
      return session.previousExecutionOf(move.line, from) ?? from;
  }
}

/** @param {() => number | undefined} search @param {() => boolean} newer */
async function forward(search, newer) {
  return (await found(search, newer)) ?? progress.total;
}

/**
 * A search that goes on where it left off: a history of millions of steps is not searched again after every slice.
 *
 * @param {(from: number) => number | undefined} search
 * @param {number} from
 */
function onward(search, from) {
  let start = from;
  return () => {
    const step = search(start);
    // The last known step is looked at again: what it begins is known for certain only when it has run.
    start = Math.max(from, progress.total - 1);
    return step;
  };
}

/** Repeats a search of the known history while running on. @param {() => number | undefined} search @param {() => boolean} newer */
async function found(search, newer) {
  /** @type {number | undefined} */
  let step;
  await extend(() => (step = search()) !== undefined || newer());
  return step;
}

/**
 * Runs the program in slices until a condition holds, it cannot go on, or it is stopped.
 *
 * @param {() => boolean} enough asked before every slice
 * @param {number} [target] the step beyond which there is no need to run
 */
async function extend(enough, target) {
  const started = generation;
  let reported = performance.now();
  while (!enough() && progress.status === 'running' && !progress.limit) {
    const missing = target === undefined ? Infinity : target - progress.total;
    progress = budget.spend((steps) => session.run(Math.min(steps, missing)));
    if (performance.now() - reported > REPORT_EVERY) {
      tell();
      reported = performance.now();
    }
    await pause();
    if (started !== generation) return;
  }
}

/** Reports a run on its way, with the newest state while nobody looks elsewhere. */
function tell() {
  if (following) postMessage({ event: 'progress', ...show(progress.total) });
  else postMessage({ event: 'progress', progress });
}

/** A `RuntimeError` is a trap of the wasm: its memory is not to be trusted any more. @param {unknown} error */
function isFatal(error) {
  return [WebAssembly.RuntimeError, RangeError, RestUnavailable].some((kind) => error instanceof kind);
}

/** @param {Request} request */
async function answer({ id, method, argument }) {
  // What comes later waits as well: messages are answered in order.
  if (method === 'load' && needsNames(argument.source)) ready = ready.then(loadNames);
  try {
    await ready;
    const handler = /** @type {(argument: any) => any} */ (handlers[method]);
    postMessage({ id, result: await handler(argument) });
    if (!prefetching) setTimeout(prefetch, PREFETCH_AFTER);
    prefetching = true;
  } catch (error) {
    postMessage({ id, error: String(error), fatal: isFatal(error) });
  }
}

/** @type {Promise<unknown>} */
let ready = init({ module_or_path: wasm }).then(attach);
/** Whether the rest of the module is on its way. */
let prefetching = false;
addEventListener('message', (event) => void answer(event.data));
