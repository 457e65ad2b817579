import { appendFileSync, writeSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

type Totals = { passed: number; failed: number; skipped: number };

/**
 * Prints `N passed, N failed, N skipped` as the last line of a run, for people and for CI.
 * A suite or file that broke outside its tests, and every unhandled error, counts as one failure.
 * With ROLLERDOOR_TEST_TOTALS set, the three numbers are also appended to the file it names, so several runs can be summed.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const totals: Totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) addModule(totals, module);
    // The run itself can fail before any test, for instance in a global set-up.
    if (reason !== 'passed' && totals.failed === 0) totals.failed = 1;
    const { passed, failed, skipped } = totals;
    const file = process.env.ROLLERDOOR_TEST_TOTALS;
    if (file) appendFileSync(file, `${passed} ${failed} ${skipped}\n`);
    // At exit, because other reporters and teardown may still print after this hook.
    process.once('exit', () =>
      writeSync(1, `${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}

function addModule(totals: Totals, module: TestModule): void {
  if (module.errors().length > 0) totals.failed += 1;
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) totals.failed += 1;
  }
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // A test still pending when the run ends was cut off: it proved nothing.
    totals[state === 'pending' ? 'failed' : state] += 1;
  }
}
