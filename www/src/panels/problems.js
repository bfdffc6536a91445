/**
 * Errors and warnings: the list under the editor, and what a panel says when its stage failed or was not reached.
 */
import { html, nothing } from 'lit-html';

/**
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../rpc/protocol.js').DiagnosticView} DiagnosticView
 */

/** What each stage's part of the page is made by. @type {Record<string, string>} */
const WORKER = { tokens: 'tokenizer', ast: 'parser', symbols: 'symbol table', bytecode: 'compiler' };

/** Every problem in one line, below it what CPython prints; the first error is open. @param {readonly DiagnosticView[]} problems */
export function renderProblems(problems) {
  return problems.map(
    (problem, at) => html`<div class="problem ${problem.isWarning ? 'warning' : 'error'}">
      ${jump(problem)}
      <details ?open=${at === 0 && !problem.isWarning}>
        <summary><span class="sign" aria-hidden="true">${sign(problem)}</span><b>${problem.className}</b> ${problem.message}</summary>
        <pre tabindex="0" aria-label="As CPython prints it">${problem.report.trimEnd()}</pre>
      </details>
    </div>`,
  );
}

/** @param {DiagnosticView} problem */
export function sign({ isWarning }) {
  return isWarning ? '⚠' : '✗';
}

/** A button that takes the caret to a problem. @param {DiagnosticView} problem */
function jump({ span, line, column }) {
  if (!span || line === 0) return nothing;
  return html`<button class="link" data-jump=${span.start}>line ${line}, column ${column}</button>`;
}

/**
 * Why a stage has nothing, or not everything, to show; nothing for one that did its work.
 *
 * @param {CompileView} compile
 * @param {string} stage
 */
export function stageNote({ stages, diagnostics }, stage) {
  const state = stages.find((entry) => entry.name === stage)?.state;
  const error = diagnostics.find((entry) => !entry.isWarning);
  if (!error || state === 'done') return nothing;
  const what =
    state === 'failed'
      ? html`<b>✗ The ${WORKER[stage]} stopped here:</b> ${error.message}`
      : html`<b>– Not reached:</b> the ${WORKER[error.stage]} stopped at an error`;
  return html`<p class="stage-note ${state}">${what} ${jump(error)}</p>`;
}
