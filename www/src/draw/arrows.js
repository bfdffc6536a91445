/**
 * Arrows from slots to objects. They are measured from what is laid out and drawn over it: everything that has
 * `data-to="ID"` points at the card with `data-card="ID"`.
 */
import { render, svg } from 'lit-html';

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ path: string, kind: string, from: string, to: string }} Arrow
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
  const start = { x: source.rect.right - origin.left - 5, y: clamp(middle(source.rect), source.box) - origin.top };
  const end = { x: target.rect.left - origin.left - 1, y: clamp(target.rect.top + 13, target.box) - origin.top };
  const slot = port.closest('.slot');
  const kind = `${slot ? 'from-slot' : 'from-object'} ${slot?.classList.contains('borrowed') ? 'borrowed' : ''}`;
  return { path: curve(start, end, target.rect.width), kind };
}

/** The rectangle of an element and the visible box of the panel it scrolls in. @param {Element} element */
function visible(element) {
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

/** @param {Point} a @param {Point} b @param {number} width of the target */
function curve(a, b, width) {
  if (b.x > a.x + 8) {
    const bend = Math.min(60, (b.x - a.x) / 2);
    return `M${fix(a.x)} ${fix(a.y)}C${fix(a.x + bend)} ${fix(a.y)} ${fix(b.x - bend)} ${fix(b.y)} ${fix(b.x)} ${fix(b.y)}`;
  }
  // The target is in the same column or further left: out to the right, around, and in from its left edge.
  const out = a.x + 26;
  const back = b.x - 18;
  const lift = a.y < b.y ? b.y - 18 : b.y + 18;
  if (Math.abs(a.x - (b.x + width)) < 12) {
    // Same column: enter from the right, a short bow beside the cards.
    const right = b.x + width + 3;
    return `M${fix(a.x)} ${fix(a.y)}C${fix(out)} ${fix(a.y)} ${fix(out)} ${fix(b.y)} ${fix(right)} ${fix(b.y)}`;
  }
  return `M${fix(a.x)} ${fix(a.y)}C${fix(out)} ${fix(a.y)} ${fix(out)} ${fix(lift)} ${fix(a.x)} ${fix(lift)}L${fix(b.x)} ${fix(lift)}C${fix(back)} ${fix(lift)} ${fix(back)} ${fix(b.y)} ${fix(b.x)} ${fix(b.y)}`;
}

/** @param {number} value */
function fix(value) {
  return value.toFixed(1);
}
