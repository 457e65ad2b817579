import { randomBytes } from 'node:crypto';
import type { Contact, WebhookEndpoint } from '../../infra/local/vendors/stora/core/resources.ts';
import { webhookBody } from '../../infra/local/vendors/stora/webhooks/stored-event.ts';
import { signWebhook } from '../../infra/local/vendors/stora/webhooks/webhook-signature.ts';
import type { PrivateStack } from '../support/connected-stack.ts';
import {
  callsBetween,
  isThrough,
  operatorId,
  readCalls,
  sourceOperator,
  waitFor,
  withConnectedStack,
} from './bench-stack.ts';
import { type CallsPer, callsPer, isPoll, splitCounts, totalOf } from './call-counts.ts';
import { percentile, round } from './statistics.ts';

export interface WebhookBench {
  readonly conditions: string;
  /** The very first webhook: a process is started, the bundle loaded, clients made. */
  readonly coldMs: number;
  readonly levels: readonly LevelFigures[];
}

interface LevelFigures {
  readonly concurrency: number;
  readonly deliveries: number;
  /** Slowest of the first so many at once: processes still missing are started for them. Not among the others. */
  readonly firstBurstSlowestMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  readonly perSecond: number;
  /** Includes what the worker does with the queued changes: it skips them. */
  readonly awsCallsPerDelivery: CallsPer;
  /** Both vendors together; above 0 the changes were not skipped and the figures hold other work too. */
  readonly vendorCallsPerDelivery: number;
}

interface WebhookOptions {
  readonly deliveries: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

const concurrencies = [1, 8];
const quietTimeoutMs = 120_000;

/** How long `receive-webhook` takes to answer correctly signed webhooks, on a stack of its own. */
export function benchWebhooks(options: WebhookOptions): Promise<WebhookBench> {
  return withConnectedStack(async (stack) => {
    const coldMs = await post(stack, options.signal);
    // The contact gets its counterpart and its metadata; from here on there is nothing new about it.
    await untilQuiet(stack, options);
    const levels: LevelFigures[] = [];
    for (const concurrency of concurrencies) {
      options.progress(`webhooks: ${options.deliveries} deliveries, ${concurrency} at a time`);
      levels.push(await measureLevel(stack, concurrency, options));
    }
    return {
      conditions:
        'Sender, emulated AWS and gateway share one process; meanwhile a worker skips the queued changes.',
      coldMs: round(coldMs, 0),
      levels,
    };
  });
}

async function measureLevel(
  stack: PrivateStack,
  concurrency: number,
  options: WebhookOptions,
): Promise<LevelFigures> {
  const senders = Array.from({ length: concurrency }, () => post(stack, options.signal));
  const burst = await Promise.all(senders);
  await untilQuiet(stack, options);
  const before = readCalls(stack);
  const startedAtMs = performance.now();
  const latenciesMs = await postMany(stack, concurrency, options);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await untilQuiet(stack, options);
  const calls = callsBetween(before, readCalls(stack));
  const { deliveries } = options;
  const { others } = splitCounts(calls.aws, isPoll);
  return {
    concurrency,
    deliveries,
    firstBurstSlowestMs: round(Math.max(...burst), 0),
    p50Ms: round(percentile(latenciesMs, 50), 1),
    p99Ms: round(percentile(latenciesMs, 99), 1),
    slowestMs: round(Math.max(...latenciesMs), 1),
    perSecond: round(deliveries / seconds, 0),
    awsCallsPerDelivery: callsPer(others, deliveries),
    vendorCallsPerDelivery: round((totalOf(calls.stora) + totalOf(calls.xero)) / deliveries, 3),
  };
}

async function postMany(
  stack: PrivateStack,
  concurrency: number,
  { deliveries, signal }: WebhookOptions,
): Promise<number[]> {
  const latenciesMs: number[] = [];
  let left = deliveries;
  const sender = async () => {
    while (left > 0) {
      signal.throwIfAborted();
      left -= 1;
      latenciesMs.push(await post(stack, signal));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sender));
  return latenciesMs;
}

const answerTimeoutMs = 30_000;

/** Posts one webhook as Stora does and returns the milliseconds until its answer was read. @throws when it was not accepted. */
async function post(stack: PrivateStack, signal: AbortSignal): Promise<number> {
  const { contact, endpoint } = subject(stack);
  const body = bodyOf(contact, endpoint);
  const headers = {
    'content-type': 'application/json',
    'x-stora-signature': signWebhook(endpoint.secret, Math.floor(Date.now() / 1_000), body),
  };
  const startedAtMs = performance.now();
  const answer = await fetch(endpoint.url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  await answer.arrayBuffer();
  const tookMs = performance.now() - startedAtMs;
  if (answer.ok) return tookMs;
  if (answer.status === 429) {
    // More than one endpoint may have of one process; only the delivery that is taken counts.
    const mayGoOnAtMs = performance.now() + Number(answer.headers.get('retry-after')) * 1_000;
    const wait = { until: 'the endpoint may have more', timeoutMs: answerTimeoutMs, signal };
    await waitFor(() => performance.now() >= mayGoOnAtMs, wait);
    return post(stack, signal);
  }
  throw new Error(`A correctly signed webhook was answered with ${answer.status}.`);
}

/** A contact as it is now, under an event id of its own: a new event without anything new in it. */
function bodyOf(contact: Contact, endpoint: WebhookEndpoint): string {
  return webhookBody(
    {
      id: `evt_${randomBytes(8).toString('hex')}`,
      type: 'contact.updated',
      operatorSlug: operatorId,
      created_at: contact.updated_at,
      data: { contact: { ...contact } },
      curies: [],
    },
    endpoint.api_version,
  );
}

function subject(stack: PrivateStack): { contact: Contact; endpoint: WebhookEndpoint } {
  const { contacts, webhookEndpoints } = sourceOperator(stack).tables;
  const [contact] = contacts.values();
  const [endpoint] = webhookEndpoints.values();
  if (contact && endpoint) return { contact, endpoint };
  throw new Error('The operator has no contact, or connecting registered no webhook endpoint.');
}

function untilQuiet(stack: PrivateStack, { signal }: WebhookOptions): Promise<number> {
  return waitFor(() => isThrough(stack), {
    until: 'the queues are empty',
    timeoutMs: quietTimeoutMs,
    signal,
  });
}
