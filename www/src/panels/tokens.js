import { html, nothing } from 'lit-html';
import { tokenLines } from '../layout/tokens.js';
import { toggle } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').TokenView} TokenView
 * @typedef {import('../layout/tokens.js').Item} Item
 * @typedef {import('../store/store.js').Store} Store
 */

/** Tokens without a text of their own to see, and the sign each is drawn as. @type {Record<string, string>} */
const LAYOUT = { NEWLINE: '⏎', NL: '↵', INDENT: '⇥', DEDENT: '⇤', ENDMARKER: '■' };

/** What the hidden ones are for. @type {Record<string, string>} */
const MEANING = {
  ENCODING: 'how the bytes of the file were decoded',
  NEWLINE: 'ends a statement',
  NL: 'a line end that ends no statement; the parser does not see it',
  COMMENT: 'the parser does not see it',
  INDENT: 'a block begins',
  DEDENT: 'a block ends',
  ENDMARKER: 'the end of the program',
};

/** @param {Store} store */
export function tokenTools({ exactTypes, positions }) {
  return html`${toggle('Exact types', exactTypes)}${toggle('Positions', positions)}`;
}

/** One row of chips for every line, as the tokenizer meets them. @param {readonly TokenView[]} tokens @param {Store} store */
export function renderTokens(tokens, { exactTypes, positions }) {
  const look = { exact: exactTypes.value, positions: positions.value };
  return html`<div class="token-lines" @keydown=${walkLines}>
    ${tokenLines(tokens).map(
      ({ line, items }) => html`<div class="token-line" role="group" aria-label="Line ${line}">
        <span class="line-no" aria-hidden="true">${line}</span>
        <div class="chips">${items.map((item) => entry(item, look))}</div>
      </div>`,
    )}
  </div>`;
}

/** @typedef {{ exact: boolean, positions: boolean }} Look */

/** @param {Item} item @param {Look} look @returns {unknown} */
function entry(item, look) {
  if ('token' in item) return chip(item.token, item.index, look);
  return html`<span class="nest ${item.kind}">${item.items.map((inner) => entry(inner, look))}</span>`;
}

/** @param {TokenView} token @param {number} index @param {Look} look */
function chip(token, index, { exact, positions }) {
  const { kind, line, column, endLine, endColumn } = token;
  const sign = LAYOUT[kind];
  const meaning = MEANING[kind];
  const place = `${line},${column}-${endLine},${endColumn}`;
  return html`<button class="token kind-${kind}" data-k="t:${index}" tabindex="-1" title="${token.exact} ${place}${meaning ? `: ${meaning}` : ''}">
    <span class="text" aria-hidden=${sign ? 'true' : nothing}>${sign ?? (shortened(token.text) || "''")}</span
    ><span class="kind">${exact ? token.exact : kind}</span>${positions ? html`<span class="place">${place}</span>` : nothing}
  </button>`;
}

/** @param {string} text */
function shortened(text) {
  const line = text.replaceAll('\n', '⏎');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** Up and down go from line to line; left and right, which all panels have, from token to token. @param {KeyboardEvent} event */
function walkLines(event) {
  const line = event.target instanceof Element ? event.target.closest('.token-line') : null;
  const next = event.key === 'ArrowDown' ? line?.nextElementSibling : event.key === 'ArrowUp' ? line?.previousElementSibling : null;
  const first = next?.querySelector('button');
  if (!first) return;
  event.preventDefault();
  event.stopPropagation();
  first.focus();
}
