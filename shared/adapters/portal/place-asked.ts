import type { Context } from 'hono';
import { placeOfCursor } from '../../domain/portal/page-cursor.ts';

/** Where a list is to go on; undefined: at its beginning. */
export function placeAsked(context: Context): string | 'unreadable' | undefined {
  const text = context.req.query('after');
  return text === undefined ? undefined : (placeOfCursor(text) ?? 'unreadable');
}
