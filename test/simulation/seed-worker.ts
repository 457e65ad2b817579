import { parentPort } from 'node:worker_threads';
import { runChecked } from './run-checked.ts';

/** Runs in a thread of its own: takes seeds one by one and tells what each came to. */
parentPort?.on('message', (seed: number) => {
  runChecked(seed).then(
    (report) => parentPort?.postMessage({ report }),
    (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ failed: { seed, text } });
    },
  );
});
