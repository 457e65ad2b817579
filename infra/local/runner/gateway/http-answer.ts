import * as z from 'zod/mini';
import type { InvocationResult } from '../lambda/invocation.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const structured = z.looseObject({
  statusCode: z.coerce.number().check(z.int(), z.minimum(100), z.maximum(599)),
  headers: z.nullish(z.record(z.string(), z.nullable(scalar))),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

/** Returns what a caller of the HTTP API gets for the outcome of an invocation (payload format 2.0). */
export function answerOf(result: InvocationResult): HttpAnswer {
  if (result.kind === 'throttled') return gatewayAnswer(503, 'Service Unavailable');
  if (result.kind === 'failed') return gatewayAnswer(500, 'Internal Server Error');
  const value: unknown = JSON.parse(result.payload);
  return isStructured(value) ? structuredAnswer(value) : inferredAnswer(value);
}

/** An answer that the gateway gives by itself. */
export function gatewayAnswer(status: number, message: string): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json' }, cookies: [], body };
}

function isStructured(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'statusCode' in value;
}

/** A function may return just its body: then it is taken for JSON with status 200. */
function inferredAnswer(value: unknown): HttpAnswer {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, cookies: [], body: Buffer.from(text) };
}

function structuredAnswer(value: unknown): HttpAnswer {
  const result = z.safeParse(structured, value);
  // As on AWS: what does not fit the format is the function's failure.
  if (!result.success) return gatewayAnswer(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.data;
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...normalize(headers ?? {}) },
    cookies: cookies ?? [],
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** The gateway computes the length itself. */
function normalize(headers: Record<string, string | number | boolean | null>) {
  const entries = Object.entries(headers)
    .filter(([name, value]) => value !== null && name.toLowerCase() !== 'content-length')
    .map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(entries);
}
