import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innermostNode, relate, tokenKeyAt } from '../../src/store/relate.js';

/** @param {number} start @param {number} end */
const span = (start, end) => ({ start, end });

/** `x = y` */
const COMPILE = /** @type {any} */ ({
  tokens: [
    { kind: 'NAME', text: 'x', span: span(0, 1) },
    { kind: 'OP', text: '=', span: span(2, 3) },
    { kind: 'NAME', text: 'y', span: span(4, 5) },
    { kind: 'NEWLINE', text: '\n', span: span(5, 6) },
  ],
  ast: [
    { kind: 'Module', parent: undefined },
    { kind: 'Assign', parent: 0, span: span(0, 5) },
    { kind: 'Name', parent: 1, span: span(0, 1) },
    { kind: 'Store', parent: 2 },
    { kind: 'Name', parent: 1, span: span(4, 5) },
  ],
  scopes: [{ parent: undefined, kind: 'module', name: 'top', symbols: [
    { name: 'x', owner: 0, places: [{ span: span(0, 1) }] },
    { name: 'y', owner: 0, places: [{ span: span(4, 5) }] },
  ] }],
  codes: [{ name: '<module>', instructions: [
    { offset: 0, opname: 'LOAD_NAME', span: span(4, 5) },
    { offset: 2, opname: 'STORE_NAME', span: span(0, 1) },
  ] }],
});
const STEP = /** @type {any} */ ({
  thread: 0,
  frames: [{ thread: 0, code: 0, locals: [{ name: 'y', object: 9 }] }],
});

/** @param {string} key */
const keys = (key) => [...relate(COMPILE, STEP, key).keys].sort();

test('a token leads to its node, name, instruction and object', () => {
  assert.deepEqual(keys('t:2'), ['i:0:0', 'n:4', 'o:9', 's:0:y', 't:2']);
});

test('an operator stands for its whole statement', () => {
  assert.deepEqual(keys('t:1'), ['i:0:0', 'i:0:2', 'n:1', 't:0', 't:1', 't:2']);
});

test('an instruction leads back to the source', () => {
  const related = relate(COMPILE, STEP, 'i:0:2');
  assert.deepEqual(related.spans, [span(0, 1)]);
  assert.deepEqual([...related.keys].sort(), ['i:0:2', 'n:2', 's:0:x', 't:0']);
});

test('an object leads to the names bound to it', () => {
  assert.deepEqual(keys('o:9'), ['o:9', 's:0:y', 't:2']);
});

test('a node without a place stands for the nearest one that has one', () => {
  assert.ok(keys('n:3').includes('t:0'));
});

test('unknown keys relate to nothing', () => {
  for (const key of ['', 'z:1', 't:99', 'n:99', 's:4:x', 'i:7:0']) assert.deepEqual(keys(key), []);
});

test('the innermost node and the token at a position', () => {
  assert.equal(innermostNode(COMPILE, span(4, 5)), 4);
  assert.equal(innermostNode(COMPILE, span(3, 5)), 1);
  assert.equal(tokenKeyAt(COMPILE, 4), 't:2');
  assert.equal(tokenKeyAt(COMPILE, 3), '');
  assert.equal(tokenKeyAt(COMPILE, 5), '');
});
