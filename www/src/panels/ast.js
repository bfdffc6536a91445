import { html, nothing } from 'lit-html';
import { ROW, ancestors, fieldOf, openTo, partAt, rows, stride, treeOf } from '../layout/tree.js';
import { toggle } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../layout/tree.js').Tree} Tree
 * @typedef {import('../layout/tree.js').Row} Row
 * @typedef {import('../store/store.js').Store} Store
 */

/** Characters of a field's value that are shown in its row. */
const MOST_TEXT = 48;
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
  const shown = rows(tree, store.treeOpen.value);
  const { from, to } = partAt(shown.length, store.treeTop.value);
  return html`<ul class="tree" role="tree" aria-label="Syntax tree" @keydown=${(/** @type {KeyboardEvent} */ event) => walk(event, tree, shown, store)} @focusin=${oneStop}>
      ${gap(from)}${shown.slice(from, to).map((row) => treeItem(tree, row, store.treeOpen, store.node.value?.index))}${gap(shown.length - to)}
    </ul>
    ${detail(store)}`;
}

/** The place of rows that are not drawn. @param {number} count */
function gap(count) {
  return count > 0 ? html`<li role="none" style="height:${count * ROW}px"></li>` : nothing;
}

/** Draws the part of the tree in sight while its panel scrolls. @param {Element} body @param {Store} store */
export function followScroll(body, { treeTop, treeAsText }) {
  body.addEventListener('scroll', () => treeAsText.value || treeTop.set(stride(body.scrollTop / ROW)), { passive: true });
}

/**
 * Scrolls a row into sight that may not be drawn yet.
 *
 * @param {Element} body
 * @param {Store} store
 * @param {number} index of the node
 */
export function scrollToNode(body, { compile, treeOpen, treeTop }, index) {
  const at = rows(treeOf(compile.value?.ast ?? []), treeOpen.value).findIndex((row) => row.index === index);
  const top = at * ROW;
  if (at < 0 || (top >= body.scrollTop && top + ROW <= body.scrollTop + body.clientHeight)) return;
  body.scrollTop = top - body.clientHeight / 3;
  treeTop.set(stride(body.scrollTop / ROW));
}

/** @param {Tree} tree @param {Row} row @param {Store['treeOpen']} open @param {number | undefined} selected */
function treeItem({ nodes, children, words, depths }, { index, position, siblings }, open, selected) {
  const node = nodes[index];
  const isOpen = children[index].length === 0 ? undefined : open.value.has(index);
  return html`<li class="node" role="treeitem" tabindex="-1" data-k="n:${index}" style="--depth:${depths[index]}"
    aria-level=${depths[index] + 1} aria-posinset=${position} aria-setsize=${siblings} aria-expanded=${isOpen ?? nothing} aria-selected=${index === selected}>
    <span class="twisty" aria-hidden="true" @click=${isOpen === undefined ? nothing : twist(index, open)}></span>${node.field
      ? html`<span class="field">${fieldOf(node)}</span> `
      : nothing}<span class="kind">${node.kind}</span>${node.scalars.map(
      (scalar) => html` <span class="scalar" title=${scalar.value.length > MOST_TEXT ? scalar.value : nothing}><span class="name">${scalar.name}=</span>${shortened(scalar.value)}</span>`,
    )}${words[index].map((word) => html` <span class="word">${word}</span>`)}
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
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
}

/** The keys of a tree (WAI-ARIA's tree pattern); Enter and Space, which all panels have, select. @param {KeyboardEvent} event @param {Tree} tree @param {readonly Row[]} shown @param {Store} store */
function walk(event, tree, shown, store) {
  const item = event.target instanceof HTMLElement ? event.target.closest('li') : null;
  if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
  const index = nodeOf(item);
  const at = shown.findIndex((row) => row.index === index);
  const { treeOpen } = store;
  const isOpen = treeOpen.value.has(index);
  const hasMore = tree.children[index].length > 0;
  const go = (/** @type {number | undefined} */ to) => to !== undefined && focusNode(item, store, to);
  /** @type {Record<string, () => unknown>} */
  const keys = {
    ArrowDown: () => go(shown[at + 1]?.index),
    ArrowUp: () => go(shown[at - 1]?.index),
    ArrowRight: () => hasMore && (isOpen ? go(shown[at + 1]?.index) : flip(index, treeOpen)),
    ArrowLeft: () => (hasMore && isOpen ? flip(index, treeOpen) : go(tree.nodes[index].parent)),
    Home: () => go(0),
    End: () => go(shown.at(-1)?.index),
    '*': () => treeOpen.set(new Set([...treeOpen.value, ...tree.children[tree.nodes[index].parent ?? 0]])),
  };
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** @param {HTMLElement} item */
function nodeOf(item) {
  return Number(item.dataset.k?.slice(2));
}

/** Moves the focus to a node that may not be drawn yet. @param {HTMLElement} item @param {Store} store @param {number} index */
function focusNode(item, store, index) {
  const body = item.closest('.body');
  const focus = () => body?.querySelector(`.node[data-k="n:${index}"]`);
  const drawn = focus();
  if (drawn instanceof HTMLElement) return drawn.focus();
  if (body) scrollToNode(body, store, index);
  // After the frame that draws it.
  requestAnimationFrame(() => {
    const later = focus();
    if (later instanceof HTMLElement) later.focus();
  });
}

/** The node that has the focus, or had it last. */
let focused = '';

/** The item that had the focus last is the tree's one stop for the Tab key. @param {FocusEvent} event */
function oneStop({ currentTarget, target }) {
  for (const old of /** @type {Element} */ (currentTarget).querySelectorAll('[tabindex="0"]')) old.setAttribute('tabindex', '-1');
  const item = /** @type {HTMLElement} */ (target);
  item.setAttribute('tabindex', '0');
  focused = item.dataset.k ?? '';
}

/**
 * To be called after drawing. The elements of the rows are used again for other nodes: the focus stays with its node, and
 * leaves the tree with it. The first item is the stop as long as none had the focus.
 *
 * @param {Element} panel
 */
export function ensureStop(panel) {
  const tree = panel.querySelector('.tree');
  const active = document.activeElement;
  if (tree && active instanceof HTMLElement && tree.contains(active) && active.dataset.k !== focused) {
    const same = tree.querySelector(`[data-k="${focused}"]`);
    if (same instanceof HTMLElement) same.focus({ preventScroll: true });
    else active.blur();
  }
  if (tree && !tree.querySelector('[tabindex="0"]')) tree.querySelector('.node')?.setAttribute('tabindex', '0');
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
    ${within.slice(0, MOST_TOKENS).map((at) => html`<button class="link" data-k="t:${at}">${shortened(tokens[at].text.replaceAll('\n', '⏎')).trim() || tokens[at].kind}</button> `)}${more > 0 ? `and ${more} more` : nothing}</span>`;
}

/** Opens what hides a node. @param {Store} store @param {number} index */
export function openTowards({ compile, treeOpen }, index) {
  const hidden = ancestors(treeOf(compile.value?.ast ?? []), index).filter((at) => !treeOpen.value.has(at));
  if (hidden.length > 0) treeOpen.set(new Set([...treeOpen.value, ...hidden]));
}
