import * as z from 'zod/mini';
import { inEnglish } from '../../../common/in-english.ts';
import { type ApiAnswer, exceptionAnswer } from './answers.ts';
import type { ApiCall } from './api-call.ts';

export type ReadElements<T> =
  | { readonly ok: true; readonly elements: readonly T[] }
  | { readonly ok: false; readonly answer: ApiAnswer };

/** Reads the elements of a request: `{ <key>: [ … ] }` or one bare element, as Xero accepts both. */
export function readElements<T>(
  call: ApiCall,
  key: string,
  schema: z.ZodMiniType<T>,
): ReadElements<T> {
  const json = parseJson(call.body);
  if (!json.ok) return invalid(json.message);
  const raw = elementsOf(json.value, key);
  if (raw.length === 0) return noData(key);
  if (raw.length > call.maxElements) return tooMany(call.maxElements);
  const elements: T[] = [];
  for (const each of raw) {
    const parsed = z.safeParse(schema, each, inEnglish);
    if (!parsed.success) return invalid(firstIssue(parsed.error.issues));
    elements.push(parsed.data);
  }
  return { ok: true, elements };
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

// Numbers stay the text they came as, nulls are the same as nothing.
function parseJson(body: string): Parsed {
  const keepText = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    if (typeof value === 'number') return context?.source ?? String(value);
    return value === null ? undefined : value;
  };
  try {
    return { ok: true, value: body === '' ? undefined : JSON.parse(body, keepText) };
  } catch {
    // The caller sent no JSON: answered as Xero does, with what was expected.
    return { ok: false, message: 'Unexpected character encountered while parsing value.' };
  }
}

function elementsOf(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  const wrapped = Object.entries(value).find(([name]) => name === key)?.[1];
  if (Array.isArray(wrapped)) return wrapped;
  return wrapped === undefined && Object.keys(value).length > 0 ? [value] : [];
}

function firstIssue(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  return `Could not convert value: ${issue?.message ?? ''}. Path '${issue?.path.join('.') ?? ''}'`;
}

function invalid(message: string): { readonly ok: false; readonly answer: ApiAnswer } {
  return {
    ok: false,
    answer: exceptionAnswer({
      number: 14,
      type: 'PostDataInvalidException',
      message: `JSON for post data was invalid,${message}`,
    }),
  };
}

function noData(key: string): { readonly ok: false; readonly answer: ApiAnswer } {
  return {
    ok: false,
    answer: exceptionAnswer({
      number: 17,
      type: 'NoDataProcessedException',
      message: `No data has been processed for this endpoint. This endpoint is expecting ${key.replace(/s$/, '')} data to be specifed in the request body.`,
    }),
  };
}

function tooMany(most: number): { readonly ok: false; readonly answer: ApiAnswer } {
  return {
    ok: false,
    answer: exceptionAnswer({
      number: 10,
      type: 'ValidationException',
      message: `A maximum of ${most} elements can be sent in one request.`,
    }),
  };
}
