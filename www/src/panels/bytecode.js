import { html, nothing } from 'lit-html';
import { empty } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {import('../rpc/protocol.js').InstructionView} InstructionView
 */

/** Longer names of instructions take two lines. */
const WIDEST = 21;

/** Every code object with its instructions, as `dis` lists them. @param {readonly CodeView[]} codes */
export function renderBytecode(codes) {
  if (codes.length === 0) return empty('No bytecode: the compiler was not reached.');
  return codes.map((code, index) => codeObject(code, index));
}

/** @param {CodeView} code @param {number} index */
function codeObject(code, index) {
  let line = 0;
  return html`<section class="code-object">
    <h3>${code.qualname}</h3>
    <p class="facts">
      line ${code.firstLine} · stack ${code.stackSize}${code.localsplus.length > 0
        ? ` · ${code.localsplus.map((entry) => (entry.kind === 'local' ? entry.name : `${entry.name} (${entry.kind})`)).join(', ')}`
        : ''}${code.flags.length > 0 ? ` · ${code.flags.join(' ')}` : ''}
    </p>
    <ol class="instructions" style="--opname:${widest(code)}">
      ${code.instructions.map((instruction) => {
        const begins = instruction.line !== undefined && instruction.line !== line;
        if (begins) line = instruction.line ?? line;
        return row(instruction, index, begins);
      })}
    </ol>
    ${exceptionTable(code)}
  </section>`;
}

/** @param {InstructionView} instruction @param {number} code @param {boolean} begins it is the first of its line */
function row(instruction, code, begins) {
  const { offset, opname, arg, argrepr, jumpTarget } = instruction;
  const detail = jumpTarget !== undefined ? `→ ${jumpTarget}` : argrepr;
  return html`<li class=${begins ? 'begins' : ''}>
    <span class="line-no">${begins ? instruction.line : ''}</span>
    <div class="instruction" data-k="i:${code}:${offset}" tabindex="-1" title=${instruction.explanation}>
      <span class="mark" aria-hidden="true"></span>
      <span class="offset">${instruction.isJumpTarget ? '▸' : ''}${offset}</span>
      <span class="opname">${breakable(opname)}</span>
      <span class="arg">${arg ?? ''}</span>
      <span class="argrepr">${detail}</span>
    </div>
  </li>`;
}

/** The width of the column of names, in characters. @param {CodeView} code */
function widest({ instructions }) {
  return instructions.reduce((most, { opname }) => Math.max(most, Math.min(opname.length, WIDEST)), 8);
}

/** Long names, as of instructions that do two things, may break before an underscore. @param {string} opname */
function breakable(opname) {
  return opname.split(/(?=_)/).map((part, index) => (index === 0 ? part : html`<wbr />${part}`));
}

/** @param {CodeView} code */
function exceptionTable(code) {
  if (code.exceptionTable.length === 0) return nothing;
  return html`<p class="facts">Exception table:</p>
    <ul class="exception-table">
      ${code.exceptionTable.map(
        (range) => html`<li>
          ${range.start} to ${range.end} → ${range.target}, stack cut to ${range.depth}${range.lasti ? ', keeps the instruction offset' : ''}
        </li>`,
      )}
    </ul>`;
}
