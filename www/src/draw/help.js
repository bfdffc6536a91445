/**
 * The help on an opcode beside whatever names one (`data-op`): on hover after a moment, on keyboard focus at once. Escape closes it,
 * and it stays while the pointer is on it.
 */
import { html, nothing, render } from 'lit-html';

/** Milliseconds of pointing before the help appears: crossing a list must not set off fireworks. */
const PATIENCE = 450;
/** Milliseconds it stays when the pointer leaves, to be reached. */
const GRACE = 160;
const GAP = 6;

/** @param {import('../store/store.js').Store} store @param {() => Promise<void>} askHelp */
export function installHelp(store, askHelp) {
  const tip = document.createElement('div');
  tip.id = 'op-help';
  tip.setAttribute('role', 'tooltip');
  tip.hidden = true;
  // In a landmark, so that it is found.
  (document.querySelector('main') ?? document.body).append(tip);
  let timer = 0;
  /** @type {Element | undefined} */
  let shown;

  function close() {
    clearTimeout(timer);
    shown?.removeAttribute('aria-describedby');
    shown = undefined;
    tip.hidden = true;
  }

  /** @param {Element} anchor */
  async function open(anchor) {
    await askHelp();
    const name = anchor.getAttribute('data-op') ?? '';
    const help = store.help.value;
    const about = help?.opcode(name);
    if (!help || !about || !anchor.isConnected) return;
    close();
    shown = anchor;
    anchor.setAttribute('aria-describedby', tip.id);
    render(content(name, about, help), tip);
    tip.hidden = false;
    place(anchor, tip);
  }

  /** @param {Element} anchor @param {number} after */
  function later(anchor, after) {
    clearTimeout(timer);
    timer = window.setTimeout(() => void open(anchor), after);
  }

  document.addEventListener('pointerover', ({ target, pointerType }) => {
    // Rows that scroll past a pointer at rest must not take the help from the one that has the focus.
    if (!(target instanceof Element) || pointerType === 'touch' || shown?.matches(':focus-visible')) return;
    const anchor = target.closest('[data-op]');
    if (anchor) {
      if (anchor !== shown) later(anchor, PATIENCE);
    } else if (tip.contains(target)) clearTimeout(timer);
    else {
      clearTimeout(timer);
      if (shown && !shown.matches(':focus')) timer = window.setTimeout(close, GRACE);
    }
  });
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.matches('[data-op]:focus-visible')) void open(target);
    else close();
  });
  document.addEventListener('focusout', close);
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && tip.contains(target))) close();
  });
  // Panels scroll by themselves to what is related to the thing pointed at; only the one the help belongs to matters.
  document.addEventListener('scroll', ({ target }) => {
    if (!shown || !(target instanceof Node && target.contains(shown))) return;
    // What has the focus may be scrolling into sight just now.
    if (shown.matches(':focus')) place(shown, tip);
    else close();
  }, { capture: true, passive: true });
  // Before the others: the first Escape closes the help and nothing else.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || tip.hidden) return;
    event.stopImmediatePropagation();
    close();
  }, { capture: true });
}

/** @param {string} name @param {import('../help/help.js').OpcodeHelp} about @param {import('../help/help.js').Help} help */
export function content(name, about, help) {
  const forms = about.kind === 'plain' ? help.forms(name) : [];
  return html`<p class="op-name"><code>${name}</code> <span class="facts">${about.number} · ${about.category}${about.kind === 'plain' ? '' : ` · ${about.kind}${about.base ? ` form of ${about.base}` : ''}`}</span></p>
    <p>${about.explanation}</p>
    <p class="in-c"><b>In C</b> ${about.inC}</p>
    <p class="facts">pops ${about.pops} · pushes ${about.pushes}${about.caches ? ` · caches: ${about.caches}` : ''}</p>
    ${forms.length > 0 ? html`<p class="facts">Specialised: ${forms.map((form) => form.slice(name.length + 1)).join(', ')}</p>` : nothing}`;
}

/** Below the row, above it where there is no room, always inside the window. @param {Element} anchor @param {HTMLElement} tip */
function place(anchor, tip) {
  const rect = anchor.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(rect.left + 24, innerWidth - width - GAP));
  const below = rect.bottom + GAP;
  const top = below + height < innerHeight ? below : Math.max(GAP, rect.top - GAP - height);
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}
