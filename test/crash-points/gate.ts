import { storaUrl } from '../support/vendors-in-process.ts';
import { type Fate, isFailedAfterEffect, type Point, type Step, type StepKind } from './points.ts';

/** What the outside of a process knows that a fault needs. */
export interface Surroundings {
  clock: { nowEpochMs(): number; advance(durationMs: number): void };
  /** Carries something out once the instant has come. */
  later(atEpochMs: number, run: () => Promise<unknown>): void;
  /** From now on every request with this key is answered so. */
  storeAnswer(key: string, answer: () => Response): void;
  /** The provider forgets all keys before the work comes back. */
  forgetKeys(): void;
}

/**
 * Methods of ports, of one port where its name stands before, that leave everything as it was; sealing
 * and opening change nothing either.
 */
const readMethods = new Set([
  'get',
  'list',
  'withConnections',
  'aside.mark',
  'aside.first',
  'backfills.due',
  'nights.due',
  'nights.latest',
  'nightWatches.due',
  'proofPages.ofRun',
  'proofPages.paymentsOf',
  'differences.page',
  'getMany',
  'listWith',
  'sweepPage',
  'manyReadable',
  'leaving',
  'waiting',
  'removals',
  'owing',
  'open',
  'seal',
  'clientCredentials',
]);

/** Our clients wait 25 s for an answer. */
const timeoutMs = 25_000;
/** After its sender gave up, and before the minute is over that a careful one leaves it. */
const lateMs = 55_000;
/** Until the minute is over. */
const limitedSeconds = 20;

/**
 * Stands between one process and everything outside of it: numbers each step in the order in which
 * they begin, takes them one at a time so that every replay sees the same order, and lets the fault of
 * the point happen. A dead process stands still for ever at its next step.
 */
export class Gate {
  readonly steps: Step[] = [];
  readonly death: Promise<'died'>;
  readonly #point: Point | undefined;
  readonly #surroundings: Surroundings;
  #turn: Promise<void> = Promise.resolve();
  #die: () => void = () => undefined;

  constructor(surroundings: Surroundings, point?: Point) {
    this.#surroundings = surroundings;
    this.#point = point;
    this.death = new Promise((resolve) => {
      this.#die = () => resolve('died');
    });
  }

  /** The object with each method as a step; those that are `local` do no I/O. */
  around<T extends object>(name: string, target: T, local: readonly string[] = []): T {
    return new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key, object);
        if (typeof value !== 'function' || typeof key !== 'string') return value;
        if (local.includes(key)) return value.bind(object);
        const label = `${name}.${key}`;
        const isRead = readMethods.has(key) || readMethods.has(label);
        const step: Step = { label, kind: isRead ? 'port_read' : 'port' };
        return (...input: unknown[]) =>
          this.#pass(step, (fate) => this.#call(fate, () => value.apply(object, input)));
      },
    });
  }

  /** A `fetch` each request of which is a step. */
  fetch(send: (request: Request) => Promise<Response>): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      return this.#pass(stepOf(request), (fate) =>
        this.#request(fate, request, () => send(request.clone())),
      );
    };
  }

  async #pass<T>(step: Step, meet: (fate: Fate | undefined) => Promise<T>): Promise<T> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    const isHit = this.#point?.step === this.steps.length;
    this.steps.push(step);
    try {
      return await meet(isHit ? this.#point?.fate : undefined);
    } finally {
      resolve();
    }
  }

  async #call<T>(fate: Fate | undefined, run: () => Promise<T>): Promise<T> {
    if (fate === undefined) return run();
    if (fate === 'crash_before') return this.#stop();
    if (fate === 'error_not_applied') throw new Error('The service did not take the call.');
    const output = await run();
    if (fate === 'crash_after') return this.#stop();
    if (fate === 'error_applied') throw new Error('The service took the call and did not answer.');
    return output;
  }

  async #request(
    fate: Fate | undefined,
    request: Request,
    send: () => Promise<Response>,
  ): Promise<Response> {
    if (fate === undefined) return send();
    if (fate === 'crash_before') return this.#stop();
    if (fate === 'error_not_applied') throw new TypeError('fetch failed');
    if (fate === 'edge_5xx_not_applied')
      return new Response('Service Unavailable', { status: 503 });
    if (fate === 'limited') return limited(request, this.#surroundings.clock.nowEpochMs());
    if (fate === 'late_arrival') return this.#arriveLate(send);
    if (fate === 'stored_5xx_not_applied') return this.#storeError(request);
    await send();
    if (fate === 'stored_5xx_applied') return this.#storeError(request);
    if (isFailedAfterEffect(fate)) return new Response('Bad Gateway', { status: 502 });
    if (fate === 'error_applied') throw new TypeError('fetch failed');
    if (fate === 'crash_after_late') this.#surroundings.forgetKeys();
    return this.#stop();
  }

  #storeError(request: Request): Response {
    const body = {
      error: { code: 'internal_server_error', request_id: `stored-${this.steps.length}` },
    };
    const answer = () => Response.json(body, { status: 500 });
    this.#surroundings.storeAnswer(request.headers.get('idempotency-key') ?? '', answer);
    return answer();
  }

  #arriveLate(send: () => Promise<Response>): never {
    const { clock, later } = this.#surroundings;
    later(clock.nowEpochMs() + lateMs, send);
    clock.advance(timeoutMs);
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  }

  #stop(): Promise<never> {
    this.#die();
    return new Promise(() => undefined);
  }
}

function stepOf(request: Request): Step {
  const { hostname, pathname } = new URL(request.url);
  const provider = hostname.split('.')[0] ?? hostname;
  const label = `${request.method} ${provider} ${withoutIds(pathname)}`;
  return { label, kind: kindOf(request, provider) };
}

function kindOf(request: Request, provider: string): StepKind {
  if (request.method === 'GET') return 'read';
  if (!request.headers.has('idempotency-key')) return 'plain_write';
  return provider === 'xero' ? 'keyed_write_forgets' : 'keyed_write';
}

/** Ids differ from run to run where chance had another turn before. */
function withoutIds(pathname: string): string {
  return pathname
    .replace(/^\/(2025-09|api\.xro\/2\.0)/, '')
    .split('/')
    .map((part) => (/^[0-9a-f-]{36}$|^[a-z]+_\w+$/.test(part) && /\d/.test(part) ? ':id' : part))
    .join('/');
}

/** As the limiter of either provider answers when others have used up the minute. */
function limited(request: Request, nowEpochMs: number): Response {
  const resetEpochSeconds = Math.ceil(nowEpochMs / 1_000) + limitedSeconds;
  const headers: Record<string, string> = request.url.startsWith(storaUrl)
    ? { 'ratelimit-limit': '60', 'ratelimit-reset': String(resetEpochSeconds) }
    : { 'retry-after': String(limitedSeconds), 'x-rate-limit-problem': 'minute' };
  return new Response('{}', { status: 429, headers });
}
