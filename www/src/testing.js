/** Loaded with `?testing` only: lets tests wait until the page has come to rest instead of sleeping. */

/** Frames in a row that must be quiet: an answer may start the next request. */
const QUIET_FRAMES = 3;

/** @param {() => boolean} isIdle @param {() => string} source The program that the page knows of. */
export function install(isIdle, source) {
  const waitForIdle = async () => {
    for (let quiet = 0; quiet < QUIET_FRAMES; ) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      quiet = isIdle() ? quiet + 1 : 0;
    }
  };
  Object.assign(window, { waitForIdle, programSource: source });
}
