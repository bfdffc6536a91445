// The module of the machine comes in two files: the page opens with the first, and fetches the second behind its first answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { currentStep, idle, lastStep, press, region, start, write } from '../helpers.js';

/** The bytes of a module without functions: `--quick` does not divide the module. */
const EMPTY = 8;
const REST = '**/ouroscope_rest*.wasm';

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.close());

test('the second file is fetched when the page has its first answer', { timeout: 60_000 }, async () => {
  const page = await site.browser.newPage();
  const fetched = page.waitForRequest(REST);
  await page.goto(`${site.url}?testing`);
  await idle(page);
  assert.match(await region(page, 'Bytecode').innerText(), /RESUME/);
  await fetched;
  await page.close();
});

test('without the second file the first program runs, and another says what is missing', { timeout: 60_000 }, async (t) => {
  const page = await site.browser.newPage();
  await page.route(REST, (route) => route.abort());
  await page.goto(`${site.url}?testing`);
  await idle(page);
  await press(page, 'Run');
  assert.equal(await currentStep(page), await lastStep(page));
  await press(page, 'First step');
  await press(page, 'Step forward');
  assert.equal(await currentStep(page), 1);
  assert.equal(await page.locator('.notice').innerText(), '');

  const source = 'import math\nprint(f"{math.pi:.3f}", sorted({3: "c", 1: "a"}.items(), key=lambda pair: -pair[0]))\n';
  await write(page, source);
  if ((await sizeOfRest()) > EMPTY) {
    assert.match(await page.locator('.notice').innerText(), /part of Ouroscope.*could not be loaded.*Your code is kept/);
    assert.match(await region(page, 'Editor').innerText(), /import math/);
  } else t.diagnostic('the module is in one piece');

  await page.unroute(REST);
  await write(page, `${source}print("again")\n`);
  await press(page, 'Run');
  assert.match(await region(page, 'Console').innerText(), /^3\.142 .*\nagain$/m);
  await page.close();
});

async function sizeOfRest() {
  const page = await site.browser.newPage();
  const answer = page.waitForResponse(REST);
  await page.goto(`${site.url}?testing`);
  const size = (await (await answer).body()).length;
  await page.close();
  return size;
}
