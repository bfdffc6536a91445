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

/** Layouts without and with bytes. @type {WeakMap<CodeView, [Layout?, Layout?]>} */
const made = new WeakMap();

/** @param {CodeView} code @param {boolean} bytes raw bytes are shown below each row @returns {Layout} */
export function layoutBytecode(code, bytes) {
  const known = made.get(code) ?? [];
  made.set(code, known);
  return (known[Number(bytes)] ??= place(code, bytes));
}

/** @param {CodeView} code @param {boolean} bytes @returns {Layout} */
function place(code, bytes) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Map<number, InstructionRow>} */
  const at = new Map();
  const begins = new Map(code.exceptionTable.map((range) => [range.start, range]));
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
    const range = begins.get(instruction.offset);
    if (range) push({ kind: 'range', range, y, height: RANGE });
    const height = (instruction.opname.length > WIDEST ? TALL : ROW) + (bytes ? TALL - ROW : 0);
    at.set(instruction.offset, push({ kind: 'instruction', instruction, y, height }));
  }
  const middle = (/** @type {number} */ offset) => {
    const row = at.get(offset);
    return row ? row.y + ROW / 2 : undefined;
  };
  const arrows = arrowsOf(code, middle);
  const brackets = bracketsOf(code, rows, at);
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

/** @param {Row[]} rows in order of `y` @param {Row} row */
function indexOf(rows, row) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].y < row.y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The entries of an exception table do not overlap. @param {CodeView} code @param {Row[]} rows @param {Map<number, InstructionRow>} at @returns {Bracket[]} */
function bracketsOf({ exceptionTable }, rows, at) {
  return exceptionTable.flatMap((range) => {
    const first = at.get(range.start);
    if (!first) return [];
    // The row behind the range, or what stands above it.
    const behind = at.get(range.end);
    let last = behind ? indexOf(rows, behind) - 1 : rows.length - 1;
    while (rows[last].kind !== 'instruction') last -= 1;
    return [{ from: first.y + 1, to: rows[last].y + rows[last].height - 1, lane: 0, range }];
  });
}

/**
 * Gives each span a lane in which it meets no other; shorter ones come nearer to the rows, so that nested ones do not cross.
 *
 * @param {Span[]} spans
 * @returns {number} how many lanes they take
 */
export function assignLanes(spans) {
  /** Spans of each lane in order; none of them meet. @type {[number, number][][]} */
  const lanes = [];
  const bySize = [...spans].sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
  for (const span of bySize) {
    /** @type {[number, number]} */
    const reach = [Math.min(span.from, span.to), Math.max(span.from, span.to)];
    let lane = lanes.findIndex((taken) => enter(taken, reach));
    if (lane < 0 && lanes.length < MOST_LANES) lane = lanes.push([reach]) - 1;
    span.lane = lane < 0 ? MOST_LANES - 1 : lane;
  }
  return lanes.length;
}

/** Puts a span among those of a lane if it meets none of them. @param {[number, number][]} taken @param {[number, number]} reach */
function enter(taken, reach) {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (taken[middle][0] <= reach[0]) low = middle + 1;
    else high = middle;
  }
  const isFree = (low === 0 || taken[low - 1][1] < reach[0]) && (low === taken.length || reach[1] < taken[low][0]);
  if (isFree) taken.splice(low, 0, reach);
  return isFree;
}
