/**
 * The timeline's picture: depth of the frame stack as an area, live objects as a line, events as ticks, threads as a band.
 */
import { STEP_KIND } from '../rpc/protocol.js';

/**
 * @typedef {import('../rpc/protocol.js').TimelineColumns} TimelineColumns
 * @typedef {object} Palette
 * @property {string} depth
 * @property {string} objects
 * @property {string} ink
 * @property {string} error
 * @property {string} cursor
 * @property {string[]} threads
 */

const BAND = 5;
const TICKS = 9;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {TimelineColumns | null} columns
 * @param {number} total
 * @param {number} step
 */
export function drawTimeline(canvas, columns, total, step) {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0 || height === 0) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  const palette = paletteOf(canvas);
  const x = (/** @type {number} */ at) => (total > 0 ? (at / total) * (width - 2) + 1 : 1);
  if (columns && columns.step.length > 0) {
    drawDepth(context, columns, x, width, height, palette);
    drawObjects(context, columns, x, width, height, palette);
    drawTicks(context, columns, x, height, palette);
    drawThreads(context, columns, x, width, palette);
  }
  context.fillStyle = palette.cursor;
  context.fillRect(Math.round(x(step)) - 1, 0, 2, height);
}

/** The step under a place on the canvas. @param {HTMLCanvasElement} canvas @param {number} clientX @param {number} total */
export function stepAt(canvas, clientX, total) {
  const box = canvas.getBoundingClientRect();
  const part = (clientX - box.left - 1) / Math.max(1, box.width - 2);
  return Math.round(Math.min(1, Math.max(0, part)) * total);
}

/** @param {Element} element @returns {Palette} */
function paletteOf(element) {
  const style = getComputedStyle(element);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    depth: colour('--chart-depth'),
    objects: colour('--chart-objects'),
    ink: colour('--ink-2'),
    error: colour('--error'),
    cursor: colour('--accent'),
    threads: [1, 2, 3, 4].map((index) => colour(`--thread-${index}`)),
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TimelineColumns} columns
 * @param {(step: number) => number} x
 * @param {number} width
 * @param {number} height
 * @param {Palette} palette
 */
function drawDepth(context, { step, depth }, x, width, height, palette) {
  const most = Math.max(2, depth.reduce((a, b) => Math.max(a, b), 0));
  const floor = height - TICKS;
  context.fillStyle = palette.depth;
  context.beginPath();
  context.moveTo(x(step[0]), floor);
  step.forEach((at, index) => {
    const y = floor - (depth[index] / most) * (floor - BAND - 4);
    context.lineTo(x(at), y);
    context.lineTo(index + 1 < step.length ? x(step[index + 1]) : width - 1, y);
  });
  context.lineTo(width - 1, floor);
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TimelineColumns} columns
 * @param {(step: number) => number} x
 * @param {number} width
 * @param {number} height
 * @param {Palette} palette
 */
function drawObjects(context, { step, liveObjects }, x, width, height, palette) {
  let least = Infinity;
  let most = 0;
  for (const count of liveObjects) {
    least = Math.min(least, count);
    most = Math.max(most, count);
  }
  const floor = height - TICKS - 2;
  const range = Math.max(4, most - least);
  context.strokeStyle = palette.objects;
  context.lineWidth = 1.5;
  context.beginPath();
  step.forEach((at, index) => {
    const y = floor - ((liveObjects[index] - least) / range) * (floor - BAND - 4);
    context.lineTo(x(at), y);
    context.lineTo(index + 1 < step.length ? x(step[index + 1]) : width - 1, y);
  });
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TimelineColumns} columns
 * @param {(step: number) => number} x
 * @param {number} height
 * @param {Palette} palette
 */
function drawTicks(context, { step, kind }, x, height, palette) {
  step.forEach((at, index) => {
    const place = x(at);
    if (kind[index] & STEP_KIND.OUTPUT) {
      context.fillStyle = palette.ink;
      context.fillRect(place, height - TICKS + 1, 1.5, TICKS - 1);
    }
    if (kind[index] & STEP_KIND.FREE) {
      context.fillStyle = palette.ink;
      context.fillRect(place, height - 3, 1.5, 3);
    }
    if (kind[index] & STEP_KIND.COLLECT) {
      context.strokeStyle = palette.ink;
      context.strokeRect(place - 2, height - TICKS + 1, 4, 4);
    }
    if (kind[index] & STEP_KIND.EXCEPTION) {
      context.strokeStyle = palette.error;
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(place - 3, height - TICKS + 1);
      context.lineTo(place + 3, height - 2);
      context.moveTo(place + 3, height - TICKS + 1);
      context.lineTo(place - 3, height - 2);
      context.stroke();
    }
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TimelineColumns} columns
 * @param {(step: number) => number} x
 * @param {number} width
 * @param {Palette} palette
 */
function drawThreads(context, { step, thread }, x, width, palette) {
  if (!thread.some((id) => id !== thread[0])) return;
  step.forEach((at, index) => {
    const id = thread[index];
    const from = x(at);
    const to = index + 1 < step.length ? x(step[index + 1]) : width - 1;
    context.fillStyle = palette.threads[id % palette.threads.length];
    // Threads sit at different heights of the band too, so that colour is not the only sign.
    context.fillRect(from, id % 2 === 0 ? 0 : BAND / 2, Math.max(1, to - from), BAND / 2 + 0.5);
  });
}
