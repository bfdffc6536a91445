/**
 * Places the basic blocks of a stage with dagre: entry on top, fall-through edges straight down where that is possible.
 *
 * @typedef {import('../rpc/protocol.js').PassView} PassView
 * @typedef {import('../rpc/protocol.js').PassBlockView} PassBlockView
 * @typedef {import('../rpc/protocol.js').PassRowView} PassRowView
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ block: PassBlockView, x: number, y: number, width: number, height: number }} Box Its upper left corner and size.
 * @typedef {{ from: number, to: number, kind: 'fallThrough' | 'jump' | 'exception', points: Point[] }} Edge
 * @typedef {{ boxes: Box[], edges: Edge[], width: number, height: number }} Layout
 */
import { Graph, layout } from '@dagrejs/dagre';

export const HEAD = 22;
export const ROW = 17;
/** What a row says about the change takes a line of its own. */
export const NOTE = 14;
const PAD = 5;
const CHAR = 6.7;
/** Of a row's text, in characters; the rest is cut. */
const WIDEST = 44;
const NARROWEST = 20;

/** How strongly an edge is kept short and straight. */
const WEIGHT = { fallThrough: 6, jump: 2, exception: 1 };

/** @type {WeakMap<PassView, Layout>} */
const made = new WeakMap();

/** @param {PassView} stage @returns {Layout} */
export function layoutStage(stage) {
  let known = made.get(stage);
  if (!known) made.set(stage, (known = place(stage)));
  return known;
}

/** @param {PassView} stage @returns {Layout} */
function place({ blocks }) {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 26, edgesep: 14, ranksep: 34, marginx: 10, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const block of blocks) graph.setNode(String(block.id), sizeOf(block));
  const edges = blocks.flatMap((block) => block.edges.map(({ target, kind }) => ({ from: block.id, to: target, kind })));
  const drawn = edges.filter(({ to }) => graph.hasNode(String(to)));
  for (const { from, to, kind } of drawn) graph.setEdge(String(from), String(to), { weight: WEIGHT[kind] }, kind);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const boxes = blocks.map((block) => {
    const { x, y, width, height } = /** @type {{ x: number, y: number, width: number, height: number }} */ (graph.node(String(block.id)));
    return { block, x: x - width / 2, y: y - height / 2, width, height };
  });
  const placed = drawn.map(({ from, to, kind }) => {
    const { points } = /** @type {{ points: Point[] }} */ (graph.edge(String(from), String(to), kind));
    return { from, to, kind, points };
  });
  return { boxes, edges: placed, width: Math.ceil(width), height: Math.ceil(height) };
}

/** @param {PassBlockView} block */
function sizeOf({ rows, cold, handler, change, startDepth }) {
  // The tags of the head, each with its border, and the depth.
  const head = 4 + (cold ? 8 : 0) + (handler ? 10 : 0) + (change === 'same' ? 0 : 12) + (startDepth === undefined ? 0 : 9);
  const longest = rows.reduce((most, row) => Math.max(most, textOf(row).length + 2, noteOf(row).length * 0.9 + 3), Math.max(NARROWEST, head));
  const notes = rows.filter((row) => noteOf(row) !== '').length;
  return { width: Math.round(Math.min(longest, WIDEST) * CHAR + 16), height: HEAD + rows.length * ROW + notes * NOTE + PAD };
}

/** `LOAD_FAST 0 (x)` @param {PassRowView} row */
export function textOf({ opname, arg, argrepr }) {
  return [opname, arg, argrepr && (arg === undefined ? argrepr : `(${argrepr})`)].filter((part) => part !== undefined && part !== '').join(' ');
}

/** What the pass did to an instruction, in words; empty if there is nothing to add to the sign. @param {PassRowView} row */
export function noteOf({ change, was, handler, line }) {
  switch (change) {
    case 'rewritten':
      return `was ${was}`;
    case 'moved':
      return `from ${was}`;
    case 'handler':
      return handler === undefined ? 'no handler any more' : `exceptions go to B${handler}`;
    case 'line':
      return `line ${line ?? 'none'}, was ${was || 'none'}`;
    default:
      return '';
  }
}

/** A smooth line through the points of an edge. @param {readonly Point[]} points */
export function pathOf(points) {
  const at = (/** @type {Point} */ { x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  if (points.length < 3) return `M${points.map(at).join('L')}`;
  let path = `M${at(points[0])}`;
  for (let i = 1; i < points.length - 2; i += 1) {
    const middle = { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    path += `Q${at(points[i])} ${at(middle)}`;
  }
  return `${path}Q${at(points[points.length - 2])} ${at(points[points.length - 1])}`;
}
