import * as z from 'zod/mini';

/**
 * How this version writes what the version before wrote otherwise; it reads both at any time. `former`: as the
 * version before does, which can then take over again. `current`: its own way, which costs less.
 */
export const storedForms = z.enum(['former', 'current']);
export type StoredForms = z.infer<typeof storedForms>;

/** As functions are told it. Absent, as while a deployment goes on: what every version reads. */
export const toldForms = z._default(storedForms, 'former');
