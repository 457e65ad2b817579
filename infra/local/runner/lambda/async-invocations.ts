import * as z from 'zod/mini';
import { cfnNumber, parseProperties } from '../template/cfn-values.ts';
import type { Deployment } from '../template/deployment.ts';
import { functionNameOf } from './function-definition.ts';
import type { InvocationResult } from './invocation.ts';

/** How long and how often Lambda tries an event that nobody waits for. */
export interface AsyncSettings {
  readonly retryAttempts: number;
  readonly maxAgeMs: number;
}

/** What Lambda does where the template says nothing: two more tries, for up to six hours. */
const byDefault: AsyncSettings = { retryAttempts: 2, maxAgeMs: 6 * 3_600_000 };

const invokeProperties = z.looseObject({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.optional(cfnNumber),
  MaximumEventAgeInSeconds: z.optional(cfnNumber),
});

/** Reads the settings of the template for asynchronous invocations, by function name. */
export function readAsyncSettings(deployment: Deployment): Map<string, AsyncSettings> {
  const configs = deployment.resources('AWS::Lambda::EventInvokeConfig');
  return new Map(
    configs.map((resource) => {
      const properties = parseProperties(invokeProperties, resource);
      const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: seconds } = properties;
      return [
        functionNameOf(properties.FunctionName),
        {
          retryAttempts: attempts ?? byDefault.retryAttempts,
          maxAgeMs: seconds === undefined ? byDefault.maxAgeMs : seconds * 1_000,
        },
      ];
    }),
  );
}

export interface AsyncInvocationsOptions {
  readonly settings: ReadonlyMap<string, AsyncSettings>;
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** Told in one line about each event that is given up. */
  onProblem(problem: string): void;
}

interface Queued {
  readonly functionName: string;
  readonly event: unknown;
  readonly settings: AsyncSettings;
  readonly sinceEpochMs: number;
  failures: number;
  throttles: number;
}

/** Lambda waits so long before its first repeat of a failed event, and twice as long before the second. */
const afterFailureMs = 60_000;
/** An event that found no room is offered again after a second, then ever more rarely. */
const afterThrottleMs = 1_000;
const afterThrottleMaxMs = 300_000;

/**
 * Lambda's own queue for asynchronous invocations, as of the scheduler: it takes an event at once and
 * repeats what fails or finds no room, whatever retry policy the sender has.
 */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Hands an event over; what becomes of it the caller does not hear. */
  invoke(functionName: string, event: unknown): void {
    const settings = this.#options.settings.get(functionName) ?? byDefault;
    const sinceEpochMs = Date.now();
    void this.#attempt({ functionName, event, settings, sinceEpochMs, failures: 0, throttles: 0 });
  }

  /** Forgets what waits for another try. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #attempt(queued: Queued): Promise<void> {
    const result = await this.#options.invoke(queued.functionName, queued.event);
    if (result.kind === 'succeeded' || this.#isStopped) return;
    if (result.kind === 'throttled') {
      queued.throttles += 1;
      const waitMs = afterThrottleMs * 2 ** (queued.throttles - 1);
      this.#later(queued, Math.min(waitMs, afterThrottleMaxMs));
      return;
    }
    queued.failures += 1;
    if (queued.failures > queued.settings.retryAttempts) this.#giveUp(queued, 'failed');
    else this.#later(queued, afterFailureMs * queued.failures);
  }

  #later(queued: Queued, waitMs: number): void {
    const ageThenMs = Date.now() + waitMs - queued.sinceEpochMs;
    if (ageThenMs > queued.settings.maxAgeMs) {
      this.#giveUp(queued, 'is too old');
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#attempt(queued);
    }, waitMs);
    this.#timers.add(timer);
  }

  #giveUp({ functionName, failures, throttles }: Queued, why: string): void {
    const tries = failures + throttles;
    this.#options.onProblem(
      `${functionName}: the event ${why} and is given up after ${tries} tries.`,
    );
  }
}
