/**
 * Arrows from slots to objects. They are measured from what is laid out and drawn over it: everything that has
 * `data-to="ID"` points at the card with `data-card="ID"`.
 */
import { render, svg } from 'lit-html';

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ path: string, kind: string, from: string, to: string }} Arrow
 * @typedef {{ rect: DOMRect, box: DOMRect, clipped: boolean }} Visible An element and the visible box of the panel it scrolls in.
 */

/**
 * @param {HTMLElement} machine the element that holds Frames and Objects
 * @param {SVGSVGElement} overlay covers `machine`
 */
export function drawArrows(machine, overlay) {
  const origin = machine.getBoundingClientRect();
  const cards = new Map(
    [...machine.querySelectorAll('[data-card]')].map((element) => [element.getAttribute('data-card'), element]),
  );
  /** @type {Arrow[]} */
  const arrows = [];
  for (const port of machine.querySelectorAll('[data-to]')) {
    const to = port.getAttribute('data-to') ?? '';
    const card = cards.get(to);
    if (!card) continue;
    const arrow = connect(port, card, origin);
    if (arrow) arrows.push({ ...arrow, from: port.getAttribute('data-from') ?? '', to });
  }
  overlay.setAttribute('width', String(origin.width));
  overlay.setAttribute('height', String(origin.height));
  render(arrows.map(one), overlay);
}

/** @param {Arrow} arrow */
function one({ path, kind, from, to }) {
  return svg`<path class="arrow ${kind}" d=${path} marker-end="url(#arrow-head)" data-arrow-from=${from} data-arrow-to=${to}></path>`;
}

/**
 * @param {Element} port
 * @param {Element} card
 * @param {DOMRect} origin
 */
function connect(port, card, origin) {
  const source = visible(port);
  const target = visible(card);
  // Both ends scrolled out of sight, or folded away: an arrow from nowhere to nowhere helps nobody.
  if (!source || !target || (source.clipped && target.clipped)) return undefined;
  const slot = port.closest('.slot');
  const kind = `${slot ? 'from-slot' : 'from-object'} ${slot?.classList.contains('borrowed') ? 'borrowed' : ''}`;
  const below = source.box.bottom <= target.box.top;
  // Stacked panels leave no room between them for the arrows of every frame.
  if (below && !port.closest('.running')) return undefined;
  return { path: below ? down(source, target, origin) : across(source, target, origin), kind };
}

/** Frames stand above Objects: from the slot down onto the top of the card. @param {Visible} source @param {Visible} target @param {DOMRect} origin */
function down(source, target, origin) {
  const a = { x: source.rect.right - origin.left - 9, y: clamp(middle(source.rect), source.box) - origin.top };
  const x = Math.min(Math.max(target.rect.right - 30, target.box.left), target.box.right) - origin.left;
  const b = { x, y: clamp(target.rect.top, target.box) - origin.top - 1 };
  const bend = (b.y - a.y) / 2;
  return cubic(a, { x: a.x + 24, y: a.y + bend }, { x: b.x, y: b.y - bend }, b);
}

/** From the row's edge to the nearest edge of the card: between columns, or in a bow beside a column. @param {Visible} source @param {Visible} target @param {DOMRect} origin */
function across(source, target, origin) {
  const y1 = clamp(middle(source.rect), source.box) - origin.top;
  const y2 = clamp(target.rect.top + 13, target.box) - origin.top;
  const right = source.rect.right - origin.left - 5;
  const left = source.rect.left - origin.left;
  const targetLeft = target.rect.left - origin.left - 1;
  const targetRight = target.rect.right - origin.left + 1;
  if (targetLeft > right) {
    const bend = Math.min(60, (targetLeft - right) / 2);
    return cubic({ x: right, y: y1 }, { x: right + bend, y: y1 }, { x: targetLeft - bend, y: y2 }, { x: targetLeft, y: y2 });
  }
  if (targetRight < left) {
    const bend = Math.min(60, (left - targetRight) / 2);
    return cubic({ x: left, y: y1 }, { x: left - bend, y: y1 }, { x: targetRight + bend, y: y2 }, { x: targetRight, y: y2 });
  }
  // The further apart, the wider the bow: bows side by side can be told apart.
  const bow = 14 + Math.min(34, Math.abs(y2 - y1) / 8);
  return cubic({ x: right, y: y1 }, { x: right + bow, y: y1 }, { x: targetRight + bow, y: y2 }, { x: targetRight, y: y2 });
}

/** @param {Element} element @returns {Visible | undefined} nothing when it is folded away */
function visible(element) {
  if (!element.checkVisibility()) return undefined;
  const rect = element.getBoundingClientRect();
  const box = element.closest('.body')?.getBoundingClientRect();
  if (!box || rect.width === 0) return undefined;
  const clipped = rect.bottom < box.top || rect.top > box.bottom || rect.left > box.right || rect.right < box.left;
  return { rect, box, clipped };
}

/** @param {DOMRect} rect */
function middle(rect) {
  return rect.top + rect.height / 2;
}

/** @param {number} y @param {DOMRect} box */
function clamp(y, box) {
  return Math.min(Math.max(y, box.top), box.bottom);
}

/** @param {Point} a @param {Point} p @param {Point} q @param {Point} b */
function cubic(a, p, q, b) {
  return `M${at(a)}C${at(p)} ${at(q)} ${at(b)}`;
}

/** @param {Point} point */
function at({ x, y }) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
