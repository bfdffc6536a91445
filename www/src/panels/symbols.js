import { html, nothing } from 'lit-html';
import { why } from './names.js';

/**
 * @typedef {import('../rpc/protocol.js').ScopeView} ScopeView
 * @typedef {import('./names.js').SymbolView} SymbolView
 * @typedef {import('./names.js').PlaceView} PlaceView
 */

/** What the flags of the module `symtable` mean. @type {Record<string, string>} */
const FLAGS = {
  use: 'read here',
  def_global: 'named in a global statement',
  def_nonlocal: 'named in a nonlocal statement',
  def_local: 'bound here',
  def_param: 'a parameter',
  def_type_param: 'a type parameter',
  def_free_class: 'free in a method, and a name of the class too',
  def_import: 'imported',
  def_annot: 'annotated',
  def_comp_iter: 'the loop variable of a comprehension',
  def_comp_cell: 'a cell of an inlined comprehension',
};

/** The scopes as a tree, each with its names. @param {readonly ScopeView[]} scopes */
export function renderSymbols(scopes) {
  /** @type {number[][]} */
  const children = scopes.map(() => []);
  scopes.forEach(({ parent }, at) => parent !== undefined && children[parent].push(at));
  /** @type {(at: number) => unknown} */
  const scopeItem = (at) => scopeTemplate(scopes, at, children[at].map(scopeItem));
  return html`<ul class="scopes">${scopes.length > 0 ? scopeItem(0) : nothing}</ul>`;
}

/** @param {readonly ScopeView[]} scopes @param {number} at @param {unknown[]} inner @returns {unknown} */
function scopeTemplate(scopes, at, inner) {
  const { kind, name, line, span, inlined, symbols } = scopes[at];
  return html`<li class="scope">
    <details open>
      <summary data-k=${at === 0 ? nothing : `p:${span.start}:${span.end}`} tabindex=${at === 0 ? nothing : '-1'}>
        <b>${kind}</b>${at === 0 ? nothing : html` ${isNamed(kind) ? html`<code>${name}</code>` : nothing} <span class="at">line ${line}</span>`}${inlined
          ? html` <span class="tag" title="It runs in its parent's frame (PEP 709)">inlined</span>`
          : nothing}
      </summary>
      ${symbols.length === 0 ? html`<p class="empty">no names</p>` : html`<ul class="names">${symbols.map((symbol) => nameTemplate(scopes, at, symbol))}</ul>`}
      ${inner.length > 0 ? html`<ul class="scopes">${inner}</ul>` : nothing}
    </details>
  </li>`;
}

/** The others have a name of the compiler's only, like `listcomp` and `__annotate__`. @param {string} kind */
function isNamed(kind) {
  return /^(function|class|type)/.test(kind);
}

/** @param {readonly ScopeView[]} scopes @param {number} at @param {SymbolView} symbol */
function nameTemplate(scopes, at, symbol) {
  const { name, written, resolution, places, flags, owner } = symbol;
  const elsewhere = owner === undefined ? [] : alsoIn(scopes, at, symbol);
  return html`<li class="symbol">
    <details>
      <summary data-k="s:${at}:${name}" tabindex="-1">
        <span class="name ${symbol.rule}">${written ?? name}</span> <span class="resolution ${resolution.replace(' ', '-')}">${resolution}</span>
        <span class="why">${why(scopes, at, symbol)}</span>
      </summary>
      <dl>
        ${placeList('bound', places, 'binds')}${placeList('declared', places, 'declares')}${placeList('used', places, 'uses')}
        ${elsewhere.length > 0 ? placeList('elsewhere', elsewhere) : nothing}
        <dt>symtable</dt>
        <dd>${flags.map((flag) => html`<code title=${FLAGS[flag] ?? ''}>${flag}</code> `)}</dd>
      </dl>
    </details>
  </li>`;
}

/** Places of the same variable in other scopes. @param {readonly ScopeView[]} scopes @param {number} at @param {SymbolView} symbol @returns {PlaceView[]} */
function alsoIn(scopes, at, symbol) {
  const same = (/** @type {SymbolView} */ other) => other.name === symbol.name && other.owner === symbol.owner && other.inlinedFrom === undefined;
  return scopes.flatMap(({ symbols }, other) => (other === at ? [] : symbols.filter(same).flatMap(({ places }) => places)));
}

/** @param {string} label @param {readonly PlaceView[]} places @param {PlaceView['role']} [role] */
function placeList(label, places, role) {
  const shown = places.filter((place) => !role || place.role === role);
  if (shown.length === 0) return nothing;
  return html`<dt>${label}</dt>
    <dd>${shown.map(({ span, line, how }) => html`<button class="link" data-k="p:${span.start}:${span.end}" tabindex="-1">line ${line}</button>${how === 'use' ? '' : ` ${how}`} `)}</dd>`;
}
