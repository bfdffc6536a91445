import { html, nothing, svg } from 'lit-html';
import { layoutStage, noteOf, NOTE, pathOf, ROW, textOf } from '../layout/cfg.js';
import { empty } from './panel.js';

/**
 * The control-flow graph after each pass, with what the pass changed. This module and dagre are loaded when the panel is first
 * opened.
 *
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../rpc/protocol.js').PassesView} PassesView
 * @typedef {import('../rpc/protocol.js').PassView} PassView
 * @typedef {import('../rpc/protocol.js').PassRowView} PassRowView
 * @typedef {import('../rpc/protocol.js').PassChange} PassChange
 * @typedef {import('../store/store.js').Store} Store
 */

/** The sign of each change and the word for it: colour only repeats them. @type {Record<PassChange, [string, string]>} */
const SIGNS = {
  same: ['', ''],
  added: ['+', 'added'],
  copied: ['+', 'copied'],
  removed: ['−', 'removed'],
  rewritten: ['~', 'rewritten'],
  moved: ['↕', 'moved'],
  handler: ['!', 'handler noted'],
  line: ['@', 'line given'],
};
const ZOOM_STEP = 1.25;
const LEAST = 0.2;
/** The graph is not made smaller than this unless asked. */
const LEGIBLE = 0.85;
const MOST = 2;

/** @param {CompileView} compile @param {Store} store */
export function renderCfg(compile, store) {
  const passes = store.passes.value;
  const tree = compile.codes.length > 1 ? chooser(compile.codes, store) : nothing;
  if (!passes || passes.code !== store.code.value) return html`${tree}${empty('The passes are being recorded…')}`;
  if (passes.refused) return html`${tree}${empty(passes.refused)}`;
  const at = stageOf(passes, store);
  const stage = passes.stages[at];
  return html`${tree}<div class="pass-head">${slider(passes, at, store)} ${heading(passes, at)}</div>
    <p class="pass-about">${store.help.value?.pass(stage.name) ?? ''}</p>
    ${at === 0 ? sequence(stage, passes, store) : graph(stage, passes, store)} ${detail(passes, compile, store)}`;
}

/** @param {CompileView['codes']} codes @param {Store} store */
function chooser(codes, { code }) {
  const change = (/** @type {Event} */ event) => code.set(Number(/** @type {HTMLSelectElement} */ (event.target).value));
  return html`<label class="code-chooser">Code object
    <select class="tool" @change=${change}>
      ${codes.map(({ qualname, firstLine }, index) => html`<option value=${index} ?selected=${index === code.value}>${qualname}, line ${firstLine}</option>`)}
    </select></label>`;
}

/** @param {PassesView} passes @param {Store} store */
function stageOf({ stages }, { stage }) {
  return Math.min(stage.value, stages.length - 1);
}

/** What the slider says of a stage: its number and CPython's name. @param {PassesView} passes @param {number} at */
function title({ stages }, at) {
  return `${at + 1} of ${stages.length}: ${stages[at].name}`;
}

/** @param {PassView} stage */
function hasChanges({ blocks }) {
  return blocks.some(({ change, rows }) => change !== 'same' || rows.some((row) => row.change !== 'same'));
}

/** @param {PassesView} passes @param {number} at @param {Store} store */
function slider(passes, at, { stage }) {
  const { stages } = passes;
  const go = (/** @type {number} */ to) => stage.set(to >= stages.length - 1 ? Infinity : Math.max(0, to));
  const input = (/** @type {Event} */ event) => go(Number(/** @type {HTMLInputElement} */ (event.target).value));
  return html`<div class="pass-slider">
    <button class="tool" aria-label="Previous pass" ?disabled=${at === 0} @click=${() => go(at - 1)}>◀</button>
    <div class="pass-track">
      <input type="range" aria-label="Pass" min="0" max=${stages.length - 1} step="1" .value=${String(at)} aria-valuetext=${title(passes, at)} @input=${input} />
      <div class="ticks" aria-hidden="true">
        ${stages.map((entry, index) => html`<i class="${index === at ? 'here' : ''} ${index < 2 || hasChanges(entry) || marksOf(entry, stages[index - 1]).length > 0 ? 'changes' : ''}"></i>`)}
      </div>
    </div>
    <button class="tool" aria-label="Next pass" ?disabled=${at === stages.length - 1} @click=${() => go(at + 1)}>▶</button>
  </div>`;
}

/** The pass: its name, and what it did here. @param {PassesView} passes @param {number} at */
function heading({ stages }, at) {
  return html`<div role="status">
    <h3><code>${stages[at].name}</code></h3>
    ${at < 2 ? nothing : html`<p class="tally">${tally(stages[at], stages[at - 1])}</p>`}
  </div>`;
}

/** What a pass found out about blocks, in words. @param {PassView} stage @param {PassView} before */
function marksOf(stage, before) {
  const known = new Map(before.blocks.map((block) => [block.id, block]));
  const fresh = (/** @type {(block: import('../rpc/protocol.js').PassBlockView | undefined) => unknown} */ has) =>
    stage.blocks.filter((block) => block.change !== 'removed' && has(block) && !has(known.get(block.id))).map(({ id }) => `B${id}`);
  const depths = fresh((block) => block?.startDepth !== undefined);
  return [
    [fresh((block) => block?.handler), 'marked as handler'],
    [fresh((block) => block?.cold), 'marked cold'],
    [depths.length > 3 ? [`${depths.length} blocks`] : depths, 'given a stack depth'],
  ].flatMap(([ids, words]) => (ids.length > 0 ? [html`<span class="change line"><b aria-hidden="true">@</b> ${/** @type {string[]} */ (ids).join(', ')} ${words}</span>`] : []));
}

/** @param {PassView} stage @param {PassView} before */
function tally(stage, before) {
  /** @type {Map<PassChange, number>} */
  const counts = new Map();
  for (const { rows } of stage.blocks) for (const { change } of rows) counts.set(change, (counts.get(change) ?? 0) + 1);
  const instructions = Object.entries(SIGNS).flatMap(([change, [sign, word]]) => {
    const count = counts.get(/** @type {PassChange} */ (change));
    return sign && count ? [html`<span class="change ${change}"><b aria-hidden="true">${sign}</b> ${count} ${word}</span>`] : [];
  });
  const blocks = /** @type {const} */ (['added', 'removed', 'moved']).flatMap((change) => {
    const ids = stage.blocks.filter((block) => block.change === change).map(({ id }) => `B${id}`);
    return ids.length > 0 ? [html`<span class="change ${change}"><b aria-hidden="true">${SIGNS[change][0]}</b> ${ids.join(', ')} ${change === 'removed' ? 'emptied' : SIGNS[change][1]}</span>`] : [];
  });
  const all = [...instructions, ...blocks, ...marksOf(stage, before)];
  return all.length > 0 ? all : 'It found nothing to change here.';
}

/** The instruction sequence before there are blocks. @param {PassView} stage @param {PassesView} passes @param {Store} store */
function sequence({ blocks }, passes, store) {
  return html`<ol class="sequence">
    ${blocks.flatMap(({ rows }) => rows).map((row) => html`<li>
      <span class="label">${row.label === undefined ? '' : `L${row.label}:`}</span>${instruction(row, passes, store)}
    </li>`)}
  </ol>`;
}

/** @param {PassView} stage @param {PassesView} passes @param {Store} store */
function graph(stage, passes, store) {
  const { boxes, edges, width, height } = layoutStage(stage);
  const { scale, zoom } = sizing(width, store);
  const keys = (/** @type {KeyboardEvent} */ event) => {
    /** @type {Record<string, () => void>} */
    const acts = { '+': () => zoom(scale * ZOOM_STEP), '=': () => zoom(scale * ZOOM_STEP), '-': () => zoom(scale / ZOOM_STEP), 0: () => zoom(fitting(width)) };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : acts[event.key];
    if (!act) return intoBlock(event);
    event.preventDefault();
    act();
  };
  return html`${legend()}
    <div class="graph-view" @keydown=${keys} @pointerdown=${pan} style="--scale:${scale};--w:${width};--h:${height}">
      <div class="graph">
        <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">${edges.map(arrow)}</svg>
        ${boxes.map((box) => block(box, passes, store))}
      </div>
    </div>`;
}

/** @param {number} width of the graph @param {Store} store */
function sizing(width, store) {
  const scale = store.zoom.value || Math.max(LEGIBLE, fitting(width));
  const zoom = (/** @type {number} */ to) => store.zoom.set(Math.min(MOST, Math.max(LEAST, to)));
  return { scale, zoom };
}

/** The size of the graph. @param {Store} store */
export function cfgTools(store) {
  const passes = store.passes.value;
  const at = passes ? stageOf(passes, store) : 0;
  if (!passes || passes.refused !== undefined || at === 0) return nothing;
  const { width } = layoutStage(passes.stages[at]);
  const { scale, zoom } = sizing(width, store);
  return html`<button class="tool" aria-label="Smaller" @click=${() => zoom(scale / ZOOM_STEP)}>−</button>
    <button class="tool" @click=${() => zoom(fitting(width))}>Fit</button>
    <button class="tool" aria-label="Larger" @click=${() => zoom(scale * ZOOM_STEP)}>+</button>`;
}

/** The scale at which the graph fits into the panel's width. @param {number} width */
function fitting(width) {
  const room = (document.getElementById('body-CFG')?.clientWidth ?? 400) - 16;
  return Math.min(1, room / width);
}

/** Brings the current instruction, or else the entry, into sight. @param {Element} panel */
export function settle(panel) {
  const body = panel.querySelector('.body');
  const place = panel.querySelector('.pass-row[data-next]') ?? panel.querySelector('.block');
  if (!body || !place) return;
  const rect = place.getBoundingClientRect();
  const box = body.getBoundingClientRect();
  if (rect.left < box.left || rect.right > box.right) body.scrollLeft += rect.left - box.left - Math.max(8, (box.width - rect.width) / 2);
  // The slider above and the selected instruction below stay where they are.
  const top = panel.querySelector('.pass-head')?.getBoundingClientRect().bottom ?? box.top;
  const bottom = panel.querySelector('.row-detail')?.getBoundingClientRect().top ?? box.bottom;
  const isRow = place.matches('.pass-row');
  if (isRow && (rect.top < top || rect.bottom > bottom)) body.scrollTop += rect.top - (top + bottom) / 2;
}

/** Arrow down goes from a block to its first instruction. @param {KeyboardEvent} event */
function intoBlock(event) {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLElement) || !event.target.matches('.block')) return;
  const first = event.target.querySelector('[data-k]');
  if (!(first instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopPropagation();
  first.focus();
}

/** Dragging the ground moves the graph. @param {PointerEvent} event */
function pan(event) {
  const ground = event.target instanceof Element && !event.target.closest('.block');
  const body = event.currentTarget instanceof Element ? event.currentTarget.closest('.body') : null;
  if (!ground || !body || event.button !== 0 || event.pointerType === 'touch') return;
  const view = /** @type {HTMLElement} */ (event.currentTarget);
  const from = { x: event.clientX + body.scrollLeft, y: event.clientY + body.scrollTop };
  const move = (/** @type {PointerEvent} */ { clientX, clientY }) => body.scrollTo(from.x - clientX, from.y - clientY);
  const end = () => {
    view.removeEventListener('pointermove', move);
    view.classList.remove('panning');
  };
  view.setPointerCapture(event.pointerId);
  view.classList.add('panning');
  view.addEventListener('pointermove', move);
  view.addEventListener('lostpointercapture', end, { once: true });
}

/** The three kinds of edges differ in their lines and their ends. */
function legend() {
  const sample = (/** @type {string} */ kind, /** @type {string} */ word) =>
    html`<span><svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true">${arrow({ kind: /** @type {any} */ (kind), points: [{ x: 1, y: 5 }, { x: 29, y: 5 }] })}</svg>${word}</span>`;
  return html`<span class="edge-legend">${sample('fallThrough', 'falls through')}${sample('jump', 'jumps')}${sample('exception', 'exception')}<span><i>italic</i> pseudo-instruction</span></span>`;
}

/** @param {{ kind: 'fallThrough' | 'jump' | 'exception', points: import('../layout/cfg.js').Point[] }} edge */
function arrow({ kind, points }) {
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const turn = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  return svg`<g class="flow ${kind}"><path d=${pathOf(points)}></path>
    <g transform="translate(${end.x.toFixed(1)} ${end.y.toFixed(1)}) rotate(${turn.toFixed(0)})">
      ${kind === 'fallThrough' ? svg`<path class="head" d="M-7 -4L0 0L-7 4z"></path>` : kind === 'jump' ? svg`<path class="head open" d="M-8 -4.5L0 0L-8 4.5"></path>` : svg`<path class="head open" d="M-8 -4L0 4M-8 4L0 -4"></path>`}
    </g>${kind === 'jump' ? svg`<circle cx=${points[0].x} cy=${points[0].y} r="2.5"></circle>` : ''}</g>`;
}

const WAYS = { fallThrough: 'falls through to', jump: 'jumps to', exception: 'exceptions go to' };

/** @param {import('../layout/cfg.js').Box} box @param {PassesView} passes @param {Store} store */
function block({ block, x, y, width, height }, passes, store) {
  const { id, change, cold, handler, startDepth, rows, edges } = block;
  const [sign, word] = SIGNS[change];
  const state = change === 'removed' ? 'empty now' : word;
  const marks = [cold && 'cold', handler && 'handler', state].filter(Boolean);
  const depth = startDepth === undefined ? '' : `stack ${startDepth}`;
  const ways = edges.map(({ target, kind }) => `${WAYS[kind]} B${target}`).join(', ') || 'leaves';
  const label = [`Block B${id}`, ...marks, depth, `${rows.length} instructions`, ways].filter(Boolean).join(', ');
  return html`<div class="block ${cold ? 'cold' : ''} ${change}" role="group" tabindex="0" aria-label=${label}
    style="left:${x}px;top:${y}px;width:${width}px;height:${height}px">
    <div class="block-head"><b>B${id}</b>${marks.map((mark) => html`<span class="tag">${mark === state ? `${sign} ` : ''}${mark}</span>`)}<span class="depth">${depth}</span></div>
    ${rows.map((row) => instruction(row, passes, store))}
  </div>`;
}

/** @param {PassRowView} row @param {PassesView} passes @param {Store} store */
function instruction(row, passes, store) {
  const [sign, word] = SIGNS[row.change];
  const note = noteOf(row);
  const pseudo = store.help.value?.opcode(row.opname)?.kind === 'pseudo' ? 'pseudo-instruction' : '';
  return html`<div class="pass-row ${row.change} ${pseudo}" style="height:${ROW + (note ? NOTE : 0)}px" data-k=${keyOf(row, passes)} data-op=${row.opname}
    data-row=${row.id} tabindex="-1" role="group" aria-label=${[textOf(row), pseudo, word, note].filter(Boolean).join(', ')} @click=${() => store.row.set(row.id)}>
    <span class="sign" aria-hidden="true">${sign}</span><span class="text">${textOf(row)}</span>${note ? html`<span class="note">${note}</span>` : nothing}
  </div>`;
}

/** The offset of an instruction in the finished code, by its identity. @type {WeakMap<PassesView, Map<number, number>>} */
const finished = new WeakMap();

/** @param {PassesView} passes */
function offsetsOf(passes) {
  let known = finished.get(passes);
  if (!known) {
    const rows = passes.stages[passes.stages.length - 1].blocks.flatMap(({ rows }) => rows);
    known = new Map(rows.flatMap(({ id, offset }) => (offset === undefined ? [] : [[id, offset]])));
    finished.set(passes, known);
  }
  return known;
}

/** The instruction it becomes, or the node it was written for. @param {PassRowView} row @param {PassesView} passes */
function keyOf({ id }, passes) {
  const offset = offsetsOf(passes).get(id);
  if (offset !== undefined) return `i:${passes.code}:${offset}`;
  const node = passes.origins[id]?.node;
  return node === undefined ? `x:${id}` : `n:${node}`;
}

/** The selected instruction: who made it, and what became of it. @param {PassesView} passes @param {CompileView} compile @param {Store} store */
function detail(passes, compile, store) {
  const id = selected(passes, store);
  if (id === undefined) return html`<p class="facts hint">Select an instruction to see which node of the tree made it and which passes touched it.</p>`;
  return html`<section class="row-detail" aria-label="Selected instruction">${history(passes, compile, id, store)}</section>`;
}

/** @param {PassesView} passes @param {Store} store @returns {number | undefined} */
function selected(passes, { row, pin }) {
  const [kind, code, offset] = pin.value.split(':');
  if (kind === 'i' && Number(code) === passes.code) {
    for (const [id, at] of offsetsOf(passes)) if (at === Number(offset)) return id;
  }
  return pin.value !== '' && row.value !== null && passes.origins[row.value] ? row.value : undefined;
}

/** @param {PassesView} passes @param {CompileView} compile @param {number} id @param {Store} store */
function history(passes, compile, id, store) {
  const origin = passes.origins[id];
  const node = origin.node === undefined ? undefined : compile.ast[origin.node];
  const steps = passes.stages.flatMap((stage, index) => {
    const row = stage.blocks.flatMap(({ rows }) => rows).find((entry) => entry.id === id);
    return row && (row.change !== 'same' || index === 0) ? [{ stage, index, row }] : [];
  });
  const last = steps.at(-1);
  return html`<p>
      <b>${last ? textOf(last.row) : ''}</b> · made by
      ${node ? html`<button class="link" data-k="n:${origin.node}">${node.kind}</button>${node.span ? html` on line ${lineAt(store.compiledSource.value, node.span.start)}` : nothing}` : 'no node: a pass put it in'}
      ${origin.copyOf === undefined ? nothing : html` · a copy of instruction ${origin.copyOf}`}
      · ${last && last.index > 1 ? html`last touched by <code>${last.stage.name}</code>` : 'no pass has touched it'}
    </p>
    <ol class="history" aria-label="What became of it">
      ${steps.map(({ stage, index, row }) => html`<li><button class="link" @click=${() => store.stage.set(index)}>${stage.name}</button>
        <span class="change ${row.change}"><b aria-hidden="true">${SIGNS[row.change][0]}</b> ${SIGNS[row.change][1]}</span> ${textOf(row)} <span class="facts">${noteOf(row)}</span></li>`)}
    </ol>`;
}

/** @param {string} text @param {number} position */
function lineAt(text, position) {
  return text.slice(0, position).split('\n').length;
}
