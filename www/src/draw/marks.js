/**
 * Marks counterparts and the current instruction on elements that panels rendered. Panels of the compile stages hold
 * thousands of rows that never change while stepping; setting an attribute on a few is what changes.
 */

/** The elements of each key under an element whose contents seldom change. */
export class KeyIndex {
  /** @type {Map<string, Element[]> | undefined} */
  #elements;

  /** @param {Element} root */
  constructor(root) {
    this.root = root;
  }

  /** To be called when the contents changed; the index is made again when it is next needed. */
  forget() {
    this.#elements = undefined;
  }

  /** @param {string} key @returns {readonly Element[]} */
  get(key) {
    this.#elements ??= indexed(this.root);
    return this.#elements.get(key) ?? [];
  }
}

/** @param {ParentNode} root */
function indexed(root) {
  /** @type {Map<string, Element[]>} */
  const elements = new Map();
  for (const element of root.querySelectorAll('[data-k]')) {
    const key = element.getAttribute('data-k') ?? '';
    const list = elements.get(key);
    if (list) list.push(element);
    else elements.set(key, [element]);
  }
  return elements;
}

/**
 * Sets `attribute` on exactly the elements under the index's root whose key is in `keys`.
 *
 * @param {KeyIndex} index
 * @param {string} attribute
 * @param {ReadonlySet<string>} keys
 * @returns {Element[]} the marked elements
 */
export function mark(index, attribute, keys) {
  const marked = [...keys].flatMap((key) => index.get(key));
  const wanted = new Set(marked);
  for (const element of index.root.querySelectorAll(`[${attribute}]`)) {
    if (!wanted.has(element)) element.removeAttribute(attribute);
  }
  for (const element of marked) if (!element.hasAttribute(attribute)) element.setAttribute(attribute, '');
  return marked;
}

/**
 * Scrolls an element into sight of the panel body it is in, and nothing else: the page itself stays put.
 *
 * @param {Element | undefined} element
 */
export function reveal(element) {
  const body = element?.closest('.body');
  if (!element || !body) return;
  const rect = element.getBoundingClientRect();
  const box = body.getBoundingClientRect();
  // What sticks to the bottom of the panel covers what is below it.
  const height = box.height - (body.querySelector('.detail')?.clientHeight ?? 0);
  if (rect.height === 0 || height < rect.height) return;
  if (rect.top >= box.top + 8 && rect.bottom <= box.top + height - 8) return;
  body.scrollTop += rect.top - box.top - (height - rect.height) / 2;
}
