/**
 * Undo and redo for the editor. `@codemirror/commands` has one too, and brings a language framework along that we do not
 * use; this keeps the download small.
 */
import { Annotation, StateField, Transaction } from '@codemirror/state';

/**
 * @typedef {import('@codemirror/state').ChangeSet} ChangeSet
 * @typedef {import('@codemirror/state').EditorSelection} EditorSelection
 * @typedef {import('@codemirror/view').EditorView} EditorView
 * @typedef {{ changes: ChangeSet, selection: EditorSelection }} Edit What takes an edit back, and the selection before it.
 * @typedef {{ done: readonly Edit[], undone: readonly Edit[], time: number }} History
 */

/** Edits closer together than this are taken back together, in milliseconds. */
const TOGETHER = 500;
const MOST_EDITS = 500;

/** @type {import('@codemirror/state').AnnotationType<'undo' | 'redo'>} */
const direction = Annotation.define();

const edits = StateField.define({
  create: () => /** @type {History} */ ({ done: [], undone: [], time: 0 }),
  update(history, transaction) {
    if (!transaction.docChanged) return history;
    const { startState, changes } = transaction;
    const edit = { changes: changes.invert(startState.doc), selection: startState.selection };
    switch (transaction.annotation(direction)) {
      case 'undo':
        return { done: history.done.slice(0, -1), undone: [...history.undone, edit], time: 0 };
      case 'redo':
        return { done: [...history.done, edit], undone: history.undone.slice(0, -1), time: 0 };
      default:
        return record(history, edit, transaction);
    }
  },
});

/** @param {History} history @param {Edit} edit @param {Transaction} transaction @returns {History} */
function record(history, edit, transaction) {
  const time = transaction.annotation(Transaction.time) ?? 0;
  const last = history.done.at(-1);
  const typed = transaction.isUserEvent('input.type') || transaction.isUserEvent('delete');
  if (last && typed && time - history.time < TOGETHER) {
    const merged = { changes: edit.changes.compose(last.changes), selection: last.selection };
    return { done: [...history.done.slice(0, -1), merged], undone: [], time };
  }
  return { done: [...history.done, edit].slice(-MOST_EDITS), undone: [], time };
}

/** @param {'undo' | 'redo'} way */
function takeBack(way) {
  return (/** @type {EditorView} */ view) => {
    const history = view.state.field(edits);
    const edit = (way === 'undo' ? history.done : history.undone).at(-1);
    if (!edit) return false;
    view.dispatch({ ...edit, annotations: direction.of(way), scrollIntoView: true, userEvent: way });
    return true;
  };
}

export const history = edits;
export const historyKeymap = [
  { key: 'Mod-z', run: takeBack('undo'), preventDefault: true },
  { key: 'Mod-y', mac: 'Mod-Shift-z', run: takeBack('redo'), preventDefault: true },
  { linux: 'Ctrl-Shift-z', run: takeBack('redo'), preventDefault: true },
];
