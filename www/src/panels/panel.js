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
 */

/**
 * @param {string} name
 * @param {PanelOptions} options
 * @param {() => unknown} body not called while the panel is collapsed
 */
export function panel(name, { collapsed, toggle, aside }, body) {
  const id = `body-${name}`;
  return html`
    <header class="bar">
      <h2>
        <button class="fold" aria-expanded=${!collapsed} aria-controls=${id} @click=${toggle}>
          <span class="chevron" aria-hidden="true"></span>${name}
        </button>
      </h2>
      <div class="aside">${aside ?? nothing}</div>
    </header>
    <div class="body" id=${id} tabindex="0" role="group" aria-label="${name} content" ?hidden=${collapsed}>
      ${collapsed ? nothing : body()}
    </div>
  `;
}

/** What a panel says while it has nothing to show. @param {string} text */
export function empty(text) {
  return html`<p class="empty">${text}</p>`;
}
