import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** One address, short enough for any mailbox; lower case, so that it is known again. */
export const emailAddress = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(254),
    z.regex(
      /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@<>",;:\\()[\]]+$/,
      'Not an e-mail address.',
    ),
  );

export const personRole = z.enum(['owner', 'accountant']);
export type PersonRole = z.infer<typeof personRole>;

/** How somebody is called; shown on pages of the operator only. */
export const personName = z.string().check(z.trim(), z.maxLength(80), z.regex(/^\P{Cc}*$/u));

const person = z.object({
  /** Names the person in addresses of ours, which must not hold an e-mail address. */
  personId: z.string(),
  email: emailAddress,
  name: z.optional(personName),
  role: personRole,
  /** Does the daily digest go there? */
  digest: z.boolean(),
  addedAt: z.string(),
  /** When the person itself ended the digest; a new wish of its own takes it away. */
  unsubscribedAt: z.optional(z.string()),
});
export type Person = z.infer<typeof person>;

const visitor = z.object({ linkId: z.string(), name: personName, at: z.string() });

/** The people of an operator: to whom is written, and who visited by which link. */
export const peopleItem = z.object({
  operatorId,
  revision: z.int(),
  nonce: z.optional(z.string()),
  people: z.array(person),
  /** Newest last; a person is asked for its name once per link. */
  visitors: z._default(z.array(visitor), []),
});
export type People = z.infer<typeof peopleItem>;

/** More than any operator has; a list of hundreds would be somebody else's use of our mail. */
export const peopleAtMost = 20;
export const visitorsAtMost = 50;
