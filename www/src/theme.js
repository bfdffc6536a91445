/**
 * The theme: the system's, or the one the visitor chose, remembered on this device.
 *
 * @typedef {'auto' | 'light' | 'dark'} Theme
 */

const KEY = 'ouroscope.theme';

/** @param {import('./store/atom.js').Atom<Theme>} theme */
export function keepTheme(theme) {
  const apply = (/** @type {Theme} */ value) => {
    document.documentElement.dataset.theme = value;
  };
  const stored = read();
  if (stored === 'light' || stored === 'dark') theme.set(stored);
  apply(theme.value);
  theme.subscribe((value) => {
    apply(value);
    write(value);
  });
}

/** Storage may be forbidden, as in a sandboxed frame; the theme then lasts as long as the page. */
function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {Theme} value */
function write(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // Not remembered; see `read`.
  }
}
