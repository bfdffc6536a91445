/**
 * The page's one frame loop. Each part of the page is a function of some atoms; whatever they changed since the last frame
 * is drawn once, in the order in which the parts were given (what measures comes after what lays out).
 *
 * @typedef {() => void} Draw
 * @typedef {{ subscribe: (listener: () => void) => unknown }} Source
 */

/** @param {readonly (readonly [Draw, ...Source[]])[]} parts */
export function createLoop(parts) {
  const order = parts.map(([draw]) => draw);
  /** @type {Set<Draw>} */
  const stale = new Set();
  let frame = 0;

  /** @param {Draw[]} draws */
  function invalidate(...draws) {
    for (const draw of draws) stale.add(draw);
    frame ||= requestAnimationFrame(drawStale);
  }

  function drawStale() {
    frame = 0;
    const due = order.filter((draw) => stale.has(draw));
    stale.clear();
    for (const draw of due) draw();
  }

  for (const [draw, ...sources] of parts) {
    for (const source of sources) source.subscribe(() => invalidate(draw));
  }
  invalidate(...order);
  return { invalidate, isQuiet: () => frame === 0 };
}
