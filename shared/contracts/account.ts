import * as z from 'zod/mini';

/** Which company stands behind a connection, as far as the provider tells. */
export const account = z.object({
  /** Xero: tenant id. Stora: storefront host, or the name where no host is known. */
  id: z.string(),
  name: z.string(),
  /** Xero: the id to delete at `/connections/{id}`. */
  connectionId: z.optional(z.string()),
});
export type Account = z.infer<typeof account>;
