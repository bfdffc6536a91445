import { html, nothing } from 'lit-html';

/**
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../store/store.js').Notice} Notice
 */

/** @type {Record<string, string>} */
const END = {
  finished: 'Finished',
  raised: 'Uncaught exception',
  waitingForInput: 'Waiting for input',
  deadlock: 'Deadlock',
};

/** @param {CompileView | null} compile @param {StepView | null} step */
export function renderExplanation(compile, step) {
  const errors = compile?.diagnostics ?? [];
  if (errors.length > 0 && errors.some((entry) => !entry.isWarning)) return diagnostics(errors);
  if (!step) return html`<p class="sentence">Starting the machine…</p>`;
  const [first, ...more] = step.explanation;
  const name = opname(compile, step);
  return html`<p class="sentence">
      ${END[step.status] ? html`<span class="status">${END[step.status]}</span>` : nothing}
      ${name ? html`<code>${name}</code>` : nothing}
      ${first ?? ''}
    </p>
    ${more.length > 0 ? html`<p class="more">${more.join(' ')}</p>` : nothing}`;
}

/** @param {CompileView['diagnostics']} entries */
function diagnostics(entries) {
  return entries.map(
    (entry) => html`<p class="sentence">
      <span class="status error">${entry.className}</span> ${entry.line > 0 ? `Line ${entry.line}, column ${entry.column}: ` : ''}${entry.message}
    </p>`,
  );
}

/** The instruction just executed. @param {CompileView | null} compile @param {StepView} step */
function opname(compile, step) {
  const { executed } = step;
  if (!executed) return '';
  return compile?.codes[executed.code]?.instructions.find((entry) => entry.offset === executed.offset)?.opname ?? '';
}
