import { Hono } from 'hono/tiny';
import { sourceManifest } from '../source/registry.ts';
import { sourceName } from '../source/source-name.ts';

/** One delivery as it came over HTTP. */
export interface HttpDelivery {
  endpointId: string;
  signatureHeader: string | undefined;
  body: Uint8Array;
}

/** What became of it. */
export interface HttpReceipt {
  kind: keyof typeof answers;
  /** Seconds after which it may come again. */
  retryAfterSeconds?: number;
}

/**
 * Answers for the sender. Any 2xx ends its retries; 4xx say what is wrong with the delivery and are
 * retried by the source, which is harmless. Never 410: some senders take that for "remove the endpoint".
 */
const answers = {
  accepted: 200,
  ignored: 200,
  unknown_endpoint: 404,
  bad_signature: 401,
  too_large: 413,
  unreadable: 400,
  limited: 429,
} as const;

/** Routes for the source's webhooks: one secret path per operator's endpoint. */
export function webhookApp(receive: (delivery: HttpDelivery) => Promise<HttpReceipt>): Hono {
  const app = new Hono();
  app.post(`/webhooks/${sourceName}/:endpointId`, async (context) => {
    const receipt = await receive({
      endpointId: context.req.param('endpointId'),
      signatureHeader: context.req.header(sourceManifest.signatureHeader),
      body: new Uint8Array(await context.req.arrayBuffer()),
    });
    const { kind, retryAfterSeconds } = receipt;
    if (retryAfterSeconds !== undefined) context.header('retry-after', `${retryAfterSeconds}`);
    return context.json({ received: kind }, answers[kind]);
  });
  // Hono itself would print the whole error, which may carry a body, and hide it from the handler's log.
  app.onError((error) => {
    throw error;
  });
  return app;
}
