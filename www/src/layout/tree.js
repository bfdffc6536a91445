/**
 * The AST as the rows of a tree of which parts are closed.
 *
 * @typedef {import('../rpc/protocol.js').AstNodeView} AstNodeView
 * @typedef {object} Tree
 * @property {readonly AstNodeView[]} nodes
 * @property {number[][]} children Rows below each node; operators and contexts, which are only a name, have none of their own.
 * @property {string[][]} words Those of each node, as `op=Add`.
 * @property {number[]} depths
 *
 * @typedef {object} Row
 * @property {number} index
 * @property {number} position Among its siblings, from 1.
 * @property {number} siblings
 */

/** A tree of at most this many nodes is open at first; of a larger one the statements. */
const SMALL = 400;

/** Height of a row in pixels; `.node` in front.css has the same. */
export const ROW = 19;
/** Of more rows than this only a part is drawn, of `PART` rows; it moves by `STRIDE` rows as the panel scrolls. */
const MOST_ROWS = 600;
const PART = 300;
const STRIDE = 100;

/** @type {WeakMap<readonly AstNodeView[], Tree>} */
const made = new WeakMap();

/** @param {readonly AstNodeView[]} nodes @returns {Tree} */
export function treeOf(nodes) {
  const known = made.get(nodes);
  if (known) return known;
  /** @type {Tree} */
  const tree = { nodes, children: nodes.map(() => []), words: nodes.map(() => []), depths: [] };
  nodes.forEach((node, index) => {
    const { parent } = node;
    tree.depths.push(parent === undefined ? 0 : tree.depths[parent] + 1);
    if (parent === undefined) return;
    if (isBare(nodes, index)) tree.words[parent].push(`${fieldOf(node)}=${node.kind}()`);
    else tree.children[parent].push(index);
  });
  made.set(nodes, tree);
  return tree;
}

/** A node that is nothing but its name: an empty `arguments`, a `Pass` has a place and so is a row. @param {readonly AstNodeView[]} nodes @param {number} index */
function isBare(nodes, index) {
  const node = nodes[index];
  return !node.span && node.scalars.length === 0 && nodes[index + 1]?.parent !== index;
}

/** The field of its parent that holds a node. @param {AstNodeView} node */
export function fieldOf({ field, index }) {
  return index === undefined ? field : `${field}[${index}]`;
}

/** @param {Tree} tree @returns {ReadonlySet<number>} */
export function firstOpen(tree) {
  return openTo(tree, tree.nodes.length <= SMALL ? Infinity : 1);
}

/** The open nodes that leave everything down to a depth visible. @param {Tree} tree @param {number} depth @returns {Set<number>} */
export function openTo(tree, depth) {
  const open = new Set();
  tree.children.forEach((children, index) => {
    if (children.length > 0 && tree.depths[index] < depth) open.add(index);
  });
  return open;
}

/** @param {Tree} tree @param {number} index @returns {number[]} from the parent to the root */
export function ancestors({ nodes }, index) {
  const found = [];
  for (let at = nodes[index]?.parent; at !== undefined; at = nodes[at].parent) found.push(at);
  return found;
}

/** The row that shows a node: its own, or that of the closed node that hides it. @param {Tree} tree @param {ReadonlySet<number>} open @param {number} index */
export function rowOf(tree, open, index) {
  const parent = tree.nodes[index]?.parent;
  let row = parent === undefined || tree.children[parent].includes(index) ? index : parent;
  for (const above of ancestors(tree, row)) if (!open.has(above)) row = above;
  return row;
}

/** @param {Tree} tree @param {ReadonlySet<number>} open @returns {Row[]} */
export function rows({ nodes, children }, open) {
  if (nodes.length === 0) return [];
  /** @type {Row[]} */
  const found = [];
  const pending = [{ index: 0, position: 1, siblings: 1 }];
  for (let row = pending.pop(); row; row = pending.pop()) {
    found.push(row);
    if (!open.has(row.index)) continue;
    const below = children[row.index];
    for (let at = below.length - 1; at >= 0; at -= 1) pending.push({ index: below[at], position: at + 1, siblings: below.length });
  }
  return found;
}

/**
 * The part of many rows to draw when the row `top` is the first in sight.
 *
 * @param {number} count
 * @param {number} top
 * @returns {{ from: number, to: number }}
 */
export function partAt(count, top) {
  if (count <= MOST_ROWS) return { from: 0, to: count };
  const from = Math.max(0, Math.min((Math.floor(top / STRIDE) - 1) * STRIDE, count - PART));
  return { from, to: from + PART };
}

/** Where the part begins that is drawn around `top`: changes seldom while the panel scrolls. @param {number} top */
export function stride(top) {
  return Math.floor(top / STRIDE) * STRIDE;
}
