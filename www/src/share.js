/**
 * Share links: the code, the options and the step, packed into the fragment of the address. No server sees them.
 *
 * @typedef {object} Shared
 * @property {string} source
 * @property {number} step
 * @property {readonly string[]} inputs
 * @property {readonly number[]} breakpoints
 */

const PREFIX = 'v1.';

/** @param {Shared} shared @returns {Promise<string>} the fragment, without `#` */
export async function pack({ source, step, inputs, breakpoints }) {
  const text = JSON.stringify({ source, step, inputs, breakpoints });
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  return PREFIX + toBase64Url(bytes);
}

/** @param {string} fragment @returns {Promise<Shared | null>} `null` when it is not a share link or is damaged */
export async function unpack(fragment) {
  if (!fragment.startsWith(PREFIX)) return null;
  try {
    const bytes = await through(fromBase64Url(fragment.slice(PREFIX.length)), new DecompressionStream('deflate-raw'));
    return checked(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** A link may come from anyone: only the right shapes pass. @param {any} value @returns {Shared | null} */
function checked(value) {
  if (typeof value?.source !== 'string') return null;
  const list = (/** @type {unknown} */ entry) => (Array.isArray(entry) ? entry : []);
  return {
    source: value.source,
    step: isNatural(value.step) ? value.step : 0,
    inputs: list(value.inputs).filter((entry) => typeof entry === 'string'),
    breakpoints: list(value.breakpoints).filter((line) => isNatural(line) && line > 0),
  };
}

/** @param {unknown} value */
function isNatural(value) {
  return Number.isInteger(value) && /** @type {number} */ (value) >= 0 && /** @type {number} */ (value) < 2 ** 32;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {GenericTransformStream} stream */
async function through(bytes, stream) {
  const body = new Blob([bytes]).stream().pipeThrough(/** @type {any} */ (stream));
  return new Uint8Array(await new Response(body).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toBase64Url(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @param {string} text */
function fromBase64Url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
