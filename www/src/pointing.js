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

/** @param {Store} store */
export function installPointing({ hover, pin, referrers }) {
  document.addEventListener('pointerover', ({ target }) => {
    if (!isInEditor(target)) hover.set(keyOf(target));
  });
  document.addEventListener('focusin', ({ target }) => {
    if (!isInEditor(target) && target instanceof Element && target.matches(':focus-visible')) hover.set(keyOf(target));
  });
  document.addEventListener('click', ({ target }) => {
    const key = keyOf(target);
    if (key) pin.set(pin.value === key ? '' : key);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    pin.set('');
    hover.set('');
    referrers.set(null);
  });
}
