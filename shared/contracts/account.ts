import * as z from 'zod/mini';

/** Which company stands behind a connection, as far as the provider tells. */
export const account = z.object({
  /** The provider's id of the company, or what is as good as one: a host, or the name. */
  id: z.string(),
  name: z.string(),
  /** The provider's id of our being let in, where that can be ended by itself. */
  connectionId: z.optional(z.string()),
});
export type Account = z.infer<typeof account>;
