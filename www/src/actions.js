/**
 * What the user can do. Every action asks the worker and puts the answer into the store; nothing else changes the store.
 */
import { backActions } from './actions_back.js';
import { Client, WorkerLost } from './rpc/client.js';
import { pack, unpack } from './share.js';
import { SPEEDS } from './store/store.js';

/**
 * @typedef {import('./store/store.js').Store} Store
 * @typedef {import('./rpc/protocol.js').Shown} Shown
 * @typedef {import('./rpc/protocol.js').Move} Move
 * @typedef {import('./rpc/protocol.js').Report} Report
 * @typedef {ReturnType<typeof createActions>} Actions
 */

/** Time without a key press after which the program is compiled anew, in milliseconds. */
const TYPING_PAUSE = 200;
/** The page does not draw more often than this while playing, in milliseconds. */
const FRAME = 33;
/** A program that makes the worker trap this often is not loaded again by itself. */
const MOST_LOSSES = 2;
/** A move without an answer after this time counts as a run, in milliseconds. */
const SLOW_MOVE = 200;
/** Points of the timeline; more than a wide screen has pixels. */
const TIMELINE_BUCKETS = 2000;

/** @param {Store} store */
export function createActions(store) {
  const client = new Client({ onReport: report, onLost: lost });
  let typing = 0;
  let playing = 0;
  let losses = 0;
  let loads = 0;
  /** The node whose detail was asked for last. @type {number | undefined} */
  let inspected;
  let runWaitsForInput = false;
  let settled = Promise.resolve();
  /** Moves not yet asked for. @type {Move[]} */
  const waiting = [];
  /** @type {Promise<void> | undefined} */
  let moving;
  /** The move under way takes long. */
  let searching = false;

  /** @param {Report} message */
  function report(message) {
    store.progress.set(message.progress);
    if (message.step) store.step.set(message.step);
    refreshTimeline();
  }

  /** @param {string} reason */
  function lost(reason) {
    losses += 1;
    endActivity();
    store.step.set(null);
    store.notice.set({ kind: 'error', text: `The machine had to be restarted: ${reason}. Your code is kept.` });
    if (losses <= MOST_LOSSES) void load(store.source.value);
  }

  /** @param {unknown} error */
  function failed(error) {
    endActivity();
    if (!(error instanceof WorkerLost)) store.notice.set({ kind: 'error', text: String(error) });
  }

  function endActivity() {
    clearTimeout(playing);
    store.activity.set('idle');
  }

  /** @param {Shown | undefined} shown */
  function accept(shown) {
    if (!shown) return;
    store.progress.set(shown.progress);
    store.step.set(shown.step);
    store.referrers.set(null);
    refreshTimeline();
  }

  function refreshTimeline() {
    client.latest('timeline', TIMELINE_BUCKETS).then((columns) => columns && store.timeline.set(columns), failed);
  }

  /**
   * Compiles a program and puts its machine at step 0.
   *
   * @param {string} source
   * @param {readonly string[]} [inputs]
   */
  async function load(source, inputs = []) {
    clearTimeout(typing);
    typing = 0;
    waiting.length = 0;
    endActivity();
    runWaitsForInput = false;
    loads += 1;
    const mine = loads;
    store.inputs.set(inputs);
    const request = {
      source,
      options: { inputs: [...inputs], switchIntervalUs: 0 },
      breakpoints: store.breakpoints.value,
    };
    try {
      const answer = await client.request('load', request);
      if (mine !== loads) return;
      store.compiledSource.set(source);
      store.compile.set(answer.compile);
      store.pin.set('');
      store.hover.set('');
      accept(answer);
    } catch (error) {
      failed(error);
    }
  }

  /** @param {Promise<unknown>} work */
  function settle(work) {
    settled = Promise.allSettled([settled, work]).then(() => undefined);
    return settled;
  }

  /** Compiles what was typed a moment ago now, if it was not yet. */
  async function upToDate() {
    if (typing) await load(store.source.value);
    await settled;
  }

  /**
   * Moves are made one after the other; quick presses of the step buttons add up instead of getting lost.
   *
   * @param {Move} next
   */
  function move(next) {
    const last = waiting.at(-1);
    if (last?.kind === 'by' && next.kind === 'by') waiting[waiting.length - 1] = { kind: 'by', steps: last.steps + next.steps };
    else waiting.push(next);
    if (searching) client.request('supersede').catch(failed);
    moving ??= makeMoves().finally(() => (moving = undefined));
    return moving;
  }

  async function makeMoves() {
    await upToDate();
    for (let next = waiting.shift(); next; next = waiting.shift()) await makeMove(next);
  }

  /** A move that has to run on for its answer is a run: it shows, and can be stopped. @param {Move} next */
  async function makeMove(next) {
    const slow = window.setTimeout(() => {
      if (store.activity.value !== 'idle') return;
      searching = true;
      store.activity.set('running');
    }, SLOW_MOVE);
    try {
      accept(await client.request('move', next));
    } catch (error) {
      failed(error);
    }
    clearTimeout(slow);
    if (searching) endActivity();
    searching = false;
  }

  /** @param {Move} step */
  function moveByHand(step) {
    pausePlay();
    return move(step);
  }

  async function run() {
    await upToDate();
    const shown = store.step.value;
    if (store.activity.value === 'running' || store.compile.value?.diagnostics.some((entry) => !entry.isWarning)) return;
    pausePlay();
    // At the very end there is nothing left to run: begin again, and ask for the input again.
    if (shown && isOver(shown.status)) await settle(load(store.source.value));
    store.activity.set('running');
    try {
      const answer = await client.request('run');
      if (answer.cancelled) return;
      endActivity();
      accept(answer);
      runWaitsForInput = store.progress.value.status === 'waitingForInput';
    } catch (error) {
      failed(error);
    }
  }

  function pausePlay() {
    if (store.activity.value === 'playing') endActivity();
  }

  /** One beat of the Play button: the next beat waits for the answer, so a slow step never piles up requests. */
  async function beat() {
    const rate = SPEEDS[store.speed.value];
    const period = Math.max(1000 / rate, FRAME);
    const started = performance.now();
    await move({ kind: 'by', steps: Math.max(1, Math.round((rate * period) / 1000)) });
    if (store.activity.value !== 'playing') return;
    const step = store.step.value;
    if (!step || step.status !== 'running') return endActivity();
    playing = window.setTimeout(beat, Math.max(0, period - (performance.now() - started)));
  }

  return {
    load,
    run,
    client,

    /** No work under way or about to begin: what tests wait for. */
    isIdle: () => client.pending === 0 && !typing && store.activity.value === 'idle',

    /** The editor's text changed. @param {string} source */
    edit(source) {
      if (source === store.source.value) return;
      store.source.set(source);
      losses = 0;
      endActivity();
      clearTimeout(typing);
      typing = window.setTimeout(() => settle(load(source)), TYPING_PAUSE);
    },

    /** Replaces the program, as the examples menu does. @param {string} source @param {readonly string[]} [inputs] */
    open(source, inputs) {
      store.breakpoints.set([]);
      store.source.set(source);
      store.notice.set(null);
      losses = 0;
      return settle(load(source, inputs));
    },

    async stop() {
      endActivity();
      try {
        accept(await client.stop());
      } catch (error) {
        failed(error);
      }
    },

    async play() {
      await upToDate();
      const step = store.step.value;
      if (!step) return;
      if (isOver(step.status)) await move({ kind: 'first' });
      store.activity.set('playing');
      void beat();
    },

    pause: pausePlay,
    first: () => moveByHand({ kind: 'first' }),
    last: () => moveByHand({ kind: 'last' }),
    forward: () => moveByHand({ kind: 'by', steps: 1 }),
    back: () => moveByHand({ kind: 'by', steps: -1 }),
    nextLine: () => moveByHand({ kind: 'nextLine' }),
    previousLine: () => moveByHand({ kind: 'previousLine' }),
    /** @param {number} line */
    nextExecutionOf: (line) => moveByHand({ kind: 'nextExecution', line }),
    /** @param {number} line */
    previousExecutionOf: (line) => moveByHand({ kind: 'previousExecution', line }),

    /** Scrubbing: only the newest wish counts. @param {number} step */
    async seek(step) {
      pausePlay();
      try {
        accept(await client.latest('seek', step));
      } catch (error) {
        failed(error);
      }
    },

    /** Answers `input()`; a run that waited for it goes on. @param {string} text */
    async provideInput(text) {
      store.inputs.set([...store.inputs.value, text]);
      try {
        accept(await client.request('provideInput', text));
        if (runWaitsForInput) await run();
        else await move({ kind: 'by', steps: 1 });
      } catch (error) {
        failed(error);
      }
    },

    /** @param {number} line */
    toggleBreakpoint(line) {
      const lines = new Set(store.breakpoints.value);
      if (!lines.delete(line)) lines.add(line);
      this.setBreakpoints([...lines]);
    },

    /** @param {readonly number[]} lines */
    setBreakpoints(lines) {
      const sorted = [...lines].sort((a, b) => a - b);
      if (sorted.join() === store.breakpoints.value.join()) return;
      store.breakpoints.set(sorted);
      client.request('setBreakpoints', sorted).catch(failed);
    },

    /** @param {number} object */
    async showReferrers(object) {
      if (store.referrers.value?.object === object) return store.referrers.set(null);
      try {
        store.referrers.set((await client.latest('referrers', object)) ?? null);
      } catch (error) {
        failed(error);
      }
    },

    /** Shows the class, text and tokens of an AST node. @param {number | undefined} index */
    async inspect(index) {
      inspected = index;
      if (index === undefined) return store.node.set(null);
      const { compile } = store;
      const asked = compile.value;
      try {
        const view = await client.latest('nodeDetail', index);
        if (view && compile.value === asked && inspected === index) store.node.set({ index, view });
      } catch (error) {
        failed(error);
      }
    },

    ...backActions(store, client, failed),

    /** Brings the text of the AST up to date. */
    async showTreeText() {
      const { compile, treeAttributes, treeText } = store;
      treeText.set(null);
      if (!compile.value?.ast.length) return;
      const asked = compile.value;
      try {
        const text = (await client.request('treeText', treeAttributes.value)) ?? 'The text would be longer than 8 MiB.';
        if (compile.value === asked) treeText.set(text);
      } catch (error) {
        failed(error);
      }
    },

    /** @param {string} text */
    async copy(text) {
      const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
      store.notice.set({ kind: 'info', text: copied ? 'The text is on the clipboard.' : 'This browser does not let the page write to the clipboard.' });
    },

    async share() {
      await upToDate();
      const { source, inputs, breakpoints, step } = store;
      const fragment = await pack({
        source: source.value,
        step: step.value?.step ?? 0,
        inputs: inputs.value,
        breakpoints: breakpoints.value,
      });
      history.replaceState(null, '', `#${fragment}`);
      const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
      const where = copied ? 'The link is on the clipboard' : 'The link is in the address bar';
      store.notice.set({ kind: 'info', text: `${where}: it holds the code, the input and step ${step.value?.step ?? 0}.` });
    },

    /** Opens what the address's fragment holds. @returns {Promise<boolean>} false when it holds nothing of ours */
    async openLink() {
      const shared = await unpack(location.hash.slice(1));
      if (!shared) return false;
      // First without: breakpoints of the old text would be carried over into the new one.
      store.breakpoints.set([]);
      store.source.set(shared.source);
      store.breakpoints.set(shared.breakpoints);
      await settle(load(shared.source, shared.inputs));
      await this.seek(shared.step);
      return true;
    },
  };
}

/** @param {import('./rpc/protocol.js').StepView['status']} status */
function isOver(status) {
  return status === 'finished' || status === 'raised' || status === 'deadlock';
}
