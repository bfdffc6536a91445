/**
 * The contract between the page, its worker and the wasm package.
 *
 * The shapes that cross are generated from `src/view/*.rs`; this file names them for the page's own code.
 *
 * What the wasm package gives the worker (`src/wasm.rs`): a default export `init(moduleOrPath)` and the class `Session`
 * below. Every method is synchronous, none throws on user input; `run` is the only one that may take long, and only as
 * long as its budget says.
 *
 * @typedef {object} Session
 * @property {() => CompileView} compile The stages' output. A session whose compile result has an error still answers every
 *   method: it has one step, 0, with status `finished`.
 * @property {(node: number) => NodeDetailView | undefined} nodeDetail An AST node by its index in the compile result.
 * @property {(attributes: boolean) => string | undefined} treeText `ast.dump(tree, indent=2, include_attributes=attributes)`;
 *   `undefined` without a tree and for a text of more than 8 MiB.
 * @property {() => string | undefined} dis The text of `python3.14 -m dis`; `undefined` if the program does not compile.
 * @property {() => Uint8Array | undefined} pyc The bytes of a `.pyc`.
 * @property {(code: number) => PassesView} passes What each pass of the compiler did to a code object.
 * @property {(code: number) => CodeDetailView | undefined} codeDetail The packed fields of a code object.
 * @property {(code: number) => SpecialisedView} specialised Its instructions that run in a specialised form at the step on screen.
 * @property {(budget: number) => ProgressView} run Runs at most `budget` further steps behind the last known step, recording
 *   history. Stops early at the end, at `input()` without an answer and at a deadlock. Does not move the step on screen.
 * @property {(step: number) => StepView} seek The state after `step` steps (cut to the known ones); becomes the step on screen.
 * @property {(from: number) => number | undefined} nextLine First known step behind `from` that begins a source line in the
 *   thread that runs at `from`; `undefined` when the known history holds none.
 * @property {(from: number) => number | undefined} previousLine Last step before `from` that begins a line in that thread.
 * @property {(line: number, from: number) => number | undefined} nextExecutionOf First known step behind `from` at which that
 *   line (from 1) begins.
 * @property {(line: number, from: number) => number | undefined} previousExecutionOf
 * @property {(lines: Uint32Array) => void} setBreakpoints
 * @property {(from: number) => number | undefined} nextBreakpoint First known step behind `from` at which a line with a
 *   breakpoint begins.
 * @property {(from: number) => number | undefined} previousBreakpoint
 * @property {(text: string) => void} provideInput Answers the `input()` that the end of the known history waits for.
 * @property {(from: number, to: number, buckets: number) => TimelineColumns} timeline
 * @property {(object: number) => ReferrersView} referrers Every reference that makes up an object's count at the step on screen.
 * @property {() => void} free
 *
 * @typedef {object} TimelineColumns See `TimelineColumns` in `src/view/timeline.rs`.
 * @property {Uint32Array} step
 * @property {Uint8Array} thread
 * @property {Uint16Array} depth
 * @property {Uint32Array} line
 * @property {Uint32Array} liveObjects
 * @property {Uint8Array} kind Bits of {@link STEP_KIND}.
 *
 * @typedef {import('../../../pkg/ouroscope.js').CompileView} CompileView
 * @typedef {import('../../../pkg/ouroscope.js').SpanView} SpanView
 * @typedef {import('../../../pkg/ouroscope.js').TokenView} TokenView
 * @typedef {import('../../../pkg/ouroscope.js').AstNodeView} AstNodeView
 * @typedef {import('../../../pkg/ouroscope.js').NodeDetailView} NodeDetailView
 * @typedef {import('../../../pkg/ouroscope.js').ScopeView} ScopeView
 * @typedef {import('../../../pkg/ouroscope.js').CodeView} CodeView
 * @typedef {import('../../../pkg/ouroscope.js').InstructionView} InstructionView
 * @typedef {import('../../../pkg/ouroscope.js').DiagnosticView} DiagnosticView
 * @typedef {import('../../../pkg/ouroscope.js').PassesView} PassesView
 * @typedef {import('../../../pkg/ouroscope.js').PassView} PassView
 * @typedef {import('../../../pkg/ouroscope.js').PassBlockView} PassBlockView
 * @typedef {import('../../../pkg/ouroscope.js').PassRowView} PassRowView
 * @typedef {import('../../../pkg/ouroscope.js').PassChange} PassChange
 * @typedef {import('../../../pkg/ouroscope.js').CodeDetailView} CodeDetailView
 * @typedef {import('../../../pkg/ouroscope.js').SpecialisedView} SpecialisedView
 * @typedef {import('../../../pkg/ouroscope.js').StepView} StepView
 * @typedef {import('../../../pkg/ouroscope.js').FrameView} FrameView
 * @typedef {import('../../../pkg/ouroscope.js').ObjectView} ObjectView
 * @typedef {import('../../../pkg/ouroscope.js').ThreadView} ThreadView
 * @typedef {import('../../../pkg/ouroscope.js').ThreadState} ThreadState
 * @typedef {import('../../../pkg/ouroscope.js').ProgressView} ProgressView
 * @typedef {import('../../../pkg/ouroscope.js').ReferrersView} ReferrersView
 * @typedef {import('../../../pkg/ouroscope.js').SessionOptions} SessionOptions
 */

/** Bits of `TimelineColumns.kind`, as `view::timeline::step_kind`. */
export const STEP_KIND = Object.freeze({
  CALL: 1,
  RETURN: 2,
  EXCEPTION: 4,
  FREE: 8,
  OUTPUT: 16,
  SWITCH: 32,
  COLLECT: 64,
  LINE: 128,
});

/**
 * Between the page and its worker: the page posts {@link Request}s, the worker answers each with a {@link Response}, and
 * posts a {@link Report} now and then while a run is on its way.
 *
 * @typedef {'load' | 'seek' | 'move' | 'supersede' | 'run' | 'stop' | 'provideInput' | 'setBreakpoints' | 'timeline' | 'referrers' | 'nodeDetail' | 'treeText' | 'passes' | 'codeDetail' | 'specialised' | 'dis' | 'pyc'} Method
 * @typedef {object} Request
 * @property {number} id
 * @property {Method} method
 * @property {any} argument
 *
 * @typedef {object} Response
 * @property {number} id
 * @property {any} [result]
 * @property {string} [error]
 * @property {boolean} [fatal] The worker cannot be used any more.
 *
 * @typedef {object} Report
 * @property {'progress'} event
 * @property {ProgressView} progress
 * @property {StepView} [step]
 *
 * @typedef {object} LoadRequest
 * @property {string} source
 * @property {SessionOptions} options
 * @property {readonly number[]} breakpoints
 *
 * @typedef {object} Shown What every navigation answers.
 * @property {StepView} step
 * @property {ProgressView} progress
 * @property {boolean} [cancelled] The run was stopped or replaced.
 *
 * @typedef {{ kind: 'by', steps: number } | { kind: 'first' } | { kind: 'last' } | { kind: 'nextLine' } | { kind: 'previousLine' }
 *   | { kind: 'nextExecution', line: number } | { kind: 'previousExecution', line: number }} Move
 */
