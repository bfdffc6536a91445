import { html } from 'lit-html';
import { empty } from './panel.js';

/** @typedef {import('../rpc/protocol.js').ScopeView} ScopeView */

/** What each way to resolve a name means for the program. @type {Record<string, string>} */
const MEANING = {
  local: 'lives in this scope',
  cell: 'lives in this scope, inner functions share it through a cell',
  free: 'belongs to an enclosing function, reached through its cell',
  'global explicit': 'declared global',
  'global implicit': 'looked up in the module, then among the builtins',
};

/** @param {readonly ScopeView[]} scopes */
export function renderSymbols(scopes) {
  if (scopes.length === 0) return empty('No scopes: the symbol table was not reached.');
  return scopes.map((scope, index) => scopeTable(scope, index));
}

/** @param {ScopeView} scope @param {number} index */
function scopeTable(scope, index) {
  const title = scope.parent === undefined ? 'module' : `${scope.kind} ${scope.name}, line ${scope.line}`;
  if (scope.symbols.length === 0) return html`<p class="empty">${title}: no names.</p>`;
  return html`<table class="symbols">
    <caption>${title}</caption>
    <tbody>
      ${scope.symbols.map(
        (symbol) => html`<tr>
          <th scope="row"><span class="name" data-k="s:${index}:${symbol.name}" tabindex="-1">${symbol.name}</span></th>
          <td title=${MEANING[symbol.resolution] ?? ''}>${symbol.resolution}</td>
          <td class="uses">${symbol.uses.join(', ')}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
