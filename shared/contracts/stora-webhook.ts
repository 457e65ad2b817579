import * as z from 'zod/mini';

/**
 * A webhook body. The guide's envelope has `api_version`, the generated schemas have `meta`;
 * neither is needed, so both may be absent. `data` has one key: the resource's name.
 */
export const storaWebhook = z.looseObject({
  event: z.looseObject({
    /** Stora documents no length. What is too long to name a message on a queue is hashed there. */
    id: z.string().check(z.minLength(1), z.maxLength(255)),
    type: z.string().check(z.minLength(1), z.maxLength(255)),
    created_at: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
});
export type StoraWebhook = z.infer<typeof storaWebhook>;
