import * as z from 'zod/mini';

const id = z.looseObject({ id: z.string().check(z.minLength(1), z.maxLength(64)) });
const number = z.string().check(z.regex(/^[^\s@]{1,40}$/));

/**
 * What of a document can be told although the rest of it has no form that we know: every part by
 * itself, or not at all. A number with blanks or an `@` might be a person's.
 */
export const recordTraits = z.catch(
  z.looseObject({
    number: z.catch(z.optional(z.union([number, z.int()])), undefined),
    contact: z.catch(z.optional(id), undefined),
    invoice: z.catch(z.optional(id), undefined),
  }),
  {},
);
