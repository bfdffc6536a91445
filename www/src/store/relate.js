/**
 * Counterparts: which tokens, nodes, names, instructions and objects belong to the thing under the pointer.
 *
 * Everything that can be pointed at has a key:
 *
 * | key | thing |
 * | --- | --- |
 * | `t:3` | token 3 |
 * | `n:7` | AST node 7 |
 * | `s:0:x` | name `x` in scope 0 |
 * | `p:4:5` | the text from offset 4 to 5, where a name or a scope stands |
 * | `i:2:14` | instruction at offset 14 of code object 2 |
 * | `o:31` | object 31 |
 *
 * @typedef {import('../rpc/protocol.js').CompileView} CompileView
 * @typedef {import('../rpc/protocol.js').StepView} StepView
 * @typedef {import('../rpc/protocol.js').SpanView} SpanView
 * @typedef {object} Related
 * @property {Set<string>} keys All counterparts, the thing itself included.
 * @property {SpanView[]} spans Source ranges to mark.
 */

/** @type {Related} */
const NOTHING = Object.freeze({ keys: new Set(), spans: [] });

/** The last answer: several parts of the page ask the same in one frame. @type {{ compile: unknown, step: unknown, key: string, related: Related }} */
let last = { compile: null, step: null, key: '', related: NOTHING };

/**
 * @param {CompileView | null} compile
 * @param {StepView | null} step
 * @param {string} key
 * @returns {Related}
 */
export function relate(compile, step, key) {
  if (!compile || !key) return NOTHING;
  if (last.compile !== compile || last.step !== step || last.key !== key) {
    last = { compile, step, key, related: relatedTo(compile, step, key) };
  }
  return last.related;
}

/** @param {CompileView} compile @param {StepView | null} step @param {string} key @returns {Related} */
function relatedTo(compile, step, key) {
  const [kind, a, ...rest] = key.split(':');
  const b = rest.join(':');
  switch (kind) {
    case 't':
      return ofToken(compile, step, Number(a));
    case 'n':
      return ofNode(compile, step, Number(a));
    case 's':
      return ofSymbol(compile, step, Number(a), b);
    case 'p':
      return ofPlace(compile, step, { start: Number(a), end: Number(b) });
    case 'i':
      return ofInstruction(compile, step, Number(a), Number(b));
    case 'o':
      return ofObject(compile, step, Number(a));
    default:
      return NOTHING;
  }
}

/**
 * The key of the token at a text position, the one before it when the position is behind its last character.
 *
 * @param {CompileView} compile
 * @param {number} position
 */
export function tokenKeyAt(compile, position) {
  const index = compile.tokens.findIndex(({ span }) => span.start < span.end && span.start <= position && position < span.end);
  return index < 0 || compile.tokens[index].kind === 'NEWLINE' || compile.tokens[index].kind === 'NL' ? '' : `t:${index}`;
}

/** @param {CompileView} compile @param {StepView | null} step @param {number} index @returns {Related} */
function ofToken(compile, step, index) {
  const token = compile.tokens[index];
  if (!token) return NOTHING;
  const node = nodeOfToken(compile, index);
  const related = node < 0 ? spanOnly(compile, token.span) : ofNode(compile, step, node);
  related.keys.add(`t:${index}`);
  if (token.kind === 'NAME') addNames(compile, step, token.span, related.keys);
  return { keys: related.keys, spans: [token.span, ...related.spans] };
}

/** @param {CompileView} compile @param {StepView | null} step @param {number} index @returns {Related} */
function ofNode(compile, step, index) {
  const node = compile.ast[index];
  if (!node) return NOTHING;
  const owner = withSpan(compile, index);
  const span = compile.ast[owner]?.span;
  if (!span) return { keys: new Set([`n:${index}`]), spans: [] };
  const { keys, spans } = spanOnly(compile, span);
  keys.add(`n:${index}`);
  if (node.kind === 'Name') addNames(compile, step, span, keys);
  return { keys, spans };
}

/** The name in its scope, and the same variable in the scopes that share it. @param {CompileView} compile @param {StepView | null} step @param {number} scope @param {string} name @returns {Related} */
function ofSymbol(compile, step, scope, name) {
  const symbol = compile.scopes[scope]?.symbols.find((entry) => entry.name === name);
  if (!symbol) return NOTHING;
  const keys = new Set([`s:${scope}:${name}`]);
  const spans = symbol.places.map(({ span }) => span);
  compile.scopes.forEach(({ symbols }, index) => {
    const same = symbols.find((entry) => entry.name === name && entry.owner === symbol.owner);
    if (!same || index === scope) return;
    keys.add(`s:${index}:${name}`);
    spans.push(...same.places.map(({ span }) => span));
  });
  for (const span of spans) addInside(compile, span, keys);
  addBoundObject(step, name, keys);
  return { keys, spans };
}

/** @param {CompileView} compile @param {StepView | null} step @param {SpanView} span @returns {Related} */
function ofPlace(compile, step, span) {
  const { keys, spans } = spanOnly(compile, span);
  keys.add(`p:${span.start}:${span.end}`);
  addNames(compile, step, span, keys);
  return { keys, spans };
}

/** @param {CompileView} compile @param {StepView | null} step @param {number} code @param {number} offset @returns {Related} */
function ofInstruction(compile, step, code, offset) {
  const instruction = compile.codes[code]?.instructions.find((entry) => entry.offset === offset);
  if (!instruction) return NOTHING;
  const keys = new Set([`i:${code}:${offset}`]);
  if (!instruction.span) return { keys, spans: [] };
  const { span } = instruction;
  addTokensInside(compile, span, keys);
  const node = innermostNode(compile, span);
  if (node >= 0) keys.add(`n:${node}`);
  if (compile.ast[node]?.kind === 'Name') addNames(compile, step, span, keys);
  return { keys, spans: [span] };
}

/** @param {CompileView} compile @param {StepView | null} step @param {number} object @returns {Related} */
function ofObject(compile, step, object) {
  const keys = new Set([`o:${object}`]);
  /** @type {SpanView[]} */
  const spans = [];
  const newest = newestFrame(step);
  for (const local of newest?.locals ?? []) {
    if (local.object !== object) continue;
    compile.scopes.forEach((scope, index) => {
      if (!describes(compile, scope, newest?.code)) return;
      const symbol = scope.symbols.find((entry) => entry.name === local.name);
      if (!symbol) return;
      keys.add(`s:${index}:${symbol.name}`);
      spans.push(...symbol.places.map(({ span }) => span));
    });
  }
  for (const span of spans) addTokensInside(compile, span, keys);
  return { keys, spans };
}

/** @param {CompileView} compile @param {import('../rpc/protocol.js').ScopeView} scope @param {number | undefined} code */
function describes(compile, scope, code) {
  if (code === undefined) return false;
  if (code === 0) return scope.parent === undefined;
  return scope.name === compile.codes[code].name && scope.parent !== undefined;
}

/** @param {CompileView} compile @param {SpanView} span @returns {Related} */
function spanOnly(compile, span) {
  /** @type {Set<string>} */
  const keys = new Set();
  addInside(compile, span, keys);
  return { keys, spans: [span] };
}

/** Tokens and instructions inside a span, and the innermost node that covers it. @param {CompileView} compile @param {SpanView} span @param {Set<string>} keys */
function addInside(compile, span, keys) {
  addTokensInside(compile, span, keys);
  const node = innermostNode(compile, span);
  if (node >= 0) keys.add(`n:${node}`);
  compile.codes.forEach((code, index) => {
    for (const instruction of code.instructions) {
      if (instruction.span && inside(instruction.span, span)) keys.add(`i:${index}:${instruction.offset}`);
    }
  });
}

/** @param {CompileView} compile @param {SpanView} span @param {Set<string>} keys */
function addTokensInside(compile, span, keys) {
  compile.tokens.forEach((token, index) => {
    if (token.span.start < token.span.end && inside(token.span, span)) keys.add(`t:${index}`);
  });
}

/** @param {CompileView} compile @param {StepView | null} step @param {SpanView} span @param {Set<string>} keys */
function addNames(compile, step, span, keys) {
  compile.scopes.forEach((scope, index) => {
    for (const symbol of scope.symbols) {
      if (!symbol.places.some(({ span: place }) => place.start === span.start && place.end === span.end)) continue;
      keys.add(`s:${index}:${symbol.name}`);
      addBoundObject(step, symbol.name, keys);
    }
  });
}

/** The object a name is bound to in the running frame. @param {StepView | null} step @param {string} name @param {Set<string>} keys */
function addBoundObject(step, name, keys) {
  const local = newestFrame(step)?.locals.find((entry) => entry.name === name);
  if (local?.object !== undefined) keys.add(`o:${local.object}`);
}

/**
 * The newest Python frame of the running thread.
 *
 * @param {StepView | null} step
 */
export function newestFrame(step) {
  return step?.frames.findLast((frame) => frame.thread === step.thread && frame.code !== undefined);
}

/**
 * The node with the shortest span that covers the given one, the deepest among equals (the most precise answer);
 * `-1` when no node covers it.
 *
 * @param {CompileView} compile
 * @param {SpanView} span
 */
export function innermostNode(compile, span) {
  let best = -1;
  let size = Infinity;
  compile.ast.forEach((node, index) => {
    if (!node.span || !inside(span, node.span)) return;
    const length = node.span.end - node.span.start;
    if (length <= size) {
      best = index;
      size = length;
    }
  });
  return best;
}

/** The node that a token belongs to; none for what stands between statements. @param {CompileView} compile @param {number} index */
function nodeOfToken(compile, index) {
  const { kind, span } = compile.tokens[index];
  return span.start < span.end && kind !== 'COMMENT' && kind !== 'NL' ? innermostNode(compile, span) : -1;
}

/**
 * The AST node that the selected thing is, or that it belongs to; `undefined` for none.
 *
 * @param {CompileView} compile
 * @param {string} key
 * @returns {number | undefined}
 */
export function selectedNode(compile, key) {
  const [kind, a, b] = key.split(':');
  const at = Number(a);
  const span = kind === 'p' ? { start: at, end: Number(b) } : kind === 'i' ? instructionSpan(compile, at, Number(b)) : undefined;
  const node = kind === 'n' ? at : kind === 't' && compile.tokens[at] ? nodeOfToken(compile, at) : span ? innermostNode(compile, span) : -1;
  return compile.ast[node] ? node : undefined;
}

/** @param {CompileView} compile @param {number} code @param {number} offset */
function instructionSpan(compile, code, offset) {
  return compile.codes[code]?.instructions.find((entry) => entry.offset === offset)?.span;
}

/** The node itself or its nearest ancestor that has a span. @param {CompileView} compile @param {number} index */
function withSpan(compile, index) {
  /** @type {number | undefined} */
  let at = index;
  while (at !== undefined && !compile.ast[at].span) at = compile.ast[at].parent;
  return at ?? -1;
}

/** @param {SpanView} inner @param {SpanView} outer */
function inside(inner, outer) {
  return outer.start <= inner.start && inner.end <= outer.end;
}
