import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { idle, open, press, region, seek, start, write } from '../helpers.js';

/** @typedef {import('playwright-core').Page} Page */

const PROGRAM = `def f(items):
    total = 0
    for item in items:
        try:
            total += item * 2 + 3 * 4
        except TypeError:
            pass
    return total

class C:
    def g(self):
        return f([1, "a"])

print(C().g())
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.close());

/** @param {string} name @param {(page: Page) => Promise<void>} body @param {Parameters<typeof open>[1]} [options] */
function check(name, body, options) {
  test(name, { timeout: 60_000 }, async () => {
    const { page, errors } = await open(site, options);
    try {
      await write(page, PROGRAM);
      await body(page);
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
    }
  });
}

/** @param {Page} page @param {string} name */
async function choose(page, name) {
  await page.getByRole('tree', { name: 'Code objects' }).getByRole('treeitem', { name }).click();
  await idle(page);
}

/** The rows of the listing, each on a line. @param {Page} page */
async function listing(page) {
  const rows = await region(page, 'Bytecode').locator('.instructions > li').allInnerTexts();
  return rows.map((row) => row.replace(/\s+/g, ' ').trim());
}

/** @param {Page} page */
const slider = (page) => page.getByRole('slider', { name: 'Pass' });

/** @param {Page} page @param {number} at */
async function pass(page, at) {
  await slider(page).fill(String(at));
  await idle(page);
}

check('code objects are a tree that the keyboard walks', async (page) => {
  const tree = page.getByRole('tree', { name: 'Code objects' });
  assert.deepEqual((await tree.getByRole('treeitem').allInnerTexts()).map((text) => text.trim().split(/\s/)[0]), ['<module>', 'f', 'C', 'g']);
  await tree.getByRole('treeitem', { name: '<module>' }).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await idle(page);
  assert.equal(await tree.getByRole('treeitem', { selected: true }).innerText().then((text) => text.trim().split(/\s/)[0]), 'g');
  assert.match((await listing(page)).join('\n'), /return f\(\[1, "a"\]\)/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await idle(page);
  assert.equal(await tree.getByRole('treeitem').count(), 3, 'C is folded');
});

check('instructions stand under the text of their line, with arrows and protected ranges', async (page) => {
  await choose(page, 'f line');
  const rows = await listing(page);
  assert.equal(rows[0], '1 def f(items):');
  assert.match(rows[1], /^0 RESUME/);
  const loop = rows.indexOf('3 for item in items:');
  assert.match(rows.slice(loop, loop + 5).join('\n'), /FOR_ITER/);
  assert.ok(rows.some((row) => /^exceptions → \d+ · depth 1$/.test(row)));
  const bytecode = region(page, 'Bytecode');
  assert.ok((await bytecode.locator('.gutter .jump').count()) >= 2);
  assert.equal(await bytecode.locator('.gutter .jump.back').count(), await bytecode.locator('.instruction[data-op^="JUMP_BACKWARD"]').count());
  assert.ok((await bytecode.locator('.gutter .bracket').count()) >= 1);
});

check('offsets and raw bytes come and go', async (page) => {
  const bytecode = region(page, 'Bytecode');
  assert.ok(await bytecode.locator('.offset').first().isVisible());
  await press(page, 'Offsets');
  assert.ok(!(await bytecode.locator('.offset').first().isVisible()));
  await press(page, 'Bytes');
  const raw = await bytecode.locator('.raw').allInnerTexts();
  assert.equal(raw[0].trim(), '80 00');
  assert.ok(raw.some((text) => /^34 \d\d · 3 cache units, all 00: counter 1, func_version 2$/m.test(text)), 'CALL has three');
});

check('the fields of the code object, packed ones raw and decoded', async (page) => {
  await choose(page, 'f line');
  await page.getByText('Fields of the code object').click();
  await idle(page);
  const terms = await region(page, 'Bytecode').locator('dl > *').allInnerTexts();
  const field = (/** @type {string} */ name) => terms[terms.indexOf(name) + 1].replace(/\s+/g, ' ').trim();
  assert.equal(field('co_name'), 'f');
  assert.equal(field('co_argcount'), '1');
  assert.equal(field('co_flags'), '0x3 OPTIMIZED | NEWLOCALS');
  assert.equal(field('co_varnames'), "('items', 'total', 'item')");
  assert.match(field('co_exceptiontable'), /from to handler depth offset kept.* [0-9a-f]{2}/);
  assert.match(field('co_linetable'), /1:0/);
  assert.match(field('co_code'), /^80 00/);
});

check('an instruction shows its place to the column, its node and its last pass', async (page) => {
  await choose(page, 'f line');
  const row = region(page, 'Bytecode').locator('.instruction[data-op="LOAD_SMALL_INT"]').last();
  await row.click();
  await idle(page);
  assert.deepEqual(await page.locator('.cm-related').allInnerTexts().then((texts) => texts.join('')), '3 * 4');
  assert.match(await region(page, 'Explanation').innerText(), /Made by BinOp, last touched by optimize_basic_block/);
});

check('help on an opcode comes with the focus and goes with Escape', async (page) => {
  await region(page, 'Bytecode').locator('.body').focus();
  await page.keyboard.press('Enter');
  const tip = page.getByRole('tooltip');
  await tip.waitFor();
  const focused = page.locator(':focus');
  assert.equal(await focused.getAttribute('aria-describedby'), await tip.getAttribute('id'));
  assert.match(await tip.innerText(), /RESUME[\s\S]*Marks where a frame starts[\s\S]*In C[\s\S]*Specialised: CHECK/);
  await page.keyboard.press('Escape');
  assert.ok(!(await tip.isVisible()));
  assert.equal(await focused.getAttribute('aria-describedby'), null);
});

check('help on an opcode comes with the pointer and stays under it', async (page) => {
  await region(page, 'Bytecode').locator('.instruction').nth(3).hover();
  const tip = page.getByRole('tooltip');
  await tip.waitFor();
  await tip.hover();
  await page.waitForFunction(() => new Promise((resolve) => setTimeout(() => resolve(true), 400)));
  assert.ok(await tip.isVisible());
  await page.mouse.move(5, 5);
  await tip.waitFor({ state: 'hidden' });
});

check('what the machine has specialised is shown', async (page) => {
  await write(page, 'def f(n):\n    total = 0\n    for i in range(n):\n        total += i\n    return total\n\nf(40)\n');
  await press(page, 'Run');
  await seek(page, 200);
  const special = region(page, 'Bytecode').locator('.instruction.special');
  assert.ok((await special.count()) > 0);
  assert.match((await special.allInnerTexts()).join(' '), /BINARY_OP_ADD_INT/);
  await press(page, 'First step');
  await choose(page, 'f line');
  assert.equal(await region(page, 'Bytecode').locator('.instruction.special[data-op^="BINARY_OP_"]').count(), 0);
});

check('Copy dis is what python3.14 -m dis prints, Download .pyc is what it runs', async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(page, 'Copy dis');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^ {2}0 {11}RESUME {19}0\n/);
  assert.match(text, /\nDisassembly of <code object f at /);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download .pyc' }).click()]);
  assert.equal(download.suggestedFilename(), 'main.cpython-314.pyc');
  const bytes = await readFile(await download.path());
  assert.deepEqual([...bytes.subarray(0, 4)], [0x2b, 0x0e, 0x0d, 0x0a]);
  const python = process.env.OUROSCOPE_PYTHON ?? '/opt/cpython-3.14/bin/python3.14';
  if (!existsSync(python)) return;
  const path = join(tmpdir(), `ouroscope-${process.pid}.pyc`);
  writeFileSync(path, bytes);
  const masked = (/** @type {string} */ all) => all.replace(/0x[0-9a-f]+/g, '0x').replaceAll(/file "[^"]*"/g, 'file');
  assert.equal(execFileSync(python, [path], { encoding: 'utf8' }), '14\n');
  writeFileSync(join(tmpdir(), `ouroscope-${process.pid}.py`), PROGRAM);
  assert.equal(masked(text), masked(execFileSync(python, ['-m', 'dis', join(tmpdir(), `ouroscope-${process.pid}.py`)], { encoding: 'utf8' })));
});

check('the slider goes over the passes and shows what each changed', async (page) => {
  await press(page, 'CFG');
  await choose(page, 'f line');
  const cfg = region(page, 'CFG');
  assert.equal(await slider(page).getAttribute('aria-valuetext'), '24 of 24: _PyAssemble_MakeCodeObject');
  await pass(page, 0);
  assert.match(await cfg.innerText(), /codegen[\s\S]*SETUP_FINALLY to L\d/);
  await pass(page, 8);
  assert.match(await cfg.innerText(), /optimize_basic_block[\s\S]*~ \d+ rewritten/);
  const folded = cfg.locator('.pass-row.rewritten', { hasText: 'LOAD_SMALL_INT 12' });
  assert.match(await folded.innerText(), /was BINARY_OP 5 \(\*\)/);
  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await idle(page);
  assert.match(await cfg.innerText(), /remove_redundant_nops_and_pairs[\s\S]*− \d+ removed/);
  await press(page, 'Previous pass');
  assert.match(await slider(page).getAttribute('aria-valuetext') ?? '', /optimize_basic_block/);
});

check('the graph has cold blocks, three kinds of edges and stack depths', async (page) => {
  await press(page, 'CFG');
  await choose(page, 'f line');
  const cfg = region(page, 'CFG');
  for (const kind of ['fallThrough', 'jump', 'exception']) assert.ok((await cfg.locator(`.graph .flow.${kind}`).count()) > 0, kind);
  const handler = cfg.getByRole('group', { name: /^Block B\d+, cold, handler, stack \d/ });
  assert.ok((await handler.count()) >= 1);
  const first = cfg.getByRole('group', { name: /^Block B0, stack 0, \d+ instructions, falls through to B1/ });
  await first.focus();
  await page.keyboard.press('ArrowDown');
  assert.match((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^RESUME 0/);
});

check('an instruction of the graph tells who made it and what became of it', async (page) => {
  await press(page, 'CFG');
  await choose(page, 'f line');
  const cfg = region(page, 'CFG');
  await press(page, 'Only CFG');
  await cfg.locator('.pass-row', { hasText: 'LOAD_SMALL_INT 12' }).click();
  await idle(page);
  const told = cfg.getByRole('region', { name: 'Selected instruction' });
  assert.match(await told.innerText(), /made by\s+BinOp on line 5 · last touched by optimize_basic_block/);
  await told.getByRole('button', { name: 'codegen' }).click();
  await idle(page);
  assert.match((await slider(page).getAttribute('aria-valuetext')) ?? '', /codegen/);
  await told.getByRole('button', { name: 'BinOp' }).click();
  await idle(page);
  await press(page, 'Only CFG');
  assert.equal(await page.locator('#AST [aria-selected="true"] .kind').innerText(), 'BinOp');
});

check('the graph grows, shrinks and fits', async (page) => {
  await press(page, 'CFG');
  await choose(page, 'f line');
  const width = () => region(page, 'CFG').locator('.graph').evaluate((graph) => graph.getBoundingClientRect().width);
  const before = await width();
  await press(page, 'Larger');
  assert.ok((await width()) > before);
  await press(page, 'Fit');
  const room = await region(page, 'CFG').locator('.body').evaluate((body) => body.clientWidth);
  assert.ok((await width()) <= room);
});

check('the current instruction is marked in the graph while the program runs', async (page) => {
  await press(page, 'CFG');
  await press(page, 'Run');
  await seek(page, 40);
  const next = region(page, 'CFG').locator('.pass-row[data-next]');
  assert.equal(await next.count(), 1);
  const box = await next.boundingBox();
  const body = await region(page, 'CFG').locator('.body').boundingBox();
  assert.ok(box && body && box.y >= body.y && box.y <= body.y + body.height && box.x >= body.x - 1);
});

check('a program with an error has no graph and no listing', async (page) => {
  await press(page, 'CFG');
  await write(page, 'x = (1,\n');
  for (const name of ['CFG', 'Bytecode']) assert.equal(await region(page, name).locator('[data-k]').count(), 0);
});

check('on a narrow screen nothing sticks out', async (page) => {
  await press(page, 'CFG');
  await press(page, 'Bytes');
  await idle(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${width}`);
}, { width: 390, height: 844 });
