import * as z from 'zod/mini';
import { operatorId, target } from './ids.ts';

/** Until when an operator's ledger was looked through for what people changed there. */
export const ledgerWatchItem = z.object({
  operatorId,
  target,
  /** The company of which that is true; another one is looked at from its first look on. */
  accountId: z.optional(z.string()),
  sinceEpochMs: z.int(),
  nonce: z.optional(z.string()),
});
export type LedgerWatch = z.infer<typeof ledgerWatchItem>;
