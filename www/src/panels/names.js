/**
 * Why a name is what it is, in one plain sentence.
 *
 * @typedef {import('../rpc/protocol.js').ScopeView} ScopeView
 * @typedef {ScopeView['symbols'][number]} SymbolView
 * @typedef {SymbolView['places'][number]} PlaceView
 */

/** What a binding place does to the name. @type {Record<string, string>} */
const DOES = {
  'assignment': 'assigned',
  'augmented assignment': 'assigned (augmented)',
  'annotated assignment': 'annotated',
  'for': 'set by a for loop',
  'comprehension': 'set by a comprehension',
  'with': 'set by with … as',
  'import': 'imported',
  'def': 'defined by def',
  'async def': 'defined by async def',
  'class': 'defined by class',
  'except': 'set by except … as',
  'pattern': 'captured by a pattern',
  'type parameter': 'a type parameter',
  'type alias': 'defined by a type statement',
  'del': 'deleted',
  ':=': 'assigned with :=',
};

/** What the compiler's own names are for. @type {Record<string, string>} */
const COMPILERS = {
  '.0': 'the iterator that the comprehension loops over',
  '.format': 'the form in which the annotations or values are asked for',
  '.defaults': 'the default values on their way to the function',
  '.kwdefaults': 'the default values of keyword-only parameters on their way to the function',
  '.type_params': 'the tuple of type parameters',
  '.generic_base': 'the base class Generic[…] of a class with type parameters',
  '__class__': 'the class itself, for super() in its methods',
  '__classdict__': 'the names of the class, for its annotations',
  '__conditional_annotations__': 'which annotations were reached',
};

/** @param {readonly ScopeView[]} scopes @param {number} at The scope of the symbol. @param {SymbolView} symbol */
export function why(scopes, at, symbol) {
  return `${reason(scopes, at, symbol)}${captured(scopes, symbol)}${mangled(symbol)}`;
}

/** A scope as the sentences name it. @param {ScopeView | undefined} scope */
export function scopeName(scope) {
  if (!scope || scope.kind === 'module') return 'the module';
  if (/comprehension|lambda|generator/.test(scope.kind)) return `the ${scope.kind} in line ${scope.line}`;
  if (scope.kind === 'annotation') return `the annotations in line ${scope.line}`;
  if (scope.kind === 'type parameters') return `the type parameters of ${scope.name}`;
  if (scope.kind === 'type variable') return `the bound or default of ${scope.name}`;
  return `${scope.kind} ${scope.name}`;
}

/** @param {readonly ScopeView[]} scopes @param {number} at @param {SymbolView} symbol @returns {string} */
function reason(scopes, at, symbol) {
  const scope = scopes[at];
  const owner = scopes[symbol.owner ?? -1];
  const declared = symbol.places.find(({ role }) => role === 'declares');
  switch (symbol.rule) {
    case 'parameter':
      return `A parameter of ${scopeName(scope)}.`;
    case 'typeParameter':
      return `A type parameter of ${scope.name}.`;
    case 'comprehensionVariable':
      return `The loop variable of this comprehension; outside it does not exist.`;
    case 'inlinedComprehension':
      return `Only ${scopeName(scopes[symbol.inlinedFrom ?? -1])} uses it, which runs in this frame.`;
    case 'boundHere':
      return boundHere(scopes, at, symbol);
    case 'globalStatement':
      return `Declared global${inLine(declared)}: the module's variable.`;
    case 'nonlocalStatement':
      return `Declared nonlocal${inLine(declared)}: the variable of ${scopeName(owner)}.`;
    case 'namedInComprehension':
      return `:= in a comprehension binds the name around it: in ${scopeName(owner)}.`;
    case 'enclosingFunction':
      return symbol.places.length > 0
        ? `Not bound here, but in ${scopeName(owner)} around it: read through a cell.`
        : `Not used here: the cell of ${scopeName(owner)} is passed on to a scope within.`;
    case 'enclosingClass':
      return `Not bound here: looked up in the class around it, then among the globals, when it is evaluated.`;
    case 'compiler':
      return `The compiler's own: ${COMPILERS[symbol.name] ?? 'no name of the program'}.`;
    default:
      return notBoundHere(scopes, at, symbol);
  }
}

/** @param {readonly ScopeView[]} scopes @param {number} at @param {SymbolView} symbol */
function boundHere(scopes, at, symbol) {
  const first = symbol.places.find(({ role }) => role === 'binds');
  if (!first) return setElsewhere(scopes, symbol);
  const what = capital(`${DOES[first.how] ?? first.how}${inLine(first)}`);
  const { kind } = scopes[at];
  if (kind === 'module') return `${what}: a variable of the module, global for its functions.`;
  if (kind === 'class') return `${what}: an attribute of the class, not seen as a name in its methods.`;
  return `${what}, so it is local to ${scopeName(scopes[at])}.`;
}

/** A name that is the scope's own although nothing in it binds it. @param {readonly ScopeView[]} scopes @param {SymbolView} symbol */
function setElsewhere(scopes, symbol) {
  if (symbol.name === '__type_params__') return `The compiler's own: the type parameters of the class.`;
  const from = binder(scopes, symbol);
  return from ? `Declared global and bound in ${scopeName(from)}.` : `Declared global in a function, but nothing binds it by name.`;
}

/** @param {readonly ScopeView[]} scopes @param {number} at @param {SymbolView} symbol */
function notBoundHere(scopes, at, symbol) {
  const from = binder(scopes, symbol);
  if (!from) return `Nothing in the program binds it by name: looked up among the ${at === 0 ? '' : 'globals, then the '}built-ins when it runs.`;
  const place = from.symbols.find(({ name }) => name === symbol.name)?.places.find(({ role }) => role === 'binds');
  return `Not bound here or in a function around it: the global of the module, bound${inLine(place)}.`;
}

/** The scope that binds a global: the module itself, or a function that declares it. @param {readonly ScopeView[]} scopes @param {SymbolView} symbol */
function binder(scopes, { name }) {
  return binders(scopes).get(name);
}

/** @type {WeakMap<readonly ScopeView[], Map<string, ScopeView>>} */
const found = new WeakMap();

/** By the name of the global. @param {readonly ScopeView[]} scopes */
function binders(scopes) {
  const known = found.get(scopes);
  if (known) return known;
  /** @type {Map<string, ScopeView>} */
  const map = new Map();
  for (const scope of scopes) {
    for (const { name, owner, places } of scope.symbols) {
      if (owner === 0 && !map.has(name) && places.some(({ role }) => role === 'binds')) map.set(name, scope);
    }
  }
  found.set(scopes, map);
  return map;
}

/** @param {readonly ScopeView[]} scopes @param {SymbolView} symbol */
function captured(scopes, { resolution, capturedBy }) {
  if (resolution !== 'cell' || capturedBy.length === 0) return '';
  return ` Kept in a cell for ${capturedBy.map((at) => scopeName(scopes[at])).join(', ')}.`;
}

/** @param {SymbolView} symbol */
function mangled({ name, written }) {
  return written ? ` Written ${written}: private names of a class become ${name}.` : '';
}

/** @param {PlaceView | undefined} place */
function inLine(place) {
  return place ? ` in line ${place.line}` : '';
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
