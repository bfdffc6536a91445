// The package's contract: what `Session` answers, whatever the program is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session, character, run, written } from './ouroscope.mjs';

const options = { inputs: [], switchIntervalUs: 0 };

/** All views of the steps of a short program. */
function steps(source) {
  const { session, progress } = run(source);
  const views = Array.from({ length: progress.total + 1 }, (_, step) => session.seek(step));
  session.free();
  return views;
}

test('a program without errors has every stage', () => {
  const session = new Session('x = 5\n', options);
  const compiled = session.compile();
  session.free();
  assert.deepEqual(compiled.stages.map(({ name, state }) => `${name} ${state}`), ['tokens done', 'ast done', 'symbols done', 'bytecode done']);
  assert.deepEqual(compiled.diagnostics, []);
  assert.deepEqual(compiled.tokens.map(({ exact }) => exact), ['ENCODING', 'NAME', 'EQUAL', 'NUMBER', 'NEWLINE', 'ENDMARKER']);
  assert.deepEqual(compiled.ast.map(({ kind }) => kind), ['Module', 'Assign', 'Name', 'Constant']);
  assert.deepEqual(compiled.ast[1].span, { start: 0, end: 5 });
  assert.equal(compiled.ast[0].parent, undefined);
  assert.deepEqual(compiled.scopes.map(({ symbols }) => symbols.map(({ name }) => name)), [['x']]);
  assert.deepEqual(compiled.codes[0].instructions.map(({ opname }) => opname), ['RESUME', 'LOAD_SMALL_INT', 'STORE_NAME', 'LOAD_CONST', 'RETURN_VALUE']);
});

test('offsets count UTF-16 units', () => {
  const session = new Session("s = '\u{1f600}'; t = s\n", options);
  const { ast } = session.compile();
  session.free();
  assert.deepEqual(ast.find(({ kind }) => kind === 'Constant').span, { start: 4, end: 8 });
});

test('names of characters come from a module of their own', () => {
  const source = 'print("\\N{snowman}", "\\N{LATIN SMALL LETTER GHA}")\n';
  const without = new Session(source, options);
  const [{ message }] = without.compile().diagnostics;
  without.free();
  assert.match(message, /names of characters are not loaded/);
  const session = new Session(source, { ...options, inputsEnd: true }, 'test.py', character);
  const progress = session.run(1000);
  const view = session.seek(progress.total);
  session.free();
  assert.equal(written(view, 'stdout'), '\u2603 \u01a3\n');
  const unknown = new Session('"\\N{SNOW MAN}"\n', options, 'test.py', character);
  assert.match(unknown.compile().diagnostics[0].message, /unknown Unicode character name/);
  unknown.free();
});

test('identifiers are normalised', () => {
  const { session, progress } = run('\uff58 = 5\nprint(x)\n');
  const view = session.seek(progress.total);
  session.free();
  assert.equal(written(view, 'stdout'), '5\n');
});

test('a syntax error leaves the tokens and answers everything', () => {
  const session = new Session('x = = 5\n', options);
  const { stages, tokens, diagnostics } = session.compile();
  assert.deepEqual(stages.map(({ state }) => state), ['done', 'failed', 'notReached', 'notReached']);
  assert.equal(tokens.length, 7);
  assert.deepEqual(
    diagnostics.map(({ className, message, span, line, column }) => ({ className, message, span, line, column })),
    [{ className: 'SyntaxError', message: 'invalid syntax', span: { start: 4, end: 5 }, line: 1, column: 5 }],
  );
  assert.equal(session.run(100).status, 'finished');
  assert.equal(session.seek(7).step, 0);
  assert.equal(session.nextLine(0), undefined);
  assert.equal(session.timeline(0, 10, 10).step.length, 0);
  assert.deepEqual(session.referrers(1).referrers, []);
  session.setBreakpoints(Uint32Array.of(1));
  session.provideInput('x');
  session.free();
});

test('a node in detail, and the tree as text', () => {
  const session = new Session('x = é + y\n', options);
  const at = session.compile().ast.findIndex(({ kind }) => kind === 'BinOp');
  assert.deepEqual(session.nodeDetail(at), {
    signature: 'BinOp(expr left, operator op, expr right)',
    base: 'expr',
    attributes: [1, 4, 1, 10],
    unparsed: 'é + y',
  });
  assert.deepEqual(session.nodeDetail(0).attributes, []);
  assert.equal(session.nodeDetail(999), undefined);
  assert.match(session.treeText(false), /^Module\(\n {2}body=\[\n {4}Assign\(\n {6}targets=\[\n {8}Name\(id='x', ctx=Store\(\)\)\],/);
  assert.match(session.treeText(true), /\n {10}lineno=1,\n {10}col_offset=0,/);
  session.free();
  const broken = new Session('x = = 5\n', options);
  assert.equal(broken.nodeDetail(0), undefined);
  assert.equal(broken.treeText(false), undefined);
  assert.match(broken.compile().diagnostics[0].report, /^ {2}File "main.py", line 1\n {4}x = = 5\n {8}\^\nSyntaxError: invalid syntax\n$/);
  broken.free();
});

test('a reference count goes 1 -> 2 -> 1, and an object is freed', () => {
  const views = steps('class A: pass\nx = A()\ny = x\ndel x\ndel y\n');
  const counts = [];
  for (const view of views) {
    const instance = view.objects.find(({ typeName }) => typeName === 'A');
    if (instance && counts.at(-1) !== instance.refcount) counts.push(instance.refcount);
  }
  assert.deepEqual(counts.filter((count) => count <= 2).slice(-4), [1, 2, 1, 0]);
  assert.ok(views.some(({ objects }) => objects.some(({ typeName, change, freedReason }) => typeName === 'A' && change === 'freed' && freedReason)));
});

test('a step looks the same from both sides', () => {
  const { session, progress } = run('total = 0\nfor i in range(50):\n    total += i * i\nprint(total)\n');
  const forward = Array.from({ length: progress.total + 1 }, (_, step) => session.seek(step));
  for (let step = progress.total; step >= 0; step -= 7) assert.deepEqual(session.seek(step), forward[step]);
  session.free();
});

test('input() waits, is answered, and can be stepped back over', () => {
  const session = new Session('name = input("Name? ")\nprint("Hello", name)\n', options);
  const waiting = session.run(10_000);
  assert.equal(waiting.status, 'waitingForInput');
  assert.equal(written(session.seek(waiting.total), 'stdout'), 'Name? ');
  session.provideInput('Ada');
  const progress = session.run(10_000);
  assert.equal(progress.status, 'finished');
  assert.match(written(session.seek(progress.total), 'stdout'), /Hello Ada\n$/);
  assert.equal(written(session.seek(waiting.total - 1), 'stdout').includes('Hello'), false);
  session.free();
});

test('an endless loop runs in budgets', () => {
  const session = new Session('n = 0\nwhile True:\n    n += 1\n', options);
  for (let i = 1; i <= 5; i += 1) {
    const { total, status } = session.run(10_000);
    assert.equal(status, 'running');
    assert.equal(total, i * 10_000);
  }
  assert.equal(session.seek(25_000).step, 25_000);
  session.free();
});

test('lines and breakpoints', () => {
  const { session } = run('x = 1\nfor i in range(3):\n    x += i\nprint(x)\n');
  const line = (step) => session.seek(step).frames.at(-1).line;
  const second = session.nextLine(0);
  assert.ok(second > 0);
  const visits = [];
  for (let step = session.nextExecutionOf(3, 0); step !== undefined; step = session.nextExecutionOf(3, step)) visits.push(step);
  assert.equal(visits.length, 3);
  assert.deepEqual(visits.map(line), [3, 3, 3]);
  assert.equal(session.previousExecutionOf(3, visits[2]), visits[1]);
  assert.equal(session.nextBreakpoint(0), undefined);
  session.setBreakpoints(Uint32Array.of(4));
  assert.equal(line(session.nextBreakpoint(0)), 4);
  session.free();
});

test('the timeline is typed columns of equal length', () => {
  const { session, progress } = run('for i in range(200):\n    len([i])\n');
  const columns = session.timeline(0, progress.total, 64);
  session.free();
  const names = { step: Uint32Array, thread: Uint8Array, depth: Uint16Array, line: Uint32Array, liveObjects: Uint32Array, kind: Uint8Array };
  for (const [name, type] of Object.entries(names)) {
    assert.ok(columns[name] instanceof type, name);
    assert.equal(columns[name].length, columns.step.length, name);
  }
  assert.ok(columns.step.length > 32 && columns.step.length <= 64);
});

test('an uncaught exception is shown with its traceback', () => {
  const { session, progress } = run('def f(n):\n    return 1 / n\nf(0)\n');
  assert.equal(progress.status, 'raised');
  const { error } = session.seek(progress.total);
  session.free();
  assert.equal(error.className, 'ZeroDivisionError');
  assert.equal(error.message, 'division by zero');
  assert.match(error.traceback, /File "test.py", line 2, in f/);
});

test('what is not supported is named', () => {
  const session = new Session('import os\n', options);
  const progress = session.run(10_000);
  const { error } = session.seek(progress.total);
  session.free();
  assert.match(error.message, /os/);
});

test('stages are measured for the profiler', () => {
  performance.clearMeasures();
  const { session } = run('x = 1\n');
  session.seek(1);
  session.free();
  const names = performance.getEntriesByType('measure').map(({ name }) => name);
  for (const stage of ['tokens', 'ast', 'symbols', 'bytecode', 'run', 'seek']) assert.ok(names.includes(`ouroscope: ${stage}`), stage);
});

test('options of the wrong shape throw, and the package lives on', () => {
  assert.throws(() => new Session('x', { inputs: 5 }));
  new Session('x', options).free();
});
