import { html, nothing } from 'lit-html';
import { originOf } from '../store/origins.js';
import { newestFrame } from '../store/relate.js';

/**
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../help/help.js').Help} Help
 * @typedef {import('../rpc/protocol.js').PassesView} PassesView
 */

const MOST_EFFECTS = 6;

/** @type {Record<string, string>} */
const END = {
  finished: 'Finished',
  raised: 'Uncaught exception',
  waitingForInput: 'Waiting for input',
  deadlock: 'Deadlock',
};

/**
 * What the last step did, and below it the instruction that is pointed at, or else the one that comes next.
 *
 * @param {CompileView | null} compile
 * @param {StepView | null} step
 * @param {string} key of what is pointed at
 * @param {boolean} playing many steps a second are not read out; errors are, below the editor
 * @param {Help | null} help
 * @param {PassesView | null} passes
 */
export function renderExplanation(compile, step, key, playing, help, passes) {
  const errors = compile?.diagnostics ?? [];
  const broken = errors.some((entry) => !entry.isWarning);
  return html`<div class="happened" tabindex="0" role="status" aria-live=${playing || broken ? 'off' : 'polite'}>${broken ? diagnostics(errors) : happened(compile, step)}</div>
    ${broken ? nothing : html`<div class="second">${about(compile, step, key, help, passes)}${effects(step)}</div>`}`;
}

/** @param {CompileView | null} compile @param {StepView | null} step */
function happened(compile, step) {
  if (!step) return html`<p class="sentence">Starting the machine…</p>`;
  const [first, ...more] = step.explanation;
  const executed = step.executed && instructionAt(compile, step.executed.code, step.executed.offset);
  return html`<p class="sentence">
    ${END[step.status] ? html`<span class="status">${END[step.status]}</span>` : nothing}
    ${executed ? html`<code>${executed.opname}</code>` : nothing}
    ${withoutName(first ?? '', executed?.opname)} ${more.length > 0 ? html`<span class="more">${more.join(' ')}</span>` : nothing}
  </p>`;
}

/** The sentence begins with the opcode's name, which stands before it already. @param {string} sentence @param {string | undefined} opname */
function withoutName(sentence, opname) {
  if (!opname || !sentence.startsWith(`${opname}: `)) return sentence;
  const rest = sentence.slice(opname.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** @param {CompileView | null} compile @param {StepView | null} step @param {string} key @param {Help | null} help @param {PassesView | null} passes */
function about(compile, step, key, help, passes) {
  const [kind, code, offset] = key.split(':');
  const pointed = kind === 'i' ? instructionAt(compile, Number(code), Number(offset)) : undefined;
  const frame = newestFrame(step);
  const next = frame?.code === undefined ? undefined : instructionAt(compile, frame.code, frame.instruction);
  const shown = pointed ?? next;
  if (!shown) return nothing;
  const told = help?.opcode(shown.opname);
  const from = pointed && passes?.code === Number(code) ? originOf(passes, shown.offset) : undefined;
  const node = from?.node === undefined ? undefined : compile?.ast[from.node];
  return html`<p class="about" tabindex="0" role="group" aria-label="The instruction">
    ${pointed ? `Offset ${shown.offset}` : 'Next'}: <code data-op=${shown.opname}>${shown.opname}${shown.argrepr ? ` ${shown.argrepr}` : ''}</code> ${told?.explanation ?? ''}
    ${from ? html`<span class="origin">Made by ${node?.kind ?? 'a pass'}${from.pass ? html`, last touched by <code>${from.pass}</code>` : nothing}.</span>` : nothing}
    ${told ? html`<span class="in-c">In C: ${told.inC}</span>` : nothing}
  </p>`;
}

/** What the step did to objects, each pointing at its object. @param {StepView | null} step */
function effects(step) {
  if (!step || step.effects.length === 0) return nothing;
  return html`<ul class="effects" aria-label="Effects of the step">
    ${step.effects.slice(0, MOST_EFFECTS).map(
      ({ kind, object, text }) => html`<li data-k=${object === undefined ? nothing : `o:${object}`}><b>${kind}</b> ${text.replace('->', '→')}</li>`,
    )}
    ${step.effects.length > MOST_EFFECTS ? html`<li>${step.effects.length - MOST_EFFECTS} more</li>` : nothing}
  </ul>`;
}

/** @param {CompileView | null} compile @param {number} code @param {number | undefined} offset */
function instructionAt(compile, code, offset) {
  return compile?.codes[code]?.instructions.find((entry) => entry.offset === offset);
}

/** @param {CompileView['diagnostics']} entries */
function diagnostics(entries) {
  return entries.map(
    (entry) => html`<p class="sentence">
      <span class="status error">${entry.className}</span> ${entry.line > 0 ? `Line ${entry.line}, column ${entry.column}: ` : ''}${entry.message}
    </p>`,
  );
}
