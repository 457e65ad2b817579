import * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import {
  type CallAnswer,
  type CallRequest,
  callProvider,
  type ProviderCallParts,
} from '../../runtime/provider-call.ts';
import { isPassing } from './xero-errors.ts';
import { messagesOfFailure } from './xero-failure-messages.ts';
import { messagesIn, refusalOfCall, refusalOfElement } from './xero-refusal.ts';
import { type XeroElement, xeroElement, xeroMadeTracking } from './xero-resources.ts';

export interface XeroWrite {
  method: 'PUT' | 'POST';
  path: string;
  /** Envelope key, e.g. `Invoices`. */
  key: string;
  elements: Array<Record<string, unknown>>;
  idempotencyKey: WriteKey;
}

/** Xero does not filter a list in this way for an organisation of its size. */
export const tooSlow = 'too_slow';

type XeroAnswer = CallAnswer & { isWrite: boolean };

/** Requests, envelopes and errors of Xero's accounting API; knows no document. */
export class XeroApi {
  readonly #baseUrl: string;
  readonly #parts: ProviderCallParts;

  constructor(baseUrl: string, parts: ProviderCallParts) {
    this.#baseUrl = baseUrl;
    this.#parts = parts;
  }

  /** All elements of a list. A list is always there: 404 says that it was not asked, and is an error. */
  async read<T extends z.core.$ZodType>(
    path: string,
    key: string,
    element: T,
  ): Promise<Array<z.infer<T>>> {
    const answer = await this.#call('GET', path, undefined);
    if (answer.status === 404) throw listNotFound(answer);
    return parseElements(answer, readBody(answer)[key], element);
  }

  /** The same of what was changed at this instant or later; parts of a second do not count there. */
  async readChanged<T extends z.core.$ZodType>(
    path: string,
    key: string,
    { element, sinceEpochMs }: { element: T; sinceEpochMs: number },
  ): Promise<Array<z.infer<T>>> {
    const since = new Date(Math.floor(sinceEpochMs / 1_000) * 1_000).toISOString().slice(0, 19);
    const answer = await this.#send({
      method: 'GET',
      url: this.#baseUrl + path,
      headers: { 'if-modified-since': since },
    });
    if (answer.status === 404) throw listNotFound(answer);
    return parseElements(answer, readBody(answer)[key], element);
  }

  /** The same with a filter, which may be one that Xero does not take for large organisations. */
  async readFiltered<T extends z.core.$ZodType>(
    path: string,
    key: string,
    element: T,
  ): Promise<Array<z.infer<T>> | typeof tooSlow> {
    const answer = await this.#call('GET', path, undefined);
    if (answer.status === 404) throw listNotFound(answer);
    if (answer.status === 400 && isTooSlow(answer)) return tooSlow;
    return parseElements(answer, readBody(answer)[key], element);
  }

  /** One record by its id or number, in Xero's list; an empty list when it is not there. */
  async readOne<T extends z.core.$ZodType>(
    path: string,
    key: string,
    element: T,
  ): Promise<Array<z.infer<T>>> {
    const answer = await this.#call('GET', path, undefined);
    if (answer.status === 404) return [];
    return parseElements(answer, readBody(answer)[key], element);
  }

  /** How long the address of a request is. */
  addressLength(path: string): number {
    return this.#baseUrl.length + path.length;
  }

  /** One answer per element, in order, also where the call as a whole was refused for one of them. */
  async write<T extends z.core.$ZodType>(
    request: XeroWrite,
    element: T,
  ): Promise<Array<Written<z.infer<T>>>> {
    const separator = request.path.includes('?') ? '&' : '?';
    const answer = await this.#call(
      request.method,
      `${request.path}${separator}summarizeErrors=false`,
      {
        body: JSON.stringify({ [request.key]: request.elements }),
        idempotencyKey: request.idempotencyKey,
      },
    );
    if (isRefusal(answer)) {
      const refusal = refused(answer, request.elements);
      return request.elements.map(() => refusal);
    }
    const body = readBody(answer);
    const elements = parseElements(answer, body[request.key], xeroElement);
    if (elements.length !== request.elements.length) throw unreadable(answer);
    return elements.map((answered, at) => {
      const sent = request.elements[at];
      return outcome(answer, { answered, sent }, element);
    });
  }

  /** Tracking categories and options take one bare object instead of a list. */
  async writeSingle(request: {
    path: string;
    key: string;
    body: Record<string, unknown>;
    idempotencyKey: WriteKey;
  }): Promise<Written<true>> {
    const answer = await this.#call('PUT', request.path, {
      body: JSON.stringify(request.body),
      idempotencyKey: request.idempotencyKey,
    });
    if (isRefusal(answer)) return refused(answer, undefined);
    const elements = parseElements(answer, readBody(answer)[request.key], xeroElement);
    const outcomes = elements.map((answered) =>
      outcome(answer, { answered, sent: undefined }, xeroMadeTracking),
    );
    if (outcomes.length === 0) throw unreadable(answer);
    return outcomes.find((one) => !one.ok) ?? { ok: true, value: true };
  }

  /** Takes away what an id names. What is gone already is as good as taken away. */
  async remove(path: string, idempotencyKey: WriteKey): Promise<Written<true>> {
    const answer = await this.#call('DELETE', path, { body: undefined, idempotencyKey });
    if (answer.status === 404) return { ok: true, value: true };
    if (isRefusal(answer)) return refused(answer, undefined);
    readBody(answer);
    return { ok: true, value: true };
  }

  async #call(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    write: { body: string | undefined; idempotencyKey: WriteKey } | undefined,
  ): Promise<XeroAnswer> {
    const request = { method, url: this.#baseUrl + path };
    return this.#send(write ? keyed(request, write) : request);
  }

  async #send(request: CallRequest): Promise<XeroAnswer> {
    const inCompany = { ...request, accountHeader: 'xero-tenant-id' };
    const answer = await callProvider(inCompany, this.#parts);
    return { ...answer, isWrite: request.method !== 'GET' };
  }
}

function keyed(
  request: CallRequest,
  { body, idempotencyKey }: { body: string | undefined; idempotencyKey: WriteKey },
): CallRequest {
  const { value, sendBeforeEpochMs } = idempotencyKey;
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'idempotency-key': value,
    },
    ...(body === undefined ? {} : { body }),
    ...(sendBeforeEpochMs === undefined ? {} : { sendBeforeEpochMs }),
  };
}

/** Of a write, and of what was looked for, this says nothing: it is asked again. */
function listNotFound(answer: XeroAnswer): ProviderError {
  return failure(answer, { code: 'list_not_found', canRetryHelp: true, effect: 'not_applied' });
}

function isTooSlow(answer: XeroAnswer): boolean {
  return /HighVolumeException|not filtering .* efficiently/i.test(answer.text);
}

function readBody(answer: XeroAnswer): Record<string, unknown> {
  if (answer.status >= 200 && answer.status < 300) {
    const parsed = z.safeParse(z.record(z.string(), z.unknown()), parseJson(answer.text));
    if (parsed.success) return parsed.data;
    throw unreadable(answer);
  }
  const isTransient =
    answer.status >= 500 || answer.status === 408 || isPassing(messagesOfFailure(answer.text));
  throw failure(answer, {
    code: `http_${answer.status}`,
    canRetryHelp: isTransient,
    effect: isTransient ? 'unknown' : 'not_applied',
  });
}

function parseElements<T extends z.core.$ZodType>(
  answer: XeroAnswer,
  list: unknown,
  element: T,
): Array<z.infer<T>> {
  const parsed = z.safeParse(z.array(element), list ?? []);
  if (parsed.success) return parsed.data;
  throw unreadable(answer);
}

function outcome<T extends z.core.$ZodType>(
  answer: XeroAnswer,
  { answered, sent }: { answered: XeroElement; sent: unknown },
  element: T,
): Written<z.infer<T>> {
  if (isPassing(messagesIn(answered))) throw brokenInside(answer);
  const refusal = refusalOfElement(answered, sent);
  if (refusal !== undefined) return { ok: false, ...refusal, ...requestIdOf(answer) };
  // Only what has an id of its own was written; anything else is looked up.
  const parsed = z.safeParse(element, answered);
  if (!parsed.success) throw unreadable(answer);
  return { ok: true, value: parsed.data };
}

/** Statuses with which Xero says no to what was sent, for good: sent again, it is refused again. */
const refusalStatuses: ReadonlySet<number> = new Set([400, 404, 405, 409, 413, 415, 422]);

function isRefusal({ status }: XeroAnswer): boolean {
  return refusalStatuses.has(status);
}

/**
 * A no to the whole call: nothing was written. Except when it is about the key: then it was used for
 * another call, of which nothing is known from here.
 */
function refused(answer: XeroAnswer, sent: unknown): Written<never> {
  const messages = messagesOfFailure(answer.text);
  if (messages.some((message) => /^idempotency key/i.test(message)))
    throw failure(answer, { code: 'key_refused', canRetryHelp: true, effect: 'unknown' });
  if (isPassing(messages)) throw brokenInside(answer);
  const refusal = refusalOfCall(messages, sent);
  return { ok: false, ...refusal, isWholeCall: true, ...requestIdOf(answer) };
}

/** Xero's support asks for it. */
function requestIdOf({ headers }: XeroAnswer): { requestId?: string } {
  const requestId = headers.get('xero-correlation-id') ?? '';
  return /^[\w-]{1,64}$/.test(requestId) ? { requestId } : {};
}

/**
 * In the form of a refusal, and none: something broke there. What of the call was applied nobody says,
 * so it is looked up, and what stays missing is sent again, alone in the end.
 */
function brokenInside(answer: XeroAnswer): ProviderError {
  return failure(answer, { code: 'broken_inside', canRetryHelp: true, effect: 'unknown' });
}

/** Of a write nobody knows then what it did: it is looked up before it is sent again. */
function unreadable(answer: XeroAnswer): ProviderError {
  return failure(answer, {
    code: 'unreadable_answer',
    canRetryHelp: answer.isWrite,
    effect: 'unknown',
  });
}

function failure(
  answer: XeroAnswer,
  facts: { code: string; canRetryHelp: boolean; effect: 'unknown' | 'not_applied' },
): ProviderError {
  const { status } = answer;
  return new ProviderError({ provider: 'xero', status, ...requestIdOf(answer), ...facts });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: reported as an answer without a readable body.
    return undefined;
  }
}
