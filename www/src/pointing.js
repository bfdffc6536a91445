/**
 * Pointing at anything with a key, or moving the keyboard focus to it, shows its counterparts; a click keeps them shown.
 *
 * @typedef {import('./store/store.js').Store} Store
 */

/** @param {EventTarget | null} target */
function keyOf(target) {
  return (target instanceof Element && target.closest('[data-k]')?.getAttribute('data-k')) || '';
}

/** The editor reports by itself what is pointed at in it. @param {EventTarget | null} target */
function isInEditor(target) {
  return target instanceof Element && target.closest('.cm-editor') !== null;
}

/**
 * @param {Store} store
 * @param {object} editor
 * @param {(position: number) => void} editor.jump Takes the caret to a place.
 * @param {() => void} editor.pinned Brings what was selected elsewhere into sight.
 */
export function installPointing({ hover, pin, referrers }, { jump, pinned }) {
  document.addEventListener('pointerover', ({ target }) => {
    if (!isInEditor(target)) hover.set(keyOf(target));
  });
  document.addEventListener('focusin', ({ target }) => {
    if (!isInEditor(target) && target instanceof Element && target.matches(':focus-visible')) hover.set(keyOf(target));
  });
  document.addEventListener('click', ({ target }) => {
    const place = target instanceof Element && target.closest('[data-jump]')?.getAttribute('data-jump');
    if (place) jump(Number(place));
    const key = keyOf(target);
    if (!key) return;
    pin.set(pin.value === key ? '' : key);
    if (!isInEditor(target)) pinned();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    pin.set('');
    hover.set('');
    referrers.set(null);
  });
}
