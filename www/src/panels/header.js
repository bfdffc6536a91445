import { html, nothing } from 'lit-html';
import { LESSONS } from '../lessons/index.js';

/**
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {import('../actions.js').Actions} Actions
 */

const NEXT_THEME = /** @type {const} */ ({ auto: 'light', light: 'dark', dark: 'auto' });

/** @param {Store} store @param {Actions} actions @param {(source: string) => void} open */
export function renderHeader(store, actions, open) {
  const theme = store.theme.value;
  const current = LESSONS.findIndex((lesson) => lesson.source === store.source.value);
  return html`
    <h1><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20.5 12a8.5 8.5 0 1 1-3.2-6.6" /><path d="M14.2 5.9l3.6.1-.5-3.7" /><circle cx="12" cy="12" r="2.6" /></svg>Ouroscope</h1>
    <label class="examples"
      ><span>Examples</span>
      <select
        aria-label="Examples"
        @change=${(/** @type {Event} */ event) => {
          const lesson = LESSONS[Number(/** @type {HTMLSelectElement} */ (event.target).value)];
          if (lesson) open(lesson.source);
        }}
      >
        <option value="" ?selected=${current < 0} disabled>your own program</option>
        ${LESSONS.map((lesson, index) => html`<option value=${index} .selected=${index === current}>${lesson.title}</option>`)}
      </select>
    </label>
    <p class="notice ${store.notice.value?.kind ?? ''}" role="status">${store.notice.value?.text ?? nothing}</p>
    <button class="plain" @click=${actions.share}>Share</button>
    <button class="plain" @click=${() => store.theme.set(NEXT_THEME[theme])}>Theme: ${theme}</button>
  `;
}
