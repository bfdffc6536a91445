import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutStage, pathOf } from '../../src/layout/cfg.js';

/** @typedef {import('../../src/rpc/protocol.js').PassBlockView} PassBlockView */

/** @param {number} id @param {PassBlockView['edges']} edges @param {Partial<PassBlockView>} [more] @returns {PassBlockView} */
function block(id, edges, more = {}) {
  const row = /** @type {const} */ ({ id, opname: 'NOP', arg: undefined, argrepr: '', line: 1, handler: undefined, change: 'same', was: '', touched: undefined, label: undefined, offset: undefined });
  return { id, change: 'same', cold: false, handler: false, startDepth: 0, edges, rows: [row], ...more };
}

const loop = {
  name: 'a pass',
  blocks: [
    block(0, [{ target: 1, kind: /** @type {const} */ ('fallThrough') }]),
    block(1, [{ target: 2, kind: /** @type {const} */ ('fallThrough') }, { target: 3, kind: 'jump' }]),
    block(2, [{ target: 1, kind: /** @type {const} */ ('jump') }, { target: 4, kind: 'exception' }]),
    block(3, []),
    block(4, [], { cold: true, handler: true }),
  ],
};

test('boxes do not overlap and lie inside the graph', () => {
  const { boxes, width, height } = layoutStage(loop);
  boxes.forEach((a, at) => {
    assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height);
    for (const b of boxes.slice(at + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(apart, `${a.block.id} and ${b.block.id}`);
    }
  });
});

test('control falls downward', () => {
  const { boxes } = layoutStage(loop);
  const top = (/** @type {number} */ id) => boxes.find((box) => box.block.id === id)?.y ?? NaN;
  assert.ok(top(0) < top(1) && top(1) < top(2) && top(1) < top(3) && top(2) < top(4));
});

test('every edge is drawn, and one to a block that is not shown is left out', () => {
  assert.deepEqual(layoutStage(loop).edges.map(({ from, to, kind }) => [from, to, kind]), [
    [0, 1, 'fallThrough'], [1, 2, 'fallThrough'], [1, 3, 'jump'], [2, 1, 'jump'], [2, 4, 'exception'],
  ]);
  const dangling = { name: 'a pass', blocks: [block(0, [{ target: 9, kind: /** @type {const} */ ('jump') }])] };
  assert.deepEqual(layoutStage(dangling).edges, []);
});

test('a block grows with its rows and what they say', () => {
  const plain = layoutStage({ name: 'a pass', blocks: [block(0, [])] }).boxes[0];
  const row = block(0, []).rows[0];
  const noted = layoutStage({ name: 'a pass', blocks: [block(0, [], { rows: [row, { ...row, change: 'rewritten', was: 'LOAD_CONST 0 (1)' }] })] }).boxes[0];
  assert.ok(noted.height > plain.height && noted.width >= plain.width);
});

test('a path begins and ends where its edge does', () => {
  const path = pathOf([{ x: 1, y: 2 }, { x: 5, y: 9 }, { x: 7, y: 9 }, { x: 9, y: 20 }]);
  assert.ok(path.startsWith('M1.0 2.0') && path.endsWith('9.0 20.0'));
});
