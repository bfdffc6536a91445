import { html, nothing } from 'lit-html';
import { ancestors, fieldOf, openTo, rows, treeOf } from '../layout/tree.js';
import { toggle } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../layout/tree.js').Tree} Tree
 * @typedef {import('../layout/tree.js').Row} Row
 * @typedef {import('../store/store.js').Store} Store
 */

/** Tokens of a node that are listed. */
const MOST_TOKENS = 12;

/** @param {Store} store @param {(text: string) => void} copy */
export function treeTools(store, copy) {
  const { compile, treeOpen, treeAsText, treeAttributes, treeText } = store;
  const nodes = compile.value?.ast ?? [];
  const open = (/** @type {Event} */ event) => {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    treeOpen.set(openTo(treeOf(nodes), Number(select.value)));
    select.value = '';
  };
  return html`${treeAsText.value
    ? html`${toggle('Attributes', treeAttributes)}<button class="tool" @click=${() => copy(treeText.value ?? '')}>Copy</button>`
    : html`<select class="tool" aria-label="Open the tree" @change=${open}>
        <option value="" selected disabled hidden>Open</option>
        <option value="1">to statements</option>
        <option value="2">2 levels</option>
        <option value="3">3 levels</option>
        <option value="5">5 levels</option>
        <option value="Infinity">everything</option>
        <option value="0">nothing</option>
      </select>`}${toggle('Text', treeAsText)}`;
}

/** @param {CompileView} compile @param {Store} store */
export function renderAst({ ast }, store) {
  if (store.treeAsText.value) return html`<pre class="dump" tabindex="0" aria-label="ast.dump(tree, indent=2)">${store.treeText.value ?? '…'}</pre>`;
  const tree = treeOf(ast);
  const { treeOpen, node } = store;
  return html`<ul class="tree" role="tree" aria-label="Syntax tree" @keydown=${(/** @type {KeyboardEvent} */ event) => walk(event, tree, treeOpen)} @focusin=${oneStop}>
      ${rows(tree, treeOpen.value).map((row) => treeItem(tree, row, treeOpen, node.value?.index))}
    </ul>
    ${detail(store)}`;
}

/** @param {Tree} tree @param {Row} row @param {Store['treeOpen']} open @param {number | undefined} selected */
function treeItem({ nodes, children, words, depths }, { index, position, siblings }, open, selected) {
  const node = nodes[index];
  const isOpen = children[index].length === 0 ? undefined : open.value.has(index);
  return html`<li class="node" role="treeitem" tabindex="-1" data-k="n:${index}" style="--depth:${depths[index]}"
    aria-level=${depths[index] + 1} aria-posinset=${position} aria-setsize=${siblings} aria-expanded=${isOpen ?? nothing} aria-selected=${index === selected}>
    <span class="twisty" aria-hidden="true" @click=${isOpen === undefined ? nothing : twist(index, open)}></span>${node.field
      ? html`<span class="field">${fieldOf(node)}</span>`
      : nothing}<span class="kind">${node.kind}</span>${node.scalars.map(
      (scalar) => html`<span class="scalar"><span class="name">${scalar.name}=</span>${shortened(scalar.value)}</span>`,
    )}${words[index].map((word) => html`<span class="word">${word}</span>`)}
  </li>`;
}

/** Opens or closes a node without selecting it. @param {number} index @param {Store['treeOpen']} open */
function twist(index, open) {
  return (/** @type {Event} */ event) => {
    event.stopPropagation();
    flip(index, open);
  };
}

/** @param {number} index @param {Store['treeOpen']} open */
function flip(index, open) {
  const now = new Set(open.value);
  if (!now.delete(index)) now.add(index);
  open.set(now);
}

/** @param {string} text */
function shortened(text) {
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}

/** The keys of a tree (WAI-ARIA's tree pattern); Enter and Space, which all panels have, select. @param {KeyboardEvent} event @param {Tree} tree @param {Store['treeOpen']} open */
function walk(event, tree, open) {
  const item = event.target instanceof HTMLElement ? event.target.closest('li') : null;
  if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
  const index = Number(item.dataset.k?.slice(2));
  const expanded = item.getAttribute('aria-expanded');
  const go = (/** @type {Element | null | undefined} */ to) => to instanceof HTMLElement && to.focus();
  const parent = tree.nodes[index].parent;
  /** @type {Record<string, () => unknown>} */
  const keys = {
    ArrowDown: () => go(item.nextElementSibling),
    ArrowUp: () => go(item.previousElementSibling),
    ArrowRight: () => (expanded === 'false' ? flip(index, open) : expanded && go(item.nextElementSibling)),
    ArrowLeft: () => (expanded === 'true' ? flip(index, open) : go(item.parentElement?.querySelector(`[data-k="n:${parent}"]`))),
    Home: () => go(item.parentElement?.firstElementChild),
    End: () => go(item.parentElement?.lastElementChild),
    '*': () => open.set(new Set([...open.value, ...tree.children[parent ?? index]].filter((at) => tree.children[at].length > 0))),
  };
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** The item that had the focus last is the tree's one stop for the Tab key. @param {FocusEvent} event */
function oneStop({ currentTarget, target }) {
  for (const old of /** @type {Element} */ (currentTarget).querySelectorAll('[tabindex="0"]')) old.setAttribute('tabindex', '-1');
  /** @type {Element} */ (target).setAttribute('tabindex', '0');
}

/** To be called after drawing: the first item is the stop as long as none had the focus. @param {Element} panel */
export function ensureStop(panel) {
  const tree = panel.querySelector('.tree');
  if (tree && !tree.querySelector('[tabindex="0"]')) tree.querySelector('li')?.setAttribute('tabindex', '0');
}

/** The selected node: its class, its text, its place and its tokens. @param {Store} store */
function detail({ node, compile }) {
  const { index, view } = node.value ?? {};
  const span = index === undefined ? undefined : compile.value?.ast[index]?.span;
  if (!view) return nothing;
  const [line, column, endLine, endColumn] = view.attributes;
  return html`<section class="detail" aria-label="Selected node">
    <p class="signature"><span class="base">${view.base}</span> <code>${view.signature}</code></p>
    <pre class="unparsed" title="ast.unparse" tabindex="0" aria-label="ast.unparse of the node">${view.unparsed}</pre>
    <p class="facts">
      ${line === undefined
        ? 'no place of its own'
        : html`<span title="lineno, col_offset – end_lineno, end_col_offset (UTF-8 bytes)">${line},${column}–${endLine},${endColumn}</span>`}
      ${span ? tokensOf(/** @type {CompileView} */ (compile.value), span) : nothing}
    </p>
  </section>`;
}

/** @param {CompileView} compile @param {import('../rpc/protocol.js').SpanView} span */
function tokensOf({ tokens }, { start, end }) {
  const within = tokens.map((_, index) => index).filter((at) => {
    const { span } = tokens[at];
    return start <= span.start && span.end <= end && span.start < span.end;
  });
  const more = within.length - MOST_TOKENS;
  return html`<span class="its-tokens">${within.length === 1 ? 'token' : 'tokens'}
    ${within.slice(0, MOST_TOKENS).map((at) => html`<button class="link" data-k="t:${at}">${shortened(tokens[at].text.replaceAll('\n', '⏎'))}</button> `)}${more > 0 ? `and ${more} more` : nothing}</span>`;
}

/** Opens what hides a node. @param {Store} store @param {number} index */
export function openTowards({ compile, treeOpen }, index) {
  const hidden = ancestors(treeOf(compile.value?.ast ?? []), index).filter((at) => !treeOpen.value.has(at));
  if (hidden.length > 0) treeOpen.set(new Set([...treeOpen.value, ...hidden]));
}
