import { Hono } from 'hono';

/** One delivery as it came over HTTP. */
export interface HttpDelivery {
  endpointId: string;
  signatureHeader: string | undefined;
  body: Uint8Array;
}

export type HttpReceipt =
  | 'accepted'
  | 'ignored'
  | 'unknown_endpoint'
  | 'bad_signature'
  | 'too_large'
  | 'unreadable';

/**
 * Answers for the sender. Any 2xx ends its retries; 4xx say what is wrong with the delivery and are
 * retried by Stora, which is harmless. Never 410: some senders take that for "remove the endpoint".
 */
const answers: Record<HttpReceipt, 200 | 400 | 401 | 404 | 413> = {
  accepted: 200,
  ignored: 200,
  unknown_endpoint: 404,
  bad_signature: 401,
  too_large: 413,
  unreadable: 400,
};

/** Routes for the source's webhooks: one secret path per operator's endpoint. */
export function webhookApp(receive: (delivery: HttpDelivery) => Promise<HttpReceipt>): Hono {
  const app = new Hono();
  app.post('/webhooks/stora/:endpointId', async (context) => {
    const receipt = await receive({
      endpointId: context.req.param('endpointId'),
      signatureHeader: context.req.header('x-stora-signature'),
      body: new Uint8Array(await context.req.arrayBuffer()),
    });
    return context.json({ received: receipt }, answers[receipt]);
  });
  // Hono itself would print the whole error, which may carry a body, and hide it from the handler's log.
  app.onError((error) => {
    throw error;
  });
  return app;
}
