import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, unpack } from '../../src/share.js';

const SHARED = { source: 'print("λ 😀")\n'.repeat(200), step: 4_000_000, inputs: ['a', ''], breakpoints: [1, 7] };

test('a link brings back what went in', async () => {
  assert.deepEqual(await unpack(await pack(SHARED)), SHARED);
});

test('a link is made of characters that fragments may hold, and is short', async () => {
  const fragment = await pack(SHARED);
  assert.match(fragment, /^v1\.[\w-]+$/);
  assert.ok(fragment.length < 200);
});

test('damaged and foreign fragments are refused', async () => {
  const fragment = await pack(SHARED);
  for (const bad of ['', 'section', 'v1.', 'v1.AAAA', fragment.slice(0, -9), `${fragment.slice(0, 20)}x${fragment.slice(21)}`]) {
    assert.equal(await unpack(bad), null, bad);
  }
});

test('values of the wrong shape do not pass', async () => {
  const odd = /** @type {any} */ ({ source: 'x', step: -1, inputs: [1, 'a'], breakpoints: ['1', 0, 2.5, 3] });
  assert.deepEqual(await unpack(await pack(odd)), { source: 'x', step: 0, inputs: ['a'], breakpoints: [3] });
  assert.equal(await unpack(await pack(/** @type {any} */ ({ step: 1 }))), null);
});
