/**
 * The page's side of the worker: requests as promises, scrubbing as "latest wins", a new worker when the old one is lost.
 *
 * @typedef {import('./protocol.js').Method} Method
 * @typedef {import('./protocol.js').Report} Report
 * @typedef {import('./protocol.js').Response} Response
 */

/** How long a worker may leave a stop unanswered before it is taken for lost, in milliseconds. */
const PATIENCE = 2000;

/** The worker trapped or did not answer: its state is gone, the page's is not. */
export class WorkerLost extends Error {}

export class Client {
  /** @type {Worker} */
  #worker;
  #nextId = 1;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #pending = new Map();
  /** @type {Map<Method, { argument: any, resolve: (result: any) => void }>} */
  #queued = new Map();
  /** @type {Set<Method>} */
  #busy = new Set();

  /** @param {{ onReport: (report: Report) => void, onLost: (reason: string) => void }} callbacks */
  constructor(callbacks) {
    this.callbacks = callbacks;
    this.#worker = this.#spawn();
  }

  /** Requests without an answer yet. */
  get pending() {
    return this.#pending.size + this.#queued.size;
  }

  /**
   * @param {Method} method
   * @param {any} [argument]
   * @returns {Promise<any>}
   */
  request(method, argument) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, argument });
    });
  }

  /**
   * One request of a kind at a time; while it is under way only the newest further one is kept. The promises of those
   * that were replaced resolve to `undefined`.
   *
   * @param {Method} method
   * @param {any} argument
   * @returns {Promise<any>}
   */
  async latest(method, argument) {
    if (this.#busy.has(method)) {
      this.#queued.get(method)?.resolve(undefined);
      return new Promise((resolve) => this.#queued.set(method, { argument, resolve }));
    }
    this.#busy.add(method);
    try {
      return await this.request(method, argument);
    } finally {
      this.#busy.delete(method);
      const next = this.#queued.get(method);
      this.#queued.delete(method);
      if (next) this.latest(method, next.argument).then(next.resolve, () => next.resolve(undefined));
    }
  }

  /** Stops whatever runs; a worker that does not answer in time is replaced. */
  async stop() {
    const timer = setTimeout(() => this.#lose('it did not answer'), PATIENCE);
    try {
      return await this.request('stop');
    } finally {
      clearTimeout(timer);
    }
  }

  #spawn() {
    const worker = new Worker(new URL('../worker/machine.worker.js', import.meta.url), { type: 'module', name: 'machine' });
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => this.#lose(event.message || 'it could not start'));
    return worker;
  }

  /** @param {Response & Report} message */
  #receive(message) {
    if (message.event) {
      this.callbacks.onReport(message);
      return;
    }
    const request = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) request?.resolve(message.result);
    else {
      request?.reject(message.fatal ? new WorkerLost(message.error) : new Error(message.error));
      if (message.fatal) this.#lose(message.error);
    }
  }

  /** @param {string} reason */
  #lose(reason) {
    this.#worker.terminate();
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#worker = this.#spawn();
    for (const { reject } of lost) reject(new WorkerLost(reason));
    this.callbacks.onLost(reason);
  }
}
