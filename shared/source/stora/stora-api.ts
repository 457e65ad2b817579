import * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import {
  type CallAnswer,
  callProvider,
  type ProviderCallParts,
} from '../../runtime/provider-call.ts';
import { StoraRefusal } from './stora-refusal.ts';
import { storaError } from './stora-resources.ts';

const pageSizeMax = 100;
const listPage = z.looseObject({
  meta: z.looseObject({
    pagination: z.looseObject({
      next: z.nullish(z.int()),
      count: z.catch(z.nullish(z.int()), undefined),
    }),
  }),
});
const identified = z.looseObject({ id: z.string().check(z.minLength(1)) });
/** A list that never ends is a fault of the other side; 200 pages are 20,000 records. */
const pagesMax = 200;

export interface RecordPage<T> {
  records: T[];
  /** Undefined on the last page. */
  next: number | undefined;
  /** Entries that could not be read. */
  unreadable: number;
  /** The ids of those, as far as they have one. */
  unreadableIds: string[];
  /** Of all pages; undefined where Stora does not say. */
  total: number | undefined;
}

export interface WriteRequest {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body: unknown;
  /**
   * Demanded by Stora's partner rules on every POST. It recognises a repeat by its key while the bytes
   * are the same, and replays what it answered under it for 24 hours, errors included.
   */
  idempotencyKey?: string;
}

/** Parameters that are only inferred, by name. */
export type Wishes = Record<string, string>;

/** Requests, envelopes and errors of Stora's API; knows no resource. */
export class StoraApi {
  readonly #baseUrl: string;
  readonly #parts: ProviderCallParts;
  readonly #refusedWishes = new Set<string>();

  constructor(baseUrl: string, parts: ProviderCallParts) {
    this.#baseUrl = baseUrl;
    this.#parts = parts;
  }

  /** Reads one resource; undefined when Stora says that it does not exist, and by no other 404. */
  async find<T extends z.core.$ZodType>(
    path: string,
    schema: T,
    wishes: Wishes = {},
  ): Promise<z.infer<T> | undefined> {
    const answer = await this.#get(path, wishes);
    if (isMissing(answer)) return undefined;
    return readAnswer(answer, schema);
  }

  /** One page of a list. What cannot be read is counted; it must not hide the others. */
  async listPage<T extends z.core.$ZodType>(
    list: { path: string; key: string; item: T },
    page: number,
    wishes: Wishes,
  ): Promise<RecordPage<z.infer<T>>> {
    const path = `${list.path}?page=${page}&limit=${pageSizeMax}`;
    const answer = await this.#get(path, wishes);
    const body = readAnswer(answer, listPage);
    const listed = z.safeParse(z.array(z.unknown()), body[list.key]);
    if (!listed.success) throw unreadable(answer);
    const read = listed.data.map((entry) => z.safeParse(list.item, entry));
    const others = listed.data.filter((_, at) => read[at]?.success !== true);
    const { next, count } = body.meta.pagination;
    return {
      records: read.flatMap((one) => (one.success ? [one.data] : [])),
      next: next ?? undefined,
      unreadable: others.length,
      unreadableIds: others.flatMap((entry) => idIn(entry)),
      total: count ?? undefined,
    };
  }

  /**
   * Stora's pages do not confirm every parameter that we would like to use. One that is refused is
   * left out, now and as long as this worker lives; the answer is larger then, or less complete.
   */
  async #get(path: string, wishes: Wishes): Promise<CallAnswer> {
    const granted = Object.entries(wishes).filter(([name]) => !this.#refusedWishes.has(name));
    const query = new URLSearchParams(granted).toString();
    const url = this.#baseUrl + (query === '' ? path : joined(path, query));
    const answer = await callProvider({ method: 'GET', url }, this.#parts);
    if (granted.length === 0 || !refusesWishes.has(answer.status)) return answer;
    const refused = refusedAmong(
      granted.map(([name]) => name),
      answer,
    );
    if (refused.length === 0) return answer;
    for (const name of refused) this.#refusedWishes.add(name);
    return this.#get(path, wishes);
  }

  async listAll<T extends z.core.$ZodType>(
    path: string,
    key: string,
    item: T,
  ): Promise<Array<z.infer<T>>> {
    const items: Array<z.infer<T>> = [];
    let next: number | undefined = 1;
    for (let pages = 0; next !== undefined && pages < pagesMax; pages += 1) {
      const url = `${this.#baseUrl}${path}?page=${next}&limit=${pageSizeMax}`;
      const answer = await callProvider({ method: 'GET', url }, this.#parts);
      const body = readAnswer(answer, listPage);
      const listed = z.safeParse(z.array(item), body[key]);
      if (!listed.success) throw unreadable(answer);
      items.push(...listed.data);
      next = body.meta.pagination.next ?? undefined;
    }
    if (next !== undefined) throw endless();
    return items;
  }

  async write<T extends z.core.$ZodType>(request: WriteRequest, schema: T): Promise<z.infer<T>> {
    const answer = await callProvider(
      {
        method: request.method,
        url: this.#baseUrl + request.path,
        headers: {
          'content-type': 'application/json',
          ...(request.idempotencyKey ? { 'idempotency-key': request.idempotencyKey } : {}),
        },
        body: JSON.stringify(request.body),
      },
      this.#parts,
    );
    return readAnswer(answer, schema);
  }
}

function idIn(entry: unknown): string[] {
  const read = z.safeParse(identified, entry);
  return read.success ? [read.data.id] : [];
}

/** A wrong address and a page of the web server's own are 404 as well, and say nothing of the record. */
function isMissing(answer: CallAnswer): boolean {
  if (answer.status !== 404) return false;
  const error = z.safeParse(storaError, parseJson(answer.text));
  return error.success && error.data.error.code === 'resource_not_found';
}

/** What was not read to its end must not count as all there is. */
function endless(): ProviderError {
  return new ProviderError({
    provider: 'stora',
    status: undefined,
    code: 'endless_list',
    canRetryHelp: false,
    effect: 'not_applied',
  });
}

/** A value or a parameter that is not known, or (`expand`) a record that the token may not read. */
const refusesWishes = new Set([400, 403, 422]);

function refusedAmong(names: string[], answer: CallAnswer): string[] {
  const error = z.safeParse(storaError, parseJson(answer.text));
  if (error.success && transientCodes.has(error.data.error.code)) return [];
  const details = error.success ? (error.data.error.details ?? []) : [];
  const pointed = names.filter((name) => details.some(({ pointer }) => pointer === `/${name}`));
  if (pointed.length > 0) return pointed;
  return answer.status === 403 ? names.filter((name) => name === 'expand') : names;
}

function joined(path: string, query: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** Codes for which the same request may succeed later. `api_error` is a 400 of Stora's own suppliers. */
const transientCodes = new Set(['api_error', 'internal_server_error']);

function readAnswer<T extends z.core.$ZodType>(answer: CallAnswer, schema: T): z.infer<T> {
  if (answer.status >= 200 && answer.status < 300) {
    const parsed = z.safeParse(schema, parseJson(answer.text));
    if (parsed.success) return parsed.data;
    throw unreadable(answer);
  }
  const error = z.safeParse(storaError, parseJson(answer.text));
  const code = error.success ? error.data.error.code : 'no_error_body';
  // Only Stora's application puts its request id into an error; what stands in front of it does not.
  const requestId = error.success ? error.data.error.request_id : undefined;
  const isTransient =
    answer.status >= 500 ||
    answer.status === 408 ||
    isOfNobody(answer, code) ||
    transientCodes.has(code);
  const facts = { code, requestId };
  if (isTransient) throw failure(answer, { ...facts, canRetryHelp: true, effect: 'unknown' });
  throw refusal(answer, facts, error.success ? error.data : undefined);
}

function refusal(
  answer: CallAnswer,
  facts: { code: string; requestId: string | undefined },
  body: z.infer<typeof storaError> | undefined,
): StoraRefusal {
  const { status } = answer;
  const { message = '', details = [] } = body?.error ?? {};
  return new StoraRefusal(
    { provider: 'stora', status, ...facts, canRetryHelp: false, effect: 'not_applied' },
    [
      { message, pointer: '' },
      ...details.map((one) => ({ message: one.message ?? '', pointer: one.pointer ?? '' })),
    ],
  );
}

/** A 404 that Stora itself did not write comes from a server on the way, and passes. */
function isOfNobody(answer: CallAnswer, code: string): boolean {
  return answer.status === 404 && code === 'no_error_body';
}

const answered = z.looseObject({ meta: z.looseObject({ request_id: z.string() }) });

function unreadable(answer: CallAnswer): ProviderError {
  const envelope = z.safeParse(answered, parseJson(answer.text));
  return failure(answer, {
    code: 'unreadable_answer',
    canRetryHelp: false,
    effect: 'unknown',
    requestId: envelope.success ? envelope.data.meta.request_id : undefined,
  });
}

function failure(
  answer: CallAnswer,
  facts: {
    code: string;
    canRetryHelp: boolean;
    effect: 'unknown';
    requestId?: string | undefined;
  },
): ProviderError {
  return new ProviderError({ provider: 'stora', status: answer.status, ...facts });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: reported as an answer without a readable body; Rails itself answers HTML at times.
    return undefined;
  }
}
