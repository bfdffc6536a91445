import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenLines } from '../../src/layout/tokens.js';
import { ancestors, firstOpen, openTo, partAt, rowOf, rows, stride, treeOf } from '../../src/layout/tree.js';
import { why } from '../../src/panels/names.js';
import { relate, selectedNode } from '../../src/store/relate.js';

/** @param {any} item @returns {string} */
const drawn = (item) => ('token' in item ? item.token.text : `${item.kind[0]}(${item.items.map(drawn).join(' ')})`);

/** Tokens from `KIND text@line` words. @param {string} words */
const tokens = (words) =>
  words.split(' ').map((word) => {
    const [, kind, text, line] = /^(\w+):(.+)@(\d+)$/.exec(word) ?? [];
    return /** @type {any} */ ({ kind, text, line: Number(line) });
  });

test('pieces of f-strings are nested, also across lines', () => {
  const lines = tokenLines(
    tokens('NAME:x@1 OP:{@1 OP:}@1 FSTRING_START:f"@2 OP:{@2 NAME:a@2 OP::@2 FSTRING_MIDDLE:>@2 OP:{@2 NAME:w@2 OP:}@2 OP:}@2 FSTRING_END:"@3 NAME:y@3'),
  );
  assert.deepEqual(lines.map(({ line, items }) => [line, items.map(drawn).join(' ')]), [
    [1, 'x { }'],
    [2, 's(f" f({ a : > f({ w }) }))'],
    [3, 's(") y'],
  ]);
});

test('a t-string in a field of an f-string is a group of its own', () => {
  const [{ items }] = tokenLines(tokens("FSTRING_START:f'@1 OP:{@1 TSTRING_START:t\"@1 TSTRING_END:\"@1 OP:}@1 FSTRING_END:'@1"));
  assert.equal(items.map(drawn).join(' '), `s(f' f({ s(t" ") }) ')`);
});

/** `Module > [Assign > [Name, BinOp > [Name, Name]], Pass]`, an empty `arguments` in the assignment for good measure. */
const NODES = /** @type {any} */ ([
  { kind: 'Module', field: '', scalars: [] },
  { kind: 'Assign', parent: 0, field: 'body', index: 0, span: {}, scalars: [] },
  { kind: 'Name', parent: 1, field: 'targets', index: 0, span: {}, scalars: [] },
  { kind: 'BinOp', parent: 1, field: 'value', span: {}, scalars: [] },
  { kind: 'Name', parent: 3, field: 'left', span: {}, scalars: [] },
  { kind: 'Name', parent: 3, field: 'right', span: {}, scalars: [] },
  { kind: 'arguments', parent: 1, field: 'args', scalars: [] },
  { kind: 'Pass', parent: 0, field: 'body', index: 1, span: {}, scalars: [] },
]);

test('the rows of a tree are those that nothing closed hides', () => {
  const tree = treeOf(NODES);
  assert.deepEqual(tree.words[1], ['args=arguments()']);
  const shown = (/** @type {ReadonlySet<number>} */ open) => rows(tree, open).map(({ index }) => index);
  assert.deepEqual(shown(firstOpen(tree)), [0, 1, 2, 3, 4, 5, 7]);
  assert.deepEqual(shown(openTo(tree, 0)), [0]);
  assert.deepEqual(shown(openTo(tree, 1)), [0, 1, 7]);
  assert.deepEqual(shown(openTo(tree, 2)), [0, 1, 2, 3, 7]);
  assert.deepEqual(rows(tree, openTo(tree, 1))[2], { index: 7, position: 2, siblings: 2 });
  assert.deepEqual(ancestors(tree, 4), [3, 1, 0]);
  const row = (/** @type {number} */ depth) => [4, 6, 7].map((index) => rowOf(tree, openTo(tree, depth), index));
  assert.deepEqual([row(9), row(2), row(1), row(0)], [[4, 1, 7], [3, 1, 7], [1, 1, 7], [0, 0, 0]]);
  assert.deepEqual(rows(treeOf([]), new Set()), []);
});

test('a deep tree is no matter', () => {
  const nodes = Array.from({ length: 50_000 }, (_, at) => ({ kind: 'BinOp', parent: at === 0 ? undefined : at - 1, field: 'left', span: {}, scalars: [] }));
  const tree = treeOf(/** @type {any} */ (nodes));
  assert.equal(rows(tree, openTo(tree, Infinity)).length, 50_000);
});

test('of many rows a part is drawn that holds those in sight', () => {
  assert.deepEqual(partAt(600, 500), { from: 0, to: 600 });
  for (const top of [0, 99, 100, 250, 4_950, 5_000]) {
    const { from, to } = partAt(5_000, stride(top));
    assert.ok(from <= Math.max(0, Math.min(top, 4_700)) && to >= Math.min(top + 100, 5_000), `${top}: ${from} to ${to}`);
    assert.ok(to - from === 300);
  }
});

/** @param {number} start @param {number} line @param {string} [how] @param {string} [role] */
const place = (start, line, how = 'use', role = how === 'use' ? 'uses' : 'binds') => ({ span: { start, end: start + 1 }, line, how, role });
const symbol = (/** @type {string} */ name, /** @type {string} */ rule, /** @type {any} */ rest = {}) => ({
  name, rule, resolution: 'local', owner: undefined, capturedBy: [], inlinedFrom: undefined, written: undefined, places: [], flags: [], ...rest,
});

/** A module with a function in a function, a class in it, and a comprehension. */
const SCOPES = /** @type {any} */ ([
  { kind: 'module', name: 'top', line: 1, symbols: [
    symbol('f', 'boundHere', { owner: 0, places: [place(4, 1, 'def')] }),
    symbol('print', 'notBoundHere', { owner: 0, resolution: 'global implicit', places: [place(50, 9)] }),
    symbol('g', 'boundHere', { owner: 0, resolution: 'global explicit' }),
  ] },
  { kind: 'function', name: 'f', line: 1, parent: 0, symbols: [
    symbol('x', 'parameter', { owner: 1, resolution: 'cell', capturedBy: [2], places: [place(6, 1, 'parameter')] }),
    symbol('g', 'globalStatement', { owner: 0, resolution: 'global explicit', places: [place(20, 2, 'global', 'declares'), place(30, 3, 'assignment')] }),
    symbol('f', 'notBoundHere', { owner: 0, resolution: 'global implicit', places: [place(34, 3)] }),
    symbol('i', 'inlinedComprehension', { owner: 3, inlinedFrom: 3, places: [place(40, 5, 'comprehension')] }),
  ] },
  { kind: 'lambda', name: 'lambda', line: 4, parent: 1, symbols: [
    symbol('x', 'enclosingFunction', { owner: 1, resolution: 'free', places: [place(60, 4)] }),
    symbol('y', 'enclosingFunction', { owner: 1, resolution: 'free' }),
  ] },
  { kind: 'list comprehension', name: 'listcomp', line: 5, parent: 1, inlined: true, symbols: [symbol('.0', 'compiler', { owner: 3 })] },
  { kind: 'class', name: 'C', line: 6, parent: 0, symbols: [
    symbol('_C__p', 'boundHere', { owner: 4, written: '__p', places: [place(70, 7, 'assignment')] }),
  ] },
]);

test('every name has a reason', () => {
  const reason = (/** @type {number} */ scope, /** @type {number} */ at) => why(SCOPES, scope, SCOPES[scope].symbols[at]);
  assert.match(reason(0, 0), /^Defined by def in line 1: a variable of the module/);
  assert.match(reason(0, 1), /^Nothing in the program binds it by name: looked up among the built-ins/);
  assert.match(reason(0, 2), /^Declared global and bound in function f\./);
  assert.equal(reason(1, 0), 'A parameter of function f. Kept in a cell for the lambda in line 4.');
  assert.equal(reason(1, 1), "Declared global in line 2: the module's variable.");
  assert.match(reason(1, 2), /the global of the module, bound in line 1/);
  assert.match(reason(1, 3), /^Only the list comprehension in line 5 uses it/);
  assert.match(reason(2, 0), /^Not bound here, but in function f around it/);
  assert.match(reason(2, 1), /^Not used here: the cell of function f is passed on/);
  assert.match(reason(3, 0), /^The compiler's own: the iterator/);
  assert.match(reason(4, 0), /^Assigned in line 7: an attribute of the class.* Written __p: private names of a class become _C__p\.$/);
});

test('a name leads to its places in every scope that shares the variable', () => {
  const compile = /** @type {any} */ ({ tokens: [], ast: [], codes: [], scopes: SCOPES });
  assert.deepEqual([...relate(compile, null, 's:2:x').keys].sort(), ['s:1:x', 's:2:x']);
  assert.deepEqual(relate(compile, null, 's:2:x').spans.map(({ start }) => start), [60, 6]);
  assert.deepEqual([...relate(compile, null, 'p:6:7').keys].sort(), ['p:6:7', 's:1:x']);
});

test('what is selected leads to a node of the tree', () => {
  const span = (/** @type {number} */ start, /** @type {number} */ end) => ({ start, end });
  const compile = /** @type {any} */ ({
    tokens: [{ kind: 'NAME', span: span(0, 1) }, { kind: 'COMMENT', span: span(2, 5) }],
    ast: [{ kind: 'Module' }, { kind: 'Expr', span: span(0, 1) }, { kind: 'Name', span: span(0, 1) }],
    codes: [{ instructions: [{ offset: 4, span: span(0, 1) }] }],
  });
  assert.deepEqual(['n:1', 't:0', 't:1', 'i:0:4', 'i:0:6', 'p:0:1', 'o:3', ''].map((key) => selectedNode(compile, key)), [1, 2, undefined, 2, undefined, 2, undefined, undefined]);
});
