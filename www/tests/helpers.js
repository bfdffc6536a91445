/**
 * A real browser on the built page. `cargo xtask test` serves `dist` and names the browser (`OUROSCOPE_URL`,
 * `OUROSCOPE_BROWSER`); by hand, `npm run build && npm test` serves it itself and takes the Chromium of the system.
 */
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Browser} Browser
 */

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
});
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none', '--hide-scrollbars',
];

/** @returns {Promise<{ url: string, browser: Browser, close: () => Promise<void> }>} */
export async function start() {
  const server = process.env.OUROSCOPE_URL ? undefined : await serve();
  const browser = await chromium.launch({ executablePath: browserPath(), args: FLAGS });
  const url = process.env.OUROSCOPE_URL ?? server?.url ?? '';
  return {
    url: url.endsWith('/') ? url : `${url}/`,
    browser,
    async close() {
      await browser.close();
      server?.close();
    },
  };
}

function browserPath() {
  const asked = process.env.OUROSCOPE_BROWSER ?? process.env.OUROSCOPE_CHROME;
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return asked ?? known.find((path) => existsSync(path)) ?? chromium.executablePath();
}

async function serve() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(DIST, normalize(path.endsWith('/') ? `${path}index.html` : path));
    try {
      if (!file.startsWith(DIST)) throw new Error('outside');
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/**
 * Opens the page and fails the test on any error the page logs.
 *
 * @param {{ url: string, browser: Browser }} site
 * @param {{ fragment?: string, width?: number, height?: number, scheme?: 'light' | 'dark' }} [options]
 */
export async function open({ url, browser }, { fragment = '', width = 1440, height = 900, scheme = 'light' } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce' });
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`${url}?testing${fragment}`);
  await idle(page);
  return { page, errors };
}

/** Waits until the page has come to rest: no request, no frame, no timer under way. @param {Page} page */
export async function idle(page) {
  await page.waitForFunction(() => 'waitForIdle' in window);
  await page.evaluate(() => /** @type {any} */ (window).waitForIdle());
}

/** Types a program into the editor, as a visitor would paste it. @param {Page} page @param {string} source */
export async function write(page, source) {
  // The editor learns from the browser, some time later, what was selected and typed: on a machine with more to do than
  // it can, keys may overtake a click. The page must know of the very program.
  const isThere = () => page.waitForFunction((text) => /** @type {any} */ (window).programSource() === text, source, { timeout: 5000 });
  for (let tries = 3; tries > 0; tries -= 1) {
    await page.getByRole('textbox', { name: 'Python source' }).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(source);
    if (await isThere().then(() => true, () => false)) return idle(page);
  }
  throw new Error('the editor did not take the program');
}

/** @param {Page} page @param {string} name */
export function region(page, name) {
  return page.getByRole('region', { name, exact: true });
}

/** Presses a control and waits for the page to rest. @param {Page} page @param {string} name */
export async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await idle(page);
}

/** @param {Page} page @param {number} step */
export async function seek(page, step) {
  await page.getByRole('slider', { name: 'Timeline' }).fill(String(step));
  await idle(page);
}

/** The step on screen. @param {Page} page */
export async function currentStep(page) {
  return Number(await page.getByRole('slider', { name: 'Timeline' }).inputValue());
}

/** The last known step. @param {Page} page */
export async function lastStep(page) {
  return Number(await page.getByRole('slider', { name: 'Timeline' }).getAttribute('max'));
}

/** Everything a step shows, as text, to compare two ways to the same step. @param {Page} page */
export async function picture(page) {
  const parts = ['Frames', 'Objects', 'GC', 'Threads', 'Console', 'Explanation'];
  const texts = await Promise.all(parts.map((name) => region(page, name).innerText()));
  return texts.join('\n');
}
