import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../common/clock.ts';
import { type RunningServer, startJsonServer } from '../../common/json-server.ts';
import { SqsCore } from '../sqs-core.ts';
import type { SqsInput } from './inputs.ts';
import { parseReceive, runOperation } from './operations.ts';

export interface SqsServerOptions {
  readonly clock?: Clock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  onCall?(operation: string): void;
}

/** A served emulator; `core` is the same queues in process. */
export interface SqsServer extends RunningServer {
  readonly core: SqsCore;
}

/** Serves a fresh SQS emulator over the SDK's JSON protocol on 127.0.0.1. */
export async function startSqsServer(options: SqsServerOptions = {}): Promise<SqsServer> {
  const core = new SqsCore({ clock: options.clock ?? systemClock, nextId: randomUUID });
  const server = await startJsonServer({
    port: options.port ?? 0,
    target: 'AmazonSQS',
    contentType: 'application/x-amz-json-1.0',
    onCall: (operation) => options.onCall?.(operation),
    handle: (operation, body, signal) => {
      if (operation === 'ReceiveMessage') return receive(core, parseReceive(body), signal);
      return runOperation(core, operation, body);
    },
  });
  core.baseUrl = server.endpoint;
  return { ...server, core };
}

// The wait itself is in real time even when the queues have an injected clock: it only bounds how
// long an empty answer takes, and `tick` wakes it.
async function receive(core: SqsCore, input: SqsInput<'ReceiveMessage'>, signal: AbortSignal) {
  const deadlineMs = performance.now() + core.waitSecondsOf(input) * 1_000;
  for (;;) {
    // A receiver that has gone must not take messages along.
    if (signal.aborted) return {};
    const result = core.receiveMessage(input);
    const remainingMs = deadlineMs - performance.now();
    if (result.Messages || remainingMs <= 0) return result;
    const wakeAtEpochMs = core.nextWakeAtEpochMs(input.QueueUrl) ?? Number.POSITIVE_INFINITY;
    const untilWakeMs = Math.max(1, wakeAtEpochMs - core.now());
    await nextChange(core, Math.min(remainingMs, untilWakeMs), signal);
  }
}

function nextChange(core: SqsCore, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopListening();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    const stopListening = core.onChange(done);
    signal.addEventListener('abort', done);
  });
}
