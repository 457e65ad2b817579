import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';

export type DeprovisionReceipt =
  | { kind: 'removing'; since: string }
  | { kind: 'removed'; at: string }
  | { kind: 'unknown_operator' }
  | { kind: 'bad_signature' }
  | { kind: 'unreadable' };

export interface HooksDeps {
  /** Checks and does what a signed call asks for; the body is the very bytes that were signed. */
  deprovision(call: {
    signatureHeader: string | undefined;
    body: Uint8Array;
  }): Promise<DeprovisionReceipt>;
}

/** The body names one operator. */
const bodyBytesAtMost = 4_096;

/** 2xx ends the sender's retries; a removal that is under way is accepted, and asked again it is told. */
const statuses = {
  removing: 202,
  removed: 200,
  unknown_operator: 404,
  bad_signature: 401,
  unreadable: 400,
} as const satisfies Record<DeprovisionReceipt['kind'], number>;

/** Calls that the partner's own platform makes, e.g. when a customer uninstalls. */
export function hooksApp(deps: HooksDeps): Hono {
  const app = new Hono();
  const tooLarge = bodyLimit({
    maxSize: bodyBytesAtMost,
    onError: (context) => context.json({ status: 'too_large' }, 413),
  });
  app.post('/hooks/deprovision', tooLarge, async (context) => {
    const { kind, ...facts } = await deps.deprovision({
      signatureHeader: context.req.header('x-rollerdoor-signature'),
      body: new Uint8Array(await context.req.arrayBuffer()),
    });
    return context.json({ status: kind, ...facts }, statuses[kind]);
  });
  return app;
}
