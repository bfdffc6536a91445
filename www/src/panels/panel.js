/**
 * The frame around every panel: a region with its name, a heading that folds it, a body that scrolls.
 */
import { html, nothing } from 'lit-html';

/**
 * @typedef {import('lit-html').TemplateResult | typeof nothing | string} Content
 * @typedef {object} PanelOptions
 * @property {boolean} collapsed
 * @property {() => void} toggle
 * @property {Content} [aside] What stands at the right of the heading.
 * @property {Only} [only] For one of a column of panels: to show none but this.
 * @typedef {{ pressed: boolean, toggle: () => void }} Only
 */

/**
 * @param {string} name
 * @param {PanelOptions} options
 * @param {() => unknown} body not called while the panel is collapsed
 */
export function panel(name, { collapsed, toggle, aside, only }, body) {
  const id = `body-${name}`;
  return html`
    <header class="bar">
      <h2>
        <button class="fold" aria-expanded=${!collapsed} aria-controls=${id} @click=${toggle}>
          <span class="chevron" aria-hidden="true"></span>${name}
        </button>
      </h2>
      <div class="aside">${aside ?? nothing}</div>
      ${only ? onlyButton(name, only) : nothing}
    </header>
    <div class="body" id=${id} tabindex="0" role="group" aria-label="${name} content" ?hidden=${collapsed}>
      ${collapsed ? nothing : body()}
    </div>
  `;
}

/** @param {string} name @param {Only} only */
function onlyButton(name, { pressed, toggle }) {
  const path = pressed ? 'M4 1v3H1M8 1v3h3M11 8H8v3M1 8h3v3' : 'M1 4V1h3M8 1h3v3M11 8v3H8M4 11H1V8';
  return html`<button class="only" aria-label="Only ${name}" title="Show only this stage" aria-pressed=${pressed} @click=${toggle}>
    <svg viewBox="0 0 12 12" aria-hidden="true"><path d=${path} /></svg>
  </button>`;
}

/** What a panel says while it has nothing to show. @param {string} text */
export function empty(text) {
  return html`<p class="empty">${text}</p>`;
}

/** A small button that is pressed or not. @param {string} label @param {import('../store/atom.js').Atom<boolean>} atom */
export function toggle(label, atom) {
  return html`<button class="tool" aria-pressed=${atom.value} @click=${() => atom.set(!atom.value)}>${label}</button>`;
}
