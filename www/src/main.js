/**
 * Puts the page together: one store, one frame loop, panels as functions of the store.
 */
import './style.css';
import './front.css';
import './back.css';
import { html, nothing, render } from 'lit-html';
import { createActions } from './actions.js';
import { drawArrows } from './draw/arrows.js';
import { createLoop } from './draw/loop.js';
import { installHelp } from './draw/help.js';
import { KeyIndex, mark, reveal } from './draw/marks.js';
import { installRoving } from './draw/roving.js';
import { drawTimeline } from './draw/timeline.js';
import { firstOpen, rowOf, treeOf } from './layout/tree.js';
import { LESSONS } from './lessons/index.js';
import { ensureStop, followScroll, openTowards, renderAst, scrollToNode, treeTools } from './panels/ast.js';
import { bytecodeTools, renderBytecode } from './panels/bytecode.js';
import { renderConsole } from './panels/console.js';
import { createEditor } from './panels/editor.js';
import { renderExplanation } from './panels/explanation.js';
import { renderFrames } from './panels/frames.js';
import { renderGc } from './panels/gc.js';
import { renderHeader } from './panels/header.js';
import { forgetPlaces, renderObjects, renderReferrers } from './panels/objects.js';
import { empty, panel } from './panels/panel.js';
import { renderProblems, stageNote } from './panels/problems.js';
import { renderSymbols } from './panels/symbols.js';
import { renderThreads } from './panels/threads.js';
import { renderTimeline } from './panels/timeline.js';
import { renderTokens, tokenTools } from './panels/tokens.js';
import { installPointing } from './pointing.js';
import { newestFrame, relate, selectedNode, tokenKeyAt } from './store/relate.js';
import { Atom } from './store/atom.js';
import { createStore } from './store/store.js';
import { keepTheme } from './theme.js';

const store = createStore();
const actions = createActions(store);

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

const machine = element('machine');
const pipelineKeys = new KeyIndex(element('pipeline'));
const overlay = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (element('arrows')));

const editor = createEditor(element('code'), {
  onEdit: actions.edit,
  onPoint: (position) => store.hover.set(position === undefined ? '' : keyAt(position)),
  onSelect: (position) => {
    // The caret was moved after the pointer.
    store.hover.set('');
    store.pin.set(keyAt(position));
  },
  onLineNumber: actions.nextExecutionOf,
  onBreakpoints: actions.setBreakpoints,
  onRun: actions.run,
});

/** @param {number} position */
function keyAt(position) {
  const compile = store.compile.value;
  return compile && isCurrent() ? tokenKeyAt(compile, position) : '';
}

/** The compile result belongs to the text in the editor: its offsets may be used in it. */
function isCurrent() {
  return store.compiledSource.value === store.source.value;
}

/** @param {string} name @param {() => unknown} body @param {() => import('./panels/panel.js').Content} [aside] */
function foldable(name, body, aside) {
  const toggle = () => {
    const names = new Set(store.collapsed.value);
    if (!names.delete(name)) names.add(name);
    store.collapsed.set(names);
  };
  const collapsed = store.collapsed.value.has(name);
  element(name).classList.toggle('collapsed', collapsed);
  render(panel(name, { collapsed, toggle, aside: aside?.(), only: PIPELINE.includes(name) ? only(name) : undefined }, body), element(name));
}

const PIPELINE = ['Tokens', 'AST', 'Symbols', 'CFG', 'Bytecode'];
/** What was collapsed before one panel was shown alone. */
let collapsedBefore = store.collapsed.value;

/** @param {string} name @returns {import('./panels/panel.js').Only} */
function only(name) {
  const collapsed = store.collapsed.value;
  const others = PIPELINE.filter((other) => other !== name);
  const pressed = !collapsed.has(name) && others.every((other) => collapsed.has(other));
  const toggle = () => {
    if (pressed) return store.collapsed.set(collapsedBefore);
    collapsedBefore = collapsed;
    store.collapsed.set(new Set([...collapsed, ...others].filter((other) => other !== name)));
  };
  return { pressed, toggle };
}

/** Which stage a panel of the middle column shows. @type {Record<string, string>} */
const STAGE_SIGN = { done: '✓ done', failed: '✗ failed', notReached: '– not reached' };

/** @param {string} stage */
function stageSign(stage) {
  const state = store.compile.value?.stages.find((entry) => entry.name === stage)?.state;
  return state && state !== 'done' ? html`<span class="stage ${state}">${STAGE_SIGN[state]}</span>` : '';
}

/** What each stage leaves. @type {Record<string, 'tokens' | 'ast' | 'scopes' | 'codes'>} */
const OUTPUT = { tokens: 'tokens', ast: 'ast', symbols: 'scopes', bytecode: 'codes' };

/**
 * A panel of the middle column: what its stage left, and why that is not all.
 *
 * @param {string} name
 * @param {string} stage
 * @param {(compile: import('./rpc/protocol.js').CompileView) => unknown} body
 * @param {(compile: import('./rpc/protocol.js').CompileView) => string} count
 * @param {() => unknown} [tools] Controls in the heading of the open panel.
 */
function stagePanel(name, stage, body, count, tools) {
  const compile = store.compile.value;
  const collapsed = store.collapsed.value.has(name);
  const aside = () => html`${collapsed || !tools || !compile?.[OUTPUT[stage]].length ? nothing : html`<span class="tools">${tools()}</span>`} ${stageSign(stage)} ${compile ? count(compile) : nothing}`;
  const content = () => compile && html`${compile[OUTPUT[stage]].length > 0 ? body(compile) : nothing}${stageNote(compile, stage)}`;
  foldable(name, () => content() ?? nothing, aside);
}

/** @param {number} count @param {string} noun */
function counted(count, noun) {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** @type {Atom<typeof import('./panels/cfg.js') | null>} */
const cfgPanel = new Atom(/** @type {typeof import('./panels/cfg.js') | null} */ (null));
let loadingCfg = false;
/** What decides which rows the Bytecode and CFG panels have. */
const codeAtoms = [store.code, store.codeClosed, store.bytes, store.passes, store.stage, store.zoom, cfgPanel];

/** Each part of the page with the atoms it is a function of. @type {[import('./draw/loop.js').Draw, ...import('./draw/loop.js').Source[]][]} */
const parts = [
  [() => render(renderHeader(store, actions, openLesson), element('header')), store.source, store.theme, store.notice],
  [
    () => stagePanel('Tokens', 'tokens', ({ tokens }) => renderTokens(tokens, store), (compile) => counted(compile.tokens.length, 'token'), () => tokenTools(store)),
    store.compile,
    store.collapsed,
    store.exactTypes,
    store.positions,
  ],
  [
    () => stagePanel('AST', 'ast', (compile) => renderAst(compile, store), (compile) => counted(compile.ast.length, 'node'), () => treeTools(store, actions.copy)),
    store.compile,
    store.collapsed,
    store.treeOpen,
    store.treeTop,
    store.treeAsText,
    store.treeAttributes,
    store.treeText,
    store.node,
  ],
  [
    () => stagePanel('Symbols', 'symbols', (compile) => renderSymbols(compile.scopes), (compile) => counted(compile.scopes.length, 'scope')),
    store.compile,
    store.collapsed,
  ],
  [drawCfg, store.compile, store.collapsed, store.code, store.codeClosed, store.passes, store.stage, store.row, store.pin, store.zoom, store.help, cfgPanel],
  [
    () => stagePanel('Bytecode', 'bytecode', (compile) => renderBytecode(compile, store, actions), (compile) => counted(compile.codes.length, 'code object'), () => bytecodeTools(store)),
    store.compile,
    store.collapsed,
    store.code,
    store.codeClosed,
    store.offsets,
    store.bytes,
    store.fields,
    store.detail,
    store.specialised,
    store.help,
  ],
  [askForCode, store.compile, store.collapsed, store.code, store.pin, store.step, store.activity, store.bytes, store.fields],
  [() => foldable('Frames', () => renderFrames(store.step.value)), store.step, store.collapsed],
  [drawObjectsPanel, store.step, store.referrers, store.showAll, store.collapsed],
  [() => foldable('GC', () => renderGc(store.step.value)), store.step, store.collapsed],
  [() => foldable('Threads', () => renderThreads(store.step.value)), store.step, store.collapsed],
  [
    () => foldable('Console', () => renderConsole(store.step.value, store.progress.value, actions)),
    store.step,
    store.progress,
    store.collapsed,
  ],
  [drawExplanation, store.compile, store.step, store.hover, store.pin, store.activity, store.help, store.passes],
  [() => render(renderTimeline(store, actions), element('Timeline')), store.step, store.progress, store.activity, store.speed, store.compile],
  [drawCanvas, store.step, store.progress, store.timeline, store.theme],
  [drawProfile, store.compile],
  [drawEditorMarks, store.compile, store.step, store.hover, store.pin, store.source],
  [drawProblems, store.compile],
  [forgetPipeline, store.compile, store.collapsed, store.treeOpen, store.treeTop, store.treeAsText, ...codeAtoms],
  [drawCurrent, store.step, store.compile, store.collapsed, ...codeAtoms],
  [revealSelected, store.node],
  [drawRelated, store.hover, store.pin, store.compile, store.step, store.collapsed, store.showAll, store.referrers, store.treeOpen, store.treeAsText, ...codeAtoms],
  [markRelated, store.treeTop],
  [settleCfg, store.step, store.passes, store.stage, cfgPanel],
  [drawAllArrows, store.step, store.collapsed, store.showAll, store.compile],
  [drawRelatedArrows, store.hover, store.pin, store.step, store.collapsed, store.showAll],
];

/** The graph and what lays it out come when the panel is first opened. */
function drawCfg() {
  if (!store.collapsed.value.has('CFG') && !cfgPanel.value && !loadingCfg) {
    loadingCfg = true;
    const came = (/** @type {typeof import('./panels/cfg.js')} */ module) => cfgPanel.set(module);
    const lost = () => store.notice.set({ kind: 'error', text: 'The graph could not be loaded: is the connection gone?' });
    void import('./panels/cfg.js').then(came, lost).finally(() => (loadingCfg = false));
  }
  const body = (/** @type {import('./rpc/protocol.js').CompileView} */ compile) => cfgPanel.value?.renderCfg(compile, store) ?? empty('The graph is being loaded…');
  stagePanel('CFG', 'bytecode', body, () => '', () => cfgPanel.value?.cfgTools(store) ?? nothing);
}

function settleCfg() {
  cfgPanel.value?.settle(element('CFG'));
}

/** Asks for what is on show of the code object, and for nothing else. */
function askForCode() {
  const isOpen = (/** @type {string} */ name) => !store.collapsed.value.has(name);
  if (isOpen('CFG') || store.pin.value.startsWith('i:')) void actions.askPasses();
  if (!isOpen('Bytecode')) return;
  if (store.bytes.value || store.fields.value) void actions.askDetail();
  if (store.activity.value === 'idle') void actions.askSpecialised();
}

/** The code object that runs comes on show when another begins to run. */
let running = -1;
function followRunning() {
  const code = newestFrame(store.step.value)?.code;
  if (code !== undefined && code !== running) store.code.set(code);
  running = code ?? -1;
}

/** What was selected elsewhere has its instructions in some code object: that one comes on show. @param {string} key */
function followPin(key) {
  if (!key || key.startsWith('o:')) return;
  const codes = [...relate(store.compile.value, null, key).keys].filter((entry) => entry.startsWith('i:')).map((entry) => Number(entry.split(':')[1]));
  if (codes.length > 0 && !codes.includes(store.code.value)) store.code.set(codes[0]);
}

function drawObjectsPanel() {
  const close = () => store.referrers.set(null);
  foldable(
    'Objects',
    () => renderObjects(store.step.value, store.referrers.value, store.showAll.value, actions),
    () => html`<label class="check"><input type="checkbox" .checked=${store.showAll.value} @change=${() => store.showAll.set(!store.showAll.value)} />all objects</label>`,
  );
  render(renderReferrers(store.referrers.value, store.step.value, close), element('referrers'));
}

function drawExplanation() {
  const playing = store.activity.value !== 'idle';
  const key = store.hover.value || store.pin.value;
  render(renderExplanation(store.compile.value, store.step.value, key, playing, store.help.value, store.passes.value), element('Explanation'));
}

function drawCanvas() {
  const canvas = element('Timeline').querySelector('canvas');
  if (canvas) drawTimeline(canvas, store.timeline.value, store.progress.value.total, store.step.value?.step ?? 0);
}

function drawProfile() {
  const profile = store.compile.value?.profile;
  render(profile ? html`<b>${profile}</b> · simulated: the clock, threads and cores, addresses` : nothing, element('profile'));
}

function drawProblems() {
  render(renderProblems(store.compile.value?.diagnostics ?? []), element('problems'));
}

/** The rows of the middle column have changed. */
function forgetPipeline() {
  pipelineKeys.forget();
  ensureStop(element('AST'));
}

/** The detail of the selected node must not cover the node. */
function revealSelected() {
  const { value } = store.node;
  const body = element('AST').querySelector('.body');
  if (value && body && !store.treeAsText.value) scrollToNode(body, store, value.index);
  reveal(element('AST').querySelector('[aria-selected="true"]') ?? undefined);
}

function drawEditorMarks() {
  const compile = isCurrent() ? store.compile.value : null;
  const step = compile ? store.step.value : null;
  const frame = newestFrame(step);
  const related = relate(compile, step, store.hover.value || store.pin.value).spans;
  editor.setMarks({
    nextLine: frame?.line,
    doneLine: step?.executed?.line,
    next: frame?.span,
    related,
    diagnostics: compile?.diagnostics ?? [],
  });
}

function drawCurrent() {
  const step = store.step.value;
  const frame = newestFrame(step);
  const next = new Set(frame?.code === undefined ? [] : [`i:${frame.code}:${frame.instruction}`]);
  const done = new Set(step?.executed ? [`i:${step.executed.code}:${step.executed.offset}`] : []);
  mark(pipelineKeys, 'data-done', done);
  const row = mark(pipelineKeys, 'data-next', next).find((entry) => entry.closest('#Bytecode'));
  for (const old of element('Bytecode').querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
  row?.setAttribute('aria-current', 'step');
  reveal(row);
  reveal(element('Frames').querySelector('.frame.running') ?? undefined);
  if (frame?.line && isCurrent()) editor.revealLine(frame.line);
}

/** @returns {Element[]} the marked elements of the middle column */
function markRelated() {
  const { keys } = relate(store.compile.value, store.step.value, store.hover.value || store.pin.value);
  // The machine's contents are new with every step, and few; those of the pipeline are neither.
  for (const id of ['machine', 'dock']) mark(new KeyIndex(element(id)), 'data-hit', keys);
  return mark(pipelineKeys, 'data-hit', new Set([...keys, ...relatedRows(keys).map((row) => `n:${row}`)]));
}

function drawRelated() {
  const marked = markRelated();
  // Bring the counterparts into sight, except in the panel the pointer is in: things must not move under it.
  const seen = new Set([document.querySelector('.body:hover')]);
  if (!store.hover.value) seen.add(document.activeElement?.closest('.body') ?? null);
  for (const entry of marked) {
    const body = entry.closest('.body');
    if (!body || seen.has(body)) continue;
    seen.add(body);
    reveal(entry);
  }
  const tree = element('AST').querySelector('.body');
  const [row] = relatedRows(relate(store.compile.value, store.step.value, store.hover.value || store.pin.value).keys);
  // A row that is not drawn is marked as soon as it is.
  if (tree && row !== undefined && !seen.has(tree) && !store.treeAsText.value) scrollToNode(tree, store, row);
}

/** The rows of the tree that show the nodes among the keys. @param {ReadonlySet<string>} keys */
function relatedRows(keys) {
  const tree = treeOf(store.compile.value?.ast ?? []);
  return [...keys].filter((key) => key.startsWith('n:')).map((key) => rowOf(tree, store.treeOpen.value, Number(key.slice(2))));
}

function drawAllArrows() {
  drawArrows(machine, overlay);
}

/** Arrows from and to the object in focus stand out. */
function drawRelatedArrows() {
  const { keys } = relate(store.compile.value, store.step.value, store.hover.value || store.pin.value);
  for (const arrow of overlay.querySelectorAll('.arrow')) {
    const on = keys.has(`o:${arrow.getAttribute('data-arrow-from')}`) || keys.has(`o:${arrow.getAttribute('data-arrow-to')}`);
    arrow.toggleAttribute('data-hit', on);
  }
}

/** @param {string} source */
function openLesson(source) {
  history.replaceState(null, '', location.pathname + location.search);
  void actions.open(source);
}

const loop = createLoop(parts);
const redrawArrows = () => loop.invalidate(drawAllArrows, drawRelatedArrows);
machine.addEventListener('scroll', redrawArrows, { capture: true, passive: true });
machine.addEventListener('toggle', redrawArrows, { capture: true });
new ResizeObserver(() => loop.invalidate(drawAllArrows, drawRelatedArrows, drawCanvas)).observe(machine);

store.source.subscribe((text) => editor.setText(text));
store.breakpoints.subscribe((lines) => editor.setBreakpoints(lines));
store.compile.subscribe((compile) => {
  forgetPlaces();
  store.code.set(0);
  store.row.set(null);
  running = -1;
  store.treeOpen.set(firstOpen(treeOf(compile?.ast ?? [])));
  store.node.set(null);
  if (store.treeAsText.value) void actions.showTreeText();
  if (compile && isCurrent()) editor.setTokens(compile.tokens);
});
for (const source of [store.treeAsText, store.treeAttributes]) {
  source.subscribe(() => store.treeAsText.value && void actions.showTreeText());
}
store.pin.subscribe((key) => {
  const node = store.compile.value ? selectedNode(store.compile.value, key) : undefined;
  if (node !== undefined) openTowards(store, node);
  void actions.inspect(node);
});

// The console shows its newest line.
store.step.subscribe(() => requestAnimationFrame(() => {
  const body = element('Console').querySelector('.body');
  if (body) body.scrollTop = body.scrollHeight;
}));

// What a first look needs most stays open; a window without room for all stages begins with fewer.
const middling = matchMedia('(min-width: 800px) and (max-width: 1199px)').matches;
store.collapsed.set(new Set(middling ? ['Tokens', 'Symbols', 'CFG'] : ['CFG']));

// The body of a panel is there once it was drawn, and stays.
requestAnimationFrame(() => followScroll(/** @type {Element} */ (element('AST').querySelector('.body')), store));
installPointing(store, {
  jump: editor.jump,
  pinned: () => isCurrent() && editor.revealSpan(relate(store.compile.value, null, store.pin.value).spans[0]),
});
installRoving(document.body);
installHelp(store, actions.askHelp);
store.step.subscribe(followRunning);
store.pin.subscribe(followPin);
const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
store.compile.subscribe(() => whenIdle(() => void actions.askHelp()));
keepTheme(store.theme);
addEventListener('hashchange', () => void actions.openLink());
void actions.openLink().then((opened) => {
  if (!opened) void actions.open(LESSONS[0].source);
});

if (new URLSearchParams(location.search).has('testing')) {
  const { install } = await import('./testing.js');
  install(() => actions.isIdle() && loop.isQuiet() && !loadingCfg, () => store.source.value);
}
