import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { idle, open, press, region, start, write } from '../helpers.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.close());

/** @param {string} name @param {(page: Page) => Promise<void>} body @param {Parameters<typeof open>[1]} [options] */
function onPage(name, body, options) {
  test(name, { timeout: 90_000 }, async () => {
    const { page, errors } = await open(site, options);
    try {
      await body(page);
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
    }
  });
}

/** @param {Page} page */
async function violations(page) {
  await page.addScriptTag({ path: AXE });
  const { violations: found } = await page.evaluate(() => /** @type {any} */ (window).axe.run(document));
  return found.map((/** @type {any} */ { id, nodes }) => [id, ...nodes.map((/** @type {any} */ node) => node.target)]);
}

const PROGRAM = `import math as m
def outer(a):
    total = 0  # so far

    def add(n):
        nonlocal total
        total += n + a
        return f"{total!r:>{n}}"
    return [add(i) for i in a]

class C:
    __slots__ = ()
    __p = m
`;

/** Shows one panel of the middle column in all its height. @param {Page} page @param {string} name */
const only = (page, name) => press(page, `Only ${name}`);

/** The texts of what is marked in the editor. @param {Page} page */
const related = (page) => page.locator('.cm-related').allInnerTexts();

onPage('tokens: the hidden ones are drawn, types and positions on demand', async (page) => {
  await write(page, PROGRAM);
  await only(page, 'Tokens');
  const panel = region(page, 'Tokens');
  for (const kind of ['ENCODING', 'NEWLINE', 'NL', 'INDENT', 'DEDENT', 'COMMENT', 'ENDMARKER']) {
    assert.ok((await panel.getByRole('button', { name: kind }).count()) > 0, kind);
  }
  const first = panel.getByRole('group', { name: 'Line 2', exact: true });
  assert.match(await first.innerText(), /def\s+NAME\s+outer\s+NAME\s+\(\s+LPAR/);
  await press(page, 'Exact types');
  assert.match(await first.innerText(), /\(\s+OP/);
  assert.doesNotMatch(await first.innerText(), /2,4-2,9/);
  await press(page, 'Positions');
  assert.match(await first.innerText(), /outer\s+NAME\s+2,4-2,9/);
});

onPage('tokens: pieces of f-strings are nested; arrows walk tokens and lines', async (page) => {
  await write(page, PROGRAM);
  await only(page, 'Tokens');
  const panel = region(page, 'Tokens');
  assert.equal(await panel.locator('.nest.string > .nest.field > .nest.field').count(), 1);
  await page.getByRole('group', { name: 'Tokens content' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await idle(page);
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('.text')?.textContent);
  assert.equal(await focused(), 'math');
  assert.ok((await related(page)).includes('math'));
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'def');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'import');
  await page.keyboard.press('End');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.includes('ENDMARKER')), true);
});

onPage('tree: the keys of a tree, and the depth at a choice', async (page) => {
  await write(page, PROGRAM);
  await only(page, 'AST');
  const panel = region(page, 'AST');
  const shown = () => panel.getByRole('treeitem').count();
  const all = await shown();
  await panel.getByRole('combobox', { name: 'Open the tree' }).selectOption('to statements');
  await idle(page);
  assert.equal(await shown(), 4);
  await panel.getByRole('treeitem').first().focus();
  const at = () => page.evaluate(() => {
    const { activeElement: item } = document;
    return `${item?.querySelector('.kind')?.textContent} ${item?.getAttribute('aria-level')} ${item?.getAttribute('aria-posinset')}/${item?.getAttribute('aria-setsize')} ${item?.getAttribute('aria-expanded')}`;
  });
  /** @param {string} key @param {string} expected */
  const key = async (key, expected) => {
    await page.keyboard.press(key);
    await idle(page);
    assert.equal(await at(), expected, key);
  };
  await key('ArrowDown', 'Import 2 1/3 false');
  await key('ArrowDown', 'FunctionDef 2 2/3 false');
  await key('ArrowRight', 'FunctionDef 2 2/3 true');
  await key('ArrowRight', 'arguments 3 1/4 false');
  await key('ArrowLeft', 'FunctionDef 2 2/3 true');
  await key('ArrowLeft', 'FunctionDef 2 2/3 false');
  await key('End', 'ClassDef 2 3/3 false');
  await key('ArrowLeft', 'Module 1 1/1 true');
  await key('ArrowRight', 'Import 2 1/3 false');
  await key('*', 'Import 2 1/3 true');
  assert.ok((await shown()) > 8);
  await key('Home', 'Module 1 1/1 true');
  await panel.getByRole('combobox', { name: 'Open the tree' }).selectOption('everything');
  await idle(page);
  assert.equal(await shown(), all);
});

onPage('tree: a selected node shows its class, text, place and tokens', async (page) => {
  await write(page, 'x = 1\ny = (x+2) * 3\n');
  await only(page, 'AST');
  const panel = region(page, 'AST');
  await panel.getByRole('treeitem', { name: /BinOp op=Add/ }).click();
  await idle(page);
  const detail = panel.getByRole('region', { name: 'Selected node' });
  assert.match(await detail.innerText(), /expr\s+BinOp\(expr left, operator op, expr right\)\s+x \+ 2\s+2,5–2,8\s+tokens\s+x\s+\+\s+2/);
  assert.deepEqual(await related(page), ['x+2']);
  await detail.getByRole('button', { name: '2', exact: true }).click();
  await idle(page);
  assert.match((await panel.locator('[aria-selected=true]').innerText()), /Constant value=2/);
  assert.match(await detail.innerText(), /Constant\(constant value, string\? kind\)/);
});

onPage('tree: what is selected in the editor is opened, in a large tree too', async (page) => {
  const lines = Array.from({ length: 900 }, (_, line) => `v${line} = a.b(${line}) + c`);
  // Selectors, not roles: to find the roles of everything on this page takes Playwright minutes.
  await page.locator('#AST .only').click();
  await write(page, lines.join('\n'));
  const panel = page.locator('#AST');
  assert.match(await panel.locator('.aside').innerText(), /7201 nodes/);
  assert.ok((await panel.locator('.node').count()) < 700);
  assert.equal(await panel.locator('[aria-selected=true]').count(), 0);
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.locator('.cm-line', { hasText: 'v899' }).click({ position: { x: 12, y: 8 } });
  const selected = panel.locator('[aria-selected=true]', { hasText: "targets[0] Name id='v899'" });
  await selected.waitFor();
  await idle(page);
  const [row, body] = [await selected.boundingBox(), await panel.locator('.body').boundingBox()];
  assert.ok(row && body && row.y >= body.y && row.y + row.height <= body.y + body.height);
  await selected.focus();
  await page.keyboard.press('Home');
  await idle(page);
  assert.equal(await page.evaluate(() => document.activeElement?.querySelector('.kind')?.textContent), 'Module');
});

onPage('tree: as text it is what ast.dump prints', async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await write(page, 'x = -1\n');
  await press(page, 'Text');
  const dump = page.locator('.dump');
  const text = `Module(
  body=[
    Assign(
      targets=[
        Name(id='x', ctx=Store())],
      value=UnaryOp(
        op=USub(),
        operand=Constant(value=1)))])`;
  assert.equal(await dump.textContent(), text);
  await press(page, 'Copy');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  await press(page, 'Attributes');
  assert.match((await dump.textContent()) ?? '', /operand=Constant\(\n {10}value=1,\n {10}lineno=1,\n {10}col_offset=5,/);
  await write(page, 'pass\n');
  assert.match((await dump.textContent()) ?? '', /^Module\(\n {2}body=\[\n {4}Pass\(\n {6}lineno=1,/);
});

onPage('symbols: a tree of scopes with a reason, places and flags for each name', async (page) => {
  await write(page, PROGRAM);
  await only(page, 'Symbols');
  const panel = region(page, 'Symbols');
  const inner = panel.locator('.scope .scope .scope', { hasText: /^\s*function\s+add/ });
  assert.equal(await inner.count(), 1);
  assert.match(await panel.innerText(), /list comprehension\s+line 9\s+inlined/);
  assert.match(await panel.innerText(), /__p\s+local\s+Assigned in line 13: an attribute of the class.*Written __p: private names of a class become _C__p\./s);
  const total = inner.locator('summary', { hasText: /^\s*total/ });
  assert.match(await total.innerText(), /total\s+free\s+Declared nonlocal in line 6: the variable of function outer\./);
  await total.click();
  await idle(page);
  assert.deepEqual(await related(page), ['total', 'total', 'total', 'total']);
  const facts = await total.locator('xpath=..').locator('dl').innerText();
  assert.match(facts, /bound\s+line 7 augmented assignment\s+declared\s+line 6 nonlocal\s+used\s+line 8\s+elsewhere\s+line 3 assignment\s+symtable\s+use def_nonlocal def_local/);
  await inner.getByRole('button', { name: 'line 6' }).first().click();
  await idle(page);
  assert.deepEqual(await related(page), ['total']);
});

onPage('symbols: the keyboard reaches every name and opens it', async (page) => {
  await write(page, 'def f(x):\n    return x\n');
  await only(page, 'Symbols');
  await page.getByRole('group', { name: 'Symbols content' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await idle(page);
  const row = region(page, 'Symbols').locator('summary:focus');
  assert.match(await row.innerText(), /^x\s+local/);
  assert.equal(await row.evaluate((summary) => /** @type {HTMLDetailsElement} */ (summary.parentElement).open), true);
  assert.deepEqual(await related(page), ['x', 'x']);
});

/** A program, what must be said of it, and the panels with something to show. @type {[string, string, RegExp, string[]][]} */
const BROKEN = [
  ['the tokenizer', 'x = 1\ny = "abc\n', /unterminated string literal.*line 2, column 5/s, ['Tokens']],
  ['the parser', 'x = 1\nif x\n    pass\n', /expected ':'.*line 2, column 5/s, ['Tokens']],
  ['the symbol table', 'def f(x):\n    global x\n', /name 'x' is parameter and global.*line 2, column 5/s, ['Tokens', 'AST']],
  ['the compiler', 'x = 1\nreturn x\n', /'return' outside function.*line 2, column 1/s, ['Tokens', 'AST', 'Symbols']],
];

for (const [stage, program, message, shown] of BROKEN) {
  onPage(`an error of ${stage}: told, underlined, and the stages before it shown`, async (page) => {
    await write(page, program);
    const problems = page.getByRole('group', { name: 'Problems' });
    assert.match((await problems.innerText()).split('\n').join(' '), new RegExp(`SyntaxError.*${message.source.split('.*')[0]}`, 's'));
    assert.equal(await problems.getAttribute('aria-live'), 'polite');
    assert.match(await problems.locator('pre').innerText(), /^ {2}File "main.py", line 2\n.*\^/s);
    assert.equal(await page.locator('.cm-error').count(), 1);
    assert.match((await page.locator('.cm-error').getAttribute('title')) ?? '', /^SyntaxError: /);
    assert.equal(await page.locator('.cm-progress .gutter-sign.error').innerText(), '✗');
    for (const name of ['Tokens', 'AST', 'Symbols', 'Bytecode']) {
      const text = await region(page, name).innerText();
      const note = region(page, name).locator('.stage-note');
      if (shown.includes(name)) assert.ok(/NAME|Module|module/.test(text), `${name} is shown`);
      else assert.match(text, /stopped/, `${name} says why it is empty`);
      if ((await note.count()) > 0) assert.match(await note.innerText(), /line 2, column \d/);
    }
    await problems.getByRole('button', { name: /line 2, column/ }).click();
    await idle(page);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Python source');
    await write(page, 'x = 1\n');
    assert.equal(await problems.innerText(), '');
    assert.equal(await page.locator('.stage-note').count(), 0);
  });
}

onPage('a warning has marks of its own, and the program still runs', async (page) => {
  await write(page, 'x = 1\n(x is 1)\nprint("ran")\n');
  assert.equal(await page.locator('.cm-warning').innerText(), 'x is 1');
  assert.equal(await page.locator('.cm-progress .gutter-sign.warning').innerText(), '⚠');
  const problems = page.getByRole('group', { name: 'Problems' });
  assert.match(await problems.innerText(), /⚠\s*SyntaxWarning "is" with 'int' literal/);
  assert.equal(await page.locator('.cm-error, .stage-note').count(), 0);
  assert.deepEqual(await violations(page), []);
  await press(page, 'Run');
  assert.match(await region(page, 'Console').innerText(), /^ran$/m);
});

onPage('pointing at a token marks its node, name and instructions, also where the tree is closed', async (page) => {
  await write(page, 'x = 1\ny = x + 2\n');
  await region(page, 'AST').getByRole('combobox', { name: 'Open the tree' }).selectOption('to statements');
  await idle(page);
  await page.getByRole('group', { name: 'Line 2', exact: true }).getByRole('button', { name: 'x' }).hover();
  await idle(page);
  assert.match(await region(page, 'AST').locator('[data-hit]').innerText(), /body\[1\] Assign/);
  assert.match(await region(page, 'Symbols').locator('[data-hit]').innerText(), /^x\s+local/);
  assert.match(await region(page, 'Bytecode').locator('[data-hit]').first().innerText(), /LOAD_NAME/);
});

onPage('one stage alone, and all again', async (page) => {
  const expanded = () => page.locator('#pipeline .fold').evaluateAll((all) => all.filter((one) => one.getAttribute('aria-expanded') === 'true').map((one) => one.textContent?.trim()));
  const before = await expanded();
  await only(page, 'Symbols');
  assert.deepEqual(await expanded(), ['Symbols']);
  await only(page, 'Symbols');
  assert.deepEqual(await expanded(), before);
});

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const width of [1440, 390]) {
    onPage(
      `no violations in ${scheme} at ${width}, with everything of the front end open`,
      async (page) => {
        await write(page, PROGRAM);
        await press(page, 'Positions');
        await region(page, 'AST').getByRole('treeitem', { name: /BinOp/ }).click();
        await region(page, 'Symbols').locator('summary', { hasText: /^\s*total/ }).first().click();
        await idle(page);
        assert.deepEqual(await violations(page), []);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await press(page, 'Text');
        assert.deepEqual(await violations(page), []);
        await write(page, 'x = "abc\n');
        assert.deepEqual(await violations(page), []);
      },
      { scheme, width, height: 900 },
    );
  }
}
