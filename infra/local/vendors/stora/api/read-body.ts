import * as z from 'zod/mini';
import { inEnglish } from '../../../common/in-english.ts';
import { ApiError } from './api-error.ts';

/** Parses a request body; every problem becomes a detail with a JSON pointer (422). */
export function readBody<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const parsed = z.safeParse(schema, body ?? {}, inEnglish);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((issue) => {
    const pointer = `/${issue.path.map(String).join('/')}`;
    return { message: `value at \`${pointer}\` ${issue.message}`, pointer };
  });
  throw new ApiError('invalid_content', details);
}

/** `{ "id": "…" }`. */
export const refSchema = z.object({ id: z.string() });

/** Flat text map; null removes a key on update. */
export const metadataSchema = z.record(z.string(), z.nullable(z.string()));

export const emailSchema = z
  .string()
  .check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'does not match format: email'));

/** A text from a fixed list. */
export function enumSchema(values: readonly string[]): z.ZodMiniType<string> {
  return z
    .string()
    .check(z.refine((value) => values.includes(value), `is not one of: ${values.join(', ')}`));
}
