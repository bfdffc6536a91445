/**
 * Places basic blocks: one column in layout order, forward edges on the right, backward edges on the left.
 *
 * Code is laid out so that most edges fall through to the next block, so a column reads like the program; edges that jump
 * get lanes beside it, the shorter ones nearer, none sharing a lane with an edge it overlaps.
 *
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {{ offset: number, text: string }} Line
 * @typedef {{ index: number, y: number, height: number, lines: Line[], title: string, cold: boolean }} Box
 * @typedef {{ from: number, to: number, kind: 'fallThrough' | 'jump' | 'exception', lane: number, y1: number, y2: number, back: boolean }} Edge
 * @typedef {{ boxes: Box[], edges: Edge[], height: number, lanesLeft: number, lanesRight: number, columns: number }} Layout
 */

export const LINE = 15;
const HEAD = 20;
const GAP = 22;
const PAD = 6;

/** @param {CodeView} code @returns {Layout} */
export function layoutBlocks(code) {
  let y = 4;
  const boxes = code.blocks.map((block, index) => {
    const lines = code.instructions
      .filter((entry) => entry.offset >= block.start && entry.offset < block.end)
      .map(({ offset, opname, argrepr, jumpTarget }) => ({
        offset,
        text: argrepr && jumpTarget === undefined ? `${opname} ${argrepr}` : opname,
      }));
    const height = HEAD + lines.length * LINE + PAD;
    const box = { index, y, height, lines, title: `block ${index}, offset ${block.start}`, cold: block.cold };
    y += height + GAP;
    return box;
  });
  const edges = code.blocks.flatMap((block, from) =>
    block.edges.map(({ target, kind }) => edge(boxes, from, target, kind)),
  );
  const sides = [edges.filter((entry) => beside(entry) && !entry.back), edges.filter((entry) => beside(entry) && entry.back)];
  const [lanesRight, lanesLeft] = sides.map(assignLanes);
  const columns = Math.max(16, ...boxes.flatMap((box) => box.lines.map((line) => line.text.length)));
  return { boxes, edges, height: y, lanesLeft, lanesRight, columns: Math.min(columns, 44) };
}

/** @param {Box[]} boxes @param {number} from @param {number} to @param {Edge['kind']} kind @returns {Edge} */
function edge(boxes, from, to, kind) {
  const source = boxes[from];
  return { from, to, kind, lane: 0, y1: source.y + source.height - PAD, y2: boxes[to].y + HEAD / 2, back: to <= from };
}

/** A fall-through to the next block is a straight arrow between the boxes and needs no lane. @param {Edge} entry */
export function beside(entry) {
  return entry.kind !== 'fallThrough' || entry.to !== entry.from + 1;
}

/** @param {Edge[]} edges @returns {number} how many lanes they take */
function assignLanes(edges) {
  /** @type {Edge[][]} */
  const lanes = [];
  const bySpan = [...edges].sort((a, b) => Math.abs(a.y2 - a.y1) - Math.abs(b.y2 - b.y1));
  for (const entry of bySpan) {
    let lane = lanes.findIndex((taken) => taken.every((other) => !overlap(entry, other)));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane].push(entry);
    entry.lane = lane;
  }
  return lanes.length;
}

/** @param {Edge} a @param {Edge} b */
function overlap(a, b) {
  return Math.min(a.y1, a.y2) <= Math.max(b.y1, b.y2) && Math.min(b.y1, b.y2) <= Math.max(a.y1, a.y2);
}
