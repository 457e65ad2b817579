/**
 * Runs each step, in order, whatever became of those before it: they only happen to be done together.
 * @throws the first failure, when all have run.
 */
export async function everyStep(steps: ReadonlyArray<() => Promise<unknown>>): Promise<void> {
  const failures: Array<{ error: unknown }> = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      // Recovery: the others must not pay for it; whoever called hears of it at the end.
      failures.push({ error });
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first.error;
}
