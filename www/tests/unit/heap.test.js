import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseObjects, placeObjects } from '../../src/layout/heap.js';

/**
 * @typedef {import('../../src/rpc/protocol.js').StepView} StepView
 * @typedef {import('../../src/rpc/protocol.js').ObjectView} ObjectView
 */

/** @param {number} id @param {Partial<ObjectView>} [rest] @returns {ObjectView} */
function object(id, rest = {}) {
  return {
    id, address: `0x${id}`, typeName: 'list', typeId: undefined, refcount: 1, immortal: false, value: '[]', size: 56,
    tracked: true, generation: 0, references: [], referencesHidden: 0, change: 'none', refcountBefore: undefined,
    freedReason: undefined, ...rest,
  };
}

/** @param {number[]} targets */
function references(...targets) {
  return targets.map((target, index) => ({ label: `[${index}]`, target }));
}

/** @param {number[]} locals @param {ObjectView[]} objects @returns {StepView} */
function step(locals, objects) {
  const slots = locals.map((id, index) => ({ name: `n${index}`, kind: 'name', object: id, changed: false }));
  const frame = { thread: 0, depth: 0, native: false, name: '<module>', locals: slots, stack: [], generator: undefined };
  return /** @type {any} */ ({ thread: 0, frames: [frame], objects });
}

/** @param {StepView} view */
function columnsOf(view) {
  return Object.fromEntries(chooseObjects(view, false).map(({ object: { id }, column }) => [id, column]));
}

test('columns are distances from the frames', () => {
  const objects = [object(1, { references: references(2) }), object(2, { references: references(3, 1) }), object(3)];
  assert.deepEqual(columnsOf(step([1], objects)), { 1: 0, 2: 1, 3: 2 });
  assert.deepEqual(columnsOf(step([1, 3], objects)), { 1: 0, 2: 1, 3: 0 });
});

test('immortal atoms are drawn for names, not for items', () => {
  const one = object(2, { typeName: 'int', immortal: true, value: '1' });
  assert.deepEqual(columnsOf(step([1], [object(1, { references: references(2) }), one])), { 1: 0 });
  assert.deepEqual(columnsOf(step([2], [one])), { 2: 0 });
});

test('a freed object is drawn although nothing refers to it', () => {
  assert.deepEqual(columnsOf(step([], [object(5, { change: 'freed' })])), { 5: 1 });
});

test('references to objects that are not in the view are left alone', () => {
  assert.deepEqual(columnsOf(step([1, 99], [object(1, { references: references(77) })])), { 1: 0 });
});

test('objects keep their place while others come and go', () => {
  const first = placeObjects(new Map(), chooseObjects(step([1, 2, 3], [object(1), object(2), object(3)]), false));
  const second = placeObjects(first, chooseObjects(step([2, 3, 4], [object(4), object(2), object(3)]), false));
  assert.deepEqual(second.get(2), first.get(2));
  assert.deepEqual(second.get(3), first.get(3));
  assert.equal(second.get(4)?.y, first.get(1)?.y, 'the new one takes the free place');
});

test('a card that grows pushes the ones below it down, without overlap', () => {
  const small = [object(1), object(2), object(3)];
  const first = placeObjects(new Map(), chooseObjects(step([1, 2, 3], small), false));
  const grown = object(1, { references: references(4, 5, 6) });
  const second = placeObjects(first, chooseObjects(step([1, 2, 3], [grown, object(2), object(3)]), false));
  const places = [1, 2, 3].map((id) => second.get(id));
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    if (place && next) assert.ok(next.y >= place.y + place.height);
  }
});
