import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignLanes, layoutBytecode } from '../../src/layout/bytecode.js';

/** @typedef {import('../../src/rpc/protocol.js').CodeView} CodeView */

/** @param {number} offset @param {number | undefined} line @param {number} [jumpTarget] @param {string} [opname] */
function instruction(offset, line, jumpTarget, opname = 'NOP') {
  return { offset, opcode: 27, opname, arg: undefined, argrepr: '', line, span: undefined, jumpTarget, isJumpTarget: false, caches: 0, handler: undefined };
}

/** @param {CodeView['instructions']} instructions @param {CodeView['exceptionTable']} [exceptionTable] @returns {CodeView} */
function code(instructions, exceptionTable = []) {
  return {
    parent: undefined, name: 'f', qualname: 'f', firstLine: 1, flags: [], stackSize: 1, argCount: 0, posOnlyArgCount: 0, kwOnlyArgCount: 0,
    consts: [], names: [], localsplus: [], instructions, exceptionTable,
  };
}

test('instructions stand under their line, a line that comes back has a heading again', () => {
  const { rows } = layoutBytecode(code([instruction(0, 1), instruction(2, 1), instruction(4, 2), instruction(6, 1), instruction(8, undefined)]), false);
  const told = rows.map((row) => (row.kind === 'line' ? `line ${row.line}` : row.kind === 'instruction' ? row.instruction.offset : row.kind));
  assert.deepEqual(told, ['line 1', 0, 2, 'line 2', 4, 'line 1', 6, 'line undefined', 8]);
});

test('rows follow each other without gaps', () => {
  const { rows, height } = layoutBytecode(code([instruction(0, 1), instruction(2, 2, undefined, 'LOAD_FAST_BORROW_LOAD_FAST_BORROW')]), true);
  let y = 0;
  for (const row of rows) {
    assert.equal(row.y, y);
    y += row.height;
  }
  assert.equal(height, y);
});

test('nested jumps nest: the shorter one is nearer', () => {
  const { arrows, arrowLanes } = layoutBytecode(code([instruction(0, 1, 8), instruction(2, 1, 6), instruction(4, 1), instruction(6, 1), instruction(8, 1)]), false);
  assert.deepEqual(arrows.map(({ offset, lane, back }) => [offset, lane, back]), [[0, 1, false], [2, 0, false]]);
  assert.equal(arrowLanes, 2);
});

test('jumps apart share a lane, a loop goes back', () => {
  const { arrows } = layoutBytecode(code([instruction(0, 1, 2), instruction(2, 1), instruction(4, 1), instruction(6, 1, 4)]), false);
  assert.deepEqual(arrows.map(({ lane, back }) => [lane, back]), [[0, false], [0, true]]);
});

test('a bracket covers exactly its range and says where it begins', () => {
  const range = { start: 2, end: 6, target: 8, depth: 1, lasti: true };
  const { rows, brackets } = layoutBytecode(code([0, 2, 4, 6, 8].map((offset) => instruction(offset, 1)), [range]), false);
  const at = (/** @type {number} */ offset) => rows.find((row) => row.kind === 'instruction' && row.instruction.offset === offset) ?? { y: NaN, height: NaN };
  assert.equal(brackets.length, 1);
  assert.ok(brackets[0].from > at(2).y && brackets[0].to < at(4).y + at(4).height && brackets[0].to > at(4).y);
  assert.equal(rows.findIndex((row) => row.kind === 'range') + 1, rows.indexOf(/** @type {any} */ (at(2))));
});

test('there are never more lanes than fit', () => {
  const spans = Array.from({ length: 40 }, (_, at) => ({ from: 0, to: 100 + at, lane: 0 }));
  assert.equal(assignLanes(spans), 7);
  assert.ok(spans.every(({ lane }) => lane >= 0 && lane < 7));
});
