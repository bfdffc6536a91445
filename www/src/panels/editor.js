/**
 * The editor: CodeMirror with hand-picked extensions. It shows what others know (tokens of our own lexer as colours, the
 * line and expression about to run, counterparts of what is hovered, errors) and reports what the user does in it.
 */
import { EditorState, RangeSet, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, keymap, lineNumbers } from '@codemirror/view';
import { history, historyKeymap } from './editor_history.js';
import { sign } from './problems.js';

/**
 * @typedef {import('../rpc/protocol.js').SpanView} SpanView
 * @typedef {import('../rpc/protocol.js').TokenView} TokenView
 * @typedef {import('../rpc/protocol.js').DiagnosticView} DiagnosticView
 *
 * @typedef {object} Marks What to show over the text.
 * @property {number | undefined} nextLine The line about to run, from 1.
 * @property {number | undefined} doneLine The line of the instruction just executed.
 * @property {SpanView | undefined} next The expression about to be evaluated.
 * @property {readonly SpanView[]} related Counterparts of what is hovered or selected elsewhere.
 * @property {readonly DiagnosticView[]} diagnostics
 *
 * @typedef {object} Events
 * @property {(text: string) => void} onEdit
 * @property {(position: number | undefined) => void} onPoint The text position under the pointer or the caret.
 * @property {(position: number) => void} onSelect
 * @property {(line: number) => void} onLineNumber
 * @property {(lines: readonly number[]) => void} onBreakpoints
 * @property {() => void} onRun
 */

const KEYWORDS = new Set(
  ('False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return try while with yield').split(' '),
);

/** @type {import('@codemirror/state').StateEffectType<Marks>} */
const setMarks = StateEffect.define();
/** @type {import('@codemirror/state').StateEffectType<readonly TokenView[]>} */
const setTokens = StateEffect.define();
/** @type {import('@codemirror/state').StateEffectType<readonly number[]>} */
const setBreakpointLines = StateEffect.define();
/** Toggles the breakpoint of the line that starts at this position. @type {import('@codemirror/state').StateEffectType<number>} */
const toggleBreakpoint = StateEffect.define();

const colours = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    const mapped = value.map(transaction.changes);
    const effect = transaction.effects.find((entry) => entry.is(setTokens));
    return effect ? tokenDecorations(effect.value, transaction.state.doc.length) : mapped;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    const effect = transaction.effects.find((entry) => entry.is(setMarks));
    return effect ? markDecorations(effect.value, transaction.state) : value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Arrow extends GutterMarker {
  /** @param {string} sign @param {string} title @param {string} [kind] */
  constructor(sign, title, kind = '') {
    super();
    this.sign = sign;
    this.title = title;
    this.kind = kind;
  }

  /** @param {Arrow} other */
  eq(other) {
    return other.sign === this.sign && other.title === this.title;
  }

  toDOM() {
    const element = document.createElement('span');
    element.className = `gutter-sign ${this.kind}`;
    element.textContent = this.sign;
    element.title = this.title;
    return element;
  }
}

const BREAKPOINT = new Arrow('●', 'breakpoint');
const NEXT = new Arrow('▶', 'about to run');
const DONE = new Arrow('▷', 'just executed');

/** @type {StateField<RangeSet<GutterMarker>>} */
const breakpoints = StateField.define({
  create: () => /** @type {RangeSet<GutterMarker>} */ (RangeSet.empty),
  update(value, transaction) {
    let set = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(toggleBreakpoint)) set = toggled(set, effect.value);
      if (effect.is(setBreakpointLines)) set = linesToSet(effect.value, transaction.state.doc);
    }
    return set;
  },
});

/** @type {StateField<RangeSet<GutterMarker>>} */
const progressSigns = StateField.define({
  create: () => /** @type {RangeSet<GutterMarker>} */ (RangeSet.empty),
  update(value, transaction) {
    const effect = transaction.effects.find((entry) => entry.is(setMarks));
    if (!effect) return value.map(transaction.changes);
    const { doc } = transaction.state;
    const { nextLine, doneLine } = effect.value;
    const ranges = [];
    if (nextLine && nextLine <= doc.lines) ranges.push(NEXT.range(doc.line(nextLine).from));
    if (doneLine && doneLine !== nextLine && doneLine <= doc.lines) ranges.push(DONE.range(doc.line(doneLine).from));
    for (const problem of effect.value.diagnostics) {
      const { line, isWarning, message } = problem;
      if (line < 1 || line > doc.lines) continue;
      ranges.push(new Arrow(sign(problem), message, isWarning ? 'warning' : 'error').range(doc.line(line).from));
    }
    return RangeSet.of(ranges, true);
  },
});

/** @param {HTMLElement} parent @param {Events} events */
export function createEditor(parent, events) {
  const view = new EditorView({ parent, state: EditorState.create({ doc: '', extensions: extensions(events) }) });
  return {
    view,

    /** Replaces the text unless it is the same. @param {string} text */
    setText(text) {
      if (view.state.doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },

    /** @param {readonly TokenView[]} tokens */
    setTokens: (tokens) => view.dispatch({ effects: setTokens.of(tokens) }),
    /** @param {Marks} value */
    setMarks: (value) => view.dispatch({ effects: setMarks.of(value) }),

    /** @param {readonly number[]} lines */
    setBreakpoints(lines) {
      if (linesOf(view.state).join() !== lines.join()) view.dispatch({ effects: setBreakpointLines.of(lines) });
    },

    /** Takes the caret to a place, and the focus with it. @param {number} position */
    jump(position) {
      const anchor = Math.min(position, view.state.doc.length);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },

    /** Brings a place into sight without moving the caret. @param {SpanView | undefined} span */
    revealSpan(span) {
      if (span && span.start <= view.state.doc.length) this.revealLine(view.state.doc.lineAt(span.start).number);
    },

    /** Brings a line into sight without moving the caret. @param {number} line */
    revealLine(line) {
      if (line > view.state.doc.lines) return;
      const { from } = view.state.doc.line(line);
      const block = view.lineBlockAt(from);
      const { scrollDOM } = view;
      const above = block.top < scrollDOM.scrollTop;
      const below = block.bottom > scrollDOM.scrollTop + scrollDOM.clientHeight - 8;
      if (above || below) view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    },
  };
}

/** @param {Events} events */
function extensions(events) {
  return [
    breakpoints,
    progressSigns,
    gutter({
      class: 'cm-breakpoints',
      markers: (view) => view.state.field(breakpoints),
      initialSpacer: () => BREAKPOINT,
      domEventHandlers: { mousedown: (view, line) => (view.dispatch({ effects: toggleBreakpoint.of(line.from) }), true) },
    }),
    lineNumbers({
      domEventHandlers: {
        click: (view, line) => (events.onLineNumber(view.state.doc.lineAt(line.from).number), true),
      },
    }),
    gutter({ class: 'cm-progress', markers: (view) => view.state.field(progressSigns), initialSpacer: () => NEXT }),
    history,
    colours,
    marks,
    EditorState.tabSize.of(4),
    EditorView.contentAttributes.of({ 'aria-label': 'Python source', tabindex: '0', spellcheck: 'false', autocapitalize: 'off' }),
    keymap.of([
      { key: 'Mod-Enter', run: () => (events.onRun(), true) },
      { key: 'F9', run: (view) => (view.dispatch({ effects: toggleBreakpoint.of(caretLine(view.state).from) }), true) },
      { key: 'F8', run: (view) => (events.onLineNumber(caretLine(view.state).number), true) },
      { key: 'Enter', run: newLine },
      { key: 'Tab', run: indent, shift: dedent },
      { key: 'Escape', run: leave },
      ...historyKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) events.onEdit(update.state.doc.toString());
      const lines = linesOf(update.state);
      if (lines.join() !== linesOf(update.startState).join()) events.onBreakpoints(lines);
      // Without a look at who moved the caret: the event that says so is missing when the browser is slow to tell.
      const moved = update.selectionSet && !update.startState.selection.eq(update.state.selection);
      if (moved && !update.docChanged) events.onSelect(update.state.selection.main.head);
    }),
    EditorView.domEventHandlers({
      mousemove: (event, view) => events.onPoint(view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? undefined),
    }),
  ];
}

/** @param {EditorState} state */
function caretLine(state) {
  return state.doc.lineAt(state.selection.main.head);
}

/** Keeps the indentation, and deepens it behind a colon. @param {EditorView} view */
function newLine(view) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const before = line.text.slice(0, from - line.from);
  const kept = /^[ \t]*/.exec(before)?.[0] ?? '';
  const deeper = /:\s*(#.*)?$/.test(before) ? '    ' : '';
  view.dispatch({
    ...state.replaceSelection(`\n${kept}${deeper}`),
    scrollIntoView: true,
    userEvent: 'input',
    selection: { anchor: from + 1 + kept.length + deeper.length },
    changes: { from, to, insert: `\n${kept}${deeper}` },
  });
  return true;
}

/** Tab indents; Escape before it lets the focus leave the editor. @param {EditorView} view */
function indent(view) {
  const { state } = view;
  if (!state.selection.main.empty) return changeLines(view, (line) => ({ from: line.from, insert: '    ' }));
  const column = state.selection.main.head - caretLine(state).from;
  view.dispatch(state.replaceSelection(' '.repeat(4 - (column % 4))), { userEvent: 'input' });
  return true;
}

/** @param {EditorView} view */
function dedent(view) {
  return changeLines(view, (line) => {
    const spaces = /^(\t| {1,4})/.exec(line.text)?.[0].length ?? 0;
    return { from: line.from, to: line.from + spaces };
  });
}

/** @param {EditorView} view @param {(line: import('@codemirror/state').Line) => import('@codemirror/state').ChangeSpec} change */
function changeLines(view, change) {
  const { doc, selection } = view.state;
  const last = doc.lineAt(selection.main.to).number;
  const changes = [];
  for (let number = doc.lineAt(selection.main.from).number; number <= last; number += 1) changes.push(change(doc.line(number)));
  view.dispatch({ changes, userEvent: 'input.indent' });
  return true;
}

/** Escape hands Tab back to the browser for the next key, so that the keyboard is not trapped. @param {EditorView} view */
function leave(view) {
  view.setTabFocusMode(2000);
  return false;
}

/** @param {EditorState} state @returns {number[]} */
function linesOf(state) {
  /** @type {Set<number>} */
  const lines = new Set();
  const cursor = state.field(breakpoints).iter();
  for (; cursor.value; cursor.next()) lines.add(state.doc.lineAt(cursor.from).number);
  return [...lines].sort((a, b) => a - b);
}

/** @param {RangeSet<GutterMarker>} set @param {number} position */
function toggled(set, position) {
  let has = false;
  set.between(position, position, (from) => {
    if (from === position) has = true;
  });
  return has ? set.update({ filter: (from) => from !== position }) : set.update({ add: [BREAKPOINT.range(position)] });
}

/** @param {readonly number[]} lines @param {import('@codemirror/state').Text} doc */
function linesToSet(lines, doc) {
  const known = lines.filter((line) => line >= 1 && line <= doc.lines);
  return RangeSet.of(known.map((line) => BREAKPOINT.range(doc.line(line).from)), true);
}

/** @param {readonly TokenView[]} tokens @param {number} length */
function tokenDecorations(tokens, length) {
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  let last = 0;
  tokens.forEach((token, index) => {
    const style = tokenClass(token, tokens[index - 1]);
    const { start, end } = token.span;
    if (!style || start >= end || start < last || end > length) return;
    builder.add(start, end, Decoration.mark({ class: style }));
    last = end;
  });
  return builder.finish();
}

/** @param {TokenView} token @param {TokenView | undefined} before */
function tokenClass(token, before) {
  if (token.kind === 'NAME') {
    if (KEYWORDS.has(token.text)) return 'tok-keyword';
    return before?.text === 'def' || before?.text === 'class' ? 'tok-definition' : '';
  }
  if (token.kind === 'STRING' || /^[FT]STRING/.test(token.kind)) return 'tok-string';
  if (token.kind === 'NUMBER') return 'tok-number';
  return token.kind === 'COMMENT' ? 'tok-comment' : '';
}

/** @param {Marks} value @param {EditorState} state */
function markDecorations({ nextLine, doneLine, next, related, diagnostics }, state) {
  const { doc } = state;
  const ranges = [];
  const add = (/** @type {SpanView | undefined} */ span, /** @type {Decoration} */ decoration) => {
    if (!span) return;
    const from = Math.min(span.start, doc.length);
    const to = Math.min(span.end, doc.length);
    if (from < to) ranges.push(decoration.range(from, to));
  };
  if (nextLine && nextLine <= doc.lines) ranges.push(Decoration.line({ class: 'cm-next-line' }).range(doc.line(nextLine).from));
  if (doneLine && doneLine !== nextLine && doneLine <= doc.lines) {
    ranges.push(Decoration.line({ class: 'cm-done-line' }).range(doc.line(doneLine).from));
  }
  add(next, Decoration.mark({ class: 'cm-next-span' }));
  for (const span of related) add(span, Decoration.mark({ class: 'cm-related' }));
  for (const entry of diagnostics) {
    const kind = entry.isWarning ? 'cm-warning' : 'cm-error';
    add(widened(entry.span, doc), Decoration.mark({ class: kind, attributes: { title: `${entry.className}: ${entry.message}` } }));
  }
  return Decoration.set(ranges, true);
}

/** A place without visible text, as a line end, is drawn on the character before it. @param {SpanView | undefined} span @param {import('@codemirror/state').Text} doc */
function widened(span, doc) {
  if (!span) return undefined;
  const start = Math.min(span.start, doc.length);
  const line = doc.lineAt(start);
  // As CPython, which puts its carets below the first line only.
  const end = Math.min(span.end, line.to);
  if (doc.sliceString(start, end).trim() !== '') return { start, end };
  return start < line.to ? { start, end: start + 1 } : { start: Math.max(line.from, start - 1), end: start };
}
