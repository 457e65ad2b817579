import * as z from 'zod/mini';
import { storaError } from '../../contracts/stora-resources.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import {
  type CallAnswer,
  callProvider,
  type ProviderCallParts,
} from '../../runtime/provider-call.ts';

const pageSizeMax = 100;
const listPage = z.looseObject({
  meta: z.looseObject({ pagination: z.looseObject({ next: z.nullish(z.int()) }) }),
});
/** A list that never ends is a fault of the other side; 200 pages are 20,000 records. */
const pagesMax = 200;

export interface WriteRequest {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body: unknown;
  /** Demanded by Stora's partner rules on every POST. */
  idempotencyKey?: string;
}

/** Requests, envelopes and errors of Stora's API; knows no resource. */
export class StoraApi {
  readonly #baseUrl: string;
  readonly #parts: ProviderCallParts;

  constructor(baseUrl: string, parts: ProviderCallParts) {
    this.#baseUrl = baseUrl;
    this.#parts = parts;
  }

  /** Reads one resource; undefined when Stora says that it does not exist, and by no other 404. */
  async find<T extends z.core.$ZodType>(path: string, schema: T): Promise<z.infer<T> | undefined> {
    const answer = await callProvider({ method: 'GET', url: this.#baseUrl + path }, this.#parts);
    if (isMissing(answer)) return undefined;
    return readAnswer(answer, schema);
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
  const requestId = error.success ? error.data.error.request_id : undefined;
  const isTransient =
    answer.status >= 500 ||
    answer.status === 408 ||
    isOfNobody(answer, code) ||
    transientCodes.has(code);
  throw failure(answer, {
    code,
    requestId,
    canRetryHelp: isTransient,
    effect: isTransient ? 'unknown' : 'not_applied',
  });
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
    effect: 'unknown' | 'not_applied';
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
