import * as z from 'zod/mini';
import type { ItemKey } from './keys.ts';
import { MalformedItemError } from './malformed-item-error.ts';

/** The nonce belongs to the storage, not to what was stored: it is not handed out. */
export function parseItem<T>(
  key: ItemKey,
  item: Record<string, unknown>,
  schema: z.ZodMiniType<T>,
): T {
  const result = z.safeParse(schema, withoutNonce(item));
  if (result.success) return result.data;
  const paths = result.error.issues.map((issue) => issue.path.join('.') || 'whole item');
  throw new MalformedItemError(key, [...new Set(paths)]);
}

export function withoutNonce(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'nonce'));
}
