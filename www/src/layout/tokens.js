/**
 * Tokens by line, the pieces of f-strings and t-strings nested: a string with its replacement fields, a field with the
 * strings in it. A group that goes on in the next line is continued there.
 *
 * @typedef {import('../rpc/protocol.js').TokenView} TokenView
 * @typedef {{ token: TokenView, index: number }} Leaf
 * @typedef {{ kind: 'string' | 'field', items: Item[] }} Group
 * @typedef {Leaf | Group} Item
 * @typedef {{ line: number, items: Item[] }} Line
 */

/** @param {readonly TokenView[]} tokens @returns {Line[]} */
export function tokenLines(tokens) {
  /** @type {Line[]} */
  const lines = [];
  /** The open groups, outermost first. @type {Group[]} */
  let open = [];
  const place = () => open.at(-1)?.items ?? /** @type {Line} */ (lines.at(-1)).items;
  const enter = (/** @type {Group['kind']} */ kind) => {
    /** @type {Group} */
    const group = { kind, items: [] };
    place().push(group);
    open.push(group);
  };
  tokens.forEach((token, index) => {
    if (lines.at(-1)?.line !== token.line) {
      lines.push({ line: token.line, items: [] });
      const continued = open;
      open = [];
      for (const { kind } of continued) enter(kind);
    }
    const opens = groupOpenedBy(token, open.length > 0);
    if (opens) enter(opens);
    place().push({ token, index });
    if (closesGroup(token, open.at(-1)?.kind)) open.pop();
  });
  return lines;
}

/** @param {TokenView} token @param {boolean} inString @returns {Group['kind'] | undefined} */
function groupOpenedBy({ kind, text }, inString) {
  if (kind === 'FSTRING_START' || kind === 'TSTRING_START') return 'string';
  return inString && kind === 'OP' && text === '{' ? 'field' : undefined;
}

/** @param {TokenView} token @param {Group['kind'] | undefined} innermost */
function closesGroup({ kind, text }, innermost) {
  return kind === 'FSTRING_END' || kind === 'TSTRING_END' || (innermost === 'field' && kind === 'OP' && text === '}');
}
