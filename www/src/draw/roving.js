/**
 * One stop for the Tab key per panel: inside it the arrow keys go from thing to thing (roving tabindex). Panels hold
 * thousands of things that can be pointed at; each its own stop would bury the controls.
 */

const STEP = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 });

/** @param {HTMLElement} root */
export function installRoving(root) {
  root.addEventListener('keydown', (event) => {
    const item = event.target instanceof HTMLElement ? event.target : undefined;
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    if (item.matches('.body') && event.key === 'Enter') return focus(event, itemsOf(item)[0]);
    if (!item.matches('.body [data-k]')) return;
    const items = itemsOf(/** @type {HTMLElement} */ (item.closest('.body')));
    const at = items.indexOf(item);
    if (event.key in STEP) focus(event, nextVisible(items, at, STEP[event.key]));
    else if (event.key === 'Home') focus(event, items[0]);
    else if (event.key === 'End') focus(event, nextVisible(items, items.length, -1));
    else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      item.click();
    }
  });
}

/** @param {HTMLElement} body @returns {HTMLElement[]} */
function itemsOf(body) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll('[data-k][tabindex]'))];
}

/** What is folded away is passed over. @param {HTMLElement[]} items @param {number} at @param {number} step */
function nextVisible(items, at, step) {
  let next = at + step;
  while (items[next] && !items[next].checkVisibility()) next += step;
  return items[next];
}

/** @param {Event} event @param {HTMLElement | undefined} item */
function focus(event, item) {
  event.preventDefault();
  item?.focus();
}
