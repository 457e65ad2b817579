import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  AsyncInvocations,
  type AsyncSettings,
  readAsyncSettings,
} from '../../../../../infra/local/runner/lambda/async-invocations.ts';
import type { InvocationResult } from '../../../../../infra/local/runner/lambda/invocation.ts';
import { readCloudAssembly } from '../../../../../infra/local/runner/template/cloud-assembly.ts';
import { createDeployment } from '../../../../../infra/local/runner/template/deployment.ts';
import { getAtt } from '../support/a-queue-with-worker.ts';
import { anAssembly } from '../support/an-assembly.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failed: InvocationResult = {
  kind: 'failed',
  error: { errorType: 'Error', errorMessage: 'no' },
};
const throttled: InvocationResult = { kind: 'throttled' };
const succeeded: InvocationResult = { kind: 'succeeded', payload: 'null' };

/** Invokes once and answers each try in turn, the last answer for ever; returns when each try began, in seconds. */
async function triesOf(answers: InvocationResult[], settings?: AsyncSettings) {
  const beganAt: number[] = [];
  const problems: string[] = [];
  const startedAtMs = Date.now();
  const invocations = new AsyncInvocations({
    settings: new Map(settings ? [['sweep', settings]] : []),
    invoke: async () => {
      beganAt.push((Date.now() - startedAtMs) / 1_000);
      return answers[beganAt.length - 1] ?? answers.at(-1) ?? succeeded;
    },
    onProblem: (problem) => problems.push(problem),
  });
  invocations.invoke('sweep', {});
  await vi.advanceTimersByTimeAsync(24 * 3_600_000);
  return { beganAt, problems };
}

describe('an event that nobody waits for', () => {
  it('is tried twice more where the template says nothing, a minute and then two minutes later', async () => {
    const { beganAt, problems } = await triesOf([failed]);

    expect(beganAt).toEqual([0, 60, 180]);
    expect(problems).toEqual(['sweep: the event failed and is given up after 3 tries.']);
  });

  it('is tried once where the template forbids repeats', async () => {
    const { beganAt } = await triesOf([failed], { retryAttempts: 0, maxAgeMs: 300_000 });

    expect(beganAt).toEqual([0]);
  });

  it('is not tried again once it worked', async () => {
    const { beganAt, problems } = await triesOf([failed, succeeded]);

    expect(beganAt).toEqual([0, 60]);
    expect(problems).toEqual([]);
  });

  it('waits for room until it is too old, for six hours where the template says nothing', async () => {
    const short = await triesOf([throttled], { retryAttempts: 0, maxAgeMs: 10_000 });
    const long = await triesOf([throttled]);

    expect(short.beganAt).toEqual([0, 1, 3, 7]);
    expect(short.problems).toEqual(['sweep: the event is too old and is given up after 4 tries.']);
    expect(long.beganAt.at(-1)).toBeGreaterThan(5.9 * 3_600);
    expect(long.beganAt.at(-1)).toBeLessThanOrEqual(6 * 3_600);
  });

  it('is forgotten when the stack stops', async () => {
    let tries = 0;
    const invocations = new AsyncInvocations({
      settings: new Map(),
      invoke: async () => {
        tries += 1;
        return failed;
      },
      onProblem: () => {},
    });
    invocations.invoke('sweep', {});
    await vi.advanceTimersByTimeAsync(1_000);

    invocations.stop();
    await vi.advanceTimersByTimeAsync(600_000);

    expect(tries).toBe(1);
  });
});

describe('the settings for it', () => {
  it('are those of the template, by the name of the function', () => {
    const directory = anAssembly({
      functions: { Sweep: { source: '' }, Other: { source: '' } },
      resources: {
        Config: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            FunctionName: getAtt('Sweep', 'Arn'),
            Qualifier: '$LATEST',
            MaximumRetryAttempts: 0,
          },
        },
      },
    });
    const settings = readAsyncSettings(createDeployment(readCloudAssembly(directory)));

    expect([...settings.values()]).toEqual([{ retryAttempts: 0, maxAgeMs: 21_600_000 }]);
  });
});
