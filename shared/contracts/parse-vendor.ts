import * as z from 'zod/mini';

/**
 * Parses what a vendor sent.
 * @throws Error that names the fields that do not fit; values are left out, they may be personal.
 */
export function parseVendor<T extends z.core.$ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.') || 'the body');
  throw new Error(fields.join(', '));
}
