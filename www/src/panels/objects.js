import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { CARD, chooseObjects, extent, MOST_ROWS, placeObjects } from '../layout/heap.js';
import { empty } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').ObjectView} ObjectView
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').ReferrersView} ReferrersView
 * @typedef {import('../layout/heap.js').Place} Place
 * @typedef {import('../layout/heap.js').Chosen} Chosen
 * @typedef {import('../actions.js').Actions} Actions
 */

/** What each change is called on a card; words, so that colour is not the only sign. @type {Record<string, string>} */
const CHANGE = { new: 'new', value: 'changed', freed: 'freed', refcount: '', none: '' };

/** A jump further than this many steps begins a new layout: places from far away would leave holes. */
const NEAR = 50;

/** Where objects stood at the step before. @type {{ step: number, places: Map<number, Place> }} */
let before = { step: 0, places: new Map() };

/** Forgets where objects stood: the next program lays out its own. */
export function forgetPlaces() {
  before = { step: 0, places: new Map() };
}

/**
 * @param {StepView | null} step
 * @param {ReferrersView | null} referrers
 * @param {boolean} showAll
 * @param {Actions} actions
 */
export function renderObjects(step, referrers, showAll, actions) {
  if (!step) return empty('No machine.');
  const chosen = chooseObjects(step, showAll);
  const near = Math.abs(step.step - before.step) <= NEAR;
  const places = placeObjects(near ? before.places : new Map(), chosen);
  const lasting = chosen.filter(({ passing }) => !passing).map(({ object: { id } }) => id);
  before = { step: step.step, places: new Map(lasting.map((id) => [id, /** @type {Place} */ (places.get(id))])) };
  if (chosen.length === 0) return empty('No objects reachable from the frames yet.');
  const drawn = new Set(chosen.map(({ object }) => object.id));
  const byId = new Map(step.objects.map((object) => [object.id, object]));
  const { width, height } = extent(places);
  // Sorted by id for the DOM only: the order must not change from step to step, or the focus would be lost.
  const inOrder = chosen.toSorted((a, b) => a.object.id - b.object.id);
  return html`
    <ul class="heap" style="width:${width}px;height:${height}px">
      ${repeat(
        inOrder,
        ({ object }) => object.id,
        (entry) => card(entry, /** @type {Place} */ (places.get(entry.object.id)), { drawn, byId, referrers, actions }),
      )}
    </ul>
    ${step.objectsHidden > 0 ? html`<p class="empty">${step.objectsHidden} more objects are not shown.</p>` : nothing}
  `;
}

/**
 * @typedef {object} Context
 * @property {Set<number>} drawn
 * @property {Map<number, ObjectView>} byId
 * @property {ReferrersView | null} referrers
 * @property {Actions} actions
 */

/** @param {Chosen} entry @param {Place} place @param {Context} context */
function card({ object, rows }, place, context) {
  const left = place.column * (CARD.width + CARD.gapX);
  const change = CHANGE[object.change];
  return html`<li
    class="object change-${object.change} ${object.refcountBefore !== undefined && object.change !== 'freed' ? 'counted' : ''}"
    style="transform:translate(${left}px,${place.y}px);min-height:${place.height}px"
    data-card=${object.id}
    data-k="o:${object.id}"
    tabindex="-1"
  >
    <div class="head">
      <span class="type" title="ob_type: ${object.typeName}, at ${object.address}, ${object.size || 'unknown'} bytes">${object.typeName}</span>
      ${change ? html`<span class="change">${change}</span>` : nothing}
      <span class="address" title=${object.address}>…${object.address.slice(-5)}</span>
    </div>
    <div class="count">${refcount(object, context)}</div>
    <div class="value" title=${object.value}>${object.value}</div>
    ${references(object, rows, context)}
    ${object.freedReason ? html`<p class="reason">${object.freedReason}</p>` : nothing}
  </li>`;
}

/** @param {ObjectView} object @param {Context} context */
function refcount(object, { referrers, actions }) {
  if (object.immortal) return html`<span class="immortal" title="Immortal (PEP 683): the count never changes">immortal</span>`;
  const was = object.refcountBefore !== undefined && object.refcountBefore !== object.refcount ? `${object.refcountBefore} → ` : '';
  const text = `${was}${object.refcount}`;
  if (object.change === 'freed') return html`<span class="refs">refcnt <b>${text}</b></span>`;
  return html`<button
    class="refs"
    aria-expanded=${referrers?.object === object.id}
    aria-label="refcnt ${text}: list what refers to this ${object.typeName}"
    @click=${() => actions.showReferrers(object.id)}
  >refcnt <b>${text}</b></button>`;
}

/** @param {ObjectView} object @param {Chosen['rows']} listed @param {Context} context */
function references(object, listed, { drawn, byId }) {
  if (listed.length === 0) return nothing;
  const hidden = Math.max(0, listed.length - MOST_ROWS) + object.referencesHidden;
  return html`<ul class="references">
    ${listed.slice(0, MOST_ROWS).map((reference) => {
      const target = byId.get(reference.target);
      if (drawn.has(reference.target) && object.change !== 'freed') {
        return html`<li data-from=${object.id} data-to=${reference.target}>
          <span class="label">${reference.label}</span><span class="short">${target?.value ?? ''}</span><span class="port" aria-hidden="true"></span>
        </li>`;
      }
      return html`<li><span class="label">${reference.label}</span><span class="short">${target?.value ?? '…'}</span></li>`;
    })}
    ${hidden > 0 ? html`<li class="more">${hidden} more</li>` : nothing}
  </ul>`;
}

/**
 * The list behind a reference count.
 *
 * @param {ReferrersView | null} view
 * @param {StepView | null} step
 * @param {() => void} close
 */
export function renderReferrers(view, step, close) {
  if (!view) return nothing;
  const object = step?.objects.find((entry) => entry.id === view.object);
  const counted = view.referrers.filter((entry) => !entry.borrowed);
  const borrowed = view.referrers.filter((entry) => entry.borrowed);
  const line = (/** @type {ReferrersView['referrers'][number]} */ entry) =>
    html`<li>
      ${entry.object === undefined ? entry.label : html`<button class="link" data-k="o:${entry.object}">${entry.label}</button>`}
    </li>`;
  return html`<div class="referrers" role="dialog" aria-label="References to ${object?.typeName ?? 'object'} ${object?.value ?? ''}">
    <header>
      <h3>${object?.typeName} ${object?.value}: ${view.refcount} ${view.refcount === 1 ? 'reference' : 'references'}</h3>
      <button class="close" @click=${close}>Close</button>
    </header>
    ${counted.length === 0 ? empty('Nothing that is counted refers to it.') : html`<ol>${counted.map(line)}</ol>`}
    ${view.hidden > 0 ? html`<p>and ${view.hidden} more</p>` : nothing}
    ${borrowed.length > 0 ? html`<p>Borrowed, not counted:</p><ul>${borrowed.map(line)}</ul>` : nothing}
  </div>`;
}
