/** Milliseconds a slice should take: short enough that a question asked meanwhile is answered within a frame. */
const SLICE_MS = 10;
const SMALLEST = 200;
const LARGEST = 4_000_000;

/** Learns how many steps fit into a slice: programs differ by orders of magnitude in the cost of a step. */
export class SliceBudget {
  #steps = 2000;

  /**
   * @template T
   * @param {(steps: number) => T} work
   * @returns {T}
   */
  spend(work) {
    const start = performance.now();
    const result = work(this.#steps);
    const took = Math.max(performance.now() - start, 0.1);
    // At most four times more at once: a cheap stretch must not commit the next slice to seconds of an expensive one.
    const factor = Math.min(SLICE_MS / took, 4);
    this.#steps = Math.round(Math.min(LARGEST, Math.max(SMALLEST, this.#steps * factor)));
    return result;
  }
}

const channel = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets the messages that arrived meanwhile in. A timer would do too, but is held back to 4 ms when nested. */
export function pause() {
  return new Promise((resolve) => {
    waiting.push(() => resolve(undefined));
    channel.port2.postMessage(0);
  });
}
