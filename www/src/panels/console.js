import { html, nothing } from 'lit-html';

/**
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').ProgressView} ProgressView
 * @typedef {import('../actions.js').Actions} Actions
 */

/** @param {StepView | null} step @param {ProgressView} progress @param {Actions} actions */
export function renderConsole(step, progress, actions) {
  if (!step) return nothing;
  return html`<div class="output" role="log" aria-label="Program output">${
    step.consoleHidden > 0 ? html`<p class="empty">${step.consoleHidden} earlier characters are not shown.</p>` : nothing
  }${step.console.map((piece) => html`<span class=${piece.stream}>${piece.text}</span>`)}</div>
    ${ask(step, progress, actions)}
    ${step.error ? html`<p class="uncaught"><b>Uncaught ${step.error.className}</b>${step.error.message ? `: ${step.error.message}` : ''}</p>` : nothing}
    ${step.console.length === 0 && step.status === 'running' ? html`<p class="empty">Nothing printed up to this step.</p>` : nothing}`;
}

/** The line the program waits for; only at the very step that waits for it. @param {StepView} step @param {ProgressView} progress @param {Actions} actions */
function ask(step, progress, actions) {
  if (step.status !== 'waitingForInput' || progress.status !== 'waitingForInput') return nothing;
  return html`<form
    class="ask"
    @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const field = /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (event.target).elements.namedItem('answer'));
      void actions.provideInput(field.value);
      field.value = '';
    }}
  >
    <label for="answer">The program waits for input</label>
    <input id="answer" name="answer" autocomplete="off" autocapitalize="off" spellcheck="false" />
    <button>Enter</button>
  </form>`;
}
