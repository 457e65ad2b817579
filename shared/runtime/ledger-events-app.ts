import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import { type Target, target as targetSchema } from '../contracts/ids.ts';

type Receipt = 'accepted' | 'unknown_target' | 'bad_signature' | 'unreadable';

export interface LedgerEventsDeps {
  /** Lower case; undefined: the target sends none. */
  signatureHeaderOf(target: Target): string | undefined;
  receive(
    target: Target,
    call: { signatureHeader: string | undefined; body: Uint8Array },
  ): Promise<Receipt>;
}

/** Some hundred thin events have some 100 kB. */
const bodyBytesAtMost = 1_048_576;

/** 401 is what a target tests us with, and nothing else is a refusal that it should repeat. */
const statuses = {
  accepted: 200,
  unknown_target: 404,
  bad_signature: 401,
  unreadable: 400,
} as const satisfies Record<Receipt, number>;

/** Where targets tell that something changed: `/webhooks/targets/{target}`, one for all operators. */
export function ledgerEventsApp(deps: LedgerEventsDeps): Hono {
  const app = new Hono();
  const tooLarge = bodyLimit({
    maxSize: bodyBytesAtMost,
    onError: (context) => context.body(null, 413),
  });
  app.post('/webhooks/targets/:target', tooLarge, async (context) => {
    const target = targetSchema.safeParse(context.req.param('target'));
    if (!target.success) return context.body(null, statuses.unknown_target);
    const header = deps.signatureHeaderOf(target.data);
    const receipt = await deps.receive(target.data, {
      signatureHeader: header && context.req.header(header),
      body: new Uint8Array(await context.req.arrayBuffer()),
    });
    // Without a body: a target that tests us wants none.
    return context.body(null, statuses[receipt]);
  });
  // Hono itself would print the whole error, which may carry a body, and hide it from the handler's log.
  app.onError((error) => {
    throw error;
  });
  return app;
}
