import { html, nothing } from 'lit-html';

/**
 * Nested code objects as a tree to choose from (WAI-ARIA's tree pattern).
 *
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {import('../store/store.js').Store} Store
 */

/** @param {readonly CodeView[]} codes @param {Store} store */
export function codeTree(codes, { code, codeClosed }) {
  const depths = depthsOf(codes);
  /** @type {number[][]} */
  const children = codes.map(() => []);
  codes.forEach(({ parent }, index) => parent !== undefined && children[parent].push(index));
  const shown = codes.map((_, index) => index).filter((index) => isVisible(codes, index, codeClosed.value));
  const selected = shown.includes(code.value) ? code.value : 0;
  const flip = (/** @type {number} */ index) => {
    const closed = new Set(codeClosed.value);
    if (!closed.delete(index)) closed.add(index);
    codeClosed.set(closed);
  };
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const item = event.target instanceof HTMLElement ? event.target.closest('li') : null;
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const index = Number(item.dataset.code);
    const isOpen = children[index].length > 0 ? !codeClosed.value.has(index) : undefined;
    const at = shown.indexOf(index);
    const go = (/** @type {number | undefined} */ to) => {
      const next = item.parentElement?.querySelector(`[data-code="${to}"]`);
      if (next instanceof HTMLElement) next.focus();
    };
    /** @type {Record<string, () => unknown>} */
    const keys = {
      ArrowDown: () => go(shown[at + 1]),
      ArrowUp: () => go(shown[at - 1]),
      ArrowRight: () => (isOpen === false ? flip(index) : isOpen && go(shown[at + 1])),
      ArrowLeft: () => (isOpen ? flip(index) : go(codes[index].parent)),
      Home: () => go(shown[0]),
      End: () => go(shown.at(-1)),
      Enter: () => code.set(index),
      ' ': () => code.set(index),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return html`<ul class="code-tree" role="tree" aria-label="Code objects" @keydown=${walk}>
    ${shown.map((index) => {
      const siblings = children[codes[index].parent ?? -1] ?? [0];
      const isOpen = children[index].length > 0 ? !codeClosed.value.has(index) : undefined;
      return html`<li role="treeitem" data-code=${index} tabindex=${index === selected ? 0 : -1} style="--depth:${depths[index]}"
        aria-level=${depths[index] + 1} aria-posinset=${siblings.indexOf(index) + 1} aria-setsize=${siblings.length}
        aria-expanded=${isOpen ?? nothing} aria-selected=${index === code.value} @click=${() => code.set(index)}>
        <span class="twisty" aria-hidden="true" @click=${isOpen === undefined ? nothing : (/** @type {Event} */ event) => {
          event.stopPropagation();
          flip(index);
        }}></span><span class="code-name">${codes[index].name}</span> <span class="facts">line ${codes[index].firstLine} · ${codes[index].instructions.length} instructions</span>
      </li>`;
    })}
  </ul>`;
}

/** @param {readonly CodeView[]} codes @param {number} index @param {ReadonlySet<number>} closed */
function isVisible(codes, index, closed) {
  for (let at = codes[index].parent; at !== undefined; at = codes[at].parent) if (closed.has(at)) return false;
  return true;
}

/** @param {readonly CodeView[]} codes */
function depthsOf(codes) {
  /** @type {number[]} */
  const depths = [];
  for (const { parent } of codes) depths.push(parent === undefined ? 0 : depths[parent] + 1);
  return depths;
}
