import { html, nothing, svg } from 'lit-html';
import { empty } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').ThreadView} ThreadView
 * @typedef {import('../rpc/protocol.js').ThreadState} ThreadState
 */

/** @type {Record<ThreadState, string>} */
const STATE = {
  holdsGil: 'holds the GIL',
  waitsForGil: 'waits for the GIL',
  blockedOnLock: 'blocked on a lock',
  sleeping: 'sleeping',
  joining: 'joining',
  waitsForInput: 'waits for input',
  notStarted: 'not started',
  finished: 'finished',
};
/** Height of a state's bar: the fuller, the closer to running. Pattern and height tell states apart without colour. @type {Record<ThreadState, number>} */
const HEIGHT = { holdsGil: 16, waitsForGil: 10, blockedOnLock: 10, sleeping: 5, joining: 5, waitsForInput: 5, notStarted: 1, finished: 1 };

/** @param {StepView | null} step */
export function renderThreads(step) {
  if (!step) return empty('No machine.');
  const { gil } = step;
  const holder = gil.holder === undefined ? 'nobody' : (step.threads.find((thread) => thread.id === gil.holder)?.name ?? gil.holder);
  const begin = windowStart(step.threads);
  return html`
    <p class="facts">
      GIL held by <b>${holder}</b>${gil.dropRequest ? html` · <b>drop requested</b>` : nothing}
      · switch interval ${time(gil.switchIntervalNs)} · ${gil.switches} switches · clock ${time(gil.clockNs)} <span class="tag">simulated</span>
    </p>
    <ul class="lanes">
      ${step.threads.map(
        (thread) => html`<li class=${thread.id === step.thread ? 'current' : ''}>
          <span class="thread-name">${thread.name}</span>
          <span class="thread-state">${STATE[thread.state]}${thread.detail ? html`: ${thread.detail}` : nothing}</span>
          ${lane(thread, begin, gil.clockNs)}
        </li>`,
      )}
    </ul>
    <p class="legend">Full bar: holds the GIL · hatched: waits · thin: asleep, joining</p>
  `;
}

/** Lanes share one window of time, so that they can be compared. @param {readonly ThreadView[]} threads */
function windowStart(threads) {
  const starts = threads.map((thread) => (thread.lane.length >= 256 ? thread.lane[0].fromNs : 0));
  return Math.max(0, ...starts);
}

/** @param {ThreadView} thread @param {number} begin @param {number} end */
function lane(thread, begin, end) {
  const length = Math.max(1, end - begin);
  const at = (/** @type {number} */ ns) => (Math.max(0, ns - begin) / length) * 1000;
  return html`<svg class="lane" viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true">
    ${thread.lane
      .filter((segment) => segment.toNs >= begin)
      .map((segment) => {
        const height = HEIGHT[segment.state];
        const x = at(segment.fromNs);
        return svg`<rect class=${segment.state} x=${x} y=${(18 - height) / 2} width=${Math.max(1, at(segment.toNs) - x)} height=${height}></rect>`;
      })}
  </svg>`;
}

/** @param {number} ns */
export function time(ns) {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${trim(ns / 1e3)} µs`;
  if (ns < 1e9) return `${trim(ns / 1e6)} ms`;
  return `${trim(ns / 1e9)} s`;
}

/** @param {number} value */
function trim(value) {
  return value < 100 ? String(Number(value.toFixed(2))) : value.toFixed(0);
}
