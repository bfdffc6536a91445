/**
 * Which objects are drawn, and where. Pure: the same views and the same previous layout give the same layout.
 *
 * Columns are the distance from the frames (found breadth first), rows are filled in order of discovery. An object that was
 * drawn in the previous step keeps its place, so the eye can follow it; a freed one leaves its place empty.
 *
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').ObjectView} ObjectView
 * @typedef {{ column: number, y: number, height: number }} Place
 * @typedef {ObjectView['references'][number]} Reference
 * @typedef {object} Chosen
 * @property {ObjectView} object
 * @property {number} column
 * @property {boolean} passing Drawn for this one step, as nothing in sight refers to it.
 * @property {Reference[]} rows The references its card lists.
 */

/** Pixels; the style sheet's `.object` agrees with these. */
export const CARD = Object.freeze({ width: 164, gapX: 40, gapY: 10, head: 46, row: 18, value: 19, note: 50, pad: 8 });
/** References drawn in a card. */
export const MOST_ROWS = 8;
const MOST_COLUMNS = 6;
/** Objects drawn that a step freed or made and nothing in sight refers to: at the end of a program there are hundreds. */
const MOST_PASSING = 24;

/** Types whose objects are the machine's plumbing rather than the program's data. */
const PLUMBING = new Set([
  'code', 'module', 'builtin_function_or_method', 'getset_descriptor', 'member_descriptor', 'method_descriptor',
  'wrapper_descriptor', 'classmethod_descriptor', 'method-wrapper', 'mappingproxy', 'weakref', 'frame', 'traceback',
]);
const ATOMS = new Set(['int', 'str', 'bool', 'NoneType', 'float', 'bytes', 'complex', 'ellipsis', 'NotImplementedType']);
/** References that every function, class or instance has and that say nothing about the program. */
const PLUMBING_LABEL = /^(type|__(code|globals|builtins|name|qualname|doc|module|mro|bases|base|defaults|kwdefaults|annotations|annotate|firstlineno|static_attributes|type_params|weakref)__|.*'__\w+__'.*)$/;

/**
 * The objects to draw, in order of discovery. Everything a slot of a frame refers to is drawn, unless it is plumbing no
 * program made; what objects refer to is drawn unless it is an immortal atom, whose value stands in the reference's row.
 *
 * @param {StepView} step
 * @param {boolean} showAll
 * @returns {Chosen[]}
 */
export function chooseObjects(step, showAll) {
  const byId = new Map(step.objects.map((object) => [object.id, object]));
  /** @type {Map<number, number>} */
  const columns = new Map();
  /** @type {number[]} */
  let ring = [];
  const visit = (/** @type {number | undefined} */ id, /** @type {number} */ column) => {
    if (id === undefined || columns.has(id) || !byId.has(id)) return;
    columns.set(id, column);
    ring.push(id);
  };
  // What the running thread holds comes first, where it is in sight.
  const frames = step.frames.toSorted((a, b) => Number(b.thread === step.thread) - Number(a.thread === step.thread));
  for (const frame of frames) {
    for (const local of frame.locals) visit(local.object, 0);
    for (const slot of frame.stack) if (worthASlot(byId.get(slot.object ?? -1), showAll)) visit(slot.object, 0);
    visit(frame.generator, 0);
  }
  for (let column = 1; ring.length > 0; column += 1) {
    const last = ring;
    ring = [];
    for (const id of last) {
      const object = byId.get(id);
      if (!object || (!showAll && PLUMBING.has(object.typeName))) continue;
      for (const reference of object.references) {
        if (followed(reference.label, byId.get(reference.target), showAll)) visit(reference.target, Math.min(column, MOST_COLUMNS - 1));
      }
    }
  }
  const choose = (/** @type {ObjectView} */ object, /** @type {number} */ column, /** @type {boolean} */ passing) => ({
    object,
    column,
    passing,
    rows: object.references.filter((reference) => showAll || isListed(reference, byId.get(reference.target))),
  });
  const chosen = [...columns].map(([id, column]) => choose(/** @type {ObjectView} */ (byId.get(id)), column, false));
  const touched = step.objects.filter((object) => showAll || (worthASlot(object, false) && isNews(object)));
  const passing = touched.filter((object) => !columns.has(object.id)).slice(0, MOST_PASSING);
  return [...chosen, ...passing.map((object) => choose(object, showAll ? MOST_COLUMNS - 1 : 1, true))];
}

/** @param {ObjectView} object */
function isNews(object) {
  return !object.immortal && (object.change === 'freed' || object.change === 'new' || object.change === 'value');
}

/** @param {ObjectView | undefined} object @param {boolean} showAll */
function worthASlot(object, showAll) {
  return object !== undefined && (showAll || !PLUMBING.has(object.typeName));
}

/** @param {string} label @param {ObjectView | undefined} target @param {boolean} showAll */
function followed(label, target, showAll) {
  if (showAll) return true;
  if (!target || PLUMBING_LABEL.test(label) || PLUMBING.has(target.typeName)) return false;
  return !(target.immortal && (ATOMS.has(target.typeName) || target.typeName === 'type'));
}

/** A dict's key says nothing that the label of its value does not, unless it is an object of its own. @param {Reference} reference @param {ObjectView | undefined} target */
function isListed({ label }, target) {
  if (label === '__dict__' && !target) return false;
  if (label.startsWith('key ')) return target !== undefined && !ATOMS.has(target.typeName);
  return !PLUMBING_LABEL.test(label);
}

/** @param {Chosen} chosen */
export function cardHeight({ object, rows }) {
  const lines = Math.min(rows.length, MOST_ROWS) + (rows.length > MOST_ROWS || object.referencesHidden > 0 ? 1 : 0);
  return CARD.head + CARD.value + lines * CARD.row + (object.freedReason ? CARD.note : 0) + CARD.pad;
}

/**
 * @param {ReadonlyMap<number, Place>} previous
 * @param {readonly Chosen[]} chosen
 * @returns {Map<number, Place>}
 */
export function placeObjects(previous, chosen) {
  /** @type {Map<number, Place>} */
  const places = new Map();
  /** @type {Place[][]} */
  const columns = Array.from({ length: MOST_COLUMNS }, () => []);
  const put = (/** @type {number} */ id, /** @type {Place} */ place) => {
    places.set(id, place);
    columns[place.column].push(place);
  };
  const known = chosen.filter(({ object }) => previous.has(object.id));
  const fromTop = known.map((entry) => ({ entry, place: /** @type {Place} */ (previous.get(entry.object.id)) }));
  fromTop.sort((a, b) => a.place.y - b.place.y);
  for (const { entry, place } of fromTop) {
    const { object } = entry;
    // A card that grew pushes the ones below it down by as much as they overlap.
    const height = Math.max(cardHeight(entry), object.change === 'freed' ? place.height : 0);
    const above = columns[place.column].at(-1);
    const y = above ? Math.max(place.y, above.y + above.height + CARD.gapY) : place.y;
    put(object.id, { column: place.column, y, height });
  }
  for (const entry of chosen) {
    if (places.has(entry.object.id)) continue;
    const { column } = entry;
    const height = cardHeight(entry);
    put(entry.object.id, { column, y: firstGap(columns[column], height), height });
  }
  return places;
}

/** The topmost free stretch of a column that is high enough. @param {Place[]} taken @param {number} height */
function firstGap(taken, height) {
  let y = 0;
  for (const place of [...taken].sort((a, b) => a.y - b.y)) {
    if (place.y - y >= height + CARD.gapY) return y;
    y = Math.max(y, place.y + place.height + CARD.gapY);
  }
  return y;
}

/** The extent of a layout in pixels. @param {ReadonlyMap<number, Place>} places */
export function extent(places) {
  let width = 0;
  let height = 0;
  for (const place of places.values()) {
    width = Math.max(width, place.column * (CARD.width + CARD.gapX) + CARD.width);
    height = Math.max(height, place.y + place.height);
  }
  return { width, height };
}
