import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { currentStep, idle, lastStep, open, picture, press, region, seek, start, write } from '../helpers.js';

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.close());

const REGIONS = [
  'Editor', 'Console', 'Tokens', 'AST', 'Symbols', 'CFG', 'Bytecode', 'Frames', 'Objects', 'GC', 'Threads', 'Timeline', 'Explanation',
];
const BUTTONS = [
  'Run', 'Stop', 'First step', 'Previous line', 'Step back', 'Play', 'Step forward', 'Next line', 'Last step', 'Share',
];

/**
 * @param {string} name
 * @param {(page: import('playwright-core').Page) => Promise<void>} body
 * @param {Parameters<typeof open>[1]} [options]
 */
function onPage(name, body, options) {
  test(name, { timeout: 60_000 }, async () => {
    const { page, errors } = await open(site, options);
    try {
      await body(page);
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
    }
  });
}

onPage('every panel and control has its name', async (page) => {
  for (const name of REGIONS) assert.equal(await region(page, name).count(), 1, name);
  for (const name of BUTTONS) assert.equal(await page.getByRole('button', { name, exact: true }).count(), 1, name);
  for (const name of ['Timeline', 'Speed']) assert.equal(await page.getByRole('slider', { name }).count(), 1, name);
  assert.match(await page.locator('#profile').innerText(), /CPython 3\.14\.8.*simulated/);
});

onPage('a typed program shows every stage, runs and prints', async (page) => {
  await write(page, 'a = [1]\nprint("sum", 2 + len(a))\n');
  await press(page, 'CFG');
  assert.match(await region(page, 'Tokens').innerText(), /print\s+NAME/);
  assert.match(await region(page, 'AST').innerText(), /Call/);
  assert.match(await region(page, 'Symbols').innerText(), /a\s+local/);
  assert.match(await region(page, 'CFG').innerText(), /\bB0\b/);
  assert.match(await region(page, 'Bytecode').innerText(), /BUILD_LIST/);
  await press(page, 'Run');
  assert.match(await region(page, 'Console').innerText(), /^sum 3$/m);
  assert.match(await region(page, 'Explanation').innerText(), /Finished/);
  assert.equal(await currentStep(page), await lastStep(page));
});

onPage('steps forward and back show the same states', async (page) => {
  await write(page, 'x = [1]\ny = {"k": x}\ndel x\nprint(y)\n');
  const seen = [await picture(page)];
  for (let step = 1; step <= 12; step += 1) {
    await press(page, 'Step forward');
    assert.equal(await currentStep(page), step);
    seen.push(await picture(page));
  }
  for (let step = 11; step >= 0; step -= 1) {
    await press(page, 'Step back');
    assert.equal(await currentStep(page), step);
    assert.equal(await picture(page), seen[step], `step ${step}`);
  }
  assert.ok(await page.getByRole('button', { name: 'Step back', exact: true }).isDisabled());
});

onPage('a reference count goes 1 to 2 to 1, and the object is freed', async (page) => {
  await write(page, 'x = [7, 8]\ny = x\ndel x\ndel y\n');
  const counts = [];
  let freed = '';
  await press(page, 'Last step');
  const last = await lastStep(page);
  for (let step = 0; step <= last; step += 1) {
    await seek(page, step);
    const card = region(page, 'Objects').locator('.object').filter({ hasText: '[7, 8]' }).first();
    if ((await card.count()) === 0) continue;
    const text = await card.innerText();
    if (/freed/.test(text)) freed ||= text;
    else counts.push(/refcnt\s+(?:\d+ → )?(\d+)/.exec(text)?.[1]);
  }
  assert.match(counts.join(''), /^1+2+1+$/);
  assert.match(freed, /freed/);
  assert.match(freed, /1 → 0/);
  assert.match(freed, /count|name|last/i);
});

onPage('clicking a count lists the references that make it up', async (page) => {
  await write(page, 'x = [7, 8]\ny = [x, x]\npass\n');
  await page.locator('.cm-line').nth(2).click();
  await page.keyboard.press('F8');
  await idle(page);
  const card = region(page, 'Objects').locator('.object').filter({ hasText: '[7, 8]' }).filter({ hasText: 'refcnt 3' });
  await card.getByRole('button', { name: /refcnt 3/ }).click();
  await idle(page);
  const list = page.getByRole('dialog', { name: /References to list/ });
  assert.equal(await list.locator('ol > li').count(), 3);
  assert.match(await list.innerText(), /\bx\b/);
  await page.keyboard.press('Escape');
  await idle(page);
  assert.equal(await list.count(), 0);
});

onPage('the slider seeks, also from the keyboard', async (page) => {
  await write(page, 'total = 0\nfor n in range(50):\n    total += n\n');
  await press(page, 'Run');
  const last = await lastStep(page);
  assert.ok(last > 100);
  await seek(page, 40);
  assert.equal(await currentStep(page), 40);
  const slider = page.getByRole('slider', { name: 'Timeline' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await idle(page);
  assert.equal(await currentStep(page), 41);
  assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /step 41 of \d+, line \d/);
  await page.keyboard.press('Home');
  await idle(page);
  assert.equal(await currentStep(page), 0);
});

onPage('lines: next, previous, the next execution of a clicked one, breakpoints', async (page) => {
  await write(page, 'a = 1\nfor n in range(3):\n    a += n\nprint(a)\n');
  await press(page, 'Next line');
  await press(page, 'Next line');
  const nextLine = () => page.locator('.cm-next-line').innerText();
  assert.equal(await nextLine(), 'for n in range(3):');
  await press(page, 'Previous line');
  assert.equal(await nextLine(), 'a = 1');
  await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^3$/ }).click();
  await idle(page);
  assert.equal(await nextLine(), '    a += n');
  const first = await currentStep(page);
  await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^3$/ }).click();
  await idle(page);
  assert.ok((await currentStep(page)) > first);
  const fourth = page.locator('.cm-line').nth(3);
  await fourth.click();
  await page.keyboard.press('F9');
  await press(page, 'First step');
  await press(page, 'Run');
  assert.equal(await nextLine(), 'print(a)');
  assert.doesNotMatch(await region(page, 'Console').innerText(), /^4$/m);
  await press(page, 'Run');
  assert.match(await region(page, 'Console').innerText(), /^4$/m);
});

onPage('input() is answered in the console', async (page) => {
  await write(page, 'name = input("Who? ")\nprint("Hello", name)\n');
  await press(page, 'Run');
  const field = page.getByRole('textbox', { name: /input/ });
  await field.fill('Ada');
  await field.press('Enter');
  await idle(page);
  assert.match(await region(page, 'Console').innerText(), /Who\? Ada\s+Hello Ada/);
  assert.match(await region(page, 'Explanation').innerText(), /Finished/);
});

onPage('a share link lands on the same step in a second tab', async (page) => {
  await write(page, 'name = input()\nwords = [name, "λ", "😀"]\nprint(words)\n');
  await press(page, 'Run');
  await page.getByRole('textbox', { name: /input/ }).fill('Grace');
  await page.keyboard.press('Enter');
  await idle(page);
  await press(page, 'Step back');
  await press(page, 'Step back');
  const step = await currentStep(page);
  await press(page, 'Share');
  const fragment = new URL(page.url()).hash;
  assert.ok(fragment.length > 10);
  const { page: second, errors } = await open(site, { fragment });
  assert.equal(await currentStep(second), step);
  assert.equal(await picture(second), await picture(page));
  assert.match(await region(second, 'Editor').innerText(), /😀/);
  assert.deepEqual(errors, []);
  await second.close();
});

onPage('a syntax error shows its message and place; what succeeded stays', async (page) => {
  await write(page, 'x = 1\nif x\n    pass\n');
  assert.match(await region(page, 'Explanation').innerText(), /SyntaxError.*Line 2.*expected ':'/s);
  assert.equal(await page.locator('.cm-error').count(), 1);
  assert.match(await region(page, 'Tokens').innerText(), /x\s+NAME/);
  assert.ok(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled());
  await write(page, 'x = 1\n');
  assert.equal(await page.locator('.cm-error').count(), 0);
  assert.ok(await page.getByRole('button', { name: 'Run', exact: true }).isEnabled());
});

onPage('what is not supported is named', async (page) => {
  await write(page, 'match 1:\n    case 1:\n        pass\n');
  assert.match(await region(page, 'Explanation').innerText(), /match/);
  assert.match(await region(page, 'AST').innerText(), /Match/);
});

onPage('an endless loop can be stopped and stepped back through', async (page) => {
  await write(page, 'n = 0\nwhile True:\n    n += 1\n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(
    () => Number(document.querySelector('.slider')?.getAttribute('max')) > 20_000,
    undefined,
    { timeout: 30_000 },
  );
  await press(page, 'Stop');
  const stopped = await currentStep(page);
  assert.ok(stopped > 20_000);
  await press(page, 'Step back');
  assert.equal(await currentStep(page), stopped - 1);
  await press(page, 'Previous line');
  assert.ok((await currentStep(page)) < stopped);
  await press(page, 'First step');
  assert.equal(await currentStep(page), 0);
});

onPage('the page answers while a program runs', async (page) => {
  await write(page, 'n = 0\nwhile True:\n    n += 1\n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(() => Number(document.querySelector('.slider')?.getAttribute('max')) > 20_000, undefined, { timeout: 30_000 });
  const slider = page.getByRole('slider', { name: 'Timeline' });
  await slider.fill('100');
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector('.slider'))?.getAttribute('aria-valuetext')?.startsWith('step 100 of'));
  await press(page, 'Stop');
  assert.equal(await currentStep(page), 100);
});

onPage('scrubbing through a long history stays fluent', async (page) => {
  await write(page, 'x = [1]\nwhile True:\n    y = x\n    x = y\n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(() => Number(document.querySelector('.slider')?.getAttribute('max')) > 500_000, undefined, { timeout: 30_000 });
  await press(page, 'Stop');
  const times = await page.evaluate(async () => {
    const slider = /** @type {HTMLInputElement} */ (document.querySelector('.slider'));
    const shown = (/** @type {number} */ step) => slider.getAttribute('aria-valuetext')?.startsWith(`step ${step} of`);
    const took = [];
    for (let index = 1; index <= 40; index += 1) {
      const step = Math.floor((Number(slider.max) * ((index * 17) % 41)) / 41);
      const start = performance.now();
      slider.value = String(step);
      slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
      while (!shown(step)) await new Promise(requestAnimationFrame);
      took.push(performance.now() - start);
    }
    return took.sort((a, b) => a - b);
  });
  assert.ok(times[37] < 250, `95th percentile: ${times[37]} ms`);
});

onPage('an uncaught exception ends in the console with its traceback', async (page) => {
  await write(page, 'def f():\n    return 1 / 0\n\nf()\n');
  await press(page, 'Run');
  assert.match(await region(page, 'Console').innerText(), /Traceback[^]*line 4, in <module>[^]*line 2, in f[^]*ZeroDivisionError: division by zero/);
  assert.match(await region(page, 'Explanation').innerText(), /Uncaught exception/);
});

onPage('pointing at an instruction marks its source, tokens and node', async (page) => {
  await write(page, 'x = 1\ny = x + 2\n');
  await region(page, 'Bytecode').getByText('BINARY_OP').hover();
  await idle(page);
  assert.equal(await page.locator('.cm-related').first().innerText(), 'x + 2');
  assert.equal(await region(page, 'Tokens').locator('[data-hit]').count(), 3);
  assert.match(await region(page, 'AST').locator('[data-hit]').first().innerText(), /BinOp/);
});

onPage('playing steps by itself and can be paused', async (page) => {
  await write(page, 'n = 0\nwhile n < 1000:\n    n += 1\n');
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => Number(/** @type {HTMLInputElement} */ (document.querySelector('.slider')).value) > 20);
  await press(page, 'Pause');
  const paused = await currentStep(page);
  await press(page, 'Step back');
  assert.equal(await currentStep(page), paused - 1);
});

onPage('two counting threads and a sleeper take turns', async (page) => {
  await page.getByRole('combobox', { name: 'Examples' }).selectOption({ label: 'Two counting threads and a sleeper' });
  await idle(page);
  await press(page, 'Run');
  assert.match(await region(page, 'Console').innerText(), /all joined/);
  await seek(page, Math.round((await lastStep(page)) / 2));
  const threads = await region(page, 'Threads').innerText();
  assert.match(threads, /holds the GIL/);
  assert.match(threads, /waits for the GIL/);
  assert.match(threads, /simulated/);
  assert.ok(Number(/(\d+) switches/.exec(threads)?.[1]) > 1);
});

onPage('a deadlock is found and explained', async (page) => {
  await page.getByRole('combobox', { name: 'Examples' }).selectOption({ label: 'Deadlock of two locks' });
  await idle(page);
  await press(page, 'Run');
  assert.match(await region(page, 'Explanation').innerText(), /Deadlock/);
  assert.match(await region(page, 'Threads').innerText(), /blocked on a lock/);
});

onPage('every example compiles and runs to its end', async (page) => {
  const menu = page.getByRole('combobox', { name: 'Examples' });
  const titles = await menu.locator('option:not([disabled])').allInnerTexts();
  assert.ok(titles.length >= 12);
  for (const title of titles) {
    await menu.selectOption({ label: title });
    await idle(page);
    await press(page, 'Run');
    const explanation = await region(page, 'Explanation').innerText();
    const wanted = /input/i.test(title) ? /Waiting for input/ : /Deadlock/.test(title) ? /Deadlock/ : /Exceptions/.test(title) ? /Uncaught/ : /Finished/;
    assert.match(explanation, wanted, title);
  }
});

onPage('the keyboard alone is enough', async (page) => {
  await write(page, 'x = [1]\ny = x\n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await idle(page);
  assert.match(await region(page, 'Explanation').innerText(), /Finished/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.activeElement?.closest('section')?.getAttribute('aria-label'));
  assert.notEqual(focused, 'Editor');
});

test('a trapped machine is replaced, the code is kept', { timeout: 60_000 }, async () => {
  const page = await site.browser.newPage();
  // Every `run` fails as a trap of the wasm does.
  const trap = `addEventListener('message', (event) => {
    if (event.data.method !== 'run') return;
    event.stopImmediatePropagation();
    postMessage({ id: event.data.id, error: 'RuntimeError: unreachable', fatal: true });
  });`;
  await page.route('**/machine.worker*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${trap}\n${await response.text()}` });
  });
  await page.goto(`${site.url}?testing`);
  await idle(page);
  await write(page, 'x = 1\ny = x\n');
  await press(page, 'Run');
  assert.match(await page.locator('.notice').innerText(), /restarted.*Your code is kept/);
  assert.match(await region(page, 'Editor').innerText(), /y = x/);
  await press(page, 'Step forward');
  assert.equal(await currentStep(page), 1);
  await page.close();
});

onPage('the arrow keys walk through a panel and mark counterparts', async (page) => {
  await write(page, 'x = 1\ny = x + 2\n');
  await page.getByRole('group', { name: 'Bytecode content' }).focus();
  await page.keyboard.press('Enter');
  for (let count = 0; count < 3; count += 1) await page.keyboard.press('ArrowDown');
  await idle(page);
  const row = region(page, 'Bytecode').locator('.instruction:focus');
  assert.match(await row.innerText(), /LOAD_NAME/);
  assert.equal(await page.locator('.cm-related').first().innerText(), 'x');
  assert.match(await region(page, 'Explanation').innerText(), /Offset \d+: LOAD_NAME x/);
});

onPage('typing can be undone and redone', async (page) => {
  await write(page, 'x = 1\n');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('y = 2');
  const text = () => page.locator('.cm-content').innerText();
  assert.equal(await text(), 'y = 2');
  for (let tries = 0; tries < 6 && (await text()).includes('y = 2'); tries += 1) await page.keyboard.press('ControlOrMeta+Z');
  assert.doesNotMatch(await text(), /y = 2/);
  for (let tries = 0; tries < 6 && !(await text()).includes('y = 2'); tries += 1) await page.keyboard.press('ControlOrMeta+Y');
  assert.equal(await text(), 'y = 2');
  await page.keyboard.press('Enter');
  await page.keyboard.type('if y:\nz = 3');
  assert.equal(await text(), 'y = 2\nif y:\n    z = 3');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await text(), 'y = 2\nif y:\nz = 3');
});

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
  onPage(
    `nothing sticks out at ${width} by ${height}`,
    async (page) => {
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      for (const name of ['Run', 'Step forward', 'Step back']) {
        assert.ok(await page.getByRole('button', { name, exact: true }).isVisible(), name);
      }
      if (width >= 800) return;
      for (const name of ['Frames', 'Threads']) {
        await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name }).click();
        await page.waitForFunction((id) => {
          const box = document.getElementById(id)?.getBoundingClientRect();
          return box && box.top >= 0 && box.top < innerHeight;
        }, name);
      }
    },
    { width, height },
  );
}
