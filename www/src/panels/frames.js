import { html, nothing } from 'lit-html';
import { empty } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').FrameView} FrameView
 * @typedef {import('../rpc/protocol.js').ObjectView} ObjectView
 */

/** Frames thread by thread, the newest last; the running thread's are open. @param {StepView | null} step */
export function renderFrames(step) {
  if (!step) return empty('No machine.');
  if (step.frames.length === 0) return empty(step.status === 'running' ? 'No frames.' : 'No frames: the program is over. Step back to see its last ones.');
  const byId = new Map(step.objects.map((object) => [object.id, object]));
  const threads = step.threads.filter((thread) => step.frames.some((frame) => frame.thread === thread.id));
  return html`${step.framesHidden > 0 ? empty(`${step.framesHidden} older frames are not shown.`) : nothing}
  ${threads.map((thread) => {
    const frames = step.frames.filter((frame) => frame.thread === thread.id);
    const cards = frames.map((frame, index) => frameCard(frame, index === frames.length - 1 && thread.id === step.thread, byId));
    if (threads.length === 1) return cards;
    return html`<details class="thread-frames" ?open=${thread.id === step.thread}>
      <summary>${thread.name}${thread.id === step.thread ? ' (runs next)' : ''}, ${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}</summary>
      ${cards}
    </details>`;
  })}`;
}

/** @param {FrameView} frame @param {boolean} running @param {Map<number, ObjectView>} byId */
function frameCard(frame, running, byId) {
  const place = [frame.line === undefined ? '' : `line ${frame.line}`, frame.instruction === undefined ? '' : `offset ${frame.instruction}`];
  return html`<article class="frame ${running ? 'running' : ''} ${frame.native ? 'native' : ''}">
    <header>
      <h3>${frame.name}</h3>
      ${running ? html`<span class="tag">running</span>` : nothing}${frame.native ? html`<span class="tag">native</span>` : nothing}
      <span class="place">${place.filter(Boolean).join(', ')}</span>
    </header>
    ${frame.locals.length > 0 ? html`<ul class="slots" aria-label="Locals">${frame.locals.map((local) => localSlot(local, byId))}</ul>` : nothing}
    ${frame.native ? nothing : valueStack(frame, byId)}
  </article>`;
}

/** @param {FrameView['locals'][number]} local @param {Map<number, ObjectView>} byId */
function localSlot(local, byId) {
  const note = local.kind === 'cell' || local.kind === 'free' ? ` (${local.kind})` : '';
  return html`<li class="slot ${local.changed ? 'changed' : ''}" data-k=${local.object === undefined ? nothing : `o:${local.object}`} data-to=${local.object ?? nothing} tabindex=${local.object === undefined ? nothing : -1}>
    <span class="name">${local.name}${note}</span>
    ${local.changed ? html`<span class="tag">stored</span>` : nothing}
    ${value(local.object, byId, 'unbound')}
  </li>`;
}

/** @param {FrameView} frame @param {Map<number, ObjectView>} byId */
function valueStack(frame, byId) {
  if (frame.stack.length === 0) return html`<p class="stack-empty">value stack empty</p>`;
  const top = frame.stack.length - 1;
  return html`<ol class="slots stack" aria-label="Value stack, top first">
    ${frame.stack
      .map(
        (slot, index) => html`<li
          class="slot ${slot.borrowed ? 'borrowed' : ''} ${slot.pushed ? 'changed' : ''}"
          data-k=${slot.object === undefined ? nothing : `o:${slot.object}`}
          data-to=${slot.object ?? nothing}
          tabindex=${slot.object === undefined ? nothing : -1}
        >
          <span class="name">${index === top ? 'top' : index}</span>
          ${slot.borrowed ? html`<span class="tag" title="Borrowed: not counted in ob_refcnt">borrowed</span>` : nothing}
          ${slot.pushed ? html`<span class="tag">pushed</span>` : nothing}
          ${value(slot.object, byId, 'NULL')}
        </li>`,
      )
      .reverse()}
  </ol>`;
}

/** @param {number | undefined} id @param {Map<number, ObjectView>} byId @param {string} missing */
function value(id, byId, missing) {
  if (id === undefined) return html`<span class="short missing">${missing}</span>`;
  const object = byId.get(id);
  return html`<span class="short">${object?.value ?? '…'}</span><span class="port" aria-hidden="true"></span>`;
}
