import { html, nothing, svg } from 'lit-html';
import { stepAt } from '../draw/timeline.js';
import { SPEEDS } from '../store/store.js';

/**
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {import('../actions.js').Actions} Actions
 */

/** Paths on a 16 by 16 grid. */
const ICON = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  last: 'M11 3h2v10h-2zM3 3v10l7-5z',
  back: 'M11 3v10L4 8z',
  forward: 'M5 3v10l7-5z',
  previousLine: 'M13 3v10L8 8zM8 3v10L3 8z',
  nextLine: 'M3 3v10l5-5zM8 3v10l5-5z',
  play: 'M4 2.5v11L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  stop: 'M4 4h8v8H4z',
  run: 'M2 3v10l5-5zM7 3v10l5-5zM12.5 3h1.8v10h-1.8z',
};

/** @param {Store} store @param {Actions} actions */
export function renderTimeline(store, actions) {
  const step = store.step.value;
  const activity = store.activity.value;
  const { total, status, limit } = store.progress.value;
  const broken = !step || (store.compile.value?.diagnostics.some((entry) => !entry.isWarning) ?? true);
  const atStart = broken || step.step === 0;
  const atEnd = broken || (step.step >= total && status !== 'running');
  const running = activity === 'running';
  const now = step?.step ?? 0;
  const playing = activity === 'playing';
  return html`
    <div class="transport" role="group" aria-label="Controls">
      ${button('Run', 'run', actions.run, broken || running, 'primary', 'Run to the next breakpoint or the end (Ctrl+Enter in the editor)')}
      ${button('Stop', 'stop', actions.stop, !running, 'worded', 'Stop the run; what ran so far is kept')}
      <span class="gap"></span>
      ${button('First step', 'first', actions.first, atStart)}
      ${button('Previous line', 'previousLine', actions.previousLine, atStart)}
      ${button('Step back', 'back', actions.back, atStart)}
      ${playing
        ? button('Pause', 'pause', actions.pause, false, 'worded')
        : button('Play', 'play', actions.play, broken || running, 'worded', 'Step through at the chosen speed')}
      ${button('Step forward', 'forward', actions.forward, atEnd || running)}
      ${button('Next line', 'nextLine', actions.nextLine, atEnd || running)}
      ${button('Last step', 'last', actions.last, atEnd || running)}
      <label class="speed"
        >Speed
        <input
          type="range"
          min="0"
          max=${SPEEDS.length - 1}
          .value=${String(store.speed.value)}
          aria-label="Speed"
          aria-valuetext="${SPEEDS[store.speed.value]} steps per second"
          @input=${(/** @type {InputEvent} */ event) => store.speed.set(Number(/** @type {HTMLInputElement} */ (event.target).value))}
        /><span class="speed-value">${SPEEDS[store.speed.value]}/s</span></label
      >
      <span class="chart-legend">area: frame depth · line: live objects · tall tick: output · short tick: freed · ×: exception · □: collection</span>
      <output class="where" aria-label="Step">
        <b>${now.toLocaleString('en')}</b> of ${total.toLocaleString('en')}${status === 'running' ? '+' : ''}
        ${running ? html`<span class="tag">running</span>` : nothing}
      </output>
    </div>
    ${limit ? html`<p class="facts">${limit}</p>` : nothing}
    <div class="track">
      <canvas
        aria-hidden="true"
        @pointerdown=${(/** @type {PointerEvent} */ event) => scrub(event, total, actions)}
        @pointermove=${(/** @type {PointerEvent} */ event) => event.buttons === 1 && scrub(event, total, actions)}
      ></canvas>
      <input
        class="slider"
        type="range"
        min="0"
        max=${Math.max(total, 0)}
        step="1"
        .value=${String(now)}
        aria-label="Timeline"
        aria-valuetext=${inWords(now, total, step?.executed?.line)}
        ?disabled=${broken}
        @input=${(/** @type {InputEvent} */ event) => actions.seek(Number(/** @type {HTMLInputElement} */ (event.target).value))}
      />
    </div>
  `;
}

/** @param {number} now @param {number} total @param {number | undefined} line */
function inWords(now, total, line) {
  return `step ${now} of ${total}${line ? `, line ${line}` : ''}`;
}

/** @param {PointerEvent} event @param {number} total @param {Actions} actions */
function scrub(event, total, actions) {
  const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget);
  if (event.type === 'pointerdown') canvas.setPointerCapture(event.pointerId);
  void actions.seek(stepAt(canvas, event.clientX, total));
}

/**
 * @param {string} name
 * @param {keyof typeof ICON} icon
 * @param {() => unknown} action
 * @param {boolean} disabled
 * @param {'' | 'primary' | 'worded'} [look] with the name beside the icon, or the icon alone
 * @param {string} [hint]
 */
function button(name, icon, action, disabled, look = '', hint = name) {
  // Not `disabled`: a button that switched itself off would drop the keyboard focus.
  return html`<button
    class="control ${look}"
    aria-label=${name}
    title=${hint}
    aria-disabled=${disabled}
    @click=${() => !disabled && action()}
  >
    <svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${ICON[icon]}></path>`}</svg>${look ? html`<span>${name}</span>` : nothing}
  </button>`;
}
