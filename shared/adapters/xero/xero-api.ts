import * as z from 'zod/mini';
import { type XeroElement, xeroElement, xeroFailure } from '../../contracts/xero-resources.ts';
import { DeferredError, ProviderError } from '../../domain/errors/errors.ts';
import type { WriteKey, Written } from '../../ports/ledger.ts';
import {
  type CallAnswer,
  type CallRequest,
  callProvider,
  type ProviderCallParts,
} from '../../runtime/provider-call.ts';
import { causeOfMessages } from './xero-errors.ts';

export interface XeroWrite {
  method: 'PUT' | 'POST';
  path: string;
  /** Envelope key, e.g. `Invoices`. */
  key: string;
  elements: Array<Record<string, unknown>>;
  idempotencyKey: WriteKey;
}

type XeroAnswer = CallAnswer & { isWrite: boolean };

/** Requests, envelopes and errors of Xero's accounting API; knows no document. */
export class XeroApi {
  readonly #baseUrl: string;
  readonly #parts: ProviderCallParts;

  constructor(baseUrl: string, parts: ProviderCallParts) {
    this.#baseUrl = baseUrl;
    this.#parts = parts;
  }

  /** All elements of a list; an id that does not exist gives an empty list. */
  async read<T extends z.core.$ZodType>(
    path: string,
    key: string,
    element: T,
  ): Promise<Array<z.infer<T>>> {
    const answer = await this.#call('GET', path, undefined);
    if (answer.status === 404) return [];
    const body = readBody(answer);
    return parseElements(answer, body[key], element);
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
    if (answer.status === 400) return request.elements.map(() => refused(answer));
    const body = readBody(answer);
    const elements = parseElements(answer, body[request.key], xeroElement);
    if (elements.length !== request.elements.length) throw unreadable(answer);
    return elements.map((answered) => outcome(answer, answered, element));
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
    if (answer.status === 400) return refused(answer);
    const elements = parseElements(answer, readBody(answer)[request.key], xeroElement);
    const refusals = elements.map((element) => outcome(answer, element, xeroElement));
    return refusals.find((element) => !element.ok) ?? { ok: true, value: true };
  }

  async #call(
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    write: { body: string; idempotencyKey: WriteKey } | undefined,
  ): Promise<XeroAnswer> {
    const token = await this.#parts.tokens.get(this.#parts);
    const { accountId = token.accountId } = this.#parts;
    // What was prepared for one company's books must not reach those of another.
    if (token.accountId !== accountId) throw new DeferredError('account_switched', 5);
    const headers = { 'xero-tenant-id': accountId };
    const request = { method, url: this.#baseUrl + path, headers, accountId };
    const answer = await callProvider(write ? keyed(request, write) : request, this.#parts);
    return { ...answer, isWrite: method !== 'GET' };
  }
}

function keyed(
  request: CallRequest,
  { body, idempotencyKey }: { body: string; idempotencyKey: WriteKey },
): CallRequest {
  const { value, sendBeforeEpochMs } = idempotencyKey;
  return {
    ...request,
    headers: {
      ...request.headers,
      'content-type': 'application/json',
      'idempotency-key': value,
    },
    body,
    ...(sendBeforeEpochMs === undefined ? {} : { sendBeforeEpochMs }),
  };
}

function readBody(answer: XeroAnswer): Record<string, unknown> {
  if (answer.status >= 200 && answer.status < 300) {
    const parsed = z.safeParse(z.record(z.string(), z.unknown()), parseJson(answer.text));
    if (parsed.success) return parsed.data;
    throw unreadable(answer);
  }
  const isTransient = answer.status >= 500 || answer.status === 408;
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
  answered: XeroElement,
  element: T,
): Written<z.infer<T>> {
  const messages = (answered.ValidationErrors ?? []).flatMap((error) => error.Message ?? []);
  if (answered.StatusAttributeString === 'ERROR' || messages.length > 0) {
    return { ok: false, cause: causeOfMessages(messages), detail: '' };
  }
  const parsed = z.safeParse(element, answered);
  if (!parsed.success) throw unreadable(answer);
  return { ok: true, value: parsed.data };
}

/**
 * A 400 for the whole call: nothing was written. Except when it is about the key: then it was used for
 * another call, of which nothing is known from here.
 */
function refused(answer: XeroAnswer): Written<never> {
  const parsed = z.safeParse(xeroFailure, parseJson(answer.text));
  const body = parsed.success ? parsed.data : {};
  const elementMessages = (body.Elements ?? []).flatMap(
    (element) => element.ValidationErrors ?? [],
  );
  const messages = [...elementMessages, { Message: body.Message }].flatMap(
    (error) => error.Message ?? [],
  );
  if (messages.some((message) => /^idempotency key/i.test(message)))
    throw failure(answer, { code: 'key_refused', canRetryHelp: true, effect: 'unknown' });
  return { ok: false, cause: causeOfMessages(messages), detail: '', isWholeCall: true };
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
  const requestId = answer.headers.get('xero-correlation-id') ?? undefined;
  return new ProviderError({ provider: 'xero', status: answer.status, requestId, ...facts });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: reported as an answer without a readable body.
    return undefined;
  }
}
