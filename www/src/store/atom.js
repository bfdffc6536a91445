/**
 * One observable value. The page's whole state is a handful of atoms (`store.js`): panels read them, actions set them.
 *
 * Setting an equal value does nothing, so a chain of derived updates always comes to rest.
 *
 * @template T
 */
export class Atom {
  /** @type {Set<(value: T) => void>} */
  #listeners = new Set();
  #value;

  /** @param {T} value */
  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  /** @param {T} value */
  set(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  /**
   * @param {(value: T) => void} listener
   * @returns {() => void} stops listening
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
