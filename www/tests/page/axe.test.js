import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { idle, open, press, seek, start, write } from '../helpers.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.close());

/** @param {import('playwright-core').Page} page */
async function violations(page) {
  await page.addScriptTag({ path: AXE });
  const result = await page.evaluate(() => /** @type {any} */ (window).axe.run(document));
  return result.violations.map((/** @type {any} */ violation) => ({
    id: violation.id,
    nodes: violation.nodes.map((/** @type {any} */ node) => `${node.target} ${node.failureSummary}`),
  }));
}

const PROGRAM = `class Node:
    def __init__(self, name):
        self.name = name

items = [Node("a"), (1, 2.5), {"k": [3]}]
alias = items
print(items[1], name := "x")
del items
alias = None
1 / 0
`;

/** States of the page that look different enough to be checked each. @type {Record<string, (page: import('playwright-core').Page) => Promise<void>>} */
const STATES = {
  'at the start': async () => {},
  'in the middle of a program, with everything open': async (page) => {
    await write(page, PROGRAM);
    await press(page, 'CFG');
    await press(page, 'Run');
    await press(page, 'Step back');
    await seek(page, 40);
    await page.getByRole('button', { name: /^refcnt/ }).first().click();
    await idle(page);
  },
  'with the passes, the bytes, the fields and the help of a code object': async (page) => {
    await write(page, PROGRAM);
    await press(page, 'CFG');
    await page.getByRole('slider', { name: 'Pass' }).fill('8');
    await press(page, 'Bytes');
    await page.getByText('Fields of the code object').click();
    await page.locator('#CFG .pass-row').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Enter');
    await idle(page);
  },
  'while an object is freed': async (page) => {
    await write(page, 'x = [7]\ndel x\npass\n');
    await press(page, 'Last step');
    for (let tries = 0; tries < 8 && (await page.locator('.change-freed').count()) === 0; tries += 1) {
      await press(page, 'Step back');
    }
  },
  'after an uncaught exception': async (page) => {
    await write(page, PROGRAM);
    await press(page, 'Run');
  },
  'with a syntax error': (page) => write(page, 'x = (1,\n'),
  'while it waits for input': async (page) => {
    await write(page, 'x = input("? ")\n');
    await press(page, 'Run');
  },
};

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const [name, prepare] of Object.entries(STATES)) {
    test(`no violations in ${scheme}, ${name}`, { timeout: 60_000 }, async () => {
      const { page, errors } = await open(site, { scheme });
      await prepare(page);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(errors, []);
      await page.close();
    });
  }
}

test('no violations on a narrow screen', { timeout: 60_000 }, async () => {
  const { page } = await open(site, { width: 390, height: 844 });
  await press(page, 'Run');
  await seek(page, 3);
  assert.deepEqual(await violations(page), []);
  await page.close();
});
