import { html, nothing } from 'lit-html';

/**
 * The fields of a code object, packed ones raw and decoded.
 *
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {import('../rpc/protocol.js').CodeDetailView} CodeDetailView
 * @typedef {import('../store/store.js').Store} Store
 */

/** @param {CodeView} code @param {number} index @param {Store} store */
export function codeFields(code, index, { fields, detail }) {
  const packed = detail.value?.code === index ? detail.value : null;
  const toggled = (/** @type {Event} */ event) => fields.set(/** @type {HTMLDetailsElement} */ (event.target).open);
  return html`<details class="fields" ?open=${fields.value} @toggle=${toggled}>
    <summary>Fields of the code object</summary>
    ${fields.value ? table(code, packed) : nothing}
  </details>`;
}

/** @param {CodeView} code @param {CodeDetailView | null} packed */
function table(code, packed) {
  const named = (/** @type {(kind: string) => boolean} */ wanted) => tuple(code.localsplus.filter(({ kind }) => wanted(kind)).map(({ name }) => `'${name}'`));
  /** @type {[string, unknown][]} */
  const rows = [
    ['co_name', code.name],
    ['co_qualname', code.qualname],
    ['co_filename', packed?.filename ?? '…'],
    ['co_firstlineno', code.firstLine],
    ['co_argcount', code.argCount],
    ['co_posonlyargcount', code.posOnlyArgCount],
    ['co_kwonlyargcount', code.kwOnlyArgCount],
    ['co_nlocals', code.localsplus.filter(({ kind }) => kind !== 'cell' && kind !== 'free').length],
    ['co_stacksize', code.stackSize],
    ['co_flags', html`${packed ? `0x${packed.flags.toString(16)}` : '…'} ${code.flags.join(' | ')}`],
    ['co_consts', list(code.consts)],
    ['co_names', list(code.names)],
    ['co_varnames', named((kind) => kind !== 'cell' && kind !== 'free')],
    ['co_cellvars', named((kind) => kind === 'cell' || kind === 'local cell')],
    ['co_freevars', named((kind) => kind === 'free')],
    ['co_exceptiontable', exceptionTable(code, packed)],
    ['co_linetable', packed ? lineTable(packed) : '…'],
    ['co_code', packed ? raw(packed.coCode) : '…'],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** @param {string[]} items */
function tuple(items) {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** @param {string[]} items */
function list(items) {
  if (items.length === 0) return '()';
  return html`<ol class="indexed" start="0">${items.map((item, index) => html`<li><span class="index">${index}</span> ${item}</li>`)}</ol>`;
}

/** @param {string} hex */
function raw(hex) {
  return hex ? html`<code class="hex" tabindex="0" role="group" aria-label="${hex.length / 2} bytes">${hex.replace(/(..)(?=.)/g, '$1 ')}</code>` : 'b\'\'';
}

/** @param {CodeView} code @param {CodeDetailView | null} packed */
function exceptionTable({ exceptionTable: ranges }, packed) {
  if (ranges.length === 0) return "b''";
  return html`<table>
      <thead><tr><th>from</th><th>to</th><th>handler</th><th>depth</th><th>offset kept</th></tr></thead>
      <tbody>
        ${ranges.map(({ start, end, target, depth, lasti }) => html`<tr><td>${start}</td><td>${end}</td><td>${target}</td><td>${depth}</td><td>${lasti ? 'yes' : 'no'}</td></tr>`)}
      </tbody>
    </table>
    ${packed ? raw(packed.exceptionTable) : nothing}`;
}

/** @param {CodeDetailView} packed */
function lineTable({ positions, lineTable: hex }) {
  const place = (/** @type {number | undefined} */ line, /** @type {number | undefined} */ column) => (line === undefined ? '–' : column === undefined ? `${line}` : `${line}:${column}`);
  return html`<table>
      <thead><tr><th>from</th><th>to</th><th>begins</th><th>ends</th></tr></thead>
      <tbody>
        ${positions.map(({ start, end, line, endLine, column, endColumn }) => html`<tr><td>${start}</td><td>${end}</td><td>${place(line, column)}</td><td>${place(endLine, endColumn)}</td></tr>`)}
      </tbody>
    </table>
    ${raw(hex)}`;
}
