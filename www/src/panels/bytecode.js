import { html, nothing, svg } from 'lit-html';
import { layoutBytecode, WIDEST } from '../layout/bytecode.js';
import { codeFields } from './code_fields.js';
import { codeTree } from './code_tree.js';
import { toggle } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {import('../actions_back.js').BackActions} BackActions
 * @typedef {import('../layout/bytecode.js').Layout} Layout
 * @typedef {import('../layout/bytecode.js').Row} Row
 * @typedef {object} Context
 * @property {number} index Of the code object.
 * @property {string[]} lines Of the source.
 * @property {number[]} starts Where each begins.
 * @property {Store} store
 * @property {Map<number, string>} specialised By offset.
 */

const ARROW_LANE = 8;
const BRACKET_LANE = 8;

/** @param {Store} store */
export function bytecodeTools({ offsets, bytes }) {
  return html`${toggle('Offsets', offsets)}${toggle('Bytes', bytes)}`;
}

/** The code objects as a tree, and the one on show: its instructions under their source lines. @param {CompileView} compile @param {Store} store @param {BackActions} actions */
export function renderBytecode({ codes }, store, actions) {
  const index = Math.min(store.code.value, codes.length - 1);
  const code = codes[index];
  return html`${codes.length > 1 ? codeTree(codes, store) : nothing}
    <div class="code-actions">
      <button class="tool" title="The text of python3.14 -m dis" @click=${() => actions.copyDis()}>Copy dis</button>
      <button class="tool" title="A file that CPython 3.14 runs" @click=${() => actions.downloadPyc()}>Download .pyc</button>
    </div>
    <section class="code-object" aria-label="Code object ${code.qualname}">
      <h3>${code.qualname} <span class="facts">line ${code.firstLine} · stack ${code.stackSize}</span></h3>
      ${codeFields(code, index, store)} ${listing(code, index, store)}
    </section>`;
}

/** @param {CodeView} code @param {number} index @param {Store} store */
function listing(code, index, store) {
  const { bytes, offsets, detail, specialised } = store;
  const source = store.compiledSource.value;
  const lines = source.split('\n');
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const entries = specialised.value?.code === index ? specialised.value.entries : [];
  /** @type {Context} */
  const context = { index, lines, starts, store, specialised: new Map(entries.map(({ offset, opname }) => [offset, opname])) };
  const layout = layoutBytecode(code, bytes.value);
  const arrows = layout.arrowLanes * ARROW_LANE + 8;
  const gutter = arrows + layout.bracketLanes * BRACKET_LANE + (layout.bracketLanes > 0 ? 6 : 0);
  const raw = bytes.value && detail.value?.code === index ? detail.value.coCode : '';
  return html`<div class="listing ${offsets.value ? '' : 'no-offsets'}" style="--gutter:${gutter}px">
    ${gutterDrawing(layout, gutter, arrows)}
    <ol class="instructions">
      ${layout.rows.map((row) => html`<li style="height:${row.height}px">${rowOf(row, context, raw)}</li>`)}
    </ol>
  </div>`;
}

/** @param {Row} row @param {Context} context @param {string} raw */
function rowOf(row, context, raw) {
  if (row.kind === 'line') return lineRow(row.line, context);
  if (row.kind === 'range') {
    const { target, depth, lasti } = row.range;
    return html`<div class="range-row" title=${`Exceptions up to ${row.range.end} go to ${target}; the stack is cut to ${depth}${lasti ? ', and the offset is pushed' : ''}`}>exceptions → ${target} · depth ${depth}${lasti ? ' · lasti' : ''}</div>`;
  }
  return instructionRow(row.instruction, context, raw);
}

/** @param {number | undefined} line @param {Context} context */
function lineRow(line, { lines, starts }) {
  if (!line) return html`<div class="line-row"><span class="line-no">–</span><span class="line-text none">${line === 0 ? 'before the first line' : 'no line'}</span></div>`;
  const text = lines[line - 1] ?? '';
  const place = (starts[line - 1] ?? 0) + text.length - text.trimStart().length;
  return html`<div class="line-row"><span class="line-no">${line}</span><button class="line-text" data-jump=${place} title="Show line ${line} in the editor">${text.trim()}</button></div>`;
}

/** @param {import('../rpc/protocol.js').InstructionView} instruction @param {Context} context @param {string} raw */
function instructionRow({ offset, opname, arg, argrepr, jumpTarget, isJumpTarget, caches, handler }, { index, specialised, store }, raw) {
  const form = specialised.get(offset);
  const name = form ?? opname;
  const detail = jumpTarget === undefined ? argrepr : `→ ${jumpTarget}`;
  const borrowed = name.includes('BORROW') ? ', borrowed' : '';
  const label = `${offset} ${name} ${arg ?? ''} ${detail}${borrowed}${form ? `, specialised form of ${opname}` : ''}${handler === undefined ? '' : `, protected by ${handler}`}`;
  return html`<div class="instruction ${form ? 'special' : ''}" data-k="i:${index}:${offset}" data-op=${name} tabindex="-1" role="group" aria-label=${label}>
      <span class="mark" aria-hidden="true"></span>
      <span class="offset">${isJumpTarget ? '▸' : ''}${offset}</span>
      <span class="opname ${name.length > WIDEST ? 'long' : ''}">${form ? html`<span class="sign" aria-hidden="true">⚡</span>` : nothing}${breakable(name)}</span>
      <span class="arg">${arg ?? ''}</span>
      <span class="argrepr">${borrowed ? html`<span class="borrow" title="Borrowed: no reference is counted" aria-hidden="true"></span>` : nothing}${detail}</span>
    </div>
    ${raw ? rawBytes(raw, offset, caches, store.help.value?.opcode(opname)?.caches ?? '') : nothing}`;
}

/** The instruction's bytes, and its caches with what they hold. @param {string} raw @param {number} offset @param {number} caches @param {string} names */
function rawBytes(raw, offset, caches, names) {
  const bytes = (/** @type {number} */ from, /** @type {number} */ count) => raw.slice(from * 2, (from + count) * 2).replace(/(..)(?=.)/g, '$1 ');
  const cache = bytes(offset + 2, caches * 2);
  const units = `${caches} cache ${caches === 1 ? 'unit' : 'units'}`;
  // The compiler leaves them empty.
  const told = /^[0 ]*$/.test(cache) ? `${units}, all 00` : `${units} ${cache}`;
  return html`<div class="raw">${bytes(offset, 2)}${caches > 0 ? html`<span class="cache"> · ${told}${names ? `: ${names}` : ''}</span>` : nothing}</div>`;
}

/** Long names, as of instructions that do two things, may break before an underscore. @param {string} opname */
function breakable(opname) {
  if (opname.length <= WIDEST) return opname;
  return opname.split(/(?=_)/).map((part, index) => (index === 0 ? part : html`<wbr />${part}`));
}

/** Arrows of jumps, and brackets of protected ranges left of them. @param {Layout} layout @param {number} width @param {number} right */
function gutterDrawing({ height, arrows, brackets }, width, right) {
  return svg`<svg class="gutter" aria-hidden="true" width=${width} height=${height} viewBox="0 0 ${width} ${height}">
    ${brackets.map(({ from, to, lane, range }) => {
      const x = width - right - 3 - lane * BRACKET_LANE;
      return svg`<g class="bracket" data-range=${range.start}><path d="M${x + 5} ${from}H${x}V${to}H${x + 5}"></path></g>`;
    })}
    ${arrows.map(({ from, to, lane, back, offset }) => {
      const x = width - 7 - lane * ARROW_LANE;
      const r = Math.min(4, Math.abs(to - from) / 2);
      const turn = to > from ? 1 : -1;
      return svg`<g class="jump ${back ? 'back' : ''}" data-jump-of=${offset}>
        <path d="M${width} ${from + 3 * turn}H${x + r}Q${x} ${from + 3 * turn} ${x} ${from + (3 + r) * turn}V${to - r * turn}Q${x} ${to} ${x + r} ${to}H${width - 1}"></path>
        <polygon points="${width},${to} ${width - 6},${to - 3.5} ${width - 6},${to + 3.5}"></polygon></g>`;
    })}
  </svg>`;
}
