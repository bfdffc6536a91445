import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beside, layoutBlocks } from '../../src/layout/cfg.js';

/** A loop with a way out: 0 -> 1 <-> 2, 1 -> 3. */
const CODE = /** @type {any} */ ({
  instructions: [0, 2, 4, 6].map((offset) => ({ offset, opname: `OP${offset}`, argrepr: '', jumpTarget: undefined })),
  blocks: [
    { start: 0, end: 2, cold: false, edges: [{ target: 1, kind: 'fallThrough' }] },
    { start: 2, end: 4, cold: false, edges: [{ target: 2, kind: 'fallThrough' }, { target: 3, kind: 'jump' }] },
    { start: 4, end: 6, cold: false, edges: [{ target: 1, kind: 'jump' }] },
    { start: 6, end: 8, cold: true, edges: [] },
  ],
});

test('blocks stand below each other with their instructions', () => {
  const { boxes } = layoutBlocks(CODE);
  assert.deepEqual(boxes.map((box) => box.lines.map((line) => line.text)), [['OP0'], ['OP2'], ['OP4'], ['OP6']]);
  for (const [index, box] of boxes.entries()) {
    if (index > 0) assert.ok(box.y > boxes[index - 1].y + boxes[index - 1].height);
  }
});

test('jumps get lanes: forward on the right, backward on the left', () => {
  const layout = layoutBlocks(CODE);
  assert.deepEqual(
    layout.edges.filter(beside).map(({ from, to, back }) => [from, to, back]),
    [[1, 3, false], [2, 1, true]],
  );
  assert.deepEqual([layout.lanesRight, layout.lanesLeft], [1, 1]);
});
