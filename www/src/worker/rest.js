/**
 * The second half of the machine's module. It is fetched behind the first answer, while the visitor looks at it; a program that
 * needs it earlier waits for it.
 */
import rest from '../../../pkg/ouroscope_rest.wasm?url';
import { attachRest } from '../../../pkg/rest.js';

/** The rest could not be fetched: what called it is lost half way, so the worker is too. */
export class RestUnavailable extends Error {}

/** @type {WebAssembly.Module | undefined} */
let compiled;
let asked = false;

/** @param {object} exports What the first half exports. */
export function attach(exports) {
  attachRest(exports, () => {
    asked = true;
    return compiled ?? fetchNow();
  });
}

/** Fetches and compiles it in the background, unless it is there. Where that fails, the first use of it tries again. */
export async function prefetch() {
  if (asked) return;
  try {
    const answer = await fetch(rest);
    if (answer.ok) compiled = await WebAssembly.compile(await answer.arrayBuffer());
  } catch (error) {
    console.warn(error);
  }
}

/** The call that needs it is under way in the module and cannot be suspended; only a worker may wait like this. */
function fetchNow() {
  const request = new XMLHttpRequest();
  request.open('GET', rest, false);
  request.responseType = 'arraybuffer';
  try {
    request.send();
  } catch {
    throw new RestUnavailable('a part of Ouroscope that this needs could not be loaded: is the network there?');
  }
  if (request.status >= 400) throw new RestUnavailable(`a part of Ouroscope that this needs could not be loaded: ${request.status}`);
  return /** @type {ArrayBuffer} */ (request.response);
}
