import { html, nothing } from 'lit-html';
import { empty } from './panel.js';

/** @typedef {import('../rpc/protocol.js').StepView} StepView */

const NAMES = ['young', 'middle', 'old'];

/** @param {StepView | null} step */
export function renderGc(step) {
  if (!step) return empty('No machine.');
  const { gc } = step;
  return html`
    <table class="gc">
      <caption class="hidden">Generations of the cyclic collector</caption>
      <thead><tr><th scope="col"><span class="hidden">Generation</span></th><th scope="col">Count / limit</th><th scope="col">Objects</th><th scope="col">Runs</th><th scope="col">Freed</th></tr></thead>
      <tbody>
        ${gc.generations.map(
          (generation, index) => html`<tr>
            <th scope="row">${NAMES[index] ?? index}</th>
            <td>
              <span class="meter" style="--part:${part(generation.count, generation.threshold)}">${generation.count} / ${generation.threshold}</span>
            </td>
            <td>${generation.objects}</td>
            <td>${generation.collections}</td>
            <td>${generation.collected}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <p class="facts">
      ${gc.liveObjects} live objects${gc.enabled ? '' : ' · collector disabled'}${gc.scheduled ? ' · a collection is due at the next check' : ''}
    </p>
    ${gc.last ? html`<p class="facts">${gc.last}</p>` : nothing}
  `;
}

/** @param {number} count @param {number} threshold */
function part(count, threshold) {
  return threshold > 0 ? Math.min(1, Math.max(0, count / threshold)).toFixed(3) : '0';
}
