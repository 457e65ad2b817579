import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** One webhook URL of ours: who it belongs to and how its deliveries are signed. */
export const endpointItem = z.object({
  endpointId: z.string(),
  operatorId,
  epoch: z.int(),
  /** Stora's id of the endpoint (`we_…`). */
  sourceEndpointId: z.string(),
  /** The company whose events come in here, as in its connection's account. Absent: unknown. */
  accountId: z.optional(z.string()),
  /** Encrypted signing secrets, newest first; two during a rotation. */
  sealedSecrets: z.array(z.string()),
});
export type Endpoint = z.infer<typeof endpointItem>;
