import { html, nothing } from 'lit-html';
import { empty } from './panel.js';

/** @typedef {import('../rpc/protocol.js').TokenView} TokenView */

/** Tokens that stand for layout, with the sign they are drawn as. @type {Record<string, string>} */
const LAYOUT = { NEWLINE: '↵', NL: '↵', INDENT: '⇥', DEDENT: '⇤', ENDMARKER: '■', ENCODING: '' };

/** One row of chips for every line, as the tokenizer meets them. @param {readonly TokenView[]} tokens */
export function renderTokens(tokens) {
  if (tokens.length === 0) return empty('No tokens: the tokenizer stopped at the error.');
  return html`<ol class="token-lines">
    ${byLine(tokens).map(
      ({ line, entries }) => html`<li>
        <span class="line-no">${line}</span>
        <ul class="chips">${entries.map(({ token, index }) => chip(token, index))}</ul>
      </li>`,
    )}
  </ol>`;
}

/** @param {TokenView} token @param {number} index */
function chip(token, index) {
  const sign = LAYOUT[token.kind];
  if (sign === '') return nothing;
  const place = `line ${token.line}, column ${token.column} to ${token.endColumn}`;
  return html`<li class="token kind-${token.kind}" data-k="t:${index}" tabindex="-1" title="${token.exact}, ${place}">
    <span class="text">${sign ?? shortened(token.text)}</span><span class="kind">${token.exact}</span>
  </li>`;
}

/** @param {string} text */
function shortened(text) {
  const line = text.replaceAll('\n', '⏎');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** @param {readonly TokenView[]} tokens */
function byLine(tokens) {
  /** @type {{ line: number, entries: { token: TokenView, index: number }[] }[]} */
  const lines = [];
  tokens.forEach((token, index) => {
    if (lines.at(-1)?.line !== token.line) lines.push({ line: token.line, entries: [] });
    lines.at(-1)?.entries.push({ token, index });
  });
  return lines;
}
