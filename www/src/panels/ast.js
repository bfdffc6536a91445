import { html, nothing } from 'lit-html';
import { empty } from './panel.js';

/** @typedef {import('../rpc/protocol.js').AstNodeView} AstNodeView */

/** The tree as indented rows; operators and contexts, which are only a name, stand in their parent's row. @param {readonly AstNodeView[]} nodes */
export function renderAst(nodes) {
  if (nodes.length === 0) return empty('No tree: parsing did not get this far.');
  const depths = depthsOf(nodes);
  const words = bareWords(nodes);
  return html`<ul class="tree">
    ${nodes.map((node, index) => (isBare(nodes, index) ? nothing : row(node, index, depths[index], words.get(index) ?? [])))}
  </ul>`;
}

/** @param {AstNodeView} node @param {number} index @param {number} depth @param {string[]} words */
function row(node, index, depth, words) {
  const field = node.index === undefined ? node.field : `${node.field}[${node.index}]`;
  return html`<li class="node" style="--depth:${depth}" data-k="n:${index}" tabindex="-1">
    ${field ? html`<span class="field">${field}</span>` : nothing}<span class="kind">${node.kind}</span>${node.scalars.map(
        (scalar) => html`<span class="scalar"><span class="name">${scalar.name}=</span>${shortened(scalar.value)}</span>`,
      )}${words.map((word) => html`<span class="word">${word}</span>`)}
  </li>`;
}

/** @param {string} text */
function shortened(text) {
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}

/** A node that is nothing but its name: `Load`, `Add`, an empty `arguments`. @param {readonly AstNodeView[]} nodes @param {number} index */
function isBare(nodes, index) {
  const node = nodes[index];
  const hasChild = nodes[index + 1]?.parent === index;
  return node.parent !== undefined && !node.span && node.scalars.length === 0 && !hasChild;
}

/** The bare children of each node, in words. @param {readonly AstNodeView[]} nodes */
function bareWords(nodes) {
  /** @type {Map<number, string[]>} */
  const words = new Map();
  nodes.forEach((node, index) => {
    if (!isBare(nodes, index) || node.parent === undefined) return;
    const list = words.get(node.parent) ?? [];
    list.push(`${node.field}=${node.kind}`);
    words.set(node.parent, list);
  });
  return words;
}

/** @param {readonly AstNodeView[]} nodes */
function depthsOf(nodes) {
  /** @type {number[]} */
  const depths = [];
  for (const node of nodes) depths.push(node.parent === undefined ? 0 : depths[node.parent] + 1);
  return depths;
}
