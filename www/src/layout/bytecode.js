/**
 * The rows of a code object and where they stand: instructions under their source line, the starts of protected ranges, and the
 * lanes of arrows and brackets beside them. Every row has a height known beforehand, so nothing needs measuring.
 *
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {import('../rpc/protocol.js').InstructionView} InstructionView
 * @typedef {CodeView['exceptionTable'][number]} Range
 *
 * @typedef {{ kind: 'line', line: number | undefined, y: number, height: number }} LineRow
 * @typedef {{ kind: 'range', range: Range, y: number, height: number }} RangeRow
 * @typedef {{ kind: 'instruction', instruction: InstructionView, y: number, height: number }} InstructionRow
 * @typedef {LineRow | RangeRow | InstructionRow} Row
 *
 * @typedef {object} Span Something drawn beside the rows from one height to another.
 * @property {number} from
 * @property {number} to
 * @property {number} lane From 0, the nearest to the rows.
 *
 * @typedef {Span & { back: boolean, offset: number, target: number }} Arrow
 * @typedef {Span & { range: Range }} Bracket
 * @typedef {{ rows: Row[], height: number, arrows: Arrow[], brackets: Bracket[], arrowLanes: number, bracketLanes: number }} Layout
 */

export const ROW = 20;
/** A row with a long name, or with bytes below it. */
export const TALL = 36;
const LINE = 26;
const RANGE = 18;
/** Longer names of instructions take two lines. */
export const WIDEST = 24;
/** Beyond these, arrows share lanes: the gutter must leave room for the text. */
const MOST_LANES = 7;

/** @param {CodeView} code @param {boolean} bytes raw bytes are shown below each row @returns {Layout} */
export function layoutBytecode(code, bytes) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Map<number, InstructionRow>} */
  const at = new Map();
  let y = 0;
  /** @template {Row} T @param {T} row */
  const push = (row) => {
    rows.push(row);
    y += row.height;
    return row;
  };
  /** @type {number | undefined | null} */
  let line = null;
  for (const instruction of code.instructions) {
    if (instruction.line !== line) {
      line = instruction.line;
      push({ kind: 'line', line, y, height: LINE });
    }
    for (const range of code.exceptionTable) {
      if (range.start === instruction.offset) push({ kind: 'range', range, y, height: RANGE });
    }
    const height = (instruction.opname.length > WIDEST ? TALL : ROW) + (bytes ? TALL - ROW : 0);
    at.set(instruction.offset, push({ kind: 'instruction', instruction, y, height }));
  }
  const middle = (/** @type {number} */ offset) => {
    const row = at.get(offset);
    return row ? row.y + ROW / 2 : undefined;
  };
  const arrows = arrowsOf(code, middle);
  const brackets = bracketsOf(code, at);
  return { rows, height: y, arrows, brackets, arrowLanes: assignLanes(arrows), bracketLanes: assignLanes(brackets) };
}

/** @param {CodeView} code @param {(offset: number) => number | undefined} middle @returns {Arrow[]} */
function arrowsOf(code, middle) {
  return code.instructions.flatMap(({ offset, jumpTarget }) => {
    const from = middle(offset);
    const to = jumpTarget === undefined ? undefined : middle(jumpTarget);
    if (from === undefined || to === undefined || jumpTarget === undefined) return [];
    return [{ from, to, lane: 0, back: to <= from, offset, target: jumpTarget }];
  });
}

/** @param {CodeView} code @param {Map<number, InstructionRow>} at @returns {Bracket[]} */
function bracketsOf(code, at) {
  return code.exceptionTable.flatMap((range) => {
    const covered = code.instructions.filter(({ offset }) => range.start <= offset && offset < range.end);
    const first = at.get(covered[0]?.offset);
    const last = at.get(covered.at(-1)?.offset ?? -1);
    if (!first || !last) return [];
    return [{ from: first.y + 1, to: last.y + last.height - 1, lane: 0, range }];
  });
}

/**
 * Gives each span a lane in which it meets no other; shorter ones come nearer to the rows, so that nested ones do not cross.
 *
 * @param {Span[]} spans
 * @returns {number} how many lanes they take
 */
export function assignLanes(spans) {
  /** @type {Span[][]} */
  const lanes = [];
  const bySize = [...spans].sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
  for (const span of bySize) {
    let lane = lanes.findIndex((taken) => taken.every((other) => !meet(span, other)));
    if (lane < 0) lane = lanes.length < MOST_LANES ? lanes.push([]) - 1 : MOST_LANES - 1;
    lanes[lane].push(span);
    span.lane = lane;
  }
  return lanes.length;
}

/** @param {Span} a @param {Span} b */
function meet(a, b) {
  return Math.min(a.from, a.to) <= Math.max(b.from, b.to) && Math.min(b.from, b.to) <= Math.max(a.from, a.to);
}
