import * as z from 'zod/mini';

/**
 * What `GET /connections` lists: every company that the token's person gave us, the same whichever
 * of that person's tokens asks (xero-ruby#85, Xero-OpenAPI#585).
 */
export const xeroConnections = z.array(
  z.looseObject({
    id: z.string(),
    tenantId: z.string(),
    tenantName: z.nullish(z.string()),
    tenantType: z.nullish(z.string()),
    authEventId: z.nullish(z.string()),
    createdDateUtc: z.nullish(z.string()),
    updatedDateUtc: z.nullish(z.string()),
  }),
);
