/**
 * Marks counterparts and the current instruction on elements that panels rendered. Panels of the compile stages hold
 * thousands of rows that never change while stepping; setting an attribute on a few is what changes.
 */

/**
 * Sets `attribute` on exactly the elements whose `data-k` is in `keys`.
 *
 * @param {ParentNode} root
 * @param {string} attribute
 * @param {ReadonlySet<string>} keys
 * @returns {Element[]} the marked elements, in document order
 */
export function mark(root, attribute, keys) {
  /** @type {Element[]} */
  const marked = [];
  for (const element of root.querySelectorAll('[data-k]')) {
    const on = keys.has(element.getAttribute('data-k') ?? '');
    if (on) marked.push(element);
    if (on !== element.hasAttribute(attribute)) element.toggleAttribute(attribute, on);
  }
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
  if (rect.height === 0 || box.height < rect.height) return;
  if (rect.top >= box.top + 8 && rect.bottom <= box.bottom - 8) return;
  body.scrollTop += rect.top - box.top - (box.height - rect.height) / 2;
}
