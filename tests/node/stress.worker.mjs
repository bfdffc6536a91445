// Runs stress programs in a worker of its own, as the page does: its stack is smaller than that of the main thread.
import { parentPort, workerData } from 'node:worker_threads';
import { stressPrograms } from '../../benches/stress.mjs';
import { Session } from './ouroscope.mjs';

const options = { inputs: [], switchIntervalUs: 0 };

/** What the package says of a program: null, or class and message of the error. */
function outcome(source) {
  const session = new Session(source, options, 'stress.py');
  // A trap leaves the module unusable, and ends this worker.
  const { diagnostics } = session.compile();
  session.free();
  const error = diagnostics.find(({ isWarning }) => !isWarning);
  return error ? `${error.className}: ${error.message}` : null;
}

let index = 0;
for (const { name, source } of stressPrograms()) {
  if (index >= workerData.first) parentPort.postMessage({ name, outcome: outcome(source) });
  index += 1;
}
